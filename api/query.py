"""Search parameters: what ``/api/search`` and the search page are asked, read from the query string in one place."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.datastructures import QueryParams

from catalogue.document import Box, Period, days
from catalogue.search import FACETS, MAX_PAGE, Query

from .errors import ParameterError

SORTS = ("relevance", "modified", "title")
MAX_TEXT = 500
"""Characters of ``q``."""
MAX_VALUES = 50
"""Values of one facet."""
MAX_DEPTH = 100_000
"""Hits that can be paged through; ``page * size`` is at most that."""

_STRING = {"type": "string"}
_LIST = {"type": "array", "items": _STRING}
_WHOLE = {"type": "integer", "minimum": 1}

OPENAPI = [
    {"name": name, "in": "query", "description": description, "schema": schema}
    for name, description, schema in (
        ("q", "words, all of which must occur, or the name of a concept in any language", _STRING),
        ("bbox", "west,south,east,north in degrees; west may be greater than east", _STRING),
        ("from", "a year, month or day", _STRING),
        ("to", "a year, month or day, included", _STRING),
        ("concept", "IRI of a concept; what is linked to it or to a narrower one is found", _STRING),
        *((name, f"facet: {names[0]}", _LIST) for name, names in FACETS.items()),
        ("page", "from 1", _WHOLE),
        ("size", "hits for one page", _WHOLE | {"maximum": MAX_PAGE}),
        ("sort", "order of the hits", _STRING | {"enum": list(SORTS)}),
    )
]
"""The parameters as OpenAPI 3.1 describes them."""

_DATE = re.compile(r"-?\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class SearchParameters:
    """What a search request asks for, checked.

    Attributes:
        q: words.
        bbox: ``west,south,east,north`` in degrees as it was given; west may be greater than east; empty for anywhere.
        begin: the parameter ``from``: a year, month or day; empty for open.
        end: the parameter ``to``, likewise.
        facets: by facet, its values.
        concept: IRI.
        page: from 1.
        size: hits for one page.
        sort: one of ``SORTS``.
    """

    q: str = ""
    bbox: str = ""
    begin: str = ""
    end: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    concept: str = ""
    page: int = 1
    size: int = 20
    sort: str = "relevance"

    def query(self) -> Query:
        """The same, as the search index takes it."""
        return Query(
            text=self.q,
            box=box(self.bbox),
            period=period(self.begin, self.end),
            facets=self.facets,
            concept=self.concept,
            limit=self.size,
            page=self.page,
            sort=self.sort,
        )

    def query_string(self, **changes: object) -> str:
        """A query string that asks for the same, but for some fields: ``parameters.query_string(page=2)``.

        What has its default value is left out; facets are given as a whole, ``facets={"hub": ("aeris",)}``.
        """
        values = {name: changes.get(name, getattr(self, name)) for name in self.__slots__}
        facets = values.pop("facets")
        names = {"begin": "from", "end": "to"}
        pairs = [
            (names.get(name, name), value)
            for name, value in values.items()
            if value != self.__dataclass_fields__[name].default
        ]
        if isinstance(facets, Mapping):
            pairs.extend((facet, value) for facet, chosen in facets.items() for value in chosen)
        return urlencode(pairs)


def from_request(request: Request) -> SearchParameters:
    """The parameters of a request; names that mean nothing are ignored, as browsers and trackers add some.

    Raises:
        ParameterError: a value is out of its range or malformed.
    """
    given = request.query_params
    parameters = SearchParameters(
        q=_text(given, "q", MAX_TEXT),
        bbox=_text(given, "bbox", 200),
        begin=_text(given, "from", 10),
        end=_text(given, "to", 10),
        facets=_facets(given),
        concept=_text(given, "concept", 2000),
        page=number(given, "page", default=1, low=1, high=MAX_DEPTH),
        size=number(given, "size", default=20, low=1, high=MAX_PAGE),
        sort=given.get("sort") or "relevance",
    )
    if parameters.sort not in SORTS:
        allowed = ", ".join(SORTS)
        raise ParameterError("sort", f"must be one of: {allowed}", f"doit être l'un de : {allowed}")
    if parameters.page * parameters.size > MAX_DEPTH:
        raise ParameterError(
            "page",
            f"only the first {MAX_DEPTH} hits can be paged through; narrow the search",
            f"seuls les {MAX_DEPTH} premiers résultats se parcourent ; précisez la recherche",
        )
    # the values are read here so that a bad one is refused before anything is opened
    parameters.query()
    return parameters


SearchParametersDep = Annotated[SearchParameters, Depends(from_request)]
"""A router's argument of this type is read from the request."""


def box(text: str) -> Box | None:
    """A bounding box; None for an empty text.

    Raises:
        ParameterError: not four numbers, or out of range.
    """
    if not text.strip():
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise ParameterError(
            "bbox", "must be four numbers: west,south,east,north", "doit être quatre nombres : ouest,sud,est,nord"
        ) from None
    finite = all(math.isfinite(bound) for bound in (west, south, east, north))
    if not finite or not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ParameterError(
            "bbox",
            "longitudes lie within -180 and 180, latitudes within -90 and 90, south before north",
            "les longitudes vont de -180 à 180, les latitudes de -90 à 90, le sud avant le nord",
        )
    return Box(west, south, east, north)


def period(begin: str, end: str) -> Period | None:
    """A period; None when both bounds are empty.

    Raises:
        ParameterError: a date is malformed, or the end comes before the beginning.
    """
    if not begin and not end:
        return None
    bounds = Period(_days("from", begin), _days("to", end, last=True))
    if bounds.begin is not None and bounds.end is not None and bounds.end < bounds.begin:
        raise ParameterError("to", "comes before “from”", "précède « from »")
    return bounds


def number(given: QueryParams, name: str, *, default: int, low: int, high: int) -> int:
    """A whole number among the parameters.

    Raises:
        ParameterError: not a whole number within the bounds.
    """
    text = given.get(name, "")
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise ParameterError(
            name, f"must be a whole number from {low} to {high}", f"doit être un entier de {low} à {high}"
        )
    return int(text)


def _days(name: str, text: str, *, last: bool = False) -> float | None:
    if not text:
        return None
    found = days(text, last=last) if _DATE.fullmatch(text) else None
    if found is None:
        raise ParameterError(
            name, "must be a date: YYYY, YYYY-MM or YYYY-MM-DD", "doit être une date : AAAA, AAAA-MM ou AAAA-MM-JJ"
        )
    return found


def _text(given: QueryParams, name: str, longest: int) -> str:
    text = given.get(name, "").strip()
    if len(text) > longest:
        raise ParameterError(name, f"is longer than {longest} characters", f"dépasse {longest} caractères")
    return text


def _facets(given: QueryParams) -> dict[str, tuple[str, ...]]:
    facets = dict[str, tuple[str, ...]]()
    for name in FACETS:
        values = tuple(dict.fromkeys(value for value in given.getlist(name) if value))
        if len(values) > MAX_VALUES:
            raise ParameterError(name, f"has more than {MAX_VALUES} values", f"a plus de {MAX_VALUES} valeurs")
        if values:
            facets[name] = values
    return facets
