"""Dates and periods (W3C XML Schema 1.1 Part 2, section 3.3; OWL-Time is not used by GeoDCAT-AP)."""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache

from mappings.errors import ConversionError
from mappings.parsing import Node
from mappings.scope import Scope
from vocab.namespace import XSD
from vocab.term import Term, literal

from .calendar import read_date
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
    return _known_term(text) if len(text) <= _LONGEST_KNOWN else _term(text)


_LONGEST_KNOWN = 40
"""The longest date that is remembered: a record says one date in several places."""


def _term(text: str) -> Term:
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


_known_term = lru_cache(maxsize=4096)(_term)


def _check_calendar(match: re.Match[str], text: str) -> None:
    day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
    try:
        if match["hour"] is None:
            dt.date(*day)
        else:
            dt.datetime(*day, int(match["hour"]), int(match["minute"]), int(match["second"] or 0))  # noqa: DTZ001
    except ValueError as error:
        raise ConversionError("map.date", repr(text[:80])) from error


def read(text: str, scope: Scope, *, node: Node = None, path: str = "") -> Term:
    """A date as a literal; one that is written otherwise than ISO 8601 has it is put right and reported.

    Args:
        text: the date.
        scope: where diagnostics go.
        node: the element that holds it, for diagnostics.
        path: the source path, when it is no element.

    Raises:
        ConversionError: it is no date, or can be read in several ways.
    """
    try:
        return date_term(text)
    except ConversionError:
        found = read_date(text)
        if found is None:
            raise
        # before the first year, the year is what all readers of RDF understand
        early = found.text.startswith("-")
        term = literal(found.text, datatype=XSD.gYear) if early else date_term(found.text)
        if found.text != text.strip():
            code = "repaired.date" if found.certain else "repaired.date.doubtful"
            scope.repaired(code, text.strip(), found.text, node=node, path=path)
        return term


def date(node: Node, scope: Scope) -> Iterable[Term]:
    """The date that an element or JSON value gives."""
    text = text_of(node)
    return (read(text, scope, node=node),) if text else ()


def period(begin: Node | None, end: Node | None, scope: Scope, place: str) -> tuple[list[Term], list[Term]]:
    """Start and end of a period as terms; bounds in the wrong order are exchanged and reported.

    Args:
        begin: a node with the begin's text, or None.
        end: likewise.
        scope: where diagnostics go.
        place: the source path, for diagnostics.
    """
    said = ["" if node is None else text_of(node) for node in (begin, end)]
    bounds: list[list[Term]] = [[], []]
    for bound, node, text in zip(bounds, (begin, end), said, strict=True):
        if not text or text.lower() in UNKNOWN:
            continue
        if text.lower() in OPEN_ENDED:
            if node is end and node is not begin:
                if text != _OPEN:
                    scope.repaired("repaired.period.open", text, _OPEN, node=node, path=place)
                continue
            if text == _OPEN:
                continue
        try:
            bound.append(read(text, scope, node=node, path=place))
        except ConversionError as error:
            line = getattr(node, "sourceline", None) or 0
            scope.report(error.code, path=place, line=line, excerpt=text, detail=error.detail)
    starts, ends = bounds
    if starts and ends and _is_before(ends[0], starts[0]):
        starts, ends = _ordered(starts, ends, said, end, scope, place)
    return starts, ends


def _ordered(
    starts: list[Term], ends: list[Term], said: list[str], end: Node, scope: Scope, place: str
) -> tuple[list[Term], list[Term]]:
    """The bounds exchanged where each is a whole date, else as they are; either is reported."""
    before = f"{said[0]} / {said[1]}"
    if min(len(_lexical(starts[0])), len(_lexical(ends[0]))) < len("2020-01-01"):
        line = getattr(end, "sourceline", None) or 0
        scope.report("map.period.reversed", path=place, line=line, excerpt=before)
        return starts, ends
    line = getattr(end, "sourceline", None) or 0
    after = f"{_lexical(ends[0])} / {_lexical(starts[0])}"
    scope.repaired("repaired.period", before, after, path=place, line=line)
    return ends, starts


_OPEN = ".."
"""An open end of an interval (ISO 8601-2:2019, section 10)."""

OPEN_ENDED = frozenset(
    {
        *(_OPEN, "now", "present", "to present", "ongoing", "on-going", "on going", "current", "continuing", "to date"),
        *("present day", "today", "en cours", "présent", "aujourd'hui", "à ce jour", "actuel", "actuellement"),
    }
)
"""Texts that stand where an end is left open."""

UNKNOWN = frozenset({"unknown", "after", "before", "inapplicable"})
"""Texts that stand where a bound is unknown (GML 3.2.1, 14.2.2.7); that is what leaving it out says."""

SILENT = OPEN_ENDED | UNKNOWN
"""Texts in place of a date that say no date."""


def _is_before(first: Term, second: Term) -> bool:
    """Whether a date lies before another, as far as both are precise; clocks in different zones tell nothing."""
    one, other = _lexical(first), _lexical(second)
    if one.startswith("-") or other.startswith("-"):
        return _year(one) < _year(other)
    shared = min(len(one), len(other), 10 if one[19:] != other[19:] else 19)
    return one[:shared] < other[:shared]


def _year(lexical: str) -> int:
    sign = -1 if lexical.startswith("-") else 1
    return sign * int(lexical.removeprefix("-").partition("-")[0])


def _lexical(term: Term) -> str:
    return term[1 : term.index('"', 1)]
