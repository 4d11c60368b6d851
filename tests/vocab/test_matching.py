"""From what a record says to the concept that it means."""

import pickle
from pathlib import Path

import pytest

from tests.holdings import index_of
from vocab.concept import Concept
from vocab.matching import LONGEST_REMEMBERED, Matcher, load_matcher
from vocab.namespace import SKOS
from vocab.registry import Vocabulary


def vocabulary(name: str, facet: str, *aliases: str) -> Vocabulary:
    base = f"https://{name}.example/"
    return Vocabulary(name, {"en": name}, Path(), base, base, ("en",), "", "", "", facet, aliases)


def concept(name: str, label: str, *, broader: str = "", same: str = "", **others: object) -> Concept:
    space, _, _ = name.partition(":")
    return Concept(
        iri(name),
        space,
        {"en": label},
        broader=(iri(broader),) if broader else (),
        matches=((SKOS.exactMatch, same),) if same else (),
        **others,  # type: ignore[arg-type]
    )


def iri(name: str) -> str:
    space, _, local = name.partition(":")
    return f"<https://{space}.example/{local}>"


UUID = "227d9c3d-f631-402d-84ed-b8c5a562fc27"

VOCABULARIES = (
    vocabulary("topics", "theme", "Science Topics", "https://topics.example/list"),
    vocabulary("variables", "parameter"),
    vocabulary("craft", "platform"),
)

CONCEPTS = (
    concept("topics:science", "Earth Science"),
    concept("topics:air", "Air", broader="topics:science"),
    concept("topics:sea", "Sea", broader="topics:science"),
    concept("topics:air-gas", "Gas", broader="topics:air"),
    concept("topics:sea-gas", "Gas", broader="topics:sea"),
    concept("topics:sea-colour", "Colour", broader="topics:sea"),
    concept("topics:pigment", "Pigment", broader="topics:sea"),
    concept("topics:pigment-colour", "Colour", broader="topics:pigment"),
    concept("topics:old-snow", "Snow", broader="topics:air", deprecated=True),
    concept("topics:snow", "Snow", broader="topics:air"),
    concept("topics:a-tide", "Tide", broader="topics:air"),
    concept("topics:b-tide", "Tide", broader="topics:sea"),
    concept("variables:colour", "colour", alternatives=(("teinte", "fr"),), notation="V01", hidden=(("colr", ""),)),
    concept("variables:tide", "tide", same="<http://codes.example/17/>"),
    concept("craft:a1", "A-1", same=f"<https://gcmd.earthdata.nasa.gov/kms/concept/{UUID}>"),
    concept("craft:b1", "B-1", same="<http://codes.example/18>"),
    concept("craft:b2", "B-2", same="<http://codes.example/18>"),
    concept("craft:air", "air", same=iri("topics:air")),
    concept("craft:buoy", "Buoys"),
)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(index_of(VOCABULARIES, CONCEPTS))


def names(found: tuple[Concept, ...]) -> list[str]:
    return [one.iri[9:-1].replace(".example/", ":") for one in found]


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("air", ["topics:air"]),
        ("  AIR. ", ["topics:air"]),
        ("teinte", ["variables:colour"]),
        ("v01", ["variables:colour"]),
        ("colr", ["variables:colour"]),
        ("nothing", []),
        ("", []),
        (" > ", []),
    ],
)
def test_label(label: str, found: list[str], matcher: Matcher) -> None:
    assert names(matcher.match(label)) == found


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Earth Science > Air > Gas", ["topics:air-gas"]),
        ("EARTH SCIENCE>SEA>GAS", ["topics:sea-gas"]),
        ("Sea > Gas", ["topics:sea-gas"]),
        ("Earth Science > Gas", ["topics:air-gas", "topics:sea-gas"]),
        ("Earth Science > Sea > Colour", ["topics:sea-colour"]),
        ("Sea > Colour", ["topics:sea-colour"]),
        ("Sea > Pigment > Colour", ["topics:pigment-colour"]),
        ("Pigment > Colour", ["topics:pigment-colour"]),
        ("Air > Colour", []),
        ("Earth Science > Air > Gas > Helium", []),
    ],
)
def test_path(label: str, found: list[str], matcher: Matcher) -> None:
    assert names(matcher.match(label, "Science Topics")) == found


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Marine > Floating > Buoys", ["craft:buoy"]),
        ("A-1 > Aircraft Number One", ["craft:a1"]),
        ("Aircraft > A-1", ["craft:a1"]),
        ("Earth Science > A-1", []),
        ("Unknown > Things", []),
    ],
)
def test_path_of_a_platform_needs_one_known_end(label: str, found: list[str], matcher: Matcher) -> None:
    assert names(matcher.match(label)) == found


@pytest.mark.parametrize("thesaurus", ["topics", "Science Topics", "SCIENCE  TOPICS", "https://topics.example/list"])
def test_named_thesaurus_alone_is_asked(thesaurus: str, matcher: Matcher) -> None:
    assert matcher.vocabulary(thesaurus) == "topics"
    assert names(matcher.match("teinte", thesaurus)) == []
    assert names(matcher.match("gas", thesaurus)) == ["topics:air-gas", "topics:sea-gas"]


def test_unknown_thesaurus_counts_for_nothing(matcher: Matcher) -> None:
    assert matcher.vocabulary("Words of the World") is None
    assert names(matcher.match("teinte", "Words of the World")) == ["variables:colour"]


def test_an_ambiguous_word_is_looked_for_further_on(matcher: Matcher) -> None:
    assert names(matcher.match("tide")) == ["variables:tide"]
    assert names(matcher.match("tide", "topics")) == ["topics:a-tide", "topics:b-tide"]
    assert names(matcher.match("gas")) == ["topics:air-gas", "topics:sea-gas"]


@pytest.mark.parametrize("spaces", [1, LONGEST_REMEMBERED])
def test_the_same_is_found_again_and_in_a_copy(spaces: int, matcher: Matcher) -> None:
    label = f"air{' ' * spaces}"
    again = pickle.loads(pickle.dumps(matcher))
    for one in (matcher, matcher, again):
        assert names(one.match(label)) == ["topics:air"]
        assert names(one.match(label, facets=("platform",))) == ["craft:air"]


def test_withdrawn_concepts_come_last(matcher: Matcher) -> None:
    assert names(matcher.match("snow")) == ["topics:snow"]


def test_facets(matcher: Matcher) -> None:
    assert names(matcher.match("air", facets=("platform",))) == ["craft:air"]
    assert names(matcher.match("air", facets=("parameter", "theme"))) == ["topics:air"]
    assert matcher.match("A-1", facets=("theme",)) == ()


@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("<https://topics.example/air>", "topics:air"),
        ("<http://topics.example/air/>", "topics:air"),
        ("<https://codes.example/17>", "variables:tide"),
        (f"<http://gcmdservices.gsfc.nasa.gov/kms/concept/{UUID}>", "craft:a1"),
        (f"<https://gcmd.earthdata.nasa.gov/kms/concept/{UUID}?format=rdf>", "craft:a1"),
        (f"<https://cmr.earthdata.nasa.gov/kms/concept/{UUID}/>", "craft:a1"),
        ("<http://codes.example/18>", None),
        ("<https://topics.example/AIR>", None),
        ("<https://gcmd.earthdata.nasa.gov/kms/concept/>", None),
    ],
)
def test_concept_by_iri(term: str, found: str | None, matcher: Matcher) -> None:
    concept = matcher.concept(term)
    assert (names((concept,))[0] if concept else None) == found


def test_ancestors_nearest_first(matcher: Matcher) -> None:
    gas = matcher.concept(iri("topics:sea-gas"))
    assert gas is not None
    assert names(matcher.ancestors(gas)) == ["topics:sea", "topics:science"]


def test_a_ring_of_broader_concepts_ends() -> None:
    ring = (concept("topics:a", "A", broader="topics:b"), concept("topics:b", "B", broader="topics:a"))
    matcher = Matcher(index_of(VOCABULARIES, ring))
    assert names(matcher.ancestors(ring[0])) == ["topics:b"]
    assert names(matcher.match("B > A")) == ["topics:a"]
    assert matcher.match("B > A > B > A") == ()


@pytest.mark.parametrize(
    ("label", "thesaurus", "expected"),
    [
        ("EARTH SCIENCE > OCEANS > OCEAN CHEMISTRY > CHLOROPHYLL", "GCMD", "7989eae1-8ea3-4039-af0c-9130de145449"),
        ("Oceans > Ocean Chemistry > Chlorophyll", "", "7989eae1-8ea3-4039-af0c-9130de145449"),
        ("In Situ/Laboratory Instruments > Current/Wind Meters > ANEMOMETERS", "", "instrument/anemometers"),
        ("ICESAT-2 > Ice, Cloud, and land Elevation Satellite-2", "", "platform/icesat-2"),
        ("Brightness temperature", "", "brightness_temperature/"),
    ],
)
def test_words_of_real_records(label: str, thesaurus: str, expected: str, own: Matcher) -> None:
    (found,) = own.match(label, thesaurus)
    assert found.iri.removesuffix(">").endswith(expected)


@pytest.fixture(scope="module")
def own() -> Matcher:
    return load_matcher()


def test_every_concept_is_found_by_its_iri(own: Matcher) -> None:
    concepts = list(own.concepts())
    assert len(concepts) > 2000
    assert [one.iri for one in concepts if own.concept(one.iri) != one] == []
