"""Texts: everything that pages say, in English and French, and the language a reader reads in.

The words stand in ``texts.toml``. What records say is theirs: it is shown in the reader's language where a record has
it, else in French, English or what there is, and then the reader is told which language it is.
"""

import math
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from starlette.requests import Request

from vocab.label import FALLBACK

LANGUAGES = ("en", "fr")

COOKIE = "lang"
"""Name of the query parameter and of the cookie that hold a reader's choice."""

_ACCEPTED = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]+)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?))?\s*")
_SPACED = re.compile(r" (?=[:;?!»])|(?<=«) ")
"""Where French has a space at which no line may break."""

_DATE = re.compile(r"(-?\d{4,})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d:\d\d).*)?")
_NARROW_NO_BREAK_SPACE = "\u202f"
_EPOCH = date(1970, 1, 1).toordinal()


class MetadataText(NamedTuple):
    """A text of a record.

    Attributes:
        text: what it says.
        language: a two-letter code when it is another language than the reader's; empty otherwise.
    """

    text: str
    language: str = ""


@lru_cache(maxsize=1)
def load_texts() -> Mapping[str, Mapping[str, str]]:
    """Every text by key (``section.name``), then by language."""
    document = tomllib.loads(files(__package__).joinpath("texts.toml").read_text("utf-8"))
    return {
        f"{section}.{name}": {"en": said["en"], "fr": _SPACED.sub("\u00a0", said["fr"])}
        for section, entries in document.items()
        for name, said in entries.items()
    }


class Reader:
    """Someone who reads in a language: says texts, numbers and dates in it.

    Args:
        language: one of ``LANGUAGES``.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = load_texts()

    def __call__(self, key: str, **values: object) -> str:
        """A text, its places filled.

        Raises:
            KeyError: there is no such text.
        """
        text = self._texts[key][self.language]
        return text.format_map(values) if values else text

    def language_name(self, code: str) -> str:
        """What a language is called; its code when there is no name for it."""
        key = f"language.{code}"
        return self(key) if key in self._texts else code

    def plural(self, key: str, number: int) -> str:
        """A text about a number, ``key_one`` or ``key_many``; in French nought is singular."""
        one = number == 1 or (number == 0 and self.language == "fr")
        return self(f"{key}_{'one' if one else 'many'}", number=self.number(number))

    def number(self, number: float) -> str:
        """A number with the language's separators, at most six digits after the decimal sign."""
        text = f"{number:,}" if isinstance(number, int) else f"{number:,.6f}".rstrip("0").rstrip(".")
        if self.language == "fr":
            text = text.replace(",", _NARROW_NO_BREAK_SPACE).replace(".", ",")
        return text

    def size(self, octets: float) -> str:
        """A number of bytes in the unit that suits it (powers of 1000)."""
        for unit in ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte"):
            if octets < 1000 or unit == "terabyte":
                break
            octets /= 1000
        digits = 0 if octets >= 100 or unit == "byte" else 1
        return f"{self.number(round(octets, digits) if digits else round(octets))}\u00a0{self(f'unit.{unit}')}"

    def harvested(self, counts: Mapping[str, int]) -> str:
        """What a harvest brought: its counts that are not nought, and how many bytes."""
        words = ("new", "changed", "unchanged", "deleted", "refused", "repaired")
        said = [self.plural(f"harvested.{word}", number) for word in words if (number := counts.get(word, 0))]
        return ", ".join(said + ([self.size(counts["bytes"])] if counts.get("bytes") else []))

    def duration(self, seconds: float) -> str:
        """A time in the unit that suits it."""
        unit, length = ("hours", 3600) if seconds >= 7200 else ("minutes", 60) if seconds >= 120 else ("seconds", 1)
        return self(f"harvested.{unit}", number=self.number(round(seconds / length)))

    def date(self, text: str) -> str:
        """An ISO 8601 date of any precision as the language writes it; anything else as it is."""
        match = _DATE.fullmatch(text.strip())
        if match is None:
            return text
        year, month, day, time = match.groups()
        if month is None or not 1 <= int(month) <= 12:
            return year
        name = self(f"month.m{int(month)}")
        if day is None:
            return f"{name} {year}"
        first = f"{int(day)}{'er' if self.language == 'fr' and int(day) == 1 else ''}"
        said = f"{first}\u00a0{name} {year}"
        return f"{said}, {time}" if time and time != "00:00" else said

    def day(self, days: float) -> str:
        """Days since 1970-01-01 as a date."""
        ordinal = _EPOCH + int(days // 1)
        if ordinal < 1:
            return self("date.before_christ", year=1 - math.floor(1970 + days / 365.2425))
        return self.date(date.fromordinal(ordinal).isoformat())

    def span(self, begin: str, end: str) -> str:
        """A period between two dates as ``date`` and ``day`` write them; an open bound is empty."""
        if begin and end:
            return begin if begin == end else self("period.between", begin=begin, end=end)
        if begin:
            return self("period.since", begin=begin)
        return self("period.until", end=end) if end else ""

    def metadata(self, values: Mapping[str, str]) -> MetadataText:
        """The text of a record for this reader: in the language asked for, French, English, none, any by its code."""
        for language in (self.language, *FALLBACK, "", *sorted(values)):
            if language in values:
                return MetadataText(values[language], "" if language == self.language else language)
        return MetadataText("")

    def others(self, values: Mapping[str, str]) -> list[MetadataText]:
        """The same text in the languages that ``metadata`` did not choose, where it differs."""
        chosen = self.metadata(values)
        return [
            MetadataText(text, language)
            for language, text in values.items()
            if text != chosen.text and language not in ("", self.language)
        ]


def reader(request: Request) -> Reader:
    """The reader who sends a request: ``?lang=``, then the cookie, then ``Accept-Language``, else English."""
    for choice in (request.query_params.get(COOKIE), request.cookies.get(COOKIE)):
        if choice in LANGUAGES:
            return Reader(choice)
    return Reader(accepted(request.headers.get("accept-language", ""), LANGUAGES))


def accepted(header: str, languages: Sequence[str]) -> str:
    """The language that an ``Accept-Language`` header likes best (RFC 9110, section 12.5.4); the first when none."""
    best, best_quality = languages[0], 0.0
    for part in header[:1000].split(","):
        match = _ACCEPTED.fullmatch(part)
        if match is None:
            continue
        quality = float(match[2] or 1)
        if match[1].lower() in languages and quality > best_quality:
            best, best_quality = match[1].lower(), quality
    return best
