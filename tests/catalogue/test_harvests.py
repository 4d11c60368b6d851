import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

import catalogue.harvesting
from catalogue.archive import Archive
from catalogue.errors import ArchiveError
from catalogue.harvesting import SourceReport, Terms
from catalogue.harvests import Errand, harvest_all, host_of
from catalogue.ledger import Outcome
from catalogue.progress import Silent
from catalogue.remark import remark
from catalogue.schema import SOURCE_RUN
from harvesters.errors import SourceError
from harvesters.hub import Source
from harvesters.protocol import Harvester
from harvesters.record import Start
from harvesters.timing import Schedule, Window, window
from tests.catalogue.listings import Paged


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue.harvesting, "BATCH", 1)


def source(name: str, host: str = "land.example") -> Source:
    return Source("land", name, "csw", f"https://{host}/csw/{name}")


def go(
    archive: Archive, *work: tuple[Source, Harvester], terms: Terms | None = None, **options: Any
) -> list[SourceReport]:
    errands = [Errand(*pair) for pair in work]
    run = archive.ledger.begin_run()
    return list(harvest_all(archive, run, errands, Silent(), terms or Terms(), **options))


def outcomes(reports: list[SourceReport]) -> list[tuple[str, str]]:
    return [(report.source.name, report.outcome) for report in reports]


def test_hosts_are_asked_at_the_same_time(archive: Archive) -> None:
    """Each harvest waits for the other: one after another they would never end."""
    both = threading.Barrier(2, timeout=20)
    work = [
        (source(name, f"{name}.example"), Paged([["a"], ["b"]], {1: lambda: void(both.wait())})) for name in ("x", "y")
    ]
    assert outcomes(go(archive, *work, threads=2)) == [("x", "COMPLETE"), ("y", "COMPLETE")]


def void(_: object) -> None:
    """Leave out what a call returns."""


def test_sources_of_one_host_are_asked_one_after_another_in_their_order(archive: Archive) -> None:
    said = list[str]()

    def say(name: str) -> Callable[[], None]:
        return lambda: said.append(name)

    work = [(source(name), Paged([["a"], ["b"]], {0: say(f"{name}0"), 1: say(f"{name}1")})) for name in ("x", "y", "z")]
    go(archive, *work, threads=3)
    assert said == ["x0", "x1", "y0", "y1", "z0", "z1"]


def test_what_a_host_is() -> None:
    assert host_of(source("x", "Land.example:8443")) == "land.example"
    assert host_of(Source("a", "b", "folder", "/somewhere")) == host_of(Source("a", "c", "folder", "/elsewhere")) == ""


def test_a_source_that_fails_fails_alone(archive: Archive) -> None:
    reports = go(archive, (source("x"), Paged([["a"]], {0: SourceError("down")})), (source("y"), Paged([["a"]])))
    assert outcomes(reports) == [("x", "FAILED"), ("y", "COMPLETE")]


def test_an_archive_that_cannot_be_written_ends_every_harvest_at_its_place(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, ended = threading.Event(), threading.Event()

    def full() -> None:
        began.wait(20)
        raise ArchiveError("the disk is full")

    def meanwhile() -> None:
        began.set()
        ended.wait(0.5)

    long = Paged([[f"{number}"] for number in range(500)], {0: meanwhile})
    with pytest.raises(ArchiveError, match="full"):
        go(archive, (source("x", "x.example"), long), (source("y", "y.example"), Paged([["a"]], {0: full})), threads=2)
    row = next(row for row in archive.ledger.history() if row.source == "x")
    assert row.outcome is Outcome.PARTIAL
    assert row.checkpoint is not None
    assert int(row.checkpoint["page"]) < 500


def test_a_run_that_is_asked_to_end_leaves_the_rest_for_the_next(archive: Archive) -> None:
    stop = threading.Event()
    first = Paged([["a"], ["b"], ["c"]], {1: stop.set})
    terms = Terms(stop=lambda: remark("stopped") if stop.is_set() else None)
    reports = go(archive, (source("x"), first), (source("y"), Paged([["a"]])), terms=terms)
    assert outcomes(reports) == [("x", "PARTIAL"), ("y", "SKIPPED")]
    again = Paged([["a"], ["b"], ["c"]])
    assert outcomes(go(archive, (source("x"), again))) == [("x", "COMPLETE")]
    assert again.asked == [Start("", {"page": "2"})]


def now_in(opens: timedelta, closes: timedelta) -> Window:
    first, last = ((datetime.now(UTC) + distance).astimezone() for distance in (opens, closes))
    return window(f"{first:%H:%M}-{last:%H:%M}")


def test_a_source_is_asked_in_its_hours_only_named_or_not(archive: Archive) -> None:
    closed = replace(source("x"), window=now_in(timedelta(hours=2), timedelta(hours=4)))
    open_ = replace(source("y"), window=now_in(-timedelta(hours=2), timedelta(hours=4)))
    for wanted in (False, True):
        reports = go(archive, (closed, Paged([["a"]])), (open_, Paged([["a"]])), wanted=wanted)
        assert outcomes(reports) == [("x", "SKIPPED"), ("y", "COMPLETE")]
    assert "harvested between" in reports[0].message


def test_a_window_that_closes_ends_the_harvest_at_its_place(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    closing = replace(source("x"), window=now_in(-timedelta(hours=2), timedelta(hours=2)))
    open_ = Window.is_open

    def close() -> None:
        monkeypatch.setattr(Window, "is_open", lambda *_: False)

    (report,) = go(archive, (closing, Paged([["a"], ["b"], ["c"]], {1: close})))
    assert (report.outcome, [one.code for one in report.remarks]) == (Outcome.PARTIAL, ["closing"])
    monkeypatch.setattr(Window, "is_open", open_)
    again = Paged([["a"], ["b"], ["c"]])
    go(archive, (closing, again))
    assert again.asked == [Start("", {"page": "2"})]


def hours_ago(archive: Archive, hours: float) -> None:
    moment = (datetime.now(UTC) - timedelta(hours=hours)).isoformat(timespec="seconds")
    with archive.writing() as connection:
        connection.execute(update(SOURCE_RUN).values(started=moment))


def test_a_source_is_asked_when_it_is_due_or_named(archive: Archive) -> None:
    timed = replace(source("x"), schedule=Schedule("6h"))
    assert outcomes(go(archive, (timed, Paged([["a"]])))) == [("x", "COMPLETE")]
    hours_ago(archive, 5)
    (report,) = go(archive, (timed, Paged([["a"]])))
    assert report.outcome is Outcome.SKIPPED
    assert "not due before" in report.message
    assert outcomes(go(archive, (timed, Paged([["a"]])), wanted=True)) == [("x", "COMPLETE")]
    hours_ago(archive, 6)
    assert outcomes(go(archive, (timed, Paged([["a"]])))) == [("x", "COMPLETE")]


def test_what_was_not_complete_is_due(archive: Archive) -> None:
    timed = replace(source("x"), schedule=Schedule("0 3 * * *"))
    for fault, outcome in ((SourceError("down"), "FAILED"), (None, "COMPLETE")):
        assert outcomes(go(archive, (timed, Paged([["a"]], {0: fault} if fault else {})))) == [("x", outcome)]
