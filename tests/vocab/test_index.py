"""The index of labels, searched as people type."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vocab.concept import Concept
from vocab.index import ALTERNATIVE, HIDDEN, NOTATION, PREFERRED, VocabularyIndex, write_index
from vocab.namespace import SKOS
from vocab.registry import Vocabulary


def vocabulary(name: str) -> Vocabulary:
    base = f"https://{name}.example/"
    return Vocabulary(
        name, {"en": name, "fr": name}, Path(), base, base, ("en", "fr"), "", "Someone", base, "theme", ()
    )


WINDS, SEAS = vocabulary("winds"), vocabulary("seas")
CONCEPTS = (
    Concept("<https://winds.example/wind>", "winds", {"en": "wind", "fr": "vent"}),
    Concept(
        "<https://winds.example/bora>",
        "winds",
        {"en": "Bora", "fr": "bora"},
        (("Bura", "en"), ("cold wind", "en")),
        (("boora", ""),),
        "B1",
        ("<https://winds.example/wind>",),
        ((SKOS.exactMatch, "<https://seas.example/bora>"), (SKOS.closeMatch, "<https://elsewhere.example/x>")),
    ),
    Concept("<https://winds.example/old>", "winds", {"en": "old wind"}, deprecated=True),
    Concept("<https://seas.example/bora>", "seas", {"en": "Bora sea", "fr": "mer d'été"}),
    Concept("<https://seas.example/odd>", "seas", {"en": "100% [sure]? a*b"}),
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[VocabularyIndex]:
    write_index(tmp_path / "index.sqlite", (WINDS, SEAS), {one.iri: one for one in CONCEPTS})
    opened = VocabularyIndex(tmp_path / "index.sqlite")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("bora", ["Bora", "bora"]),
        ("BORA", ["Bora", "bora"]),
        ("bor*", ["Bora", "bora", "Bora sea"]),
        ("*wind", ["cold wind", "wind"]),
        ("*or*", ["boora", "Bora", "bora", "Bora sea"]),
        ("b*a", ["boora", "Bora", "bora", "Bora sea", "Bura"]),
        ("été", []),
        ("*été", ["mer d'été"]),
        ("*ete", []),
        ("b1", ["B1"]),
        ("*[sure]?*", ["100% [sure]? a*b"]),
        ("100%*", ["100% [sure]? a*b"]),
        ("old*", []),
        ("", []),
        ("***", []),
        ("' OR 1=1 --", []),
    ],
)
def test_search(query: str, texts: list[str], index: VocabularyIndex) -> None:
    assert sorted((hit.text for hit in index.search(query)), key=str.casefold) == sorted(texts, key=str.casefold)


def test_hits_say_what_they_are(index: VocabularyIndex) -> None:
    kinds = {hit.text: hit.kind for hit in index.search("b*", vocabularies=("winds",))}
    assert kinds == {"Bora": PREFERRED, "bora": PREFERRED, "Bura": ALTERNATIVE, "boora": HIDDEN, "B1": NOTATION}
    hit = next(hit for hit in index.search("Bura"))
    assert (hit.concept, hit.vocabulary, hit.language) == ("https://winds.example/bora", "winds", "en")
    assert (hit.labels, hit.notation) == ({"en": "Bora", "fr": "bora"}, "B1")


def test_language_and_vocabulary(index: VocabularyIndex) -> None:
    assert [hit.text for hit in index.search("bor*", language="fr")] == ["bora"]
    assert [hit.text for hit in index.search("bor*", vocabularies=("seas",))] == ["Bora sea"]
    assert [hit.text for hit in index.search("b1", language="fr")] == ["B1"]


def test_pages_of_results(index: VocabularyIndex) -> None:
    whole = index.search("*o*")
    assert len(whole) > 4
    assert [hit for start in range(0, len(whole), 2) for hit in index.search("*o*", limit=2, offset=start)] == whole
    assert index.search("*o*", limit=0) == []


def test_one_label_for_each_concept(index: VocabularyIndex) -> None:
    hits = index.search("b*", unique=True, vocabularies=("winds",))
    assert [(hit.concept, hit.kind) for hit in hits] == [("https://winds.example/bora", PREFERRED)]


def test_vocabularies_in_order_with_their_size(index: VocabularyIndex) -> None:
    assert [(one.id, one.concepts) for one in index.vocabularies()] == [("winds", 3), ("seas", 2)]


def test_relations(index: VocabularyIndex) -> None:
    bora, wind = "https://winds.example/bora", "https://winds.example/wind"
    assert [one.iri for one in index.related(bora, "broader")] == [wind]
    assert [one.iri for one in index.related(wind, "narrower")] == [bora]
    assert [one.iri for one in index.related(bora, "exactMatch")] == ["https://seas.example/bora"]
    assert index.related(bora, "closeMatch") == []


def test_concepts_by_iri_and_by_name(index: VocabularyIndex) -> None:
    bora = index.concept("https://winds.example/bora")
    assert bora is not None
    assert bora.labels == {"en": "Bora", "fr": "bora"}
    assert index.concept("https://winds.example/none") is None
    assert index.concepts(["https://winds.example/none", "https://winds.example/bora"]) == [bora]
    assert [one.iri for one in index.named("mer d'ete")] == ["https://seas.example/bora"]
    assert index.named("nothing") == []


def test_file_is_opened_for_reading_only(index: VocabularyIndex) -> None:
    with pytest.raises(Exception, match="readonly"):
        index._connection.execute("DELETE FROM concept")
