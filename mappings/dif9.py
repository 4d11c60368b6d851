"""The crosswalk of DIF 9 (NASA's Directory Interchange Format, before 2015) to GeoDCAT-AP 3.1; no other is published.

Platforms (Source_Name) and instruments (Sensor_Name) stand side by side in DIF 9. Both are what the one acquisition
used; which instrument flew on which platform is not stated, since the record does not say it.
"""

from collections.abc import Iterator

from vocab.namespace import ADMS, DCAT, DCTERMS, PROV, RDFS, SCHEMA
from vocab.term import Term

from . import dif, iso
from . import dif_citation as citations
from . import dif_extent as extent
from . import dif_keyword as words
from . import dif_people as people
from . import dif_property as properties
from . import dif_shape as shape
from .converters import codes, parties
from .crosswalk import Choice, Crosswalk, Ignore, Node, Row, Under
from .dif_text import date, fields, has_words, is_filler, plain, said, value
from .parsing import XmlElement
from .path import xpath
from .scope import Scope


def identify(root: XmlElement) -> str | None:
    """The Entry_ID, one text in DIF 9."""
    return value(root, "Entry_ID") or None


def prepare(root: XmlElement, scope: Scope) -> None:
    """Read the language of the metadata, English unless the record says otherwise, and the shared formats."""
    dif.read_language("Data_Set_Language", root, scope)


def identifiers(root: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The DOIs of the citations, then the entry's own id, then those of its data centres."""
    record = scope.once(fields, root)
    cited = (scope.once(fields, node) for node in record.each("Data_Set_Citation"))
    persistent = [(doi, "DOI") for citation in cited for doi in citation.texts("Dataset_DOI")]
    archived = [code for holder in record.each("Data_Center") for code in fields(holder).texts("Data_Set_ID")]
    yield from dif.stated_identifiers(persistent, archived, scope)


def parent(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The Parent_DIF: the entry, in the same hub, that this one is part of."""
    found = said(node)
    if found and found != scope.identifier:
        yield DCTERMS.isPartOf, scope.sibling(found)


DIF_9 = Crosswalk(
    "dif9",
    xpath(dif.NAMESPACES),
    identify,
    prepare,
    [
        Row(DCTERMS.identifier, "dif:Entry_ID", plain, max=1, about_record=True),
        Row(DCTERMS.modified, "dif:Last_DIF_Revision_Date | dif:DIF_Creation_Date[not(../dif:Last_DIF_Revision_Date)]",
            date, min=1, max=1, about_record=True, note="the creation of a record that was never revised"),
        Row(DCTERMS.issued, "dif:DIF_Creation_Date", date, max=1, about_record=True),
        *dif.record_rows(),
        *dif.description_rows(),
        Choice((DCTERMS.identifier, ADMS.identifier), ".", identifiers, note="a DOI first"),
        Under("dif:Data_Set_Citation", [
            Choice((DCTERMS.creator, DCTERMS.publisher, PROV.qualifiedAttribution), ".", people.citation_party),
            Row(DCTERMS.bibliographicCitation, ".", citations.citation),
            Choice((DCAT.landingPage,), "dif:Online_Resource", citations.online_resource),
        ]),
        Row(DCTERMS.issued, "dif:Data_Set_Citation/dif:Dataset_Release_Date", date, max=1),
        Row(DCAT.version, "dif:Data_Set_Citation/dif:Version", plain, max=1),
        Choice(parties.PROPERTIES, "dif:Data_Center", people.data_center),
        Choice((DCAT.theme, DCAT.keyword), "dif:Parameters", words.science_keyword),
        Choice((DCAT.keyword, DCAT.theme), "dif:Keyword", words.plain_keyword("")),
        Choice((DCAT.keyword,), "dif:Discipline", words.discipline),
        Choice((PROV.wasGeneratedBy, DCAT.keyword), "dif:Source_Name", words.platform),
        Choice((PROV.wasGeneratedBy, DCAT.keyword), "dif:Sensor_Name", words.instrument),
        Node(
            DCTERMS.temporal, DCTERMS.PeriodOfTime, "dif:Temporal_Coverage[not(dif:Paleo_Start_Date)]", iso.period_iri,
            rows=[Choice((DCAT.startDate, DCAT.endDate), ".", extent.start_and_stop)],
        ),
        Node(
            DCTERMS.temporal, DCTERMS.PeriodOfTime,
            "dif:Paleo_Temporal_Coverage | dif:Temporal_Coverage[dif:Paleo_Start_Date]", iso.period_iri,
            rows=[Choice((RDFS.label,), ".", extent.geological)],
        ),
        Node(
            DCTERMS.spatial, DCTERMS.Location, "dif:Spatial_Coverage", iso.location_iri,
            rows=[
                Row(DCAT.bbox, ".", shape.bounds, max=1, when=shape.has_bounds),
                Choice((SCHEMA.additionalProperty,), "dif:Minimum_Altitude | dif:Maximum_Altitude | dif:Minimum_Depth "
                       "| dif:Maximum_Depth", properties.leaf),
            ],
        ),
        Row(ADMS.status, "dif:Data_Set_Progress", codes.Code("progress"), max=1, when=has_words),
        Row(DCTERMS.language, "dif:Data_Set_Language", codes.Code("languages"), when=has_words),
        *dif.resolution_rows(),
        *dif.reference_rows(),
        *dif.link_rows(),
        Choice((DCTERMS.isPartOf,), "dif:Parent_DIF", parent),
        Ignore("dif:Future_DIF_Review_Date",
               why="A plan for the upkeep of the record, without property in DCAT."),
    ],
    is_filler,
)  # fmt: skip
