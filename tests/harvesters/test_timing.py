import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from harvesters.errors import ConfigurationError
from harvesters.timing import Schedule, Timetable, Window, window


@pytest.fixture(autouse=True)
def paris() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "Europe/Paris"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def at(text: str) -> datetime:
    """A moment of the clock on the wall."""
    return datetime.fromisoformat(text).astimezone()


@pytest.mark.parametrize(
    ("text", "after", "then"),
    [
        ("6h", "2026-01-15 05:00", "2026-01-15 11:00"),
        ("90s", "2026-01-15 05:00", "2026-01-15 05:01:30"),
        ("2d", "2026-01-15 05:00", "2026-01-17 05:00"),
        ("0 3 * * *", "2026-01-15 02:59", "2026-01-15 03:00"),
        ("0 3 * * *", "2026-01-15 03:00", "2026-01-16 03:00"),
        ("30 22 * * 0", "2026-01-15 03:00", "2026-01-18 22:30"),
        ("0 0 1 */3 *", "2026-01-15 03:00", "2026-04-01 00:00"),
        ("0 3 * * *", "2026-03-28 04:00", "2026-03-29 03:00"),
    ],
)
def test_the_next_moment(text: str, after: str, then: str) -> None:
    assert Schedule(text).next(at(after)) == at(then)
    assert Schedule(text).next(at(after).astimezone(UTC)) == at(then)


@pytest.mark.parametrize(
    "text", ["", "6", "h", "0h", "-1h", "6 w", "* * * *", "61 * * * *", "0 0 31 2 *", "@daily", "x x x x x"]
)
def test_what_is_no_schedule(text: str) -> None:
    with pytest.raises(ConfigurationError):
        Schedule(text)


def test_what_is_due() -> None:
    daily, period = Schedule("0 3 * * *"), Schedule("6h")
    assert not daily.is_due(at("2026-01-15 03:00:04"), at("2026-01-16 02:59"))
    assert daily.is_due(at("2026-01-15 03:00:04"), at("2026-01-16 03:00"))
    assert daily.is_due(at("2026-01-01 00:00"), at("2026-01-16 02:59"))
    assert not period.is_due(at("2026-01-15 03:00"), at("2026-01-15 08:50"))
    # a timer rings a little early, or the last run began a little late
    assert period.is_due(at("2026-01-15 03:00:20"), at("2026-01-15 09:00"))


@pytest.mark.parametrize(
    ("text", "clock", "is_open"),
    [
        ("20:00-06:00", "19:59", False),
        ("20:00-06:00", "20:00", True),
        ("20:00-06:00", "00:00", True),
        ("20:00-06:00", "06:00", False),
        ("08:00–18:00", "12:00", True),
        ("08:00–18:00", "18:00", False),
        ("08:00–18:00", "07:59", False),
    ],
)
def test_a_window_is_open_or_not(text: str, clock: str, is_open: bool) -> None:
    assert window(text).is_open(at(f"2026-01-15 {clock}")) is is_open
    assert window(text).is_open(at(f"2026-07-15 {clock}").astimezone(UTC)) is is_open


@pytest.mark.parametrize("text", ["", "20-06", "20:00", "24:00-06:00", "20:00-20:00", "20:00-06:00-07:00"])
def test_what_is_no_window(text: str) -> None:
    with pytest.raises(ConfigurationError):
        window(text)


class Source(NamedTuple):
    schedule: Schedule | None = None
    window: Window | None = None


def test_a_timetable_wakes_for_schedules_and_openings() -> None:
    timetable = Timetable(Schedule("6h"))
    timetable.set([Source(Schedule("0 3 * * *")), Source(window=window("20:00-06:00")), Source()])
    now, woken = at("2026-01-15 01:00"), list[str]()
    while len(woken) < 6:
        # a run takes a while
        now = timetable.next(now) + timedelta(seconds=20)
        woken.append(f"{now:%d %H:%M}")
    assert woken == ["15 03:00", "15 07:00", "15 13:00", "15 19:00", "15 20:00", "16 01:00"]


def test_a_run_over_the_next_moment_does_not_run_twice() -> None:
    timetable = Timetable(Schedule("1h"))
    assert timetable.next(at("2026-01-15 01:00")) == at("2026-01-15 02:00")
    assert timetable.next(at("2026-01-15 05:30")) == at("2026-01-15 06:30")


def test_what_is_no_longer_declared_wakes_nobody() -> None:
    timetable = Timetable(Schedule("1d"))
    timetable.set([Source(Schedule("5m"))])
    assert timetable.next(at("2026-01-15 01:00")) == at("2026-01-15 01:05")
    timetable.set([])
    assert timetable.next(at("2026-01-15 01:05")) == at("2026-01-16 01:00")
