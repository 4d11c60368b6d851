"""LI_Lineage in both ISO encodings: sources, and the steps by which the data were made (PROV-O; DCAT 3, 6.4)."""

from collections.abc import Iterator

from vocab.namespace import DCTERMS, PROV, RDF, RDFS
from vocab.term import Term, literal

from . import iso, iso_citation
from . import iso_responsibility as responsibility
from .converters import parties
from .converters import text as texts
from .converters.dates import read as read_date
from .converters.text import localised_texts, one_line, text_of
from .converters.xml import each, first, text_at
from .crosswalk import Choice, Entry, Node, Row
from .errors import ConversionError
from .iso_property import unit_of
from .parsing import XmlElement
from .scope import Scope


def process_step(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An LI_ProcessStep as an activity that the data come from."""
    description = first(node, "description")
    told = localised_texts(description, scope) if description is not None else []
    reports = (first(report, "*", "description") for report in each(node, "report"))
    told += [pair for report in reports if report is not None for pair in localised_texts(report, scope)]
    reason = first(node, "rationale")
    reasons = localised_texts(reason, scope) if reason is not None else []
    dates = _dates(node)
    said = " ".join([*(text for text, _ in (*told, *reasons)), *dates])
    if not said:
        return
    step = scope.part("activity", said)
    scope.add(step, RDF.type, PROV.Activity)
    for prop, found in ((DCTERMS.description, told), (RDFS.comment, reasons)):
        for text, language in found:
            scope.add(step, prop, literal(text, language=language))
    for prop, date in zip((PROV.startedAtTime, PROV.endedAtTime), (dates[0], dates[-1]) if dates else (), strict=False):
        _state_date(step, prop if len(dates) > 1 else DCTERMS.date, date, scope)
    for holder in each(node, "processor"):
        _associate(holder, step, scope)
    for holder in each(node, "processingInformation"):
        _plan(holder, step, scope)
    for citation in each(node, "reference"):
        for one in citation:
            for page in iso_citation.document(one, scope):
                scope.add(step, DCTERMS.references, page)
    yield PROV.wasGeneratedBy, step


def _associate(holder: XmlElement, step: Term, scope: Scope) -> None:
    """Who processed the data: the organisation and its people."""
    for party, _role in responsibility.read(holder, scope):
        for agent in (parties.describe_agent(party, scope), parties.member(party, scope)):
            if agent is not None:
                scope.add(step, PROV.wasAssociatedWith, agent)


def _dates(node: XmlElement) -> list[str]:
    """When a step was made: one date, or begin and end."""
    instant = text_at(node, "dateTime")
    if instant:
        return [instant]
    holder = first(node, "stepDateTime")
    if holder is None:
        return []
    names = ("timePosition", "beginPosition", "endPosition")
    found = (e.text for name in names for e in holder.iter(f"{{*}}{name}"))
    return [one_line(text) for text in found if text and text.strip()]


def _state_date(step: Term, prop: Term, said: str, scope: Scope) -> None:
    try:
        scope.add(step, prop, read_date(said, scope, path="LI_ProcessStep/dateTime"))
    except ConversionError as error:
        scope.report(error.code, path="LI_ProcessStep/dateTime", excerpt=said, detail=error.detail)


def _plan(holder: XmlElement, step: Term, scope: Scope) -> None:
    """An LE_Processing: the procedure that a step followed (ISO 19115-2)."""
    told = [
        (text, language)
        for path in _PROCEDURE
        if (element := first(holder, "*", *path)) is not None
        for text, language in localised_texts(element, scope)
    ]
    if not told:
        return
    key = " ".join(text for text, _ in told)
    association, plan = scope.part("association", key), scope.part("plan", key)
    scope.triples += (
        (step, PROV.qualifiedAssociation, association),
        (association, RDF.type, PROV.Association),
        (association, PROV.hadPlan, plan),
        (plan, RDF.type, PROV.Plan),
    )
    for text, language in told:
        scope.add(plan, DCTERMS.description, literal(text, language=language))


_PROCEDURE = (
    ("identifier", "*", "code"),
    ("procedureDescription",),
    ("runTimeParameters",),
    ("softwareReference", "*", "title"),
    ("documentation", "*", "title"),
    ("algorithm", "*", "description"),
    ("algorithm", "*", "citation", "*", "title"),
)
"""Where an LE_Processing says what was done, and with which programs."""


def source(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An LI_Source: a dataset where its citation has an address, else a document or a statement of provenance."""
    citation = first(node, "sourceCitation", "*")
    told = list(_words(node, scope))
    if citation is not None and iso_citation.address_of(citation):
        for thing in iso_citation.source(citation, scope):
            for text, language in told or localised_titles(citation, scope):
                scope.add(thing, DCTERMS.description, literal(text, language=language))
            yield DCTERMS.source, thing
        return
    if citation is not None:
        for thing in iso_citation.document(citation, scope):
            for text, language in told:
                scope.add(thing, DCTERMS.description, literal(text, language=language))
            yield DCTERMS.references, thing
    elif told:
        statement = scope.part("provenance", " ".join(text for text, _ in told))
        scope.add(statement, RDF.type, DCTERMS.ProvenanceStatement)
        for text, language in told:
            scope.add(statement, RDFS.label, literal(text, language=language))
        yield DCTERMS.provenance, statement


def localised_titles(citation: XmlElement, scope: Scope) -> list[tuple[str, str | None]]:
    """The titles of a citation."""
    title = first(citation, "title")
    return localised_texts(title, scope) if title is not None else []


def _words(node: XmlElement, scope: Scope) -> Iterator[tuple[str, str | None]]:
    description = first(node, "description")
    if description is not None:
        yield from localised_texts(description, scope)
    for path in _SCALES:
        if scale := text_at(node, *path):
            yield f"1:{scale}", None
    for path in _RESOLUTIONS:
        element = first(node, *path)
        if element is not None and (said := text_of(element)):
            yield f"{said} {unit_of(element)}".strip(), None
    for path in _CODES:
        if said := text_at(node, *path):
            yield said, None


_SCALES = (
    ("scaleDenominator", "*", "denominator"),
    ("sourceSpatialResolution", "*", "equivalentScale", "*", "denominator"),
)
_RESOLUTIONS = (("resolution", "*", "scanningResolution"), ("resolution", "*", "groundResolution"))
_CODES = (
    ("sourceReferenceSystem", "*", "referenceSystemIdentifier", "*", "code"),
    ("processedLevel", "*", "code"),
)

_STEPS = "mrl:processStep/* | mrl:source/*/mrl:sourceStep/*"
_SOURCES = "mrl:source/* | mrl:processStep/*/mrl:source/* | mrl:processStep/*/mrl:output/*"

LINEAGE: list[Entry] = [
    Node(
        DCTERMS.provenance, DCTERMS.ProvenanceStatement, "mrl:statement", iso.statement_iri,
        rows=[Row(RDFS.label, ".", texts.localised)],
    ),
    Choice((PROV.wasGeneratedBy,), _STEPS, process_step, note="in PROV, with who did it and by which plan"),
    Choice((DCTERMS.source, DCTERMS.references, DCTERMS.provenance), _SOURCES, source,
           note="a dataset where it has an address, a document where it has a title, else a statement"),
]  # fmt: skip
"""The entries about an LI_Lineage."""
