"""Mappings between concepts, and the sets that they come in (SSSOM 1.1, the data model).

A mapping says that a subject is an exact, close, broader, narrower or related match of an object. IRIs are plain
strings here, without the brackets of N-Triples, as in the index and in JSON. What a mapping or a set may say beyond its
attributes stands in ``slots``, under the names that SSSOM gives it.
"""

import hashlib
from collections.abc import Mapping as Dictionary
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from .namespace import SKOS

EXACT, CLOSE, BROAD, NARROW, RELATED = (
    term[1:-1] for term in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
)
"""The mapping properties of SKOS."""

MATCHES = (EXACT, CLOSE, BROAD, NARROW, RELATED)

INVERSE = {EXACT: EXACT, CLOSE: CLOSE, BROAD: NARROW, NARROW: BROAD, RELATED: RELATED}
"""What a mapping says when it is read from object to subject."""

SEMAPV = "https://w3id.org/semapv/vocab/"
CURATED, LEXICAL, CHAINED, UNSPECIFIED, REVIEWED = (
    f"{SEMAPV}{name}"
    for name in ("ManualMappingCuration", "LexicalMatching", "MappingChaining", "UnspecifiedMatching", "MappingReview")
)
"""Justifications of the Semantic Mapping Vocabulary."""

NO_TERM = "https://w3id.org/sssom/NoTermFound"
"""Stands for the concept that a vocabulary does not have."""

NO_LICENCE = "https://w3id.org/sssom/license/unspecified"
"""The licence of a set that states none."""

LITERAL = "rdfs literal"
"""The type of a subject or object that is a text, not a concept."""

RECORD = "https://w3id.org/terrafair/mapping/"
"""How the identifiers begin of mappings that bring none."""

BUILT_IN: Dictionary[str, str] = {
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": SEMAPV,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
}
"""The prefixes that a set need not declare."""

Slots: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Names and values."""


class Kind(StrEnum):
    """What a slot holds."""

    REFERENCE = "reference"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


class Slot(NamedTuple):
    """A slot of a mapping or a set.

    Attributes:
        kind: what it holds.
        many: whether it may have several values.
        shared: whether a set may state it once for all of its mappings.
    """

    kind: Kind = Kind.TEXT
    many: bool = False
    shared: bool = False


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REFERENCES = _names(
    "record_id subject_id predicate_id object_id mapping_justification author_id reviewer_id creator_id"
    " subject_source object_source mapping_source mapping_tool_id curation_rule subject_match_field"
    " object_match_field subject_preprocessing object_preprocessing issue_tracker_item"
)
_DATES = _names("mapping_date publication_date review_date")
_NUMBERS = _names("confidence reviewer_agreement similarity_score mapping_set_confidence")
_MANY = _names(
    "author_id author_label reviewer_id reviewer_label creator_id creator_label cardinality_scope curation_rule"
    " curation_rule_text subject_match_field object_match_field match_string subject_preprocessing"
    " object_preprocessing see_also mapping_set_source"
)
_SHARED = _names(
    "subject_type subject_source subject_source_version object_type object_source object_source_version"
    " predicate_type mapping_provider cardinality_scope mapping_tool mapping_tool_id mapping_tool_version"
    " mapping_date subject_match_field object_match_field subject_preprocessing object_preprocessing"
    " similarity_measure curation_rule curation_rule_text"
)


def _slots(names: str) -> dict[str, Slot]:
    kinds = ((_REFERENCES, Kind.REFERENCE), (_DATES, Kind.DATE), (_NUMBERS, Kind.NUMBER))
    return {
        name: Slot(next((kind for held, kind in kinds if name in held), Kind.TEXT), name in _MANY, name in _SHARED)
        for name in names.split()
    }


SLOTS: Dictionary[str, Slot] = _slots(
    "record_id subject_id subject_label subject_category predicate_id predicate_label predicate_modifier object_id"
    " object_label object_category mapping_justification author_id author_label reviewer_id reviewer_label creator_id"
    " creator_label license subject_type subject_source subject_source_version object_type object_source"
    " object_source_version predicate_type mapping_provider mapping_source mapping_cardinality cardinality_scope"
    " mapping_tool mapping_tool_id mapping_tool_version mapping_date publication_date review_date confidence"
    " reviewer_agreement curation_rule curation_rule_text subject_match_field object_match_field match_string"
    " subject_preprocessing object_preprocessing similarity_score similarity_measure see_also issue_tracker_item"
    " other comment"
)
"""Every slot of a mapping, in the order of the specification."""

SET_SLOTS: Dictionary[str, Slot] = _slots(
    "sssom_version mapping_set_id mapping_set_version mapping_set_source mapping_set_title mapping_set_description"
    " mapping_set_confidence creator_id creator_label license subject_type subject_source subject_source_version"
    " object_type object_source object_source_version predicate_type mapping_provider cardinality_scope mapping_tool"
    " mapping_tool_id mapping_tool_version mapping_date publication_date subject_match_field object_match_field"
    " subject_preprocessing object_preprocessing similarity_measure curation_rule curation_rule_text see_also"
    " issue_tracker other comment"
)
"""Every slot of a set but its prefixes and its mappings, in the order of the specification."""


class MappingSet(NamedTuple):
    """What a set of mappings says of itself.

    Attributes:
        identifier: IRI.
        title: may be empty.
        licence: IRI.
        version: may be empty.
        prefixes: what the prefixes of its CURIEs stand for.
        slots: what else it says.
    """

    identifier: str
    title: str = ""
    licence: str = NO_LICENCE
    version: str = ""
    prefixes: Dictionary[str, str] = BUILT_IN
    slots: Slots = ()


class Mapping(NamedTuple):
    """One mapping; a subject or object that is a text has a label and no IRI.

    Attributes:
        subject: IRI, or empty.
        predicate: IRI.
        object: IRI, or empty.
        subject_label: may be empty.
        object_label: may be empty.
        negated: whether it says that this is no such match.
        justification: IRI of how it was found.
        confidence: from 0 to 1; None when it is not stated.
        mapping_set: IRI of its set.
        identifier: IRI; the same on every run.
        slots: what else it says: authors, tool, sources, fields that agree.
    """

    subject: str
    predicate: str
    object: str
    subject_label: str = ""
    object_label: str = ""
    negated: bool = False
    justification: str = UNSPECIFIED
    confidence: float | None = None
    mapping_set: str = ""
    identifier: str = ""
    slots: Slots = ()

    def values(self, slot: str) -> tuple[str, ...]:
        """What one of its further slots holds."""
        return next((values for name, values in self.slots if name == slot), ())

    def value(self, slot: str) -> str:
        """The first value of one of its further slots; empty when it has none."""
        return next(iter(self.values(slot)), "")

    def identified(self) -> "Mapping":
        """The same with an identifier, made of its set, of what it says and of why, where it brings none."""
        if self.identifier:
            return self
        said = (
            *(self.mapping_set, self.subject or self.subject_label, self.predicate, "Not" if self.negated else ""),
            *(self.object or self.object_label, self.justification),
            *(self.value(name) for name in ("subject_source", "subject_category")),
        )
        digest = hashlib.blake2b("\n".join(said).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
        return self._replace(identifier=RECORD + digest)
