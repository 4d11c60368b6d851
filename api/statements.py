"""Statements: a set of triples by subject and property, for the views that pages are made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from vocab.term import Term, Triple, literal_parts, value


def parse_ntriples(document: str) -> Iterator[Triple]:
    """The triples of an N-Triples document that ``vocab.term.ntriples`` wrote: one a line, one space between terms."""
    for line in document.split("\n"):
        if line:
            subject, predicate, rest = line.split(" ", 2)
            yield subject, predicate, rest.removesuffix(" .")


class Statements:
    """Triples by subject and property, in their order.

    Args:
        triples: terms in N-Triples syntax.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._values: dict[Term, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, obj in triples:
            self._values[subject][predicate].append(obj)

    def of(self, subject: Term) -> dict[Term, list[Term]]:
        """What is said of a subject, by property."""
        return {predicate: list(values) for predicate, values in self._values.get(subject, {}).items()}

    def all(self, subject: Term, *path: Term) -> list[Term]:
        """The terms at the end of a path of properties, each once."""
        subjects = [subject]
        for predicate in path:
            subjects = [obj for s in subjects if s in self._values for obj in self._values[s].get(predicate, ())]
        return list(dict.fromkeys(subjects))

    def texts(self, subject: Term, *path: Term) -> list[str]:
        """The IRIs and lexical forms at the end of a path."""
        return [value(term) for term in self.all(subject, *path)]

    def first(self, subject: Term, *path: Term) -> str:
        """The first of them; empty when there is none."""
        return next(iter(self.texts(subject, *path)), "")

    def by_language(self, subject: Term, *path: Term) -> dict[str, str]:
        """The literals at the end of a path by primary language, ``""`` for none; the first of each stands."""
        found: dict[str, str] = {}
        for term in self.all(subject, *path):
            if term.startswith('"'):
                text, language, _ = literal_parts(term)
                found.setdefault((language or "").partition("-")[0], text)
        return found
