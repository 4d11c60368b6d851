"""The hierarchy of a vocabulary: what stands above and below a concept, and where it begins.

Every question is bounded and stands cycles: no concept is visited twice.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson

from .index import VocabularyIndex
from .schema import Relation

BOUND = 1000
"""Concepts above or below another one that are looked at, when nothing else is asked for."""

PATHS = 20
"""Paths from the top to a concept that are told."""

_NODE = "r.number, r.iri, r.labels, r.notation, r.narrower, r.deprecated"


class Node(NamedTuple):
    """A concept as a tree shows it.

    Attributes:
        number: in the index; the order of numbers is that of IRIs.
        iri: its IRI.
        labels: preferred labels by language.
        notation: its code; empty when it has none.
        narrower: whether concepts stand below it.
        deprecated: whether its publisher has withdrawn it.
    """

    number: int
    iri: str
    labels: dict[str, str]
    notation: str
    narrower: bool
    deprecated: bool


class Step(NamedTuple):
    """A concept on the way from another one to the top.

    Attributes:
        node: the concept.
        broader: the concepts directly above it, by number.
        narrower: the concepts directly below it, those on the way included.
        tops: IRIs of the schemes whose top concept it is.
    """

    node: Node
    broader: Sequence[int]
    narrower: Sequence[Node]
    tops: Sequence[str]


class Hierarchy:
    """Asks an index about the hierarchies of its vocabularies; concepts are named by their numbers.

    Args:
        index: of the vocabularies.
    """

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index

    def nodes(self, numbers: Sequence[int]) -> list[Node]:
        """Concepts by their numbers, in the order of these."""
        return self._nodes(
            f"SELECT {_NODE} FROM json_each(?) AS asked JOIN resource r ON r.number = asked.value ORDER BY asked.key",
            (orjson.dumps(numbers).decode(),),
        )

    def parents(self, number: int) -> list[Node]:
        """The concepts directly above one, in the order of their IRIs."""
        return self._nodes(
            f"SELECT {_NODE} FROM relation x JOIN resource r ON r.number = x.object"
            " WHERE x.property = ? AND x.subject = ? ORDER BY x.object",
            (int(Relation.BROADER), number),
        )

    def children(self, number: int, *, after: int = 0, limit: int = -1) -> list[Node]:
        """The concepts directly below one, in the order of their IRIs.

        Args:
            number: of the concept.
            after: the number of the last one that is known already.
            limit: at most so many; all when negative.
        """
        return self._nodes(
            f"SELECT {_NODE} FROM relation x CROSS JOIN resource r ON r.number = x.subject"
            " WHERE x.property = ? AND x.object = ? AND x.subject > ? ORDER BY x.subject LIMIT ?",
            (int(Relation.BROADER), number, after, limit),
        )

    def above(self, number: int, limit: int = BOUND) -> list[int]:
        """A concept and all above it, the nearer ones first."""
        return self._reached(number, "subject", "object", limit)

    def below(self, number: int, limit: int = BOUND) -> list[int]:
        """A concept and all below it, the nearer ones first; all when the limit is negative."""
        return self._reached(number, "object", "subject", limit)

    def links(self, numbers: Sequence[int]) -> dict[int, list[int]]:
        """The concepts directly above each of several; only those that have any."""
        return self._pairs("subject", "object", numbers)

    def links_below(self, numbers: Sequence[int]) -> dict[int, list[int]]:
        """The concepts directly below each of several; only those that have any."""
        return self._pairs("object", "subject", numbers)

    def ancestry(self, number: int, *, limit: int = BOUND, siblings: int = -1) -> list[Step]:
        """A concept and all above it, each with what stands directly above and below; the nearer ones first.

        Args:
            number: of the concept.
            limit: at most so many concepts.
            siblings: at most so many concepts below each; all when negative.
        """
        numbers = self.above(number, limit)
        broader, tops = self.links(numbers), self.tops(numbers)
        return [
            Step(
                node,
                broader.get(node.number, ()),
                self.children(node.number, limit=siblings) if node.narrower else (),
                tops.get(node.number, ()),
            )
            for node in self.nodes(numbers)
        ]

    def paths(self, number: int, *, limit: int = PATHS) -> list[list[Node]]:
        """The ways from the top down to a concept, that concept at the end of each; at most ``limit`` of them."""
        numbers = self.above(number)
        above, found = self.links(numbers), list[list[int]]()
        waiting = [[number]]
        while waiting and len(found) < limit:
            path = waiting.pop()
            onward = [parent for parent in above.get(path[-1], ()) if parent not in path]
            if onward and len(path) < BOUND:
                # the bound holds what waits, too: a lattice has more ways than anybody reads
                waiting.extend([*path, parent] for parent in reversed(onward[:limit]))
                del waiting[: -limit * 4]
            else:
                found.append(path)
        nodes = {node.number: node for node in self.nodes(numbers)}
        return [[nodes[step] for step in reversed(path) if step in nodes] for path in found]

    def tops(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        """IRIs of the schemes of which concepts are the top, in their order; only those that are."""
        found = dict[int, list[str]]()
        rows = self._index.connection.execute(
            "SELECT x.subject, r.iri FROM json_each(?) AS asked"
            " CROSS JOIN relation x ON x.property = ? AND x.subject = asked.value"
            " CROSS JOIN resource r ON r.number = x.object"
            " ORDER BY x.subject, r.iri",
            (orjson.dumps(numbers).decode(), int(Relation.TOP_CONCEPT_OF)),
        )
        for number, scheme in rows:
            found.setdefault(number, []).append(scheme)
        return found

    def top_concepts(self, scheme: int, *, after: int = 0, limit: int = -1) -> list[Node]:
        """The top concepts of a scheme, by the scheme's number, in the order of their IRIs."""
        return self._nodes(
            f"SELECT {_NODE} FROM relation x CROSS JOIN resource r ON r.number = x.subject"
            " WHERE x.property = ? AND x.object = ? AND x.subject > ? ORDER BY x.subject LIMIT ?",
            (int(Relation.TOP_CONCEPT_OF), scheme, after, limit),
        )

    def roots(self, vocabulary: str, *, after: int = 0, limit: int = -1) -> list[Node]:
        """Where a vocabulary begins, in the order of IRIs: its top concepts, or else those with none above them."""
        return self._nodes(
            f"SELECT {_NODE} FROM root x CROSS JOIN resource r ON r.number = x.resource"
            " WHERE x.vocabulary = ? AND x.resource > ? ORDER BY x.resource LIMIT ?",
            (*self._index.numbers([vocabulary]), after, limit),
        )

    def _nodes(self, query: str, values: Sequence[Any]) -> list[Node]:
        loads = orjson.loads
        return [
            Node(number, iri, loads(labels), notation, bool(narrower), bool(deprecated))
            for number, iri, labels, notation, narrower, deprecated in self._index.connection.execute(query, values)
        ]

    def _reached(self, number: int, here: str, there: str, limit: int) -> list[int]:
        # one step at a time: a recursive query would look through all relations to make itself a filter of them
        found, edge = {number: None}, [number]
        while edge and not 0 <= limit <= len(found):
            rows = self._index.connection.execute(
                f"SELECT x.{there} FROM json_each(?) AS asked CROSS JOIN relation x"
                f" ON x.property = {Relation.BROADER:d} AND x.{here} = asked.value ORDER BY asked.key, 1",
                (orjson.dumps(edge).decode(),),
            )
            edge = list(dict.fromkeys(reached for (reached,) in rows if reached not in found))
            found.update(dict.fromkeys(edge))
        return list(found)[: limit if limit >= 0 else None]

    def _pairs(self, here: str, there: str, numbers: Sequence[int]) -> dict[int, list[int]]:
        found = dict[int, list[int]]()
        rows = self._index.connection.execute(
            f"SELECT x.{here}, x.{there} FROM json_each(?) AS asked CROSS JOIN relation x"
            f" ON x.property = {Relation.BROADER:d} AND x.{here} = asked.value ORDER BY 1, 2",
            (orjson.dumps(numbers).decode(),),
        )
        for one, other in rows:
            found.setdefault(one, []).append(other)
        return found
