"""Refining: the catalogue brought up to the archive.

The archive says what there is, the database what the catalogue made of it. A record is current when neither what the
archive has of it nor what refining depends on (``refinery.fingerprint``) has changed since. Before a named graph
changes, the database notes so; only when the graph has changed does it take the record. A run that is killed in between
is therefore followed by one that does the same again.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from harvesters.record import RawRecord
from mappings.scope import Origin
from vocab.diagnostic import Severity
from vocab.term import nquads, short_hash

from .archive import Archive, ArchivedRecord, State
from .database import CatalogueDatabase, RefinedEntry, StoredRecord
from .graph import GraphStore
from .progress import Progress
from .refinery import Refined, Refinery, Refused, Result, Task, fingerprint, refine_all

MANY = 2000
"""Refined records after which the graph store is compacted."""

_PAGE = 20
"""Records whose bytes are fetched at once; they may be large."""


@dataclass(frozen=True, slots=True)
class RefineReport:
    """What refining did: records refined, refused and removed, and the findings about those refined.

    Attributes:
        refused_by: by hub and source, how many records that the harvest had taken were refused.
        repaired_by: by hub and source, in how many of those refined something was put right.
    """

    refined: int = 0
    refused: int = 0
    removed: int = 0
    violations: int = 0
    warnings: int = 0
    refused_by: Mapping[tuple[str, str], int] = field(default_factory=Counter)
    repaired_by: Mapping[tuple[str, str], int] = field(default_factory=Counter)


def refine_changed(
    archive: Archive,
    database: CatalogueDatabase,
    graph: GraphStore,
    refinery: Callable[[], Refinery],
    progress: Progress,
    *,
    base: str,
    vocabularies: str,
    workers: int = 1,
    full: bool = False,
    look_up: Callable[[], None] = lambda: None,
) -> RefineReport:
    """Bring the catalogue up to the archive: first what is gone or refused, then what is new or changed.

    Args:
        archive: what there is.
        database: what the catalogue made of it.
        graph: the named graphs of its records.
        refinery: makes the refinery; asked only when there is something to refine.
        progress: who watches.
        base: the service's address.
        vocabularies: stands for those that keywords are linked to.
        workers: processes that refine.
        full: take no record for current.
        look_up: called between batches; may raise what ends refining there.

    Raises:
        RefineryError: the processes cannot be started or kept alive.
    """
    refining = _Refining(archive, database, graph, refinery, context=fingerprint(base, vocabularies), full=full)
    refining.sweep()
    work = progress.begin("refine", refining.settle())
    for results in refine_all(refining.changed(), refinery, workers=workers):
        refining.take(results)
        work.advance(len(results))
        look_up()
    for results in refine_all(refining.outdated(), refinery, workers=workers):
        refining.renew(results)
        look_up()
    report = refining.report
    if report.refined > MANY:
        graph.optimise()
    work.end(
        f"{report.refined} refined, {report.refused} refused, {report.removed} removed,"
        f" {report.violations} violations, {report.warnings} warnings",
        **{name: getattr(report, name) for name in ("refined", "refused", "removed", "violations", "warnings")},
    )
    return report


class _Refining:
    """One refining: the stores, what records are compared by, and what has been done so far."""

    def __init__(
        self,
        archive: Archive,
        database: CatalogueDatabase,
        graph: GraphStore,
        refinery: Callable[[], Refinery],
        *,
        context: str,
        full: bool,
    ) -> None:
        self.report = RefineReport()
        self._archive = archive
        self._database = database
        self._graph = graph
        self._refinery = refinery
        self._full = full
        self._context = context
        self._seen: dict[tuple[str, str, str], str] = {}

    def sweep(self) -> None:
        """Drop the named graphs that the database knows nothing of, which a killed run may have left."""
        orphans = [name for name in self._graph.names() if not self._database.has_graph(name[1:-1])]
        self._graph.replace(orphans, b"")

    def settle(self) -> int:
        """Remove what is gone and note what is refused; returns how many records are to be refined."""
        pending = removed = refused = 0
        for archived, stored in self._walk():
            if archived is None or archived.state is State.DELETED:
                if stored is not None:
                    self._remove(stored)
                    removed += 1
            elif self._is_current(archived, stored):
                continue
            elif archived.state is State.REFUSED:
                with self._database.transaction():
                    self._database.refuse(archived.key, self._mark(archived), archived.findings)
                refused += 1
            else:
                pending += 1
        self.report = replace(self.report, removed=removed, refused=refused)
        return pending

    def _remove(self, stored: StoredRecord) -> None:
        with self._database.transaction():
            self._database.remove(stored.key)
        if stored.graph:
            self._graph.replace([f"<{stored.graph}>"], b"")

    def _walk(self) -> Iterator[tuple[ArchivedRecord | None, StoredRecord | None]]:
        """Every record that the archive or the catalogue knows; both walks are in the order of keys."""
        archive, database = self._archive.records(), self._database.records()
        left, right = next(archive, None), next(database, None)
        while left is not None or right is not None:
            if right is None or (left is not None and left.key < right.key):
                yield left, None
                left = next(archive, None)
            elif left is None or right.key < left.key:
                yield None, right
                right = next(database, None)
            else:
                yield left, right
                left, right = next(archive, None), next(database, None)

    def _is_current(self, archived: ArchivedRecord, stored: StoredRecord | None) -> bool:
        if stored is None or (self._full and archived.state is State.ACTIVE):
            return False
        interrupted = stored.graph and not stored.context
        return stored.seen == self._mark(archived) and not interrupted

    def _mark(self, archived: ArchivedRecord) -> str:
        """Stands for all that a record's refining depends on."""
        said = (archived.state, archived.hash, archived.datestamp, archived.url, archived.findings)
        return short_hash(repr((*said, self._context)))

    def changed(self) -> Iterator[Task]:
        """What is to be refined, in the order of keys."""
        pending = (
            (archived, stored)
            for archived, stored in self._walk()
            if archived is not None and archived.state is State.ACTIVE and not self._is_current(archived, stored)
        )
        while page := list(islice(pending, _PAGE)):
            contents = self._archive.content([archived.hash for archived, _ in page])
            for archived, stored in page:
                self._seen[archived.key] = self._mark(archived)
                suffix = stored.suffix if stored is not None else ""
                yield _task(archived, contents[archived.hash], archived.media_type, suffix)

    def outdated(self) -> Iterator[Task]:
        """The last good bytes of the stale records, where what is kept was made with other crosswalks or addresses."""
        pending = self._database.outdated(self._context)
        while page := list(islice(pending, _PAGE)):
            contents = self._archive.content([stored.hash for stored in page])
            for stored in page:
                yield _task(stored, contents[stored.hash], "", stored.suffix)

    def take(self, results: Sequence[Result]) -> None:
        """Store what came of changed records."""
        entries, refused = self._entries(results), [result for result in results if isinstance(result, Refused)]
        self._replace(entries)
        with self._database.transaction():
            for entry in entries:
                self._database.put(entry)
            for result in refused:
                key = _key(result.task)
                self._database.refuse(key, self._seen.pop(key), result.findings)
        repaired = (entry for entry in entries if any(f.repaired for f in entry.findings))
        severities = [finding.severity for entry in entries for finding in entry.findings]
        report = self.report
        self.report = replace(
            report,
            refined=report.refined + len(entries),
            refused=report.refused + len(refused),
            violations=report.violations + severities.count(Severity.VIOLATION),
            warnings=report.warnings + severities.count(Severity.WARNING),
            refused_by=Counter(_key(result.task)[:2] for result in refused) + Counter(report.refused_by),
            repaired_by=Counter(entry.key[:2] for entry in repaired) + Counter(report.repaired_by),
        )

    def renew(self, results: Sequence[Result]) -> None:
        """Store what came of the last good bytes of stale records; where nothing did, what is kept stays."""
        entries = self._entries(results)
        self._replace(entries)
        with self._database.transaction():
            for entry in entries:
                self._database.renew(entry)

    def _entries(self, results: Sequence[Result]) -> list[RefinedEntry]:
        return [
            RefinedEntry(
                key := _key(result.task),
                self._seen.pop(key, ""),
                result.task.raw.hash,
                self._context,
                result.task.raw.datestamp,
                result.task.raw.url,
                result.task.origin.suffix,
                result.record,
                result.document,
                result.findings,
            )
            for result in self._told_apart(results)
        ]

    def _replace(self, entries: Sequence[RefinedEntry]) -> None:
        """Replace the records' graphs, those of their former addresses included."""
        former = {f"<{name}>" for entry in entries if (name := self._database.graph_of(entry.key))}
        if former:
            with self._database.transaction():
                self._database.unsettle(entry.key for entry in entries)
        quads = "".join(nquads(entry.refined.triples, entry.refined.graph) for entry in entries)
        self._graph.replace({*former, *(entry.refined.graph for entry in entries)}, quads.encode())

    def _told_apart(self, results: Iterable[Result]) -> list[Refined]:
        """What could be refined; where another record has the address, refined again under an address of its own."""
        taken: dict[str, tuple[str, str, str]] = {}
        apart = list[Refined]()
        results, attempt = list(results), 0
        while results:
            attempt += 1
            clashing = list[Task]()
            for result in results:
                if isinstance(result, Refused):
                    continue
                address, key = result.record.dataset[1:-1], _key(result.task)
                if taken.setdefault(address, self._database.owner(address) or key) == key:
                    apart.append(result)
                else:
                    suffix = short_hash("/".join(key) * attempt)
                    clashing.append(result.task._replace(origin=replace(result.task.origin, suffix=suffix)))
            results = self._refinery().refine(clashing) if clashing else []
        return apart


def _key(task: Task) -> tuple[str, str, str]:
    return task.origin.hub, task.origin.source, task.origin.identifier


def _task(record: ArchivedRecord | StoredRecord, content: bytes, media_type: str, suffix: str) -> Task:
    hub, source, identifier = record.key
    received = record.received if isinstance(record, ArchivedRecord) else ""
    raw = RawRecord(identifier, content, media_type, record.datestamp, record.url, received)
    return Task(raw, Origin(hub, source, identifier, record.url, suffix))
