"""How fast names are reconciled, as they are and misspelt, in whole batches; and suggested as one types.

The names are labels of the index itself, drawn at random, the same on every run.
"""

import random
import time
from pathlib import Path

from api.reconciliation.answer import Answering
from api.reconciliation.batch import MOST_QUERIES, Query
from api.reconciliation.completion import suggest
from api.reconciliation.service import Service
from api.texts import Reader
from vocab.index import VocabularyIndex
from vocab.library import own_library

from .report import Report, Value, options, percentiles, seconds

QUICK = 50

TYPED = 4
"""Letters that have been typed of a name when suggestions are asked for."""

BASE = "http://127.0.0.1:8000"


def names(index: VocabularyIndex, number: int, chance: random.Random) -> list[str]:
    """Labels of concepts, drawn at random; one may come twice."""
    connection = index.connection
    (last,) = connection.execute("SELECT max(position) FROM label").fetchone()
    found = list[str]()
    while len(found) < number:
        row = connection.execute(
            "SELECT text FROM label WHERE position = ? AND concept", (chance.randint(1, last),)
        ).fetchone()
        found += [row[0]] if row else []
    return found


def misspelt(name: str, chance: random.Random) -> str:
    """A name without one of its letters."""
    place = chance.randrange(len(name))
    return name[:place] + name[place + 1 :]


def measure(index: VocabularyIndex, number: int) -> Report:
    """Batches of so many queries, and as many suggestions."""
    chance = random.Random(4)
    said = names(index, number, chance)
    kinds = {"as they are": said, "a letter gone": [misspelt(name, chance) for name in said]}
    service = Service(index, BASE, None, Reader("en"))
    rows = list[tuple[Value, ...]]()
    for kind, texts in kinds.items():
        batch = {str(place): Query(text) for place, text in enumerate(texts)}
        started = time.process_time()
        answers = Answering(service).answers(batch)
        spent = time.process_time() - started
        results = [one["result"] for one in answers.values()]
        matched = sum(bool(one) and one[0]["match"] for one in results)
        rows.append((kind, number, spent, sum(map(bool, results)), matched))
    report = Report("reconciliation")
    concepts = sum(entry.concepts for entry in index.vocabularies())
    report.add(
        "batch", f"One batch over {concepts:,} concepts", ("names", "queries", "CPU, s", "found", "matched"), rows
    )
    times = [
        seconds(lambda text=text: suggest(service, "entity", text[:TYPED], 0), time.process_time)  # type: ignore[misc]
        for text in said
    ]
    median, most = percentiles(times)
    report.add("suggest", "Suggestions", ("asked", "median, ms", "p95, ms"), [(number, median, most)])
    return report


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--index", type=Path, help="a vocabulary.sqlite; by default what comes with the service")
    arguments = parser.parse_args()
    index = VocabularyIndex(arguments.index) if arguments.index else own_library().index()
    measure(index, QUICK if arguments.quick else MOST_QUERIES).show(as_json=arguments.json)


if __name__ == "__main__":
    main()
