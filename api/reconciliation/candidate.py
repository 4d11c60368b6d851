"""Candidates: the concepts that a text may mean, with how likely each is."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz

from vocab.index import Resource, VocabularyIndex
from vocab.label import normalise
from vocab.label_search import LabelSearch, Terms
from vocab.schema import LabelKind

LONGEST = 500
"""Characters of a text that are looked at."""

LEAST = 0.6
"""Likeness below which a label is no candidate."""

EXACT = {LabelKind.PREFERRED: 1.0, LabelKind.NOTATION: 0.99, LabelKind.ALTERNATIVE: 0.98, LabelKind.HIDDEN: 0.97}
"""The score of a label that agrees with the text, by its kind."""

ALIKE = 0.9
"""The score of a label that is as good as the same; another one's is multiplied by its likeness."""

_FEW = 300


class Candidate(NamedTuple):
    """A concept that a text may mean.

    Attributes:
        resource: the concept.
        score: 0 to 1.
        evidence: the label, code or address by which it was found.
        exact: whether that agrees with the text, not counting case, accents and punctuation.
    """

    resource: Resource
    score: float
    evidence: str
    exact: bool


def candidates(
    index: VocabularyIndex, text: str, vocabularies: Sequence[str], limit: int, language: str = ""
) -> list[Candidate]:
    """The concepts that a text may mean, best first, each IRI once.

    Args:
        index: of the vocabularies.
        text: a name, code or address.
        vocabularies: ids of those that may answer; every one when none are given.
        limit: at most so many.
        language: of the text; empty when unknown.
    """
    said = " ".join(text[:LONGEST].split())
    if not said:
        return []
    found = list(_addressed(index, said)) or [*_named(index, said, language), *_alike(index, said, vocabularies)]
    best = dict[str, Candidate]()
    for one in sorted(found, key=lambda one: (-one.score, one.resource.number)):
        if not vocabularies or one.resource.vocabulary in vocabularies:
            best.setdefault(one.resource.iri, one)
    return list(best.values())[:limit]


def _addressed(index: VocabularyIndex, text: str) -> Iterator[Candidate]:
    if text.startswith(("http://", "https://", "urn:")):
        for resource in index.cited_concepts(text):
            yield Candidate(resource, 1.0, resource.iri, exact=True)


def _named(index: VocabularyIndex, text: str, language: str) -> Iterator[Candidate]:
    plain = normalise(text)
    for resource in index.numbered([number for number, _ in index.numbers_named(plain)]):
        for label in index.label_list(resource.number):
            if normalise(label.text) == plain:
                foreign = bool(language and label.language and label.language != language)
                score = EXACT[label.kind] - (0.04 if foreign else 0) - (0.015 if resource.deprecated else 0)
                yield Candidate(resource, score, label.text, exact=True)


def _alike(index: VocabularyIndex, text: str, vocabularies: Sequence[str]) -> Iterator[Candidate]:
    """Concepts with labels that begin like the words of the text."""
    plain = normalise(text)
    for word in sorted(plain.split(), key=len, reverse=True)[:2]:
        if len(word) < 3:
            continue
        terms = Terms(f"*{word[:5]}*", vocabularies=tuple(vocabularies), accents=False)
        for hit in LabelSearch(index).find(terms, limit=_FEW):
            likeness = fuzz.ratio(plain, normalise(hit.text)) / 100
            if likeness >= LEAST:
                yield Candidate(index.numbered([hit.number])[0], ALIKE * likeness, hit.text, exact=False)
