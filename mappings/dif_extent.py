"""Extent and resolution of DIF, in space and time."""

import re
from collections.abc import Iterable, Iterator

from vocab.namespace import DCAT, RDFS, XSD
from vocab.term import Term, literal

from .converters import dates, resolution
from .converters.space import box, box_of_points
from .converters.text import local_name
from .converters.xml import each, first
from .dif_property import leaf
from .dif_text import said, value
from .errors import ConversionError
from .parsing import XmlElement
from .scope import Scope

SIDES = (
    ("Westernmost", "Longitude"),
    ("Southernmost", "Latitude"),
    ("Easternmost", "Longitude"),
    ("Northernmost", "Latitude"),
)


def rectangle(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """Bounds (Bounding_Rectangle, or Spatial_Coverage of DIF 9), Point, Line or Polygon as a bounding box.

    Raises:
        ConversionError: a coordinate is missing, no number or out of range.
    """
    if has_bounds(node, scope):
        west, south, east, north = (value(node, f"{side}_{kind}") for side, kind in SIDES)
        return (box(west, south, east, north, scope, local_name(node), node.sourceline or 0),)
    points = [
        (value(point, "Point_Longitude"), value(point, "Point_Latitude"))
        for point in node.iter()
        if first(point, "Point_Longitude") is not None
    ]
    if not points:
        raise ConversionError("map.coordinate", local_name(node))
    return (box_of_points(points, scope, local_name(node)),)


def has_bounds(node: XmlElement, scope: Scope) -> bool:
    """Whether any of the four bounds is given."""
    del scope
    return any(first(node, f"{side}_{kind}") is not None for side, kind in SIDES)


def on_earth(node: XmlElement, scope: Scope) -> bool:
    """Whether a geometry belongs to a coverage of the Earth."""
    del scope
    coverage = node.getparent()
    coverage = coverage.getparent() if coverage is not None else None
    kind = value(coverage, "Spatial_Coverage_Type").upper()
    return kind not in ("LUNAR", "ORBITAL")


def range_bounds(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The bounds of a Range_DateTime, Single_DateTime or Periodic_DateTime."""
    coverage = node.getparent()
    begin, end = first(node, "Beginning_Date_Time"), first(node, "Ending_Date_Time")
    if begin is None:
        begin, end = first(node, "Start_Date"), first(node, "End_Date")
    if local_name(node) == "Single_DateTime":
        begin = end = node
    if scope.once(_ends_at_present, coverage):
        end = None
    yield from _bounds(begin, end, scope, f"Temporal_Coverage/{local_name(node)}")


def _ends_at_present(coverage: XmlElement) -> bool:
    return value(coverage, "Ends_At_Present_Flag").lower() == "true"


def start_and_stop(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Start_Date and Stop_Date; a date stands for its whole day, so that the stop date's day is covered."""
    yield from _bounds(first(node, "Start_Date"), first(node, "Stop_Date"), scope, "Temporal_Coverage")


def _bounds(begin: XmlElement | None, end: XmlElement | None, scope: Scope, place: str) -> Iterator[tuple[Term, Term]]:
    starts, ends = dates.period(begin if said(begin) else None, end if said(end) else None, scope, place)
    yield from ((DCAT.startDate, term) for term in starts)
    yield from ((DCAT.endDate, term) for term in ends)


def geological(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A period before the calendar in words: its bounds, and the chronostratigraphic units from the widest down."""
    bounds = [found for name in ("Paleo_Start_Date", "Paleo_Stop_Date") if (found := value(node, name))]
    if bounds:
        yield RDFS.label, literal(" – ".join(bounds), language=scope.language)
    for unit in each(node, "Chronostratigraphic_Unit"):
        if levels := [level for e in unit if (level := said(e))]:
            yield RDFS.label, literal(" > ".join(levels), language="en")


def _measured(found: str) -> tuple[str, str]:
    """Number and unit of a text such as ``1 km`` or ``30m``; both empty when it says more, or less, than that."""
    match = _MEASURE.fullmatch(found)
    return (match[1], match[2].lower().rstrip(".")) if match is not None else ("", "")


_MEASURE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z°]+\.?)")


def length(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The finest of the resolutions that are one length, such as ``1 km``, in metres.

    Raises:
        ConversionError: it is out of range.
    """
    del scope
    found = (_measured(value(node, name)) for name in HORIZONTAL)
    lengths = [float(number) * resolution.METRES[unit] for number, unit in found if unit in resolution.METRES]
    return (resolution.metres(repr(min(lengths)), "m"),) if lengths else ()


HORIZONTAL = ("Latitude_Resolution", "Longitude_Resolution")
"""The elements of Data_Resolution that state a horizontal resolution by one number."""


def in_words(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A horizontal resolution as the record words it, with what it is the resolution of."""
    del scope
    name = local_name(node).replace("_", " ").lower()
    return (literal(f"{said(node)} ({name})", language="en"),) if said(node) else ()


def angle(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A resolution that is one angle, such as ``0.25 degree``, in degrees.

    Raises:
        ConversionError: it is no number.
    """
    del scope
    return (resolution.degrees(*_measured(said(node))),)


def is_angle(node: XmlElement, scope: Scope) -> bool:
    """Whether a resolution is one number with a unit of angle."""
    del scope
    return _measured(said(node))[1] in resolution.DEGREES


def angle_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a measurement of angular resolution."""
    return scope.part("measurement", f"angle {said(node)}")


DURATIONS = {
    "second": "PT{}S", "sec": "PT{}S", "minute": "PT{}M", "min": "PT{}M", "hour": "PT{}H", "hr": "PT{}H",
    "day": "P{}D", "month": "P{}M", "year": "P{}Y", "yr": "P{}Y",
}  # fmt: skip
"""Units of time, and the xsd:duration of a number of them."""

INTERVALS = {
    "hourly": "PT1H", "daily": "P1D", "weekly": "P7D", "monthly": "P1M", "yearly": "P1Y", "annual": "P1Y",
    "annually": "P1Y",
}  # fmt: skip
"""Words for an interval, and its xsd:duration."""


def duration(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A temporal resolution that is one span of time, such as ``3 hours`` or ``daily``."""
    del scope
    found = _duration(said(node))
    return (literal(found, datatype=XSD.duration),) if found else ()


def _duration(found: str) -> str:
    number, unit = _measured(found)
    unit = unit.removesuffix("s")
    if unit == "week":
        number, unit = str(float(number) * 7), "day"
    pattern = DURATIONS.get(unit, "")
    # only seconds may have a fraction (XML Schema Part 2, 3.3.6)
    whole = number.removesuffix(".0")
    if pattern and (whole.isdigit() or unit in ("second", "sec")):
        return pattern.format(whole)
    return INTERVALS.get(found.lower(), "")


def temporal_in_words(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A temporal resolution that is anything but one span of time, as a named value."""
    if not _duration(said(node)):
        yield from leaf(node, scope)
