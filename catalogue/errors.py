"""The errors of the catalogue.

CatalogueError
├── WorkspaceBusyError  caught in the command: another run holds the workspace
├── ArchiveError        caught in the command: the archive cannot be written, or not be read any more
├── RefineryError       caught in the command: the processes that refine cannot be started or kept alive
├── RunStoppedError     caught in the command: the run was asked to end before it was done
├── SuggestionsError    caught in the command and in the API: the suggestions cannot be read or written
│   └── SuggestionsFullError  caught in the API: too many wait for a decision
└── GenerationError     caught in the command and in the API: there is no such generation, or it is damaged
"""


class CatalogueError(Exception):
    """Base of all errors of the catalogue."""


class WorkspaceBusyError(CatalogueError):
    """Another run is at work on the same data."""


class ArchiveError(CatalogueError):
    """The archive cannot be written, or not be read any more."""


class RefineryError(CatalogueError):
    """The processes that refine cannot be started or kept alive."""


class RunStoppedError(CatalogueError):
    """The run was asked to end before it was done."""


class GenerationError(CatalogueError):
    """A generation does not exist, or cannot be read."""


class SuggestionsError(CatalogueError):
    """The suggestions cannot be read or written, or there is none of that name."""


class SuggestionsFullError(SuggestionsError):
    """So many suggestions wait for a decision that no further one is taken."""
