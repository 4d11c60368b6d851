"""Generations: immutable snapshots of graph and catalogue database, of which one is current.

A generation is built in a folder of its own, written to disk to the last byte, and only then given its name; the file
``CURRENT`` names the one that is served and is replaced in one step. So a reader sees a whole generation or none.
"""

import os
import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson

from .database import CatalogueDatabase
from .errors import GenerationError
from .glossary import write_glossary
from .graph import GraphStore
from .roster import ROSTER, HubEntry, read_roster, write_roster

FORMAT = 2
"""Raised when the files of a generation come to look otherwise, so that a new one is published."""

KEPT = 5
"""Generations that are kept besides the current one."""

_NAME = re.compile(r"\d{8}T\d{6}Z-\d+", re.ASCII)
_ASIDE = ".building-"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says of itself.

    Attributes:
        name: of the generation, in the order of time.
        created: when, in ISO 8601.
        base: the service's address that its IRIs begin with.
        run: number of the run that made it.
        records: records in it.
        triples: statements in its graph.
        findings: findings about its records.
        revision: stands for what the writer's stores held; empty when an earlier version made it.
    """

    name: str
    created: str
    base: str
    run: int
    records: int
    triples: int
    findings: int
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation on disk.

    Attributes:
        path: its folder.
        manifest: what it says of itself.
    """

    path: Path
    manifest: Manifest

    @property
    def graph(self) -> Path:
        """Its graph store; opened read-only by any number of processes."""
        return self.path / "graph"

    @property
    def database(self) -> Path:
        """Its catalogue database."""
        return self.path / "catalogue.sqlite"

    @property
    def vocabulary(self) -> Path:
        """Its vocabulary index."""
        return self.path / "vocabulary.sqlite"

    @property
    def glossary(self) -> Path:
        """What was learned from the labels of its vocabularies."""
        return self.path / "glossary.sqlite"

    def hubs(self) -> tuple[HubEntry, ...]:
        """The hubs, in their order, with the latest harvest of each source.

        The roster beside the generations is of the latest run, which may have published nothing; a generation has a
        copy of its own for where it is alone.
        """
        return read_roster(self.path.parent / ROSTER) or read_roster(self.path / ROSTER)


class Generations:
    """The generations of one workspace.

    Args:
        root: their folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def all(self) -> list[Generation]:
        """Every generation, oldest first; damaged ones are left out."""
        found = []
        for name in self._names():
            with suppress(GenerationError):
                found.append(self.open(name))
        return found

    def _names(self) -> list[str]:
        if not self._root.is_dir():
            return []
        return sorted((entry.name for entry in self._root.iterdir() if _NAME.fullmatch(entry.name)), key=_age)

    def open(self, name: str) -> Generation:
        """A generation by name.

        Raises:
            GenerationError: there is none, or its manifest cannot be read.
        """
        if not _NAME.fullmatch(name):
            raise GenerationError(f"no generation is called {name!r}")
        path = self._root / name
        try:
            manifest = Manifest(**orjson.loads((path / "manifest.json").read_bytes()))
        except (OSError, orjson.JSONDecodeError, TypeError) as error:
            raise GenerationError(f"generation {name}: {error}") from error
        return Generation(path, manifest)

    def current_name(self) -> str | None:
        """The name of the generation that is served; None before the first."""
        try:
            return (self._root / "CURRENT").read_text("ascii").strip()
        except FileNotFoundError:
            return None

    def current(self) -> Generation:
        """The generation that is served.

        Raises:
            GenerationError: nothing has been published yet, or it cannot be read.
        """
        name = self.current_name()
        if name is None:
            raise GenerationError(f"nothing has been published in {self._root} yet")
        return self.open(name)

    def publish(
        self,
        database: CatalogueDatabase,
        graph: GraphStore,
        vocabulary: Callable[[Path], None],
        *,
        vocabularies: str = "",
        hubs: Sequence[HubEntry] = (),
        run: int,
        base: str,
    ) -> Generation:
        """Make a generation of the writer's stores and switch to it.

        Args:
            database: the writer's catalogue database.
            graph: the writer's graph store.
            vocabulary: writes the vocabulary index to a path.
            vocabularies: stands for what that index holds.
            hubs: the hubs that it was made from.
            run: number of the run.
            base: the service's address.
        """
        now = datetime.now(UTC)
        name = f"{now:%Y%m%dT%H%M%SZ}-{run}"
        building = self._root / f"{_ASIDE}{name}"
        self._sweep()
        building.mkdir(parents=True)
        graph.snapshot(building / "graph")
        database.snapshot(building / "catalogue.sqlite")
        vocabulary(building / "vocabulary.sqlite")
        before = self.current_name()
        write_glossary(
            building / "glossary.sqlite",
            building / "vocabulary.sqlite",
            before=self._root / before if before else None,
        )
        write_roster(building / ROSTER, hubs)
        records, findings = database.count()
        manifest = Manifest(
            name,
            now.isoformat(timespec="seconds"),
            base,
            run,
            records,
            len(graph),
            findings,
            _revision(database, vocabularies),
        )
        (building / "manifest.json").write_bytes(orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2))
        for file in (*building.rglob("*"), building):
            _sync(file)
        building.rename(self._root / name)
        _sync(self._root)
        self.switch(name)
        self.prune()
        return self.open(name)

    def is_current(self, database: CatalogueDatabase, vocabularies: str = "") -> bool:
        """Whether what is served is what the writer's stores hold, so that there is nothing to publish."""
        try:
            return self.current().manifest.revision == _revision(database, vocabularies)
        except GenerationError:
            return False

    def enrol(self, hubs: Sequence[HubEntry]) -> None:
        """Replace the roster that is served, in one step."""
        write_roster(self._root / ROSTER, hubs)

    def switch(self, name: str) -> Generation:
        """Serve another generation from now on.

        Raises:
            GenerationError: there is no such generation.
        """
        generation = self.open(name)
        new = self._root / ".CURRENT.new"
        new.write_text(name + "\n", "ascii")
        _sync(new)
        new.replace(self._root / "CURRENT")
        _sync(self._root)
        return generation

    def rollback(self) -> Generation:
        """Serve the generation before the current one.

        Raises:
            GenerationError: there is none before it.
        """
        current = self.current_name() or ""
        earlier = [g for g in self.all() if _NAME.fullmatch(current) and _age(g.path.name) < _age(current)]
        if not earlier:
            raise GenerationError("there is no earlier generation")
        return self.switch(earlier[-1].path.name)

    def prune(self, *, keep: int = KEPT) -> Sequence[str]:
        """Remove the oldest generations, never the current one; returns their names."""
        current = self.current_name()
        others = [name for name in self._names() if name != current]
        gone = others[:-keep] if keep else others
        for name in gone:
            (self._root / name).rename(self._root / f"{_ASIDE}{name}")
        self._sweep()
        return gone

    def _sweep(self) -> None:
        # what a killed run left half-built or half-removed; the workspace's lock keeps others from building now
        for leftover in self._root.glob(f"{_ASIDE}*"):
            shutil.rmtree(leftover)


def _revision(database: CatalogueDatabase, vocabularies: str) -> str:
    return f"{FORMAT}-{database.revision()}-{vocabularies}"


def _age(name: str) -> tuple[str, int]:
    """What generations are ordered by: the time of the run, then its number."""
    moment, _, run = name.partition("-")
    return moment, int(run or 0)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
