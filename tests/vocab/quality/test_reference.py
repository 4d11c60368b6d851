"""The counts against the same questions asked in SPARQL, as qSKOS asks them, of real vocabularies."""

from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pytest

from bench.quality import FORMS, load, triples
from bench.skos_questions import QUESTIONS, ask
from vocab.quality.rendering import render_markdown, render_text
from vocab.quality.report import QualityReport, assess

VOCABULARIES = {
    "gemet": "gemet-4.0.1/*.rdf",
    "envthes": "envthes/*.ttl",
    "cgi": "cgi-geosciml/*/*.ttl",
    "nvs-c19": "nerc-nvs/C19.ttl",
}


class Loaded(NamedTuple):
    store: pyoxigraph.Store
    report: QualityReport


@pytest.fixture(scope="module", params=VOCABULARIES)
def loaded(request: pytest.FixtureRequest, shared: Path) -> Loaded:
    store = load(shared / "data" / "vocabularies", VOCABULARIES[request.param])
    return Loaded(store, assess(triples(store)))


@pytest.mark.shared
@pytest.mark.parametrize("indicator", QUESTIONS)
def test_counts_as_sparql_counts(loaded: Loaded, indicator: str) -> None:
    count = ask(loaded.store, QUESTIONS[indicator], loaded.report.host, len(loaded.report.size.languages))
    assert loaded.report.count(indicator) == count


@pytest.mark.shared
def test_every_rdf_file_of_the_corpus_can_be_assessed(shared: Path) -> None:
    root = shared / "data" / "vocabularies"
    files = sorted(str(path.relative_to(root)) for suffix in FORMS for path in root.rglob(f"*{suffix}"))
    assert len(files) > 100
    for file in files:
        if (root / file).stat().st_size > 500_000:
            continue
        report = assess(triples(load(root, file)))
        assert all(result.complete for result in report.results.values()), file
        assert render_text(report, "fr")
        assert render_markdown(report)
