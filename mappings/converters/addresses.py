"""Postal addresses: of contacts as vCard, of agents in the Core Location Vocabulary (GeoDCAT-AP 3.1, 5.3)."""

from typing import NamedTuple

from mappings.scope import Scope
from vocab.namespace import LOCN, VCARD
from vocab.term import Term, literal, short_hash


class Address(NamedTuple):
    """Where post reaches a party; each part is one line, empty when it is not given.

    Attributes:
        street: street and number, or post box.
        locality: town.
        region: administrative area.
        postcode: postal code.
        country: country.
    """

    street: str = ""
    locality: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""

    def __bool__(self) -> bool:
        """Whether anything is given."""
        return any(self)

    def __str__(self) -> str:
        """The address in one line; empty when nothing is given."""
        parts = (self.street, self.postcode, self.locality, self.region, self.country)
        return ", ".join([part for part in parts if part])


NO_ADDRESS = Address()
"""Nothing is given."""

_CARD = ("street-address", "locality", "region", "postal-code", "country-name")
_CARD_PROPERTIES = tuple(getattr(VCARD, name) for name in _CARD)
_LOCATION_PROPERTIES = (LOCN.thoroughfare, LOCN.postName, LOCN.adminUnitL2, LOCN.postCode, LOCN.adminUnitL1)


def card_address(address: Address, scope: Scope) -> Term | None:
    """The address of a contact, described in the scope; None when it says nothing."""
    return _described(address, "address", VCARD.Address, _CARD_PROPERTIES, scope)


def agent_address(address: Address, scope: Scope) -> Term | None:
    """The address of an agent, described in the scope; None when it says nothing."""
    return _described(address, "location-address", LOCN.Address, _LOCATION_PROPERTIES, scope)


def _described(address: Address, kind: str, cls: Term, properties: tuple[Term, ...], scope: Scope) -> Term | None:
    said = str(address)
    if not said:
        return None
    node = scope.describe(scope.shared(kind, short_hash(said)), cls)
    scope.triples += [(node, prop, literal(value)) for prop, value in zip(properties, address, strict=True) if value]
    return node
