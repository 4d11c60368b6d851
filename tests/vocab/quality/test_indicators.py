"""Each indicator: the least vocabulary that has the fault, and one as near to it that has not."""

from collections.abc import Iterator

import pyoxigraph
import pytest

from vocab.namespace import SKOS
from vocab.quality.indicator import CHECKS, Indicator, indicators
from vocab.quality.report import Result, assess
from vocab.quality.skos import ABOVE, WITHDRAWN
from vocab.term import Triple

PREFIXES = """
@prefix : <http://example.org/c/> .
@prefix far: <http://far.example/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dct: <http://purl.org/dc/terms/> .
"""


def triples(turtle: str) -> Iterator[Triple]:
    for quad in pyoxigraph.parse((PREFIXES + turtle).encode(), format=pyoxigraph.RdfFormat.TURTLE, lenient=True):
        yield str(quad.subject), str(quad.predicate), str(quad.object)


def result(indicator: str, turtle: str) -> Result:
    return assess(triples(turtle)).results[indicator]


FAULTY: list[tuple[str, int, str]] = [
    ("missing-labels", 1, ":a a skos:Concept ; skos:altLabel 'x'@en ."),
    ("missing-labels", 1, ":a skos:inScheme :s ; skos:prefLabel 'x'@en ."),
    ("missing-labels", 1, ":a skos:prefLabel 'x' ; skos:broader :b ."),
    ("unlabelled-schemes", 1, ":s a skos:ConceptScheme ; dct:title 'x' ."),
    ("empty-labels", 1, ":a skos:prefLabel ' '@en, ''@fr ."),
    ("empty-labels", 1, ":a xl:prefLabel [ xl:literalForm '\\t' ] ."),
    ("overlapping-labels", 1, ":a a skos:Concept ; skos:prefLabel 'X'@en . :b a skos:Concept ; skos:altLabel 'x'@en ."),
    ("inconsistent-labels", 1, ":a skos:prefLabel 'x'@en, 'y'@en, 'z'@en, 'x'@fr, 'y'@fr ."),
    ("inconsistent-labels", 1, ":a skos:prefLabel 'x', 'y' ."),
    ("inconsistent-labels", 1, ":a skos:prefLabel 'x'@en ; xl:prefLabel [ xl:literalForm 'y'@en ] ."),
    ("disjoint-labels", 1, ":a skos:prefLabel 'x'@en ; skos:altLabel 'x'@en ; skos:hiddenLabel 'x'@en ."),
    ("disjoint-labels", 1, ":a skos:altLabel 'x' ; skos:hiddenLabel 'x' ."),
    ("surrounding-space", 2, ":a skos:prefLabel 'x '@en ; skos:definition '\\nx' ."),
    ("unprintable-characters", 1, ":a a skos:Concept ; skos:prefLabel 'x\\u0002y' ."),
    ("unprintable-characters", 1, ":a a skos:Concept ; skos:altLabel 'x\\ty' ."),
    ("undocumented-concepts", 1, ":a a skos:Concept ; rdfs:comment 'x' ."),
    ("ambiguous-notations", 1, ":a skos:notation '1' . :b skos:notation '1' . :a skos:related :b ."),
    ("ambiguous-notations", 1, ":a a skos:Concept ; skos:notation '1', '2' ."),
    ("ambiguous-notations", 1, ":a a skos:Concept ; skos:notation '1' ; skos:inScheme :s . :b skos:notation '1' ."),
    ("language-tags", 1, ":a skos:prefLabel 'x', 'x'@en ; skos:definition 'y' ."),
    ("language-tags", 1, ":a rdfs:label 'x'@nonsenseword ."),
    ("language-coverage", 1, ":a a skos:Concept ; rdfs:label 'x'@en, 'y'@FR . :b a skos:Concept ; rdfs:label 'x'@en ."),
    ("no-common-language", 1, ":a a skos:Concept ; rdfs:label 'x'@fr . :b a skos:Concept ; rdfs:label 'x'@en ."),
    ("orphan-concepts", 1, ":a a skos:Concept ; skos:inScheme :s ."),
    ("disconnected-clusters", 1, ":a skos:related :b . :c skos:broader :d, :e ."),
    (
        "hierarchical-cycles",
        2,
        ":a skos:broader :b . :a skos:narrower :c . :b skos:broaderTransitive :c . :d skos:broader :d .",
    ),
    ("hierarchical-cycles", 1, ":part rdfs:subPropertyOf skos:broader . :a :part :b . :b :part :a ."),
    ("valueless-relations", 1, ":a skos:broader :p . :p skos:narrower :b . :a skos:related :b . :b skos:related :a ."),
    ("valueless-relations", 1, ":p skos:broader :a, :b . :a skos:relatedMatch :b ."),
    ("solely-transitive", 1, ":a skos:broaderTransitive :b, :c . :c skos:narrower :a ."),
    ("one-way-relations", 2, ":a skos:broader :b ; skos:related :b, :c ."),
    ("one-way-relations", 1, ":a skos:exactMatch :b . :s skos:hasTopConcept far:a ."),
    ("omitted-tops", 1, ":a skos:inScheme :s ."),
    ("tops-below", 1, ":a skos:topConceptOf :s . :b skos:narrower :a ."),
    ("unmarked-tops", 1, ":a a skos:Concept ; skos:inScheme :s . :b a skos:Concept ; skos:topConceptOf :s ."),
    ("hierarchical-redundancy", 1, ":a skos:broader :b, :c, :d . :b skos:broader :c ."),
    ("hierarchical-redundancy", 2, ":a skos:broader :b, :c . :b skos:broader :c . :c skos:broader :b ."),
    ("reflexive-relations", 1, ":a skos:related :a ; rdfs:seeAlso :a ."),
    ("missing-scheme", 1, ":a a skos:Concept ."),
    ("several-schemes", 2, ":s a skos:ConceptScheme . :a skos:inScheme :t ."),
    ("concepts-without-scheme", 1, ":a a skos:Concept ; skos:related :b ."),
    ("untyped-concepts", 1, ":a a skos:Concept ; skos:related :b, far:c ."),
    ("collection-relations", 2, ":g a skos:Collection ; skos:broader :a . :a skos:related :g ."),
    ("misplaced-values", 3, ":a skos:broader 'b' ; skos:inScheme 's' ; skos:prefLabel :c ."),
    ("misplaced-values", 1, ":a xl:prefLabel 'x' ."),
    ("unreachable-resources", 1, ":a a skos:Concept ; skos:related :b . :x far:p :y ."),
    ("redefined-terms", 1, "skos:broader a rdf:Property ; rdfs:label 'broader' ."),
    ("foreign-terms", 2, ":a a skos:Concept, far:Thing ; far:says 'x' . :x far:elsewhere 'y' ."),
    ("missing-out-links", 1, ":a a skos:Concept ; skos:related :b . :b rdfs:seeAlso far:b ."),
    (
        "unmapped-concepts",
        1,
        ":a a skos:Concept ; rdfs:seeAlso far:a ; skos:exactMatch :b . :b skos:exactMatch far:b .",
    ),
    ("broken-links", 1, ":a skos:related :b, far:c ; rdfs:seeAlso :d ."),
    ("undefined-terms", 2, ":a skos:subject :b ; a skos:Idea ."),
    ("foreign-schemes", 1, "<urn:a> skos:related :b . [] skos:related <urn:c> ."),
    (
        "links-to-deprecated",
        2,
        ":a skos:related :b ; skos:narrower :c . :b owl:deprecated 'true' . :c owl:deprecated true .",
    ),
    ("unreplaced-concepts", 1, ":a a skos:Concept ; owl:deprecated true ; rdfs:comment 'use b' ."),
    ("relation-clashes", 1, ":a skos:broader :b . :b skos:broader :c . :c skos:related :a . :a skos:related :c ."),
    ("relation-clashes", 1, ":a skos:broadMatch :b ; skos:relatedMatch :b ."),
    (
        "mapping-clashes",
        1,
        ":a skos:exactMatch :b . :c skos:exactMatch :b . :c skos:broadMatch :a . :a skos:narrowMatch :c .",
    ),
    ("misused-mappings", 1, ":a skos:closeMatch :b ; skos:inScheme :s . :b skos:inScheme :s ."),
    ("misused-mappings", 1, ":a skos:closeMatch :b ; skos:inScheme :s ."),
    ("clashing-types", 2, ":a a skos:Concept, skos:Collection . :s a skos:ConceptScheme, skos:Concept ."),
]

SOUND: list[tuple[str, str]] = [
    (
        "missing-labels",
        ":a a skos:Concept ; skos:prefLabel 'x' ; skos:related far:b . :s skos:hasTopConcept :a ; dc:title 's' .",
    ),
    ("missing-labels", ":a a skos:Concept ; xl:prefLabel [ xl:literalForm 'x'@en ] ."),
    ("unlabelled-schemes", ":s a skos:ConceptScheme ; skos:prefLabel 'x' ."),
    ("empty-labels", ":a skos:prefLabel '-' ; skos:note '' ."),
    (
        "overlapping-labels",
        (
            ":a a skos:Concept ; rdfs:label 'x'@en ; skos:altLabel 'x'@en, 'X'@en . "
            ":b a skos:Concept ; skos:altLabel 'x'@fr ."
        ),
    ),
    ("inconsistent-labels", ":a skos:prefLabel 'x'@en, 'x'@fr, 'x' ; skos:altLabel 'y'@en ."),
    ("inconsistent-labels", ":a skos:prefLabel 'x'@en ; xl:prefLabel [ xl:literalForm 'x'@en ] ."),
    ("disjoint-labels", ":a skos:prefLabel 'x'@en ; skos:altLabel 'X'@en, 'x'@fr . :b skos:altLabel 'x'@en ."),
    ("surrounding-space", ":a skos:prefLabel 'x y'@en ; skos:notation ' 1' ."),
    (
        "unprintable-characters",
        ":a a skos:Concept ; skos:prefLabel 'é ß 水 \\u00a0\\u200d x\\\"y\\\\' ; skos:note 'x\\u0002' .",
    ),
    (
        "undocumented-concepts",
        ":doc rdfs:subPropertyOf skos:note . :a a skos:Concept ; :doc 'x' . :b a skos:Concept ; skos:example 'x' .",
    ),
    (
        "ambiguous-notations",
        ":a skos:notation '1' ; skos:inScheme :s . :b skos:notation '1' ; skos:inScheme :t . :a skos:related :b .",
    ),
    ("language-tags", ":a skos:prefLabel 'x'@zh-Hans-CN, 'x'@en-x-nvs ; skos:notation '1' ; skos:note 1 ."),
    (
        "language-coverage",
        (
            ":a a skos:Concept ; rdfs:label 'x'@en, 'y'@fr . "
            ":b a skos:Concept ; rdfs:label 'x'@EN ; skos:note 'x'@fr . :c a skos:Concept ."
        ),
    ),
    (
        "no-common-language",
        ":a a skos:Concept ; rdfs:label 'x'@fr, 'x'@en . :b a skos:Concept ; rdfs:label 'x'@en . :c a skos:Concept .",
    ),
    ("no-common-language", ""),
    ("orphan-concepts", ":a a skos:Concept . far:b skos:exactMatch :a ."),
    (
        "disconnected-clusters",
        ":a skos:related :b . :c skos:broader :d, :e . :e skos:exactMatch far:x . :a skos:closeMatch far:x .",
    ),
    ("hierarchical-cycles", ":a skos:broader :b . :b skos:narrower :a . :a skos:related :a ."),
    (
        "valueless-relations",
        ":a skos:broader :p . :b skos:broader :q . :p skos:broader :r . :q skos:broader :r . :a skos:related :b .",
    ),
    (
        "solely-transitive",
        ":a skos:broader :b . :c skos:narrower :b . :a skos:broaderTransitive :b, :c . :c skos:narrowerTransitive :a .",
    ),
    (
        "one-way-relations",
        (
            ":a skos:broader :b . :b skos:narrower :a . :a skos:related :c . :c skos:related :a . "
            ":a skos:exactMatch far:a ."
        ),
    ),
    ("omitted-tops", ":a skos:topConceptOf :s ."),
    ("tops-below", ":a skos:topConceptOf :s ; skos:narrower :b . :c skos:broader :a ."),
    (
        "unmarked-tops",
        (
            ":a a skos:Concept ; skos:inScheme :s . :s skos:hasTopConcept :a . "
            ":b a skos:Concept ; skos:inScheme :s ; skos:broader :a ."
        ),
    ),
    (
        "hierarchical-redundancy",
        ":a skos:broader :b, :c . :b skos:broader :d . :c skos:broader :d . :a skos:broaderTransitive :d .",
    ),
    ("hierarchical-redundancy", ":a skos:broader :b . :b skos:broader :c . :c skos:broader :b ."),
    ("reflexive-relations", ":a rdfs:seeAlso :a ; skos:related :b ."),
    ("missing-scheme", ":a skos:topConceptOf :s ."),
    ("several-schemes", ":s a skos:ConceptScheme . :a skos:inScheme :s ."),
    ("concepts-without-scheme", ":a a skos:Concept ; skos:topConceptOf :s ."),
    ("untyped-concepts", ":Place rdfs:subClassOf skos:Concept . :a a skos:Concept ; skos:related :b . :b a :Place ."),
    ("collection-relations", ":g a skos:OrderedCollection ; skos:member :a . :a skos:related :b ."),
    ("misplaced-values", ":a skos:broader :b ; skos:prefLabel 'c' ; skos:notation 1 ."),
    ("unreachable-resources", ":a a skos:Concept ; dct:creator [ rdfs:label 'x' ] . :x rdfs:seeAlso :a ."),
    ("redefined-terms", ":broader a rdf:Property ; rdfs:subPropertyOf skos:broader ."),
    ("foreign-terms", ":a a skos:Concept ; dct:title 'x' ; owl:deprecated false . :x far:elsewhere 'y' ."),
    ("missing-out-links", ":a a skos:Concept . far:b rdfs:seeAlso :a ."),
    ("unmapped-concepts", ":a a skos:Concept . far:b skos:broadMatch :a ."),
    ("broken-links", ":a skos:related :b, far:c . :b rdfs:label 'x' ."),
    ("undefined-terms", ":a a skos:OrderedCollection ; skos:memberList () ; rdfs:isDefinedBy skos: ."),
    ("foreign-schemes", ":a skos:exactMatch <urn:b> . <HTTPS://example.org/> rdfs:label 'x' ."),
    (
        "links-to-deprecated",
        (
            ":a skos:related :b . :a owl:deprecated true . :b owl:deprecated true . "
            ":c skos:related far:d ; owl:deprecated 'false' ."
        ),
    ),
    (
        "unreplaced-concepts",
        ":a a skos:Concept ; owl:deprecated true ; dct:isReplacedBy :b . :c a skos:Concept ; owl:deprecated 'false' .",
    ),
    ("relation-clashes", ":a skos:broader :b . :c skos:broader :b . :a skos:related :c, :a ."),
    ("mapping-clashes", ":a skos:exactMatch :b ; skos:closeMatch :b ; skos:broadMatch :c ."),
    ("misused-mappings", ":a skos:exactMatch :b, far:c ; skos:inScheme :s . :b skos:inScheme :t ."),
    ("clashing-types", ":a a skos:Concept, owl:NamedIndividual . :g a skos:Collection, skos:OrderedCollection ."),
]

OF_THE_WEB = {"missing-in-links"}
"""Indicators that need to be told of other vocabularies."""


@pytest.mark.parametrize(("indicator", "count", "turtle"), FAULTY)
def test_fault_is_found(indicator: str, count: int, turtle: str) -> None:
    found = result(indicator, turtle)
    assert found.count == count
    assert len(found.findings) == count
    assert found.complete


@pytest.mark.parametrize(("indicator", "turtle"), SOUND)
def test_what_is_sound_is_left_alone(indicator: str, turtle: str) -> None:
    assert result(indicator, turtle).count == 0


def test_every_indicator_has_a_case_of_each_kind() -> None:
    every = set(indicators()) - OF_THE_WEB
    assert {indicator for indicator, _, _ in FAULTY} == every
    assert {indicator for indicator, _ in SOUND} == every


def test_links_from_other_vocabularies() -> None:
    turtle = ":a a skos:Concept . :b a skos:Concept ."
    unknown = assess(triples(turtle)).results["missing-in-links"]
    known = assess(triples(turtle), linked={"<http://example.org/c/a>"}).results["missing-in-links"]
    assert unknown.count is None
    assert [finding.resources for finding in known.findings] == [("<http://example.org/c/b>",)]


def test_the_web_is_asked_where_it_may_be() -> None:
    asked: list[str] = []

    def resolves(iri: str) -> bool:
        asked.append(iri)
        return "far" not in iri

    found = assess(triples(":a skos:related :b, far:c . :b skos:related :a ."), resolves=resolves)
    broken = found.results["broken-links"].findings
    assert [finding.resources for finding in broken] == [("<http://far.example/c>",)]
    assert asked == sorted(asked)
    assert "http://example.org/c/a" in asked


def test_namespace_tells_what_is_own() -> None:
    turtle = ":a a skos:Concept ; skos:related <http://example.org/other/b> ."
    assert assess(triples(turtle)).count("missing-labels") == 2
    assert assess(triples(turtle), namespace="http://example.org/c/").count("missing-labels") == 1


@pytest.mark.parametrize("row", indicators().values(), ids=lambda row: row.id)
def test_row_of_the_table(row: Indicator) -> None:
    assert row.id in CHECKS
    assert row.finds_en.endswith(".")
    assert row.finds_fr.endswith(".")
    assert row.title("fr") != row.finds("fr")
    assert not row.differs or row.qskos or row.skosify


def test_every_check_is_in_the_table() -> None:
    assert list(CHECKS) == list(indicators())


def test_checks_of_others_are_all_there() -> None:
    assert sum(bool(row.qskos) for row in indicators().values()) == 29
    assert sum(bool(row.skosify) for row in indicators().values()) == 18


def test_the_namespace_of_skos_holds_what_the_recommendation_defines() -> None:
    """What is defined there is told from what is not by ``vocab.namespace``: see SKOS Reference, Appendix B."""
    assert len(SKOS.terms()) == 32
    assert set(ABOVE) <= set(SKOS.terms())
    assert not set(WITHDRAWN.terms()) & set(SKOS.terms())
