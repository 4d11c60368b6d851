"""What ISO/TS 19139 and ISO 19115-3 have in common: choosers and converters that read by local name.

Both encode the classes of ISO 19115; their tables (``iso19139``, ``iso19115_3``) differ in paths and share these.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs

from vocab.namespace import ADMS, DCAT, DCTERMS, RDF, SKOS
from vocab.term import Term, TermError, iri, literal

from . import iso_citation
from .converters import keywords, parties, rights
from .converters.codes import code_of
from .converters.dates import date_term, period
from .converters.identifiers import identifier_statements
from .converters.space import box, epsg
from .converters.text import anchor_of, link, local_name, localised_texts, one_line, text_of
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
            date_value = date_term(text)
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


def keyword_statements(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The keywords of an MD_Keywords block."""
    kind = first(node, "type")
    code = code_of(kind).lower() if kind is not None else ""
    title = text_at(node, "thesaurusName", "*", "title")
    for element in each(node, "keyword"):
        texts = tuple(localised_texts(element, scope))
        href = anchor_of(element) or sea_data_net(element)
        if not texts and not href:
            continue
        keyword = keywords.Keyword(
            texts,
            href if href.startswith(("http://", "https://", "urn:")) else "",
            code,
            title,
            "descriptiveKeywords/MD_Keywords/keyword",
            element.sourceline or 0,
        )
        yield from keywords.statements(keyword, scope)


_SEA_DATA_NET = {
    "SDN_ParameterDiscoveryCode": "P02",
    "SDN_DeviceCategoryCode": "L05",
    "SDN_PlatformCategoryCode": "L06",
    "SDN_DeviceCode": "L22",
    "SDN_PortCode": "C38",
    "SDN_CountryCode": "C32",
}
"""Code lists of SeaDataNet's profile, and the collection of the NERC Vocabulary Server that each is."""


def sea_data_net(node: XmlElement) -> str:
    """The address of the concept that a code of SeaDataNet's profile is; empty for anything else."""
    child = next(iter(node), None)
    code = child.get("codeListValue") if child is not None else None
    collection = _SEA_DATA_NET.get(local_name(child)) if child is not None and code else None
    return f"http://vocab.nerc.ac.uk/collection/{collection}/current/{code}/" if collection else ""


def constraints(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MD_Constraints, MD_LegalConstraints or MD_SecurityConstraints block."""
    access = [code_of(element) for element in each(node, "accessConstraints")]
    use = [code_of(element) for element in each(node, "useConstraints")]
    for element in each(node, "useLimitation"):
        yield from rights.use_conditions(localised_texts(element, scope), anchor_of(element), scope)
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


def place(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A place by name or identifier: an IRI is used, text becomes a label."""
    href = anchor_of(node)
    keyword = keywords.Keyword(
        tuple(localised_texts(node, scope)),
        href if href.startswith("http") else "",
        "place",
        place="geographicIdentifier",
        line=node.sourceline or 0,
    )
    if not keyword.href and keyword.texts and keyword.texts[0][0].startswith(("http://", "https://")):
        keyword = keywords.Keyword((), keyword.texts[0][0], "place", place="geographicIdentifier", line=keyword.line)
    yield from keywords.statements(keyword, scope)


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


def associated(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MD_AggregateInformation or MD_AssociatedResource: another resource, by the kind of association.

    Raises:
        ConversionError: its address is unusable.
    """
    kind = first(node, "associationType")
    code = code_of(kind).lower() if kind is not None else ""
    name = next((citation for key in _NAMES for holder in each(node, key) for citation in holder), None)
    code_element = next((e for e in node.iter("{*}code") if text_of(e)), None)
    referred = next((e.get("uuidref") for e in node if e.get("uuidref")), None)
    target = referred or (
        one_line(anchor_of(code_element) or text_of(code_element)) if code_element is not None else ""
    )
    prop = ASSOCIATIONS.get(code, DCTERMS.relation)
    try:
        if target:
            other = iri(target) if target.startswith("http") else scope.sibling(target)
        else:
            cited = iso_citation.cited_iri(name, "cited", scope) if name is not None else None
            if cited is None:
                return
            other = cited
    except TermError as error:
        raise ConversionError("map.iri", str(error)) from error
    if target:
        yield prop, typed(other, prop, scope)
    elif name is not None:
        # what is cited without an identifier has no record that says all that a dataset must
        iso_citation.describe(name, other, scope)
        yield CITED.get(prop, prop), other


_NAMES = ("aggregateDataSetName", "name", "metadataReference")
"""Where an association cites the other resource."""

ASSOCIATIONS: dict[str, Term] = {
    "largerworkcitation": DCTERMS.isPartOf,
    "iscomposedof": DCTERMS.hasPart,
    "partofseamlessdatabase": DCTERMS.isPartOf,
    "crossreference": DCTERMS.relation,
    "revisionof": DCTERMS.isVersionOf,
    "source": DCTERMS.source,
    "dependency": DCTERMS.source,
    "series": DCAT.inSeries,
    "supersedes": DCTERMS.replaces,
}
"""ISO DS_AssociationTypeCode and the property of each."""

ASSOCIATED = tuple(dict.fromkeys((*ASSOCIATIONS.values(), DCTERMS.relation)))


CITED = {DCAT.inSeries: DCTERMS.isPartOf, DCTERMS.source: DCTERMS.relation}
"""The properties that take what is only cited, in place of those that ask for a dataset or a series."""

CLASSES = {DCAT.inSeries: DCAT.DatasetSeries, DCTERMS.source: DCAT.Dataset, DCAT.servesDataset: DCAT.Dataset}
"""What GeoDCAT-AP asks the other resource of an association to be."""


def typed(other: Term, prop: Term, scope: Scope) -> Term:
    """Another resource, described by the class that the property asks for."""
    return scope.describe(other, CLASSES[prop]) if prop in CLASSES else other


def parent(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The resource that this one is part of, by its identifier in the same hub; unless said to be a series."""
    text = one_line(text_of(node))
    if text and text != scope.identifier:
        other = scope.sibling(text)
        if other not in scope.stated_of(DCAT.inSeries):
            yield DCTERMS.isPartOf, other


def standard_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a standard, by its Anchor or else its title."""
    href = anchor_of(node)
    if href.startswith("http"):
        return iri(href)
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


def operates_on(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The dataset that a service serves, by its identifier in the same hub; no address is visited."""
    identifier = node.get("uuidref") or ""
    href = node.get("{http://www.w3.org/1999/xlink}href") or ""
    query = parse_qs(href.partition("#")[0].partition("?")[2])
    by_key = {key.lower(): values[0] for key, values in query.items() if values}
    identifier = identifier or by_key.get("id", "") or by_key.get("uuid", "")
    return (typed(scope.sibling(identifier), DCAT.servesDataset, scope),) if identifier else ()


def coupled(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The dataset that a service's operation works on, by its identifier in the same hub."""
    identifier = one_line(text_of(node))
    return (typed(scope.sibling(identifier), DCAT.servesDataset, scope),) if identifier else ()


def data_set_uri(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The address by which the data are known, as a further identifier."""
    said = one_line(text_of(node))
    found = identifier_statements([(said, "")] if said else [], scope)
    yield from ((prop, term) for prop, term in found if prop == ADMS.identifier)
