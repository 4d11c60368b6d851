"""How far our graphs agree with what others publish of the same records, and with themselves over dialects.

Pairs of the shared corpus (``PAIRS.tsv``) hold one record as ISO, DIF or STAC and the graph that somebody else made of
it, the same collection as UMM-C, or the same record in two dialects. Graphs are compared as statements
(``bench.statement``); of each property it is printed how many statements of theirs ours has, misses or says otherwise,
and how many are ours alone. A difference without a line in ``agreement.tsv`` is printed as unexplained.
"""

import csv
import logging
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

import orjson
from rdflib import Graph

from harvesters.record import RawRecord
from mappings.codelist import load_codelists
from mappings.errors import RecordError
from mappings.refine import refine
from mappings.scope import Context, Origin
from vocab.matching import load_matcher
from vocab.term import ntriples

from . import umm
from .agreement import KINDS, Comparison, Difference, Reason, compare, read_reasons, reason_of
from .corpus import folder
from .report import Report, Value, options
from .statement import Statement, UnreadableError, statements

BASE = "http://127.0.0.1:8000"
QUICK = 40
"""Every how many pairs ``--quick`` takes one."""

GRAPH_ROLES: tuple[tuple[str, str], ...] = (
    ("expected", "GeoNetwork"),
    ("out-ttl", "SEMIC XSLT"),
    ("adapted-ttl", "Geonovum"),
    ("dcat-ap", "DCAT-AP"),
    ("dcat-ap-mandatory", "DCAT-AP"),
    ("ttl", "OGC building blocks"),
)
"""Roles of graphs that others made, and who; of a graph in several serialisations one is read."""

SOURCES = {
    "geonetwork__geonetwork-ui": "geonetwork-ui",
    "INSPIRE-MIF__GeoDCAT-AP-pilot": "GeoDCAT-AP pilot",
}
"""Who made the graphs of a repository, where the role does not say so."""

NO_PAIRS = {
    "mjanez__ckanext-schemingdcat/codsi": "a graph of another record",
    "titellus__geonetwork-cg84/id=@@fileId@@": "two templates",
    "geonetwork__geonetwork-ui/id=my-dataset-001": "two records that were given one identifier",
    "geopython__pycsw/id=5ebc3cb7-a3b5-4760-a8ff-851d5d5beb32": "a brief answer",
    "geopython__pycsw/id=3e9a8c05": "a brief answer",
    "geopython__pycsw/id=de53e931-778a-4792-94ad-9fe507aca483": "another edition of the record",
    "SPW-DIG__metawal-core-geonetwork/id=da165110-88fd-11da-a88f-000d939bc5d8": "other editions of the record",
}
"""Cases of the corpus that are no descriptions of one thing, and why."""

NO_SOURCE = "no document that the graphs were made from"
NO_DIALECT = "no dialect of ours"

Side: TypeAlias = tuple[str, Path]


@dataclass(frozen=True, slots=True)
class Case:
    """One line of ``PAIRS.tsv``: its name, and role and file of each of its documents."""

    name: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two descriptions of one record, compared.

    Attributes:
        name: of the case, with the roles of both.
        source: who made the other description; for two dialects, both.
        comparison: theirs, or the first dialect's, against ours, or the second's.
        text: of the document that ours is made from, in one line.
    """

    name: str
    source: str
    comparison: Comparison
    text: str


def read_cases(records: Path) -> list[Case]:
    """The cases of ``PAIRS.tsv`` in its order."""
    cases = []
    with (records / "PAIRS.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            sides = (side.strip().partition("=") for side in row["role=path"].split(" ; "))
            cases.append(Case(row["case"], tuple((role, records / path) for role, _, path in sides)))
    return cases


class Comparer:
    """The comparison of cases: context of the mapping, and what could not be compared.

    Attributes:
        skipped: by reason, the documents left out.
    """

    def __init__(self) -> None:
        self._context = Context(BASE, load_codelists(), load_matcher())
        self.skipped: dict[str, list[str]] = defaultdict(list)

    def pairs(self, case: Case) -> Iterator[Pair]:
        """The pairs of a case."""
        if case.name in NO_PAIRS:
            self.skipped[NO_PAIRS[case.name]].append(case.name)
            return
        ours = [(role, path, *refined) for role, path in case.sides if (refined := self._ours(case, role, path))]
        graphs = [(role, path, who) for role, path in case.sides if (who := _author(case, role))]
        if graphs and not ours:
            self.skipped[NO_SOURCE].append(case.name)
        for role, path, who in graphs:
            try:
                theirs = statements(Graph().parse(path))
            except UnreadableError as error:
                self.skipped[str(error)].append(f"{case.name} {role}")
                continue
            for mine, source, _, said in ours:
                yield Pair(f"{case.name} {role} {mine}", who, compare(theirs, said), one_line(source))
        yield from self._collections(case, ours)
        for (one, _, dialect, said), (other, path, second, again) in combinations(ours, 2):
            if dialect > second:
                one, other, dialect, second, said, again, path = (
                    other,
                    one,
                    second,
                    dialect,
                    again,
                    said,
                    _path(case, one),
                )
            writer = case.name.partition("/")[0].partition("__")[2]
            yield Pair(
                f"{case.name} {one} {other}", f"{dialect} ~ {second}, {writer}", compare(said, again), one_line(path)
            )

    def _collections(self, case: Case, ours: Sequence[tuple[str, Path, str, frozenset[Statement]]]) -> Iterator[Pair]:
        for role, path in case.sides:
            if role != "umm-json":
                continue
            theirs = umm.statements(orjson.loads(path.read_bytes()), self._context)
            for mine, source, dialect, said in ours:
                # UMM-C has no parts: its named values and publications are compared one by one
                compared = frozenset(replace(one, about="") for one in said if one.path in umm.COLLECTION_PATHS)
                pair = compare(theirs, compared)
                yield Pair(f"{case.name} {role} {mine}", f"UMM-C of {dialect}", pair, one_line(source))

    def _ours(self, case: Case, role: str, path: Path) -> tuple[str, frozenset[Statement]] | None:
        if path.suffix not in (".xml", ".json") or _author(case, role) or role == "umm-json":
            return None
        media_type = "application/xml" if path.suffix == ".xml" else "application/json"
        raw = RawRecord(case.name, path.read_bytes(), media_type)
        try:
            # one origin for all, so that the same record has the same address in each dialect
            refined = refine(raw, Origin("bench", "corpus", "record"), self._context)
        except RecordError as error:
            self.skipped[f"{NO_DIALECT} ({role})"].append(f"{case.name}: {error}")
            return None
        graph = Graph().parse(data=ntriples(refined.triples), format="nt")
        return refined.dialect, statements(graph, BASE)


def _author(case: Case, role: str) -> str:
    """Who made a graph; empty for a role that is none."""
    kind = role.partition(":")[0]
    who = dict(GRAPH_ROLES).get(kind, "")
    return SOURCES.get(case.name.partition("/")[0], who) if who else ""


def _path(case: Case, role: str) -> Path:
    return dict(case.sides)[role]


def one_line(path: Path) -> str:
    """The text of a document with its white space normalised, for looking values up."""
    return " ".join(path.read_text("utf-8", "replace").replace("&amp;", "&").split())


def is_said(difference: Difference, text: str) -> bool:
    """Whether the value that ours misses stands literally in our source: then it is there to be read."""
    value = difference.statement.value.rpartition("@")[0] or difference.statement.value
    return value.removeprefix("http://") in text if len(value) > 2 else False


class Tally:
    """Counts of pairs by source and property, and the differences without a reason."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self._reasons = reasons
        self.pairs: Counter[str] = Counter()
        self.counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self.unexplained: dict[tuple[str, str, str], list[tuple[Pair, Difference]]] = defaultdict(list)
        self.used: Counter[Reason] = Counter()

    def add(self, pair: Pair) -> None:
        """Count a pair."""
        self.pairs[pair.source] += 1
        for statement in pair.comparison.found:
            self.counts[pair.source, statement.path]["found"] += 1
        for difference in pair.comparison.differences:
            path = difference.statement.path
            count = self.counts[pair.source, path]
            count[difference.outcome] += 1
            count["said"] += difference.outcome == "missing" and is_said(difference, pair.text)
            reason = reason_of(difference, pair.source, self._reasons)
            if reason is None:
                count["unexplained"] += 1
                self.unexplained[pair.source, path, difference.outcome].append((pair, difference))
            else:
                self.used[reason] += 1
                self.kinds[pair.source][reason.reason.partition(":")[0]] += 1


COUNTS = ("found", "missing", "said", "differing", "extra", "unexplained")


def by_source(tally: Tally) -> list[list[Value]]:
    """A row for each source, the sums of all at the end."""
    rows: list[list[Value]] = []
    total: Counter[str] = Counter()
    for source in sorted(tally.pairs):
        count: Counter[str] = Counter()
        for (one, _), some in tally.counts.items():
            if one == source:
                count.update(some)
        total.update(count)
        rows.append(_row([source, tally.pairs[source]], count))
    rows.append(_row(["all", sum(tally.pairs.values())], total))
    return rows


def by_property(tally: Tally) -> list[list[Value]]:
    """A row for each property, over all sources."""
    properties: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, path), count in tally.counts.items():
        properties[path].update(count)
    order = sorted(properties, key=lambda path: (-properties[path]["missing"] - properties[path]["differing"], path))
    return [_row([path], properties[path]) for path in order]


def _row(first: Sequence[Value], count: Counter[str]) -> list[Value]:
    theirs = count["found"] + count["missing"] + count["differing"]
    return [*first, theirs, *[count[name] for name in COUNTS], 100 * count["found"] / theirs if theirs else None]


def by_kind(tallies: Sequence[Tally]) -> list[list[Value]]:
    """A row for each source: how many of its differences have a reason of each kind."""
    return [
        [source, *[tally.kinds[source][kind] for kind in KINDS]] for tally in tallies for source in sorted(tally.kinds)
    ]


def unexplained(tally: Tally) -> list[list[Value]]:
    """The differences without a reason, the most frequent first, with an example of each."""
    order = sorted(tally.unexplained.items(), key=lambda item: (-len(item[1]), item[0]))
    return [[*key, len(found), found[0][0].name, *_example(found[0][1])] for key, found in order]


def _example(difference: Difference) -> tuple[str, str]:
    return tuple(one.value[:80] if one else "" for one in (difference.theirs, difference.ours))  # type: ignore[return-value]


def measure(cases: Sequence[Case]) -> Report:
    """The report."""
    reasons = read_reasons()
    comparer, graphs, dialects = Comparer(), Tally(reasons), Tally(reasons)
    for case in cases:
        for pair in comparer.pairs(case):
            (dialects if " ~ " in pair.source else graphs).add(pair)
    report = Report("oracles")
    columns = ("theirs", *COUNTS, "% found")
    differences = ("source", "property", "outcome", "number", "example", "theirs", "ours")
    for key, title, tally in (("oracles", "Descriptions of others", graphs), ("dialects", "Two dialects", dialects)):
        report.add(key, title, ("source", "pairs", *columns), by_source(tally))
        report.add(f"{key}_properties", f"{title}, by property", ("property", *columns), by_property(tally))
        report.add(f"{key}_unexplained", f"{title}: differences without a reason", differences, unexplained(tally))
    report.add("kinds", "Differences by kind of reason", ("source", *KINDS), by_kind([graphs, dialects]))
    used = graphs.used + dialects.used
    rows: list[list[Value]] = [[reason.reason, reason.path, reason.source, used[reason]] for reason in reasons]
    report.add("reasons", "Reasons", ("reason", "property", "source", "differences"), rows)
    report.notes.extend(
        f"Left out, {reason}: {len(names)}, as {names[0]}" for reason, names in comparer.skipped.items()
    )
    report.notes.append("said: missing, and the value stands literally in the document that ours is made from.")
    return report


def show(cases: Sequence[Case], name: str) -> Report:
    """The pairs whose name has a text in it, statement by statement."""
    report, comparer, reasons = Report("oracles"), Comparer(), read_reasons()
    for number, pair in enumerate(pair for case in cases if name in case.name for pair in comparer.pairs(case)):
        rows: list[Sequence[Value]] = [["=", one.path, one.about, one.value, ""] for one in pair.comparison.found]
        for one in pair.comparison.differences:
            reason = reason_of(one, pair.source, reasons)
            sides = [side.value if side else "" for side in (one.theirs, one.ours)]
            mark = reason.reason if reason else f"{one.outcome}{', said' * is_said(one, pair.text)}"
            rows.append([mark, one.statement.path, one.statement.about, *sides])
        rows.sort(key=lambda row: [str(value) for value in row[1:]])
        report.add(f"pair_{number}", f"{pair.source}: {pair.name}", ("", "property", "about", "theirs", "ours"), rows)
    return report


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--pair", metavar="NAME", help="show the pairs of the cases with NAME in their name")
    arguments = parser.parse_args()
    # rdflib logs every malformed address in others' graphs
    logging.getLogger("rdflib").setLevel(logging.CRITICAL)
    cases = read_cases(folder("records"))
    if arguments.quick:
        cases = cases[::QUICK]
    report = show(cases, arguments.pair) if arguments.pair else measure(cases)
    report.show(as_json=arguments.json)


if __name__ == "__main__":
    main()
