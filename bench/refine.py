"""How fast records are refined, by dialect, on real records, beside what cannot be avoided and what others take.

In the same run: parsing alone (lxml, orjson), OWSLib's reading of ISO 19139, refining in one process and in two, and
refining with SHACL validation in batches of 100. Rates are per second of processor time, which other work on the
machine disturbs less than the clock, except where one process and two are compared: there it is the clock, and the two
processes are given their records and give back counts.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import orjson
from lxml import etree
from owslib.iso import MD_Metadata

from catalogue.refinery import BATCH, Refinery, Task
from harvesters.record import RawRecord
from mappings.codelist import load_codelists
from mappings.errors import RecordError
from mappings.refine import refine
from mappings.scope import Context, Origin
from vocab.library import own_library
from vocab.matching import load_matcher

from .corpus import folder
from .report import Report, Value, options, seconds

BASE = "http://127.0.0.1:8000"
ROUNDS = 5
VALIDATED = 300
"""Records of each dialect that are validated, once: validation takes longest by far."""

QUICK = 8
"""Records of each dialect that ``--quick`` takes."""

SPARE = 25
"""Files that are looked at for each of these, evenly over the corpus, so that each dialect is among them."""

DIALECTS = ("iso19139", "iso19115-3", "dif10", "stac-collection", "stac-item")
OWSLIB_FAILURES = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What OWSLib raises on records that it cannot read."""

STEPS = ("parse", "OWSLib", "refine", "refine, validate", "clock, 1 process", "clock, 2 processes")
"""The steps that are measured; OWSLib reads ISO 19139 only, and those records only that it can read."""

RATIOS = (
    ("refine / parse", "refine", "parse"),
    ("refine / OWSLib", "refine", "OWSLib"),
    ("2 processes / 1", "clock, 2 processes", "clock, 1 process"),
    ("validated / refine", "refine, validate", "refine"),
)


def read_corpus(records: Path, context: Context, limit: int | None) -> Mapping[str, Sequence[Task]]:
    """The records that can be refined, by the dialect that they turn out to be."""
    found: dict[str, list[Task]] = defaultdict(list)
    files = [file for file in sorted(records.rglob("*")) if file.suffix in (".xml", ".json") and file.is_file()]
    for file in files if limit is None else files[:: max(1, len(files) // (SPARE * limit))]:
        name = file.relative_to(records).as_posix()
        media_type = "application/xml" if file.suffix == ".xml" else "application/json"
        task = Task(RawRecord(name, file.read_bytes(), media_type), Origin("bench", "corpus", name))
        try:
            dialect = refine(task.raw, task.origin, context).dialect
        except RecordError:
            continue
        if limit is None or len(found[dialect]) < limit:
            found[dialect].append(task)
    return {dialect: found[dialect] for dialect in DIALECTS if found[dialect]}


def parse_all(tasks: Sequence[Task]) -> None:
    """Parse alone: the floor."""
    for task in tasks:
        if task.raw.media_type == "application/json":
            orjson.loads(task.raw.content)
        else:
            etree.fromstring(task.raw.content)


def read_all(tasks: Sequence[Task]) -> None:
    """Parse, and read with OWSLib."""
    for task in tasks:
        MD_Metadata(etree.fromstring(task.raw.content))


def refine_all(tasks: Sequence[Task], context: Context) -> int:
    """Refine; the number of statements."""
    return sum(len(refine(task.raw, task.origin, context).triples) for task in tasks)


def readable(tasks: Sequence[Task]) -> list[Task]:
    """The records that OWSLib can read."""
    found = []
    for task in tasks:
        try:
            read_all([task])
        except OWSLIB_FAILURES:
            continue
        found.append(task)
    return found


_context: Context
"""What the tasks of a worker share; the pool has no other place for it."""


def _start() -> None:
    global _context
    _context = Context(BASE, load_codelists(), load_matcher())


def _refine(tasks: Sequence[Task]) -> int:
    return refine_all(tasks, _context)


def rates(
    work: Callable[[], object], records: int, rounds: int, clock: Callable[[], float] = time.process_time
) -> tuple[float, float]:
    """Best and median records per second of several rounds."""
    times = [max(seconds(work, clock), 1e-9) for _ in range(rounds)]
    return records / min(times), records / statistics.median(times)


class Measurement:
    """The measurement of every dialect: context, refinery and a pool of two warm processes."""

    def __init__(self, pool: ProcessPoolExecutor, context: Context, *, quick: bool) -> None:
        self._pool = pool
        self._context = context
        self._refinery = Refinery(BASE, own_library().index())
        self._rounds = 2 if quick else ROUNDS

    def steps(self, name: str, tasks: Sequence[Task]) -> dict[str, tuple[float, float]]:
        """Best and median records per second of each step that a dialect has."""
        number, rounds, halves, some = len(tasks), self._rounds, [tasks[::2], tasks[1::2]], tasks[:VALIDATED]
        theirs = readable(tasks) if name == "iso19139" else []
        found = {"parse": rates(lambda: parse_all(tasks), number, rounds)}
        if theirs:
            found["OWSLib"] = rates(lambda: read_all(theirs), len(theirs), rounds)
        found["refine"] = rates(lambda: refine_all(tasks, self._context), number, rounds)
        clock = time.perf_counter
        found["clock, 1 process"] = rates(lambda: list(self._pool.map(_refine, [tasks])), number, rounds, clock)
        found["clock, 2 processes"] = rates(lambda: list(self._pool.map(_refine, halves)), number, rounds, clock)
        found["refine, validate"] = rates(lambda: self._validate(some), len(some), 1)
        return found

    def _validate(self, tasks: Sequence[Task]) -> None:
        for first in range(0, len(tasks), BATCH):
            self._refinery.refine(tasks[first : first + BATCH])


def ratio(steps: Mapping[str, tuple[float, float]], step: str, to: str) -> float | None:
    """One step's median against another's."""
    return steps[step][1] / steps[to][1] if step in steps and to in steps else None


def measure(*, quick: bool) -> Report:
    """The report."""
    records = folder("records")
    context = Context(BASE, load_codelists(), load_matcher())
    corpus = read_corpus(records, context, QUICK if quick else None)
    report = Report("refine")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_start) as pool:
        list(pool.map(_refine, [tasks[:2] for tasks in corpus.values()]))
        measurement = Measurement(pool, context, quick=quick)
        measured = {name: measurement.steps(name, tasks) for name, tasks in corpus.items()}
    sizes = {name: statistics.mean(len(task.raw.content) for task in tasks) / 1000 for name, tasks in corpus.items()}
    for rank, (key, title) in enumerate((("best", "best round"), ("median", "median of the rounds"))):
        rows: list[Sequence[Value]] = [
            [
                name,
                len(tasks),
                sizes[name],
                *[measured[name][step][rank] if step in measured[name] else None for step in STEPS],
            ]
            for name, tasks in corpus.items()
        ]
        report.add(key, f"Records per second, {title}", ("dialect", "records", "mean KB", *STEPS), rows)
    ratios = [[name, *[ratio(steps, step, to) for _, step, to in RATIOS]] for name, steps in measured.items()]
    report.add("ratios", "Ratios of medians", ("dialect", *[column for column, _, _ in RATIOS]), ratios)
    report.notes.append(f"At most {VALIDATED} records of a dialect are validated, once, in batches of {BATCH}.")
    return report


def main() -> None:
    """Measure and print."""
    arguments = options(__doc__).parse_args()
    measure(quick=arguments.quick).show(as_json=arguments.json)


if __name__ == "__main__":
    main()
