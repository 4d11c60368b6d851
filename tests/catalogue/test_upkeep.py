import io
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select, update

from catalogue.archive import Archive, State
from catalogue.database import hashes
from catalogue.errors import ArchiveError
from catalogue.generation import Generation
from catalogue.schema import BLOB, METADATA, RECORD, RUN, VERSION
from catalogue.upkeep import export, prune, restore, verify
from harvesters.hub import Source
from harvesters.record import DeletedRecord, Harvested, RawRecord, RefusedRecord
from tests.catalogue.conftest import Station
from tests.catalogue.records import iso
from vocab.diagnostic import diagnostic

SOURCE = Source("land", "files", "folder", "/nowhere")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Two records, one with an earlier version, one deleted; a third one refused."""
    made = Archive(tmp_path / "archive.sqlite")
    take(made, raw("a", b"<one/>"), raw("b", b"<b/>"), raw("c", bytes(range(256))))
    take(made, raw("a", b"<two/>"), DeletedRecord("b"), RefusedRecord("c", (diagnostic("parse.html"),)))
    yield made
    made.close()


def raw(identifier: str, content: bytes) -> RawRecord:
    return RawRecord(
        identifier, content, "application/xml", datestamp="2022-01-15", url=f"https://land.example/{identifier}"
    )


def take(archive: Archive, *items: Harvested) -> None:
    archive.store(archive.ledger.begin_run(), SOURCE, items)


def content(archive: Archive) -> dict[str, list[str]]:
    with archive.engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)).all())) for name, table in METADATA.tables.items()
        }


@pytest.mark.parametrize("name", ["archive.tar", "archive.tar.gz", "archive.tar.xz"])
def test_what_is_exported_and_imported_is_the_same_to_the_last_byte(
    archive: Archive, tmp_path: Path, name: str
) -> None:
    written = export(archive, tmp_path / name)
    read = restore(tmp_path / name, tmp_path / "other" / "archive.sqlite")
    assert written == read
    with closing(Archive(tmp_path / "other" / "archive.sqlite")) as other:
        assert content(other) == content(archive)
        assert list(verify(other)) == []
    assert sorted(path.name for path in (tmp_path / "other").iterdir()) == ["archive.sqlite"]


def test_an_exported_archive_can_be_read_without_us(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "archive.tar")
    with tarfile.open(tmp_path / "archive.tar") as tar:
        lines = tar.extractfile("record.jsonl").read().splitlines()  # type: ignore[union-attr]
        first = orjson.loads(lines[0])
        stored = tar.extractfile(f"bytes/{first['hash'][:2]}/{first['hash']}").read()  # type: ignore[union-attr]
    assert (first["identifier"], first["url"], stored) == ("a", "https://land.example/a", b"<two/>")


def test_a_workspace_from_an_export_publishes_the_same_generation(station: Station, tmp_path: Path) -> None:
    for number in range(4):
        station.write(f"{number}.xml", iso(f"r{number}", f"glacier {number}"))
    station.run()
    station.write("1.xml", iso("r1", "volcano"))
    first = station.run().generation
    with closing(Archive(station.workspace.archive)) as archive:
        export(archive, tmp_path / "archive.tar.gz")
    other = Station(tmp_path / "other", station.sources)
    restore(tmp_path / "archive.tar.gz", other.workspace.archive)
    second = other.publish(station.sources).generation
    assert records(second) == records(first)
    assert second.manifest.triples == first.manifest.triples


def records(generation: Generation) -> list[object]:
    """Every record of a generation, to the last statement."""
    with closing(sqlite3.connect(generation.database)) as connection:
        columns = "hub, source, identifier, hash, dataset, graph, kind, dialect, document, statements"
        return connection.execute(f"SELECT {columns} FROM record ORDER BY hub, source, identifier").fetchall()


def test_nothing_is_imported_over_an_archive(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "archive.tar")
    with pytest.raises(ArchiveError, match="already"):
        restore(tmp_path / "archive.tar", tmp_path / "archive.sqlite")


def tampered(tmp_path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with tarfile.open(tmp_path / "archive.tar") as tar:
        members = {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]
    change(members)
    with tarfile.open(tmp_path / "tampered.tar", "w") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return tmp_path / "tampered.tar"


def other_bytes(members: dict[str, bytes]) -> None:
    members[next(name for name in members if name.startswith("bytes/"))] = b"others"


def missing_bytes(members: dict[str, bytes]) -> None:
    del members[f"bytes/{raw('a', b'<two/>').hash[:2]}/{raw('a', b'<two/>').hash}"]


def a_path(members: dict[str, bytes]) -> None:
    members["../../evil"] = b"evil"


def another_column(members: dict[str, bytes]) -> None:
    members["run.jsonl"] = members["run.jsonl"].replace(b'"started"', b'"begun"')


def no_json(members: dict[str, bytes]) -> None:
    members["record.jsonl"] += b"{"


def a_later_version(members: dict[str, bytes]) -> None:
    members["format.json"] = b'{"format": "terrafair-archive", "version": 99}'


def nothing(members: dict[str, bytes]) -> None:
    members.clear()


@pytest.mark.parametrize(
    "change", [other_bytes, missing_bytes, a_path, another_column, no_json, a_later_version, nothing]
)
def test_what_is_no_export_leaves_nothing_behind(
    archive: Archive, tmp_path: Path, change: Callable[[dict[str, bytes]], None]
) -> None:
    export(archive, tmp_path / "archive.tar")
    with pytest.raises(ArchiveError):
        restore(tampered(tmp_path, change), tmp_path / "other" / "archive.sqlite")
    assert list((tmp_path / "other").iterdir()) == []


def test_a_file_that_is_cut_off_is_no_export(archive: Archive, tmp_path: Path) -> None:
    export(archive, tmp_path / "archive.tar.gz")
    whole = (tmp_path / "archive.tar.gz").read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ArchiveError):
        restore(tmp_path / "cut.tar.gz", tmp_path / "other" / "archive.sqlite")
    assert list((tmp_path / "other").iterdir()) == []


def test_a_whole_archive_has_no_faults(archive: Archive) -> None:
    assert list(verify(archive)) == []


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("content", b"nonsense", "cannot be read"),
        ("content", None, "are others"),
        ("size", 99, "are others"),
        ("hash", "0" * 64, "are not there"),
    ],
)
def test_what_is_broken_is_named(archive: Archive, column: str, value: object, told: str) -> None:
    one, two = raw("a", b"<two/>").hash, raw("b", b"<b/>").hash
    with archive.writing() as connection:
        other = connection.scalar(select(BLOB.c.content).where(BLOB.c.hash == two))
        connection.execute(update(BLOB).where(BLOB.c.hash == one).values({column: value or other}))
    found = list(verify(archive))
    assert any(line.startswith(f"land/files/a: the bytes with the hash {one}") and told in line for line in found)
    assert not any("land/files/c" in line for line in found)


def test_the_earlier_bytes_are_verified_too(archive: Archive) -> None:
    with archive.writing() as connection:
        connection.execute(update(BLOB).where(BLOB.c.hash == raw("a", b"<one/>").hash).values(content=b"x"))
    assert [line.partition(":")[0] for line in verify(archive)] == ["land/files/a"]


def days_ago(archive: Archive, moment: str) -> None:
    with archive.writing() as connection:
        connection.execute(update(RUN).values(started=moment))


def test_pruning_keeps_what_is_young_and_what_stands(archive: Archive) -> None:
    assert prune(archive, timedelta(days=1), ()) == (0, 0, 0)
    days_ago(archive, "2022-01-15T00:00:00+00:00")
    pruned = prune(archive, timedelta(days=1), ())
    # the earlier version of a, and all of b, which is gone; c is refused, and its former bytes are all there is of it
    assert (pruned.versions, pruned.contents, pruned.size) == (3, 2, 10)
    names = {name: raw(name, data).hash for name, data in (("a", b"<two/>"), ("c", bytes(range(256))))}
    assert set(archive.content([raw("a", b"<one/>").hash, raw("b", b"<b/>").hash, *names.values()])) == set(
        names.values()
    )
    assert list(verify(archive)) == []
    take(archive, raw("b", b"<b/>"))
    assert list(verify(archive)) == []
    assert {one.identifier: one.state for one in archive.records()}["b"] is State.ACTIVE


def test_pruning_keeps_what_others_need(archive: Archive) -> None:
    days_ago(archive, "2022-01-15T00:00:00+00:00")
    needed = raw("a", b"<one/>").hash
    assert prune(archive, timedelta(0), [needed]).contents == 1
    assert archive.content([needed]) == {needed: b"<one/>"}


def test_the_last_good_bytes_of_a_stale_record_are_in_use(station: Station) -> None:
    path = station.write("a.xml", iso("a", "glacier"))
    station.run()
    good = RawRecord("a.xml", path.read_bytes(), "").hash
    station.write("a.xml", "<broken")
    station.run()
    assert good in set(hashes(station.workspace.database))
    assert good in set(hashes(station.generations.current().database))
    with closing(Archive(station.workspace.archive)) as archive, archive.engine.connect() as connection:
        assert connection.scalar(select(VERSION.c.hash)) == good
        assert connection.scalar(select(RECORD.c.hash)) != good
