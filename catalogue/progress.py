"""Progress: how long work tells its watcher how far it is; several pieces of work may be going on at once."""

import sys
import threading
import time
from abc import ABC, abstractmethod
from datetime import UTC, datetime
from typing import Protocol, TextIO

import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

TOLD_EVERY = 30.0
"""Seconds between two lines about the same piece of work that has not ended."""


class Work(Protocol):
    """One piece of work that is being watched."""

    def expect(self, total: int | None, done: int = 0) -> None:
        """It has so many records, as far as anybody knows, of which so many are done."""

    def advance(self, count: int = 1) -> None:
        """So many more records are done."""

    def end(self, message: str, **figures: object) -> None:
        """It has ended.

        Args:
            message: for people.
            figures: the same for machines.
        """


class Progress(Protocol):
    """A watcher of a run; it may be told by several threads."""

    def begin(self, what: str, total: int | None = None) -> Work:
        """A piece of work begins.

        Args:
            what: a source's key, ``refine`` or ``publish``.
            total: how many records it has, where that is known.
        """

    def tell(self, event: str, message: str, **figures: object) -> None:
        """Something happened that is no piece of work, such as a warning."""


class Silent:
    """A watcher that shows nothing, and the work that it watches."""

    def begin(self, what: str, total: int | None = None) -> Work:  # noqa: ARG002  # it shows nothing
        """Show nothing."""
        return self

    def tell(self, event: str, message: str, **figures: object) -> None:
        """Show nothing."""

    def expect(self, total: int | None, done: int = 0) -> None:
        """Show nothing."""

    def advance(self, count: int = 1) -> None:
        """Show nothing."""

    def end(self, message: str, **figures: object) -> None:
        """Show nothing."""


class ConsoleProgress:
    """Shows a run: a bar for each piece of work at a terminal, plain lines elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars: Bars | None = None
        self._lock = threading.Lock()

    def begin(self, what: str, total: int | None = None) -> Work:
        """A piece of work begins."""
        if not self._console.is_terminal:
            return _Lines(self, what, total)
        with self._lock:
            if self._bars is None:
                columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn())
                self._bars = Bars(
                    *columns, TimeElapsedColumn(), TimeRemainingColumn(), console=self._console, transient=True
                )
                self._bars.start()
            return _Bar(self, self._bars, self._bars.add_task(what, total=total), what)

    def tell(self, event: str, message: str, **figures: object) -> None:  # noqa: ARG002  # for machines
        """Something happened that is no piece of work."""
        self.line(f"{event:<28} {message}")

    def line(self, text: str) -> None:
        """Print a line, above the bars where there are any."""
        self._console.print(text, markup=False, emoji=False, highlight=False, soft_wrap=True)

    def remove(self, bars: Bars, task: TaskID) -> None:
        """A bar is done with; after the last one the screen is given back."""
        with self._lock:
            bars.remove_task(task)
            if not bars.tasks and bars is self._bars:
                bars.stop()
                self._bars = None


class _Bar:
    """A piece of work shown as a bar."""

    def __init__(self, shown: ConsoleProgress, bars: Bars, task: TaskID, what: str) -> None:
        self._shown, self._bars, self._task, self._what = shown, bars, task, what
        self._began = time.monotonic()

    def expect(self, total: int | None, done: int = 0) -> None:
        """It has so many records, of which so many are done."""
        self._bars.update(self._task, total=total, completed=done)

    def advance(self, count: int = 1) -> None:
        """So many more records are done."""
        self._bars.advance(self._task, count)

    def end(self, message: str, **_figures: object) -> None:
        """It has ended."""
        self._shown.remove(self._bars, self._task)
        self._shown.line(f"{self._what:<28} {message} ({time.monotonic() - self._began:.1f} s)")


class _Counted(ABC):
    """A piece of work that is told of now and then, with the time that is left."""

    def __init__(self, what: str, total: int | None) -> None:
        self._what, self._total, self._done, self._before = what, total, 0, 0
        self._began = self._told = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._began

    def expect(self, total: int | None, done: int = 0) -> None:
        """It has so many records, of which so many are done."""
        self._total, self._done, self._before = total, done, done

    def advance(self, count: int = 1) -> None:
        """So many more records are done."""
        self._done += count
        if time.monotonic() - self._told >= TOLD_EVERY:
            self._told = time.monotonic()
            self.tell(remaining(self._total, self._done, self._done - self._before, self.seconds))

    @abstractmethod
    def tell(self, left: float | None) -> None:
        """Tell how far it is, and how many seconds are left."""


class _Lines(_Counted):
    """A piece of work told in lines."""

    def __init__(self, shown: ConsoleProgress, what: str, total: int | None) -> None:
        super().__init__(what, total)
        self._shown = shown

    def tell(self, left: float | None) -> None:
        """Tell how far it is."""
        of = f" of {self._total}" if self._total is not None else ""
        rest = f", {left / 60:.0f} min to go" if left is not None else ""
        self._shown.line(f"{self._what:<28} {self._done}{of} records{rest}")

    def end(self, message: str, **_figures: object) -> None:
        """It has ended."""
        self._shown.line(f"{self._what:<28} {message} ({self.seconds:.1f} s)")


def remaining(total: int | None, done: int, lately: int, seconds: float) -> float | None:
    """The seconds that are left at the rate so far; None when nobody knows.

    Args:
        total: how many records there are.
        done: how many are done.
        lately: how many of these in the given time.
        seconds: the time.
    """
    if total is None or total <= done or not lately:
        return None
    return (total - done) * seconds / lately


class JsonProgress:
    """Tells a run to machines: one JSON object a line for each event.

    Each has ``time`` in ISO 8601, ``event`` (``begin``, ``progress``, ``end``, or what happened), ``what`` where it is
    about a piece of work, and ``message``.
    """

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def begin(self, what: str, total: int | None = None) -> Work:
        """A piece of work begins."""
        self.write("begin", what=what, total=total)
        return _Events(self, what, total)

    def tell(self, event: str, message: str, **figures: object) -> None:
        """Something happened that is no piece of work."""
        self.write(event, message=message, **figures)

    def write(self, event: str, **figures: object) -> None:
        """Write one line."""
        told = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event}
        line = orjson.dumps(told | {name: value for name, value in figures.items() if value is not None})
        with self._lock:
            self._stream.write(line.decode() + "\n")
            self._stream.flush()


class _Events(_Counted):
    """A piece of work told as events."""

    def __init__(self, log: JsonProgress, what: str, total: int | None) -> None:
        super().__init__(what, total)
        self._log = log

    def tell(self, left: float | None) -> None:
        """Tell how far it is."""
        rest = None if left is None else round(left)
        self._log.write("progress", what=self._what, done=self._done, total=self._total, remaining=rest)

    def end(self, message: str, **figures: object) -> None:
        """It has ended."""
        self._log.write("end", what=self._what, message=message, seconds=round(self.seconds, 3), **figures)
