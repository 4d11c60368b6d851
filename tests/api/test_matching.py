"""Matching over HTTP: terms in, candidates out, in three forms, within bounds."""

import csv
import io
from typing import Any

import httpx2
import orjson
import pytest

from vocab.exchange import CSV_COLUMNS, MOST_TERMS
from vocab.sssom import read

GCMD = "https://gcmd.earthdata.nasa.gov/kms/concept/"
TERMS = {
    "terms": [
        {"text": "EARTH SCIENCE > ATMOSPHERE > CLOUDS", "thesaurus": "GCMD Science Keywords"},
        {"text": "Nuage", "language": "fr", "hint": "theme"},
        "zzzz qqqq",
    ]
}


def post(client: httpx2.Client, content: object, path: str = "/api/match", **headers: str) -> httpx2.Response:
    return client.post(path, content=orjson.dumps(content), headers={"Content-Type": "application/json", **headers})


def test_json_in_and_out(client: httpx2.Client) -> None:
    answer = post(client, TERMS)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    first, second, third = answer.json()["results"]
    assert first["automatic"] is True
    assert first["candidates"][0]["method"] == "path"
    assert first["candidates"][0]["uri"].startswith(GCMD)
    assert second["candidates"][0]["evidence"]["language"] == "fr"
    assert third["candidates"] == []


@pytest.mark.parametrize(
    ("asked", "media_type"),
    [
        ({"Accept": "text/csv"}, "text/csv; charset=utf-8"),
        ({"Accept": "text/tab-separated-values, application/json;q=0.5"}, "text/tab-separated-values; charset=utf-8"),
        ({"Accept": "*/*"}, "application/json"),
        ({}, "application/json"),
    ],
)
def test_the_form_is_negotiated(client: httpx2.Client, asked: dict[str, str], media_type: str) -> None:
    answer = post(client, TERMS, **asked)
    assert answer.headers["content-type"] == media_type
    assert "accept" in answer.headers["vary"].lower()


def test_csv_in_and_out(client: httpx2.Client) -> None:
    content = "\ufeffterm;hint\r\nclouds;theme\r\nMODIS;instrument\r\n".encode()
    answer = client.post("/api/match?format=csv&limit=1", content=content, headers={"Content-Type": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [(row["number"], row["text"], row["hint"]) for row in rows] == [
        ("1", "clouds", "theme"), ("2", "MODIS", "instrument")
    ]  # fmt: skip


def test_sssom_out(client: httpx2.Client) -> None:
    answer = post(client, TERMS, "/api/match?format=sssom")
    mappings = list(read("answer", io.StringIO(answer.text, newline=""))[1])
    assert {one.value("mapping_tool") for one in mappings} == {"TerraFAIR"}
    assert {one.subject_label for one in mappings} == {"EARTH SCIENCE > ATMOSPHERE > CLOUDS", "Nuage", "zzzz qqqq"}


def test_only_the_vocabularies_that_are_asked(client: httpx2.Client) -> None:
    results = post(client, ["clouds"], "/api/match?vocab=ecv").json()["results"]
    assert {one["vocabulary"] for one in results[0]["candidates"]} == {"ecv"}
    assert results[0]["basis"] == "asked"


def refused(answer: httpx2.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    said: dict[str, Any] = answer.json()
    return said


@pytest.mark.parametrize(
    ("content", "parameter"),
    [({"terms": 1}, "terms"), ([{"text": ""}], "terms"), (["a", 2], "terms"), ([{"text": "a", "hint": "b"}], "terms")],
)
def test_malformed_terms_are_refused(client: httpx2.Client, content: object, parameter: str) -> None:
    assert refused(post(client, content), 422)["parameter"] == parameter


@pytest.mark.parametrize("query", ["format=xlsx", "hint=colour", "limit=0", "limit=21", "limit=²", "vocab=nothing"])
def test_bad_parameters_are_refused(client: httpx2.Client, query: str) -> None:
    said = refused(post(client, ["a"], f"/api/match?{query}"), 422)
    assert said["parameter"] == query.partition("=")[0]


def test_other_refusals(client: httpx2.Client) -> None:
    refused(client.post("/api/match", content=b"<a/>", headers={"Content-Type": "application/xml"}), 415)
    refused(client.post("/api/match", content=b"\xff", headers={"Content-Type": "text/csv"}), 422)
    refused(client.post("/api/match", content=b"{", headers={"Content-Type": "application/json"}), 422)
    refused(post(client, ["a"], Accept="image/png"), 406)
    refused(client.get("/api/match"), 405)
    french = refused(post(client, [1], **{"Accept-Language": "fr"}), 422)
    assert "terme 1" in french["detail"]


def test_there_are_bounds(client: httpx2.Client) -> None:
    refused(post(client, ["a"] * 100_000), 413)
    refused(client.post("/api/match", content=b" " * 17_000_000, headers={"Content-Type": "application/json"}), 413)
    assert len(post(client, ["clouds"] * MOST_TERMS).json()["results"]) == MOST_TERMS
    long = post(client, ["x" * 10_000, '" OR * NEAR(', "**"])
    assert long.status_code == 200


def test_pages_of_others_may_ask(client: httpx2.Client) -> None:
    asked = {
        "Origin": "https://elsewhere.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.options("/api/match", headers=asked)
    assert answer.status_code == 200
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert post(client, ["a"], Origin="https://elsewhere.example").headers["access-control-allow-origin"] == "*"
