"""A run: sources are harvested into the archive, what changed is refined, and a generation is published.

The archive says what there is, the catalogue database what has been refined; a run brings the second up to the first.
So a run that was killed is simply followed by another: it finds the same difference and goes on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from harvesters.errors import SourceError
from harvesters.hub import Hub, Source
from harvesters.protocol import harvester
from harvesters.record import Harvested, RawRecord
from harvesters.transport import Transport
from mappings.refine import CROSSWALK_VERSION
from mappings.scope import Origin
from vocab.diagnostic import Severity
from vocab.index import write_index
from vocab.loader import load_concepts
from vocab.registry import load_registry
from vocab.term import nquads, short_hash

from .archive import Archive, ArchivedRecord, Counts, Outcome, State
from .database import CatalogueDatabase, RefinedEntry, StoredRecord
from .description import catalogue_graphs
from .generation import Generation, Generations
from .graph import GraphStore
from .progress import Progress
from .refinery import Refined, Refinery, Refused, Task, refine_all
from .workspace import Workspace

HARVEST_BATCH = 100
"""Records archived in one transaction."""

MANY = 2000
"""Refined records after which the graph store is compacted."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is done.

    Attributes:
        base: the service's address; every minted IRI begins with it.
        workers: processes that refine.
        full: refine every record again, changed or not.
    """

    base: str
    workers: int = 1
    full: bool = False


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How the harvest of one source went."""

    source: Source
    outcome: Outcome
    counts: Counts
    message: str


@dataclass(frozen=True, slots=True)
class RefineReport:
    """What refining did: records refined, refused and removed, and the findings about those refined."""

    refined: int = 0
    refused: int = 0
    removed: int = 0
    violations: int = 0
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did."""

    number: int
    sources: tuple[SourceReport, ...]
    refined: RefineReport
    generation: Generation

    @property
    def failed(self) -> bool:
        """Whether any source was not listed to its end."""
        return any(report.outcome is not Outcome.COMPLETE for report in self.sources)


def run(
    workspace: Workspace, hubs: Sequence[Hub], sources: Sequence[Source], settings: Settings, progress: Progress
) -> RunReport:
    """Harvest, refine and publish.

    Args:
        workspace: where everything is kept.
        hubs: all hubs, for the catalogue's description.
        sources: those to harvest now.
        settings: how.
        progress: who watches.

    Raises:
        WorkspaceBusyError: another run holds the workspace.
        VocabularyError: a vocabulary cannot be loaded.
    """
    with workspace.writing():
        archive = Archive(workspace.archive)
        database = CatalogueDatabase(workspace.database)
        graph = GraphStore(workspace.graph)
        try:
            number = archive.begin_run()
            with Transport() as transport:
                reports = tuple(harvest(archive, number, source, transport, progress) for source in sources)
            refined = refine_changed(archive, database, graph, settings, progress)
            generation = publish(workspace, database, graph, hubs, settings, number, progress)
            archive.end_run(number, generation.manifest.name)
        finally:
            database.close()
            archive.close()
    return RunReport(number, reports, refined, generation)


def harvest(archive: Archive, number: int, source: Source, transport: Transport, progress: Progress) -> SourceReport:
    """Take everything a source has into the archive; deletions by absence follow a complete listing only."""
    progress.begin(source.key)
    archive.begin_source(number, source)
    counts, outcome, message = Counts(), Outcome.COMPLETE, ""
    try:
        for batch in _batches(harvester(source, transport).records(), HARVEST_BATCH):
            counts += archive.store(number, source, batch)
            progress.advance(len(batch))
        removed, absent = archive.delete_absent(number, source)
        counts += Counts(deleted=removed)
        if absent > removed:
            message = f"{absent} records are no longer listed; more than may be deleted at once, so they are kept"
    except SourceError as error:
        outcome = Outcome.PARTIAL if counts.records else Outcome.FAILED
        message = str(error)
    archive.end_source(number, source, outcome, counts, message)
    progress.end(f"{outcome} {_said(counts)}{f' — {message}' if message else ''}")
    return SourceReport(source, outcome, counts, message)


def _said(counts: Counts) -> str:
    words = ("new", "changed", "unchanged", "deleted", "refused")
    return ", ".join(f"{number} {word}" for word in words if (number := getattr(counts, word))) or "no records"


def _batches(items: Iterator[Harvested], size: int) -> Iterator[list[Harvested]]:
    batch = list[Harvested]()
    try:
        for item in items:
            batch.append(item)
            if len(batch) >= size:
                yield batch
                batch = []
    except SourceError:
        # what came before the failure is kept
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def refine_changed(
    archive: Archive, database: CatalogueDatabase, graph: GraphStore, settings: Settings, progress: Progress
) -> RefineReport:
    """Bring the catalogue up to the archive: first what is gone or refused, then what is new or changed."""
    pending = removed = refused = 0
    for archived, stored in _side_by_side(archive.records(), database.records()):
        if archived is None or archived.state is State.DELETED:
            if stored is not None:
                graph.replace([f"<{stored.graph}>"] if stored.graph else (), b"")
                with database.transaction():
                    database.remove(stored.key)
                removed += 1
        elif archived.state is State.REFUSED:
            with database.transaction():
                database.refuse(archived.key, archived.hash, archived.findings)
            refused += 1
        else:
            pending += not _is_current(archived, stored, settings)
    progress.begin("refine", pending)
    intake = _Intake(database, graph, settings)
    for results in refine_all(_tasks(archive, database, settings), settings.base, workers=settings.workers):
        intake.store(results)
        progress.advance(len(results))
    report = replace(intake.report, removed=removed, refused=intake.report.refused + refused)
    if report.refined > MANY:
        graph.optimise()
    progress.end(
        f"{report.refined} refined, {report.refused} refused, {report.removed} removed,"
        f" {report.violations} violations, {report.warnings} warnings"
    )
    return report


def _side_by_side(
    archived: Iterator[ArchivedRecord], stored: Iterator[StoredRecord]
) -> Iterator[tuple[ArchivedRecord | None, StoredRecord | None]]:
    """Every record that the archive or the catalogue knows; both walks are in the order of keys."""
    left, right = next(archived, None), next(stored, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left.key < right.key):
            yield left, None
            left = next(archived, None)
        elif left is None or right.key < left.key:
            yield None, right
            right = next(stored, None)
        else:
            yield left, right
            left, right = next(archived, None), next(stored, None)


def _is_current(archived: ArchivedRecord, stored: StoredRecord | None, settings: Settings) -> bool:
    """Whether a record's present bytes have been refined by the present crosswalks."""
    if stored is None or settings.full:
        return False
    return stored.hash == archived.hash and stored.version == CROSSWALK_VERSION


def _tasks(archive: Archive, database: CatalogueDatabase, settings: Settings) -> Iterator[Task]:
    pending = (
        (archived, stored)
        for archived, stored in _side_by_side(archive.records(), database.records())
        if archived is not None and archived.state is State.ACTIVE and not _is_current(archived, stored, settings)
    )
    while page := list(islice(pending, HARVEST_BATCH)):
        contents = archive.content([archived.hash for archived, _ in page])
        for archived, stored in page:
            raw = RawRecord(
                archived.identifier, contents[archived.hash], archived.media_type, archived.datestamp, archived.url
            )
            suffix = stored.suffix if stored is not None else ""
            yield Task(raw, Origin(archived.hub, archived.source, archived.identifier, archived.url, suffix))


class _Intake:
    """Takes refined batches into the stores: the graph first, then the database, whose row says that it is done."""

    def __init__(self, database: CatalogueDatabase, graph: GraphStore, settings: Settings) -> None:
        self.report = RefineReport()
        self._database = database
        self._graph = graph
        self._settings = settings
        self._refinery: Refinery | None = None

    def store(self, results: Sequence[Refined | Refused]) -> None:
        """Store a batch."""
        results = self._told_apart(results)
        good = [result for result in results if isinstance(result, Refined)]
        quads = "".join(nquads(result.record.triples, result.record.graph) for result in good)
        self._graph.replace((result.record.graph for result in good), quads.encode())
        with self._database.transaction():
            for result in results:
                self._put(result)
        severities = [finding.severity for result in good for finding in result.findings]
        report = self.report
        self.report = replace(
            report,
            refined=report.refined + len(good),
            refused=report.refused + len(results) - len(good),
            violations=report.violations + severities.count(Severity.VIOLATION),
            warnings=report.warnings + severities.count(Severity.WARNING),
        )

    def _put(self, result: Refined | Refused) -> None:
        raw, origin = result.task
        key = _key(result.task)
        if isinstance(result, Refused):
            self._database.refuse(key, raw.hash, result.findings)
            return
        entry = RefinedEntry(
            key, raw.hash, raw.datestamp, raw.url, origin.suffix, result.record, result.document, result.findings
        )
        self._database.put(entry)

    def _told_apart(self, results: Sequence[Refined | Refused]) -> list[Refined | Refused]:
        """The results; those whose address another record has are refined again under an address of their own."""
        taken: dict[str, tuple[str, str, str]] = {}
        apart, clashing = list[Refined | Refused](), list[Task]()
        for result in results:
            if isinstance(result, Refined):
                address, key = result.record.dataset[1:-1], _key(result.task)
                if taken.setdefault(address, self._database.owner(address) or key) != key:
                    suffix = short_hash("/".join(key))
                    clashing.append(result.task._replace(origin=replace(result.task.origin, suffix=suffix)))
                    continue
            apart.append(result)
        if clashing:
            self._refinery = self._refinery or Refinery(self._settings.base)
            apart.extend(self._refinery.refine(clashing))
        return apart


def _key(task: Task) -> tuple[str, str, str]:
    return task.origin.hub, task.origin.source, task.raw.identifier


def publish(
    workspace: Workspace,
    database: CatalogueDatabase,
    graph: GraphStore,
    hubs: Sequence[Hub],
    settings: Settings,
    number: int,
    progress: Progress,
) -> Generation:
    """Publish what there is as a new generation, with the vocabularies and the catalogue's own description."""
    progress.begin("publish")
    vocabularies = load_registry()
    concepts = load_concepts(vocabularies)
    for name, statements in catalogue_graphs(hubs, vocabularies, settings.base):
        graph.replace([name], statements)
    generation = Generations(workspace.generations).publish(
        database, graph, lambda path: write_index(path, vocabularies, concepts), run=number, base=settings.base
    )
    manifest = generation.manifest
    progress.end(f"generation {manifest.name}: {manifest.records} records, {manifest.triples} statements")
    return generation
