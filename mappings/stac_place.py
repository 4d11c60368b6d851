"""Where and when STAC documents are: boxes and footprints (GeoJSON, RFC 7946) as WKT, intervals as periods."""

from collections.abc import Iterable, Iterator
from typing import Any

from vocab.namespace import DCAT, DCTERMS, GEO, LOCN
from vocab.term import Term, literal

from . import stac_field
from .converters import dates
from .converters.space import MAX_VERTICES, box, box_of_points
from .converters.text import text_of
from .crosswalk import Node, Row
from .errors import ConversionError
from .scope import Scope
from .stac_field import Statements, as_json

_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""Types of GeoJSON geometries, and how deep their positions lie."""

_MAX_NESTING = 5


def is_bounds(node: Any, scope: Scope) -> bool:
    """Whether it is an array of bounds itself."""
    del scope
    return isinstance(node, list) and len(node) in (4, 6) and not isinstance(node[0], (list, dict))


def bounding_box(node: Any, scope: Scope) -> Iterable[Term]:
    """A bbox of four or six numbers as WKT.

    Raises:
        ConversionError: it has another length, or a bound is no number or out of range.
    """
    if not isinstance(node, list) or len(node) not in (4, 6):
        raise ConversionError("map.coordinate", str(node)[:80])
    west, south, east, north = (
        (node[0], node[1], node[2], node[3]) if len(node) == 4 else (node[0], node[1], node[3], node[4])
    )
    if _are_numbers(node) and -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        # as it should be: there is nothing to repair
        ring = f"{west} {south},{east} {south},{east} {north},{west} {north},{west} {south}"
        return (literal(f"POLYGON(({ring}))", datatype=GEO.wktLiteral),)
    return (box(str(west), str(south), str(east), str(north), scope, "bbox"),)


def box_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a place, by its bounds.

    Raises:
        ConversionError: it has none.
    """
    if not node:
        raise ConversionError("map.coordinate", as_json(node))
    return scope.part("location", as_json(node))


def place_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of an Item's place, by its bounds, else by its footprint; None when it has neither."""
    bounds, geometry = node.get("bbox"), node.get("geometry")
    if bounds is not None and not bounds:
        scope.report("map.coordinate", path="bbox", excerpt=as_json(bounds), detail=as_json(bounds))
    found = bounds or geometry
    return scope.part("location", as_json(found)) if found else None


def item_box(node: Any, scope: Scope) -> Iterable[Term]:
    """The bbox, else the bounds of the footprint."""
    bounds, geometry = node.get("bbox"), node.get("geometry")
    try:
        if bounds or not isinstance(geometry, dict):
            return bounding_box(bounds, scope) if bounds else ()
        points = [(str(x), str(y)) for x, y in _positions(geometry.get("coordinates"))]
        return (box_of_points(points, scope, "geometry"),) if points else ()
    except ConversionError as error:
        scope.report(error.code, path="bbox", excerpt=str(bounds)[:200], detail=error.detail)
        return ()


def _positions(coordinates: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(coordinates, list) and coordinates:
        if isinstance(coordinates[0], list):
            for inner in coordinates:
                yield from _positions(inner)
        elif len(coordinates) >= 2:
            yield coordinates[0], coordinates[1]


def footprint_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a footprint, by its coordinates; None when there is none."""
    geometry = node.get("geometry")
    return scope.part("geometry", as_json(geometry)) if geometry else None


def footprint(node: Any, scope: Scope) -> Iterable[Term]:
    """The footprint as WKT, when it says more than the box and has at most a thousand vertices."""
    geometry = node.get("geometry")
    if geometry is None or _is_box(geometry, node.get("bbox")):
        return ()
    try:
        text = _wkt(geometry if isinstance(geometry, dict) else {})
    except ConversionError as error:
        scope.report(error.code, path="geometry", excerpt=str(geometry)[:200], detail=error.detail)
        return ()
    return (literal(text, datatype=GEO.wktLiteral),) if text.count(",") < MAX_VERTICES else ()


def _is_box(geometry: Any, bounds: Any) -> bool:
    """Whether a geometry is a rectangle, and the box that of the bounds."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Polygon":
        return False
    rings: Any = geometry.get("coordinates")
    if not (_is_list_of(rings, 1) and _is_list_of(rings[0], 4, 5) and _is_list_of(bounds, 4) and _are_numbers(bounds)):
        return False
    west, south, east, north = bounds
    corners = [[west, south], [east, south], [east, north], [west, north]]
    said = [point[:2] for point in rings[0] if isinstance(point, list)]
    return all(corner in said for corner in corners) and all(point in corners for point in said)


def _is_list_of(value: Any, *lengths: int) -> bool:
    return isinstance(value, list) and len(value) in lengths


def _are_numbers(values: list[Any]) -> bool:
    return all(one.__class__ in _NUMBERS for one in values)


def _wkt(geometry: dict[str, Any], level: int = 0) -> str:
    kind = geometry.get("type")
    members = geometry.get("geometries")
    if kind == "GeometryCollection" and isinstance(members, list) and level < _MAX_NESTING:
        inside = [_wkt(member, level + 1) for member in members if isinstance(member, dict)]
        return f"GEOMETRYCOLLECTION({','.join(inside)})"
    if not isinstance(kind, str) or kind not in _DEPTHS:
        raise ConversionError("map.value", f"geometry {str(kind)[:40]!r}")
    written = _coordinates(geometry.get("coordinates"), _DEPTHS[kind], closed=kind.endswith("Polygon"))
    return f"{kind.upper()}({written})" if kind == "Point" else f"{kind.upper()}{written}"


def _coordinates(value: Any, depth: int, *, closed: bool) -> str:
    if not isinstance(value, list) or not value:
        raise ConversionError("map.coordinate", str(value)[:80])
    if depth == 0:
        return _position(value)
    if depth == 1:
        inside = [_position(point) for point in value]
        if closed and inside[0] != inside[-1]:
            inside.append(inside[0])
    else:
        inside = [_coordinates(member, depth - 1, closed=closed) for member in value]
    return f"({','.join(inside)})"


def _position(value: Any) -> str:
    if not isinstance(value, list) or len(value) < len("xy"):
        raise ConversionError("map.coordinate", str(value)[:80])
    longitude, latitude = value[0], value[1]
    if not {longitude.__class__, latitude.__class__} <= _NUMBERS:
        raise ConversionError("map.coordinate", str(value)[:80])
    if not (-360 <= longitude <= 360 and -90 <= latitude <= 90):
        raise ConversionError("map.box.range", f"{longitude} {latitude}")
    return f"{longitude} {latitude}"


_NUMBERS = frozenset({int, float})
"""The types of JSON's numbers; a truth value is none."""


def interval(node: Any, scope: Scope) -> Statements:
    """A temporal interval, which is a pair; null leaves a bound open."""
    starts, ends = dates.period(node[0], node[1], scope, "extent.temporal.interval")
    return [*((DCAT.startDate, term) for term in starts), *((DCAT.endDate, term) for term in ends)]


def interval_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a period; None when it is open on both sides.

    Raises:
        ConversionError: it is no pair.
    """
    if not isinstance(node, list) or len(node) != len(("begin", "end")):
        raise ConversionError("map.value", as_json(node)[:80])
    return scope.part("period", as_json(node)) if any(node) else None


def is_interval(node: Any, scope: Scope) -> bool:
    """Whether it is a pair of dates itself."""
    del scope
    return isinstance(node, list) and len(node) == 2 and not any(isinstance(bound, (list, dict)) for bound in node)


MOMENTS = (("datetime",), ("start_datetime", "dtr:start_datetime"), ("end_datetime", "dtr:end_datetime"))
"""An Item's moment, begin and end: how each is called, and was before STAC 1.0."""


def _moments(properties: Any) -> tuple[Any, Any, Any]:
    if not isinstance(properties, dict):
        return None, None, None
    instant, begin, end = (
        properties.get(names[0]) or (properties.get(names[1]) if len(names) > 1 else None) or None for names in MOMENTS
    )
    return instant, begin, end


def moment(node: Any, scope: Scope) -> Statements:
    """When an Item was acquired: ``datetime``, or a start and an end (STAC Item, 4.2).

    Raises:
        ConversionError: ``datetime`` is no date.
    """
    instant, begin, end = _moments(node)
    if begin is None and end is None:
        said = text_of(instant)
        found = [dates.read(said, scope, path=_MOMENT)] if said else []
        return [(prop, term) for term in found for prop in (DCAT.startDate, DCAT.endDate)]
    starts, ends = dates.period(begin, end, scope, _MOMENT)
    return [*((DCAT.startDate, term) for term in starts), *((DCAT.endDate, term) for term in ends)]


_MOMENT = "properties.datetime"


def nominal(node: Any, scope: Scope) -> Statements:
    """The ``datetime`` of an Item that has a start or an end too, which are its period: a property value."""
    instant, begin, end = _moments(node)
    return stac_field.field("datetime", instant, scope) if instant is not None and (begin or end) else ()


def moment_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of the period.

    Raises:
        ConversionError: there is neither a datetime nor a start or end.
    """
    said = _moments(node)
    if not any(said):
        raise ConversionError("map.missing", "dct:temporal")
    return scope.part("period", as_json(said))


ITEM_PLACE = Node(
    DCTERMS.spatial,
    DCTERMS.Location,
    ".",
    place_iri,
    rows=[
        Row(DCAT.bbox, ".", item_box, max=1, note="`bbox`, else the bounds of `geometry`"),
        Node(LOCN.geometry, LOCN.Geometry, ".", footprint_iri, [Row(GEO.asWKT, ".", footprint, max=1)],
             note="`geometry`; beyond 1,000 vertices the box stands for it"),
    ],
)  # fmt: skip
"""Where an Item is."""
