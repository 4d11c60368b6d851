"""Linking: what words mean, what curators have settled going first, and what is noted of it."""

from dataclasses import replace

import pytest

from mappings.converters import linking
from mappings.converters.keywords import Keyword, statements
from mappings.link import (
    ADDRESS,
    AMBIGUOUS,
    CONFIDENCE,
    DECISION,
    FUZZY,
    LABEL,
    NONE,
    NOTATION,
    OTHER_LABEL,
    PATH,
    VARIANT,
)
from mappings.scope import Context, Origin, Scope
from tests.holdings import index_of
from vocab.concept import Concept
from vocab.decision import HUB, VOCABULARY, Decisions
from vocab.mapping import CURATED, EXACT, NO_TERM, Mapping
from vocab.matching import Matcher
from vocab.namespace import DCAT, DCTERMS
from vocab.registry import load_registry

BASE = "https://terms.example/"


def concept(name: str, label: str, vocabulary: str = "themes", **others: object) -> Concept:
    return Concept(f"<{BASE}{name}>", vocabulary, {"en": label}, **others)  # type: ignore[arg-type]


CONCEPTS = (
    concept("water", "Water", alternatives=(("Eau", "fr"),), notation="W1"),
    concept("sea-water", "Sea water", broader=(f"<{BASE}water>",)),
    concept("salt", "Salt"),
    concept("temperature", "Atmospheric temperature of the troposphere"),
    concept("tide-a", "Tide"),
    concept("tide-b", "Tide"),
    concept("craft", "Craft One", "platforms"),
    concept("france", "France", "places"),
)


def settled(text: str, target: str, *, negated: bool = False, source: str = "") -> Mapping:
    slots = (("subject_source", (source,)),) if source else ()
    return Mapping("", EXACT, target, text, negated=negated, justification=CURATED, slots=slots)


DECISIONS = Decisions(
    [
        settled("Sel", BASE + "salt"),
        settled("Tide", BASE + "tide-b", source=HUB + "sea"),
        settled("misc", NO_TERM),
        settled("Salt", BASE.replace("https", "http") + "salt/", negated=True, source=VOCABULARY + "themes"),
        settled("lost", BASE + "nowhere"),
    ]
)


@pytest.fixture(scope="module")
def small(context: Context) -> Context:
    model = load_registry()[0]
    vocabularies = [
        replace(model, id=name, title={"en": name}, scheme=BASE + name, namespace=BASE, facet=facet, aliases=())
        for name, facet in (("themes", "theme"), ("platforms", "platform"), ("places", "place"))
    ]
    matcher = Matcher(index_of(vocabularies, CONCEPTS))
    return Context(context.base, context.codelists, matcher, DECISIONS)


@pytest.fixture
def scope(small: Context) -> Scope:
    return Scope(small, Origin("land", "files", "a"), "a")


def keyword(*texts: str, **others: str) -> Keyword:
    return Keyword(tuple((text, None) for text in texts), **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "name", "method"),
    [
        ("water", "water", LABEL),
        ("eau", "water", OTHER_LABEL),
        ("w1", "water", NOTATION),
        ("Water > Sea water", "sea-water", PATH),
        ("sel", "salt", DECISION),
    ],
)
def test_a_word_is_linked_and_how_is_noted(scope: Scope, text: str, name: str, method: str) -> None:
    said = list(statements(keyword(text, type="theme", thesaurus="Themes"), scope))
    assert (DCAT.theme, f"<{BASE}{name}>") in said
    (link,) = scope.links
    assert link == (text, "Themes", "theme", f"<{BASE}{name}>", "themes", "dcat:theme", method, CONFIDENCE[method])


@pytest.mark.parametrize(
    ("text", "method"), [("Waters", VARIANT), ("Atmospheric temperature of the tropospere", FUZZY)]
)
def test_where_the_thesaurus_is_named_spelling_does_not_count(scope: Scope, text: str, method: str) -> None:
    found = linking.meaning([text], scope, thesaurus="Themes")
    assert (len(found.concepts), found.method) == (1, method)
    assert 0.8 < found.confidence < 1
    assert linking.meaning([text], scope).method == NONE
    assert linking.meaning([text], scope, thesaurus="Themes", facets=("platform",)).method == NONE


def test_an_address_goes_before_what_is_settled(scope: Scope) -> None:
    list(statements(keyword("Sel", href=BASE + "water"), scope))
    assert [(link.concept, link.method) for link in scope.links] == [(f"<{BASE}water>", ADDRESS)]


def test_an_address_that_no_vocabulary_has(scope: Scope) -> None:
    list(statements(keyword("Foreign", href="https://other.example/x"), scope))
    (link,) = scope.links
    assert (link.concept, link.vocabulary, link.method) == ("<https://other.example/x>", "", ADDRESS)


def test_words_without_a_concept_are_noted_too(scope: Scope) -> None:
    said = [pair for word in ("unknown", "Tide") for pair in statements(keyword(word), scope)]
    assert {prop for prop, _ in said} == {DCAT.keyword}
    assert [(link.text, link.concept, link.method) for link in scope.links] == [
        ("unknown", "", NONE),
        ("Tide", "", AMBIGUOUS),
    ]


def test_a_decision_for_one_hub_is_true_there_alone(small: Context) -> None:
    scope = Scope(small, Origin("sea", "files", "a"), "a")
    assert (DCAT.theme, f"<{BASE}tide-b>") in list(statements(keyword("Tide"), scope))


def test_what_is_settled_to_mean_nothing_is_not_to_be_done(scope: Scope) -> None:
    assert [prop for prop, _ in statements(keyword("Misc", thesaurus="themes"), scope)] == [DCAT.keyword]
    assert (scope.links, scope.diagnostics) == ([], [])


def test_what_is_rejected_in_one_vocabulary_holds_elsewhere(scope: Scope) -> None:
    assert linking.meaning(["salt"], scope).concepts
    assert not linking.meaning(["salt"], scope, thesaurus="themes").concepts


def test_a_decision_for_a_concept_that_is_nowhere_is_told(scope: Scope) -> None:
    assert linking.meaning(["lost"], scope).method == NONE
    assert [found.code for found in scope.diagnostics] == ["link.decision"]


def test_platforms_and_places_are_linked_by_their_own_properties(scope: Scope) -> None:
    list(statements(keyword("craft one", type="platform"), scope))
    assert (DCTERMS.spatial, f"<{BASE}france>") in list(statements(keyword("FRANCE", type="place"), scope))
    assert [link.property for link in scope.links] == ["prov:used", "dct:spatial"]


def test_words_that_say_the_same_in_two_languages(scope: Scope) -> None:
    assert linking.meaning(["Tide", "water"], scope).method == AMBIGUOUS
    found = linking.meaning(["nothing", "eau"], scope)
    assert (found.text, found.method) == ("eau", OTHER_LABEL)
