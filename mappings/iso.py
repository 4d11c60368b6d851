"""What ISO/TS 19139 and ISO 19115-3 have in common: choosers and converters that read by local name.

Both encode the classes of ISO 19115; their tables (``iso19139``, ``iso19115_3``) differ in paths and share these.
"""

import re
from collections.abc import Iterable, Iterator

from vocab.namespace import ADMS, DCAT, DCTERMS, RDF, SKOS
from vocab.term import Term, iri, literal

from .converters import parties, rights
from .converters.codes import code_of
from .converters.dates import period
from .converters.dates import read as read_date
from .converters.identifiers import identifier_statements
from .converters.links import address, link
from .converters.space import box, epsg
from .converters.text import anchor_of, local_name, localised_texts, one_line, text_of
from .converters.xml import all_text, descendant, each, first, parts, text_at
from .errors import ConversionError
from .parsing import XmlElement
from .scope import Scope

DATE_TYPES: dict[str, Term] = {
    "creation": DCTERMS.created,
    "publication": DCTERMS.issued,
    "released": DCTERMS.issued,
    "revision": DCTERMS.modified,
    "lastupdate": DCTERMS.modified,
    "lastupdated": DCTERMS.modified,
    "lastrevision": DCTERMS.modified,
}
"""ISO CI_DateTypeCode and the property of each; a property takes the earliest date, ``dct:modified`` the latest."""

SERIES_LEVELS = frozenset(
    {"series", "collectionsession", "fieldsession", "productionseries", "sensorseries", "platformseries"}
)
"""Hierarchy levels of a DatasetSeries."""


def kind_of(level: str, *, service: bool) -> Term:
    """The class of a resource by its ISO MD_ScopeCode; everything that is neither series nor service is a Dataset."""
    if service or level.lower() == "service":
        return DCAT.DataService
    return DCAT.DatasetSeries if level.lower() in SERIES_LEVELS else DCAT.Dataset


def resource_type(_node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The INSPIRE type of the resource, which follows from its class."""
    return (scope.describe(iri(RESOURCE_TYPES[scope.kind]), SKOS.Concept),)


RESOURCE_TYPES = {
    DCAT.Dataset: "http://inspire.ec.europa.eu/metadata-codelist/ResourceType/dataset",
    DCAT.DatasetSeries: "http://inspire.ec.europa.eu/metadata-codelist/ResourceType/series",
    DCAT.DataService: "http://inspire.ec.europa.eu/metadata-codelist/ResourceType/service",
}


def read_locales(locales: Iterable[XmlElement], scope: Scope) -> dict[str, str]:
    """BCP 47 tags of PT_Locale elements by their id (ISO/TS 19139, 7.3)."""
    tags = scope.context.codelists["language-tags"]
    found: dict[str, str] = {}
    for locale in locales:
        code = first(locale, "languageCode") if first(locale, "languageCode") is not None else first(locale, "language")
        tag = tags.lookup_text(code_of(code)) if code is not None else None
        if tag and locale.get("id"):
            found[locale.get("id", "")] = tag
    return found


def citation_dates(citation: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The dates of a citation, one for each property."""
    found: dict[Term, list[Term]] = {}
    for element in each(citation, "date"):
        date = next(iter(element), None)
        kind = first(date, "dateType")
        prop = DATE_TYPES.get(code_of(kind).lower()) if kind is not None else None
        value = first(date, "date")
        text = text_of(value) if value is not None else ""
        if prop is None or not text or value is None:
            continue
        try:
            date_value = read_date(text, scope, node=value)
        except ConversionError as error:
            scope.report(
                error.code, path="citation/date", line=value.sourceline or 0, excerpt=text, detail=error.detail
            )
            continue
        found.setdefault(prop, []).append(date_value)
    for prop, dates in found.items():
        yield prop, max(dates) if prop == DCTERMS.modified else min(dates)


def identifiers(citation: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The identifiers of a citation: an Anchor's address before its code, with the code space before it.

    A citation without any leaves the record's own, which is what a reader would cite.
    """
    found = []
    for element in each(citation, "identifier"):
        holder = next(iter(element), None)
        code = first(holder, "code")
        if code is not None:
            found.append((one_line(anchor_of(code) or text_of(code)), text_at(holder, "codeSpace")))
    if not any(code for code, _ in found) and scope.identified:
        found = [(scope.identifier, "")]
    yield from identifier_statements(found, scope)


def constraints(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MD_Constraints, MD_LegalConstraints or MD_SecurityConstraints block."""
    access = [code_of(element) for element in each(node, "accessConstraints")]
    use = [code_of(element) for element in each(node, "useConstraints")]
    secret = local_name(node).endswith("SecurityConstraints")
    limited = rights.access_conditions if secret else rights.use_conditions
    for element in each(node, "useLimitation"):
        yield from limited(localised_texts(element, scope), anchor_of(element), scope)
    others = list(each(node, "otherConstraints"))
    condition = rights.access_conditions if access and not use else rights.use_conditions
    for element in others:
        href = anchor_of(element)
        limitation = "LimitationsOnPublicAccess" in href
        chosen = rights.access_conditions if limitation else condition
        yield from chosen(localised_texts(element, scope), href, scope)
    if not others:
        for code in access:
            found = scope.context.codelists["access-restrictions"].lookup(code)
            if found is not None:
                yield from rights.access_right(found, scope)
    for reference in each(node, "reference"):
        title = first(reference, "*", "title")
        if title is not None:
            yield from rights.use_conditions(localised_texts(title, scope), anchor_of(title), scope)


def bounding_box(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """An EX_GeographicBoundingBox as WKT.

    Raises:
        ConversionError: a bound is missing, no number or out of range.
    """
    said = parts(node)
    bounds = [
        text_of(said[name]) if name in said else ""
        for name in ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
    ]
    if not any(bounds):
        return ()
    west, south, east, north = bounds
    return (box(west, south, east, north, scope, "EX_GeographicBoundingBox", node.sourceline or 0),)


def location_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of the place that an extent element describes, by what it says; None when it says nothing."""
    said = all_text(node)
    return scope.part("location", said) if said else None


def time_period(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A gml:TimePeriod or gml:TimeInstant: its bounds (GML 3.2.1, 14.2)."""
    instant = first(node, "timePosition")
    begin: XmlElement | None
    end: XmlElement | None
    if instant is not None:
        begin = end = instant if instant.get("indeterminatePosition") is None else None
    else:
        begin, end = _bound(node, "begin"), _bound(node, "end")
    starts, ends = period(begin, end, scope, "EX_TemporalExtent")
    yield from ((DCAT.startDate, term) for term in starts)
    yield from ((DCAT.endDate, term) for term in ends)


def _bound(node: XmlElement, name: str) -> XmlElement | None:
    found = first(node, f"{name}Position")
    if found is None:
        holder = first(node, name)
        found = descendant(holder, "timePosition") if holder is not None else None
    if found is None or found.get("indeterminatePosition", "") in ("now", "unknown", "before", "after"):
        return None
    return found


def statement_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a statement of provenance, by what it says; None when it says nothing."""
    text = text_of(node)
    return scope.part("provenance", text) if text else None


def page_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The address that an element gives, of a page; None when it gives none.

    Raises:
        TermError: it is no usable IRI.
    """
    return next(iter(link(node, scope)), None)


def period_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a period, by what it says; None when it says nothing."""
    said = all_text(node)
    return scope.part("period", said) if said else None


_EPSG = re.compile(r"(?:EPSG(?:/\d+)?(?::{1,2}|/|\s)(?:[\d.]*:)?|/epsg/[\d.]+/)(\d{4,6})\b", re.IGNORECASE | re.ASCII)


def reference_system(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A coordinate reference system given by its EPSG code, as the OGC's IRI of it."""
    text = one_line(text_of(node))
    match = _EPSG.search(anchor_of(node)) or _EPSG.search(text) or re.fullmatch(r"([0-9]{4,5})", text)
    space = text_at(node.getparent(), "codeSpace") if node.getparent() is not None else ""
    if match is None or (text.isdigit() and "epsg" not in space.lower() and not _EPSG.search(anchor_of(node))):
        if text:
            raise ConversionError("map.code", f"reference system {text[:60]!r}")
        return ()
    return (epsg(match[1], scope),)


def inherit(prop: Term, codelist: str) -> "Inherit":
    """A chooser that keeps a code's counterpart for the distributions."""
    return Inherit(prop, codelist)


class Inherit:
    """Keeps the first counterpart of a code for the distributions; states nothing itself."""

    def __init__(self, prop: Term, codelist: str) -> None:
        self.prop = prop
        self.codelist = codelist
        self.description = f"A code of the list `{codelist}`, kept for the distributions."

    def __call__(self, node: XmlElement, scope: Scope) -> Iterable[tuple[Term, Term]]:
        """Look the code up and keep what it stands for.

        Raises:
            ConversionError: the list does not have the code.
        """
        code = code_of(node)
        if not code:
            return ()
        codelist = scope.context.codelists[self.codelist]
        name = codelist.lookup_text(code)
        found = literal(name) if name is not None else codelist.lookup(code)
        if found is None:
            raise ConversionError("map.code", f"{self.codelist}: {code[:60]!r}")
        scope.inherited.setdefault(self.prop, found)
        if self.prop == ADMS.representationTechnique:
            scope.add(found, RDF.type, SKOS.Concept)
        return ()


def standard_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a standard, by its Anchor or else its title."""
    href = anchor_of(node)
    if href.startswith("http"):
        return address(href, scope, node=node)
    text = one_line(text_of(node))
    holder = node.getparent()
    version = text_at(holder, "metadataStandardVersion") or text_at(holder, "edition")
    return scope.shared("standard", parties.slug(f"{text} {version}".strip())) if text else None


def service_type(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The INSPIRE type of a spatial data service.

    Raises:
        ConversionError: the code is unknown.
    """
    code = text_of(node).lower()
    if not code:
        return ()
    found = scope.context.codelists["service-types"].lookup(code)
    if found is None:
        raise ConversionError("map.code", f"service type {code[:60]!r}")
    return (found,)


def data_set_uri(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The address by which the data are known, as a further identifier."""
    said = one_line(text_of(node))
    found = identifier_statements([(said, "")] if said else [], scope)
    yield from ((prop, term) for prop, term in found if prop == ADMS.identifier)
