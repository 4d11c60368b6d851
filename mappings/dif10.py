"""The crosswalk of DIF 10 (NASA's Directory Interchange Format) to GeoDCAT-AP 3.1; no other is published."""

import re
from collections.abc import Iterable, Iterator

from vocab.namespace import ADMS, DCAT, DCTERMS, DQV, FOAF, GEODCATAP, PROV, RDFS
from vocab.term import Term, iri, literal

from . import dif10_online as online
from . import iso
from .converters import codes, dates, keywords, links, parties, resolution, rights, text
from .converters.identifiers import identifier_statements
from .converters.space import box, box_of_points
from .converters.xml import each, first, local_name
from .crosswalk import Choice, Crosswalk, Node, Row, Under
from .dif10_text import date, plain, said, tagged, value
from .errors import ConversionError
from .parsing import XmlElement
from .path import xpath
from .scope import Scope

NAMESPACES = {"dif": "http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/"}


def identify(root: XmlElement) -> str | None:
    """Short name and version (DIF 10, Entry_ID)."""
    short, version = value(root, "Entry_ID", "Short_Name"), value(root, "Entry_ID", "Version")
    return f"{short}_{version}" if short and version else short or None


def prepare(root: XmlElement, scope: Scope) -> None:
    """Read the language of the metadata, English unless the record says otherwise, and the shared formats."""
    scope.language = scope.context.codelists["language-tags"].lookup_text(value(root, "Dataset_Language")) or "en"
    names = (value(element, "Distribution_Format") for element in each(root, "Distribution"))
    scope.formats = tuple(dict.fromkeys(name for name in names if name))


def identifiers(root: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The persistent identifiers of the citations, then the entry's own id."""
    found = [
        (value(element, "Identifier"), value(element, "Type"))
        for citation in each(root, "Dataset_Citation")
        for element in each(citation, "Persistent_Identifier")
    ]
    yield from identifier_statements(
        [*((code, "" if kind == "DOI" else kind) for code, kind in found), (scope.identifier, "")], scope
    )


def science_keyword(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A GCMD science keyword, from its category down to its most detailed level."""
    levels = [said(e) for e in node if local_name(e) != "Detailed_Variable"]
    path = [level for level in levels if level]
    detail = value(node, "Detailed_Variable")
    if path:
        uuid = node.get("uuid") or ""
        yield from keywords.statements(
            keywords.Keyword(
                ((" > ".join(path), "en"),),
                f"https://gcmd.earthdata.nasa.gov/kms/concept/{uuid}" if uuid else "",
                "theme",
                "GCMD Science Keywords",
                "Science_Keywords",
                node.sourceline or 0,
            ),
            scope,
        )
    if detail:
        yield DCAT.keyword, literal(detail, language=scope.language)


def observing(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A Platform or Instrument: a concept by its long or short name, else a keyword."""
    names = [name for name in (value(node, "Short_Name"), value(node, "Long_Name")) if name]
    for name in names:
        found = scope.context.matcher.match(name, facets=keywords.OBSERVING)
        if len(found) == 1:
            yield from keywords.acquired_with(found[0].iri, scope)
            return
    if names:
        scope.report(
            "link.keyword", path=local_name(node), line=node.sourceline or 0, excerpt=names[0], detail=repr(names[0])
        )
        yield DCAT.keyword, literal(names[0], language=scope.language)


def plain_keyword(kind: str) -> "PlainKeyword":
    """A chooser for text elements that are keywords of one type."""
    return PlainKeyword(kind)


class PlainKeyword:
    """Keywords that stand as text, such as Ancillary_Keyword."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __call__(self, node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
        """What the keyword says."""
        found = said(node)
        if found:
            texts = ((found, scope.language),)
            yield from keywords.statements(
                keywords.Keyword(texts, "", self.kind, "", local_name(node), node.sourceline or 0), scope
            )


def location(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A Location: its most detailed name."""
    levels = [found for e in node if (found := said(e))]
    if levels:
        keyword = keywords.Keyword(((levels[-1], "en"),), "", "place", "", "Location", node.sourceline or 0)
        yield from keywords.statements(keyword, scope)


ORGANIZATION_ROLES = {
    "DISTRIBUTOR": "distributor",
    "ARCHIVER": "custodian",
    "ORIGINATOR": "originator",
    "PROCESSOR": "processor",
}
"""DIF 10 Organization_Type and the ISO role of each."""

PERSONNEL_ROLES = {
    "INVESTIGATOR": "principalInvestigator",
    "TECHNICAL CONTACT": "pointOfContact",
    "DATA CENTER CONTACT": "pointOfContact",
}
"""DIF 10 Role of Personnel and the ISO role of each; METADATA AUTHOR is a contact of the record."""


def organization(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An Organization in each of its types."""
    name = value(node, "Organization_Name", "Long_Name") or value(node, "Organization_Name", "Short_Name")
    if not name:
        return
    people = [
        first(p, "Contact_Group") if first(p, "Contact_Group") is not None else first(p, "Contact_Person")
        for p in each(node, "Personnel")
    ]
    emails = tuple(e for person in people if person is not None for m in each(person, "Email") if (e := said(m)))
    url = value(node, "Organization_URL")
    party = parties.Party(((name, None),), urls=(url,) if url else (), place="Organization", line=node.sourceline or 0)
    kinds = [said(e) for e in each(node, "Organization_Type")]
    for kind in kinds:
        role = ORGANIZATION_ROLES.get(kind.upper())
        if role:
            yield from parties.attributed(party, role, scope)
    if "DISTRIBUTOR" in kinds and (emails or url):
        yield from parties.attributed(party._replace(emails=emails), "pointOfContact", scope)


def personnel(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Personnel in each of their roles; ``INVESTIGATOR, TECHNICAL CONTACT`` is one value that means two."""
    party = _person(node)
    for element in each(node, "Role"):
        for kind in said(element).upper().split(","):
            role = PERSONNEL_ROLES.get(kind.strip())
            if role and party is not None:
                yield from parties.attributed(party, role, scope)


def record_author(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Personnel who wrote the metadata: contact of the record."""
    author = any("METADATA AUTHOR" in said(element).upper() for element in each(node, "Role"))
    party = _person(node) if author else None
    contact = parties.contact_point(party, scope) if party is not None else None
    if contact is not None:
        yield DCAT.contactPoint, contact


def _person(node: XmlElement) -> parties.Party | None:
    person, group = first(node, "Contact_Person"), first(node, "Contact_Group")
    holder = person if person is not None else group
    if holder is None:
        return None
    emails = tuple(e for m in each(holder, "Email") if (e := said(m)))
    phones = tuple(n for p in each(holder, "Phone") if (n := value(p, "Number")))
    if person is None:
        name = value(holder, "Name")
        names = ((name, None),) if name else ()
        return parties.Party(names, emails=emails, phones=phones, place="Personnel", line=node.sourceline or 0)
    full = " ".join(
        part for part in (value(holder, "First_Name"), value(holder, "Middle_Name"), value(holder, "Last_Name")) if part
    )
    return parties.Party((), full, emails=emails, phones=phones, place="Personnel", line=node.sourceline or 0)


def citation_party(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Creators and publisher of a Dataset_Citation, as the citation spells them."""
    for name, role in (("Dataset_Creator", "author"), ("Dataset_Publisher", "publisher")):
        found = value(node, name)
        if found:
            names = ((text.one_line(found), None),)
            party = parties.Party(names, place=f"Dataset_Citation/{name}", line=node.sourceline or 0)
            yield from parties.attributed(party, role, scope)


SIDES = (
    ("Westernmost", "Longitude"),
    ("Southernmost", "Latitude"),
    ("Easternmost", "Longitude"),
    ("Northernmost", "Latitude"),
)


def rectangle(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A Bounding_Rectangle, Point, Line or Polygon as its bounding box.

    Raises:
        ConversionError: a coordinate is missing, no number or out of range.
    """
    if local_name(node) == "Bounding_Rectangle":
        west, south, east, north = (value(node, f"{side}_{kind}") for side, kind in SIDES)
        return (box(west, south, east, north, scope, "Bounding_Rectangle", node.sourceline or 0),)
    points = [
        (value(point, "Point_Longitude"), value(point, "Point_Latitude"))
        for point in node.iter()
        if first(point, "Point_Longitude") is not None
    ]
    if not points:
        raise ConversionError("map.coordinate", local_name(node))
    return (box_of_points(points, scope, local_name(node)),)


def on_earth(node: XmlElement, scope: Scope) -> bool:
    """Whether a geometry belongs to a coverage of the Earth."""
    del scope
    coverage = node.getparent()
    coverage = coverage.getparent() if coverage is not None else None
    kind = value(coverage, "Spatial_Coverage_Type").upper()
    return kind not in ("LUNAR", "ORBITAL")


def range_bounds(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The bounds of a Range_DateTime, Single_DateTime or Periodic_DateTime."""
    coverage = node.getparent()
    begin, end = first(node, "Beginning_Date_Time"), first(node, "Ending_Date_Time")
    if begin is None:
        begin, end = first(node, "Start_Date"), first(node, "End_Date")
    if local_name(node) == "Single_DateTime":
        begin = end = node
    if value(coverage, "Ends_At_Present_Flag").lower() == "true":
        end = None
    begin = begin if said(begin) else None
    end = end if said(end) else None
    starts, ends = dates.period(begin, end, scope, f"Temporal_Coverage/{local_name(node)}")
    yield from ((DCAT.startDate, term) for term in starts)
    yield from ((DCAT.endDate, term) for term in ends)


def use_constraints(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Use_Constraints: a licence address, free and open data, a description, or plain text."""
    url, title = value(node, "License_URL", "URL"), value(node, "License_URL", "Title")
    free = value(node, "Free_And_Open_Data").lower()
    description = value(node, "Description") or value(node, "License_Text") or said(node)
    if url:
        yield from rights.use_conditions([(title, scope.language)] if title else [], url, scope)
    if description:
        yield from rights.use_conditions([(description, scope.language)], "", scope)
    if free == "true":
        yield from rights.access_right(
            iri("http://publications.europa.eu/resource/authority/access-right/PUBLIC"), scope
        )


def access_constraints(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Access_Constraints: text."""
    found = value(node, "Description") or said(node)
    if found:
        yield from rights.access_conditions([(found, scope.language)], "", scope)


def length(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A resolution as text with its unit, such as ``1 km``; ranges and other texts are no lengths and are left out.

    Raises:
        ConversionError: it is no number.
    """
    del scope
    number, _, unit = said(node).partition(" ")
    return (resolution.metres(number, unit),) if unit.lower() in resolution.METRES else ()


def angle(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A resolution as text with a unit of angle, such as ``0.25 degree``, in degrees.

    Raises:
        ConversionError: it is no number.
    """
    del scope
    number, _, unit = said(node).partition(" ")
    return (resolution.degrees(number, unit),)


def is_angle(node: XmlElement, scope: Scope) -> bool:
    """Whether a resolution is one number with a unit of angle."""
    del scope
    number, _, unit = said(node).partition(" ")
    return unit.lower() in resolution.DEGREES and re.fullmatch(r"[\d.]+", number) is not None


def angle_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a measurement of angular resolution."""
    return scope.part("measurement", f"angle {said(node)}")


def parent(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A Metadata_Association: another collection, by the kind of association."""
    short, version = value(node, "Entry_ID", "Short_Name"), value(node, "Entry_ID", "Version")
    identifier = f"{short}_{version}" if short and version else short or value(node, "Entry_ID")
    kind = value(node, "Type").lower()
    prop = {
        "parent": DCTERMS.isPartOf,
        "child": DCTERMS.hasPart,
        "input": DCTERMS.source,
        "dependent": DCTERMS.isRequiredBy,
    }
    if identifier:
        chosen = prop.get(kind, DCTERMS.relation)
        yield chosen, iso.typed(scope.sibling(identifier), chosen, scope)


def statement_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a statement of provenance, by what it says; None when it says nothing."""
    return scope.part("provenance", said(node)) if said(node) else None


def standard_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of the metadata standard, by its name and version."""
    name = f"{said(node)} {value(node.getparent(), 'Metadata_Version')}".strip()
    return scope.shared("standard", parties.slug(name)) if said(node) else None


def theme(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An ISO_Topic_Category; DIF writes the category's name or its code.

    Raises:
        ConversionError: it is unknown.
    """
    if said(node):
        yield from codes.topic_category(node, scope)


DIF_10 = Crosswalk(
    "dif10",
    xpath(NAMESPACES),
    identify,
    prepare,
    [
        Row(DCTERMS.identifier, "dif:Entry_ID/dif:Short_Name", plain, max=1, about_record=True),
        Row(DCTERMS.modified, "dif:Metadata_Dates/dif:Metadata_Last_Revision", date, min=1, max=1, about_record=True),
        Row(DCTERMS.issued, "dif:Metadata_Dates/dif:Metadata_Creation", date, max=1, about_record=True),
        Choice((DCAT.contactPoint,), "dif:Personnel", record_author, about_record=True),
        Node(
            DCTERMS.conformsTo, DCTERMS.Standard, "dif:Metadata_Name", standard_iri, about_record=True, max=1,
            rows=[
                Row(DCTERMS.title, ".", plain),
                Row(DCAT.version, "../dif:Metadata_Version", plain, max=1),
            ],
        ),
        Row(DCTERMS.title, "dif:Entry_Title", tagged, min=1),
        Row(DCTERMS.description, "dif:Summary/dif:Abstract", tagged, min=1),
        Row(GEODCATAP.purpose, "dif:Summary/dif:Purpose", tagged, max=1),
        Choice((DCTERMS.identifier, ADMS.identifier), ".", identifiers, note="a DOI first"),
        Row(DCAT.version, "dif:Entry_ID/dif:Version", plain, max=1),
        Row(DCTERMS.created, "dif:Metadata_Dates/dif:Data_Creation", date, max=1),
        Row(DCTERMS.modified, "dif:Metadata_Dates/dif:Data_Last_Revision", date, max=1),
        Under("dif:Dataset_Citation", [
            Choice((DCTERMS.creator, DCTERMS.publisher), ".", citation_party),
            Choice((DCAT.landingPage,), "dif:Online_Resource", online.online_resource),
        ]),
        Row(DCTERMS.issued, "dif:Dataset_Citation/dif:Dataset_Release_Date", date, max=1),
        Choice(parties.PROPERTIES, "dif:Personnel", personnel),
        Choice(parties.PROPERTIES, "dif:Organization", organization),
        Choice((DCAT.theme, DCAT.keyword), "dif:Science_Keywords", science_keyword),
        Choice((GEODCATAP.topicCategory, DCAT.theme), "dif:ISO_Topic_Category", theme),
        Choice((DCAT.keyword, DCAT.theme), "dif:Ancillary_Keyword", plain_keyword("")),
        Choice((PROV.wasGeneratedBy, DCAT.keyword), "dif:Platform", observing),
        Choice((PROV.wasGeneratedBy, DCAT.keyword), "dif:Platform/dif:Instrument", observing),
        Choice((DCTERMS.spatial,), "dif:Location", location),
        Under("dif:Temporal_Coverage", [
            Node(
                DCTERMS.temporal, DCTERMS.PeriodOfTime,
                "dif:Range_DateTime | dif:Single_DateTime | dif:Periodic_DateTime", iso.period_iri,
                rows=[Choice((DCAT.startDate, DCAT.endDate), ".", range_bounds)],
            ),
        ]),
        Node(
            DCTERMS.spatial, DCTERMS.Location,
            "dif:Spatial_Coverage/dif:Geometry/*[not(self::dif:Coordinate_System)]",
            iso.location_iri, when=on_earth, rows=[Row(DCAT.bbox, ".", rectangle, max=1)],
        ),
        Row(ADMS.status, "dif:Dataset_Progress", codes.Code("progress"), max=1),
        Choice((DCTERMS.license, DCTERMS.rights, DCTERMS.accessRights), "dif:Use_Constraints", use_constraints),
        Choice((DCTERMS.accessRights, DCTERMS.rights), "dif:Access_Constraints", access_constraints),
        Row(DCTERMS.language, "dif:Dataset_Language", codes.Code("languages")),
        Row(DCAT.spatialResolutionInMeters, "dif:Data_Resolution/dif:Latitude_Resolution", length, max=1),
        Node(
            DQV.hasQualityMeasurement, DQV.QualityMeasurement, "dif:Data_Resolution/dif:Latitude_Resolution", angle_iri,
            when=is_angle,
            rows=resolution.angle_rows(angle),
        ),
        Node(
            DCTERMS.provenance, DCTERMS.ProvenanceStatement, "dif:Quality",
            statement_iri,
            rows=[Row(RDFS.label, ".", tagged)],
        ),
        Node(
            DCAT.distribution, DCAT.Distribution, "dif:Related_URL", online.distribution_iri,
            when=online.is_distribution,
            rows=[
                Row(DCAT.accessURL, "dif:URL", text.link, min=1, max=1),
                Row(DCAT.downloadURL, ".", online.download_url, max=1, when=online.is_download),
                Row(DCTERMS.title, "dif:Title", tagged),
                Row(DCTERMS.description, "dif:Description", tagged),
                Choice((DCTERMS.format, DCAT.mediaType), ".", online.formats),
                Choice((DCTERMS.license,), ".", links.inherited),
                Node(DCAT.accessService, DCAT.DataService, ".", online.service_iri, when=online.is_service, rows=[
                    Row(DCAT.endpointURL, "dif:URL", text.link, max=1),
                    Choice((DCTERMS.title,), ".", online.service_title, note="the link's title, else the dataset's"),
                ]),
            ],
        ),
        Choice((DCAT.landingPage, FOAF.page), "dif:Related_URL", online.pages),
        Choice((DCTERMS.isPartOf, DCTERMS.hasPart, DCTERMS.source, DCTERMS.isRequiredBy, DCTERMS.relation),
               "dif:Metadata_Association", parent),
    ],
)  # fmt: skip
