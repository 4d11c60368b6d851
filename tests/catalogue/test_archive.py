import dataclasses
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from catalogue.archive import Archive, State
from catalogue.errors import ArchiveError
from catalogue.ledger import Counts, Listing, Reached
from catalogue.schema import BLOB, VERSION
from harvesters.hub import Source
from harvesters.record import DeletedRecord, Harvested, RawRecord, RefusedRecord, Start
from vocab.diagnostic import diagnostic

SOURCE = Source("land", "files", "folder", "/nowhere")
OTHER = Source("land", "others", "folder", "/nowhere")


def raw(identifier: str, content: bytes = b"<a/>", **fields: str) -> RawRecord:
    return RawRecord(identifier, content, "application/xml", **fields)


def take(archive: Archive, *items: Harvested, source: Source = SOURCE, run: int | None = None) -> Counts:
    return archive.store(run or archive.ledger.begin_run(), source, items)[0]


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
    run = archive.ledger.begin_run()
    brought, repeated = archive.store(run, SOURCE, [raw("a", b"<1/>"), raw("b"), raw("a", b"<2/>")])
    assert (dataclasses.replace(brought, bytes=0), repeated) == (Counts(new=2), 1)
    brought, repeated = archive.store(run, SOURCE, [raw("a", b"<3/>"), raw("c")])
    assert (dataclasses.replace(brought, bytes=0), repeated) == (Counts(new=1), 1)
    assert next(archive.records()).hash == raw("a", b"<3/>").hash
    assert archive.store(archive.ledger.begin_run(), SOURCE, [raw("a", b"<3/>")]) == (Counts(unchanged=1, bytes=4), 0)


def test_what_a_complete_listing_lacks_is_deleted(archive: Archive) -> None:
    take(archive, *(raw(f"{number}") for number in range(10)))
    take(archive, raw("x"), source=OTHER)
    run = archive.ledger.begin_run()
    take(archive, *(raw(f"{number}") for number in range(8)), run=run)
    assert archive.delete_absent(run, SOURCE, run, max_share=0.2) == (2, 2)
    assert {name for name, state in states(archive).items() if state is State.DELETED} == {"8", "9"}
    assert archive.delete_absent(run, SOURCE, run, max_share=0.2) == (0, 0)


@pytest.mark.parametrize(
    ("total", "absent", "share", "deleted"),
    [
        (10, 2, 0.2, True),
        (10, 3, 0.2, False),
        (10, 3, 0.3, True),
        (3, 1, 0.2, True),
        (3, 1, 0.0, True),
        (3, 2, 0.2, False),
        (1, 1, 0.2, False),
        (2, 2, 0.99, False),
        (1, 1, 1.0, True),
        (10, 10, 1.0, True),
    ],
)
def test_no_more_than_its_share_is_deleted_but_one_and_never_all_without_consent(
    archive: Archive, total: int, absent: int, share: float, deleted: bool
) -> None:
    take(archive, *(raw(f"{number}") for number in range(total)))
    run = archive.ledger.begin_run()
    take(archive, *(raw(f"{number}") for number in range(absent, total)), run=run)
    assert archive.delete_absent(run, SOURCE, run, max_share=share) == (absent if deleted else 0, absent)
    assert list(states(archive).values()).count(State.DELETED) == (absent if deleted else 0)


def test_what_an_earlier_run_of_the_same_listing_saw_is_not_absent(archive: Archive) -> None:
    take(archive, *(raw(f"{number}") for number in range(10)))
    first = archive.ledger.begin_run()
    take(archive, *(raw(f"{number}") for number in range(5)), run=first)
    second = archive.ledger.begin_run()
    take(archive, *(raw(f"{number}") for number in range(5, 9)), run=second)
    assert archive.listed(SOURCE, first) == 9
    assert archive.delete_absent(second, SOURCE, first, max_share=0.2) == (1, 1)
    assert states(archive)["9"] is State.DELETED


def versions(archive: Archive) -> list[tuple[str, int, int]]:
    with archive.engine.connect() as connection:
        return [(row.hash, row.first_run, row.last_run) for row in connection.execute(select(VERSION))]


def test_what_other_bytes_replace_is_a_version_from_run_to_run(archive: Archive) -> None:
    one, two = raw("a", b"<one/>"), raw("a", b"<two/>")
    for item in (one, one, two, two, DeletedRecord("a"), DeletedRecord("a"), two, RefusedRecord("a", ()), one):
        take(archive, item)
    assert versions(archive) == [(one.hash, 1, 3), (two.hash, 3, 5), (two.hash, 7, 8)]
    archive.delete_absent(10, SOURCE, 10, max_share=1)
    assert versions(archive)[-1] == (one.hash, 9, 10)


def test_a_batch_and_the_place_after_it_are_stored_together(archive: Archive) -> None:
    run = archive.ledger.begin_run()
    archive.ledger.begin_source(run, SOURCE, Listing(Start(), run))
    archive.store(run, SOURCE, [raw("a")], Reached({"page": "2"}))
    with pytest.raises(SQLAlchemyError):
        archive.store(run, SOURCE, [RawRecord("b", b"<b/>", None)], Reached({"page": "3"}))  # type: ignore[arg-type]
    (row,) = archive.ledger.of_run(run)
    assert (row.checkpoint, row.counts) == ({"page": "2"}, Counts(new=1, bytes=4))


def test_threads_take_turns_at_writing(archive: Archive) -> None:
    run = archive.ledger.begin_run()
    sources = [Source("land", f"s{number}", "folder", "/nowhere") for number in range(6)]

    def fill(source: Source) -> None:
        for number in range(20):
            archive.store(run, source, [raw(f"{number}", f"<{source.name}/>".encode())])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(fill, sources))
    assert len(states(archive)) == 20
    assert len(list(archive.records())) == 120


def test_bytes_that_cannot_be_read_any_more_are_told(archive: Archive) -> None:
    record = raw("a")
    take(archive, record)
    with archive.writing() as connection:
        connection.execute(update(BLOB).values(content=b"nonsense"))
    with pytest.raises(ArchiveError, match=record.hash):
        archive.content([record.hash])


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


def test_a_source_that_is_gone_is_withdrawn_with_its_versions_kept(archive: Archive) -> None:
    take(archive, raw("a"), raw("b"), DeletedRecord("c"))
    take(archive, raw("d"), source=OTHER)
    assert archive.withdraw("land", "files") == 2
    assert states(archive) == {"a": State.DELETED, "b": State.DELETED, "c": State.DELETED, "d": State.ACTIVE}
    with archive.engine.connect() as connection:
        assert len(connection.execute(select(VERSION)).all()) == 2
    assert archive.withdraw("nobody") == 0
    assert archive.withdraw("land") == 1
    take(archive, raw("a"))
    assert states(archive)["a"] is State.ACTIVE
