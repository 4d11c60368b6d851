"""Searches: where they look, what they show, and what the users of Skosmos miss."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

Ask = Callable[..., dict[str, Any]]
W, ICE, WIDE = "https://weather.example/", "https://ice.example/", "https://wide.example/"


@pytest.fixture
def hits(ask: Ask) -> Callable[..., list[dict[str, Any]]]:
    def finding(path: str = "search", **parameters: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ask(path, **parameters)["results"]
        return found

    return finding


Hits = Callable[..., list[dict[str, Any]]]


def test_hits(hits: Hits) -> None:
    assert hits(query="mistral*", lang="fr", vocab="weather") == [
        {
            "uri": f"{W}mistral",
            "type": ["skos:Concept", f"{W}Breeze"],
            "localname": "mistral",
            "prefLabel": "Mistral",
            "lang": "fr",
            "vocab": "weather",
            "notation": "W1",
        }
    ]
    (hidden,) = hits(query="mistrau", lang="fr")
    assert (hidden["prefLabel"], hidden["hiddenLabel"], hidden["lang"]) == ("Mistral", "mistrau", "fr")
    (other,) = hits(query="moving*", lang="en", labellang="fr")
    assert (other["prefLabel"], other["altLabel"], other["lang"]) == ("vent", "moving air", "en")
    (code,) = hits(query="w1", vocab="weather")
    assert (code["notation"], code["matchedNotation"], code["prefLabel"]) == ("W1", "W1", "Mistral")
    (matched,) = hits(query="eis", labellang="fr")
    assert (matched["prefLabel"], matched["matchedPrefLabel"], matched["lang"]) == ("glace", "Eis", "de")
    # no label in the language shown: the one that was found
    (fallback,) = hits(query="hagel", labellang="en")
    assert (fallback["prefLabel"], fallback["lang"]) == ("Hagel", "de")


def test_varieties_of_a_language(hits: Hits) -> None:
    assert [hit["lang"] for hit in hits(query="bise*", lang="en")] == ["en", "en-gb"]
    assert [hit["lang"] for hit in hits(query="bise*", lang="en-GB")] == ["en-gb"]


def test_where_it_looks(hits: Hits) -> None:
    def found(**parameters: Any) -> set[str]:
        return {hit["uri"].removeprefix(W) for hit in hits(query="*", **parameters)}

    assert found() == set()
    assert found(parent=f"{W}wind", lang="en") == {"squall", "line", "bise"}
    assert found(parent=f"{W}rain", lang="fr") == {"squall", "line"}
    assert found(parent=f"{W}round", lang="en") == {"about"}
    assert found(group=f"{W}movement", lang="en") == {"wind"}
    assert found(group=f"{W}movement", parent=f"{W}wind") == set()
    assert found(parent=f"{W}wind", vocab="ice") == set()
    assert found(parent=f"{W}nothing") == found(group=f"{W}nothing") == set()
    assert {hit["uri"] for hit in hits(query="*i*", scheme=f"{W}regional")} == {f"{W}mistral"}
    assert {hit["vocab"] for hit in hits(query="*i*", scheme=f"{ICE}scheme")} == {"ice"}
    assert hits(query="*i*", scheme="https://nowhere.example/") == []
    assert {hit["vocab"] for hit in hits("weather/search", query="*i*")} == {"weather"}
    assert {hit["vocab"] for hit in hits(query="*i*", vocab="ice weather nothing")} == {"ice", "weather"}
    assert hits(query="*i*", vocab="nothing") == []


def test_types(hits: Hits) -> None:
    def found(query: str, **parameters: Any) -> set[str]:
        return {hit["uri"].removeprefix(W) for hit in hits(query=query, vocab="weather", **parameters)}

    assert found("m*") == {"wind", "mistral"}
    assert found("m*", type="skos:Collection") == {"movement"}
    assert found("m*", type="skos:Concept skos:Collection") == {"wind", "mistral", "movement"}
    assert found("m*", type=f"{W}Breeze") == {"mistral"}
    assert found("m*", type="isothes:ConceptGroup") == {"movement"}
    assert found("m*", type="nothing:at-all") == set()


def test_fields(ask: Ask) -> None:
    fields = "definition broader exactMatch nonsense prefLabel"
    body = ask("search", query="mistral", lang="fr", vocab="weather", fields=fields)
    (hit,) = body["results"]
    assert hit["definition"] == ["Vent froid du nord."]
    assert hit["broader"] == [{"uri": f"{W}wind", "prefLabel": "vent"}]
    assert hit["exactMatch"] == [{"uri": f"{ICE}mistral", "prefLabel": "mistral"}]
    assert hit["prefLabels"] == {"fr": "Mistral"}
    assert "nonsense" not in hit
    assert body["@context"]["definition"] == "skos:definition"


def test_unique(hits: Hits) -> None:
    assert [hit["uri"] for hit in hits(query="mist*", lang="fr", vocab="weather")] == [f"{W}mistral"] * 2
    (best,) = hits(query="mist*", lang="fr", vocab="weather", unique="true")
    assert "hiddenLabel" not in best
    assert len(hits(query="mist*", lang="fr", vocab="weather", unique="False")) == 2


def test_deprecated_concepts_are_not_found(hits: Hits) -> None:
    assert hits(query="gust") == []


def test_relevance(hits: Hits) -> None:
    by_label = [hit["prefLabel"] for hit in hits(query="*squall*", lang="en")]
    assert by_label == ["line squall", "squall"]
    assert [hit["prefLabel"] for hit in hits(query="*squall*", lang="en", order="relevance")] == [
        "squall",
        "line squall",
    ]
    paged = hits(query="leaf 1*", vocab="wide", order="relevance", maxhits=3)
    assert [hit["prefLabel"] for hit in paged] == ["leaf 1", "leaf 10", "leaf 11"]


def test_accents(hits: Hits) -> None:
    assert hits(query="vent d'ete", lang="fr") == []
    assert [hit["altLabel"] for hit in hits(query="VENT D ETE", lang="fr", accents="ignore")] == ["vent d'été"]
    assert [hit["altLabel"] for hit in hits(query="*d'ete", accents="ignore")] == ["vent d'été"]


def test_misspellings(hits: Hits) -> None:
    found = hits(query="mistrral", lang="fr", fuzzy="true", vocab="weather", unique="true")
    assert found[0]["uri"] == f"{W}mistral"
    assert 0.75 <= found[0]["score"] < 1
    assert hits(query="sqaull", lang="en", fuzzy="true", unique="true")[0]["prefLabel"] == "squall"
    assert [hit["prefLabel"] for hit in hits(query="iec", lang="en", fuzzy="true", vocab="ice")] == ["ice"]
    assert hits(query="iec", lang="en", fuzzy="true", vocab="weather") == []
    assert hits(query="zzzzzzzz", fuzzy="true") == []
    assert hits(query="squall", lang="en", fuzzy="true")[0]["score"] == 1
    assert hits(query="gust", fuzzy="true") == []


def test_pages(hits: Hits) -> None:
    everything = hits(query="leaf*", vocab="wide")
    assert len(everything) == 1000
    assert hits(query="leaf*", vocab="wide", offset=10, maxhits=5) == everything[10:15]
    assert len(hits(query="leaf*", vocab="wide", offset=1190)) == 9
    assert hits(query="leaf*", vocab="wide", offset=999_999_999) == []
    assert len(hits(query="*", parent=f"{WIDE}0000", lang="fr")) == 1000


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("query=a&order=nonsense", "order parameter is invalid"),
        ("query=a&accents=nonsense", "accents parameter is invalid"),
        ("query=a&offset=x", "offset parameter is invalid"),
        ("query=a&maxhits=-5", "maxhits parameter is invalid"),
        ("query=a&offset=1e9", "offset parameter is invalid"),
        (f"query={'a' * 10_000}", "query parameter is too long"),
        (f"query=a&parent={'a' * 10_000}", "parent parameter is invalid"),
    ],
)
def test_bad_parameters(query: str, message: str, api: httpx2.Client) -> None:
    for path in ("search", "weather/search"):
        response = api.get(f"{path}?{query}")
        assert (response.status_code, response.text) == (400, f"400 Bad Request : {message}")


ODD = (
    *(
        "**",
        "* *",
        "*" * 900,
        "a" * 900,
        "*a" * 400,
        "' OR 1=1 --",
        '"',
        'a" OR "b',
        "NEAR(a b)",
        "a AND b",
        "^a",
        "-a",
    ),
    *("[a-z]*", "[", "]", "?", "??*", "a?*", "\\", "%", "_", "{a}", "?s ?p ?o", "} UNION { ?s ?p ?o", "<script>"),
    *("\x00", "a\x00*", "\ud7ff", "\ue000", "*\ue000*", "\U0001f409*", "e\u0301*", "\u202e", "\n", "a\tb*"),
)


@pytest.mark.parametrize("query", ODD)
def test_odd_queries_are_text(query: str, api: httpx2.Client) -> None:
    for more in ({}, {"accents": "ignore"}, {"fuzzy": "true"}, {"order": "relevance"}, {"unique": "true", "lang": "*"}):
        response = api.get("search", params={"query": query, **more})
        assert response.status_code in (200, 400), response.text
        if response.status_code == 200:
            assert all(hit["uri"] for hit in response.json()["results"])
        else:
            assert not query.strip()


@pytest.mark.parametrize("language", ["xx", "*", "en' OR '1'='1", "e" * 500, "EN", "fr-", "-"])
def test_unknown_languages(language: str, ask: Ask) -> None:
    found = ask("search", query="wi*", lang=language)["results"]
    assert bool(found) == (language == "EN")
    assert ask("weather/topConcepts", lang=language)["topconcepts"]
    assert ask("weather/hierarchy", uri=f"{W}line", lang=language)["broaderTransitive"]
