"""Dates and periods (W3C XML Schema 1.1 Part 2, section 3.3; OWL-Time is not used by GeoDCAT-AP)."""

import datetime as dt
import re
from collections.abc import Iterable

from mappings.errors import ConversionError
from mappings.parsing import Node
from mappings.scope import Scope
from vocab.namespace import XSD
from vocab.term import Term, literal

from .text import text_of

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?P<time>[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?P<fraction>[.,]\d+)?)?)?)?)?"
    r"(?P<zone>\s*Z|\s*[+-](?:0\d|1[0-3]):?[0-5]\d|\s*[+-]14:?00|\s*UTC)?",
    re.ASCII,
)


def date_term(text: str) -> Term:
    """A date as a literal whose datatype follows its precision: gYear, gYearMonth, date or dateTime.

    Raises:
        ConversionError: it is no date of the calendar.
    """
    text = text.strip()
    match = _DATE.fullmatch(text)
    if match is None:
        raise ConversionError("map.date", repr(text[:80]))
    year, month, day, hour = match["year"], match["month"], match["day"], match["hour"]
    _check_calendar(match, text)
    if month is None:
        return literal(year, datatype=XSD.gYear)
    if day is None:
        return literal(f"{year}-{month}", datatype=XSD.gYearMonth)
    if hour is None:
        return literal(f"{year}-{month}-{day}", datatype=XSD.date)
    second = (match["second"] or "00") + (match["fraction"] or "").replace(",", ".")
    zone = (match["zone"] or "").strip().replace("UTC", "Z")
    if zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return literal(f"{year}-{month}-{day}T{hour}:{match['minute']}:{second}{zone}", datatype=XSD.dateTime)


def _check_calendar(match: re.Match[str], text: str) -> None:
    day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
    try:
        if match["hour"] is None:
            dt.date(*day)
        else:
            dt.datetime(*day, int(match["hour"]), int(match["minute"]), int(match["second"] or 0))  # noqa: DTZ001
    except ValueError as error:
        raise ConversionError("map.date", repr(text[:80])) from error


def date(node: Node, scope: Scope) -> Iterable[Term]:
    """The date that an element or JSON value gives."""
    del scope
    text = text_of(node)
    return (date_term(text),) if text else ()


def period(begin: Node | None, end: Node | None, scope: Scope, place: str) -> tuple[list[Term], list[Term]]:
    """Start and end of a period as terms; an end before its begin is kept and reported.

    Args:
        begin: a node with the begin's text, or None.
        end: likewise.
        scope: where diagnostics go.
        place: the source path, for diagnostics.
    """
    bounds: list[list[Term]] = [[], []]
    for bound, node in zip(bounds, (begin, end), strict=True):
        text = "" if node is None else text_of(node)
        if not text or text.lower() in OPEN_ENDED:
            continue
        try:
            bound.append(date_term(text))
        except ConversionError as error:
            line = getattr(node, "sourceline", None) or 0
            scope.report(error.code, path=place, line=line, excerpt=text, detail=error.detail)
    starts, ends = bounds
    if starts and ends and _lexical(ends[0]) < _lexical(starts[0])[: len(_lexical(ends[0]))]:
        line = getattr(end, "sourceline", None) or 0
        scope.report(
            "map.period.reversed", path=place, line=line, excerpt=f"{_lexical(starts[0])} / {_lexical(ends[0])}"
        )
    return starts, ends


OPEN_ENDED = frozenset({"now", "present", "unknown", "ongoing", "..", "after", "before", "inapplicable"})
"""Texts that stand where a bound is left open."""


def _lexical(term: Term) -> str:
    return term[1 : term.index('"', 1)]
