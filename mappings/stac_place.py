"""Where and when STAC documents are: boxes and footprints (GeoJSON, RFC 7946) as WKT, intervals as periods."""

from collections.abc import Iterable, Iterator
from typing import Any

from vocab.namespace import DCAT, DCTERMS, GEO, LOCN
from vocab.term import Term, literal

from . import stac_field
from .converters import dates
from .converters.space import MAX_VERTICES, box, box_of_points
from .crosswalk import Node, Row
from .errors import ConversionError
from .scope import Scope

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
    return (box(str(west), str(south), str(east), str(north), scope, "bbox"),)


def box_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a place, by its bounds."""
    return scope.part("location", str(node)) if node else None


def place_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of an Item's place, by its bounds, else by its footprint; None when it has neither."""
    return box_iri(node.get("bbox") or node.get("geometry"), scope)


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
    return scope.part("geometry", str(geometry)) if geometry else None


def footprint(node: Any, scope: Scope) -> Iterable[Term]:
    """The footprint as WKT, when it says more than the box and has at most a thousand vertices."""
    geometry = node.get("geometry")
    if geometry is None or str(geometry).count("[") > MAX_VERTICES:
        return ()
    try:
        text = _wkt(geometry if isinstance(geometry, dict) else {})
    except ConversionError as error:
        scope.report(error.code, path="geometry", excerpt=str(geometry)[:200], detail=error.detail)
        return ()
    return () if _is_box(geometry, node.get("bbox")) else (literal(text, datatype=GEO.wktLiteral),)


def _is_box(geometry: dict[str, Any], bounds: Any) -> bool:
    """Whether a geometry is a rectangle, and the box that of the bounds."""
    if geometry.get("type") != "Polygon" or not isinstance(bounds, list) or len(bounds) != 4:
        return False
    if not all(isinstance(bound, (int, float)) for bound in bounds):
        return False
    rings = geometry["coordinates"]
    west, south, east, north = bounds
    corners = {(west, south), (east, south), (east, north), (west, north)}
    return len(rings) == 1 and len(rings[0]) <= 5 and {(point[0], point[1]) for point in rings[0]} == corners


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
    inside = [_coordinates(member, depth - 1, closed=closed) for member in value]
    if depth == 1 and closed and inside[0] != inside[-1]:
        inside.append(inside[0])
    return f"({','.join(inside)})"


def _position(value: list[Any]) -> str:
    longitude: Any
    latitude: Any
    longitude, latitude = (value[0], value[1]) if len(value) > 1 else (None, None)
    for number in (longitude, latitude):
        if isinstance(number, bool) or not isinstance(number, (int, float)):
            raise ConversionError("map.coordinate", str(value)[:80])
    if abs(longitude) > 360 or abs(latitude) > 90:
        raise ConversionError("map.box.range", f"{longitude} {latitude}")
    return f"{longitude} {latitude}"


def interval(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A temporal interval; null leaves a bound open.

    Raises:
        ConversionError: it is no pair.
    """
    if not isinstance(node, list) or len(node) != 2:
        raise ConversionError("map.value", str(node)[:80])
    starts, ends = dates.period(node[0], node[1], scope, "extent.temporal.interval")
    yield from ((DCAT.startDate, term) for term in starts)
    yield from ((DCAT.endDate, term) for term in ends)


def interval_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a period; None when it is open on both sides."""
    return scope.part("period", str(node)) if isinstance(node, list) and any(node) else None


def is_interval(node: Any, scope: Scope) -> bool:
    """Whether it is a pair of dates itself."""
    del scope
    return isinstance(node, list) and len(node) == 2 and not any(isinstance(bound, (list, dict)) for bound in node)


MOMENTS = (("datetime",), ("start_datetime", "dtr:start_datetime"), ("end_datetime", "dtr:end_datetime"))
"""An Item's moment, begin and end: how each is called, and was before STAC 1.0."""


def _moments(properties: Any) -> list[Any]:
    if not isinstance(properties, dict):
        return [None] * len(MOMENTS)
    return [next(filter(None, (properties.get(name) for name in names)), None) for names in MOMENTS]


def moment(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """When an Item was acquired: ``datetime``, or a start and an end (STAC Item, 4.2)."""
    instant, begin, end = _moments(node)
    if begin is None and end is None:
        begin = end = instant
    starts, ends = dates.period(begin, end, scope, "properties.datetime")
    yield from ((DCAT.startDate, term) for term in starts)
    yield from ((DCAT.endDate, term) for term in ends)


def nominal(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The ``datetime`` of an Item that has a start or an end too, which are its period: a property value."""
    instant, *bounds = _moments(node)
    if instant is not None and any(bounds):
        yield from stac_field.field("datetime", instant, scope)


def moment_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of the period.

    Raises:
        ConversionError: there is neither a datetime nor a start or end.
    """
    said = _moments(node)
    if not any(said):
        raise ConversionError("map.missing", "dct:temporal")
    return scope.part("period", str(said))


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
