"""The refinery: records refined and validated in batches on a pool of processes."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, wait
from concurrent.futures import TimeoutError as TookTooLongError
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from multiprocessing import get_context
from typing import NamedTuple, TypeAlias

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from harvesters.record import RawRecord
from mappings.codelist import load_codelists
from mappings.errors import RecordError
from mappings.refine import CROSSWALK_VERSION, RefinedRecord, refine
from mappings.scope import Context, Origin
from shapes.validation import Validator
from vocab.decision import DECISIONS, Decisions, load_decisions
from vocab.diagnostic import Diagnostic, diagnostic
from vocab.index import VocabularyIndex
from vocab.matching import Matcher
from vocab.reach import Reach

from .document import Document, document
from .errors import RefineryError

BATCH = 100
"""Records refined and validated together."""

BATCH_BYTES = 16_000_000
"""A batch is not added to beyond this size."""

BATCH_SECONDS = 120.0
"""A batch that takes longer is given up, in halves, down to the record that holds it up."""

_INGREDIENTS = (("mappings", "codelists"), ("shapes", "profile"))
"""Packages and their files or folders that decide, beside the code, what a record is refined to."""


def fingerprint(base: str, vocabularies: str) -> str:
    """What a refined record depends on beside its own bytes: crosswalks, vocabularies, code lists, shapes, address.

    What curators have decided is a part of it, so that the next run obeys.

    Args:
        base: the service's address.
        vocabularies: stands for the editions that keywords are linked to (``holding.version``).

    Returns:
        Thirty-two hexadecimal digits.
    """
    digest = hashlib.blake2b(f"{CROSSWALK_VERSION} {base} {vocabularies}".encode(), digest_size=16)
    digest.update(DECISIONS.read_bytes())
    for package, name in _INGREDIENTS:
        for file in _files(files(package) / name):
            digest.update(f"\n{package}/{file.name}\n".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(place: Traversable) -> list[Traversable]:
    if place.is_file():
        return [place]
    return sorted((entry for entry in place.iterdir() if entry.is_file()), key=lambda entry: entry.name)


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


Result: TypeAlias = Refined | Refused
"""What comes of a task."""


class Refinery:
    """Refines batches in this process: the context, the vocabularies and the shapes, made once; it can be pickled.

    Args:
        base: the service's address.
        vocabularies: the index of those that keywords are linked to.
        decisions: what curators have settled; those that come with the service when not given.
        validating: whether records are validated.

    Raises:
        VocabularyError: the decisions cannot be read.
    """

    def __init__(
        self, base: str, vocabularies: VocabularyIndex, *, decisions: Decisions | None = None, validating: bool = True
    ) -> None:
        settled = load_decisions(DECISIONS) if decisions is None else decisions
        self.context = Context(base, load_codelists(), Matcher(vocabularies), settled)
        self._reach = Reach(vocabularies)
        self._validator = Validator(vocabularies.said) if validating else None

    def __getstate__(self) -> tuple[str, Matcher, Decisions, Validator | None]:
        return self.context.base, self.context.matcher, self.context.decisions, self._validator

    def __setstate__(self, state: tuple[str, Matcher, Decisions, Validator | None]) -> None:
        # code lists are quickly read, and do not travel
        base, matcher, decisions, self._validator = state
        self.context = Context(base, load_codelists(), matcher, decisions)
        self._reach = Reach(matcher.index)

    def refine(self, tasks: Sequence[Task]) -> list[Result]:
        """Refine a batch, and validate it in one go; the results stand in the order of the tasks."""
        results: list[Result] = []
        for task in tasks:
            try:
                record = refine(task.raw, task.origin, self.context)
            except RecordError as error:
                results.append(Refused(task, error.diagnostics))
            else:
                search_document = document(record, task.origin.hub, self.context.matcher, self._reach)
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


def _start(refinery: Refinery) -> None:
    # the one global of this package: a process of the pool has no other place for what its tasks share
    global _refinery
    _refinery = refinery


def _refine(tasks: Sequence[Task]) -> list[Result]:
    return _refinery.refine(tasks)


def refine_all(
    tasks: Iterable[Task],
    refinery: Callable[[], Refinery],
    *,
    workers: int,
    batch: int = BATCH,
    timeout: float = BATCH_SECONDS,
) -> Iterator[list[Result]]:
    """Refine tasks, batch by batch, in their order; at most three batches for each worker are in memory.

    A record that ends its process, or holds it up, is refused.

    Args:
        tasks: may be endless; they are drawn as there is room.
        refinery: makes the refinery; asked only when there is a task.
        workers: processes; with 1, everything happens in this one, which such a record then ends or holds up.
        batch: tasks for each batch.
        timeout: seconds that a batch may take on the pool.

    Raises:
        RefineryError: the processes cannot be started or kept alive.
    """
    batches = _batches(tasks, batch)
    first = next(batches, None)
    if first is None:
        return
    batches = chain([first], batches)
    if workers <= 1:
        yield from map(refinery().refine, batches)
        return
    with _pool(workers, refinery()) as pool:
        running: deque[tuple[list[Task], ProcessFuture[list[Result]]]] = deque()
        for tasks_of_batch in batches:
            running.append((tasks_of_batch, _schedule(pool, tasks_of_batch, timeout)))
            if len(running) >= 3 * workers:
                yield _results(pool, *running.popleft(), timeout)
        while running:
            yield _results(pool, *running.popleft(), timeout)


def _batches(tasks: Iterable[Task], size: int) -> Iterator[list[Task]]:
    batch, volume = list[Task](), 0
    for task in tasks:
        batch.append(task)
        volume += len(task.raw.content)
        if len(batch) >= size or volume >= BATCH_BYTES:
            yield batch
            batch, volume = [], 0
    if batch:
        yield batch


@contextmanager
def _pool(workers: int, refinery: Refinery) -> Iterator[ProcessPool]:
    """A pool that ends when its work is done, or at once when anything is raised, an interrupt included."""
    pool = ProcessPool(workers, context=get_context("spawn"), initializer=_start, initargs=(refinery,))
    try:
        yield pool
        pool.close()  # type: ignore[no-untyped-call]
    except BrokenExecutor as error:
        pool.stop()  # type: ignore[no-untyped-call]
        raise RefineryError(f"the processes that refine cannot be kept alive: {error}") from error
    except BaseException:
        pool.stop()  # type: ignore[no-untyped-call]
        raise
    finally:
        pool.join()


def _schedule(pool: ProcessPool, tasks: list[Task], timeout: float) -> "ProcessFuture[list[Result]]":
    try:
        return pool.schedule(_refine, [tasks], timeout=timeout)
    except RuntimeError as error:
        raise RefineryError(f"the processes that refine cannot be kept alive: {error}") from error


def _results(
    pool: ProcessPool, tasks: list[Task], future: "ProcessFuture[list[Result]]", timeout: float
) -> list[Result]:
    """The results of a batch; one that ended its process is tried again in halves, down to the record at fault."""
    while not wait([future], timeout=1.0).done:
        # a pool that breaks before it has taken a task up leaves it as it is
        if not pool.active:
            raise RefineryError("the processes that refine cannot be kept alive")
    try:
        return list(future.result())
    except (ProcessExpired, TookTooLongError) as error:
        if len(tasks) == 1:
            detail = f"it took more than {timeout:g} seconds" if isinstance(error, TookTooLongError) else str(error)
            return [Refused(tasks[0], (diagnostic("parse.process", detail=detail),))]
        middle = len(tasks) // 2
        return [
            result
            for half in (tasks[:middle], tasks[middle:])
            for result in _results(pool, half, _schedule(pool, half, timeout), timeout)
        ]
