"""The refinery: records refined and validated in batches on a pool of processes."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from multiprocessing import get_context
from typing import NamedTuple

from harvesters.record import RawRecord
from mappings.codelist import load_codelists
from mappings.errors import RecordError
from mappings.refine import RefinedRecord, refine
from mappings.scope import Context, Origin
from shapes.validation import Validator
from vocab.diagnostic import Diagnostic
from vocab.loader import load_graph
from vocab.matching import load_matcher
from vocab.registry import load_registry

from .document import Document, document

BATCH = 100
"""Records refined and validated together."""


class Task(NamedTuple):
    """A record to refine."""

    raw: RawRecord
    origin: Origin


class Refined(NamedTuple):
    """What came of a task: statements, search document and findings."""

    task: Task
    record: RefinedRecord
    document: Document
    findings: tuple[Diagnostic, ...]


class Refused(NamedTuple):
    """A task whose bytes could not be refined, and why."""

    task: Task
    findings: tuple[Diagnostic, ...]


class Refinery:
    """Refines batches in this process: the context, the vocabularies and the shapes, made once.

    Args:
        base: the service's address.
        validating: whether records are validated.
    """

    def __init__(self, base: str, *, validating: bool = True) -> None:
        self.context = Context(base, load_codelists(), load_matcher())
        self._validator: Validator | None = None
        if validating:
            background = load_graph(load_registry()[0])
            for vocabulary in load_registry()[1:]:
                background += load_graph(vocabulary)
            self._validator = Validator(background)

    def refine(self, tasks: Sequence[Task]) -> list[Refined | Refused]:
        """Refine a batch, and validate it in one go; the results stand in the order of the tasks."""
        results: list[Refined | Refused] = []
        for task in tasks:
            try:
                record = refine(task.raw, task.origin, self.context)
            except RecordError as error:
                results.append(Refused(task, error.diagnostics))
            else:
                search_document = document(record, task.origin.hub, self.context.matcher)
                results.append(Refined(task, record, search_document, record.diagnostics))
        if self._validator is None:
            return results
        graphs = [(str(number), r.record.triples) for number, r in enumerate(results) if isinstance(r, Refined)]
        found = self._validator.validate(graphs)
        return [
            r._replace(findings=(*r.findings, *found[str(number)])) if isinstance(r, Refined) else r
            for number, r in enumerate(results)
        ]


_refinery: Refinery


def _start(base: str) -> None:
    # the one global of this package: a process of the pool has no other place for what its tasks share
    global _refinery
    _refinery = Refinery(base)


def _refine(tasks: Sequence[Task]) -> list[Refined | Refused]:
    return _refinery.refine(tasks)


def refine_all(
    tasks: Iterable[Task], base: str, *, workers: int, batch: int = BATCH
) -> Iterator[list[Refined | Refused]]:
    """Refine tasks, batch by batch, as results come; at most three batches for each worker are in memory.

    Args:
        tasks: may be endless; they are drawn as there is room.
        base: the service's address.
        workers: processes; with 1, everything happens in this one.
        batch: tasks for each batch.
    """
    remaining = iter(tasks)
    if workers <= 1:
        chunk = list(islice(remaining, batch))
        refinery = Refinery(base) if chunk else None
        while chunk and refinery is not None:
            yield refinery.refine(chunk)
            chunk = list(islice(remaining, batch))
        return
    context = get_context("spawn")
    first = list(islice(remaining, batch))
    if not first:
        return
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(base,)) as pool:
        running: set[Future[list[Refined | Refused]]] = {pool.submit(_refine, first)}
        while running:
            while len(running) < 3 * workers and (chunk := list(islice(remaining, batch))):
                running.add(pool.submit(_refine, chunk))
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
