"""Linking: the concepts that words of a record mean, with what curators have settled about them going first."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from mappings.link import (
    ADDRESS,
    AMBIGUOUS,
    CONFIDENCE,
    DECISION,
    FUZZY,
    LABEL,
    LONGEST,
    NONE,
    NOTATION,
    OTHER_LABEL,
    PATH,
    SAME,
    VARIANT,
    Link,
)
from mappings.scope import Scope
from vocab.address import comparable
from vocab.candidate import Asked, Method
from vocab.concept import Concept
from vocab.label import normalise
from vocab.matching import PATH_SEPARATOR
from vocab.namespace import DCAT, prefixed
from vocab.term import Term

Facets: TypeAlias = tuple[str, ...]


class Meaning(NamedTuple):
    """What words of a record mean.

    Attributes:
        concepts: one, none, or several when the words are ambiguous.
        text: the word by which they were found; the first one when none was.
        method: how they were found, or why none was.
        confidence: from 0 to 1.
    """

    concepts: tuple[Concept, ...]
    text: str
    method: str
    confidence: float = 0.0

    @property
    def settled(self) -> bool:
        """Whether a curator has settled it, were it that no concept is meant."""
        return self.method == DECISION


def addressed(concept: Concept, text: str) -> Meaning:
    """What a word means that comes with the address of a concept."""
    return Meaning((concept,), text, ADDRESS, CONFIDENCE[ADDRESS])


def meaning(texts: Sequence[str], scope: Scope, *, thesaurus: str = "", facets: Facets = ()) -> Meaning:
    """What words mean that say the same in several languages.

    Args:
        texts: the words.
        scope: of the record.
        thesaurus: title of the thesaurus that the record names; empty when it names none.
        facets: only vocabularies of these facets, when any are given.
    """
    matcher, decisions = scope.context.matcher, scope.context.decisions
    place = {"hub": scope.origin.hub, "vocabulary": matcher.vocabulary(thesaurus) or ""}
    several: dict[Term, Concept] = {}
    first = text = texts[0] if texts else ""
    for text in texts:
        settled = decisions.meaning(text, **place)
        if settled == "":
            return Meaning((), text, DECISION, 1.0)
        if settled is not None:
            if (concept := matcher.concept(f"<{settled}>")) is not None:
                return Meaning((concept,), text, DECISION, CONFIDENCE[DECISION])
            scope.report("link.decision", excerpt=text, detail=settled)
        rejected = decisions.rejected(text, **place)
        found = {
            concept.iri: concept
            for concept in matcher.match(text, thesaurus, facets)
            if comparable(concept.iri[1:-1]) not in rejected
        }
        # what two languages have in common is what is meant
        both = {term: concept for term, concept in several.items() if term in found}
        several = both or several or found
        if len(several) == 1:
            break
    if not several and thesaurus:
        return _alike(texts, scope, thesaurus, facets, place)
    if len(several) != 1:
        return Meaning(tuple(several.values()), first, AMBIGUOUS if several else NONE)
    (concept,) = several.values()
    method = _method(text, concept)
    return Meaning((concept,), text, method, CONFIDENCE[method])


def _alike(texts: Sequence[str], scope: Scope, thesaurus: str, facets: Facets, place: Mapping[str, str]) -> Meaning:
    """What words mean of which the spelling is another one than the thesaurus has that the record names."""
    matcher, decisions = scope.context.matcher, scope.context.decisions
    for text in texts:
        answer = matcher.index.lookup.answer(Asked(text, thesaurus=thesaurus))
        if not answer.automatic:
            continue
        best = answer.candidates[0]
        fitting = not facets or matcher.facets.get(best.vocabulary) in facets
        concept = matcher.concept(f"<{best.iri}>")
        if fitting and concept and comparable(best.iri) not in decisions.rejected(text, **place):
            return Meaning((concept,), text, _METHODS.get(best.method, OTHER_LABEL), best.score)
    return Meaning((), texts[0] if texts else "", NONE)


_METHODS = {
    Method.PATH: PATH,
    Method.NOTATION: NOTATION,
    Method.LABEL: LABEL,
    Method.VARIANT: VARIANT,
    Method.FUZZY: FUZZY,
    Method.EXACT_MATCH: SAME,
}
"""What links call the methods of a look-up; the others are labels besides the preferred ones."""


def _method(text: str, concept: Concept) -> str:
    """How a concept was found that a word alone means."""
    name = normalise(text)
    if name in map(normalise, concept.labels.values()):
        return LABEL
    if concept.notation and name == normalise(concept.notation):
        return NOTATION
    return PATH if PATH_SEPARATOR in text else OTHER_LABEL


def record(
    found: Meaning, scope: Scope, *, thesaurus: str = "", kind: str = "", prop: Term = DCAT.theme, concept: Term = ""
) -> None:
    """Note what a word was taken to mean, or that no concept was found.

    Args:
        found: what it means.
        scope: of the record.
        thesaurus: title of the thesaurus that the record names.
        kind: what the word is said to be.
        prop: by which the resource is linked to the concept.
        concept: one that no vocabulary has, by the record's own address of it.
    """
    known = found.concepts[0] if len(found.concepts) == 1 else None
    if known is None and found.settled:
        return
    linked = known.iri if known is not None else concept
    method, confidence = (ADDRESS, 1.0) if known is None and concept else (found.method, found.confidence)
    scope.links.append(
        Link(
            " ".join(found.text.split())[:LONGEST],
            " ".join(thesaurus.split())[:LONGEST],
            kind,
            linked,
            known.vocabulary if known is not None else "",
            prefixed(prop) if linked else "",
            method,
            confidence,
        )
    )
