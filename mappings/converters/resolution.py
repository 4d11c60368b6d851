"""Spatial resolution: as a length in metres, as an angle in degrees, as a scale (GeoDCAT-AP 3.1, section 4.4.10)."""

import math
import re
from collections.abc import Iterable, Mapping

from mappings.crosswalk import Converter, Entry, Row
from mappings.errors import ConversionError
from mappings.parsing import Node
from mappings.scope import Scope
from vocab.namespace import DQV, GEODCATAP, SDMX_ATTRIBUTE, SKOS
from vocab.term import Term, literal

from .numbers import decimal_term
from .text import text_of

DEGREES = {
    "deg": 1.0, "degree": 1.0, "degrees": 1.0, "degré": 1.0, "degrés": 1.0, "°": 1.0, "dd": 1.0, "decimal degree": 1.0,
    "decimal degrees": 1.0, "decimaldegree": 1.0, "decimaldegrees": 1.0, "urn:ogc:def:uom:epsg::9102": 1.0,
    "epsg::9102": 1.0, "9102": 1.0, "urn:ogc:def:uom:epsg::9122": 1.0, "9122": 1.0,
    "arcmin": 1 / 60, "arcminute": 1 / 60, "arcminutes": 1 / 60, "arc-minutes": 1 / 60, "'": 1 / 60,
    "arcsec": 1 / 3600, "arcsecond": 1 / 3600, "arcseconds": 1 / 3600, "arc-second": 1 / 3600, "arc-seconds": 1 / 3600,
    "rad": 180 / math.pi, "radian": 180 / math.pi, "radians": 180 / math.pi,
}  # fmt: skip
"""Units of angle in degrees."""

METRES = {
    "m": 1.0, "metre": 1.0, "meter": 1.0, "metres": 1.0, "meters": 1.0, "mètre": 1.0, "mètres": 1.0,
    "urn:ogc:def:uom:epsg::9001": 1.0, "epsg::9001": 1.0, "9001": 1.0,
    "km": 1000.0, "kilometre": 1000.0, "kilometer": 1000.0, "kilometres": 1000.0, "kilometers": 1000.0,
    "cm": 0.01, "mm": 0.001, "ft": 0.3048, "nmi": 1852.0,
}  # fmt: skip
"""Units of length in metres."""


def distance(node: Node, scope: Scope) -> Iterable[Term]:
    """A gco:Distance in metres.

    Raises:
        ConversionError: it is no number, or its unit is no known length.
    """
    del scope
    text = (node.text or "").strip()
    return (metres(text, _unit(node)),) if text else ()


def _unit(node: Node) -> str:
    return re.split(r"[#/]", node.get("uom") or "m")[-1].strip().lower()


def is_angle(node: Node, scope: Scope) -> bool:
    """Whether a gco:Distance is given in a unit of angle."""
    del scope
    return _unit(node) in DEGREES


def is_length(node: Node, scope: Scope) -> bool:
    """Whether a gco:Distance is given in anything but a unit of angle."""
    return not is_angle(node, scope)


def angle(node: Node, scope: Scope) -> Iterable[Term]:
    """A gco:Distance or gco:Angle in degrees.

    Raises:
        ConversionError: it is no number, or its unit is no known angle.
    """
    del scope
    text = (node.text or "").strip()
    return (degrees(text, _unit(node) if node.get("uom") else "deg"),) if text else ()


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


def metres(number: str, unit: str) -> Term:
    """A length in metres as xsd:decimal.

    Raises:
        ConversionError: no number, or no known unit of length.
    """
    return decimal_term(_scaled(number, unit, METRES))


def degrees(number: str, unit: str) -> Term:
    """An angle in degrees as xsd:decimal.

    Raises:
        ConversionError: no number, or no known unit of angle.
    """
    return decimal_term(_scaled(number, unit, DEGREES))


def _scaled(number: str, unit: str, units: Mapping[str, float]) -> float:
    factor = units.get(unit.strip().lower())
    if factor is None:
        raise ConversionError("map.value", f"{number} {unit}")
    try:
        return float(number.replace(",", ".")) * factor
    except ValueError as error:
        raise ConversionError("map.number", repr(number[:40])) from error


def scale_iri(node: Node, scope: Scope) -> Term | None:
    """The IRI of a measurement of scale; None when nothing is measured."""
    text = text_of(node)
    return scope.part("measurement", f"scale {text}") if text else None


def scale(node: Node, scope: Scope) -> Iterable[Term]:
    """A scale denominator as the representative fraction.

    Raises:
        ConversionError: it is no positive number.
    """
    del scope
    text = text_of(node)
    try:
        denominator = float(text)
    except ValueError as error:
        raise ConversionError("map.number", repr(text[:40])) from error
    if denominator <= 0:
        raise ConversionError("map.number", repr(text[:40]))
    return (decimal_term(1 / denominator),)
