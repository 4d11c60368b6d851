"""Reports: what they count over, in what order, and that they bear anything."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab import graph
from vocab.diagnostic import Severity
from vocab.namespace import RDF, SKOS, SKOSXL
from vocab.quality.report import as_kept, assess, from_kept
from vocab.quality.skos import ABOVE
from vocab.term import Triple

A, B, C = (f"<http://example.org/{name}>" for name in "abc")


def test_size() -> None:
    size = assess(
        [
            *[(concept, RDF.type, SKOS.Concept) for concept in (A, B)],
            (A, SKOS.prefLabel, '"x"@en'),
            (A, SKOS.altLabel, '"y"@fr'),
            (B, SKOS.prefLabel, '"z"@en'),
            (A, SKOS.broader, B),
            (A, SKOS.exactMatch, "<http://far.example/a>"),
            (A, SKOS.inScheme, C),
            ("<http://example.org/g>", RDF.type, SKOS.Collection),
        ]
    ).size
    assert (size.statements, size.concepts, size.own, size.schemes, size.collections) == (9, 3, 2, 1, 1)
    assert (size.labels, size.relations, size.languages) == (3, 2, {"en": 2, "fr": 1})


def test_findings_are_in_order_and_cut() -> None:
    concepts = [f"<http://example.org/{number:03}>" for number in range(100)]
    report = assess(((concept, RDF.type, SKOS.Concept) for concept in reversed(concepts)), shown=5)
    orphans = report.results["orphan-concepts"]
    assert (orphans.count, orphans.resources) == (100, 100)
    assert [finding.resources[0] for finding in orphans.findings] == concepts[:5]


def test_summary_counts_indicators_by_severity() -> None:
    report = assess([(A, SKOS.prefLabel, '"x"@en'), (A, SKOS.altLabel, '"x"@en')])
    assert report.summary()[Severity.VIOLATION] == (1, 7)
    assert sum(judged for _, judged in report.summary().values()) == len(report.results) - 1


def test_a_search_that_is_given_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.Search.__init__, "__defaults__", (0,))
    chain = [(A, SKOS.broader, B), (B, SKOS.broader, C), (A, SKOS.broader, C)]
    result = assess(chain).results["hierarchical-redundancy"]
    assert not result.complete
    assert result.count == 0


def test_an_empty_vocabulary() -> None:
    report = assess([])
    assert report.host == ""
    assert {key for key, result in report.results.items() if result.count} == {"missing-scheme"}


TERMS = st.sampled_from(
    [A, B, C, "<urn:x>", "<http://far.example/a>", "_:b", '"x"', '"X"@en', '" "@fr-', '"\\u0001"', '"1"^^<urn:t>', "<>"]
)
PROPERTIES = st.sampled_from(
    [*ABOVE, *SKOS.terms(), *SKOSXL.terms(), RDF.type, "<http://purl.org/dc/terms/isReplacedBy>"]
)
OBJECTS = st.one_of(TERMS, st.sampled_from(SKOS.terms()))


@given(st.lists(st.tuples(st.sampled_from([A, B, C, "<urn:x>", "_:b"]), PROPERTIES, OBJECTS), max_size=25))
def test_any_statements_can_be_assessed_in_any_order(triples: list[Triple]) -> None:
    report = assess(triples)
    assert all(result.complete for result in report.results.values())
    assert assess(reversed(triples)).results == report.results


def test_a_report_is_kept_and_read_again() -> None:
    report = assess([(A, SKOS.prefLabel, '" x "'), (A, SKOS.broader, B), (B, SKOS.broader, A)], title="x")
    again = from_kept(orjson.loads(orjson.dumps(as_kept(report))))
    assert again == report
    assert report.count("surrounding-space") == 1
    assert from_kept(as_kept(report) | {"results": {"no more": {}}}).results == {}
