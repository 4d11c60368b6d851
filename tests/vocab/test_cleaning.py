"""Cleaning: dirty statements come out in one shape, and what was amiss is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab.cleaning import Cleaned, clean
from vocab.namespace import DCTERMS, ISOTHES, OWL, RDF, SKOS, SKOSXL, XSD
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, literal

WINDS = Vocabulary(
    "winds", {"en": "Winds"}, None, "https://w.example/", "https://w.example/", ("en",), "", "", "", "theme"
)
SCHEME = "<https://w.example/>"
TRUE = literal("true", datatype=XSD.boolean)


def c(name: str) -> Term:
    return f"<https://w.example/{name}>"


def cleaned(*triples: Triple) -> Cleaned:
    return clean(triples, WINDS)


def described(*names: str) -> list[Triple]:
    return [(c(name), RDF.type, SKOS.Concept) for name in names]


def test_relations_are_stated_in_both_directions() -> None:
    said = [(c("a"), SKOS.broader, c("b")), (c("a"), SKOS.related, c("d")), (c("a"), SKOS.topConceptOf, SCHEME)]
    triples, findings = cleaned(*described("a", "b", "d"), (SCHEME, RDF.type, SKOS.ConceptScheme), *said)
    assert {(c("b"), SKOS.narrower, c("a")), (c("d"), SKOS.related, c("a"))} <= set(triples)
    assert (SCHEME, SKOS.hasTopConcept, c("a")) in triples
    assert findings.counts["vocabulary.inverse"] == 3


def test_nothing_is_said_of_what_belongs_to_another_vocabulary() -> None:
    triples, _ = cleaned(*described("a"), (c("a"), SKOS.broader, "<https://other.example/x>"))
    assert [t for t in triples if t[0] == "<https://other.example/x>"] == []


@pytest.mark.parametrize(
    ("value", "flag", "code"),
    [
        (TRUE, TRUE, ""),
        ('"true"', TRUE, "vocabulary.deprecated.text"),
        ('" True "@en', TRUE, "vocabulary.deprecated.text"),
        ('"1"', TRUE, "vocabulary.deprecated.text"),
        ('"false"', literal("false", datatype=XSD.boolean), "vocabulary.deprecated.text"),
        ('"perhaps"', None, "vocabulary.deprecated"),
    ],
)
def test_deprecated_is_a_boolean(value: Term, flag: Term | None, code: str) -> None:
    triples, findings = cleaned(*described("a"), (c("a"), OWL.deprecated, value))
    assert [o for s, p, o in triples if p == OWL.deprecated] == ([flag] if flag else [])
    assert {one for one in findings.counts if one.startswith("vocabulary.deprecated")} == ({code} if code else set())


def test_labels_are_not_empty_and_have_no_superfluous_spaces() -> None:
    said = [
        (c("a"), SKOS.prefLabel, '"  "@en'),
        (c("a"), SKOS.altLabel, '"cold \\n wind"@en'),
        (c("a"), SKOS.note, '" "'),
    ]
    triples, findings = cleaned(*described("a"), *said)
    assert [o for _, p, o in triples if p in (SKOS.prefLabel, SKOS.altLabel) and _ == c("a")] == ['"cold wind"@en']
    assert (c("a"), SKOS.note, '" "') in triples
    assert findings.counts["vocabulary.label.empty"] == findings.counts["vocabulary.label.space"] == 1


def test_an_address_is_repaired_or_left_out() -> None:
    said = [("<https://w.example/a b>", RDF.type, SKOS.Concept), (c("a"), SKOS.broader, "<javascript:x>")]
    triples, findings = cleaned(*said)
    assert (c("a%20b"), RDF.type, SKOS.Concept) in triples
    assert not [t for t in triples if "javascript" in "".join(t)]
    assert (findings.counts["vocabulary.iri"], findings.counts["vocabulary.iri.repaired"]) == (1, 1)


def test_extended_labels_stand_for_literals() -> None:
    label = "<https://w.example/label/1>"
    triples, _ = cleaned(*described("a"), (c("a"), SKOSXL.prefLabel, label), (label, SKOSXL.literalForm, '"Bora"@en'))
    assert (c("a"), SKOS.prefLabel, '"Bora"@en') in triples


def test_special_relations_say_what_skos_says() -> None:
    triples, _ = cleaned(*described("a", "b"), (c("a"), ISOTHES.broaderGeneric, c("b")))
    assert {(c("a"), SKOS.broader, c("b")), (c("b"), SKOS.narrower, c("a"))} <= set(triples)


def test_concepts_are_typed_placed_and_crowned() -> None:
    said = [(c("a"), SKOS.prefLabel, '"a"@en'), (c("b"), SKOS.prefLabel, '"b"@en'), (c("a"), SKOS.broader, c("b"))]
    triples, findings = cleaned(*said)
    assert {(c("a"), RDF.type, SKOS.Concept), (c("b"), SKOS.inScheme, SCHEME)} <= set(triples)
    assert [s for s, p, _ in triples if p == SKOS.topConceptOf] == [c("b")]
    assert (SCHEME, SKOS.prefLabel, '"Winds"@en') in triples
    assert (findings.counts["vocabulary.untyped"], findings.counts["vocabulary.scheme.missing"]) == (2, 2)


def test_top_concepts_that_are_stated_stand() -> None:
    said = [(c("a"), SKOS.topConceptOf, SCHEME), (SCHEME, SKOS.prefLabel, '"W"@en')]
    triples, findings = cleaned(*described("a", "b"), *said)
    assert [s for s, p, _ in triples if p == SKOS.topConceptOf] == [c("a")]
    assert "vocabulary.top.missing" not in findings.counts


def test_a_cycle_is_told_and_kept() -> None:
    ring = [(c("a"), SKOS.broader, c("b")), (c("b"), SKOS.broader, c("a"))]
    triples, findings = cleaned(*described("a", "b"), *ring)
    assert set(ring) <= set(triples)
    assert findings.counts["vocabulary.cycle"] == 1
    assert "https://w.example/b" in findings.examples[-1].en + findings.examples[0].en


def test_of_many_findings_the_first_are_kept_and_all_are_counted() -> None:
    _, findings = cleaned(*(((c(str(n)), SKOS.prefLabel, '""')) for n in range(200)))
    assert findings.counts["vocabulary.label.empty"] == 200
    assert len([one for one in findings.examples if one.code == "vocabulary.label.empty"]) == 50


NAMES = st.sampled_from([c(name) for name in "abcdef"])
RELATIONS = st.tuples(NAMES, st.sampled_from([SKOS.broader, SKOS.narrower, SKOS.related]), NAMES)
PLACES = st.tuples(NAMES, st.sampled_from([SKOS.inScheme, SKOS.topConceptOf]), st.just(SCHEME))
TEXTS = st.tuples(
    NAMES, st.sampled_from([SKOS.prefLabel, SKOS.notation, OWL.deprecated, DCTERMS.title]), st.text().map(literal)
)
STATEMENTS = st.lists(RELATIONS | PLACES | TEXTS | st.tuples(NAMES, st.just(RDF.type), st.just(SKOS.Concept)))


@given(STATEMENTS)
def test_what_is_clean_stays_as_it_is(triples: list[Triple]) -> None:
    once = clean(triples, WINDS).triples
    again = clean(once, WINDS)
    assert again.triples == once
    assert list(once) == sorted(set(once))
    assert not set(again.findings.counts) - {"vocabulary.cycle", "vocabulary.top.missing"}
