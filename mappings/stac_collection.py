"""The crosswalk of STAC Collections (1.0 and 1.1) to GeoDCAT-AP 3.1; no other is published."""

from typing import Any

from vocab.namespace import ADMS, DCAT, DCTERMS, FOAF, GEODCATAP, PROV, RDFS, SPDX

from . import stac
from .converters import dates, links, parties, text
from .crosswalk import Choice, Crosswalk, Entry, Node, Row, Under
from .path import KEY_PATHS
from .scope import Scope


def identify(document: dict[str, Any]) -> str | None:
    """The Collection's id, unique within its catalogue."""
    identifier = document.get("id")
    return identifier if isinstance(identifier, str) and identifier else None


def prepare(document: dict[str, Any], scope: Scope) -> None:
    """A Collection with links to Items, or items of its own API, is a DatasetSeries; another is a Dataset."""
    stac.prepare(document, scope)
    has_items = any(link.get("rel") in ("item", "items") for link in stac.links_of(document))
    scope.kind = DCAT.DatasetSeries if has_items else DCAT.Dataset


DISTRIBUTION: list[Entry] = [
    Row(DCAT.accessURL, ".", stac.asset_url, max=1),
    Row(DCAT.downloadURL, ".", stac.asset_url, max=1),
    Row(DCTERMS.title, "title", text.tagged),
    Row(DCTERMS.description, "description", text.tagged),
    Choice((DCTERMS.format, DCAT.mediaType), ".", stac.asset_format),
    Row(DCAT.byteSize, '"file:size"', stac.file_size, max=1),
    Node(
        SPDX.checksum,
        SPDX.Checksum,
        '"file:checksum"',
        stac.checksum_iri,
        rows=[
            Row(SPDX.algorithm, ".", stac.checksum_algorithm),
            Row(SPDX.checksumValue, ".", stac.checksum_value),
        ],
    ),
    Choice((DCTERMS.license,), ".", links.inherited, note="the record's licence"),
]

STAC_COLLECTION = Crosswalk(
    "stac-collection",
    KEY_PATHS,
    identify,
    prepare,
    [
        Row(DCTERMS.identifier, "id", text.plain, max=1, about_record=True),
        Row(DCTERMS.modified, ".", stac.last_change, max=1, about_record=True, note="`updated`, else `created`"),
        Row(DCTERMS.issued, "created", dates.date, max=1, about_record=True),
        stac.STANDARD,
        Row(DCTERMS.title, "title", text.tagged, min=1),
        Row(DCTERMS.description, "description", text.tagged, min=1),
        Choice((DCTERMS.identifier, ADMS.identifier), ".", stac.identifiers, note="a DOI first"),
        Row(DCTERMS.bibliographicCitation, '"sci:citation"', text.tagged),
        Row(DCAT.version, "version", text.plain, max=1),
        Choice((DCTERMS.license, DCTERMS.rights), ".", stac.licence, note="`license`, or the link with rel=license"),
        Choice(parties.PROPERTIES, "providers[]", stac.provider),
        Choice((DCAT.theme, DCAT.keyword), "keywords[]", stac.keyword),
        Choice((DCAT.theme, DCAT.keyword), "themes[]", stac.theme),
        Node(DCTERMS.spatial, DCTERMS.Location, "extent.spatial.bbox[0]", stac.box_iri,
             rows=[Row(DCAT.bbox, ".", stac.bounding_box, max=1)], note="the first box is the overall one"),
        Node(DCTERMS.temporal, DCTERMS.PeriodOfTime, "extent.temporal.interval[0]", stac.interval_iri,
             rows=[Choice((DCAT.startDate, DCAT.endDate), ".", stac.interval)], note="null leaves a bound open"),
        Under("summaries", [
            Row(DCAT.spatialResolutionInMeters, "gsd", stac.resolution, max=1, note="the finest"),
            Choice((PROV.wasGeneratedBy, DCAT.keyword), "platform[]", stac.observing("platform")),
            Choice((PROV.wasGeneratedBy, DCAT.keyword), "constellation[]", stac.observing("platform")),
            Choice((PROV.wasGeneratedBy, DCAT.keyword), "instruments[]", stac.observing("instrument")),
            Row(GEODCATAP.referenceSystem, '"proj:epsg"[]', stac.reference_system),
            Row(GEODCATAP.referenceSystem, '"proj:code"[]', stac.reference_system),
        ]),
        Node(DCTERMS.provenance, DCTERMS.ProvenanceStatement, '"processing:lineage"',
             stac.statement_iri, rows=[Row(RDFS.label, ".", text.tagged)]),
        Node(DCAT.distribution, DCAT.Distribution, "assets.*", stac.asset_iri, DISTRIBUTION, when=stac.is_data),
        Choice((FOAF.page,), "assets.*", stac.asset_page, note="previews and metadata files"),
        Choice(stac.LINK_PROPERTIES, "links[]", stac.link, note="item, child, parent and root are paging only"),
    ],
)  # fmt: skip
