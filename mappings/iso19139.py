"""The crosswalk of ISO/TS 19139 (ISO 19115:2003 and 19115-2 as XML) to GeoDCAT-AP 3.1 (its INSPIRE annex)."""

from vocab.namespace import (
    ADMS,
    CNT,
    DCAT,
    DCTERMS,
    DQV,
    FOAF,
    GEODCATAP,
    PROV,
    RDFS,
    SCHEMA,
)

from . import (
    iso,
    iso_acquisition,
    iso_citation,
    iso_content,
    iso_grid,
    iso_lineage,
    iso_maintenance,
    iso_quality,
    iso_space,
    iso_usage,
)
from . import iso_online as online
from . import iso_responsibility as responsibility
from .converters import codes, dates, links, parties, resolution, text
from .converters.xml import each, first, parts, text_at
from .crosswalk import Choice, Crosswalk, Entry, Node, Row, Under
from .iso19139_omissions import OMISSIONS
from .iso_property import Named
from .parsing import XmlElement
from .path import xpath
from .scope import Scope

NAMESPACES = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gmx": "http://www.isotc211.org/2005/gmx",
    "gmi": "http://www.isotc211.org/2005/gmi",
    "srv": "http://www.isotc211.org/2005/srv",
    "gml": "http://www.opengis.net/gml/3.2",
    "xlink": "http://www.w3.org/1999/xlink",
}


def identify(root: XmlElement) -> str | None:
    """The fileIdentifier."""
    return text.one_line(text_at(root, "fileIdentifier")) or None


def prepare(root: XmlElement, scope: Scope) -> None:
    """Read the record's languages, the resource's kind, and the formats that all distributions share."""
    tags = scope.context.codelists["language-tags"]
    said = parts(root)
    language, level = said.get("language"), said.get("hierarchyLevel")
    if language is not None:
        scope.language = tags.lookup_text(codes.code_of(language))
    scope.locales = iso.read_locales(root.iter("{*}PT_Locale"), scope)
    identification = first(said.get("identificationInfo"), "*")
    service = identification is not None and text.local_name(identification).endswith("ServiceIdentification")
    scope.kind = iso.kind_of(codes.code_of(level) if level is not None else "", service=service)
    distribution = first(said.get("distributionInfo"), "*")
    if distribution is not None:
        names = (text_at(element, "*", "name") for element in each(distribution, "distributionFormat"))
        scope.formats = tuple(dict.fromkeys(name for name in names if name))


RECORD: list[Entry] = [
    Row(DCTERMS.identifier, "gmd:fileIdentifier", text.plain, max=1, about_record=True),
    Row(DCTERMS.modified, "gmd:dateStamp", dates.date, min=1, max=1, about_record=True),
    Row(DCTERMS.language, "gmd:language", codes.Code("languages"), about_record=True),
    Row(DCTERMS.language, "gmd:locale/gmd:PT_Locale/gmd:languageCode", codes.Code("languages"), about_record=True),
    Choice(parties.RECORD_CONTACT, "gmd:contact/*", responsibility.record_contact, about_record=True),
    Node(
        DCTERMS.conformsTo, DCTERMS.Standard, "gmd:metadataStandardName", iso.standard_iri, about_record=True, max=1,
        rows=[
            Row(DCTERMS.title, ".", text.localised_line),
            Row(DCAT.version, "../gmd:metadataStandardVersion", text.plain, max=1),
        ],
    ),
    Row(SCHEMA.additionalProperty, "gmd:hierarchyLevelName", Named("kind of resource")),
    Choice((ADMS.identifier,), "gmd:dataSetURI", iso.data_set_uri, note="the address by which the data are known"),
    Under("gmd:metadataMaintenance/*", iso_maintenance.of_record("gmd")),
]  # fmt: skip

CITATION: list[Entry] = [
    Row(DCTERMS.title, "gmd:title", text.localised_line, min=1),
    Row(DCTERMS.alternative, "gmd:alternateTitle", text.localised_line),
    Choice(
        (DCTERMS.created, DCTERMS.issued, DCTERMS.modified), ".", iso.citation_dates, note="earliest; modified: latest"
    ),
    Choice(
        (DCTERMS.identifier, ADMS.identifier),
        ".",
        iso.identifiers,
        note="a DOI first; the record's own identifier where the citation has none",
    ),
    Row(DCAT.version, "gmd:edition", text.plain, max=1),
    Row(DCTERMS.bibliographicCitation, "gmd:otherCitationDetails", text.localised),
    Choice(parties.PROPERTIES, "gmd:citedResponsibleParty/*", responsibility.attributions),
    Row(SCHEMA.isbn, "gmd:ISBN", text.plain),
    Row(SCHEMA.issn, "gmd:ISSN", text.plain),
    Row(DCTERMS.bibliographicCitation, "gmd:collectiveTitle", text.localised),
    Row(DCTERMS.date, "gmd:editionDate", dates.date, note="of the edition"),
    Row(SCHEMA.additionalProperty, "gmd:presentationForm", Named("form of presentation")),
    Choice((SCHEMA.isPartOf, SCHEMA.issueNumber, SCHEMA.pagination), ".", iso_citation.in_series, note="the journal"),
]

EXTENT: list[Entry] = [
    Node(
        DCTERMS.spatial, DCTERMS.Location, "gmd:geographicElement/gmd:EX_GeographicBoundingBox", iso.location_iri,
        rows=[Row(DCAT.bbox, ".", iso.bounding_box, max=1)],
    ),
    Choice(
        (DCTERMS.spatial,),
        "gmd:geographicElement/gmd:EX_GeographicDescription/gmd:geographicIdentifier/*/gmd:code",
        iso.place,
    ),
    Choice((DCTERMS.spatial,), "gmd:description", iso.place),
    Node(
        DCTERMS.temporal, DCTERMS.PeriodOfTime, "gmd:temporalElement/*/gmd:extent/*", iso.period_iri,
        rows=[
            Choice((DCAT.startDate, DCAT.endDate), ".", iso.time_period),
            Row(RDFS.label, "gml:description | gml:name", text.tagged),
        ],
    ),
    Choice((DCTERMS.spatial,), "gmd:geographicElement/gmd:EX_BoundingPolygon", iso_space.polygon,
           note="longitude before latitude, as the record's boxes tell"),
    Choice((SCHEMA.additionalProperty,), "gmd:verticalElement/*", iso_space.vertical),
]  # fmt: skip

RESOLUTION: list[Entry] = [
    Row(DCAT.spatialResolutionInMeters, "gmd:distance/gco:Distance", resolution.distance, when=resolution.is_length,
        note="in metres"),
    Node(
        DQV.hasQualityMeasurement, DQV.QualityMeasurement, "gmd:distance/gco:Distance", resolution.angle_iri,
        when=resolution.is_angle, rows=resolution.angle_rows(), note="a distance given in degrees",
    ),
    Node(
        DQV.hasQualityMeasurement, DQV.QualityMeasurement, "gmd:equivalentScale/*/gmd:denominator",
        resolution.scale_iri,
        rows=[
            Row(DQV.isMeasurementOf, ".", resolution.measure(GEODCATAP.spatialResolutionAsScale)),
            Row(DQV.value, ".", resolution.scale, max=1, note="representative fraction, never metres"),
        ],
    ),
]  # fmt: skip

IDENTIFICATION: list[Entry] = [
    Row(GEODCATAP.resourceType, ".", iso.resource_type, note="dataset, series or service, as the class"),
    Under("gmd:citation/gmd:CI_Citation", CITATION),
    Row(DCTERMS.description, "gmd:abstract", text.localised, min=1),
    Row(GEODCATAP.purpose, "gmd:purpose", text.tagged, max=1, note="in the record's language: at most one is allowed"),
    Row(RDFS.comment, "gmd:supplementalInformation", text.localised),
    Row(ADMS.status, "gmd:status", codes.Code("progress"), max=1),
    Choice(parties.PROPERTIES, "gmd:pointOfContact/*", responsibility.attributions),
    Row(
        DCTERMS.accrualPeriodicity, "gmd:resourceMaintenance/*/gmd:maintenanceAndUpdateFrequency",
        codes.Code("frequencies"), max=1,
    ),
    Node(
        FOAF.page, FOAF.Document, "gmd:graphicOverview/gmd:MD_BrowseGraphic/gmd:fileName",
        iso.page_iri,
        rows=[Row(DCTERMS.title, "../gmd:fileDescription", text.localised_line)],
    ),
    Choice(
        (DCAT.theme, DCAT.keyword, DCTERMS.spatial, PROV.wasGeneratedBy), "gmd:descriptiveKeywords/gmd:MD_Keywords",
        iso.keyword_statements,
        note="a theme where a vocabulary knows the word; places and instruments by keyword type",
    ),
    Choice(
        (DCTERMS.license, DCTERMS.accessRights, DCTERMS.rights), "gmd:resourceConstraints/*", iso.constraints,
        note="a known licence also goes to every Distribution",
    ),
    Row(SCHEMA.additionalProperty, "gmd:resourceConstraints/*/gmd:classification", Named("security classification")),
    Choice((ADMS.representationTechnique,), "gmd:spatialRepresentationType",
           iso.inherit(ADMS.representationTechnique, "spatial-representation"), note="of every Distribution"),
    Choice((CNT.characterEncoding,), "gmd:characterSet", iso.inherit(CNT.characterEncoding, "character-sets"),
           note="of every Distribution"),
    Under("gmd:spatialResolution/gmd:MD_Resolution", RESOLUTION),
    Row(DCTERMS.language, "gmd:language", codes.Code("languages")),
    Choice((GEODCATAP.topicCategory, DCAT.theme), "gmd:topicCategory", codes.topic_category,
           note="with the EU data theme that it implies"),
    Choice(iso.ASSOCIATED, "gmd:aggregationInfo/gmd:MD_AggregateInformation", iso.associated),
    Under("gmd:extent/gmd:EX_Extent | srv:extent/gmd:EX_Extent", EXTENT),
    Row(DCTERMS.type, "srv:serviceType", iso.service_type, note="INSPIRE spatial data service type"),
    Row(DCAT.servesDataset, "srv:operatesOn", iso.operates_on),
    Under("srv:containsOperations/*/srv:connectPoint/*", [
        Row(DCAT.endpointURL, ".", online.endpoint_url, when=online.is_operation),
        Row(DCAT.endpointDescription, ".", online.endpoint_description, when=online.is_operation),
    ]),
    Row(SCHEMA.creditText, "gmd:credit", text.localised),
    Under("gmd:resourceMaintenance/*", iso_maintenance.of_resource("gmd")),
    Row(SCHEMA.additionalProperty, "gmd:environmentDescription", Named("environment of production")),
    Under("gmd:resourceSpecificUsage/*", iso_usage.rows("gmd")),
    Choice((SCHEMA.additionalProperty,), "gmd:resourceFormat/*", iso_usage.data_format),
    Choice((DCTERMS.rights,), "srv:accessProperties/*", iso_usage.order_process),
    Row(SCHEMA.additionalProperty, "srv:serviceTypeVersion", Named("version of the protocol")),
    Row(SCHEMA.additionalProperty, "srv:containsOperations/*/srv:operationName", Named("operation")),
    Row(DCAT.servesDataset, "srv:coupledResource/*/srv:identifier", iso.coupled),
    Row(SCHEMA.additionalProperty, "srv:coupledResource/*/gco:ScopedName | srv:coupledResource/*/srv:scopedName",
        Named("layer")),
    Row(SCHEMA.additionalProperty, "gmd:processingLevel/*/gmd:code", Named("processing level")),
]  # fmt: skip

SERVICE: list[Entry] = [
    Row(DCAT.endpointURL, ".", online.endpoint_url),
    Row(DCAT.endpointDescription, ".", online.endpoint_description),
    Choice((DCTERMS.title,), ".", online.service_title, note="the link's name, else the resource's title"),
    Row(DCAT.servesDataset, ".", links.described),
    Row(GEODCATAP.serviceProtocol, "gmd:protocol", online.service_protocol),
]

DISTRIBUTION: list[Entry] = [
    Row(DCAT.accessURL, "gmd:linkage", links.link, min=1, max=1),
    Row(DCAT.downloadURL, "gmd:linkage", links.link, max=1, when=online.is_download),
    Row(DCTERMS.title, "gmd:name", text.localised_line),
    Row(DCTERMS.description, "gmd:description", text.localised),
    Choice((DCTERMS.format, DCAT.mediaType), ".", online.distribution_formats, note="never every format to every link"),
    Row(DCAT.byteSize, "parent::gmd:onLine/parent::*[count(gmd:onLine)=1]/gmd:transferSize", links.byte_size, max=1,
        note="megabytes of 1,000,000 bytes, only where the size can mean one link"),
    Choice((DCTERMS.license, ADMS.representationTechnique, CNT.characterEncoding), ".", links.inherited),
    Node(DCAT.accessService, DCAT.DataService, ".", online.service_iri, SERVICE, when=online.is_service),
]  # fmt: skip

ONLINE = "gmd:transferOptions/*/gmd:onLine/* | gmd:distributor/*/gmd:distributorTransferOptions/*/gmd:onLine/*"

DATA_QUALITY: list[Entry] = [
    Under("gmd:lineage/*", iso_lineage.rows("gmd", "gmi")),
    Choice(iso_quality.PROPERTIES, "gmd:report/*", iso_quality.report,
           note="conformance also as dct:conformsTo, where the record says that it is passed"),
]  # fmt: skip

GRID: list[Entry] = [
    Row(DCAT.spatialResolutionInMeters, "gmd:axisDimensionProperties/*/gmd:resolution/*", resolution.distance,
        when=iso_grid.is_ground_length, note="of rows and columns"),
    Row(SCHEMA.additionalProperty, "gmd:axisDimensionProperties/*", iso_grid.axis, note="size and resolution"),
    Row(SCHEMA.additionalProperty, "gmd:geometricObjects/*", iso_grid.objects),
    Row(SCHEMA.additionalProperty, "gmd:topologyLevel", Named("level of topology")),
    Row(SCHEMA.additionalProperty, "gmd:cellGeometry", Named("geometry of the cells")),
]  # fmt: skip

CONTENT: list[Entry] = [
    Choice((SCHEMA.variableMeasured,), ".", iso_content.variables),
    Row(SCHEMA.additionalProperty, "gmd:processingLevelCode/*/gmd:code", Named("processing level")),
    Row(SCHEMA.additionalProperty, "gmd:contentType", Named("kind of content")),
    Row(SCHEMA.additionalProperty, "gmd:cloudCoverPercentage", Named("cloud cover in percent")),
    Row(SCHEMA.additionalProperty, "gmd:imagingCondition", Named("imaging condition")),
    Row(SCHEMA.additionalProperty, "gmd:illuminationElevationAngle", Named("elevation of the illumination")),
    Row(SCHEMA.additionalProperty, "gmd:illuminationAzimuthAngle", Named("azimuth of the illumination")),
    Row(SCHEMA.additionalProperty, "gmd:imageQualityCode/*/gmd:code", Named("image quality")),
    Row(SCHEMA.additionalProperty, "gmd:featureTypes", Named("feature type")),
    Row(FOAF.page, "gmd:featureCatalogueCitation/*", iso_citation.document, note="the feature catalogue"),
]  # fmt: skip

ACQUISITION: list[Entry] = [
    Choice((PROV.wasGeneratedBy,), ".//gmi:platform/* | .//gmi:mountedOn/*", iso_acquisition.equipment),
    Choice((PROV.wasGeneratedBy,), ".//gmi:instrument/* | .//gmi:sensingInstrument/*", iso_acquisition.equipment),
    Choice((PROV.wasGeneratedBy,), "gmi:operation/*", iso_acquisition.operation),
    Choice((SCHEMA.additionalProperty,), "gmi:objective/*", iso_acquisition.objective),
]

OTHERS: list[Entry] = [
    Under("gmd:contentInfo/*", CONTENT),
    Under("gmd:spatialRepresentationInfo/*", GRID),
    Row(FOAF.page, "gmd:portrayalCatalogueInfo/*/gmd:portrayalCatalogueCitation/*", iso_citation.document,
        note="how the data are drawn"),
    Row(FOAF.page, "gmd:applicationSchemaInfo/*/gmd:name/*", iso_citation.document, note="the application schema"),
    Row(FOAF.page, "gmd:metadataExtensionInfo/*/*[local-name()='extensionOnLineResource']/*", iso_citation.link,
        note="some data centres link related resources here"),
    Choice((DCTERMS.rights, DCTERMS.license, DCTERMS.accessRights), "gmd:metadataConstraints/*", iso.constraints,
           about_record=True),
    Under("gmi:acquisitionInformation/*", ACQUISITION),
]  # fmt: skip

FORMATS = (
    "gmd:distributionFormat/* | gmd:distributor/*/gmd:distributorFormat/*"
    " | gmd:distributor/*/gmd:distributorTransferOptions/*/gmd:distributionFormat/*"
)

ISO_19139 = Crosswalk(
    "iso19139",
    xpath(NAMESPACES),
    identify,
    prepare,
    [
        *RECORD,
        Under("gmd:identificationInfo/*", IDENTIFICATION, max=1, surplus="map.identification.multiple"),
        Choice((DCTERMS.isPartOf,), "gmd:parentIdentifier", iso.parent,
               note="unless an association says that it is a series"),
        Row(
            GEODCATAP.referenceSystem,
            "gmd:referenceSystemInfo/*/gmd:referenceSystemIdentifier/*/gmd:code",
            iso.reference_system,
        ),
        Under("gmd:distributionInfo/gmd:MD_Distribution", [
            Node(DCAT.distribution, DCAT.Distribution, ONLINE, online.distribution_iri, DISTRIBUTION,
                 when=online.is_distribution),
            Row(DCAT.endpointURL, ONLINE, online.endpoint_url, when=online.is_endpoint),
            Row(DCAT.endpointDescription, ONLINE, online.endpoint_description, when=online.is_endpoint),
            Choice((SCHEMA.additionalProperty,), FORMATS, iso_usage.data_format,
                   note="with its version, and whether or not it is of the EU's file types"),
            Choice((DCTERMS.rights,), "gmd:distributor/*/gmd:distributionOrderProcess/*", iso_usage.order_process,
                   note="fees and how to order"),
            Row(FOAF.page, f"({ONLINE})/gmd:linkage[*[local-name()='PT_FreeURL']]", online.localised_pages,
                note="the same link in other languages"),
            Row(SCHEMA.additionalProperty, "gmd:transferOptions/*/gmd:offLine/*/gmd:name",
                Named("medium of delivery")),
            Choice((DCAT.landingPage, FOAF.page), ONLINE, online.pages),
            Choice(
                parties.PROPERTIES, "gmd:distributor/*/gmd:distributorContact/*", responsibility.attributions
            ),
        ]),
        Under("gmd:dataQualityInfo/*", DATA_QUALITY),
        *OTHERS,
        *OMISSIONS,
    ],
)  # fmt: skip
