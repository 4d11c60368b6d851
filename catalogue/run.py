"""A run: sources are harvested into the archive, what changed is refined, and a generation is published.

A run that was killed is simply followed by another, which goes on where it stopped: the archive has what had been
harvested and the places where the listings go on, and refining brings the catalogue up to it. Where nothing has changed
nothing is published; how the harvests went is told by the roster beside the generations.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from harvesters.hub import Hub, Source
from harvesters.transport import Transport
from mappings.codelist import CODELISTS
from vocab.edition import Editions
from vocab.library import Library, open_library
from vocab.mapping_file import LoadedSet, load_sets
from vocab.registry import Vocabulary

from .activity import activities, is_activity
from .archive import Archive
from .behaviour import changes
from .database import CatalogueDatabase
from .description import Description, descriptions
from .errors import RunStoppedError
from .generation import Generation, Generations
from .graph import GraphStore
from .harvesting import SourceReport, Terms
from .harvests import errands, harvest_all
from .ledger import Ledger, Note, Outcome
from .progress import Progress
from .refinery import Refinery
from .refining import RefineReport, refine_changed
from .remark import Remark, remark
from .roster import roster
from .workspace import Workspace


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is done.

    Attributes:
        base: the service's address; every minted IRI begins with it.
        workers: processes that refine.
        full: list every source from its beginning, and refine every record again, changed or not.
        accept_deletions: delete whatever a complete listing lacks, however much of a source that is.
        threads: hosts that are asked at the same time.
        memory: bytes of records that may wait to be archived, of all sources together.
        vocabularies: those that are known; the service's own when None.
        named: the sources were named, so that they need not be due.
        stop: whether the run is to end; what it has done so far is kept.
    """

    base: str
    workers: int = 1
    full: bool = False
    accept_deletions: bool = False
    threads: int = 4
    memory: int = 64_000_000
    vocabularies: Sequence[Vocabulary] | None = None
    named: bool = False
    stop: Callable[[], bool] = _never

    @property
    def terms(self) -> Terms:
        """What this means to the harvest of one source."""
        return Terms(self.full, self.accept_deletions, max(1, self.memory // self.threads), self._stopped)

    def _stopped(self) -> Remark | None:
        return remark("stopped") if self.stop() else None

    def look_up(self) -> None:
        """Between two steps.

        Raises:
            RunStoppedError: the run is to end.
        """
        if self.stop():
            raise RunStoppedError("the run was asked to end; the next one goes on from here")


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did.

    Attributes:
        number: of the run.
        sources: how each harvest went.
        refined: what refining did.
        generation: what is served after it, and was served before when nothing has changed.
        published: whether it is new.
        to_mend: violations and refused records that stand, whether this run found them or an earlier one.
    """

    number: int
    sources: tuple[SourceReport, ...]
    refined: RefineReport
    generation: Generation
    published: bool
    to_mend: int

    @property
    def failed(self) -> bool:
        """Whether any source that was asked was not listed to its end."""
        return any(report.outcome not in (Outcome.COMPLETE, Outcome.SKIPPED) for report in self.sources)


def run(
    workspace: Workspace, hubs: Sequence[Hub], sources: Sequence[Source], settings: Settings, progress: Progress
) -> RunReport:
    """Harvest, refine and publish.

    Args:
        workspace: where everything is kept.
        hubs: all hubs, for the catalogue's description.
        sources: those to harvest now; without any, what is in the archive is refined and published.
        settings: how.
        progress: who watches.

    Raises:
        WorkspaceBusyError: another run holds the workspace.
        ConfigurationError: a source is declared wrongly; nothing has been harvested.
        VocabularyError: a vocabulary cannot be loaded; nothing has been harvested.
        ArchiveError: the archive cannot be written; what it held before is there.
        RefineryError: the processes that refine cannot be started or kept alive; nothing is published.
        RunStoppedError: it was asked to end; nothing is published.
    """
    with workspace.writing(), ExitStack() as stack:
        work = errands(sources, stack.enter_context(Transport()))
        library = _library(workspace, settings)
        archive = stack.enter_context(closing(Archive(workspace.archive)))
        database = stack.enter_context(closing(CatalogueDatabase(workspace.database)))
        graph = stack.enter_context(closing(GraphStore(workspace.graph)))
        ledger, generations = archive.ledger, Generations(workspace.generations)
        number = ledger.begin_run()
        try:
            reports = harvest_all(
                archive, number, work, progress, settings.terms, threads=settings.threads, wanted=settings.named
            )
            settings.look_up()
            refined = refine_changed(
                archive,
                database,
                graph,
                _refinery(settings, library),
                progress,
                vocabularies=library.version,
                base=settings.base,
                workers=settings.workers,
                full=settings.full,
                look_up=settings.look_up,
            )
            _note(ledger, number, database, refined, progress)
        finally:
            generations.enrol(roster(hubs, ledger.latest(asked=True)))
        describe(database, graph, descriptions(hubs, library.holdings, settings.base), settings)
        published = not generations.is_current(database)
        if published:
            _publish(generations, hubs, library, number, settings, progress, archive, database, graph)
        else:
            progress.begin("publish").end(f"nothing has changed: generation {generations.current_name()} stays")
        generation = generations.current()
        ledger.end_run(number, generation.manifest.name)
        return RunReport(number, reports, refined, generation, published, database.to_mend())


def _library(workspace: Workspace, settings: Settings) -> Library:
    """The vocabularies that are loaded and those that come with the service, with the mappings between them."""
    editions, sets = Editions(workspace.vocabularies), mapping_sets(workspace.alignments)
    return open_library(editions, workspace.database.parent, settings.vocabularies, sets)


def mapping_sets(folder: Path) -> list[LoadedSet]:
    """The decisions of the curators, the code lists, and the mapping sets in a folder, which need not exist.

    Raises:
        VocabularyError: one of them cannot be read, or two have one identifier.
    """
    own = sorted(folder.iterdir()) if folder.is_dir() else []
    return load_sets([*sorted(CODELISTS.glob("*.tsv")), *(file for file in own if file.is_file())])


def _publish(
    generations: Generations,
    hubs: Sequence[Hub],
    library: Library,
    number: int,
    settings: Settings,
    progress: Progress,
    archive: Archive,
    database: CatalogueDatabase,
    graph: GraphStore,
) -> None:
    """Publish a generation, in whose graph the harvests stand as they are now."""
    work, ledger = progress.begin("publish"), archive.ledger
    describe(database, graph, activities(hubs, ledger.history, settings.base), settings, harvests=True)
    manifest = generations.publish(
        database,
        graph,
        library.write_index,
        hubs=roster(hubs, ledger.latest(asked=True)),
        run=number,
        base=settings.base,
    ).manifest
    told = f"generation {manifest.name}: {manifest.records} records, {manifest.triples} statements"
    work.end(told, generation=manifest.name, records=manifest.records, triples=manifest.triples)


def _note(ledger: Ledger, number: int, database: CatalogueDatabase, refined: RefineReport, progress: Progress) -> None:
    """Add to the ledger what refining found out, and tell where a source is otherwise than before."""
    dialects, refusals = database.dialects(), database.refusals()
    for harvest in ledger.of_run(number):
        if harvest.outcome is Outcome.SKIPPED:
            continue
        key = harvest.hub, harvest.source
        note = Note(
            refined.refused_by.get(key, 0),
            refined.repaired_by.get(key, 0),
            tuple(dialects.get(key, ())),
            tuple(refusals.get(key, ())),
        )
        earlier = [one for one in ledger.history(*key, limit=200, asked=True) if one.run < number]
        found = changes(harvest, earlier, note)
        ledger.note(harvest, replace(note, remarks=found))
        for warning in (one for one in (*harvest.remarks, *found) if one.warns):
            told = f"{harvest.key}: {warning.message('en')}"
            progress.tell("warning", told, source=harvest.key, code=warning.code, values=dict(warning.values))


def _refinery(settings: Settings, library: Library) -> Callable[[], Refinery]:
    """Makes the refinery, at first use and once."""
    return cache(lambda: Refinery(settings.base, library.index()))


def describe(
    database: CatalogueDatabase,
    graph: GraphStore,
    wanted: Iterable[Description],
    settings: Settings,
    *,
    harvests: bool = False,
) -> None:
    """Bring the named graphs that describe the catalogue and its vocabularies, or its harvests, up to date."""
    described = {
        name: hash_ for name, hash_ in database.descriptions().items() if is_activity(name, settings.base) is harvests
    }
    wanted = list(wanted)
    known = {} if settings.full else described
    stale = [new for new in wanted if known.get(new.graph[1:-1]) != new.hash]
    gone = described.keys() - {new.graph[1:-1] for new in wanted}
    with database.transaction():
        # forgotten first, so that a run that is killed meanwhile is followed by one that loads them again
        for name in (*gone, *(new.graph[1:-1] for new in stale)):
            database.forget(name)
    graph.replace([f"<{name}>" for name in gone], b"")
    for new in stale:
        graph.replace([new.graph], new.nquads())
    with database.transaction():
        for new in stale:
            database.describe(new.graph[1:-1], new.hash)
