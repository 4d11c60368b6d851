"""Extent and resolution of DIF, in space and time."""

import re
from collections.abc import Iterable, Iterator

from vocab.namespace import DCAT, RDFS, XSD
from vocab.term import Term, literal

from .converters import dates, resolution
from .converters.text import local_name
from .converters.xml import each, first
from .dif_property import leaf
from .dif_text import fields, said, value
from .parsing import XmlElement
from .scope import Scope


def on_earth(node: XmlElement, scope: Scope) -> bool:
    """Whether what a Geometry holds is a shape, and its coverage one of the Earth rather than of the Moon."""
    if local_name(node) == "Coordinate_System":
        return False
    geometry = node.getparent()
    coverage = geometry.getparent() if geometry is not None else None
    return coverage is None or scope.once(fields, coverage).text("Spatial_Coverage_Type").upper() != "LUNAR"


def range_bounds(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The bounds of a Range_DateTime, Single_DateTime or Periodic_DateTime.

    A coverage that ends at present goes on after the end of its last range.
    """
    name, found = local_name(node), fields(node)
    begin, end = found.get("Beginning_Date_Time"), found.get("Ending_Date_Time")
    if begin is None:
        begin, end = found.get("Start_Date"), found.get("End_Date")
    coverage = node.getparent()
    stated = scope.once(fields, coverage) if coverage is not None else found
    goes_on = stated.text("Ends_At_Present_Flag").lower() in ("true", "1")
    if name == "Single_DateTime":
        begin = end = [node]
    elif goes_on and stated[name][-1] is node:
        end = None
    yield from _bounds(begin[0] if begin else None, end[0] if end else None, scope, f"Temporal_Coverage/{name}")


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
    record = fields(node)
    found = [_measured(record.text(name)) for name in HORIZONTAL if name in record]
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
