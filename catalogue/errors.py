"""The errors of the catalogue.

CatalogueError
├── WorkspaceBusyError  caught in the command: another run holds the workspace
└── GenerationError     caught in the command and in the API: there is no such generation, or it is damaged
"""


class CatalogueError(Exception):
    """Base of all errors of the catalogue."""


class WorkspaceBusyError(CatalogueError):
    """Another run is at work on the same data."""


class GenerationError(CatalogueError):
    """A generation does not exist, or cannot be read."""
