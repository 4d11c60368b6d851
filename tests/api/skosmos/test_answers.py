"""How answers are sent: forms, tags and dates, scripts, errors; the ways from one address to another."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import httpx2
import orjson
import pytest
import rdflib

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

Ask = Callable[..., dict[str, Any]]
W, ICE = "https://weather.example/", "https://ice.example/"
SKOS = rdflib.SKOS

EVERYWHERE = (
    *("vocabularies?lang=en", "search?query=w*", "types?lang=fr", f"label?uri={W}wind", "weather/", "weather/types"),
    *("weather/topConcepts", "weather/search?query=w*", "weather/lookup?label=wind", "weather/vocabularyStatistics"),
    *("weather/labelStatistics", "weather/index/", "weather/index/W", "weather/groups", "weather/new"),
    *(f"weather/groupMembers?uri={W}movement", "weather/modified", "weather/concepts"),
    *(
        f"weather/{name}?uri={W}squall"
        for name in (
            *("label", "broader", "narrower", "related", "broaderTransitive", "narrowerTransitive", "hierarchy"),
            *("children", "mappings"),
        )
    ),
)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer(path: str, api: httpx2.Client) -> None:
    response = api.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.headers["access-control-allow-origin"] == "*"
    assert "Accept" in response.headers["vary"]
    body = response.json()
    held = api.get(path, headers={"If-None-Match": response.headers["etag"]})
    assert (held.status_code, held.content) == (304, b"")
    assert held.headers["etag"] == response.headers["etag"]
    assert api.get(path, headers={"If-None-Match": '"another"'}).status_code == 200
    joint = "&" if "?" in path else "?"
    script = api.get(f"{path}{joint}callback=a.b_1")
    assert script.headers["content-type"].startswith("application/javascript")
    assert script.text.startswith("a.b_1({")
    told = orjson.loads(script.text.removeprefix("a.b_1(").removesuffix(");"))
    assert set(told) == set(body)
    linked = api.get(path, headers={"Accept": "application/ld+json, application/json;q=0.5"})
    assert linked.headers["content-type"] == "application/ld+json"
    assert linked.json() == body


@pytest.mark.parametrize("path", EVERYWHERE)
@pytest.mark.parametrize("callback", ["alert(1)", "a b", "<script>", "a..b", "1a", "a" * 5000, "é"])
def test_bad_callbacks(path: str, callback: str, api: httpx2.Client) -> None:
    response = api.get(api.base_url.join(path).copy_merge_params({"callback": callback}))
    assert (response.status_code, response.text) == (400, "400 Bad Request : callback parameter is invalid")


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_is_jsonld(path: str, api: httpx2.Client) -> None:
    rdflib.Graph().parse(data=api.get(path).text, format="json-ld", publicID="http://example.org/")


def test_the_date_of_an_edition(api: httpx2.Client) -> None:
    response = api.get("ice/topConcepts")
    assert response.headers["last-modified"] == "Wed, 04 Mar 2026 05:06:07 GMT"
    for since, status in (
        ("Wed, 04 Mar 2026 05:06:07 GMT", 304),
        ("Thu, 05 Mar 2026 00:00:00 GMT", 304),
        ("Wed, 04 Mar 2026 05:06:06 GMT", 200),
        ("nonsense", 200),
    ):
        assert api.get("ice/topConcepts", headers={"If-Modified-Since": since}).status_code == status
    # a tag says more than a date
    both = {"If-Modified-Since": "Thu, 05 Mar 2026 00:00:00 GMT", "If-None-Match": '"another"'}
    assert api.get("ice/topConcepts", headers=both).status_code == 200
    assert "last-modified" not in api.get("weather/topConcepts").headers


@pytest.mark.parametrize(
    ("accept", "json"),
    [
        ("", False),
        ("*/*", False),
        ("text/html,*/*;q=0.8", False),
        ("text/plain, application/json;q=0.5", False),
        ("application/problem+json", True),
        ("application/json", True),
        ("application/json, text/plain, */*", True),
    ],
)
def test_errors_in_the_form_asked_for(accept: str, json: bool, api: httpx2.Client) -> None:
    response = api.get("weather/broader", headers={"Accept": accept, "Accept-Language": "fr"})
    assert response.status_code == 400
    assert "Accept" in response.headers["vary"]
    if json:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["detail"] == "le paramètre uri manque"
    else:
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
        assert response.text == "400 Bad Request : uri parameter missing"


def test_redirects(api: httpx2.Client) -> None:
    for path, location in (
        ("weather", "/rest/v1/weather/"),
        ("weather?lang=fr", "/rest/v1/weather/?lang=fr"),
        ("", "/openapi.json"),
    ):
        response = api.get(path)
        assert (response.status_code, response.headers["location"]) == (302, location)
        assert response.headers["access-control-allow-origin"] == "*"
    assert api.get("http:evil.example").headers["location"].startswith("/rest/v1/")


def test_openapi_tells_every_address(api: httpx2.Client, thesaurus_service: str) -> None:
    paths = httpx2.get(f"{thesaurus_service}/openapi.json").json()["paths"]
    told = {path.removeprefix("/rest/v1/"): entry["get"] for path, entry in paths.items() if "/rest/v1/" in path}
    for path in EVERYWHERE:
        name = path.partition("?")[0].replace("weather", "{vocid}").replace("index/W", "index/{letter}")
        assert told[name]["summary"]
        assert "callback" in {parameter["name"] for parameter in told[name]["parameters"]} or name.endswith("concepts")
    broader = {parameter["name"]: parameter["required"] for parameter in told["{vocid}/broader"]["parameters"]}
    assert broader == {"uri": True, "lang": False, "callback": False, "vocid": True}
    assert paths["/entity"]["get"]["parameters"]


@pytest.mark.parametrize("format_", ["application/rdf+xml", "text/turtle", "application/ld+json", "application/json"])
@pytest.mark.parametrize("way", ["format", "accept"])
def test_data(format_: str, way: str, api: httpx2.Client) -> None:
    given = {"format": format_} if way == "format" else {}
    headers = {"Accept": format_} if way == "accept" else {}
    for path in ("weather/data", "data"):
        response = api.get(path, params={"uri": f"{W}mistral", **given}, headers=headers)
        assert response.status_code == 200
        assert response.headers["content-type"] == f"{format_}; charset=utf-8"
        syntax = {"application/rdf+xml": "xml", "text/turtle": "turtle"}.get(format_, "json-ld")
        graph = rdflib.Graph().parse(data=response.content, format=syntax)
        node = rdflib.URIRef(f"{W}mistral")
        assert (node, SKOS.prefLabel, rdflib.Literal("Mistral", lang="fr")) in graph
        assert (node, SKOS.broader, rdflib.URIRef(f"{W}wind")) in graph
        assert (rdflib.URIRef(f"{W}wind"), SKOS.prefLabel, rdflib.Literal("vent", lang="fr")) in graph
        assert (rdflib.URIRef(f"{W}wind"), SKOS.narrower, node) in graph
        assert (node, SKOS.exactMatch, rdflib.URIRef(f"{ICE}mistral")) in graph
        assert (rdflib.URIRef(f"{W}Breeze"), rdflib.RDFS.label, rdflib.Literal("Brise", lang="fr")) in graph
        assert (SKOS.broader, rdflib.RDFS.label, rdflib.Literal("has broader", lang="en")) in graph


def test_data_as_json(api: httpx2.Client) -> None:
    body = api.get("weather/data", params={"uri": f"{W}mistral", "format": "application/json"}).json()
    assert set(body) == {"@context", "graph"}
    (mistral,) = [node for node in body["graph"] if node["uri"] == f"{W}mistral"]
    assert mistral["broader"] == {"uri": f"{W}wind"}
    assert mistral["prefLabel"] == {"lang": "fr", "value": "Mistral"}
    assert mistral["type"] == ["skos:Concept", f"{W}Breeze"]
    assert mistral["exactMatch"] == {"uri": f"{ICE}mistral"}
    assert mistral["skos:notation"] == "W1"
    assert body["@context"]["broader"] == "skos:broader"


def test_no_data(api: httpx2.Client) -> None:
    response = api.get("weather/data", params={"uri": f"{ICE}ice"})
    assert (response.status_code, response.text) == (404, "404 Not Found : no concept found with given uri")
    assert api.get("data").text == "400 Bad Request : uri parameter missing"
    refused = api.get("weather/data", params={"uri": f"{W}wind", "format": "image/png"})
    assert refused.status_code == 406
    assert refused.text.startswith("406 Not Acceptable : Unsupported format. Supported MIME types are: ")
    assert api.get("weather/data", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    "format_", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_a_whole_vocabulary(format_: str, api: httpx2.Client, thesaurus_service: str) -> None:
    response = api.get("weather/data", params={"format": format_})
    assert response.status_code == 302
    dump = httpx2.get(str(response.url.join(response.headers["location"])))
    assert dump.headers["content-type"].startswith(format_)
    syntax = {"application/rdf+xml": "xml", "application/ld+json": "json-ld"}.get(format_, "turtle")
    graph = rdflib.Graph().parse(data=dump.content, format=syntax)
    assert len(set(graph.subjects(rdflib.RDF.type, SKOS.Concept))) == 11
    assert (rdflib.URIRef(f"{W}squall"), SKOS.broader, rdflib.URIRef(f"{W}rain")) in graph


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", f"/concept?uri={W}wind"),
        ("", f"/concept?uri={W}wind"),
        ("text/turtle", f"/rest/v1/weather/data?uri={W}wind&format=text/turtle"),
        ("application/ld+json", f"/rest/v1/weather/data?uri={W}wind&format=application/ld+json"),
    ],
)
def test_entities(accept: str, location: str, thesaurus_service: str) -> None:
    address = f"{thesaurus_service}/entity"
    response = httpx2.get(address, params={"uri": f"{W}wind"}, headers={"Accept": accept})
    assert response.status_code == 303
    assert unquote(response.headers["location"]) == location


def test_entities_that_are_not_known(thesaurus_service: str) -> None:
    address = f"{thesaurus_service}/entity"
    unknown = httpx2.get(address, params={"uri": "https://nowhere.example/x"})
    assert (unknown.status_code, unknown.text) == (404, "404 Not Found : Unrecognized URI https://nowhere.example/x")
    assert httpx2.get(address).status_code == 400
    assert httpx2.get(address, params={"uri": f"{W}wind", "vocab": "nothing"}).status_code == 404
    assert httpx2.get(address, params={"uri": f"{W}wind", "format": "image/png"}).status_code == 406
    # the space of its IRIs is known, so this vocabulary would be the one to say
    guessed = httpx2.get(address, params={"uri": f"{ICE}nothing", "format": "text/turtle"})
    assert guessed.headers["location"].startswith("/rest/v1/ice/data?")


def test_mappings(ask: Ask) -> None:
    body = ask("weather/mappings", uri=f"{W}mistral", lang="fr")
    assert set(body) == {"mappings", "graph"}
    assert orjson.loads(body["graph"])["graph"]
    close, exact = sorted(body["mappings"], key=lambda mapping: mapping["type"])
    assert exact["uri"] == f"{W}mistral"
    assert exact["from"] == {"memberSet": [{"uri": f"{W}mistral"}]}
    assert exact["to"] == {"memberSet": [{"uri": f"{ICE}mistral", "notation": "I1", "prefLabel": {"fr": "mistral"}}]}
    assert (exact["type"], exact["prefLabel"], exact["lang"]) == (["skos:exactMatch"], "mistral", "fr")
    assert (exact["vocabName"], exact["notation"], exact["typeLabel"]) == ("Ice", "I1", "Concept identique")
    assert (exact["fromScheme"], exact["toScheme"]) == ({"uri": f"{W}scheme"}, {"uri": f"{ICE}scheme"})
    assert exact["hrefLink"].endswith("/concept?uri=https%3A%2F%2Fice.example%2Fmistral")
    assert close["to"] == {"memberSet": [{"uri": "https://elsewhere.example/mistral"}]}
    assert (close["vocabName"], close["hrefLink"]) == ("elsewhere.example", "https://elsewhere.example/mistral")
    inner = ask("weather/mappings", uri=f"{W}mistral", external="false")["mappings"]
    assert all("prefLabel" not in mapping["to"]["memberSet"][0] for mapping in inner)
    assert ask("weather/mappings", uri=f"{W}mistral", lang="fr", clang="en")["mappings"][1]["prefLabel"] == "Mistral"
    assert ask("weather/mappings", uri=f"{W}wind")["mappings"] == []


def test_all_concepts(ask: Ask, api: httpx2.Client) -> None:
    body = ask("weather/concepts", lang="fr")
    concepts = {one["uri"].removeprefix(W): one for one in body["concepts"]}
    assert len(concepts) == 11
    assert "next" not in body
    assert concepts["bise"] == {
        "uri": f"{W}bise",
        "type": ["skos:Concept"],
        "prefLabel": "bise",
        "prefLabels": {"fr": "bise", "en-gb": "Bise wind"},
        "altLabels": {"en": ["Bise"], "fr": ["vent d'été"]},
        "broader": [f"{W}wind"],
        "modified": "2023-01-01",
        "deprecated": False,
    }
    assert concepts["gust"]["deprecated"] is True
    assert concepts["gust"]["replacedBy"] == f"{W}squall"


def test_all_concepts_by_pages(api: httpx2.Client) -> None:
    found, after, pages = list[str](), "", 0
    while True:
        response = api.get("wide/concepts", params={"limit": "500"} | ({"after": after} if after else {}))
        body = response.json()
        found += [one["uri"] for one in body["concepts"]]
        pages += 1
        if "next" not in body:
            break
        assert response.headers["link"] == f'<{body["next"]}>; rel="next"'
        after = httpx2.URL(body["next"]).params["after"]
        assert after == found[-1]
    assert (len(found), pages) == (1200, 3)
    assert found == sorted(set(found))


def test_concepts_changed_since(ask: Ask, api: httpx2.Client) -> None:
    def since(moment: str) -> list[str]:
        return [one["uri"].removeprefix(W) for one in ask("weather/concepts", modified_since=moment)["concepts"]]

    assert since("2024-01-01") == ["gust", "rain"]
    assert since("2022-01-01") == ["bise", "gust", "mistral", "rain"]
    assert since("2030-01-01T00:00:00Z") == []
    page = ask("weather/concepts", modified_since="2022-01-01", limit=3)
    onward = dict(httpx2.URL(page["next"]).params)
    assert [one["uri"] for one in ask("weather/concepts", **onward)["concepts"]] == [f"{W}rain"]
    for name, value in (("modified_since", "yesterday"), ("limit", "0"), ("after", f"{ICE}ice")):
        assert api.get("weather/concepts", params={name: value}).status_code == 400
