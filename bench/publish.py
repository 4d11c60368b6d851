"""How long publishing takes: snapshots of graph and database, and the replacement of the records that changed.

Of each size, a first generation is published from nothing, one record in a hundred is replaced, and the next generation
is published. The catalogue is synthetic (``bench.synthetic``).
"""

import tempfile
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

from catalogue.database import CatalogueDatabase, RefinedEntry
from catalogue.generation import Generations
from catalogue.graph import GraphStore
from vocab.library import own_library
from vocab.term import nquads

from .report import Report, Value, options, seconds
from .synthetic import BASE, Synthesis

SIZES = (1_000, 10_000)
QUICK = (100, 200)
BATCH = 100
"""Records of one transaction, as in a run."""

COLUMNS = (
    *("records", "triples", "fill, s", "graph snapshot, s", "database snapshot, s", "publish, s"),
    *("replaced", "replace, s", "replaced/s", "publish again, s"),
)


def store(database: CatalogueDatabase, graph: GraphStore, entries: Iterable[RefinedEntry]) -> None:
    """Take records into both stores, the graph first, in batches."""
    remaining = iter(entries)
    while batch := list(islice(remaining, BATCH)):
        quads = "".join(nquads(entry.refined.triples, entry.refined.graph) for entry in batch)
        graph.replace([entry.refined.graph for entry in batch], quads.encode())
        with database.transaction():
            for entry in batch:
                database.put(entry)


def size(records: int, synthesis: Synthesis, root: Path) -> list[Value]:
    """The row of one size."""
    library = own_library()
    generations = Generations(root / "generations")
    graph = GraphStore(root / "graph")
    with closing(CatalogueDatabase(root / "catalogue.sqlite")) as database:

        def publish(run: int) -> float:
            return seconds(lambda: generations.publish(database, graph, library.write_index, run=run, base=BASE))

        filling = seconds(lambda: store(database, graph, synthesis.entries(range(records))))
        triples = len(graph)
        snapshots = (
            seconds(lambda: graph.snapshot(root / "graph-snapshot")),
            seconds(lambda: database.snapshot(root / "snapshot.sqlite")),
        )
        first = publish(1)
        changed = range(0, records, 100)
        replacing = seconds(lambda: store(database, graph, synthesis.entries(changed, edition=1)))
        again = publish(2)
    return [
        *(records, triples, filling, *snapshots, first),
        *(len(changed), replacing, len(changed) / replacing, again),
    ]


def measure(*, quick: bool) -> Report:
    """The report."""
    synthesis = Synthesis()
    rows = []
    for records in QUICK if quick else SIZES:
        with tempfile.TemporaryDirectory() as name:
            rows.append(size(records, synthesis, Path(name)))
    report = Report("publish")
    report.add("sizes", "Publishing", COLUMNS, rows)
    report.notes.append("publish: both snapshots, the vocabulary index, all written to disk, and the switch.")
    return report


def main() -> None:
    """Measure and print."""
    arguments = options(__doc__).parse_args()
    measure(quick=arguments.quick).show(as_json=arguments.json)


if __name__ == "__main__":
    main()
