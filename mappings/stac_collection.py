"""The crosswalk of STAC Collections (0.6 to 1.1) to GeoDCAT-AP 3.1; no other is published."""

from typing import Any

from vocab.namespace import ADMS, DCAT, DCTERMS, PROV, RDFS

from . import stac, stac_asset, stac_field, stac_link, stac_party, stac_place, stac_prov
from .converters import codes, dates, parties, text
from .crosswalk import Choice, Crosswalk, Entry, Ignore, Node, Row, Under
from .path import KEY_PATHS
from .scope import Scope


def identify(document: dict[str, Any]) -> str | None:
    """The Collection's id, unique within its catalogue."""
    identifier = document.get("id")
    return identifier if isinstance(identifier, str) and identifier else None


def prepare(document: dict[str, Any], scope: Scope) -> None:
    """A Collection with links to Items, or items of its own API, is a DatasetSeries; another is a Dataset."""
    stac.prepare(document, scope)
    has_items = any(link.get("rel") in ("item", "items") for link in stac_link.links_of(document))
    scope.kind = DCAT.DatasetSeries if has_items else DCAT.Dataset


_PERIOD: list[Entry] = [Choice((DCAT.startDate, DCAT.endDate), ".", stac_place.interval)]
_BOX: list[Entry] = [Row(DCAT.bbox, ".", stac_place.bounding_box, max=1)]

EXTENT: list[Entry] = [
    Node(DCTERMS.spatial, DCTERMS.Location, "spatial.bbox[]", stac_place.box_iri, _BOX,
         note="the first box is the overall one, further ones are clusters inside"),
    Node(DCTERMS.spatial, DCTERMS.Location, "spatial", stac_place.box_iri, _BOX, when=stac_place.is_bounds,
         note="before STAC 0.8"),
    Node(DCTERMS.temporal, DCTERMS.PeriodOfTime, "temporal.interval[]", stac_place.interval_iri, _PERIOD,
         note="null leaves a bound open"),
    Node(DCTERMS.temporal, DCTERMS.PeriodOfTime, "temporal", stac_place.interval_iri, _PERIOD,
         when=stac_place.is_interval, note="before STAC 0.8"),
]  # fmt: skip
"""Where and when."""


def summary(*, several: bool) -> list[Entry]:
    """The entries about what Items have in common: ``summaries``, before STAC 1.0 ``properties``.

    Args:
        several: the values are sets, as in summaries.
    """
    observed, projected = stac.observed(several=several), stac_field.left_out_of_projection()
    return [
        *observed,
        *(
            Row(DCAT.spatialResolutionInMeters, name, stac.resolution, max=1, note="the finest")
            for name in stac.RESOLUTION_FIELDS
        ),
        *projected,
        *stac_field.left_out_of_bands(""),
        Choice(
            stac_field.PROPERTIES,
            ".",
            stac_field.Remaining([*observed, *projected], () if several else ("license",), sets=several),
        ),
    ]


_ROOT: list[Entry] = [
    Row(DCTERMS.identifier, "id", text.plain, max=1, about_record=True),
    Row(DCTERMS.modified, ".", stac.last_change, max=1, about_record=True, note="`updated`, else `created`"),
    Row(DCTERMS.issued, "created", dates.date, max=1, about_record=True),
    stac.STANDARD,
    Choice((DCTERMS.conformsTo,), ".", stac.extensions, about_record=True),
    Row(DCTERMS.language, "language.code", codes.Code("languages"), about_record=True),
    Ignore("language", "the names of the language follow from its code"),
    Ignore("languages", "translations of this document, each a document of its own"),
    Row(DCTERMS.title, ".", stac.title, min=1, note="`title`, else the id"),
    Row(DCTERMS.description, "description", text.tagged, min=1),
    Row(DCTERMS.issued, "published", dates.date, max=1),
    Row(DCTERMS.valid, "expires", dates.date, max=1),
    Choice((DCTERMS.identifier, ADMS.identifier), ".", stac.identifiers, note="a DOI first"),
    Row(DCTERMS.bibliographicCitation, '"sci:citation"', text.tagged),
    Choice((DCTERMS.isReferencedBy,), '"sci:publications"[]', stac.publication),
    Row(DCAT.version, "version", text.plain, max=1),
    Row(ADMS.status, "deprecated", stac.status, max=1),
    Choice((DCTERMS.license, DCTERMS.rights), ".", stac_link.licence,
           note="`license`, and links with rel=license"),
    Choice(parties.PROPERTIES, "providers[]", stac_party.provider),
    Choice(parties.PROPERTIES, "host", stac_party.host, note="before STAC 0.6"),
    Choice(parties.PROPERTIES, "contacts[]", stac_party.contact),
    Choice((DCAT.theme, DCAT.keyword), "keywords[]", stac.keyword),
    Choice((DCAT.theme, DCAT.keyword), "themes[]", stac.theme),
    Ignore("themes[].concepts", "the notation of a concept that has an address and a title"),
    *stac_party.LEFT_OUT,
    Under("extent", EXTENT),
    Ignore("extent.spatial", "heights: the places of GeoDCAT-AP are flat"),
    Node(DCTERMS.provenance, DCTERMS.ProvenanceStatement, '"processing:lineage"',
         stac.statement_iri, rows=[Row(RDFS.label, ".", text.tagged)]),
    Under("summaries", summary(several=True)),
    Under("properties", summary(several=False)),
    Choice(stac_link.PROPERTIES, "links[]", stac_link.link),
    Ignore("links", "navigation: links that lead through the catalogue, and the form of those that are carried"),
    Choice((PROV.wasGeneratedBy,), "wasGeneratedBy", stac_prov.generated_by, note="prov extension"),
    *stac_prov.LEFT_OUT,
    *stac_asset.ASSETS,
]  # fmt: skip

STAC_COLLECTION = Crosswalk(
    "stac-collection",
    KEY_PATHS,
    identify,
    prepare,
    [
        *_ROOT,
        *stac_field.left_out_of_bands(""),
        Choice(
            stac_field.PROPERTIES,
            ".",
            stac_field.Remaining(_ROOT, ("type", "title", "updated", "stac_extensions", "sci:doi", "license")),
        ),
    ],
)
