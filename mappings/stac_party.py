"""Parties of STAC documents: providers, and the contacts of the contacts extension."""

from collections.abc import Iterator
from typing import Any

from vocab.namespace import DCTERMS, FOAF
from vocab.term import Term, TermError, literal

from .converters import addresses, links, parties
from .converters.text import text_of
from .crosswalk import Entry, Ignore
from .errors import ConversionError
from .scope import Scope
from .stac_field import Remaining

ROLES = {"licensor": "rightsHolder", "producer": "author", "processor": "processor", "host": "distributor"}
"""STAC provider roles and the ISO role of each."""

CONTACT_ROLES = {"principal investigator": "principalInvestigator", "pi": "principalInvestigator", **ROLES}
"""Roles of contacts that are called otherwise in ISO."""


def provider(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A provider in each of its roles; one without a role is a contributor.

    Raises:
        ConversionError: it has no name.
    """
    if not isinstance(node, dict) or not isinstance(node.get("name"), str):
        raise ConversionError("map.value", "provider")
    url = node.get("url")
    party = parties.Party(((node["name"], None),), urls=(url,) if isinstance(url, str) else (), place="providers")
    roles = _roles(node)
    found: list[tuple[Term, Term]] = []
    for role in roles:
        found += parties.attributed(party, ROLES.get(role, role), scope)
    if not roles:
        found += parties.attributed(party, "contributor", scope)
    if "producer" in roles:
        found += parties.attributed(party, "publisher", scope)
    if found:
        _describe(parties.describe_agent(party, scope), node, scope)
    if url and "host" in roles:
        found += parties.attributed(party, "pointOfContact", scope)
    yield from found


def _roles(node: dict[str, Any]) -> list[str]:
    """The roles of a provider; before STAC 0.6 one, as its ``type``."""
    said = node.get("roles") or node.get("role") or node.get("type")
    return [role for role in (said if isinstance(said, list) else [said]) if isinstance(role, str) and role]


def _describe(agent: Term | None, node: dict[str, Any], scope: Scope) -> None:
    """What a provider says of itself besides its name and roles."""
    if agent is None:
        return
    said = text_of(node.get("description"))
    if said:
        scope.add(agent, DCTERMS.description, literal(said, language=scope.language))
    url = text_of(node.get("url"))
    if url:
        try:
            scope.add(
                agent, FOAF.homepage, scope.describe(links.address(url, scope, path="providers[].url"), FOAF.Document)
            )
        except TermError as error:
            scope.report("map.iri", path="providers[]", excerpt=url, detail=str(error))
    for prop, value in OTHER_FIELDS(node, scope):
        scope.add(agent, prop, value)


OTHER_FIELDS = Remaining((), ("name", "roles", "role", "type", "url", "description"))
"""What extensions say of a provider."""


def host(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The host of a Collection before STAC 0.6: a provider in that role.

    Raises:
        ConversionError: it has no name.
    """
    yield from provider({**node, "roles": ["host"]} if isinstance(node, dict) else node, scope)


def contact(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A contact in each of its roles; one without a role is a point of contact.

    Raises:
        ConversionError: it has neither a name nor an organisation.
    """
    if not isinstance(node, dict):
        raise ConversionError("map.value", "contact")
    name, organisation, identifier = (text_of(node.get(key)) for key in ("name", "organization", "identifier"))
    if not (name or organisation):
        raise ConversionError("map.value", "contact")
    instructions = [text_of(node.get(key)) for key in ("description", "contactInstructions")]
    party = parties.Party(
        ((organisation, None),) if organisation else (),
        individual=name,
        position=text_of(node.get("position")),
        emails=_values(node.get("emails"), "value"),
        phones=_values(node.get("phones"), "value"),
        urls=_values(node.get("links"), "href"),
        identifiers=(identifier,) if identifier.startswith("http") else (),
        address=next(filter(None, map(_address, _objects(node.get("addresses")))), addresses.NO_ADDRESS),
        instructions=tuple((said, scope.language) for said in instructions if said),
        place="contacts",
    )
    roles = _roles(node) or ["pointOfContact"]
    for role in roles:
        yield from parties.attributed(party, CONTACT_ROLES.get(role.lower(), role), scope)
    if "pointOfContact" not in roles:
        yield from parties.attributed(party, "pointOfContact", scope)


def _objects(node: Any) -> list[dict[str, Any]]:
    return [one for one in node if isinstance(one, dict)] if isinstance(node, list) else []


def _values(node: Any, key: str) -> tuple[str, ...]:
    return tuple(filter(None, (text_of(one.get(key)) for one in _objects(node))))


def _address(node: dict[str, Any]) -> addresses.Address:
    """A postal address; of several lines one."""
    return addresses.Address(*(_lines(node.get(key)) for key in ADDRESS))


def _lines(node: Any) -> str:
    return ", ".join(filter(None, map(text_of, node if isinstance(node, list) else [node])))


ADDRESS = ("deliveryPoint", "city", "administrativeArea", "postalCode", "country")
"""Members of a postal address, in the order of ``Address``."""


LEFT_OUT: list[Entry] = [
    Ignore("contacts[].logo", "a picture, not a way to reach anybody"),
    Ignore("contacts[].links", "a contact has one page, the first; its title and format"),
    Ignore("contacts[].addresses", "a contact has one postal address, the first"),
    Ignore("contacts[].phones", "a contact has one telephone, the first"),
    Ignore("contacts[].emails", "a contact has one e-mail address, the first"),
    *(
        Ignore(f"contacts[].{way}[].roles", "whether it is for work or home")
        for way in ("emails", "phones", "addresses")
    ),
]
"""What contacts say that is left out on purpose."""
