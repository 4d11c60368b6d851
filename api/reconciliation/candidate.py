"""Candidates: the concepts that a text may mean, with how likely each is."""

from collections.abc import Sequence
from typing import NamedTuple

from vocab.candidate import Asked, Method
from vocab.index import Resource, VocabularyIndex
from vocab.lookup import LONGEST

__all__ = ["LONGEST", "Candidate", "candidates"]

INEXACT = frozenset({Method.VARIANT, Method.FUZZY})
"""Methods by which a name is only like the text."""


class Candidate(NamedTuple):
    """A concept that a text may mean.

    Attributes:
        resource: the concept.
        score: 0 to 1.
        evidence: the label, code or address by which it was found.
        exact: whether that agrees with the text, not counting case, accents and punctuation.
        sure: whether it agrees, or is so like the text that the lookup takes it by itself.
    """

    resource: Resource
    score: float
    evidence: str
    exact: bool
    sure: bool = True


def candidates(
    index: VocabularyIndex, text: str, vocabularies: Sequence[str], limit: int, language: str = ""
) -> list[Candidate]:
    """The concepts that a text may mean, best first, each IRI once.

    Args:
        index: of the vocabularies.
        text: a name, code, path or address.
        vocabularies: ids of those that may answer; every one when none are given.
        limit: at most so many.
        language: of the text; empty when unknown.
    """
    answer = index.lookup.answer(Asked(text, language), vocabularies, limit)
    found = []
    for place, one in enumerate(answer.candidates):
        resource = index.concept(one.iri, one.vocabulary)
        if resource is not None:
            exact = one.method not in INEXACT
            taken = exact or (place == 0 and answer.automatic)
            found.append(Candidate(resource, one.score, one.evidence, exact, taken))
    return found
