"""The files in an archive, read one by one under bounds: nothing is unpacked to disk, nothing trusts a stated size."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from .errors import MalformedError, SourceError

MAX_MEMBERS = 200_000
MAX_BYTES = 5_000_000_000
"""What the files of one archive may hold together."""

MAX_RATIO = 200
_FREE = 1_000_000  # what a file may hold whatever its ratio
_PIECE = 1_000_000
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, RuntimeError)
"""What reading a damaged or encrypted file raises."""

_COMPRESSIONS: dict[bytes, Callable[..., Any]] = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
_ENTRY = b"PK\x01\x02"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive.

    Attributes:
        name: its path in the archive, with ``/``.
        content: its bytes; empty when there is a problem.
        problem: why it cannot be taken, for people; empty when it can.
        too_large: whether that is its size.
    """

    name: str
    content: bytes = b""
    problem: str = ""
    too_large: bool = False


def is_archive(content: bytes) -> bool:
    """Whether a document is an archive, by its first bytes."""
    return content.startswith((*_ZIP, *_COMPRESSIONS)) or content[257:262] == b"ustar"


def members(content: bytes, where: str, limit: int, wanted: Callable[[str], bool]) -> Iterator[Member]:
    """The wanted files of a zip or of a tar, in the order of the archive.

    Args:
        content: of the archive.
        where: it came from, for messages.
        limit: bytes of one file.
        wanted: whether a file is, by its name.

    Raises:
        MalformedError: it is no archive, or damaged.
        SourceError: it holds too many files, or too much.
    """
    read = (
        _zipped(content, where, limit, wanted) if content.startswith(_ZIP) else _tarred(content, where, limit, wanted)
    )
    size = 0
    for member in read:
        size += len(member.content)
        if size > MAX_BYTES:
            raise SourceError(f"{where}: the files of the archive hold more than {MAX_BYTES} bytes together")
        yield member


def _zipped(content: bytes, where: str, limit: int, wanted: Callable[[str], bool]) -> Iterator[Member]:
    if content.count(_ENTRY) > MAX_MEMBERS:  # before anything is made of each
        raise SourceError(f"{where}: the archive holds more than {MAX_MEMBERS} files")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise MalformedError(f"{where}: the archive is damaged: {error}") from error
    with archive:
        for entry in archive.infolist():
            if entry.is_dir() or not wanted(entry.filename):
                continue
            if _leads_out(entry.filename):
                yield Member(entry.filename, problem="its name leads out of the archive")
                continue
            bound = min(limit, _FREE + MAX_RATIO * entry.compress_size)
            try:
                with archive.open(entry) as file:
                    yield _read(entry.filename, file, bound)
            except _UNREADABLE as error:
                yield Member(entry.filename, problem=str(error) or type(error).__name__)


def _tarred(content: bytes, where: str, limit: int, wanted: Callable[[str], bool]) -> Iterator[Member]:
    unpacked: Any = io.BytesIO(content)
    for mark, opener in _COMPRESSIONS.items():
        if content.startswith(mark):
            unpacked = opener(unpacked)
    bounded: Any = _Bounded(unpacked, where, min(_FREE + MAX_RATIO * len(content), MAX_BYTES))
    try:
        with tarfile.open(fileobj=bounded, mode="r:") as archive:
            number = 0
            while entry := archive.next():
                number += 1
                archive.members = []  # type: ignore[attr-defined]  # it would remember every header
                if number > MAX_MEMBERS:
                    raise SourceError(f"{where}: the archive holds more than {MAX_MEMBERS} files")
                name = entry.name.removeprefix("./")
                if not entry.isdir() and wanted(name):
                    yield _of_tar(archive, entry, name, limit)
    except (tarfile.TarError, ValueError, *_UNREADABLE) as error:
        raise MalformedError(f"{where}: the archive is damaged: {error}") from error


def _of_tar(archive: tarfile.TarFile, entry: tarfile.TarInfo, name: str, limit: int) -> Member:
    if _leads_out(name):
        return Member(name, problem="its name leads out of the archive")
    file = archive.extractfile(entry) if entry.isreg() else None
    return _read(name, file, limit) if file else Member(name, problem="a link or device, not a file")


def _read(name: str, file: IO[bytes], limit: int) -> Member:
    pieces, size = list[bytes](), 0
    while piece := file.read(_PIECE):
        size += len(piece)
        if size > limit:
            return Member(name, problem=f"more than {limit} bytes", too_large=True)
        pieces.append(piece)
    return Member(name, b"".join(pieces))


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "" or ".." in parts or ":" in parts[0] or "\x00" in name


class _Bounded:
    """A file that is neither read in large pieces nor far: the headers of a tar may claim any size."""

    def __init__(self, file: IO[bytes], where: str, limit: int) -> None:
        self._file = file
        self._where = where
        self._limit = limit

    def read(self, size: int) -> bytes:
        if size > _PIECE:
            raise SourceError(f"{self._where}: the archive has a header of {size} bytes")
        return self._file.read(size)

    def seek(self, position: int) -> int:
        if position > self._limit:
            raise SourceError(f"{self._where}: the archive holds far more than its own size")
        return self._file.seek(position)

    def tell(self) -> int:
        return self._file.tell()
