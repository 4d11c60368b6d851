"""Browsing: the concepts of a vocabulary in the order in which a reader of some language sees them, page by page.

A concept is called by its label in the reader's language, else in French, in English, in none, in any by its code. Its
place is that of this label, whatever the language it is in; concepts without a label come last.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from heapq import merge
from itertools import islice
from typing import NamedTuple

import orjson

from .index import Resource, VocabularyIndex
from .label import FALLBACK, fold
from .schema import LabelKind, Relation

LARGE = 10_000
"""Concepts of one list from which on it is read in the order of the labels, instead of being put in order."""

_Key = tuple[int, str, str, int]
_LAST = 1


class _Source(NamedTuple):
    """Where a list stands in the index: the column of a table, and which rows count."""

    column: str
    table: str
    where: str
    values: tuple[int, ...]


class Page(NamedTuple):
    """A part of a list.

    Attributes:
        items: in their order.
        after: the IRI to ask for the next part with; empty at the end.
        total: how many the whole list has.
    """

    items: list[Resource]
    after: str
    total: int


def label_language(labels: Mapping[str, str], language: str) -> str | None:
    """The language of the label that a reader sees; None when there are no labels."""
    for one in (language, *FALLBACK, ""):
        if one in labels:
            return one
    return min(labels, default=None)


class Browser:
    """Lists of a vocabulary's concepts for readers of one language.

    Args:
        index: of the vocabularies.
        vocabulary: its id.
        language: of the readers.
    """

    def __init__(self, index: VocabularyIndex, vocabulary: str, language: str) -> None:
        self._index = index
        self._vocabulary = vocabulary
        self._number = index.numbers([vocabulary])[0]
        self._language = language

    def narrower(self, parent: Resource, *, after: str = "", size: int = 100) -> Page:
        """The concepts below one."""
        values = (int(Relation.BROADER), parent.number)
        return self._page(_Source("subject", "relation", "property = ? AND object = ?", values), after, size)

    def members(self, collection: Resource, *, after: str = "", size: int = 100) -> Page:
        """The members of a collection."""
        values = (int(Relation.MEMBER), collection.number)
        return self._page(_Source("object", "relation", "property = ? AND subject = ?", values), after, size)

    def tops(self, *, after: str = "", size: int = 100) -> Page:
        """Where the vocabulary begins."""
        return self._page(_Source("resource", "root", "vocabulary = ?", (self._number,)), after, size)

    def _page(self, source: _Source, after: str, size: int) -> Page:
        total: int = self._index.connection.execute(
            f"SELECT count(*) FROM {source.table} WHERE {source.where}", source.values
        ).fetchone()[0]
        last = self._index.resource(after, self._vocabulary) if after else None
        if total > LARGE:
            numbers = list(islice(self._read(source, last), size + 1))
        else:
            keys = self._sorted(source)
            start = bisect_right(keys, self._key(last.number, last.labels)) if last else 0
            numbers = [key[-1] for key in keys[start : start + size + 1]]
        items = self._index.numbered(numbers[:size])
        return Page(items, items[-1].iri if len(numbers) > size else "", total)

    def _sorted(self, source: _Source) -> list[_Key]:
        column, table, where, values = source
        rows = self._index.connection.execute(
            f"SELECT number, labels FROM resource WHERE number IN (SELECT {column} FROM {table} WHERE {where})", values
        )
        return sorted(self._key(number, orjson.loads(labels)) for number, labels in rows)

    def _key(self, number: int, labels: Mapping[str, str]) -> _Key:
        """The place of a concept, in the order in which labels stand in the index."""
        language = label_language(labels, self._language)
        return (_LAST, "", "", number) if language is None else (0, fold(labels[language]), language, number)

    def _read(self, source: _Source, last: Resource | None) -> Iterator[int]:
        """The numbers of a long list behind one of them, in the order of the labels."""
        column, table, where, values = source
        listed = f"EXISTS (SELECT 1 FROM {table} WHERE {where} AND {column} = r.number)"
        connection = self._index.connection
        start = self._position(last) if last else 0
        if start is not None:
            languages = connection.execute(
                "SELECT language FROM label_count WHERE vocabulary = ? AND kind = ?",
                (self._number, int(LabelKind.PREFERRED)),
            ).fetchall()
            rows = [
                connection.execute(
                    # crossed, so that the labels are read in their order and no further than is asked for
                    "SELECT l.position, l.resource, l.language, l.text, r.labels"
                    " FROM label l INDEXED BY label_vocabulary CROSS JOIN resource r ON r.number = l.resource"
                    " WHERE l.vocabulary = ? AND l.language = ?"
                    f" AND l.position > ? AND l.kind = ? AND {listed} ORDER BY l.position",
                    (self._number, language, start, int(LabelKind.PREFERRED), *values),
                )
                for (language,) in languages
            ]
            for _, number, language, text, labels in merge(*rows):
                names = orjson.loads(labels)
                if label_language(names, self._language) == language and names[language] == text:
                    yield number
        unnamed = connection.execute(
            "SELECT r.number FROM resource r WHERE r.vocabulary = ? AND r.labels = '{}' AND r.number > ?"
            f" AND {listed} ORDER BY r.number",
            (self._number, last.number if last and start is None else 0, *values),
        )
        yield from (number for (number,) in unnamed)

    def _position(self, resource: Resource) -> int | None:
        """Where the label that a reader sees stands in the index; None when there is none."""
        language = label_language(resource.labels, self._language)
        if language is None:
            return None
        row = self._index.connection.execute(
            "SELECT position FROM label WHERE resource = ? AND kind = ? AND language = ? AND text = ?",
            (resource.number, int(LabelKind.PREFERRED), language, resource.labels[language]),
        ).fetchone()
        return row[0] if row else None
