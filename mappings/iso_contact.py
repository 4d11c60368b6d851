"""How parties are reached, in both ISO encodings: CI_Contact and what is in it, read by local name."""

import re
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import TypedDict

from .converters.addresses import NO_ADDRESS, Address
from .converters.codes import code_of
from .converters.text import address_in, anchor_of, local_name, localised_texts, one_line, text_of
from .converters.xml import each, first
from .parsing import XmlElement
from .scope import Scope


class Reach(TypedDict):
    """The parts of a Party that its CI_Contact elements say."""

    emails: tuple[str, ...]
    urls: tuple[str, ...]
    address: Address
    instructions: tuple[tuple[str, str | None], ...]


def reach(contacts: Iterable[XmlElement], scope: Scope) -> Reach:
    """What CI_Contact elements say; the first address with anything in it is the address."""
    emails: list[str] = []
    urls: list[str] = []
    instructions: list[tuple[str, str | None]] = []
    address = NO_ADDRESS
    for contact in contacts:
        for property_element in contact[:]:
            name = local_name(property_element)
            if name == "address":
                for part in property_element[:]:
                    emails += map(text_of, each(part, "electronicMailAddress"))
                    address = address or address_of(part)
            elif name == "onlineResource":
                urls.append(address_in(first(property_element, "*", "linkage")))
            elif name in ("contactInstructions", "hoursOfService"):
                instructions.extend(localised_texts(property_element, scope))
    return Reach(
        emails=tuple(dict.fromkeys(filter(None, emails))),
        urls=tuple(dict.fromkeys(filter(None, urls))),
        address=address,
        instructions=tuple(instructions),
    )


_PARTS = {
    "deliveryPoint": "street",
    "streetName": "street",
    "streetNumber": "street",
    "addressLine": "street",
    "postBox": "street",
    "city": "locality",
    "administrativeArea": "region",
    "postalCode": "postcode",
    "country": "country",
}
"""Properties of CI_Address, and of the Swiss profile's, and the part of an address that each is."""


def address_of(node: XmlElement) -> Address:
    """A CI_Address; several lines of a street are put in one, of all else the first stands."""
    parts: dict[str, str] = {}
    for element in node[:]:
        name = local_name(element)
        part = _PARTS.get(name)
        if part is None:
            continue
        said = one_line(_named(element))
        if said and part == "street" and part in parts:
            parts[part] += f"{' ' if name == 'streetNumber' else ', '}{said}"
        elif said:
            parts.setdefault(part, said)
    return Address(**parts)


def _named(element: XmlElement) -> str:
    """The text of an element, the code where there is no text."""
    code = code_of(element) if len(element) else ""
    return text_of(element) or code


TELEPHONES = {"voice": 0, "number": 0, "directNumber": 1, "mobile": 2}
"""Properties of CI_Telephone that are telephone numbers, and in which order one would call them."""


def telephones(contacts: Iterable[XmlElement]) -> tuple[str, ...]:
    """The telephone numbers of some contacts, in the order in which one would call them; no facsimile."""
    found: list[tuple[int, str]] = []
    for contact in contacts:
        for holder in each(contact, "phone"):
            for telephone in holder:
                found.extend(_numbers(telephone))
    if len(found) > 1:
        found.sort(key=itemgetter(0))
    return tuple(number for _, number in found)


def _numbers(telephone: XmlElement) -> Iterator[tuple[int, str]]:
    fax = _is_fax(telephone)
    for element in telephone:
        name = local_name(element)
        if name in TELEPHONES and (said := text_of(element)) and not (name == "number" and fax):
            yield TELEPHONES[name], said


def _is_fax(telephone: XmlElement) -> bool:
    kind = first(telephone, "numberType")
    return kind is not None and code_of(kind).lower() in ("facsimile", "fax")


def full_name(said: Mapping[str, XmlElement]) -> str:
    """First and last name of a person, by the names of its properties, as the Swiss profile has them."""
    found = [said[name] for name in ("individualFirstName", "individualLastName") if name in said]
    return one_line(" ".join(map(text_of, found)))


def positions(said: Mapping[str, XmlElement], scope: Scope) -> tuple[tuple[str, str | None], ...]:
    """A position's name in every language, of a person's properties by name."""
    element = said.get("positionName")
    return tuple(localised_texts(element, scope)) if element is not None else ()


_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")


def identifier_of(node: XmlElement) -> str:
    """A partyIdentifier as an IRI where it is an ORCID, else as it stands."""
    code = first(node, "*", "code")
    if code is None:
        return ""
    said = anchor_of(code) or text_of(code)
    return f"https://orcid.org/{said}" if _ORCID.fullmatch(said) else said


def party_identifiers(node: XmlElement | None) -> tuple[str, ...]:
    """The identifiers of a CI_Individual or CI_Organisation; none where there is no such element."""
    found = (identifier_of(holder) for holder in each(node, "partyIdentifier")) if node is not None else ()
    return tuple(filter(None, found))


def name_identifiers(name: XmlElement | None) -> tuple[str, ...]:
    """The address beside a name: an Anchor's, or that of SeaDataNet's directory of organisations; none without one."""
    children = list(name) if name is not None else []
    if name is None or not children or local_name(children[0]) == "CharacterString":
        return ()
    if local_name(children[0]) == "SDN_EDMOCode":
        return (f"https://edmo.seadatanet.org/report/{code_of(name)}",)
    address = anchor_of(name)
    return (address,) if address else ()
