"""Nearby: the labels of the index that are most alike to a text (trigrams to find them, rapidfuzz to order them).

In a vocabulary of few labels all of them are compared. In more, a text is cut in parts, and the labels are compared
that have the rarest trigrams of one of them: what is wrong in one place leaves the other parts as they are.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

import orjson
from rapidfuzz import fuzz, process

from .label import normalise
from .likeness import key, likeness

FEW = 50_000
"""Labels that are compared one by one."""

LISTS = 8
"""Lists of labels that are kept for that."""

COMMON = 20_000
"""Labels that hold a trigram that is too common to search by."""

PARTS = 2
"""Parts that a text is cut in."""

TRIGRAMS = 3
"""Trigrams of each part that are searched together."""

COMPARED = 60
"""Labels that each part may find."""

CLOSEST = 20
"""Labels that are looked at again, word by word."""

MOST_SPELLINGS = 100
"""Labels that these have, in several languages and of several concepts."""

SHORTEST = 3
"""Characters of a text that can be like another."""

LEAST = 0.5
"""Likeness below which a label is no suggestion."""


class Near(NamedTuple):
    """A label that is like a text."""

    resource: int
    vocabulary: int
    text: str
    language: str
    deprecated: bool
    likeness: float


_Row: TypeAlias = tuple[str, int, int, str, str, bool]
_COLUMNS = "l.alike, l.resource, l.vocabulary, l.text, l.language, l.deprecated"


class Nearby:
    """The labels of an index by likeness.

    Args:
        connection: the index.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._listed = lru_cache(LISTS)(self._keys)

    def labels(self, text: str, vocabularies: frozenset[int] | None) -> list[Near]:
        """The labels that are most alike to a text, best first, one for each concept.

        Args:
            text: what they are compared with.
            vocabularies: numbers of those whose labels are compared; None for all.
        """
        said = key(text)
        if len(said) < SHORTEST:
            return []
        if vocabularies is not None and self._count(vocabularies) <= FEW:
            rows = self._compared(said, vocabularies)
        else:
            rows = self._searched(normalise(text), said, vocabularies)
        return _closest(said, rows)

    def among(self, text: str, resources: Sequence[int]) -> list[Near]:
        """The labels of some concepts by their likeness to a text, best first, one for each concept."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM json_each(?) AS asked JOIN label l ON l.resource = asked.value",
            (orjson.dumps(resources).decode(),),
        ).fetchall()
        return _closest(key(text), rows)

    @cached_property
    def _trigrams(self) -> dict[str, int]:
        """How many labels have each trigram."""
        return dict(self._connection.execute("SELECT trigram, labels FROM trigram_count").fetchall())

    @cached_property
    def _counts(self) -> dict[int, int]:
        rows = self._connection.execute("SELECT vocabulary, sum(count) FROM label_count GROUP BY 1")
        return dict(rows.fetchall())

    def _count(self, vocabularies: Iterable[int]) -> int:
        return sum(self._counts.get(number, 0) for number in vocabularies)

    def _keys(self, vocabularies: frozenset[int]) -> list[str]:
        """The keys of all labels of some vocabularies, each once."""
        marks = ", ".join("?" * len(vocabularies))
        rows = self._connection.execute(
            f"SELECT DISTINCT alike FROM label WHERE vocabulary IN ({marks}) AND concept", sorted(vocabularies)
        )
        return [alike for (alike,) in rows]

    def _compared(self, said: str, vocabularies: frozenset[int]) -> list[_Row]:
        closest = process.extract(said, self._listed(vocabularies), scorer=fuzz.ratio, limit=CLOSEST, score_cutoff=40)
        among = ", ".join("?" * len(vocabularies))
        return self._connection.execute(
            f"SELECT {_COLUMNS} FROM json_each(?) AS asked JOIN label l ON l.alike = asked.value"
            f" WHERE l.vocabulary IN ({among}) AND l.concept LIMIT {MOST_SPELLINGS}",
            (orjson.dumps([alike for alike, _, _ in closest]).decode(), *sorted(vocabularies)),
        ).fetchall()

    def _searched(self, plain: str, said: str, vocabularies: frozenset[int] | None) -> list[_Row]:
        rows: dict[int, _Row] = {}
        values = sorted(vocabularies or ())
        among = f" AND l.vocabulary IN ({', '.join('?' * len(values))})" if values else ""
        for expression in self._expressions(plain):
            found = self._connection.execute(
                f"SELECT l.position, {_COLUMNS} FROM trigram t JOIN label l ON l.position = t.rowid"
                f" WHERE trigram MATCH ? AND l.concept{among} LIMIT {COMPARED}",
                (expression, *values),
            )
            rows.update((row[0], row[1:]) for row in found)
        choices = {position: row[0] for position, row in rows.items()}
        closest = process.extract(said, choices, scorer=fuzz.ratio, limit=CLOSEST, score_cutoff=40)
        return [rows[position] for _, _, position in closest]

    def _expressions(self, plain: str) -> list[str]:
        """Searches for the rarest trigrams of each part of a text."""
        trigrams = [plain[start : start + 3] for start in range(len(plain) - 2)]
        size = max(-(-len(trigrams) // PARTS), 1)
        expressions = dict[str, None]()
        for start in range(0, len(trigrams), size):
            part = set(trigrams[start : start + size])
            known = sorted((self._trigrams[one], one) for one in part if one in self._trigrams)
            if known and known[0][0] <= COMMON:
                quoted = ['"' + one.replace('"', '""') + '"' for _, one in known[:TRIGRAMS]]
                expressions[" AND ".join(quoted)] = None
        return list(expressions)


def _closest(said: str, rows: Iterable[_Row]) -> list[Near]:
    """The labels that are like a key at all, best first, one for each concept."""
    best: dict[int, Near] = {}
    for alike, resource, vocabulary, label, language, deprecated in rows:
        near = Near(resource, vocabulary, label, language, bool(deprecated), likeness(said, alike))
        if near.likeness >= LEAST and (resource not in best or best[resource].likeness < near.likeness):
            best[resource] = near
    return sorted(best.values(), key=lambda near: (-near.likeness, near.resource))
