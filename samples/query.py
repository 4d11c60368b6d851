"""A query for STAC Items (STAC API 1.0, item search; OGC API - Features, section 7.15)."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object."""

MAX_LIMIT = 10_000
"""Items on the largest page."""

_NUMBER = re.compile(r"[0-9]{1,9}")


class QueryError(ValueError):
    """A query that the API cannot answer as it stands."""


@dataclass(frozen=True, slots=True)
class Query:
    """What Items are wanted (item search, section on query parameters).

    Attributes:
        collections: of these Collections; None for any.
        ids: with these identifiers; None for any.
        box: west, south, east, north in degrees; west is greater than east across the antimeridian.
        since: not before; None for an open start.
        until: not after; None for an open end.
        limit: Items on a page.
        offset: Items before the page.
    """

    collections: frozenset[str] | None = None
    ids: frozenset[str] | None = None
    box: tuple[float, float, float, float] | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 10
    offset: int = 0

    def takes(self, item: Json) -> bool:
        """Whether an Item is wanted."""
        begin, end = _period(item["properties"])
        return (
            (self.collections is None or item["collection"] in self.collections)
            and (self.ids is None or item["id"] in self.ids)
            and (self.since is None or end >= self.since)
            and (self.until is None or begin <= self.until)
            and (self.box is None or _overlap(self.box, _box(item["bbox"])))
        )


def read_query(parameters: Json, of: str | None = None) -> Query:
    """A query from the parameters of a GET request, or from the object that a POST request brings.

    Args:
        parameters: the parameters.
        of: the Collection whose Items are asked for; None for those of any.

    Raises:
        QueryError: a parameter is unknown or malformed.
    """
    if unknown := parameters.keys() - {"collections", "ids", "bbox", "datetime", "limit", "token"}:
        raise QueryError(f"The parameter {sorted(unknown)[0][:50]!r} is not understood.")
    limit, token = str(parameters.get("limit", 10)), str(parameters.get("token", 0))
    if not _NUMBER.fullmatch(limit) or not 1 <= int(limit) <= MAX_LIMIT:
        raise QueryError(f"'limit' is a number from 1 to {MAX_LIMIT}.")
    if not _NUMBER.fullmatch(token):
        raise QueryError("'token' is not one of this API.")
    collections = _strings(parameters, "collections")
    if of is not None:
        collections = frozenset({of}) if collections is None else collections & {of}
    since, until = _interval(parameters.get("datetime"))
    return Query(
        collections,
        _strings(parameters, "ids"),
        _box_parameter(parameters.get("bbox")),
        since,
        until,
        int(limit),
        int(token),
    )


def _strings(parameters: Json, name: str) -> frozenset[str] | None:
    value = parameters.get(name)
    values = value.split(",") if isinstance(value, str) else value
    if values is None or values == []:
        return None
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise QueryError(f"{name!r} is a list of strings.")
    return frozenset(values)


def _box_parameter(value: Any) -> tuple[float, float, float, float] | None:
    if value is None:
        return None
    try:
        numbers = [float(each) for each in (value.split(",") if isinstance(value, str) else value)]
    except (TypeError, ValueError, OverflowError) as error:
        raise QueryError("'bbox' is a list of numbers.") from error
    if len(numbers) not in (4, 6):
        raise QueryError("'bbox' has four or six numbers.")
    box = _box(numbers)
    if not (-90 <= box[1] <= box[3] <= 90 and -180 <= box[0] <= 180 and -180 <= box[2] <= 180):
        raise QueryError("'bbox' is out of range.")
    return box


def _box(numbers: list[float]) -> tuple[float, float, float, float]:
    """West, south, east and north of a box in four or six numbers, south below north in any case."""
    half = len(numbers) // 2
    west, south, east, north = numbers[0], numbers[1], numbers[half], numbers[half + 1]
    return west, min(south, north), east, max(south, north)


def _overlap(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    across = any(a <= d and c <= b for a, b in _spans(one) for c, d in _spans(two))
    return across and one[1] <= two[3] and two[1] <= one[3]


def _spans(box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    """The spans of longitude of a box: two when it crosses the antimeridian."""
    return [(box[0], box[2])] if box[0] <= box[2] else [(box[0], 180.0), (-180.0, box[2])]


def _interval(value: Any) -> tuple[datetime | None, datetime | None]:
    if value is None:
        return None, None
    parts = value.split("/") if isinstance(value, str) else []
    if len(parts) not in (1, 2):
        raise QueryError("'datetime' is an instant or an interval.")
    bounds = [None if part in ("", "..") and len(parts) == 2 else _instant(part) for part in parts]
    since, until = bounds[0], bounds[-1]
    if since is not None and until is not None and since > until:
        raise QueryError("'datetime' ends before it begins.")
    return since, until


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise QueryError("'datetime' holds no instant of RFC 3339.") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _period(properties: Json) -> tuple[datetime, datetime]:
    """Begin and end of an Item, in order even where its record has them reversed."""
    instant = properties["datetime"]
    bounds = properties.get("start_datetime", instant), properties.get("end_datetime", instant)
    begin, end = sorted(_instant(str(bound)) for bound in bounds)
    return begin, end


def read_object(content: bytes) -> Json:
    """The JSON object that a document is.

    Raises:
        QueryError: it is none, or is nested too deep.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise QueryError("This is not JSON.") from error
    if not isinstance(document, dict):
        raise QueryError("This is no JSON object.")
    return document
