"""The archive's tables, and how an archive of an earlier version becomes one of this version."""

from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Boolean,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    inspect,
)
from sqlalchemy.schema import CreateColumn

from .errors import ArchiveError

METADATA = MetaData()

BLOB = Table(
    "blob",
    METADATA,
    Column("hash", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""The exact bytes, compressed, once for each hash."""

RUN = Table(
    "run",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("started", String(32), nullable=False),
    Column("ended", String(32)),
    Column("generation", String(64)),
)

_ADDED = (
    Column("repaired", Integer, nullable=False, server_default="0"),
    Column("declared", String(64), nullable=False, server_default=""),
    Column("since", String, nullable=False, server_default=""),
    Column("moment", String, nullable=False, server_default=""),
    Column("listing", Integer, nullable=False, server_default="0"),
    Column("checkpoint", String, nullable=False, server_default=""),
    Column("total", Integer),
    Column("tombstones", Boolean, nullable=False, server_default="0"),
    Column("gap", String, nullable=False, server_default=""),
    Column("listed", Integer),
    Column("remarks", String, nullable=False, server_default="[]"),
    Column("dialects", String, nullable=False, server_default="[]"),
    Column("refusals", String, nullable=False, server_default="[]"),
)
"""What came to the table ``source_run`` with version 1."""

SOURCE_RUN = Table(
    "source_run",
    METADATA,
    Column("run", ForeignKey("run.id"), primary_key=True),
    Column("hub", String(64), primary_key=True),
    Column("source", String(64), primary_key=True),
    Column("outcome", String(16), nullable=False),
    Column("message", String, nullable=False, default=""),
    Column("started", String(32), nullable=False),
    Column("ended", String(32)),
    *(
        Column(name, Integer, nullable=False, default=0)
        for name in ("new", "changed", "unchanged", "deleted", "refused", "bytes")
    ),
    *_ADDED,
    Index("source_run_source", "hub", "source", "run"),
)
"""How each source's part of each run went: the attributes of ``ledger.SourceRun``."""

RECORD = Table(
    "record",
    METADATA,
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
"""Each record as the latest run that met it has it."""

VERSION = Table(
    "version",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("record", ForeignKey("record.id"), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("datestamp", String(64), nullable=False),
    Column("first_run", ForeignKey("run.id"), nullable=False),
    Column("last_run", ForeignKey("run.id"), nullable=False),
    Index("version_record", "record"),
    Index("version_last_run", "last_run"),
)
"""The earlier bytes of records: from the run that brought them to the one that brought others or took them away."""

VERSION_NUMBER = 1
"""Of these tables; SQLite keeps it as ``user_version``."""


def open_archive(path: Path) -> Engine:
    """An archive for writing; it is made when it does not exist, and brought up to date when it is an earlier one.

    Raises:
        ArchiveError: it is of a later version.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)))
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    with engine.begin() as connection:
        number = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if number > VERSION_NUMBER:
            raise ArchiveError(f"{path} was written by a later version of TerraFAIR")
        if number < VERSION_NUMBER:
            if inspect(connection).has_table(SOURCE_RUN.name):
                _add_columns(connection)
            METADATA.create_all(connection)
            for index in SOURCE_RUN.indexes:
                index.create(connection, checkfirst=True)
            connection.exec_driver_sql(f"PRAGMA user_version={VERSION_NUMBER}")
    return engine


def open_archive_for_reading(path: Path) -> Engine:
    """An existing archive that is never written to."""
    return create_engine(URL.create("sqlite", database=path.resolve().as_uri(), query={"mode": "ro", "uri": "true"}))


def _add_columns(connection: Connection) -> None:
    for column in _ADDED:
        told = CreateColumn(column).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {SOURCE_RUN.name} ADD COLUMN {told}")


def _configure(connection: Any, _record: Any) -> None:
    # transactions begin where ``_begin`` says so: the driver would leave the making of tables outside of them
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA busy_timeout=10000")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
