"""Harvesting a folder of files."""

import os
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote_from_bytes, unquote_to_bytes

from vocab.diagnostic import diagnostic

from .errors import PlaceError, SourceError
from .glob import expression
from .hub import Source
from .members import members
from .record import Checkpoint, Harvested, Listed, Opening, RawRecord, RefusedRecord, Start
from .transport import Transport

_BY_FIRST_BYTE = {b"<": "application/xml", b"{": "application/json", b"[": "application/json"}
_BY_SUFFIX = {".xml": "application/xml", ".json": "application/json", ".geojson": "application/json"}
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"  # with byte order marks, and the empty half of a UTF-16 character
_PAGE = 100


class FolderHarvester:
    """Takes every regular file below a folder, in the order of its paths.

    A record is called by its path relative to the folder, with ``/``. A file that holds several records is
    as many as it has members. Hidden files and folders are left out, and linked folders are not entered.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self.transport = transport
        self._folder = Path(source.url)
        self._max_bytes = transport.settings.max_bytes
        self._pattern = expression(source.option("pattern", "**/*"))

    def records(self, start: Start) -> Iterator[Listed]:
        """Every file that matches the pattern; one that cannot be read, or is too large, is refused.

        A file's own date may come from wherever it was copied from, so that changes cannot be listed.

        Raises:
            SourceError: the folder, or one inside it, cannot be listed.
        """
        root = self._folder.resolve()
        names = sorted(map(os.fsencode, self._names(root)))
        if start.place is None:
            yield Opening(total=len(names))
        else:
            names = names[bisect_right(names, _after(self._folder, start.place)) :]
        for number, name in enumerate(names, 1):
            record = self._record(root, os.fsdecode(name))
            yield from members(record) if isinstance(record, RawRecord) else [record]
            if number % _PAGE == 0:
                yield Checkpoint({"after": quote_from_bytes(name)})

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


def _after(folder: Path, place: Mapping[str, str]) -> bytes:
    """The path of the last file before a place."""
    if "after" not in place:
        raise PlaceError(f"{folder}: no place of a folder")
    return unquote_to_bytes(place["after"])


def _media_type(content: bytes, path: Path) -> str:
    """By the first byte that is not blank, else by the file's suffix."""
    first = content[:1000].lstrip(_BLANK)[:1]
    return _BY_FIRST_BYTE.get(first) or _BY_SUFFIX.get(path.suffix.lower(), "application/octet-stream")


def _refused(identifier: str, code: str, detail: str) -> RefusedRecord:
    return RefusedRecord(identifier, (diagnostic(code, path=identifier, detail=detail),))


def _fail(error: OSError) -> NoReturn:
    raise SourceError(f"{error.filename}: {error.strerror}") from error
