"""STAC fields that GeoDCAT-AP has no property for, carried as property values of schema.org.

A field becomes one ``schema:PropertyValue`` with its name (``schema:propertyID``) and what it says: a number, a text or
a truth value as itself, a range as its bounds, several texts as several values, a list of numbers or a deeper structure
as one JSON literal. Objects that have names (bands, variables, dimensions, classes, assets of Items) become one
property value each. Equal ones are one resource, however many assets share them. The choice is this project's: no
mapping of STAC to DCAT is published.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import orjson

from vocab.namespace import RDF, SCHEMA, XSD
from vocab.term import Term, literal, short_hash

from .crosswalk import Entry, Ignore, excerpt
from .errors import ConversionError
from .path import KEY_PATHS
from .scope import Scope

Statements: TypeAlias = Sequence[tuple[Term, Term]]

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
        found: list[tuple[Term, Term]] = []
        for name in node if isinstance(node, dict) else ():
            if name in self.read:
                continue
            try:
                found += field(name, node[name], scope, sets=self.sets)
            except ConversionError as error:
                scope.report(error.code, path=name, excerpt=excerpt(node[name])[:200], detail=error.detail)
        return found


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
        return field(self.name, node, scope)


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
    if not isinstance(value, (dict, list)):
        if value is None or value == "":
            return ()
        return ((SCHEMA.additionalProperty, _stated(name, "", value, scope)),)
    if not value:
        return ()
    named = _named(value)
    if not named:
        return ((SCHEMA.additionalProperty, _stated(name, _SET if sets else "", value, scope)),)
    if len(named) > MAX_MEMBERS:
        scope.report("map.surplus", path=name, detail=f"{MAX_MEMBERS} × {name}")
    prop = SCHEMA.variableMeasured if name in VARIABLES else SCHEMA.additionalProperty
    return [(prop, member_value(name, key, member, scope)) for key, member in named[:MAX_MEMBERS]]


def _named(value: Any) -> list[tuple[str, dict[str, Any]]]:
    """The objects in a list, or in an object of nothing but objects, with their names there."""
    # asked without being noted: these objects are read when they are written
    if isinstance(value, dict):
        return list(dict.items(value)) if all(isinstance(member, dict) for member in dict.values(value)) else []
    named: list[tuple[str, dict[str, Any]]] = []
    for member in list.__iter__(value):
        if isinstance(member, dict):
            named.append(("", member))
        elif isinstance(member, list):
            named += _named(member)
        else:
            return []
    return named


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
    if name in BANDS and not member.keys().isdisjoint(PER_FILE):
        member = {inner: member[inner] for inner in member if inner not in PER_FILE}
    return _stated(name, f"{_MEMBER}{key}", member, scope)


_MEMBER, _SET = "member ", "set"
"""How a value is described: as an object with a name, which follows; as a set of values; else as it is."""


def _stated(name: str, manner: str, value: Any, scope: Scope) -> Term:
    """The property value that says a field's value in some manner, described in the scope.

    Raises:
        ConversionError: it is too large.
    """
    text = as_json(value)
    if len(text) > MAX_LENGTH:
        raise ConversionError("map.value", f"{name}: {len(text):,} > {MAX_LENGTH:,}")
    # the same platforms, bands and levels stand in record after record
    describe = _description if len(text) <= MAX_REMEMBERED else _description.__wrapped__
    digest, said = describe(name, manner, text)
    resource = scope.inner("property", digest)
    scope.triples += [(resource, prop, term) for prop, term in said]
    return resource


MAX_REMEMBERED = 1_000
"""The description of a longer value, in characters of JSON, is made anew each time."""


@lru_cache(maxsize=8192)
def _description(name: str, manner: str, text: str) -> tuple[str, tuple[tuple[Term, Term], ...]]:
    """What tells a property value apart from others, and what is said of it.

    Args:
        name: the field's.
        manner: how the value is described.
        text: the value as JSON.
    """
    value = orjson.loads(text)
    said = [(RDF.type, SCHEMA.PropertyValue), (SCHEMA.propertyID, literal(name))]
    if manner.startswith(_MEMBER):
        said += _member(manner.removeprefix(_MEMBER), value)
    elif (bounds := _bounds(value)) is not None:
        said += [(SCHEMA.minValue, _scalar(value[bounds.least])), (SCHEMA.maxValue, _scalar(value[bounds.most]))]
    elif isinstance(value, list) and all(isinstance(one, _OF_SETS if manner == _SET else str) for one in value):
        said += [(SCHEMA.value, _scalar(member)) for member in value]
    elif isinstance(value, (list, dict)):
        said.append((SCHEMA.value, literal(text, datatype=RDF.JSON)))
    else:
        said.append((SCHEMA.value, _scalar(value)))
    return short_hash(f"{name} {manner} {text}"), tuple(said)


_OF_SETS = (str, int, float)
"""What sets are of."""


def _member(key: str, member: dict[str, Any]) -> Iterator[tuple[Term, Term]]:
    if key:
        yield SCHEMA.name, literal(key)
    rest: dict[str, Any] = {}
    for inner, value in member.items():
        prop = TEXTS.get(inner)
        if prop is not None and isinstance(value, str):
            if value.strip() not in ("", key):
                yield prop, literal(value.strip())
        elif value is not None:
            rest[inner] = value
    if rest:
        yield SCHEMA.value, literal(as_json(rest), datatype=RDF.JSON)


def _bounds(value: Any) -> Bounds | None:
    if isinstance(value, dict) and len(value) == len(Bounds._fields):
        for bounds in BOUNDS:
            if all(isinstance(value.get(bound), (int, float, str)) for bound in bounds):
                return bounds
    return None


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


def as_json(value: Any) -> str:
    """A value as canonical JSON (JSON-LD 1.1, section 10.2)."""
    return orjson.dumps(value, _contents, orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_SUBCLASS).decode()


def _contents(value: Any) -> Any:
    """What an object or list of a kind of its own holds: it is asked for all of it, and may note that."""
    return dict(value.items()) if isinstance(value, dict) else list(value)


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
