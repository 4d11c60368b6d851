"""Batches: the queries of a request, read from JSON (reconciliation API 0.2, section 4.2)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson

from api.errors import ParameterError, TooLargeError

MOST_QUERIES = 1000
"""Queries of one batch."""

MOST_CANDIDATES = 100
"""Candidates of one query; a greater ``limit`` counts as this."""

CANDIDATES = 5
"""Candidates of a query that says nothing of it."""

MOST_RESULTS = 20_000
"""Candidates of one batch; the more queries it has, the fewer each can get."""

MOST_PROPERTIES = 5000
"""Values of properties in one batch."""

MOST_VALUES = 50
"""Types, properties, and values of a property, of one query."""

STRICTNESS = ("any", "all", "should")
"""How several types are meant; the first is the default."""

_KEYS = frozenset({"query", "type", "limit", "properties", "type_strict"})


class Entity(NamedTuple):
    """A property's value that is an entity."""

    id: str
    name: str


class Property(NamedTuple):
    """What a query says of a property.

    Attributes:
        id: of the property.
        values: any of them is right: texts, and entities.
    """

    id: str
    values: tuple[str | Entity, ...]


class Query(NamedTuple):
    """One query of a batch.

    Attributes:
        text: a name; empty when only properties are given.
        types: ids.
        strictness: one of ``STRICTNESS``.
        limit: candidates at most.
        properties: what is known besides.
    """

    text: str
    types: tuple[str, ...] = ()
    strictness: str = STRICTNESS[0]
    limit: int = CANDIDATES
    properties: tuple[Property, ...] = ()


def read_object(name: str, text: str) -> dict[str, Any]:
    """The JSON object that a parameter holds.

    Raises:
        ParameterError: it is none.
    """
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ParameterError(name, "is no JSON", "n'est pas du JSON") from None
    if not isinstance(found, dict):
        raise ParameterError(name, "must be a JSON object", "doit être un objet JSON")
    return found


def read_batch(text: str) -> dict[str, Query]:
    """The queries of a batch by their keys.

    Args:
        text: JSON.

    Raises:
        ParameterError: it is none, or no batch of queries.
        TooLargeError: there are more than ``MOST_QUERIES``, or more than ``MOST_PROPERTIES`` values.
    """
    found = read_object("queries", text)
    if len(found) > MOST_QUERIES:
        raise TooLargeError(
            f"A batch has at most {MOST_QUERIES} queries.", f"Un lot a au plus {MOST_QUERIES} requêtes."
        )
    batch = {key: _Reading(key).query(value) for key, value in found.items()}
    if sum(len(one.values) for query in batch.values() for one in query.properties) > MOST_PROPERTIES:
        raise TooLargeError(
            f"A batch has at most {MOST_PROPERTIES} values of properties.",
            f"Un lot a au plus {MOST_PROPERTIES} valeurs de propriétés.",
        )
    share = max(CANDIDATES, MOST_RESULTS // max(len(batch), 1))
    return {key: query._replace(limit=min(query.limit, share)) for key, query in batch.items()}


class _Reading:
    """Reads one query; complaints name it."""

    def __init__(self, key: str) -> None:
        self._key = key[:60]

    def query(self, value: object) -> Query:
        if not isinstance(value, dict):
            raise self._wrong("must be an object", "doit être un objet")
        unknown = sorted(value.keys() - _KEYS)
        if unknown:
            raise self._wrong(f"has the unknown key {unknown[0][:60]!r}", f"a la clé inconnue {unknown[0][:60]!r}")
        text = value.get("query", "")
        if not isinstance(text, str):
            raise self._wrong("“query” must be a text", "« query » doit être un texte")
        properties = tuple(self._property(one) for one in self._list(value, "properties"))
        if "query" not in value and not properties:
            raise self._wrong("needs “query” or “properties”", "demande « query » ou « properties »")
        strictness = value.get("type_strict", STRICTNESS[0])
        if strictness not in STRICTNESS:
            known = ", ".join(STRICTNESS)
            raise self._wrong(f"“type_strict” is one of: {known}", f"« type_strict » est l'un de : {known}")
        return Query(text, self._types(value), strictness, self._limit(value), properties)

    def _list(self, value: Mapping[str, Any], name: str) -> list[Any]:
        found = value.get(name, [])
        if not isinstance(found, list) or len(found) > MOST_VALUES:
            raise self._wrong(
                f"“{name}” must be a list of at most {MOST_VALUES}",
                f"« {name} » doit être une liste d'au plus {MOST_VALUES}",
            )
        return found

    def _types(self, value: Mapping[str, Any]) -> tuple[str, ...]:
        given = value.get("type", [])
        if isinstance(given, str):
            # OpenRefine sends an empty type for none
            return (given,) if given else ()
        types = self._list(value, "type")
        if not all(isinstance(one, str) for one in types):
            raise self._wrong("“type” has what is no text", "« type » contient autre chose que du texte")
        return tuple(types)

    def _limit(self, value: Mapping[str, Any]) -> int:
        limit = value.get("limit", CANDIDATES)
        if isinstance(limit, bool) or not isinstance(limit, int | float):
            raise self._wrong("“limit” must be a number", "« limit » doit être un nombre")
        if limit < 1:
            raise self._wrong("“limit” must be at least 1", "« limit » doit être au moins 1")
        return int(min(limit, MOST_CANDIDATES))

    def _property(self, value: object) -> Property:
        if not isinstance(value, dict) or not isinstance(value.get("pid"), str) or "v" not in value:
            raise self._wrong("a property needs “pid” and “v”", "une propriété demande « pid » et « v »")
        given = value["v"]
        values = self._list(value, "v") if isinstance(given, list) else [given]
        return Property(value["pid"], tuple(self._value(one) for one in values))

    def _value(self, value: object) -> str | Entity:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str | int | float):
            return str(value)
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            name = value.get("name", "")
            if isinstance(name, str):
                return Entity(value["id"], name)
        raise self._wrong("a property has a value that is none", "une propriété a une valeur qui n'en est pas une")

    def _wrong(self, en: str, fr: str) -> ParameterError:
        return ParameterError("queries", f"{self._key}: {en}", f"{self._key} : {fr}")
