"""OAI-PMH against a small repository on loopback, and against captures of real ones."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from harvesters.errors import SourceError
from harvesters.record import DeletedRecord, Harvested, RawRecord, RefusedRecord
from tests.harvesters.loopback import Answer, Answering, Loopback, Request

Harvest = Callable[..., Iterator[Harvested]]

OAI = 'xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def metadata(title: str) -> str:
    return f'<m:MD xmlns:m="urn:m"><m:title xsi:type="m:Text">{title}</m:title></m:MD>'


def record(identifier: str, inside: str = "", status: str = "") -> str:
    header = f"<identifier>{identifier}</identifier><datestamp>2022-01-15</datestamp>"
    return f"<record><header {status}>{header}</header><metadata>{inside or metadata(identifier)}</metadata></record>"


def page(*records: str, token: str | None = None, blank: str = "") -> bytes:
    end = "" if token is None else f"<resumptionToken>{token}</resumptionToken>"
    return (
        f'<?xml version="1.0"?><OAI-PMH {OAI}><responseDate>2026-01-01T00:00:00Z</responseDate>'
        f"<request>x</request><ListRecords>{blank}{blank.join(records)}{end}</ListRecords></OAI-PMH>"
    ).encode()


def error(code: str, text: str = "") -> bytes:
    return f'<OAI-PMH {OAI}><error code="{code}">{text}</error></OAI-PMH>'.encode()


def identity(granularity: str = "YYYY-MM-DD", deleted: str = "no") -> bytes:
    return (
        f"<OAI-PMH {OAI}><responseDate>2026-01-01T00:00:00Z</responseDate><Identify><deletedRecord>{deleted}"
        f"</deletedRecord><granularity>{granularity}</granularity></Identify></OAI-PMH>"
    ).encode()


def serve(server: Loopback, path: str, *answers: Answer | Answering) -> str:
    """Answer Identify, and the lists with the answers given."""
    left = list(answers)

    def answering(request: Request) -> Answer:
        if request.query["verb"] == "Identify":
            return Answer(identity())
        answer = left.pop(0) if len(left) > 1 else left[0]
        return answer if isinstance(answer, Answer) else answer(request)

    return server.route(path, answering)


def by_token(pages: dict[str, bytes]) -> Answering:
    return lambda request: Answer(pages[request.query.get("resumptionToken", "")])


def test_two_pages(server: Loopback, harvest: Harvest) -> None:
    pages = {"": page(record("oai:a"), record("oai:b"), token="2"), "2": page(record("oai:c"), token=" \n ")}
    url = serve(server, "/oai", by_token(pages))
    records = list(harvest("oai-pmh", url, metadata_prefix="iso19139", set="sea"))
    assert [r.identifier for r in records] == ["oai:a", "oai:b", "oai:c"]
    first = records[0]
    assert isinstance(first, RawRecord)
    assert first.media_type == "application/xml"
    assert first.datestamp == "2022-01-15"
    assert first.content.startswith(b'<m:MD xmlns:m="urn:m"')
    assert first.url == f"{url}?verb=GetRecord&metadataPrefix=iso19139&identifier=oai%3Aa"
    assert [request.query for request in server.requests] == [
        {"verb": "Identify"},
        {"verb": "ListRecords", "metadataPrefix": "iso19139", "set": "sea"},
        {"verb": "ListRecords", "resumptionToken": "2"},
    ]


def test_endpoint_with_a_query_keeps_it(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/oai", Answer(page(record("a"))))
    assert len(list(harvest("oai-pmh", f"{url}?site=1"))) == 1
    assert server.requests[-1].query["site"] == "1"


def test_pages_are_asked_for_one_by_one(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/oai", by_token({"": page(record("a"), token="2"), "2": page(record("b"))}))
    records = harvest("oai-pmh", url)
    assert server.requests == []
    next(records)
    assert len(server.requests) == 2


def test_deleted_records(server: Loopback, harvest: Harvest) -> None:
    gone = '<record><header status="deleted"><identifier>b</identifier><datestamp>2023</datestamp></header></record>'
    nameless = '<record><header status="deleted"/></record>'
    url = serve(server, "/oai", Answer(page(record("a"), gone, nameless)))
    _, deleted, refused = harvest("oai-pmh", url)
    assert deleted == DeletedRecord("b", "2023")
    assert isinstance(refused, RefusedRecord)


def test_records_that_hold_no_single_document(server: Loopback, harvest: Harvest) -> None:
    empty = "<record><header><identifier>a</identifier></header></record>"
    url = serve(server, "/oai", Answer(page(empty, record("b", metadata("x") * 2), record("c"))))
    none, two, fine = harvest("oai-pmh", url)
    assert isinstance(none, RefusedRecord)
    assert isinstance(two, RefusedRecord)
    assert isinstance(fine, RawRecord)
    assert (none.identifier, none.diagnostics[0].code) == ("a", "harvest.read")
    assert "2 documents" in two.diagnostics[0].en


def test_record_without_identifier_is_called_by_its_content(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/oai", Answer(page(record(""), blank="\n")))
    (nameless,) = harvest("oai-pmh", url)
    assert isinstance(nameless, RawRecord)
    assert (nameless.identifier, nameless.url) == (f"sha256:{nameless.hash}", "")


@pytest.mark.parametrize("status", [200, 404, 422])
def test_no_records_match(server: Loopback, harvest: Harvest, status: int) -> None:
    url = serve(server, "/oai", Answer(error("noRecordsMatch"), status))
    assert list(harvest("oai-pmh", url)) == []


@pytest.mark.parametrize("code", ["badArgument", "cannotDisseminateFormat", "badVerb", "noSetHierarchy", "made-up", ""])
def test_protocol_errors(server: Loopback, harvest: Harvest, code: str) -> None:
    url = serve(server, "/oai", Answer(error(code, "why it is so")))
    with pytest.raises(SourceError, match=r"OAI-PMH error .*: why it is so"):
        list(harvest("oai-pmh", url))


@pytest.mark.parametrize("body", [page(record("a")), b"<html>", b"not <XML", b""])
def test_status_4xx_without_protocol_error(server: Loopback, harvest: Harvest, body: bytes) -> None:
    url = serve(server, "/oai", Answer(body, 410))
    with pytest.raises(SourceError, match="status 410 Gone"):
        list(harvest("oai-pmh", url))


def test_token_that_expires_midway(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/oai", Answer(page(record("a"), token="2")), Answer(error("badResumptionToken", "expired")))
    records = harvest("oai-pmh", url)
    assert next(records).identifier == "a"
    with pytest.raises(SourceError, match="BadResumptionToken: expired"):
        next(records)


def test_list_that_goes_round_in_circles(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/oai", Answer(page(record("a"), record("b"), token="again")))
    records = harvest("oai-pmh", url)
    assert [next(records).identifier for _ in range(2)] == ["a", "b"]
    with pytest.raises(SourceError, match="came twice"):
        next(records)


def test_nothing_but_empty_pages(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/oai", Answer(page(token="again")))
    with pytest.raises(SourceError, match="more than 20 empty pages"):
        next(harvest("oai-pmh", url))


def test_broken_page_is_not_mended(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/oai", Answer(page(record("a"), token="2")), Answer(page(record("b"))[:-20]))
    records = harvest("oai-pmh", url)
    assert next(records).identifier == "a"
    with pytest.raises(SourceError, match="not well-formed XML"):
        next(records)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<!DOCTYPE html><html>Sign in</html>", "an HTML page"),
        (b'<!DOCTYPE OAI-PMH [<!ENTITY e "x">]><OAI-PMH/>', "declares a document type"),
        (b"<rss/>", "no OAI-PMH response, but an element 'rss'"),
    ],
)
def test_something_else_with_status_200(server: Loopback, harvest: Harvest, body: bytes, message: str) -> None:
    url = serve(server, "/oai", Answer(body))
    with pytest.raises(SourceError, match=f"{re.escape(url)}.*{message}"):
        list(harvest("oai-pmh", url))


def test_503_with_retry_after(server: Loopback, harvest: Harvest, pauses: list[float]) -> None:
    url = serve(server, "/oai", Answer(status=503, headers={"Retry-After": "3"}), Answer(page(record("a"))))
    assert len(list(harvest("oai-pmh", url))) == 1
    assert pauses == [3.0]


def test_same_record_same_bytes_whatever_the_paging(server: Loopback, harvest: Harvest) -> None:
    one = serve(server, "/one", Answer(page(*map(record, "abcd"), blank="\n    ")))
    tokens = dict(zip("abcd", ["b", "c", "d", None], strict=True))
    pages = {name: page(record(name), token=token) for name, token in tokens.items()}
    many = serve(server, "/many", lambda request: Answer(pages[request.query.get("resumptionToken", "a")]))
    bytes_of = [
        [(r.identifier, r.content) for r in harvest("oai-pmh", url) if isinstance(r, RawRecord)] for url in (one, many)
    ]
    assert len(bytes_of[0]) == 4
    assert bytes_of[0] == bytes_of[1]


@pytest.mark.shared
def test_chained_pages_as_captured(server: Loopback, harvest: Harvest, shared_records: Path) -> None:
    folder = shared_records / "protocol" / "mloesch__sickle"

    def answer(request: Request) -> Answer:
        name = request.query.get("resumptionToken", "ListRecords.xml")
        return Answer((folder / f"sickle__tests__sample_data__{name}").read_bytes())

    url = serve(server, "/oai", answer)
    records = harvest("oai-pmh", url, metadata_prefix="oai_dc")
    assert [type(next(records)) for _ in range(2)] == [DeletedRecord, RawRecord]
    with pytest.raises(SourceError, match="came twice"):  # the second page of the capture holds the same records
        next(records)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count"), [("get_ListRecords_iso19139", 10), ("get_ListRecords_dc_bad_metadata_prefix", None)]
)
def test_pycsw_as_captured(
    server: Loopback, harvest: Harvest, shared_records: Path, name: str, count: int | None
) -> None:
    folder = shared_records / "protocol" / "geopython__pycsw"
    content = (folder / f"tests__functionaltests__suites__oaipmh__expected__{name}.xml").read_bytes()
    url = serve(server, "/oai", Answer(content), Answer(page()))
    if count is None:
        with pytest.raises(SourceError, match="OAI-PMH error"):
            list(harvest("oai-pmh", url))
    else:
        assert sum(isinstance(r, RawRecord) for r in harvest("oai-pmh", url)) == count


@pytest.mark.shared
def test_zenodo_as_captured(server: Loopback, harvest: Harvest, shared_records: Path) -> None:
    path = shared_records / "protocol" / "afuetterer__oaipmh-scythe" / "tests__cassettes__list_records.yaml"
    interactions: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["interactions"]
    found = 0
    refused = 0
    for number, interaction in enumerate(interactions):
        captured = interaction["response"]
        content = str(captured["body"]["content"]).encode()
        url = serve(server, f"/{number}", Answer(content, captured["status"]), Answer(page()))
        records = harvest("oai-pmh", url, metadata_prefix="oai_dc")
        if b'<error code="bad' in content:
            with pytest.raises(SourceError, match="OAI-PMH error Bad"):
                list(records)
            refused += 1
        else:
            count = sum(1 for _ in records)
            assert count == content.count(b"<record>")
            found += count
    assert (found, refused) == (259, 2)
