from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from catalogue.archive import Archive
from catalogue.ledger import STALLED, Counts, Ledger, Listing, Note, Outcome, Reached
from catalogue.remark import remark
from catalogue.schema import SOURCE_RUN
from harvesters.hub import Source
from harvesters.record import Opening, RawRecord, Start

SOURCE = Source("land", "files", "folder", "/nowhere")
OTHER = Source("land", "others", "folder", "/nowhere")


@pytest.fixture
def ledger(archive: Archive) -> Ledger:
    return archive.ledger


def harvest(
    ledger: Ledger,
    outcome: Outcome = Outcome.COMPLETE,
    source: Source = SOURCE,
    opening: Opening | None = None,
    **end: Any,
) -> int:
    run = ledger.begin_run()
    ledger.begin_source(run, source, ledger.listing(run, source))
    if opening is not None:
        ledger.open_listing(run, source, opening)
    ledger.end_source(run, source, outcome, **end)
    return run


def at(archive: Archive, run: int, place: dict[str, str], *names: str) -> None:
    archive.store(run, SOURCE, [RawRecord(name, b"<a/>", "application/xml") for name in names], Reached(place))


def days_ago(archive: Archive, moment: str) -> None:
    with archive.writing() as connection:
        connection.execute(update(SOURCE_RUN).values(started=moment))


def test_the_history_of_harvests(ledger: Ledger) -> None:
    harvest(ledger)
    second = ledger.begin_run()
    ledger.begin_source(second, SOURCE, Listing(Start(), second))
    ledger.end_source(second, SOURCE, Outcome.FAILED, "no answer")
    ledger.begin_source(second, OTHER, Listing(Start(), second))
    rows = [(row.run, row.source, row.outcome, row.message) for row in ledger.history()]
    assert rows == [(2, "files", "FAILED", "no answer"), (2, "others", "RUNNING", ""), (1, "files", "COMPLETE", "")]
    assert [row.run for row in ledger.history("land", "files")] == [2, 1]
    assert ledger.history("sea") == []
    assert [(row.run, row.source) for row in ledger.latest()] == [(2, "files"), (2, "others")]


def test_the_latest_harvest_in_which_a_source_was_asked(ledger: Ledger) -> None:
    harvest(ledger)
    run = ledger.begin_run()
    for source in (SOURCE, OTHER):
        ledger.skip(run, source, remark("closed", window="20:00–06:00"))
    assert [(row.run, row.outcome) for row in ledger.latest()] == [(2, "SKIPPED"), (2, "SKIPPED")]
    assert [(row.run, row.outcome) for row in ledger.latest(asked=True)] == [(1, "COMPLETE"), (2, "SKIPPED")]
    assert [row.run for row in ledger.history(asked=True)] == [1]


def test_a_source_that_is_left_out_again_and_again_is_noted_once(ledger: Ledger) -> None:
    for _ in range(3):
        ledger.skip(ledger.begin_run(), SOURCE, remark("closed", window="20:00–06:00"))
    assert [row.run for row in ledger.history()] == [1]


def test_what_a_killed_run_left_is_noted_as_failed_or_partial(archive: Archive) -> None:
    run = archive.ledger.begin_run()
    for source in (SOURCE, OTHER):
        archive.ledger.begin_source(run, source, Listing(Start(), run))
    at(archive, run, {}, "a")
    archive.ledger.begin_run()
    found = [(row.outcome, row.told("en"), row.counts.new) for row in archive.ledger.latest()]
    ended = "the run ended before the harvest did"
    assert found == [("PARTIAL", ended, 1), ("FAILED", ended, 0)]


def test_a_first_harvest_asks_for_everything(ledger: Ledger) -> None:
    run = ledger.begin_run()
    assert ledger.listing(run, SOURCE) == Listing(Start(), run)


def test_after_a_complete_listing_changes_are_asked_for_since_its_moment(ledger: Ledger) -> None:
    harvest(ledger, opening=Opening(moment="2022-01-15T00:00:00Z"))
    assert ledger.listing(2, SOURCE) == Listing(Start("2022-01-15T00:00:00Z"), 2)
    harvest(ledger, opening=Opening("2022-01-15T00:00:00Z", "2022-01-16T00:00:00Z"))
    harvest(ledger, Outcome.FAILED, opening=Opening("2022-01-16T00:00:00Z", "2022-01-17T00:00:00Z"))
    assert ledger.listing(4, SOURCE).start == Start("2022-01-16T00:00:00Z")
    assert ledger.listing(4, SOURCE, full=True) == Listing(Start(), 4)
    assert ledger.listing(4, OTHER).start == Start()


def test_a_source_that_cannot_list_changes_is_asked_for_everything(ledger: Ledger) -> None:
    harvest(ledger, opening=Opening())
    assert ledger.listing(2, SOURCE).start == Start()


def test_everything_is_asked_for_again_after_some_days(archive: Archive) -> None:
    ledger = archive.ledger
    harvest(ledger, opening=Opening(moment="m1"))
    days_ago(archive, "2022-01-15T00:00:00+00:00")
    assert ledger.listing(2, SOURCE).start == Start()
    assert ledger.listing(2, replace(SOURCE, sweep=3650)).start == Start("m1")
    harvest(ledger, opening=Opening(moment="m2"))
    assert ledger.listing(3, SOURCE).start == Start("m2")
    assert ledger.listing(3, replace(SOURCE, sweep=0)).start == Start()


def test_a_source_that_promises_tombstones_is_swept_once(archive: Archive) -> None:
    harvest(archive.ledger, opening=Opening(moment="m1", tombstones=True))
    days_ago(archive, "2022-01-15T00:00:00+00:00")
    assert archive.ledger.listing(2, SOURCE).start == Start("m1")


def test_an_unfinished_listing_goes_on_where_it_was(archive: Archive) -> None:
    ledger = archive.ledger
    run = ledger.begin_run()
    ledger.begin_source(run, SOURCE, ledger.listing(run, SOURCE))
    ledger.open_listing(run, SOURCE, Opening(moment="m1", total=7))
    at(archive, run, {"page": "2"}, "a")
    ledger.end_source(run, SOURCE, Outcome.PARTIAL, "timed out", listing_ended=False)
    goes_on = Listing(Start("", {"page": "2"}), run, "m1", 7)
    assert ledger.listing(2, SOURCE) == goes_on
    harvest(ledger, Outcome.FAILED, listing_ended=False)
    assert ledger.listing(3, SOURCE) == goes_on
    assert ledger.listing(3, SOURCE, full=True) == Listing(Start(), 3)
    assert ledger.listing(3, replace(SOURCE, url="/elsewhere")) == Listing(Start(), 3)
    assert ledger.listing(3, replace(SOURCE, options={"pattern": "*"})) == Listing(Start(), 3)
    harvest(ledger)
    assert ledger.listing(4, SOURCE).start == Start("m1")


def test_a_place_that_nobody_gets_beyond_is_given_up(archive: Archive) -> None:
    ledger = archive.ledger
    run = ledger.begin_run()
    ledger.begin_source(run, SOURCE, ledger.listing(run, SOURCE))
    at(archive, run, {"page": "2"}, "a")
    ledger.end_source(run, SOURCE, Outcome.PARTIAL, listing_ended=False)
    for _ in range(STALLED - 1):
        assert ledger.listing(99, SOURCE).start.place == {"page": "2"}
        harvest(ledger, Outcome.FAILED, listing_ended=False)
    assert ledger.listing(99, SOURCE) == Listing(Start(), 99)


def test_a_gap_outlives_the_run_that_met_it(archive: Archive) -> None:
    ledger = archive.ledger
    run = ledger.begin_run()
    ledger.begin_source(run, SOURCE, ledger.listing(run, SOURCE))
    archive.store(run, SOURCE, [], Reached({"page": "2"}, "page 1 was half empty"))
    assert ledger.listing(2, SOURCE).gap == "page 1 was half empty"


def test_what_refining_finds_out_is_added(archive: Archive) -> None:
    run = harvest(archive.ledger, remarks=[remark("repeated", count=2)])
    (row,) = archive.ledger.of_run(run)
    note = Note(1, 2, ("dif10", "iso19139"), ("parse.xml",), (remark("fewer", listed=1, before=9),))
    archive.ledger.note(row, note)
    (row,) = archive.ledger.of_run(run)
    assert (row.counts, row.dialects, row.refusals) == (Counts(refused=1, repaired=2), note.dialects, note.refusals)
    assert [one.code for one in row.remarks] == ["repeated", "fewer"]
    assert "1 fiches sont listées là où il y en avait 9" in row.told("fr")
