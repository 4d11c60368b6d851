"""Alignments on the shared vocabularies: what is stated, follows, conflicts, and how far proposals can be trusted.

Proposals are judged where publishers have mapped the same two vocabularies themselves: of those about a concept that
they have mapped, by score, how many are theirs; and of theirs, how many are proposed.
"""

import sqlite3
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from vocab.address import comparable
from vocab.aligning import align, names
from vocab.index import VocabularyIndex
from vocab.indexing import write_index
from vocab.mapping import EXACT
from vocab.mapping_file import load_sets
from vocab.mapping_index import MappingIndex, Selection, State
from vocab.proposal import proposals

from .corpus import folder
from .corpus_vocabularies import corpus_holdings
from .report import Report, Value, options

FEWEST = 20
"""Exact matches between two vocabularies that proposals between them can be judged by."""

QUICK = 40
"""Vocabularies with ``--quick``."""


def measure(*, quick: bool) -> Report:
    """Index the shared vocabularies with the published alignments between some of them, and look at the mappings."""
    report = Report("alignment")
    sets = load_sets(sorted(folder("vocabularies/semic-alignments").glob("*.rdf")))
    with TemporaryDirectory() as place:
        held = corpus_holdings(folder("vocabularies"), Path(place) / "editions")
        path = Path(place) / "index.sqlite"
        write_index(path, held[:QUICK] if quick else held, sets)
        index = VocabularyIndex(path)
        _tell(report, index, _seconds(path))
        report.add("proposals", "Proposals judged by what publishers state", _COLUMNS, _judged(index))
        index.close()
    return report


def _seconds(path: Path) -> float:
    """Seconds of processor that the mappings of an index take, in a copy of it without them."""
    with sqlite3.connect(":memory:", isolation_level=None) as copy, sqlite3.connect(path) as whole:
        whole.backup(copy)
        copy.executescript(
            "DROP TABLE mapping_set; DROP TABLE alignment; DROP TABLE cluster; DROP TABLE wider; DROP TABLE doubtful;"
            "DROP TABLE conflict;"
        )
        begin = time.process_time()
        align(copy, ())
        return time.process_time() - begin


def _tell(report: Report, index: VocabularyIndex, seconds: float) -> None:
    mappings = MappingIndex(index)
    rows: list[Sequence[Value]] = [
        [state.name.lower(), len(mappings.find(Selection(states=(state,)), limit=-1))] for state in State
    ]
    report.add("mappings", "Mappings", ("mappings", "number"), [*rows, ["seconds of processor", seconds]])
    conflicts = mappings.conflict_counts().items()
    report.add("conflicts", "Conflicts", ("conflict", "number"), [list(row) for row in conflicts])


_COLUMNS = ("score", "proposed", "stated", "stated, %")


def _judged(index: VocabularyIndex) -> list[list[Value]]:
    stated: dict[frozenset[str], set[frozenset[str]]] = defaultdict(set)
    exact = Selection(predicate=EXACT, states=(State.STATED, State.DERIVED))
    for _, mapping in MappingIndex(index).find(exact, limit=-1):
        sources = frozenset((mapping.value("subject_source"), mapping.value("object_source")))
        if len(sources) == 2 and "" not in sources:
            stated[sources].add(frozenset((comparable(mapping.subject), comparable(mapping.object))))
    judging = {sources: pairs for sources, pairs in stated.items() if len(pairs) >= FEWEST}
    mapped = {sources: {concept for pair in pairs for concept in pair} for sources, pairs in judging.items()}
    right, every, found = Counter[float](), Counter[float](), set[frozenset[str]]()
    schemes = index.schemes()
    for mapping in proposals(names(index.connection), lambda *_: False, lambda _: "", schemes.__getitem__):
        sources = frozenset((mapping.value("subject_source"), mapping.value("object_source")))
        pair = frozenset((comparable(mapping.subject), comparable(mapping.object)))
        if sources in judging and pair & mapped[sources]:
            band = int((mapping.confidence or 0) * 10) / 10
            every[band] += 1
            right[band] += pair in judging[sources]
            found |= {pair} & judging[sources]
    rows: list[list[Value]] = [
        [f"{band:.1f}–{band + 0.1:.1f}", every[band], right[band], 100 * right[band] / every[band]]
        for band in sorted(every, reverse=True)
    ]
    total = len({pair for pairs in judging.values() for pair in pairs})
    return [*rows, ["of what is stated", total, len(found), 100 * len(found) / total if total else None]]


def main() -> None:
    """Measure and print."""
    arguments = options(__doc__).parse_args()
    measure(quick=arguments.quick).show(as_json=arguments.json)


if __name__ == "__main__":
    main()
