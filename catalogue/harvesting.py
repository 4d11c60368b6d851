"""Harvesting: everything that a source has taken into the archive, and how that went."""

from collections.abc import Iterator
from dataclasses import dataclass

from harvesters.errors import SourceError
from harvesters.hub import Source
from harvesters.protocol import Harvester
from harvesters.record import Harvested, RawRecord

from .archive import Archive, Counts, Outcome
from .progress import Progress

BATCH = 100
"""Records archived in one transaction."""

BATCH_BYTES = 16_000_000
"""A batch is not added to beyond this size."""


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How the harvest of one source went."""

    source: Source
    outcome: Outcome
    counts: Counts
    message: str


def harvest(archive: Archive, run: int, source: Source, harvester: Harvester, progress: Progress) -> SourceReport:
    """Take everything a source has into the archive; deletions by absence follow a complete listing only.

    Args:
        archive: takes it.
        run: number of the run.
        source: the source.
        harvester: reads it.
        progress: who watches.
    """
    progress.begin(source.key)
    archive.begin_source(run, source)
    counts, outcome, repeated, remarks = Counts(), Outcome.COMPLETE, 0, list[str]()
    try:
        for batch in _batches(harvester.records()):
            brought, again = archive.store(run, source, batch)
            counts, repeated = counts + brought, repeated + again
            progress.advance(len(batch))
        removed, absent = archive.delete_absent(run, source)
        counts += Counts(deleted=removed)
        if absent > removed:
            remarks.append(f"{absent} records are no longer listed; more than may be deleted at once, so they are kept")
    except SourceError as error:
        outcome = Outcome.PARTIAL if counts.records else Outcome.FAILED
        remarks.append(str(error))
    if repeated:
        remarks.append(f"{repeated} records came under a name that had come before; the last of each name is kept")
    message = "; ".join(remarks)
    archive.end_source(run, source, outcome, counts, message)
    progress.end(f"{outcome} {_said(counts)}{f' — {message}' if message else ''}")
    return SourceReport(source, outcome, counts, message)


def _said(counts: Counts) -> str:
    words = ("new", "changed", "unchanged", "deleted", "refused")
    return ", ".join(f"{number} {word}" for word in words if (number := getattr(counts, word))) or "no records"


def _batches(items: Iterator[Harvested]) -> Iterator[list[Harvested]]:
    batch, volume = list[Harvested](), 0
    try:
        for item in items:
            batch.append(item)
            volume += len(item.content) if isinstance(item, RawRecord) else 0
            if len(batch) >= BATCH or volume >= BATCH_BYTES:
                yield batch
                batch, volume = [], 0
    except SourceError:
        # what came before the failure is kept
        if batch:
            yield batch
        raise
    if batch:
        yield batch
