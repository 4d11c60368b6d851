"""STAC API listings: which Items, in which order, by which filter; failing pages of APIs that count and that do not."""

from typing import Any

import pytest

from harvesters.errors import ConfigurationError, PlaceError, SourceError
from harvesters.record import Checkpoint, Gap, RefusedRecord, Start
from harvesters.stac_listing import Step
from harvesters.transport import Transport
from tests.harvesters.conformance import Conformance, Harvest, whole
from tests.harvesters.hubs import StacApiHub, _json, entries
from tests.harvesters.loopback import Answer, Loopback, Request

CORE = "https://api.stacspec.org/v1.0.0/core"
SORT = "https://api.stacspec.org/v1.0.0/{}#sort"
FILTER = "https://api.stacspec.org/v1.0.0/item-search#filter"


def harvested(server: Loopback, transport: Transport, hub: StacApiHub, conforms: list[str], **options: Any) -> Harvest:
    def answer(request: Request) -> Answer:
        if request.path == hub.path:
            return _json({"conformsTo": conforms})
        if request.path.endswith("/search"):
            name = request.query.pop("collections")
            moved = Request("GET", f"{hub.path}/collections/{name}/items", request.query, request.headers, b"")
            return hub.answer(moved)
        return hub.answer(request)

    return whole(Conformance.reading(server, transport, hub, answer, **options))


def items_asked(server: Loopback) -> list[Request]:
    return [request for request in server.requests if request.path.endswith(("/items", "/search"))]


def test_newest_items(server: Loopback, transport: Transport) -> None:
    harvest = harvested(server, transport, StacApiHub(entries(20)), [CORE, SORT.format("ogcapi-features")], items=4)
    assert len(harvest.records) == 2 + 2 * 4
    first = items_asked(server)[0]
    assert first.path.endswith("/collections/c1/items")
    assert first.query == {"limit": "4", "sortby": "-properties.datetime"}


def test_newest_items_by_search(server: Loopback, transport: Transport) -> None:
    harvested(server, transport, StacApiHub(entries(4)), [SORT.format("item-search")], items=1)
    first = items_asked(server)[0]
    assert first.path.endswith("/search")
    assert first.query.items() >= {"limit": "1", "sortby": "-properties.datetime"}.items()


def test_newest_items_of_an_api_that_cannot_sort(server: Loopback, transport: Transport) -> None:
    harvested(server, transport, StacApiHub(entries(4)), [CORE], items=1)
    assert items_asked(server)[0].query == {"limit": "1"}


def test_filters(server: Loopback, transport: Transport) -> None:
    options = {"items": "all", "datetime": "2024-01-01T00:00:00Z/..", "bbox": [-5, 41, 9.5, 51], "filter": "a < 10"}
    harvested(server, transport, StacApiHub(entries(4)), [FILTER], **options)
    said = items_asked(server)[0].query
    assert said.items() >= {"bbox": "-5,41,9.5,51", "filter": "a < 10", "filter-lang": "cql2-text"}.items()
    assert said["datetime"] == options["datetime"]
    with pytest.raises(SourceError, match="does not say that it can filter"):
        harvested(server, transport, StacApiHub(entries(4)), [CORE], **options)


@pytest.mark.parametrize("options", [{"bbox": [1, 2]}, {"bbox": [1, 2, 3, "x"]}, {"datetime": 2024}, {"filter": []}])
def test_wrong_filters(server: Loopback, transport: Transport, options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        harvested(server, transport, StacApiHub([]), [], items="all", **options)


def test_number_of_items_counts_over_pages_and_places(server: Loopback, transport: Transport) -> None:
    reader = Conformance.reading(server, transport, StacApiHub(entries(40), size=3), items=7)
    found = list(reader.records(Start()))
    assert sum("/" in getattr(one, "identifier", "") for one in found) == 14
    for number, one in enumerate(found):
        if isinstance(one, Checkpoint):
            rest = [item for item in reader.records(Start(place=one.place)) if not isinstance(item, Checkpoint)]
            assert rest == [item for item in found[number:] if not isinstance(item, Checkpoint)]


class TokenHub(StacApiHub):
    """An API whose pages have tokens that say nothing."""

    def answer(self, request: Request) -> Answer:
        token = request.query.pop("token", "")
        if token:
            request.query["offset"] = token.removeprefix("t")
        elif "offset" in request.query:
            return Answer(b'{"code": "unknown parameter"}', 400)
        said = super().answer(request)
        assert isinstance(said.body, bytes)
        return Answer(said.body.replace(b"offset=", b"token=t"), said.status, said.media_type)


def test_bad_item_of_an_api_with_tokens_costs_what_follows_it(server: Loopback, transport: Transport) -> None:
    hub = TokenHub(entries(20), size=4, bad={"r006"}, failure=Answer(b"no", 500))
    harvest = whole(Conformance.reading(server, transport, hub))
    assert {f"c1/r{number:03}" for number in range(1, 6)} <= harvest.records.keys()
    assert {f"c2/r{number:03}" for number in range(11, 21)} <= harvest.records.keys()
    assert "c1/r006" not in harvest.records
    assert harvest.gaps
    assert len(harvest.refused) == 1


def test_items_that_cannot_be_listed_do_not_end_the_harvest(server: Loopback, transport: Transport) -> None:
    hub = StacApiHub(entries(4))

    def answer(request: Request) -> Answer:
        return Answer(b"no", 404) if request.path.endswith("/c1/items") else hub.answer(request)

    found = list(Conformance.reading(server, transport, hub, answer).records(Start()))
    assert [one.identifier for one in found if hasattr(one, "identifier")] == ["c1", "c2", "c2/r003", "c2/r004"]
    assert any(isinstance(one, Gap) and "'c1'" in one.reason for one in found)
    assert not any(isinstance(one, RefusedRecord) for one in found)


def test_steps() -> None:
    step = Step.first("http://h/items?a=1", {"limit": 100})
    assert step.limit == 100
    assert step.limited(7).limit == 7
    assert Step.read(step.write()) == step
    posting = Step({"rel": "next", "href": "http://h", "method": "POST", "body": {"limit": 9, "offset": 3}})
    assert posting.limit == 9
    beyond = posting.limited(1).beyond()
    assert beyond is not None
    assert beyond.link["body"] == {"limit": 1, "offset": 4}
    assert Step({"rel": "next", "href": "http://h?token=x"}).beyond() is None
    with pytest.raises(PlaceError):
        Step.read("[]")
