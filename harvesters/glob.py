"""Which files of a folder or archive are wanted: a glob over relative paths, or by default what may be a record."""

import re
from collections.abc import Callable
from typing import TypeAlias

Wanted: TypeAlias = Callable[[str], bool]
"""Whether a file is wanted, by its relative path with ``/``."""

DEFAULT = "by default those that end in .xml, .json, .geojson or .dif, or have no suffix"

_WILDCARDS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_WILDCARD = re.compile(r"\*\*/|\*\*|\*|\?")
_SUFFIXES = (".xml", ".json", ".geojson", ".dif")


def wanted(glob: str) -> Wanted:
    """The files that a glob means; those that may be records when it is empty."""
    if not glob:
        return _may_be_record
    pattern = expression(glob)
    return lambda path: pattern.fullmatch(path) is not None


def expression(glob: str) -> re.Pattern[str]:
    """A glob as a regular expression: ``**`` spans folders, ``*`` and ``?`` do not."""
    pieces, end = [], 0
    for wildcard in _WILDCARD.finditer(glob):
        pieces += [re.escape(glob[end : wildcard.start()]), _WILDCARDS[wildcard[0]]]
        end = wildcard.end()
    return re.compile("".join([*pieces, re.escape(glob[end:])]), re.DOTALL)


def is_hidden(path: str) -> bool:
    """Whether a file or a folder on the way to it is hidden, or of those that archivers add for themselves."""
    parts = set(path.replace("\\", "/").split("/")) - {".", ".."}
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _may_be_record(path: str) -> bool:
    name = path.rpartition("/")[2].partition("?")[0].lower()
    return name.endswith(_SUFFIXES) or "." not in name
