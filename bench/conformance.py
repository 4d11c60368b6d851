"""How far what the crosswalks state conforms to the official shapes, and whose fault each violation is.

Every record of the shared corpus is mapped and validated with the official shapes of DCAT-AP 3.0.1 and GeoDCAT-AP
3.1.0 (``bench.official_shapes`` says what is repaired and added), with the service's vocabularies as background. For
each kind of violation the source is asked whether it has the missing element (``bench.evidence``): if it has, the
mapping is at fault; if not, the source lacks it, and the path to fill is named.
"""

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from .corpus import folder
from .evidence import Verdict
from .judge import JSON_SUFFIXES, XML_SUFFIXES, File, Judge, Judged, Outcome, Refused
from .official_shapes import STANDARDS, STUBS, load
from .report import Report, Value, options

BATCH = 100
"""Records validated together."""

QUICK = 60
"""Files that ``--quick`` takes, evenly over the corpus."""

FOLDERS = ("broken", "dif", "iso19115-3", "iso19139", "pairs", "protocol", "stac")
"""Folders of the corpus; a protocol capture counts where it holds one record."""

NO_RECORDS = (
    *("csw", "echo10", "http", "jsonld", "oai", "ogcapi", "opensearch", "other", "ows", "rdf-xml", "turtle", "umm"),
)
"""How the declared dialects of files begin that are not counted as records when they are refused."""

GRAVITY = (Verdict.MAPPING, Verdict.UNDECIDED, Verdict.UNUSABLE, Verdict.SOURCE)
"""Verdicts, the gravest first."""

COLUMNS = {
    "dialects": ("dialect", "records", "refused", "conform to DCAT-AP", "to GeoDCAT-AP", *(v.value for v in GRAVITY)),
    "violations": (
        *("no.", "dialect", "class", "property", "constraint", "standards", "at fault", "violations", "records"),
        "source path",
    ),
    "examples": ("no.", "file", "about", "value"),
    "refused": ("declared dialect", "reason", "files", "counted", "example", "message"),
    "repairs": ("standard", "left out", "property shapes", "why"),
    "stubs": ("what", "times", "why"),
    "time": ("files", "records", "seconds", "records/s"),
}
"""The columns of each table."""

NOTES = (
    "Records: those that do not conform stand under the gravest verdict on their violations.",
    "source lacks it: nothing stands at the source path, which would have to be filled; source unusable: what stands",
    "there cannot be used; mapping: the value is in the source, or the mapping states one that is not allowed.",
    "A violation of both standards counts once. What a record only refers to, giving no more than a class, is judged",
    "in its own record. The datestamps that harvest protocols give beside a record are not known here.",
)


_judge: Judge
"""What the tasks of a worker share; the pool has no other place for it."""


def _start(records: Path, shapes: Path, dialect: str) -> None:
    global _judge
    _judge = Judge(records, shapes, dialect)


def _judged(batch: Sequence[File]) -> list[Outcome]:
    return _judge.judge(batch)


def candidates(records: Path) -> list[File]:
    """The files of the corpus that may be records, with their declared dialects."""
    with (records / "SOURCES.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        files = [File(row["path"], row["dialect"]) for row in rows]
    suffixes = XML_SUFFIXES | JSON_SUFFIXES
    return sorted(f for f in files if f.name.split("/")[0] in FOLDERS and Path(f.name).suffix in suffixes)


def judge_all(files: Sequence[File], dialect: str) -> list[Outcome]:
    """What comes of each file, in two processes."""
    batches = [files[first : first + BATCH] for first in range(0, len(files), BATCH)]
    arguments = (folder("records"), folder("shapes"), dialect)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_start, initargs=arguments) as pool:
        return list(chain.from_iterable(pool.map(_judged, batches)))


def family(file: File) -> str:
    """The dialect that a file's declared one is a variant of; empty when it is declared to be no record."""
    if file.declared.startswith(NO_RECORDS):
        return ""
    return next((name for name in ("iso19139", "iso19115-3") if file.declared.startswith(name)), file.declared)


def by_dialect(judged: Sequence[Judged], refused: Sequence[Refused]) -> list[list[Value]]:
    """Records, how many conform to each standard, and the others by the gravest verdict."""
    not_mapped = Counter(family(one.file) for one in refused)
    rows = list[list[Value]]()
    for dialect in sorted({one.dialect for one in judged} | not_mapped.keys() - {""}):
        own = [one.violations for one in judged if one.dialect == dialect]
        conforming = [sum(not any(name in v.standards for v in found) for found in own) for name in STANDARDS]
        gravest = Counter(min((v.verdict for v in found), key=GRAVITY.index) for found in own if found)
        rows.append([dialect, len(own), not_mapped[dialect], *conforming, *[gravest[verdict] for verdict in GRAVITY]])
    return rows


def by_kind(judged: Sequence[Judged], examples: int) -> tuple[list[list[Value]], list[list[Value]]]:
    """The kinds of violations, the gravest and most frequent first; and examples of each, by its number."""
    kinds: dict[tuple[str, ...], list[tuple[str, str, str]]] = defaultdict(list)
    for one in judged:
        for v in one.violations:
            standards = "both" if len(v.standards) == len(STANDARDS) else v.standards[0]
            key = (one.dialect, v.shape, v.prop, v.constraint, standards, v.verdict.value, v.where)
            kinds[key].append((one.file.name, v.focus, v.value))
    ordered = sorted(kinds.items(), key=lambda item: (GRAVITY.index(Verdict(item[0][5])), -len(item[1]), item[0]))
    rows, files = list[list[Value]](), list[list[Value]]()
    for number, (kind, found) in enumerate(ordered, 1):
        first = {name: (name, focus, value) for name, focus, value in reversed(found)}
        rows.append([number, *kind[:-1], len(found), len(first), kind[-1]])
        files += [[number, *one] for _, one in sorted(first.items())[: max(1, examples)]]
    return rows, files


def by_reason(refused: Sequence[Refused]) -> list[list[Value]]:
    """Refused files by declared dialect and reason; those that are not counted as records come last."""
    kinds: dict[tuple[str, str], list[Refused]] = defaultdict(list)
    for one in refused:
        kinds[(one.file.declared, one.code)].append(one)
    ordered = sorted(kinds.values(), key=lambda ones: (not family(ones[0].file), -len(ones)))
    return [
        [one.file.declared, one.code, len(ones), "yes" if family(one.file) else "no", one.file.name, one.message[:100]]
        for ones in ordered
        for one in ones[:1]
    ]


def measure(*, quick: bool, dialect: str = "", examples: int = 1) -> Report:
    """The report.

    Args:
        quick: only some files, evenly over the corpus.
        dialect: only records of the dialects whose names begin so.
        examples: files that are named for each kind of violation; at least one is.
    """
    files = candidates(folder("records"))
    files = files[:: len(files) // QUICK] if quick else files
    begun = time.perf_counter()
    outcomes = judge_all(files, dialect)
    took = time.perf_counter() - begun
    judged = [one for one in outcomes if isinstance(one, Judged)]
    refused = [one for one in outcomes if isinstance(one, Refused) and one.file.declared.startswith(dialect)]
    added = sum((one.stubs for one in judged), Counter[str]())
    kinds, files_of_kinds = by_kind(judged, examples)
    report = Report("conformance")
    tables: list[tuple[str, str, Sequence[Sequence[Value]]]] = [
        ("dialects", "Records", by_dialect(judged, refused)),
        ("violations", "Violations", kinds),
        ("examples", "Examples of violations", files_of_kinds),
        ("refused", "Refused files", by_reason(refused)),
        ("repairs", "Left out of the official shapes", load(folder("shapes"))[1]),
        ("stubs", "Added to records", [[what, added[what], why] for what, why in STUBS.items()]),
        ("time", "Time", [[len(files), len(judged), took, len(judged) / took]]),
    ]
    for key, title, rows in tables:
        report.add(key, title, COLUMNS[key], rows)
    report.notes.extend(NOTES)
    return report


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--dialect", default="", help="only records of the dialects whose names begin so")
    parser.add_argument("--examples", type=int, default=1, help="files named for each kind of violation, 1 by default")
    arguments = parser.parse_args()
    report = measure(quick=arguments.quick, dialect=arguments.dialect, examples=arguments.examples)
    report.show(as_json=arguments.json)


if __name__ == "__main__":
    main()
