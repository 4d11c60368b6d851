"""Dates that are written otherwise than ISO 8601 has them, as ISO 8601 has them (ISO 8601-1:2019, section 5).

Only what can be read in one way is read. What is kept of a date that has a part too many or too few is doubtful: the
caller reports it as such.
"""

import datetime as dt
import re
from typing import NamedTuple


class ReadDate(NamedTuple):
    """A date as ISO 8601 writes it.

    Attributes:
        text: the date.
        certain: whether it says what the source says, no less and in no inferred order.
    """

    text: str
    certain: bool


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv januar",
            "february feb février fevrier févr fevr fév februar",
            "march mar mars märz",
            "april apr avril avr",
            "may mai",
            "june jun juin juni",
            "july jul juillet juil juli",
            "august aug août aout",
            "september sep sept septembre",
            "october oct octobre oktober",
            "november nov novembre",
            "december dec décembre decembre déc dezember",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = r"(?:[T ]\s*(?P<time>[0-9:.,]+)\s*(?P<zone>Z|UTC|[+-]\d\d:?\d\d)?)?"

_COMPACT = re.compile(
    r"(\d{4})(\d\d)(\d\d)?(?:T?(\d\d)(\d\d)(\d\d)?(?:[.,](\d+))?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?", re.ASCII
)
_SHORT = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})(?:\2(\d{{1,2}}))?{_TIME}", re.ASCII)
_REVERSED = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.ASCII)
_DAY_FIRST = re.compile(rf"(?:(\d{{1,2}})(?:st|nd|rd|th|er)?[\s-]+)?(?:de\s+)?({_MONTH})\.?[\s,-]+(\d{{4}})", re.I)
_MONTH_FIRST = re.compile(rf"({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.IGNORECASE)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[\s-]({_MONTH})(?:[\s-](\d{{1,2}}))?", re.IGNORECASE)
_BEFORE_CHRIST = re.compile(
    r"(\d{1,6})\s*(?:BCE?|B\.\s?C\.(?:\s?E\.)?|av(?:ant|\.)?\s*J\.?[-\s]?C\.?|v\.\s?Chr\.?)", re.IGNORECASE | re.ASCII
)
_NEGATIVE = re.compile(r"-(\d{4,9})(?:-(\d\d)(?:-(\d\d)(?:T[0-9:.]+Z?)?)?)?", re.ASCII)
_DATE_FIRST = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ].*)?", re.ASCII | re.DOTALL)
_DAY_OR_MONTH_ZERO = re.compile(r"(\d{4})-(\d\d)-00(?:[T ].*)?|(\d{4})-00(?:-\d\d)?(?:[T ].*)?", re.ASCII)
_ABOUT = re.compile(r"(?:ca?\.?|circa|vers|env(?:iron|\.)?|about|~)\s*(\d{4})|(\d{4})\s?\?", re.IGNORECASE)
_TWO_ZONES = re.compile(r"(\d{4}-\d\d-\d\dT[0-9:.]+[+-]\d\d:?\d\d)Z")


def read_date(text: str) -> ReadDate | None:
    """The date that an unusual text gives, unchecked against the calendar; None when it gives none, or several.

    >>> read_date("20100131")
    ReadDate(text='2010-01-31', certain=True)
    >>> read_date("05/06/2010") is None
    True
    """
    text = " ".join(text.split())
    for read in (_compact, _short, _reversed_order, _in_words, _before_christ, _partly):
        found = read(text)
        if found is not None:
            return found
    return None


def _compact(text: str) -> ReadDate | None:
    match = _COMPACT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    if not 1 <= int(month) <= 12 or (day is None and not 1000 <= int(year) <= 2999):
        return None
    if day is None:
        # six digits may be a day of a short year as well, which nobody means any more
        return ReadDate(f"{year}-{month}", certain=False) if hour is None else None
    if hour is None:
        return ReadDate(f"{year}-{month}-{day}", certain=True)
    fraction = f".{fraction}" if fraction else ""
    return ReadDate(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{fraction}{zone or ''}", certain=True)


def _short(text: str) -> ReadDate | None:
    match = _SHORT.fullmatch(text)
    if match is None or (match["time"] and _time(match) is None):
        return None
    year, month, day = match[1], int(match[3]), match[4]
    if month > 12 and day is not None and int(day) <= 12 < month <= 31:
        return ReadDate(f"{year}-{int(day):02}-{month:02}{_time(match)}", certain=False)
    if day is None:
        return ReadDate(f"{year}-{month:02}", certain=True) if month and not match["time"] else None
    return ReadDate(f"{year}-{month:02}-{int(day):02}{_time(match)}", certain=True) if month and int(day) else None


def _reversed_order(text: str) -> ReadDate | None:
    """Day and month in either order, before the year: where only one order gives a date, or points part them."""
    match = _REVERSED.fullmatch(text)
    if match is None or (match["time"] and _time(match) is None):
        return None
    first, second, year = int(match[1]), int(match[3]), match[4]
    if match[2] == "." or first > 12 or first == second:
        day, month = first, second
    elif second > 12:
        day, month = second, first
    else:
        return None
    return ReadDate(f"{year}-{month:02}-{day:02}{_time(match)}", certain=True)


def _time(match: re.Match[str]) -> str | None:
    """The time behind a date; empty when there is none, None when it is no time of a day."""
    if match["time"] is None:
        return ""
    time = re.fullmatch(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d)([.,]\d+)?)?", match["time"])
    if time is None or int(time[1]) > 23:
        return None
    hour, minute, second, fraction = time.groups()
    zone = (match["zone"] or "").replace("UTC", "Z")
    return f"T{hour:0>2}:{minute}:{second or '00'}{(fraction or '').replace(',', '.')}{zone}"


def _in_words(text: str) -> ReadDate | None:
    day: str | None
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH_FIRST.fullmatch(text):
        month, day, year = match.groups()
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    else:
        return None
    found = f"{year}-{_MONTHS[month.lower()]:02}"
    return ReadDate(f"{found}-{int(day):02}" if day else found, certain=True)


def _before_christ(text: str) -> ReadDate | None:
    """A year before the first: a negative one, or one counted back.

    The year before 1 is 0 (XML Schema 1.1 Part 2, D.1), which many readers refuse: it is none here.
    """
    if match := _BEFORE_CHRIST.fullmatch(text):
        return ReadDate(f"-{int(match[1]) - 1:04}", certain=True) if int(match[1]) > 1 else None
    if match := _NEGATIVE.fullmatch(text):
        start = (match[2] or "01", match[3] or "01") == ("01", "01")
        digits = match[1].lstrip("0").zfill(4)
        return ReadDate(f"-{digits}", certain=start) if int(digits) else None
    return None


def _partly(text: str) -> ReadDate | None:
    """A date of which not all can be used."""
    if match := _TWO_ZONES.fullmatch(text):
        return ReadDate(match[1], certain=False)
    if match := _DAY_OR_MONTH_ZERO.fullmatch(text):
        return ReadDate(match[3] or (f"{match[1]}-{match[2]}" if match[2] != "00" else match[1]), certain=False)
    if match := _ABOUT.fullmatch(text):
        return ReadDate(match[1] or match[2], certain=False)
    if match := _DATE_FIRST.fullmatch(text):
        return _beyond_the_day(text, match[1])
    return None


def _beyond_the_day(text: str, date: str) -> ReadDate | None:
    """A date whose time is none: the midnight at its end is that of the next day, an hour alone is a full hour."""
    time, zone = re.fullmatch(r"[T ]?([0-9:.,]*)(.*)", text[len(date) :], re.DOTALL).groups()  # type: ignore[union-attr]
    if zone.strip() and not re.fullmatch(r"\s*(?:Z|UTC|[+-]\d\d:?\d\d)", zone):
        return None
    zone = zone.strip()
    if not time:
        return ReadDate(date, certain=True)
    if re.fullmatch(r"24:00(?::00(?:[.,]0+)?)?", time):
        try:
            following = dt.date.fromisoformat(date) + dt.timedelta(days=1)
        except (ValueError, OverflowError):
            return None
        return ReadDate(f"{following.isoformat()}T00:00:00{zone}", certain=True)
    if re.fullmatch(r"[01]\d|2[0-3]", time):
        return ReadDate(f"{date}T{time}:00:00{zone}", certain=True)
    return ReadDate(date, certain=False)
