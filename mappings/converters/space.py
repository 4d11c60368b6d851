"""Places: bounding boxes and points as WKT in CRS84, longitude before latitude (GeoSPARQL 1.1, section 8.5)."""

import re
from collections.abc import Iterator, Sequence

from mappings.errors import ConversionError
from mappings.scope import DoubtedBox, Scope
from vocab.namespace import DCAT, DCTERMS, GEO, SKOS
from vocab.term import Term, iri, literal, literal_parts

MAX_VERTICES = 1_000
"""Footprints with more vertices are left to their box."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)

_DEGREES = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<sign>[+-])?\s*(?P<degrees>\d+(?:[.,]\d+)?)\s*(?:°|º|deg(?:rees?)?|d(?=\s*\d))?"
    r"(?:\s*(?P<minutes>\d+(?:[.,]\d+)?)\s*['′’m](?:\s*(?P<seconds>\d+(?:[.,]\d+)?)\s*(?:\"|''|″|”|s))?)?"
    r"\s*(?P<after>north|south|east|west|nord|sud|est|ouest|[NSEW])?",
    re.IGNORECASE | re.ASCII,
)
_NEGATIVE = frozenset("SWO")
_AXES = ("EWO", "NS")

Bounds = tuple[str, str, str, str]
"""West, south, east and north, in degrees, as text."""


def coordinate(text: str) -> str:
    """A coordinate with the precision of its source.

    Raises:
        ConversionError: it is no number.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        raise ConversionError("map.coordinate", repr(text[:40]))
    return text.lstrip("+")


def unusual_coordinate(text: str, axis: int) -> str:
    """A coordinate that is written with a comma, a sign of degrees, minutes or a hemisphere, as decimal degrees.

    Args:
        text: the coordinate.
        axis: 0 for a longitude, 1 for a latitude.

    Raises:
        ConversionError: it is none, or contradicts itself.
    """
    match = _DEGREES.fullmatch(" ".join(text.replace("−", "-").replace("–", "-").split()))
    letters = [(match[name] or "")[:1].upper() for name in ("before", "after")] if match is not None else []
    hemisphere = "".join(letters)
    if match is None or len(hemisphere) > 1 or (hemisphere and (hemisphere not in _AXES[axis] or match["sign"])):
        raise ConversionError("map.coordinate", repr(text[:40]))
    degrees, minutes, seconds = ((match[name] or "").replace(",", ".") for name in ("degrees", "minutes", "seconds"))
    if minutes:
        if float(minutes) >= 60 or float(seconds or 0) >= 60:
            raise ConversionError("map.coordinate", repr(text[:40]))
        degrees = f"{float(degrees) + float(minutes) / 60 + float(seconds or 0) / 3600:.8f}".rstrip("0").rstrip(".")
    negative = match["sign"] == "-" or hemisphere in _NEGATIVE
    return f"-{degrees}" if negative and float(degrees) else degrees


def box(
    west: str, south: str, east: str, north: str, scope: Scope, place: str, line: int = 0, *, crosses: bool = False
) -> Term:
    """A bounding box as one WKT literal; one that crosses the antimeridian is a MULTIPOLYGON of its two halves.

    Bounds are put right where that is certain, or the only reading that is possible, and this is reported. A box whose
    west lies east of its east is stated as one that crosses the antimeridian, until ``settle`` knows more.

    Args:
        west: the bounds in degrees, as text.
        south: likewise.
        east: likewise.
        north: likewise.
        scope: where diagnostics go.
        place: the source path, for diagnostics.
        line: the source line, for diagnostics.
        crosses: whether it is known that a box whose west lies east of its east crosses the antimeridian.

    Raises:
        ConversionError: a bound is no number or out of range, or all are zero.
    """
    try:
        bounds = coordinate(west), coordinate(south), coordinate(east), coordinate(north)
    except ConversionError:
        bounds = _unusual((west, south, east, north), scope, place, line)
    x, y, x_end, y_end = map(float, bounds)
    if -180 <= x < x_end <= 180 and -90 <= y < y_end <= 90:
        # as nearly all are
        return literal(f"POLYGON({_ring(*bounds)})", datatype=GEO.wktLiteral)
    turned = False
    if not (-90 <= y <= 90 and -90 <= y_end <= 90 and -180 <= x <= 180 and -180 <= x_end <= 180):
        bounds, turned = _within_range(bounds, scope, place, line)
    elif not (x or y or x_end or y_end):
        raise ConversionError("map.box.zero", _shown(bounds))
    if float(bounds[1]) > float(bounds[3]):
        ordered = bounds[0], bounds[3], bounds[2], bounds[1]
        scope.repaired("repaired.box.latitudes", _shown(bounds), _shown(ordered), path=place, line=line)
        bounds = ordered
    bounds = _one_side(bounds)
    term = literal(_wkt(bounds), datatype=GEO.wktLiteral)
    if float(bounds[0]) > float(bounds[2]) and not (turned or crosses):
        scope.doubted.append(DoubtedBox(term, bounds, place, line))
    return term


def _unusual(said: Bounds, scope: Scope, place: str, line: int) -> Bounds:
    west, south, east, north = said
    bounds = (
        *(unusual_coordinate(west, 0), unusual_coordinate(south, 1)),
        *(unusual_coordinate(east, 0), unusual_coordinate(north, 1)),
    )
    scope.repaired("repaired.coordinate", _shown(said), _shown(bounds), path=place, line=line)
    return bounds


def _within_range(bounds: Bounds, scope: Scope, place: str, line: int) -> tuple[Bounds, bool]:
    """Bounds of which some were out of range, and whether that is because longitudes were counted otherwise.

    Raises:
        ConversionError: no reading of them is within range.
    """
    x, y, x_end, y_end = map(float, bounds)
    if -90 <= y <= 90 and -90 <= y_end <= 90 and -360 <= x <= 360 and -360 <= x_end <= 360 and x_end - x <= 360:
        whole = x_end - x == 360
        turned = (
            ("-180", bounds[1], "180", bounds[3])
            if whole
            else _one_side((_turned(bounds[0]), bounds[1], _turned(bounds[2]), bounds[3]))
        )
        scope.repaired("repaired.box.turn", _shown(bounds), _shown(turned), path=place, line=line)
        return turned, x < x_end
    if -90 <= x < x_end <= 90 and -180 <= y < y_end <= 180 and min(abs(y), abs(y_end)) > 90:
        # latitudes stand first, and cannot stand where longitudes do
        exchanged = bounds[1], bounds[0], bounds[3], bounds[2]
        scope.repaired("repaired.box.axes", _shown(bounds), _shown(exchanged), path=place, line=line)
        return exchanged, False
    raise ConversionError("map.box.range", _shown(bounds))


def _turned(text: str) -> str:
    """A longitude between -180 and 180."""
    number = float(text)
    return f"{number - 360:.10g}" if number > 180 else f"{number + 360:.10g}" if number < -180 else text


def _one_side(bounds: Bounds) -> Bounds:
    """Bounds of which none lies on the other side of the antimeridian that is meant."""
    west, south, east, north = bounds
    if float(west) == 180 and float(east) < 180:
        west = "-180"
    elif float(east) == -180 and float(west) > -180:
        east = "180"
    return west, south, east, north


def _shown(bounds: Bounds) -> str:
    return " ".join(bounds)


def settle(scope: Scope) -> None:
    """Decide what boxes mean whose west lies east of their east, by all else that the record places.

    Where that lies between the two longitudes, they were exchanged, and the box is stated anew. Where it lies across
    the antimeridian, the box is right. Where there is nothing else, or it tells nothing, the box is kept and reported.
    """
    doubtful = {doubted.term for doubted in scope.doubted}
    points = [
        point
        for _, prop, value in scope.triples
        if (prop in (DCAT.bbox, GEO.asWKT) and value not in doubtful)
        for point in _points(literal_parts(value)[0])
    ]
    restated: dict[Term, Term] = {}
    for term, bounds, path, line in scope.doubted:
        west, south, east, north = bounds
        x, y, x_end, y_end = map(float, bounds)
        within = bool(points) and all(y - _NEAR <= n <= y_end + _NEAR for _, n in points)
        across = within and all(e >= x - _NEAR or e <= x_end + _NEAR for e, _ in points)
        between = within and all(x_end - _NEAR <= e <= x + _NEAR for e, _ in points)
        if between and not across:
            exchanged = east, south, west, north
            scope.repaired("repaired.box.longitudes", _shown(bounds), _shown(exchanged), path=path, line=line)
            restated[term] = literal(_wkt(exchanged), datatype=GEO.wktLiteral)
        elif between or not across:
            wide = x_end + 360 - x > 180
            code = "map.box.longitudes" if wide else "map.box.crossing"
            scope.report(code, path=path, line=line, excerpt=_shown(bounds))
    if restated:
        scope.triples[:] = [(s, p, restated.get(o, o)) for s, p, o in scope.triples]


_NEAR = 0.01
"""Boxes are often rounded, in degrees."""

_POSITION = re.compile(r"(-?[\d.]+(?:[eE][+-]?\d+)?) (-?[\d.]+(?:[eE][+-]?\d+)?)", re.ASCII)


def _points(wkt: str) -> Iterator[tuple[float, float]]:
    return ((float(match[1]), float(match[2])) for match in _POSITION.finditer(wkt))


def _wkt(bounds: Bounds) -> str:
    west, south, east, north = bounds
    if float(west) > float(east):
        halves = (_ring(west, south, "180", north), _ring("-180", south, east, north))
        return f"MULTIPOLYGON(({halves[0]}),({halves[1]}))"
    return f"POLYGON({_ring(west, south, east, north)})"


def _ring(west: str, south: str, east: str, north: str) -> str:
    return f"({west} {south},{east} {south},{east} {north},{west} {north},{west} {south})"


def epsg(code: str, scope: Scope) -> Term:
    """The coordinate reference system of an EPSG code: the OGC's IRI of it, described in the scope."""
    scheme = scope.describe(iri(EPSG), SKOS.ConceptScheme)
    scope.add(scheme, DCTERMS.title, literal("EPSG"))
    system = scope.describe(iri(f"{EPSG}/{code}"), SKOS.Concept)
    scope.add(system, SKOS.prefLabel, literal(f"EPSG:{code}"))
    scope.add(system, SKOS.inScheme, scheme)
    return system


EPSG = "http://www.opengis.net/def/crs/EPSG/0"


def box_of_points(points: Sequence[tuple[str, str]], scope: Scope, place: str) -> Term:
    """The bounding box of (longitude, latitude) points.

    Raises:
        ConversionError: a coordinate is no number or out of range.
    """
    try:
        numbers = [(coordinate(x), coordinate(y)) for x, y in points]
    except ConversionError:
        numbers = [(unusual_coordinate(x, 0), unusual_coordinate(y, 1)) for x, y in points]
        said, read = (", ".join(map(" ".join, pairs)) for pairs in (points, numbers))
        scope.repaired("repaired.coordinate", said, read, path=place)
    longitudes = sorted((x for x, _ in numbers), key=float)
    latitudes = sorted((y for _, y in numbers), key=float)
    return box(longitudes[0], latitudes[0], longitudes[-1], latitudes[-1], scope, place)
