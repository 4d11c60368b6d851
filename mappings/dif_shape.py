"""Shapes of DIF 10: points, lines and polygons, as boxes and as WKT (GeoSPARQL 1.1, 8.5; longitude before latitude).

DIF writes the ring of a polygon clockwise and leaves it open. In WKT a ring is closed, and the outer one runs
counter-clockwise, so that what is inside lies to the left.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from vocab.namespace import GEO
from vocab.term import Term, literal

from .converters.space import MAX_VERTICES, box, box_of_points, coordinate
from .converters.text import local_name
from .converters.xml import each, first
from .dif_text import Fields, fields
from .errors import ConversionError
from .parsing import XmlElement
from .scope import Scope

SIDES = ("Westernmost_Longitude", "Southernmost_Latitude", "Easternmost_Longitude", "Northernmost_Latitude")
"""The four bounds, in the order in which a box is written."""

_SIDES = frozenset(SIDES)

Point = tuple[str, str]
"""Longitude and latitude, in degrees, as the source writes them."""


def has_bounds(node: XmlElement, scope: Scope) -> bool:
    """Whether any of the four bounds is given."""
    return not _SIDES.isdisjoint(scope.once(fields, node))


def bounds(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """Bounds (Bounding_Rectangle, or Spatial_Coverage of DIF 9), Point, Line or Polygon as a bounding box.

    A line or ring that leaps by more than half of the Earth crosses the antimeridian, and so does its box.

    Raises:
        ConversionError: a coordinate is missing, no number or out of range.
    """
    name, found = local_name(node), scope.once(fields, node)
    if not _SIDES.isdisjoint(found):
        west, south, east, north = [found.text(side) for side in SIDES]
        return (box(west, south, east, north, scope, name, node.sourceline or 0),)
    points = _outline(node, found)
    if not points:
        raise ConversionError("map.coordinate", name)
    eastern = [x for x, _ in points if float(x) > 0]
    western = [x for x, _ in points if float(x) <= 0]
    if not (eastern and western and _leaps(points)):
        return (box_of_points(points, scope, name),)
    latitudes = sorted((y for _, y in points), key=float)
    west, east = min(eastern, key=float), max(western, key=float)
    return (box(west, latitudes[0], east, latitudes[-1], scope, name, node.sourceline or 0, crosses=True),)


def _outline(node: XmlElement, found: Fields) -> list[Point]:
    """The points of a Point, a Line or the outer ring of a Polygon."""
    if "Point_Longitude" in found:
        return [_point(found)]
    boundary = first(node, "Boundary") if "Boundary" in found else node
    return _points(boundary)


def _points(holder: XmlElement | None) -> list[Point]:
    return [_point(fields(point)) for point in each(holder, "Point")] if holder is not None else []


def _point(found: Fields) -> Point:
    return coordinate(found.text("Point_Longitude")), coordinate(found.text("Point_Latitude"))


def _leaps(points: Sequence[Point]) -> bool:
    """Whether a line crosses the antimeridian."""
    numbers = [float(x) for x, _ in points]
    return any(abs(after - before) > _HALF for before, after in pairwise(numbers))


_HALF = 180


def is_shape(node: XmlElement, scope: Scope) -> bool:
    """Whether a geometry is a line or a polygon, of which a box says less; across the antimeridian, a box must do."""
    found = scope.once(fields, node)
    if local_name(node) not in ("Line", "Polygon"):
        return False
    try:
        points = _outline(node, found)
    except ConversionError:
        # the box reports it
        return False
    return len(points) > 1 and len(points) <= MAX_VERTICES and not _leaps(points)


def shape_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of the geometry of a place, by its coordinates."""
    return scope.part("geometry", _wkt(node, scope.once(fields, node)))


def wkt(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A line or polygon as WKT.

    Raises:
        ConversionError: a coordinate of a hole is no number.
    """
    return (literal(_wkt(node, scope.once(fields, node)), datatype=GEO.wktLiteral),)


def _wkt(node: XmlElement, found: Fields) -> str:
    points = _outline(node, found)
    if local_name(node) == "Line":
        return f"LINESTRING({_line(points)})"
    zones = [boundary for zone in found.each("Exclusive_Zone") for boundary in each(zone, "Boundary")]
    holes = [hole for hole in map(_points, zones) if hole]
    rings = [_ring(points, counter=True), *(_ring(hole, counter=False) for hole in holes)]
    return f"POLYGON({','.join(rings)})"


def _ring(points: list[Point], *, counter: bool) -> str:
    """A closed ring that runs counter-clockwise, or clockwise, as it is a hole."""
    ring = points if points[0] == points[-1] else [*points, points[0]]
    numbers = [(float(x), float(y)) for x, y in ring]
    doubled = sum(x * v - u * y for (x, y), (u, v) in pairwise(numbers))
    return f"({_line(ring if (doubled > 0) is counter else ring[::-1])})"


def _line(points: Iterable[Point]) -> str:
    return ",".join(f"{x} {y}" for x, y in points)


def centre(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The Center_Point of a polygon, or CenterPoint of a line, as WKT.

    Raises:
        ConversionError: a coordinate is no number.
    """
    del scope
    return (literal(f"POINT({_line([_point(fields(node))])})", datatype=GEO.wktLiteral),)
