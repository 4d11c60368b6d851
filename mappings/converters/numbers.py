"""Numbers: lengths and sizes as typed literals."""

import math
from typing import Any

from mappings.errors import ConversionError
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
