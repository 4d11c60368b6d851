"""Alignment: what follows from mappings, and where they contradict each other."""

import time

import pytest

from vocab.alignment import LARGEST, Alignment, Conflict, Status
from vocab.mapping import BROAD, CHAINED, CLOSE, EXACT, NARROW, RELATED, Mapping

NAMES = {"=": EXACT, "~": CLOSE, "<": BROAD, ">": NARROW, "-": RELATED}


def mapping(said: str, *, negated: bool = False, confidence: float | None = None) -> Mapping:
    """``a1 = b1`` as a mapping; the letters are vocabularies."""
    subject, sign, obj = said.split()
    return Mapping(
        iri(subject), NAMES[sign], iri(obj), negated=negated, confidence=confidence, mapping_set="https://set.example/"
    ).identified()


def iri(name: str) -> str:
    return f"https://{name[0]}.example/{name[1:]}"


def status(concept: str) -> Status:
    letter, _, local = concept.removeprefix("https://").partition(".example/")
    return Status("" if letter == "x" else letter, local.startswith("old"), local.startswith("gone"))


def alignment(*said: str, denied: tuple[str, ...] = ()) -> Alignment:
    return Alignment([*map(mapping, said), *(mapping(one, negated=True) for one in denied)], status)


def conflicts(*said: str, denied: tuple[str, ...] = ()) -> list[Conflict]:
    return list(alignment(*said, denied=denied).conflicts())


def test_exact_matches_are_transitive_with_their_path() -> None:
    first, second, third = (mapping(one) for one in ("a1 = b1", "c1 = b1", "d1 = c1"))
    aligned = Alignment([first, second._replace(confidence=0.9), third._replace(confidence=0.5)], status)
    assert aligned.path(iri("a1"), iri("d1")) == (first.identifier, second.identifier, third.identifier)
    derived = {(found.subject, found.object): found for found in aligned.derived()}
    assert set(derived) == {(iri(a), iri(b)) for a, b in (("a1", "c1"), ("a1", "d1"), ("b1", "d1"))}
    far = derived[iri("a1"), iri("d1")]
    assert (far.predicate, far.justification, far.confidence) == (EXACT, CHAINED, 0.45)
    assert far.values("see_also") == (first.identifier, second.identifier, third.identifier)


def test_only_exact_matches_are_transitive() -> None:
    assert list(alignment("a1 = b1", "b1 ~ c1", "c1 = d1").derived()) == []


def test_concepts_that_mean_the_same_are_named_by_the_first() -> None:
    trusted = alignment("c1 = b1", "b1 = a1", "a2 = b2").trusted()
    assert trusted == {iri(name): iri(name[0].replace("b", "a").replace("c", "a") + name[1]) for name in
                       ("a1", "b1", "c1", "a2", "b2")}  # fmt: skip


@pytest.mark.parametrize("sign", "<>-")
def test_exact_against_another_match(sign: str) -> None:
    (conflict,) = conflicts("a1 = b1", "b1 = c1", f"a1 {sign} c1")
    assert conflict.code == "link.alignment.exact"
    assert conflict.concepts == (iri("a1"), iri("c1"))
    assert conflict.mappings == tuple(mapping(one).identifier for one in (f"a1 {sign} c1", "a1 = b1", "b1 = c1"))
    assert conflict.detail in conflict.message("en")
    assert conflict.message("en") != conflict.message("fr")


def test_exact_and_close_agree() -> None:
    assert conflicts("a1 = b1", "b1 ~ a1", "a1 < b2") == []


def test_one_concept_exactly_two_of_one_vocabulary() -> None:
    aligned = alignment("a1 = b1", "a2 = b1", "b1 = c1", "a3 = b3", "b3 = c3")
    (conflict,) = aligned.conflicts()
    assert (conflict.code, conflict.concepts, conflict.detail) == ("link.alignment.two", (iri("a1"), iri("a2")), "a")
    assert conflict.mappings == (mapping("a1 = b1").identifier, mapping("a2 = b1").identifier)
    assert {found.subject for found in aligned.derived()} == {iri("a3")}, "nothing follows from a doubtful cluster"
    assert iri("a1") not in aligned.trusted()


def test_a_withdrawn_concept_beside_its_successor_is_no_contradiction() -> None:
    assert [c.code for c in conflicts("aold = b1", "a1 = b1")] == ["link.alignment.deprecated"]


def test_concepts_of_no_vocabulary_may_be_several() -> None:
    assert conflicts("x1 = b1", "x2 = b1") == []


def test_cycles_of_broader_matches() -> None:
    (conflict,) = conflicts("a1 < b1", "c1 > b1", "c1 = d1", "d1 < a1", "e1 < a1", "c1 < f1")
    assert (conflict.code, conflict.concepts) == ("link.alignment.cycle", (iri("a1"), iri("b1"), iri("c1")))
    assert conflict.mappings == tuple(mapping(one).identifier for one in ("a1 < b1", "c1 > b1", "d1 < a1"))


def test_several_cycles_and_none() -> None:
    assert len(conflicts("a1 < b1", "b1 < a1", "c1 < d1", "d1 < c1")) == 2
    assert conflicts("a1 < b1", "a1 < c1", "b1 < d1", "c1 < d1", "d1 > a1") == []


def test_what_is_denied_is_not_used() -> None:
    aligned = alignment("a1 = b1", "b1 = c1", denied=("c1 = b1",))
    (conflict,) = aligned.conflicts()
    assert conflict.code == "link.alignment.denied"
    assert conflict.mappings == (mapping("b1 = c1").identifier, mapping("c1 = b1", negated=True).identifier)
    assert aligned.path(iri("a1"), iri("c1")) == ()
    assert list(alignment("a1 = b1", "b1 = c1", denied=("a1 = c1",)).derived()) == []


def test_withdrawn_and_missing_concepts() -> None:
    found = conflicts("a1 = bold", "agone < c1")
    assert [(c.code, c.detail) for c in found] == [
        ("link.alignment.deprecated", iri("bold")),
        ("link.alignment.missing", iri("agone")),
    ]


def test_texts_and_foreign_properties_are_left_aside() -> None:
    text = Mapping("", EXACT, iri("a1"), "word")
    other = Mapping(iri("a1"), "http://www.w3.org/2002/07/owl#sameAs", iri("b1"))
    aligned = Alignment([text, other, mapping("a1 = a1")], status)
    assert aligned.clusters == {}
    assert list(aligned.conflicts()) == []


def test_a_chain_takes_no_time_and_a_large_cluster_is_not_multiplied_out() -> None:
    number = 20_000
    said = [
        Mapping(f"https://x.example/{n}", EXACT, f"https://x.example/{n + 1}", identifier=str(n)) for n in range(number)
    ]
    said += [Mapping(f"https://y.example/{n}", BROAD, f"https://y.example/{n + 1}", identifier=f"b{n}")
             for n in range(number)]  # fmt: skip
    begin = time.process_time()
    aligned = Alignment(said, status)
    assert list(aligned.conflicts()) == []
    assert len(set(aligned.clusters.values())) == 1
    assert number > LARGEST
    assert list(aligned.derived()) == []
    assert time.process_time() - begin < 5
