"""How fast vocabularies are asked: searches, hierarchies and lists over the Skosmos interface of a running server.

Every vocabulary of the shared corpus and a synthetic one of 200,000 concepts in five languages are published as a
generation; a server process of its own answers over loopback, one request after another, the questions other ones each
time. The synthetic vocabulary has a concept with 5,000 narrower ones, chains of 60 concepts below a quarter of these,
and as many chains elsewhere.
"""

import http.client
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

from catalogue.database import CatalogueDatabase
from catalogue.generation import Generation, Generations
from catalogue.graph import GraphStore
from vocab.cleaning import clean
from vocab.edition import Edition, lines_of
from vocab.index import VocabularyIndex
from vocab.indexing import write_index
from vocab.loader import Holding, holdings
from vocab.namespace import RDF, SKOS
from vocab.registry import Vocabulary, load_registry
from vocab.term import Triple, literal

from .memory import resident
from .report import Report, Value, options, percentiles, seconds
from .shared_vocabularies import ROOT, shared_holdings

CONCEPTS = 200_000
WIDE = 5_000
CHAIN = 60
LANGUAGES = ("en", "fr", "de", "es", "it")
ROUNDS = 200
QUICK = 3_000

BASE = "http://bench.example"
SPACE = "http://synthetic.example/c/"

LIMITS: dict[str, float] = {
    "autocomplete": 10,
    "search everywhere": 30,
    "hierarchy, deep concept": 20,
    "children of 5,000": 100,
}
"""Milliseconds of the 95th percentile that are promised (issue 5)."""


class Question(NamedTuple):
    """A kind of request.

    Attributes:
        name: what is measured.
        promise: of ``LIMITS``; empty for none.
        make: makes an address.
    """

    name: str
    promise: str
    make: Callable[[random.Random], str]


def statements(concepts: int, chance: random.Random) -> Iterator[Triple]:
    """The synthetic vocabulary: a tree in which some concepts stand deep, with random words for labels."""
    syllables = [consonant + vowel for consonant in "bcdfghlmnprstv" for vowel in "aeiou"]
    lexicon = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(20_000)]
    wide = min(WIDE, concepts // 4)
    for number in range(concepts):
        node = iri(number)
        yield node, RDF.type, SKOS.Concept
        yield node, SKOS.inScheme, f"<{SPACE}scheme>"
        if number > 1:
            yield node, SKOS.broader, iri(parent(number, wide))
        for language in LANGUAGES:
            words = " ".join(chance.choices(lexicon, k=chance.randint(1, 3)))
            yield node, SKOS.prefLabel, literal(f"{words} {language}", language=language)
        if number % 3 == 0:
            yield node, SKOS.altLabel, literal(" ".join(chance.choices(lexicon, k=2)), language="en")
        yield node, SKOS.notation, literal(f"SY{number}")


def parent(number: int, wide: int) -> int:
    """What stands above a concept: 0 and 1 are the tops, 0 has all of the wide list below it, the rest are chains."""
    if number <= wide + 1:
        return 0
    chain, step = divmod(number - wide - 2, CHAIN)
    if step:
        return number - 1
    # every other chain hangs below the wide list
    return 1 if chain % 2 else 2 + chain // 2 % wide


def iri(number: int) -> str:
    """The IRI of a concept of the synthetic vocabulary, as a term."""
    return f"<{SPACE}{number:06}>"


def synthetic(concepts: int) -> Holding:
    """The synthetic vocabulary, cleaned."""
    declared = Vocabulary(
        "synthetic", {"en": "Synthetic"}, None, f"{SPACE}scheme", SPACE, LANGUAGES, "", "", "", "theme"
    )
    triples = clean(statements(concepts, random.Random(1)), declared).triples
    return Holding(declared, Edition("synthetic", "1"), lambda: lines_of(triples))


def build(root: Path, held: Sequence[Holding]) -> tuple[Generation, float, float]:
    """A published generation of vocabularies without records; CPU seconds of its index and of its publication."""
    index = root / "index.sqlite"
    indexing = seconds(lambda: write_index(index, held), time.process_time)
    database, graph = CatalogueDatabase(root / "catalogue.sqlite"), GraphStore(root / "graph")
    generations = Generations(root / "generations")

    def move(path: Path) -> None:
        index.rename(path)

    with closing(database):
        publishing = seconds(lambda: generations.publish(database, graph, move, run=1, base=BASE), time.process_time)
    return generations.current(), indexing, publishing


@contextmanager
def server(data: Path) -> Iterator[tuple[int, int, float]]:
    """A server process over a workspace: its port, its id, and the seconds by the clock to its first answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", "api.app:create_app", "--port", str(port)]
    started = time.perf_counter()
    environment = os.environ | {"TERRAFAIR_DATA": str(data)}
    with subprocess.Popen([*command, "--log-level", "error"], env=environment) as process:
        try:
            while True:
                try:
                    fetch(connection := http.client.HTTPConnection("127.0.0.1", port), "/rest/v1/vocabularies?lang=en")
                    connection.close()
                    break
                except ConnectionRefusedError:
                    if process.poll() is not None or time.perf_counter() - started > 60:
                        raise
                    time.sleep(0.01)
            yield port, process.pid, time.perf_counter() - started
        finally:
            process.terminate()


def spent(process: int) -> float:
    """Seconds of processor time that the threads of a process have used."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


def fetch(connection: http.client.HTTPConnection, address: str) -> bytes:
    """The answer to a request.

    Raises:
        RuntimeError: it is no answer.
    """
    connection.request("GET", address, headers={"Accept": "application/json"})
    response = connection.getresponse()
    content = response.read()
    if response.status != 200:
        raise RuntimeError(f"{address}: {response.status} {content[:200]!r}")
    return content


def questions(index: VocabularyIndex, concepts: int) -> list[Question]:
    """The kinds of requests, made from labels that there are."""
    labels: list[str] = [
        text for (text,) in index.connection.execute("SELECT text FROM label WHERE concept AND position % 613 = 1")
    ]
    ids = [entry.id for entry in index.vocabularies() if entry.concepts]
    small = [entry.id for entry in index.vocabularies() if 0 < entry.concepts < 20_000]
    wide = min(WIDE, concepts // 4)
    step = 2 * CHAIN
    below, elsewhere = wide + 1 + CHAIN, wide + 1 + step

    def label(chance: random.Random) -> str:
        return chance.choice(labels)

    def part(chance: random.Random, letters: int) -> str:
        text = label(chance)
        start = chance.randrange(max(1, len(text) - letters))
        return text[start : start + letters]

    def search(**parameters: object) -> str:
        return f"/rest/v1/search?{urlencode(parameters)}"

    def at(path: str, first: int) -> Callable[[random.Random], str]:
        deepest = range(first, concepts, step)

        def address(chance: random.Random) -> str:
            return f"/rest/v1/synthetic/{path}?lang=fr&uri={quote(iri(chance.choice(deepest))[1:-1])}"

        return address

    def languages(chance: random.Random) -> str:
        return chance.choice(LANGUAGES)

    auto, everywhere, deep = "autocomplete", "search everywhere", "hierarchy, deep concept"
    return [
        *(
            Question(
                f"autocomplete, {count} letters, a language",
                auto,
                lambda c, n=count: search(query=label(c)[:n] + "*", lang=languages(c), maxhits=20, unique="true"),  # type: ignore[misc]
            )
            for count in (1, 2, 3, 5)
        ),
        Question(
            "autocomplete, 3 letters, a small vocabulary and language",
            auto,
            lambda c: search(query=label(c)[:3] + "*", vocab=c.choice(small), lang=languages(c), maxhits=20),
        ),
        Question(
            "autocomplete, 3 letters, four vocabularies",
            auto,
            lambda c: search(query=label(c)[:3] + "*", vocab=" ".join(c.sample(ids, 4)), maxhits=20),
        ),
        Question(
            "autocomplete, 3 letters, accents ignored",
            auto,
            lambda c: search(query=label(c)[:3] + "*", accents="ignore", maxhits=20),
        ),
        Question("whole label", everywhere, lambda c: search(query=label(c), maxhits=100)),
        Question("a word anywhere", everywhere, lambda c: search(query=f"*{part(c, 6)}*", maxhits=100)),
        Question("three letters anywhere", everywhere, lambda c: search(query=f"*{part(c, 3)}*", maxhits=100)),
        Question("two letters anywhere", everywhere, lambda c: search(query=f"*{part(c, 2)}*", maxhits=100)),
        Question("an ending", everywhere, lambda c: search(query=f"*{label(c)[-5:]}", maxhits=100)),
        Question(
            "a word anywhere, a small vocabulary",
            everywhere,
            lambda c: search(query=f"*{part(c, 5)}*", vocab=c.choice(small), maxhits=100),
        ),
        Question(
            "a word anywhere, each concept once, a language",
            everywhere,
            lambda c: search(query=f"*{part(c, 5)}*", unique="true", lang=languages(c), maxhits=100),
        ),
        Question(
            "a word anywhere, the best first",
            "",
            lambda c: search(query=f"*{part(c, 5)}*", order="relevance", lang=languages(c), maxhits=20),
        ),
        Question(
            "misspelt",
            "",
            lambda c: search(query=label(c)[:3] + label(c)[4:25], fuzzy="true", lang=languages(c), maxhits=20),
        ),
        Question("hierarchy, deep concept", deep, at("hierarchy", elsewhere)),
        Question("hierarchy, deep concept below the list of 5,000", deep, at("hierarchy", below)),
        Question("everything above, deep concept", deep, at("broaderTransitive", elsewhere)),
        Question(
            "children of 5,000",
            "children of 5,000",
            lambda c: f"/rest/v1/synthetic/children?lang={languages(c)}&uri={quote(iri(0)[1:-1])}",
        ),
        Question("data of a concept", "", at("data", elsewhere)),
        Question(
            "a page of all concepts",
            "",
            lambda c: f"/rest/v1/synthetic/concepts?limit=200&after={quote(iri(c.randrange(concepts))[1:-1])}",
        ),
        Question(
            "letters of an index",
            "",
            lambda c: f"/rest/v1/{c.choice(ids)}/index/?lang={languages(c)}",
        ),
    ]


def measure(concepts: int, held: Sequence[Holding], rounds: int) -> Report:
    """The report."""
    report = Report("vocab")
    with tempfile.TemporaryDirectory() as name:
        generation, indexing, publishing = build(Path(name), held)
        size = generation.vocabulary.stat().st_size / 1e6
        with closing(VocabularyIndex(generation.vocabulary)) as index:
            asked = questions(index, concepts)
            total = sum(entry.concepts for entry in index.vocabularies())
        rows = list[list[Value]]()
        with server(Path(name)) as (port, process, starting):
            beginning = spent(process)
            with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
                for question in asked:
                    rows.append(_timed(connection, question, rounds, process))
            held_memory = resident(str(process)) / 1e6
    report.add(
        "vocabularies",
        "The vocabularies",
        (
            "vocabularies",
            "concepts",
            "index, CPU s",
            "publish, CPU s",
            "index, MB",
            "start, s",
            "start, CPU s",
            "memory, MB",
        ),
        [[len(held), total, indexing, publishing, size, starting, beginning, held_memory]],
    )
    report.add(
        "requests",
        "Requests",
        ("request", "median, ms", "p95, ms", "promised p95, ms", "median, CPU ms", "p95, CPU ms", "median, kB"),
        rows,
    )
    report.notes.append("CPU is that of the server: it says how long a request takes where nobody else is at work.")
    report.notes.append("Promised besides: a start of at most 2 s and at most 1,000 MB.")
    return report


def _timed(connection: http.client.HTTPConnection, question: Question, rounds: int, process: int) -> list[Value]:
    chance = random.Random(question.name)
    times, processor, sizes = list[float](), list[float](), list[int]()
    for turn in range(rounds + 3):
        address = question.make(chance)
        used, started = spent(process), time.perf_counter()
        content = fetch(connection, address)
        # the first ones open files and make the interpreter ready
        if turn >= 3:
            times.append(time.perf_counter() - started)
            processor.append(spent(process) - used)
            sizes.append(len(content))
    promised = LIMITS.get(question.promise)
    return [
        question.name,
        *percentiles(times),
        promised,
        *percentiles(processor),
        sorted(sizes)[len(sizes) // 2] / 1000,
    ]


def main() -> None:
    """Measure and print."""
    parser = options(__doc__)
    parser.add_argument("--concepts", type=int, default=CONCEPTS, help=f"synthetic ones, {CONCEPTS:,} by default")
    arguments = parser.parse_args()
    if arguments.quick:
        concepts, held, rounds = QUICK, holdings(load_registry()), 3
    else:
        concepts, rounds = arguments.concepts, ROUNDS
        held = list(shared_holdings()) if ROOT.is_dir() else holdings(load_registry())
    measure(concepts, [*held, synthetic(concepts)], rounds).show(as_json=arguments.json)


if __name__ == "__main__":
    main()
