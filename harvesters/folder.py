"""Harvesting a folder of files."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from vocab.diagnostic import diagnostic

from .errors import SourceError
from .hub import Source
from .members import members
from .record import Harvested, RawRecord, RefusedRecord
from .transport import Transport

_BY_FIRST_BYTE = {b"<": "application/xml", b"{": "application/json", b"[": "application/json"}
_BY_SUFFIX = {".xml": "application/xml", ".json": "application/json", ".geojson": "application/json"}
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"  # with byte order marks, and the empty half of a UTF-16 character
_WILDCARDS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_WILDCARD = re.compile(r"\*\*/|\*\*|\*|\?")


class FolderHarvester:
    """Takes every regular file below a folder, in the order of its paths.

    A record is called by its path relative to the folder, with ``/``. A file that holds several records is
    as many as it has members. Hidden files and folders are left out, and linked folders are not entered.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self._folder = Path(source.url)
        self._max_bytes = transport.settings.max_bytes
        self._pattern = _pattern(source.option("pattern", "**/*"))

    def records(self) -> Iterator[Harvested]:
        """Every file that matches the pattern; one that cannot be read, or is too large, is refused.

        Raises:
            SourceError: the folder, or one inside it, cannot be listed.
        """
        root = self._folder.resolve()
        for name in sorted(self._names(root)):
            record = self._record(root, name)
            yield from members(record) if isinstance(record, RawRecord) else [record]

    def _names(self, root: Path) -> Iterator[str]:
        """Relative paths of the files wanted."""
        for folder, folders, files in os.walk(root, onerror=_fail):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in files:
                path = Path(folder, name)
                relative = path.relative_to(root).as_posix()
                if not name.startswith(".") and self._pattern.fullmatch(relative) and path.is_file():
                    yield relative

    def _record(self, root: Path, name: str) -> Harvested:
        identifier = os.fsencode(name).decode("utf-8", "backslashreplace")
        path = root / name
        try:
            if not path.resolve(strict=True).is_relative_to(root):
                return _refused(identifier, "harvest.read", "a link that leads out of the folder")
            with path.open("rb") as file:
                content = file.read(self._max_bytes + 1)
        except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
            return _refused(identifier, "harvest.read", getattr(error, "strerror", None) or str(error))
        if len(content) > self._max_bytes:
            return _refused(identifier, "harvest.size", f"more than {self._max_bytes} bytes")
        return RawRecord(identifier, content, _media_type(content, path))


def _media_type(content: bytes, path: Path) -> str:
    """By the first byte that is not blank, else by the file's suffix."""
    first = content[:1000].lstrip(_BLANK)[:1]
    return _BY_FIRST_BYTE.get(first) or _BY_SUFFIX.get(path.suffix.lower(), "application/octet-stream")


def _refused(identifier: str, code: str, detail: str) -> RefusedRecord:
    return RefusedRecord(identifier, (diagnostic(code, path=identifier, detail=detail),))


def _fail(error: OSError) -> NoReturn:
    raise SourceError(f"{error.filename}: {error.strerror}") from error


def _pattern(glob: str) -> re.Pattern[str]:
    """A glob over relative paths as a regular expression: ``**`` spans folders, ``*`` and ``?`` do not."""
    pieces, end = [], 0
    for wildcard in _WILDCARD.finditer(glob):
        pieces += [re.escape(glob[end : wildcard.start()]), _WILDCARDS[wildcard[0]]]
        end = wildcard.end()
    return re.compile("".join([*pieces, re.escape(glob[end:])]), re.DOTALL)
