"""The archive: the exact bytes of every record by hash, the state of each record, and its earlier versions.

SQLAlchemy on SQLite; the same statements run on PostgreSQL. Every batch is one transaction together with the place
where its listing goes on: what a killed run had archived is there when the next one begins, which goes on from there.
"""

import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    and_,
    bindparam,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.exc import OperationalError

from harvesters.hub import Source
from harvesters.record import DeletedRecord, Harvested, RawRecord, RefusedRecord
from vocab.diagnostic import Diagnostic

from .errors import ArchiveError
from .ledger import NOWHERE, Counts, Ledger, Reached
from .schema import BLOB, RECORD, RUN, VERSION, open_archive, open_archive_for_reading


class State(StrEnum):
    """The state of a record in the archive."""

    ACTIVE = "active"
    DELETED = "deleted"
    REFUSED = "refused"


class ArchivedRecord(NamedTuple):
    """A record as the archive knows it, without its bytes.

    Attributes:
        hub: id of its hub.
        source: name of its harvest source.
        identifier: the source's name for it.
        hash: SHA-256 of its bytes; empty for one that was refused before its bytes were had.
        media_type: of the bytes.
        datestamp: the source's own date of last change.
        url: where it can be fetched again.
        state: active, deleted or refused.
        findings: diagnostics of its harvest.
        received: when these bytes first came, in ISO 8601.
    """

    hub: str
    source: str
    identifier: str
    hash: str
    media_type: str
    datestamp: str
    url: str
    state: State
    findings: tuple[Diagnostic, ...]
    received: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Hub, source and identifier."""
        return self.hub, self.source, self.identifier


class Archive:
    """The archive of one workspace; threads may share it, one writes at a time.

    Attributes:
        ledger: its runs.

    Args:
        path: the SQLite file; it is made when it does not exist.
        read_only: open an existing file for reading only.

    Raises:
        ArchiveError: it was written by a later version.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self._path = path
        self._engine = open_archive_for_reading(path) if read_only else open_archive(path)
        self._turn = threading.Lock()
        self.ledger = Ledger(self.writing, self._engine)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """The database, for upkeep."""
        return self._engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction, kept as a whole or not at all; one thread at a time has one.

        Raises:
            ArchiveError: the file cannot be written, such as when the disk is full; what it held before is there.
        """
        try:
            with self._turn, self._engine.begin() as connection:
                yield connection
        except OperationalError as error:
            raise ArchiveError(f"{self._path} cannot be written: {error.orig}") from error

    def store(
        self, run: int, source: Source, batch: Sequence[Harvested], reached: Reached = NOWHERE
    ) -> tuple[Counts, int]:
        """Take what a harvester yielded, in one transaction; the last of several records of one name stands.

        Args:
            run: number of the run.
            source: the source.
            batch: what it gave.
            reached: how far its listing is after the batch.

        Returns:
            What the batch brought, and how many of its records bear a name that the run has met before in this source;
            those are counted as what the first of that name was.
        """
        by_name = {item.identifier: item for item in batch}
        hashes = {name: item.hash for name, item in by_name.items() if isinstance(item, RawRecord)}
        contents = {hashes[name]: item.content for name, item in by_name.items() if isinstance(item, RawRecord)}
        # compressing takes longest, and needs no turn at writing
        fresh = [
            {"hash": name, "size": len(contents[name]), "content": packed(contents[name])}
            for name in contents.keys() - self._held(contents)
        ]
        with self.writing() as connection:
            known = _known(connection, source, by_name)
            _keep_bytes(connection, fresh)
            rows = [_row(run, source, item, hashes.get(name, ""), known.get(name)) for name, item in by_name.items()]
            _keep_versions(connection, run, rows, known)
            _write(connection, run, [values for values, _ in rows], known)
            counts = sum((count for _, count in rows), Counts())
            self.ledger.advance(connection, run, source, counts, reached)
        met = sum(row["seen_run"] == run for row in known.values())
        return counts, met + len(batch) - len(by_name)

    def _held(self, hashes: Iterable[str]) -> set[str]:
        with self._engine.connect() as connection:
            return set(connection.scalars(select(BLOB.c.hash).where(BLOB.c.hash.in_(hashes))))

    def listed(self, source: Source, listing: int) -> int:
        """How many records of a source a listing has shown so far.

        Args:
            source: the source.
            listing: number of the run in which the listing began.
        """
        table = RECORD.c
        seen = and_(table.hub == source.hub, table.source == source.name, table.seen_run >= listing)
        with self._engine.connect() as connection:
            return connection.scalar(select(func.count()).where(seen, table.state != State.DELETED)) or 0

    def delete_absent(self, run: int, source: Source, listing: int, *, max_share: float) -> tuple[int, int]:
        """Mark as deleted what a complete listing of everything no longer had.

        One record may always go, unless it is the last. A share of 1 is somebody's consent to lose them all.

        Args:
            run: number of the run.
            source: the source.
            listing: number of the run in which the listing began.
            max_share: the largest share of the source's records that may be marked.

        Returns:
            How many records were marked, and how many are absent; all of those are marked or none.
        """
        table = RECORD.c
        mine = and_(table.hub == source.hub, table.source == source.name, table.state != State.DELETED)
        absent = and_(mine, table.seen_run < listing)
        with self.writing() as connection:
            total = connection.scalar(select(func.count()).where(mine)) or 0
            count = connection.scalar(select(func.count()).where(absent)) or 0
            at_most = total if max_share >= 1 else min(max(1, int(max_share * total)), total - 1)
            if not count or count > at_most:
                return 0, count
            _delete(connection, run, absent)
            self.ledger.advance(connection, run, source, Counts(deleted=count), NOWHERE)
            return count, count

    def withdraw(self, hub: str, source: str = "") -> int:
        """Mark every record of a hub, or of one of its sources, as deleted; their versions are kept.

        Returns:
            How many records were marked.
        """
        table = RECORD.c
        mine = and_(table.hub == hub, table.state != State.DELETED)
        if source:
            mine = and_(mine, table.source == source)
        run = self.ledger.begin_run()
        with self.writing() as connection:
            count = connection.scalar(select(func.count()).where(mine)) or 0
            _delete(connection, run, mine)
        self.ledger.end_run(run, "")
        return count

    def records(self, *, page: int = 1000) -> Iterator[ArchivedRecord]:
        """Every record in the order of its key, page by page."""
        table = RECORD.c
        after: tuple[str, str, str] | None = None
        key = tuple_(table.hub, table.source, table.identifier)
        while True:
            query = select(RECORD, RUN.c.started.label("received")).join(RUN, RUN.c.id == table.changed_run)
            query = query.order_by(table.hub, table.source, table.identifier).limit(page)
            if after is not None:
                query = query.where(key > after)
            with self._engine.connect() as connection:
                rows = [_archived(row) for row in connection.execute(query).mappings()]
            yield from rows
            if len(rows) < page:
                return
            after = rows[-1].key

    def content(self, hashes: Sequence[str]) -> dict[str, bytes]:
        """The exact bytes by hash, of those that are kept.

        Raises:
            ArchiveError: some cannot be read any more.
        """
        with self._engine.connect() as connection:
            rows = connection.execute(select(BLOB.c.hash, BLOB.c.content).where(BLOB.c.hash.in_(hashes)))
            return {name: self._unpacked(name, content) for name, content in rows}

    def _unpacked(self, name: str, content: bytes) -> bytes:
        try:
            return zlib.decompress(content)
        except zlib.error as error:
            raise ArchiveError(f"{self._path}: the bytes with the hash {name} are damaged: {error}") from error


def _delete(connection: Connection, run: int, condition: ColumnElement[bool]) -> None:
    """Mark records as deleted; what they were becomes a version."""
    table = RECORD.c
    past = (table.id, table.hash, table.media_type, table.datestamp, table.changed_run, literal(run))
    connection.execute(insert(VERSION).from_select(_PAST, select(*past).where(condition, table.state == State.ACTIVE)))
    connection.execute(update(RECORD).where(condition).values(state=State.DELETED, changed_run=run))


_PAST = ("record", "hash", "media_type", "datestamp", "first_run", "last_run")
"""What is kept of an earlier version."""


def packed(content: bytes) -> bytes:
    """Bytes as the archive keeps them."""
    return zlib.compress(content, 6)


def _known(connection: Connection, source: Source, names: Iterable[str]) -> dict[str, RowMapping]:
    table = RECORD.c
    mine = and_(table.hub == source.hub, table.source == source.name, table.identifier.in_(names))
    return {row["identifier"]: row for row in connection.execute(select(RECORD).where(mine)).mappings()}


def _keep_bytes(connection: Connection, fresh: Sequence[dict[str, Any]]) -> None:
    """Keep the bytes that nobody has kept meanwhile."""
    held = set(connection.scalars(select(BLOB.c.hash).where(BLOB.c.hash.in_([row["hash"] for row in fresh]))))
    if missing := [row for row in fresh if row["hash"] not in held]:
        connection.execute(insert(BLOB), missing)


def _keep_versions(
    connection: Connection,
    run: int,
    rows: Iterable[tuple[Mapping[str, Any], Counts]],
    known: Mapping[str, RowMapping],
) -> None:
    """Keep what stood until now of records that take other bytes or go."""
    past = list[dict[str, Any]]()
    for values, _ in rows:
        row = known.get(values["identifier"])
        if row is None or row["state"] != State.ACTIVE:
            continue
        if (values["hash"], values["state"]) != (row["hash"], row["state"]):
            former = (row[name] for name in ("id", "hash", "media_type", "datestamp", "changed_run"))
            past.append(dict(zip(_PAST, (*former, run), strict=True)))
    if past:
        connection.execute(insert(VERSION), past)


def _write(connection: Connection, run: int, rows: Iterable[dict[str, Any]], known: Mapping[str, RowMapping]) -> None:
    """Write the records' rows; of most, nothing but the run that met them has changed."""
    fresh, other, same = list[dict[str, Any]](), list[dict[str, Any]](), list[int]()
    for values in rows:
        if "id" not in values:
            fresh.append(values)
        elif all(known[values["identifier"]][name] == value for name, value in values.items() if name != "seen_run"):
            same.append(values["id"])
        else:
            other.append({f"new_{name}": value for name, value in values.items()})
    if fresh:
        connection.execute(insert(RECORD), fresh)
    if same:
        connection.execute(update(RECORD).where(RECORD.c.id.in_(same)).values(seen_run=run))
    if other:
        names = (name.removeprefix("new_") for name in other[0])
        changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names if name != "id"}
        connection.execute(update(RECORD).where(RECORD.c.id == bindparam("new_id")).values(changed), other)


def _row(
    run: int, source: Source, item: Harvested, hash_: str, known: RowMapping | None
) -> tuple[dict[str, Any], Counts]:
    """The new values of a record's row, and what they count as; the hash is that of its bytes, if there are any."""
    values: dict[str, Any] = {
        "hub": source.hub,
        "source": source.name,
        "identifier": item.identifier,
        "seen_run": run,
        "hash": known["hash"] if known else "",
        "media_type": known["media_type"] if known else "",
        "datestamp": "" if isinstance(item, RefusedRecord) else item.datestamp,
        "url": known["url"] if known else "",
        "findings": None,
    }
    counts = Counts()
    if isinstance(item, RawRecord):
        values |= {"hash": hash_, "media_type": item.media_type, "url": item.url, "state": State.ACTIVE}
        counts = replace(counts, bytes=len(item.content))
    elif isinstance(item, DeletedRecord):
        values["state"] = State.DELETED
    else:
        values |= {"state": State.REFUSED, "findings": orjson.dumps(item.diagnostics)}
    changed = known is None or known["hash"] != values["hash"] or known["state"] != values["state"]
    if known is None:
        values |= {"first_run": run, "changed_run": run}
    else:
        values |= {"id": known["id"], "changed_run": run if changed else known["changed_run"]}
    if known is not None and known["seen_run"] == run:
        return values, counts
    kind = "new" if known is None else "changed" if changed else "unchanged"
    if isinstance(item, DeletedRecord):
        kind = "deleted" if changed else "unchanged"
    elif isinstance(item, RefusedRecord):
        kind = "refused"
    return values, replace(counts, **{kind: 1})


def _archived(row: RowMapping) -> ArchivedRecord:
    findings = orjson.loads(row["findings"]) if row["findings"] else ()
    return ArchivedRecord(
        row["hub"],
        row["source"],
        row["identifier"],
        row["hash"],
        row["media_type"],
        row["datestamp"],
        row["url"],
        State(row["state"]),
        tuple(Diagnostic(**finding) for finding in findings),
        row["received"],
    )
