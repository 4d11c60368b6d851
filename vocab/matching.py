"""Matching: from what a record says to the concept it means.

At this stage a keyword matches by IRI, by exact label (``label.normalise``), by notation, or by path
(``EARTH SCIENCE > ATMOSPHERE > CLOUDS``), in the thesaurus that the record names before any other. What several
concepts share is linked to none of them.
"""

from collections.abc import Iterable, Mapping, Sequence

from .concept import Concept
from .label import normalise
from .registry import Vocabulary
from .term import Term

PATH_SEPARATOR = ">"


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
        self._by_label: dict[str, dict[str, list[Term]]] = {}
        for concept in concepts.values():
            for name in _names(concept):
                found = self._by_label.setdefault(name, {}).setdefault(concept.vocabulary, [])
                if concept.iri not in found:
                    found.append(concept.iri)

    def concept(self, term: Term) -> Concept | None:
        """The concept of an IRI, whether written with http or https, with or without a slash at its end."""
        found = self._iris.get(_comparable(term))
        return self.concepts[found] if found is not None else None

    def vocabulary(self, thesaurus: str) -> str | None:
        """The id of the vocabulary that a record cites under this title or address."""
        return self._by_alias.get(normalise(thesaurus)) if thesaurus else None

    def match(self, label: str, thesaurus: str = "", facets: Iterable[str] = ()) -> tuple[Concept, ...]:
        """The concepts that a label means: one, none, or several when it is ambiguous.

        Args:
            label: what the record says.
            thesaurus: title of the thesaurus that the record names; when it is known, only it is asked.
            facets: only vocabularies of these facets, when any are given.
        """
        wanted = set(facets)
        parts = [normalise(part) for part in label.split(PATH_SEPARATOR)]
        parts = [part for part in parts if part]
        if not parts:
            return ()
        by_vocabulary = self._by_label.get(parts[-1])
        if by_vocabulary is None and len(parts) == 1:
            by_vocabulary = self._by_label.get(normalise(label))
        if by_vocabulary is None:
            return ()
        named = self.vocabulary(thesaurus)
        for vocabulary in [named] if named else sorted(by_vocabulary, key=self._order.__getitem__):
            if wanted and self.facets.get(vocabulary) not in wanted:
                continue
            found = [self.concepts[term] for term in by_vocabulary.get(vocabulary, ())]
            if len(found) > 1 or len(parts) > 1:
                found = [concept for concept in found if self._has_path(concept, parts[:-1])]
            if found:
                return tuple(found)
        return ()

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
        names = {name for ancestor in self.ancestors(concept) for name in _names(ancestor)}
        return all(part in names or part in ("earth science", "earth science services") for part in path)


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
    return term[1:-1].removeprefix("https://").removeprefix("http://").rstrip("/")


def load_matcher() -> Matcher:
    """A matcher over the vocabularies that come with the service.

    Raises:
        VocabularyError: one of them cannot be loaded.
    """
    from .loader import load_concepts
    from .registry import load_registry

    vocabularies = load_registry()
    return Matcher(vocabularies, load_concepts(vocabularies))
