"""Loading of SKOS files."""

from pathlib import Path

import pytest

from vocab.concept import Concept
from vocab.errors import VocabularyError
from vocab.index import VocabularyIndex
from vocab.library import in_memory
from vocab.loader import holdings, load, packaged
from vocab.matching import Matcher
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


def concepts(registry: Path) -> dict[str, Concept]:
    index: VocabularyIndex = in_memory(holdings(load_registry(registry))).index()
    return {one.iri: one for one in Matcher(index).concepts()}


def test_concepts_of_a_file(registry: Path) -> None:
    found = concepts(registry)
    named = [f"<https://winds.example/{name}>" for name in ("bora", "cold", "mistral")]
    assert [iri for iri in found if iri.startswith("<https://winds")] == named
    bora = found["<https://winds.example/bora>"]
    assert bora.labels == {"en": "Bora", "fr": "bora"}
    assert bora.alternatives == (("Bura", "en"),)
    assert bora.hidden == (("boora", ""),)
    assert bora.notation == "B1"
    assert bora.broader == ("<https://winds.example/cold>",)
    assert bora.matches == ((SKOS.exactMatch, "<https://other.example/17>"),)
    assert bora.types == ("<https://winds.example/Wind>",)
    assert (bora.vocabulary, bora.deprecated) == ("winds", False)


def test_narrower_is_broader_the_other_way_round(registry: Path) -> None:
    mistral = concepts(registry)["<https://winds.example/mistral>"]
    assert mistral.broader == ("<https://winds.example/cold>",)
    assert mistral.deprecated


@pytest.mark.parametrize(("language", "label"), [("fr", "bora"), ("en", "Bora"), ("de", "bora")])
def test_label_in_the_best_language(language: str, label: str, registry: Path) -> None:
    assert concepts(registry)["<https://winds.example/bora>"].label(language) == label


def test_of_two_descriptions_the_first_stands(registry: Path) -> None:
    (registry.parent / "other.ttl").write_text(TURTLE.replace("Bora", "BORA"), "utf-8")
    other = STANZA.replace('"winds"', '"other"').replace("winds.ttl", "other.ttl")
    registry.write_text(STANZA + other, "utf-8")
    found = concepts(registry)
    assert found["<https://winds.example/bora>"].labels["en"] == "Bora"
    assert {concept.vocabulary for concept in found.values()} == {"winds"}


@pytest.mark.parametrize("text", ["w:bora a", "\x00"])
def test_a_broken_file_is_named(text: str, registry: Path) -> None:
    (registry.parent / "winds.ttl").write_text(text, "utf-8")
    with pytest.raises(VocabularyError, match=r"winds\.ttl"):
        packaged(load_registry(registry)[0])


def test_a_missing_file_is_named(registry: Path) -> None:
    (registry.parent / "winds.ttl").unlink()
    with pytest.raises(VocabularyError, match=r"winds\.ttl"):
        packaged(load_registry(registry)[0])


def test_an_unknown_form_is_an_error(registry: Path) -> None:
    with pytest.raises(VocabularyError, match="turtle"):
        load([], load_registry(registry)[0], "papyrus")


def test_the_version_is_of_the_statements(registry: Path) -> None:
    (winds,) = load_registry(registry)
    before = packaged(winds).edition.version
    assert winds.path is not None
    winds.path.write_text(TURTLE + "\n# nothing\n", "utf-8")
    assert packaged(winds).edition.version == before
    winds.path.write_text(TURTLE.replace("Bura", "Burra"), "utf-8")
    assert packaged(winds).edition.version != before
