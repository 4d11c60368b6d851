from dataclasses import replace

import pytest

from catalogue.behaviour import changes
from catalogue.ledger import Counts, Note, Outcome, SourceRun

START, END = "2026-01-01T00:00:00+00:00", "2026-01-01T00:01:40+00:00"
"""A hundred seconds."""

USUAL = SourceRun(
    1,
    "aeris",
    "csw",
    Outcome.COMPLETE,
    "",
    START,
    END,
    Counts(unchanged=1000),
    listed=1000,
    dialects=("iso19139",),
    refusals=("parse.xml",),
)
SAME = Note(dialects=("iso19139",), refusals=("parse.xml",))
CHANGES = replace(USUAL, listed=None, since="m1", counts=Counts())


def told(latest: SourceRun, *earlier: SourceRun, note: Note = SAME) -> list[str]:
    return [one.message("en") for one in changes(latest, earlier, note)]


def test_a_first_harvest_and_one_like_any_other_are_not_told() -> None:
    assert told(USUAL, note=Note(dialects=("dif10",), refusals=("parse.html",))) == []
    assert told(USUAL, USUAL, CHANGES, USUAL) == []


@pytest.mark.parametrize(("listed", "is_told"), [(800, False), (799, True), (0, True), (5000, False)])
def test_a_fifth_fewer_records_are_told(listed: int, is_told: bool) -> None:
    assert bool(told(replace(USUAL, listed=listed), CHANGES, USUAL)) is is_told


def test_fewer_records_are_told_with_both_numbers_and_compared_with_the_listing_before() -> None:
    fewer = replace(USUAL, listed=700)
    assert told(fewer, USUAL) == ["700 records are listed where 1000 were before"]
    assert told(fewer, fewer, USUAL) == []
    assert told(CHANGES, USUAL) == []


def test_a_dialect_is_told_once() -> None:
    note = replace(SAME, dialects=("dif10", "iso19139"))
    assert told(USUAL, USUAL, note=note) == ["dif10 is a dialect never seen here before"]
    assert told(USUAL, replace(USUAL, dialects=note.dialects), note=note) == []
    assert told(USUAL, USUAL, replace(USUAL, dialects=note.dialects), note=note) == []


def test_a_kind_of_refusal_is_told_once() -> None:
    note = replace(SAME, refusals=("parse.html", "parse.xml"))
    assert told(USUAL, USUAL, note=note) == ["records are refused for a reason never seen here before: parse.html"]
    assert told(USUAL, USUAL, replace(USUAL, refusals=("parse.html",)), note=note) == []
    assert len(told(USUAL, replace(USUAL, refusals=()), note=SAME)) == 1


def test_what_was_never_noted_is_nothing_new() -> None:
    """An archive of an earlier version has no dialects in its history."""
    assert told(USUAL, replace(USUAL, dialects=(), refusals=()), note=SAME) == []


def test_a_rate_far_below_the_usual_one_is_told() -> None:
    slow = replace(USUAL, ended="2026-01-01T00:10:00+00:00")
    assert told(slow, *[USUAL] * 5) == ["1.7 records a second where 10.0 are usual"]
    assert told(slow, *[USUAL] * 4) == []
    assert told(replace(USUAL, ended="2026-01-01T00:08:00+00:00"), *[USUAL] * 5) == []
    assert told(slow, *[replace(USUAL, counts=Counts(unchanged=9))] * 5) == []


def test_a_source_that_begins_to_fail_is_told_once() -> None:
    failed = replace(USUAL, outcome=Outcome.FAILED, listed=None, counts=Counts())
    assert told(failed, USUAL) == ["failed where the harvest before was complete"]
    assert told(failed, failed, USUAL) == []
