"""The graph store: Oxigraph, with one named graph per record, vocabulary and catalogue description."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store

from vocab.term import Term


class GraphStore:
    """The writer's own store; what is served are snapshots of it.

    Args:
        path: its folder; it is made when it does not exist.
    """

    def __init__(self, path: Path) -> None:
        self._store = Store(str(path))

    def close(self) -> None:
        """Let go of the folder."""
        del self._store

    def replace(self, graphs: Iterable[Term], nquads: bytes) -> None:
        """Drop the named graphs, then load the quads; a run that is killed in between does it again.

        Args:
            graphs: IRIs of the graphs to drop.
            nquads: an N-Quads document; its terms are those that ``vocab.term`` makes.
        """
        for graph in graphs:
            node = NamedNode(graph[1:-1])
            if self._store.contains_named_graph(node):
                self._store.remove_graph(node)
        if nquads:
            self._store.bulk_load(nquads, format=RdfFormat.N_QUADS, lenient=True)

    def names(self) -> Iterator[Term]:
        """The IRIs of its named graphs."""
        for node in self._store.named_graphs():
            yield str(node)

    def has(self, graph: Term) -> bool:
        """Whether there is a named graph of this name."""
        return self._store.contains_named_graph(NamedNode(graph[1:-1]))

    def holds(self, graph: Term, ntriples: str) -> bool:
        """Whether a named graph holds what an N-Triples document says, and nothing else."""
        expected = Store()
        expected.load(ntriples.encode(), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(graph[1:-1]), lenient=True)
        return set(expected) == set(self._store.quads_for_pattern(None, None, None, NamedNode(graph[1:-1])))

    def __len__(self) -> int:
        return len(self._store)

    def snapshot(self, target: Path) -> None:
        """An exact copy in a new folder, made of hard links."""
        self._store.flush()
        self._store.backup(str(target))

    def optimise(self) -> None:
        """Compact the store after a large change."""
        self._store.optimize()
