"""Memory over many records: the corpus again and again under ever new identifiers, in one process and on the pool.

What grows with the number of records is a leak. The resident memory is read at 1,000, 10,000, 100,000 … records, and
its slope is that between the middle of the run and its end, when every cache has long been filled. A million of them:
``--records 1000000``.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from catalogue.refinery import Refinery, Task, refine_all
from mappings.codelist import load_codelists
from mappings.refine import refine
from mappings.scope import Context
from vocab.library import own_library
from vocab.matching import load_matcher

from .corpus import folder
from .refine import BASE, QUICK, read_corpus
from .report import Report, Value, options

RECORDS = 20_000
"""Records of a run for which no other number is given."""

FEW = 400
"""Records of ``--quick``."""

EACH = 60
"""Records of each dialect that the run goes through, again and again."""

WORKERS = 2

PROCESSES = Path("/proc")
"""Where Linux tells how much memory a process takes."""


def variants(tasks: Sequence[tuple[Task, bytes]]) -> Iterator[Task]:
    """The records without end, each time under identifiers of their own.

    Args:
        tasks: with the identifier as it stands in the bytes.
    """
    for turn in count():
        for task, identifier in tasks:
            name = f"{task.origin.identifier}-{turn}"
            # in the place of every mention, so that whatever is kept by what a record says is kept anew
            content = task.raw.content.replace(identifier, identifier + b"-%d" % turn)
            raw = replace(task.raw, identifier=name, content=content)
            yield Task(raw, replace(task.origin, identifier=name))


def resident(process: str = "self") -> int:
    """Bytes of memory that a process holds, with all that it has started."""
    status = (PROCESSES / process / "status").read_text().partition("VmRSS:")[2]
    kilobytes = int(status.split()[0]) if status else 0
    started = (PROCESSES / process / "task").glob("*/children")
    return kilobytes * 1024 + sum(resident(child) for children in started for child in children.read_text().split())


def follow(batches: Iterator[int], number: int) -> list[tuple[int, int, float]]:
    """Records done, memory and seconds since the start, at each power of ten and each tenth of the run.

    Args:
        batches: how many records each step has done.
        number: at how many records to stop.
    """
    powers = {10**power for power in range(3, 10)}
    marks = sorted(mark for mark in powers | {number * tenth // 10 for tenth in range(1, 11)} if mark <= number)
    started, done, seen = time.perf_counter(), 0, list[tuple[int, int, float]]()
    for size in batches:
        done += size
        if marks and done >= marks[0]:
            marks = [mark for mark in marks if mark > done]
            seen.append((done, resident(), time.perf_counter() - started))
            sys.stderr.write(f"{done:>9,} records  {seen[-1][1] / 1e6:7.1f} MB  {seen[-1][2]:6.0f} s\n")
    return seen


def alone(tasks: Iterator[Task], context: Context) -> Iterator[int]:
    """Refining in this process; what comes of a record is dropped."""
    for task in tasks:
        refine(task.raw, task.origin, context)
        yield 1


def pooled(tasks: Iterator[Task], refinery: Callable[[], Refinery]) -> Iterator[int]:
    """Refining and validation on the pool of processes, as a run of the catalogue does it."""
    for results in refine_all(tasks, refinery, workers=WORKERS):
        yield len(results)


def slope(seen: Sequence[tuple[int, int, float]]) -> float:
    """Bytes that each record has added since the middle of the run."""
    done, memory, _ = seen[-1]
    middle = next((entry for entry in seen if entry[0] >= done // 2), seen[0])
    return (memory - middle[1]) / max(1, done - middle[0])


def measure(number: int, *, quick: bool, pool: bool) -> Report:
    """The report.

    Args:
        number: of records, in each of the two ways.
        quick: take a few records of each dialect only.
        pool: whether to measure the pool of processes as well.
    """
    context = Context(BASE, load_codelists(), load_matcher())
    corpus = read_corpus(folder("records"), context, QUICK if quick else EACH)
    tasks = [
        (task, refine(task.raw, task.origin, context).identifier.encode()) for one in corpus.values() for task in one
    ]
    runs = {"one process, refined": follow(alone(islice(variants(tasks), number), context), number)}
    if pool:
        drawn = islice(variants(tasks), number)
        runs[f"pool of {WORKERS}, refined and validated"] = follow(
            pooled(drawn, lambda: Refinery(BASE, own_library().index())), number
        )
    report = Report("memory")
    rows: list[Sequence[Value]] = [
        [name, done, memory / 1e6, done / taken] for name, seen in runs.items() for done, memory, taken in seen
    ]
    report.add("memory", "Resident memory, with that of the pool", ("run", "records", "MB", "records/s"), rows)
    summary: list[Sequence[Value]] = [
        [name, seen[-1][0], max(memory for _, memory, _ in seen) / 1e6, slope(seen)] for name, seen in runs.items()
    ]
    report.add("slope", "Growth since the middle of the run", ("run", "records", "peak MB", "bytes/record"), summary)
    report.notes.append(
        f"{len(tasks)} real records of {len(corpus)} dialects in turn, under new identifiers each time."
    )
    return report


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--records", type=int, help=f"how many records to refine in each way; {RECORDS:,} otherwise")
    parser.add_argument("--alone", action="store_true", help="leave out the pool of processes")
    arguments = parser.parse_args()
    number = arguments.records or (FEW if arguments.quick else RECORDS)
    measure(number, quick=arguments.quick, pool=not arguments.alone).show(as_json=arguments.json)


if __name__ == "__main__":
    main()
