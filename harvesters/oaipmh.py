"""Harvesting over OAI-PMH 2.0 with oaipmh-scythe.

Scythe knows verbs, arguments, resumption tokens and protocol errors. Its HTTP client and its parser, which would mend
broken XML without a word, are left out: ``_Client.harvest`` has the transport fetch each page and ``_Page`` parses it
once, strictly.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from urllib.parse import urlencode

from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import NoRecordsMatch, OAIPMHException
from oaipmh_scythe.iterator import OAIResponseIterator
from oaipmh_scythe.models import Record
from oaipmh_scythe.response import OAIResponse

from vocab.diagnostic import diagnostic

from .errors import AnswerError, SourceError, StatusError
from .hub import Source
from .page import Element, Pagination, document, parse
from .record import DeletedRecord, Harvested, RawRecord, RefusedRecord, content_identifier
from .transport import Response, Transport

_OAI = "{http://www.openarchives.org/OAI/2.0/}"


class OaiPmhHarvester:
    """Lists the records of an OAI-PMH repository (specification, section 4.5 ListRecords).

    A record's identifier and datestamp are those of its header, its content is the one element inside ``metadata``.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self._source = source
        self._transport = transport
        self._prefix = source.option("metadata_prefix", "iso19139")
        self._set = source.option("set", "")

    def records(self) -> Iterator[Harvested]:
        """Every record, deleted ones as such; none at all when the repository says ``noRecordsMatch``.

        Raises:
            SourceError: a page cannot be had or read, the repository reports an error, or pages repeat themselves.
        """
        pagination = Pagination(self._source.url)
        with _Client(self._source.url, self._transport) as client:
            pages = client.list_records(metadata_prefix=self._prefix, set_=self._set or None)
            while (page := self._next_page(pages)) is not None:
                records = [self._record(element) for element in page.xml.iterfind(f"{_OAI}ListRecords/{_OAI}record")]
                pagination.turn(records)
                yield from records

    def _next_page(self, pages: Iterator[OAIResponse | Record]) -> "_Page | None":
        try:
            page = next(pages, None)
        except NoRecordsMatch:
            return None
        except OAIPMHException as error:
            code = type(error).__name__
            raise SourceError(f"{self._source.url}: OAI-PMH error {code}: {error}") from error
        return page if isinstance(page, _Page) else None

    def _record(self, element: Element) -> Harvested:
        identifier = element.findtext(f"{_OAI}header/{_OAI}identifier", "").strip()
        datestamp = element.findtext(f"{_OAI}header/{_OAI}datestamp", "").strip()
        documents = list(element.iterfind(f"{_OAI}metadata/*"))
        if element.find(f"{_OAI}header[@status='deleted']") is not None:
            if identifier:
                return DeletedRecord(identifier, datestamp)
            return _refused(element, identifier, "a deleted record without identifier")
        if len(documents) != 1:
            return _refused(element, identifier, f"{len(documents)} documents where there should be one")
        content = document(documents[0])
        if not identifier:
            return RawRecord(content_identifier(content), content, "application/xml", datestamp)
        return RawRecord(identifier, content, "application/xml", datestamp, self._url(identifier))

    def _url(self, identifier: str) -> str:
        query = {"verb": "GetRecord", "metadataPrefix": self._prefix, "identifier": identifier}
        return f"{self._source.url}{'&' if '?' in self._source.url else '?'}{urlencode(query)}"


def _refused(element: Element, identifier: str, detail: str) -> RefusedRecord:
    name = identifier or content_identifier(document(element))
    return RefusedRecord(name, (diagnostic("harvest.read", line=element.sourceline or 0, detail=detail),))


class _Client(Scythe):
    """A scythe without HTTP of its own, which hands out whole pages."""

    def __init__(self, url: str, transport: Transport) -> None:
        super().__init__(url, iterator=OAIResponseIterator)
        self._transport = transport

    def harvest(self, query: dict[str, str]) -> OAIResponse:
        try:
            response = self._transport.get(self.endpoint, query)
        except StatusError as error:
            # Some repositories give protocol errors, even noRecordsMatch, a status of 4xx.
            with suppress(AnswerError):
                _Page(Response(error.content, "", self.endpoint), query).raise_for_oaipmh_error()
            raise
        page = _Page(response, query)
        page.raise_for_oaipmh_error()
        return page


class _Page(OAIResponse):
    """One response, parsed once by our own parser."""

    def __init__(self, response: Response, params: dict[str, str]) -> None:
        self._response = response
        self.params = params

    @property
    def raw(self) -> str:
        return self._response.content.decode("utf-8", "replace")

    @cached_property
    def xml(self) -> Element:
        root = parse(self._response)
        if root.tag != f"{_OAI}OAI-PMH":
            raise AnswerError(f"{self._response.url}: no OAI-PMH response, but an element {root.tag!r}")
        # An empty token on two lines is still the empty token that ends a list (specification, section 3.5).
        for token in root.iter(f"{_OAI}resumptionToken"):
            token.text = (token.text or "").strip() or None
        return root
