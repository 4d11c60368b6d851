"""CSW against a small catalogue on loopback, and against captures of real ones."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from harvesters.errors import ConfigurationError, SourceError
from harvesters.record import Harvested, RawRecord
from tests.harvesters.loopback import Answer, Answering, Loopback, Request

Harvest = Callable[..., Iterator[Harvested]]

CSW = "http://www.opengis.net/cat/csw/2.0.2"
GMD = "http://www.isotc211.org/2005/gmd"
GCO = "http://www.isotc211.org/2005/gco"


def iso(identifier: str, title: str = "Glacier d'Argentière") -> str:
    return (
        f'<gmd:MD_Metadata xmlns:gmd="{GMD}" xmlns:gco="{GCO}">'
        f"<gmd:fileIdentifier><gco:CharacterString> {identifier} </gco:CharacterString></gmd:fileIdentifier>"
        f"<gmd:dateStamp><gco:Date>2022-07-18</gco:Date></gmd:dateStamp>"
        f"<gmd:title><gco:CharacterString>{title}</gco:CharacterString></gmd:title></gmd:MD_Metadata>"
    )


def page(*records: str, blank: str = "", declarations: str = "", **attributes: Any) -> bytes:
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return (
        f'<csw:GetRecordsResponse xmlns:csw="{CSW}" {declarations}><csw:SearchStatus timestamp="2026-01-01T00:00:00Z"/>'
        f"<csw:SearchResults {written}>{blank}{blank.join(records)}<!-- end --></csw:SearchResults>"
        "</csw:GetRecordsResponse>"
    ).encode()


def serve(server: Loopback, path: str, *answers: Answer | Answering) -> str:
    """Answer GetCapabilities, and GetRecords with the answers given."""
    left = list(answers)

    def answering(request: Request) -> Answer:
        if request.query.get("request") == "GetCapabilities":
            return Answer(f'<csw:Capabilities xmlns:csw="{CSW}" version="2.0.2"/>'.encode())
        answer = left.pop(0) if len(left) > 1 else left[0]
        return answer if isinstance(answer, Answer) else answer(request)

    return server.route(path, answering)


def query(request: Request) -> etree._Element:
    return etree.fromstring(request.body)


class Catalogue:
    """Answers GetRecords like a catalogue whose statements about itself a test can bend."""

    def __init__(self, records: list[str], **bent: Any) -> None:
        self.records = records
        self.bent = bent

    def __call__(self, request: Request) -> Answer:
        asked = query(request)
        start, size = int(asked.get("startPosition", "1")), int(asked.get("maxRecords", "10"))
        found = self.records[start - 1 : start - 1 + size]
        following = start + size if start + size <= len(self.records) else 0
        stated: dict[str, Any] = {
            "numberOfRecordsMatched": len(self.records),
            "numberOfRecordsReturned": len(found),
            "nextRecord": following,
        }
        stated |= {name: value(start) if callable(value) else value for name, value in self.bent.items()}
        return Answer(page(*found, blank="\n  ", **{n: v for n, v in stated.items() if v is not None}))


FIVE = [iso(name) for name in "abcde"]


def identifiers(records: Iterator[Harvested]) -> list[str]:
    return [record.identifier for record in records]


def test_pages(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/csw", Catalogue(FIVE))
    records = list(harvest("csw", url, page_size=2))
    assert [r.identifier for r in records] == list("abcde")
    first = records[0]
    assert isinstance(first, RawRecord)
    assert first.datestamp == "2022-07-18"
    assert first.media_type == "application/xml"
    assert first.content == etree.tostring(etree.fromstring(FIVE[0]), encoding="UTF-8")
    assert first.url.startswith(f"{url}?service=CSW&version=2.0.2&request=GetRecordById&")
    assert first.url.endswith("&id=a")


def test_what_is_asked(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/csw", Catalogue(FIVE))
    list(harvest("csw", url, output_schema="http://standards.iso.org/iso/19115/-3/mdb/2.0"))
    _, request = server.requests
    asked = query(request)
    assert request.method == "POST"
    assert request.headers["content-type"] == "application/xml"
    assert asked.tag == f"{{{CSW}}}GetRecords"
    assert asked.get("outputSchema") == "http://standards.iso.org/iso/19115/-3/mdb/2.0"
    assert (asked.get("maxRecords"), asked.get("resultType")) == ("50", "results")
    wanted = asked.find(f"{{{CSW}}}Query")
    assert wanted is not None
    assert wanted.get("typeNames") == "csw:Record"
    assert wanted.nsmap["csw"] == CSW
    assert wanted.findtext(f"{{{CSW}}}ElementSetName") == "full"


def test_a_request_of_version_3_names_no_other(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/csw", Catalogue(FIVE))
    list(harvest("csw", url, version="3.0.0"))
    (request,) = server.requests
    wanted = query(request).find("{*}Query")
    assert wanted is not None
    assert wanted.get("typeNames") == "csw30:Record"
    assert wanted.nsmap["csw30"] == "http://www.opengis.net/cat/csw/3.0"
    assert b"csw/2.0.2" not in request.body


def test_pages_are_asked_for_one_by_one(server: Loopback, harvest: Harvest) -> None:
    records = harvest("csw", serve(server, "/csw", Catalogue(FIVE)), page_size=1)
    assert server.requests == []
    next(records)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "bent",
    [
        {"numberOfRecordsMatched": 3},
        {"numberOfRecordsMatched": 0},
        {"numberOfRecordsMatched": 9000, "numberOfRecordsReturned": 1},
        {"numberOfRecordsMatched": None, "numberOfRecordsReturned": None},
        {"numberOfRecordsMatched": "many"},
        {"nextRecord": None},
        {"nextRecord": None, "numberOfRecordsMatched": None},
        {"nextRecord": ""},
        {"nextRecord": lambda start: start + 2},
        {"nextRecord": lambda start: start + 2, "numberOfRecordsMatched": 9000},
    ],
)
def test_wrong_totals(server: Loopback, harvest: Harvest, bent: dict[str, Any]) -> None:
    url = serve(server, "/csw", Catalogue(FIVE, **bent))
    assert identifiers(harvest("csw", url, page_size=2)) == list("abcde")


def test_a_catalogue_with_smaller_pages_than_wanted(server: Loopback, harvest: Harvest) -> None:
    def answer(request: Request) -> Answer:
        start = int(query(request).get("startPosition", "1"))
        return Answer(page(*FIVE[start - 1 : start + 1], numberOfRecordsMatched=5))

    assert identifiers(harvest("csw", serve(server, "/csw", answer))) == list("abcde")


def test_next_record_after_the_last_that_is_then_refused(server: Loopback, harvest: Harvest) -> None:
    beyond = Answer(page(*FIVE, numberOfRecordsMatched=5, nextRecord=6))
    url = serve(server, "/csw", beyond, Answer(exception("InvalidParameterValue", "startPosition"), 400))
    assert identifiers(harvest("csw", url)) == list("abcde")


def test_empty_catalogue(server: Loopback, harvest: Harvest) -> None:
    assert identifiers(harvest("csw", serve(server, "/csw", Catalogue([])))) == []


def test_repeated_page(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/csw", Answer(page(*FIVE, numberOfRecordsMatched=100, nextRecord=6)))
    records = harvest("csw", url)
    assert [next(records).identifier for _ in FIVE] == list("abcde")
    with pytest.raises(SourceError, match="the page beginning with record 'a' came twice"):
        next(records)


def test_page_size_must_be_sensible(server: Loopback, harvest: Harvest) -> None:
    for size in (0, -1, "50", True):
        with pytest.raises(ConfigurationError, match="page_size"):
            harvest("csw", server.url, page_size=size)


def test_same_record_same_bytes_whatever_the_page(server: Loopback, harvest: Harvest) -> None:
    hoisted = iso("a").replace(f' xmlns:gco="{GCO}"', "")
    pages = [
        page(iso("a"), iso("b"), blank="\n    ", nextRecord=0),
        page(iso("a"), declarations='xmlns:gmi="http://www.isotc211.org/2005/gmi" xmlns="urn:other"', nextRecord=0),
        page(iso("z"), iso("a"), declarations='xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"', nextRecord=0),
        page(hoisted, declarations=f'xmlns:gco="{GCO}"', nextRecord=0),
    ]
    contents = set()
    for number, content in enumerate(pages):
        url = server.route(f"/{number}", Answer(content))
        contents |= {r.content for r in harvest("csw", url) if isinstance(r, RawRecord) and r.identifier == "a"}
    assert len(contents) == 1


MDB = "http://standards.iso.org/iso/19115/-3/mdb/2.0"
MCC = "http://standards.iso.org/iso/19115/-3/mcc/1.0"
GCO3 = "http://standards.iso.org/iso/19115/-3/gco/1.0"
MDB_RECORD = (
    f'<mdb:MD_Metadata xmlns:mdb="{MDB}" xmlns:mcc="{MCC}" xmlns:gco="{GCO3}"><mdb:metadataIdentifier>'
    "<mcc:MD_Identifier><mcc:authority/><mcc:code><gco:CharacterString>m-1</gco:CharacterString></mcc:code>"
    "</mcc:MD_Identifier></mdb:metadataIdentifier></mdb:MD_Metadata>"
)
DIF = "http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/"


@pytest.mark.parametrize(
    ("record", "identifier"),
    [
        (MDB_RECORD, "m-1"),
        (f'<DIF xmlns="{DIF}"><Entry_ID>d-9</Entry_ID></DIF>', "d-9"),
        (f'<DIF xmlns="{DIF}"><Entry_ID><Short_Name>d-10</Short_Name></Entry_ID></DIF>', "d-10"),
        (
            '<csw:Record xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>c-1</dc:identifier></csw:Record>',
            "c-1",
        ),
        (f'<MI_Metadata xmlns="{GMD}"><fileIdentifier><c xmlns="{GCO}">i</c></fileIdentifier></MI_Metadata>', "i"),
    ],
)
def test_identifiers_of_other_schemas(server: Loopback, harvest: Harvest, record: str, identifier: str) -> None:
    url = serve(server, "/csw", Answer(page(record, nextRecord=0)))
    assert identifiers(harvest("csw", url)) == [identifier]


def test_record_without_identifier_is_called_by_its_content(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/csw", Answer(page(iso(""), nextRecord=0)))
    (record,) = harvest("csw", url)
    assert isinstance(record, RawRecord)
    assert (record.identifier, record.url) == (f"sha256:{record.hash}", "")


def exception(code: str, text: str) -> bytes:
    return (
        f'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows" version="1.2.0">'
        f'<ows:Exception exceptionCode="{code}"><ows:ExceptionText>{text}\n  at all</ows:ExceptionText></ows:Exception>'
        "</ows:ExceptionReport>"
    ).encode()


def test_exception_report(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/csw", Answer(exception("NoApplicableCode", "index is not ready")))
    with pytest.raises(SourceError, match="exception report: NoApplicableCode index is not ready at all"):
        list(harvest("csw", url))


def test_exception_report_with_status_400_names_its_text(server: Loopback, harvest: Harvest) -> None:
    url = serve(server, "/csw", Answer(exception("InvalidParameterValue", "no such schema"), 400))
    with pytest.raises(SourceError, match="status 400 Bad Request: no such schema at all"):
        list(harvest("csw", url))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html><body>Sign in</body></html>", "an HTML page"),
        (page(*FIVE)[:-30], "not well-formed XML"),
        (b"<!DOCTYPE r SYSTEM 'x'>" + page(*FIVE), "declares a document type"),
        (f'<Capabilities xmlns="{CSW}"/>'.encode(), "no GetRecords response"),
        (b"", "not well-formed XML"),
    ],
)
def test_something_else_with_status_200(server: Loopback, harvest: Harvest, body: bytes, message: str) -> None:
    url = serve(server, "/csw", Answer(page(iso("a"), nextRecord=2)), Answer(body))
    records = harvest("csw", url)
    next(records)
    with pytest.raises(SourceError, match=f"{re.escape(url)}.*{message}"):
        next(records)


@pytest.mark.shared
def test_easy_data_as_captured(server: Loopback, harvest: Harvest, shared_records: Path) -> None:
    path = shared_records / "protocol/ESSI-Lab__DAB/accessor__accessor-csw__src__test__resources__easy.xml"
    url = serve(server, "/csw", Answer(path.read_bytes()), Answer(page(numberOfRecordsMatched=82, nextRecord=0)))
    records = [record for record in harvest("csw", url) if isinstance(record, RawRecord)]
    assert len({record.identifier for record in records}) == len(records) == 50
    assert [query(request).get("startPosition") for request in server.requests[1:]] == ["1", "51"]
    for record in records:
        assert etree.fromstring(record.content).tag == f"{{{GMD}}}MD_Metadata"
        assert not record.identifier.startswith("sha256:")
        assert record.datestamp


@pytest.mark.shared
def test_every_response_of_the_corpus(server: Loopback, harvest: Harvest, shared_records: Path) -> None:
    marker = b"GetRecordsResponse"
    paths = [p for p in sorted((shared_records / "protocol").rglob("*.xml")) if marker in p.read_bytes()[:3000]]
    assert len(paths) > 40
    for number, path in enumerate(paths):
        content = path.read_bytes()
        root = etree.fromstring(content)
        expected = len(root.findall(f"{{{CSW}}}SearchResults/*"))
        url = serve(server, f"/{number}", Answer(content), Answer(page(nextRecord=0)))
        records = list(harvest("csw", url))
        assert len(records) == expected, path.name
        for record in records:
            assert isinstance(record, RawRecord)
            etree.fromstring(record.content)


@pytest.mark.shared
def test_malformed_response_of_the_corpus(server: Loopback, harvest: Harvest, shared_records: Path) -> None:
    path = shared_records / "broken/magda-io__magda-csw-connector/src__test__tern.xml"
    url = serve(server, "/csw", Answer(path.read_bytes()))
    with pytest.raises(SourceError, match="not well-formed XML"):
        list(harvest("csw", url))


@pytest.mark.shared
def test_exception_report_of_the_corpus(server: Loopback, harvest: Harvest, shared_records: Path) -> None:
    path = shared_records / "protocol/ESSI-Lab__DAB/accessor__accessor-csw__src__test__resources__exReport.xml"
    url = serve(server, "/csw", Answer(path.read_bytes()))
    with pytest.raises(SourceError, match="exception report: "):
        list(harvest("csw", url))
