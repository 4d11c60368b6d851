import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from catalogue.archive import Archive, Counts, Outcome, State
from harvesters.hub import Source
from harvesters.record import DeletedRecord, Harvested, RawRecord, RefusedRecord
from vocab.diagnostic import diagnostic

SOURCE = Source("land", "files", "folder", "/nowhere")
OTHER = Source("land", "others", "folder", "/nowhere")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    made = Archive(tmp_path / "archive.sqlite")
    yield made
    made.close()


def raw(identifier: str, content: bytes = b"<a/>", **fields: str) -> RawRecord:
    return RawRecord(identifier, content, "application/xml", **fields)


def take(archive: Archive, *items: Harvested, source: Source = SOURCE, run: int | None = None) -> Counts:
    return archive.store(run or archive.begin_run(), source, items)[0]


def states(archive: Archive) -> dict[str, State]:
    return {record.identifier: record.state for record in archive.records()}


@pytest.mark.parametrize("content", [b"", b"<a/>", bytes(range(256)) * 300, "été\r\n".encode("utf-16")])
def test_the_exact_bytes_come_back(archive: Archive, content: bytes) -> None:
    record = raw("a", content)
    take(archive, record)
    assert archive.content([record.hash]) == {record.hash: content}


def test_bytes_are_kept_once_and_for_ever(archive: Archive) -> None:
    first, second = raw("a", b"<one/>"), raw("a", b"<two/>")
    take(archive, first, raw("b", b"<one/>"))
    take(archive, second)
    assert archive.content([first.hash, second.hash]) == {first.hash: b"<one/>", second.hash: b"<two/>"}


def test_what_a_record_counts_as(archive: Archive) -> None:
    assert take(archive, raw("a"), raw("b")) == Counts(new=2, bytes=8)
    assert take(archive, raw("a"), raw("b", b"<b/>")) == Counts(unchanged=1, changed=1, bytes=8)
    assert take(archive, DeletedRecord("a")) == Counts(deleted=1)
    assert take(archive, DeletedRecord("a")) == Counts(unchanged=1)
    assert states(archive) == {"a": State.DELETED, "b": State.ACTIVE}
    assert take(archive, raw("a")) == Counts(changed=1, bytes=4)
    assert states(archive)["a"] is State.ACTIVE


def test_a_source_has_its_own_names(archive: Archive) -> None:
    take(archive, raw("a"))
    assert take(archive, raw("a"), source=OTHER).new == 1
    take(archive, DeletedRecord("a"), source=OTHER)
    assert [(record.source, record.state) for record in archive.records()] == [
        ("files", State.ACTIVE),
        ("others", State.DELETED),
    ]


def test_a_refused_record_keeps_findings_and_former_bytes(archive: Archive) -> None:
    good = raw("a", datestamp="2022-01-15", url="https://land.example/a")
    take(archive, good)
    why = diagnostic("harvest.size", path="a", line=7, detail="too much — trop")
    assert take(archive, RefusedRecord("a", (why,)), RefusedRecord("b", (why,))) == Counts(refused=2)
    a, b = archive.records()
    assert (a.state, a.hash, a.findings) == (State.REFUSED, good.hash, (why,))
    assert (b.state, b.hash, b.findings) == (State.REFUSED, "", (why,))
    take(archive, good)
    (a, _) = archive.records()
    assert (a.state, a.findings, a.url, a.datestamp) == (State.ACTIVE, (), good.url, good.datestamp)


def test_the_last_record_of_a_name_stands_and_is_counted_once(archive: Archive) -> None:
    run = archive.begin_run()
    brought, repeated = archive.store(run, SOURCE, [raw("a", b"<1/>"), raw("b"), raw("a", b"<2/>")])
    assert (dataclasses.replace(brought, bytes=0), repeated) == (Counts(new=2), 1)
    brought, repeated = archive.store(run, SOURCE, [raw("a", b"<3/>"), raw("c")])
    assert (dataclasses.replace(brought, bytes=0), repeated) == (Counts(new=1), 1)
    assert next(archive.records()).hash == raw("a", b"<3/>").hash
    assert archive.store(archive.begin_run(), SOURCE, [raw("a", b"<3/>")]) == (Counts(unchanged=1, bytes=4), 0)


def test_what_a_complete_listing_lacks_is_deleted(archive: Archive) -> None:
    take(archive, *(raw(f"{number}") for number in range(10)))
    take(archive, raw("x"), source=OTHER)
    run = archive.begin_run()
    take(archive, *(raw(f"{number}") for number in range(8)), run=run)
    assert archive.delete_absent(run, SOURCE) == (2, 2)
    assert {name for name, state in states(archive).items() if state is State.DELETED} == {"8", "9"}
    assert archive.delete_absent(run, SOURCE) == (0, 0)


def test_no_more_than_a_fifth_is_deleted(archive: Archive) -> None:
    take(archive, *(raw(f"{number}") for number in range(10)))
    run = archive.begin_run()
    take(archive, *(raw(f"{number}") for number in range(7)), run=run)
    assert archive.delete_absent(run, SOURCE) == (0, 3)
    assert set(states(archive).values()) == {State.ACTIVE}
    assert archive.delete_absent(run, SOURCE, max_share=0.3) == (3, 3)


def test_a_batch_is_stored_as_a_whole_or_not_at_all(archive: Archive) -> None:
    bad = RawRecord("b", b"<b/>", None)  # type: ignore[arg-type]  # what the database must refuse
    with pytest.raises(SQLAlchemyError):
        take(archive, raw("a"), bad)
    assert list(archive.records()) == []
    assert archive.content([raw("a").hash]) == {}


def test_records_come_in_the_order_of_their_keys_whatever_the_page(archive: Archive) -> None:
    names = ["é", "a", "Z", "a/b", "10", "9", "", "😀", "�", "a b"]
    take(archive, *(raw(name) for name in names))
    take(archive, *(raw(name) for name in names[:3]), source=OTHER)
    whole = [record.key for record in archive.records()]
    assert whole == sorted(whole)
    assert len(whole) == 13
    for page in (1, 2, 13):
        assert [record.key for record in archive.records(page=page)] == whole


def test_the_history_of_harvests(archive: Archive) -> None:
    first = archive.begin_run()
    archive.begin_source(first, SOURCE)
    archive.end_source(first, SOURCE, Outcome.COMPLETE, Counts(new=3, bytes=12))
    archive.end_run(first, "20220115T000000Z-1")
    second = archive.begin_run()
    archive.begin_source(second, SOURCE)
    archive.end_source(second, SOURCE, Outcome.FAILED, Counts(), "no answer")
    archive.begin_source(second, OTHER)
    rows = [(row["run"], row["source"], row["outcome"], row["message"], row["new"]) for row in archive.history()]
    assert rows == [
        (2, "files", "FAILED", "no answer", 0),
        (2, "others", "RUNNING", "", 0),
        (1, "files", "COMPLETE", "", 3),
    ]
    assert [(row["run"], row["source"]) for row in archive.latest()] == [(2, "files"), (2, "others")]


def test_a_harvest_that_a_killed_run_left_is_noted_as_failed(archive: Archive) -> None:
    archive.begin_source(archive.begin_run(), SOURCE)
    archive.begin_run()
    (row,) = archive.latest()
    assert (row["outcome"], row["message"]) == ("FAILED", "the run ended before the harvest did")
