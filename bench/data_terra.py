"""The real catalogues of three Data Terra hubs, served, harvested, published and searched, beside published figures.

The 3,378 descriptions that were published as RDF are written back as ISO 19139 and served as three CSW hubs on
loopback; the whole job runs on them. Then the five searches that were published for these hubs are made, and judged by
one rule for both sides (``bench.truth``).
"""

import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeAlias

from starlette.applications import Starlette
from starlette.routing import Route

from catalogue.generation import Generation
from catalogue.progress import Silent
from catalogue.run import RunReport, Settings, run
from catalogue.search import Query, Search
from catalogue.workspace import Workspace
from harvesters.hub import Hub, Source
from samples.csw import CswCatalogue
from samples.record import read_record
from samples.server import serve
from vocab.matching import Matcher, load_matcher

from .corpus import folder
from .description import GRAPHS, Description, read_descriptions
from .iso_writer import write
from .report import Report, Value, options, percentiles, seconds
from .truth import OTHERS, RULES, Rule

BASE = "http://127.0.0.1:8000"
WORKERS = 2
QUICK = 12
"""Descriptions of each hub that ``--quick`` takes."""

ROUNDS = 15
"""Searches of which the median is taken."""

TITLES = {"aeris": "AERIS", "formater": "ForM@Ter", "theia": "Theia-Land"}

PUBLISHED = {
    "temperature": {"theia": 80, "formater": 33, "aeris": 378},
    "air": {"theia": 70, "formater": 25, "aeris": 491},
    "water": {"theia": 189, "formater": 28, "aeris": 200},
    "carbon": {"theia": 40, "formater": 2, "aeris": 99},
    "conductivity": {"theia": 70, "formater": 0, "aeris": 9},
}
"""Datasets found by regular expression in the published graphs, by search and hub."""

NOTES = (
    "published: as published; reproduced: the same search on the graphs that were published (letters anywhere in",
    "title, abstract and keywords; Theia-Land's 70 for conductivity cannot be reproduced).",
    "true: the term, its plural or its French equivalent is a word of the record, or the recognisable part of a",
    "compound or a name, by the rule of bench/truth.py; false: found without such a word in title, abstract and",
    "keywords. Searches without a published count are there to see how the rules do on other words.",
)

Catalogues: TypeAlias = Mapping[str, Sequence[Description]]


class Stages(Silent):
    """A watcher of a run that takes the time of each of its stages."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def begin(self, what: str, total: int | None = None) -> "Stage":  # noqa: ARG002
        """A stage begins."""
        return Stage(what, self.seconds)


class Stage(Silent):
    """One stage, whose time is noted when it ends."""

    def __init__(self, what: str, seconds: dict[str, float]) -> None:
        self._what, self._seconds, self._begun = what, seconds, time.perf_counter()

    def end(self, message: str, **figures: object) -> None:  # noqa: ARG002
        """The stage has ended."""
        self._seconds[self._what] = time.perf_counter() - self._begun


@contextmanager
def served(catalogues: Catalogues) -> Iterator[tuple[Hub, ...]]:
    """The catalogues behind CSW on loopback; yields the hubs that they are."""
    routes = []
    for hub, descriptions in catalogues.items():
        records = tuple(read_record(write(one), one.identifier) for one in descriptions)
        catalogue = CswCatalogue(TITLES[hub], TITLES[hub], records)
        routes.append(Route(f"/{hub}/csw", catalogue.respond, methods=["GET", "POST"]))
    with serve(Starlette(routes=routes)) as address:
        yield tuple(
            Hub(
                hub,
                {"en": TITLES[hub], "fr": TITLES[hub]},
                {"en": "", "fr": ""},
                address,
                (Source(hub, "catalogue", "csw", f"{address}/{hub}/csw", options={"page_size": 100}),),
            )
            for hub in catalogues
        )


def harvested(catalogues: Catalogues, root: Path, workers: int = WORKERS) -> tuple[RunReport, Stages]:
    """The whole job on the catalogues, into a workspace."""
    stages = Stages()
    with served(catalogues) as hubs:
        sources = [source for hub in hubs for source in hub.sources]
        return run(Workspace(root), hubs, sources, Settings(BASE, workers=workers), stages), stages


def contents(generation: Generation, catalogues: Catalogues, matcher: Matcher) -> list[list[Value]]:
    """By hub: datasets, triples, triples for each dataset, findings by severity, keywords and how many are linked."""
    rows: list[list[Value]] = []
    with closing(Search(generation)) as search:
        for hub, descriptions in catalogues.items():
            details = [search.record(dataset=iri) for iri in found(search, Query(facets={"hub": [hub]}))]
            present = [detail for detail in details if detail is not None]
            triples = sum(detail.statements.count("\n") for detail in present)
            severities = Counter(finding.severity for one in present for finding in search.findings(one.id))
            words = [word for one in descriptions for word, _ in one.keywords]
            linked = sum(len(matcher.match(word)) == 1 for word in words)
            rows.append(
                [
                    TITLES[hub],
                    len(present),
                    triples,
                    triples / max(1, len(present)),
                    *[severities.get(severity, 0) for severity in ("Violation", "Warning", "Info")],
                    len(words),
                    linked,
                    100 * linked / len(words) if words else None,
                ]
            )
    return rows


def found(search: Search, query: Query) -> list[str]:
    """IRIs of everything that a query finds."""
    iris, page = list[str](), 1
    while True:
        results = search.find(
            Query(text=query.text, facets=query.facets, limit=100, page=page, sort="title"), facet_values=0
        )
        iris += [hit.dataset for hit in results.hits]
        if len(iris) >= results.total or not results.hits:
            return iris
        page += 1


def judged(search: Search, rule: Rule, text: str, hub: str, descriptions: Sequence[Description]) -> list[Value]:
    """One search of one hub on both sides, as a row of ``SEARCH_COLUMNS``."""
    by_identifier = {one.identifier: one for one in descriptions}
    iris = found(search, Query(text=text, facets={"hub": [hub]}))
    ours = {detail.identifier for iri in iris if (detail := search.record(dataset=iri)) is not None}
    published = {key for key, one in by_identifier.items() if rule.published(one.text)}
    true = {key for key, one in by_identifier.items() if rule.true(one.text)}
    return [
        text,
        TITLES[hub],
        PUBLISHED.get(rule.term, {}).get(hub),
        len(published),
        len(published & true),
        len(ours),
        len(ours & true),
        len(ours & true & published),
        len((true & published) - ours),
        len(true - ours),
        len(ours - true),
    ]


SEARCH_COLUMNS = (
    "search",
    "hub",
    "published",
    "reproduced",
    "true of these",
    "found",
    "true of found",
    "of the published",
    "published missed",
    "true missed",
    "false",
)


def searches(generation: Generation, catalogues: Catalogues) -> tuple[list[list[Value]], list[list[Value]]]:
    """The searches in English and French judged hub by hub, and the time of each over all hubs."""
    rows, times = list[list[Value]](), list[list[Value]]()
    with closing(Search(generation)) as search:
        for rule in (*RULES, *OTHERS):
            for text in dict.fromkeys((rule.term, rule.french)):
                rows += [judged(search, rule, text, hub, catalogues[hub]) for hub in ("theia", "formater", "aeris")]
                query = Query(text=text)
                bare, full = (
                    [seconds(lambda q=query, n=values: search.find(q, facet_values=n)) for _ in range(ROUNDS)]  # type: ignore[misc]
                    for values in (0, 12)
                )
                total = search.find(query, facet_values=0).total
                times.append([text, total, percentiles(bare)[0], percentiles(full)[0]])
    return rows, times


def measure(*, quick: bool) -> Report:
    """The report."""
    graphs = folder("data-terra-graphs")
    begun = time.perf_counter()
    catalogues = {hub: read_descriptions(graphs / name) for hub, name in GRAPHS.items()}
    if quick:
        catalogues = {hub: descriptions[:QUICK] for hub, descriptions in catalogues.items()}
    reading = time.perf_counter() - begun
    report = Report("data_terra")
    with tempfile.TemporaryDirectory() as name:
        begun = time.perf_counter()
        done, stages = harvested(catalogues, Path(name), 1 if quick else WORKERS)
        total = time.perf_counter() - begun
        report.add(
            "hubs",
            "What the hubs gave",
            (
                *("hub", "datasets", "triples", "triples/dataset", "violations", "warnings", "infos"),
                *("keywords", "linked", "% linked"),
            ),
            contents(done.generation, catalogues, load_matcher()),
        )
        report.add(
            "stages",
            "Time, in seconds",
            ("stage", "seconds"),
            [("read the graphs", reading), *stages.seconds.items(), ("whole job", total)],
        )
        largest = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        report.add("memory", "Peak memory, in MiB", ("this process and the hubs", "a worker"), [largest])
        rows, times = searches(done.generation, catalogues)
        report.add("searches", "The published searches", SEARCH_COLUMNS, rows)
        report.add("search_times", "Median time of a search, in ms", ("search", "found", "hits", "with facets"), times)
    report.notes.extend(NOTES)
    return report


def main() -> None:
    """Measure and print."""
    arguments = options(__doc__).parse_args()
    measure(quick=arguments.quick).show(as_json=arguments.json)


if __name__ == "__main__":
    main()
