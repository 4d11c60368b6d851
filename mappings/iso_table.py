"""The crosswalk of ISO 19115 to GeoDCAT-AP 3.1 (its INSPIRE annex), as far as its two encodings agree.

Paths are written in the names of ISO 19115-3; ``iso_names.in_19139`` says them in the older ones. What only one
encoding has stands in ``iso19139`` and ``iso19115_3``.
"""

from vocab.namespace import ADMS, CNT, DCAT, DCATAP, DCTERMS, DQV, FOAF, GEODCATAP, PROV, RDFS, SCHEMA

from . import (
    iso,
    iso_acquisition,
    iso_citation,
    iso_content,
    iso_grid,
    iso_keyword,
    iso_maintenance,
    iso_space,
    iso_usage,
)
from . import iso_association as association
from . import iso_online as online
from . import iso_responsibility as responsibility
from . import iso_transfer as transfer
from .converters import codes, dates, legislation, links, parties, resolution, text
from .crosswalk import Choice, Entry, Node, Row, Under
from .iso_property import Named

CITATION: list[Entry] = [
    Row(DCTERMS.title, "cit:title", text.localised_line, min=1),
    Row(DCTERMS.alternative, "cit:alternateTitle", text.localised_line),
    Choice(
        (DCTERMS.created, DCTERMS.issued, DCTERMS.modified), ".", iso.citation_dates, note="earliest; modified: latest"
    ),
    Choice(
        (DCTERMS.identifier, ADMS.identifier),
        ".",
        iso.identifiers,
        note="a DOI first; the record's own identifier where the citation has none",
    ),
    Row(DCAT.version, "cit:edition", text.plain, max=1),
    Row(DCTERMS.bibliographicCitation, "cit:otherCitationDetails", text.localised),
    Row(FOAF.page, "cit:otherCitationDetails", iso_citation.anchored, note="what its Anchor leads to"),
    Choice(parties.PROPERTIES, "cit:citedResponsibleParty/*", responsibility.attributions),
    Row(SCHEMA.isbn, "cit:ISBN", text.plain),
    Row(SCHEMA.issn, "cit:ISSN", text.plain),
    Row(DCTERMS.bibliographicCitation, "cit:collectiveTitle", text.localised),
    Row(DCTERMS.date, "cit:editionDate", dates.date, note="of the edition"),
    Row(SCHEMA.additionalProperty, "cit:presentationForm", Named("form of presentation")),
    Choice((SCHEMA.isPartOf, SCHEMA.issueNumber, SCHEMA.pagination), ".", iso_citation.in_series, note="the journal"),
]

EXTENT: list[Entry] = [
    Node(
        DCTERMS.spatial, DCTERMS.Location, "gex:geographicElement/gex:EX_GeographicBoundingBox", iso.location_iri,
        rows=[Row(DCAT.bbox, ".", iso.bounding_box, max=1)],
    ),
    Choice(
        (DCTERMS.spatial, SCHEMA.additionalProperty),
        "gex:geographicElement/gex:EX_GeographicDescription/gex:geographicIdentifier/*/mcc:code",
        iso_keyword.place,
        note="NASA's descriptions of orbits and grids are named values",
    ),
    Choice((DCTERMS.spatial, SCHEMA.additionalProperty), "gex:description", iso_keyword.place),
    Node(
        DCTERMS.temporal, DCTERMS.PeriodOfTime, "gex:temporalElement/*/gex:extent/*", iso.period_iri,
        rows=[
            Choice((DCAT.startDate, DCAT.endDate), ".", iso.time_period),
            Row(RDFS.label, "gml:description | gml:name", text.tagged),
        ],
    ),
    Choice((DCTERMS.spatial,), "gex:geographicElement/gex:EX_BoundingPolygon", iso_space.polygon,
           note="longitude before latitude, as the record's boxes tell"),
    Choice((SCHEMA.additionalProperty,), "gex:verticalElement/*", iso_space.vertical),
]  # fmt: skip

RESOLUTION: list[Entry] = [
    Row(DCAT.spatialResolutionInMeters, "mri:distance/gco:Distance", resolution.distance, when=resolution.is_length,
        note="in metres"),
    Node(
        DQV.hasQualityMeasurement, DQV.QualityMeasurement, "mri:distance/gco:Distance", resolution.angle_iri,
        when=resolution.is_angle, rows=resolution.angle_rows(), note="a distance given in degrees",
    ),
    Node(
        DQV.hasQualityMeasurement, DQV.QualityMeasurement, "mri:equivalentScale/*/mri:denominator",
        resolution.scale_iri,
        rows=[
            Row(DQV.isMeasurementOf, ".", resolution.measure(GEODCATAP.spatialResolutionAsScale)),
            Row(DQV.value, ".", resolution.scale, max=1, note="representative fraction, never metres"),
        ],
    ),
]  # fmt: skip

IDENTIFICATION: list[Entry] = [
    Row(GEODCATAP.resourceType, ".", iso.resource_type, note="dataset, series or service, as the class"),
    Under("mri:citation/cit:CI_Citation", CITATION),
    Row(DCTERMS.description, "mri:abstract", text.localised, min=1),
    Row(GEODCATAP.purpose, "mri:purpose", text.tagged, max=1, note="in the record's language: at most one is allowed"),
    Row(RDFS.comment, "mri:supplementalInformation", text.localised),
    Row(ADMS.status, "mri:status", codes.Code("progress"), max=1),
    Choice(parties.PROPERTIES, "mri:pointOfContact/*", responsibility.attributions),
    Row(
        DCTERMS.accrualPeriodicity, "mri:resourceMaintenance/*/mmi:maintenanceAndUpdateFrequency",
        codes.Code("frequencies"), max=1,
    ),
    Node(
        FOAF.page, FOAF.Document, "mri:graphicOverview/mcc:MD_BrowseGraphic/mcc:fileName",
        iso.page_iri,
        rows=[Row(DCTERMS.title, "../mcc:fileDescription", online.caption)],
    ),
    Choice(
        iso_keyword.PROPERTIES,
        "mri:descriptiveKeywords/mri:MD_Keywords",
        iso_keyword.statements,
        note="a theme where the keyword has an address or a vocabulary knows the word; places and instruments by "
        "keyword type; laws and categories of high-value datasets by their address; INSPIRE's spatial scopes and "
        "priority datasets are named values",
    ),
    Choice(
        (DCTERMS.license, DCTERMS.accessRights, DCTERMS.rights), "mri:resourceConstraints/*", iso.constraints,
        note="a known licence also goes to every Distribution",
    ),
    Row(SCHEMA.additionalProperty, "mri:resourceConstraints/*/mco:classification", Named("security classification")),
    Row(SCHEMA.additionalProperty, "mri:resourceConstraints/*/mco:userNote", Named("note on security")),
    Row(SCHEMA.additionalProperty, "mri:resourceConstraints/*/mco:handlingDescription",
        Named("handling of classified data")),
    Choice((ADMS.representationTechnique,), "mri:spatialRepresentationType",
           iso.inherit(ADMS.representationTechnique, "spatial-representation"), note="of every Distribution"),
    Under("mri:spatialResolution/mri:MD_Resolution", RESOLUTION),
    Choice((GEODCATAP.topicCategory, DCAT.theme), "mri:topicCategory", codes.topic_category,
           note="with the EU data theme that it implies"),
    Row(DCTERMS.type, "srv:serviceType", iso.service_type, note="INSPIRE spatial data service type"),
    Row(DCAT.servesDataset, "srv:operatesOn", association.operates_on),
    Under("srv:containsOperations/*/srv:connectPoint/*", [
        Row(DCAT.endpointURL, ".", online.endpoint_url, when=online.is_operation),
        Row(DCAT.endpointDescription, ".", online.endpoint_description, when=online.is_operation),
    ]),
    Row(SCHEMA.creditText, "mri:credit", text.localised),
    Under("mri:resourceMaintenance/*", iso_maintenance.OF_RESOURCE),
    Row(SCHEMA.additionalProperty, "mri:environmentDescription", Named("environment of production")),
    Under("mri:resourceSpecificUsage/*", iso_usage.USAGE),
    Choice((SCHEMA.additionalProperty,), "mri:resourceFormat/*", iso_usage.data_format),
    Choice((DCTERMS.rights,), "srv:accessProperties/*", iso_usage.order_process),
    Row(SCHEMA.additionalProperty, "srv:serviceTypeVersion", Named("version of the protocol")),
    Row(SCHEMA.additionalProperty, "srv:containsOperations/*/srv:operationName", Named("operation")),
    Row(DCAT.servesDataset, "srv:coupledResource/*/srv:identifier", association.coupled),
    Row(SCHEMA.additionalProperty, "srv:coupledResource/*/gco:ScopedName | srv:coupledResource/*/srv:scopedName",
        Named("layer")),
    Row(SCHEMA.additionalProperty, "mri:processingLevel/*/mcc:code", Named("processing level")),
]  # fmt: skip

SERVICE: list[Entry] = [
    Row(DCAT.endpointURL, ".", online.endpoint_url),
    Row(DCAT.endpointDescription, ".", online.endpoint_description),
    Choice((DCTERMS.title,), ".", online.service_title, note="the link's name, else the resource's title"),
    Row(DCAT.servesDataset, ".", links.described, when=online.is_served, note="a series is no dataset in DCAT-AP"),
    Row(GEODCATAP.serviceProtocol, ".", online.service_protocol),
    Row(DCTERMS.license, ".", links.inherited_licence, note="the record's"),
    Choice((DCATAP.applicableLegislation, DCATAP.hvdCategory), ".", legislation.of_service),
]

INHERITED = (DCTERMS.license, ADMS.representationTechnique, CNT.characterEncoding, DCATAP.applicableLegislation)

DISTRIBUTION: list[Entry] = [
    Row(DCAT.accessURL, "cit:linkage", links.link, min=1, max=1),
    Row(DCAT.downloadURL, "cit:linkage", links.link, max=1, when=online.is_download),
    Row(DCTERMS.title, "cit:name", text.localised_line),
    Row(DCTERMS.description, "cit:description", online.description),
    Choice((DCTERMS.format, DCAT.mediaType), ".", online.distribution_formats, note="never every format to every link"),
    Row(DCAT.compressFormat, ".", transfer.compression, max=1,
        note="the fileDecompressionTechnique that all of its formats have"),
    Row(DCTERMS.issued, ".", transfer.available, max=1,
        note="plannedAvailableDateTime of its distributor, or of the record's only one"),
    Row(DCAT.byteSize,
        "parent::mrd:onLine[not(../mrd:onLine[2])]/../mrd:transferSize",
        links.byte_size, max=1,
        note="megabytes of 1,000,000 bytes, only where the size can mean one link"),
    Choice(INHERITED, ".", links.inherited),
    Node(DCAT.accessService, DCAT.DataService, ".", online.service_iri, SERVICE, when=online.is_service),
]  # fmt: skip

ONLINE = "mrd:transferOptions/*/mrd:onLine/* | mrd:distributor/*/mrd:distributorTransferOptions/*/mrd:onLine/*"

GRID: list[Entry] = [
    Row(DCAT.spatialResolutionInMeters, "msr:axisDimensionProperties/*/msr:resolution/*", resolution.distance,
        when=iso_grid.is_ground_length, note="of rows and columns"),
    Row(SCHEMA.additionalProperty, "msr:axisDimensionProperties/*", iso_grid.axis, note="size and resolution"),
    Row(SCHEMA.additionalProperty, "msr:geometricObjects/*", iso_grid.objects),
    Row(SCHEMA.additionalProperty, "msr:topologyLevel", Named("level of topology")),
    Row(SCHEMA.additionalProperty, "msr:cellGeometry", Named("geometry of the cells")),
]  # fmt: skip

CONTENT: list[Entry] = [
    Choice((SCHEMA.variableMeasured,), ".", iso_content.variables),
    Row(SCHEMA.additionalProperty, "mrc:processingLevelCode/*/mcc:code", Named("processing level")),
    Row(SCHEMA.additionalProperty, "mrc:cloudCoverPercentage", Named("cloud cover in percent")),
    Row(SCHEMA.additionalProperty, "mrc:imagingCondition", Named("imaging condition")),
    Row(SCHEMA.additionalProperty, "mrc:illuminationElevationAngle", Named("elevation of the illumination")),
    Row(SCHEMA.additionalProperty, "mrc:illuminationAzimuthAngle", Named("azimuth of the illumination")),
    Row(SCHEMA.additionalProperty, "mrc:imageQualityCode/*/mcc:code", Named("image quality")),
    Row(FOAF.page, "mrc:featureCatalogueCitation/*", iso_citation.document, note="the feature catalogue"),
]  # fmt: skip

ACQUISITION: list[Entry] = [
    Choice((PROV.wasGeneratedBy,), ".//mac:platform/* | .//mac:mountedOn/*", iso_acquisition.equipment),
    Choice((PROV.wasGeneratedBy,), ".//mac:instrument/* | .//mac:sensingInstrument/*", iso_acquisition.equipment),
    Choice((PROV.wasGeneratedBy,), "mac:operation/*", iso_acquisition.operation),
    Choice((SCHEMA.additionalProperty,), "mac:objective/*", iso_acquisition.objective),
    Choice((SCHEMA.additionalProperty,), "mac:environmentalConditions/*/*", iso_acquisition.condition),
]

FORMATS = (
    "mrd:distributionFormat/* | mrd:distributor/*/mrd:distributorFormat/*"
    " | mrd:distributor/*/mrd:distributorTransferOptions/*/mrd:distributionFormat/*"
)

DISTRIBUTIONS: list[Entry] = [
    Node(DCAT.distribution, DCAT.Distribution, ONLINE, online.distribution_iri, DISTRIBUTION,
         when=online.is_distribution),
    Row(DCAT.endpointURL, ONLINE, online.endpoint_url, when=online.is_endpoint),
    Row(DCAT.endpointDescription, ONLINE, online.endpoint_description, when=online.is_endpoint),
    Choice((SCHEMA.additionalProperty,), FORMATS, iso_usage.data_format,
           note="with its version, and whether or not it is of the EU's file types"),
    Choice((DCTERMS.rights,), "mrd:distributor/*/mrd:distributionOrderProcess/*", iso_usage.order_process,
           note="fees and how to order"),
    Row(FOAF.page, f"({ONLINE})/cit:linkage[*[local-name()='PT_FreeURL']]", online.localised_pages,
        note="the same link in other languages"),
    Row(SCHEMA.additionalProperty, "mrd:transferOptions/*/mrd:offLine/*/mrd:name", Named("medium of delivery")),
    Choice((DCAT.landingPage, FOAF.page), ONLINE, online.pages),
    Choice(parties.PROPERTIES, "mrd:distributor/*/mrd:distributorContact/*", responsibility.attributions),
]  # fmt: skip

REFERENCES: list[Entry] = [
    Row(
        GEODCATAP.referenceSystem,
        "mdb:referenceSystemInfo/*/mrs:referenceSystemIdentifier/*/mcc:code",
        iso.reference_system,
    ),
    Under("mdb:spatialRepresentationInfo/*", GRID),
    Row(FOAF.page, "mdb:portrayalCatalogueInfo/*/mpc:portrayalCatalogueCitation/*", iso_citation.document,
        note="how the data are drawn"),
    Row(FOAF.page, "mdb:applicationSchemaInfo/*/mas:name/*", iso_citation.document, note="the application schema"),
    Row(FOAF.page, "mdb:metadataExtensionInfo/*/*[local-name()='extensionOnLineResource']/*", iso_citation.link,
        note="some data centres link related resources here"),
    Choice((DCTERMS.rights, DCTERMS.license, DCTERMS.accessRights), "mdb:metadataConstraints/*", iso.constraints,
           about_record=True),
]  # fmt: skip
