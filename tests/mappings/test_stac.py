"""STAC: what stands in the wrong place or is of the wrong type is told, and never stops anything."""

import copy
import functools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pyoxigraph
import pytest

from harvesters.record import RawRecord
from mappings import stac_field
from mappings.coverage import Fate, coverage
from mappings.errors import RecordError
from mappings.refine import refine
from mappings.scope import Context, Origin
from mappings.stac_types import TYPES
from vocab.namespace import ADMS, DCAT, FOAF, RDF, SCHEMA
from vocab.term import nquads

from .conftest import Refine

CASES = Path(__file__).parent / "cases"
FULL = (
    "stac-item/extensions",
    "stac-item/extensions-before-1.0",
    "stac-collection/datacube",
    "stac-catalog/everything",
)
WRONG: list[Any] = ["text", 5, True, [], {}, [None], ["a", 1], {"a": {"b": [1]}}, None]

ITEM = {"type": "Feature", "stac_version": "1.1.0", "id": "i", "properties": {"datetime": "2022-01-01T00:00:00Z"}}
COLLECTION = {"type": "Collection", "stac_version": "1.1.0", "id": "c", "description": "A collection.", "extent": {}}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from places(child, (*path, key))


@pytest.mark.parametrize("case", FULL)
def test_wrong_value_in_any_place_is_no_crash(case: str, context: Context) -> None:
    document = orjson.loads((CASES / case / "input.json").read_bytes())
    for number, path in enumerate(places(document)):
        for wrong in WRONG[number % 2 :: 2]:
            spoilt = copy.deepcopy(document)
            functools.reduce(lambda value, key: value[key], path[:-1], spoilt)[path[-1]] = wrong
            try:
                record = refine(RawRecord("name", orjson.dumps(spoilt), ""), Origin("hub", "source", "name"), context)
            except RecordError:
                continue
            list(pyoxigraph.parse(nquads(record.triples, record.graph), format=pyoxigraph.RdfFormat.N_QUADS))


def fields() -> Iterator[tuple[dict[str, Any], tuple[str, ...], Any]]:
    """A document of the kind that has a field, the field's path, and a value of a type that it cannot have."""
    for path, types in TYPES.items():
        for name, kinds in types.items():
            wrong = next(value for value in ({"a": 1}, ["a"], "a") if not isinstance(value, kinds))
            holder = ITEM if path in ((), ("properties",)) and name not in ("extent", "summaries") else COLLECTION
            yield holder, (*path, name), wrong


@pytest.mark.parametrize(("document", "path", "wrong"), [pytest.param(*one, id=".".join(one[1])) for one in fields()])
def test_field_of_another_type_is_told(
    document: dict[str, Any], path: tuple[str, ...], wrong: Any, refined: Refine
) -> None:
    spoilt = copy.deepcopy(document)
    holder = functools.reduce(lambda value, key: value.setdefault(key, {}), path[:-1], spoilt)
    holder[path[-1]] = wrong
    if path == ("properties",):
        # without properties nothing tells that it is an Item
        spoilt |= {"geometry": None, "assets": {}}
    found = [(one.code, one.path) for one in refined(orjson.dumps(spoilt)).diagnostics]
    assert ("map.value", ".".join(path)) in found


def test_every_case_is_carried_or_left_out_on_purpose(context: Context) -> None:
    for case in FULL:
        raw = RawRecord("record", (CASES / case / "input.json").read_bytes(), "")
        assert coverage(raw, Origin("hub", "source", "record"), context).of(Fate.LOST) == [], case


ROLES = [
    ({"roles": ["data"]}, DCAT.distribution),
    ({}, DCAT.distribution),
    ({"roles": []}, DCAT.distribution),
    ({"roles": "data"}, DCAT.distribution),
    ({"roles": ["reflectance"]}, DCAT.distribution),
    ({"roles": ["thumbnail", "data"]}, DCAT.distribution),
    ({"roles": [5, "overview"]}, ADMS.sample),
    ({"roles": ["metadata", "thumbnail"]}, ADMS.sample),
    ({"roles": ["iso-19115"]}, FOAF.page),
]


@pytest.mark.parametrize(("asset", "prop"), ROLES)
def test_asset_is_what_its_roles_say(asset: dict[str, Any], prop: str, refined: Refine) -> None:
    asset = {"href": "https://files.example/a", **asset}
    record = refined(orjson.dumps({**ITEM, "assets": {"a": asset}}))
    found = {p for s, p, _ in record.triples if s == record.dataset} & {DCAT.distribution, ADMS.sample, FOAF.page}
    assert found == {prop}


def test_key_is_a_role_where_there_is_none(refined: Refine) -> None:
    asset = {"href": "https://files.example/a.png"}
    record = refined(orjson.dumps({**ITEM, "assets": {"thumbnail": asset, "B1": asset | {"href": "b.tif"}}}))
    assert len([o for s, p, o in record.triples if (s, p) == (record.dataset, ADMS.sample)]) == 1


VALUES = [
    (1, '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    (1.0, '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    (1e-9, '"1e-09"^^<http://www.w3.org/2001/XMLSchema#double>'),
    ("1", '"1"'),
    (True, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
    ([1, 2], f'"[1,2]"^^{RDF.JSON}'),
    ({"b": 1, "a": "é"}, f'"{{\\"a\\":\\"é\\",\\"b\\":1}}"^^{RDF.JSON}'),
]


def test_values_that_look_alike_are_told_apart(refined: Refine) -> None:
    """What is remembered of one value is never taken for another's, and one of each is a resource of its own."""
    seen = set()
    for value, literal in VALUES * 2:
        properties = {**ITEM["properties"], "x:field": value}  # type: ignore[dict-item]
        record = refined(orjson.dumps({**ITEM, "properties": properties}))
        node = next(o for s, p, o in record.triples if p == SCHEMA.additionalProperty)
        assert [o for s, p, o in record.triples if (s, p) == (node, SCHEMA.value)] == [literal]
        seen.add(node)
    assert len(seen) == len(VALUES)


def test_long_values_are_not_remembered(refined: Refine) -> None:
    def remembered(value: str) -> int:
        refined(orjson.dumps({**ITEM, "x:field": value}))
        return stac_field._description.cache_info().currsize

    before = remembered("short")
    assert remembered("x" * stac_field.MAX_REMEMBERED) == before
    assert remembered("another") == before + 1
