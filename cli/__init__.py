"""The ``terrafair`` command, one module for each kind of commands.

Exit codes: 0 fine, 1 findings (a record refused, a violation, content lost, a source that behaves otherwise than
before), 2 failure (a source or file that could not be read, a wrong argument, another run at work).
"""

from collections.abc import Callable

from . import (
    archive,
    decisions,
    generations,
    harvests,
    hubs,
    mappings,
    matching,
    records,
    run,
    serve,
    suggestions,
    vocabularies,
)
from .app import app

__all__ = [
    "archive",
    "decisions",
    "generations",
    "harvests",
    "hubs",
    "main",
    "mappings",
    "matching",
    "records",
    "run",
    "serve",
    "suggestions",
    "vocabularies",
]

main: Callable[[], None] = app
"""The entry point of the command."""
