"""Descriptions of datasets as the published graphs of three Data Terra hubs have them (DCAT, OWL-Time, GeoSPARQL)."""

import re
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

GRAPHS = {"aeris": "AERIS_graph.ttl", "formater": "FORMATER_graph.ttl", "theia": "THEIA_graph.ttl"}
"""The file of each hub."""

_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DCAT = "http://www.w3.org/ns/dcat#"
_TERMS = "http://purl.org/dc/terms/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TIME = "http://www.w3.org/2006/time#"
_POINT = re.compile(r"(-?[0-9.]+(?:[eE][-+]?[0-9]+)?) +(-?[0-9.]+(?:[eE][-+]?[0-9]+)?)")


@dataclass(frozen=True, slots=True)
class Description:
    """One dataset.

    Attributes:
        identifier: the hub's own.
        title: as published; the graphs tag all text as English, French text too, so that its language is unknown.
        abstract: likewise; may be empty.
        keywords: words and IRIs of their concepts; the IRI is empty for most.
        box: west, south, east, north in degrees; None without footprint.
        begin: first instant, ISO 8601; empty when unknown.
        end: last instant; empty when unknown.
    """

    identifier: str
    title: str
    abstract: str
    keywords: tuple[tuple[str, str], ...]
    box: tuple[float, float, float, float] | None
    begin: str
    end: str

    @property
    def text(self) -> str:
        """Everything that was searched when the figures were published: title, abstract and keywords."""
        return "\n".join((self.title, self.abstract, *(word for word, _ in self.keywords)))


def read_descriptions(path: Path) -> list[Description]:
    """The datasets of one hub's graph, in the order of their identifiers."""
    graph = _Graph(path)
    return [_description(graph, dataset) for dataset in sorted(graph.datasets(), key=lambda node: node.value)]


class _Graph:
    """A graph in memory, asked for the values of properties."""

    def __init__(self, path: Path) -> None:
        self._store = Store()
        self._store.bulk_load(path=path, format=RdfFormat.TURTLE)

    def datasets(self) -> list[NamedNode]:
        wanted = NamedNode(f"{_DCAT}Dataset")
        found = (quad.subject for quad in self._store.quads_for_pattern(None, _RDF_TYPE, wanted))
        return [subject for subject in found if isinstance(subject, NamedNode)]

    def values(self, subject: str, *path: str) -> list[str]:
        """Texts and IRIs at the end of a path; a literal that holds an IRI is followed like the IRI."""
        subjects = [subject]
        for predicate in path:
            subjects = [
                quad.object.value
                for one in subjects
                for quad in self._store.quads_for_pattern(NamedNode(one), NamedNode(predicate), None)
                if isinstance(quad.object, NamedNode | BlankNode | Literal)
            ]
        return subjects

    def value(self, subject: str, *path: str) -> str:
        return next(iter(sorted(self.values(subject, *path))), "")


def _description(graph: _Graph, dataset: NamedNode) -> Description:
    subject = dataset.value
    keywords = dict.fromkeys(graph.values(subject, f"{_DCAT}keyword"), "")
    # themes stand in the graph as literals that hold the IRI of their concept
    for concept in (*graph.values(subject, f"{_TERMS}subject"), *graph.values(subject, f"{_DCAT}theme")):
        for label in graph.values(concept, f"{_SKOS}prefLabel"):
            keywords[label] = graph.value(concept, f"{_SKOS}exactMatch") or keywords.get(label, "")
    instant = f"{_TIME}inXSDDateTimeStamp"
    return Description(
        identifier=subject.removeprefix("http://example.org/").removesuffix("#dataset"),
        title=graph.value(subject, f"{_TERMS}title"),
        abstract=graph.value(subject, f"{_TERMS}description"),
        keywords=tuple(sorted(keywords.items())),
        box=_box(graph.value(subject, f"{_TERMS}spatial", "http://www.opengis.net/ont/geosparql#asWKT")),
        begin=graph.value(subject, f"{_TERMS}temporal", f"{_TIME}hasBeginning", instant),
        end=graph.value(subject, f"{_TERMS}temporal", f"{_TIME}hasEnd", instant),
    )


def _box(wkt: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north of a WKT literal in EPSG:4326, whose coordinates are latitude and longitude."""
    points = [(float(lat), float(lon)) for lat, lon in _POINT.findall(wkt.partition("(")[2])]
    if not points:
        return None
    latitudes, longitudes = zip(*points, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)
