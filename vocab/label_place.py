"""Places of labels: where in the order of answers labels may stand that fit a pattern.

The position of a label is its place in the order of folded texts and languages. What may fit is told in that order,
and one by one, so that nobody looks further than he needs to.
"""

import heapq
import sqlite3
from collections.abc import Collection, Iterator, Sequence

import orjson

from .label_pattern import Pattern
from .label_stream import Choice
from .schema import stream_mark

MOST = "\U0010ffff"
"""The last character: behind a beginning, it stands after all that begins so."""

SHORT = 2000
"""Places in a row that are gone through, whosever labels stand there."""

DENSE = 0.15
"""The least share of all labels at which those of the chosen streams are met often enough in passing."""

MARKED = 100
"""Streams up to which the index of trigrams is asked for their labels alone."""

SCANNED = 20_000
"""Labels that are looked at for a pattern without three letters in a row; further ones are found by their trigrams."""

ALTERNATIVES = 500
"""Trigrams with a letter or two in common that are looked for at once."""


class Places:
    """Where the labels of some streams stand.

    Args:
        connection: to the index.
        choice: the streams.
    """

    def __init__(self, connection: sqlite3.Connection, choice: Choice) -> None:
        self._connection = connection
        self._choice = choice

    def of_resources(self, resources: Collection[int], *, plainly: bool) -> Iterator[int]:
        """The labels of some resources, in their order or in that of labels without accents."""
        order = "l.plain, l.position" if plainly else "l.position"
        return self._positions(
            f"SELECT l.position FROM json_each(?) AS asked JOIN label l ON l.resource = asked.value ORDER BY {order}",
            (orjson.dumps(sorted(resources)).decode(),),
        )

    def of_pattern(self, pattern: Pattern) -> Iterator[int]:
        """The labels that may fit a pattern, in the order that suits it (``Pattern.plainly``)."""
        if pattern.whole:
            column = pattern.column
            return self._positions(
                f"SELECT position FROM label WHERE {column} = ? ORDER BY position", (pattern.beginning,)
            )
        if pattern.plainly:
            return self._opening_plainly(pattern.beginning)
        first, last = self._range(pattern.beginning if pattern.accents else "")
        return self.between(first, last) if pattern.opening else self._containing(pattern, first, last)

    def between(self, first: int, last: int) -> Iterator[int]:
        """The labels from one place to another, both included."""
        if last - first < SHORT or self._choice.share >= DENSE:
            yield from range(first, last + 1)
            return
        streams = [
            self._positions(
                "SELECT position FROM label WHERE stream = ? AND position BETWEEN ? AND ? ORDER BY position",
                (stream, first, last),
            )
            for stream in self._choice.streams
        ]
        yield from heapq.merge(*streams)

    def _range(self, beginning: str) -> tuple[int, int]:
        """The first and the last place of labels that begin so; the last before the first when none does."""
        if not beginning:
            return 1, self._choice.total
        first, last = self._connection.execute(
            "SELECT (SELECT position FROM label WHERE folded >= ? ORDER BY folded, position LIMIT 1),"
            " (SELECT position FROM label WHERE folded < ? ORDER BY folded DESC, position DESC LIMIT 1)",
            (beginning, beginning + MOST),
        ).fetchone()
        return (first, last) if first is not None and last is not None else (1, 0)

    def _opening_plainly(self, beginning: str) -> Iterator[int]:
        query = "SELECT position, stream FROM label WHERE plain >= ? AND plain < ? ORDER BY plain, position"
        chosen = frozenset(self._choice.streams)
        rows = self._connection.execute(query, (beginning, beginning + MOST))
        return (position for position, stream in rows if stream in chosen)

    def _containing(self, pattern: Pattern, first: int, last: int) -> Iterator[int]:
        """The labels between two places that have the letters of a pattern."""
        needs = pattern.needs()
        trigrams = pattern.trigrams()
        if last - first < SHORT or not needs:
            yield from self.between(first, last)
        elif trigrams:
            yield from self._having(" AND ".join(map(_quoted, trigrams)), first, last)
        else:
            yield from self._having_few(needs[0], first, last)

    def _having_few(self, letters: str, first: int, last: int) -> Iterator[int]:
        """The labels between two places with one or two letters: by looking first, then by all trigrams with them."""
        looked = first - 1
        for count, position in enumerate(self.between(first, last)):
            if count >= SCANNED:
                break
            looked = position
            yield position
        else:
            return
        rows = self._connection.execute(
            "SELECT term FROM gram WHERE term >= ? AND term < ? LIMIT ?", (letters, letters + MOST, ALTERNATIVES + 1)
        )
        terms = [term for (term,) in rows]
        if len(terms) > ALTERNATIVES:
            yield from self.between(looked + 1, last)
        elif terms:
            yield from self._having(f"({' OR '.join(map(_quoted, terms))})", looked + 1, last)

    def _having(self, expression: str, first: int, last: int) -> Iterator[int]:
        streams = self._choice.streams
        if self._choice.share < DENSE and len(streams) <= MARKED:
            marks = " OR ".join(_quoted(stream_mark(stream)) for stream in streams)
            expression = f"{expression} AND ({marks})"
        return self._positions(
            "SELECT rowid FROM trigram WHERE trigram MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid",
            (expression, first, last),
        )

    def _positions(self, query: str, values: Sequence[object]) -> Iterator[int]:
        return (position for (position,) in self._connection.execute(query, values))


def _quoted(trigram: str) -> str:
    return '"' + trigram.replace('"', '""') + '"'
