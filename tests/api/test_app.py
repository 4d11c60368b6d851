"""What all answers have in common: problems, headers, methods."""

import socket
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.testclient import TestClient

from api.app import ROUTERS, create_app
from api.errors import ApiError
from api.problem import STATUSES, WORDINGS
from api.settings import Settings

PLACES = (
    "/",
    "/search",
    "/health",
    "/api/search",
    "/sparql",
    "/rest/v1/search?query=x",
    "/nothing",
    "/static/style.css",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("accept", ["text/html", "*/*"])
def test_every_answer_is_guarded(client: httpx2.Client, place: str, accept: str) -> None:
    headers = client.get(place, headers={"Accept": accept}).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"]
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


@pytest.mark.parametrize("place", PLACES)
def test_head_is_get_without_content(client: httpx2.Client, place: str) -> None:
    got, head = client.get(place), client.head(place)
    assert head.status_code == got.status_code
    assert not head.content
    assert head.headers["content-type"] == got.headers["content-type"]


def test_problem(client: httpx2.Client) -> None:
    for language, title in (("en", "Not found"), ("fr-CA, en;q=0.5", "Introuvable"), ("de", "Not found")):
        response = client.get("/nothing", headers={"Accept-Language": language})
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"
        assert "Accept-Language" in response.headers["vary"]
        body = response.json()
        assert set(body) == {"type", "title", "status", "detail", "instance"}
        assert (body["title"], body["status"], body["instance"]) == (title, 404, "/nothing")


def test_a_browser_gets_a_page_about_the_problem(client: httpx2.Client) -> None:
    response = client.get("/dataset/%3Cscript%3Ealert(1)%3C/script%3E", headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "<script>alert" not in response.text


def test_wrong_methods(client: httpx2.Client) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        response = client.request(method, "/sparql")
        assert response.status_code == 405
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["allow"]
    assert client.post("/api/search").status_code == 405


def test_every_error_has_a_status_with_words() -> None:
    known = set(ApiError.__subclasses__())
    assert known == set(STATUSES)
    assert {int(status) for status in STATUSES.values()} <= set(WORDINGS)
    assert all(wording.en != wording.fr for wording in WORDINGS.values())


def test_a_bug_tells_nothing_of_itself(published: Path) -> None:
    app = create_app(Settings(data=published))

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("the secret of the house")

    client = TestClient(app, raise_server_exceptions=False)
    for accept in ("application/json", "text/html"):
        response = client.get("/broken", headers={"Accept": accept})
        assert response.status_code == 500
        assert "secret" not in response.text
        assert "Traceback" not in response.text
        assert response.headers["x-content-type-options"] == "nosniff"


def test_pages_of_other_sites_may_read(client: httpx2.Client) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    assert client.get("/api/search", headers=origin).headers["access-control-allow-origin"] == "*"
    asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflight = client.options("/sparql", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "POST" in preflight.headers["access-control-allow-methods"]
    refused = client.options("/sparql", headers={**asked, "Access-Control-Request-Method": "DELETE"})
    assert refused.status_code == 400


def test_content_is_compressed_for_those_who_ask(client: httpx2.Client) -> None:
    plain = client.get("/api/search", headers={"Accept-Encoding": "identity"})
    packed = client.get("/api/search", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /sparql HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET /dataset/a\x00b HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK",
    ],
)
def test_malformed_requests(service: str, client: httpx2.Client, request_: bytes) -> None:
    place = urlsplit(service)
    # the server may hang up on such a client at any time
    with suppress(OSError), socket.create_connection((place.hostname, place.port), timeout=5) as connection:
        connection.sendall(request_)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(100)
    assert client.get("/health").status_code == 200


def test_host_is_no_one_elses(client: httpx2.Client) -> None:
    for place in ("/sparql", "/search", "/"):
        response = client.get(place, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in response.text


def test_endpoints_say_what_they_are(client: httpx2.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    parameters = {one["name"] for one in paths["/api/search"]["get"]["parameters"]}
    assert parameters >= {"q", "bbox", "from", "to", "hub", "concept", "page", "size", "sort"}
    assert {"/sparql", "/api/search", "/dataset/{path}", "/rest/v1/search"} <= set(paths)
    assert len(ROUTERS) == len(set(map(id, ROUTERS)))
