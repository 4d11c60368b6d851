"""Mapping files: SSSOM and RDF, read as sets."""

from pathlib import Path

import pytest

from vocab.errors import VocabularyError
from vocab.mapping import BROAD, EXACT, NARROW, NO_LICENCE
from vocab.mapping_file import SET, load_set, load_sets

SHARED = Path(__file__).parents[3] / "shared" / "data" / "vocabularies" / "semic-alignments"

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://a.example/1> skos:exactMatch <https://b.example/1> ; skos:broader <https://a.example/2> .
<https://a.example/2> skos:broadMatch <https://b.example/2>, "a text" .
"""

CELLS = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://knowledgeweb.semanticweb.org/heterogeneity/alignment#"
  xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" xmlns:dct="http://purl.org/dc/terms/">
<Alignment><rdfs:label xml:lang="fr">Le titre</rdfs:label><rdfs:label xml:lang="en">The title</rdfs:label>
  <dct:license rdf:resource="https://licence.example/"/>
  <map><Cell><entity1 rdf:resource="https://a.example/1"/><entity2 rdf:resource="https://b.example/1"/>
    <relation>=</relation><measure>0.8</measure></Cell></map>
  <map><Cell><entity1 rdf:resource="https://a.example/2"/><entity2 rdf:resource="https://b.example/2"/>
    <relation>&gt;</relation></Cell></map>
  <map><Cell><entity1 rdf:resource="https://a.example/3"/><entity2 rdf:resource="https://b.example/3"/>
    <relation>%</relation></Cell></map>
</Alignment></rdf:RDF>"""


def test_mapping_properties_in_rdf_are_a_set(tmp_path: Path) -> None:
    path = tmp_path / "a-to-b.ttl"
    path.write_text(TURTLE)
    loaded = load_set(path)
    assert (loaded.mapping_set.identifier, loaded.mapping_set.licence) == (f"{SET}a-to-b", NO_LICENCE)
    assert [(m.subject[-1], m.predicate) for m in loaded.mappings] == [("1", EXACT), ("2", BROAD)]
    assert {m.mapping_set for m in loaded.mappings} == {f"{SET}a-to-b"}


def test_cells_of_the_alignment_api(tmp_path: Path) -> None:
    path = tmp_path / "cells.rdf"
    path.write_text(CELLS)
    loaded = load_set(path)
    assert (loaded.mapping_set.title, loaded.mapping_set.licence) == ("The title", "https://licence.example/")
    assert [(m.subject[-1], m.predicate, m.confidence) for m in loaded.mappings] == [
        ("1", EXACT, 0.8),
        ("2", NARROW, None),
    ]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpus is absent")
@pytest.mark.parametrize(
    ("name", "mappings"),
    [
        ("inspire-media-types-to-mdr-file-types", 33),
        ("inspire-themes-to-mdr-data-themes", 42),
        ("iso-topic-categories-to-inspire-themes", 32),
    ],
)
def test_published_alignments(name: str, mappings: int) -> None:
    loaded = load_set(SHARED / f"{name}.rdf")
    assert len(loaded.mappings) == mappings
    assert loaded.mapping_set.title
    assert loaded.mapping_set.identifier.endswith(f"/{name}.rdf")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.ttl", "<a> <b> .", r"a\.ttl"),
        ("a.ttl", '<https://a.example/> <https://b.example/> "x" . <broken', r"a\.ttl:1"),
        ("a.tsv", "nothing", r"a\.tsv"),
        ("a.doc", "nothing", r"a\.doc: neither"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, name: str, content: str, reason: str) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(VocabularyError, match=reason):
        load_set(path)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="nowhere"):
        load_set(tmp_path / "nowhere.ttl")


def test_decisions_are_a_set_and_no_two_have_one_identifier(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE)
    decisions, other = load_sets([path])
    assert decisions.mapping_set.identifier.endswith("/decisions")
    assert other.digest != decisions.digest
    with pytest.raises(VocabularyError, match="has the identifier of a"):
        load_sets([path, path])
