"""STAC documents as they are harvested: Collections and Items with their identifier, datestamp and exact bytes."""

from typing import Any, TypeAlias

import orjson

from vocab.diagnostic import diagnostic

from .record import Harvested, RawRecord, RefusedRecord, content_identifier

Json: TypeAlias = Any
"""A parsed JSON value; foreign, so nothing is known of it."""

MEDIA_TYPE = "application/json"


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
