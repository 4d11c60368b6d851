"""Ancestry: the names of concepts and of what stands above them, to compare with paths."""

import sqlite3
from collections.abc import Sequence
from functools import lru_cache

from .schema import Relation

ROOTS = frozenset({"earth science", "earth science services"})
"""Names of the categories at the top of GCMD's paths, which records may leave out or state."""

MOST_ANCESTORS = 100
"""Concepts above one that are looked at."""

MOST_DESCENDANTS = 200
"""Concepts below one that are looked at."""

REMEMBERED = 8192


class Ancestry:
    """What stands above the concepts of an index.

    Args:
        connection: the index.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.names = lru_cache(REMEMBERED)(self._names)
        self.parents = lru_cache(REMEMBERED)(self._parents)

    def _names(self, resource: int) -> frozenset[str]:
        """Every name of a concept, normalised."""
        rows = self._connection.execute("SELECT plain FROM label WHERE resource = ?", (resource,))
        return frozenset(name for (name,) in rows)

    def _parents(self, resource: int) -> tuple[int, ...]:
        """The concepts directly above one."""
        rows = self._connection.execute(
            "SELECT object FROM relation WHERE property = ? AND subject = ? LIMIT 50", (int(Relation.BROADER), resource)
        )
        return tuple(number for (number,) in rows)

    def above(self, resource: int) -> list[int]:
        """The concepts above one, nearest first."""
        found: dict[int, None] = {}
        level = list(self.parents(resource))
        while level and len(found) < MOST_ANCESTORS:
            one = level.pop(0)
            if one not in found and one != resource:
                found[one] = None
                level.extend(self.parents(one))
        return list(found)

    def below(self, resource: int) -> list[int]:
        """The concepts below one, nearest first, up to a bound."""
        found: dict[int, None] = {}
        level = [resource]
        while level and len(found) < MOST_DESCENDANTS:
            rows = self._connection.execute(
                "SELECT subject FROM relation WHERE property = ? AND object = ? LIMIT ?",
                (int(Relation.BROADER), level.pop(0), MOST_DESCENDANTS - len(found)),
            ).fetchall()
            new = [number for (number,) in rows if number not in found]
            found.update(dict.fromkeys(new))
            level.extend(new)
        return list(found)

    def share(self, resource: int, path: Sequence[str]) -> float:
        """How much of a path stands above a concept: 1 for all of it, 0 for nothing."""
        asked = [part for part in path if part not in ROOTS]
        if not asked:
            return 1.0
        names = {name for one in self.above(resource) for name in self.names(one)}
        return sum(part in names for part in asked) / len(asked)

    def leads(self, resource: int, path: Sequence[str], depth: int = 0) -> bool:
        """Whether a path leads to a concept step by step; what is at its top may be left out."""
        if path[-1] not in self.names(resource) or depth > MOST_ANCESTORS:
            return False
        if len(path) == 1 and path[0] in ROOTS:
            return True
        parents = self.parents(resource)
        if len(path) > 1 and parents:
            return any(self.leads(parent, path[:-1], depth + 1) for parent in parents)
        return ROOTS.issuperset(path[:-1]) and all(ROOTS & self.names(parent) for parent in parents)
