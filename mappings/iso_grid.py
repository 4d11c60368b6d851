"""MD_SpatialRepresentation in both ISO encodings: axes of a grid, and counts of geometric objects."""

from collections.abc import Iterable

from vocab.term import Term

from .converters.codes import code_of
from .converters.resolution import METRES
from .converters.text import one_line
from .converters.xml import first, text_at
from .iso_property import property_value, unit_of
from .parsing import XmlElement
from .scope import Scope

GROUND = frozenset({"row", "column"})
"""Axes along the ground (MD_DimensionNameTypeCode)."""


def is_ground_length(node: XmlElement, scope: Scope) -> bool:
    """Whether the resolution of an axis is a length on the ground."""
    del scope
    holder = node.getparent()
    unit = (node.get("uom") or "").rpartition("#")[2].rpartition("/")[2].strip().lower()
    return holder is not None and _axis_name(holder.getparent()) in GROUND and unit in METRES


def _axis_name(axis: XmlElement | None) -> str:
    name = first(axis, "dimensionName")
    return code_of(name) if name is not None else ""


def axis(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """An MD_Dimension as a named value: its name, its number of cells and its resolution."""
    name = _axis_name(node)
    size, step = text_at(node, "dimensionSize"), text_at(node, "resolution")
    measure = first(node, "resolution")
    unit = unit_of(measure) if measure is not None else ""
    said = [f"{size} cells" if size else "", f"{step} {unit}".strip() if step else ""]
    value = ", ".join(part for part in said if part)
    return (property_value(scope, f"axis {name}".strip(), value),) if value else ()


def objects(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """An MD_GeometricObjects as a named value: the kind of geometry, and how many there are."""
    kind = first(node, "geometricObjectType")
    code = code_of(kind) if kind is not None else ""
    value = one_line(f"{code} {text_at(node, 'geometricObjectCount')}")
    return (property_value(scope, "geometric objects", value),) if value else ()
