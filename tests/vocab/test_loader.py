"""Loading of SKOS files."""

from pathlib import Path

import pytest

from vocab.errors import VocabularyError
from vocab.loader import load_concepts, load_graph, load_vocabularies, vocabulary_hash
from vocab.namespace import SKOS
from vocab.registry import load_registry

from .test_registry import STANZA

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix w: <https://winds.example/> .
w:bora a skos:Concept, w:Wind ; skos:prefLabel "Bora"@en, "bora"@FR ; skos:altLabel "Bura"@en ;
    skos:hiddenLabel "boora" ; skos:notation "B2", "B1" ; skos:broader w:cold ;
    skos:exactMatch <https://other.example/17>, "text" .
w:cold a skos:Concept ; skos:prefLabel "cold wind"@en ; skos:narrower w:mistral .
w:mistral a skos:Concept ; skos:prefLabel "mistral" ; owl:deprecated true .
[] a skos:Concept ; skos:prefLabel "nobody"@en .
w:scheme a skos:ConceptScheme .
"""


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    (tmp_path / "winds.ttl").write_text(TURTLE, "utf-8")
    (tmp_path / "v.toml").write_text(STANZA, "utf-8")
    return tmp_path / "v.toml"


def test_concepts_of_a_file(registry: Path) -> None:
    concepts = load_concepts(load_registry(registry))
    assert list(concepts) == [f"<https://winds.example/{name}>" for name in ("bora", "cold", "mistral")]
    bora = concepts["<https://winds.example/bora>"]
    assert bora.labels == {"en": "Bora", "fr": "bora"}
    assert bora.alternatives == (("Bura", "en"),)
    assert bora.hidden == (("boora", ""),)
    assert bora.notation == "B1"
    assert bora.broader == ("<https://winds.example/cold>",)
    assert bora.matches == ((SKOS.exactMatch, "<https://other.example/17>"),)
    assert bora.types == ("<https://winds.example/Wind>",)
    assert (bora.vocabulary, bora.deprecated) == ("winds", False)


def test_narrower_is_broader_the_other_way_round(registry: Path) -> None:
    mistral = load_concepts(load_registry(registry))["<https://winds.example/mistral>"]
    assert mistral.broader == ("<https://winds.example/cold>",)
    assert mistral.deprecated


@pytest.mark.parametrize(("language", "label"), [("fr", "bora"), ("en", "Bora"), ("de", "bora")])
def test_label_in_the_best_language(language: str, label: str, registry: Path) -> None:
    assert load_concepts(load_registry(registry))["<https://winds.example/bora>"].label(language) == label


def test_of_two_descriptions_the_first_stands(registry: Path) -> None:
    (registry.parent / "other.ttl").write_text(TURTLE.replace("Bora", "BORA"), "utf-8")
    other = STANZA.replace('"winds"', '"other"').replace("winds.ttl", "other.ttl")
    registry.write_text(STANZA + other, "utf-8")
    loaded = load_vocabularies(load_registry(registry))
    assert loaded.concepts["<https://winds.example/bora>"].labels["en"] == "Bora"
    assert set(loaded.graphs) == {"winds", "other"}
    assert {concept.vocabulary for concept in loaded.concepts.values()} == {"winds"}


@pytest.mark.parametrize("text", ["w:bora a", "<a> <b> .", "\x00"])
def test_a_broken_file_is_named(text: str, registry: Path) -> None:
    (registry.parent / "winds.ttl").write_text(text, "utf-8")
    with pytest.raises(VocabularyError, match=r"winds\.ttl"):
        load_graph(load_registry(registry)[0])


def test_a_missing_file_is_named(registry: Path) -> None:
    (registry.parent / "winds.ttl").unlink()
    (winds,) = load_registry(registry)
    for load in (load_graph, vocabulary_hash):
        with pytest.raises(VocabularyError, match=r"winds\.ttl"):
            load(winds)


def test_hash_is_of_the_bytes(registry: Path) -> None:
    (winds,) = load_registry(registry)
    before = vocabulary_hash(winds)
    winds.path.write_text(TURTLE + "\n", "utf-8")
    assert vocabulary_hash(winds) != before
