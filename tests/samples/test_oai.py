"""The OAI-PMH repository, by the XML Schema of the protocol and by a real client."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import httpx2
import pytest
from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import NoRecordsMatch
from oaipmh_scythe.models import Record

SCHEMAS = Path(__file__).parents[3] / "shared" / "data" / "schemas" / "oai-pmh"
NS = {"o": "http://www.openarchives.org/OAI/2.0/", "gmd": "http://www.isotc211.org/2005/gmd"}


@pytest.fixture
def endpoint(base_url: str) -> str:
    return f"{base_url}/aeris/oai"


@pytest.fixture
def scythe(endpoint: str) -> Iterator[Scythe]:
    with Scythe(endpoint) as client:
        yield client


def ask(endpoint: str, query: str, method: str = "GET") -> etree._Element:
    if method == "GET":
        response = httpx2.get(f"{endpoint}?{query}")
    else:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        response = httpx2.post(endpoint, content=query, headers=kind)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    return etree.fromstring(response.content)


def fields(listed: Iterable[object], name: str) -> list[object]:
    return [getattr(each, name) for each in listed]


def identifiers(answer: etree._Element) -> list[str]:
    return [element.text or "" for element in answer.iterfind(".//o:header/o:identifier", NS)]


def test_client_lists_every_record_once_over_pages(scythe: Scythe) -> None:
    records = [record for record in scythe.list_records(metadata_prefix="iso19139") if isinstance(record, Record)]
    assert [record.header.identifier for record in records] == [f"aeris-{n:02}" for n in range(1, 13)]
    assert records[0].header.datestamp == "2022-01-01T00:00:00Z"
    assert records[11].header.datestamp == "2022-01-12T07:30:00Z"
    assert records[11].header.setSpecs == ["series"]
    assert records[0].xml.find("o:metadata/gmd:MD_Metadata", NS) is not None


def test_client_selects_by_date_and_set(scythe: Scythe) -> None:
    few = scythe.list_identifiers(metadata_prefix="oai_dc", from_="2022-01-03", until="2022-01-09")
    assert fields(few, "identifier") == [f"aeris-{n:02}" for n in range(3, 10)]
    assert fields(scythe.list_identifiers(metadata_prefix="iso19139", set_="series"), "identifier") == ["aeris-12"]
    with pytest.raises(NoRecordsMatch):
        list(scythe.list_records(metadata_prefix="iso19139", until="2021-12-31"))


def test_client_reads_the_repository(scythe: Scythe, endpoint: str) -> None:
    identity = [scythe.identify()]
    assert fields(identity, "baseURL") == [endpoint]
    assert fields(identity, "granularity") == ["YYYY-MM-DDThh:mm:ssZ"]
    assert fields(identity, "earliestDatestamp") == ["2022-01-01T00:00:00Z"]
    assert fields(identity, "adminEmail") == ["catalogue@aeris.example"]
    assert fields(scythe.list_metadata_formats(), "metadataPrefix") == ["oai_dc", "iso19139"]
    assert fields(scythe.list_sets(), "setSpec") == ["dataset", "series"]
    record = scythe.get_record(identifier="aeris-07", metadata_prefix="oai_dc")
    assert "Été aeris-07" in record.raw


def test_pages_have_five_records_and_the_last_an_empty_token(endpoint: str) -> None:
    answer = ask(endpoint, "verb=ListIdentifiers&metadataPrefix=iso19139")
    pages = [identifiers(answer)]
    while token := answer.findtext(".//o:resumptionToken", namespaces=NS):
        answer = ask(endpoint, f"verb=ListIdentifiers&resumptionToken={token}")
        pages.append(identifiers(answer))
    assert [len(page) for page in pages] == [5, 5, 2]
    last = answer.find(".//o:resumptionToken", NS)
    assert last is not None
    assert dict(last.attrib) == {"completeListSize": "12", "cursor": "10"}


def test_instants_select_to_the_second(endpoint: str) -> None:
    early = ask(endpoint, "verb=ListIdentifiers&metadataPrefix=iso19139&from=2022-01-12T07:30:00Z")
    assert identifiers(early) == ["aeris-12"]
    late = ask(endpoint, "verb=ListIdentifiers&metadataPrefix=iso19139&from=2022-01-12T07:30:01Z")
    assert late.find("o:error", NS) is not None


ERRORS = {
    "": "badVerb",
    "verb=Nothing": "badVerb",
    "verb=Identify&verb=Identify": "badVerb",
    "verb=Identify&identifier=x": "badArgument",
    "verb=GetRecord&identifier=aeris-01": "badArgument",
    "verb=ListRecords": "badArgument",
    "verb=ListRecords&metadataPrefix=iso19139&metadataPrefix=oai_dc": "badArgument",
    "verb=ListRecords&metadataPrefix=iso19139&resumptionToken=x": "badArgument",
    "verb=ListRecords&metadataPrefix=iso%2019139": "badArgument",
    "verb=ListRecords&metadataPrefix=iso19139&from=2022-13-01": "badArgument",
    "verb=ListRecords&metadataPrefix=iso19139&from=2022": "badArgument",
    "verb=ListRecords&metadataPrefix=iso19139&from=2022-02-01&until=2022-01-01": "badArgument",
    "verb=ListRecords&metadataPrefix=iso19139&from=2022-01-01&until=2022-01-02T00:00:00Z": "badArgument",
    "verb=ListRecords&metadataPrefix=iso19139&%00=1": "badArgument",
    "verb=GetRecord&metadataPrefix=iso19139&identifier=%00": "badArgument",
    "verb=ListRecords&metadataPrefix=marc21": "cannotDisseminateFormat",
    "verb=ListRecords&metadataPrefix=iso19115-3.2018": "noRecordsMatch",
    "verb=ListRecords&metadataPrefix=iso19139&set=service": "noRecordsMatch",
    "verb=GetRecord&identifier=aeris-01&metadataPrefix=iso19115-3.2018": "cannotDisseminateFormat",
    "verb=GetRecord&identifier=none&metadataPrefix=iso19139": "idDoesNotExist",
    "verb=ListMetadataFormats&identifier=none": "idDoesNotExist",
    "verb=ListSets&resumptionToken=x": "badResumptionToken",
    "verb=ListRecords&resumptionToken=x": "badResumptionToken",
    "verb=ListRecords&resumptionToken=iso19139!!!!5!11": "badResumptionToken",
    "verb=ListRecords&resumptionToken=iso19139!!!!99!12": "badResumptionToken",
    "verb=ListRecords&resumptionToken=iso19139!!!!-5!12": "badResumptionToken",
}


@pytest.mark.parametrize("query", ERRORS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_errors_have_their_codes(endpoint: str, query: str, method: str) -> None:
    error = ask(endpoint, query, method).find("o:error", NS)
    assert error is not None
    assert error.get("code") == ERRORS[query]


@pytest.mark.shared
def test_answers_are_valid(endpoint: str) -> None:
    if not SCHEMAS.exists():
        pytest.skip("the XML Schemas are not beside the repository")
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "OAI-PMH.xsd"))
    lists = "verb=ListRecords&metadataPrefix={}"
    queries = [
        "verb=Identify",
        "verb=ListSets",
        "verb=ListMetadataFormats",
        "verb=ListMetadataFormats&identifier=aeris-02",
        "verb=ListIdentifiers&metadataPrefix=iso19139&set=dataset&from=2022-01-02&until=2022-01-11",
        lists.format("iso19139"),
        lists.format("oai_dc"),
        "verb=ListRecords&resumptionToken=iso19139!!!!10!12",
        "verb=GetRecord&metadataPrefix=iso19139&identifier=aeris-12",
        *ERRORS,
    ]
    for query in queries:
        answer = ask(endpoint, query)
        assert schema.validate(answer), (query, schema.error_log)


def test_post_bodies_are_bounded(endpoint: str) -> None:
    response = httpx2.post(endpoint, content=b"verb=Identify&x=" + b"x" * 1_000_001)
    assert response.status_code == 413
