"""Harvesting over CSW 2.0.2 (OGC 07-006r1, section 10.8 GetRecords) with OWSLib.

OWSLib writes the requests. The answers are sent for by the transport and read here: OWSLib would parse each record into
objects that nobody needs, and stumble over a missing total.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from lxml import etree
from owslib.catalogue.csw2 import CatalogueServiceWeb
from owslib.util import bind_url

from .errors import AnswerError, ConfigurationError
from .hub import Source
from .page import Element, Pagination, document, parse
from .record import Harvested, RawRecord, content_identifier
from .transport import Transport

GMD = "http://www.isotc211.org/2005/gmd"
"""The output schema of ISO 19139."""

_CSW = "{http://www.opengis.net/cat/csw/2.0.2}"

_IDENTIFIERS = (
    "{*}fileIdentifier/*",
    "{*}metadataIdentifier/{*}MD_Identifier/{*}code/*",
    "{*}Entry_ID/{*}Short_Name",
    "{*}Entry_ID",
    "{http://purl.org/dc/elements/1.1/}identifier",
)
"""Where ISO 19139, ISO 19115-3, DIF 10, DIF 9 and csw:Record have a record's identifier."""

_DATESTAMPS = (
    "{*}dateStamp/*",
    "{*}dateInfo/{*}CI_Date/{*}date/*",
    "{*}Metadata_Dates/{*}Metadata_Last_Revision",
    "{*}Last_DIF_Revision_Date",
    "{http://purl.org/dc/terms/}modified",
)
"""Where the same have the date of a record's last change."""


class CswHarvester:
    """Pages through all records of a CSW in one output schema.

    The identifier and datestamp of a record are read from the record, since a CSW says nothing about it beside it.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self._source = source
        self._transport = transport
        self._schema = source.option("output_schema", GMD)
        self._page_size = source.option("page_size", 50)
        if self._page_size < 1:
            raise ConfigurationError(f"{source.key}: option 'page_size' is less than 1: {self._page_size}")

    def records(self) -> Iterator[Harvested]:
        """Every record, page by page.

        The total that a catalogue states is believed only where it says nothing better: the list ends where the
        catalogue names no next record, or with an empty page.

        Raises:
            SourceError: a page cannot be had or read, the catalogue reports an exception, or pages repeat themselves.
        """
        catalogue = _Catalogue(self._source.url, self._transport)
        pagination = Pagination(self._source.url)
        start, total = 1, 0
        while start:
            try:
                page = catalogue.page(self._schema, start, self._page_size)
            except AnswerError:
                if total and start == total + 1:  # Some catalogues name a next record after the last, then know it not.
                    return
                raise
            records: list[Harvested] = [self._record(element) for element in page.elements]
            if not records:
                return
            pagination.turn(records)
            yield from records
            start, total = page.next(start, self._page_size), page.total

    def _record(self, element: Element) -> RawRecord:
        content = document(element)
        identifier = _first(element, _IDENTIFIERS)
        return RawRecord(
            identifier or content_identifier(content),
            content,
            "application/xml",
            _first(element, _DATESTAMPS),
            self._url(identifier) if identifier else "",
        )

    def _url(self, identifier: str) -> str:
        query = {
            "service": "CSW",
            "version": "2.0.2",
            "request": "GetRecordById",
            "elementSetName": "full",
            "outputSchema": self._schema,
            "id": identifier,
        }
        return f"{bind_url(self._source.url)}{urlencode(query)}"


def _first(element: Element, paths: tuple[str, ...]) -> str:
    """The first text found on one of the paths."""
    texts = (found.text.strip() for path in paths for found in element.iterfind(path) if found.text)
    return next(filter(None, texts), "")


@dataclass(frozen=True, slots=True)
class _Page:
    """What a GetRecords response says.

    Attributes:
        elements: the records.
        next_record: position of the next page's first record; 0 when there is none, None when nothing is said.
        total: how many records there are, according to the catalogue; 0 when nothing is said.
    """

    elements: list[Element]
    next_record: int | None
    total: int

    def next(self, start: int, page_size: int) -> int:
        """Where to go on after a page that began at ``start``; 0 at the end."""
        if self.next_record is not None:
            return self.next_record
        reached = start + len(self.elements)
        # Without a total, only a page as long as wanted suggests another.
        more = reached <= self.total if self.total else len(self.elements) >= page_size
        return reached if more else 0


class _Catalogue(CatalogueServiceWeb):  # type: ignore[misc]  # OWSLib has no types
    """OWSLib's client with another way to the catalogue: ``_invoke`` is where it would open a connection."""

    def __init__(self, url: str, transport: Transport) -> None:
        super().__init__(url, skip_caps=True)
        self._transport = transport

    def page(self, schema: str, start: int, size: int) -> _Page:
        """The records from position ``start``, counted from 1.

        Raises:
            AnswerError: the answer is an exception report or no GetRecords response.
        """
        self.getrecords2(esn="full", outputschema=schema, startposition=start, maxrecords=size)
        root: Element = self._exml
        results = root.find(f"{_CSW}SearchResults")
        if results is None:
            raise AnswerError(f"{self.url}: no GetRecords response, but an element {root.tag!r}")
        following, total = (_number(results.get(name)) for name in ("nextRecord", "numberOfRecordsMatched"))
        return _Page(list(results.iterchildren(etree.Element)), following, total or 0)

    def _invoke(self) -> None:
        etree.cleanup_namespaces(self.request, keep_ns_prefixes=["csw"])  # typeNames="csw:Record" needs its prefix
        body = etree.tostring(self.request, encoding="UTF-8", xml_declaration=True)
        response = self._transport.post(self.url, body, {"Content-Type": "application/xml"})
        self._exml = parse(response)
        if etree.QName(self._exml).localname in ("ExceptionReport", "ServiceExceptionReport"):
            raise AnswerError(f"{response.url}: exception report: {_exception(self._exml)}")
        # OWSLib reads the results itself unless there is a report, which it then leaves to its caller.
        self.exceptionreport = self._exml


def _number(value: str | None) -> int | None:
    """A count of a response; None when it is missing or no count."""
    return int(value) if value and value.strip().isdecimal() else None


def _exception(report: Element) -> str:
    """Codes and texts of an exception report (OGC 06-121r3, section 8) on one line."""
    codes = (str(node.get("exceptionCode")) for node in report.iter("{*}Exception") if node.get("exceptionCode"))
    return " ".join([*codes, *" ".join(str(text) for text in report.itertext()).split()])[:500] or "without text"
