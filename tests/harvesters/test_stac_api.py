"""STAC API against a small API on loopback."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvesters import address as address_module
from harvesters.errors import ConfigurationError, SourceError
from harvesters.record import Harvested, RawRecord, RefusedRecord
from harvesters.stac import elements
from harvesters.stac_listing import secure
from tests.harvesters.loopback import Answer, Loopback, Request

Harvest = Callable[..., Iterator[Harvested]]


def collection(name: str, **fields: Any) -> dict[str, Any]:
    return {"type": "Collection", "stac_version": "1.0.0", "id": name, "title": "Théia, 1.0e3", "links": [], **fields}


def item(name: str, parent: str = "", **fields: Any) -> dict[str, Any]:
    of = {"collection": parent} if parent else {}
    properties = {"datetime": "2022-01-15T04:00:00Z", "updated": "2022-02-01T00:00:00Z"}
    return {"type": "Feature", "stac_version": "1.0.0", "id": name, "properties": properties, **of, **fields}


def answer(value: Any, **options: Any) -> Answer:
    body = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False, **options).encode()
    return Answer(body, media_type="application/json")


def following(href: str, **fields: Any) -> list[dict[str, Any]]:
    return [{"rel": "self", "href": "."}, {"rel": "next", "href": href, **fields}]


@pytest.fixture
def api(server: Loopback) -> str:
    """Two Collections on a page each; the first has five Items, two on a page, the second none."""
    url = server.url

    def collections(request: Request) -> Answer:
        if "page" not in request.query:
            next_page = following(f"{url}/stac/collections?page=2")
            return answer({"links": next_page, "collections": [collection("snow", updated="2023-01-01T00:00:00Z")]})
        return answer({"collections": [collection("oso")], "links": []})

    def items(request: Request) -> Answer:
        start = int(request.query.get("start", 0))
        features = [item(f"i{number}", "snow") for number in range(start, min(start + 2, 5))]
        links = following(f"{url}/stac/collections/snow/items?start={start + 2}") if start + 2 < 5 else []
        return answer({"type": "FeatureCollection", "features": features, "links": links})

    server.route("/stac/collections", collections)
    server.route("/stac/collections/snow", answer(collection("snow")))
    server.route("/stac/collections/snow/items", items)
    server.route("/stac/collections/oso/items", answer({"type": "FeatureCollection", "features": []}))
    return f"{url}/stac"


def identifiers(records: Iterator[Harvested]) -> list[str]:
    return [record.identifier for record in records]


def test_collections_alone(api: str, harvest: Harvest) -> None:
    snow, oso = harvest("stac-api", api)
    assert isinstance(snow, RawRecord)
    assert snow.content == json.dumps(collection("snow", updated="2023-01-01T00:00:00Z"), ensure_ascii=False).encode()
    assert (snow.identifier, snow.media_type, snow.datestamp) == ("snow", "application/json", "2023-01-01T00:00:00Z")
    assert snow.url == f"{api}/collections/snow"
    assert oso.identifier == "oso"


@pytest.mark.parametrize(("wanted", "count"), [("none", 0), (0, 0), (3, 3), (4, 4), (100, 5), ("all", 5)])
def test_items(api: str, harvest: Harvest, wanted: str | int, count: int) -> None:
    records = identifiers(harvest("stac-api", api, items=wanted))
    assert records == ["snow", *(f"snow/i{number}" for number in range(count)), "oso"]


def test_an_item(api: str, harvest: Harvest) -> None:
    records = {record.identifier: record for record in harvest("stac-api", api, items=1)}
    first = records["snow/i0"]
    assert isinstance(first, RawRecord)
    assert json.loads(first.content) == item("i0", "snow")
    assert first.datestamp == "2022-02-01T00:00:00Z"
    assert first.url == f"{api}/collections/snow/items/i0"


def test_only_some_collections(api: str, harvest: Harvest, server: Loopback) -> None:
    assert identifiers(harvest("stac-api", api, collections=["snow"], items=1)) == ["snow", "snow/i0"]
    assert [request.path for request in server.requests] == [
        "/stac",
        "/stac/collections/snow",
        "/stac/collections/snow/items",
    ]
    with pytest.raises(SourceError, match="/collections/missing: status 404"):
        list(harvest("stac-api", api, collections=["missing"]))


def test_pages_by_post_with_merged_body(server: Loopback, harvest: Harvest) -> None:
    def items(request: Request) -> Answer:
        if request.method == "GET":
            links = following("items", method="POST", body={"token": "t2"}, merge=True)
            return answer({"features": [item("a")], "links": links})
        assert json.loads(request.body) == {"limit": 100, "token": "t2"}
        return answer({"features": [item("b")]})

    linked = collection("c", links=[{"rel": "items", "href": f"{server.url}/elsewhere/items"}])
    server.route("/stac/collections", answer({"collections": [linked]}))
    server.route("/elsewhere/items", items)
    records = identifiers(harvest("stac-api", f"{server.url}/stac", items="all"))
    assert records == ["c", "c/a", "c/b"]


@pytest.mark.parametrize("indent", [None, 2])
def test_exact_text_of_each_record(server: Loopback, harvest: Harvest, indent: int | None) -> None:
    odd = '{ "id" : "a", "number": 1.50e+2, "big": 123456789012345678901234567890, "text": "\\u00e9\\/ ]}," }'
    listed = '{"other": [{"id": "x"}], "collections" :\n [ %s ,%s ], "links": []}'
    text = listed % (odd, json.dumps(collection("b"), indent=indent))
    server.route("/collections", answer(text.encode()))
    first, second = harvest("stac-api", server.url)
    assert isinstance(first, RawRecord)
    assert first.content == odd.encode()
    assert isinstance(second, RawRecord)
    assert second.content == json.dumps(collection("b"), indent=indent).encode()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@settings(max_examples=50, deadline=None)
@given(
    members=st.lists(JSON), before=st.dictionaries(st.text(), JSON), after=JSON, indent=st.sampled_from([None, 0, 3])
)
def test_elements_are_the_pieces_of_the_text(members: list[Any], before: Any, after: Any, indent: int | None) -> None:
    before.pop("features", None)
    text = json.dumps({**before, "features": members, "~after": after}, indent=indent)
    found = list(elements(text, "features"))
    assert [value for _, value in found] == members
    assert [json.loads(piece) for piece, _ in found] == members
    assert all(piece in text and piece == piece.strip() for piece, _ in found)


def test_records_that_are_no_objects_or_nameless(server: Loopback, harvest: Harvest) -> None:
    server.route("/collections", answer({"collections": ["text", {"title": "no id"}]}))
    refused, nameless = harvest("stac-api", server.url, items="all")
    assert isinstance(refused, RefusedRecord)
    assert isinstance(nameless, RawRecord)
    assert nameless.identifier == f"sha256:{nameless.hash}"


def test_repeated_page(server: Loopback, harvest: Harvest) -> None:
    url = f"{server.url}/collections"
    server.route("/collections", answer({"collections": [collection("a"), collection("b")], "links": following(url)}))
    records = harvest("stac-api", server.url)
    assert [next(records).identifier for _ in range(2)] == ["a", "b"]
    with pytest.raises(SourceError, match="came twice"):
        next(records)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<!DOCTYPE html><html>Sign in</html>", "an HTML page came instead of a STAC document"),
        (b'{"collections": [', "no valid JSON came instead"),
        (b"[1, 2]", "not a JSON object"),
        (b'{"collections": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "no valid JSON came instead"),
        (b'{"collections": [{"id": "a"}], "links": [{"rel": "next"}]}', "the links of the page are malformed"),
        (b'{"collections": [{"id": "a"}], "links": "none"}', "the links of the page are malformed"),
        (b'{"collections": [{"id": "\xff"}]}', "no valid JSON came instead"),
        (b'{"collections": {"id": "a"}}', "'collections' is not a list"),
        (b'{"code": 500, "description": "not today"}', "'collections' is not a list"),
        (b'{"collections": [{"id": "a"}], "links": null}', "the links of the page are malformed"),
        (b'{"collections": [{"id": "a"}], "links": [{"rel": "next", "href": "x", "body": [1]}]}', "malformed"),
    ],
)
def test_something_else_with_status_200(server: Loopback, harvest: Harvest, body: bytes, message: str) -> None:
    server.route("/collections", answer(body))
    with pytest.raises(SourceError, match=f"{re.escape(server.url)}.*{message}"):
        list(harvest("stac-api", server.url))


def test_next_page_on_a_private_address(server: Loopback, harvest: Harvest, monkeypatch: pytest.MonkeyPatch) -> None:
    links = following("http://10.0.0.1/collections?page=2")
    server.route("/collections", answer({"collections": [collection("a")], "links": links}))
    monkeypatch.setattr(address_module, "is_public", lambda host: host == "127.0.0.1")
    records = harvest("stac-api", server.url)
    next(records)
    with pytest.raises(SourceError, match="an address that is not public"):
        next(records)


def test_collections_option(server: Loopback, harvest: Harvest) -> None:
    for wanted in (7, [1], []):
        with pytest.raises(ConfigurationError, match="option 'collections'"):
            harvest("stac-api", server.url, collections=wanted)


@pytest.mark.parametrize("wanted", ["some", -1, True, 1.5, ["all"]])
def test_items_option(server: Loopback, harvest: Harvest, wanted: Any) -> None:
    with pytest.raises(ConfigurationError, match="option 'items'"):
        harvest("stac-api", server.url, items=wanted)


def test_source_down_midway(server: Loopback, harvest: Harvest, pauses: list[float]) -> None:
    url = server.url
    first = answer({"collections": [collection("a")], "links": following(f"{url}/collections?page=2")})
    server.route("/collections", first, Answer(status=503))
    records = harvest("stac-api", url)
    assert next(records).identifier == "a"
    with pytest.raises(SourceError, match="status 503"):
        next(records)
    assert len(pauses) == 2


@pytest.mark.shared
def test_real_collections(server: Loopback, harvest: Harvest, shared_records: Path) -> None:
    paths = sorted((shared_records / "stac").rglob("*collection*.json"))
    values = {path: json.loads(path.read_bytes()) for path in paths}
    texts = [path.read_bytes().strip() for path, value in values.items() if value.get("type") == "Collection"]
    assert len(texts) > 20
    server.route("/collections", answer(b'{"collections": [' + b",\n".join(texts) + b"]}"))
    records = [record for record in harvest("stac-api", server.url) if isinstance(record, RawRecord)]
    assert [record.content for record in records] == texts


def test_http_links_of_an_https_api_stay_on_https() -> None:
    assert secure("http://hub.example/c?p=2", "https://hub.example/c") == "https://hub.example/c?p=2"
    assert secure("http://hub.example:80/c", "https://hub.example:8443/c") == "https://hub.example:8443/c"
    assert secure("http://other.example/c", "https://hub.example/c") == "http://other.example/c"
    assert secure("http://hub.example/c", "http://hub.example/c") == "http://hub.example/c"
