"""Workspace: the folder that holds everything the service keeps, and who may write to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from .errors import WorkspaceBusyError


@dataclass(frozen=True, slots=True)
class Workspace:
    """The places of the data below one folder.

    Attributes:
        root: the folder.
    """

    root: Path

    @property
    def archive(self) -> Path:
        """The archive's database."""
        return self.root / "archive.sqlite"

    @property
    def database(self) -> Path:
        """The writer's own catalogue database."""
        return self.root / "work" / "catalogue.sqlite"

    @property
    def graph(self) -> Path:
        """The writer's own graph store."""
        return self.root / "work" / "graph"

    @property
    def generations(self) -> Path:
        """The published generations."""
        return self.root / "generations"

    @property
    def vocabularies(self) -> Path:
        """The editions of vocabularies that have been loaded."""
        return self.root / "vocabularies"

    @property
    def suggestions(self) -> Path:
        """The terms that people suggest."""
        return self.root / "suggestions.sqlite"

    @property
    def alignments(self) -> Path:
        """Mapping sets of one's own: SSSOM or RDF, a file each."""
        return self.root / "alignments"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the workspace for one run; the hold ends with the process, however it ends.

        Raises:
            WorkspaceBusyError: another run holds it.
        """
        for folder in (self.root, self.database.parent, self.generations):
            folder.mkdir(parents=True, exist_ok=True)
        with _held(self.root, f"another run is at work in {self.root}"):
            yield

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Hold the vocabularies; a run may be at work, which reads the editions that are complete.

        Raises:
            WorkspaceBusyError: they are being loaded already.
        """
        self.vocabularies.mkdir(parents=True, exist_ok=True)
        with _held(self.vocabularies, f"vocabularies are being loaded into {self.root}"):
            yield


@contextmanager
def _held(folder: Path, busy: str) -> Iterator[None]:
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise WorkspaceBusyError(busy) from error
    try:
        yield
    finally:
        lock.release()
