"""Search of labels as people type, with the terms of the Skosmos REST API v1.

Without ``*`` a term is a whole label, ``abc*`` how one begins, ``*abc`` how one ends, ``*abc*`` what one contains; case
does not count. The labels of the index stand in the order of the answers, so that a search reads no more of them than
it gives.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import orjson

from .index import VocabularyIndex
from .label import fold, normalise
from .schema import LabelKind

FEW = 2000
"""Labels with the letters of a term in common, up to which they are all looked at."""

LONGEST = 500
"""Characters of a term that count."""


class LabelHit(NamedTuple):
    """A label that a search found.

    Attributes:
        number: of its concept in the index.
        concept: IRI of its concept.
        vocabulary: id of the concept's vocabulary.
        text: the label.
        language: of the label; empty when it has none.
        kind: what kind of label it is.
        labels: the concept's preferred labels by language.
        notation: the concept's code; empty when it has none.
        types: IRIs of the concept's classes.
    """

    number: int
    concept: str
    vocabulary: str
    text: str
    language: str
    kind: LabelKind
    labels: Mapping[str, str]
    notation: str
    types: Sequence[str]


class Terms(NamedTuple):
    """What is looked for.

    Attributes:
        query: the term; empty or all ``*`` finds nothing.
        language: only labels in it, when given, and notations.
        vocabularies: only these ids, when any are given.
        accents: whether accents and punctuation count.
        deprecated: ids of the vocabularies of which deprecated concepts are found too.
        among: whether a concept, by its number, may be found at all.
        unique: one label for each concept, its best.
    """

    query: str
    language: str = ""
    vocabularies: tuple[str, ...] = ()
    accents: bool = True
    deprecated: tuple[str, ...] = ()
    among: Callable[[int], bool] | None = None
    unique: bool = False


_HIT = "l.resource, r.iri, l.vocabulary, l.text, l.language, l.kind, r.labels, r.notation, r.types"


class LabelSearch:
    """Searches an index.

    Args:
        index: of the vocabularies.
    """

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index

    def find(self, terms: Terms, *, limit: int | None = None, offset: int = 0) -> list[LabelHit]:
        """Labels that match, ordered by label, then language.

        Args:
            terms: what is looked for.
            limit: at most so many.
            offset: leave out so many first.
        """
        found = list[LabelHit]()
        if limit is not None and limit <= 0:
            return found
        skipped = 0
        for hit in self._unique(terms) if terms.unique else self._once(terms):
            if skipped < offset:
                skipped += 1
                continue
            found.append(hit)
            if limit is not None and len(found) >= limit:
                break
        return found

    def _once(self, terms: Terms) -> Iterator[LabelHit]:
        seen = set[tuple[str, str, str, str]]()
        for hit in self._hits(terms):
            mark = hit.concept, hit.vocabulary, hit.text, hit.language
            if mark not in seen:
                seen.add(mark)
                yield hit

    def _unique(self, terms: Terms) -> Iterator[LabelHit]:
        """One hit for each concept: its best, where that stands."""
        for hit in self._once(terms):
            better = self._best(hit, terms)
            if better == (hit.kind, hit.text, hit.language):
                yield hit

    def _best(self, hit: LabelHit, terms: Terms) -> tuple[int, str, str]:
        """Kind, text and language of the best label of a concept that matches."""
        matches = _predicate(terms)
        rows = self._index.connection.execute(
            "SELECT kind, text, language, folded, plain FROM label WHERE resource = ? ORDER BY kind, position",
            (hit.number,),
        )
        for kind, text, language, folded, plain in rows:
            shown = not terms.language or language == terms.language or kind == LabelKind.NOTATION
            if shown and matches(folded if terms.accents else plain):
                return kind, text, language
        return hit.kind, hit.text, hit.language

    def _hits(self, terms: Terms) -> Iterator[LabelHit]:
        clauses, values = self._clauses(terms)
        if not clauses:
            return
        rows = self._index.connection.execute(
            f"SELECT {_HIT} FROM label l CROSS JOIN resource r ON r.number = l.resource"
            f" WHERE {' AND '.join(clauses)} ORDER BY l.position",
            values,
        )
        among, id_of = terms.among, self._index.id_of
        for number, iri, vocabulary, text, language, kind, labels, notation, types in rows:
            if among is None or among(number):
                given = orjson.loads(labels), notation, orjson.loads(types)
                yield LabelHit(number, iri, id_of(vocabulary), text, language, LabelKind(kind), *given)

    def _clauses(self, terms: Terms) -> tuple[list[str], list[object]]:
        """Conditions on a label ``l``, and their values; none when nothing can be found."""
        pattern = _pattern(terms)
        if not pattern.strip("*"):
            return [], []
        narrowed = self._narrowed(pattern, accents=terms.accents)
        if narrowed is None:
            return [], []
        clauses, values = narrowed
        clauses.append("l.concept")
        deprecated = self._index.numbers(terms.deprecated)
        clauses.append(f"(NOT l.deprecated OR l.vocabulary IN ({', '.join(map(str, deprecated))}))")
        if terms.language:
            clauses.append(f"(l.language = ? OR l.kind = {LabelKind.NOTATION:d})")
            values.append(terms.language)
        if terms.vocabularies:
            numbers = self._index.numbers(terms.vocabularies)
            if not numbers:
                return [], []
            clauses.append(f"+l.vocabulary IN ({', '.join(map(str, numbers))})")
        return clauses, values

    def _narrowed(self, pattern: str, *, accents: bool) -> tuple[list[str], list[object]] | None:
        """The labels that a pattern fits: as a range of positions, as a list, or to be looked for one by one."""
        column = "folded" if accents else "plain"
        inner = pattern.strip("*")
        if "*" not in inner and not pattern.startswith("*"):
            if not pattern.endswith("*"):
                return [f"l.{column} = ?"], [pattern]
            if accents:
                return self._range(inner)
            return ["l.plain >= ?", "l.plain < ?"], [inner, inner + "\U0010ffff"]
        test = _glob(pattern)
        trigrams = _trigrams(pattern)
        if not trigrams:
            return [f"l.{column} GLOB ?"], [test]
        query = " AND ".join('"' + trigram.replace('"', '""') + '"' for trigram in trigrams)
        rows = self._index.connection.execute(
            "SELECT rowid FROM trigram WHERE trigram MATCH ? LIMIT ?", (query, FEW + 1)
        ).fetchall()
        if not rows:
            return None
        if len(rows) > FEW:
            # so many that the first of them are soon met
            return [f"l.{column} GLOB ?"], [test]
        positions = orjson.dumps([position for (position,) in rows]).decode()
        return ["l.position IN (SELECT value FROM json_each(?))", f"l.{column} GLOB ?"], [positions, test]

    def _range(self, beginning: str) -> tuple[list[str], list[object]] | None:
        first, last = self._index.connection.execute(
            "SELECT (SELECT position FROM label WHERE folded >= ? ORDER BY folded, position LIMIT 1),"
            " (SELECT position FROM label WHERE folded < ? ORDER BY folded DESC, position DESC LIMIT 1)",
            (beginning, beginning + "\U0010ffff"),
        ).fetchone()
        if first is None or last is None or first > last:
            return None
        return ["l.position BETWEEN ? AND ?"], [first, last]


def _pattern(terms: Terms) -> str:
    """A term as labels are kept, with ``*`` where anything may stand."""
    query = unicodedata.normalize("NFC", terms.query[:LONGEST]).strip()
    if terms.accents:
        return re.sub(r"\*+", "*", fold(query))
    parts = [normalise(part) for part in query.split("*")]
    return re.sub(r"\*+", "*", "*".join(parts))


def _predicate(terms: Terms) -> Callable[[str], bool]:
    pattern = re.compile(".*".join(map(re.escape, _pattern(terms).split("*"))), re.DOTALL)
    return lambda text: pattern.fullmatch(text) is not None


def _glob(pattern: str) -> str:
    return "".join(f"[{character}]" if character in "?[" else character for character in pattern)


def _trigrams(pattern: str) -> list[str]:
    """Every three letters in a row of what a term requires, as labels are kept without accents."""
    words = [normalise(part) for part in pattern.split("*")]
    found = {word[at : at + 3] for word in words for at in range(len(word) - 2)}
    return sorted(found)[:24]
