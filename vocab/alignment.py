"""Alignment: the mappings of all sets together, what follows from them, and where they contradict each other.

Exact matches are transitive and symmetric (SKOS Reference, section 10.6), so that concepts fall into clusters that mean
the same. A cluster in which one vocabulary has two concepts is not trusted: somebody is wrong there, and nothing is
derived from it. Everything is linear in the number of mappings but the listing of what is derived.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Dictionary
from typing import NamedTuple

from .diagnostic import Meaning, meanings
from .mapping import BROAD, CHAINED, EXACT, MATCHES, NARROW, RELATED, Mapping

DERIVED = "https://w3id.org/terrafair/mappings/derived"
"""The set of the mappings that follow from others."""

LARGEST = 64
"""Concepts of the largest cluster whose derived mappings are listed."""

LARGEST_SEARCHED = 1000
"""Concepts of the largest cluster in which paths are looked for."""


class Status(NamedTuple):
    """What is known of a concept that mappings speak of.

    Attributes:
        vocabulary: id of the vocabulary that has it; empty when none has.
        deprecated: whether its publisher has withdrawn it.
        missing: whether a vocabulary that is loaded should have it and has not.
    """

    vocabulary: str = ""
    deprecated: bool = False
    missing: bool = False


class Conflict(NamedTuple):
    """Mappings that cannot all be right.

    Attributes:
        code: of the diagnostic.
        concepts: IRIs of those it is about.
        mappings: identifiers of those that say so.
        detail: what the message's ``{detail}`` stands for.
    """

    code: str
    concepts: tuple[str, ...]
    mappings: tuple[str, ...]
    detail: str = ""

    @property
    def meaning(self) -> Meaning:
        """Its severity, and its message in English and French."""
        return meanings()[self.code]

    def message(self, language: str) -> str:
        """The message in French for ``fr``, else in English."""
        meaning = self.meaning
        return (meaning.fr if language == "fr" else meaning.en).replace("{detail}", self.detail)


class _Edge(NamedTuple):
    subject: str
    predicate: str
    object: str
    identifier: str
    confidence: float


class Alignment:
    """The mappings of all sets together.

    Args:
        mappings: of every set; those with a text for a concept, or of no property of SKOS, are left aside.
        status: what is known of a concept.
    """

    def __init__(self, mappings: Iterable[Mapping], status: Callable[[str], Status]) -> None:
        self._edges = list[_Edge]()
        self._denied: dict[tuple[str, str], str] = {}
        for mapping in mappings:
            if not (mapping.subject and mapping.object) or mapping.predicate not in MATCHES:
                continue
            if mapping.negated:
                self._denied[mapping.subject, mapping.object] = mapping.identifier
                self._denied[mapping.object, mapping.subject] = mapping.identifier
            else:
                weight = 1.0 if mapping.confidence is None else mapping.confidence
                self._edges.append(_Edge(*mapping[:3], mapping.identifier, weight))
        self._status = status
        self._near: dict[str, dict[str, _Edge]] = defaultdict(dict)
        for edge in self._edges:
            if edge.predicate == EXACT and edge.subject != edge.object and not self._is_denied(edge):
                self._near[edge.subject].setdefault(edge.object, edge)
                self._near[edge.object].setdefault(edge.subject, edge)
        self.clusters = _clusters(self._near)
        self._members: dict[str, list[str]] = defaultdict(list)
        for concept, cluster in self.clusters.items():
            self._members[cluster].append(concept)
        self._doubtful = {name: found for name, members in self._members.items() if (found := self._twice(members))}

    def _is_denied(self, edge: _Edge) -> bool:
        return (edge.subject, edge.object) in self._denied

    def _twice(self, members: list[str]) -> dict[str, list[str]]:
        """The vocabularies that have several of some concepts, with those; withdrawn ones do not count."""
        of: dict[str, list[str]] = defaultdict(list)
        for concept in sorted(members):
            known = self._status(concept)
            if known.vocabulary and not known.deprecated:
                of[known.vocabulary].append(concept)
        return {vocabulary: concepts for vocabulary, concepts in of.items() if len(concepts) > 1}

    def trusted(self) -> dict[str, str]:
        """By concept, the cluster of those that mean the same, named by its first; doubtful clusters left out."""
        return {concept: cluster for concept, cluster in self.clusters.items() if cluster not in self._doubtful}

    def wider(self) -> Iterator[tuple[str, str]]:
        """Concepts, and those of which sets say that they are broader matches."""
        for edge in self._edges:
            if edge.predicate in (BROAD, NARROW) and not self._is_denied(edge):
                ends = (edge.subject, edge.object)
                yield ends if edge.predicate == BROAD else ends[::-1]

    def doubtful(self) -> Iterator[tuple[str, str]]:
        """Concepts, and those that are stated to be the same, in clusters that are not trusted."""
        for concept, others in self._near.items():
            if self.clusters[concept] in self._doubtful:
                yield from ((concept, other) for other in others)

    def path(self, begin: str, end: str) -> tuple[str, ...]:
        """The identifiers of the fewest exact matches that lead from one concept to another.

        It is empty when none do, and where so many concepts are said to be the same that looking would take long.
        """
        if len(self._members.get(self.clusters.get(begin, ""), ())) > LARGEST_SEARCHED:
            return ()
        return tuple(edge.identifier for edge in self._steps(begin).get(end, ()))

    def _steps(self, begin: str) -> dict[str, list[_Edge]]:
        """By concept of the same cluster, the exact matches that lead to it."""
        reached: dict[str, list[_Edge]] = {begin: []}
        queue = deque([begin])
        while queue:
            concept = queue.popleft()
            for other, edge in sorted(self._near.get(concept, {}).items()):
                if other not in reached:
                    reached[other] = [*reached[concept], edge]
                    queue.append(other)
        return reached

    def derived(self) -> Iterator[Mapping]:
        """The exact matches that follow from others and that no set states, each with the mappings it follows from."""
        for cluster, members in self._members.items():
            if len(members) < 3 or len(members) > LARGEST or cluster in self._doubtful:
                continue
            for begin in sorted(members):
                for end, steps in sorted(self._steps(begin).items()):
                    if begin < end and len(steps) > 1 and (begin, end) not in self._denied:
                        yield _chained(begin, end, steps)

    def conflicts(self) -> Iterator[Conflict]:
        """Everything that cannot be right, kind by kind."""
        yield from self._exact_and_other()
        yield from self._two_of_one()
        yield from self._cycles()
        yield from self._denials()
        yield from self._lost()

    def _exact_and_other(self) -> Iterator[Conflict]:
        """Broader, narrower and related matches of what is exactly the same (SKOS Reference, S46)."""
        for edge in self._edges:
            if edge.predicate in (BROAD, NARROW, RELATED) and not self._is_denied(edge):
                same = self.clusters.get(edge.subject)
                if edge.subject == edge.object or (same is not None and same == self.clusters.get(edge.object)):
                    steps = self.path(edge.subject, edge.object)
                    kind = edge.predicate.rpartition("#")[2]
                    yield Conflict("link.alignment.exact", (edge.subject, edge.object), (edge.identifier, *steps), kind)

    def _two_of_one(self) -> Iterator[Conflict]:
        for found in self._doubtful.values():
            for vocabulary, concepts in found.items():
                first, second = concepts[:2]
                yield Conflict("link.alignment.two", tuple(concepts), self.path(first, second), vocabulary)

    def _cycles(self) -> Iterator[Conflict]:
        """Broader matches that lead back to where they began."""
        above: dict[str, dict[str, str]] = defaultdict(dict)
        for edge in self._edges:
            if edge.predicate in (BROAD, NARROW) and not self._is_denied(edge):
                low, high = (self.clusters.get(end, end) for end in (edge.subject, edge.object))
                if edge.predicate == NARROW:
                    low, high = high, low
                if low != high:
                    above[low].setdefault(high, edge.identifier)
        for cycle in _cycles(above):
            steps = zip(cycle, (*cycle[1:], cycle[0]), strict=True)
            yield Conflict("link.alignment.cycle", tuple(cycle), tuple(above[low][high] for low, high in steps))

    def _denials(self) -> Iterator[Conflict]:
        """What one set states and another says is no match."""
        for edge in self._edges:
            if self._is_denied(edge):
                mappings = (edge.identifier, self._denied[edge.subject, edge.object])
                yield Conflict("link.alignment.denied", (edge.subject, edge.object), mappings)

    def _lost(self) -> Iterator[Conflict]:
        """Mappings to and from what is withdrawn, or is not in the vocabulary that it should be in."""
        for edge in self._edges:
            for concept in (edge.subject, edge.object):
                known = self._status(concept)
                if known.deprecated or known.missing:
                    code = "link.alignment.deprecated" if known.deprecated else "link.alignment.missing"
                    yield Conflict(code, (edge.subject, edge.object), (edge.identifier,), concept)


def _clusters(near: Dictionary[str, Iterable[str]]) -> dict[str, str]:
    """By concept, the first of those that are exactly the same as it."""
    parent = {concept: concept for concept in near}

    def root(concept: str) -> str:
        while parent[concept] != concept:
            parent[concept] = parent[parent[concept]]
            concept = parent[concept]
        return concept

    for concept, others in near.items():
        for other in others:
            low, high = sorted((root(concept), root(other)))
            parent[high] = low
    return {concept: root(concept) for concept in near}


def _chained(begin: str, end: str, steps: list[_Edge]) -> Mapping:
    confidence = 1.0
    for step in steps:
        confidence *= step.confidence
    slots = (("see_also", tuple(step.identifier for step in steps)),)
    mapping = Mapping(begin, EXACT, end, justification=CHAINED, confidence=round(confidence, 3), mapping_set=DERIVED)
    return mapping._replace(slots=slots).identified()


def _cycles(above: dict[str, dict[str, str]]) -> Iterator[list[str]]:
    """Cycles of a graph, no two with a node in common, until none is left."""
    ahead = {node: set(targets) for node, targets in above.items()}
    behind: dict[str, set[str]] = defaultdict(set)
    for node, targets in ahead.items():
        for target in targets:
            behind[target].add(node)

    def remove(nodes: Iterable[str]) -> None:
        """Take nodes away, and every one from which no way leads on any more."""
        ends = list(nodes)
        while ends:
            node = ends.pop()
            ahead.pop(node, None)
            for other in behind.pop(node, ()):
                if other in ahead:
                    ahead[other].discard(node)
                    if not ahead[other]:
                        ends.append(other)

    remove([target for target in behind if target not in ahead])
    for start in sorted(ahead):
        while start in ahead:
            way = dict[str, None]()
            node = start
            while node not in way:
                way[node] = None
                node = min(ahead[node])
            nodes = list(way)
            cycle = nodes[nodes.index(node) :]
            yield _from_least(cycle)
            remove(cycle)


def _from_least(cycle: list[str]) -> list[str]:
    least = cycle.index(min(cycle))
    return cycle[least:] + cycle[:least]
