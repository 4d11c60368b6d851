"""Thesauri of a GeoNetwork catalogue."""

import json

import pytest

from harvesters.errors import SourceError
from harvesters.transport import Transport
from harvesters.vocabularies.transfers import fetch
from tests.harvesters.loopback import Answer, Loopback
from tests.harvesters.vocabularies.order import winds

REGISTRY = "/geonetwork/srv/api/registries/vocabularies"
LIST = "/geonetwork/srv/eng/thesaurus"
KEYS = ["local.theme.winds", "external.theme.gemet", "local.place.seas"]
LISTS = [
    [{"key": key, "title": key} for key in KEYS],
    [[{"key": key} for key in KEYS]],
    {"Thesaurus": [{"key": key} for key in KEYS]},
]


@pytest.fixture
def catalogue(server: Loopback) -> Loopback:
    for key in KEYS:
        server.route(f"{REGISTRY}/{key}", Answer(f"<rdf>{key}</rdf>".encode()))
    return server


@pytest.mark.parametrize("listed", LISTS)
@pytest.mark.parametrize(
    ("tail", "keys"),
    [
        ("", sorted(KEYS)),
        ("/*.theme.*", ["external.theme.gemet", "local.theme.winds"]),
        ("/local.*", ["local.place.seas", "local.theme.winds"]),
        ("/local.theme.winds", ["local.theme.winds"]),
    ],
)
def test_the_thesauri_that_fit_come(
    listed: object, tail: str, keys: list[str], catalogue: Loopback, transport: Transport
) -> None:
    catalogue.route(LIST, Answer(json.dumps(listed).encode(), media_type="application/json"))
    url = catalogue.url + ("/geonetwork/" if not tail else REGISTRY + tail)
    delivery = fetch(winds("geonetwork", [url, url]), transport)
    assert delivery is not None
    assert [one.name.rpartition("/")[2] for one in delivery.documents] == keys
    assert [one.content.decode() for one in delivery.documents] == [f"<rdf>{key}</rdf>" for key in keys]


@pytest.mark.parametrize("body", [b"<html/>", b"\xff", b"[" * 100_000])
def test_what_is_no_list_is_told(body: bytes, catalogue: Loopback, transport: Transport) -> None:
    catalogue.route(LIST, Answer(body))
    with pytest.raises(SourceError, match="no list of thesauri"):
        fetch(winds("geonetwork", [catalogue.url + REGISTRY]), transport)


def test_version_4_has_its_list_elsewhere(catalogue: Loopback, transport: Transport) -> None:
    catalogue.route("/geonetwork/srv/api/thesaurus", Answer(json.dumps(LISTS[1]).encode()))
    delivery = fetch(winds("geonetwork", [f"{catalogue.url}/geonetwork"]), transport)
    assert delivery is not None
    assert len(delivery.documents) == 3
    assert catalogue.requests[0].query == {"_content_type": "json"}


def test_a_pattern_that_fits_nothing_is_told(catalogue: Loopback, transport: Transport) -> None:
    catalogue.route(LIST, Answer(json.dumps(LISTS[0]).encode()))
    with pytest.raises(SourceError, match=r"other\.\*"):
        fetch(winds("geonetwork", [catalogue.url + REGISTRY + "/other.*"]), transport)
