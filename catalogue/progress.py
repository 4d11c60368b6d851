"""Progress: how long work tells its watcher how far it is."""

from typing import Protocol


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
