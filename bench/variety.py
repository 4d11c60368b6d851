"""A few records that between them have whatever the records of the corpus have: every element inside every other."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
from lxml import etree

from .judge import XML_SUFFIXES, File

LARGEST = 300_000
"""Bytes of a file beyond which it is no use: a few thousand places or keywords take long and are all alike."""


def various(records: Path, files: Sequence[File], times: int = 1) -> list[File]:
    """The smallest files, of which each has something that fewer than ``times`` smaller ones have.

    Args:
        records: the folder of the files.
        files: what to choose from.
        times: in how many files each thing is wanted.
    """
    seen: dict[str, int] = {}
    chosen = []
    for size, file in sorted(((records / file.name).stat().st_size, file) for file in files):
        found = set(_contents(records / file.name)) if size <= LARGEST else set()
        if any(seen.get(one, 0) < times for one in found):
            chosen.append(file)
            for one in found:
                seen[one] = seen.get(one, 0) + 1
    return sorted(chosen)


def _contents(path: Path) -> Iterator[str]:
    """Names of the things in a file, each with that of what it is in; nothing of a file that is malformed."""
    if path.suffix in XML_SUFFIXES:
        try:
            root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            return
        for element in root.iter("*"):
            holder = element.getparent()
            code = element.get("codeListValue") or ""
            yield f"{'' if holder is None else holder.tag!r} {element.tag!r} {code}"
        return
    try:
        yield from _members(orjson.loads(path.read_bytes()), "")
    except orjson.JSONDecodeError:
        return


def _members(value: Any, name: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield f"{name} {key} {type(inner).__name__}"
            yield from _members(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner, name)
