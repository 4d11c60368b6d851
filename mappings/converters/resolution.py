"""Spatial resolution: as a length in metres, as an angle in degrees, as a scale (GeoDCAT-AP 3.1, section 4.4.10)."""

import math
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from mappings.crosswalk import Converter, Entry, Row
from mappings.errors import ConversionError
from mappings.parsing import Node
from mappings.scope import Scope
from vocab.namespace import DQV, GEODCATAP, SDMX_ATTRIBUTE, SKOS
from vocab.term import Term, literal

from .numbers import decimal_term, number
from .text import text_of

DEGREES = {
    "deg": 1.0, "degree": 1.0, "degrees": 1.0, "degré": 1.0, "degrés": 1.0, "°": 1.0, "dd": 1.0, "decimal degree": 1.0,
    "decimal degrees": 1.0, "decimaldegree": 1.0, "decimaldegrees": 1.0, "urn:ogc:def:uom:epsg::9102": 1.0,
    "epsg::9102": 1.0, "9102": 1.0, "urn:ogc:def:uom:epsg::9122": 1.0, "9122": 1.0,
    "arcmin": 1 / 60, "arcminute": 1 / 60, "arcminutes": 1 / 60, "arc-minutes": 1 / 60, "'": 1 / 60,
    "arcsec": 1 / 3600, "arcsecond": 1 / 3600, "arcseconds": 1 / 3600, "arc-second": 1 / 3600, "arc-seconds": 1 / 3600,
    "uaaa": 1.0, "rad": 180 / math.pi, "radian": 180 / math.pi, "radians": 180 / math.pi,
}  # fmt: skip
"""Units of angle in degrees."""

METRES = {
    "m": 1.0, "metre": 1.0, "meter": 1.0, "metres": 1.0, "meters": 1.0, "mètre": 1.0, "mètres": 1.0,
    "urn:ogc:def:uom:epsg::9001": 1.0, "epsg::9001": 1.0, "9001": 1.0,
    "km": 1000.0, "kilometre": 1000.0, "kilometer": 1000.0, "kilometres": 1000.0, "kilometers": 1000.0,
    "urn:ogc:def:uom:epsg::9036": 1000.0, "epsg::9036": 1000.0, "9036": 1000.0,
    "dm": 0.1, "decimetre": 0.1, "decimeter": 0.1, "cm": 0.01, "centimetre": 0.01, "centimeter": 0.01,
    "centimetres": 0.01, "centimeters": 0.01, "mm": 0.001, "millimetre": 0.001, "millimeter": 0.001,
    "millimetres": 0.001, "millimeters": 0.001,
    "ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "[ft_i]": 0.3048, "9002": 0.3048,
    "[ft_us]": 1200 / 3937, "us survey foot": 1200 / 3937, "9003": 1200 / 3937,
    "in": 0.0254, "inch": 0.0254, "inches": 0.0254, "[in_i]": 0.0254, "yd": 0.9144, "yard": 0.9144, "yards": 0.9144,
    "[yd_i]": 0.9144, "mi": 1609.344, "mile": 1609.344, "miles": 1609.344, "[mi_i]": 1609.344, "9093": 1609.344,
    "nmi": 1852.0, "[nmi_i]": 1852.0, "nautical mile": 1852.0, "nautical miles": 1852.0, "9030": 1852.0,
    "ulaa": 1.0, "ulkm": 1000.0, "ulcm": 0.01, "ulmm": 0.001,
}  # fmt: skip
"""Units of length in metres: names, symbols, UCUM, EPSG, and the collection P06 of SeaDataNet."""


def distance(node: Node, scope: Scope) -> Iterable[Term]:
    """A gco:Distance in metres.

    Raises:
        ConversionError: it is no number, or its unit is no known length.
    """
    text = (node.text or "").strip()
    return (decimal_term(_measured(text, node, METRES, "m", scope)),) if text else ()


def _measured(text: str, node: Node, units: Mapping[str, float], default: str, scope: Scope) -> float:
    """A number in the unit that all are stated in; a unit that is missing or misspelt is inferred and reported."""
    unit = _unit(node)
    factor = units.get(unit or default)
    if unit and factor is None:
        meant = _meant(unit)
        factor = units.get(meant)
        if factor is None:
            raise ConversionError("map.value", f"{text} {unit}")
        scope.repaired("repaired.unit", f"{text} {node.get('uom')}", f"{text} {meant}", node=node)
    elif not unit:
        scope.repaired("repaired.unit", text, f"{text} {default}", node=node)
    return number(text, scope, node=node) * (factor or 1.0)


def _unit(node: Node) -> str:
    """The unit of a measure, without the address of the list that it is from; empty when none is given."""
    uom = node.get("uom")
    if not uom:
        return ""
    if match := _BY_ID.search(uom):
        uom = match[1]
    return re.split(r"[#/]|::", uom.strip().rstrip("/"))[-1].strip().lower()


_BY_ID = re.compile(r"@gml:id='([^']+)'")


def _meant(unit: str) -> str:
    """The unit that a misspelt one is nearest to; empty when it is near to none."""
    letters = re.sub(r"[^a-zé]+", "", unit)
    if letters in METRES or letters in DEGREES:
        return letters
    names = [name for name in (*METRES, *DEGREES) if len(name) > _SHORTEST and name.isalpha()]
    return next(iter(get_close_matches(letters, names, 1, 0.85)), "")


_SHORTEST = 4
"""Shorter names are near to too many words."""


def is_angle(node: Node, scope: Scope) -> bool:
    """Whether a gco:Distance is given in a unit of angle."""
    del scope
    unit = _unit(node)
    return unit in DEGREES or (unit not in METRES and _meant(unit) in DEGREES)


def is_length(node: Node, scope: Scope) -> bool:
    """Whether a gco:Distance is given in anything but a unit of angle."""
    return not is_angle(node, scope)


def angle(node: Node, scope: Scope) -> Iterable[Term]:
    """A gco:Distance or gco:Angle in degrees.

    Raises:
        ConversionError: it is no number, or its unit is no known angle.
    """
    text = (node.text or "").strip()
    return (decimal_term(_measured(text, node, DEGREES, "deg", scope)),) if text else ()


def angle_iri(node: Node, scope: Scope) -> Term | None:
    """The IRI of a measurement of angular resolution; None when nothing is measured."""
    text = (node.text or "").strip()
    return scope.part("measurement", f"angle {text} {_unit(node)}") if text else None


def measure(metric: Term) -> Converter:
    """A converter that states a metric, whatever the node says."""

    def convert(_node: Node, scope: Scope) -> Iterable[Term]:
        """What is measured."""
        return (scope.describe(metric, DQV.Metric),)

    return convert


def in_degrees(_node: Node, scope: Scope) -> Iterable[Term]:
    """The unit that angles are stated in."""
    unit = scope.describe(DEGREE, SKOS.Concept)
    scope.add(unit, SKOS.prefLabel, literal("degree", language="en"))
    scope.add(unit, SKOS.prefLabel, literal("degré", language="fr"))
    return (unit,)


def angle_rows(convert: Converter = angle) -> list[Entry]:
    """The entries about a measurement of angular resolution, with the converter that reads it."""
    return [
        Row(DQV.isMeasurementOf, ".", measure(GEODCATAP.spatialResolutionAsAngularDistance)),
        Row(DQV.value, ".", convert, max=1),
        Row(SDMX_ATTRIBUTE.unitMeasure, ".", in_degrees),
    ]


DEGREE = "<http://qudt.org/vocab/unit/DEG>"


def metres(text: str, unit: str) -> Term:
    """A length in metres as xsd:decimal.

    Raises:
        ConversionError: no number, or no known unit of length.
    """
    return decimal_term(_scaled(text, unit, METRES))


def degrees(text: str, unit: str) -> Term:
    """An angle in degrees as xsd:decimal.

    Raises:
        ConversionError: no number, or no known unit of angle.
    """
    return decimal_term(_scaled(text, unit, DEGREES))


def _scaled(text: str, unit: str, units: Mapping[str, float]) -> float:
    factor = units.get(unit.strip().lower())
    if factor is None:
        raise ConversionError("map.value", f"{text} {unit}")
    try:
        return float(text) * factor
    except ValueError as error:
        raise ConversionError("map.number", repr(text[:40])) from error


def scale_iri(node: Node, scope: Scope) -> Term | None:
    """The IRI of a measurement of scale; None when nothing is measured."""
    text = text_of(node)
    return scope.part("measurement", f"scale {text}") if text else None


def scale(node: Node, scope: Scope) -> Iterable[Term]:
    """A scale denominator as the representative fraction.

    Raises:
        ConversionError: it is no positive number.
    """
    text = text_of(node)
    match = _RATIO.fullmatch(text)
    if match is not None:
        text = "".join(match[1].split())
        scope.repaired("repaired.number", match[0], text, node=node)
    denominator = number(text, scope, node=node)
    if denominator <= 0:
        raise ConversionError("map.number", repr(text[:40]))
    return (decimal_term(1 / denominator),)


_RATIO = re.compile(r"1\s?[:/]\s?([0-9][0-9 .]*)", re.ASCII)
"""A scale that is written as such where its denominator belongs."""
