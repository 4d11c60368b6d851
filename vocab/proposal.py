"""Proposals: mappings between concepts of different vocabularies that have a name or a code in common.

They are put before a curator, who accepts or rejects them (``decision``); until then they are used for nothing. Each is
scored by the best that the two have in common, and told with the names by which it was found.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, groupby
from typing import NamedTuple

from .mapping import CLOSE, EXACT, LEXICAL, SEMAPV, Mapping
from .namespace import SKOS

PROPOSED = "https://w3id.org/terrafair/mappings/proposed"
"""The set of the mappings that are proposed."""

TOOL = "TerraFAIR"

PREFERRED, ALTERNATIVE, NOTATION, HIDDEN = 1, 3, 5, 7
"""Kinds of names, as the index numbers them."""

_FIELDS = {
    PREFERRED: SKOS.prefLabel[1:-1],
    ALTERNATIVE: SKOS.altLabel[1:-1],
    NOTATION: SKOS.notation[1:-1],
    HIDDEN: SKOS.hiddenLabel[1:-1],
}
_PREPARED = tuple(
    f"{SEMAPV}{name}"
    for name in ("CaseNormalization", "BlankNormalization", "DiacriticsSuppression", "PunctuationSuppression")
)
"""What is done to names before they are compared (``label.normalise``)."""

SCORES = {
    (PREFERRED, PREFERRED): 0.9,
    (PREFERRED, ALTERNATIVE): 0.7,
    (PREFERRED, HIDDEN): 0.6,
    (ALTERNATIVE, ALTERNATIVE): 0.5,
    (NOTATION, NOTATION): 0.5,
}
"""What a name in common is worth, by its two kinds; pairs of kinds that are not here are worth nothing."""

OTHER_LANGUAGE = 0.8
"""What a score is worth when the two names are of different languages."""

FURTHER = 0.25
"""How much of what a score lacks each further name in common makes up for."""

AMBIGUITY = 0.3
"""What a score is worth when one of the two has as good a match in the other's vocabulary."""

LEAST, SURE = 0.25, 0.85
"""The least score that is proposed, and the least that is proposed as an exact match."""

SHORTEST, MOST = 3, 20
"""Characters of the shortest name that is compared; concepts of a name that so many have tell nothing."""


class Name(NamedTuple):
    """A name of a concept.

    Attributes:
        plain: without case, accents and punctuation.
        language: of the name; empty for none.
        kind: PREFERRED, ALTERNATIVE, NOTATION or HIDDEN.
        concept: IRI.
        vocabulary: id of the concept's vocabulary.
        facet: what the concepts of the vocabulary are; only like is compared with like.
    """

    plain: str
    language: str
    kind: int
    concept: str
    vocabulary: str
    facet: str


class _Evidence(NamedTuple):
    score: float
    name: str
    kinds: tuple[int, int]


def proposals(
    names: Iterable[Name],
    known: Callable[[str, str], bool],
    label: Callable[[str], str],
    scheme: Callable[[str], str],
) -> Iterator[Mapping]:
    """The mappings that names in common suggest, by vocabulary, the surest first.

    Args:
        names: of all concepts that are not withdrawn, in the order of their plain form.
        known: whether a mapping of two concepts is known or decided about already.
        label: what a concept is called.
        scheme: IRI of a vocabulary's concept scheme, by its id.
    """
    vocabularies = dict[str, str]()
    found: dict[tuple[str, str], list[_Evidence]] = defaultdict(list)
    for plain, group in groupby(names, key=lambda name: name.plain):
        if len(plain) >= SHORTEST:
            for pair, evidence in _shared(list(group), vocabularies):
                found[pair].append(evidence)
    scored = {pair: _score(evidence) for pair, evidence in found.items() if not known(*pair)}
    rivals = Counter[tuple[str, str, float]]()
    for (one, other), score in scored.items():
        rivals[one, vocabularies[other], score] += 1
        rivals[other, vocabularies[one], score] += 1
    for (one, other), score in sorted(scored.items(), key=lambda item: (-item[1], item[0])):
        alone = rivals[one, vocabularies[other], score] == 1 == rivals[other, vocabularies[one], score]
        confidence = round(score if alone else score * AMBIGUITY, 3)
        if confidence >= LEAST:
            sources = (scheme(vocabularies[one]), scheme(vocabularies[other]))
            yield _proposal(one, other, confidence, found[one, other], (label(one), label(other)), sources)


def _shared(group: list[Name], vocabularies: dict[str, str]) -> Iterator[tuple[tuple[str, str], _Evidence]]:
    """The pairs of concepts of different vocabularies that have a name in common, and what it is worth."""
    best: dict[str, list[Name]] = defaultdict(list)
    for name in group:
        best[name.concept].append(name)
    if not 1 < len(best) <= MOST:
        return
    for one, other in combinations(sorted(best), 2):
        first, second = best[one][0], best[other][0]
        if first.vocabulary == second.vocabulary or first.facet != second.facet:
            continue
        evidence = max((_worth(a, b) for a in best[one] for b in best[other]), key=lambda found: found.score)
        if evidence.score:
            vocabularies[one], vocabularies[other] = first.vocabulary, second.vocabulary
            yield (one, other), evidence


def _worth(one: Name, other: Name) -> _Evidence:
    kinds = (one.kind, other.kind)
    score = SCORES.get(kinds) or SCORES.get((other.kind, one.kind), 0.0)
    if one.language and other.language and one.language.partition("-")[0] != other.language.partition("-")[0]:
        score *= OTHER_LANGUAGE
    return _Evidence(score, one.plain, kinds)


def _score(evidence: list[_Evidence]) -> float:
    best, *others = sorted((found.score for found in evidence), reverse=True)
    for score in others:
        best += (1 - best) * FURTHER * score
    return round(best, 3)


def _proposal(
    one: str,
    other: str,
    confidence: float,
    evidence: list[_Evidence],
    labels: tuple[str, str],
    sources: tuple[str, str],
) -> Mapping:
    ordered = sorted(evidence, key=lambda found: (-found.score, found.name))
    fields = [tuple(dict.fromkeys(_FIELDS[found.kinds[side]] for found in ordered)) for side in (0, 1)]
    slots = (
        *(("subject_source", (sources[0],)), ("object_source", (sources[1],)), ("mapping_tool", (TOOL,))),
        *(("subject_match_field", fields[0]), ("object_match_field", fields[1])),
        ("match_string", tuple(found.name for found in ordered)),
        *(("subject_preprocessing", _PREPARED), ("object_preprocessing", _PREPARED)),
    )
    predicate = EXACT if confidence >= SURE else CLOSE
    return Mapping(
        one, predicate, other, *labels, justification=LEXICAL, confidence=confidence, mapping_set=PROPOSED, slots=slots
    ).identified()
