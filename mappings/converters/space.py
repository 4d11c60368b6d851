"""Places: bounding boxes and points as WKT in CRS84, longitude before latitude (GeoSPARQL 1.1, section 8.5)."""

import re
from collections.abc import Sequence

from mappings.errors import ConversionError
from mappings.scope import Scope
from vocab.namespace import DCTERMS, GEO, SKOS
from vocab.term import Term, iri, literal

MAX_VERTICES = 1_000
"""Footprints with more vertices are left to their box."""

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def coordinate(text: str) -> str:
    """A coordinate with the precision of its source.

    Raises:
        ConversionError: it is no number.
    """
    text = text.strip().replace("−", "-")
    if "," in text and "." not in text:
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise ConversionError("map.coordinate", repr(text[:40]))
    return text.lstrip("+")


def box(west: str, south: str, east: str, north: str, scope: Scope, place: str, line: int = 0) -> Term:
    """A bounding box as one WKT literal; one that crosses the antimeridian is a MULTIPOLYGON of its two halves.

    Latitudes in the wrong order are swapped back, longitudes up to 360 brought into -180 to 180; both are reported.

    Args:
        west: the bounds in degrees, as text.
        south: likewise.
        east: likewise.
        north: likewise.
        scope: where diagnostics go.
        place: the source path, for diagnostics.
        line: the source line, for diagnostics.

    Raises:
        ConversionError: a bound is no number or out of range.
    """
    west, south, east, north = coordinate(west), coordinate(south), coordinate(east), coordinate(north)
    x, y, x_end, y_end = float(west), float(south), float(east), float(north)
    shown = f"{west} {south} {east} {north}"
    if not (-90 <= y <= 90 and -90 <= y_end <= 90 and -180 <= x <= 360 and -180 <= x_end <= 360):
        raise ConversionError("map.box.range", shown)
    if y > y_end:
        scope.report("map.box.swapped", path=place, line=line, excerpt=shown)
        south, north = north, south
    if x > 180 or x_end > 180:
        if x_end - x >= 360:
            west, east = "-180", "180"
        else:
            scope.report("map.box.range", path=place, line=line, excerpt=shown, detail=shown)
            west, east = _normal_longitude(west), _normal_longitude(east)
    return literal(_wkt(west, south, east, north), datatype=GEO.wktLiteral)


def _normal_longitude(text: str) -> str:
    number = float(text)
    return f"{number - 360:.10g}" if number > 180 else text


def _wkt(west: str, south: str, east: str, north: str) -> str:
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
    longitudes = sorted((coordinate(x) for x, _ in points), key=float)
    latitudes = sorted((coordinate(y) for _, y in points), key=float)
    return box(longitudes[0], latitudes[0], longitudes[-1], latitudes[-1], scope, place)
