"""Mappings in the index: written with what follows from them, and read by what is asked for."""

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.holdings import held, statements
from vocab.concept import Concept
from vocab.library import in_memory
from vocab.mapping import BROAD, CURATED, EXACT, Mapping, MappingSet
from vocab.mapping_file import LoadedSet
from vocab.mapping_index import MappingIndex, Selection, State
from vocab.namespace import SKOS
from vocab.registry import Vocabulary
from vocab.sssom import read, write


def vocabulary(name: str, facet: str = "theme") -> Vocabulary:
    base = f"https://{name}.example/"
    return Vocabulary(name, {"en": name.upper()}, Path(), f"{base}scheme", base, ("en",), "", "", "", facet)


def concept(name: str, label: str, *matches: str, **others: object) -> Concept:
    said = tuple((getattr(SKOS, kind), iri(other)) for kind, _, other in (match.partition(" ") for match in matches))
    return Concept(iri(name), name[0], {"en": label}, matches=said, **others)  # type: ignore[arg-type]


def iri(name: str) -> str:
    return f"<{address(name)}>"


def address(name: str) -> str:
    return f"https://{name[0]}.example/{name[1:]}"


CONCEPTS = (
    concept("a1", "Salt", "exactMatch b1", "broadMatch c9"),
    concept("a2", "Sea", "exactMatch b9"),
    concept("a3", "Wind", "exactMatch b3"),
    concept("a4", "Wind again", "exactMatch b3"),
    concept("b1", "Salz"),
    concept("b2", "sea"),
    concept("b3", "Wind", deprecated=False),
    concept("b4", "Ice", deprecated=True),
    concept("c1", "sel", "exactMatch b1"),
    concept("c2", "other", "closeMatch b4"),
    concept("b5", "Wave"),
)
SET = MappingSet("https://sets.example/1", "A set", prefixes={"a": "https://a.example/"})


def stated(subject: str, predicate: str, obj: str, *, negated: bool = False) -> Mapping:
    said = Mapping(address(subject), predicate, address(obj), negated=negated, justification=CURATED)
    return said._replace(mapping_set=SET.identifier).identified()


OWN = (stated("a2", EXACT, "b5", negated=True), stated("a2", EXACT, "c2"), stated("a1", BROAD, "b5"))


def indexed(sets: Iterable[LoadedSet] = (), concepts: Iterable[Concept] = CONCEPTS) -> MappingIndex:
    holdings = [
        held(vocabulary(name), [t for c in concepts if c.vocabulary == name for t in statements(c)]) for name in "abc"
    ]
    return MappingIndex(in_memory(holdings, list(sets)).index())


@pytest.fixture(scope="module")
def mappings() -> MappingIndex:
    return indexed([LoadedSet(SET, OWN)])


def pairs(index: MappingIndex, **wanted: object) -> set[tuple[str, str]]:
    found = index.find(Selection(**wanted), limit=-1)  # type: ignore[arg-type]
    return {(m.subject[8] + m.subject[18:], m.object[8] + m.object[18:]) for _, m in found}


def test_vocabularies_and_files_are_sets(mappings: MappingIndex) -> None:
    known = {(one.mapping_set.identifier, one.vocabulary): one.mappings for one in mappings.sets()}
    assert known[SET.identifier, ""] == 3
    assert known["https://a.example/scheme", "a"] == 5
    assert known["https://c.example/scheme", "c"] == 2
    one = mappings.set(SET.identifier)
    assert one is not None
    assert one.mapping_set.prefixes == {"a": "https://a.example/"}
    assert mappings.set("https://nowhere.example/") is None
    assert mappings.prefixes()["b"] == "https://b.example/"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"subject": address("a1")}, {("a1", "b1"), ("a1", "c9"), ("a1", "b5")}),
        ({"subject": "http://a.example/1/"}, {("a1", "b1"), ("a1", "c9"), ("a1", "b5")}),
        ({"object": address("b1")}, {("a1", "b1"), ("c1", "b1")}),
        ({"concept": address("c1")}, {("c1", "b1")}),
        ({"source": "a", "target": "b", "predicate": EXACT},
         {("a1", "b1"), ("a2", "b9"), ("a2", "b5"), ("a3", "b3"), ("a4", "b3")}),
        ({"mapping_set": SET.identifier}, {("a2", "b5"), ("a2", "c2"), ("a1", "b5")}),
        ({"states": (State.DERIVED,)}, {("a1", "c1"), ("b9", "c2")}),
        ({"source": "nowhere"}, set()),
    ],
)  # fmt: skip
def test_mappings_are_found(mappings: MappingIndex, wanted: dict[str, object], expected: set[tuple[str, str]]) -> None:
    if "target" in wanted:
        # what no vocabulary has is of none
        expected = expected - {("a2", "b9")}
    assert pairs(mappings, **wanted) == expected


def test_pages_follow_each_other(mappings: MappingIndex) -> None:
    every, after = list[Mapping](), 0
    while page := mappings.find(Selection(), after=after, limit=2):
        every += [mapping for _, mapping in page]
        after = page[-1][0]
    assert every == [mapping for _, mapping in mappings.find(Selection(), limit=-1)]
    assert len({mapping.identifier for mapping in every}) == len(every) == 10


def test_mappings_are_told_with_labels_and_sources(mappings: MappingIndex) -> None:
    ((_, mapping),) = mappings.find(Selection(subject=address("c1")))
    assert (mapping.subject_label, mapping.object_label) == ("sel", "Salz")
    assert mapping.value("subject_source") == "https://c.example/scheme"
    assert mappings.identified(["https://nowhere.example/", mapping.identifier]) == [mapping]


def test_conflicts_are_kept(mappings: MappingIndex) -> None:
    assert mappings.conflict_counts() == {
        "link.alignment.deprecated": 1,
        "link.alignment.missing": 2,
        "link.alignment.two": 1,
    }
    ((_, two),) = mappings.conflicts("link.alignment.two")
    assert two.concepts == (address("a3"), address("a4"))
    assert len(mappings.identified(two.mappings)) == 2
    missing = mappings.conflicts("link.alignment.missing")
    assert {conflict.detail for _, conflict in missing} == {address("b9"), address("c9")}
    assert len(mappings.conflicts(limit=1)) == 1


def test_what_means_the_same(mappings: MappingIndex) -> None:
    assert mappings.same(address("a1")) == [address("b1"), address("c1")]
    assert mappings.same("http://b.example/1/") == [address("a1"), address("c1")]
    assert mappings.same(address("a3")) == [], "a doubtful cluster means nothing"
    assert mappings.same("https://nowhere.example/") == []


def test_two_vocabularies_of_one_scheme_are_two_sets() -> None:
    both = [
        held(
            replace(vocabulary(name), scheme="https://one.example/"),
            statements(concept(f"{name}1", "x", "exactMatch c1")),
        )
        for name in "ab"
    ]
    sets = MappingIndex(in_memory(both).index()).sets()
    assert {one.vocabulary: one.mappings for one in sets if one.vocabulary} == {"a": 1, "b": 1}
    assert len({one.mapping_set.identifier for one in sets}) == len(sets)


def test_matches_are_proposed_until_they_are_decided_about() -> None:
    assert pairs(indexed(), states=(State.PROPOSED,)) == {("a2", "b2")}
    for decision in (stated("a2", EXACT, "b2"), stated("b2", EXACT, "a2", negated=True)):
        assert pairs(indexed([LoadedSet(SET, [decision])]), states=(State.PROPOSED,)) == set()


def test_what_is_proposed_follows_into_nothing() -> None:
    index = indexed()
    ((_, proposal),) = index.find(Selection(states=(State.PROPOSED,)))
    assert (proposal.subject, proposal.object) == (address("a2"), address("b2"))
    assert index.same(proposal.subject) == [address("b9")]
    assert (proposal.subject, proposal.object) not in {(m.subject, m.object) for _, m in index.find(Selection())}


def test_an_index_goes_out_and_comes_back(mappings: MappingIndex) -> None:
    found = [mapping for _, mapping in mappings.find(Selection(states=tuple(State)), limit=-1)]
    written = write(MappingSet("https://out.example/"), found, mappings.prefixes())
    _, back = read("out.tsv", written.splitlines(keepends=True))
    assert {m.identifier for m in back} == {m.identifier for m in found}


def test_many_mappings_take_no_time() -> None:
    many = [
        Mapping(f"https://x.example/{n}", EXACT, f"https://y.example/{n}", mapping_set=SET.identifier).identified()
        for n in range(20_000)
    ]
    begin = time.process_time()
    index = indexed([LoadedSet(SET, many)])
    assert time.process_time() - begin < 10
    assert len(index.find(Selection(mapping_set=SET.identifier), limit=-1)) == len(many)
