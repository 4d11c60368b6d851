"""Links: which concept a word of a record was taken to mean, how it was found, and what no concept was found for."""

from typing import NamedTuple

from vocab.term import Term

LONGEST = 200
"""Characters of a word that are kept."""

ADDRESS, DECISION, NOTATION, PATH = "address", "decision", "notation", "path"
LABEL, OTHER_LABEL = "label", "other label"
"""How a concept was found: by its IRI, by a curator's decision, by its code, by the way down to it, by a name of it."""

VARIANT, FUZZY, SAME = "variant", "fuzzy", "same"
"""And where the record names the thesaurus: by another spelling, a name much alike, what means the same elsewhere."""

AMBIGUOUS, NONE = "ambiguous", "none"
"""Why none was found: several are meant, or none is."""

CONFIDENCE = {ADDRESS: 1.0, DECISION: 1.0, PATH: 0.99, NOTATION: 0.97, LABEL: 0.97, OTHER_LABEL: 0.9}
"""How sure a link is, by its method; what it lacks is for words that mean one thing here and another there."""


class Link(NamedTuple):
    """One word of a record, and what it was taken to mean.

    Attributes:
        text: the word, in its first language; an address when there is no word.
        thesaurus: title of the thesaurus that the record names; may be empty.
        kind: what the word is said to be, such as ``platform``; may be empty.
        concept: IRI of the concept; empty when none was found.
        vocabulary: id of the concept's vocabulary; empty when no vocabulary has it.
        property: by which the resource is linked to it, as a prefixed name; empty when none was found.
        method: how it was found, or why none was.
        confidence: from 0 to 1.
    """

    text: str
    thesaurus: str
    kind: str
    concept: Term
    vocabulary: str
    property: str
    method: str
    confidence: float
