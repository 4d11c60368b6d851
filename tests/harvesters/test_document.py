"""Single documents, and searches in CMR."""

import json
from collections.abc import Callable, Iterator

import pytest

from harvesters.errors import SourceError
from harvesters.hub import Source
from harvesters.protocol import harvester
from harvesters.record import Harvested, Opening, RawRecord, Start
from harvesters.transport import Transport
from tests.harvesters.conformance import Conformance, whole
from tests.harvesters.hubs import CMR_RECORD, CmrHub, entries
from tests.harvesters.loopback import Answer, Loopback, Request

Harvest = Callable[..., Iterator[Harvested]]

ITEM = '{"type": "Feature", "id": "%s", "assets": {}, "properties": {}, "collection": "c"}'


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (entries(1)[0].xml, ["r001"]),
        (CMR_RECORD.format("d"), ["d"]),
        (f"<csw:GetRecordByIdResponse xmlns:csw='x'>{entries(1)[0].xml}</csw:GetRecordByIdResponse>", ["r001"]),
        (f"<OAI-PMH><a><b><c>{entries(1)[0].xml}</c></b></a></OAI-PMH>", ["r001"]),
        (f"<results><hits>1</hits><result concept-id='C1-P'>{CMR_RECORD.format('d')}</result></results>", ["C1-P"]),
        (f"<feed>{entries(1)[0].xml * 2}</feed>", ["r001", "r001~2"]),
        ("<results><hits>0</hits></results>", []),
        (f'{{"type": "FeatureCollection", "features": [{ITEM % "a"}, {ITEM % "b"}]}}', ["c/a", "c/b"]),
        ('{"collections": [{"type": "Collection", "id": "a"}], "links": []}', ["a"]),
        ('{"type": "Collection", "id": "a", "stac_version": "1.0.0"}', ["a"]),
    ],
)
def test_document(server: Loopback, harvest: Harvest, content: str, names: list[str]) -> None:
    found = list(harvest("document", server.route("/x", Answer(content.encode()))))
    assert [one.identifier for one in found] == names
    assert all(isinstance(one, RawRecord) and one.content.decode() in content for one in found)


def test_record_keeps_its_exact_bytes(server: Loopback, harvest: Harvest) -> None:
    content = b'<?xml version="1.0"  encoding="ISO-8859-1"?>\n<!-- \xe9 --><MD_Metadata/>\n'
    (record,) = harvest("document", server.route("/x", Answer(content)))
    assert isinstance(record, RawRecord)
    assert record.content == content


@pytest.mark.parametrize("content", [b"", b"text", b"<html></html>", b"{", b"<ExceptionReport>no</ExceptionReport>"])
def test_nothing_that_can_be_used(server: Loopback, harvest: Harvest, content: bytes) -> None:
    with pytest.raises(SourceError, match=r"127\.0\.0\.1"):
        list(harvest("document", server.route("/x", Answer(content))))


def test_cmr_pages(server: Loopback, transport: Transport) -> None:
    harvest = whole(Conformance.reading(server, transport, CmrHub(entries(7))))
    assert [one.total for one in harvest.openings] == [7]
    assert list(harvest.records) == [f"r{number:03}" for number in range(1, 8)]
    assert [request.query["page_num"] for request in server.requests] == ["1", "2", "3"]
    assert {request.query["provider"] for request in server.requests} == {"P"}


def test_cmr_lists_changes(server: Loopback, transport: Transport) -> None:
    hub = CmrHub(entries(20), size=50, options={"changes": True, "overlap": 0})
    reader = Conformance.reading(server, transport, hub)
    opening, *_ = reader.records(Start())
    assert isinstance(opening, Opening)
    assert opening.moment
    listed = list(reader.records(Start(since="2024-01-15T00:00:00Z")))
    assert isinstance(listed[0], Opening)
    assert listed[0].since == "2024-01-15T00:00:00Z"
    assert server.requests[-1].query["updated_since"] == "2024-01-15T00:00:00Z"
    assert len([one for one in listed if isinstance(one, RawRecord)]) == 6


def test_repository_that_pays_no_heed_to_pages(server: Loopback, transport: Transport) -> None:
    body = f"<results><result concept-id='C1'>{CMR_RECORD.format('d')}</result></results>"
    url = server.route("/x", Answer(body.encode()))
    with pytest.raises(SourceError, match="came twice"):
        list(harvester(Source("h", "s", "cmr", url, None, {"page_size": 1}), transport).records(Start()))


OGC = "http://www.opengis.net/spec/ogcapi-"
CLASSES = [f"{OGC}features-3/1.0/conf/features-filter", "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text"]


def api(server: Loopback, *links: dict[str, str], classes: list[str] = CLASSES) -> str:
    record = {"type": "Feature", "id": "a/1", "properties": {"updated": "2024-01-01"}, "links": list(links)}

    def answer(request: Request) -> Answer:
        said: object
        if request.path.endswith("/collections"):
            said = {"collections": [{"id": "c", "itemType": "record"}]}
        elif request.path.endswith("/conformance"):
            said = {"conformsTo": classes}
        elif request.path.endswith("/queryables"):
            said = {"properties": {"updated": {}}}
        else:
            said = {"type": "FeatureCollection", "features": [record], "numberMatched": 1}
        return Answer(json.dumps(said).encode(), media_type="application/json")

    return server.tree("/api", answer)


def test_ogc_record_as_geojson(server: Loopback, harvest: Harvest) -> None:
    url = api(server)
    (record,) = harvest("ogc-records", url)
    assert isinstance(record, RawRecord)
    assert (record.identifier, record.datestamp) == ("c/a/1", "2024-01-01")
    assert record.url == f"{url}/collections/c/items/a%2F1"
    assert json.loads(record.content)["id"] == "a/1"


def test_ogc_record_in_the_best_form(server: Loopback, harvest: Harvest) -> None:
    server.route("/dif", Answer(CMR_RECORD.format("d").encode()))
    server.route("/iso", Answer(entries(1)[0].xml.encode()))
    server.route("/dc", Answer(b"<record/>"))
    links = [
        {"rel": "alternate", "type": "text/html", "href": "/html"},
        {"rel": "alternate", "type": "application/xml", "href": "/dc"},
        {"rel": "describedby", "type": "application/dif10+xml", "href": "/dif"},
        {"rel": "alternate", "type": "application/vnd.iso.19139+xml", "href": "/iso"},
        {"rel": "describedby", "type": "application/vnd.iso.19115-3+xml", "href": "https://elsewhere.example/mdb"},
    ]
    (record,) = harvest("ogc-records", api(server, *links))
    assert isinstance(record, RawRecord)
    assert (record.identifier, record.url, record.media_type) == ("c/a/1", f"{server.url}/iso", "application/xml")
    (geojson,) = harvest("ogc-records", api(server, links[1]))
    assert isinstance(geojson, RawRecord)
    assert geojson.media_type == "application/json"
    (plain,) = harvest("ogc-records", api(server, links[3]), representations=False)
    assert isinstance(plain, RawRecord)
    assert plain.media_type == "application/json"


@pytest.mark.parametrize(("classes", "since"), [(CLASSES, "2024-06-02T00:00:00Z"), (CLASSES[:1], ""), ([], "")])
def test_ogc_records_lists_changes_if_it_can(
    server: Loopback, transport: Transport, classes: list[str], since: str
) -> None:
    source = Source("h", "s", "ogc-records", api(server, classes=classes), None, {"modified": "updated"})
    opening, *_ = harvester(source, transport).records(Start(since="2024-06-02T00:00:00Z"))
    assert isinstance(opening, Opening)
    assert opening.since == since
    assert opening.moment
    wanted = "updated >= TIMESTAMP('2024-06-01T00:00:00Z')" if since else None
    assert server.requests[-1].query.get("filter") == wanted


def test_ogc_api_without_records(server: Loopback, harvest: Harvest) -> None:
    url = server.route("/f/collections", Answer(b'{"collections": [{"id": "c", "itemType": "feature"}, 1]}'))
    with pytest.raises(SourceError, match="no collection says"):
        list(harvest("ogc-records", url.removesuffix("/collections")))
