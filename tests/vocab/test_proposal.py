"""Proposals: what names in common suggest, and how sure that is."""

from collections.abc import Iterable

import pytest

from vocab.mapping import CLOSE, EXACT, LEXICAL, Mapping
from vocab.namespace import SKOS
from vocab.proposal import AMBIGUITY, LEAST, MOST, NOTATION, PROPOSED, SURE, Name, proposals

FACETS = {"a": "theme", "b": "theme", "c": "theme", "p": "platform"}
KINDS = {"pref": 1, "alt": 3, "notation": NOTATION, "hidden": 7}


def name(said: str) -> Name:
    """``a1 pref en sea water`` as a name."""
    concept, kind, language, plain = said.split(" ", 3)
    language = "" if language == "-" else language
    return Name(plain, language, KINDS[kind], f"https://{concept[0]}.example/{concept}", concept[0], FACETS[concept[0]])


def proposed(*said: str, known: Iterable[str] = ()) -> list[Mapping]:
    names = sorted(map(name, said), key=lambda one: one.plain)
    return list(
        proposals(
            names,
            lambda one, other: f"{one[-2:]} {other[-2:]}" in known,
            lambda concept: concept[-2:].upper(),
            lambda vocabulary: f"https://{vocabulary}.example/",
        )
    )


def pairs(found: list[Mapping]) -> list[tuple[str, str]]:
    return [(mapping.subject[-2:], mapping.object[-2:]) for mapping in found]


def test_a_name_in_common_is_told() -> None:
    (found,) = proposed("a1 pref en sea water", "b1 pref en sea water", "b2 pref en sea")
    assert pairs([found]) == [("a1", "b1")]
    assert (found.predicate, found.justification, found.mapping_set) == (EXACT, LEXICAL, PROPOSED)
    assert (found.subject_label, found.object_label) == ("A1", "B1")
    assert found.confidence == 0.9
    assert found.value("match_string") == "sea water"
    assert found.value("subject_match_field") == SKOS.prefLabel[1:-1]
    assert (found.value("subject_source"), found.value("object_source")) == ("https://a.example/", "https://b.example/")
    assert found.identifier


def test_each_further_name_makes_it_surer() -> None:
    one = ("a1 pref en salt", "b1 pref en salt")
    two = (*one, "a1 pref fr sel", "b1 pref fr sel")
    three = (*two, "a1 notation - s01", "b1 notation - s01")
    scores = [proposed(*said)[0].confidence or 0 for said in (one, two, three)]
    assert scores == sorted(set(scores))
    assert scores[-1] < 1


@pytest.mark.parametrize(
    ("said", "predicate"),
    [
        (("a1 pref en salt", "b1 pref en-us salt"), EXACT),
        (("a1 pref en port", "b1 pref fr port"), CLOSE),
        (("a1 pref en salt", "b1 alt en salt"), CLOSE),
        (("a1 notation - abc", "b1 notation - abc"), CLOSE),
    ],
)
def test_what_is_less_sure_is_proposed_as_close(said: tuple[str, ...], predicate: str) -> None:
    (found,) = proposed(*said)
    assert found.predicate == predicate
    assert ((found.confidence or 0) >= SURE) is (predicate == EXACT)


def test_the_surest_come_first() -> None:
    found = proposed("a1 pref en salt", "b1 alt en salt", "a2 pref en sea", "b2 pref en sea")
    assert pairs(found) == [("a2", "b2"), ("a1", "b1")]


def test_two_as_good_are_both_doubtful() -> None:
    found = proposed("a1 pref en tide", "b1 pref en tide", "b2 pref en tide")
    assert pairs(found) == [("a1", "b1"), ("a1", "b2")]
    assert {one.confidence for one in found} == {round(0.9 * AMBIGUITY, 3)}
    assert {one.predicate for one in found} == {CLOSE}


@pytest.mark.parametrize(
    "said",
    [
        ("a1 pref en sea water", "a2 pref en sea water"),
        ("a1 pref en terra", "p1 pref en terra"),
        ("a1 pref en co", "b1 pref en co"),
        ("a1 pref en abc", "b1 notation - abc"),
        ("a1 alt en salt", "b1 alt fr salt", "b2 alt fr salt"),
        tuple(f"{'ab'[n % 2]}{n:02} pref en data" for n in range(MOST + 1)),
    ],
)
def test_what_tells_nothing_is_not_proposed(said: tuple[str, ...]) -> None:
    assert proposed(*said) == []


def test_what_is_known_is_not_proposed_again() -> None:
    assert proposed("a1 pref en salt", "b1 pref en salt", known=["a1 b1"]) == []
    assert LEAST < SURE
