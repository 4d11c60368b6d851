from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

import catalogue.run
from catalogue.archive import Archive
from catalogue.generation import Generation, Generations
from catalogue.progress import Silent
from catalogue.refinery import Refinery
from catalogue.run import RunReport, Settings, run
from catalogue.search import Query, Search
from catalogue.workspace import Workspace
from harvesters.hub import Hub, Source
from tests.catalogue.consistency import inconsistencies
from tests.catalogue.records import iso
from vocab.library import Library, in_memory, own_library
from vocab.loader import packaged
from vocab.registry import load_registry

BASE = "https://catalogue.example"

FEW = ("authority-licences-etalab", "authority-degrees-of-conformity")
"""Two small vocabularies."""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with nothing in it."""
    made = Archive(tmp_path / "archive.sqlite")
    yield made
    made.close()


@pytest.fixture(scope="session")
def vocabularies() -> Library:
    """Those that come with the service, indexed once for all tests."""
    return own_library()


@pytest.fixture(scope="session")
def refinery(vocabularies: Library) -> Refinery:
    """One that does not validate, which takes most of the time and has tests of its own."""
    return Refinery(BASE, vocabularies.index(), validating=False)


@pytest.fixture(scope="session")
def few_vocabularies() -> Library:
    """Two small ones."""
    return in_memory([packaged(v) for v in load_registry() if v.id in FEW])


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, few_vocabularies: Library) -> None:
    """Runs with few vocabularies, parsed once for all tests, that do not validate."""
    monkeypatch.setattr(catalogue.run, "open_library", lambda *_: few_vocabularies)
    monkeypatch.setattr(catalogue.run, "Refinery", partial(Refinery, validating=False))


def hub(id_: str, *sources: Source) -> Hub:
    names = {"en": id_.upper(), "fr": id_.upper()}
    return Hub(id_, names, names, f"https://{id_}.example", sources)


@dataclass
class Station:
    """A workspace, a folder of records beside it, and runs of the one over the other."""

    root: Path
    sources: list[Source] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder = self.root / "records"
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.sources:
            self.sources = [Source("land", "files", "folder", str(self.folder))]

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root / "data")

    @property
    def generations(self) -> Generations:
        return Generations(self.workspace.generations)

    def write(self, name: str, content: str | bytes | None = None) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        content = iso(Path(name).stem) if content is None else content
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def run(self, sources: Sequence[Source] | None = None, *, base: str = BASE, **settings: Any) -> RunReport:
        wanted = self.sources if sources is None else sources
        hubs = [hub(id_, *(s for s in wanted if s.hub == id_)) for id_ in dict.fromkeys(s.hub for s in wanted)]
        return run(self.workspace, hubs, wanted, Settings(base, **settings), Silent())

    def publish(self, sources: Sequence[Source], **settings: Any) -> RunReport:
        """Refine and publish what is in the archive; no source is asked."""
        hubs = [hub(id_, *(s for s in sources if s.hub == id_)) for id_ in dict.fromkeys(s.hub for s in sources)]
        return run(self.workspace, hubs, (), Settings(BASE, **settings), Silent())

    def flaws(self) -> list[str]:
        return list(inconsistencies(self.workspace))


@pytest.fixture
def station(tmp_path: Path, quick: None) -> Station:
    return Station(tmp_path)


@pytest.fixture
def search() -> Callable[..., set[str]]:
    """The addresses of what a generation finds, without its base."""

    def find(generation: Generation, text: str = "", **terms: Any) -> set[str]:
        opened = Search(generation)
        found = {hit.dataset for hit in opened.find(Query(text=text, **terms)).hits}
        return {address.partition("/dataset/")[2] for address in found}

    return find


def ask(generation: Generation, query: str) -> set[str]:
    """The one variable of a SPARQL query over a generation's graph, as text."""
    store = Store.read_only(str(generation.graph))
    return {solution[0].value for solution in store.query(query)}  # type: ignore[union-attr]


DATASETS = (
    "SELECT DISTINCT ?d WHERE { GRAPH ?g { ?r <http://xmlns.com/foaf/0.1/primaryTopic> ?d ;"
    " a <http://www.w3.org/ns/dcat#CatalogRecord> } }"
)


def datasets(generation: Generation) -> set[str]:
    """The addresses of the described resources in a generation's graph, without its base."""
    return {address.partition("/dataset/")[2] for address in ask(generation, DATASETS)}
