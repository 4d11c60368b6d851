"""How fast a large catalogue is searched: words, box, period, facet, all together, and a page with its facets.

The catalogue is synthetic (``bench.synthetic``), written straight into the catalogue database and published as a
generation; the questions are other ones in each round, so that none is answered from what the last one left.
"""

import random
import tempfile
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path

from catalogue.database import CatalogueDatabase
from catalogue.document import Box, Period
from catalogue.generation import Generation, Generations
from catalogue.graph import GraphStore
from catalogue.search import Query, Search
from vocab.library import own_library
from vocab.term import iri_value

from .report import Report, Value, options, percentiles, seconds
from .synthetic import BASE, HUBS, Synthesis

RECORDS = 100_000
QUICK = 300
ROUNDS = 25
BATCH = 1000


def build(root: Path, synthesis: Synthesis, records: int) -> tuple[Generation, float, float]:
    """A generation of so many records, the seconds to fill its database and those to publish it."""
    database = CatalogueDatabase(root / "catalogue.sqlite")
    entries = synthesis.entries(range(records))

    def fill() -> None:
        while batch := list(islice(entries, BATCH)):
            with database.transaction():
                for entry in batch:
                    database.put(entry)

    library = own_library()
    with closing(database):
        filling = seconds(fill)
        graph, generations = GraphStore(root / "graph"), Generations(root / "generations")
        publishing = seconds(lambda: generations.publish(database, graph, library.write_index, run=1, base=BASE))
    return generations.current(), filling, publishing


def questions(synthesis: Synthesis) -> dict[str, Callable[[random.Random], Query]]:
    """By kind, what makes a question."""

    def word(chance: random.Random) -> str:
        return chance.choice(synthesis.words[20:400])

    def box(chance: random.Random) -> Box:
        west, south = chance.uniform(-180, 170), chance.uniform(-90, 80)
        return Box(west, south, west + 10, south + 10)

    def period(chance: random.Random) -> Period:
        begin = chance.uniform(0, 20_000)
        return Period(begin, begin + 365)

    def facets(chance: random.Random) -> dict[str, list[str]]:
        return {"hub": [chance.choice(HUBS)], "parameter": [iri_value(chance.choice(synthesis.concepts).iri)]}

    return {
        "text, one word": lambda chance: Query(text=word(chance)),
        "text, two words": lambda chance: Query(text=f"{word(chance)} {word(chance)}"),
        "text, a concept's label": lambda chance: Query(text=chance.choice(synthesis.concepts).label("fr")),
        "box of 10°": lambda chance: Query(box=box(chance)),
        "period of a year": lambda chance: Query(period=period(chance)),
        "facets": lambda chance: Query(facets=facets(chance)),
        "text, box and period": lambda chance: Query(text=word(chance), box=box(chance), period=period(chance)),
    }


def measure(records: int, *, rounds: int = ROUNDS) -> Report:
    """The report."""
    synthesis = Synthesis(distributions=1)
    report = Report("search")
    with tempfile.TemporaryDirectory() as name:
        generation, filling, publishing = build(Path(name), synthesis, records)
        size = generation.database.stat().st_size / 1e6
        with closing(Search(generation)) as search:
            rows: list[list[Value]] = []
            for kind, make in questions(synthesis).items():
                asked = [make(random.Random(number)) for number in range(rounds)]
                totals = sorted(search.find(query, facet_values=0).total for query in asked)
                for what, values in (("hits", 0), ("page with facets", 12)):
                    times = [seconds(lambda q=q, n=values: search.find(q, facet_values=n)) for q in asked]  # type: ignore[misc]
                    rows.append([kind, what, totals[rounds // 2], *percentiles(times)])
            everything = [seconds(lambda: search.find(Query())) for _ in range(max(1, rounds // 8))]
            rows.append(["everything", "page with facets", search.find(Query()).total, *percentiles(everything)])
            opening = seconds(lambda: Search(generation).close())
    report.add(
        "catalogue",
        "The catalogue",
        ("records", "fill, s", "records/s", "publish, s", "database, MB", "open, ms"),
        [[records, filling, records / filling, publishing, size, opening * 1000]],
    )
    report.add("queries", "Queries", ("query", "answer", "median found", "median, ms", "p95, ms"), rows)
    return report


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--records", type=int, default=RECORDS, help=f"size of the catalogue, {RECORDS:,} by default")
    arguments = parser.parse_args()
    report = measure(QUICK, rounds=3) if arguments.quick else measure(arguments.records)
    report.show(as_json=arguments.json)


if __name__ == "__main__":
    main()
