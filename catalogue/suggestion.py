"""Suggestions: the concepts that words without a concept may mean, for whoever keeps a vocabulary."""

from collections.abc import Sequence

from vocab.candidate import HINTS, Asked, Candidate
from vocab.index import VocabularyIndex

from .linkage import UnmatchedWord

MOST = 5
"""Concepts that are suggested for a word."""


def suggestions(words: Sequence[UnmatchedWord], index: VocabularyIndex) -> list[tuple[Candidate, ...]]:
    """The concepts that each of some words may mean, the likeliest first."""
    asked = [
        Asked(
            word.text,
            hint=next((kind for kind in word.kinds if kind in HINTS), ""),
            thesaurus=word.thesauri[0] if len(word.thesauri) == 1 else "",
        )
        for word in words
    ]
    return [answer.candidates for answer in index.lookup.answers(asked, limit=MOST)]
