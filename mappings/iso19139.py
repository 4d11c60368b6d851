"""The crosswalk of ISO/TS 19139 (ISO 19115:2003 and 19115-2 as XML) to GeoDCAT-AP 3.1 (its INSPIRE annex)."""

from vocab.namespace import ADMS, CNT, DCAT, DCTERMS, FOAF, PROV, SCHEMA

from . import iso, iso_acquisition, iso_citation, iso_lineage, iso_maintenance, iso_quality, iso_table, iso_usage
from . import iso_association as association
from . import iso_responsibility as responsibility
from .converters import codes, dates, parties, text
from .converters.xml import each, first, parts, text_at
from .crosswalk import Choice, Crosswalk, Entry, Ignore, Node, Row, Under
from .iso_names import ISO_19139 as NAMESPACES
from .iso_names import in_19139
from .iso_omissions import OMISSIONS
from .iso_property import Named
from .parsing import XmlElement
from .path import xpath
from .scope import Scope


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
    if identification is not None and service:
        _name_as_declared(identification, scope)
    scope.kind = iso.kind_of(codes.code_of(level) if level is not None else "", service=service)
    distribution = first(said.get("distributionInfo"), "*")
    if distribution is not None:
        names = (text_at(element, "*", "name") for element in each(distribution, "distributionFormat"))
        scope.formats = tuple(dict.fromkeys(name for name in names if name))


def _name_as_declared(identification: XmlElement, scope: Scope) -> None:
    """Give elements of gmd that a service's record has in the namespace of services, the citation first, their own."""
    srv, gmd = f"{{{NAMESPACES['srv']}}}", f"{{{NAMESPACES['gmd']}}}"
    misnamed = next(identification.iterchildren(f"{srv}citation"), None)
    if misnamed is None:
        return
    scope.repaired("repaired.namespace", "srv:citation", "gmd:citation", node=misnamed)
    for element in list(identification.iter(f"{srv}*")):
        name = text.local_name(element)
        if name not in _OF_SERVICES and not name.startswith("SV_"):
            element.tag = f"{gmd}{name}"


_OF_SERVICES = frozenset(
    {
        *("serviceType", "serviceTypeVersion", "accessProperties", "restrictions", "keywords", "extent", "name"),
        *("coupledResource", "couplingType", "containsOperations", "operatesOn", "operationName", "identifier", "DCP"),
        *("operationDescription", "invocationName", "parameters", "connectPoint", "dependsOn", "direction"),
        *("description", "optionality", "repeatability", "valueType"),
    }
)
"""The properties that ISO 19119 gives a service and its operations."""

RECORD: list[Entry] = [
    Row(DCTERMS.identifier, "gmd:fileIdentifier", text.plain, max=1, about_record=True),
    Row(DCTERMS.modified, "gmd:dateStamp", dates.date, min=1, max=1, about_record=True),
    Row(DCTERMS.language, "gmd:language", codes.Code("languages"), about_record=True),
    Row(DCTERMS.language, "gmd:locale/gmd:PT_Locale/gmd:languageCode", codes.Code("languages"), about_record=True),
    Choice(parties.RECORD_CONTACT, "gmd:contact/*", responsibility.record_contact, about_record=True),
    Row(DCTERMS.references, "che:legislationInformation/*/che:title/*", iso_citation.document,
        note="a law that the Swiss profile cites"),
    Node(
        DCTERMS.conformsTo, DCTERMS.Standard, "gmd:metadataStandardName", iso.standard_iri, about_record=True, max=1,
        rows=[
            Row(DCTERMS.title, ".", text.localised_line),
            Row(DCAT.version, "../gmd:metadataStandardVersion", text.plain, max=1),
        ],
    ),
    Row(SCHEMA.additionalProperty, "gmd:hierarchyLevelName", Named("kind of resource")),
    Choice((ADMS.identifier,), "gmd:dataSetURI", iso.data_set_uri, note="the address by which the data are known"),
    Under("gmd:metadataMaintenance/*", in_19139(iso_maintenance.OF_RECORD)),
]  # fmt: skip

IDENTIFICATION: list[Entry] = [
    *in_19139(iso_table.IDENTIFICATION),
    Choice((CNT.characterEncoding,), "gmd:characterSet", iso.inherit(CNT.characterEncoding, "character-sets"),
           note="of every Distribution"),
    Row(DCTERMS.language, "gmd:language", codes.Code("languages")),
    Choice(association.ASSOCIATED, "gmd:aggregationInfo/gmd:MD_AggregateInformation", association.associated),
    Under("gmd:extent/gmd:EX_Extent | srv:extent/gmd:EX_Extent", in_19139(iso_table.EXTENT)),
    Row(SCHEMA.additionalProperty, "gmd:resourceMaintenance/*/gmd:dateOfNextUpdate", Named("date of the next update")),
    Choice((DCTERMS.isReferencedBy, FOAF.page), "sdn:additionalDocumentation/*", iso_usage.documentation,
           note="of SeaDataNet's profile"),
]  # fmt: skip

CONTENT: list[Entry] = [
    *in_19139(iso_table.CONTENT),
    Row(SCHEMA.additionalProperty, "gmd:contentType", Named("kind of content")),
    Row(SCHEMA.additionalProperty, "gmd:featureTypes", Named("feature type")),
    Choice((SCHEMA.additionalProperty,), "gmd:dimension/*/gmd:otherProperty/*/*/eos:AdditionalAttribute",
           iso_acquisition.additional_attribute, note="of NASA's extension"),
]  # fmt: skip

ACQUISITION: list[Entry] = [
    *in_19139(iso_table.ACQUISITION),
    Choice((PROV.wasGeneratedBy,), ".//eos:sensor/*", iso_acquisition.equipment),
    Choice((SCHEMA.additionalProperty,), ".//eos:AdditionalAttribute", iso_acquisition.additional_attribute,
           note="of NASA's extension"),
]  # fmt: skip

DATA_QUALITY: list[Entry] = [
    Under("gmd:lineage/*", in_19139(iso_lineage.LINEAGE)),
    Choice((SCHEMA.additionalProperty,),
           "gmd:lineage/*/gmd:processStep/*/gmi:processingInformation/*/eos:otherProperty/*/*/eos:AdditionalAttribute",
           iso_acquisition.additional_attribute, note="of NASA's extension"),
    Choice(iso_quality.PROPERTIES, "gmd:report/*", iso_quality.report,
           note="conformance also as dct:conformsTo, where the record says that it is passed"),
]  # fmt: skip

ONLY_HERE: list[Entry] = [
    Ignore(
        "gmd:characterSet | .//gmd:PT_Locale/gmd:characterEncoding",
        why="the encoding of the record's own bytes, which every XML parser knows",
    ),
    Ignore(
        ".//gmd:CI_Telephone/*",
        why="a contact has one number (vcard:hasTelephone, 0..1), the first that is a telephone's",
    ),
    Ignore(
        ".//gmd:referenceSystemIdentifier/*/*",
        why="of a reference system its EPSG code is kept, from which all else follows; a system without one is "
        "reported",
    ),
    Ignore(
        ".//gmd:updateScope | .//gmd:updateScopeDescription",
        why="maintenance is stated of the whole resource",
    ),
    Ignore(
        ".//gmd:units//* | .//gmd:units/@*",
        why="of a unit its symbol or name is kept",
    ),
    Ignore(
        ".//gmd:contentInfo//gmi:rangeElementDescription | .//gmd:contentInfo//*[local-name()='otherProperty']"
        " | .//*[local-name()='otherPropertyType']",
        why="an extension whose elements each provider defines for itself",
    ),
    Ignore(
        ".//gmd:MD_FeatureCatalogueDescription//*",
        why="of a feature catalogue its citation is kept",
    ),
    Ignore(
        ".//gmd:abstract//@* | .//gmd:language | .//gmd:hierarchyLevel[position() > 1]",
        why="a language or a level that is said twice",
    ),
    Ignore(
        "*[not(contains(' fileIdentifier language characterSet parentIdentifier hierarchyLevel "
        "hierarchyLevelName contact dateStamp metadataStandardName metadataStandardVersion dataSetURI "
        "locale spatialRepresentationInfo referenceSystemInfo metadataExtensionInfo identificationInfo "
        "contentInfo distributionInfo dataQualityInfo portrayalCatalogueInfo metadataConstraints "
        "applicationSchemaInfo metadataMaintenance acquisitionInformation ', concat(' ', local-name(), ' "
        "')))]",
        why="no element that ISO 19115 gives a record, but a profile's own or one of another class out of its place",
    ),
    Ignore(
        ".//gmd:MD_Keywords/gmd:type | .//gmd:contentType | .//gmd:presentationForm"
        " | .//gmd:hierarchyLevelName//@codeListValue",
        why="a code without its keywords, or the address of the code list in the place of a code",
    ),
    Ignore(
        ".//gmd:aggregationInfo//* | .//gmd:aggregationInfo//@*",
        why="of another resource of the same hub the title is kept, and of a series or source its identifier: the rest"
        " is for its own record to say",
    ),
    Ignore(
        ".//*[starts-with(local-name(), 'basicGeodata')]",
        why="the number of a data set in the Swiss catalogue of basic geodata, a profile's own element",
    ),
]
"""What only this encoding has, and is left out on purpose."""

ISO_19139 = Crosswalk(
    "iso19139",
    xpath(NAMESPACES),
    identify,
    prepare,
    [
        *RECORD,
        Under("gmd:identificationInfo/*", IDENTIFICATION, max=1, surplus="map.identification.multiple"),
        Choice((DCTERMS.isPartOf,), "gmd:parentIdentifier", association.parent,
               note="unless an association says that it is a series"),
        Under("gmd:distributionInfo/gmd:MD_Distribution", in_19139(iso_table.DISTRIBUTIONS)),
        Under("gmd:dataQualityInfo/*", DATA_QUALITY),
        Under("gmd:contentInfo/*", CONTENT),
        *in_19139(iso_table.REFERENCES),
        Under("gmi:acquisitionInformation/*", ACQUISITION),
        *in_19139(OMISSIONS),
        *ONLY_HERE,
    ],
)  # fmt: skip
