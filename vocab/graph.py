"""Directed graphs of concepts: cycles, clusters and paths, in time that grows with the size of the graph.

Everything is iterative: a vocabulary may be deeper than Python's stack.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property

from .term import Term

MOST_STEPS = 20_000_000
"""The edges that one search for paths may follow, some seconds' worth."""

_NOTHING: frozenset[Term] = frozenset()


class Exhausted(Exception):  # noqa: N818 - no error of the caller's: the answer so far stands
    """A search has followed as many edges as it may; what it found until then is true, but not all."""


class Graph:
    """A directed graph.

    Attributes:
        edges: the nodes to which edges lead, by node; nodes without any may be left out.
    """

    def __init__(self, edges: Mapping[Term, set[Term]]) -> None:
        self.edges = edges

    @cached_property
    def components(self) -> list[list[Term]]:
        """Its strongly connected components (Tarjan 1972); those to which edges lead come first."""
        found: list[list[Term]] = []
        index: dict[Term, int] = {}
        low: dict[Term, int] = {}
        open_: dict[Term, None] = {}
        for root in self.edges:
            if root in index:
                continue
            index[root] = low[root] = len(index)
            open_[root] = None
            path = [(root, iter(self.edges[root]))]
            while path:
                node, following = path[-1]
                for other in following:
                    if other not in index:
                        index[other] = low[other] = len(index)
                        open_[other] = None
                        path.append((other, iter(self.edges.get(other, ()))))
                        break
                    if other in open_:
                        low[node] = min(low[node], index[other])
                else:
                    path.pop()
                    if path:
                        low[path[-1][0]] = min(low[path[-1][0]], low[node])
                    if low[node] == index[node]:
                        found.append(_closed(open_, node))
        return found

    def cycles(self) -> Iterator[list[Term]]:
        """The components in which an edge leads back: several nodes, or one that leads to itself."""
        for component in self.components:
            if len(component) > 1 or component[0] in self.edges.get(component[0], _NOTHING):
                yield component

    @cached_property
    def levels(self) -> dict[Term, int]:
        """By node, the edges of its longest way out of it; nodes of one component share a level."""
        levels: dict[Term, int] = {}
        for component in self.components:
            level = 0
            for node in component:
                for other in self.edges.get(node, _NOTHING):
                    level = max(level, levels.get(other, -1) + 1)
            levels.update(dict.fromkeys(component, level))
        return levels


def _closed(open_: dict[Term, None], root: Term) -> list[Term]:
    component = []
    while True:
        node, _ = open_.popitem()
        component.append(node)
        if node == root:
            return component


class Search:
    """Searches for paths in a graph, which share one allowance of steps.

    Attributes:
        left: the edges that may still be followed.
    """

    def __init__(self, graph: Graph, steps: int = MOST_STEPS) -> None:
        self._edges = graph.edges
        self._levels = graph.levels
        self.left = steps

    def reached(self, starts: Iterable[Term], targets: set[Term]) -> set[Term]:
        """Those targets to which a path of at least one edge leads from one of the starts.

        No path leads to a higher level, so that the search ends below the lowest target.

        Raises:
            Exhausted: the allowance is used up.
        """
        levels = self._levels
        missing = {target for target in targets if target in levels}
        if not missing:
            return set()
        lowest = min(levels[target] for target in missing)
        found: set[Term] = set()
        seen: set[Term] = set()
        waiting = [start for start in starts if levels.get(start, -1) >= lowest]
        while waiting:
            following = self._edges.get(waiting.pop(), _NOTHING)
            self.left -= len(following)
            if self.left < 0:
                raise Exhausted
            for other in following:
                if other in seen or levels[other] < lowest:
                    continue
                seen.add(other)
                if other in missing:
                    found.add(other)
                    if len(found) == len(missing):
                        return found
                waiting.append(other)
        return found


class Clusters:
    """Nodes that hang together, whatever the direction of the edges (union-find)."""

    def __init__(self, pairs: Iterable[tuple[Term, Term]]) -> None:
        self._up: dict[Term, Term] = {}
        for one, other in pairs:
            first, second = self._root(one), self._root(other)
            if first != second:
                self._up[max(first, second)] = min(first, second)

    def _root(self, node: Term) -> Term:
        up = self._up
        root = up.setdefault(node, node)
        while up[root] != root:
            root = up[root]
        while node != root:
            up[node], node = root, up[node]
        return root

    def together(self, one: Term, other: Term) -> bool:
        """Whether a path leads from the one to the other."""
        return one in self._up and other in self._up and self._root(one) == self._root(other)

    def members(self, among: Container[Term] | None = None) -> list[list[Term]]:
        """The clusters, the largest first; with ``among``, only their nodes in it, and no cluster without any."""
        members: dict[Term, list[Term]] = {}
        for node in self._up:
            if among is None or node in among:
                members.setdefault(self._root(node), []).append(node)
        return sorted(map(sorted, members.values()), key=lambda nodes: (-len(nodes), nodes))
