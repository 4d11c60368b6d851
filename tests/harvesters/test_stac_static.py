"""Static STAC catalogues on loopback."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harvesters.errors import SourceError
from harvesters.record import Harvested, RawRecord, RefusedRecord
from tests.harvesters.loopback import Answer, Loopback

Harvest = Callable[..., Iterator[Harvested]]


def write(server: Loopback, path: str, kind: str, name: str, *links: tuple[str, str], **fields: Any) -> bytes:
    value = {"type": kind, "stac_version": "1.0.0", "id": name, **fields}
    value["links"] = [{"rel": relation, "href": href} for relation, href in links]
    content = json.dumps(value, indent=1).encode()
    server.route(path, Answer(content, media_type="application/json"))
    return content


@pytest.fixture
def catalogue(server: Loopback) -> str:
    """A root with a Collection two levels down, links upwards, and a cycle."""
    write(server, "/root/catalog.json", "Catalog", "root", ("self", "x"), ("child", "./a/catalog.json"))
    write(
        server,
        "/root/a/catalog.json",
        "Catalog",
        "a",
        ("parent", "../catalog.json"),
        ("child", "spot/collection.json"),
        ("child", "../catalog.json"),
        ("child", "../a/catalog.json#again"),
    )
    write(
        server,
        "/root/a/spot/collection.json",
        "Collection",
        "spot",
        ("item", "1.json"),
        ("item", "/root/a/spot/2.json"),
        ("child", "../../catalog.json"),
        updated="2023-05-01T00:00:00Z",
    )
    write(server, "/root/a/spot/1.json", "Feature", "1", collection="spot", properties={"updated": "2022"})
    write(server, "/root/a/spot/2.json", "Feature", "2", properties={})
    return f"{server.url}/root/catalog.json"


def test_walk(catalogue: str, harvest: Harvest, server: Loopback) -> None:
    spot, first, second = harvest("stac-static", catalogue)
    assert isinstance(spot, RawRecord)
    assert isinstance(first, RawRecord)
    assert (spot.identifier, spot.datestamp) == ("spot", "2023-05-01T00:00:00Z")
    assert (first.identifier, first.datestamp) == ("spot/1", "2022")
    assert first.url == f"{server.url}/root/a/spot/1.json"
    assert first.content.startswith(b'{\n "type": "Feature",')
    assert second.identifier == "spot/2"
    asked = [request.path for request in server.requests]
    assert len(asked) == len(set(asked)) == 5


def test_without_items(catalogue: str, harvest: Harvest) -> None:
    assert [record.identifier for record in harvest("stac-static", catalogue, items=False)] == ["spot"]


def test_deep(server: Loopback, harvest: Harvest) -> None:
    for depth in range(50):
        write(server, f"/{depth}.json", "Catalog", str(depth), ("child", f"{depth + 1}.json"))
    write(server, "/50.json", "Collection", "bottom")
    assert [record.identifier for record in harvest("stac-static", f"{server.url}/0.json")] == ["bottom"]


def test_bottomless(server: Loopback, harvest: Harvest) -> None:
    for depth in range(103):
        write(server, f"/{depth}.json", "Catalog", str(depth), ("child", f"{depth + 1}.json"))
    with pytest.raises(SourceError, match="deeper than 100 levels"):
        list(harvest("stac-static", f"{server.url}/0.json"))


def test_links_out_of_the_origin_are_not_followed(server: Loopback, harvest: Harvest) -> None:
    with Loopback() as stranger:
        write(stranger, "/c.json", "Collection", "strange")
        outside = f"{stranger.url}/c.json"
        links = [("child", outside), ("item", outside), ("child", "file:///etc/hostname"), ("child", "ours.json")]
        url = server.route("/catalog.json", Answer())
        write(server, "/catalog.json", "Catalog", "root", *links)
        write(server, "/ours.json", "Collection", "ours")
        records = list(harvest("stac-static", url))
        assert stranger.requests == []
    refused = [record for record in records if isinstance(record, RefusedRecord)]
    assert [record.diagnostics[0].code for record in refused] == ["harvest.origin"] * 3
    assert [record.identifier for record in records if isinstance(record, RawRecord)] == ["ours"]


def test_bad_items_are_refused_and_the_walk_goes_on(server: Loopback, harvest: Harvest) -> None:
    bad = {"broken": b"{", "text": b'"text"', "html": b"<html>", "deep": b"[" * 10_000 + b"]" * 10_000}
    for name, content in bad.items():
        server.route(f"/{name}.json", Answer(content))
    write(server, "/fine.json", "Feature", "fine")
    links = [("item", f"{name}.json") for name in (*bad, "missing", "fine")]
    write(server, "/c.json", "Collection", "c", *links)
    _, *items = harvest("stac-static", f"{server.url}/c.json")
    codes = [item.diagnostics[0].code for item in items if isinstance(item, RefusedRecord)]
    assert codes == ["parse.json", "harvest.read", "parse.json", "parse.json", "harvest.read"]
    assert items[-1].identifier == "c/fine"


def test_an_item_on_a_source_that_went_down_ends_the_harvest(server: Loopback, harvest: Harvest) -> None:
    server.route("/1.json", Answer(status=503))
    write(server, "/c.json", "Collection", "c", ("item", "1.json"))
    records = harvest("stac-static", f"{server.url}/c.json")
    assert next(records).identifier == "c"
    with pytest.raises(SourceError, match="status 503"):
        next(records)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>Sign in</html>", "no STAC document"),
        (b"{", "no STAC document"),
        (b"[]", "neither a STAC Catalog nor a Collection"),
        (b'{"type": "Feature", "stac_version": "1.0.0"}', "neither a STAC Catalog nor a Collection"),
        (b'{"type": "Dataset"}', "neither a STAC Catalog nor a Collection"),
        (b'{"type": ["Catalog"], "stac_version": {}}', "neither a STAC Catalog nor a Collection"),
        (b"", "no STAC document"),
    ],
)
def test_a_child_that_is_none(server: Loopback, harvest: Harvest, body: bytes, message: str) -> None:
    server.route("/child.json", Answer(body))
    write(server, "/catalog.json", "Catalog", "root", ("child", "child.json"))
    (refused,) = harvest("stac-static", f"{server.url}/catalog.json")
    assert isinstance(refused, RefusedRecord)
    assert f"{server.url}/child.json: {message}" in refused.diagnostics[0].en
    with pytest.raises(SourceError, match=f"{re.escape(server.url)}/child.json: {message}"):
        list(harvest("stac-static", f"{server.url}/child.json"))


@pytest.mark.shared
def test_real_catalogue(server: Loopback, harvest: Harvest, shared_records: Path) -> None:
    folder = shared_records / "stac" / "stac-utils__pystac-client"
    prefix = "tests__data__test-case-1__"
    paths = sorted(folder.glob(f"{prefix}*.json"))
    for path in paths:
        server.route("/" + path.name.removeprefix(prefix).replace("__", "/"), Answer(path.read_bytes()))
    records = list(harvest("stac-static", f"{server.url}/catalog.json"))
    collections = [path for path in paths if path.name.endswith("__collection.json")]
    contents = {record.content for record in records if isinstance(record, RawRecord)}
    assert len(collections) == 4
    assert {path.read_bytes() for path in collections} <= contents
    assert len(contents) == len(paths) - 3
