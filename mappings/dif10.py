"""The crosswalk of DIF 10 (NASA's Directory Interchange Format) to GeoDCAT-AP 3.1; no other is published."""

from collections.abc import Iterable, Iterator

from vocab.namespace import ADMS, DCAT, DCTERMS, GEO, LOCN, PROV, RDFS, SCHEMA
from vocab.term import Term, iri, literal

from . import dif, iso
from . import dif_citation as citations
from . import dif_extent as extent
from . import dif_keyword as words
from . import dif_online as online
from . import dif_people as people
from . import dif_property as properties
from . import dif_shape as shape
from . import iso_association as association
from .converters import codes, links, parties
from .converters.identifiers import DOI_RESOLVER, doi
from .converters.text import one_line
from .converters.xml import first
from .crosswalk import Choice, Crosswalk, Ignore, Node, Row, Under
from .dif_text import Fields, date, fields, has_words, is_filler, plain, tagged, value
from .parsing import XmlElement
from .path import xpath
from .scope import Scope


def identify(root: XmlElement) -> str | None:
    """Short name and version (DIF 10, Entry_ID)."""
    entry = first(root, "Entry_ID")
    return _entry(fields(entry)) or None if entry is not None else None


def _entry(found: Fields) -> str:
    short, version = found.text("Short_Name"), found.text("Version")
    return f"{short}_{version}" if short and version else short


def entry_id(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """Short name and version of an Entry_ID, joined as NASA's repository joins them."""
    del scope
    found = _entry(fields(node))
    return (literal(one_line(found)),) if found else ()


def prepare(root: XmlElement, scope: Scope) -> None:
    """Read the language of the metadata, English unless the record says otherwise, and the shared formats."""
    dif.read_language("Dataset_Language", root, scope)


def identifiers(root: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The persistent identifiers of the citations, then the entry's own id, then those of its archives."""
    record = scope.once(fields, root)
    named = [
        fields(element)
        for citation in record.each("Dataset_Citation")
        for element in scope.once(fields, citation).each("Persistent_Identifier")
    ]
    named += [fields(element) for element in record.each("Other_Identifiers")]
    persistent = [
        (found.text("Identifier"), found.text("Description_Of_Other_Type") or found.text("Type")) for found in named
    ]
    archived = [
        code for holder in record.each("Organization") for code in scope.once(fields, holder).texts("Dataset_ID")
    ]
    yield from dif.stated_identifiers(persistent, archived, scope)


def associated(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A Metadata_Association: another collection, by the kind of association."""
    found = fields(node)
    identifier = _entry(found.inside("Entry_ID")) or found.text("Entry_ID")
    if identifier:
        chosen = ASSOCIATIONS.get(found.text("Type").lower(), DCTERMS.relation)
        yield chosen, association.typed(scope.sibling(identifier), chosen, scope)


def associated_doi(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An Associated_DOIs element: another dataset, or a document, by the kind of association."""
    found = fields(node)
    if bare := doi(found.text("DOI")):
        chosen = DOI_ASSOCIATIONS.get(found.text("Type").lower(), DCTERMS.relation)
        yield chosen, association.typed(iri(DOI_RESOLVER + bare), chosen, scope)


DOI_ASSOCIATIONS = {
    "child dataset": DCTERMS.hasPart,
    "parent dataset": DCTERMS.isPartOf,
    "isnewversionof": DCTERMS.replaces,
    "ispreviousversionof": DCTERMS.isReplacedBy,
    "isdescribedby": DCTERMS.isReferencedBy,
}
"""The property of each Type of Associated_DOIs; of any other, ``dct:relation``."""


def previous_version(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The version before this one, by its DOI."""
    if bare := doi(value(node, "DOI")):
        yield DCTERMS.replaces, association.typed(iri(DOI_RESOLVER + bare), DCTERMS.replaces, scope)


ASSOCIATIONS = {
    "parent": DCTERMS.isPartOf,
    "child": DCTERMS.hasPart,
    "input": DCTERMS.source,
    "dependent": DCTERMS.isRequiredBy,
}
"""The property of each Type of Metadata_Association; of any other, ``dct:relation``."""


def _acquired_with(kind: words.Acquired) -> Choice:
    """The entry that makes a platform, instrument or sensor what the acquisition used."""
    return Choice((PROV.wasGeneratedBy, DCAT.keyword), ".", kind)


def _noted_of_it() -> Choice:
    """The entry for the characteristics of a platform, instrument or sensor."""
    return Choice((SCHEMA.additionalProperty,), "dif:Characteristics", properties.attribute)


DIF_10 = Crosswalk(
    "dif10",
    xpath(dif.NAMESPACES),
    identify,
    prepare,
    [
        Row(DCTERMS.identifier, "dif:Entry_ID", entry_id, max=1, about_record=True),
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
        Under("dif:Platform", [
            _acquired_with(words.platform),
            _noted_of_it(),
            Choice((DCAT.keyword,), "dif:Type", words.campaigns),
            Under("dif:Instrument", [
                _acquired_with(words.instrument),
                _noted_of_it(),
                Choice((DCAT.keyword,), "dif:Technique", words.campaigns),
                Choice((SCHEMA.additionalProperty,), "dif:NumberOfSensors | dif:OperationalMode", properties.leaf),
                Under("dif:Sensor", [
                    _acquired_with(words.instrument),
                    _noted_of_it(),
                    Choice((DCAT.keyword,), "dif:Technique", words.campaigns),
                ]),
            ]),
        ]),
        Choice((SCHEMA.additionalProperty,), "dif:Additional_Attributes", properties.attribute),
        Choice((DCAT.keyword,), "dif:Project/dif:Campaign", words.campaigns),
        Choice((SCHEMA.additionalProperty,), "dif:Project/*",
               properties.Rest("Short_Name", "Long_Name", "Campaign")),
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
        Choice((SCHEMA.additionalProperty,), "dif:Temporal_Coverage/*",
               properties.Rest("Ends_At_Present_Flag", "Range_DateTime", "Single_DateTime", "Paleo_DateTime",
                               "Start_Date", "End_Date"),
               note="of a Periodic_DateTime its name, and how long and how often"),
        Node(
            DCTERMS.spatial, DCTERMS.Location, "dif:Spatial_Coverage/dif:Geometry/*", iso.location_iri,
            when=extent.on_earth,
            rows=[
                Row(DCAT.bbox, ".", shape.bounds, max=1),
                Row(DCAT.centroid, "dif:Center_Point | dif:CenterPoint", shape.centre, max=1),
                Node(LOCN.geometry, LOCN.Geometry, ".", shape.shape_iri, when=shape.is_shape, max=1,
                     rows=[Row(GEO.asWKT, ".", shape.wkt)]),
                Choice((SCHEMA.additionalProperty,), "dif:Minimum_Altitude | dif:Maximum_Altitude | dif:Minimum_Depth "
                       "| dif:Maximum_Depth", properties.leaf),
            ],
        ),
        Choice((SCHEMA.additionalProperty,), "dif:Spatial_Coverage/dif:Geometry/dif:Coordinate_System",
               properties.leaf),
        Choice((SCHEMA.additionalProperty,), "dif:Spatial_Coverage/*", properties.Rest("Geometry")),
        Choice((SCHEMA.additionalProperty,), "dif:Data_Maturity", properties.leaf),
        Choice((SCHEMA.additionalProperty,), "dif:File_Naming_Convention/*", properties.Rest()),
        Choice((SCHEMA.additionalProperty,), "dif:Product_Level_Id", properties.leaf),
        Choice((SCHEMA.additionalProperty,), "dif:Collection_Data_Type", properties.leaf),
        Choice((SCHEMA.additionalProperty,), "dif:Product_Flag", properties.leaf),
        Row(ADMS.status, "dif:Dataset_Progress", codes.Code("progress"), max=1, when=has_words),
        Row(DCTERMS.language, "dif:Dataset_Language", codes.Code("languages"), when=has_words),
        *dif.resolution_rows(),
        *dif.reference_rows(),
        *dif.link_rows(),
        Node(
            DCAT.distribution, DCAT.Distribution, "dif:DirectDistributionInformation/dif:S3BucketAndObjectPrefixName",
            online.bucket_iri,
            rows=[Row(DCAT.accessURL, ".", online.bucket, max=1), Choice((DCTERMS.license,), ".", links.inherited)],
        ),
        Choice((SCHEMA.additionalProperty,), "dif:DirectDistributionInformation/*",
               properties.Rest("S3BucketAndObjectPrefixName"),
               note="the region, and where one gets credentials and learns how"),
        Choice((DCTERMS.isPartOf, DCTERMS.hasPart, DCTERMS.source, DCTERMS.isRequiredBy, DCTERMS.relation),
               "dif:Metadata_Association", associated),
        Ignore("dif:Spatial_Coverage[translate(dif:Spatial_Coverage_Type, 'LUNAR', 'lunar') = 'lunar']/dif:Geometry",
               why="A place on the Moon has no coordinates of the Earth; that it is on the Moon is carried."),
        Choice(
            (DCTERMS.hasPart, DCTERMS.isPartOf, DCTERMS.replaces, DCTERMS.isReplacedBy, DCTERMS.isReferencedBy,
             DCTERMS.relation),
            "dif:Associated_DOIs", associated_doi,
        ),
        Choice((DCTERMS.replaces,), "dif:Dataset_Citation/dif:Persistent_Identifier/dif:Previous_Version",
               previous_version),
        Ignore("dif:Associated_DOIs/dif:Title | dif:Associated_DOIs/dif:Authority "
               "| dif:Associated_DOIs/dif:Description_Of_Other_Type "
               "| dif:Dataset_Citation/dif:Persistent_Identifier/dif:Previous_Version/*[not(self::dif:DOI)]",
               why="What another dataset is called, and who has it, is said where its DOI leads to."),
        Ignore("dif:Other_Identifiers/dif:Type[. = 'Other']",
               why="The word Other names no kind; what it stands for is read from the element beside it."),
        Ignore("dif:Temporal_Coverage[dif:Ends_At_Present_Flag = 'true' or dif:Ends_At_Present_Flag = '1']"
               "/dif:Range_DateTime[last()]/dif:Ending_Date_Time",
               why="The coverage ends at present, says its flag, whatever stands as its end."),
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
