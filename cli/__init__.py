"""The ``terrafair`` command, one module for each kind of commands.

Exit codes: 0 fine, 1 findings (a record refused, a violation, content lost, a source that behaves otherwise than
before), 2 failure (a source or file that could not be read, a wrong argument, another run at work).
"""

from collections.abc import Callable

from . import archive, generations, harvests, hubs, records, run, serve, suggestions
from .app import app

__all__ = ["archive", "generations", "harvests", "hubs", "main", "records", "run", "serve", "suggestions"]

main: Callable[[], None] = app
"""The entry point of the command."""
