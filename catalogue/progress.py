"""Progress: how long work tells its watcher how far it is."""

import time
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bars


class Progress(Protocol):
    """A watcher of a run; the command shows a bar at a terminal and plain lines elsewhere."""

    def begin(self, what: str, total: int | None = None) -> None:
        """A piece of work begins.

        Args:
            what: a source's key, ``refine`` or ``publish``.
            total: how many records it has, where that is known.
        """

    def advance(self, count: int = 1) -> None:
        """So many more records are done."""

    def end(self, message: str) -> None:
        """The piece of work has ended."""


class Silent:
    """A watcher that shows nothing."""

    def begin(self, what: str, total: int | None = None) -> None:
        """Show nothing."""

    def advance(self, count: int = 1) -> None:
        """Show nothing."""

    def end(self, message: str) -> None:
        """Show nothing."""


class ConsoleProgress:
    """Shows a run: bars at a terminal, one plain line for each piece of work elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars: Bars | None = None
        self._task: TaskID | None = None
        self._what = ""
        self._began = 0.0

    def begin(self, what: str, total: int | None = None) -> None:
        """A piece of work begins."""
        self._what, self._began = what, time.monotonic()
        if self._console.is_terminal:
            columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn())
            self._bars = Bars(
                *columns, TimeElapsedColumn(), TimeRemainingColumn(), console=self._console, transient=True
            )
            self._task = self._bars.add_task(what, total=total)
            self._bars.start()

    def advance(self, count: int = 1) -> None:
        """So many more records are done."""
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, count)

    def end(self, message: str) -> None:
        """The piece of work has ended."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None
        seconds = time.monotonic() - self._began
        self._console.print(
            f"{self._what:<28} {message} ({seconds:.1f} s)", markup=False, highlight=False, soft_wrap=True
        )
