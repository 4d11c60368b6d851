"""Every shape of the profile fires on a bad record and is silent on a good one."""

import re
from collections.abc import Callable, Sequence

import pytest
from pyshacl.entrypoints import meta_validate
from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from shapes.rule import SHAPES, Rule, profile, profile_rules
from shapes.validation import Validator
from vocab import namespace
from vocab.diagnostic import Diagnostic, Severity
from vocab.term import Triple

RULES = profile_rules()
SHAPES_GRAPH = profile()
XSD = "http://www.w3.org/2001/XMLSchema#"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"

SPOILT = {
    "ContactPoint-email-address": "<mailto:help>",
    "Plausible-access-URL-https": "<http://example.org/files>",
    "Plausible-agent-name-not-empty": '" "',
    "Plausible-agent-name-not-filler": '"N/A"',
    "Plausible-bbox-in-range": f'"POLYGON((42 -105,51 -105,51 -98,42 -98,42 -105))"^^<{WKT}>',
    "Plausible-bbox-polygon": f'"ENVELOPE(-5, 8, 51, 42)"^^<{WKT}>',
    "Plausible-byte-size-positive": f'"0"^^<{XSD}nonNegativeInteger>',
    "Plausible-contact-name-not-empty": '""',
    "Plausible-contact-name-not-filler": '"non renseigné"@fr',
    "Plausible-created-year": f'"0001-01-01"^^<{XSD}date>',
    "Plausible-description-length": '"Some data."@en',
    "Plausible-description-not-empty": '"\\n\\t"@en',
    "Plausible-description-not-filler": '"To be completed."@en',
    "Plausible-download-URL-https": "<ftp://example.org/2022.nc>",
    "Plausible-endpoint-URL-https": "<http://example.org/wms>",
    "Plausible-issued-year": f'"0001"^^<{XSD}gYear>',
    "Plausible-keyword-not-empty": '""@fr',
    "Plausible-keyword-not-filler": '"Unknown"@en',
    "Plausible-keyword-single-term": '"aerosol; volcano; plume"@en',
    "Plausible-label-not-empty": '""@en',
    "Plausible-landing-page-https": "<http://example.org/plume>",
    "Plausible-modified-year": f'"9999-12-31"^^<{XSD}date>',
    "Plausible-period-order": f'"2021-12"^^<{XSD}gYearMonth>',
    "Plausible-spatial-resolution-positive": f'"0.0"^^<{XSD}decimal>',
    "Plausible-spatial-resolution-range": f'"25000000"^^<{XSD}decimal>',
    "Plausible-title-brief": '"{}"@en'.format("plume " * 50),
    "Plausible-title-length": '"V2"@en',
    "Plausible-title-not-empty": '" "@en',
    "Plausible-title-not-filler": '"Sans titre"@fr',
}
"""Values that one rule each is about."""

ONLY = {"French": '"Only in English, but long enough to be taken for an abstract."@en', "English": '"Le texte"@fr'}
KINDS: dict[Node | None, str] = {SH.IRI: '"text"', SH.Literal: "<https://example.org/undescribed>"}


def members(triples: Sequence[Triple], rule: Rule) -> list[str]:
    """Focus nodes of a rule in the good record; for a concept, an added one."""
    shape = URIRef(rule.code)
    found = []
    owners = [shape, *SHAPES_GRAPH.subjects(SH.property, shape)]
    for target in (node for owner in owners for node in SHAPES_GRAPH.objects(owner, SH.targetClass)):
        family = {
            f"<{cls}>" for cls in SHAPES_GRAPH.transitive_subjects(URIRef(namespace.RDFS.subClassOf[1:-1]), target)
        }
        found += [s for s, p, o in triples if p == namespace.RDF.type and o in family]
    for target in SHAPES_GRAPH.objects(shape, SH.targetSubjectsOf):
        found += [s for s, p, _ in triples if p == f"<{target}>"]
    return sorted(set(found))


def spoilt(triples: Sequence[Triple], rule: Rule) -> list[Triple]:
    """The record with what the rule forbids."""
    triples = [*triples, *CONCEPT]
    shape = URIRef(rule.code)
    focus = members(triples, rule)[0]
    paths = {f"<{SHAPES_GRAPH.namespace_manager.expand_curie(step)}>" for step in rule.path.split("|")}
    path = sorted(paths)[0]
    others = [triple for triple in triples if not (triple[0] == focus and triple[1] in paths)]
    constraint = rule.components[0].removeprefix(str(SH)).removesuffix("ConstraintComponent")
    language = rule.name.rpartition("-")[2]
    if rule.name in SPOILT:
        return [*others, (focus, path, SPOILT[rule.name])]
    if constraint == "MinCount":
        alone = f"<{SHAPES_GRAPH.namespace_manager.expand_curie('dcat:inSeries')}>" in paths
        return [triple for triple in others if not (alone and triple[1] == namespace.DCAT.inSeries)]
    if constraint == "MaxCount":
        return [*triples, *((focus, path, f"<https://example.org/value/{n}>") for n in "12")]
    if constraint == "UniqueLang":
        return [*triples, *((focus, path, f'"A second text in one language, number {n}"@en') for n in "12")]
    if constraint == "NodeKind":
        return [*triples, (focus, path, KINDS[SHAPES_GRAPH.value(shape, SH.nodeKind)])]
    if constraint == "Or":
        return [*triples, (focus, path, f'"2022-02-30"^^<{XSD}date>')]
    if language in ONLY:
        return [*others, (focus, path, ONLY[language])]
    assert constraint in ("Class", "Datatype"), f"add a spoilt value for {rule.name}"
    return [*triples, (focus, path, '"text"' if constraint == "Datatype" else "<https://example.org/undescribed>")]


TERM = "<https://example.org/term>"
SCHEME = "<https://example.org/scheme>"
CONCEPT: list[Triple] = [
    (TERM, namespace.RDF.type, namespace.SKOS.Concept),
    (TERM, namespace.SKOS.prefLabel, '"plume"@en'),
    (TERM, namespace.SKOS.inScheme, SCHEME),
    (SCHEME, namespace.RDF.type, namespace.SKOS.ConceptScheme),
    (SCHEME, namespace.DCTERMS.title, '"Terms"@en'),
]
"""A term that a record brings along."""


@pytest.fixture(scope="module")
def findings(
    good: list[Triple], validator: Validator, copied: Callable[[Sequence[Triple], int], list[Triple]]
) -> dict[str, list[Diagnostic]]:
    """The findings about each spoilt copy, by the rule that it breaks: one run for all."""
    copies = [(code, copied(spoilt(good, rule), number)) for number, (code, rule) in enumerate(RULES.items())]
    return validator.validate([("good", [*good, *CONCEPT]), *copies])


def test_good_record_has_no_finding(findings: dict[str, list[Diagnostic]]) -> None:
    assert findings["good"] == []


@pytest.mark.parametrize("code", RULES, ids=lambda code: code.removeprefix(SHAPES))
def test_rule_fires(code: str, findings: dict[str, list[Diagnostic]]) -> None:
    rule = RULES[code]
    found = next(finding for finding in findings[code] if finding.code == code)
    assert (found.severity, found.path, found.en, found.fr) == (rule.severity, rule.path, rule.en, rule.fr)
    assert found.focus.startswith(("https://example.org/", "mailto:"))


def test_spoilt_table_has_no_dead_row() -> None:
    assert SPOILT.keys() <= {rule.name for rule in RULES.values()}


@pytest.mark.parametrize("code", RULES, ids=lambda code: code.removeprefix(SHAPES))
def test_rule_is_complete(code: str) -> None:
    rule = RULES[code]
    shape = URIRef(code)
    assert code.startswith(SHAPES)
    assert (shape, RDF.type, SH.PropertyShape) in SHAPES_GRAPH
    assert (shape, SH.severity, None) in SHAPES_GRAPH
    assert len(rule.components) == 1
    assert len(rule.en) > 30
    assert len(rule.fr) > 30
    assert rule.en != rule.fr
    assert rule.name_en
    assert rule.name_fr
    assert rule.see.startswith("https://semiceu.github.io/GeoDCAT-AP/releases/3.1.0/#")
    assert sorted(text.n3()[-3:] for text in SHAPES_GRAPH.objects(shape, SH.message)) == ["@en", "@fr"]


def test_french_has_its_spaces() -> None:
    wrong = [rule.name for rule in RULES.values() if re.search(r"[^\s\u00a0\u202f][;!?»]|«\S", rule.fr)]
    assert wrong == []


def test_plausibility_is_never_a_violation() -> None:
    plausible = [rule for rule in RULES.values() if rule.name.startswith("Plausible-")]
    assert len(plausible) > 20
    assert Severity.VIOLATION not in {rule.severity for rule in plausible}


def test_shapes_are_valid_shacl() -> None:
    conforms, _, text = meta_validate(profile(), inference="none")
    assert conforms, text


def test_shapes_hold_no_unattached_rule() -> None:
    attached = set(SHAPES_GRAPH.objects(None, SH.property)) | set(SHAPES_GRAPH.subjects(SH.targetSubjectsOf))
    attached |= set(SHAPES_GRAPH.subjects(SH.targetClass))
    assert {URIRef(code) for code in RULES} <= attached
    assert {shape for shape in SHAPES_GRAPH.objects(None, SH.property) if isinstance(shape, URIRef)} <= {
        URIRef(code) for code in RULES
    }


DUTIES = [
    ("mandatory title", "Dataset-title-required", Severity.VIOLATION),
    ("mandatory abstract", "Dataset-description-required", Severity.VIOLATION),
    ("mandatory date stamp", "CatalogRecord-revision-date-required", Severity.VIOLATION),
    ("mandatory address", "Distribution-access-URL-required", Severity.VIOLATION),
    ("mandatory agent name", "Agent-name-required", Severity.VIOLATION),
    ("recommended licence", "Distribution-licence-recommended", Severity.WARNING),
    ("recommended access rights", "Dataset-access-rights-recommended", Severity.WARNING),
    ("recommended contact", "Dataset-contact-point-recommended", Severity.WARNING),
    ("end before begin", "Plausible-period-order", Severity.WARNING),
    ("swapped bounding box", "Plausible-bbox-in-range", Severity.WARNING),
    ("French title", "Plausible-title-French", Severity.INFO),
]


@pytest.mark.parametrize(("duty", "name", "severity"), DUTIES)
def test_duty(duty: str, name: str, severity: Severity) -> None:
    assert RULES[SHAPES + name].severity is severity, duty


PERIODS = [
    ('"2019"^^gYear', '"2019-05"^^gYearMonth', True),
    ('"2019-05-01"^^date', '"2019"^^gYear', True),
    ('"2019-05-01"^^date', '"2019-05-01T00:00:00Z"^^dateTime', True),
    ('"-5000"^^gYear', '"1900"^^gYear', True),
    ('"2020"^^gYear', '"2019"^^gYear', False),
    ('"2020-01-01"^^date', '"2019-12-31T23:59:59Z"^^dateTime', False),
    ('"2020-01-01T00:00:00"^^dateTime', '"2019-12-31T23:59:59Z"^^dateTime', False),
]


@pytest.mark.parametrize(("begin", "end", "ordered"), PERIODS)
def test_order_of_bounds_of_different_precision(begin: str, end: str, ordered: bool, validator: Validator) -> None:
    period = "<https://example.org/period>"
    bounds = [re.sub(r"\^\^(\w+)", rf"^^<{XSD}\1>", bound) for bound in (begin, end)]
    triples = [(period, namespace.DCAT.startDate, bounds[0]), (period, namespace.DCAT.endDate, bounds[1])]
    found = validator.validate([("record", triples)])["record"]
    assert [finding.code for finding in found] == ([] if ordered else [SHAPES + "Plausible-period-order"])


BOXES = [
    ("POLYGON((-5 42,8 42,8 51,-5 51,-5 42))", set()),
    ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON ((-180 -90, 180 -90, 180 90, -180 90, -180 -90))", set()),
    (
        "MULTIPOLYGON(((170 -25,180 -25,180 -15,170 -15,170 -25)),((-180 -25,-170 -25,-170 -15,-180 -15,-180 -25)))",
        set(),
    ),
    ("POLYGON((42 -105,51 -105,51 -98,42 -98,42 -105))", {"Plausible-bbox-in-range"}),
    (
        "POLYGON((652000 6862000,653000 6862000,653000 6863000,652000 6863000,652000 6862000))",
        {"Plausible-bbox-in-range"},
    ),
    ("POLYGON((-5 42,8 42))", {"Plausible-bbox-polygon"}),
    ("42 -5 51 8", {"Plausible-bbox-polygon"}),
]


@pytest.mark.parametrize(("wkt", "names"), BOXES)
def test_bounding_boxes(wkt: str, names: set[str], validator: Validator) -> None:
    triples = [("<https://example.org/place>", namespace.DCAT.bbox, f'"{wkt}"^^<{WKT}>')]
    found = validator.validate([("record", triples)])["record"]
    assert {finding.code.removeprefix(SHAPES) for finding in found} == names


SHARED_BY_A_SERIES = {
    "Dataset-contact-point-recommended": namespace.DCAT.contactPoint,
    "Dataset-publisher-recommended": namespace.DCTERMS.publisher,
    "Dataset-access-rights-recommended": namespace.DCTERMS.accessRights,
    "Dataset-creator-welcome": namespace.DCTERMS.creator,
    "Distribution-licence-recommended": namespace.DCTERMS.license,
}
"""What a series says for its members, and the rule that asks others for it."""


def test_member_of_a_series_is_not_asked_for_what_the_series_says(good: list[Triple], validator: Validator) -> None:
    bare = [triple for triple in good if triple[1] not in SHARED_BY_A_SERIES.values()]
    alone = [triple for triple in bare if triple[1] != namespace.DCAT.inSeries]
    found = {
        key: {finding.code.removeprefix(SHAPES) for finding in validator.validate([(key, triples)])[key]}
        for key, triples in (("member", bare), ("alone", alone))
    }
    assert found["member"] & SHARED_BY_A_SERIES.keys() == set()
    assert found["alone"] >= SHARED_BY_A_SERIES.keys()
    assert "DatasetSeries-licence-recommended" in found["member"]


def test_profile_is_made_anew_on_each_call() -> None:
    profile().remove((None, None, None))
    assert isinstance(profile(), Graph)
    assert len(profile()) == len(SHAPES_GRAPH)
