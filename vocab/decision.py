"""Decisions: what curators have settled about mappings, and about the meaning of words in records.

They are one SSSOM file, ``decisions.tsv``, of which a row is one decision:

- two concepts: the mapping holds; with ``predicate_modifier`` Not, it does not, whoever states it;
- a text (``subject_label`` alone, ``subject_type`` rdfs literal) and a concept: the text means the concept; with Not,
  it is never taken to mean it;
- a text and ``sssom:NoTermFound``: the text means no concept.

What is decided about a text is true everywhere, or where ``subject_source`` says: at one hub (``hub:ID``), or in what
is cited under one vocabulary (``vocabulary:ID``). What is decided for one place goes before what is decided everywhere.
"""

from collections.abc import Iterable
from collections.abc import Mapping as Dictionary
from pathlib import Path
from typing import NamedTuple

from .address import comparable
from .errors import VocabularyError
from .label import normalise
from .mapping import EXACT, NO_TERM, Mapping
from .sssom import read, write

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
        """What a text is settled not to mean: IRIs as ``address.comparable`` writes them."""
        return frozenset(comparable(r.object) for r in self._about(text, hub, vocabulary) if r.negated)

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
    """The decisions of a file, as it is now.

    Raises:
        VocabularyError: it cannot be read, a row is malformed, or two contradict each other.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return Decisions(read(path.name, lines, check=_check)[1])
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(f"{path}: {error}") from error


def decide(new: Iterable[Mapping], prefixes: Dictionary[str, str], path: Path = DECISIONS) -> None:
    """Add decisions to a file, which is written anew in the canonical form of SSSOM; what contradicts them goes.

    Args:
        new: the decisions.
        prefixes: what the CURIEs of the file may begin with.
        path: the file.

    Raises:
        VocabularyError: it cannot be read or written, or a decision cannot be obeyed; the file is as it was.
    """
    new = list(new)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            mapping_set, mappings = read(path.name, lines, check=_check)
            kept = [one for one in mappings if not any(_settles(other, one) for other in new)]
        added = [one._replace(mapping_set=mapping_set.identifier).identified() for one in new]
        building = path.with_name(f".{path.name}")
        building.write_text(write(mapping_set, [*kept, *added], prefixes), "utf-8")
        load_decisions(building)
        building.replace(path)
    except OSError as error:
        raise VocabularyError(f"{path}: {error}") from error


def _settles(new: Mapping, old: Mapping) -> bool:
    """Whether a decision takes the place of an earlier one."""
    if new.subject or old.subject:
        return (new.subject, new.object) == (old.subject, old.object)
    alike = normalise(new.subject_label) == normalise(old.subject_label)
    here = new.value("subject_source") == old.value("subject_source")
    return alike and here and (new.object == old.object or not (new.negated or old.negated))


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
