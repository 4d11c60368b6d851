import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from catalogue.database import CatalogueDatabase, RefinedEntry, statements
from catalogue.refinery import Refined, Refinery, Task
from harvesters.record import RawRecord
from mappings.scope import Origin
from tests.catalogue.records import iso
from vocab.diagnostic import diagnostic, repair
from vocab.term import ntriples

KEY = ("land", "files", "a")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[CatalogueDatabase]:
    with closing(CatalogueDatabase(tmp_path / "catalogue.sqlite")) as made:
        yield made


def entry(refinery: Refinery, content: str, key: tuple[str, str, str] = KEY, suffix: str = "") -> RefinedEntry:
    raw = RawRecord(key[2], content.encode(), "application/xml", "2022-01-15", "https://land.example/a")
    (result,) = refinery.refine([Task(raw, Origin(*key, suffix=suffix))])
    assert isinstance(result, Refined)
    finding = diagnostic("map.missing", path="x", line=3, excerpt="y", detail="z")
    return RefinedEntry(
        key, "seen", raw.hash, "context", raw.datestamp, raw.url, suffix, result.record, result.document, (finding,)
    )


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


TABLES = ("record", "finding", "facet", "words", "box", "box_of", "period", "period_of", "concept")


def test_the_exact_statements_come_back_byte_for_byte(
    database: CatalogueDatabase, refinery: Refinery, tmp_path: Path
) -> None:
    made = entry(refinery, iso("a", 'l\'été "austral" \\ &lt;b&gt;\n\t€ 😀'))
    with database.transaction():
        database.put(made)
    exact = ntriples(made.refined.triples)
    (stored,) = database.records()
    assert database.statements(stored.id) == exact
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as connection:
        assert statements(connection.execute("SELECT statements FROM record").fetchone()[0]) == exact
    assert "nonNegativeInteger> ." in exact  # what a graph store would have changed
    assert (stored.key, stored.hash, stored.seen, stored.context, stored.suffix) == (
        KEY, made.hash, "seen", "context", ""
    )  # fmt: skip


def test_replacing_and_removing_leave_nothing_behind(
    database: CatalogueDatabase, refinery: Refinery, tmp_path: Path
) -> None:
    path = tmp_path / "catalogue.sqlite"
    with database.transaction():
        for number in range(5):
            database.put(entry(refinery, iso("a", f"title {number}", west=number), KEY))
            database.put(entry(refinery, iso("b"), ("land", "files", "b")))
    assert list(database.flaws()) == []
    assert [rows(path, table) for table in ("record", "words", "box", "box_of", "finding")] == [2] * 5
    with database.transaction():
        database.remove(KEY)
        database.remove(("land", "files", "unknown"))
    assert list(database.flaws()) == []
    assert [rows(path, table) for table in ("record", "words", "box", "box_of", "finding")] == [1] * 5
    with database.transaction():
        database.remove(("land", "files", "b"))
    assert {table: rows(path, table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_a_repair_is_kept_with_the_value_after(database: CatalogueDatabase, refinery: Refinery, tmp_path: Path) -> None:
    told = repair("repaired.date", "20100131", "2010-01-31", path="date", line=3)
    made = entry(refinery, iso("a"))
    with database.transaction():
        database.put(made._replace(findings=(told, told, *made.findings)))
    assert database.repaired() == 1
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as connection:
        found = connection.execute("SELECT excerpt, repaired FROM finding WHERE repaired <> ''").fetchall()
    assert found == [("20100131", "2010-01-31")] * 2


def test_a_refused_record_keeps_what_is_known_of_it(database: CatalogueDatabase, refinery: Refinery) -> None:
    made = entry(refinery, iso("a"))
    with database.transaction():
        database.put(made)
        database.refuse(KEY, "seen later", (diagnostic("parse.empty"),))
        database.refuse(("land", "files", "b"), "seen", (diagnostic("parse.empty"), diagnostic("parse.html")))
    a, b = database.records()
    assert (a.seen, a.hash, a.graph) == ("seen later", made.hash, made.refined.graph[1:-1])
    assert (b.hash, b.graph, b.dataset) == ("", "", "")
    assert database.count() == (1, 3)
    assert [stored.key for stored in database.outdated("another context")] == [KEY]
    assert list(database.outdated("context")) == []
    assert list(database.flaws()) == []


def test_a_transaction_is_kept_as_a_whole_or_not_at_all(database: CatalogueDatabase, refinery: Refinery) -> None:
    made = entry(refinery, iso("a"))

    def interrupted() -> None:
        with database.transaction():
            database.put(made)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(database.records()) == []
    assert list(database.flaws()) == []


def test_two_records_cannot_have_one_address(database: CatalogueDatabase, refinery: Refinery) -> None:
    other = ("land", "others", "a")
    with database.transaction():
        database.put(entry(refinery, iso("a")))
    with pytest.raises(sqlite3.IntegrityError), database.transaction():
        database.put(entry(refinery, iso("a"), other))
    with database.transaction():
        database.put(entry(refinery, iso("a"), other, suffix="x"))
    a, b = database.records()
    assert b.dataset == f"{a.dataset}-x"
    assert (database.owner(a.dataset), database.owner(b.dataset)) == (KEY, other)
    assert database.owner("https://catalogue.example/dataset/land/none") is None


def test_records_come_in_the_order_of_their_keys_whatever_the_page(database: CatalogueDatabase) -> None:
    keys = [("land", "files", name) for name in ("é", "a", "Z", "a/b", "10", "9", "😀", "\ufffd")]
    with database.transaction():
        for key in keys:
            database.refuse(key, "", ())
    for page in (1, 3, 8, 100):
        assert [stored.key for stored in database.records(page=page)] == sorted(keys)


def test_a_snapshot_is_a_whole_database_without_labels_of_nothing(
    database: CatalogueDatabase, refinery: Refinery, tmp_path: Path
) -> None:
    with database.transaction():
        database.put(entry(refinery, iso("a")))
    database.snapshot(tmp_path / "one.sqlite")
    with database.transaction():
        database.remove(KEY)
    database.snapshot(tmp_path / "two.sqlite")
    assert rows(tmp_path / "one.sqlite", "facet_label") > 0
    assert rows(tmp_path / "one.sqlite", "record") == 1
    assert rows(tmp_path / "two.sqlite", "facet_label") == 0


def test_a_file_of_another_schema_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("CREATE TABLE record (x); PRAGMA user_version = 99;")
    with closing(CatalogueDatabase(path)) as database:
        assert list(database.records()) == []
        assert list(database.flaws()) == []


def test_flaws_name_what_is_orphaned(database: CatalogueDatabase, refinery: Refinery, tmp_path: Path) -> None:
    with database.transaction():
        database.put(entry(refinery, iso("a")))
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as connection, connection:
        connection.execute("DELETE FROM words")
        connection.execute("INSERT INTO box VALUES (99, 0, 1, 0, 1, 99)")
        connection.execute("INSERT INTO facet VALUES (99, 'hub', 'x')")
    assert [flaw.split()[4] for flaw in database.flaws()] == ["words", "box", "facet"]
