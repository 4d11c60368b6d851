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

SHORT = 500
"""Places in a row up to which all are gone through, whosever labels stand there."""

DENSE = 0.15
"""The least share of all labels at which those of the chosen streams are met often enough in passing."""

MARKED = 100
"""Streams up to which the index of trigrams is asked for their labels alone."""

SCANNED = 20_000
"""Labels that are looked at for a pattern without three letters in a row; further ones are found by their trigrams."""

ALTERNATIVES = 500
"""Trigrams with a letter or two in common that are looked for at once."""


class Places:
    """Where the labels of some streams stand that may fit a pattern.

    Args:
        connection: to the index.
        choice: the streams.
        pattern: the pattern.
    """

    def __init__(self, connection: sqlite3.Connection, choice: Choice, pattern: Pattern) -> None:
        self._connection = connection
        self._choice = choice
        self._pattern = pattern

    def of_resources(self, resources: Collection[int]) -> Iterator[int]:
        """The labels of some resources."""
        order = "l.plain, l.position" if self._pattern.plainly else "l.position"
        return self._positions(
            f"SELECT l.position FROM json_each(?) AS asked JOIN label l ON l.resource = asked.value ORDER BY {order}",
            (orjson.dumps(sorted(resources)).decode(),),
        )

    def everywhere(self) -> Iterator[int]:
        """The labels of any resource, in the order that suits the pattern (``Pattern.plainly``)."""
        pattern = self._pattern
        if pattern.whole:
            return self._positions(
                f"SELECT position FROM label WHERE {pattern.column} = ? ORDER BY position", (pattern.beginning,)
            )
        if pattern.plainly:
            return self._opening_plainly(pattern.beginning)
        first, last = self._range(pattern.beginning if pattern.accents else "")
        return self._between(first, last) if pattern.opening else self._containing(first, last)

    def _between(self, first: int, last: int) -> Iterator[int]:
        """The labels from one place to another, both included."""
        pattern = self._pattern
        test, values = (f"AND {pattern.column} GLOB ?", (pattern.glob,)) if pattern.glob else ("", ())
        if last - first < SHORT or self._choice.share >= DENSE:
            yield from self._positions(
                "SELECT position FROM label WHERE position BETWEEN ? AND ?"
                f" AND +stream IN (SELECT value FROM json_each(?)) {test} ORDER BY position",
                (first, last, orjson.dumps(self._choice.streams).decode(), *values),
            )
            return
        query = f"SELECT position FROM label WHERE stream = ? AND position BETWEEN ? AND ? {test} ORDER BY position"
        yield from heapq.merge(
            *(self._positions(query, (stream, first, last, *values)) for stream in self._choice.streams)
        )

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

    def _containing(self, first: int, last: int) -> Iterator[int]:
        """The labels between two places that have the letters of the pattern."""
        needs, trigrams = self._pattern.needs(), self._pattern.trigrams()
        if last - first < SHORT or not needs:
            yield from self._between(first, last)
        elif trigrams:
            yield from self._having(" AND ".join(map(quoted, trigrams)), first, last)
        else:
            yield from self._having_few(needs[0], first, last)

    def _having_few(self, letters: str, first: int, last: int) -> Iterator[int]:
        """The labels between two places with one or two letters: by looking first, then by all trigrams with them."""
        looked = min(last, first + int(SCANNED / max(self._choice.share, SCANNED / self._choice.total)))
        yield from self._between(first, looked)
        if looked == last:
            return
        rows = self._connection.execute(
            "SELECT trigram FROM trigram_count WHERE trigram >= ? AND trigram < ? LIMIT ?",
            (letters, letters + MOST, ALTERNATIVES + 1),
        )
        terms = [term for (term,) in rows]
        if len(terms) > ALTERNATIVES:
            yield from self._between(looked + 1, last)
        elif terms:
            yield from self._having(f"({' OR '.join(map(quoted, terms))})", looked + 1, last)

    def _having(self, expression: str, first: int, last: int) -> Iterator[int]:
        return self._positions(
            "SELECT rowid FROM trigram WHERE trigram MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid",
            (expression + within(self._choice), first, last),
        )

    def _positions(self, query: str, values: Sequence[object]) -> Iterator[int]:
        return (position for (position,) in self._connection.execute(query, values))


def within(choice: Choice) -> str:
    """What an expression of FTS5 is followed by to find labels of some streams alone; empty when these are most."""
    if choice.share >= DENSE or len(choice.streams) > MARKED:
        return ""
    return f" AND ({' OR '.join(quoted(stream_mark(stream)) for stream in choice.streams)})"


def quoted(trigram: str) -> str:
    """A trigram as an expression of FTS5."""
    return '"' + trigram.replace('"', '""') + '"'
