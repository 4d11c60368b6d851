"""The sample records in STAC: well formed, without real people, and wrong only where they say so."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pystac
import pytest

from samples import SAMPLES

FILES = sorted([*(SAMPLES / "theia" / "stac").rglob("*.json"), *(SAMPLES / "dinamis").rglob("*.json")])
TONGA = (-175.4, -20.5)
PREFIXES = {"proj": "projection", "sci": "scientific"}
"""The extensions whose fields have another prefix than their name."""

SWAPPED = {"PHR1A_20220817_NAUSSAC"}
REVERSED = {"SPOT67_FRANCE_2022_OCCITANIE"}
UNLICENSED = {"venus-l2a"}
MISSPELT = {"SPOT6_20220726_LANDIRAS"}
DEAD = {"SENTINEL2B_20220727-105631-000_L2A_T31TCJ_C_V3-1", "PHR1A_20220118_NUKUALOFA"}


def read(file: Path) -> dict[str, Any]:
    document = json.loads(file.read_bytes())
    assert isinstance(document, dict)
    return document


DOCUMENTS = {file: read(file) for file in FILES}
ITEMS = {file: document for file, document in DOCUMENTS.items() if document["type"] == "Feature"}
COLLECTIONS = {file: document for file, document in DOCUMENTS.items() if document["type"] == "Collection"}


def prefixes(value: object) -> set[str]:
    """The prefixes of all keys in a document."""
    if isinstance(value, dict):
        own = {key.partition(":")[0] for key in value if ":" in key}
        return own.union(*(prefixes(child) for key, child in value.items() if key != "processing:software"))
    return set().union(*map(prefixes, value)) if isinstance(value, list) else set()


def test_there_are_enough() -> None:
    theia = [file for file in FILES if "theia" in file.parts]
    assert len([file for file in theia if file in COLLECTIONS]) >= 6
    assert len([file for file in theia if file in ITEMS]) >= 12
    assert len([file for file in COLLECTIONS if file not in theia]) >= 2
    assert len([file for file in ITEMS if file not in theia]) >= 10


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_parses(file: Path) -> None:
    record = pystac.read_dict(DOCUMENTS[file])
    assert record.id == DOCUMENTS[file]["id"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_addresses_in_a_file_are_of_reserved_domains(file: Path) -> None:
    addresses = re.findall(r"[\w.+-]+@[\w.-]+", file.read_text("utf-8"))
    assert all(address.endswith(".example") for address in addresses)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_extensions_in_use_are_declared(file: Path) -> None:
    document = DOCUMENTS[file]
    declared = {re.findall(r"github\.io/([a-z-]+)/v", url)[0] for url in document.get("stac_extensions", [])}
    used = {PREFIXES.get(prefix, prefix) for prefix in prefixes(document)}
    assert used <= declared
    unprefixed = {"themes", "language", "item-assets"}
    assert declared - used <= unprefixed


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_relative_links_lead_to_files(file: Path) -> None:
    for link in DOCUMENTS[file]["links"]:
        if "://" not in link["href"]:
            target = Path(urljoin(file.as_uri(), link["href"]).removeprefix("file://"))
            assert target.resolve() in FILES, link


@pytest.mark.parametrize("file", ITEMS, ids=lambda file: file.stem)
def test_an_item_is_wrong_only_where_it_is_meant_to_be(file: Path) -> None:
    item = ITEMS[file]
    half = len(item["bbox"]) // 2
    assert (item["bbox"][1] > item["bbox"][half + 1]) == (item["id"] in SWAPPED)
    properties = item["properties"]
    if properties["datetime"] is None:
        assert (properties["start_datetime"] > properties["end_datetime"]) == (item["id"] in REVERSED)
    concepts = [concept for theme in properties.get("themes", []) for concept in theme["concepts"]]
    assert any("url" not in concept for concept in concepts) == (item["id"] in MISSPELT)
    assert any(link["href"].split("/")[2].endswith(".invalid") for link in absolute(item)) == (item["id"] in DEAD)


@pytest.mark.parametrize("id_", sorted(SWAPPED | REVERSED | UNLICENSED | MISSPELT | DEAD))
def test_what_is_wrong_is_told(id_: str) -> None:
    [file] = [file for file, document in DOCUMENTS.items() if document["id"] == id_]
    readme = (SAMPLES / "README.md").read_text("utf-8")
    section = readme.partition("## Theia (STAC) and DINAMIS")[2].partition("\nWrong on purpose")[2]
    assert f"`{file.relative_to(SAMPLES).as_posix()}`" in section


def absolute(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [link for link in document["links"] if "://" in link["href"]]


@pytest.mark.parametrize("file", COLLECTIONS, ids=lambda file: file.stem)
def test_a_collection_has_its_licence(file: Path) -> None:
    collection = COLLECTIONS[file]
    linked = any(link["rel"] == "license" for link in collection["links"])
    named = collection["license"] not in ("other", "proprietary")
    assert (not linked and not named) == (collection["id"] in UNLICENSED)


@pytest.mark.parametrize("hub", ["theia", "dinamis"])
def test_both_events_are_seen(hub: str) -> None:
    items = [item for file, item in ITEMS.items() if file.relative_to(SAMPLES).parts[0] == hub]
    tonga = [item["properties"]["datetime"] for item in items if covers(item["bbox"], TONGA)]
    dates = [date for date in tonga if date and date.startswith("2022-01")]
    assert min(dates) < "2022-01-15T04:15:00Z" < max(dates)
    text = [json.dumps(item["properties"], ensure_ascii=False) for item in items]
    assert [words for words in text if "canicule" in words and "2022-0" in words]


def covers(box: list[float], point: tuple[float, float]) -> bool:
    half = len(box) // 2
    return box[0] <= point[0] <= box[half] and box[1] <= point[1] <= box[half + 1]


def test_a_box_crosses_the_antimeridian_and_one_has_six_numbers() -> None:
    boxes = [item["bbox"] for item in ITEMS.values()]
    assert len([box for box in boxes if box[0] > box[len(box) // 2]]) == 1
    assert len([box for box in boxes if len(box) == 6]) == 1


def test_the_catalogue_is_deep() -> None:
    root = pystac.Catalog.from_file(SAMPLES / "dinamis" / "catalog.json")
    depths = [len(list(parents)) for _, parents, _ in walk(root, ())]
    assert max(depths) >= 2
    assert len(list(root.get_items(recursive=True))) == len([file for file in ITEMS if "dinamis" in file.parts])


def walk(catalogue: pystac.Catalog, parents: tuple[str, ...]) -> list[tuple[str, tuple[str, ...], int]]:
    here = [(catalogue.id, parents, len(list(catalogue.get_items())))]
    return here + [place for child in catalogue.get_children() for place in walk(child, (*parents, catalogue.id))]
