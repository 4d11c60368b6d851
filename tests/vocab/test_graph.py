"""Graphs against what is slow and plain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab.graph import Clusters, Exhausted, Graph, Search

NODES = st.sampled_from("abcdefgh")
EDGES = st.lists(st.tuples(NODES, NODES), max_size=16)


def graph(edges: list[tuple[str, str]]) -> Graph:
    found: dict[str, set[str]] = {}
    for s, o in edges:
        found.setdefault(s, set()).add(o)
    return Graph(found)


def closure(edges: list[tuple[str, str]]) -> set[tuple[str, str]]:
    reached = set(edges)
    while True:
        more = {(s, o) for s, m in reached for n, o in reached if m == n} - reached
        if not more:
            return reached
        reached |= more


@given(EDGES)
def test_cycles_are_what_reaches_itself(edges: list[tuple[str, str]]) -> None:
    reached = closure(edges)
    cycles = [frozenset(cycle) for cycle in graph(edges).cycles()]
    assert len(set(cycles)) == len(cycles)
    assert set(cycles) == {
        frozenset(other for other in "abcdefgh" if (node, other) in reached and (other, node) in reached)
        for node in "abcdefgh"
        if (node, node) in reached
    }


@given(EDGES)
def test_edges_lead_to_no_higher_level(edges: list[tuple[str, str]]) -> None:
    levels, reached = graph(edges).levels, closure(edges)
    for s, o in edges:
        assert levels[s] >= levels[o]
        assert (levels[s] == levels[o]) == ((o, s) in reached)


@given(EDGES, st.sets(NODES), st.sets(NODES))
def test_search_finds_what_is_reached(edges: list[tuple[str, str]], starts: set[str], targets: set[str]) -> None:
    reached = closure(edges)
    expected = {target for target in targets if any((start, target) in reached for start in starts)}
    assert Search(graph(edges)).reached(starts, targets) == expected


@given(EDGES)
def test_clusters_ignore_direction(edges: list[tuple[str, str]]) -> None:
    both = closure(edges + [(o, s) for s, o in edges])
    clusters = Clusters(edges)
    assert {frozenset(cluster) for cluster in clusters.members()} == {
        frozenset(other for node, other in both if node == start) for start, _ in both
    }
    assert [len(cluster) for cluster in clusters.members()] == sorted(map(len, clusters.members()), reverse=True)
    for one in "abcdefgh":
        for other in "abcdefgh":
            assert clusters.together(one, other) == ((one, other) in both)


def test_depth_beyond_the_stack() -> None:
    chain = Graph({str(n): {str(n + 1)} for n in range(50_000)})
    assert not list(chain.cycles())
    assert chain.levels["0"] == 50_000
    assert Search(chain).reached(["0"], {"50000"}) == {"50000"}


def test_a_search_gives_up() -> None:
    search = Search(graph([("a", "b"), ("b", "c"), ("c", "d")]), steps=2)
    with pytest.raises(Exhausted):
        search.reached(["a"], {"d"})
