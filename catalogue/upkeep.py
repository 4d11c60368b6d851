"""Upkeep of an archive: taken along as one file and set up again, verified to the last byte, rid of old versions.

An exported archive is a tar file, compressed as its name says (``.tar``, ``.tar.gz``, ``.tar.xz``), that needs no
TerraFAIR to be read: each table is a file of JSON lines, and the exact bytes of each record a file named by their hash.
"""

import hashlib
import re
import tarfile
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Literal, NamedTuple

import orjson
from sqlalchemy import Connection, Table, delete, insert, or_, select
from sqlalchemy.exc import SQLAlchemyError

from .archive import Archive, State, packed
from .errors import ArchiveError
from .schema import BLOB, RECORD, RUN, SOURCE_RUN, VERSION, VERSION_NUMBER

_TABLES = (RUN, SOURCE_RUN, RECORD, VERSION)
"""In the order in which they refer to one another."""

_FORMAT, _NAME = "format.json", "terrafair-archive"
_BYTES = re.compile(r"bytes/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_PAGE = 500
_MOST = 200_000_000
"""No record is larger."""


class Pruned(NamedTuple):
    """What pruning removed: earlier versions of records, and bytes that nothing refers to any more."""

    versions: int
    contents: int
    size: int


class Transported(NamedTuple):
    """What was exported or imported: rows of tables, and contents of records."""

    rows: int
    contents: int


def export(archive: Archive, target: Path) -> Transported:
    """Write an archive into one file; it appears under its name when it is whole.

    Raises:
        OSError: it cannot be written.
        ArchiveError: something in the archive cannot be read any more.
    """
    mode: Literal["w:", "w:gz", "w:xz"] = {".gz": "w:gz", ".xz": "w:xz"}.get(target.suffix, "w:")  # type: ignore[assignment]
    building = target.with_name(f".{target.name}.part")
    try:
        with archive.engine.connect() as connection, tarfile.open(building, mode) as tar:
            exported = _export(connection, tar)
        building.replace(target)
    finally:
        building.unlink(missing_ok=True)
    return exported


def _export(connection: Connection, tar: tarfile.TarFile) -> Transported:
    rows = contents = 0
    _add(tar, _FORMAT, BytesIO(orjson.dumps({"format": _NAME, "version": VERSION_NUMBER})))
    for table in _TABLES:
        names = [str(column.name) for column in table.columns]
        with TemporaryFile() as lines:
            for row in connection.execute(select(table)).yield_per(_PAGE):
                said = dict(zip(names, row, strict=True))
                lines.write(orjson.dumps(said, default=_plain, option=orjson.OPT_APPEND_NEWLINE))
                rows += 1
            _add(tar, f"{table.name}.jsonl", lines)
    for name, content in connection.execute(select(BLOB.c.hash, BLOB.c.content)).yield_per(20):
        _add(tar, f"bytes/{name[:2]}/{name}", BytesIO(_unpacked(name, content)))
        contents += 1
    return Transported(rows, contents)


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return {"base64": b64encode(value).decode()}
    raise TypeError(type(value))


def _unpacked(name: str, content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error as error:
        raise ArchiveError(f"the bytes with the hash {name} are damaged: {error}") from error


def _add(tar: tarfile.TarFile, name: str, content: IO[bytes]) -> None:
    info = tarfile.TarInfo(name)
    info.size = content.seek(0, 2)
    content.seek(0)
    info.mtime = int(datetime.now(UTC).timestamp())
    tar.addfile(info, content)


def restore(source: Path, target: Path) -> Transported:
    """Make the archive that a file holds; it appears under its name when it is whole and every hash is right.

    Args:
        source: what ``export`` wrote.
        target: where the archive is to be; nothing is there.

    Raises:
        ArchiveError: the file is not what ``export`` writes, or something is there already.
        OSError: it cannot be read.
    """
    if target.exists():
        raise ArchiveError(f"there is an archive already: {target}")
    target.parent.mkdir(parents=True, exist_ok=True)
    building = target.with_name(f".{target.name}.part")
    building.unlink(missing_ok=True)
    try:
        with closing(Archive(building)) as archive:
            with tarfile.open(source) as tar, archive.writing() as connection:
                restored = _restore(connection, tar)
            broken = next(verify(archive), None)
        if broken is not None:
            raise ArchiveError(f"{source}: {broken}")
        building.replace(target)
    except (tarfile.TarError, EOFError, zlib.error, LookupError, TypeError, ValueError, SQLAlchemyError) as error:
        raise ArchiveError(f"{source} is no exported archive: {error}") from error
    finally:
        building.unlink(missing_ok=True)
    return restored


def _restore(connection: Connection, tar: tarfile.TarFile) -> Transported:
    tables = {f"{table.name}.jsonl": table for table in _TABLES}
    rows = contents = 0
    for member in tar:
        stream = tar.extractfile(member) if member.isreg() else None
        if stream is None:
            raise ValueError(f"{member.name!r} is no file")
        if member.name == _FORMAT:
            _check_format(orjson.loads(stream.read(1000)))
        elif member.name in tables:
            rows += _restore_rows(connection, tables[member.name], stream)
        elif member.size > _MOST:
            raise ValueError(f"{member.name!r} is too large")
        else:
            _restore_bytes(connection, member.name, stream.read())
            contents += 1
    if not rows:
        raise ValueError("it has no tables")
    return Transported(rows, contents)


def _check_format(said: Any) -> None:
    if said["format"] != _NAME or said["version"] > VERSION_NUMBER:
        raise ValueError(f"of another kind or of a later version: {said}")


def _restore_rows(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    rows, count = (_row(orjson.loads(line)) for line in lines), 0
    while page := list(islice(rows, _PAGE)):
        connection.execute(insert(table), page)
        count += len(page)
    return count


def _row(said: dict[str, Any]) -> dict[str, Any]:
    return {
        name: b64decode(value["base64"], validate=True) if isinstance(value, dict) else value
        for name, value in said.items()
    }


def _restore_bytes(connection: Connection, name: str, content: bytes) -> None:
    found = _BYTES.fullmatch(name)
    if found is None:
        raise ValueError(f"{name!r} has no place in an archive")
    if hashlib.sha256(content).hexdigest() != found[2]:
        raise ValueError(f"{name} holds other bytes than its name says")
    connection.execute(insert(BLOB).values(hash=found[2], size=len(content), content=packed(content)))


def verify(archive: Archive) -> Iterator[str]:
    """What is broken, in words, one at a time: every content is hashed again, every reference followed."""
    with archive.engine.connect() as connection:
        for (said,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if said != "ok":
                yield f"the file itself: {said}"
        for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield f"row {row} of {table} refers to no {parent}"
        for name, size, content in connection.execute(select(BLOB)).yield_per(20):
            if fault := _fault(name, size, content):
                for owner in _owners(connection, name) or ["no record"]:
                    yield f"{owner}: the bytes with the hash {name} {fault}"
        for table in (RECORD, VERSION):
            lost = select(table.c.hash).where(table.c.hash != "", table.c.hash.not_in(select(BLOB.c.hash)))
            if table is RECORD:
                lost = lost.where(RECORD.c.state != State.DELETED)
            for name in connection.scalars(lost.distinct()):
                for owner in _owners(connection, name):
                    yield f"{owner}: the bytes with the hash {name} are not there"


def _fault(name: str, size: int, packed_content: bytes) -> str:
    try:
        content = zlib.decompress(packed_content)
    except zlib.error as error:
        return f"cannot be read: {error}"
    if len(content) != size or hashlib.sha256(content).hexdigest() != name:
        return "are others"
    return ""


def _owners(connection: Connection, name: str) -> list[str]:
    """The records that have had these bytes."""
    past = select(VERSION.c.record).where(VERSION.c.hash == name)
    mine = select(RECORD.c.hub, RECORD.c.source, RECORD.c.identifier).where(
        or_(RECORD.c.hash == name, RECORD.c.id.in_(past))
    )
    return ["/".join(row) for row in connection.execute(mine)]


def prune(archive: Archive, keep: timedelta, in_use: Iterable[str]) -> Pruned:
    """Forget the versions that were replaced longer ago, and the bytes that nothing needs any more.

    Args:
        archive: nobody else writes to it.
        keep: how long the earlier versions of a record are kept after it took another.
        in_use: hashes of bytes that are needed elsewhere, such as the last good ones of a record that is refused now.
    """
    before = (datetime.now(UTC) - keep).isoformat(timespec="seconds")
    with archive.writing() as connection:
        old = VERSION.c.last_run.in_(select(RUN.c.id).where(RUN.c.started < before))
        versions = connection.execute(delete(VERSION).where(old)).rowcount
        standing = select(RECORD.c.hash).where(RECORD.c.state != State.DELETED)
        unused = BLOB.c.hash.not_in(standing.union(select(VERSION.c.hash)))
        sizes = {row.hash: row.size for row in connection.execute(select(BLOB.c.hash, BLOB.c.size).where(unused))}
        for name in in_use:
            sizes.pop(name, None)
        names = iter(sizes)
        while page := list(islice(names, _PAGE)):
            connection.execute(delete(BLOB).where(BLOB.c.hash.in_(page)))
    if sizes:
        with closing(archive.engine.raw_connection()) as raw:
            raw.execute("VACUUM")
    return Pruned(versions, len(sizes), sum(sizes.values()))
