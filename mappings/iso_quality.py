"""DQ_Element in both ISO encodings: measured quality as DQV, conformance as PROV (GeoDCAT-AP 3.1, 5.2 and annex B).

A quantitative result is a ``dqv:QualityMeasurement``; a conformance result an activity that tested the resource
against a standard, with the degree of conformity that it found; what is told in words a ``dqv:QualityAnnotation``.
"""

from collections.abc import Iterator
from typing import TypeAlias

from vocab.namespace import DCTERMS, DQV, FOAF, PROV, RDF, RDFS, SDMX_ATTRIBUTE, SKOS
from vocab.term import Term, iri, literal

from . import iso, iso_citation
from .converters.dates import read as read_date
from .converters.links import address
from .converters.numbers import decimal_term
from .converters.parties import slug
from .converters.text import anchor_of, local_name, localised_texts, one_line, text_of
from .converters.xml import each, first, text_at
from .errors import ConversionError
from .iso_property import unit_text
from .parsing import XmlElement
from .scope import Scope

PROPERTIES = (
    PROV.wasUsedBy,
    DCTERMS.conformsTo,
    DQV.hasQualityMeasurement,
    DQV.hasQualityAnnotation,
)
"""What a report may say of a resource."""

Texts: TypeAlias = list[tuple[str, str | None]]
"""What is said in words, with its language."""

DEGREES = "http://inspire.ec.europa.eu/metadata-codelist/DegreeOfConformity"

_DEGREE_LABELS = {
    "conformant": (("conformant", "en"), ("conforme", "fr")),
    "notConformant": (("not conformant", "en"), ("non conforme", "fr")),
    "notEvaluated": (("not evaluated", "en"), ("non évalué", "fr")),
}
"""The terms of INSPIRE's code list of degrees of conformity."""


def report(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A DQ_Element: what each of its results says of the resource."""
    measured = False
    for holder in each(node, "result"):
        for result in holder:
            # the schemas of ISO 19157-1 leave the prefixes of classes out
            kind = local_name(result).removeprefix("DQ_")
            if kind == "ConformanceResult":
                tested = list(conformance(node, result, scope)) or list(_verdict(node, result, scope))
                measured = measured or bool(tested)
                yield from tested
            elif kind == "QuantitativeResult":
                unit, told = unit_text(first(result, "valueUnit")), _told(result, scope)
                for value in each(result, "value"):
                    measured = True
                    yield from _measurement(node, value, unit, told, scope)
    if measured:
        return
    results = [result for holder in each(node, "result") for result in holder]
    described = [*_descriptions(node, scope), *(pair for result in results for pair in _told(result, scope))]
    if described:
        yield DQV.hasQualityAnnotation, _annotation(node, described, scope)


def conformance(node: XmlElement, result: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A DQ_ConformanceResult: the test, and on success that the resource conforms.

    Raises:
        TermError: the standard's address is no usable IRI.
    """
    specification = first(result, "specification")
    citation = first(specification, "*")
    standard = _standard(specification, first(citation, "title"), scope)
    if standard is None:
        return
    scope.add(standard, RDF.type, DCTERMS.Standard)
    if citation is not None:
        iso_citation.describe(citation, standard, scope)
    name = _VERDICTS.get(text_at(result, "pass").lower())
    test = _test(standard, _degree(name or "notEvaluated", scope), result, scope)
    for prop, value in scope.once(_measure, node, scope):
        scope.add(test, prop, value)
    yield PROV.wasUsedBy, test
    if name == "conformant":
        yield DCTERMS.conformsTo, standard


_VERDICTS = {"true": "conformant", "1": "conformant", "false": "notConformant", "0": "notConformant"}
"""Values of the element ``pass``, and the degree of conformity that each says."""


def _verdict(node: XmlElement, result: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A DQ_ConformanceResult that names no standard: what it says in words, with the degree of conformity."""
    explanation = first(result, "explanation")
    told = localised_texts(explanation, scope) if explanation is not None else []
    name = _VERDICTS.get(text_at(result, "pass").lower(), "")
    if not told and not name:
        return
    annotation = _annotation(node, [*scope.once(_descriptions, node, scope), *told], scope, degree=name)
    if name:
        scope.add(annotation, DCTERMS.type, _degree(name, scope))
    yield DQV.hasQualityAnnotation, annotation


def _standard(specification: XmlElement | None, title: XmlElement | None, scope: Scope) -> Term | None:
    """The standard of a test: by the Anchor of its title, the address of the specification, else by its title."""
    href = specification.get("{http://www.w3.org/1999/xlink}href") or "" if specification is not None else ""
    if href.startswith(("http://", "https://")) and not (title is not None and anchor_of(title)):
        return address(href, scope, node=specification)
    return iso.standard_iri(title, scope) if title is not None else None


def _measure(node: XmlElement, scope: Scope) -> list[tuple[Term, Term]]:
    """Title and description of the measure of a report."""
    return [
        (prop, literal(text, language=language))
        for name, prop in (("nameOfMeasure", DCTERMS.title), ("measureDescription", DCTERMS.description))
        for holder in (node, first(node, "measure", "*"))
        if (element := first(holder, name)) is not None
        for text, language in localised_texts(element, scope)
    ]


def _degree(name: str, scope: Scope) -> Term:
    scheme = scope.describe(f"<{DEGREES}>", SKOS.ConceptScheme)
    scope.add(scheme, DCTERMS.title, literal("Degree of conformity", language="en"))
    degree = scope.describe(f"<{DEGREES}/{name}>", SKOS.Concept)
    scope.add(degree, SKOS.inScheme, scheme)
    for text, language in _DEGREE_LABELS[name]:
        scope.add(degree, SKOS.prefLabel, literal(text, language=language))
    return degree


def _test(standard: Term, degree: Term, result: XmlElement, scope: Scope) -> Term:
    """The activity that tested the resource against a standard."""
    explanation = first(result, "explanation")
    told = localised_texts(explanation, scope) if explanation is not None else []
    key = " ".join([standard, degree, *(text for text, _ in told)])
    test, association, plan, found = (scope.part(kind, key) for kind in ("test", "association", "plan", "finding"))
    scope.triples += (
        (test, RDF.type, PROV.Activity),
        (test, PROV.qualifiedAssociation, association),
        (association, RDF.type, PROV.Association),
        (association, PROV.hadPlan, plan),
        (plan, RDF.type, PROV.Plan),
        (plan, PROV.wasDerivedFrom, standard),
        (standard, RDF.type, PROV.Entity),
        (test, PROV.generated, found),
        (found, RDF.type, PROV.Entity),
        (found, DCTERMS.type, degree),
    )
    for text, language in told:
        scope.add(found, DCTERMS.description, literal(text, language=language))
    return test


def _measurement(
    node: XmlElement, value: XmlElement, unit: str, told: Texts, scope: Scope
) -> Iterator[tuple[Term, Term]]:
    """A value of a quantitative result as a measurement of its measure, with what is told of the result in words."""
    said = one_line(" ".join(value.itertext()))
    for record in value:
        said = one_line(record.text or "") or text_at(record, "field", "Field", "value") or said
    if not said:
        return
    metric = scope.once(_metric, node, scope)
    measurement = scope.describe(scope.part("measurement", f"{metric} {said} {unit}"), DQV.QualityMeasurement)
    scope.add(measurement, DQV.isMeasurementOf, metric)
    scope.add(measurement, DQV.value, _value(said))
    if unit:
        concept = scope.describe(scope.shared("unit", slug(unit)), SKOS.Concept)
        scope.add(concept, SKOS.prefLabel, literal(unit))
        scope.add(measurement, SDMX_ATTRIBUTE.unitMeasure, concept)
    for text, language in (*scope.once(_descriptions, node, scope), *told):
        scope.add(measurement, DCTERMS.description, literal(text, language=language))
    _state_date(node, measurement, scope)
    yield DQV.hasQualityMeasurement, measurement


def _value(said: str) -> Term:
    try:
        return decimal_term(float(said))
    except (ValueError, ConversionError):
        return literal(said)


def _metric(node: XmlElement, scope: Scope) -> Term:
    """What is measured: a measure's Anchor, else its name or code, else the kind of quality that it tells."""
    measure = first(node, "measure", "*")
    holder = node if measure is None else measure
    name = first(holder, "nameOfMeasure")
    code = first(holder, "measureIdentification", "*", "code")
    texts = localised_texts(name, scope) if name is not None else []
    anchors = [anchor_of(element) for element in (name, code) if element is not None]
    known = next((one for one in anchors if one.startswith(("http://", "https://"))), "")
    label = one_line(texts[0][0]) if texts else one_line(text_of(code)) if code is not None else ""
    label = label or local_name(node).partition("_")[2] or local_name(node)
    metric = scope.describe(iri(known) if known else scope.shared("metric", slug(label)), DQV.Metric)
    for text, language in texts or [(label, None)]:
        scope.name(metric, SKOS.prefLabel, text, language)
    if code is not None and text_of(code):
        scope.add(metric, SKOS.notation, literal(one_line(text_of(code))))
    return metric


def quality_report(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A report on quality that stands for itself: the document, with its abstract.

    Raises:
        TermError: its address is no usable IRI.
    """
    abstract = first(node, "abstract")
    for citation in (element for holder in each(node, "reportReference") for element in holder):
        for page in iso_citation.document(citation, scope):
            for text, language in localised_texts(abstract, scope) if abstract is not None else ():
                scope.add(page, DCTERMS.description, literal(text, language=language))
            yield FOAF.page, page


def _descriptions(node: XmlElement, scope: Scope) -> Texts:
    """What a report says in words of how quality was evaluated."""
    elements = (first(node, *path) for path in _WORDS)
    return [pair for element in elements if element is not None for pair in localised_texts(element, scope)]


def _told(result: XmlElement, scope: Scope) -> Texts:
    """What a result says in words; of conformance it is told with the test."""
    if local_name(result).endswith("ConformanceResult"):
        return []
    elements = (first(result, name) for name in ("statement", "explanation", "errorStatistic"))
    return [pair for element in elements if element is not None for pair in localised_texts(element, scope)]


_WORDS = (
    ("measureDescription",),
    ("measure", "*", "measureDescription"),
    ("evaluationMethodDescription",),
    ("evaluationMethod", "*", "evaluationMethodDescription"),
    ("evaluationProcedure", "*", "title"),
    ("evaluationMethod", "*", "evaluationProcedure", "*", "title"),
)


def _state_date(node: XmlElement, found: Term, scope: Scope) -> None:
    """State when a report says that quality was evaluated."""
    for date in scope.once(_dates, node, scope):
        scope.add_once(found, DCTERMS.date, date)


def _dates(node: XmlElement, scope: Scope) -> list[Term]:
    """The first date of a report that is one."""
    for holder in (node, first(node, "evaluationMethod", "*")):
        for element in each(holder, "dateTime") if holder is not None else ():
            if said := text_of(element):
                try:
                    return [read_date(said, scope, node=element)]
                except ConversionError as error:
                    scope.report(error.code, path="DQ_Element/dateTime", excerpt=said, detail=error.detail)
    return []


def _annotation(node: XmlElement, described: Texts, scope: Scope, *, degree: str = "") -> Term:
    key = " ".join([local_name(node), *([degree] if degree else ()), *(text for text, _ in described)])
    annotation = scope.describe(scope.part("quality", key), DQV.QualityAnnotation)
    scope.add(annotation, DQV.inDimension, _dimension(local_name(node), scope))
    for text, language in described:
        scope.add(annotation, RDFS.comment, literal(text, language=language))
    _state_date(node, annotation, scope)
    return annotation


def _dimension(kind: str, scope: Scope) -> Term:
    """The element of data quality (ISO 19157) that a report is about, by its class."""
    name = kind.partition("_")[2] or kind
    dimension = scope.describe(scope.shared("quality-dimension", slug(name)), DQV.Dimension)
    scope.add(dimension, SKOS.prefLabel, literal(name))
    return dimension
