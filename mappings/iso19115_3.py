"""The crosswalk of ISO 19115-3 (ISO 19115-1:2014 and 19115-2:2019 as XML) to GeoDCAT-AP 3.1.

GeoDCAT-AP publishes no mapping of ISO 19115-1; this one carries the mapping of ISO/TS 19139 over.
"""

from collections.abc import Iterator

from vocab.namespace import ADMS, CNT, DCAT, DCTERMS, DQV, FOAF, GEODCATAP, PROV, RDFS, SCHEMA
from vocab.term import Term

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
from .converters.xml import each, first, text_at
from .crosswalk import Choice, Crosswalk, Entry, Node, Row, Under
from .errors import ConversionError
from .iso19115_3_omissions import OMISSIONS
from .iso_property import Named
from .parsing import XmlElement
from .path import xpath
from .scope import Scope

_STANDARD = "http://standards.iso.org/iso/19115/-3/"

NAMESPACES = {
    "cit": f"{_STANDARD}cit/2.0",
    "gco": f"{_STANDARD}gco/1.0",
    "gcx": f"{_STANDARD}gcx/1.0",
    "gex": f"{_STANDARD}gex/1.0",
    "lan": f"{_STANDARD}lan/1.0",
    "mac": f"{_STANDARD}mac/2.0",
    "mcc": f"{_STANDARD}mcc/1.0",
    "mco": f"{_STANDARD}mco/1.0",
    "mdb": f"{_STANDARD}mdb/2.0",
    "mas": f"{_STANDARD}mas/1.0",
    "mex": f"{_STANDARD}mex/1.0",
    "mpc": f"{_STANDARD}mpc/1.0",
    "msr": f"{_STANDARD}msr/2.0",
    "gfc": "http://standards.iso.org/iso/19110/gfc/1.1",
    "mdq": "http://standards.iso.org/iso/19157/-2/mdq/1.0",
    "mmi": f"{_STANDARD}mmi/1.0",
    "mrc": f"{_STANDARD}mrc/2.0",
    "mrd": f"{_STANDARD}mrd/1.0",
    "mri": f"{_STANDARD}mri/1.0",
    "mrl": f"{_STANDARD}mrl/2.0",
    "mrs": f"{_STANDARD}mrs/1.0",
    "srv": f"{_STANDARD}srv/2.0",
    "gml": "http://www.opengis.net/gml/3.2",
    "xlink": "http://www.w3.org/1999/xlink",
}


def identify(root: XmlElement) -> str | None:
    """The metadataIdentifier's code, of the first identifier that has one."""
    for element in each(root, "metadataIdentifier"):
        code = text.one_line(text_at(element, "MD_Identifier", "code"))
        if code:
            return code
    return None


def prepare(root: XmlElement, scope: Scope) -> None:
    """Read the record's languages, the resource's kind, and the formats that all distributions share."""
    tags = scope.context.codelists["language-tags"]
    default = first(root, "defaultLocale", "PT_Locale", "language")
    if default is not None:
        scope.language = tags.lookup_text(codes.code_of(default))
    scope.locales = iso.read_locales(root.iter("{*}PT_Locale"), scope)
    level = first(root, "metadataScope", "*", "resourceScope")
    identification = first(root, "identificationInfo", "*")
    service = identification is not None and text.local_name(identification).endswith("ServiceIdentification")
    scope.kind = iso.kind_of(codes.code_of(level) if level is not None else "", service=service)
    distribution = first(root, "distributionInfo", "*")
    if distribution is not None:
        elements = each(distribution, "distributionFormat")
        names = (text_at(element, "*", "formatSpecificationCitation", "*", "title") for element in elements)
        scope.formats = tuple(dict.fromkeys(name for name in names if name))


def record_dates(root: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The record's own dates; without a revision, another date stands for the last change (exactly one is required)."""
    found: dict[str, list[Term]] = {}
    for element in each(root, "dateInfo"):
        date = next(iter(element), None)
        kind, value = first(date, "dateType"), first(date, "date")
        said = text.text_of(value) if value is not None else ""
        if value is None or not said:
            continue
        try:
            term = dates.read(said, scope, node=value)
        except ConversionError as error:
            line = value.sourceline or 0
            scope.report(error.code, path="mdb:dateInfo/*/cit:date", line=line, excerpt=said, detail=error.detail)
            continue
        found.setdefault(codes.code_of(kind).lower() if kind is not None else "", []).append(term)
    if created := found.get("creation"):
        yield DCTERMS.created, min(created)
    for kind_name in ("revision", "lastupdate", "lastupdated", "lastrevision", "publication", "creation", *found):
        if kind_name in found:
            yield DCTERMS.modified, max(found[kind_name])
            return


def parent(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The resource that this one is part of; where it is said to be a series, that."""
    identifier = node.get("uuidref") or text_at(node, "*", "identifier", "*", "code") or text_at(node, "*", "title")
    if identifier and identifier != scope.identifier:
        other = scope.sibling(text.one_line(identifier))
        if (scope.dataset, DCAT.inSeries, other) not in scope.triples:
            yield DCTERMS.isPartOf, other


RECORD: list[Entry] = [
    Row(DCTERMS.identifier, "mdb:metadataIdentifier/mcc:MD_Identifier/mcc:code", text.plain, max=1, about_record=True),
    Choice((DCTERMS.modified, DCTERMS.created), ".", record_dates, about_record=True,
           note="modified: the latest revision, else the latest of the other dates"),
    Row(DCTERMS.language, "mdb:defaultLocale/lan:PT_Locale/lan:language", codes.Code("languages"), about_record=True),
    Row(DCTERMS.language, "mdb:otherLocale/lan:PT_Locale/lan:language", codes.Code("languages"), about_record=True),
    Choice(parties.RECORD_CONTACT, "mdb:contact/*", responsibility.record_contact, about_record=True),
    Node(
        DCTERMS.conformsTo, DCTERMS.Standard, "mdb:metadataStandard/cit:CI_Citation/cit:title", iso.standard_iri,
        about_record=True, max=1,
        rows=[
            Row(DCTERMS.title, ".", text.localised_line),
            Row(DCAT.version, "../cit:edition", text.plain, max=1),
        ],
    ),
    Row(SCHEMA.additionalProperty, "mdb:metadataScope/*/mdb:name", Named("kind of resource")),
    Row(FOAF.page, "mdb:metadataLinkage/*", iso_citation.link, about_record=True),
    Row(FOAF.page, "mdb:alternativeMetadataReference/*", iso_citation.document, about_record=True),
    Under("mdb:metadataMaintenance/*", iso_maintenance.of_record("mmi")),
]  # fmt: skip

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
    Choice(parties.PROPERTIES, "cit:citedResponsibleParty/*", responsibility.attributions),
    Row(SCHEMA.isbn, "cit:ISBN", text.plain),
    Row(SCHEMA.issn, "cit:ISSN", text.plain),
    Row(DCTERMS.bibliographicCitation, "cit:collectiveTitle", text.localised),
    Row(DCTERMS.date, "cit:editionDate", dates.date, note="of the edition"),
    Row(SCHEMA.additionalProperty, "cit:presentationForm", Named("form of presentation")),
    Choice((SCHEMA.isPartOf, SCHEMA.issueNumber, SCHEMA.pagination), ".", iso_citation.in_series, note="the journal"),
    Row(FOAF.page, "cit:onlineResource/*", iso_citation.link),
]

EXTENT: list[Entry] = [
    Node(
        DCTERMS.spatial, DCTERMS.Location, "gex:geographicElement/gex:EX_GeographicBoundingBox", iso.location_iri,
        rows=[Row(DCAT.bbox, ".", iso.bounding_box, max=1)],
    ),
    Choice(
        (DCTERMS.spatial,),
        "gex:geographicElement/gex:EX_GeographicDescription/gex:geographicIdentifier/*/mcc:code",
        iso.place,
    ),
    Choice((DCTERMS.spatial,), "gex:description", iso.place),
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
        DQV.hasQualityMeasurement, DQV.QualityMeasurement, "mri:angularDistance/gco:Angle", resolution.angle_iri,
        rows=resolution.angle_rows(),
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
        rows=[Row(DCTERMS.title, "../mcc:fileDescription", text.localised_line)],
    ),
    Choice(
        (DCAT.theme, DCAT.keyword, DCTERMS.spatial, PROV.wasGeneratedBy), "mri:descriptiveKeywords/mri:MD_Keywords",
        iso.keyword_statements,
        note="a theme where a vocabulary knows the word; places and instruments by keyword type",
    ),
    Choice(
        (DCTERMS.license, DCTERMS.accessRights, DCTERMS.rights), "mri:resourceConstraints/*", iso.constraints,
        note="a known licence also goes to every Distribution",
    ),
    Row(SCHEMA.additionalProperty, "mri:resourceConstraints/*/mco:classification", Named("security classification")),
    Choice((ADMS.representationTechnique,), "mri:spatialRepresentationType",
           iso.inherit(ADMS.representationTechnique, "spatial-representation"), note="of every Distribution"),
    Under("mri:spatialResolution/mri:MD_Resolution", RESOLUTION),
    Row(DCTERMS.language, "mri:defaultLocale/lan:PT_Locale/lan:language", codes.Code("languages")),
    Row(DCTERMS.language, "mri:otherLocale/lan:PT_Locale/lan:language", codes.Code("languages")),
    Choice((GEODCATAP.topicCategory, DCAT.theme), "mri:topicCategory", codes.topic_category,
           note="with the EU data theme that it implies"),
    Choice(iso.ASSOCIATED, "mri:associatedResource/mri:MD_AssociatedResource", iso.associated),
    Under("mri:extent/gex:EX_Extent", EXTENT),
    Row(DCTERMS.type, "srv:serviceType", iso.service_type, note="INSPIRE spatial data service type"),
    Row(DCAT.servesDataset, "srv:operatesOn", iso.operates_on),
    Under("srv:containsOperations/*/srv:connectPoint/*", [
        Row(DCAT.endpointURL, ".", online.endpoint_url, when=online.is_operation),
        Row(DCAT.endpointDescription, ".", online.endpoint_description, when=online.is_operation),
    ]),
    Row(SCHEMA.creditText, "mri:credit", text.localised),
    Under("mri:resourceMaintenance/*", iso_maintenance.of_resource("mmi")),
    Row(SCHEMA.additionalProperty, "mri:environmentDescription", Named("environment of production")),
    Under("mri:resourceSpecificUsage/*", iso_usage.rows("mri")),
    Choice((SCHEMA.additionalProperty,), "mri:resourceFormat/*", iso_usage.data_format),
    Choice((DCTERMS.rights,), "srv:accessProperties/*", iso_usage.order_process),
    Row(SCHEMA.additionalProperty, "srv:serviceTypeVersion", Named("version of the protocol")),
    Row(SCHEMA.additionalProperty, "srv:containsOperations/*/srv:operationName", Named("operation")),
    Row(DCAT.servesDataset, "srv:coupledResource/*/srv:identifier", iso.coupled),
    Row(SCHEMA.additionalProperty, "srv:coupledResource/*/gco:ScopedName | srv:coupledResource/*/srv:scopedName",
        Named("layer")),
    Row(SCHEMA.additionalProperty, "mri:processingLevel/*/mcc:code", Named("processing level")),
    Row(DCAT.temporalResolution, "mri:temporalResolution/*", iso_maintenance.duration),
    Choice((DCTERMS.isReferencedBy, FOAF.page), "mri:additionalDocumentation/*", iso_usage.documentation,
           note="a publication where it has a DOI or a journal, else a page"),
]  # fmt: skip

SERVICE: list[Entry] = [
    Row(DCAT.endpointURL, ".", online.endpoint_url),
    Row(DCAT.endpointDescription, ".", online.endpoint_description),
    Choice((DCTERMS.title,), ".", online.service_title, note="the link's name, else the resource's title"),
    Row(DCAT.servesDataset, ".", links.described),
    Row(GEODCATAP.serviceProtocol, "cit:protocol", online.service_protocol),
]

DISTRIBUTION: list[Entry] = [
    Row(DCAT.accessURL, "cit:linkage", links.link, min=1, max=1),
    Row(DCAT.downloadURL, "cit:linkage", links.link, max=1, when=online.is_download),
    Row(DCTERMS.title, "cit:name", text.localised_line),
    Row(DCTERMS.description, "cit:description", text.localised),
    Choice((DCTERMS.format, DCAT.mediaType), ".", online.distribution_formats, note="never every format to every link"),
    Row(DCAT.byteSize, "parent::mrd:onLine/parent::*[count(mrd:onLine)=1]/mrd:transferSize", links.byte_size, max=1,
        note="megabytes of 1,000,000 bytes, only where the size can mean one link"),
    Choice((DCTERMS.license, ADMS.representationTechnique, CNT.characterEncoding), ".", links.inherited),
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
    Row(SCHEMA.additionalProperty, "mrc:attributeGroup/*/mrc:contentType", Named("kind of content")),
    Row(SCHEMA.additionalProperty, "mrc:cloudCoverPercentage", Named("cloud cover in percent")),
    Row(SCHEMA.additionalProperty, "mrc:imagingCondition", Named("imaging condition")),
    Row(SCHEMA.additionalProperty, "mrc:illuminationElevationAngle", Named("elevation of the illumination")),
    Row(SCHEMA.additionalProperty, "mrc:illuminationAzimuthAngle", Named("azimuth of the illumination")),
    Row(SCHEMA.additionalProperty, "mrc:imageQualityCode/*/mcc:code", Named("image quality")),
    Row(SCHEMA.additionalProperty, "mrc:featureTypes/*/mrc:featureTypeName | mrc:featureTypes", Named("feature type")),
    Row(FOAF.page, "mrc:featureCatalogueCitation/*", iso_citation.document, note="the feature catalogue"),
]  # fmt: skip

ACQUISITION: list[Entry] = [
    Choice((PROV.wasGeneratedBy,), ".//mac:platform/* | .//mac:mountedOn/*", iso_acquisition.equipment),
    Choice((PROV.wasGeneratedBy,), ".//mac:instrument/* | .//mac:sensingInstrument/*", iso_acquisition.equipment),
    Choice((PROV.wasGeneratedBy,), "mac:operation/*", iso_acquisition.operation),
    Choice((SCHEMA.additionalProperty,), "mac:objective/*", iso_acquisition.objective),
]

OTHERS: list[Entry] = [
    Under("mdb:resourceLineage/*", iso_lineage.rows("mrl", "mrl")),
    Row(DCTERMS.references, "mdb:resourceLineage/*/mrl:additionalDocumentation/*", iso_citation.document),
    Choice(iso_quality.PROPERTIES, "mdb:dataQualityInfo/*/mdq:report/*", iso_quality.report,
           note="conformance also as dct:conformsTo, where the record says that it is passed"),
    Under("mdb:contentInfo/*", CONTENT),
    Under("mdb:spatialRepresentationInfo/*", GRID),
    Row(FOAF.page, "mdb:portrayalCatalogueInfo/*/mpc:portrayalCatalogueCitation/*", iso_citation.document,
        note="how the data are drawn"),
    Row(FOAF.page, "mdb:applicationSchemaInfo/*/mas:name/*", iso_citation.document, note="the application schema"),
    Row(FOAF.page, "mdb:metadataExtensionInfo/*/*[local-name()='extensionOnLineResource']/*", iso_citation.link,
        note="some data centres link related resources here"),
    Choice((DCTERMS.rights, DCTERMS.license, DCTERMS.accessRights), "mdb:metadataConstraints/*", iso.constraints,
           about_record=True),
    Under("mdb:acquisitionInformation/*", ACQUISITION),
]  # fmt: skip

FORMATS = (
    "mrd:distributionFormat/* | mrd:distributor/*/mrd:distributorFormat/*"
    " | mrd:distributor/*/mrd:distributorTransferOptions/*/mrd:distributionFormat/*"
)

ISO_19115_3 = Crosswalk(
    "iso19115-3",
    xpath(NAMESPACES),
    identify,
    prepare,
    [
        *RECORD,
        Under("mdb:identificationInfo/*", IDENTIFICATION, max=1, surplus="map.identification.multiple"),
        Choice((DCTERMS.isPartOf,), "mdb:parentMetadata", parent,
               note="unless an association says that it is a series"),
        Row(
            GEODCATAP.referenceSystem,
            "mdb:referenceSystemInfo/*/mrs:referenceSystemIdentifier/*/mcc:code",
            iso.reference_system,
        ),
        Under("mdb:distributionInfo/mrd:MD_Distribution", [
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
            Row(SCHEMA.additionalProperty, "mrd:transferOptions/*/mrd:offLine/*/mrd:name",
                Named("medium of delivery")),
            Choice((DCAT.landingPage, FOAF.page), ONLINE, online.pages),
            Choice(parties.PROPERTIES, "mrd:distributor/*/mrd:distributorContact/*", responsibility.attributions),
        ]),
        *OTHERS,
        *OMISSIONS,
    ],
)  # fmt: skip
