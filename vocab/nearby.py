"""Nearby: the labels of the index that are most alike to a text (trigrams to find them, rapidfuzz to order them).

In a vocabulary of few labels all of them are compared. In more, a text is cut in halves, and the labels are compared
that have the rarest trigrams of one of them: what is wrong in one place leaves the other half as it is.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from .label import normalise
from .likeness import key, likeness

FEW = 10_000
"""Labels that are compared one by one."""

LISTS = 8
"""Lists of labels that are kept for that."""

COMMON = 20_000
"""Labels that hold a trigram that is too common to search by."""

TRIGRAMS = 3
"""Trigrams of each half that are searched together."""

COMPARED = 120
"""Labels that each half may find."""

CLOSEST = 20
"""Labels that are looked at again, word by word."""

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


class _Listed(NamedTuple):
    """All labels of some vocabularies: position and key of each."""

    positions: Sequence[int]
    keys: Sequence[str]


class Nearby:
    """The labels of an index by likeness.

    Args:
        connection: the index.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._listed = lru_cache(LISTS)(self._list)

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
            rows = self._compared(said, self._listed(vocabularies))
        else:
            rows = self._searched(normalise(text), said, vocabularies)
        best: dict[int, Near] = {}
        for alike, resource, vocabulary, label, language, deprecated in rows:
            near = Near(resource, vocabulary, label, language, bool(deprecated), likeness(said, alike))
            if near.likeness >= LEAST and (resource not in best or best[resource].likeness < near.likeness):
                best[resource] = near
        return sorted(best.values(), key=lambda near: (-near.likeness, near.resource))

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

    def _list(self, vocabularies: frozenset[int]) -> _Listed:
        marks = ", ".join("?" * len(vocabularies))
        rows = self._connection.execute(
            f"SELECT position, alike FROM label WHERE vocabulary IN ({marks}) AND concept", sorted(vocabularies)
        ).fetchall()
        return _Listed([row[0] for row in rows], [row[1] for row in rows])

    def _compared(self, said: str, listed: _Listed) -> list[tuple[str, int, int, str, str, bool]]:
        closest = process.extract(said, listed.keys, scorer=fuzz.ratio, limit=CLOSEST, score_cutoff=40)
        rows = []
        for _, _, number in closest:
            rows += self._connection.execute(
                "SELECT alike, resource, vocabulary, text, language, deprecated FROM label WHERE position = ?",
                (listed.positions[number],),
            ).fetchall()
        return rows

    def _searched(
        self, plain: str, said: str, vocabularies: frozenset[int] | None
    ) -> list[tuple[str, int, int, str, str, bool]]:
        rows: dict[int, tuple[str, int, int, str, str, bool]] = {}
        for expression in self._expressions(plain):
            among, values = "", list[object]()
            if vocabularies is not None:
                among = f" AND l.vocabulary IN ({', '.join('?' * len(vocabularies))})"
                values = sorted(vocabularies)
            found = self._connection.execute(
                "SELECT l.position, alike, resource, vocabulary, text, language, deprecated FROM trigram t"
                f" JOIN label l ON l.position = t.rowid WHERE trigram MATCH ?{among} LIMIT {COMPARED}",
                (expression, *values),
            )
            rows.update((row[0], row[1:]) for row in found)
        choices = {position: row[0] for position, row in rows.items()}
        closest = process.extract(said, choices, scorer=fuzz.ratio, limit=CLOSEST, score_cutoff=40)
        return [rows[position] for _, _, position in closest]

    def _expressions(self, plain: str) -> list[str]:
        """Searches for the rarest trigrams of each half of a text."""
        trigrams = [plain[start : start + 3] for start in range(len(plain) - 2)]
        middle = (len(trigrams) + 1) // 2
        expressions = dict[str, None]()
        for half in (trigrams[:middle], trigrams[middle:]):
            known = sorted((self._trigrams[one], one) for one in set(half) if one in self._trigrams)
            if known and known[0][0] <= COMMON:
                quoted = ['"' + one.replace('"', '""') + '"' for _, one in known[:TRIGRAMS]]
                expressions[" AND ".join(quoted)] = None
        return list(expressions)
