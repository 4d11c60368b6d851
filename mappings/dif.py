"""What DIF 9 and DIF 10 have in common: choosers and entries for the elements that are the same in both."""

from collections.abc import Iterable, Iterator

from vocab.namespace import ADMS, DCAT, DCTERMS, DQV, FOAF, GEODCATAP, PROV, RDFS, SCHEMA
from vocab.term import Term, iri, literal

from . import dif_citation as citations
from . import dif_extent as extent
from . import dif_keyword as words
from . import dif_online as online
from . import dif_people as people
from . import dif_property as properties
from .converters import links, parties, resolution, rights
from .converters.identifiers import identifier_statements
from .converters.xml import local_name
from .crosswalk import Choice, Entry, Ignore, Node, Row, Under
from .dif_names import DIF
from .dif_text import around, fields, plain, said, tagged, value
from .parsing import XmlElement
from .scope import Scope

NAMESPACES = {"dif": DIF}


def read_language(name: str, root: XmlElement, scope: Scope) -> None:
    """Read the language of the metadata, English unless the record says otherwise, and the shared formats.

    Args:
        name: of the element that gives the language.
        root: the record.
        scope: what is set.
    """
    record = scope.once(fields, root)
    stated = record.text(name)
    scope.language = (scope.context.codelists["language-tags"].lookup_text(stated) if stated else None) or "en"
    names = [value(element, "Distribution_Format") for element in record.each("Distribution")]
    scope.formats = tuple(dict.fromkeys([name for name in names if name]))


def stated_identifiers(persistent: list[tuple[str, str]], archived: list[str], scope: Scope) -> Iterator[
    tuple[Term, Term]
]:  # fmt: skip
    """The persistent identifiers, the entry's own, and those that archives use."""
    named = ((code, "" if kind == "DOI" else kind) for code, kind in persistent)
    yield from identifier_statements([*named, (scope.identifier, ""), *((code, "") for code in archived)], scope)


def use_constraints(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Use_Constraints: a licence address, free and open data, a description, or plain text between them."""
    found = fields(node)
    licence = found.inside("License_URL")
    if url := licence.text("URL"):
        about = [text for name in ("Title", "Description") if (text := licence.text(name))]
        yield from rights.use_conditions([(text, scope.language) for text in about], url, scope)
    agreements = [f"EULA: {text}" for text in found.texts("EULA_Identifier")]
    for text in (*found.texts("Description"), *found.texts("License_Text"), *agreements, around(node)):
        if text:
            yield from rights.use_conditions([(text, scope.language)], "", scope)
    if found.text("Free_And_Open_Data").lower() in ("true", "1"):
        public = iri("http://publications.europa.eu/resource/authority/access-right/PUBLIC")
        yield from rights.access_right(public, scope)


def access_constraints(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Access_Constraints: text."""
    found = fields(node)
    for text in (*found.texts("Description"), *found.texts("Access_Control_Description"), around(node)):
        if text:
            yield from rights.access_conditions([(text, scope.language)], "", scope)


def offer(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Part of a Distribution: what the data cost is a statement of rights, the rest are named values."""
    if local_name(node) != "Fees":
        yield from properties.leaf(node, scope)
    elif found := said(node):
        yield from rights.use_conditions([(f"Fees: {found}", scope.language)], "", scope)


def abstract(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The Abstract of a Summary; in old records the Summary's own text, and the Purpose where there is no Abstract."""
    found = scope.once(fields, node)
    texts = found.texts("Abstract") if "Abstract" in found else (said(node) or found.text("Purpose"),)
    return [literal(text, language=scope.language) for text in texts if text]


def quality(node: XmlElement) -> tuple[str, ...]:
    """What a Quality says: its text, or in DIF 10.3 its Summary and, each with its name, what it knows in detail."""
    found = fields(node)
    details = [
        f"{local_name(detail)}: {text}"
        for holder in found.each("QualityContentDetails")
        for detail in holder[:]
        if (text := said(detail))
    ]
    return tuple(text for text in (around(node), *found.texts("Summary"), *details) if text)


def quality_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a statement of provenance, by what it says; None when it says nothing."""
    found = scope.once(quality, node)
    return scope.part("provenance", "|".join(found)) if found else None


def quality_texts(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """What a Quality says, in the record's language."""
    return [literal(text, language=scope.language) for text in scope.once(quality, node)]


def standard_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of the metadata standard, by its name and version."""
    named = said(node)
    return scope.shared("standard", parties.slug(f"{named} {_version(node, scope)}".strip())) if named else None


def _version(node: XmlElement, scope: Scope) -> str:
    root = node.getparent()
    return scope.once(fields, root).text("Metadata_Version") if root is not None else ""


def standard_version(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The Metadata_Version that stands beside the name of the metadata standard."""
    found = _version(node, scope)
    return (literal(found),) if found else ()


HOUSEKEEPING = "dif:Extended_Metadata/dif:Metadata[{}]".format(
    " or ".join(f"starts-with(normalize-space(dif:Name), '{start}')" for start in properties.HOUSEKEEPING)
)
"""The path of what NASA's repository notes of its own work."""


def record_rows() -> list[Entry]:
    """Entries about the record, of elements that are the same in both versions."""
    return [
        Choice((DCAT.contactPoint,), "dif:Personnel", people.record_author, about_record=True),
        Node(
            DCTERMS.conformsTo, DCTERMS.Standard, "dif:Metadata_Name", standard_iri, about_record=True, max=1,
            rows=[
                Row(DCTERMS.title, ".", plain),
                Row(DCAT.version, ".", standard_version, max=1),
            ],
        ),
        Row(ADMS.versionNotes, "dif:DIF_Revision_History", tagged, about_record=True),
        Choice(
            (SCHEMA.additionalProperty,), "dif:Originating_Metadata_Node", properties.leaf, about_record=True,
            note="the node of NASA's International Directory Network that first held the record",
        ),
        Ignore(HOUSEKEEPING, why="What NASA's repository notes of its own work on the record: when it was converted "
               "and by what, how it was written before, which portals list it, whom to tell of broken links."),
        Ignore("dif:IDN_Node", why="Which portals of NASA's directory list the record: it says nothing about the data, "
               "and the catalogue that it was harvested from is stated."),
        Ignore("dif:Private", why="Whether NASA's directory shows the record; what is harvested has been published."),
    ]  # fmt: skip


def description_rows() -> list[Entry]:
    """Entries about the data: what they are, who made them, what about, under which conditions."""
    return [
        Row(DCTERMS.title, "dif:Entry_Title", tagged, min=1),
        Row(DCTERMS.description, "dif:Summary", abstract, min=1, note="the purpose where there is no abstract"),
        Row(GEODCATAP.purpose, "dif:Summary/dif:Purpose", tagged, max=1),
        Choice(parties.PROPERTIES, "dif:Personnel", people.personnel),
        Choice(parties.PROPERTIES, "dif:Originating_Center", people.originating_center),
        Choice((GEODCATAP.topicCategory, DCAT.theme), "dif:ISO_Topic_Category", words.theme),
        Choice((PROV.wasGeneratedBy, DCAT.keyword), "dif:Project", words.project),
        Choice((DCTERMS.spatial, DCAT.keyword), "dif:Location", words.location,
               note="the path too, as the levels above the place are kinds of places as often as places"),
        Choice((DCTERMS.license, DCTERMS.rights, DCTERMS.accessRights), "dif:Use_Constraints", use_constraints),
        Choice((DCTERMS.accessRights, DCTERMS.rights), "dif:Access_Constraints", access_constraints),
        Choice((DCTERMS.rights, DCTERMS.license, SCHEMA.additionalProperty), "dif:Distribution/*", offer,
               note="media, size and format are of all data, or of one file: DIF does not say of which link"),
        Node(
            DCTERMS.provenance, DCTERMS.ProvenanceStatement, "dif:Quality", quality_iri,
            rows=[Row(RDFS.label, ".", quality_texts)],
        ),
        Choice((SCHEMA.additionalProperty, ADMS.identifier, DCTERMS.isReferencedBy),
               "dif:Extended_Metadata/dif:Metadata", properties.extended),
        Ignore(
            "dif:Extended_Metadata/dif:Metadata[starts-with(dif:Name, 'Original.')]"
            "/*[self::dif:Group or self::dif:Description]",
            why="The value is a DOI, which needs no words about where it stood before NASA's repository moved it.",
        ),
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
    return [
        Under("dif:Data_Resolution", [
            Row(DCAT.spatialResolutionInMeters, ".", extent.length, max=1, note="the finest of both directions"),
            *[
                Row(GEODCATAP.spatialResolutionAsText, f"dif:{name}", extent.in_words)
                for name in (*extent.HORIZONTAL, "Horizontal_Resolution_Range")
            ],
            *[
                Node(
                    DQV.hasQualityMeasurement, DQV.QualityMeasurement, f"dif:{name}", extent.angle_iri,
                    when=extent.is_angle, rows=resolution.angle_rows(extent.angle),
                )
                for name in extent.HORIZONTAL
            ],
            Row(DCAT.temporalResolution, "dif:Temporal_Resolution", extent.duration),
            Choice(
                (SCHEMA.additionalProperty,),
                "dif:Vertical_Resolution | dif:Vertical_Resolution_Range | dif:Temporal_Resolution_Range",
                properties.leaf,
            ),
            Choice((SCHEMA.additionalProperty,), "dif:Temporal_Resolution", extent.temporal_in_words),
        ]),
    ]  # fmt: skip


def link_rows() -> list[Entry]:
    """Entries about links: distributions, samples and pages."""
    return [
        Under("dif:Related_URL", [
            Node(
                DCAT.distribution, DCAT.Distribution, "dif:URL", online.distribution_iri, when=online.is_distribution,
                rows=[
                    Row(DCAT.accessURL, ".", online.address, min=1, max=1),
                    Row(DCAT.downloadURL, ".", online.address, max=1, when=online.is_download),
                    Choice((DCTERMS.title,), ".", online.titles),
                    Row(DCTERMS.description, ".", online.descriptions),
                    Choice((DCTERMS.format, DCAT.mediaType), ".", online.formats),
                    Row(DCAT.byteSize, ".", online.byte_size, max=1),
                    Choice((DCTERMS.license,), ".", links.inherited),
                    Node(DCAT.accessService, DCAT.DataService, ".", online.service_iri, when=online.is_service, rows=[
                        Row(DCAT.endpointURL, ".", online.endpoint, max=1),
                        Row(DCAT.endpointDescription, ".", online.endpoint_description, max=1),
                        Row(GEODCATAP.serviceProtocol, ".", online.protocol, max=1),
                        Row(DCAT.servesDataset, ".", links.described),
                        Choice((DCTERMS.title,), ".", online.service_title,
                               note="the link's title, else the dataset's"),
                    ]),
                ],
            ),
            _sample(),
            Choice((DCAT.landingPage, FOAF.page), "dif:URL", online.pages),
        ]),
        Under("dif:Multimedia_Sample", [_sample()]),
        Ignore("dif:Related_URL/dif:Protocol", why="The address begins with it; that of a service is read."),
    ]  # fmt: skip


def _sample() -> Node:
    """The entry about what shows how the data look."""
    return Node(
        ADMS.sample, DCAT.Distribution, "dif:URL", online.distribution_iri, when=online.is_sample,
        rows=[
            Row(DCAT.accessURL, ".", online.address, min=1, max=1),
            Choice((DCTERMS.title, DCTERMS.alternative), ".", online.titles),
            Row(DCTERMS.description, ".", online.descriptions),
            Choice((DCTERMS.format, DCAT.mediaType), ".", online.formats),
        ],
    )  # fmt: skip
