"""Quality reports of the shared vocabularies, beside what qSKOS asks and what Skosify counts.

The questions of qSKOS are put in SPARQL to the same statements (``bench.skos_questions``), both as our indicators mean
them and, where qSKOS means something else, as it does. The counts of Skosify were computed with its release 2.3.0 on
the same files and stand in ``quality.tsv``: distinct warnings, and concepts that it marks as top concepts.
"""

import csv
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph

from vocab.quality.indicator import indicators
from vocab.quality.report import QualityReport, assess
from vocab.term import Triple

from .corpus import folder
from .report import Report, Value, options, seconds
from .skos_questions import AS_QSKOS, QUESTIONS, ask

FORMS = {".rdf": pyoxigraph.RdfFormat.RDF_XML, ".ttl": pyoxigraph.RdfFormat.TURTLE}
QUICK = ("envthes/*.ttl", "inspire/*.rdf")
"""What ``--quick`` assesses."""

MOST_ASKED = 20_000
"""Vocabularies with more concepts are not asked in SPARQL: its paths would take minutes."""

NOTES = (
    "ours: findings of the indicator. SPARQL: the same, asked in SPARQL. qSKOS: what qSKOS asks, where that is another",
    "thing. Skosify: release 2.3.0 on the same files; it adds inverses and schemes first. Counts that differ are",
    "explained in docs/vocabulary-quality.md.",
)


def reference() -> dict[tuple[str, str], int]:
    """The counts of Skosify by pattern of files and indicator."""
    text = Path(__file__).with_name("quality.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return {(row["files"], row["indicator"]): int(row["skosify"]) for row in rows}


def load(root: Path, pattern: str) -> pyoxigraph.Store:
    """The statements of all files that match; those of which the syntax is wrong are left out."""
    store = pyoxigraph.Store()
    for path in sorted(root.glob(pattern)):
        store.extend(quads(path))
    return store


def quads(path: Path) -> Iterator[pyoxigraph.Quad]:
    """The statements of a file that can be read."""
    parser = pyoxigraph.parse(path=str(path), format=FORMS[path.suffix], base_iri="http://example.org/", lenient=True)
    while True:
        try:
            quad = next(parser)
        except StopIteration:
            return
        except SyntaxError:
            continue
        yield pyoxigraph.Quad(quad.subject, quad.predicate, quad.object)


def triples(store: pyoxigraph.Store) -> Iterator[Triple]:
    """The statements of a store as terms."""
    for quad in store:
        yield str(quad.subject), str(quad.predicate), str(quad.object)


def compared(
    pattern: str, report: QualityReport, store: pyoxigraph.Store, skosify: dict[tuple[str, str], int]
) -> Iterator[Sequence[Value]]:
    """One row for each indicator that found something, or that another counts."""
    small = report.size.concepts <= MOST_ASKED

    def asked(questions: dict[str, str], indicator: str) -> int | None:
        question = questions.get(indicator) if small else None
        return ask(store, question, report.host, len(report.size.languages)) if question else None

    for indicator in indicators():
        theirs = skosify.get((pattern, indicator))
        other = asked(AS_QSKOS, indicator)
        if report.count(indicator) or theirs or other:
            same = asked(QUESTIONS, indicator)
            yield pattern, indicator, report.results[indicator].count, same, other, theirs


def main(argv: Sequence[str] | None = None) -> None:
    """Assess, ask and compare."""
    arguments = options(__doc__).parse_args(argv)
    root = folder("vocabularies")
    skosify = reference()
    rows: list[Sequence[Value]] = []
    times: list[Sequence[Value]] = []
    for pattern in dict.fromkeys(files for files, _ in skosify):
        if arguments.quick and pattern not in QUICK:
            continue
        store = load(root, pattern)
        statements = list(triples(store))
        found: list[QualityReport] = []
        taken = seconds(lambda: found.append(assess(statements)), time.process_time)  # noqa: B023 - called at once
        rows.extend(compared(pattern, found[0], store, skosify))
        times.append((pattern, len(statements), found[0].size.concepts, taken))
    report = Report("quality", notes=list(NOTES))
    report.add("counts", "Findings", ("files", "indicator", "ours", "SPARQL", "qSKOS", "Skosify"), rows)
    report.add("time", "Time of one report", ("files", "statements", "concepts", "CPU seconds"), times)
    report.show(as_json=arguments.json)


if __name__ == "__main__":
    main(sys.argv[1:])
