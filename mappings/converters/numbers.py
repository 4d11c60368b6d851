"""Numbers: lengths and sizes as typed literals."""

import math
import re
from typing import Any

from mappings.errors import ConversionError
from mappings.parsing import Node
from mappings.scope import Scope
from vocab.namespace import XSD
from vocab.term import Term, literal


def decimal_term(number: float) -> Term:
    """A number as xsd:decimal, which has no exponent.

    Raises:
        ConversionError: it is infinite or not a number.
    """
    if not math.isfinite(number):
        raise ConversionError("map.number", repr(number))
    text = f"{number:.12f}".rstrip("0").rstrip(".") if number != int(number) else str(int(number))
    return literal(text, datatype=XSD.decimal)


def number(text: str, scope: Scope, *, node: Node = None) -> float:
    """A number; one that is written otherwise than with digits and a point is reported.

    Args:
        text: the number.
        scope: where diagnostics go.
        node: the element that holds it, for diagnostics.

    Raises:
        ConversionError: it is none, or may be read in two ways, as ``1,000`` may.
    """
    try:
        return float(text)
    except ValueError:
        plain = "".join(text.split()) if _GROUPED.fullmatch(text) else text
        plain = plain.replace(",", ".") if _DECIMAL_COMMA.fullmatch(plain) else plain
        if not _PLAIN.fullmatch(plain):
            raise ConversionError("map.number", repr(text[:40])) from None
        scope.repaired("repaired.number", text, plain, node=node)
        return float(plain)


_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:\s\d{3})+(?:[.,]\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?(?:0,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+)", re.ASCII)


def metres_term(number: float) -> Term:
    """A length in metres.

    Raises:
        ConversionError: it is infinite or not a number.
    """
    return decimal_term(number)


def size_term(value: Any) -> Term:
    """A size in bytes as xsd:nonNegativeInteger.

    Raises:
        ConversionError: it is no natural number.
    """
    natural = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not natural or value < 0:
        raise ConversionError("map.number", repr(value)[:40])
    return literal(str(int(value)), datatype=XSD.nonNegativeInteger)
