"""Streams of labels: all labels of one vocabulary, language and sort, and the choice among them that a search makes."""

import sqlite3
from collections.abc import Collection
from typing import NamedTuple

from .label import matches
from .schema import Sort


class Stream(NamedTuple):
    """The labels of one vocabulary, language and sort.

    Attributes:
        number: in the index.
        vocabulary: number of the vocabulary.
        language: of the labels; empty when they have none.
        sort: labels of concepts, their notations, or labels of anything else.
        size: how many labels.
    """

    number: int
    vocabulary: int
    language: str
    sort: Sort
    size: int


class Choice(NamedTuple):
    """Streams that are searched.

    Attributes:
        streams: their numbers, in the order of vocabularies.
        size: labels in them.
        total: labels in the index.
    """

    streams: tuple[int, ...]
    size: int
    total: int

    @property
    def share(self) -> float:
        """How much of the index they are, from 0 to 1."""
        return self.size / self.total if self.total else 0.0


class Streams:
    """The streams of an index.

    Args:
        connection: to the index.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT number, vocabulary, language, sort, size FROM stream ORDER BY number")
        self._streams = [Stream._make((*row[:3], Sort(row[3]), row[4])) for row in rows]
        self._total = sum(stream.size for stream in self._streams)

    def languages(self, vocabulary: int) -> list[str]:
        """The languages that labels of a vocabulary's concepts have, by code."""
        return sorted(
            {s.language for s in self._streams if s.vocabulary == vocabulary and s.sort is Sort.CONCEPT and s.language}
        )

    def choose(
        self,
        *,
        language: str = "",
        vocabularies: Collection[int] | None = None,
        sorts: Collection[Sort] = (Sort.CONCEPT, Sort.NOTATION),
    ) -> Choice:
        """The streams that a search looks at.

        Args:
            language: only labels in it or a variety of it, when given; and notations, which have none.
            vocabularies: only those of these vocabularies, by number, when given.
            sorts: only labels of these sorts.
        """
        chosen = [
            stream
            for stream in self._streams
            if stream.sort in sorts
            and (vocabularies is None or stream.vocabulary in vocabularies)
            and (not language or stream.sort is Sort.NOTATION or matches(stream.language, language))
        ]
        return Choice(tuple(stream.number for stream in chosen), sum(s.size for s in chosen), self._total)
