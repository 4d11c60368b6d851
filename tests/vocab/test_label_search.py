"""Labels, searched as people type."""

import pytest

from vocab.index import VocabularyIndex
from vocab.label_search import LabelSearch, Terms
from vocab.schema import LabelKind


@pytest.fixture
def search(index: VocabularyIndex) -> LabelSearch:
    return LabelSearch(index)


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
def test_terms(query: str, texts: list[str], search: LabelSearch) -> None:
    assert sorted((hit.text for hit in search.find(Terms(query))), key=str.casefold) == sorted(texts, key=str.casefold)


def test_hits_say_what_they_are(search: LabelSearch) -> None:
    kinds = {hit.text: hit.kind for hit in search.find(Terms("b*", vocabularies=("winds",)))}
    assert kinds == {
        "Bora": LabelKind.PREFERRED,
        "bora": LabelKind.PREFERRED,
        "Bura": LabelKind.ALTERNATIVE,
        "boora": LabelKind.HIDDEN,
        "B1": LabelKind.NOTATION,
    }
    hit = next(hit for hit in search.find(Terms("Bura")))
    assert (hit.concept, hit.vocabulary, hit.language) == ("https://winds.example/bora", "winds", "en")
    assert (hit.labels, hit.notation) == ({"en": "Bora", "fr": "bora"}, "B1")


def test_language_and_vocabulary(search: LabelSearch) -> None:
    assert [hit.text for hit in search.find(Terms("bor*", "fr"))] == ["bora"]
    assert [hit.text for hit in search.find(Terms("bor*", vocabularies=("seas",)))] == ["Bora sea"]
    assert [hit.text for hit in search.find(Terms("b1", "fr"))] == ["B1"]


def test_pages_of_results(search: LabelSearch) -> None:
    terms = Terms("*o*")
    whole = search.find(terms)
    assert len(whole) > 4
    assert [hit for start in range(0, len(whole), 2) for hit in search.find(terms, limit=2, offset=start)] == whole
    assert search.find(Terms("*o*"), limit=0) == []


def test_one_label_for_each_concept(search: LabelSearch) -> None:
    hits = search.find(Terms("b*", unique=True, vocabularies=("winds",)))
    assert [(hit.concept, hit.kind) for hit in hits] == [("https://winds.example/bora", LabelKind.PREFERRED)]


@pytest.mark.parametrize(
    ("query", "texts"), [("*ete", ["mer d'été"]), ("MER D*", ["mer d'été"]), ("mér d été", ["mer d'été"])]
)
def test_accents_need_not_count(query: str, texts: list[str], search: LabelSearch) -> None:
    assert [hit.text for hit in search.find(Terms(query, accents=False))] == texts


def test_deprecated_concepts_are_found_where_they_are_wanted(search: LabelSearch) -> None:
    assert search.find(Terms("old*", deprecated=("seas",))) == []
    assert [hit.text for hit in search.find(Terms("old*", deprecated=("winds",)))] == ["old wind"]


def test_a_nul_matches_nothing_more(search: LabelSearch) -> None:
    assert search.find(Terms("zz\0*")) == search.find(Terms("*z\0z*")) == []
