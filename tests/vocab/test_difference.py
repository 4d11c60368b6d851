"""What changed between two editions: by examples, and against a comparison of the whole of both."""

import tracemalloc
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from vocab.difference import Change, ChangeKind, differences
from vocab.edition import lines_of
from vocab.namespace import DCTERMS, OWL, RDF, SKOS, XSD
from vocab.term import Term, Triple, literal

A, B, C = (f"<https://example.org/{name}>" for name in "abc")
TRUE = literal("true", datatype=XSD.boolean)


def concept(iri: Term, *said: tuple[Term, Term], label: str = "water") -> list[Triple]:
    return [(iri, RDF.type, SKOS.Concept), (iri, SKOS.prefLabel, literal(label, language="en"))] + [
        (iri, prop, value) for prop, value in said
    ]


def compared(before: list[Triple], after: list[Triple]) -> list[Change]:
    return list(differences(lines_of(sorted(set(before))), lines_of(sorted(set(after)))))


def test_concepts_come_and_go() -> None:
    changes = compared([*concept(A), *concept(B)], [*concept(B), *concept(C, label="ice")])
    assert changes == [
        Change(ChangeKind.REMOVED, A[1:-1], {"en": "water"}, {}),
        Change(ChangeKind.ADDED, C[1:-1], {}, {"en": "ice"}),
    ]


def test_nothing_changes_between_an_edition_and_itself() -> None:
    said = [*concept(A, (SKOS.broader, B)), *concept(B)]
    assert compared(said, said) == []


def test_a_concept_may_change_in_several_ways_at_once() -> None:
    before = concept(A, (SKOS.broader, B), (SKOS.notation, literal("1")), (SKOS.altLabel, literal("H2O")))
    after = concept(
        A,
        (SKOS.broader, C),
        (SKOS.notation, literal("2")),
        (SKOS.definition, literal("wet")),
        (OWL.deprecated, TRUE),
        (DCTERMS.isReplacedBy, B),
        label="Water",
    )
    found = {change.kind: (change.before, change.after) for change in compared(before, after)}
    assert found == {
        ChangeKind.DEPRECATED: ((), (B,)),
        ChangeKind.RELABELLED: (('"water"@en',), ('"Water"@en',)),
        ChangeKind.SYNONYMS: (('"H2O"',), ()),
        ChangeKind.MOVED: ((B,), (C,)),
        ChangeKind.RENOTATED: (('"1"',), ('"2"',)),
        ChangeKind.REDEFINED: ((), ('"wet"',)),
    }
    assert next(change.kind for change in compared(after, before)) is ChangeKind.REINSTATED


def test_what_is_no_concept_does_not_count() -> None:
    scheme = [(A, RDF.type, SKOS.ConceptScheme), (A, SKOS.prefLabel, literal("one"))]
    other = [(A, RDF.type, SKOS.ConceptScheme), (A, SKOS.prefLabel, literal("two"))]
    assert compared(scheme, other) == []
    assert [change.kind for change in compared(scheme, [*other, *concept(A)])] == [ChangeKind.ADDED]


NAMES = st.sampled_from(["a", "b", "ab", "a-b", "a/b", "é", "a!b", "z"])
VALUES = st.sampled_from(["x", "y", 'a "quoted" \\ one', "line\nend", "été"])
STATEMENTS = st.builds(
    lambda name, prop, text: (f"<https://example.org/{name}>", prop, literal(text, language="en")),
    NAMES,
    st.sampled_from([SKOS.prefLabel, SKOS.altLabel, SKOS.definition, SKOS.notation]),
    VALUES,
) | st.builds(
    lambda name, other: (f"<https://example.org/{name}>", SKOS.broader, f"<https://example.org/{other}>"), NAMES, NAMES
)
EDITIONS = st.tuples(st.sets(NAMES), st.lists(STATEMENTS)).map(
    lambda made: sorted({(f"<https://example.org/{name}>", RDF.type, SKOS.Concept) for name in made[0]} | set(made[1]))
)


def concepts(triples: list[Triple]) -> set[Term]:
    return {s for s, p, o in triples if p == RDF.type and o == SKOS.Concept}


@given(EDITIONS, EDITIONS)
def test_the_changes_are_those_of_a_comparison_of_the_whole(before: list[Triple], after: list[Triple]) -> None:
    changes = compared(before, after)
    by_kind = {kind: {f"<{c.iri}>" for c in changes if c.kind is kind} for kind in ChangeKind}
    was, is_now = concepts(before), concepts(after)
    assert by_kind[ChangeKind.ADDED] == is_now - was
    assert by_kind[ChangeKind.REMOVED] == was - is_now
    for kind, prop in ((ChangeKind.MOVED, SKOS.broader), (ChangeKind.RELABELLED, SKOS.prefLabel)):
        stated = [{(s, o) for s, p, o in edition if p == prop} for edition in (before, after)]
        assert by_kind[kind] == {s for s, _ in stated[0] ^ stated[1]} & was & is_now
        gone = {(f"<{c.iri}>", o) for c in changes if c.kind is kind for o in c.before}
        assert gone == {(s, o) for s, o in stated[0] - stated[1] if s in was & is_now}
    subjects = [f"<{change.iri}>" for change in changes]
    assert subjects == sorted(subjects)


@given(EDITIONS, EDITIONS)
def test_the_way_back_is_the_opposite(before: list[Triple], after: list[Triple]) -> None:
    opposite = {ChangeKind.ADDED: ChangeKind.REMOVED, ChangeKind.REMOVED: ChangeKind.ADDED}
    there = [
        (opposite.get(c.kind, c.kind), c.iri, c.labels_after, c.labels_before, c.after, c.before)
        for c in compared(before, after)
    ]
    assert there == [tuple(change) for change in compared(after, before)]


@given(EDITIONS)
def test_an_edition_has_not_changed_of_itself(edition: list[Triple]) -> None:
    assert compared(edition, edition) == []


def test_memory_does_not_grow_with_the_editions() -> None:
    def edition(concepts: int, label: str) -> Iterator[bytes]:
        for number in range(concepts):
            yield from lines_of(sorted(concept(f"<https://example.org/{number:06d}>", label=f"{label} {number}")))

    def peak(concepts: int) -> int:
        tracemalloc.start()
        assert sum(1 for _ in differences(edition(concepts, "a"), edition(concepts, "b"))) == concepts
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(4000) < peak(400) + 50_000
