"""The harvests of one run: sources of different hosts at the same time, those of one host one after another."""

from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event
from urllib.parse import urlsplit

from harvesters.hub import Source
from harvesters.protocol import PROTOCOLS, Harvester, harvester
from harvesters.transport import Transport

from .archive import Archive
from .harvesting import SourceReport, Terms, harvest, skip
from .ledger import Outcome
from .progress import Progress
from .remark import Remark, remark


@dataclass(frozen=True, slots=True)
class Errand:
    """A source and what reads it."""

    source: Source
    harvester: Harvester


def errands(sources: Sequence[Source], transport: Transport) -> tuple[Errand, ...]:
    """What reads each source.

    Raises:
        ConfigurationError: a source is declared wrongly.
    """
    return tuple(Errand(source, harvester(source, transport)) for source in sources)


def host_of(source: Source) -> str:
    """The host that is asked; the empty text for this machine's folders, which share its disks."""
    return "" if PROTOCOLS[source.protocol].is_local(source.url) else urlsplit(source.url).hostname or ""


def reason_to_skip(archive: Archive, source: Source, now: datetime, *, wanted: bool) -> Remark | None:
    """Why a source is left out now; None when it is harvested.

    Args:
        archive: knows when it was last harvested.
        source: the source.
        now: this moment.
        wanted: somebody named it, so that it need not be due.
    """
    if source.window is not None and not source.window.is_open(now):
        return remark("closed", window=str(source.window))
    if wanted or source.schedule is None:
        return None
    last = archive.ledger.history(source.hub, source.name, limit=1, asked=True)
    # what failed or stopped on its way goes on in any run
    if not last or last[0].outcome is not Outcome.COMPLETE:
        return None
    begun = datetime.fromisoformat(last[0].started)
    if source.schedule.is_due(begun, now):
        return None
    return remark("early", moment=source.schedule.next(begun).isoformat(" ", "minutes"))


def harvest_all(
    archive: Archive,
    run: int,
    work: Sequence[Errand],
    progress: Progress,
    terms: Terms,
    *,
    threads: int = 1,
    wanted: bool = False,
) -> tuple[SourceReport, ...]:
    """Harvest sources; the reports stand in their order.

    Args:
        archive: takes what they list.
        run: number of the run.
        work: the sources and what reads them.
        progress: who watches.
        terms: how.
        threads: hosts that are asked at the same time.
        wanted: somebody named them, so that they need not be due.

    Raises:
        ArchiveError: the archive cannot be written; the other harvests end at their next places.
    """
    lanes: dict[str, list[Errand]] = {}
    for errand in work:
        lanes.setdefault(host_of(errand.source), []).append(errand)
    abandoned = Event()
    made: dict[str, SourceReport] = {}

    def lane(errands: Sequence[Errand]) -> None:
        for errand in errands:
            made[errand.source.key] = _harvest(archive, run, errand, progress, _until(terms, errand, abandoned), wanted)

    with ThreadPoolExecutor(max(1, min(threads, len(lanes))), "harvest") as pool:
        futures = [pool.submit(lane, errands) for errands in lanes.values()]
        try:
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            # an error in one, or an interruption here, ends the others at their next places
            abandoned.set()
    for future in futures:
        future.result()
    return tuple(made[errand.source.key] for errand in work)


def _until(terms: Terms, errand: Errand, abandoned: Event) -> Terms:
    """The terms for one source, which ends when the run does, when another fails, or when its window closes."""
    window = errand.source.window

    def stop() -> Remark | None:
        if abandoned.is_set():
            return remark("stopped")
        if window is not None and not window.is_open(datetime.now(UTC)):
            return remark("closing", window=str(window))
        return terms.stop()

    return replace(terms, stop=stop)


def _harvest(
    archive: Archive, run: int, errand: Errand, progress: Progress, terms: Terms, wanted: bool
) -> SourceReport:
    ended = terms.stop()
    why = ended if ended and ended.code != "closing" else None
    why = why or reason_to_skip(archive, errand.source, datetime.now(UTC), wanted=wanted)
    if why:
        return skip(archive, run, errand.source, why, progress)
    return harvest(archive, run, errand.source, errand.harvester, progress, terms)
