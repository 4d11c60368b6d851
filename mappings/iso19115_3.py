"""The crosswalk of ISO 19115-3 (ISO 19115-1:2014 and 19115-2:2019 as XML) to GeoDCAT-AP 3.1.

GeoDCAT-AP publishes no mapping of ISO 19115-1; this one carries the mapping of ISO/TS 19139 over.
"""

from collections.abc import Iterator

from vocab.namespace import CNT, DCAT, DCATAP, DCTERMS, DQV, FOAF, SCHEMA
from vocab.term import Term

from . import iso, iso_citation, iso_keyword, iso_lineage, iso_maintenance, iso_quality, iso_table, iso_usage
from . import iso_association as association
from . import iso_responsibility as responsibility
from .converters import codes, dates, parties, resolution, text
from .converters.xml import each, first, text_at
from .crosswalk import Choice, Crosswalk, Entry, Ignore, Node, Row, Under
from .errors import ConversionError
from .iso_names import ISO_19115_3 as NAMESPACES
from .iso_omissions import OMISSIONS
from .iso_property import Named
from .parsing import XmlElement
from .path import xpath
from .scope import Scope


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
        yield DCTERMS.issued, min(created)
    for kind_name in ("revision", "lastupdate", "lastupdated", "lastrevision", "publication", "creation", *found):
        if kind_name in found:
            yield DCTERMS.modified, max(found[kind_name])
            return


def parent(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The resource that this one is part of; where it is said to be a series, that."""
    identifier = node.get("uuidref") or text_at(node, "*", "identifier", "*", "code") or text_at(node, "*", "title")
    if identifier and identifier != scope.identifier:
        other = scope.sibling(text.one_line(identifier))
        if other not in scope.stated_of(DCAT.inSeries):
            yield DCTERMS.isPartOf, other


STANDARD: list[Entry] = [
    Row(DCTERMS.title, ".", text.localised_line),
    Row(DCAT.version, "../cit:edition", text.plain, max=1),
]

RECORD: list[Entry] = [
    Row(DCTERMS.identifier, "mdb:metadataIdentifier/mcc:MD_Identifier/mcc:code", text.plain, max=1, about_record=True),
    Choice((DCTERMS.modified, DCTERMS.issued), ".", record_dates, about_record=True,
           note="modified: the latest revision, else the latest of the other dates; issued: the record's creation"),
    Row(DCTERMS.language, "mdb:defaultLocale/lan:PT_Locale/lan:language", codes.Code("languages"), about_record=True),
    Row(DCTERMS.language, "mdb:otherLocale/lan:PT_Locale/lan:language", codes.Code("languages"), about_record=True),
    Choice(parties.RECORD_CONTACT, "mdb:contact/*", responsibility.record_contact, about_record=True),
    Node(
        DCTERMS.conformsTo, DCTERMS.Standard, "mdb:metadataStandard/cit:CI_Citation/cit:title", iso.standard_iri,
        about_record=True, max=1,
        rows=STANDARD,
    ),
    Node(
        DCTERMS.conformsTo, DCTERMS.Standard, "mdb:metadataProfile/cit:CI_Citation/cit:title", iso.standard_iri,
        about_record=True, note="the profile of the standard",
        rows=STANDARD,
    ),
    Row(SCHEMA.additionalProperty, "mdb:metadataScope/*/mdb:name", Named("kind of resource")),
    Row(FOAF.page, "mdb:metadataLinkage/*", iso_citation.link, about_record=True),
    Row(FOAF.page, "mdb:alternativeMetadataReference/*", iso_citation.document, about_record=True),
    Under("mdb:metadataMaintenance/*", iso_maintenance.OF_RECORD),
]  # fmt: skip

IDENTIFICATION: list[Entry] = [
    *iso_table.IDENTIFICATION,
    Choice((CNT.characterEncoding,), "mri:defaultLocale/lan:PT_Locale/lan:characterEncoding",
           iso.inherit(CNT.characterEncoding, "character-sets"), note="of every Distribution"),
    Row(DCTERMS.language, "mri:defaultLocale/lan:PT_Locale/lan:language", codes.Code("languages")),
    Row(DCTERMS.language, "mri:otherLocale/lan:PT_Locale/lan:language", codes.Code("languages")),
    Row(FOAF.page, "mri:citation/cit:CI_Citation/cit:onlineResource/*", iso_citation.link),
    Choice((DCATAP.applicableLegislation,), "mri:resourceConstraints/*/mco:reference/*/cit:title",
           iso_keyword.cited_law, note="a law of the EU by its ELI"),
    Choice(iso_keyword.PROPERTIES, "srv:descriptiveKeywords/mri:MD_Keywords", iso_keyword.statements,
           note="as pycsw has those of a service, in a namespace that is not theirs"),
    Choice(association.ASSOCIATED, "mri:associatedResource/mri:MD_AssociatedResource", association.associated),
    Under("mri:extent/gex:EX_Extent", iso_table.EXTENT),
    Row(SCHEMA.additionalProperty, "mri:resourceMaintenance/*/mmi:maintenanceDate/*/cit:date",
        Named("date of the next update")),
    Row(DCAT.temporalResolution, "mri:temporalResolution/*", iso_maintenance.duration),
    Node(
        DQV.hasQualityMeasurement, DQV.QualityMeasurement,
        "mri:spatialResolution/mri:MD_Resolution/mri:angularDistance/gco:Angle", resolution.angle_iri,
        rows=resolution.angle_rows(),
    ),
    Choice((DCTERMS.isReferencedBy, FOAF.page), "mri:additionalDocumentation/*", iso_usage.documentation,
           note="a publication where it has a DOI or a journal, else a page"),
]  # fmt: skip

CONTENT: list[Entry] = [
    *iso_table.CONTENT,
    Row(SCHEMA.additionalProperty, "mrc:attributeGroup/*/mrc:contentType", Named("kind of content")),
    Row(SCHEMA.additionalProperty, "mrc:featureTypes/*/mrc:featureTypeName | mrc:featureTypes", Named("feature type")),
]

ONLY_HERE: list[Entry] = [
    Ignore(
        ".//lan:PT_Locale/lan:characterEncoding",
        why="the encoding of the record's own bytes, which every XML parser knows",
    ),
    Ignore(
        ".//cit:CI_Telephone/cit:numberType | .//cit:CI_Telephone/cit:number",
        why="a contact has one number (vcard:hasTelephone, 0..1): the first",
    ),
    Ignore(
        ".//cit:contactType",
        why="says what a contact is called in a directory, not how to reach it",
    ),
    Ignore(
        ".//cit:partyIdentifier",
        why="of an agent every identifier is kept; a contact has an address only (vcard:hasUID)",
    ),
    Ignore(
        ".//cit:individual | .//cit:party",
        why="somebody without a name, or named in what is left out",
    ),
    Ignore(
        ".//mrs:referenceSystemIdentifier/*/* | .//mrs:referenceSystemType",
        why="of a reference system its EPSG code is kept, from which all else follows",
    ),
    Ignore(
        ".//mmi:updateScope | .//mmi:updateScopeDescription | .//mmi:maintenanceScope",
        why="maintenance is stated of the whole resource",
    ),
    Ignore(
        ".//mmi:maintenanceDate",
        why="of the dates of maintenance the next update is kept",
    ),
    Ignore(
        ".//mri:response | .//mri:identifiedIssues",
        why="the answer to one user's report",
    ),
    Ignore(
        ".//mrl:LI_Lineage/mrl:scope | .//mrl:LI_Source/mrl:scope | .//mrl:LE_Source/mrl:scope"
        " | .//mrl:LI_ProcessStep/mrl:scope | .//mrl:LE_ProcessStep/mrl:scope",
        why="lineage is stated of the whole resource",
    ),
    Ignore(
        ".//mrc:units//* | .//mrc:units/@* | .//mrc:boundUnits | .//mrc:boundMin | .//mrc:boundMax",
        why="of a unit its symbol or name is kept",
    ),
    Ignore(
        ".//mrc:meanValue | .//mrc:standardDeviation | .//mrc:numberOfValues"
        " | .//mrc:rangeElementDescription | .//mrc:otherProperty | .//mrc:otherPropertyType",
        why="statistics of a band; schema:PropertyValue has its least and greatest value",
    ),
    Ignore(
        ".//mco:legalConstraints | .//mco:constraintApplicationScope | .//mco:responsibleParty"
        " | .//mco:graphic | .//mco:releasability | .//mco:reference//*",
        why="of a constraint its text, codes and the title that it refers to are kept",
    ),
    Ignore(
        "*[not(contains(' metadataIdentifier defaultLocale parentMetadata metadataScope contact dateInfo "
        "metadataStandard metadataProfile alternativeMetadataReference otherLocale metadataLinkage "
        "spatialRepresentationInfo referenceSystemInfo metadataExtensionInfo identificationInfo "
        "contentInfo distributionInfo dataQualityInfo resourceLineage portrayalCatalogueInfo "
        "metadataConstraints applicationSchemaInfo metadataMaintenance acquisitionInformation ', concat('"
        " ', local-name(), ' ')))]",
        why="no element that ISO 19115 gives a record, but a profile's own or one of another class out of its place",
    ),
    Ignore(
        ".//mri:MD_Keywords/mri:type | .//mrc:contentType | .//cit:presentationForm",
        why="a code without its keywords, or the address of the code list in the place of a code",
    ),
    Ignore(
        ".//gfc:valueType | .//gfc:cardinality | .//gfc:isAbstract | .//gfc:typeName"
        " | .//gfc:FC_FeatureCatalogue/gfc:producer"
        " | .//gfc:FC_FeatureCatalogue/*[not(self::gfc:featureType)]",
        why="of an embedded feature catalogue the attributes are kept as variables, with their meaning and listed"
        " values",
    ),
    Ignore(
        ".//mri:associatedResource//* | .//mri:associatedResource//@*",
        why="of another resource of the same hub the title is kept, and of a series or source its identifier: the rest"
        " is for its own record to say",
    ),
    Ignore(
        ".//mdq:derivedElement",
        why="says from which other result of the same record one was derived, by a number within the file",
    ),
    Ignore(
        ".//mcc:MD_BrowseGraphic//*",
        why="of an overview the address and its description are kept",
    ),
    Ignore(
        ".//mcc:MD_Scope | .//mcc:level | .//mcc:levelDescription",
        why="statements are of the whole resource",
    ),
]
"""What only this encoding has, and is left out on purpose."""

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
        Under("mdb:distributionInfo/mrd:MD_Distribution", iso_table.DISTRIBUTIONS),
        Under("mdb:resourceLineage/*", iso_lineage.LINEAGE),
        Row(DCTERMS.references, "mdb:resourceLineage/*/mrl:additionalDocumentation/*", iso_citation.document),
        Choice(iso_quality.PROPERTIES, "mdb:dataQualityInfo/*/mdq:report/*", iso_quality.report,
               note="conformance also as dct:conformsTo, where the record says that it is passed"),
        Choice((FOAF.page,), "mdb:dataQualityInfo/*/mdq:standaloneQualityReport/*"
               " | mdb:dataQualityInfo/*/mdq:qualityEvaluationReport/*", iso_quality.quality_report,
               note="a report on quality that is a document of its own"),
        Under("mdb:contentInfo/*", CONTENT),
        *iso_table.REFERENCES,
        Under("mdb:acquisitionInformation/*", iso_table.ACQUISITION),
        *OMISSIONS,
        *ONLY_HERE,
    ],
)  # fmt: skip
