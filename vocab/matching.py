"""Matching: from what a record says to the concept it means.

At this stage a keyword matches by IRI, by exact label (``label.normalise``), by notation, or by path
(``EARTH SCIENCE > ATMOSPHERE > CLOUDS``), in the thesaurus that the record names before any other. What several
concepts share is linked to none of them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from .concept import Concept
from .label import normalise
from .namespace import SKOS
from .registry import Vocabulary
from .term import Term

PATH_SEPARATOR = ">"

OBSERVING = frozenset({"platform", "instrument", "mission"})
"""Facets whose keywords are written as a path of classes down to the thing, or as ``SHORT > Long name``."""

REMEMBERED = 8192
"""How many labels are remembered with what they mean; records of one hub have most of theirs in common."""

LONGEST_REMEMBERED = 400
"""The longest label, with its thesaurus, that is remembered: what foreign text takes up has a bound."""

_ROOTS = frozenset({"earth science", "earth science services"})
"""Names of the categories at the top of GCMD's paths, which records may leave out or state."""

_GCMD = re.compile(
    r"(?:gcmdservices\.gsfc\.nasa\.gov|gcmd\.(?:gsfc|earthdata)\.nasa\.gov|cmr\.earthdata\.nasa\.gov)/"
    r"\S*?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b.*"
)
"""Addresses, old and new, under which GCMD's concepts are cited."""


class Matcher:
    """An index of concepts by IRI and by label.

    Args:
        vocabularies: in order of preference.
        concepts: every concept by IRI.
    """

    def __init__(self, vocabularies: Sequence[Vocabulary], concepts: Mapping[Term, Concept]) -> None:
        self.concepts = concepts
        self.facets = {vocabulary.id: vocabulary.facet for vocabulary in vocabularies}
        self._order = {vocabulary.id: rank for rank, vocabulary in enumerate(vocabularies)}
        self._by_alias = {
            normalise(alias): vocabulary.id
            for vocabulary in vocabularies
            for alias in (vocabulary.id, vocabulary.scheme, *vocabulary.title.values(), *vocabulary.aliases)
        }
        self._iris = {_comparable(term): term for term in concepts}
        self._same = self._aliases()
        self._by_label: dict[str, dict[str, list[Term]]] = {}
        for concept in concepts.values():
            for name in _names(concept):
                self._by_label.setdefault(name, {}).setdefault(concept.vocabulary, []).append(concept.iri)
        self._remember()

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name not in ("_remembered", "_cited")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._remember()

    def _remember(self) -> None:
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._meant)
        self._cited = lru_cache(maxsize=1024)(self._vocabulary)

    def concept(self, term: Term) -> Concept | None:
        """The concept of an IRI, or the only one whose publisher says that it is exactly the same.

        It counts neither whether the IRI is written with http or https, nor a slash at its end, nor by which of its
        addresses GCMD is cited.
        """
        key = _comparable(term)
        found = self._iris.get(key) or self._same.get(key)
        return self.concepts[found] if found else None

    def vocabulary(self, thesaurus: str) -> str | None:
        """The id of the vocabulary that a record cites under this title or address."""
        if not thesaurus:
            return None
        return (self._cited if len(thesaurus) <= LONGEST_REMEMBERED else self._vocabulary)(thesaurus)

    def _vocabulary(self, thesaurus: str) -> str | None:
        return self._by_alias.get(normalise(thesaurus))

    def match(self, label: str, thesaurus: str = "", facets: Iterable[str] = ()) -> tuple[Concept, ...]:
        """The concepts that a label means: one, none, or several when it is ambiguous.

        Args:
            label: what the record says.
            thesaurus: title of the thesaurus that the record names; when it is known, only it is asked.
            facets: only vocabularies of these facets, when any are given.
        """
        find = self._remembered if len(label) + len(thesaurus) <= LONGEST_REMEMBERED else self._meant
        return find(label, thesaurus, tuple(facets))

    def _meant(self, label: str, thesaurus: str, facets: tuple[str, ...]) -> tuple[Concept, ...]:
        parts = [part for part in map(normalise, label.split(PATH_SEPARATOR)) if part]
        if not parts:
            return ()
        holders = {vocabulary for end in (parts[0], parts[-1]) for vocabulary in self._by_label.get(end, ())}
        named = self.vocabulary(thesaurus)
        if named:
            holders &= {named}
        several: tuple[Concept, ...] = ()
        for vocabulary in sorted(holders, key=self._order.__getitem__):
            if facets and self.facets[vocabulary] not in facets:
                continue
            found = self._find(vocabulary, parts)
            if len(found) == 1:
                return found
            several = several or found
        return several

    def _find(self, vocabulary: str, parts: Sequence[str]) -> tuple[Concept, ...]:
        """The concepts of one vocabulary that the parts of a path mean."""
        if len(parts) > 1 and self.facets[vocabulary] in OBSERVING:
            ends = () if parts[0] in _ROOTS else (parts[-1], parts[0])
            return next((tuple(found) for end in ends if (found := self._labelled(vocabulary, end))), ())
        found = self._labelled(vocabulary, parts[-1])
        if len(parts) > 1:
            found = [concept for concept in found if self._has_path(concept, parts[:-1])]
        if len(found) > 1:
            found = [concept for concept in found if self._is_path(concept, parts)] or found
        if len(found) > 1:
            found = [concept for concept in found if not concept.deprecated] or found
        return tuple(found)

    def _labelled(self, vocabulary: str, name: str) -> list[Concept]:
        return [self.concepts[term] for term in self._by_label.get(name, {}).get(vocabulary, ())]

    def ancestors(self, concept: Concept) -> tuple[Concept, ...]:
        """Every concept above one, nearest first."""
        above: dict[Term, Concept] = {}
        level = list(concept.broader)
        while level:
            term = level.pop(0)
            parent = self.concepts.get(term)
            if parent is not None and term not in above and term != concept.iri:
                above[term] = parent
                level.extend(parent.broader)
        return tuple(above.values())

    def _has_path(self, concept: Concept, path: Sequence[str]) -> bool:
        """Whether every part is the name of a concept above."""
        names = {name for ancestor in self.ancestors(concept) for name in _names(ancestor)}
        return all(part in names or part in _ROOTS for part in path)

    def _is_path(self, concept: Concept, parts: Sequence[str]) -> bool:
        """Whether the parts are the names of the concepts above, step by step, and of the concept itself."""
        if parts[-1] not in _names(concept):
            return False
        above = [self.concepts[term] for term in concept.broader if term in self.concepts]
        if len(parts) > 1 and above:
            return any(self._is_path(parent, parts[:-1]) for parent in above)
        # the category at the top may be left out, or stand in the path though the vocabulary begins below it
        return _ROOTS.issuperset(parts[:-1]) and all(_ROOTS & _names(parent) for parent in above)

    def _aliases(self) -> dict[str, Term]:
        """Foreign IRIs that exactly one concept is said to be the same as."""
        claims: dict[str, set[Term]] = {}
        for concept in self.concepts.values():
            for prop, other in concept.matches:
                if prop == SKOS.exactMatch:
                    claims.setdefault(_comparable(other), set()).add(concept.iri)
        return {key: next(iter(terms)) for key, terms in claims.items() if len(terms) == 1 and key not in self._iris}


def _names(concept: Concept) -> set[str]:
    labels = [
        *concept.labels.values(),
        *(text for text, _ in concept.alternatives),
        *(text for text, _ in concept.hidden),
    ]
    if concept.notation:
        labels.append(concept.notation)
    return {name for label in labels if (name := normalise(label))}


def _comparable(term: Term) -> str:
    key = term[1:-1].removeprefix("https://").removeprefix("http://").rstrip("/")
    return _GCMD.sub(r"gcmd.earthdata.nasa.gov/kms/concept/\1", key) if "nasa.gov/" in key else key


def load_matcher() -> Matcher:
    """A matcher over the vocabularies that come with the service.

    Raises:
        VocabularyError: one of them cannot be loaded.
    """
    from .loader import load_concepts
    from .registry import load_registry

    vocabularies = load_registry()
    return Matcher(vocabularies, load_concepts(vocabularies))
