"""Reach: the concepts under which something is found that is linked to one concept.

They are the concept itself, what means exactly the same in other vocabularies, and everything above these: the broader
concepts of their vocabularies, and the broader matches in others. What is linked to a narrower concept, or to a match
of it, is therefore found under each of the wider ones, without a look at the narrower ones when somebody searches.
"""

from collections import deque
from functools import lru_cache

from .index import VocabularyIndex
from .mapping_index import MappingIndex
from .schema import Relation

MOST = 1000
"""Concepts that one concept reaches at most; vocabularies that are joined in a wrong place could reach everything."""

REMEMBERED = 20_000


class Reach:
    """The reach of the concepts of an index.

    Args:
        index: of the vocabularies and their mappings.
    """

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index
        self._mappings = MappingIndex(index)
        self.of = lru_cache(maxsize=REMEMBERED)(self._of)

    def _of(self, iri: str) -> tuple[str, ...]:
        """The IRIs of everything that a concept reaches, itself first, then the nearest."""
        reached = dict.fromkeys((iri, *self._mappings.doubtful(iri)))
        queue = deque(reached)
        while queue and len(reached) < MOST:
            concept = queue.popleft()
            for other in self._next(concept):
                if other not in reached:
                    reached[other] = None
                    queue.append(other)
        return tuple(reached)

    def _next(self, iri: str) -> list[str]:
        above = [
            parent.iri
            for concept in self._index.cited_concepts(iri)
            for parent in self._index.objects(concept.number, Relation.BROADER)
        ]
        return [*self._mappings.same(iri), *above, *self._mappings.wider(iri)]
