"""Search of labels as people type, with the terms of the Skosmos REST API v1 (``label_pattern``).

The labels of the index stand in the order of the answers, so a search goes through the places where labels may fit
(``label_place``) and reads no more of them than it gives.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import orjson

from .index import VocabularyIndex
from .label import matches
from .label_pattern import Pattern, read
from .label_place import Places, within
from .label_stream import Choice
from .schema import LabelKind, Sort

FIRST_BATCH, LARGEST_BATCH = 32, 4096
"""Labels that are read at once: few at the beginning, as often there is no need for more."""


class LabelHit(NamedTuple):
    """A label that a search found.

    Attributes:
        number: of its resource in the index.
        concept: IRI of its resource.
        vocabulary: id of the resource's vocabulary.
        text: the label.
        language: of the label; empty when it has none.
        kind: what kind of label it is.
        labels: the resource's preferred labels by language.
        notation: the resource's code; empty when it has none.
        types: IRIs of the resource's classes.
        plain: the label without case, accents and punctuation.
        folded: the label without case.
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
    plain: str = ""
    folded: str = ""


class Terms(NamedTuple):
    """What is looked for.

    Attributes:
        query: the term; empty or all ``*`` finds nothing, but for what is ``among`` some resources.
        language: only labels in it or a variety of it, when given, and notations.
        vocabularies: only these ids, when any are given.
        accents: whether accents and punctuation count.
        deprecated: ids of the vocabularies of which deprecated concepts are found too.
        among: only labels of these resources, by number, when given.
        unique: one label for each resource: its best.
        shown: language in which results are shown; a label in another one is a little less good.
        sorts: labels of concepts, their notations, labels of anything else.
    """

    query: str
    language: str = ""
    vocabularies: tuple[str, ...] = ()
    accents: bool = True
    deprecated: tuple[str, ...] = ()
    among: Collection[int] | None = None
    unique: bool = False
    shown: str = ""
    sorts: tuple[Sort, ...] = (Sort.CONCEPT, Sort.NOTATION)


_Thing = TypeVar("_Thing")

_COLUMNS = (
    "l.position, l.resource, r.iri, l.vocabulary, l.text, l.language, l.kind, r.labels, r.notation, r.types,"
    " l.folded, l.plain, l.stream, l.deprecated"
)


class _Fit(NamedTuple):
    """What decides whether a label is found."""

    pattern: Pattern
    choice: Choice
    streams: frozenset[int]
    deprecated: frozenset[int]
    among: Collection[int] | None


class LabelSearch:
    """Searches an index.

    Args:
        index: of the vocabularies.
    """

    def __init__(self, index: VocabularyIndex) -> None:
        self._index = index

    def find(self, terms: Terms, *, limit: int | None = None, offset: int = 0) -> list[LabelHit]:
        """Labels that match, ordered by label, then language.

        When accents do not count, labels that begin alike are ordered without them. The empty term finds the preferred
        labels of what is searched ``among``.

        Args:
            terms: what is looked for.
            limit: at most so many.
            offset: leave out so many first.
        """
        end = None if limit is None else offset + max(limit, 0)
        return list(islice(self.hits(terms), offset, end))

    def hits(self, terms: Terms) -> Iterator[LabelHit]:
        """The same, one by one."""
        pattern = read(terms.query, accents=terms.accents)
        if not pattern.empty:
            yield from self._fitting(pattern, terms)
        elif terms.among is not None and set(terms.query) <= set(" *"):
            everything = self._fitting(Pattern(("", ""), accents=True), terms)
            yield from (hit for hit in everything if hit.kind is LabelKind.PREFERRED)

    def beginning(self, text: str, terms: Terms) -> Iterator[LabelHit]:
        """Labels that begin so, stars included, whatever the query of the terms is."""
        return self._fitting(Pattern((text.casefold(), ""), accents=True), terms)

    def _fitting(self, pattern: Pattern, terms: Terms) -> Iterator[LabelHit]:
        fit = self._fit(terms, pattern)
        if not fit.streams:
            return
        places = Places(self._index.connection, fit.choice, pattern)
        few = terms.among is not None and len(terms.among) <= FEW_RESOURCES
        positions = places.of_resources(terms.among or ()) if few else places.everywhere()
        rows = self._rows(positions, fit)
        if terms.unique:
            rows = self._best(rows, terms, fit)
        seen = set[tuple[str, int, str, str]]()
        for row in rows:
            mark = row[2], row[3], row[4], row[5]
            if mark not in seen:
                seen.add(mark)
                yield self._hit(row)

    def at(self, positions: Sequence[int], terms: Terms) -> list[LabelHit]:
        """The labels at some places, in the order of these, whether they match the term or not."""
        fit = self._fit(terms, Pattern(("", ""), accents=True))
        return [self._hit(row) for row in self._rows(iter(positions), fit)] if fit.streams else []

    def marks(self, terms: Terms) -> str:
        """What follows an expression of FTS5 to find labels in the terms' language and vocabularies alone."""
        choice = self._fit(terms, Pattern(("", ""), accents=True)).choice
        return within(choice) if choice.streams else ""

    def _fit(self, terms: Terms, pattern: Pattern) -> _Fit:
        numbers = self._index.numbers
        chosen = frozenset(numbers(terms.vocabularies)) if terms.vocabularies else None
        choice = self._index.streams.choose(language=terms.language, vocabularies=chosen, sorts=terms.sorts)
        return _Fit(pattern, choice, frozenset(choice.streams), frozenset(numbers(terms.deprecated)), terms.among)

    def _rows(self, positions: Iterator[int], fit: _Fit) -> Iterator[Sequence[Any]]:
        """The labels at these positions that fit, in their order."""
        pattern, column = fit.pattern, fit.pattern.column
        test, values = (f"AND l.{column} GLOB ?", (pattern.glob,)) if pattern.glob else ("", ())
        at = 10 if pattern.accents else 11
        for batch in _batches(positions):
            rows = self._index.connection.execute(
                f"SELECT {_COLUMNS} FROM json_each(?) AS asked CROSS JOIN label l ON l.position = asked.value {test}"
                " CROSS JOIN resource r ON r.number = l.resource ORDER BY asked.key",
                (orjson.dumps(batch).decode(), *values),
            )
            for row in rows:
                shown = row[12] in fit.streams and (not row[13] or row[3] in fit.deprecated)
                if shown and pattern.fits(row[at]) and (fit.among is None or row[1] in fit.among):
                    yield row

    def _best(self, rows: Iterator[Sequence[Any]], terms: Terms, fit: _Fit) -> Iterator[Sequence[Any]]:
        """Those of the labels that are the best of their resources."""
        for batch in _batches(rows):
            best = self._best_positions({row[1] for row in batch}, terms, fit)
            yield from (row for row in batch if best[row[1]] == row[0])

    def _best_positions(self, resources: Collection[int], terms: Terms, fit: _Fit) -> dict[int, int]:
        """The position of the best label that fits of each resource: by kind, language shown, language, text."""
        rows = self._index.connection.execute(
            f"SELECT l.resource, l.position, l.kind, l.language, l.text, l.stream, l.{fit.pattern.column}"
            " FROM json_each(?) AS asked CROSS JOIN label l ON l.resource = asked.value",
            (orjson.dumps(sorted(resources)).decode(),),
        )
        best = dict[int, tuple[int, str, str, int]]()
        shown = terms.shown or terms.language
        for resource, position, kind, language, text, stream, kept in rows:
            if stream in fit.streams and fit.pattern.fits(kept):
                away = bool(shown) and not matches(language, shown)
                merit = kind + away, language, text, position
                best[resource] = min(best.get(resource, merit), merit)
        return {resource: merit[-1] for resource, merit in best.items()}

    def _hit(self, row: Sequence[Any]) -> LabelHit:
        return LabelHit(
            row[1],
            row[2],
            self._index.id_of(row[3]),
            row[4],
            row[5],
            LabelKind(row[6]),
            orjson.loads(row[7]),
            row[8],
            orjson.loads(row[9]),
            row[11],
            row[10],
        )


FEW_RESOURCES = 5000
"""Resources up to which all of their labels are looked at, rather than all labels that may fit."""


def _batches(things: Iterator[_Thing]) -> Iterator[list[_Thing]]:
    size = FIRST_BATCH
    while batch := list(islice(things, size)):
        yield batch
        size = min(size * 4, LARGEST_BATCH)
