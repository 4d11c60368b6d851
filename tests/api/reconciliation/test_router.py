"""The Reconciliation API over HTTP: every answer as its schema has it, from any site, as JSON and as a script."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest
from jsonschema import Draft7Validator

from tests.api.conftest import Serve
from tests.api.reconciliation.conftest import Send
from tests.published import BASE

ECV = "https://w3id.org/terrafair/ecv"
OZONE = f"{ECV}/ozone"
SERVICES = ("/reconcile", "/reconcile/ecv")
QUERIES = {
    "q0": {"query": "Ozone"},
    "q1": {"query": "humidité du sol", "type": ECV, "limit": 2},
    "q2": {"query": "nothing of the kind"},
    "q3": {"properties": [{"pid": "broader", "v": {"id": f"{ECV}/atmosphere-composition"}}], "limit": 3},
}
PROPERTIES = ("prefLabel@fr", "altLabel", "broader", "exactMatch", "inScheme", "deprecated", "definition", "colour")
EXTEND = {"ids": [OZONE, "x"], "properties": [{"id": id_} for id_ in PROPERTIES]}

Validator = Callable[[str], Draft7Validator]


def get(client: httpx2.Client, address: str, **parameters: Any) -> Any:
    response = client.get(address, params=parameters)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


@pytest.mark.parametrize("at", SERVICES)
def test_manifest(client: httpx2.Client, at: str) -> None:
    told = get(client, at)
    own = f"{BASE}{at}"
    assert told["versions"] == ["0.2"]
    assert told["batchSize"] == 1000
    assert told["view"]["url"] == f"{BASE}/concept?uri={{{{id}}}}"
    assert told["preview"]["url"] == f"{own}/preview?id={{{{id}}}}"
    for kind in ("entity", "property", "type"):
        suggest = told["suggest"][kind]
        assert suggest["service_url"] + suggest["service_path"] == f"{own}/suggest/{kind}"
        assert suggest["flyout_service_url"] + suggest["flyout_service_path"] == f"{own}/flyout/{kind}?id=${{id}}"
    propose = told["extend"]["propose_properties"]
    assert propose["service_url"] + propose["service_path"] == f"{own}/extend/propose"
    assert {one["name"] for one in told["extend"]["property_settings"]} == {"limit", "language"}
    assert told["defaultTypes"][0]["id"] == (
        ECV if at.endswith("ecv") else "http://www.w3.org/2004/02/skos/core#Concept"
    )
    french = get(client, at, lang="fr")
    assert french["preview"]["url"].endswith("&lang=fr")
    assert french["suggest"]["entity"]["service_path"].endswith("?lang=fr")
    assert french["extend"]["property_settings"][0]["label"] == "Limite"


def test_queries(send: Send) -> None:
    found = send(QUERIES).json()
    assert list(found) == list(QUERIES)
    assert {one["id"] for one in found["q0"]["result"][:2]} >= {OZONE}
    assert found["q1"]["result"][0]["id"] == f"{ECV}/soil-moisture"
    assert found["q2"] == {"result": []}
    assert len(found["q3"]["result"]) == 3
    for one in found.values():
        scores = [candidate["score"] for candidate in one["result"]]
        assert scores == sorted(scores, reverse=True)
    single = send(QUERIES, at="/reconcile/ecv").json()
    assert single["q0"]["result"][0]["match"]
    assert {one["id"].startswith(ECV) for answer in single.values() for one in answer["result"]} == {True}


def test_queries_by_get(client: httpx2.Client, send: Send) -> None:
    assert get(client, "/reconcile", queries=orjson.dumps(QUERIES).decode()) == send(QUERIES).json()
    assert get(client, "/reconcile", extend=orjson.dumps(EXTEND).decode()) == send(EXTEND, field="extend").json()


def test_a_query_in_french(client: httpx2.Client) -> None:
    form = {"queries": orjson.dumps({"q0": {"query": "soil moisture"}}).decode()}
    answered = client.post("/reconcile/ecv", data=form, headers={"Accept-Language": "fr"})
    assert answered.headers["content-language"] == "fr"
    assert answered.json()["q0"]["result"][0]["name"] == "Humidité du sol"
    assert client.post("/reconcile/ecv?lang=fr", data=form).json() == answered.json()


@pytest.mark.shared
@pytest.mark.parametrize("at", SERVICES)
def test_every_answer_is_as_its_schema_has_it(client: httpx2.Client, send: Send, at: str, validator: Validator) -> None:
    answers = [
        ("manifest", get(client, at)),
        ("manifest", get(client, at, lang="fr")),
        ("reconciliation-result-batch", send(QUERIES, at).json()),
        ("data-extension-response", send(EXTEND, at, "extend").json()),
        ("data-extension-property-proposal", get(client, f"{at}/extend/propose")),
        ("data-extension-property-proposal", get(client, f"{at}/extend/propose", type=ECV, limit=3)),
        ("suggest-entities-response", get(client, f"{at}/suggest/entity", prefix="o")),
        ("suggest-types-response", get(client, f"{at}/suggest/type", prefix="")),
        ("suggest-properties-response", get(client, f"{at}/suggest/property", prefix="p")),
    ]
    for schema, answer in answers:
        validator(schema).validate(answer)
    assert all(answer.get("result", True) for _, answer in answers)


@pytest.mark.shared
def test_the_schemas_can_refuse(validator: Validator, specification: Path) -> None:
    for folder in sorted(specification.glob("examples/*/invalid")):
        name = folder.parent.name
        for path in folder.glob("*.json"):
            assert not validator(name).is_valid(orjson.loads(path.read_bytes())), path.name


@pytest.mark.shared
def test_the_requests_of_the_specification(send: Send, specification: Path, validator: Validator) -> None:
    for path in sorted(specification.glob("examples/reconciliation-query-batch/*/*.json")):
        answered = send(orjson.loads(path.read_bytes()))
        if path.parent.name == "valid":
            assert answered.status_code == 200, path.name
            validator("reconciliation-result-batch").validate(answered.json())
        else:
            assert answered.status_code == 422, path.name
            assert answered.headers["content-type"] == "application/problem+json"
    for path in sorted(specification.glob("examples/data-extension-query/valid/*.json")):
        answered = send(orjson.loads(path.read_bytes()), field="extend")
        assert answered.status_code == 200, path.name
        validator("data-extension-response").validate(answered.json())


def test_flyouts(client: httpx2.Client) -> None:
    entity = get(client, "/reconcile/flyout/entity", id=OZONE)
    assert entity["id"] == OZONE
    assert "Ozone" in entity["html"]
    assert f'href="{BASE}/concept?uri=' in entity["html"]
    assert "Parameters" in get(client, "/reconcile/flyout/type", id="parameter")["html"]
    assert "GCOS" in get(client, "/reconcile/ecv/flyout/type", id="ecv")["html"]
    assert "Notation" in get(client, "/reconcile/flyout/property", id="notation")["html"]


@pytest.mark.parametrize(
    "address",
    [
        "/reconcile/nothing",
        "/reconcile/nothing/suggest/entity",
        "/reconcile/suggest/nothing?prefix=x",
        "/reconcile/flyout/nothing?id=x",
        "/reconcile/flyout/entity?id=http://example.org/nothing",
        "/reconcile/flyout/type?id=nothing",
        "/reconcile/flyout/property?id=nothing",
        "/reconcile/preview?id=http://example.org/nothing",
        "/reconcile/cf/preview?id=" + OZONE,
    ],
)
def test_what_there_is_not(client: httpx2.Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_the_preview_may_stand_in_a_frame(client: httpx2.Client) -> None:
    parameters = {"id": f"{ECV}/soil-moisture"}
    for language, word in (("en", "Broader"), ("fr", "Plus général")):
        response = client.get("/reconcile/preview", params=parameters, headers={"Accept-Language": language})
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert response.headers["content-language"] == language
        policy = response.headers["content-security-policy"]
        assert "frame-ancestors *" in policy
        assert "default-src 'self'" in policy
        assert "x-frame-options" not in response.headers
        assert "Soil moisture" in response.text
        assert "Humidité du sol" in response.text
        assert f"<dt>{word}</dt>" in response.text
    for address in ("/", "/reconcile", f"/concept?uri={OZONE}", "/reconcile/preview?id=x"):
        assert "frame-ancestors 'none'" in client.get(address).headers["content-security-policy"]


def test_from_any_site(client: httpx2.Client) -> None:
    anywhere = {"Origin": "https://elsewhere.example"}
    preview = f"/reconcile/preview?id={OZONE}"
    for address in ("/reconcile", "/reconcile/ecv/suggest/entity?prefix=o", preview, "/reconcile/nothing"):
        assert client.get(address, headers=anywhere).headers["access-control-allow-origin"] == "*"
    assert client.get("/reconcile").headers["access-control-allow-origin"] == "*"
    asked = client.options("/reconcile", headers={**anywhere, "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "POST" in asked.headers["access-control-allow-methods"]
    plain = client.options("/reconcile/ecv")
    assert plain.status_code == 204
    assert "POST" in plain.headers["allow"]


def test_as_a_script(client: httpx2.Client) -> None:
    script = client.get("/reconcile/ecv", params={"callback": "a.b_$1"})
    assert script.headers["content-type"].startswith("application/javascript")
    assert script.text.startswith("/**/a.b_$1({")
    assert script.text.endswith("});")
    batch = orjson.dumps({"q0": {"query": "ozone"}}).decode()
    assert client.get("/reconcile", params={"queries": batch, "callback": "f"}).text.startswith('/**/f({"q0"')
    assert client.get("/reconcile/suggest/entity", params={"prefix": "o", "callback": "f"}).text.startswith("/**/f({")
    for callback in ("alert(1)//", "a b", "a;b", "<script>", "é", "x" * 101, "a..b"):
        refused = client.get("/reconcile", params={"callback": callback})
        assert refused.status_code == 422
        assert "script" not in refused.headers["content-type"]


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"queries=%7B%7D", "application/x-www-form-urlencoded", 200),
        (b"queries=%7B%7D", "application/x-www-form-urlencoded; charset=UTF-8", 200),
        (b"", "application/x-www-form-urlencoded", 422),
        (b"queries=", "application/x-www-form-urlencoded", 422),
        (b"queries=%7B", "application/x-www-form-urlencoded", 422),
        (b"queries=\xff", "application/x-www-form-urlencoded", 422),
        (b"a&" * 30, "application/x-www-form-urlencoded", 422),
        (b"extend=%7B%7D", "application/x-www-form-urlencoded", 422),
        (b"{}", "application/json", 415),
        (b"queries=" + b"x" * 8_000_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_contents(client: httpx2.Client, content: bytes, media_type: str, status: int) -> None:
    answered = client.post("/reconcile", content=content, headers={"Content-Type": media_type})
    assert answered.status_code == status, answered.text


def test_too_large_a_batch(send: Send) -> None:
    batch = {str(number): {"query": "x"} for number in range(1001)}
    refused = send(batch)
    assert refused.status_code == 413
    assert refused.headers["content-type"] == "application/problem+json"
    del batch["0"]
    assert len(send(batch).json()) == 1000


@pytest.mark.parametrize("query", ["prefix=x&cursor=-1", "prefix=x&cursor=1001", "prefix=x&cursor=y"])
def test_cursors(client: httpx2.Client, query: str) -> None:
    assert client.get(f"/reconcile/suggest/entity?{query}").status_code == 422


def test_cursors_over_a_real_vocabulary(client: httpx2.Client) -> None:
    first = get(client, "/reconcile/suggest/entity", prefix="a")["result"]
    assert len(first) == 20
    second = get(client, "/reconcile/suggest/entity", prefix="a", cursor=20)["result"]
    assert not {one["id"] for one in first} & {one["id"] for one in second}


def test_where_other_sites_may_not_read_the_rest(published: Path, serve_with: Serve) -> None:
    with serve_with(data=published, cors=("https://only.example",)) as address:
        anywhere = {"Origin": "https://elsewhere.example"}
        assert httpx2.get(f"{address}/reconcile", headers=anywhere).headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-origin" not in httpx2.get(f"{address}/health", headers=anywhere).headers
