"""People and organisations of DIF: Personnel, Organization (DIF 9: Data_Center), and who a citation names."""

from collections.abc import Iterator
from typing import NamedTuple

from vocab.namespace import DCAT, GEODCATAP, RDFS, SKOS
from vocab.term import Term, iri

from .converters import addresses, parties, text
from .dif_text import Fields, fields, said
from .parsing import XmlElement
from .scope import Scope

ORGANIZATION_ROLES = {
    "DISTRIBUTOR": GEODCATAP.distributor,
    "ARCHIVER": GEODCATAP.custodian,
    "ORIGINATOR": GEODCATAP.originator,
    "PROCESSOR": GEODCATAP.processor,
}
"""DIF 10 Organization_Type and the property of each; a Data_Center of DIF 9 is archiver and distributor."""

PERSONNEL_ROLES = {
    "INVESTIGATOR": "principalInvestigator",
    "TECHNICAL CONTACT": "pointOfContact",
    "DATA CENTER CONTACT": "pointOfContact",
}
"""DIF Role of Personnel and the ISO role of each; any other makes a contributor, and is reported."""

RECORD_ROLES = frozenset({"METADATA AUTHOR", "DIF AUTHOR"})
"""Roles of those who wrote the metadata: contacts of the record."""

CITATION_ROLES = (("Dataset_Creator", "author"), ("Dataset_Editor", "editor"), ("Dataset_Publisher", "publisher"))
"""Who a citation names, and the ISO role of each."""


class Personnel(NamedTuple):
    """What a Personnel element says.

    Attributes:
        roles: upper case; ``INVESTIGATOR, TECHNICAL CONTACT`` is one value that means two.
        parties: the people and groups that it names.
    """

    roles: tuple[str, ...]
    parties: tuple[parties.Party, ...]


def _read(node: XmlElement) -> Personnel:
    found = fields(node)
    roles = [role for text in found.texts("Role") for part in text.split(",") if (role := part.strip().upper())]
    return Personnel(tuple(dict.fromkeys(roles)), tuple(people(node, found)))


def personnel(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Personnel in each of their roles, but for those who wrote the metadata."""
    found = scope.once(_read, node)
    for party in found.parties:
        for kind in found.roles:
            if kind not in RECORD_ROLES:
                yield from parties.attributed(party, PERSONNEL_ROLES.get(kind, kind.lower()), scope)


def record_author(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Personnel who wrote the metadata: contact of the record."""
    found = scope.once(_read, node)
    if not RECORD_ROLES.isdisjoint(found.roles):
        for party in found.parties:
            contact = parties.contact_point(party, scope)
            if contact is not None:
                yield DCAT.contactPoint, contact


def people(
    node: XmlElement, found: Fields, organisation: str = "", urls: tuple[str, ...] = ()
) -> Iterator[parties.Party]:
    """The parties that a Personnel element names: people, and groups by their one name.

    Args:
        node: the element; DIF 10 holds each Contact_Person or Contact_Group, DIF 9 one person's parts.
        found: its children.
        organisation: of which they are the contacts; empty when they stand alone.
        urls: the organisation's pages.
    """
    holders = [fields(holder) for holder in (*found.each("Contact_Person"), *found.each("Contact_Group"))]
    for holder in holders or [found]:
        first_name = holder.text("First_Name")
        parts = (first_name, holder.text("Middle_Name"), holder.text("Last_Name"))
        full = " ".join([part for part in parts if part])
        # what calls itself a group, or stands for an organisation with a last name only, is a desk and no person
        desk = holder.text("Name") or (full if organisation and not first_name else "")
        name = desk or organisation
        yield parties.Party(
            ((name, None),) if name else (),
            "" if desk else full,
            emails=holder.texts("Email"),
            phones=_telephones(holder),
            urls=urls,
            address=_address(holder),
            place="Personnel",
            line=node.sourceline or 0,
        )


def _telephones(holder: Fields) -> tuple[str, ...]:
    """The numbers that are no fax; DIF 9 gives them as text."""
    phones = [(phone, fields(phone)) for phone in holder.each("Phone")]
    numbers = [found.text("Number") or said(phone) for phone, found in phones if "fax" not in _type(found)]
    return tuple([number for number in numbers if number])


def _type(phone: Fields) -> str:
    return phone.text("Type").lower()


def _address(holder: Fields) -> addresses.Address:
    """The first postal address, whose elements DIF 9 and DIF 10 name differently."""
    found = holder.inside("Contact_Address" if "Contact_Address" in holder else "Address")
    if not found:
        return addresses.NO_ADDRESS
    return addresses.Address(
        ", ".join((*found.texts("Street_Address"), *found.texts("Address"))),
        found.text("City"),
        found.text("State_Province") or found.text("Province_or_State"),
        found.text("Postal_Code"),
        found.text("Country"),
    )


def organization(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An Organization in each of its types, and its personnel as contacts."""
    found = scope.once(fields, node)
    kinds = [kind.upper() for kind in found.texts("Organization_Type")]
    yield from _organization(node, found, "Organization", kinds, scope)


def data_center(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A Data_Center, which archives and distributes the data, and its personnel as contacts."""
    yield from _organization(node, fields(node), "Data_Center", ["ARCHIVER", "DISTRIBUTOR"], scope)


def _organization(
    node: XmlElement, found: Fields, kind: str, types: list[str], scope: Scope
) -> Iterator[tuple[Term, Term]]:
    names = found.inside(f"{kind}_Name")
    short, long = names.text("Short_Name"), names.text("Long_Name")
    name = text.one_line(long or short)
    if not name:
        return
    urls = found.texts(f"{kind}_URL")
    party = parties.Party(((name, None),), urls=urls, place=kind, line=node.sourceline or 0)
    agent = parties.describe_agent(party, scope)
    if agent is not None:
        if short and long:
            scope.name(agent, SKOS.altLabel, short, None)
        refer(agent, found[f"{kind}_Name"][0], scope)
        yield from [(ORGANIZATION_ROLES[role], agent) for role in types if role in ORGANIZATION_ROLES]
    notes = [note for part in ("Hours_Of_Service", "Instructions") if (note := found.text(part))]
    how = tuple([(note, scope.language) for note in notes])
    contacts = [
        contact._replace(instructions=how)
        for person in found.each("Personnel")
        for contact in people(person, fields(person), name, urls)
    ]
    told = [c for c in contacts if c.individual or c.names != party.names or c.emails or c.phones or c.address]
    if not told and (how or (urls and not {"ARCHIVER", "DISTRIBUTOR"}.isdisjoint(types))):
        told = [party._replace(instructions=how)]
    for contact in told:
        yield from parties.attributed(contact, "pointOfContact", scope)


def originating_center(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The Originating_Center, which first made the data."""
    if found := said(node):
        party = parties.Party(((text.one_line(found), None),), place="Originating_Center", line=node.sourceline or 0)
        yield from parties.attributed(party, "originator", scope)


def citation_party(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Creators, editor and publisher of a citation, as the citation spells them."""
    found = scope.once(fields, node)
    for name, role in CITATION_ROLES:
        if named := found.text(name):
            names = ((text.one_line(named), None),)
            party = parties.Party(names, place=f"{text.local_name(node)}/{name}", line=node.sourceline or 0)
            yield from parties.attributed(party, role, scope)


def gcmd(node: XmlElement) -> str:
    """The address of the GCMD concept that an element's ``uuid`` names; empty when it has none."""
    uuid = (node.get("uuid") or "").strip()
    return f"https://gcmd.earthdata.nasa.gov/kms/concept/{uuid}" if uuid else ""


def refer(resource: Term, node: XmlElement, scope: Scope) -> None:
    """Say which GCMD concept stands for the same thing as a resource."""
    if address := gcmd(node):
        scope.add(resource, RDFS.seeAlso, iri(address))
