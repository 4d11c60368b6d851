"""An archive of the first version, as it was laid out before schedules and checkpoints, opens and keeps its content."""

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from catalogue.archive import Archive
from catalogue.errors import ArchiveError
from catalogue.ledger import Counts, Outcome
from catalogue.schema import METADATA, VERSION_NUMBER
from harvesters.hub import Source
from harvesters.record import RawRecord, Start

RECORD = RawRecord("a", b"<a/>", "application/xml")
SOURCE = Source("land", "files", "folder", "/nowhere")

FIRST = """
CREATE TABLE blob (hash VARCHAR(64) NOT NULL, size INTEGER NOT NULL, content BLOB NOT NULL, PRIMARY KEY (hash));
CREATE TABLE run (id INTEGER NOT NULL, started VARCHAR(32) NOT NULL, ended VARCHAR(32), generation VARCHAR(64),
    PRIMARY KEY (id));
CREATE TABLE record (id INTEGER NOT NULL, hub VARCHAR(64) NOT NULL, source VARCHAR(64) NOT NULL,
    identifier VARCHAR NOT NULL, hash VARCHAR(64) NOT NULL, media_type VARCHAR(64) NOT NULL,
    datestamp VARCHAR(64) NOT NULL, url VARCHAR NOT NULL, state VARCHAR(16) NOT NULL, findings BLOB,
    first_run INTEGER NOT NULL, seen_run INTEGER NOT NULL, changed_run INTEGER NOT NULL, PRIMARY KEY (id),
    UNIQUE (hub, source, identifier), FOREIGN KEY(first_run) REFERENCES run (id),
    FOREIGN KEY(seen_run) REFERENCES run (id), FOREIGN KEY(changed_run) REFERENCES run (id));
CREATE INDEX record_seen ON record (hub, source, seen_run);
CREATE TABLE source_run (run INTEGER NOT NULL, hub VARCHAR(64) NOT NULL, source VARCHAR(64) NOT NULL,
    outcome VARCHAR(16) NOT NULL, message VARCHAR NOT NULL, started VARCHAR(32) NOT NULL, ended VARCHAR(32),
    new INTEGER NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL, deleted INTEGER NOT NULL,
    refused INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (run, hub, source),
    FOREIGN KEY(run) REFERENCES run (id));
INSERT INTO run VALUES (1, '2022-01-15T00:00:00+00:00', '2022-01-15T00:01:00+00:00', '20220115T000100Z-1');
INSERT INTO source_run VALUES (1, 'land', 'files', 'COMPLETE', '', '2022-01-15T00:00:00+00:00',
    '2022-01-15T00:00:30+00:00', 1, 0, 0, 0, 0, 4);
"""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "archive.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(FIRST)
        connection.execute("INSERT INTO blob VALUES (?, 4, ?)", (RECORD.hash, zlib.compress(RECORD.content)))
        row = "1, 'land', 'files', 'a', ?, 'application/xml', '', '', 'active', NULL, 1, 1, 1"
        connection.execute(f"INSERT INTO record VALUES ({row})", (RECORD.hash,))
    return path


def layout(path: Path) -> dict[str, list[tuple[str, bool]]]:
    with closing(Archive(path)) as archive:
        found = inspect(archive.engine)
        return {
            table: sorted((column["name"], column["nullable"]) for column in found.get_columns(table))
            + [(str(index["name"]), True) for index in found.get_indexes(table)]
            for table in METADATA.tables
        }


def test_an_archive_of_the_first_version_is_brought_up_to_date(first: Path, tmp_path: Path) -> None:
    assert layout(first) == layout(tmp_path / "new.sqlite")
    with closing(Archive(first)) as archive:
        assert archive.content([RECORD.hash]) == {RECORD.hash: b"<a/>"}
        assert [record.identifier for record in archive.records()] == ["a"]
        (row,) = archive.ledger.history()
        assert (row.outcome, row.counts, row.seconds) == (Outcome.COMPLETE, Counts(new=1, bytes=4), 30.0)
        run = archive.ledger.begin_run()
        assert archive.ledger.listing(run, SOURCE).start == Start()
        assert archive.store(run, SOURCE, [RECORD])[0] == Counts(unchanged=1, bytes=4)
    assert layout(first) == layout(tmp_path / "new.sqlite")


def test_a_migration_that_is_broken_off_is_made_by_the_next(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(METADATA, "create_all", broken)
        with pytest.raises(KeyboardInterrupt):
            Archive(first)
    with closing(Archive(first)) as archive:
        assert len(archive.ledger.history()) == 1


def test_an_archive_of_a_later_version_is_left_alone(first: Path) -> None:
    with closing(sqlite3.connect(first)) as connection, connection:
        connection.execute(f"PRAGMA user_version={VERSION_NUMBER + 1}")
    with pytest.raises(ArchiveError, match="later version"):
        Archive(first)
