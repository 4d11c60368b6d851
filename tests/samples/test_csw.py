"""The CSW catalogue, by the XML Schemas of the protocol and by a real client."""

from pathlib import Path

import httpx2
import pytest
from lxml import etree
from owslib.csw import CatalogueServiceWeb
from owslib.ows import ExceptionReport

SCHEMAS = Path(__file__).parents[3] / "shared/data/schemas/ogc/core/schemas/ogc/csw/2.0.2"
GMD = "http://www.isotc211.org/2005/gmd"
MDB = "http://standards.iso.org/iso/19115/-3/mdb/2.0"
CSW = "http://www.opengis.net/cat/csw/2.0.2"
NS = {"csw": CSW, "ows": "http://www.opengis.net/ows", "gmd": GMD, "mdb": MDB}
BASE = "service=CSW&version=2.0.2&request="
QUERY = f"{BASE}GetRecords&typeNames=csw:Record&resultType=results"
POST = f"""<csw:GetRecords xmlns:csw="{CSW}" service="CSW" version="2.0.2" outputSchema="{GMD}" resultType="results"
    maxRecords="2"><csw:Query typeNames="gmd:MD_Metadata"><csw:ElementSetName>full</csw:ElementSetName>{{}}</csw:Query>
    </csw:GetRecords>"""


@pytest.fixture
def endpoint(base_url: str) -> str:
    return f"{base_url}/odatis/csw"


def ask(endpoint: str, query: str) -> etree._Element:
    response = httpx2.get(f"{endpoint}?{query}")
    assert response.status_code == 200
    return etree.fromstring(response.content)


def send(endpoint: str, document: str) -> etree._Element:
    response = httpx2.post(endpoint, content=document.encode(), headers={"Content-Type": "application/xml"})
    assert response.status_code == 200
    return etree.fromstring(response.content)


def results(answer: etree._Element) -> etree._Element:
    found = answer.find("csw:SearchResults", NS)
    assert found is not None, etree.tostring(answer)
    return found


def test_client_reads_the_capabilities(endpoint: str) -> None:
    client = CatalogueServiceWeb(endpoint)
    assert client.identification.title == "ODATIS (sample)"
    assert client.provider.name == "ODATIS"
    assert {operation.name for operation in client.operations} == {
        "GetCapabilities",
        "DescribeRecord",
        "GetRecords",
        "GetRecordById",
    }
    records = client.get_operation_by_name("GetRecords")
    assert GMD in records.parameters["outputSchema"]["values"]
    assert {method["url"] for method in records.methods} == {endpoint}


@pytest.mark.parametrize(("schema", "expected"), [(GMD, "odatis-"), (MDB, "mdb-")])
def test_client_pages_through_the_records_of_a_schema(endpoint: str, schema: str, expected: str) -> None:
    client = CatalogueServiceWeb(endpoint)
    seen: list[str] = []
    start = 1
    while start:
        client.getrecords2(startposition=start, maxrecords=2, outputschema=schema, esn="full")
        seen += client.records
        start = client.results["nextrecord"]
    assert seen == [f"{expected}{n}" for n in range(1, client.results["matches"] + 1)]
    assert len(seen) == {GMD: 7, MDB: 3}[schema]


def test_client_reads_dublin_core_of_all_records(endpoint: str) -> None:
    client = CatalogueServiceWeb(endpoint)
    client.getrecords2(maxrecords=20, esn="summary")
    assert len(client.records) == 10
    assert client.records["odatis-3"].title == "Été odatis-3"
    assert client.records["odatis-3"].abstract == "About odatis-3 & more."
    assert client.records["mdb-1"].modified == "2022-07-18T08:00:00Z"
    assert client.records["mdb-1"].type == "series"


def test_client_gets_records_by_id(endpoint: str) -> None:
    client = CatalogueServiceWeb(endpoint)
    client.getrecordbyid(["odatis-2", "odatis-5", "none"], outputschema=GMD)
    assert list(client.records) == ["odatis-2", "odatis-5"]


def test_client_describes_records(endpoint: str) -> None:
    client = CatalogueServiceWeb(endpoint)
    client.describerecord()
    assert GMD.encode() in client.response


def test_a_record_comes_as_it_stands(endpoint: str, hubs_folder: Path) -> None:
    answer = ask(endpoint, f"{BASE}GetRecordById&id=mdb-2&outputSchema={MDB}&elementSetName=full")
    file = hubs_folder / "odatis" / "iso19115-3" / "mdb-2.xml"
    assert etree.tostring(answer[0], method="c14n", exclusive=True) == etree.tostring(
        etree.parse(file), method="c14n", exclusive=True
    )


def test_hits_are_counted_without_records(endpoint: str) -> None:
    found = results(ask(endpoint, f"{BASE}GetRecords&typeNames=gmd:MD_Metadata&outputSchema={GMD}"))
    assert (found.get("numberOfRecordsMatched"), found.get("numberOfRecordsReturned"), len(found)) == ("7", "0", 0)


@pytest.mark.parametrize(
    ("start", "maximum", "returned", "following"),
    [(1, 3, 3, 4), (4, 3, 3, 7), (7, 3, 1, 0), (1, 7, 7, 0), (8, 3, 0, 0), (1, 0, 0, 1)],
)
def test_pages_say_where_the_next_begins(
    endpoint: str, start: int, maximum: int, returned: int, following: int
) -> None:
    page = f"&outputSchema={GMD}&startPosition={start}&maxRecords={maximum}"
    found = results(ask(endpoint, QUERY + page))
    assert (found.get("numberOfRecordsMatched"), found.get("nextRecord")) == ("7", str(following))
    assert len(found) == returned == int(found.get("numberOfRecordsReturned", "-1"))


def test_requests_in_xml_and_in_forms_say_the_same(endpoint: str) -> None:
    by_xml = results(send(endpoint, POST.format("")))
    form = {"service": "CSW", "version": "2.0.2", "REQUEST": "GetRecords", "typeNames": "csw:Record"}
    response = httpx2.post(endpoint, data=form | {"resultType": "results", "maxRecords": "2", "outputSchema": GMD})
    by_form = results(etree.fromstring(response.content))
    assert [len(by_xml), len(by_form)] == [2, 2]
    assert by_xml[0].findtext("gmd:fileIdentifier/*", namespaces=NS) == "odatis-1"


SORT = """<ogc:SortBy xmlns:ogc="http://www.opengis.net/ogc"><ogc:SortProperty>
    <ogc:PropertyName>{}</ogc:PropertyName><ogc:SortOrder>{}</ogc:SortOrder></ogc:SortProperty></ogc:SortBy>"""


def test_sorting_by_identifier_is_the_only_one(endpoint: str) -> None:
    assert len(results(send(endpoint, POST.format(SORT.format("dc:identifier", "ASC"))))) == 2
    for name, order in (("dc:title", "ASC"), ("dc:identifier", "DESC")):
        report = send(endpoint, POST.format(SORT.format(name, order)))
        assert report.find("ows:Exception[@locator='sortBy']", NS) is not None


ERRORS = {
    "": ("MissingParameterValue", "request"),
    "request=GetCapabilities": ("MissingParameterValue", "service"),
    "service=WMS&request=GetCapabilities": ("InvalidParameterValue", "service"),
    "service=CSW&request=GetCapabilities&acceptVersions=3.0.0": ("VersionNegotiationFailed", "acceptVersions"),
    "service=CSW&request=GetRecords&typeNames=csw:Record": ("MissingParameterValue", "version"),
    "service=CSW&version=2.0.1&request=GetRecords": ("InvalidParameterValue", "version"),
    f"{BASE}Transaction": ("OperationNotSupported", "request"),
    f"{BASE}%00": ("OperationNotSupported", "request"),
    f"{BASE}GetRecords": ("MissingParameterValue", "typeNames"),
    f"{BASE}GetRecords&typeNames=x": ("InvalidParameterValue", "typeNames"),
    f"{BASE}GetRecordById": ("MissingParameterValue", "id"),
    f"{QUERY}&outputSchema=x": ("InvalidParameterValue", "outputSchema"),
    f"{QUERY}&outputFormat=text/html": ("InvalidParameterValue", "outputFormat"),
    f"{QUERY}&elementSetName=x": ("InvalidParameterValue", "elementSetName"),
    f"{QUERY}&maxRecords=-1": ("InvalidParameterValue", "maxRecords"),
    f"{QUERY}&startPosition=0": ("InvalidParameterValue", "startPosition"),
    f"{QUERY}&constraint=title='x'": ("InvalidParameterValue", "constraint"),
    f"{BASE}GetRecords&typeNames=csw:Record&resultType=x": ("InvalidParameterValue", "resultType"),
}


@pytest.mark.parametrize("query", ERRORS)
def test_exceptions_have_their_codes(endpoint: str, query: str) -> None:
    exception = ask(endpoint, query).find("ows:Exception", NS)
    assert exception is not None
    assert (exception.get("exceptionCode"), exception.get("locator")) == ERRORS[query]


def test_client_raises_the_exception(endpoint: str) -> None:
    client = CatalogueServiceWeb(endpoint)
    with pytest.raises(ExceptionReport, match="no filter"):
        client.getrecords2(cql="title like 'x'")


ENTITY = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>{POST.format("&e;")}'


@pytest.mark.parametrize("document", ["", "<open>", ENTITY])
def test_hostile_documents_are_refused(endpoint: str, document: str) -> None:
    exception = send(endpoint, document).find("ows:Exception", NS)
    assert exception is not None
    assert exception.get("exceptionCode") == "NoApplicableCode"


@pytest.mark.shared
def test_answers_are_valid(endpoint: str) -> None:
    if not SCHEMAS.exists():
        pytest.skip("the XML Schemas are not beside the repository")
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "CSW-discovery.xsd"))
    element_sets = [f"{QUERY}&elementSetName={name}" for name in ("brief", "summary", "full")]
    for query in [f"{BASE}DescribeRecord", f"{BASE}GetRecords&typeNames=csw:Record", *element_sets]:
        assert schema.validate(ask(endpoint, query)), (query, schema.error_log)
    assert not schema.validate(ask(endpoint, "service=CSW&request=GetCapabilities"))
    # No filter is understood, so that nothing true could be said in the section on filters.
    assert ["Filter_Capabilities" in error.message for error in schema.error_log] == [True]
