"""Batches of queries as the specification has them, and as it has them not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft7Validator

from api.errors import ParameterError, TooLargeError
from api.reconciliation.batch import MOST_CANDIDATES, MOST_QUERIES, Entity, Property, Query, read_batch


def read(query: Any) -> Query:
    return read_batch(orjson.dumps({"q0": query}).decode())["q0"]


def test_a_query() -> None:
    assert read({"query": "sea"}) == Query("sea")
    assert read(
        {
            "query": "sea",
            "type": ["a", "b"],
            "limit": 3.0,
            "type_strict": "all",
            "properties": [{"pid": "x", "v": ["y", 2, True, {"id": "z", "name": "Z"}]}, {"pid": "lang", "v": "fr"}],
        }
    ) == Query(
        "sea",
        ("a", "b"),
        "all",
        3,
        (Property("x", ("y", "2", "true", Entity("z", "Z"))), Property("lang", ("fr",))),
    )
    assert read({"query": "sea", "type": ""}).types == ()
    assert read({"query": "sea", "limit": 1e9}).limit == MOST_CANDIDATES
    assert read({"properties": [{"pid": "x", "v": "y"}]}).text == ""


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"limit": 1},
        {"properties": []},
        {"query": "x", "props": []},
        {"query": 1},
        {"query": None},
        {"query": "x", "limit": "1"},
        {"query": "x", "limit": 0},
        {"query": "x", "limit": True},
        {"query": "x", "type": 1},
        {"query": "x", "type": [1]},
        {"query": "x", "type": ["t"] * 51},
        {"query": "x", "type_strict": "some"},
        {"query": "x", "type_strict": ["any"]},
        {"query": "x", "properties": {}},
        {"query": "x", "properties": ["y"]},
        {"query": "x", "properties": [{"pid": "y"}]},
        {"query": "x", "properties": [{"pid": 1, "v": "y"}]},
        {"query": "x", "properties": [{"pid": "y", "v": None}]},
        {"query": "x", "properties": [{"pid": "y", "v": {"name": "z"}}]},
        {"query": "x", "properties": [{"pid": "y", "v": ["z"] * 51}]},
        [],
        "x",
        None,
    ],
)
def test_what_is_no_query(query: Any) -> None:
    with pytest.raises(ParameterError, match=r"^Parameter queries: q0: "):
        read(query)


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '"q"', '{"q": NaN}', '{"q": "\\ud800"}', "[" * 100_000])
def test_what_is_no_batch(text: str) -> None:
    with pytest.raises(ParameterError):
        read_batch(text)


def test_the_largest_batch() -> None:
    batch = {f"q{number}": {"query": "x"} for number in range(MOST_QUERIES)}
    assert len(read_batch(orjson.dumps(batch).decode())) == MOST_QUERIES
    with pytest.raises(TooLargeError):
        read_batch(orjson.dumps(batch | {"one": {"query": "x"}}).decode())
    heavy = {"query": "x", "properties": [{"pid": "y", "v": ["z"] * 50}]}
    with pytest.raises(TooLargeError):
        read_batch(orjson.dumps({str(number): heavy for number in range(101)}).decode())


def test_many_queries_share_the_candidates() -> None:
    def limit(number: int) -> int:
        batch = {str(n): {"query": "x", "limit": 100} for n in range(number)}
        return read_batch(orjson.dumps(batch).decode())["0"].limit

    assert (limit(1), limit(200), limit(1000)) == (100, 100, 20)


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["valid", "invalid"])
def test_the_examples_of_the_specification(
    kind: str, specification: Path, validator: Callable[[str], Draft7Validator]
) -> None:
    examples = sorted((specification / "examples" / "reconciliation-query-batch" / kind).glob("*.json"))
    assert examples
    for path in examples:
        batch = orjson.loads(path.read_bytes())
        assert validator("reconciliation-query-batch").is_valid(batch) == (kind == "valid")
        if kind == "valid":
            assert len(read_batch(path.read_text("utf-8"))) == len(batch)
        else:
            with pytest.raises(ParameterError):
                read_batch(path.read_text("utf-8"))
