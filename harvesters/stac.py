"""STAC documents as they are harvested: Collections and Items with their identifier, datestamp and exact bytes."""

import re
from collections.abc import Iterator
from json import JSONDecoder
from typing import Any, TypeAlias

import orjson

from vocab.diagnostic import diagnostic

from .record import Harvested, RawRecord, RefusedRecord, content_identifier

Json: TypeAlias = Any
"""A parsed JSON value; foreign, so nothing is known of it."""

MEDIA_TYPE = "application/json"
_BLANK = re.compile(r"[ \t\r\n]*")
_DECODER = JSONDecoder()


def stac_record(content: bytes, value: Json, url: str, collection: str = "") -> Harvested:
    """A Collection or Item as a record.

    Args:
        content: its exact bytes.
        value: the same parsed.
        url: where it can be fetched.
        collection: id of the Collection that an Item was found in; what the Item says itself comes first.
    """
    if not isinstance(value, dict):
        return RefusedRecord(url, (diagnostic("harvest.read", detail="not a JSON object"),))
    properties = value.get("properties")
    dates = properties if isinstance(properties, dict) else value
    parts = [text(value, "collection") or collection, text(value, "id") or content_identifier(content)]
    return RawRecord("/".join(filter(None, parts)), content, MEDIA_TYPE, text(dates, "updated"), url)


def text(value: Json, key: str) -> str:
    """The string under a key; empty when there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def links(value: Json, *relations: str) -> list[str]:
    """The ``href`` of every link with one of the relations, in order."""
    found = value.get("links") if isinstance(value, dict) else None
    entries = found if isinstance(found, list) else []
    return [text(entry, "href") for entry in entries if text(entry, "rel") in relations and text(entry, "href")]


def loads(content: bytes) -> Json:
    """A JSON document as a value.

    Raises:
        ValueError: it is not valid, or nested too deep; the message is for people.
    """
    return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))


def item_collection(content: bytes) -> list[Harvested] | None:
    """The records of an ItemCollection, each the piece of text that stands in it; None when a document is none.

    The Collections that some carry with the Items (single-file STAC) come first.

    Args:
        content: the exact bytes of the document.
    """
    if _COLLECTION_MARK not in content or b'"features"' not in content:
        return None
    try:
        value = loads(content)
    except ValueError:
        return None
    if text(value, "type") != "FeatureCollection" or not _is_of_stac(value):
        return None
    source = content.removeprefix(b"\xef\xbb\xbf").decode()
    found = [elements(source, key) for key in ("collections", "features") if isinstance(value.get(key), list)]
    return [stac_record(piece.encode(), member, "") for members in found for piece, member in members]


_COLLECTION_MARK = b'"FeatureCollection"'


def _is_of_stac(value: Json) -> bool:
    """Whether the members of a GeoJSON FeatureCollection are Items; only those of STAC have assets."""
    features = value.get("features")
    return isinstance(features, list) and any(isinstance(one, dict) and "assets" in one for one in features)


def elements(source: str, key: str) -> Iterator[tuple[str, Json]]:
    """The members of the array under a key of the outermost object, each as written and as a value.

    Args:
        source: a JSON object that has been found valid.
        key: as written in the object.
    """
    position = _after_blank(source, source.index("{") + 1)
    while source[position] == '"':
        name, position = _DECODER.raw_decode(source, position)
        position = _after_blank(source, _after_blank(source, position) + 1)
        if name == key and source[position] == "[":
            position = _after_blank(source, position + 1)
            while source[position] != "]":
                value, end = _DECODER.raw_decode(source, position)
                yield source[position:end], value
                position = _after_separator(source, end)
            position += 1
        else:
            _, position = _DECODER.raw_decode(source, position)
        position = _after_separator(source, position)


def _after_separator(source: str, position: int) -> int:
    position = _after_blank(source, position)
    return _after_blank(source, position + 1) if source[position] == "," else position


def _after_blank(source: str, position: int) -> int:
    match = _BLANK.match(source, position)
    return match.end() if match else position
