"""Alphabet: the labels of a vocabulary by their first letters, accents aside, as an index at the end of a book.

Digits share one heading, whatever is neither letter nor digit another.
"""

from collections.abc import Iterator
from typing import NamedTuple

from .index import VocabularyIndex
from .label import normalise
from .schema import LabelKind

DIGITS, OTHERS = "0-9", "!*"
"""The headings of what does not begin with a letter; they are Skosmos's."""

_LAST = "\U0010ffff"
_KINDS = (int(LabelKind.PREFERRED), int(LabelKind.ALTERNATIVE))


class IndexEntry(NamedTuple):
    """A label in an alphabetical index.

    Attributes:
        text: the label.
        position: of it in the index of vocabularies, for going on behind it.
        concept: number of its concept.
        alternative: whether it is not the concept's preferred label.
    """

    text: str
    position: int
    concept: int
    alternative: bool


class Alphabet:
    """The alphabetical index of a vocabulary's labels in one language.

    Args:
        index: of the vocabularies.
        vocabulary: its id.
        language: of the labels.
    """

    def __init__(self, index: VocabularyIndex, vocabulary: str, language: str) -> None:
        self._connection = index.connection
        self._vocabulary = index.numbers([vocabulary])[0]
        self._language = language
        self._beginnings = dict[str, list[str]]()
        for sign in self._signs():
            self._beginnings.setdefault(heading(sign), []).append(sign)

    def headings(self) -> list[str]:
        """The headings that labels stand under: letters, then ``DIGITS``, then ``OTHERS``."""
        return sorted(self._beginnings, key=lambda one: (one == OTHERS, one == DIGITS, one))

    def entries(self, wanted: str, *, after: int = 0, size: int = 200) -> list[IndexEntry]:
        """The labels under a heading, accents aside in their order.

        Args:
            wanted: the heading.
            after: the position of the last label that is known already.
            size: at most so many.
        """
        ranges = [self._range(sign) for sign in self._beginnings.get(wanted, ())]
        if not ranges:
            return []
        within = " OR ".join(["l.position BETWEEN ? AND ?"] * len(ranges))
        bounds = [bound for one in ranges for bound in one]
        rows = self._connection.execute(
            "SELECT l.text, l.position, l.resource, l.kind FROM label l WHERE l.vocabulary = ? AND l.language = ?"
            f" AND ({within}) AND l.concept AND l.kind IN (?, ?)"
            " AND (l.plain, l.position) > (coalesce((SELECT plain FROM label WHERE position = ?), ''), ?)"
            " ORDER BY l.plain, l.position LIMIT ?",
            (self._vocabulary, self._language, *bounds, *_KINDS, after, after, size),
        )
        return [IndexEntry(text, position, number, kind != _KINDS[0]) for text, position, number, kind in rows]

    def _signs(self) -> Iterator[str]:
        """The signs that labels begin with: from each one the next is looked up, and no label between is read."""
        start: int | None = 0
        while start is not None:
            row = self._connection.execute(
                "SELECT folded FROM label WHERE vocabulary = ? AND language = ? AND position >= ? AND concept"
                " AND kind IN (?, ?) ORDER BY position LIMIT 1",
                (self._vocabulary, self._language, start, *_KINDS),
            ).fetchone()
            if row is None:
                return
            sign = row[0][:1]
            yield sign
            beyond = self._connection.execute(
                "SELECT position FROM label WHERE folded > ? ORDER BY folded, position LIMIT 1", (sign + _LAST,)
            ).fetchone()
            start = beyond[0] if beyond else None

    def _range(self, sign: str) -> tuple[int, int]:
        first, last = self._connection.execute(
            "SELECT (SELECT position FROM label WHERE folded >= ? ORDER BY folded, position LIMIT 1),"
            " (SELECT position FROM label WHERE folded <= ? ORDER BY folded DESC, position DESC LIMIT 1)",
            (sign, sign + _LAST),
        ).fetchone()
        return first, last


def heading(sign: str) -> str:
    """The heading of what begins with a sign.

    >>> heading("é"), heading("7"), heading("%")
    ('E', '0-9', '!*')
    """
    plain = normalise(sign)[:1]
    if plain.isdigit():
        return DIGITS
    return plain.upper()[:1] if plain.isalpha() else OTHERS
