"""Rankings of labels: the best answers first, and what a misspelt term may mean."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.holdings import index_of
from vocab.concept import Concept
from vocab.index import VocabularyIndex
from vocab.label_ranking import closest, most_relevant
from vocab.label_search import LabelSearch, Terms
from vocab.registry import Vocabulary

BASE = "https://ranks.example/"
RANKS = Vocabulary("ranks", {"en": "Ranks"}, None, f"{BASE}scheme", BASE, ("en",), "", "", BASE, "theme")
NAMES = (
    *("sea", "sea level", "sea ice", "Sea surface temperature", "deep sea", "undersea", "season", "temperature"),
    *("temperate zone", "precipitation", "precipitator", "chlorophyll", "été", "ice"),
)


@pytest.fixture(scope="module")
def index() -> VocabularyIndex:
    concepts = [
        Concept(f"<{BASE}{number:02}>", "ranks", {"en": name}, ((f"{name} too", "en"), (name, "fr")))
        for number, name in enumerate(NAMES)
    ]
    return index_of([RANKS], concepts)


@pytest.fixture(scope="module")
def search(index: VocabularyIndex) -> LabelSearch:
    return LabelSearch(index)


def test_the_best_answers_stand_first(search: LabelSearch) -> None:
    found = [hit.text for hit in most_relevant(search, Terms("*sea*", "en", unique=True))]
    assert found == ["sea", "season", "sea ice", "sea level", "Sea surface temperature", "deep sea", "undersea"]
    assert [hit.text for hit in most_relevant(search, Terms("sea*", "en"))][:4] == [
        "sea",
        "season",
        "sea ice",
        "sea level",
    ]


def test_a_label_in_the_language_shown_is_better(search: LabelSearch) -> None:
    assert [hit.language for hit in most_relevant(search, Terms("sea", shown="fr"))] == ["fr", "en"]


@settings(max_examples=60)
@given(
    query=st.sampled_from(("sea*", "*sea*", "*e*", "*t*", "ice", "*ice", "s*e", "", "*", "*é*")), unique=st.booleans()
)
def test_relevance_changes_the_order_alone(
    index: VocabularyIndex, search: LabelSearch, query: str, unique: bool
) -> None:
    terms = Terms(query, unique=unique)
    ranked = most_relevant(search, terms)
    if unique:
        assert {hit.number for hit in ranked} == {hit.number for hit in search.find(terms)}
        assert len({hit.number for hit in ranked}) == len(ranked)
    else:
        assert sorted(ranked, key=repr) == sorted(search.find(terms), key=repr)


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("temprature", "temperature"),
        ("temperatrue", "temperature"),
        ("precipitatoin", "precipitation"),
        ("chlorofyll", "chlorophyll"),
        ("sae", "sea"),
        ("ise", "ice"),
        ("ete", "été"),
        ("sea lvel", "sea level"),
        ("sea surface temprature*", "Sea surface temperature"),
    ],
)
def test_what_a_misspelt_term_means(query: str, meant: str, search: LabelSearch, index: VocabularyIndex) -> None:
    hits = closest(search, index, Terms(query, unique=True))
    assert hits[0][0].text == meant
    scores = [score for _, score in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0.75 <= score <= 1 for score in scores)


def test_one_mistake_in_any_place_is_forgiven(search: LabelSearch, index: VocabularyIndex) -> None:
    chance = random.Random(4)
    for name in NAMES:
        for _ in range(10):
            at = chance.randrange(len(name))
            for changed in (name[:at] + name[at + 1 :], f"{name[:at]}q{name[at:]}", f"{name[:at]}q{name[at + 1 :]}"):
                if len(changed) >= 3:
                    found = [hit.text for hit, _ in closest(search, index, Terms(changed))]
                    assert name in found, changed


def test_a_term_without_letters_means_nothing(search: LabelSearch, index: VocabularyIndex) -> None:
    for query in ("", "*", "...", "\ue000", "x" * 5000, "qqqqqqqq"):
        assert closest(search, index, Terms(query)) == []
