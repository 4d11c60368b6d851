"""A CSW 2.0.2 catalogue over ISO records (OGC 07-006r1), for reading, without filters.

Records are served natively: a request gets the records that are of the output schema it asks for, as they stand. The
Dublin Core schema, which the protocol requires, gets all of them in a short form. As no filter is understood, the
Capabilities lack the section on filters, and a request with a constraint is refused rather than half obeyed.
"""

import re
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from lxml import etree
from lxml.builder import ElementMaker
from starlette.requests import Request
from starlette.responses import Response

from .body import body
from .record import GMD, MDB, SampleRecord, safe_parser

CSW = "http://www.opengis.net/cat/csw/2.0.2"
OWS = "http://www.opengis.net/ows"
DC = "http://purl.org/dc/elements/1.1/"
DCT = "http://purl.org/dc/terms/"
XLINK = "http://www.w3.org/1999/xlink"
XSD = "http://www.w3.org/2001/XMLSchema"
NSMAP = {"csw": CSW, "ows": OWS, "dc": DC, "dct": DCT, "xlink": XLINK}

VERSION = "2.0.2"
TYPE_NAMES = {"csw:Record": CSW, "gmd:MD_Metadata": GMD, "mdb:MD_Metadata": MDB}
"""The record types and their output schemas."""

RECORDS = {"brief": "BriefRecord", "summary": "SummaryRecord", "full": "Record"}
"""The Dublin Core element of each element set."""

SCHEMA_LOCATIONS = {
    CSW: "http://schemas.opengis.net/csw/2.0.2/record.xsd",
    GMD: "http://www.isotc211.org/2005/gmd/gmd.xsd",
    MDB: "https://schemas.isotc211.org/19115/-3/mdb/2.0/mdb.xsd",
}

_NUMBER = re.compile(r"[0-9]{1,9}")
_IDENTIFIER_ORDER = re.compile(r"(?:\w+:)?identifier(?::A(?:SC)?)?", re.IGNORECASE)
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

csw = ElementMaker(namespace=CSW, nsmap=NSMAP)
ows = ElementMaker(namespace=OWS, nsmap=NSMAP)
dc = ElementMaker(namespace=DC, nsmap=NSMAP)
dct = ElementMaker(namespace=DCT, nsmap=NSMAP)


class CswError(Exception):
    """An exception of OWS Common 1.0, section 8: its code, and the parameter at fault."""

    def __init__(self, code: str, locator: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.locator = locator


@dataclass(frozen=True, slots=True)
class CswCatalogue:
    """A catalogue.

    Attributes:
        title: its title.
        provider: who runs it.
        records: what it holds, by identifier.
    """

    title: str
    provider: str
    records: tuple[SampleRecord, ...]

    async def respond(self, request: Request) -> Response:
        """The answer to a request by GET with key-value pairs, or by POST with these or XML.

        An exception report has the status 200: OWS Common 1.0 ties no other to it, and clients look for it there.
        """
        try:
            parameters = await _parameters(request)
            answer = self._answer(parameters, str(request.url.replace(query="", fragment="")))
        except CswError as error:
            answer = _report(error)
        document = etree.tostring(answer, xml_declaration=True, encoding="UTF-8")
        return Response(document, media_type="application/xml")

    def _answer(self, parameters: dict[str, str], url: str) -> etree._Element:
        operation = _given(parameters, "request")
        if _given(parameters, "service") != "CSW":
            raise CswError("InvalidParameterValue", "service", "The service is CSW.")
        if operation == "GetCapabilities":
            return self._capabilities(parameters, url)
        if operation not in ("DescribeRecord", "GetRecords", "GetRecordById"):
            raise CswError("OperationNotSupported", "request", f"There is no operation {operation[:50]!r} here.")
        if _given(parameters, "version") != VERSION:
            raise CswError("InvalidParameterValue", "version", f"The version is {VERSION}.")
        if parameters.get("outputformat", "application/xml") not in ("application/xml", "text/xml"):
            raise CswError("InvalidParameterValue", "outputFormat", "The output is application/xml.")
        match operation:
            case "DescribeRecord":
                return _description()
            case "GetRecords":
                return self._records(parameters)
            case _:
                return self._by_id(parameters)

    def _capabilities(self, parameters: dict[str, str], url: str) -> etree._Element:
        accepted = parameters.get("acceptversions", VERSION).split(",")
        if VERSION not in accepted:
            raise CswError("VersionNegotiationFailed", "acceptVersions", f"The version is {VERSION}.")
        link = {f"{{{XLINK}}}href": url}
        http = [ows.Get(**link), ows.Post(**link)]
        schemas = ows.Parameter(*[ows.Value(schema) for schema in TYPE_NAMES.values()], name="outputSchema")
        types = ows.Parameter(*[ows.Value(name) for name in TYPE_NAMES], name="typeName")
        results = ows.Parameter(ows.Value("hits"), ows.Value("results"), name="resultType")
        operations = {
            "GetCapabilities": [],
            "DescribeRecord": [types],
            "GetRecords": [types, schemas, results],
            "GetRecordById": [schemas],
        }
        return csw.Capabilities(
            ows.ServiceIdentification(
                ows.Title(self.title), ows.ServiceType("CSW"), ows.ServiceTypeVersion(VERSION), ows.Fees("none")
            ),
            ows.ServiceProvider(ows.ProviderName(self.provider), ows.ServiceContact()),
            ows.OperationsMetadata(
                *[
                    ows.Operation(ows.DCP(ows.HTTP(*deepcopy(http))), *deepcopy(described), name=name)
                    for name, described in operations.items()
                ]
            ),
            version=VERSION,
        )

    def _records(self, parameters: dict[str, str]) -> etree._Element:
        schema, element_set = _schema(parameters), _element_set(parameters)
        kinds = re.split(r"[ ,]+", _given(parameters, "typeNames"))
        if unknown := set(kinds) - TYPE_NAMES.keys():
            raise CswError("InvalidParameterValue", "typeNames", f"There is no type {sorted(unknown)[0][:50]!r} here.")
        if parameters.get("constraint"):
            raise CswError("InvalidParameterValue", "constraint", "This catalogue understands no filter.")
        if not _IDENTIFIER_ORDER.fullmatch(parameters.get("sortby", "identifier")):
            raise CswError("InvalidParameterValue", "sortBy", "Records are sorted by identifier.")
        result = parameters.get("resulttype", "hits")
        if result not in ("hits", "results"):
            raise CswError("InvalidParameterValue", "resultType", "The result type is 'hits' or 'results'.")
        start, maximum = _number(parameters, "startPosition", 1), _number(parameters, "maxRecords", 10)
        if start == 0:
            raise CswError("InvalidParameterValue", "startPosition", "The first position is 1.")
        matched = [record for record in self.records if schema in (CSW, record.schema)]
        shown = matched[start - 1 : start - 1 + maximum] if result == "results" else []
        following = start + len(shown)
        return csw.GetRecordsResponse(
            csw.SearchStatus(timestamp=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
            csw.SearchResults(
                *[_show(record, schema, element_set) for record in shown],
                numberOfRecordsMatched=str(len(matched)),
                numberOfRecordsReturned=str(len(shown)),
                nextRecord=str(following if following <= len(matched) else 0),
                recordSchema=schema,
                elementSet=element_set,
            ),
            version=VERSION,
        )

    def _by_id(self, parameters: dict[str, str]) -> etree._Element:
        schema, element_set = _schema(parameters), _element_set(parameters)
        wanted = {identifier.strip() for identifier in _given(parameters, "id").split(",")}
        found = [record for record in self.records if record.identifier in wanted and schema in (CSW, record.schema)]
        return csw.GetRecordByIdResponse(*[_show(record, schema, element_set) for record in found])


async def _parameters(request: Request) -> dict[str, str]:
    """A request's parameters by name in lower case; what an XML request says is said by the same names."""
    if request.method != "POST":
        return {name.lower(): value for name, value in request.query_params.items()}
    content = await body(request)
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        pairs = parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True)
        return {name.lower(): value for name, value in pairs}
    try:
        root = etree.fromstring(content, safe_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CswError("NoApplicableCode", "", "The request is not well-formed XML.") from error
    if root.getroottree().docinfo.doctype:
        raise CswError("NoApplicableCode", "", "A document type declaration is refused.")
    return _from_xml(root)


def _from_xml(root: etree._Element) -> dict[str, str]:
    """The parameters of an XML request (07-006r1, annex on its encodings)."""
    parameters = {str(name).lower(): str(value) for name, value in root.attrib.items()}
    parameters["request"] = etree.QName(root).localname
    repeated: dict[str, list[str]] = {}
    for element in root.iterdescendants("{*}*"):
        name, text = etree.QName(element).localname, (element.text or "").strip()
        match name:
            case "Query":
                parameters["typenames"] = element.get("typeNames", "")
            case "ElementSetName":
                parameters["elementsetname"] = text
            case "Constraint":
                parameters["constraint"] = "XML"
            case "Id":
                repeated.setdefault("id", []).append(text)
            case "Version":
                repeated.setdefault("acceptversions", []).append(text)
            case "PropertyName" if _below(element, "SortProperty"):
                repeated.setdefault("sortby", []).append(text)
            case "SortOrder" if text.upper() != "ASC":
                repeated.setdefault("sortby", []).append(text)
    return parameters | {name: ",".join(values) for name, values in repeated.items()}


def _below(element: etree._Element, name: str) -> bool:
    parent = element.getparent()
    return parent is not None and etree.QName(parent).localname == name


def _given(parameters: dict[str, str], name: str) -> str:
    value = parameters.get(name.lower(), "")
    if not value:
        raise CswError("MissingParameterValue", name, f"The parameter {name!r} is missing.")
    return value


def _schema(parameters: dict[str, str]) -> str:
    schema = parameters.get("outputschema", CSW)
    if schema not in TYPE_NAMES.values():
        raise CswError("InvalidParameterValue", "outputSchema", f"One of {', '.join(TYPE_NAMES.values())}.")
    return schema


def _element_set(parameters: dict[str, str]) -> str:
    element_set = parameters.get("elementsetname", "summary")
    if element_set not in RECORDS:
        raise CswError("InvalidParameterValue", "elementSetName", f"One of {', '.join(RECORDS)}.")
    return element_set


def _number(parameters: dict[str, str], name: str, default: int) -> int:
    text = parameters.get(name.lower(), str(default))
    if not _NUMBER.fullmatch(text):
        raise CswError("InvalidParameterValue", name, "A number is wanted.")
    return int(text)


def _show(record: SampleRecord, schema: str, element_set: str) -> etree._Element:
    """A record in an output schema; ISO records are always shown in full."""
    if schema != CSW:
        return record.element()
    fields = [dc.identifier(record.identifier), dc.title(record.title), dc.type(record.level)]
    if element_set != "brief":
        fields.append(dct.modified(record.datestamp))
        if record.abstract:
            fields.append(dct.abstract(record.abstract))
    return csw(RECORDS[element_set], *fields)


def _description() -> etree._Element:
    """The schemas of the record types, by reference."""
    xsd = ElementMaker(namespace=XSD, nsmap={"xsd": XSD})
    return csw.DescribeRecordResponse(
        *[
            csw.SchemaComponent(
                xsd.schema(xsd("import", namespace=schema, schemaLocation=location)),
                targetNamespace=schema,
                schemaLanguage=XSD,
            )
            for schema, location in SCHEMA_LOCATIONS.items()
        ]
    )


def _report(error: CswError) -> etree._Element:
    text = ows.ExceptionText(_UNWRITABLE.sub("\ufffd", str(error)))
    exception = ows.Exception(text, exceptionCode=error.code)
    if error.locator:
        exception.set("locator", error.locator)
    return ows.ExceptionReport(exception, version="1.2.0")
