import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import catalogue.harvesting
from catalogue.archive import Archive, State
from catalogue.harvesting import SourceReport, Terms, harvest
from catalogue.ledger import Outcome
from catalogue.progress import Silent
from catalogue.remark import remark
from harvesters.errors import AnswerError, SourceError
from harvesters.hub import Source
from harvesters.protocol import Harvester
from harvesters.record import Checkpoint, DeletedRecord, Gap, Opening, Start
from tests.catalogue.listings import Given, Paged, raw

SOURCE = Source("land", "files", "csw", "https://land.example/csw")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue.harvesting, "BATCH", 1)


def go(archive: Archive, harvester: Harvester, source: Source = SOURCE, **terms: Any) -> SourceReport:
    return harvest(archive, archive.ledger.begin_run(), source, harvester, Silent(), Terms(**terms))


def held(archive: Archive) -> set[str]:
    return {record.identifier for record in archive.records() if record.state is State.ACTIVE}


PAGES = [["a", "b"], ["c", "d"], ["e", "f"]]


def test_a_listing_to_its_end_is_complete_and_leaves_no_place(archive: Archive) -> None:
    report = go(archive, Paged(PAGES, moment="m1"))
    assert (report.outcome, report.counts.new, report.message) == (Outcome.COMPLETE, 6, "")
    (row,) = archive.ledger.history()
    assert (row.checkpoint, row.moment, row.listed, row.total, row.listing) == (None, "m1", 6, 6, 1)


def test_after_a_failure_the_next_run_goes_on_at_the_last_place(archive: Archive) -> None:
    report = go(archive, Paged(PAGES, {2: SourceError("timed out")}))
    assert (report.outcome, report.counts.new, report.message) == (Outcome.PARTIAL, 4, "timed out")
    again = Paged(PAGES)
    report = go(archive, again)
    assert again.asked == [Start("", {"page": "2"})]
    assert (report.outcome, report.counts.new, report.counts.deleted) == (Outcome.COMPLETE, 2, 0)
    (row, _) = archive.ledger.history()
    assert (row.listing, row.listed, row.total) == (1, 6, 6)
    assert held(archive) == set("abcdef")


def test_what_comes_after_the_last_place_is_kept_though_it_comes_again(archive: Archive) -> None:
    first = Given([Opening(), raw("a"), Checkpoint({"page": "1"}), raw("b"), SourceError("reset")])
    assert go(archive, first).counts.new == 2
    again = Given([raw("b"), raw("c"), Checkpoint({"page": "2"})])
    report = go(archive, again)
    assert again.asked == [Start("", {"page": "1"})]
    assert (report.outcome, report.counts.new, report.counts.unchanged) == (Outcome.COMPLETE, 1, 1)


def test_a_place_that_is_no_longer_known_is_given_up_at_once(archive: Archive) -> None:
    go(archive, Paged(PAGES, {1: SourceError("timed out")}, moment="m1"))
    again = Paged([["a"], ["c", "d"]], moment="m2", known=False)
    report = go(archive, again)
    assert again.asked == [Start("", {"page": "1"}), Start()]
    assert (report.outcome, report.counts.new, report.counts.deleted) == (Outcome.COMPLETE, 2, 1)
    assert [one.code for one in report.remarks] == ["again"]
    (row, _) = archive.ledger.history()
    # b was seen in the first run only, by another listing: absent, and deleted as the one that may always go
    assert (row.listing, row.moment, row.listed) == (2, "m2", 3)


def test_a_source_that_begins_again_by_itself_starts_another_listing(archive: Archive) -> None:
    go(archive, Paged(PAGES, {1: SourceError("timed out")}))
    report = go(archive, Given([Opening(moment="m2"), raw("a"), raw("c"), raw("d")]))
    assert (report.outcome, report.counts.deleted, held(archive)) == (Outcome.COMPLETE, 1, {"a", "c", "d"})
    assert archive.ledger.history()[0].listing == 2


def test_a_source_that_is_away_keeps_its_place(archive: Archive) -> None:
    go(archive, Paged(PAGES, {1: SourceError("timed out")}))
    for _ in range(2):
        report = go(archive, Given([SourceError("no route")]))
        assert (report.outcome, report.message) == (Outcome.FAILED, "no route")
    again = Paged(PAGES)
    go(archive, again)
    assert again.asked == [Start("", {"page": "1"})]


def test_an_answer_of_no_use_in_the_middle_ends_the_harvest(archive: Archive) -> None:
    given = Given([Opening(), raw("a"), AnswerError("a page of 3 GB")])
    assert go(archive, given).outcome is Outcome.PARTIAL
    assert given.asked == [Start()]


def test_changes_delete_only_what_they_say(archive: Archive) -> None:
    go(archive, Paged(PAGES, moment="m1"))
    changes = Given([Opening("m1", "m2"), raw("a", "<new/>"), DeletedRecord("b")])
    report = go(archive, changes)
    assert changes.asked == [Start("m1")]
    assert (report.counts.changed, report.counts.deleted, held(archive)) == (1, 1, set("acdef"))
    assert (archive.ledger.history()[0].listed, archive.ledger.history()[0].since) == (None, "m1")


@pytest.mark.parametrize("opening", [Opening("m1", "m2"), Opening(moment="m2")])
def test_no_record_at_all_is_no_reason_to_delete(archive: Archive, opening: Opening) -> None:
    go(archive, Paged([["a"]], moment="m1"))
    assert go(archive, Given([opening])).outcome is Outcome.COMPLETE
    assert held(archive) == {"a"}


def test_everything_where_changes_were_asked_for_shows_what_is_gone(archive: Archive) -> None:
    go(archive, Paged(PAGES, moment="m1"))
    report = go(archive, Given([Opening(moment="m2"), *map(raw, "abcde")]))
    assert (report.counts.deleted, held(archive)) == (1, set("abcde"))


def test_too_much_that_is_absent_is_kept_until_somebody_consents(archive: Archive) -> None:
    go(archive, Paged(PAGES))
    report = go(archive, Paged([["a"], ["b"]]))
    assert (report.outcome, report.counts.deleted) == (Outcome.COMPLETE, 0)
    assert report.message.startswith("4 records are no longer listed; more than may be deleted at once")
    assert go(archive, Paged([["a"], ["b"]]), accept_deletions=True).counts.deleted == 4
    assert held(archive) == {"a", "b"}


def test_the_share_is_the_sources_own(archive: Archive) -> None:
    go(archive, Paged(PAGES))
    assert go(archive, Paged(PAGES[:2]), replace(SOURCE, delete_share=0.5)).counts.deleted == 2


def test_a_gap_forbids_deletions_and_the_next_harvest_lists_it_again(archive: Archive) -> None:
    go(archive, Paged(PAGES, moment="m1"))
    report = go(
        archive, Given([Opening(moment="m2"), *map(raw, "abc"), Gap("page 2 is empty"), *map(raw, "ef")]), full=True
    )
    assert (report.outcome, report.counts.deleted, held(archive)) == (Outcome.PARTIAL, 0, set("abcdef"))
    assert "page 2 is empty" in report.message
    again = Paged(PAGES)
    go(archive, again)
    assert again.asked == [Start("m1")]


def test_a_gap_before_a_failure_is_remembered(archive: Archive) -> None:
    go(archive, Paged(PAGES))
    go(
        archive,
        Given([Opening(), *map(raw, "ab"), Gap("half a page"), Checkpoint({"page": "1"}), SourceError("reset")]),
    )
    report = go(archive, Paged([[], PAGES[1], ["e"]]))
    assert (report.outcome, report.counts.deleted) == (Outcome.PARTIAL, 0)
    assert "half a page" in report.message


def test_full_lists_everything_from_the_beginning(archive: Archive) -> None:
    go(archive, Paged(PAGES, {1: SourceError("timed out")}, moment="m1"))
    again = Paged(PAGES)
    assert go(archive, again, full=True).outcome is Outcome.COMPLETE
    assert again.asked == [Start()]


def test_a_harvest_that_is_to_end_ends_at_the_next_place(archive: Archive) -> None:
    told = iter([None, remark("stopped")])
    report = go(archive, Paged(PAGES), stop=lambda: next(told))
    assert (report.outcome, report.counts.new) == (Outcome.PARTIAL, 4)
    assert archive.ledger.history()[0].checkpoint == {"page": "2"}
    again = Paged(PAGES)
    assert go(archive, again).outcome is Outcome.COMPLETE
    assert again.asked == [Start("", {"page": "2"})]


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the batches that are stored."""
    noted = list[int]()
    store = Archive.store

    def note(self: Archive, *args: Any) -> Any:
        noted.append(len(args[2]))
        return store(self, *args)

    monkeypatch.setattr(Archive, "store", note)
    return noted


def test_a_batch_without_places_ends_all_the_same(
    archive: Archive, sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue.harvesting, "BATCH_MOST", 4)
    go(archive, Given([Opening(), *(raw(f"{number}") for number in range(10))]))
    assert sizes == [4, 4, 2]
    sizes.clear()
    go(archive, Given([Opening(), *(raw(f"x{number}", "x" * 100) for number in range(6))]), batch_bytes=250)
    assert sizes == [3, 3]


def test_small_pages_share_a_transaction(archive: Archive, sizes: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue.harvesting, "BATCH", 4)
    go(archive, Paged([[f"{number}"] for number in range(9)]))
    assert sizes == [4, 4, 1]


def test_what_is_wrong_with_the_program_surfaces_and_the_batch_is_left(archive: Archive) -> None:
    with pytest.raises(ZeroDivisionError):
        go(archive, Given([Opening(), raw("a"), Checkpoint({"page": "1"}), raw("b"), ZeroDivisionError("bug")]))
    assert held(archive) == {"a"}


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_faults_the_archive_comes_to_what_a_faultless_harvest_has(
    archive: Archive, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two generations of a source, the second harvested with faults of every kind until it is complete."""
    chance = random.Random(seed)
    monkeypatch.setattr(catalogue.harvesting, "BATCH", chance.choice((1, 3, 100)))
    monkeypatch.setattr(catalogue.harvesting, "BATCH_MOST", chance.choice((2, 5, 100)))
    before = [[f"{number}-{name}" for name in "abc"] for number in range(8)]
    after = [
        [name for name in page if chance.random() > 0.06] + [f"{number}-new"] for number, page in enumerate(before)
    ]
    faultless = Archive(tmp_path / "faultless.sqlite")
    for pages in (before, after):
        go(faultless, Paged(pages), replace(SOURCE, delete_share=0.9))
    go(archive, Paged(before))
    attempts, outcome = 0, Outcome.PARTIAL
    while outcome is not Outcome.COMPLETE:
        attempts += 1
        assert attempts < 100
        faults = {number: SourceError("fault") for number in range(8) if chance.random() < 0.3}
        end = chance.random() < 0.2
        source = replace(SOURCE, delete_share=0.9)
        stop = remark("stopped") if end else None
        outcome = go(
            archive, Paged(after, faults, known=chance.random() < 0.8), source, stop=lambda stop=stop: stop
        ).outcome
    kept = [[(one.identifier, one.hash, one.state) for one in whose.records()] for whose in (archive, faultless)]
    faultless.close()
    assert kept[0] == kept[1]
