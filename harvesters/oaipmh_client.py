"""OAI-PMH 2.0 requests and responses with oaipmh-scythe.

Scythe knows verbs, arguments and protocol errors. Its HTTP client and its parser, which would mend broken XML without
a word, are left out: ``Repository.harvest`` has the transport fetch each response and ``OaiPage`` parses it once,
strictly.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import BadArgument, NoRecordsMatch, OAIPMHException
from oaipmh_scythe.iterator import OAIResponseIterator
from oaipmh_scythe.response import OAIResponse

from .errors import AnswerError, MalformedError, SourceError, StatusError
from .exchange import Request, Response
from .page import Element, parse
from .transport import Transport

OAI = "{http://www.openarchives.org/OAI/2.0/}"

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z")


@dataclass(frozen=True, slots=True)
class OaiHeader:
    """A record's header (specification, section 2.5)."""

    identifier: str
    datestamp: str
    deleted: bool


def header(element: Element) -> OaiHeader:
    """What a ``header`` element says; empty texts for what is missing."""
    return OaiHeader(
        element.findtext(f"{OAI}identifier", "").strip(),
        element.findtext(f"{OAI}datestamp", "").strip(),
        element.get("status") == "deleted",
    )


class OaiPage(OAIResponse):
    """One response, parsed once by our own parser.

    Attributes:
        token: the resumption token; empty at the end of a list.
        closed: whether an empty token says that the list ends here, as it has to after several pages.
        total: size of the complete list according to the repository; None when it says nothing.
        date: the repository's clock (``responseDate``), in UTC; empty when there is none.
    """

    def __init__(self, response: Response, params: dict[str, str]) -> None:
        self._response = response
        self.params = params
        self._root = parse(response)
        if self.xml.tag != f"{OAI}OAI-PMH":
            raise MalformedError(f"{response.url}: no OAI-PMH response, but an element {self.xml.tag!r}")
        if self.xml.find(f"{OAI}{params['verb']}") is None and self.xml.find(f"{OAI}error") is None:
            raise MalformedError(f"{response.url}: an OAI-PMH response without {params['verb']}")
        token = self.xml.find(f"{OAI}{params['verb']}/{OAI}resumptionToken")
        # An empty token on two lines is still the empty token that ends a list (specification, section 3.5).
        self.token = "" if token is None else (token.text or "").strip()
        self.closed = token is not None and not self.token
        size = "" if token is None else token.get("completeListSize", "").strip()
        self.total = int(size[:18]) if size.isdecimal() else None
        moment = _MOMENT.fullmatch(self.xml.findtext(f"{OAI}responseDate", "").strip())
        self.date = f"{moment[1]}Z" if moment else response.date

    @property
    def xml(self) -> Element:
        """The root of the response."""
        return self._root

    @property
    def raw(self) -> str:
        """The response as text."""
        return self._response.content.decode("utf-8", "replace")

    @property
    def url(self) -> str:
        """Where it came from."""
        return self._response.url

    @property
    def records(self) -> list[Element]:
        """The records of a ``ListRecords`` or ``GetRecord`` response."""
        return list(self.xml.iterfind(f"{OAI}{self.params['verb']}/{OAI}record"))

    @property
    def headers(self) -> list[OaiHeader]:
        """The headers of a ``ListIdentifiers`` response."""
        return [header(element) for element in self.xml.iterfind(f"{OAI}ListIdentifiers/{OAI}header")]


class Repository(Scythe):
    """A scythe without HTTP of its own, which hands out whole responses, one by one."""

    def __init__(self, url: str, transport: Transport) -> None:
        super().__init__(url, iterator=OAIResponseIterator)
        self._transport = transport
        self._wants_prefix = False

    def harvest(self, query: dict[str, str]) -> OAIResponse:
        """The response to a request.

        Raises:
            OAIPMHException: the repository reports an error.
            SourceError: as for ``Transport.read``.
        """
        try:
            page = self._transport.read(Request(self.endpoint, query), lambda response: OaiPage(response, query))
        except StatusError as error:
            # Some repositories give protocol errors, even noRecordsMatch, a status of 4xx.
            with suppress(AnswerError):
                OaiPage(Response(error.content, "", self.endpoint), query).raise_for_oaipmh_error()
            raise
        page.raise_for_oaipmh_error()
        return page

    def list(self, verb: str, token: str, arguments: dict[str, str]) -> OaiPage:
        """One page of ``ListRecords`` or ``ListIdentifiers``: that of a token, or the first.

        Args:
            verb: which of the two.
            token: empty for the first page.
            arguments: names as in the specification; those that are empty are left out.

        Raises:
            OAIPMHException: as for ``harvest``; NoRecordsMatch also where an empty first page says that there are none.
        """
        if token:
            return self._next(verb, token, arguments)
        method = self.list_records if verb == "ListRecords" else self.list_identifiers
        pages = method(
            from_=arguments["from"] or None,
            until=arguments["until"] or None,
            metadata_prefix=arguments["metadataPrefix"],
            set_=arguments["set"] or None,
        )
        page = cast(OaiPage, next(iter(pages)))
        if page.token and page.total == 0 and not page.records and not page.headers:
            # some give even an empty list a token, which leads into the list of everything
            raise NoRecordsMatch(f"{self.endpoint}: an empty list")
        return page

    def _next(self, verb: str, token: str, arguments: dict[str, str]) -> OaiPage:
        """The page of a token; some repositories want the format beside it, against the specification (section 3.5).

        The tokens of those are mere positions: they want the dates and the set again too, or go on in another list.
        """
        asked = {"verb": verb, "resumptionToken": token}
        if not self._wants_prefix:
            try:
                return cast(OaiPage, self.harvest(asked))
            except BadArgument:
                self._wants_prefix = True
        return cast(OaiPage, self.harvest({**asked, **{name: value for name, value in arguments.items() if value}}))

    def identity(self) -> OaiPage:
        """The response to ``Identify``."""
        return cast(OaiPage, self.harvest({"verb": "Identify"}))

    def record(self, identifier: str, prefix: str) -> OaiPage:
        """The response to ``GetRecord``."""
        return cast(OaiPage, self.get_record(identifier, prefix))

    def prefixes(self) -> Iterator[str]:
        """The metadata formats on offer."""
        page = cast(OaiPage, next(iter(self.list_metadata_formats())))
        for element in page.xml.iterfind(f"{OAI}ListMetadataFormats/{OAI}metadataFormat/{OAI}metadataPrefix"):
            yield (element.text or "").strip()

    def error(self, error: OAIPMHException) -> SourceError:
        """A protocol error as one of the source."""
        return SourceError(f"{self.endpoint}: OAI-PMH error {type(error).__name__}: {error}")
