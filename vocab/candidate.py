"""Candidates: the concepts that a term may mean, how each was found, and when the best of them can be taken for it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Method(StrEnum):
    """How a concept was found, by what speaks for it."""

    URI = "uri"
    PATH = "path"
    NOTATION = "notation"
    LABEL = "label"
    ALTERNATIVE = "alternative"
    HIDDEN = "hidden"
    OTHER_LANGUAGE = "other-language"
    VARIANT = "variant"
    EXACT_MATCH = "exactMatch"
    FUZZY = "fuzzy"


METHODS: Mapping[Method, tuple[float, str]] = {
    Method.URI: (1.0, "the term is its address, with http or https, an old or a new one"),
    Method.PATH: (
        1.0,
        "a path of names down to its own, or its short and its long name; less for other than preferred names",
    ),
    Method.LABEL: (1.0, "a preferred label, whatever case, accents, punctuation and blanks"),
    Method.NOTATION: (0.99, "its code, or how its address ends"),
    Method.ALTERNATIVE: (0.98, "an alternative label"),
    Method.HIDDEN: (0.97, "a hidden label"),
    Method.OTHER_LANGUAGE: (0.96, "a preferred label in another language than the term's"),
    Method.VARIANT: (0.95, "a label but for plurals, elisions, stop words; less where the order of words differs"),
    Method.EXACT_MATCH: (0.85, "a concept of another vocabulary has the label, and is exactly the same"),
    Method.FUZZY: (0.9, "the label that is most alike; times the likeness"),
}
"""The score of a concept that a method finds, and what speaks for it."""

SCORES: Mapping[Method, float] = {method: score for method, (score, _) in METHODS.items()}

CERTAIN: Mapping[Method, float] = {Method.URI: 0.9, Method.EXACT_MATCH: 0.9}
"""From which score a method is trusted whatever the search rests on: an address, and what is exactly the same as it."""

SAME_ADDRESS = 0.97
"""The score of a concept that is said to be exactly the same as what is at an address."""


class Basis(StrEnum):
    """What the search for a term rests on besides its words."""

    NAMED = "named"
    ASKED = "asked"
    STAND_IN = "stand-in"
    OPEN = "open"
    UNKNOWN = "unknown"


BASES: Mapping[Basis, str] = {
    Basis.NAMED: "the term names a thesaurus that is held",
    Basis.ASKED: "it names none, and only some vocabularies are asked",
    Basis.STAND_IN: "it names a thesaurus that one of the service's own vocabularies stands in for",
    Basis.OPEN: "it names none, and all vocabularies are asked",
    Basis.UNKNOWN: "it names a thesaurus that is not held",
}
"""What each basis is."""


class Trust(NamedTuple):
    """When the best candidate is taken without a person looking at it.

    Attributes:
        score: it has at least this.
        path: it has at least this, and was found by a path.
        margin: the second has less by at least this.
    """

    score: float
    path: float
    margin: float


NEVER = 2.0
"""A score that nothing has."""

TRUST: Mapping[Basis, Trust] = {
    Basis.NAMED: Trust(0.86, 0.86, 0.01),
    Basis.ASKED: Trust(0.86, 0.86, 0.01),
    Basis.STAND_IN: Trust(NEVER, NEVER, 0.01),
    Basis.OPEN: Trust(NEVER, 1.0, 0.01),
    Basis.UNKNOWN: Trust(NEVER, NEVER, 0.01),
}
"""By what the search rests on; learnt on real pairs and printed by ``python -m bench.matching``."""

HINTS: Mapping[str, tuple[str, ...]] = {
    "theme": ("theme", "parameter", "topic"),
    "parameter": ("parameter", "theme"),
    "platform": ("platform", "mission"),
    "instrument": ("instrument",),
    "place": ("place",),
    "unit": ("unit",),
}
"""What a term can be said to be, and the facets of vocabularies that hold such concepts."""

BESIDE_THE_HINT = 0.9
"""What becomes of the score of a concept whose vocabulary is about something else than the hint."""

BESIDE_THE_NAMED = 0.5
"""What becomes of the score of a concept that is not in the thesaurus that the term names."""

WITHDRAWN = 0.95
"""What becomes of the score of a deprecated concept."""


class Asked(NamedTuple):
    """A term that is looked up.

    Attributes:
        text: the term, an IRI, a code, or a path (``EARTH SCIENCE > ATMOSPHERE``, ``SHORT > Long name``).
        language: BCP 47 tag of the text; empty when unknown.
        hint: a key of ``HINTS``; empty when unknown.
        thesaurus: title, id or address of the thesaurus that the term is said to be of; empty when none is named.
    """

    text: str
    language: str = ""
    hint: str = ""
    thesaurus: str = ""


class Candidate(NamedTuple):
    """A concept that a term may mean.

    Attributes:
        iri: of the concept.
        vocabulary: id of its vocabulary.
        label: its own, in the language of the term where it has one.
        language: of that label.
        score: 0 to 1.
        method: how it was found.
        evidence: the label, code or address that agrees with the term.
        evidence_language: of that label; empty when it has none.
        evidence_vocabulary: where the evidence stands; another vocabulary's id with ``exactMatch``.
        deprecated: whether its publisher has withdrawn it.
        replaced: IRI of what replaces it; empty when nothing is said to.
    """

    iri: str
    vocabulary: str
    label: str
    language: str
    score: float
    method: Method
    evidence: str
    evidence_language: str
    evidence_vocabulary: str
    deprecated: bool
    replaced: str


class Answer(NamedTuple):
    """What was found for a term.

    Attributes:
        asked: the term.
        candidates: best first.
        rival: score of the best candidate that is another thing than the first; 0 where there is none.
        basis: what the search rested on.
        complete: False when there was no time to look for names that are only like the term.
    """

    asked: Asked
    candidates: tuple[Candidate, ...]
    rival: float
    basis: Basis
    complete: bool = True

    @property
    def ambiguous(self) -> bool:
        """Whether another candidate is as good as the first."""
        return bool(self.candidates) and self.candidates[0].score <= self.rival

    @property
    def automatic(self) -> bool:
        """Whether the first candidate stands alone, and can be taken as it is."""
        return self.taken(TRUST[self.basis])

    def taken(self, trust: Trust) -> bool:
        """Whether the first candidate is taken by a rule."""
        if not self.candidates or self.ambiguous:
            return False
        best = self.candidates[0]
        least = {Method.PATH: trust.path, **CERTAIN}.get(best.method, trust.score)
        return best.score >= least and best.score - self.rival >= trust.margin
