"""CSW listings: what is asked in which version and way, totals that lie, changes, records that move."""

from collections.abc import Callable
from typing import Any

import pytest
from lxml import etree

from harvesters.errors import ConfigurationError, PlaceError, SourceError
from harvesters.protocol import Harvester
from harvesters.record import Gap, Opening, RefusedRecord, Start
from harvesters.transport import Transport
from tests.harvesters.conformance import Conformance, Harvest, whole
from tests.harvesters.hubs import CSW, CswHub, entries
from tests.harvesters.loopback import Answer, Loopback, Request

OGC = "{http://www.opengis.net/ogc}"
FES = "{http://www.opengis.net/fes/2.0}"


def reading(
    server: Loopback,
    transport: Transport,
    hub: CswHub,
    answering: Callable[[Request], Answer] | None = None,
    **options: Any,
) -> Harvester:
    return Conformance.reading(server, transport, hub, answering, **options)


def names(harvest: Harvest) -> list[str]:
    return sorted(harvest.records)


def says_clearly_that_it_ends(count: int, total: object, following: object) -> bool:
    """Whether a catalogue says twice that there is no more, though there is."""
    return following == 0 and (total in (None, 0, -1, "many", 3) or (total in (5, 6) and count > 6))


STATED = [
    (count, total, following)
    for count in (0, 1, 6, 7)
    for total in (None, 0, -1, "many", 3, 5, 6, 7, 8, 9000)
    for following in ("honest", None, 0, -1, 1, "", 9000)
    if not says_clearly_that_it_ends(count, total, following)
]


@pytest.mark.parametrize(("count", "total", "following"), STATED)
def test_whatever_is_said_of_totals(
    server: Loopback, transport: Transport, count: int, total: object, following: object
) -> None:
    stated: dict[str, Any] = {"numberOfRecordsMatched": total}
    if following != "honest":
        stated["nextRecord"] = following
    harvest = whole(reading(server, transport, CswHub(entries(count), stated=stated)))
    assert names(harvest) == [one.identifier for one in entries(count)]
    assert not harvest.refused


@pytest.mark.parametrize("version", ["2.0.2", "3.0.0"])
@pytest.mark.parametrize("declared", [True, False])
def test_version(server: Loopback, transport: Transport, version: str, declared: bool) -> None:
    options: dict[str, Any] = {"version": version} if declared else {}
    whole(reading(server, transport, CswHub(entries(2), version=version), **options))
    asked = etree.fromstring(server.requests[-1].body)
    assert asked.tag == f"{{{CSW[version]}}}GetRecords"
    assert asked.get("version") == version
    assert len(server.requests) == (1 if declared else 2)
    if not declared:
        assert server.requests[0].query["acceptVersions"] == "2.0.2,3.0.0"


def test_a_catalogue_without_capabilities_is_asked_in_2_0_2(server: Loopback, transport: Transport) -> None:
    hub = CswHub(entries(2))

    def answer(request: Request) -> Answer:
        return Answer(b"no", 404) if request.method == "GET" else hub.answer(request)

    assert len(whole(reading(server, transport, hub, answer)).records) == 2


@pytest.mark.parametrize("version", ["2.0.2", "3.0.0"])
def test_get(server: Loopback, transport: Transport, version: str) -> None:
    options: dict[str, Any] = {
        "method": "get",
        "version": version,
        "cql": "a = 'b'",
        "sort": "dc:identifier",
        "output_schema": "mdb",
    }
    assert len(whole(reading(server, transport, CswHub(entries(5), version=version), **options)).records) == 5
    first, second = (request.query for request in server.requests)
    assert (
        first.items()
        >= {
            "service": "CSW",
            "version": version,
            "request": "GetRecords",
            "typeNames": "csw:Record",
            "outputSchema": "http://standards.iso.org/iso/19115/-3/mdb/2.0",
            "constraintLanguage": "CQL_TEXT",
            "constraint": "a = 'b'",
            "constraint_language_version": "1.1.0",
            "sortBy": "dc:identifier:A",
            "startPosition": "1",
        }.items()
    )
    assert second["startPosition"] == "4"


FILTER = (
    '<ogc:Filter xmlns:ogc="http://www.opengis.net/ogc"><ogc:PropertyIsEqualTo><ogc:PropertyName>dc:type'
    "</ogc:PropertyName><ogc:Literal>dataset</ogc:Literal></ogc:PropertyIsEqualTo></ogc:Filter>"
)


def constraint(request: Request, version: str = "2.0.2") -> Any:
    return etree.fromstring(request.body).find(f".//{{{CSW[version]}}}Constraint")


def test_constraint_as_filter(server: Loopback, transport: Transport) -> None:
    whole(reading(server, transport, CswHub(entries(2)), filter=FILTER, version="2.0.2"))
    (condition,) = constraint(server.requests[0]).find(f"{OGC}Filter")
    assert condition.findtext(f"{OGC}Literal") == "dataset"
    assert condition.tag == f"{OGC}PropertyIsEqualTo"


def test_constraint_in_cql(server: Loopback, transport: Transport) -> None:
    reader = reading(server, transport, CswHub(entries(2)), cql="type = 'dataset'", modified="dct:modified")
    whole(reader)
    assert constraint(server.requests[-1]).findtext(f"{{{CSW['2.0.2']}}}CqlText") == "type = 'dataset'"
    list(reader.records(Start(since="2024-03-01T00:00:00Z")))
    said = constraint(server.requests[-1]).findtext(f"{{{CSW['2.0.2']}}}CqlText")
    assert said == "(type = 'dataset') AND dct:modified >= '2024-02-29'"


@pytest.mark.parametrize(
    ("version", "space", "name"), [("2.0.2", OGC, "PropertyName"), ("3.0.0", FES, "ValueReference")]
)
def test_changes(server: Loopback, transport: Transport, version: str, space: str, name: str) -> None:
    reader = reading(server, transport, CswHub(entries(2), version=version), modified="dct:modified")
    opening = next(iter(reader.records(Start(since="2024-03-01T10:00:00Z"))))
    assert opening == Opening("2024-03-01T10:00:00Z", "2026-01-01T00:00:00Z", 2)
    (condition,) = constraint(server.requests[-1], version)[0]
    assert condition.tag == f"{space}PropertyIsGreaterThanOrEqualTo"
    assert [node.text for node in condition] == ["dct:modified", "2024-02-29"]
    assert etree.QName(condition[0]).localname == name


def test_changes_beside_a_filter(server: Loopback, transport: Transport) -> None:
    reader = reading(server, transport, CswHub(entries(2)), modified="dct:modified", filter=FILTER)
    list(reader.records(Start(since="2024-03-01T10:00:00Z")))
    (both,) = constraint(server.requests[-1])[0]
    assert both.tag == f"{OGC}And"
    assert [etree.QName(one).localname for one in both] == ["PropertyIsEqualTo", "PropertyIsGreaterThanOrEqualTo"]


def test_changes_are_not_listed_unless_declared(server: Loopback, transport: Transport) -> None:
    opening = next(iter(reading(server, transport, CswHub(entries(2))).records(Start(since="2024-03-01T10:00:00Z"))))
    assert opening == Opening("", "", 2)
    assert constraint(server.requests[-1]) is None


def test_a_catalogue_that_takes_no_date_lists_everything(server: Loopback, transport: Transport) -> None:
    hub = CswHub(entries(4))
    report = b'<ExceptionReport xmlns="http://www.opengis.net/ows"><Exception exceptionCode="%s"/></ExceptionReport>'

    def answer(request: Request) -> Answer:
        return Answer(report % b"InvalidParameterValue") if b"Constraint" in request.body else hub.answer(request)

    harvest = Harvest()
    reader = reading(server, transport, hub, answer, modified="dct:modified")
    harvest.fill(reader, Start(since="2024-03-01T10:00:00Z"))
    assert harvest.openings[0].since == ""
    assert len(harvest.records) == 4


def test_bad_records_in_a_row_and_alone(server: Loopback, transport: Transport) -> None:
    bad = {"r004", "r010", "r011", "r030"}
    hub = CswHub(entries(30), size=8, bad=bad, failure=Answer(b"out of memory", 500))
    found = list(reading(server, transport, hub).records(Start()))
    harvest = Harvest()
    for one in found:
        harvest.take(one)
    assert names(harvest) == [one.identifier for one in entries(30) if one.identifier not in bad]
    refused = [one.identifier.rpartition("#")[2] for one in found if isinstance(one, RefusedRecord)]
    assert refused == ["4", "10", "11", "30"]
    assert sum(isinstance(one, Gap) for one in found) == 4


def test_bad_record_of_a_catalogue_that_names_no_next_record(server: Loopback, transport: Transport) -> None:
    hub = CswHub(entries(9), bad={"r005"}, stated={"nextRecord": 0})
    harvest = whole(reading(server, transport, hub))
    assert len(harvest.records) == 8
    assert len(harvest.gaps) == 1


@pytest.mark.parametrize(("total", "gaps"), [(6, 0), (9, 1), (None, 0)])
def test_a_catalogue_that_refuses_positions_after_the_last(
    server: Loopback, transport: Transport, total: int | None, gaps: int
) -> None:
    hub = CswHub(entries(6), stated={"nextRecord": 0 if total else None, "numberOfRecordsMatched": total})

    def answer(request: Request) -> Answer:
        return Answer(b"no such position", 400) if b'startPosition="7"' in request.body else hub.answer(request)

    harvest = whole(reading(server, transport, hub, answer))
    assert len(harvest.records) == 6
    assert len(harvest.gaps) == gaps


def test_a_record_that_moves_between_pages_comes_twice(server: Loopback, transport: Transport) -> None:
    hub = CswHub(entries(6), size=2)

    def answer(request: Request) -> Answer:
        said = hub.answer(request)
        if b'startPosition="1"' in request.body:
            hub.records = [*entries(1, 9), *entries(6)]  # a new record is put before all others
        return said

    harvest = Harvest()
    found = list(reading(server, transport, hub, answer).records(Start()))
    for one in found:
        harvest.take(one)
    assert {one.identifier for one in entries(6)} <= set(harvest.records)


def test_a_catalogue_that_gives_fewer_than_it_passes_over(server: Loopback, transport: Transport) -> None:
    hub = CswHub(entries(9), size=3)

    def answer(request: Request) -> Answer:
        start = 0 if request.method == "GET" else int(etree.fromstring(request.body).get("startPosition", "1"))
        said = hub.answer(request)
        assert isinstance(said.body, bytes)
        first = entries(9)[start - 1].xml.encode()
        # the first record of the second page cannot be written, and is left out without a word
        return Answer(said.body.replace(first, b"")) if start == 4 else said

    harvest = whole(reading(server, transport, hub, answer))
    assert len(harvest.records) == 8
    assert harvest.openings[0].total == 9


@pytest.mark.parametrize(
    "options",
    [
        {"version": "1.0"},
        {"method": "put"},
        {"page_size": 0},
        {"cql": "a", "filter": FILTER},
        {"filter": "<no"},
        {"filter": "<Filter/>"},
        {"filter": FILTER, "method": "get", "modified": "dct:modified"},
    ],
)
def test_wrong_options(server: Loopback, transport: Transport, options: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        reading(server, transport, CswHub([]), **options)


def test_wrong_place(server: Loopback, transport: Transport) -> None:
    reader = reading(server, transport, CswHub(entries(2)))
    with pytest.raises(PlaceError):
        list(reader.records(Start(place={"next": "x", "version": "2.0.2", "since": ""})))


def test_access_refused_is_not_taken_for_bad_records(server: Loopback, transport: Transport) -> None:
    hub = CswHub(entries(9))
    reader = reading(server, transport, hub, lambda _: Answer(b"go away", 403), version="2.0.2")
    with pytest.raises(SourceError, match="403"):
        list(reader.records(Start()))
    assert len(server.requests) == 1
