"""What DIF 9 and DIF 10 have in common: choosers and entries for the elements that are the same in both."""

from collections.abc import Iterator

from vocab.namespace import ADMS, DCAT, DCTERMS, DQV, FOAF, GEODCATAP, PROV, RDFS, SCHEMA
from vocab.term import Term, iri

from . import dif_citation as citations
from . import dif_extent as extent
from . import dif_keyword as words
from . import dif_online as online
from . import dif_people as people
from . import dif_property as properties
from .converters import links, parties, resolution, rights
from .converters.identifiers import identifier_statements
from .converters.xml import each
from .crosswalk import Choice, Entry, Ignore, Node, Row
from .dif_text import plain, said, tagged, value, values
from .parsing import XmlElement
from .scope import Scope

NAMESPACES = {"dif": "http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/"}


def read_language(name: str, root: XmlElement, scope: Scope) -> None:
    """Read the language of the metadata, English unless the record says otherwise, and the shared formats.

    Args:
        name: of the element that gives the language.
        root: the record.
        scope: what is set.
    """
    scope.language = scope.context.codelists["language-tags"].lookup_text(value(root, name)) or "en"
    names = (value(element, "Distribution_Format") for element in each(root, "Distribution"))
    scope.formats = tuple(dict.fromkeys(name for name in names if name))


def stated_identifiers(persistent: list[tuple[str, str]], archived: list[str], scope: Scope) -> Iterator[
    tuple[Term, Term]
]:  # fmt: skip
    """The persistent identifiers, the entry's own, and those that archives use."""
    named = ((code, "" if kind == "DOI" else kind) for code, kind in persistent)
    yield from identifier_statements([*named, (scope.identifier, ""), *((code, "") for code in archived)], scope)


def use_constraints(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Use_Constraints: a licence address, free and open data, a description, or plain text."""
    url = value(node, "License_URL", "URL")
    about = [found for name in ("Title", "Description") if (found := value(node, "License_URL", name))]
    if url:
        yield from rights.use_conditions([(found, scope.language) for found in about], url, scope)
    agreements = (f"EULA: {found}" for found in values(node, "EULA_Identifier"))
    for found in (*values(node, "Description"), *values(node, "License_Text"), *agreements, said(node)):
        if found:
            yield from rights.use_conditions([(found, scope.language)], "", scope)
    if value(node, "Free_And_Open_Data").lower() == "true":
        public = iri("http://publications.europa.eu/resource/authority/access-right/PUBLIC")
        yield from rights.access_right(public, scope)


def access_constraints(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Access_Constraints: text."""
    for found in (*values(node, "Description"), *values(node, "Access_Control_Description"), said(node)):
        if found:
            yield from rights.access_conditions([(found, scope.language)], "", scope)


def fees(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What the data cost, as a statement of rights."""
    if found := said(node):
        yield from rights.use_conditions([(f"Fees: {found}", scope.language)], "", scope)


def statement_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a statement of provenance, by what it says; None when it says nothing."""
    return scope.part("provenance", said(node)) if said(node) else None


def standard_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of the metadata standard, by its name and version."""
    name = f"{said(node)} {value(node.getparent(), 'Metadata_Version')}".strip()
    return scope.shared("standard", parties.slug(name)) if said(node) else None


def record_rows() -> list[Entry]:
    """Entries about the record, of elements that are the same in both versions."""
    return [
        Choice((DCAT.contactPoint,), "dif:Personnel", people.record_author, about_record=True),
        Node(
            DCTERMS.conformsTo, DCTERMS.Standard, "dif:Metadata_Name", standard_iri, about_record=True, max=1,
            rows=[
                Row(DCTERMS.title, ".", plain),
                Row(DCAT.version, "../dif:Metadata_Version", plain, max=1),
            ],
        ),
        Row(ADMS.versionNotes, "dif:DIF_Revision_History", tagged, about_record=True),
        Choice(
            (SCHEMA.additionalProperty,), "dif:Originating_Metadata_Node", properties.leaf, about_record=True,
            note="the node of NASA's International Directory Network that first held the record",
        ),
        Choice(
            (SCHEMA.additionalProperty,), "dif:Extended_Metadata/dif:Metadata", properties.extended_record,
            about_record=True,
        ),
        Ignore("dif:IDN_Node", why="Which portals of NASA's directory list the record: it says nothing about the data, "
               "and the catalogue that it was harvested from is stated."),
        Ignore("dif:Private", why="Whether NASA's directory shows the record; what is harvested has been published."),
    ]  # fmt: skip


def description_rows() -> list[Entry]:
    """Entries about the data: what they are, who made them, what about, under which conditions."""
    return [
        Row(DCTERMS.title, "dif:Entry_Title", tagged, min=1),
        Row(
            DCTERMS.description,
            "dif:Summary/dif:Abstract | dif:Summary[not(*)] | dif:Summary[not(dif:Abstract)]/dif:Purpose",
            tagged, min=1, note="the purpose where there is no abstract",
        ),
        Row(GEODCATAP.purpose, "dif:Summary/dif:Purpose", tagged, max=1),
        Choice(parties.PROPERTIES, "dif:Personnel", people.personnel),
        Choice(parties.PROPERTIES, "dif:Originating_Center", people.originating_center),
        Choice((GEODCATAP.topicCategory, DCAT.theme), "dif:ISO_Topic_Category", words.theme),
        Choice((PROV.wasGeneratedBy, DCAT.keyword), "dif:Project", words.project),
        Choice((DCTERMS.spatial, DCAT.keyword), "dif:Location", words.location,
               note="the path too, as the levels above the place are kinds of places as often as places"),
        Choice((DCTERMS.license, DCTERMS.rights, DCTERMS.accessRights), "dif:Use_Constraints", use_constraints),
        Choice((DCTERMS.accessRights, DCTERMS.rights), "dif:Access_Constraints", access_constraints),
        Choice((DCTERMS.rights,), "dif:Distribution/dif:Fees", fees),
        Choice((SCHEMA.additionalProperty,), "dif:Distribution/*[not(self::dif:Fees)]", properties.leaf,
               note="of all data, or of one file: DIF does not say of which link"),
        Node(
            DCTERMS.provenance, DCTERMS.ProvenanceStatement, "dif:Quality", statement_iri,
            rows=[Row(RDFS.label, ".", tagged)],
        ),
        Choice((SCHEMA.additionalProperty,), "dif:Extended_Metadata/dif:Metadata", properties.extended),
        Ignore(
            ".//dif:Personnel//dif:Fax | .//dif:Personnel//dif:Phone/dif:Type "
            "| .//dif:Personnel//dif:Phone[contains(translate(dif:Type, 'FAX', 'fax'), 'fax')]",
            why="A contact has one number in GeoDCAT-AP: that of its telephone, not of its fax.",
        ),
        Ignore("*/dif:Personnel/dif:Role",
               why="Whoever is named inside an organisation is its contact; DIF allows no other role there."),
    ]  # fmt: skip


def reference_rows() -> list[Entry]:
    """Entries about publications."""
    return [
        Node(
            DCTERMS.isReferencedBy, FOAF.Document, "dif:Reference", citations.reference_iri,
            rows=[
                Row(DCTERMS.title, "dif:Title", tagged, max=1),
                Row(DCTERMS.bibliographicCitation, ".", citations.reference),
                Choice((FOAF.page,), "dif:Online_Resource", citations.reference_page),
                Ignore("dif:Persistent_Identifier/dif:Type", why="A DOI is known by its form; DIF calls it a DOI too."),
            ],
        ),
    ]  # fmt: skip


def resolution_rows() -> list[Entry]:
    """Entries about how fine the data are."""
    horizontal = " | ".join(f"dif:Data_Resolution/dif:{name}" for name in extent.HORIZONTAL)
    return [
        Row(DCAT.spatialResolutionInMeters, "dif:Data_Resolution", extent.length, max=1,
            note="the finest of both directions"),
        Row(GEODCATAP.spatialResolutionAsText, f"{horizontal} | dif:Data_Resolution/dif:Horizontal_Resolution_Range",
            extent.in_words),
        Node(
            DQV.hasQualityMeasurement, DQV.QualityMeasurement, horizontal, extent.angle_iri, when=extent.is_angle,
            rows=resolution.angle_rows(extent.angle),
        ),
        Row(DCAT.temporalResolution, "dif:Data_Resolution/dif:Temporal_Resolution", extent.duration),
        Choice(
            (SCHEMA.additionalProperty,),
            "dif:Data_Resolution/dif:Vertical_Resolution | dif:Data_Resolution/dif:Vertical_Resolution_Range "
            "| dif:Data_Resolution/dif:Temporal_Resolution_Range",
            properties.leaf,
        ),
        Choice((SCHEMA.additionalProperty,), "dif:Data_Resolution/dif:Temporal_Resolution", extent.temporal_in_words),
    ]  # fmt: skip


def link_rows() -> list[Entry]:
    """Entries about links: distributions, samples and pages."""
    return [
        Node(
            DCAT.distribution, DCAT.Distribution, "dif:Related_URL/dif:URL", online.distribution_iri,
            when=online.is_distribution,
            rows=[
                Row(DCAT.accessURL, ".", online.address, min=1, max=1),
                Row(DCAT.downloadURL, ".", online.address, max=1, when=online.is_download),
                Choice((DCTERMS.title,), ".", online.titles),
                Row(DCTERMS.description, ".", online.descriptions),
                Choice((DCTERMS.format, DCAT.mediaType), ".", online.formats),
                Row(DCAT.byteSize, ".", online.byte_size, max=1),
                Choice((DCTERMS.license,), ".", links.inherited),
                Node(DCAT.accessService, DCAT.DataService, ".", online.service_iri, when=online.is_service, rows=[
                    Row(DCAT.endpointURL, ".", links.link, max=1),
                    Row(DCAT.servesDataset, ".", links.described),
                    Choice((DCTERMS.title,), ".", online.service_title, note="the link's title, else the dataset's"),
                ]),
            ],
        ),
        Node(
            ADMS.sample, DCAT.Distribution, "dif:Related_URL/dif:URL | dif:Multimedia_Sample/dif:URL",
            online.distribution_iri, when=online.is_sample,
            rows=[
                Row(DCAT.accessURL, ".", online.address, min=1, max=1),
                Choice((DCTERMS.title, DCTERMS.alternative), ".", online.titles),
                Row(DCTERMS.description, ".", online.descriptions),
                Choice((DCTERMS.format, DCAT.mediaType), ".", online.formats),
            ],
        ),
        Choice((DCAT.landingPage, FOAF.page), "dif:Related_URL/dif:URL", online.pages),
    ]  # fmt: skip
