"""Reach: under which concepts something is found that is linked to one."""

import pytest

from tests.holdings import held, statements
from tests.vocab.test_aligning import address, concept, iri, stated, vocabulary
from vocab.library import in_memory
from vocab.mapping import EXACT, MappingSet
from vocab.mapping_file import LoadedSet
from vocab.reach import MOST, Reach

CONCEPTS = (
    concept("a1", "Sea", "exactMatch b1"),
    concept("a2", "Sea water", broader=(iri("a1"),)),
    concept("a3", "Salinity", "exactMatch b3", broader=(iri("a2"),)),
    concept("a4", "Ring", broader=(iri("a5"),)),
    concept("a5", "Ring", broader=(iri("a4"),)),
    concept("b1", "Mer", "broadMatch c1"),
    concept("b3", "Salinité"),
    concept("b4", "Sel", "closeMatch a3"),
    concept("c1", "Water", "narrowMatch b6"),
    concept("b6", "Ice"),
    concept("a7", "Wind", "exactMatch b7"),
    concept("a8", "Wind again", "exactMatch b7"),
    concept("b7", "Vent"),
)


@pytest.fixture(scope="module")
def reach() -> Reach:
    return reaching()


def reaching(*sets: LoadedSet) -> Reach:
    holdings = [
        held(vocabulary(name), [t for c in CONCEPTS if c.vocabulary == name for t in statements(c)]) for name in "abc"
    ]
    return Reach(in_memory(holdings, sets).index())


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("a3", "a3 b3 a2 a1 b1 c1"),
        ("b3", "b3 a3 a2 a1 b1 c1"),
        ("a1", "a1 b1 c1"),
        ("c1", "c1"),
        ("b6", "b6 c1"),
        ("b4", "b4"),
        ("a4", "a4 a5"),
        ("x1", "x1"),
    ],
)
def test_what_means_the_same_and_all_above(reach: Reach, name: str, reached: str) -> None:
    assert reach.of(address(name)) == tuple(map(address, reached.split()))


def test_what_is_doubtful_reaches_no_further_than_it_is_stated(reach: Reach) -> None:
    assert reach.of(address("a7")) == (address("a7"), address("b7"))
    assert reach.of(address("b7")) == (address("b7"), address("a7"), address("a8"))


def test_what_a_curator_denies_is_not_reached() -> None:
    denied = LoadedSet(MappingSet("https://sets.example/"), [stated("a3", EXACT, "b3", negated=True)])
    assert reaching(denied).of(address("b3")) == (address("b3"),)


def test_reach_has_a_bound(reach: Reach) -> None:
    assert MOST < 10_000
    assert len(reach.of("https://a.example/" + "x" * 10_000)) == 1
