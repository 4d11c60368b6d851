"""CSW requests and responses with OWSLib: versions 2.0.2 (OGC 07-006r1) and 3.0 (OGC 12-176r7).

OWSLib writes the requests. The answers are sent for by the transport and read here: OWSLib would parse each record into
objects that nobody needs, and stumble over a missing total.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

from lxml import etree
from owslib import fes, fes2
from owslib.catalogue import csw2, csw3

from .errors import AnswerError, BrokenError, ConfigurationError, MalformedError, StatusError
from .exchange import Request, Response
from .page import Element, parse, xml_parser
from .transport import Transport

VERSIONS = ("2.0.2", "3.0.0")
"""The versions spoken, the better known first."""

SCHEMAS = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "mdb": "http://standards.iso.org/iso/19115/-3/mdb/2.0",
    "dif": "http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/",
    "csw": "http://www.opengis.net/cat/csw/2.0.2",
}
"""Short names of output schemas."""

_SERVICE = {"2.0.2": "http://www.opengis.net/cat/csw/2.0.2", "3.0.0": "http://www.opengis.net/cat/csw/3.0"}
_REPORTS = ("ExceptionReport", "ServiceExceptionReport")
_OF_THE_REQUEST = {"InvalidParameterValue", "MissingParameterValue", "OperationNotSupported", "OptionNotSupported"}
_PREFIXES = ("dct", "dc", "gmd", "apiso")


@dataclass(frozen=True, slots=True)
class CswQuery:
    """What is asked of a catalogue.

    Attributes:
        version: one of ``VERSIONS``.
        method: ``post`` with XML or ``get`` with parameters.
        schema: namespace of the records wanted.
        type_names: what is searched.
        sort: the property by which the catalogue is to sort; empty for its own order.
        cql: a constraint in CQL; empty for none.
        filter: a constraint as the XML of a Filter; empty for none.
        modified: the property with the date of last change.
        since: the day since which it has changed; empty for all records.
    """

    version: str
    method: str
    schema: str
    type_names: str
    sort: str = ""
    cql: str = ""
    filter: str = ""
    modified: str = ""
    since: str = ""

    @property
    def text(self) -> str:
        """The constraint in CQL; empty when there is none or it is a Filter."""
        if self.filter:
            return ""
        given = [f"({self.cql})"] if self.cql and self.since else [self.cql] if self.cql else []
        changed = [f"{self.modified} >= '{self.since}'"] if self.since and (self.cql or self.method == "get") else []
        return " AND ".join([*given, *changed])


@dataclass(frozen=True, slots=True)
class CswPage:
    """What a GetRecords response says.

    Attributes:
        elements: the records.
        next_record: position of the next page's first record; 0 when there is none, None when nothing usable is said.
        total: how many records there are, according to the catalogue; 0 when nothing is said.
        moment: the catalogue's clock; empty when it says none.
    """

    elements: list[Element] = field(default_factory=list)
    next_record: int | None = None
    total: int = 0
    moment: str = ""


class _Given(fes.OgcExpression):  # type: ignore[misc]  # OWSLib has no types
    """A constraint that is written already."""

    def __init__(self, element: Element) -> None:
        self._element = element

    def toXML(self) -> Element:  # noqa: N802  (OWSLib's name)
        return etree.fromstring(etree.tostring(self._element), xml_parser())


def filter_content(text: str) -> list[Element]:
    """The conditions in the XML of a Filter.

    Raises:
        ConfigurationError: it is no XML, or no Filter with a condition.
    """
    try:
        root = etree.fromstring(text.encode(), xml_parser())
    except etree.XMLSyntaxError as error:
        raise ConfigurationError(f"the filter is no XML: {error.msg}") from error
    if etree.QName(root).localname != "Filter" or not len(root):
        raise ConfigurationError(f"the filter is no Filter with a condition: {text[:100]}")
    return list(root.iterchildren(etree.Element))


class _Sending:
    """OWSLib's client with another way to the catalogue: ``_invoke`` is where it would open a connection."""

    url: str
    request: Any
    _send: Any

    def _invoke(self) -> None:
        # OWSLib reads the results itself unless there is a report, which it then leaves to its caller.
        self.exceptionreport = self.root = self._send(self.request)


class _Catalogue2(_Sending, csw2.CatalogueServiceWeb):  # type: ignore[misc]
    pass


class _Catalogue3(_Sending, csw3.CatalogueServiceWeb):  # type: ignore[misc]
    pass


class Catalogue:
    """A CSW at a URL, asked in one way.

    Args:
        url: of the service.
        transport: sends.
        query: what is asked.
    """

    def __init__(self, url: str, transport: Transport, query: CswQuery) -> None:
        self._transport = transport
        self._query = query
        self._once = False
        three = query.version.startswith("3")
        self._prefix = "csw30" if three else "csw"
        self._expressions: ModuleType = fes2 if three else fes
        self._client: Any = (_Catalogue3 if three else _Catalogue2)(url, skip_caps=True)
        self._client._send = self._send  # noqa: SLF001  (of the subclass above)

    def page(self, start: int, size: int, *, once: bool = False) -> CswPage:
        """The records from position ``start``, counted from 1.

        Args:
            start: of the first record.
            size: how many at most.
            once: as in ``exchange.Request``.

        Raises:
            AnswerError: the answer is an exception report or no GetRecords response.
            BrokenError: the catalogue fails at these records.
        """
        self._once = once
        client = self._client
        if self._query.method == "get":
            asked = {"xml": urlencode(self._parameters(start, size))}
        else:
            asked = self._arguments(start, size)
        (client.getrecords if isinstance(client, _Catalogue3) else client.getrecords2)(**asked)
        return _page(client.root, client.url)

    def _arguments(self, start: int, size: int) -> dict[str, Any]:
        query = self._query
        expressions: Any = self._expressions
        conditions = [_Given(element) for element in filter_content(query.filter)] if query.filter else []
        if query.since and not query.cql:
            conditions.append(expressions.PropertyIsGreaterThanOrEqualTo(query.modified, query.since))
        sort = expressions.SortBy([expressions.SortProperty(query.sort)]) if query.sort else None
        return {
            "constraints": [conditions] if len(conditions) > 1 else conditions,
            "cql": query.text or None,
            "sortby": sort,
            "typenames": self._type_names(),
            "esn": "full",
            "outputschema": query.schema,
            "startposition": start,
            "maxrecords": size,
        }

    def _type_names(self) -> str:
        """What is searched, with the prefix of the version: naming 2.0.2 makes some take 3.0 for it."""
        names = self._query.type_names.split(",")
        return ",".join(names if self._prefix == "csw" else [re.sub("^csw:", "csw30:", name) for name in names])

    def _parameters(self, start: int, size: int) -> Mapping[str, str]:
        query = self._query
        said = {
            "service": "CSW",
            "version": query.version,
            "request": "GetRecords",
            "namespace": f"xmlns(csw={_SERVICE[query.version]})",
            "typeNames": query.type_names,
            "elementSetName": "full",
            "resultType": "results",
            "outputFormat": "application/xml",
            "outputSchema": query.schema,
            "startPosition": str(start),
            "maxRecords": str(size),
        }
        if query.filter:
            said |= {"constraintLanguage": "FILTER", "constraint": query.filter}
        elif query.text:
            said |= {"constraintLanguage": "CQL_TEXT", "constraint": query.text}
        if "constraint" in said:
            said["constraint_language_version"] = "1.1.0"
        return said | ({"sortBy": f"{query.sort}:A"} if query.sort else {})

    def _send(self, asked: Any) -> Element:
        url = self._client.url
        if isinstance(asked, str):
            request = Request(f"{url.rstrip('?&')}{'&' if '?' in url.rstrip('?&') else '?'}{asked}", once=self._once)
        else:
            etree.cleanup_namespaces(
                asked, keep_ns_prefixes=[self._prefix, *_PREFIXES]
            )  # prefixes of typeNames and properties
            body = etree.tostring(asked, encoding="UTF-8", xml_declaration=True)
            request = Request(url, headers={"Content-Type": "application/xml"}, content=body, once=self._once)
        try:
            return self._transport.read(request, _answer)
        except StatusError as error:
            if b"NoApplicableCode" in error.content:
                raise BrokenError(str(error)) from error
            raise


def _answer(response: Response) -> Element:
    root = parse(response)
    if etree.QName(root).localname not in _REPORTS:
        return root
    codes = {str(node.get("exceptionCode")) for node in root.iter("{*}Exception") if node.get("exceptionCode")}
    kind = AnswerError if codes & _OF_THE_REQUEST else BrokenError
    raise kind(f"{response.url}: exception report: {_exception(root)}")


def _page(root: Element, url: str) -> CswPage:
    results = root.find("{*}SearchResults")
    if results is None or etree.QName(root).localname != "GetRecordsResponse":
        raise MalformedError(f"{url}: no GetRecords response, but an element {root.tag!r}")
    following, total = (_number(results.get(name)) for name in ("nextRecord", "numberOfRecordsMatched"))
    status = root.find("{*}SearchStatus")
    moment = "" if status is None else status.get("timestamp", "").strip()
    return CswPage(list(results.iterchildren(etree.Element)), following, total or 0, moment)


def detect_version(url: str, transport: Transport) -> str:
    """The version that a catalogue prefers of those spoken here, by its capabilities; 2.0.2 when it cannot say."""
    said = {"service": "CSW", "request": "GetCapabilities", "acceptVersions": ",".join(VERSIONS)}
    try:
        root = transport.read(Request(url, said), _answer)
    except AnswerError:
        return VERSIONS[0]
    return "3.0.0" if root.get("version", "").startswith("3.") else VERSIONS[0]


def _number(value: str | None) -> int | None:
    """A count of a response; None when it is missing or no count."""
    return int(value.strip()[:18]) if value and value.strip().isdecimal() else None


def _exception(report: Element) -> str:
    """Codes and texts of an exception report (OGC 06-121r3, section 8) on one line."""
    codes = (str(node.get("exceptionCode")) for node in report.iter("{*}Exception") if node.get("exceptionCode"))
    return " ".join([*codes, *" ".join(str(text) for text in report.itertext()).split()])[:500] or "without text"
