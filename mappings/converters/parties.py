"""Parties: organisations and people with a role (GeoDCAT-AP 3.1, section 5.3 on agents and contact points)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from mappings.scope import Scope
from vocab.namespace import ADMS, DCAT, DCTERMS, FOAF, GEODCATAP, LOCN, ORG, PROV, RDF, SKOS, VCARD, XSD
from vocab.term import Term, TermError, iri, literal, segment, short_hash

from .addresses import NO_ADDRESS, Address, agent_address, card_address
from .links import address as web_address
from .text import one_line


class Party(NamedTuple):
    """What a record says of one responsible party.

    Attributes:
        names: the organisation's name as (text, language).
        individual: a person's name; empty when none is given.
        position: a person's position; empty when none is given.
        emails: addresses.
        phones: numbers.
        urls: web pages.
        identifiers: of the party, or of its organisation: IRIs such as a ROR, and others as they stand.
        personal: identifiers of the person alone.
        address: where post reaches the party.
        positions: a position's name in other languages, as (text, language).
        acronym: a short name of the organisation; empty when none is given.
        instructions: how to get in touch, as (text, language).
        place: its source path, for diagnostics.
        line: its line in the source.
        person: the person alone, where the record says apart how person and organisation are reached.
        office: the organisation alone, likewise.
    """

    names: tuple[tuple[str, str | None], ...] = ()
    individual: str = ""
    position: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    address: Address = NO_ADDRESS
    positions: tuple[tuple[str, str | None], ...] = ()
    acronym: str = ""
    instructions: tuple[tuple[str, str | None], ...] = ()
    place: str = ""
    line: int = 0
    person: "Party | None" = None
    office: "Party | None" = None


ROLES: dict[str, Term] = {
    "author": DCTERMS.creator,
    "custodian": GEODCATAP.custodian,
    "distributor": GEODCATAP.distributor,
    "originator": GEODCATAP.originator,
    "owner": DCTERMS.rightsHolder,
    "pointofcontact": DCAT.contactPoint,
    "principalinvestigator": GEODCATAP.principalInvestigator,
    "processor": GEODCATAP.processor,
    "publisher": DCTERMS.publisher,
    "resourceprovider": GEODCATAP.resourceProvider,
    "user": GEODCATAP.user,
    "rightsholder": DCTERMS.rightsHolder,
    "coauthor": DCTERMS.creator,
    "contributor": DCTERMS.contributor,
}
"""ISO role codes and the GeoDCAT-AP property of each; other roles become a ``prov:qualifiedAttribution``."""

PROPERTIES = (*dict.fromkeys(ROLES.values()), PROV.qualifiedAttribution)
"""Every property by which a party may be attributed."""

QUALIFIED_ONLY = frozenset({"funder", "sponsor", "editor", "mediator", "collaborator", "stakeholder"})
"""Roles of ISO 19115-1 without a property of their own."""

_ORGANISATION_NAME = getattr(VCARD, "organization-name")
_PERSONAL = frozenset({"author", "principalinvestigator", "coauthor", "contributor"})
_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"]+@[^@\s<>()\[\],;:\"]+\.[^@\s<>()\[\],;:\".]+")
_PERSON_ID = re.compile(r"https?://orcid\.org/\d{4}-\d{4}-\d{4}-\d{3}[\dX]/?")
_ORGANISATION_ID = re.compile(r"https?://(?:ror\.org/0[a-z0-9]{8}|edmo\.seadatanet\.org/report/\d+)/?")


def attributed(party: Party, role: str, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """How a party in a role is attributed to a resource: (property, agent or contact) pairs.

    The description of the agent goes into the scope.

    Args:
        party: who.
        role: an ISO CI_RoleCode.
        scope: where descriptions and diagnostics go.
    """
    code = role.replace(" ", "").replace("_", "").lower()
    if code == "pointofcontact":
        contact = contact_point(party, scope)
        if contact:
            yield DCAT.contactPoint, contact
        return
    checked = _checked(party, scope)
    agent = _agent(checked, scope, person=code in _PERSONAL)
    if agent is None:
        return
    prop = ROLES.get(code)
    if prop is None and code not in QUALIFIED_ONLY:
        scope.report("map.code", path=f"{party.place}/role", line=party.line, excerpt=role, detail=f"role {role!r}")
        yield DCTERMS.contributor, agent
    elif prop is None or (prop == DCTERMS.publisher and prop in scope.stated):
        yield PROV.qualifiedAttribution, attribution(agent, role, "", scope)
    else:
        scope.stated.add(prop)
        yield prop, agent
    if checked is not party:
        person = member(party, scope)
    elif code in _PERSONAL or not (party.individual and party.names):
        # whoever there is has been described
        return
    else:
        person = _person(party, scope, agent)
    if person is not None and person != agent:
        # the organisation has the role; who has it there is attributed beside it
        yield PROV.qualifiedAttribution, attribution(person, role, "", scope)


def record_contact(party: Party, role: str, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The contact for a catalogue record: (property, contact or attribution) pairs.

    Args:
        party: who.
        role: an ISO CI_RoleCode; any but ``pointOfContact`` is stated as well.
        scope: where descriptions go.
    """
    contact = contact_point(party, scope)
    if contact is not None:
        yield DCAT.contactPoint, contact
    code = role.replace(" ", "").lower()
    agent = describe_agent(party, scope, person=code in _PERSONAL) if code and code != "pointofcontact" else None
    if agent is not None:
        yield PROV.qualifiedAttribution, attribution(agent, role, "record", scope)


def attribution(agent: Term, role: str, to: str, scope: Scope) -> Term:
    """The attribution of an agent in a role to a thing that ``to`` tells, described in the scope."""
    node = scope.part("attribution", f"{to}{role.lower()} {agent}")
    scope.add(node, RDF.type, PROV.Attribution)
    scope.add(node, PROV.agent, agent)
    known = scope.context.codelists["roles"].lookup(role) or role_iri(role)
    scope.add(node, DCAT.hadRole, scope.describe(known, DCAT.Role))
    return node


RECORD_CONTACT = (DCAT.contactPoint, PROV.qualifiedAttribution)
"""The properties by which a catalogue record has a contact."""


def role_iri(role: str) -> Term:
    """The IRI of a role in the code list that ISO 19115-1 publishes."""
    return iri(f"http://standards.iso.org/iso/19115/resources/Codelists/cat/codelists.xml#CI_RoleCode/{role}")


def describe_agent(party: Party, scope: Scope, *, person: bool = False) -> Term | None:
    """The agent that a party is, described in the scope; None when it has no name.

    Args:
        party: who.
        scope: where the description goes.
        person: whether the person is meant rather than the organisation, when both are named.
    """
    return _agent(_checked(party, scope), scope, person=person)


def _agent(party: Party, scope: Scope, *, person: bool) -> Term | None:
    if party.individual and (person or not party.names):
        return _person(party, scope)
    if party.names:
        return _organisation(party, scope)
    if party.position:
        agent = _agent_iri(party.position, (), None, scope)
        scope.add(agent, RDF.type, FOAF.Agent)
        scope.name(agent, FOAF.name, party.position, scope.language)
        return agent
    return None


def member(party: Party, scope: Scope) -> Term | None:
    """The person of a party that is an organisation as well, described in the scope; None when it is but one."""
    return _person(party, scope) if party.individual and party.names else None


def _person(party: Party, scope: Scope, organisation: Term = "") -> Term:
    """The person that a party names, described in the scope; an organisation that has been described is not again."""
    agent = _agent_iri(party.individual, (*party.personal, *party.identifiers), _PERSON_ID, scope)
    scope.add(agent, RDF.type, FOAF.Person)
    scope.add(agent, RDF.type, FOAF.Agent)
    scope.name(agent, FOAF.name, party.individual, None)
    _state_direct(agent, party.person or party, scope)
    if party.person or not party.names:
        _state_place(agent, party.person or party, scope)
    if party.names and agent not in scope.placed:
        # somebody named under two organisations keeps the first: one is allowed
        scope.placed.add(agent)
        scope.add(agent, ORG.memberOf, organisation or _organisation(party, scope))
    _identify(agent, party.personal if party.names else (*party.personal, *party.identifiers), scope)
    return agent


def _organisation(party: Party, scope: Scope) -> Term:
    party = party.office or party
    agent = _agent_iri(party.names[0][0], party.identifiers, _ORGANISATION_ID, scope)
    scope.add(agent, RDF.type, FOAF.Organization)
    scope.add(agent, RDF.type, FOAF.Agent)
    for name, language in party.names:
        scope.name(agent, FOAF.name, name, language)
    if party.acronym:
        scope.name(agent, SKOS.altLabel, party.acronym, None)
    if not party.individual:
        # where a person is named, it is the person who is written to and telephoned
        _state_direct(agent, party, scope)
    _state_place(agent, party, scope)
    _identify(agent, party.identifiers, scope)
    return agent


def _state_direct(agent: Term, party: Party, scope: Scope) -> None:
    """The mailbox and the telephone of an agent; of each the first that a record states."""
    for prop, found in ((FOAF.mbox, next(_mailboxes(party), "")), (FOAF.phone, _telephone(party))):
        if found:
            scope.add_once(agent, prop, found)


def _state_place(agent: Term, party: Party, scope: Scope) -> None:
    """The postal address and the page of an agent; of each the first that a record states."""
    address, page = agent_address(party.address, scope), _page(party, scope)
    if address is not None:
        scope.add_once(agent, LOCN.address, address)
    if page:
        scope.add_once(agent, FOAF.workplaceHomepage, scope.describe(page, FOAF.Document))


def _identify(agent: Term, identifiers: tuple[str, ...], scope: Scope) -> None:
    """The identifiers of an agent that are not its IRI."""
    for identifier in identifiers:
        if _PERSON_ID.fullmatch(identifier) or _ORGANISATION_ID.fullmatch(identifier):
            continue
        node = scope.describe(scope.part("identifier", f"{agent} {identifier}"), ADMS.Identifier)
        scope.add(agent, ADMS.identifier, node)
        datatype = XSD.anyURI if identifier.startswith(("http://", "https://")) else None
        scope.add(node, SKOS.notation, literal(identifier, datatype=datatype))


def _agent_iri(name: str, identifiers: tuple[str, ...], known: re.Pattern[str] | None, scope: Scope) -> Term:
    for identifier in identifiers:
        if known is not None and known.fullmatch(identifier):
            return iri(identifier.replace("http://", "https://").rstrip("/"))
    return scope.shared("agent", slug(name))


_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_KNOWN = 200
"""The longest name whose segment is remembered: names repeat from record to record, other texts do not."""


def slug(name: str) -> str:
    """A name as a readable segment of a path.

    >>> slug("Centre National d'Études Spatiales (CNES)")
    'centre-national-d-etudes-spatiales-cnes'
    """
    return _known_slug(name) if len(name) <= _LONGEST_KNOWN else _slug(name)


def _slug(name: str) -> str:
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    readable = _NOT_IN_SLUG.sub("-", plain.lower()).strip("-")[:80]
    return readable if len(readable) > 1 else segment(short_hash(name))


_known_slug = lru_cache(maxsize=4096)(_slug)


def _checked(party: Party, scope: Scope) -> Party:
    """The party, with an e-mail address that stands in a name taken for an address.

    It leaves the name unless there is no other, and then stands for it.
    """
    if not ("@" in party.individual or "@" in party.position or any("@" in name for name, _ in party.names)):
        return party
    named = [name for name, _ in party.names]
    others = sum(bool(_without_mailbox(name)) for name in (*named, party.individual, party.position) if name)
    mailboxes: list[str] = []

    def cleared(name: str) -> str:
        found = _EMAIL.search(name) if "@" in name else None
        if found is None:
            return name
        mailboxes.append(found[0])
        rest = _without_mailbox(name)
        if rest or others:
            after = f"{rest} | mailto:{found[0]}" if rest else f"mailto:{found[0]}"
            scope.repaired("repaired.name", name, after, path=party.place, line=party.line)
            return rest
        scope.report("map.name", path=party.place, line=party.line, excerpt=name, detail=found[0])
        return name

    individual, position = cleared(party.individual), cleared(party.position)
    names = tuple((rest, language) for name, language in party.names if (rest := cleared(name)))
    positions = tuple((rest, language) for text, language in party.positions if (rest := cleared(text)))
    emails = tuple(dict.fromkeys((*party.emails, *mailboxes)))
    return party._replace(names=names, individual=individual, position=position, positions=positions, emails=emails)


def _without_mailbox(name: str) -> str:
    """A name without the e-mail address in it, and what set that off."""
    return _SET_OFF.sub("", _EMAIL.sub("", name)).strip(" ,;:/|-–")


_SET_OFF = re.compile(r"(?:mailto|e-?mail|courriel|mél?)\s*:|[<(\[]\s*[>)\]]", re.IGNORECASE)


def _mailboxes(party: Party) -> Iterator[Term]:
    for email in party.emails:
        address = email.strip().removeprefix("mailto:")
        if _EMAIL.fullmatch(address):
            yield iri(f"mailto:{address}")


_NOT_DIALLED = re.compile(r"[^0-9+]")


def _telephone(party: Party) -> Term:
    """The first telephone number as an IRI (RFC 3966); empty when there is none."""
    digits = (_NOT_DIALLED.sub("", phone) for phone in party.phones)
    return next((f"<tel:{number}>" for number in digits if len(number) > 5), "")


def contact_point(party: Party, scope: Scope) -> Term | None:
    """The contact point that a party is, as a vCard described in the scope; None when there is nothing to reach.

    A vCard has one name, one address, one number and one page, the first of each. What it says is what it is told
    apart by, so that two records never disagree about one contact.
    """
    party = _checked(party, scope)
    organisation = party.names[0][0] if party.names else ""
    email, phone = next(_mailboxes(party), ""), _telephone(party)
    if not (party.individual or organisation or party.position or email):
        return None
    page = _page(party, scope)
    names = (f"{text}@{language}" for text, language in party.names)
    said: tuple[str, ...] = (party.individual, *names, party.position)
    address = card_address(party.address, scope) or ""
    more = (address, party.acronym, *(text for text, _ in (*party.positions, *party.instructions)))
    known = party.identifiers if not party.individual else filter(_PERSON_ID.fullmatch, party.identifiers)
    addresses = [one for one in (*party.personal, *known) if one.startswith(("http://", "https://"))]
    uid = _first_address(addresses, party, scope)
    said = (*said, email, phone, page, *(part for part in (*more, uid) if part))
    contact = scope.shared("contact", short_hash("|".join(said)))
    scope.add(contact, RDF.type, VCARD.Kind)
    scope.add(contact, RDF.type, VCARD.Individual if party.individual else VCARD.Organization)
    if party.individual or not party.names:
        name = party.individual or party.position or email[len("<mailto:") : -1]
        scope.add(contact, VCARD.fn, literal(one_line(name)))
    else:
        text, language = party.names[0]
        scope.add(contact, VCARD.fn, literal(one_line(text), language=language))
    if organisation and party.individual:
        scope.add(contact, _ORGANISATION_NAME, literal(one_line(organisation)))
    if email:
        scope.add(contact, VCARD.hasEmail, scope.describe(email, VCARD.Email))
    if (party.position and party.individual) or organisation:
        for text, language in party.positions:
            scope.add(contact, VCARD.title, literal(one_line(text), language=language))
    if party.acronym:
        scope.add(contact, VCARD.nickname, literal(party.acronym))
    for text, language in party.instructions:
        scope.add(contact, VCARD.note, literal(text, language=language))
    if uid:
        scope.add(contact, VCARD.hasUID, uid)
    for prop, value in ((VCARD.hasTelephone, phone), (VCARD.hasURL, page), (VCARD.hasAddress, address)):
        if value:
            scope.add(contact, prop, value)
    return contact


def _page(party: Party, scope: Scope) -> Term:
    """The party's first usable web page; empty when there is none."""
    return _first_address(party.urls, party, scope)


def _first_address(candidates: Iterable[str], party: Party, scope: Scope) -> Term:
    """The first usable web address of several; empty when there is none."""
    for url in candidates:
        try:
            found = web_address(url, scope, path=party.place, line=party.line)
        except TermError as error:
            scope.report("map.iri", path=party.place, line=party.line, excerpt=url, detail=str(error))
        else:
            return found
    return ""
