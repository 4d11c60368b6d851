"""Who is responsible, in both ISO encodings: CI_ResponsibleParty and CI_Responsibility as parties in a role."""

from collections.abc import Iterator, Mapping
from html import unescape

from vocab.term import Term

from . import iso_contact
from .converters import parties
from .converters.codes import code_of
from .converters.text import local_name, localised_texts, one_line, text_of
from .converters.xml import each, first, parts, text_at
from .parsing import XmlElement
from .scope import Scope


def read(holder: XmlElement, scope: Scope) -> Iterator[tuple[parties.Party, str]]:
    """The parties, with their role, that the property of a class says to be responsible."""
    for node in holder:
        role = role_of(node)
        yield from ((party, role) for party in responsible(node, scope))


def role_of(node: XmlElement) -> str:
    """The role's code; a point of contact where none is given."""
    return _role(first(node, "role"))


def _role(role: XmlElement | None) -> str:
    return (code_of(role) if role is not None else "") or "pointOfContact"


def responsible(node: XmlElement, scope: Scope) -> Iterator[parties.Party]:
    """The party of a CI_ResponsibleParty, or the parties of a CI_Responsibility (ISO 19115-1, 6.6.2)."""
    said = parts(node)
    if "party" not in said:
        yield _old_party(node, said, scope)
        return
    for holder in each(node, "party"):
        for entity in holder:
            yield from _new_parties(entity, scope)


def _old_party(node: XmlElement, said: Mapping[str, XmlElement], scope: Scope) -> parties.Party:
    """A CI_ResponsibleParty, with the first of its properties by name."""
    contacts = [contact for holder in each(node, "contactInfo") for contact in holder] if "contactInfo" in said else []
    individual, organisation = said.get("individualName"), said.get("organisationName")
    called, short = names(organisation, scope)
    return parties.Party(
        names=called,
        individual=_line(individual) or iso_contact.full_name(said),
        position=_line(said.get("positionName")),
        phones=iso_contact.telephones(contacts),
        identifiers=iso_contact.name_identifiers(organisation),
        personal=iso_contact.name_identifiers(individual),
        positions=iso_contact.positions(said, scope),
        acronym=_line(said.get("organisationAcronym")) or short,
        place="gmd:CI_ResponsibleParty",
        line=node.sourceline or 0,
        **iso_contact.reach(contacts, scope),
    )


def _line(node: XmlElement | None) -> str:
    return "" if node is None else one_line(text_of(node))


def _new_parties(entity: XmlElement, scope: Scope) -> Iterator[parties.Party]:
    """A CI_Individual, or a CI_Organisation once with each of the people that it names."""
    if local_name(entity) == "CI_Individual":
        yield _person(entity, scope)
        return
    office = _office(entity, scope)
    people = [person for holder in each(entity, "individual") for person in holder]
    shared = _contacts(entity)
    for person in people:
        alone = _person(person, scope)
        contacts = [*_contacts(person), *shared]
        yield alone._replace(
            names=office.names,
            identifiers=office.identifiers,
            acronym=office.acronym,
            phones=iso_contact.telephones(contacts),
            person=alone,
            office=office,
            **iso_contact.reach(contacts, scope),
        )
    if not people:
        yield office


def _person(node: XmlElement, scope: Scope) -> parties.Party:
    """A CI_Individual alone."""
    contacts, said = _contacts(node), parts(node)
    return parties.Party(
        individual=_line(said.get("name")) or iso_contact.full_name(said),
        position=_line(said.get("positionName")),
        phones=iso_contact.telephones(contacts),
        personal=iso_contact.party_identifiers(node),
        positions=iso_contact.positions(said, scope),
        place=_NEW,
        line=node.sourceline or 0,
        **iso_contact.reach(contacts, scope),
    )


def _office(node: XmlElement, scope: Scope) -> parties.Party:
    """A CI_Organisation alone."""
    contacts = _contacts(node)
    called, short = names(first(node, "name"), scope)
    return parties.Party(
        names=called,
        phones=iso_contact.telephones(contacts),
        identifiers=iso_contact.party_identifiers(node),
        acronym=one_line(text_at(node, "organisationAcronym")) or short,
        place=_NEW,
        line=node.sourceline or 0,
        **iso_contact.reach(contacts, scope),
    )


_NEW = "cit:CI_Responsibility"


def _contacts(node: XmlElement) -> list[XmlElement]:
    return [contact for holder in each(node, "contactInfo") for contact in holder]


def names(node: XmlElement | None, scope: Scope) -> tuple[tuple[tuple[str, str | None], ...], str]:
    """What an organisation is called, and for short; a name without translation is taken for one in every language.

    NASA's records write a short and a long name as ``short > long``, some with the sign escaped twice.
    """
    texts = localised_texts(node, scope) if node is not None else []
    if len(texts) != 1:
        return tuple(texts), ""
    name = one_line(texts[0][0])
    if "&" in name:
        name = unescape(name)
    short, _, long = name.partition(" > ")
    return (((long, None),), short) if long else (((name, None),), "")


def attributions(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The responsible parties in their role."""
    role = role_of(node)
    for party in responsible(node, scope):
        yield from parties.attributed(party, role, scope)


def record_contact(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The contact for the metadata themselves, who may have another role as well."""
    role = role_of(node)
    for party in responsible(node, scope):
        yield from parties.record_contact(party, role, scope)
