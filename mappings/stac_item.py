"""The crosswalk of STAC Items (1.0 and 1.1) to GeoDCAT-AP 3.1; no other is published."""

from collections.abc import Iterable, Iterator
from typing import Any

from vocab.namespace import ADMS, DCAT, DCTERMS, FOAF, GEODCATAP, PROV, RDF, RDFS
from vocab.term import Term, literal

from . import stac
from .converters import dates, parties, text
from .crosswalk import Choice, Crosswalk, Node, Row, Under
from .errors import ConversionError
from .path import KEY_PATHS
from .scope import Scope
from .stac_collection import DISTRIBUTION


def identify(document: dict[str, Any]) -> str | None:
    """The Item's id, behind that of its Collection, within which it is unique."""
    identifier, collection = document.get("id"), document.get("collection")
    if not isinstance(identifier, str) or not identifier:
        return None
    return f"{collection}/{identifier}" if isinstance(collection, str) and collection else identifier


def prepare(document: dict[str, Any], scope: Scope) -> None:
    """An Item is a Dataset."""
    stac.prepare(document, scope)
    scope.kind = DCAT.Dataset


def title(document: Any, scope: Scope) -> Iterable[Term]:
    """The title; an Item without one is called by its id, as catalogues show it."""
    properties = document.get("properties")
    found = text.text_of(properties.get("title")) if isinstance(properties, dict) else ""
    if found:
        return (literal(text.one_line(found), language=scope.language),)
    return (literal(str(document.get("id"))),) if document.get("id") else ()


def series(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The Collection that an Item belongs to."""
    collection = scope.sibling(str(node))
    scope.add(collection, RDF.type, DCAT.DatasetSeries)
    yield DCAT.inSeries, collection


def _moments(properties: Any) -> list[Any]:
    keys = ("datetime", "start_datetime", "end_datetime")
    return [properties.get(key) if isinstance(properties, dict) else None for key in keys]


def moment(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """When an Item was acquired: ``datetime``, or a start and an end (STAC Item, 4.2)."""
    instant, begin, end = _moments(node)
    if begin is None and end is None:
        begin = end = instant
    starts, ends = dates.period(begin, end, scope, "properties.datetime")
    yield from ((DCAT.startDate, term) for term in starts)
    yield from ((DCAT.endDate, term) for term in ends)


def moment_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of the period.

    Raises:
        ConversionError: there is neither a datetime nor a start or end.
    """
    said = _moments(node)
    if not any(said):
        raise ConversionError("map.missing", "dct:temporal")
    return scope.part("period", str(said))


STAC_ITEM = Crosswalk(
    "stac-item",
    KEY_PATHS,
    identify,
    prepare,
    [
        Row(DCTERMS.identifier, "id", text.plain, max=1, about_record=True),
        Row(DCTERMS.modified, "properties", stac.last_change, max=1, about_record=True,
            note="`updated`, else `created`"),
        Row(DCTERMS.issued, "properties.created", dates.date, max=1, about_record=True),
        stac.STANDARD,
        Row(DCTERMS.title, ".", title, min=1, note="`properties.title`, else the id"),
        Choice((DCTERMS.identifier, ADMS.identifier), ".", stac.identifiers, note="a DOI first"),
        Choice((DCAT.inSeries,), "collection", series),
        Choice((DCTERMS.license, DCTERMS.rights), ".", stac.licence, note="`license`, or the link with rel=license"),
        Node(DCTERMS.spatial, DCTERMS.Location, "bbox", stac.box_iri,
             rows=[Row(DCAT.bbox, ".", stac.bounding_box, max=1)]),
        Under("properties", [
            Row(DCTERMS.description, "description", text.tagged, min=1),
            Row(DCTERMS.bibliographicCitation, '"sci:citation"', text.tagged),
            Row(DCAT.version, "version", text.plain, max=1),
            Node(DCTERMS.temporal, DCTERMS.PeriodOfTime, ".", moment_iri,
                 rows=[Choice((DCAT.startDate, DCAT.endDate), ".", moment)]),
            Choice(parties.PROPERTIES, "providers[]", stac.provider),
            Choice((DCAT.theme, DCAT.keyword), "keywords[]", stac.keyword),
            Choice((DCAT.theme, DCAT.keyword), "themes[]", stac.theme),
            Row(DCAT.spatialResolutionInMeters, "gsd", stac.resolution, max=1),
            Choice((PROV.wasGeneratedBy, DCAT.keyword), "platform", stac.observing("platform")),
            Choice((PROV.wasGeneratedBy, DCAT.keyword), "constellation", stac.observing("platform")),
            Choice((PROV.wasGeneratedBy, DCAT.keyword), "instruments[]", stac.observing("instrument")),
            Row(GEODCATAP.referenceSystem, '"proj:epsg"', stac.reference_system, max=1),
            Row(GEODCATAP.referenceSystem, '"proj:code"', stac.reference_system, max=1),
            Node(DCTERMS.provenance, DCTERMS.ProvenanceStatement, '"processing:lineage"',
                 stac.statement_iri, rows=[Row(RDFS.label, ".", text.tagged)]),
        ]),
        Node(DCAT.distribution, DCAT.Distribution, "assets.*", stac.asset_iri, DISTRIBUTION, when=stac.is_data),
        Choice((FOAF.page,), "assets.*", stac.asset_page, note="previews and metadata files"),
        Choice(stac.LINK_PROPERTIES, "links[]", stac.link, note="item, child, parent and root are paging only"),
    ],
)  # fmt: skip
