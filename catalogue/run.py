"""A run: sources are harvested into the archive, what changed is refined, and a generation is published.

A run that was killed is simply followed by another, which goes on where it stopped: the archive has what had been
harvested, and refining brings the catalogue up to it.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache

from harvesters.hub import Hub, Source
from harvesters.protocol import harvester
from harvesters.transport import Transport
from vocab.index import write_index
from vocab.loader import Vocabularies, load_vocabularies
from vocab.registry import load_registry

from .archive import Archive, Outcome
from .database import CatalogueDatabase
from .description import descriptions
from .generation import Generation, Generations
from .graph import GraphStore
from .harvesting import SourceReport, harvest
from .progress import Progress
from .refinery import Refinery
from .refining import RefineReport, refine_changed
from .roster import roster
from .workspace import Workspace


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
class RunReport:
    """What a run did.

    Attributes:
        number: of the run.
        sources: how each harvest went.
        refined: what refining did.
        generation: what was published.
        to_mend: violations and refused records that stand, whether this run found them or an earlier one.
    """

    number: int
    sources: tuple[SourceReport, ...]
    refined: RefineReport
    generation: Generation
    to_mend: int

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
        ConfigurationError: a source is declared wrongly; nothing has been harvested.
        VocabularyError: a vocabulary cannot be loaded; nothing has been harvested.
        RefineryError: the processes that refine cannot be started or kept alive; nothing is published.
    """
    with workspace.writing(), Transport() as transport:
        harvesters = [(source, harvester(source, transport)) for source in sources]
        vocabularies = load_vocabularies(load_registry())
        with (
            closing(Archive(workspace.archive)) as archive,
            closing(CatalogueDatabase(workspace.database)) as database,
            closing(GraphStore(workspace.graph)) as graph,
        ):
            number = archive.begin_run()
            reports = tuple(harvest(archive, number, source, reader, progress) for source, reader in harvesters)
            refined = refine_changed(
                archive,
                database,
                graph,
                _refinery(settings, vocabularies),
                progress,
                base=settings.base,
                workers=settings.workers,
                full=settings.full,
            )
            progress.begin("publish")
            describe(database, graph, hubs, vocabularies, settings)
            generation = Generations(workspace.generations).publish(
                database,
                graph,
                lambda path: write_index(path, vocabularies.registry, vocabularies.concepts),
                hubs=roster(hubs, archive.latest()),
                run=number,
                base=settings.base,
            )
            archive.end_run(number, generation.manifest.name)
            to_mend = database.to_mend()
            manifest = generation.manifest
            progress.end(f"generation {manifest.name}: {manifest.records} records, {manifest.triples} statements")
    return RunReport(number, reports, refined, generation, to_mend)


def _refinery(settings: Settings, vocabularies: Vocabularies) -> Callable[[], Refinery]:
    """Makes the refinery, at first use and once."""
    return cache(lambda: Refinery(settings.base, vocabularies))


def describe(
    database: CatalogueDatabase,
    graph: GraphStore,
    hubs: Sequence[Hub],
    vocabularies: Vocabularies,
    settings: Settings,
) -> None:
    """Bring the named graphs that describe the catalogue and its vocabularies up to date."""
    known = {} if settings.full else database.descriptions()
    wanted = list(descriptions(hubs, vocabularies, settings.base))
    stale = [new for new in wanted if known.get(new.graph[1:-1]) != new.hash]
    gone = database.descriptions().keys() - {new.graph[1:-1] for new in wanted}
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
