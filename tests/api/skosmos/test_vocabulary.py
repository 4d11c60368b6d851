"""What vocabularies say of themselves, their groups, indexes, statistics and changes."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

Ask = Callable[..., dict[str, Any]]
W, ICE = "https://weather.example/", "https://ice.example/"
SKOS, ISOTHES = "http://www.w3.org/2004/02/skos/core#", "http://purl.org/iso25964/skos-thes#"


def test_vocabularies(ask: Ask) -> None:
    body = ask("vocabularies", lang="fr")
    assert body["vocabularies"] == [
        {"uri": "ice", "id": "ice", "title": "Ice"},
        {"uri": "weather", "id": "weather", "title": "Météo"},
        {"uri": "wide", "id": "wide", "title": "Wide"},
    ]


def test_information(ask: Ask) -> None:
    body = ask("weather/", lang="en")
    assert (body["uri"], body["id"], body["title"], body["defaultLanguage"]) == ("", "weather", "Weather", "en")
    assert body["languages"][:2] == ["en", "fr"]
    assert "marcSource" in body
    assert body["conceptschemes"] == [
        {"uri": f"{W}regional", "type": "skos:ConceptScheme", "label": "Regional winds"},
        {"uri": f"{W}scheme", "type": "skos:ConceptScheme", "prefLabel": "Weather words", "title": "Weather"},
    ]
    assert body["@context"]["@base"].endswith("/rest/v1/weather/")
    assert ask("ice/")["languages"] == ["en", "fr", "de", "it"]


def test_types(ask: Ask, api: httpx2.Client) -> None:
    found = {entry["uri"]: entry for entry in ask("weather/types", lang="fr")["types"]}
    assert found[f"{W}Breeze"] == {"uri": f"{W}Breeze", "label": "Brise", "superclass": f"{SKOS}Concept"}
    assert found[f"{SKOS}Concept"]["label"] == "Concept"
    assert found[f"{SKOS}Collection"]["label"] == "Collection"
    assert {entry["uri"] for entry in ask("ice/types")["types"]} == {f"{SKOS}Concept"}
    assert f"{W}Breeze" in {entry["uri"] for entry in ask("types", lang="en")["types"]}
    missing = api.get("types")
    assert (missing.status_code, missing.text) == (400, "400 Bad Request : lang parameter missing")


def test_statistics(ask: Ask) -> None:
    body = ask("weather/vocabularyStatistics", lang="en")
    assert (body["id"], body["title"]) == ("weather", "Weather")
    assert body["concepts"] == {"class": f"{SKOS}Concept", "label": "Concept", "count": 11, "deprecatedCount": 1}
    assert body["subTypes"] == [{"type": f"{W}Breeze", "count": 1, "deprecatedCount": 0, "label": "Breeze"}]
    assert body["conceptGroups"]["class"] == f"{SKOS}Collection"
    assert body["conceptGroups"]["count"] == 3
    assert "conceptGroups" not in ask("ice/vocabularyStatistics")


def test_label_statistics(ask: Ask) -> None:
    body = ask("weather/labelStatistics", lang="fr")
    found = {entry["language"]: entry for entry in body["languages"]}
    assert found["fr"]["literal"] == "français"
    assert {one["property"]: one["labels"] for one in found["fr"]["properties"]} == {
        "skos:prefLabel": 7,
        "skos:altLabel": 1,
        "skos:hiddenLabel": 1,
    }
    assert {entry["language"] for entry in ask("ice/labelStatistics", lang="en")["languages"]} == {
        "en",
        "fr",
        "de",
        "it",
    }


def test_groups(ask: Ask) -> None:
    body = ask("weather/groups", lang="en")
    assert body["groups"] == [
        {"uri": f"{W}fast", "hasMembers": True, "prefLabel": "Fast movement"},
        {
            "uri": f"{W}movement",
            "hasMembers": True,
            "prefLabel": "Movement",
            "childGroups": [f"{W}fast"],
            "notation": "M",
        },
        {"uri": f"{W}empty", "hasMembers": False, "prefLabel": "Nothing"},
    ]
    assert ask("ice/groups")["groups"] == []


def test_group_members(ask: Ask, api: httpx2.Client) -> None:
    body = ask("weather/groupMembers", uri=f"{W}movement", lang="fr")
    assert body["members"] == [
        {
            "uri": f"{W}fast",
            "isSuper": True,
            "hasMembers": True,
            "type": ["isothes:ConceptGroup", "skos:Collection"],
            "prefLabel": "Fast movement (en)",
        },
        {
            "uri": f"{W}wind",
            "isSuper": False,
            "hasMembers": False,
            "type": ["skos:Concept"],
            "prefLabel": "vent",
            "notation": "W",
        },
    ]
    for uri in (f"{W}empty", f"{W}wind", "https://nowhere.example/"):
        response = api.get("weather/groupMembers", params={"uri": uri})
        assert (response.status_code, response.text) == (404, f"404 Not Found : Could not find group <{uri}>")


def test_index(ask: Ask) -> None:
    assert ask("weather/index/", lang="en")["indexLetters"] == ["A", "B", "L", "R", "S", "W", "!*", "0-9"]
    assert ask("weather/index/", lang="fr")["indexLetters"] == ["B", "G", "L", "M", "P", "V"]
    assert ask("weather/index/", lang="zz")["indexLetters"] == []

    def listed(letter: str, **parameters: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ask(f"weather/index/{letter}", **parameters)["indexConcepts"]
        return found

    assert listed("V", lang="fr") == [
        {"uri": f"{W}wind", "localname": "wind", "prefLabel": "vent", "lang": "fr"},
        {"uri": f"{W}bise", "localname": "bise", "prefLabel": "bise", "lang": "fr", "altLabel": "vent d'été"},
    ]
    assert [one["prefLabel"] for one in listed("0-9", lang="en")] == ["90 knots"]
    assert [one["prefLabel"] for one in listed("!*", lang="en")] == ["(odd) *star*"]
    everything = listed("*", lang="en")
    shown = [one.get("altLabel", one["prefLabel"]).casefold() for one in everything]
    assert shown == sorted(shown)
    assert "gust" not in shown
    assert listed("*", lang="en", offset=2, limit=3) == everything[2:5]
    assert listed("(", lang="en") == listed("!*", lang="en")


def test_changes(ask: Ask) -> None:
    new = ask("weather/new", lang="en")["changeList"]
    assert [(one["uri"].removeprefix(W), one["date"]) for one in new] == [
        ("gust", "2025-01-01T00:00:00+0000"),
        ("mistral", "2022-02-02T00:00:00+0000"),
        ("rain", "2021-03-01T00:00:00+0000"),
        ("wind", "2020-01-05T00:00:00+0000"),
    ]
    assert new[0]["replacedBy"] == f"{W}squall"
    assert new[0]["replacingLabel"] == "squall"
    modified = ask("weather/modified", lang="fr")["changeList"]
    assert [(one["prefLabel"], one["date"]) for one in modified] == [
        ("rafale", "2025-01-01T00:00:00+0000"),
        ("pluie", "2024-05-06T05:08:09+0000"),
        ("bise", "2023-01-01T00:00:00+0000"),
    ]
    assert ask("weather/modified", lang="fr", offset=1, limit=1)["changeList"] == modified[1:2]
    assert ask("ice/new")["changeList"] == []


def test_lookup(ask: Ask, api: httpx2.Client) -> None:
    def found(label: str, **parameters: Any) -> list[dict[str, Any]]:
        hits: list[dict[str, Any]] = ask("weather/lookup", label=label, **parameters)["result"]
        return hits

    assert [(hit["uri"], hit["prefLabel"]) for hit in found("wind", lang="en")] == [(f"{W}wind", "wind")]
    assert [hit["prefLabel"] for hit in found("WIND", lang="en")] == ["wind"]
    assert [hit["prefLabel"] for hit in found("vent")] == ["vent"]
    assert [(hit["altLabel"], hit["prefLabel"]) for hit in found("moving AIR")] == [("moving air", "wind")]
    assert [hit["uri"] for hit in found("(odd) *star*")] == [f"{W}odd"]
    for label, language in (("vent", "en"), ("mistrau", "fr"), ("win*", "en"), ("*", "")):
        response = api.get("weather/lookup", params={"label": label, "lang": language})
        assert (response.status_code, response.text) == (404, f"404 Not Found : Could not find label '{label}'")
    assert api.get("weather/lookup").text == "400 Bad Request : label parameter missing"


def test_a_vocabulary_that_is_not_there(api: httpx2.Client) -> None:
    response = api.get("nothing/topConcepts")
    assert (response.status_code, response.text) == (404, "404 Not Found : Vocabulary id 'nothing' not found.")


@pytest.mark.parametrize("path", ["weather/nothing", "weather/index", "weather/label/more", "a/b/c/d"])
def test_addresses_that_are_not_there(path: str, api: httpx2.Client) -> None:
    response = api.get(path)
    assert (response.status_code, response.text) == (404, "404 Not Found")
    assert response.headers["access-control-allow-origin"] == "*"
