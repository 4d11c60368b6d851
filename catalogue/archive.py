"""The archive: the exact bytes of every record by hash, the state of each record, and the history of each run.

SQLAlchemy on SQLite; the same statements run on PostgreSQL. Every batch is one transaction: what a killed run had
archived is there when the next one begins.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from sqlalchemy import (
    URL,
    Column,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    RowMapping,
    String,
    Table,
    UniqueConstraint,
    and_,
    create_engine,
    event,
    func,
    insert,
    select,
    tuple_,
    update,
)

from harvesters.hub import Source
from harvesters.record import DeletedRecord, Harvested, RawRecord, RefusedRecord
from vocab.diagnostic import Diagnostic

MAX_ABSENT_SHARE = 0.2
"""The largest share of a source's records that may be deleted because a complete listing no longer has them."""


class Outcome(StrEnum):
    """How the harvest of a source ended."""

    COMPLETE = "COMPLETE"
    PARTIAL = "PARTIAL"
    FAILED = "FAILED"
    RUNNING = "RUNNING"


class State(StrEnum):
    """The state of a record in the archive."""

    ACTIVE = "active"
    DELETED = "deleted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Counts:
    """What a harvest brought: numbers of records by what became of them, and bytes received."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    refused: int = 0
    bytes: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in Counts.__slots__))

    @property
    def records(self) -> int:
        """Records received."""
        return self.new + self.changed + self.unchanged + self.deleted + self.refused


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


_METADATA = MetaData()

_BLOB = Table(
    "blob",
    _METADATA,
    Column("hash", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

_RUN = Table(
    "run",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("started", String(32), nullable=False),
    Column("ended", String(32)),
    Column("generation", String(64)),
)

_SOURCE_RUN = Table(
    "source_run",
    _METADATA,
    Column("run", ForeignKey("run.id"), primary_key=True),
    Column("hub", String(64), primary_key=True),
    Column("source", String(64), primary_key=True),
    Column("outcome", String(16), nullable=False),
    Column("message", String, nullable=False, default=""),
    Column("started", String(32), nullable=False),
    Column("ended", String(32)),
    *(Column(name, Integer, nullable=False, default=0) for name in Counts.__slots__),
)

_RECORD = Table(
    "record",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("hub", String(64), nullable=False),
    Column("source", String(64), nullable=False),
    Column("identifier", String, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("datestamp", String(64), nullable=False),
    Column("url", String, nullable=False),
    Column("state", String(16), nullable=False),
    Column("findings", LargeBinary),
    Column("first_run", ForeignKey("run.id"), nullable=False),
    Column("seen_run", ForeignKey("run.id"), nullable=False),
    Column("changed_run", ForeignKey("run.id"), nullable=False),
    UniqueConstraint("hub", "source", "identifier"),
    Index("record_seen", "hub", "source", "seen_run"),
)


class Archive:
    """The archive of one workspace.

    Args:
        path: the SQLite file; it is made when it does not exist.
        read_only: open an existing file for reading only.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        if read_only:
            self._engine = create_engine(
                URL.create("sqlite", database=path.resolve().as_uri(), query={"mode": "ro", "uri": "true"})
            )
            return
        self._engine = create_engine(URL.create("sqlite", database=str(path)))
        event.listen(self._engine, "connect", _configure_sqlite)
        _METADATA.create_all(self._engine)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """The database, for upkeep."""
        return self._engine

    def begin_run(self) -> int:
        """A new run's number; harvests that an earlier run left unfinished are noted as failed."""
        running = _SOURCE_RUN.c.outcome == Outcome.RUNNING
        failed = {"outcome": Outcome.FAILED, "message": "the run ended before the harvest did"}
        with self._engine.begin() as connection:
            connection.execute(update(_SOURCE_RUN).where(running).values(**failed))
            result = connection.execute(insert(_RUN).values(started=_now()))
            return int(result.inserted_primary_key[0])  # type: ignore[index]

    def end_run(self, run: int, generation: str) -> None:
        """Note that a run came to its end, and what it published."""
        with self._engine.begin() as connection:
            connection.execute(update(_RUN).where(_RUN.c.id == run).values(ended=_now(), generation=generation))

    def begin_source(self, run: int, source: Source) -> None:
        """Note that a source's harvest began."""
        values = {"run": run, "hub": source.hub, "source": source.name, "outcome": Outcome.RUNNING, "started": _now()}
        with self._engine.begin() as connection:
            connection.execute(insert(_SOURCE_RUN).values(message="", **values))

    def end_source(self, run: int, source: Source, outcome: Outcome, counts: Counts, message: str = "") -> None:
        """Note how a source's harvest ended."""
        table = _SOURCE_RUN.c
        values = {name: getattr(counts, name) for name in Counts.__slots__}
        with self._engine.begin() as connection:
            connection.execute(
                update(_SOURCE_RUN)
                .where(and_(table.run == run, table.hub == source.hub, table.source == source.name))
                .values(outcome=outcome, message=message, ended=_now(), **values)
            )

    def store(self, run: int, source: Source, batch: Sequence[Harvested]) -> tuple[Counts, int]:
        """Take what a harvester yielded, in one transaction; the last of several records of one name stands.

        Returns:
            What the batch brought, and how many of its records bear a name that the run has met before in this source;
            those are counted as what the first of that name was.
        """
        table = _RECORD.c
        by_name = {item.identifier: item for item in batch}
        with self._engine.begin() as connection:
            known = {
                row["identifier"]: row
                for row in connection.execute(
                    select(_RECORD).where(
                        and_(table.hub == source.hub, table.source == source.name, table.identifier.in_(by_name))
                    )
                ).mappings()
            }
            rows = [_row(run, source, item, known.get(item.identifier)) for item in by_name.values()]
            blobs = {item.hash: item.content for item in by_name.values() if isinstance(item, RawRecord)}
            held = set(connection.scalars(select(_BLOB.c.hash).where(_BLOB.c.hash.in_(blobs))))
            missing = [
                {"hash": name, "size": len(content), "content": zlib.compress(content, 6)}
                for name, content in blobs.items()
                if name not in held
            ]
            if missing:
                connection.execute(insert(_BLOB), missing)
            fresh = [values for values, _ in rows if "id" not in values]
            if fresh:
                connection.execute(insert(_RECORD), fresh)
            for values, _ in rows:
                if "id" in values:
                    connection.execute(update(_RECORD).where(table.id == values["id"]).values(values))
        met = sum(row["seen_run"] == run for row in known.values())
        return sum((count for _, count in rows), Counts()), met + len(batch) - len(by_name)

    def delete_absent(self, run: int, source: Source, *, max_share: float = MAX_ABSENT_SHARE) -> tuple[int, int]:
        """Mark as deleted what a complete listing of a source no longer had.

        Returns:
            How many records were marked, and how many are absent; none are marked when the absent ones are more
            than ``max_share`` of the source's records.
        """
        table = _RECORD.c
        mine = and_(table.hub == source.hub, table.source == source.name, table.state != State.DELETED)
        absent = and_(mine, table.seen_run < run)
        with self._engine.begin() as connection:
            total = connection.scalar(select(func.count()).where(mine)) or 0
            count = connection.scalar(select(func.count()).where(absent)) or 0
            if not count or count > max_share * total:
                return 0, count
            connection.execute(update(_RECORD).where(absent).values(state=State.DELETED, changed_run=run))
            return count, count

    def records(self, *, page: int = 1000) -> Iterator[ArchivedRecord]:
        """Every record in the order of its key, page by page."""
        table = _RECORD.c
        after: tuple[str, str, str] | None = None
        key = tuple_(table.hub, table.source, table.identifier)
        while True:
            query = select(_RECORD, _RUN.c.started.label("received")).join(_RUN, _RUN.c.id == table.changed_run)
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
        """The exact bytes by hash."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(_BLOB.c.hash, _BLOB.c.content).where(_BLOB.c.hash.in_(hashes)))
            return {name: zlib.decompress(content) for name, content in rows}

    def history(self, *, limit: int = 20) -> list[RowMapping]:
        """The latest harvests of each source, newest first: the columns of the table ``source_run``."""
        table = _SOURCE_RUN.c
        query = select(_SOURCE_RUN).order_by(table.run.desc(), table.hub, table.source).limit(limit)
        with self._engine.connect() as connection:
            return list(connection.execute(query).mappings())

    def latest(self) -> list[RowMapping]:
        """The latest harvest of each source: the columns of the table ``source_run``."""
        table = _SOURCE_RUN.c
        newest = (
            select(func.max(table.run).label("run"), table.hub, table.source)
            .group_by(table.hub, table.source)
            .subquery()
        )
        query = select(_SOURCE_RUN).join(
            newest,
            and_(newest.c.run == table.run, newest.c.hub == table.hub, newest.c.source == table.source),
        )
        with self._engine.connect() as connection:
            return list(connection.execute(query.order_by(table.hub, table.source)).mappings())


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _row(run: int, source: Source, item: Harvested, known: RowMapping | None) -> tuple[dict[str, Any], Counts]:
    """The new values of a record's row, and what they count as."""
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
        values |= {"hash": item.hash, "media_type": item.media_type, "url": item.url, "state": State.ACTIVE}
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
