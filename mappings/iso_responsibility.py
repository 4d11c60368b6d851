"""Who is responsible, in both ISO encodings: CI_ResponsibleParty and CI_Responsibility as parties in a role."""

from collections.abc import Iterator

from vocab.term import Term

from . import iso_contact
from .converters import parties
from .converters.codes import code_of
from .converters.text import local_name, localised_texts, one_line
from .converters.xml import each, first, text_at
from .parsing import XmlElement
from .scope import Scope


def read(holder: XmlElement, scope: Scope) -> Iterator[tuple[parties.Party, str]]:
    """The parties, with their role, that the property of a class says to be responsible."""
    for node in holder:
        role = role_of(node)
        yield from ((party, role) for party in responsible(node, scope))


def role_of(node: XmlElement) -> str:
    """The role's code; a point of contact where none is given."""
    role = first(node, "role")
    return (code_of(role) if role is not None else "") or "pointOfContact"


def responsible(node: XmlElement, scope: Scope) -> Iterator[parties.Party]:
    """The party of a CI_ResponsibleParty, or the parties of a CI_Responsibility (ISO 19115-1, 6.6.2)."""
    new = False
    for holder in each(node, "party"):
        new = True
        for entity in holder:
            yield _new_party(entity, scope)
    if not new:
        yield _old_party(node, scope)


def _old_party(node: XmlElement, scope: Scope) -> parties.Party:
    """A CI_ResponsibleParty."""
    contacts = [contact for holder in each(node, "contactInfo") for contact in holder]
    individual = first(node, "individualName")
    organisation = first(node, "organisationName")
    named = [element for element in (individual, organisation) if element is not None]
    return parties.Party(
        names=names(organisation, scope),
        individual=one_line(text_at(node, "individualName")) or iso_contact.full_name(node),
        position=one_line(text_at(node, "positionName")),
        phones=iso_contact.values(contacts, "phone", "voice"),
        identifiers=tuple(filter(None, map(iso_contact.party_identifier, named))),
        positions=iso_contact.positions(node, scope),
        acronym=one_line(text_at(node, "organisationAcronym")),
        place="gmd:CI_ResponsibleParty",
        line=node.sourceline or 0,
        **iso_contact.reach(contacts, scope),
    )


def _new_party(entity: XmlElement, scope: Scope) -> parties.Party:
    person = local_name(entity) == "CI_Individual"
    individual = entity if person else first(entity, "individual", "*")
    holders = [entity] if individual is None or person else [entity, individual]
    contacts = [contact for holder in holders for c in each(holder, "contactInfo") for contact in c]
    identifiers = [
        iso_contact.identifier_of(identifier) for holder in holders for identifier in each(holder, "partyIdentifier")
    ]
    return parties.Party(
        names=() if person else names(first(entity, "name"), scope),
        individual=one_line(text_at(individual, "name")) or iso_contact.full_name(individual),
        position=one_line(text_at(individual, "positionName")),
        phones=iso_contact.values(contacts, "phone", "number"),
        identifiers=tuple(filter(None, identifiers)),
        positions=iso_contact.positions(individual, scope),
        acronym=one_line(text_at(entity, "organisationAcronym")),
        place="cit:CI_Responsibility",
        line=entity.sourceline or 0,
        **iso_contact.reach(contacts, scope),
    )


def names(node: XmlElement | None, scope: Scope) -> tuple[tuple[str, str | None], ...]:
    """What an organisation is called; a name without translation is taken for one in every language."""
    texts = localised_texts(node, scope) if node is not None else []
    return tuple(texts) if len(texts) > 1 else tuple((text, None) for text, _ in texts)


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
