"""Labels of concepts, and what stands above, below and beside them."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

Ask = Callable[..., dict[str, Any]]
W, ICE, WIDE = "https://weather.example/", "https://ice.example/", "https://wide.example/"


def test_label(ask: Ask) -> None:
    body = ask("weather/label", uri=f"{W}bise", lang="fr")
    assert body == {
        "@context": {
            "skos": "http://www.w3.org/2004/02/skos/core#",
            "uri": "@id",
            "type": "@type",
            "prefLabel": "skos:prefLabel",
            "altLabel": "skos:altLabel",
            "hiddenLabel": "skos:hiddenLabel",
            "@language": "fr",
        },
        "uri": f"{W}bise",
        "prefLabel": "bise",
        "altLabel": ["vent d'été"],
    }
    assert ask("weather/label", uri=f"{W}mistral", lang="fr")["hiddenLabel"] == ["mistrau"]
    # a variety of a language is that language
    english = ask("weather/label", uri=f"{W}bise", lang="en")
    assert (english["prefLabel"], english["altLabel"]) == ("Bise wind", ["Bise"])
    assert set(ask("weather/label", uri=f"{W}wind", lang="de")) == {"@context", "uri"}
    assert ask("weather/label", uri=f"{W}wind")["prefLabel"] == "wind"
    assert ask("label", uri=f"{ICE}ice", lang="de")["prefLabel"] == "Eis"


def test_broader_narrower_related(ask: Ask) -> None:
    body = ask("weather/broader", uri=f"{W}squall", lang="fr")
    assert body["uri"] == f"{W}squall"
    assert body["broader"] == [{"uri": f"{W}rain", "prefLabel": "pluie"}, {"uri": f"{W}wind", "prefLabel": "vent"}]
    assert body["@context"]["broader"] == "skos:broader"
    assert ask("weather/broader", uri=f"{W}wind")["broader"] == []
    assert ask("weather/related", uri=f"{W}bise", lang="fr")["related"] == [
        {"uri": f"{W}mistral", "prefLabel": "Mistral"}
    ]
    narrower = ask("weather/narrower", uri=f"{W}wind", lang="en")["narrower"]
    assert narrower == [
        {"uri": f"{W}bise", "prefLabel": "Bise wind"},
        {"uri": f"{W}mistral", "prefLabel": "Mistral (fr)"},
        {"uri": f"{W}squall", "prefLabel": "squall"},
    ]


def test_transitive(ask: Ask) -> None:
    body = ask("weather/broaderTransitive", uri=f"{W}line", lang="en")
    assert body["@context"]["broaderTransitive"] == {"@id": "skos:broaderTransitive", "@container": "@index"}
    assert body["broaderTransitive"] == {
        f"{W}line": {"uri": f"{W}line", "prefLabel": "line squall", "broader": [f"{W}squall"]},
        f"{W}squall": {"uri": f"{W}squall", "prefLabel": "squall", "broader": [f"{W}rain", f"{W}wind"]},
        f"{W}rain": {"uri": f"{W}rain", "prefLabel": "rain"},
        f"{W}wind": {"uri": f"{W}wind", "prefLabel": "wind"},
    }
    below = ask("weather/narrowerTransitive", uri=f"{W}rain", lang="fr")["narrowerTransitive"]
    assert below[f"{W}squall"] == {"uri": f"{W}squall", "prefLabel": "grain", "narrower": [f"{W}line"]}
    assert list(below) == [f"{W}rain", f"{W}squall", f"{W}line"]
    assert len(ask("wide/narrowerTransitive", uri=f"{WIDE}0000")["narrowerTransitive"]) == 1000
    assert len(ask("wide/narrowerTransitive", uri=f"{WIDE}0000", limit=3)["narrowerTransitive"]) == 3


def test_cycles_end(ask: Ask) -> None:
    for path, key in (
        ("broaderTransitive", "broaderTransitive"),
        ("narrowerTransitive", "narrowerTransitive"),
        ("hierarchy", "broaderTransitive"),
    ):
        assert set(ask(f"weather/{path}", uri=f"{W}round")[key]) == {f"{W}round", f"{W}about"}


def test_hierarchy(ask: Ask) -> None:
    body = ask("weather/hierarchy", uri=f"{W}squall", lang="fr")
    tree = body["broaderTransitive"]
    assert set(tree) == {f"{W}squall", f"{W}wind", f"{W}rain"}
    assert tree[f"{W}squall"]["broader"] == [f"{W}rain", f"{W}wind"]
    assert tree[f"{W}squall"]["narrower"] == [{"uri": f"{W}line", "label": "ligne de grains", "hasChildren": False}]
    wind = tree[f"{W}wind"]
    assert (wind["prefLabel"], wind["notation"], wind["top"], wind["tops"]) == (
        "vent",
        "W",
        f"{W}scheme",
        [f"{W}scheme"],
    )
    assert wind["narrower"] == [
        {"uri": f"{W}bise", "label": "bise", "hasChildren": False},
        {"uri": f"{W}mistral", "label": "Mistral", "hasChildren": False, "notation": "W1"},
        {"uri": f"{W}squall", "label": "grain", "hasChildren": True},
    ]
    assert "broader" not in wind
    assert body["@context"]["top"] == {"@id": "skos:topConceptOf", "@type": "@id"}
    mistral = ask("weather/hierarchy", uri=f"{W}mistral", lang="en")["broaderTransitive"][f"{W}mistral"]
    assert (mistral["prefLabel"], mistral["top"]) == ("Mistral (fr)", f"{W}regional")
    assert "narrower" not in mistral


def test_children(ask: Ask) -> None:
    body = ask("weather/children", uri=f"{W}wind", lang="en")
    assert body["narrower"][1:] == [
        {"uri": f"{W}mistral", "prefLabel": "Mistral (fr)", "hasChildren": False, "notation": "W1"},
        {"uri": f"{W}squall", "prefLabel": "squall", "hasChildren": True},
    ]
    assert ask("weather/children", uri=f"{W}line")["narrower"] == []
    wide = ask("wide/children", uri=f"{WIDE}0000", lang="fr")["narrower"]
    assert len(wide) == 1199
    page = ask("wide/children", uri=f"{WIDE}0000", lang="fr", limit=10, after=wide[4]["uri"])["narrower"]
    assert page == wide[5:15]


def test_top_concepts(ask: Ask) -> None:
    body = ask("weather/topConcepts", lang="fr")
    assert body["uri"] == f"{W}scheme"
    assert body["topconcepts"] == [
        {"uri": f"{W}rain", "topConceptOf": f"{W}scheme", "label": "pluie", "hasChildren": True},
        {"uri": f"{W}wind", "topConceptOf": f"{W}scheme", "label": "vent", "hasChildren": True, "notation": "W"},
    ]
    regional = ask("weather/topConcepts", lang="en", scheme=f"{W}regional")
    assert [top["label"] for top in regional["topconcepts"]] == ["Mistral (fr)"]
    assert ask("weather/topConcepts", scheme="https://nowhere.example/")["topconcepts"] == []
    # none are stated: it begins where nothing stands above
    assert [top["uri"] for top in ask("ice/topConcepts")["topconcepts"]] == [f"{ICE}ice", f"{ICE}mistral"]
    assert [top["uri"] for top in ask("wide/topConcepts")["topconcepts"]] == [f"{WIDE}0000"]


PATHS = (
    *("label", "broader", "narrower", "related", "broaderTransitive", "narrowerTransitive", "hierarchy", "children"),
    "mappings",
)


@pytest.mark.parametrize("path", PATHS)
def test_concepts_that_are_not_there(path: str, api: httpx2.Client) -> None:
    for uri in (f"{ICE}ice", "nonsense", "<script>", f"{W}wind*", "https://weather.example/wind> . <x"):
        response = api.get(f"weather/{path}", params={"uri": uri})
        assert response.status_code == 404
        assert response.text == f"404 Not Found : Could not find concept <{uri}>"
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
    missing = api.get(f"weather/{path}")
    assert (missing.status_code, missing.text) == (400, "400 Bad Request : uri parameter missing")


@pytest.mark.parametrize("limit", ["0", "-1", "x", "1e3", "9" * 30])
def test_limits(limit: str, api: httpx2.Client) -> None:
    response = api.get("weather/broaderTransitive", params={"uri": f"{W}line", "limit": limit})
    assert (response.status_code, response.text) == (400, "400 Bad Request : limit parameter is invalid")
