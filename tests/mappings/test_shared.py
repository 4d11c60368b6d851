"""Every record of the shared corpus is refined, or refused with a reason."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from harvesters.record import RawRecord
from mappings.dialect import DIALECTS
from mappings.errors import RecordError
from mappings.refine import RefinedRecord, refine
from mappings.scope import Context, Origin
from vocab.diagnostic import Stage
from vocab.namespace import DCAT, DCTERMS, FOAF, RDF
from vocab.term import nquads

RECORDS = Path(__file__).parents[3] / "shared" / "data" / "records"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not RECORDS.exists(), reason="the shared corpus is not beside the repository"),
]

FOLDERS = ("iso19139", "iso19115-3", "dif", "stac", "broken")

FLOORS = {
    ("iso19139", "iso19139"): 628,
    ("iso19115-3", "iso19115-3"): 171,
    ("dif", "dif10"): 91,
    ("dif", "dif9"): 20,
    ("stac", "stac-catalog"): 42,
    ("stac", "stac-collection"): 192,
    ("stac", "stac-item"): 280,
}
"""How many records of each folder at least are refined in each dialect."""

EVERY = 7
"""Only one record in so many is parsed as RDF: reading takes longer than writing."""


@pytest.fixture(scope="module")
def corpus(context: Context) -> dict[str, list[tuple[Path, RefinedRecord | RecordError]]]:
    def outcome(path: Path) -> RefinedRecord | RecordError:
        raw = RawRecord(path.name, path.read_bytes(), "", "2024-01-01")
        try:
            return refine(raw, Origin("hub", "source", path.name, f"https://hub.example/{path.name}"), context)
        except RecordError as error:
            return error

    return {
        folder: [(path, outcome(path)) for path in sorted((RECORDS / folder).rglob("*")) if path.is_file()]
        for folder in FOLDERS
    }


Corpus = dict[str, list[tuple[Path, RefinedRecord | RecordError]]]


@pytest.mark.parametrize(("folder", "dialect"), FLOORS)
def test_no_fewer_records_are_refined(folder: str, dialect: str, corpus: Corpus) -> None:
    dialects = Counter(record.dialect for _, record in corpus[folder] if isinstance(record, RefinedRecord))
    assert dialects[dialect] >= FLOORS[folder, dialect]


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_refused_says_why(folder: str, corpus: Corpus) -> None:
    refused = [(path, error) for path, error in corpus[folder] if isinstance(error, RecordError)]
    for path, error in refused:
        assert [d.stage for d in error.diagnostics] == [Stage.PARSE], path
        assert all(d.en and d.fr for d in error.diagnostics), path


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_refined_is_a_graph(folder: str, corpus: Corpus) -> None:
    for path, record in corpus[folder][::EVERY]:
        if isinstance(record, RefinedRecord):
            quads = list(pyoxigraph.parse(nquads(record.triples, record.graph), format=pyoxigraph.RdfFormat.N_QUADS))
            assert len(quads) == len(record.triples), path
            assert not any(isinstance(quad.object, pyoxigraph.BlankNode) for quad in quads), path


def values(record: RefinedRecord, prop: str) -> list[str]:
    return [o for s, p, o in record.triples if s == record.dataset and p == prop]


SINGLE: dict[str, Callable[[RefinedRecord], list[str]]] = {
    "class": lambda record: values(record, RDF.type),
    "record's topic": lambda record: [o for s, p, o in record.triples if p == FOAF.primaryTopic],
    "record's last change": lambda record: [
        o for s, p, o in record.triples if s == record.graph and p == DCTERMS.modified
    ],
}


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize("folder", FOLDERS)
def test_exactly_one(name: str, folder: str, corpus: Corpus) -> None:
    counts = {
        path.name: len(SINGLE[name](record)) for path, record in corpus[folder] if isinstance(record, RefinedRecord)
    }
    assert {path: count for path, count in counts.items() if count != 1} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_at_most_one(folder: str, corpus: Corpus) -> None:
    single = (DCTERMS.identifier, DCTERMS.created, DCTERMS.issued, DCTERMS.modified, DCTERMS.publisher, DCAT.version)
    many = [
        (path.name, prop)
        for path, record in corpus[folder]
        if isinstance(record, RefinedRecord)
        for prop in single
        if len(values(record, prop)) > 1
    ]
    assert many == []


def test_floors_are_of_dialects() -> None:
    assert {dialect for _, dialect in FLOORS} == {dialect.name for dialect in DIALECTS}
