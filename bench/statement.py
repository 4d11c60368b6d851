"""What a graph says of one resource, as statements that can be compared with those of another graph about it.

A statement is a property path from the resource, the part that it is about, and a value. Parts (a Distribution, an
Agent, a period) are told apart by what they say and not by their IRI, which is a blank node in one graph and minted in
another; the CatalogRecord's paths begin with ``record``. What differs in spelling alone is made the same: ``http`` and
``https``, slashes at the end, white space, datatypes of dates and numbers, encodings of boxes, language codes, and the
properties of ``SPELLINGS``.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, FOAF
from rdflib.term import Node

from mappings.codelist import CodeList, load_codelists
from vocab.namespace import prefixed

_PREFIXES = {
    "http://purl.org/pav/": "pav:",
    "https://purl.org/geojson/vocab#": "geojson:",
    "http://www.w3.org/ns/oa#": "oa:",
    "https://w3id.org/ogc/stac/": "stac:",
}
"""Namespaces of others' graphs that this project does not write."""

SPELLINGS = {
    "locn:geometry": "dcat:bbox",
    "geojson:bbox": "dct:spatial",
    "owl:versionInfo": "dcat:version",
    "pav:version": "dcat:version",
    "schema:startDate": "dcat:startDate",
    "schema:endDate": "dcat:endDate",
    "vcard:organisation-name": "vcard:organization-name",
    "vcard:org": "vcard:organization-name",
    "foaf:depiction": "foaf:page",
    "geojson:geometry": "dct:spatial",
    "oa:hasTarget": "dcat:accessURL",
}
"""Properties by which others say what ours say by another."""

ASSETS = "stac:assets/"
"""How the properties begin by which a STAC Item has each of its assets: distributions."""

HOLDERS = {"prov:wasGeneratedBy": "prov:wasGeneratedBy/", "stac:core/hasAsset": ""}
"""Properties whose values only hold others, and how the paths of these begin: they are said of the resource."""

AGENTS = frozenset(
    {
        *("dct:publisher", "dct:creator", "dct:contributor", "dct:rightsHolder", "prov:agent", "org:memberOf"),
        *(f"geodcatap:{role}" for role in ("custodian", "distributor", "originator", "principalInvestigator")),
        *(f"geodcatap:{role}" for role in ("processor", "resourceProvider", "user")),
    }
)
"""Properties whose values are known by name, whatever mailbox they have."""

PARTS = AGENTS | {"dcat:distribution", "adms:sample", "dcat:accessService", "dcat:contactPoint"}
"""Properties whose values are known by what they say even where they have an IRI of their own."""

OPENED = frozenset({"foaf:page", "dcat:landingPage", "dct:conformsTo", "dct:spatial", "dct:rights"})
"""Properties whose values are known by their IRI, and of which the statements are compared too."""

SAID: Sequence[tuple[str, ...]] = (
    ("dcat:accessURL",),
    ("dcat:endpointURL",),
    ("dcat:bbox",),
    ("geojson:coordinates",),
    ("dcat:startDate", "dcat:endDate"),
    ("prov:generated/dct:type", "prov:qualifiedAssociation/prov:hadPlan/prov:wasDerivedFrom/dct:title"),
    ("dcat:hadRole", "prov:agent/foaf:name"),
    ("dqv:isMeasurementOf", "dqv:value"),
    ("vcard:hasEmail",),
    ("foaf:name",),
    ("vcard:fn",),
    ("vcard:organization-name",),
    ("skos:notation",),
    ("skos:prefLabel",),
    ("spdx:checksumValue",),
    ("dct:title",),
    ("rdfs:label",),
    ("dct:description",),
    ("vcard:street-address", "vcard:postal-code", "vcard:locality", "vcard:country-name"),
    ("locn:thoroughfare", "locn:postCode", "locn:postName", "locn:adminUnitL1"),
)
"""What a part is told apart by: the values at the first of these groups of paths that it has any of."""

_NAMED = tuple(group for group in SAID if group[0] in ("foaf:name", "vcard:fn", "vcard:organization-name"))

REFERENCES = frozenset(
    {
        *("dct:isPartOf", "dct:hasPart", "dct:relation", "dct:references", "dct:source", "dct:isVersionOf"),
        *("dct:replaces", "dcat:inSeries", "dcat:servesDataset", "pav:previousVersion"),
    }
)
"""Properties that lead to another record: known by its identifier, as every catalogue mints an address of its own."""

LEFT_OUT = frozenset({"foaf:isPrimaryTopicOf", "foaf:primaryTopic", "rdf:type"})
"""What says how graphs are made rather than what the record says."""

PROVENANCE = frozenset({"prov:wasDerivedFrom", "dct:source"})
"""What our CatalogRecord says of its harvest, which no other graph knows."""

_NAMES = frozenset({"foaf:name", "vcard:fn", "vcard:organization-name"})
_TARGET = URIRef("http://www.w3.org/ns/oa#hasTarget")
_DATES = frozenset({"dct:created", "dct:issued", "dct:modified", "dct:date", "dcat:startDate", "dcat:endDate"})
_KINDS = tuple(URIRef(f"{DCAT}{name}") for name in ("Dataset", "DatasetSeries", "DataService"))
_BOX = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_CORNERS = re.compile(r"Corner>([^<]*)<")
_DATE = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:T(\d\d:\d\d(?::\d\d)?)(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?")
_DATED = ("date", "dateTime", "gYear", "gYearMonth")
_IDENTIFIED = re.compile(r"[?&](?:id|uuid)=([^&]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """One statement about a resource, its record or a part of it.

    Attributes:
        path: prefixed names of the properties from the resource to the value, with slashes between them.
        about: what the part is told apart by; empty for the resource and its record.
        value: in the spelling in which values are compared.
    """

    path: str
    about: str
    value: str


class UnreadableError(ValueError):
    """A graph describes no resource that could be compared."""


def statements(graph: Graph, base: str = "") -> frozenset[Statement]:
    """What a graph says of the resource that it describes.

    Args:
        graph: of one record.
        base: what the IRIs begin with that are minted; empty for graphs of others.

    Raises:
        UnreadableError: there is no resource in it.
    """
    return frozenset(_Reader(graph, base).read())


class _Reader:
    def __init__(self, graph: Graph, base: str) -> None:
        self._graph = graph
        self._base = base
        self._resource = self._described()

    def _described(self) -> Node:
        """What a CatalogRecord is about, else the Dataset, series, service or Feature of which most is said."""
        typed = [set(self._graph.subjects(RDF.type, kind)) for kind in _KINDS]
        topics = set(self._graph.objects(None, FOAF.primaryTopic)) & set().union(*typed)
        for candidates in (topics, *typed, self._features()):
            if candidates:
                return max(candidates, key=lambda node: (len(list(self._graph.predicate_objects(node))), str(node)))
        raise UnreadableError("no Dataset, DatasetSeries, DataService or Feature")

    def _features(self) -> set[Node]:
        return {
            node
            for node, kind in self._graph.subject_objects(RDF.type)
            if str(kind).endswith(("Feature", "Collection")) and isinstance(node, URIRef)
        }

    def read(self) -> Iterator[Statement]:
        for kind in _KINDS:
            if (self._resource, RDF.type, kind) in self._graph:
                yield Statement("rdf:type", "", prefixed(str(kind)))
        yield from self._walk(self._resource, "", "", (self._resource,))
        for record in sorted(set(self._graph.subjects(FOAF.primaryTopic, self._resource)), key=str):
            for statement in self._walk(record, "record/", "", (self._resource, record)):
                if not self._base or statement.path.split("/")[1] not in PROVENANCE:
                    yield statement

    def _walk(self, node: Node, path: str, about: str, above: tuple[Node, ...]) -> Iterator[Statement]:
        for prop, value in self._graph.predicate_objects(node):
            name = _name(prop)
            if name in LEFT_OUT or value in above:
                continue
            if isinstance(value, Literal):
                if said := _literal(name, value):
                    yield Statement(f"{path}{name}", about, said)
            elif name in HOLDERS and (isinstance(value, BNode) or self._minted(value)):
                yield from self._walk(value, f"{path}{HOLDERS[name]}", about, (*above, value))
            elif name.startswith(ASSETS) and (value, _TARGET, None) in self._graph:
                yield from self._part(value, "dcat:distribution", path, about, above)
            else:
                yield from self._part(value, name, path, about, above)

    def _part(self, value: Node, name: str, path: str, about: str, above: tuple[Node, ...]) -> Iterator[Statement]:
        """The statement that leads to a node, and those about it where it is compared in its own right."""
        here = f"{path}{name}"
        part = name in PARTS or isinstance(value, BNode) or (self._minted(value) and name not in REFERENCES)
        said = self.said(value, name) if part else ""
        if said and name not in PARTS and about.endswith(said):
            # a link of a chain that says nothing of its own, as from an activity over its plan to the standard
            said = about
        elif said:
            yield Statement(here, about, said)
        elif isinstance(value, URIRef):
            yield Statement(here, about, self._iri(name, value))
            said = _address(value)
        if (part or name in OPENED) and (value, RDF.first, None) not in self._graph:
            used = self._told_by(value, name) if part else frozenset()
            for statement in self._walk(value, f"{here}/", said, (*above, value)):
                if statement.path[len(here) + 1 :] not in used:
                    yield statement

    def _minted(self, value: Node) -> bool:
        return bool(self._base) and isinstance(value, URIRef) and value.startswith(self._base)

    def _told_by(self, node: Node, name: str) -> frozenset[str]:
        """The properties that a part is told apart by: they are in its name already."""
        for group in SAID if name not in AGENTS else _NAMED:
            if any(self._at(node, path) for path in group):
                return frozenset(group)
        return frozenset()

    def said(self, node: Node, name: str) -> str:
        """What a part is told apart by; empty when it says nothing."""
        if items := self._items(node):
            return _box(items) if name == "dct:spatial" else " ".join(items)
        for group in SAID if name not in AGENTS else _NAMED:
            found = [" | ".join(self._at(node, path)) for path in group]
            if any(found):
                return " – ".join(found)
        # a part that only holds another, as the organisation of a vCard
        inside = [
            value
            for prop, value in self._graph.predicate_objects(node)
            if isinstance(value, BNode) or (self._minted(value) and _name(prop) not in REFERENCES)
        ]
        return self.said(inside[0], name) if len(inside) == 1 else ""

    def _items(self, node: Node) -> list[str]:
        """The values of an RDF list and of the lists in it."""
        found = []
        while node != RDF.nil and (first := self._graph.value(node, RDF.first)) is not None:
            found += self._items(first) or [str(first)]
            node = self._graph.value(node, RDF.rest) or RDF.nil
        return found

    def _at(self, node: Node, path: str) -> list[str]:
        nodes = [node]
        for name in path.split("/"):
            nodes = [
                value for one in nodes for prop, value in self._graph.predicate_objects(one) if _name(prop) == name
            ]
        last = path.rpartition("/")[2]
        if path == "geojson:coordinates":
            return [_box(items) for node in nodes if (items := self._items(node))]
        values = {
            _text(last, value) if isinstance(value, Literal) else self._iri(last, value)
            for value in nodes
            if isinstance(value, (Literal, URIRef))
        }
        return sorted(value for value in values if value)

    def _iri(self, name: str, value: URIRef) -> str:
        if name in REFERENCES or self._minted(value):
            return reference(str(value))
        return _address(value)


def _name(prop: Node) -> str:
    value = str(prop)
    name = prefixed(value)
    for namespace, prefix in _PREFIXES.items():
        name = name.replace(namespace, prefix, 1)
    return SPELLINGS.get(name, name)


def _literal(name: str, value: Literal) -> str:
    text = _text(name, value)
    return f"{text}@{language(value.language)}" if text and value.language and name not in _NAMES else text


def language(tag: str) -> str:
    """A language tag as BCP 47 has it: ``fre`` and ``fr-FR`` are ``fr``."""
    short = tag.lower().partition("-")[0]
    return _languages().lookup_text(short) or short


@cache
def _languages() -> CodeList:
    return load_codelists()["language-tags"]


def _text(name: str, value: Literal) -> str:
    kind = str(value.datatype or "").rpartition("#")[2]
    text = unicodedata.normalize("NFC", " ".join(str(value).split()))
    if name == "dcat:bbox":
        corners = " ".join(_CORNERS.findall(text))
        return _box(_BOX.findall(corners or text.partition("> ")[2] or text))
    if kind in _DATED or name in _DATES:
        return moment(text)
    if kind in ("decimal", "integer", "double", "float", "nonNegativeInteger") or name == "dqv:value":
        return number(text)
    if text.startswith(("http://", "https://", "urn:")) and " " not in text:
        return _address(URIRef(text))
    return text


def moment(text: str) -> str:
    """A date, or a date with its time unless that is midnight; time zone and fractions are left out."""
    match = _DATE.fullmatch(text)
    if match is None:
        return text
    date, time = match.groups()
    return date if not time or not time.strip("0:") else f"{date}T{time}"


def number(text: str) -> str:
    """A number in its shortest spelling."""
    try:
        return f"{float(text):.10g}"
    except ValueError:
        return text


def _box(numbers: Sequence[str]) -> str:
    """West, south, east and north of the coordinates of a polygon or of two corners."""
    values = [float(one) for one in numbers]
    if len(values) < 4 or len(values) % 2:
        return " ".join(numbers)
    across, up = values[::2], values[1::2]
    return box(min(across), min(up), max(across), max(up))


def box(west: float, south: float, east: float, north: float) -> str:
    """A box in the spelling in which boxes are compared."""
    return " ".join(
        f"{degrees:.5g}" if abs(degrees) < 10 else f"{degrees:.7g}" for degrees in (west, south, east, north)
    )


def _address(value: URIRef) -> str:
    text = str(value).strip()
    scheme, mark, rest = text.partition("://")
    if not mark:
        return _without_scheme(text)
    host, slash, path = rest.partition("/")
    return f"http://{host.lower()}{slash}{path}".rstrip("/") if scheme in ("http", "https") else text


def _without_scheme(text: str) -> str:
    if text.startswith("tel:"):
        return f"tel:{re.sub(r'[^0-9]', '', text).lstrip('0')}"
    return text.lower() if text.startswith("mailto:") else text.removeprefix("urn:uuid:")


def address(text: str) -> str:
    """An address in the spelling in which addresses are compared."""
    return _address(URIRef(text))


def reference(text: str) -> str:
    """The identifier of the record that an address leads to, by a query's ``id`` or the last part of its path."""
    if found := _IDENTIFIED.search(text):
        return found[1]
    return text.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2] or text
