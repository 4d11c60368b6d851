"""Decisions: what curators have settled about mappings, and about the meaning of words in records.

They are one SSSOM file, ``decisions.tsv``, of which a row is one decision:

- two concepts: the mapping holds; with ``predicate_modifier`` Not, it does not, whoever states it;
- a text (``subject_label`` alone, ``subject_type`` rdfs literal) and a concept: the text means the concept; with Not, it
  is never taken to mean it;
- a text and ``sssom:NoTermFound``: the text means no concept.

What is decided about a text is true everywhere, or where ``subject_source`` says: at one hub (``hub:ID``), or in what is
cited under one vocabulary (``vocabulary:ID``). What is decided for one place goes before what is decided everywhere.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .errors import VocabularyError
from .label import normalise
from .mapping import EXACT, NO_TERM, Mapping
from .sssom import read

DECISIONS = Path(__file__).with_name("decisions.tsv")
"""Those that come with the service."""

HUB = "https://w3id.org/terrafair/hub/"
VOCABULARY = "https://w3id.org/terrafair/vocabulary/"
"""What the identifiers of hubs and vocabularies begin with."""


class _Ruling(NamedTuple):
    source: str
    object: str
    negated: bool


class Decisions:
    """What curators have settled.

    Args:
        mappings: of their file.

    Raises:
        VocabularyError: two decisions contradict each other.
    """

    def __init__(self, mappings: Iterable[Mapping] = ()) -> None:
        self._texts: dict[str, tuple[_Ruling, ...]] = {}
        concepts = list[Mapping]()
        for mapping in mappings:
            if mapping.subject:
                concepts.append(mapping)
            else:
                self._rule(mapping)
        self.mappings = tuple(concepts)

    def _rule(self, mapping: Mapping) -> None:
        key = normalise(mapping.subject_label)
        ruling = _Ruling(mapping.value("subject_source"), mapping.object, mapping.negated)
        known = self._texts.get(key, ())
        for other in known:
            if other.source == ruling.source and _contradict(other, ruling):
                raise VocabularyError(f"decisions about {mapping.subject_label!r} contradict each other")
        self._texts[key] = (*known, ruling)

    def __len__(self) -> int:
        """How many words and mappings are decided about."""
        return len(self._texts) + len(self.mappings)

    def meaning(self, text: str, *, hub: str = "", vocabulary: str = "") -> str | None:
        """The IRI that a text is settled to mean: empty for no concept at all, None where nothing is settled."""
        found = next((r.object for r in self._about(text, hub, vocabulary) if not r.negated), None)
        return "" if found == NO_TERM else found

    def rejected(self, text: str, *, hub: str = "", vocabulary: str = "") -> frozenset[str]:
        """The IRIs that a text is settled not to mean."""
        return frozenset(r.object for r in self._about(text, hub, vocabulary) if r.negated)

    def _about(self, text: str, hub: str, vocabulary: str) -> list[_Ruling]:
        rulings = self._texts.get(normalise(text), ()) if self._texts else ()
        if not rulings:
            return []
        places = [f"{HUB}{hub}" if hub else "", f"{VOCABULARY}{vocabulary}" if vocabulary else "", ""]
        return sorted((r for r in rulings if r.source in places), key=lambda r: places.index(r.source))


def _contradict(one: _Ruling, other: _Ruling) -> bool:
    if one.negated or other.negated:
        return one.object == other.object and one.negated != other.negated
    return one.object != other.object


def load_decisions(path: Path = DECISIONS) -> Decisions:
    """The decisions of a file.

    Raises:
        VocabularyError: it cannot be read, a row is malformed, or two contradict each other.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return Decisions(read(path.name, lines, check=_check)[1])
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error


@cache
def own_decisions() -> Decisions:
    """Those that come with the service.

    Raises:
        VocabularyError: as ``load_decisions``.
    """
    return load_decisions()


def _check(mapping: Mapping) -> None:
    if mapping.subject:
        if mapping.object in ("", NO_TERM):
            raise ValueError("object_id is empty or no concept")
        return
    source = mapping.value("subject_source")
    if source and not source.startswith((HUB, VOCABULARY)):
        raise ValueError(f"subject_source is <{source}>, neither a hub nor a vocabulary")
    if mapping.predicate != EXACT or not mapping.object:
        raise ValueError("a text is an exact match of a concept, or of sssom:NoTermFound")
    if mapping.negated and mapping.object == NO_TERM:
        raise ValueError("that a text does not mean no concept says nothing")
