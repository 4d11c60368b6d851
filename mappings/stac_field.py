"""STAC fields that GeoDCAT-AP has no property for, carried as property values of schema.org.

A field becomes one ``schema:PropertyValue`` with its name (``schema:propertyID``) and what it says: a number, a text or
a truth value as itself, a range as its bounds, several texts as several values, a list of numbers or a deeper structure
as one JSON literal. Objects that have names (bands, variables, dimensions, classes, assets of Items) become one
property value each. Equal ones are one resource, however many assets share them. The choice is this project's: no
mapping of STAC to DCAT is published.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import orjson

from vocab.namespace import RDF, SCHEMA, XSD
from vocab.term import Term, literal

from .crosswalk import Entry, Ignore, excerpt
from .errors import ConversionError
from .path import KEY_PATHS
from .scope import Scope

Statements: TypeAlias = Iterator[tuple[Term, Term]]

MAX_LENGTH = 50_000
"""A longer value, in characters of JSON, is left out and reported."""

MAX_MEMBERS = 1_000
"""Further members of one field are left out and reported."""

BANDS = ("bands", "eo:bands", "raster:bands", "sar:bands")
"""Fields that list bands: those of STAC 1.1 first."""

VARIABLES = frozenset({*BANDS, "cube:variables", "table:columns", "pc:schemas"})
"""Fields whose members are what was measured."""

PER_FILE = ("histogram", "statistics", "raster:histogram")
"""Members of bands that describe the pixels of one file: of `raster:bands` the first two, of `bands` the last two."""

TEXTS: dict[str, Term] = {
    "name": SCHEMA.name,
    "title": SCHEMA.alternateName,
    "common_name": SCHEMA.alternateName,
    "eo:common_name": SCHEMA.alternateName,
    "description": SCHEMA.description,
    "unit": SCHEMA.unitText,
}
"""What a member says in a property of its own; the rest of it is one JSON value."""

PROPERTIES = (SCHEMA.additionalProperty, SCHEMA.variableMeasured)
"""Every property by which a field may be carried."""


class Bounds(NamedTuple):
    """The names of a range's bounds."""

    least: str
    most: str


BOUNDS = (Bounds("minimum", "maximum"), Bounds("min", "max"))
"""How ranges are written: since STAC 1.0, and before."""


class Remaining:
    """Every field that no other entry reads, as a property value.

    Args:
        entries: the other entries about the same object.
        also: further fields that one of them reads.
        sets: lists are sets of values, as in summaries; elsewhere the order of numbers has a meaning.
    """

    description = "Every other field: a property value"

    def __init__(self, entries: Iterable[Entry], also: Iterable[str] = (), *, sets: bool = False) -> None:
        self.read = frozenset(chain(also, *(KEY_PATHS.compile(entry.path).heads for entry in entries)))
        self.sets = sets

    def __call__(self, node: Any, scope: Scope) -> Statements:
        """The fields of an object."""
        if not isinstance(node, dict):
            return
        for name in node:
            if name in self.read:
                continue
            try:
                yield from field(name, node[name], scope, sets=self.sets)
            except ConversionError as error:
                scope.report(error.code, path=name, excerpt=excerpt(node[name])[:200], detail=error.detail)


class Members:
    """The members of one field, each as a property value.

    Args:
        name: the field's.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.description = f"The members of `{name}`: a property value each"

    def __call__(self, node: Any, scope: Scope) -> Statements:
        """The members of a list or object; what is neither is a value."""
        yield from field(self.name, node, scope)


def field(name: str, value: Any, scope: Scope, *, sets: bool = False) -> Statements:
    """A field as one property value, or as one for each of its members.

    Args:
        name: the field's.
        value: what it says.
        scope: where the descriptions go.
        sets: the order of a list has no meaning.

    Raises:
        ConversionError: it is too large.
    """
    if value is None or value in ("", [], {}):
        return
    named = list(_named(value)) if isinstance(value, (dict, list)) else []
    if not named:
        yield SCHEMA.additionalProperty, _property_value(name, value, scope, sets=sets)
        return
    if len(named) > MAX_MEMBERS:
        scope.report("map.surplus", path=name, detail=f"{MAX_MEMBERS} × {name}")
    prop = SCHEMA.variableMeasured if name in VARIABLES else SCHEMA.additionalProperty
    for key, member in named[:MAX_MEMBERS]:
        yield prop, member_value(name, key, member, scope)


def _named(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects in a list, or in an object of nothing but objects, with their names there."""
    if isinstance(value, list):
        if value and all(isinstance(member, (dict, list)) for member in value):
            for member in value:
                yield from [("", member)] if isinstance(member, dict) else _named(member)
    elif isinstance(value, dict) and all(isinstance(member, dict) for member in _peek(value)):
        yield from value.items()


def _peek(value: dict[str, Any]) -> Iterable[Any]:
    """What an object holds, without asking it."""
    return dict.values(value)


def _property_value(name: str, value: Any, scope: Scope, *, sets: bool) -> Term:
    _check_size(name, value)
    resource = scope.part("property", f"{name} {value}")
    scope.triples += ((resource, RDF.type, SCHEMA.PropertyValue), (resource, SCHEMA.propertyID, _name(name)))
    bounds = _bounds(value)
    if bounds is not None:
        scope.add(resource, SCHEMA.minValue, _scalar(value[bounds.least]))
        scope.add(resource, SCHEMA.maxValue, _scalar(value[bounds.most]))
    elif isinstance(value, list) and _is_set(value, sets=sets):
        for member in value:
            scope.add(resource, SCHEMA.value, _scalar(member))
    elif isinstance(value, (list, dict)):
        scope.add(resource, SCHEMA.value, _json(value))
    else:
        scope.add(resource, SCHEMA.value, _scalar(value))
    return resource


@lru_cache(maxsize=4096)
def _name(name: str) -> Term:
    """A field's name as a literal: the same few in every record."""
    return literal(name)


def _bounds(value: Any) -> Bounds | None:
    if isinstance(value, dict) and len(value) == len(Bounds._fields):
        for bounds in BOUNDS:
            if all(isinstance(dict.get(value, bound), (int, float, str)) for bound in bounds):
                return bounds
    return None


def _peek_list(value: list[Any]) -> Iterator[Any]:
    """The members of a list, without asking it."""
    return list.__iter__(value)


def _is_set(value: list[Any], *, sets: bool) -> bool:
    kinds = (str, int, float) if sets else (str,)
    return all(isinstance(member, kinds) for member in _peek_list(value))


def member_value(name: str, key: str, member: dict[str, Any], scope: Scope) -> Term:
    """A named object as a property value: its texts, and the rest of it as JSON.

    Args:
        name: the field that it is a member of.
        key: what it is called there; empty in a list.
        member: the object.
        scope: where the description goes.

    Raises:
        ConversionError: it is too large.
    """
    skipped = PER_FILE if name in BANDS else ()
    kept = {inner: value for inner, value in dict.items(member) if inner not in skipped}
    _check_size(name, kept)
    resource = scope.part("property", f"{name} {key} {kept}")
    scope.triples += ((resource, RDF.type, SCHEMA.PropertyValue), (resource, SCHEMA.propertyID, _name(name)))
    if key:
        scope.add(resource, SCHEMA.name, literal(key))
    rest: dict[str, Any] = {}
    for inner in kept:
        value = member[inner]
        prop = TEXTS.get(inner)
        if prop is not None and isinstance(value, str):
            if value.strip() not in ("", key):
                scope.add(resource, prop, literal(value.strip()))
        elif value is not None:
            rest[inner] = value
    if rest:
        scope.add(resource, SCHEMA.value, _json(rest))
    return resource


def _scalar(value: Any) -> Term:
    """A text, number or truth value as a literal."""
    if isinstance(value, bool):
        return literal(str(value).lower(), datatype=XSD.boolean)
    if isinstance(value, int):
        return literal(str(value), datatype=XSD.integer)
    if isinstance(value, float):
        text = repr(value)
        return literal(text, datatype=XSD.double if "e" in text else XSD.decimal)
    return literal(str(value))


def _json(value: Any) -> Term:
    """A structure as canonical JSON (JSON-LD 1.1, section 10.2)."""
    return literal(orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS).decode(), datatype=RDF.JSON)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(value[key]) for key in value}
    return [_plain(member) for member in value] if isinstance(value, list) else value


def _check_size(name: str, value: Any) -> None:
    if isinstance(value, (int, float)):
        return
    size = len(value) if isinstance(value, str) else len(orjson.dumps(value))
    if size > MAX_LENGTH:
        raise ConversionError("map.value", f"{name}: {size:,} > {MAX_LENGTH:,}")


def left_out_of_bands(*holders: str) -> list[Entry]:
    """The members of bands that are left out on purpose.

    Args:
        holders: paths of the objects that list bands.
    """
    return [
        Ignore(f'{holder}"{bands}"[]."{name}"', "what the pixels of one file are like: read from the file itself")
        for holder in holders
        for bands, names in (("bands", PER_FILE[1:3]), ("raster:bands", PER_FILE[:2]))
        for name in names
    ]


PROJECTED: list[tuple[str, str]] = [
    ("proj:geometry", "the footprint again, in other coordinates"),
    ("proj:bbox", "the footprint again, in other coordinates"),
    ("proj:centroid", "the footprint again, as one point"),
    ("proj:transform", "where the pixels of one file lie: read from the file itself"),
]
"""Fields of the projection extension that are left out, and why."""


def left_out_of_projection() -> list[Entry]:
    """The fields of the projection extension that are left out on purpose."""
    return [Ignore(f'"{name}"', why) for name, why in PROJECTED]
