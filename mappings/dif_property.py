"""Named values of DIF that have no property in DCAT, as schema:PropertyValue (schema.org, additionalProperty).

Nothing that a record says about its data is lost only because DCAT has no word for it: the name is the record's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vocab.namespace import DCTERMS, SCHEMA
from vocab.term import Term, literal

from .converters import dates
from .converters.text import local_name, one_line
from .dif_text import said, value, values
from .parsing import XmlElement
from .scope import Scope


@dataclass(frozen=True, slots=True)
class Property:
    """A named value.

    Attributes:
        name: what it is called.
        values: what it says; may be empty.
        group: who defines the name, or where in the record it stands.
        description: what it means.
        unit: of the values.
        type: of the values.
        least: the lowest value.
        most: the highest value.
        changed: when it was last changed.
    """

    name: str
    values: tuple[str, ...]
    group: str = ""
    description: str = ""
    unit: str = ""
    type: str = ""
    least: str = ""
    most: str = ""
    changed: str = ""


def stated(found: Property, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A named value, described in the scope."""
    parts = (
        *((SCHEMA.value, text) for text in found.values),
        (SCHEMA.propertyID, found.group),
        (SCHEMA.description, found.description),
        (SCHEMA.unitText, found.unit),
        (SCHEMA.additionalType, found.type),
        (SCHEMA.minValue, found.least),
        (SCHEMA.maxValue, found.most),
    )
    told = [(prop, text) for prop, text in parts if text]
    resource = scope.part("property", "|".join((found.name, *(text for _, text in told), found.changed)))
    scope.describe(resource, SCHEMA.PropertyValue)
    scope.add(resource, SCHEMA.name, literal(one_line(found.name)))
    for prop, text in told:
        scope.add(resource, prop, literal(one_line(text)))
    if found.changed:
        scope.add(resource, DCTERMS.modified, dates.read(found.changed, scope, path="Metadata_Dates"))
    yield SCHEMA.additionalProperty, resource


def leaf(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An element of text as a named value: its name, and the path at which it stands."""
    found = said(node)
    if not found:
        return
    steps, step = [local_name(node)], node.getparent()
    while step is not None and local_name(step) != "DIF":
        steps.append(local_name(step))
        step = step.getparent()
    unit = value(node.getparent(), "Altitude_Unit") if steps[0].endswith("_Altitude") else ""
    unit = value(node.getparent(), "Depth_Unit") if steps[0].endswith("_Depth") else unit
    named = Property(steps[0].replace("_", " "), (found,), "/".join(reversed(steps)), unit=unit)
    yield from stated(named, scope)


def attribute(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An Additional_Attributes element, or Characteristics of a platform, instrument or sensor."""
    holder = node.getparent()
    name = value(node, "Name")
    if name:
        found = Property(
            name,
            values(node, "Value"),
            value(holder, "Short_Name"),
            value(node, "Description"),
            value(node, "Unit") or value(node, "ParameterUnitsOfMeasure"),
            value(node, "DataType"),
            value(node, "ParameterRangeBegin"),
            value(node, "ParameterRangeEnd"),
        )
        yield from stated(found, scope)


def extended(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An Extended_Metadata element that is about the data."""
    if not _ABOUT_RECORD.fullmatch(value(node, "Name")):
        yield from _extended(node, scope)


def extended_record(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An Extended_Metadata element that is, by its name, about the record."""
    if _ABOUT_RECORD.fullmatch(value(node, "Name")):
        yield from _extended(node, scope)


def _extended(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    name = value(node, "Name")
    if name:
        found = Property(
            name,
            values(node, "Value"),
            value(node, "Group"),
            value(node, "Description"),
            type=value(node, "Type"),
            changed=value(node, "Update_Date"),
        )
        yield from stated(found, scope)


_ABOUT_RECORD = re.compile(r"(?:dif10\.)?(?:metadata\.|link_notification\.|Original\.|IDN_Node|DIF[\d.]+-to-).*", re.I)
"""Names that NASA's repository gives to what it notes about records, rather than about data."""
