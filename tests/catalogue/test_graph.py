from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import Store

from catalogue.graph import GraphStore
from vocab.term import nquads

A, B = "<https://catalogue.example/record/a>", "<https://catalogue.example/record/b>"
TITLE = "<http://purl.org/dc/terms/title>"
SIZE = '"12"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with closing(GraphStore(tmp_path / "graph")) as made:
        yield made


def quads(graph: str, *titles: str) -> bytes:
    return nquads([(graph, TITLE, title) for title in titles], graph).encode()


def test_a_graph_is_replaced_as_a_whole(store: GraphStore) -> None:
    store.replace([A, B], quads(A, '"one"', '"été"@fr') + quads(B, '"b"'))
    store.replace([A], quads(A, '"two"'))
    assert store.holds(A, f'{A} {TITLE} "two" .\n')
    assert store.holds(B, f'{B} {TITLE} "b" .\n')
    assert not store.holds(A, f'{A} {TITLE} "one" .\n')
    assert len(store) == 2


def test_a_graph_is_dropped(store: GraphStore) -> None:
    store.replace([A, B], quads(A, '"one"') + quads(B, '"b"'))
    store.replace([A], b"")
    assert (set(store.names()), store.has(A), store.has(B)) == ({B}, False, True)
    store.replace([], b"")
    assert len(store) == 1


def test_a_graph_holds_statements_whose_datatypes_the_store_changes(store: GraphStore) -> None:
    store.replace([A], quads(A, SIZE))
    assert store.holds(A, f"{A} {TITLE} {SIZE} .\n")
    assert not store.holds(A, "")


def test_a_snapshot_stays_as_it_was(store: GraphStore, tmp_path: Path) -> None:
    store.replace([A], quads(A, '"one"'))
    store.snapshot(tmp_path / "snapshot")
    store.replace([A, B], quads(A, '"two"') + quads(B, '"b"'))
    store.optimise()
    snapshot = Store.read_only(str(tmp_path / "snapshot"))
    assert [str(quad.object) for quad in snapshot] == ['"one"']
    assert len(store) == 2
