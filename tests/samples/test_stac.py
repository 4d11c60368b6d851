"""The STAC API, by a real client."""

from typing import Any

import httpx2
import pystac
import pytest
from pystac_client import Client

TONGA = [-176.0, -21.0, -175.0, -20.0]


@pytest.fixture
def endpoint(base_url: str) -> str:
    return f"{base_url}/theia/stac"


@pytest.fixture
def client(endpoint: str) -> Client:
    return Client.open(endpoint)


def ids(answer: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in answer["features"]]


def get(url: str) -> dict[str, Any]:
    response = httpx2.get(url)
    assert response.status_code == 200, response.text
    answer = response.json()
    assert isinstance(answer, dict)
    return answer


def test_client_reads_collections_and_items(client: Client) -> None:
    assert client.title == "Theia (sample)"
    assert client.conforms_to("ITEM_SEARCH")
    assert client.conforms_to("COLLECTIONS")
    collections = {collection.id: collection for collection in client.get_collections()}
    assert len(collections) >= 6
    counts = {id_: len(list(collection.get_items())) for id_, collection in collections.items()}
    assert counts["tonga-2022"] == 4
    assert min(counts.values()) >= 1
    snow = client.get_collection("sentinel2-snow-cover-l2b")
    assert snow is not None
    assert snow.extent.temporal.intervals[0][1] is None
    item = snow.get_item("SENTINEL2A_20220213-103853-000_L2B-SNOW_T31TGL_C_V1-0")
    assert item is not None
    assert item.collection_id == snow.id


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_client_pages_through_a_search(client: Client, method: str) -> None:
    found = [item.id for item in client.search(method=method, limit=4).items()]
    assert len(found) == len(set(found)) >= 12
    assert client.search(method=method).matched() == len(found)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_client_finds_the_eruption(client: Client, method: str) -> None:
    everything = client.search(method=method, bbox=TONGA, datetime="2022-01-01/2022-01-31")
    assert {item.collection_id for item in everything.items()} == {"tonga-2022"}
    after = client.search(method=method, bbox=TONGA, datetime="2022-01-15T04:15:00Z/..", collections=["tonga-2022"])
    assert {item.id[:11] for item in after.items()} == {"S1A_IW_GRDH", "SENTINEL2A_"}
    wanted = "S1A_IW_GRDH_1SDV_20220115T170831_TONGA"
    assert [item.id for item in client.search(method=method, ids=[wanted, "none"]).items()] == [wanted]


def test_boxes_cross_the_antimeridian(endpoint: str) -> None:
    across = get(f"{endpoint}/search?bbox=170,-30,-170,-10")
    assert {feature["collection"] for feature in across["features"]} == {"tonga-2022"}
    assert across["numberMatched"] == 4
    assert get(f"{endpoint}/search?bbox=-170,-30,170,-10")["numberMatched"] == 0
    assert get(f"{endpoint}/search?bbox=-176,-21,0,-175,-20,100")["numberMatched"] == 4


def test_items_are_selected_and_paged_within_a_collection(endpoint: str) -> None:
    first = get(f"{endpoint}/collections/heatwave-2022-europe/items?limit=3&datetime=2022-07-01/2022-07-31")
    assert first["numberMatched"] == 3
    assert not [link for link in first["links"] if link["rel"] == "next"]
    page = get(f"{endpoint}/collections/heatwave-2022-europe/items?limit=3")
    [following] = [link["href"] for link in page["links"] if link["rel"] == "next"]
    assert len(ids(page)) == 3
    assert len(ids(get(following))) == page["numberMatched"] - 3


def test_items_with_a_period_are_found_within_it(endpoint: str) -> None:
    found = ids(get(f"{endpoint}/search?datetime=2021-05-01T00:00:00Z"))
    assert found == ["OSO_20211231_RASTER_V1-0"]


def test_links_lead_to_what_they_name(endpoint: str) -> None:
    landing = get(endpoint)
    for link in landing["links"]:
        response = httpx2.get(link["href"])
        assert response.status_code == 200, link
        assert response.headers["content-type"] == link["type"], link
    item = get(f"{endpoint}/collections/tonga-2022/items/S1A_IW_GRDH_1SDV_20220115T170831_TONGA")
    structural = {link["rel"]: link["href"] for link in item["links"] if link["href"].startswith(endpoint)}
    assert structural.keys() == {"self", "root", "parent", "collection"}
    assert get(structural["self"]) == item
    assert get(structural["collection"])["id"] == "tonga-2022"
    assert [link["rel"] for link in item["links"]].count("collection") == 1
    assert pystac.Item.from_dict(item).id == item["id"]


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1,2,3",
        "bbox=1,2,3,x",
        "bbox=nan,0,1,1",
        "bbox=0,-91,1,1",
        "datetime=yesterday",
        "datetime=..",
        "datetime=2022-02-01/2022-01-01",
        "datetime=a/b/c",
        "limit=0",
        "limit=10001",
        "limit=x",
        "token=x",
        "filter=a",
    ],
)
@pytest.mark.parametrize("path", ["/search", "/collections/tonga-2022/items"])
def test_bad_queries_are_refused(endpoint: str, path: str, query: str) -> None:
    response = httpx2.get(f"{endpoint}{path}?{query}")
    assert response.status_code == 400
    assert response.json()["code"] == "BadRequest"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        '{"bbox": {}}',
        '{"bbox": 4}',
        f'{{"bbox": [1{"0" * 400}, 1, 1, 1]}}',
        '{"ids": 4}',
        '{"ids": [4]}',
        '{"datetime": 4}',
        '{"limit": true}',
        '{"intersects": {}}',
    ],
)
def test_bad_bodies_are_refused(endpoint: str, content: str) -> None:
    assert httpx2.post(f"{endpoint}/search", content=content.encode()).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/collections/x",
        "/collections/x/items",
        "/collections/tonga-2022/items/x",
        "/collections/..%2F..%2Fsecret",
        "/x",
    ],
)
def test_what_is_not_there_is_not_found(endpoint: str, path: str) -> None:
    assert httpx2.get(endpoint + path).status_code == 404


def test_bodies_are_bounded(endpoint: str) -> None:
    assert httpx2.post(f"{endpoint}/search", content=b" " * 1_000_001).status_code == 413
