from urllib.parse import parse_qs, urlsplit

import httpx2

from tests.published import BASE

TONGA = {"bbox": "-176.5,-21.5,-174.3,-19.5", "from": "2022-01", "to": "2022-01"}


def test_tonga_has_records_of_all_hubs(client: httpx2.Client) -> None:
    response = client.get("/api/search", params={**TONGA, "size": 100})
    body = response.json()
    assert response.headers["content-type"] == "application/json"
    assert {hit["hub"] for hit in body["hits"]} == {"aeris", "formater", "odatis", "theia", "dinamis"}
    assert body["total"] == len(body["hits"])
    hit = body["hits"][0]
    assert hit["uri"].startswith(f"{BASE}/dataset/")
    assert hit["record"].startswith(f"{BASE}/record/")
    assert hit["title"]
    hubs = next(facet for facet in body["facets"] if facet["name"] == "hub")
    assert sum(value["count"] for value in hubs["values"]) == body["total"]
    assert hubs["label"] == {"en": "Hub", "fr": "Pôle"}


def test_pages_cover_everything_once(client: httpx2.Client) -> None:
    total = client.get("/api/search").json()["total"]
    address, found = "/api/search?size=30&sort=title", list[str]()
    while address:
        body = client.get(address).json()
        found += [hit["uri"] for hit in body["hits"]]
        address = body["links"].get("next", "")
    assert len(found) == len(set(found)) == total
    assert "prev" in body["links"]


def test_the_next_page_asks_for_the_same(client: httpx2.Client) -> None:
    body = client.get("/api/search", params={"q": "tonga", "hub": ["aeris", "odatis"], "size": 1}).json()
    query = parse_qs(urlsplit(body["links"]["next"]).query)
    assert query == {"q": ["tonga"], "hub": ["aeris", "odatis"], "size": ["1"], "page": ["2"]}
    assert client.get("/api/search?page=5000").json()["hits"] == []


def test_words_name_concepts(client: httpx2.Client) -> None:
    body = client.get("/api/search", params={"q": "occupation des sols"}).json()
    assert any(one["vocabulary"] == "ecv" for one in body["understood"])


def test_odd_words(client: httpx2.Client) -> None:
    for text in ('"', "*", "AND OR NOT", "a NEAR b", "(", "title:x", "\x00", "é" * 200, "'; DROP TABLE record; --"):
        assert client.get("/api/search", params={"q": text}).status_code == 200
    assert client.get("/api/search?q=%ff").status_code == 200
    assert client.get("/api/search?hub=%00&topic=x").json()["total"] == 0


def test_a_bad_parameter_is_named(client: httpx2.Client) -> None:
    response = client.get("/api/search?bbox=1,2,3", headers={"Accept-Language": "fr"})
    assert response.status_code == 422
    problem = response.json()
    assert problem["parameter"] == "bbox"
    assert problem["title"] == "Paramètre incorrect"
    assert "ouest,sud,est,nord" in problem["detail"]


def test_hubs(client: httpx2.Client) -> None:
    hubs = {hub["id"]: hub for hub in client.get("/api/hubs").json()["hubs"]}
    assert set(hubs) >= {"aeris", "formater", "odatis", "theia", "dinamis"}
    assert hubs["aeris"]["records"] > 10
    assert hubs["odatis"]["sources"][0]["outcome"] == "COMPLETE"
    assert hubs["odatis"]["title"]["fr"] == "ODATIS"
    assert hubs["aeris"]["sources"][0]["counts"]["new"] > 10
    assert hubs["aeris"]["sources"][0]["remarks"] == []
    assert sum(hub["records"] for hub in hubs.values()) == client.get("/api/search").json()["total"]


def test_findings_page_by_page(client: httpx2.Client) -> None:
    everything = client.get("/api/findings?hub=odatis&size=1000").json()["findings"]
    assert {finding["hub"] for finding in everything} == {"odatis"}
    address, found = "/api/findings?hub=odatis&size=37", []
    while address:
        body = client.get(address).json()
        found += body["findings"]
        address = body.get("links", {}).get("next", "")
    assert found == everything
    warnings = client.get("/api/findings?hub=odatis&severity=Warning&size=1000").json()["findings"]
    assert warnings == [finding for finding in everything if finding["severity"] == "Warning"]
    code = warnings[0]["code"]
    same = client.get("/api/findings", params={"hub": "odatis", "code": code, "size": 1000}).json()["findings"]
    assert same == [finding for finding in everything if finding["code"] == code]
    assert set(warnings[0]["message"]) == {"en", "fr"}
    assert client.get("/api/findings?severity=Fatal").json()["parameter"] == "severity"
    assert client.get("/api/findings?after=x").json()["parameter"] == "after"


def test_health(client: httpx2.Client) -> None:
    body = client.get("/health").json()
    assert body["status"] == "ok"
    assert body["records"] == client.get("/api/search").json()["total"]
    assert body["name"]
