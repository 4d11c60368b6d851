"""Golden cases: one record about one topic each, with the graph and the findings that come out of it.

``TERRAFAIR_UPDATE=1`` writes what comes out as what is expected; read the difference before keeping it.
"""

import os
from pathlib import Path

import pyoxigraph
import pytest

from mappings.crosswalk import Choice, Node, Row
from mappings.dialect import DIALECTS
from mappings.parsing import Node as SourceNode
from mappings.refine import RefinedRecord
from mappings.scope import Scope
from vocab.diagnostic import Diagnostic
from vocab.namespace import PREFIXES
from vocab.term import Term, ntriples

from .conftest import ROOT, Refine, case_inputs, sample_records

CASES = [pytest.param(path, id=f"{path.parts[-3]}/{path.parts[-2]}") for path in case_inputs()]
URL = "https://hub.example/records/"


def run(path: Path, refined: Refine) -> RefinedRecord:
    return refined(path.read_bytes(), identifier="case", url=URL)


def statements(turtle: bytes) -> set[str]:
    found = pyoxigraph.parse(turtle, format=pyoxigraph.RdfFormat.TURTLE)
    return {f"{s.subject} {s.predicate} {s.object}" for s in found}


def turtle(record: RefinedRecord) -> bytes:
    triples = sorted(pyoxigraph.parse(ntriples(record.triples), format=pyoxigraph.RdfFormat.N_TRIPLES), key=str)
    used = {prefix: space.base for prefix, space in PREFIXES.items() if any(space.base in str(t) for t in triples)}
    return pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.TURTLE, prefixes=used) or b""


def line(diagnostic: Diagnostic) -> str:
    place = f"{diagnostic.path}:{diagnostic.line}" if diagnostic.line else diagnostic.path
    value = f"{diagnostic.excerpt} → {diagnostic.repaired}" if diagnostic.repaired else diagnostic.excerpt
    return f"{diagnostic.code}\t{place}\t{value}\t{diagnostic.en}"


@pytest.mark.parametrize("path", CASES)
def test_record_becomes_the_expected_graph(path: Path, refined: Refine) -> None:
    record = run(path, refined)
    expected = path.with_name("expected.ttl")
    if os.environ.get("TERRAFAIR_UPDATE"):
        expected.write_bytes(turtle(record))
    assert record.dialect == path.parts[-3]
    found, wanted = statements(turtle(record)), statements(expected.read_bytes())
    assert (sorted(found - wanted), sorted(wanted - found)) == ([], [])


@pytest.mark.parametrize("path", CASES)
def test_record_gives_the_expected_findings(path: Path, refined: Refine) -> None:
    found = "".join(f"{line(diagnostic)}\n" for diagnostic in run(path, refined).diagnostics)
    expected = path.with_name("diagnostics.txt")
    if os.environ.get("TERRAFAIR_UPDATE"):
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")


def declared(entry: Row | Choice | Node) -> tuple[object, ...]:
    """What an entry is in the source code; tables that share one have it once."""
    if isinstance(entry, Row):
        return "row", entry.prop, entry.path, entry.convert
    if isinstance(entry, Choice):
        return "choice", entry.props, entry.path, entry.choose
    return "node", entry.prop, entry.path, entry.iri


def test_every_row_of_every_table_says_something(refined: Refine, monkeypatch: pytest.MonkeyPatch) -> None:
    """No path is dead: each entry states or keeps something for some case or sample."""
    fired = set[tuple[object, ...]]()

    def counting(entry: type[Row] | type[Choice] | type[Node]) -> None:
        apply = entry.apply

        def counted(self: Row | Choice | Node, nodes: list[SourceNode], subject: Term, scope: Scope) -> None:
            before = len(scope.triples), len(scope.inherited)
            apply(self, nodes, subject, scope)  # type: ignore[arg-type]
            if (len(scope.triples), len(scope.inherited)) != before:
                fired.add(declared(self))

        monkeypatch.setattr(entry, "apply", counted)

    for kind in (Row, Choice, Node):
        counting(kind)
    for path in (*case_inputs(), *sample_records()):
        run(path, refined)
    entries = [(dialect.name, entry) for dialect in DIALECTS for _, entry in dialect.table().entries()]
    assert len(entries) > 200
    dead = [(name, e.path, e) for name, e in entries if isinstance(e, (Row, Choice, Node)) and declared(e) not in fired]
    assert [(name, entry.place) for name, _, entry in dead] == []


def test_every_dialect_has_cases() -> None:
    assert {path.parts[-3] for path in case_inputs()} == {dialect.name for dialect in DIALECTS}
    assert {path.parent for path in case_inputs()} == set((ROOT / "tests" / "mappings" / "cases").glob("*/*"))
