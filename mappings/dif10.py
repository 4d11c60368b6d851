"""The crosswalk of DIF 10 (NASA's Directory Interchange Format) to GeoDCAT-AP 3.1; no other is published."""

from collections.abc import Iterator

from vocab.namespace import ADMS, DCAT, DCTERMS, PROV, RDFS, SCHEMA
from vocab.term import Term

from . import dif, iso
from . import dif_citation as citations
from . import dif_extent as extent
from . import dif_keyword as words
from . import dif_people as people
from . import dif_property as properties
from . import iso_association as association
from .converters import codes, parties
from .converters.xml import each
from .crosswalk import Choice, Crosswalk, Ignore, Node, Row, Under
from .dif_text import date, has_words, is_filler, plain, tagged, value, values
from .parsing import XmlElement
from .path import xpath
from .scope import Scope


def identify(root: XmlElement) -> str | None:
    """Short name and version (DIF 10, Entry_ID)."""
    short, version = value(root, "Entry_ID", "Short_Name"), value(root, "Entry_ID", "Version")
    return f"{short}_{version}" if short and version else short or None


def prepare(root: XmlElement, scope: Scope) -> None:
    """Read the language of the metadata, English unless the record says otherwise, and the shared formats."""
    dif.read_language("Dataset_Language", root, scope)


def identifiers(root: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The persistent identifiers of the citations, then the entry's own id, then those of its archives."""
    persistent = [
        (value(element, "Identifier"), value(element, "Type"))
        for citation in each(root, "Dataset_Citation")
        for element in each(citation, "Persistent_Identifier")
    ]
    archived = [code for holder in each(root, "Organization") for code in values(holder, "Dataset_ID")]
    yield from dif.stated_identifiers(persistent, archived, scope)


def associated(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A Metadata_Association: another collection, by the kind of association."""
    short, version = value(node, "Entry_ID", "Short_Name"), value(node, "Entry_ID", "Version")
    identifier = f"{short}_{version}" if short and version else short or value(node, "Entry_ID")
    if identifier:
        chosen = ASSOCIATIONS.get(value(node, "Type").lower(), DCTERMS.relation)
        yield chosen, association.typed(scope.sibling(identifier), chosen, scope)


ASSOCIATIONS = {
    "parent": DCTERMS.isPartOf,
    "child": DCTERMS.hasPart,
    "input": DCTERMS.source,
    "dependent": DCTERMS.isRequiredBy,
}
"""The property of each Type of Metadata_Association; of any other, ``dct:relation``."""

LOOSE = (
    "dif:Product_Level_Id | dif:Collection_Data_Type | dif:Product_Flag "
    "| dif:Project/*[not(self::dif:Short_Name or self::dif:Long_Name or self::dif:Campaign)] "
    "| dif:Temporal_Coverage/*[not(*)][not(self::dif:Single_DateTime or self::dif:Ends_At_Present_Flag)] "
    "| dif:Temporal_Coverage/dif:Periodic_DateTime/*[not(self::dif:Start_Date or self::dif:End_Date)] "
    "| dif:Spatial_Coverage/dif:Geometry/dif:Coordinate_System "
    "| dif:Spatial_Coverage/descendant::*[not(*)][not(ancestor::dif:Geometry)]"
)
"""Elements of text for which DCAT has no property."""

DIF_10 = Crosswalk(
    "dif10",
    xpath(dif.NAMESPACES),
    identify,
    prepare,
    [
        Row(DCTERMS.identifier, "dif:Entry_ID/dif:Short_Name", plain, max=1, about_record=True),
        Row(DCTERMS.modified, "dif:Metadata_Dates/dif:Metadata_Last_Revision", date, min=1, max=1, about_record=True),
        Row(DCTERMS.issued, "dif:Metadata_Dates/dif:Metadata_Creation", date, max=1, about_record=True),
        *dif.record_rows(),
        *dif.description_rows(),
        Choice((DCTERMS.identifier, ADMS.identifier), ".", identifiers, note="a DOI first"),
        Row(DCAT.version, "dif:Entry_ID/dif:Version", plain, max=1),
        Row(ADMS.versionNotes, "dif:Version_Description", tagged),
        Row(DCTERMS.created, "dif:Metadata_Dates/dif:Data_Creation", date, max=1),
        Row(DCTERMS.modified, "dif:Metadata_Dates/dif:Data_Last_Revision", date, max=1),
        Under("dif:Dataset_Citation", [
            Choice((DCTERMS.creator, DCTERMS.publisher, PROV.qualifiedAttribution), ".", people.citation_party),
            Row(DCTERMS.bibliographicCitation, ".", citations.citation),
            Choice((DCAT.landingPage,), "dif:Online_Resource", citations.online_resource),
        ]),
        Row(DCTERMS.issued, "dif:Dataset_Citation/dif:Dataset_Release_Date", date, max=1),
        Choice(parties.PROPERTIES, "dif:Organization", people.organization),
        Choice((DCAT.theme, DCAT.keyword), "dif:Science_Keywords", words.science_keyword),
        Choice((DCAT.keyword, DCAT.theme), "dif:Ancillary_Keyword", words.plain_keyword("")),
        Choice((PROV.wasGeneratedBy, DCAT.keyword), "dif:Platform", words.platform),
        Choice((PROV.wasGeneratedBy, DCAT.keyword), "dif:Platform/dif:Instrument", words.instrument),
        Choice((PROV.wasGeneratedBy, DCAT.keyword), "dif:Platform/dif:Instrument/dif:Sensor", words.instrument),
        Choice((DCAT.keyword,), "dif:Platform/dif:Type | dif:Platform//dif:Technique | dif:Project/dif:Campaign",
               words.campaigns),
        Choice((SCHEMA.additionalProperty,), "dif:Platform//dif:Characteristics | dif:Additional_Attributes",
               properties.attribute),
        Choice((SCHEMA.additionalProperty,),
               "dif:Platform//dif:NumberOfSensors | dif:Platform//dif:Operational_Mode", properties.leaf),
        Under("dif:Temporal_Coverage", [
            Node(
                DCTERMS.temporal, DCTERMS.PeriodOfTime,
                "dif:Range_DateTime | dif:Single_DateTime | dif:Periodic_DateTime", iso.period_iri,
                rows=[Choice((DCAT.startDate, DCAT.endDate), ".", extent.range_bounds)],
            ),
            Node(
                DCTERMS.temporal, DCTERMS.PeriodOfTime, "dif:Paleo_DateTime", iso.period_iri,
                rows=[Choice((RDFS.label,), ".", extent.geological)],
            ),
        ]),
        Node(
            DCTERMS.spatial, DCTERMS.Location,
            "dif:Spatial_Coverage/dif:Geometry/*[not(self::dif:Coordinate_System)]",
            iso.location_iri, when=extent.on_earth,
            rows=[
                Row(DCAT.bbox, ".", extent.rectangle, max=1),
                Choice((SCHEMA.additionalProperty,), "dif:Minimum_Altitude | dif:Maximum_Altitude | dif:Minimum_Depth "
                       "| dif:Maximum_Depth", properties.leaf),
            ],
        ),
        Choice((SCHEMA.additionalProperty,), LOOSE, properties.leaf),
        Row(ADMS.status, "dif:Dataset_Progress", codes.Code("progress"), max=1, when=has_words),
        Row(DCTERMS.language, "dif:Dataset_Language", codes.Code("languages"), when=has_words),
        *dif.resolution_rows(),
        *dif.reference_rows(),
        *dif.link_rows(),
        Choice((DCTERMS.isPartOf, DCTERMS.hasPart, DCTERMS.source, DCTERMS.isRequiredBy, DCTERMS.relation),
               "dif:Metadata_Association", associated),
        Ignore("dif:Metadata_Association/dif:Description",
               why="A link to another dataset has a kind and no words of its own in GeoDCAT-AP; its kind is carried."),
        Ignore("dif:Metadata_Dates/dif:Metadata_Future_Review | dif:Metadata_Dates/dif:Metadata_Delete "
               "| dif:Metadata_Dates/dif:Data_Future_Review | dif:Metadata_Dates/dif:Data_Delete",
               why="A plan for the upkeep of the record or data, without property in DCAT."),
        Ignore("dif:Use_Constraints/dif:License_URL/dif:Mime_Type",
               why="The format of the page of the licence, not of the data."),
    ],
    is_filler,
)  # fmt: skip
