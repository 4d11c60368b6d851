"""Harvesting a source: what it lists goes into the archive batch by batch, each with the place where it goes on."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from harvesters.errors import PlaceError, SourceError
from harvesters.hub import Source
from harvesters.protocol import Harvester
from harvesters.record import Checkpoint, Gap, Harvested, Opening, RawRecord, Start

from .archive import Archive
from .ledger import NOWHERE, Counts, Outcome
from .progress import Progress, Work
from .remark import Remark, remark

BATCH = 100
"""Records after which a batch ends at the next checkpoint."""

BATCH_MOST = 1000
"""Records after which it ends wherever it is."""

BATCH_SECONDS = 5.0
"""Time after which a batch ends at the next checkpoint, however small it is."""


def _never() -> Remark | None:
    return None


@dataclass(frozen=True, slots=True)
class Terms:
    """How sources are harvested.

    Attributes:
        full: everything is listed, whatever has been listed before.
        accept_deletions: whatever a complete listing lacks is deleted, be it all that there is.
        batch_bytes: a batch ends when it has so many, wherever it is.
        stop: says why the harvest is to end at the next place, if it is.
    """

    full: bool = False
    accept_deletions: bool = False
    batch_bytes: int = 16_000_000
    stop: Callable[[], Remark | None] = _never


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How the harvest of one source went."""

    source: Source
    outcome: Outcome
    counts: Counts = field(default_factory=Counts)
    remarks: tuple[Remark, ...] = ()
    error: str = ""

    @property
    def message(self) -> str:
        """Remarks and error in English, in one line."""
        return "; ".join([one.message("en") for one in self.remarks] + ([self.error] if self.error else []))


def harvest(
    archive: Archive, run: int, source: Source, harvester: Harvester, progress: Progress, terms: Terms | None = None
) -> SourceReport:
    """Take into the archive what a source lists; deletions by absence follow a complete listing of everything only.

    Args:
        archive: takes it.
        run: number of the run.
        source: the source.
        harvester: reads it.
        progress: who watches.
        terms: how; by default in the simplest way.

    Raises:
        ArchiveError: the archive cannot be written.
    """
    work = progress.begin(source.key)
    report = _Harvest(archive, run, source, work, terms or Terms()).report(harvester)
    counts = {name: getattr(report.counts, name) for name in Counts.__slots__}
    told = f"{report.outcome} {_said(report.counts)}{f' — {report.message}' if report.message else ''}"
    work.end(told, outcome=report.outcome, **counts)
    return report


def skip(archive: Archive, run: int, source: Source, why: Remark, progress: Progress) -> SourceReport:
    """Leave a source out of a run, and note why."""
    archive.ledger.skip(run, source, why)
    work = progress.begin(source.key)
    work.end(f"{Outcome.SKIPPED} {why.message('en')}", outcome=Outcome.SKIPPED)
    return SourceReport(source, Outcome.SKIPPED, remarks=(why,))


def _said(counts: Counts) -> str:
    words = ("new", "changed", "unchanged", "deleted", "refused")
    return ", ".join(f"{number} {word}" for word in words if (number := getattr(counts, word))) or "no records"


class _StoppedError(Exception):
    """The harvest is to end here."""

    def __init__(self, why: Remark) -> None:
        super().__init__(why.code)
        self.why = why


class _Harvest:
    """The harvest of one source: the listing, the batch that is being filled, and what has come so far."""

    def __init__(self, archive: Archive, run: int, source: Source, work: Work, terms: Terms) -> None:
        self._archive, self._run, self._source, self._work, self._terms = archive, run, source, work, terms
        self._listing = archive.ledger.listing(run, source, full=terms.full)
        self._counts = Counts()
        self._repeated = 0
        self._remarks = list[Remark]()
        self._batch = list[Harvested]()
        self._volume = 0
        self._began = time.monotonic()
        self._reached = NOWHERE

    def report(self, harvester: Harvester) -> SourceReport:
        """Harvest, and note how it went."""
        ledger, error, listed, ended = self._archive.ledger, "", None, False
        ledger.begin_source(self._run, self._source, self._listing)
        self._expect()
        try:
            self._list(harvester)
            ended = True
            listed = self._settle()
        except SourceError as failure:
            error = str(failure)
        except _StoppedError as stopped:
            self._remarks.append(stopped.why)
        stopped_here = not error and not ended
        outcome = Outcome.PARTIAL if self._counts.records or stopped_here or ended else Outcome.FAILED
        if ended and not self._listing.gap:
            outcome = Outcome.COMPLETE
        if self._repeated:
            self._remarks.append(remark("repeated", count=self._repeated))
        remarks = tuple(self._remarks)
        ledger.end_source(self._run, self._source, outcome, error, remarks=remarks, listed=listed, listing_ended=ended)
        return SourceReport(self._source, outcome, self._counts, remarks, error)

    def _expect(self) -> None:
        self._work.expect(self._listing.total, self._archive.listed(self._source, self._listing.number))

    def _list(self, harvester: Harvester) -> None:
        start = self._listing.start
        try:
            self._take(harvester, start)
        except PlaceError:
            if start.place is None:
                raise
            self._remarks.append(remark("again"))
            self._take(harvester, Start(start.since))

    def _take(self, harvester: Harvester, start: Start) -> None:
        try:
            for item in harvester.records(start):
                if isinstance(item, Opening):
                    self._open(item)
                elif isinstance(item, Checkpoint):
                    self._reached = replace(self._reached, place=item.place)
                    self._end_batch_at_place()
                elif isinstance(item, Gap):
                    self._miss(item)
                else:
                    self._add(item)
        except SourceError:
            # what came before the failure is kept
            self._keep()
            raise
        self._keep()

    def _open(self, opening: Opening) -> None:
        if self._listing.start.place is not None and not any(one.code == "again" for one in self._remarks):
            self._remarks.append(remark("again"))
        self._keep()
        self._reached = NOWHERE
        self._listing = self._archive.ledger.open_listing(self._run, self._source, opening)
        self._expect()

    def _miss(self, gap: Gap) -> None:
        reason = self._listing.gap or gap.reason
        self._listing = replace(self._listing, gap=reason)
        self._reached = replace(self._reached, gap=reason)

    def _add(self, item: Harvested) -> None:
        # only now, so that a checkpoint after a full batch is stored with it
        if len(self._batch) >= BATCH_MOST or self._volume >= self._terms.batch_bytes:
            self._keep()
            if why := self._terms.stop():
                raise _StoppedError(why)
        self._batch.append(item)
        self._volume += len(item.content) if isinstance(item, RawRecord) else 0

    def _end_batch_at_place(self) -> None:
        why = self._terms.stop()
        if why or len(self._batch) >= BATCH or time.monotonic() - self._began >= BATCH_SECONDS:
            self._keep()
        if why:
            raise _StoppedError(why)

    def _keep(self) -> None:
        """Archive the batch and begin another; the place is that of the last checkpoint, before some of its records."""
        if self._batch or self._reached != NOWHERE:
            brought, repeated = self._archive.store(self._run, self._source, self._batch, self._reached)
            self._counts, self._repeated = self._counts + brought, self._repeated + repeated
            self._work.advance(len(self._batch))
        self._batch, self._volume, self._began, self._reached = [], 0, time.monotonic(), NOWHERE

    def _settle(self) -> int | None:
        """After the end of a listing: what it lacked is deleted where it says so; returns how many records it had."""
        if self._listing.gap:
            self._remarks.append(remark("gap", reason=self._listing.gap))
            return None
        if self._listing.start.since:
            return None
        share = 1.0 if self._terms.accept_deletions else self._source.delete_share
        number = self._listing.number
        listed = self._archive.listed(self._source, number)
        removed, absent = self._archive.delete_absent(self._run, self._source, number, max_share=share)
        self._counts += Counts(deleted=removed)
        if absent > removed:
            self._remarks.append(remark("kept", absent=absent))
        return listed
