"""The crosswalk of STAC Items (0.6 to 1.1) to GeoDCAT-AP 3.1; no other is published."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from vocab.namespace import ADMS, DCAT, DCTERMS, PROV, RDF, RDFS, SCHEMA
from vocab.term import Term, literal

from . import stac, stac_asset, stac_field, stac_link, stac_party, stac_place, stac_prov
from .converters import codes, dates, parties, text
from .crosswalk import Choice, Crosswalk, Entry, Ignore, Node, Row, Under
from .path import KEY_PATHS
from .scope import Scope


def identify(document: dict[str, Any]) -> str | None:
    """The Item's id, behind that of its Collection, within which it is unique."""
    identifier, collection = document.get("id"), document.get("collection")
    if not isinstance(identifier, str) or not identifier:
        return None
    if collection is None and isinstance(document.get("properties"), dict):
        collection = document["properties"].get("collection")
    return f"{collection}/{identifier}" if isinstance(collection, str) and collection else identifier


def prepare(document: dict[str, Any], scope: Scope) -> None:
    """An Item is a Dataset."""
    stac.prepare(document, scope)
    scope.kind = DCAT.Dataset


def description(document: Any, scope: Scope) -> Iterable[Term]:
    """The description; some publishers write it beside the properties."""
    properties = document.get("properties")
    inside = properties.get("description") if isinstance(properties, dict) else None
    said = text.text_of(inside) or text.text_of(document.get("description"))
    if not said:
        scope.report("map.missing", path="properties.description", detail="dct:description")
        return ()
    return (literal(said, language=scope.language),)


def series(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The Collection that an Item belongs to."""
    collection = scope.sibling(str(node))
    scope.add(collection, RDF.type, DCAT.DatasetSeries)
    yield DCAT.inSeries, collection


ABOUT = ("title", "description", "created", "updated", "license", "sci:doi")
"""Properties that entries about the whole Item read."""

_PROPERTIES: list[Entry] = [
    Choice((DCAT.inSeries,), "collection", series, note="before STAC 0.8"),
    Row(DCTERMS.language, "language.code", codes.Code("languages"), about_record=True),
    Row(DCTERMS.issued, "published", dates.date, max=1),
    Row(DCTERMS.valid, "expires", dates.date, max=1),
    Row(DCTERMS.bibliographicCitation, '"sci:citation"', text.tagged),
    Choice((DCTERMS.isReferencedBy,), '"sci:publications"[]', stac.publication),
    Row(DCAT.version, "version", text.plain, max=1),
    Row(ADMS.status, "deprecated", stac.status, max=1),
    Choice(parties.PROPERTIES, "providers[]", stac_party.provider),
    Choice(parties.PROPERTIES, "contacts[]", stac_party.contact),
    Choice((DCAT.theme, DCAT.keyword), "keywords[]", stac.keyword),
    Choice((DCAT.theme, DCAT.keyword), "themes[]", stac.theme),
    *(Row(DCAT.spatialResolutionInMeters, name, stac.resolution, max=1) for name in stac.RESOLUTION_FIELDS),
    *stac.observed(),
    Node(DCTERMS.provenance, DCTERMS.ProvenanceStatement, '"processing:lineage"',
         stac.statement_iri, rows=[Row(RDFS.label, ".", text.tagged)]),
    Ignore("language", "the names of the language follow from its code"),
    Ignore("languages", "translations of this document, each a document of its own"),
    Ignore("themes[].concepts", "the notation of a concept that has an address and a title"),
    *stac_party.LEFT_OUT,
    Ignore('"pc:statistics"', "what the points of one file are like: read from the file itself"),
    *stac_field.left_out_of_projection(),
]  # fmt: skip

_ROOT: list[Entry] = [
    Row(DCTERMS.identifier, "id", text.plain, max=1, about_record=True),
    Row(DCTERMS.modified, "properties", stac.last_change, max=1, about_record=True,
        note="`updated`, else `created`"),
    Row(DCTERMS.issued, "properties.created", dates.date, max=1, about_record=True),
    stac.STANDARD,
    Choice((DCTERMS.conformsTo,), ".", stac.extensions, about_record=True),
    Row(DCTERMS.title, ".", stac.title, min=1, note="`properties.title`, else `title`, else the id"),
    Row(DCTERMS.description, ".", description, note="`properties.description`, else `description`"),
    Choice((DCTERMS.identifier, ADMS.identifier), ".", stac.identifiers, note="a DOI first"),
    Choice((DCAT.inSeries,), "collection", series),
    Choice((DCTERMS.license, DCTERMS.rights), ".", stac_link.licence,
           note="`license`, and links with rel=license"),
    stac_place.ITEM_PLACE,
    Ignore("bbox", "heights: the places of GeoDCAT-AP are flat"),
    Ignore("geometry", "a footprint that is the box, or has more than 1,000 vertices; heights of its points"),
    Under("properties", [
        *_PROPERTIES,
        Node(DCTERMS.temporal, DCTERMS.PeriodOfTime, ".", stac_place.moment_iri,
             rows=[Choice((DCAT.startDate, DCAT.endDate), ".", stac_place.moment)],
             note="`datetime`, or `start_datetime` and `end_datetime`, before STAC 1.0 `dtr:…`"),
        Choice((SCHEMA.additionalProperty,), ".", stac_place.nominal, note="`datetime` beside a start or an end"),
        Choice(stac_field.PROPERTIES, ".", stac_field.Remaining(
            _PROPERTIES, (*ABOUT, *chain(*stac_place.MOMENTS)))),
        *stac_field.left_out_of_bands(""),
    ]),
    Choice((PROV.wasGeneratedBy,), "wasGeneratedBy", stac_prov.generated_by, note="prov extension"),
    *stac_prov.LEFT_OUT,
    *stac_asset.ASSETS,
    Choice(stac_link.PROPERTIES, "links[]", stac_link.link),
    Ignore("links", "navigation: links that lead through the catalogue, and the form of those that are carried"),
]  # fmt: skip

STAC_ITEM = Crosswalk(
    "stac-item",
    KEY_PATHS,
    identify,
    prepare,
    [
        *_ROOT,
        Choice(
            stac_field.PROPERTIES,
            ".",
            stac_field.Remaining(_ROOT, ("type", "bbox", "title", "description", "stac_extensions")),
            note="members of the Item itself, which STAC does not define",
        ),
    ],
)
