"""Times at which a source is harvested: schedules and windows, in the machine's own time zone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Protocol

from .errors import ConfigurationError

_PERIOD = re.compile(r"(\d{1,5})\s*(s|m|h|d)")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_WINDOW = re.compile(r"(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)")

_EARLY = 0.02
"""The share of a period by which a harvest may come early, because timers are never quite on time."""


@dataclass(frozen=True)
class Schedule:
    """When something is to be done again and again: a period such as ``6h``, or five fields as in crontab(5).

    Attributes:
        text: as written.

    Raises:
        ConfigurationError: it is neither.
    """

    text: str

    def __post_init__(self) -> None:
        """Refuse what cannot be understood where it is written, not at night."""
        if self.period is None:
            self._after(datetime(2024, 1, 1))  # noqa: DTZ001  # any moment will do
        elif not self.period:
            raise ConfigurationError(f"a schedule without time between: {self.text!r}")

    @cached_property
    def period(self) -> timedelta | None:
        """The time between two; None for a schedule of fields."""
        found = _PERIOD.fullmatch(self.text.strip())
        return timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else None

    def next(self, after: datetime) -> datetime:
        """The first moment later than another, in the machine's time zone."""
        if self.period is not None:
            return after.astimezone() + self.period
        return self._after(after.astimezone().replace(tzinfo=None)).astimezone()

    def is_due(self, last: datetime, now: datetime) -> bool:
        """Whether it is time again when it was last done then."""
        if self.period is not None:
            return now - last >= self.period * (1 - _EARLY)
        return self.next(last) <= now

    def _after(self, wall_clock: datetime) -> datetime:
        from cronsim import CronSim, CronSimError

        try:
            return next(CronSim(self.text, wall_clock))
        except (CronSimError, StopIteration) as error:
            told = "a period such as 6h, or the five fields minute, hour, day, month, weekday"
            raise ConfigurationError(f"{self.text!r} is no schedule: {told}") from error


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of the day in which a source may be asked; they may go over midnight.

    Attributes:
        first: when it opens.
        last: when it closes.
    """

    first: time
    last: time

    def __str__(self) -> str:
        return f"{self.first:%H:%M}–{self.last:%H:%M}"

    def is_open(self, moment: datetime) -> bool:
        """Whether the source may be asked then."""
        clock = moment.astimezone().time()
        if self.first < self.last:
            return self.first <= clock < self.last
        return clock >= self.first or clock < self.last

    def next(self, after: datetime) -> datetime:
        """The first moment later than another at which it opens."""
        local = after.astimezone().replace(tzinfo=None)
        today = datetime.combine(local.date(), self.first)
        return (today if today > local else today + timedelta(days=1)).astimezone()


class Timed(Protocol):
    """What has a schedule or a window: a source."""

    @property
    def schedule(self) -> Schedule | None:
        """When it is harvested."""

    @property
    def window(self) -> Window | None:
        """When it may be asked."""


class Timetable:
    """When to run again, of several schedules and the opening hours of sources.

    Args:
        every: the schedule that is always there.
    """

    def __init__(self, every: Schedule) -> None:
        self._every = every
        self._wanted: set[Schedule | Window] = {every}
        self._next: dict[Schedule | Window, datetime] = {}

    def set(self, sources: Iterable[Timed]) -> None:
        """From now on, the schedules and windows of these sources count."""
        times = (time for source in sources for time in (source.schedule, source.window))
        self._wanted = {self._every, *(time for time in times if time is not None)}

    def next(self, now: datetime) -> datetime:
        """The next moment at which anything is due or opens, after now."""
        self._next = {time: self._after(time, now) for time in self._wanted}
        return min(self._next.values())

    def _after(self, time: Schedule | Window, now: datetime) -> datetime:
        """A moment that has passed is followed by the one after it, so that a period does not drift with each run."""
        moment = self._next.get(time)
        if moment is not None and moment <= now:
            moment = time.next(moment)
        return moment if moment is not None and moment > now else time.next(now)


def window(text: str) -> Window:
    """A window written as ``20:00-06:00``.

    Raises:
        ConfigurationError: it is written otherwise.
    """
    found = _WINDOW.fullmatch(text.strip())
    try:
        first, last = map(time.fromisoformat, found.groups()) if found else (time(), time())
    except ValueError as error:
        raise ConfigurationError(f"{text!r} is no window: {error}") from error
    if first == last:
        raise ConfigurationError(f"{text!r} is no window such as 20:00-06:00")
    return Window(first, last)
