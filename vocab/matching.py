"""Matching: from what a record says to the concept it means.

At this stage a keyword matches by IRI, by exact label (``label.normalise``), by notation, or by path
(``EARTH SCIENCE > ATMOSPHERE > CLOUDS``), in the thesaurus that the record names before any other. What several
concepts share is linked to none of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from .concept import Concept
from .index import Resource, VocabularyIndex
from .label import normalise
from .namespace import SKOS
from .schema import Kind, LabelKind
from .term import Term

PATH_SEPARATOR = ">"

OBSERVING = frozenset({"platform", "instrument", "mission"})
"""Facets whose keywords are written as a path of classes down to the thing, or as ``SHORT > Long name``."""

REMEMBERED = 8192
"""How many labels are remembered with what they mean; records of one hub have most of theirs in common."""

CONCEPTS_REMEMBERED = 20_000
"""How many concepts are remembered as they are used; a hub's records have most of theirs in common."""

LONGEST_REMEMBERED = 400
"""The longest label, with its thesaurus, that is remembered: what foreign text takes up has a bound."""

_ROOTS = frozenset({"earth science", "earth science services"})
"""Names of the categories at the top of GCMD's paths, which records may leave out or state."""


class Matcher:
    """Finds the concepts of an index by address and by label. It can be pickled, and opens the same index again.

    Args:
        index: of the vocabularies, in order of preference.
    """

    def __init__(self, index: VocabularyIndex) -> None:
        self.index = index
        self.facets = {entry.id: entry.facet for entry in index.vocabularies()}
        self._general = {entry.id for entry in index.vocabularies() if entry.general}
        self._order = {entry.id: entry.number for entry in index.vocabularies()}
        self._addressed = lru_cache(maxsize=CONCEPTS_REMEMBERED)(self._concept)
        self._numbered = lru_cache(maxsize=CONCEPTS_REMEMBERED)(self._read)
        self._known = lru_cache(maxsize=CONCEPTS_REMEMBERED)(self._named_by)
        self._named = lru_cache(maxsize=REMEMBERED)(self._holders)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._meant)
        self._cited = lru_cache(maxsize=1024)(lambda thesaurus: tuple(index.cited(thesaurus)))

    def __getstate__(self) -> VocabularyIndex:
        return self.index

    def __setstate__(self, index: VocabularyIndex) -> None:
        self.__init__(index)  # type: ignore[misc]

    def concept(self, term: Term) -> Concept | None:
        """The concept of an IRI, or the only one whose publisher says that it is exactly the same.

        It counts neither whether the IRI is written with http or https, nor a slash at its end, nor by which of its
        addresses GCMD is cited.
        """
        return (self._addressed if len(term) <= LONGEST_REMEMBERED else self._concept)(term)

    def _concept(self, term: Term) -> Concept | None:
        iri = term[1:-1]
        found = self.index.cited_concepts(iri)
        if not found:
            # foreign IRIs that exactly one concept is said to be the same as
            claims = {match.subject for match in self.index.mappings_to(iri) if match.predicate == "exactMatch"}
            same = self.index.concepts(sorted(claims))
            found = same if len(same) == 1 else []
        exact = [one for one in found if one.iri == iri] or found
        return self._made(exact[0]) if exact else None

    def _above(self, concept: Concept) -> tuple[Concept, ...]:
        """The concepts directly above one."""
        return self._known(concept.vocabulary, concept.broader)

    def _named_by(self, vocabulary: str, terms: tuple[Term, ...]) -> tuple[Concept, ...]:
        """Concepts by their IRIs: as a vocabulary has them, else as another one does."""
        found = []
        for term in terms:
            iri = term[1:-1]
            parent = self.index.concept(iri, vocabulary) or self.index.concept(iri)
            if parent is not None:
                found.append(self._made(parent))
        return tuple(found)

    def concepts(self) -> Iterator[Concept]:
        """Every concept, as the first vocabulary that has it describes it."""
        seen = set[str]()
        for entry in self.index.vocabularies():
            for resource in self.index.of_kind(entry.id, Kind.CONCEPT):
                if resource.iri not in seen:
                    seen.add(resource.iri)
                    yield self._made(resource)

    def _made(self, resource: Resource) -> Concept:
        return self._numbered(resource.number)

    def _read(self, number: int) -> Concept:
        index = self.index
        (resource,) = index.numbered([number])
        labels = index.label_list(number)
        broader = [value for prop, value in index.statements(number) if prop == SKOS.broader]
        return Concept(
            f"<{resource.iri}>",
            resource.vocabulary,
            resource.labels,
            tuple((one.text, one.language) for one in labels if one.kind is LabelKind.ALTERNATIVE),
            tuple((one.text, one.language) for one in labels if one.kind is LabelKind.HIDDEN),
            resource.notation,
            tuple(sorted(broader)),
            tuple((getattr(SKOS, match.predicate), f"<{match.object}>") for match in index.mappings_from(resource.iri)),
            resource.deprecated,
            tuple(f"<{type_}>" for type_ in resource.types if f"<{type_}>" != SKOS.Concept),
        )

    def vocabulary(self, thesaurus: str) -> str | None:
        """The id of the first vocabulary that a record cites under this title or address."""
        return next(iter(self._vocabularies(thesaurus)), None)

    def _vocabularies(self, thesaurus: str) -> tuple[str, ...]:
        """The ids of all: what comes with the service, and what has been loaded of the same publisher."""
        if not thesaurus:
            return ()
        return self._cited(thesaurus) if len(thesaurus) <= LONGEST_REMEMBERED else tuple(self.index.cited(thesaurus))

    def match(self, label: str, thesaurus: str = "", facets: Iterable[str] = ()) -> tuple[Concept, ...]:
        """The concepts that a label means: one, none, or several when it is ambiguous.

        Args:
            label: what the record says.
            thesaurus: title of the thesaurus that the record names; when it is known, only what it names is asked;
                else only what comes with the service, as the lists of others give common words meanings of their own.
            facets: only vocabularies of these facets, when any are given.
        """
        find = self._remembered if len(label) + len(thesaurus) <= LONGEST_REMEMBERED else self._meant
        return find(label, thesaurus, tuple(facets))

    def _meant(self, label: str, thesaurus: str, facets: tuple[str, ...]) -> tuple[Concept, ...]:
        parts = [part for part in map(normalise, label.split(PATH_SEPARATOR)) if part]
        if not parts:
            return ()
        holders = {*self._named(parts[0]), *self._named(parts[-1])}
        if named := self._vocabularies(thesaurus):
            holders &= {*named}
        else:
            holders &= self._general
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
        return [self._numbered(number) for number in self._named(name).get(vocabulary, ())]

    def _holders(self, name: str) -> dict[str, tuple[int, ...]]:
        """The concepts that have a name, as ``label.normalise`` makes it: their numbers, by vocabulary."""
        found: dict[str, tuple[int, ...]] = {}
        for number, vocabulary in self.index.numbers_named(name):
            found[vocabulary] = (*found.get(vocabulary, ()), number)
        return found

    def ancestors(self, concept: Concept) -> tuple[Concept, ...]:
        """Every concept above one, nearest first."""
        above: dict[Term, Concept] = {}
        level = list(self._above(concept))
        while level:
            parent = level.pop(0)
            if parent.iri not in above and parent.iri != concept.iri:
                above[parent.iri] = parent
                level.extend(self._above(parent))
        return tuple(above.values())

    def _has_path(self, concept: Concept, path: Sequence[str]) -> bool:
        """Whether every part is the name of a concept above."""
        names = {name for ancestor in self.ancestors(concept) for name in _names(ancestor)}
        return all(part in names or part in _ROOTS for part in path)

    def _is_path(self, concept: Concept, parts: Sequence[str]) -> bool:
        """Whether the parts are the names of the concepts above, step by step, and of the concept itself."""
        if parts[-1] not in _names(concept):
            return False
        above = self._above(concept)
        if len(parts) > 1 and above:
            return any(self._is_path(parent, parts[:-1]) for parent in above)
        # the category at the top may be left out, or stand in the path though the vocabulary begins below it
        topmost = parts[-1] in _ROOTS or all(_ROOTS & _names(parent) for parent in above)
        return topmost and _ROOTS.issuperset(parts[:-1])


def _names(concept: Concept) -> set[str]:
    labels = [
        *concept.labels.values(),
        *(text for text, _ in concept.alternatives),
        *(text for text, _ in concept.hidden),
    ]
    if concept.notation:
        labels.append(concept.notation)
    return {name for label in labels if (name := normalise(label))}


def load_matcher() -> Matcher:
    """A matcher over the vocabularies that come with the service.

    Raises:
        VocabularyError: one of them cannot be loaded.
    """
    from .library import own_library

    return Matcher(own_library().index())
