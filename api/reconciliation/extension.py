"""Data extension: the values of properties for many concepts (reconciliation API 0.2, section 6)."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from api.errors import ParameterError, TooLargeError

from .batch import MOST_QUERIES, MOST_VALUES, read_object
from .property import PROPERTIES, Named, Value, named, target, title, values
from .service import Service

MOST_TEXTS = 200
"""Values of a property of one concept."""

PROPOSED_LANGUAGES = ("en", "fr")
"""Languages whose labels are proposed as properties of their own."""

_DATE = re.compile(r"-?(?:[1-9][0-9]*)?[0-9]{4}-(?:1[0-2]|0[1-9])-(?:3[01]|0[1-9]|[12][0-9])")
_TIME = re.compile(r"(?:2[0-3]|[01][0-9]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:Z|[+-](?:2[0-3]|[01][0-9]):[0-5][0-9])?")


class Column(NamedTuple):
    """A property that is asked for.

    Attributes:
        id: as it was asked for.
        named: which it is; None when there is no such property.
        limit: values at most.
    """

    id: str
    named: Named | None
    limit: int


class Extension(NamedTuple):
    """What is asked for: IRIs of concepts, and properties."""

    ids: Sequence[str]
    columns: Sequence[Column]


def settings(service: Service) -> list[dict[str, Any]]:
    """The settings that each property can be asked with, as the manifest declares them."""
    t = service.t
    languages = [("", t("reconciliation.any_language")), *((code, t.language_name(code)) for code in ("en", "fr"))]
    return [
        {
            "name": "limit",
            "label": t("reconciliation.limit"),
            "type": "number",
            "default": 0,
            "help_text": t("reconciliation.limit_help"),
        },
        {
            "name": "language",
            "label": t("reconciliation.language"),
            "type": "select",
            "default": "",
            "help_text": t("reconciliation.language_help"),
            "choices": [{"value": value, "name": name} for value, name in languages],
        },
    ]


def read_extension(text: str) -> Extension:
    """The request that a parameter holds.

    Raises:
        ParameterError: it is none.
        TooLargeError: it names too many concepts or properties.
    """
    found = read_object("extend", text)
    ids, properties = found.get("ids"), found.get("properties")
    if not isinstance(ids, list) or not all(isinstance(id_, str) for id_ in ids):
        raise ParameterError("extend", "“ids” must be a list of texts", "« ids » doit être une liste de textes")
    if not isinstance(properties, list):
        raise ParameterError("extend", "“properties” must be a list", "« properties » doit être une liste")
    if len(ids) > MOST_QUERIES or len(properties) > MOST_VALUES:
        raise TooLargeError(
            f"At most {MOST_QUERIES} concepts and {MOST_VALUES} properties at once.",
            f"Au plus {MOST_QUERIES} concepts et {MOST_VALUES} propriétés à la fois.",
        )
    columns = [_column(one) for one in properties]
    return Extension(list(dict.fromkeys(ids)), list({column.id: column for column in columns}.values()))


def _column(value: object) -> Column:
    given = value.get("settings", {}) if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(value.get("id"), str) or not isinstance(given, dict):
        raise ParameterError("extend", "a property needs an “id”", "une propriété demande un « id »")
    asked = named(value["id"])
    language = given.get("language", "")
    if asked and isinstance(language, str) and language and asked.property.multilingual and not asked.language:
        asked = asked._replace(language=language.lower())
    return Column(value["id"], asked, _limit(given.get("limit", 0)))


def _limit(given: object) -> int:
    """How many values at most; clients send the number as a text too, and 0 for all."""
    text = str(given).strip().removesuffix(".0")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    return min(number, MOST_TEXTS) or MOST_TEXTS


def extend(service: Service, asked: Extension) -> dict[str, Any]:
    """The values; what there is not, a concept or a property, has none."""
    rows = dict[str, dict[str, list[dict[str, Any]]]]()
    for id_ in asked.ids:
        concept = service.concept(id_)
        row = rows[id_] = {column.id: [] for column in asked.columns}
        if concept is None:
            continue
        for column in asked.columns:
            if column.named is not None:
                found = islice(values(service, concept, column.named), column.limit)
                row[column.id] = [_cell(one, column.named) for one in found]
    return {"meta": [_meta(service, column) for column in asked.columns], "rows": rows}


def _meta(service: Service, column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {"id": column.id, "name": title(service, column.id)}
    type_ = target(service, column.named.property) if column.named else None
    return found | ({"type": type_} if type_ else {})


def _cell(one: Value, asked: Named) -> dict[str, Any]:
    if asked.property.id == "uri":
        return {"str": one.id}
    if one.id:
        return {"id": one.id, "name": one.text}
    if asked.property.id in ("created", "modified"):
        day, _, time = one.text.partition("T")
        if _DATE.fullmatch(day) and (not time or _TIME.fullmatch(time)):
            return {"date": f"{day}T{time or '00:00:00Z'}"}
    return {"str": one.text}


def propose(service: Service, type_: str, limit: int) -> Mapping[str, Any]:
    """The properties that can be asked for; those of one type are those of all.

    Args:
        service: who is asked.
        type_: id of a type; empty when none is given.
        limit: at most so many; 0 for all.
    """
    found = [{"id": id_, "name": title(service, id_)} for id_ in proposed()]
    answer: dict[str, Any] = {"properties": found[:limit] if limit else found}
    return answer | ({"type": type_} if type_ else {}) | ({"limit": limit} if limit else {})


def proposed() -> list[str]:
    """The ids of what is proposed: every property, labels and definitions also in each language of the service."""
    tagged = ("prefLabel", "altLabel", "definition")
    return [
        name for id_ in PROPERTIES for name in (id_, *(f"{id_}@{code}" for code in PROPOSED_LANGUAGES if id_ in tagged))
    ]
