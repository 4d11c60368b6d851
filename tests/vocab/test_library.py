"""The library: which editions are used, and when the index is made anew."""

from pathlib import Path

import pytest

from vocab.edition import Edition, Editions
from vocab.library import in_memory, open_library
from vocab.loader import holdings, load, read_file
from vocab.registry import Vocabulary, load_registry

from .test_registry import STANZA

TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://winds.example/bora> a skos:Concept ; skos:prefLabel "Bora"@en ."""


@pytest.fixture
def registry(tmp_path: Path) -> tuple[Vocabulary, ...]:
    (tmp_path / "winds.ttl").write_text(TURTLE, "utf-8")
    elsewhere = STANZA.replace('"winds"', '"far"').replace(
        'file = "winds.ttl"',
        'publication = { via = "document", urls = ["https://far.example/v.ttl"], form = "turtle" }',
    )
    (tmp_path / "v.toml").write_text(STANZA + elsewhere, "utf-8")
    return load_registry(tmp_path / "v.toml")


def test_what_is_not_loaded_and_does_not_come_along_is_left_out(registry: tuple[Vocabulary, ...]) -> None:
    assert [held.vocabulary.id for held in holdings(registry)] == ["winds"]


def test_a_loaded_edition_goes_before_the_one_that_comes_along(
    registry: tuple[Vocabulary, ...], tmp_path: Path
) -> None:
    editions, folder = Editions(tmp_path / "vocabularies"), tmp_path / "work"
    first = open_library(editions, folder, registry)
    winds, far = registry
    (tmp_path / "new.ttl").write_text(TURTLE.replace("Bora", "Mistral").replace("bora", "mistral"), "utf-8")
    cleaned = load([read_file(tmp_path / "new.ttl")], winds, "turtle")
    for one in (winds, far):
        editions.add(Edition(one.id, "", "2026-01-01T00:00:00+00:00"), cleaned.triples)
    second = open_library(editions, folder, registry)
    assert first.version != second.version
    assert [path.name for path in folder.iterdir()] == [f"vocabulary-{second.version}.sqlite"]
    index = second.index()
    assert [(one.id, one.concepts, one.loaded[:10]) for one in index.vocabularies()] == [
        ("winds", 1, "2026-01-01"),
        ("far", 1, "2026-01-01"),
    ]
    assert index.homes("https://winds.example/mistral") == ["winds", "far"]
    assert index.concept("https://winds.example/bora") is None
    index.close()


def test_an_index_is_made_once(registry: tuple[Vocabulary, ...], tmp_path: Path) -> None:
    editions = Editions(tmp_path / "vocabularies")
    one = open_library(editions, tmp_path / "work", registry)
    assert isinstance(one.source, Path)
    before = one.source.stat().st_mtime_ns
    open_library(editions, tmp_path / "work", registry)
    assert one.source.stat().st_mtime_ns == before


def test_a_copy_of_the_index(registry: tuple[Vocabulary, ...], tmp_path: Path) -> None:
    libraries = in_memory(holdings(registry)), open_library(Editions(tmp_path), tmp_path, registry)
    for number, library in enumerate(libraries):
        library.write_index(tmp_path / f"copy-{number}")
    assert (tmp_path / "copy-0").read_bytes()[:16] == (tmp_path / "copy-1").read_bytes()[:16] == b"SQLite format 3\0"


def test_quality_reports_are_in_the_index(registry: tuple[Vocabulary, ...], tmp_path: Path) -> None:
    index = open_library(Editions(tmp_path), tmp_path, registry).index()
    report = index.quality("winds")
    assert report is not None
    assert report.count("untyped-concepts") == 0
    assert report.count("concepts-without-scheme") == 1
    index.close()
