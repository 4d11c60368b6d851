"""OAI-PMH listings: what is asked for, changes and deletions, and ways on when tokens expire or pages fail."""

import re
from collections.abc import Sequence
from typing import Any

import pytest

from harvesters.errors import PlaceError, SourceError
from harvesters.hub import Source
from harvesters.oaipmh_place import OaiPlace, datestamp
from harvesters.protocol import Harvester, harvester
from harvesters.record import Checkpoint, DeletedRecord, Gap, Opening, RefusedRecord, Start
from harvesters.transport import Transport
from tests.harvesters.conformance import Conformance, Harvest, whole
from tests.harvesters.hubs import Entry, OaiHub, entries
from tests.harvesters.loopback import Answer, Loopback, Request

BAD_ARGUMENT = b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="badArgument"/></OAI-PMH>'


def reading(server: Loopback, transport: Transport, hub: OaiHub, **options: Any) -> Harvester:
    return Conformance.reading(server, transport, hub, **options)


def names(harvest: Harvest) -> list[str]:
    return sorted(harvest.records)


def in_order(count: int) -> list[Entry]:
    return [Entry(f"r{number:03}", f"2024-01-{number:02}") for number in range(1, count + 1)]


def asked(server: Loopback, verb: str) -> list[dict[str, str]]:
    return [request.query for request in server.requests if request.query["verb"] == verb]


def test_opening(server: Loopback, transport: Transport) -> None:
    harvest = whole(reading(server, transport, OaiHub(in_order(7), total=99)))
    assert harvest.openings == [Opening("", "2026-01-01T00:00:00Z", 99, tombstones=True)]
    assert whole(reading(server, transport, OaiHub(in_order(2), deleted="transient"))).openings == [
        Opening("", "2026-01-01T00:00:00Z", 2, tombstones=False)
    ]


def test_changes_overlap(server: Loopback, transport: Transport) -> None:
    reader = reading(server, transport, OaiHub(in_order(9)))
    harvest = Harvest()
    harvest.fill(reader, Start(since="2024-01-07T12:00:00Z"))
    assert names(harvest) == ["r006", "r007", "r008", "r009"]
    assert harvest.openings[0].since == "2024-01-07T12:00:00Z"
    assert asked(server, "ListRecords")[0]["from"] == "2024-01-06"


@pytest.mark.parametrize(
    ("granularity", "overlap", "expected"),
    [
        ("YYYY-MM-DD", None, "2024-02-29"),
        ("YYYY-MM-DDThh:mm:ssZ", None, "2024-03-01T11:30:00Z"),
        ("YYYY-MM-DDThh:mm:ssZ", 0, "2024-03-01T12:30:00Z"),
        ("nonsense", 2 * 86_400, "2024-02-28"),
    ],
)
def test_datestamp(granularity: str, overlap: int | None, expected: str) -> None:
    assert datestamp("2024-03-01T12:30:00Z", granularity, overlap) == expected
    assert datestamp("2024-03-01T13:30:00+01:00", granularity, overlap) == expected
    assert datestamp("some day", granularity, overlap) == ""
    assert datestamp("0001-01-01", granularity, 10**9) == ""


def test_a_repository_that_takes_no_dates_lists_everything(server: Loopback, transport: Transport) -> None:
    hub = OaiHub(in_order(4))

    def answer(request: Request) -> Answer:
        if "from" in request.query:
            return Answer(
                b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="badArgument"/></OAI-PMH>'
            )
        return hub.answer(request)

    harvest = Harvest()
    harvest.fill(Conformance.reading(server, transport, hub, answer), Start(since="2024-01-03T00:00:00Z"))
    assert len(harvest.records) == 4
    assert harvest.openings[0].since == ""


def test_nothing_has_changed(server: Loopback, transport: Transport) -> None:
    harvest = Harvest()
    harvest.fill(reading(server, transport, OaiHub(in_order(3))), Start(since="2025-01-01T00:00:00Z"))
    assert harvest.openings[0].since
    assert not harvest.records
    assert not harvest.gaps


def test_no_records_match_is_no_proof_that_all_are_gone(server: Loopback, transport: Transport) -> None:
    harvest = whole(reading(server, transport, OaiHub([])))
    assert harvest.gaps == ["the repository says that no records match"]


def test_deleted_records(server: Loopback, transport: Transport) -> None:
    hub = OaiHub([Entry("r1", "2024-01-01"), Entry("r2", "2024-01-02", deleted=True)])
    found = list(reading(server, transport, hub).records(Start()))
    assert DeletedRecord("r2", "2024-01-02") in found


def test_sets_one_after_another(server: Loopback, transport: Transport) -> None:
    hubs = {"sea": OaiHub(entries(4)), "air": OaiHub(entries(4, 11)), "none": OaiHub([])}

    def answer(request: Request) -> Answer:
        name, _, token = request.query.get("resumptionToken", "").rpartition(":")
        if token:
            request.query["resumptionToken"] = token
        said = hubs[request.query.get("set", name or "sea")].answer(request)
        now = request.query.get("set", name).encode()
        assert isinstance(said.body, bytes)
        return Answer(said.body.replace(b"<resumptionToken >3", b"<resumptionToken >" + now + b":3"))

    url = server.route("/oai", answer)
    reader = harvester(Source("h", "s", "oai-pmh", url, None, {"set": ["sea", "none", "air"]}), transport)
    harvest = whole(reader)
    assert len(harvest.records) == 8
    assert harvest.openings[0].total is None
    assert harvest.gaps == ["the repository says that no records match in set 'none'"]
    assert [query["set"] for query in asked(server, "ListRecords") if "set" in query] == ["sea", "none", "air"]
    places = [one.place for one in reader.records(Start()) if isinstance(one, Checkpoint)]
    rest = Harvest()
    rest.fill(reader, Start(place=next(place for place in places if place["set"] == "none")))
    assert names(rest) == [f"r{number:03}" for number in range(11, 15)]
    with pytest.raises(PlaceError, match="no longer listed"):
        list(reader.records(Start(place={**places[0], "set": "gone"})))


def test_first_format_on_offer(server: Loopback, transport: Transport) -> None:
    hub = OaiHub(entries(2))

    def answer(request: Request) -> Answer:
        if request.query["verb"] != "ListMetadataFormats":
            return hub.answer(request)
        offered = "".join(
            f"<metadataFormat><metadataPrefix>{name}</metadataPrefix></metadataFormat>" for name in ("oai_dc", "dif")
        )
        inside = f"<ListMetadataFormats>{offered}</ListMetadataFormats>"
        return Answer(f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{inside}</OAI-PMH>'.encode())

    whole(Conformance.reading(server, transport, hub, answer, metadata_prefix=["iso19139", "dif", "oai_dc"]))
    assert asked(server, "ListRecords")[0]["metadataPrefix"] == "dif"
    with pytest.raises(SourceError, match="offers none of x, y; it has dif, oai_dc"):
        whole(Conformance.reading(server, transport, hub, answer, metadata_prefix=["x", "y"]))


def test_period_of_the_declaration(server: Loopback, transport: Transport) -> None:
    options = {"from": "2024-01-03", "until": "2024-01-05"}
    reader = reading(server, transport, OaiHub(in_order(9)), **options)
    assert whole(reader).openings[0].since == ""
    assert asked(server, "ListRecords")[0].items() >= options.items()
    list(reader.records(Start(since="2024-01-08T00:00:00Z")))
    assert asked(server, "ListRecords")[-1]["from"] == "2024-01-07"


def test_expired_token_goes_on_from_the_last_datestamp(server: Loopback, transport: Transport) -> None:
    hub = OaiHub(in_order(9), expired={"6/"})
    harvest = whole(reading(server, transport, hub))
    assert len(harvest.records) == 9
    assert harvest.gaps == ["a resumption token expired; the list went on from 2024-01-06"]
    assert [query.get("from") for query in asked(server, "ListRecords")] == [None, None, None, "2024-01-06", None]


def shuffled(count: int) -> Sequence[Entry]:
    return [Entry(one.identifier, f"2024-01-{28 - number:02}") for number, one in enumerate(entries(count))]


def test_expired_token_of_a_list_out_of_order_begins_again(server: Loopback, transport: Transport) -> None:
    harvest = whole(reading(server, transport, OaiHub(shuffled(9), expired={"6/"})))
    assert len(harvest.records) == 9
    assert harvest.gaps == ["a resumption token expired; the list went on from its beginning"]


def test_a_repository_that_wants_the_format_beside_the_token(server: Loopback, transport: Transport) -> None:
    hub = OaiHub(in_order(9))

    def answer(request: Request) -> Answer:
        if request.query["verb"] == "ListRecords" and "metadataPrefix" not in request.query:
            return Answer(BAD_ARGUMENT)
        return hub.answer(request)

    assert len(whole(Conformance.reading(server, transport, hub, answer)).records) == 9
    assert len(asked(server, "ListRecords")) == 4


def test_tokens_that_are_positions_want_the_dates_too(server: Loopback, transport: Transport) -> None:
    hub = OaiHub(in_order(9))

    def answer(request: Request) -> Answer:
        if request.query["verb"] == "ListRecords" and "metadataPrefix" not in request.query:
            return Answer(BAD_ARGUMENT)
        return hub.answer(request)

    harvest = Harvest()
    harvest.fill(Conformance.reading(server, transport, hub, answer), Start(since="2024-01-03T12:00:00Z"))
    assert names(harvest) == [f"r{number:03}" for number in range(2, 10)]
    assert [request.get("from") for request in asked(server, "ListRecords") if "metadataPrefix" in request] == [
        "2024-01-02"
    ] * 3


@pytest.mark.parametrize("since", ["", "2024-01-03T12:00:00Z"])
def test_an_empty_list_with_a_token(server: Loopback, transport: Transport, since: str) -> None:
    hub = OaiHub(in_order(9))
    empty = (
        b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><resumptionToken completeListSize="0">0'
    )

    def answer(request: Request) -> Answer:
        if request.query["verb"] != "ListRecords":
            return hub.answer(request)
        return Answer(empty + b"</resumptionToken></ListRecords></OAI-PMH>")

    harvest = Harvest()
    harvest.fill(Conformance.reading(server, transport, hub, answer), Start(since=since))
    assert not harvest.records
    assert len(asked(server, "ListRecords")) == 1
    assert bool(harvest.gaps) is not bool(since)


def test_first_page_after_the_last(server: Loopback, transport: Transport) -> None:
    harvest = whole(reading(server, transport, OaiHub(in_order(9), total=9, loop=True)))
    assert len(harvest.records) == 9
    assert harvest.gaps == []
    with pytest.raises(SourceError, match="came twice"):
        whole(reading(server, transport, OaiHub(in_order(9), total=10, loop=True)))


def test_tokens_that_always_expire(server: Loopback, transport: Transport) -> None:
    class Always(set[str]):
        def __contains__(self, token: object) -> bool:
            return token == "6/"

        def remove(self, token: str) -> None:
            pass

    with pytest.raises(SourceError, match="BadResumptionToken"):
        whole(reading(server, transport, OaiHub(shuffled(9), expired=Always())))


def test_token_that_expired_before_the_listing_went_on(server: Loopback, transport: Transport) -> None:
    hub = OaiHub(in_order(9))
    reader = reading(server, transport, hub)
    place = next(one.place for one in reader.records(Start()) if isinstance(one, Checkpoint))
    hub.expired = {"3/"}
    rest = list(reader.records(Start(place=place)))
    assert isinstance(rest[0], Gap)
    harvest = Harvest()
    for one in rest:
        harvest.take(one)
    assert names(harvest) == [f"r{number:03}" for number in range(3, 10)]


@pytest.mark.parametrize("records", [in_order(30), shuffled(28)], ids=["in order", "out of order"])
def test_a_failing_page_is_fetched_record_by_record(
    server: Loopback, transport: Transport, records: Sequence[Entry]
) -> None:
    hub = OaiHub(records, size=5, bad={"r012", "r013"}, failure=Answer(b"no", 500))
    harvest = whole(reading(server, transport, hub))
    assert {one.identifier for one in harvest.refused} == {"r012", "r013"}
    assert all("status 500" in one.diagnostics[0].en for one in harvest.refused)
    assert len(harvest.records) == len(records) - 2
    assert not harvest.gaps
    fetched = len({query["identifier"] for query in asked(server, "GetRecord")})
    assert fetched <= 10 if records[0].datestamp < records[1].datestamp else fetched >= 18


def test_a_long_rest_fetched_one_by_one_has_places(server: Loopback, transport: Transport) -> None:
    same_day = [Entry(f"r{number:03}", "2024-01-01") for number in range(130)]
    hub = OaiHub(same_day, size=10, bad={"r012"}, failure=Answer(b"<no"))
    reader = reading(server, transport, hub)
    found = list(reader.records(Start()))
    places = [(number, one.place) for number, one in enumerate(found) if isinstance(one, Checkpoint)]
    position, place = places[-1]
    assert place["single"] == "110"
    rest = [one for one in reader.records(Start(place=place)) if not isinstance(one, Checkpoint)]
    assert rest == [one for one in found[position:] if not isinstance(one, Checkpoint)]
    assert [one.identifier for one in found if isinstance(one, RefusedRecord)] == ["r012"]


def test_a_list_that_breaks_off_has_a_gap(server: Loopback, transport: Transport) -> None:
    hub = OaiHub(in_order(9), total=9)

    def answer(request: Request) -> Answer:
        said = hub.answer(request)
        assert isinstance(said.body, bytes)
        return Answer(re.sub(rb"<resumptionToken[^>]*>6/</resumptionToken>", b"", said.body))

    harvest = whole(Conformance.reading(server, transport, hub, answer))
    assert len(harvest.records) == 6
    assert harvest.gaps == ["the list breaks off after 6 records of 9"]
    assert whole(reading(server, transport, OaiHub(in_order(9), total=12))).gaps == []  # an estimate, properly ended


def test_place_writes_and_reads() -> None:
    place = OaiPlace("sea", "iso19139", token="t").after(["2024-01-02", "2024-01-01"], "u")
    assert OaiPlace.read(place.write()) == place
    assert (place.last, place.ordered, place.token) == ("2024-01-02", "no", "u")
