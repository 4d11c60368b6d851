"""People and organisations of DIF: Personnel, Organization (DIF 9: Data_Center), and who a citation names."""

from collections.abc import Iterator

from vocab.namespace import DCAT, RDFS, SKOS
from vocab.term import Term, iri

from .converters import addresses, parties, text
from .converters.xml import each, first
from .dif_text import said, value, values
from .parsing import XmlElement
from .scope import Scope

ORGANIZATION_ROLES = {
    "DISTRIBUTOR": "distributor",
    "ARCHIVER": "custodian",
    "ORIGINATOR": "originator",
    "PROCESSOR": "processor",
}
"""DIF 10 Organization_Type and the ISO role of each; a Data_Center of DIF 9 is archiver and distributor."""

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


def personnel(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Personnel in each of their roles; ``INVESTIGATOR, TECHNICAL CONTACT`` is one value that means two."""
    for party in people(node):
        for kind in _roles(node):
            if kind not in RECORD_ROLES:
                yield from parties.attributed(party, PERSONNEL_ROLES.get(kind, kind.lower()), scope)


def record_author(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Personnel who wrote the metadata: contact of the record."""
    if not RECORD_ROLES.isdisjoint(_roles(node)):
        for party in people(node):
            contact = parties.contact_point(party, scope)
            if contact is not None:
                yield DCAT.contactPoint, contact


def _roles(node: XmlElement) -> list[str]:
    kinds = (kind.strip().upper() for element in each(node, "Role") for kind in said(element).split(","))
    return list(dict.fromkeys(kind for kind in kinds if kind))


def people(node: XmlElement, organisation: str = "", urls: tuple[str, ...] = ()) -> Iterator[parties.Party]:
    """The parties that a Personnel element names: people, and groups by their one name.

    Args:
        node: the element; DIF 10 holds each Contact_Person or Contact_Group, DIF 9 one person's parts.
        organisation: of which they are the contacts; empty when they stand alone.
        urls: the organisation's pages.
    """
    for holder in (*each(node, "Contact_Person"), *each(node, "Contact_Group")) or (node,):
        parts = (value(holder, name) for name in ("First_Name", "Middle_Name", "Last_Name"))
        full = " ".join(part for part in parts if part)
        # what calls itself a group, or stands for an organisation with a last name only, is a desk and no person
        desk = value(holder, "Name") or (full if organisation and not value(holder, "First_Name") else "")
        name = desk or organisation
        yield parties.Party(
            ((name, None),) if name else (),
            "" if desk else full,
            emails=values(holder, "Email"),
            phones=_telephones(holder),
            urls=urls,
            address=_address(holder),
            place="Personnel",
            line=node.sourceline or 0,
        )


def _telephones(holder: XmlElement) -> tuple[str, ...]:
    """The numbers that are no fax; DIF 9 gives them as text."""
    phones = [phone for phone in each(holder, "Phone") if "fax" not in value(phone, "Type").lower()]
    return tuple(number for phone in phones if (number := value(phone, "Number") or said(phone)))


def _address(holder: XmlElement) -> addresses.Address:
    """The first postal address, whose elements DIF 9 and DIF 10 name differently."""
    node = first(holder, "Contact_Address")
    node = first(holder, "Address") if node is None else node
    if node is None:
        return addresses.Address()
    street = (*values(node, "Street_Address"), *values(node, "Address"))
    region = value(node, "State_Province") or value(node, "Province_or_State")
    return addresses.Address(
        ", ".join(street), value(node, "City"), region, value(node, "Postal_Code"), value(node, "Country")
    )


def organization(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An Organization in each of its types, and its personnel as contacts."""
    kinds = [kind.upper() for kind in values(node, "Organization_Type")]
    yield from _organization(node, "Organization", kinds, scope)


def data_center(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A Data_Center, which archives and distributes the data, and its personnel as contacts."""
    yield from _organization(node, "Data_Center", ["ARCHIVER", "DISTRIBUTOR"], scope)


def _organization(node: XmlElement, kind: str, types: list[str], scope: Scope) -> Iterator[tuple[Term, Term]]:
    holder = first(node, f"{kind}_Name")
    short, long = value(holder, "Short_Name"), value(holder, "Long_Name")
    name = text.one_line(long or short)
    if not name:
        return
    urls = values(node, f"{kind}_URL")
    party = parties.Party(((name, None),), urls=urls, place=kind, line=node.sourceline or 0)
    agent = parties.describe_agent(party, scope)
    if agent and short and long:
        scope.name(agent, SKOS.altLabel, short, None)
    if agent and holder is not None:
        refer(agent, holder, scope)
    for role in filter(None, map(ORGANIZATION_ROLES.get, types)):
        yield from parties.attributed(party, role, scope)
    contacts = [contact for found in each(node, "Personnel") for contact in people(found, name, urls)]
    told = [c for c in contacts if c.individual or c.names != party.names or c.emails or c.phones or c.address]
    if not told and urls and not {"ARCHIVER", "DISTRIBUTOR"}.isdisjoint(types):
        told = [party]
    for contact in told:
        yield from parties.attributed(contact, "pointOfContact", scope)


def originating_center(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The Originating_Center, which first made the data."""
    if found := said(node):
        party = parties.Party(((text.one_line(found), None),), place="Originating_Center", line=node.sourceline or 0)
        yield from parties.attributed(party, "originator", scope)


def citation_party(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Creators, editor and publisher of a citation, as the citation spells them."""
    for name, role in CITATION_ROLES:
        if found := value(node, name):
            names = ((text.one_line(found), None),)
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
