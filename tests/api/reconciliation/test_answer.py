"""Answers: who is found, in which order, and who is taken."""

from typing import Any

import pytest

from api.reconciliation.answer import Answering
from api.reconciliation.batch import Entity, Property, Query
from api.reconciliation.service import Service
from vocab.namespace import SKOS

W, T = "http://example.org/water/", "http://example.org/things/"


def results(service: Service, *parts: Any, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Answering(service).answers({"q": Query(*parts, **more)})["q"]["result"]
    return found


def ids(service: Service, *parts: Any, **more: Any) -> list[str]:
    return [one["id"] for one in results(service, *parts, **more)]


def test_a_candidate(everything: Service) -> None:
    best = results(everything, "water")[0]
    features = {one["id"]: one["value"] for one in best.pop("features")}
    assert best == {
        "id": f"{W}water",
        "name": "Water",
        "description": "What seas are made of. (The water)",
        "score": 100.0,
        "match": True,
        "type": [
            {"id": "http://example.org/water", "name": "The water"},
            {"id": "parameter", "name": "Parameters"},
            {"id": SKOS.Concept[1:-1], "name": "Concept"},
        ],
    }
    assert features["exact"] is True


def test_equals_are_never_taken(everything: Service, water: Service) -> None:
    both = results(everything, "ice")
    assert {one["id"] for one in both[:2]} == {f"{W}ice", f"{T}ice"}
    assert both[0]["score"] == both[1]["score"]
    assert not any(one["match"] for one in both)
    assert [one["match"] for one in results(everything, "ice", limit=1)] == [False]
    alone = results(water, "ice")
    assert (alone[0]["id"], alone[0]["match"]) == (f"{W}ice", True)
    # another property tells them apart
    told = results(everything, "ice", properties=(Property("scheme", ("water",)),))
    assert [(one["id"], one["match"]) for one in told[:2]] == [(f"{W}ice", True), (f"{T}ice", False)]


def test_names_in_any_spelling(water: Service) -> None:
    assert ids(water, "SEA-WATER")[0] == f"{W}sea"
    assert ids(water, "eau de mer")[0] == f"{W}sea"
    assert ids(water, "Brine")[0] == f"{W}sea"
    assert ids(water, "w1")[0] == f"{W}water"
    assert ids(water, f"{W}deep") == [f"{W}deep"]
    assert ids(water, f"{T}ice") == []
    assert ids(water, "nothing of the kind") == []
    for text in ("", "   ", "*", "**", '" OR 1=1 --', "a" * 10_000, "\x00", "é" * 600):
        assert isinstance(ids(water, text), list)


def test_likeness_is_never_taken(water: Service) -> None:
    best = results(water, "Sea wate")[0]
    assert best["id"] == f"{W}sea"
    assert best["score"] < 92
    assert not best["match"]
    assert {one["id"]: one["value"] for one in best["features"]}["exact"] is False


def test_by_which_name_it_was_found(water: Service) -> None:
    assert results(water, "Brine")[0]["description"].startswith("Brine – ")
    assert results(water, "Brine")[0]["name"] == "Eau de mer"


def test_language(water: Service) -> None:
    assert results(water, "sea water", properties=(Property("lang", ("en-GB",)),))[0]["name"] == "Sea water"
    assert results(water, "sea water")[0]["name"] == "Eau de mer"


def test_properties_count(everything: Service) -> None:
    def score(pid: str, *values: Any) -> float:
        found = results(everything, "deep water", properties=(Property(pid, values),))
        return float(found[0]["score"])

    assert score("broader", "Sea water") == 100
    assert score("broader", "Water") == 100
    assert score("broader", "nothing", Entity(f"{W}sea", "")) == 100
    assert score("broader", "Ice") == 75
    assert score("related", "glace") == 100
    assert score(f"{SKOS.base}related", f"{W}ice") == 100
    assert score("deprecated", "false") == 100
    # what is no property says nothing
    assert score("colour", "blue") == 100
    found = results(everything, "deep water", properties=(Property("broader", ("Ice",)),))[0]
    assert not found["match"]
    assert {"id": "properties", "value": 0.0} in found["features"]


def test_properties_alone(everything: Service) -> None:
    def having(pid: str, *values: Any) -> list[str]:
        return ids(everything, "", properties=(Property(pid, values),))

    assert having("notation", "W1") == [f"{W}water"]
    assert having("broader", f"{W}sea") == [f"{W}deep"]
    assert having("narrower", "Deep water") == [f"{W}sea"]
    assert having("exactMatch", f"{T}sea") == [f"{W}sea"]
    assert having("uri", f"{W}ice") == [f"{W}ice"]
    assert having("prefLabel", "Glace") == [f"{W}ice"]
    assert having("colour", "blue") == []


@pytest.mark.parametrize(
    ("types", "strictness", "found"),
    [
        (("water",), "any", {f"{W}ice"}),
        (("http://example.org/things",), "any", {f"{T}ice"}),
        (("platform",), "any", {f"{T}ice"}),
        (("water", "platform"), "any", {f"{W}ice", f"{T}ice"}),
        (("water", "platform"), "all", set()),
        (("water", "parameter", SKOS.Concept[1:-1]), "all", {f"{W}ice"}),
        (("nonsense",), "any", set()),
        (("nonsense", "water"), "any", {f"{W}ice"}),
        (("nonsense", "water"), "all", set()),
        (("nonsense",), "should", {f"{W}ice", f"{T}ice"}),
    ],
)
def test_types(types: tuple[str, ...], strictness: str, found: set[str], everything: Service) -> None:
    answered = results(everything, "ice", types, strictness)
    assert {one["id"] for one in answered if one["name"].lower() == "ice"} == found


def test_what_should_be_comes_first(everything: Service) -> None:
    answered = results(everything, "ice", ("platform",), "should")
    assert [one["id"] for one in answered[:2]] == [f"{T}ice", f"{W}ice"]
    assert answered[0]["match"]
    assert answered[1]["score"] == 90


def test_the_same_query_is_answered_once(everything: Service) -> None:
    found = Answering(everything).answers({"a": Query("ice"), "b": Query("ice")})
    assert found["a"] is found["b"]


def test_deprecated_concepts_say_so(everything: Service) -> None:
    best = results(everything, "frozen water")[0]
    assert best["id"] == f"{W}old"
    assert {"id": "deprecated", "value": True} in best["features"]
