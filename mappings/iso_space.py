"""Extents in both ISO encodings beyond the box: bounding polygons as WKT, and vertical extents."""

from collections.abc import Iterable, Iterator, Sequence

from vocab.namespace import DCAT, DCTERMS, GEO, LOCN, RDF, SCHEMA
from vocab.term import Term, literal, literal_parts

from .converters.space import MAX_VERTICES, coordinate
from .converters.text import anchor_of, local_name, one_line, text_of
from .converters.xml import each, first, text_at
from .errors import ConversionError
from .iso_property import unit_text
from .parsing import XmlElement
from .scope import Scope

Point = tuple[str, str]


def polygon(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An EX_BoundingPolygon: a place with its geometry (longitude before latitude).

    Raises:
        ConversionError: a coordinate is no number, or the geometry is of an unknown kind.
    """
    wkts = [wkt for holder in each(node, "polygon") for shape in holder if (wkt := _wkt(shape, scope))]
    if not wkts:
        return
    wkt = wkts[0] if len(wkts) == 1 else f"GEOMETRYCOLLECTION({','.join(wkts)})"
    place, geometry = scope.part("location", wkt), scope.part("geometry", wkt)
    scope.triples += (
        (place, RDF.type, DCTERMS.Location),
        (place, LOCN.geometry, geometry),
        (geometry, RDF.type, LOCN.Geometry),
        (geometry, GEO.asWKT, literal(wkt, datatype=GEO.wktLiteral)),
    )
    yield DCTERMS.spatial, place


def _wkt(shape: XmlElement, scope: Scope) -> str:
    """A GML geometry (GML 3.2.1, 10 and 11) as WKT; empty when it has no coordinates."""
    kind = local_name(shape)
    if kind == "Polygon":
        rings = [_points(ring, scope) for ring in shape.iter("{*}LinearRing", "{*}Ring")]
        return f"POLYGON({','.join(f'({_line(_closed(ring))})' for ring in rings)})" if all(rings) and rings else ""
    if kind in ("LineString", "Point"):
        points = _points(shape, scope)
        return f"{kind.upper()}({_line(points)})" if points else ""
    parts = [_wkt(child, scope) for member in shape for child in member if len(child) or child.text]
    parts = [part for part in parts if part]
    if kind in ("Surface", "PolygonPatch", "Curve"):
        raise ConversionError("map.value", kind)
    return parts[0] if len(parts) == 1 else f"GEOMETRYCOLLECTION({','.join(parts)})" if parts else ""


def _points(shape: XmlElement, scope: Scope) -> list[Point]:
    """The points of a ring, line or point, as longitude and latitude."""
    numbers: list[str] = []
    for element in shape.iter("{*}posList", "{*}pos", "{*}coordinates"):
        numbers.extend((element.text or "").replace(",", " ").split())
    size = next((e.get("srsDimension") for e in shape.iter() if e.get("srsDimension")), None)
    step = 3 if size == "3" else 2
    if len(numbers) > MAX_VERTICES * step or len(numbers) % step:
        raise ConversionError("map.coordinate", f"{len(numbers)} coordinates")
    points = [(coordinate(numbers[i]), coordinate(numbers[i + 1])) for i in range(0, len(numbers), step)]
    return [(y, x) for x, y in points] if _latitude_first(shape, points, scope) else points


def _latitude_first(shape: XmlElement, points: Sequence[Point], scope: Scope) -> bool:
    """Whether coordinates are latitude before longitude: as the record's boxes tell, else as the system's name does."""
    straight, swapped = (_inside(pairs, scope) for pairs in (points, [(y, x) for x, y in points]))
    if straight != swapped:
        return swapped
    if any(abs(float(y)) > 90 for _, y in points):
        return True
    element: XmlElement | None = shape
    while element is not None:
        name = element.get("srsName")
        if name:
            return "4326" in name and ("urn:" in name or "/def/" in name)
        element = element.getparent()
    return False


def _inside(points: Sequence[Point], scope: Scope) -> bool:
    """Whether points lie within a box that the record gives."""
    boxes = scope.once(_Boxes, scope.dataset)
    boxes.read(scope)
    for west, south, east, north in boxes.found.values():
        if all(
            west - _NEAR <= float(x) <= east + _NEAR and south - _NEAR <= float(y) <= north + _NEAR for x, y in points
        ):
            return True
    return False


_NEAR = 0.01
"""Boxes are often rounded, in degrees."""

MOST_BOXES = 100
"""How many of a record's boxes a polygon is compared with."""

_TAKEN_BACK = 64
"""More statements than are ever taken back at once, so that what came in their place is read as well."""


class _Boxes:
    """The boxes that a record gives, by term, as west, south, east and north; read on as statements are made."""

    def __init__(self, _dataset: Term) -> None:
        self.found: dict[Term, tuple[float, float, float, float]] = {}
        self._position = 0

    def read(self, scope: Scope) -> None:
        """Read the statements made since the last time."""
        news = scope.triples[max(0, self._position - _TAKEN_BACK) :]
        self._position = len(scope.triples)
        for _, prop, value in news:
            if prop != DCAT.bbox or len(self.found) >= MOST_BOXES:
                continue
            said = literal_parts(value)[0]
            if said.startswith("POLYGON"):
                corners = [tuple(map(float, pair.split())) for pair in said[9:-2].split(",")]
                self.found[value] = (*corners[0], *corners[2])  # type: ignore[assignment]


def _closed(ring: list[Point]) -> list[Point]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _line(points: Iterable[Point]) -> str:
    return ",".join(f"{x} {y}" for x, y in points)


def vertical(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An EX_VerticalExtent as a named value with its bounds, its unit and its reference system."""
    low, high = (text_at(node, name) for name in ("minimumValue", "maximumValue"))
    if not low and not high:
        return
    system = first(node, "verticalCRS")
    if system is None:
        system = first(node, "verticalCRSId")
    named = _system(system) if system is not None else ""
    unit = unit_text(first(node, "unitOfMeasure"))
    found = scope.describe(scope.part("vertical", f"{low} {high} {unit} {named}"), SCHEMA.PropertyValue)
    scope.add(found, SCHEMA.name, literal("vertical extent", language="en"))
    for said, prop in ((low, SCHEMA.minValue), (high, SCHEMA.maxValue), (unit, SCHEMA.unitText)):
        if said:
            scope.add(found, prop, literal(said))
    if named:
        scope.add(found, SCHEMA.description, literal(named))
    yield SCHEMA.additionalProperty, found


def _system(element: XmlElement) -> str:
    """The name of a vertical reference system: its address, its code, else the first text in it."""
    code = next((text_of(code) for code in element.iter("{*}code") if text_of(code)), "")
    texts = (one_line(e.text) for e in element.iter("{*}name", "{*}identifier") if e.text and e.text.strip())
    return anchor_of(element) or code or next(texts, "")
