"""The contract of Skosmos REST v1: addresses, parameters, shapes, errors."""

from typing import Any

import httpx2
import pytest
import rdflib

SKOS = "http://www.w3.org/2004/02/skos/core#"
INSPIRE = "http://inspire.ec.europa.eu/theme"


def find(client: httpx2.Client, **parameters: Any) -> dict[str, Any]:
    response = client.get("/rest/v1/search", params=parameters)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def hits(client: httpx2.Client, **parameters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = find(client, **parameters)["results"]
    return found


def test_the_shape_of_an_answer(client: httpx2.Client) -> None:
    body = find(client, query="oceanographic geographical features", lang="en", vocab="inspire-theme inspire-themes")
    context = body["@context"]
    assert set(body) == {"@context", "uri", "results"}
    assert body["uri"] == ""
    assert context["skos"] == SKOS
    assert context["isothes"] == "http://purl.org/iso25964/skos-thes#"
    assert context["onki"] == "http://schema.onki.fi/onki#"
    assert (context["uri"], context["type"]) == ("@id", "@type")
    assert context["results"] == {"@id": "onki:results", "@container": "@list"}
    assert context["prefLabel"] == "skos:prefLabel"


def test_a_hit(client: httpx2.Client) -> None:
    found = next(
        hit for hit in hits(client, query="Oceanographic Geographical features", lang="en") if INSPIRE in hit["uri"]
    )
    assert found["uri"] == f"{INSPIRE}/of"
    assert found["type"] == ["skos:Concept"]
    assert found["localname"] == "of"
    assert found["prefLabel"] == "Oceanographic geographical features"
    assert found["lang"] == "en"
    assert found["notation"] == "of"
    assert found["vocab"]
    assert "altLabel" not in found


def test_terms(client: httpx2.Client) -> None:
    def labels(query: str) -> list[str]:
        return [hit["prefLabel"] for hit in hits(client, query=query, lang="en")]

    assert "Oceanographic geographical features" in labels("oceanographic*")
    assert "Oceanographic geographical features" in labels("*FEATURES")
    assert "Oceanographic geographical features" in labels("*geographical*")
    assert "Oceanographic geographical features" in labels("ocean*feat*")
    assert labels("oceanographic geographical") == []
    assert labels("*") == []
    assert labels("***") == []


def test_order_and_paging(client: httpx2.Client) -> None:
    everything = hits(client, query="*o*", lang="en", vocab="ecv")
    matched = [(hit.get("altLabel") or hit.get("hiddenLabel") or hit["prefLabel"]).lower() for hit in everything]
    assert len(matched) > 5
    assert matched == sorted(matched)
    assert hits(client, query="*o*", lang="en", vocab="ecv", maxhits=2, offset=1) == everything[1:3]
    unique = [hit["uri"] for hit in hits(client, query="*o*", lang="en", vocab="ecv", unique="true")]
    assert len(unique) == len(set(unique))


def test_languages(client: httpx2.Client) -> None:
    french = next(
        hit for hit in hits(client, query="caractéristiques géographiques océ*", lang="fr") if INSPIRE in hit["uri"]
    )
    assert french["prefLabel"] == "Caractéristiques géographiques océanographiques"
    assert french["lang"] == "fr"
    shown = next(
        hit
        for hit in hits(client, query="caractéristiques géographiques océ*", lang="fr", labellang="en")
        if INSPIRE in hit["uri"]
    )
    assert shown["prefLabel"] == "Oceanographic geographical features"
    assert shown["matchedPrefLabel"] == "Caractéristiques géographiques océanographiques"
    assert shown["lang"] == "fr"
    assert not hits(client, query="caractéristiques géographiques océ*", lang="en")


def test_alternative_labels_are_said(client: httpx2.Client) -> None:
    found = next(hit for hit in hits(client, query="oceanographic features", lang="en") if INSPIRE in hit["uri"])
    assert found["prefLabel"] == "Oceanographic geographical features"
    assert found["altLabel"] == "Oceanographic features"


def test_fields(client: httpx2.Client) -> None:
    body = find(client, query="land cover", lang="fr", labellang="fr", fields="prefLabel broader nonsense")
    assert body["results"] == []
    body = find(client, query="occupation des sols", lang="fr", fields="prefLabel broader nonsense")
    assert body["@context"]["prefLabels"] == {"@id": "skos:prefLabel", "@container": "@language"}
    assert body["@context"]["broader"] == "skos:broader"
    assert "nonsense" not in body["@context"]
    found = next(hit for hit in body["results"] if hit["vocab"] == "ecv")
    assert set(found["prefLabels"]) >= {"en", "fr"}
    assert found["broader"][0]["prefLabel"]
    parent = found["broader"][0]["uri"]
    below = hits(client, query="occupation des sols", lang="fr", parent=parent)
    assert [hit["uri"] for hit in below] == [found["uri"]]
    assert hits(client, query="occupation des sols", lang="fr", parent="http://example.org/nothing") == []


def test_narrowing(client: httpx2.Client) -> None:
    assert {hit["vocab"] for hit in hits(client, query="l*", vocab="ecv")} == {"ecv"}
    assert {hit["vocab"] for hit in hits(client, query="o*", scheme=INSPIRE)} != set()
    assert all(hit["uri"].startswith(INSPIRE) for hit in hits(client, query="o*", scheme=INSPIRE))
    assert hits(client, query="l*", vocab="nothing") == []
    assert hits(client, query="l*", vocab="ecv", type="skos:Collection") == []
    assert hits(client, query="l*", vocab="ecv", type="skos:Concept")
    assert hits(client, query="l*", vocab="ecv", type=f"{SKOS}Concept")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "query parameter missing"),
        ("query=", "query parameter missing"),
        ("query=a&maxhits=0", "maxhits parameter is invalid"),
        ("query=a&maxhits=x", "maxhits parameter is invalid"),
        ("query=a&offset=-1", "offset parameter is invalid"),
        ("query=a&callback=alert(1)//", "callback parameter is invalid"),
    ],
)
def test_errors_are_plain_text(client: httpx2.Client, query: str, message: str) -> None:
    response = client.get(f"/rest/v1/search?{query}")
    assert response.status_code == 400
    assert response.text == f"400 Bad Request : {message}"
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["access-control-allow-origin"] == "*"


def test_content_types(client: httpx2.Client) -> None:
    plain = client.get("/rest/v1/search?query=x")
    assert plain.headers["content-type"] == "application/json; charset=utf-8"
    assert "Accept" in plain.headers["vary"]
    linked = client.get("/rest/v1/search?query=x", headers={"Accept": "application/ld+json"})
    assert linked.headers["content-type"] == "application/ld+json"
    script = client.get("/rest/v1/search?query=x&callback=a.b")
    assert script.headers["content-type"].startswith("application/javascript")
    assert script.text.startswith("a.b({")
    assert script.text.endswith("});")
    assert plain.headers["access-control-allow-origin"] == "*"
    assert "set-cookie" not in client.get("/rest/v1/search?query=x&lang=fr").headers


def test_vocabularies(client: httpx2.Client) -> None:
    response = client.get("/rest/v1/vocabularies", params={"lang": "fr"})
    body = response.json()
    ids = [entry["id"] for entry in body["vocabularies"]]
    assert ids == sorted(ids)
    assert "ecv" in ids
    assert all(set(entry) == {"uri", "id", "title"} and entry["title"] for entry in body["vocabularies"])
    assert body["@context"]["@base"].endswith("/rest/v1/vocabularies")
    missing = client.get("/rest/v1/vocabularies")
    assert (missing.status_code, missing.text) == (400, "400 Bad Request : lang parameter missing")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_an_answer_is_jsonld(client: httpx2.Client) -> None:
    text = client.get("/rest/v1/search?query=oceanographic*&lang=en&fields=broader%20prefLabel").text
    graph = rdflib.Graph().parse(data=text, format="json-ld", publicID="http://example.org/")
    subject = rdflib.URIRef(f"{INSPIRE}/of")
    assert (subject, rdflib.RDF.type, rdflib.SKOS.Concept) in graph
    label = rdflib.Literal("Oceanographic geographical features", lang="en")
    assert (subject, rdflib.SKOS.prefLabel, label) in graph
