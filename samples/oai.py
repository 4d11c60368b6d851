"""An OAI-PMH 2.0 repository over ISO records, complete and without state.

Specification: http://www.openarchives.org/OAI/openarchivesprotocol.html. Sets are the records' hierarchy levels.
Records are called by their own identifiers, as GeoNetwork does. A resumption token spells out the list that it resumes,
so that nothing is kept between requests.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import parse_qsl

from lxml import etree
from lxml.builder import ElementMaker
from starlette.requests import Request
from starlette.responses import Response

from .body import body
from .record import GMD, MDB, UNDATED, SampleRecord

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


class Format(NamedTuple):
    """A metadata format: its XML Schema, its namespace, and the schema of the records that have it ("" for all)."""

    location: str
    namespace: str
    of: str


FORMATS = {
    "oai_dc": Format("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", OAI_DC, ""),
    "iso19139": Format("http://www.isotc211.org/2005/gmd/gmd.xsd", GMD, GMD),
    "iso19115-3.2018": Format("https://schemas.isotc211.org/19115/-3/mdb/2.0/mdb.xsd", MDB, MDB),
}
"""The metadata formats by prefix; Dublin Core is what the protocol requires of every repository (section 2.5)."""


class Arguments(NamedTuple):
    """The arguments of a verb; a token, where the verb takes one, stands alone."""

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    resumable: bool = False


_SELECTIVE = frozenset({"from", "until", "set"})
VERBS = {
    "Identify": Arguments(),
    "ListMetadataFormats": Arguments(optional=frozenset({"identifier"})),
    "ListSets": Arguments(resumable=True),
    "ListIdentifiers": Arguments(frozenset({"metadataPrefix"}), _SELECTIVE, resumable=True),
    "ListRecords": Arguments(frozenset({"metadataPrefix"}), _SELECTIVE, resumable=True),
    "GetRecord": Arguments(frozenset({"identifier", "metadataPrefix"})),
}
"""The six requests (section 4)."""

_NAME = r"[A-Za-z0-9\-_.!~*'()]+"
_DATE = r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?"
_SYNTAX = {
    "metadataPrefix": re.compile(_NAME),
    "set": re.compile(rf"{_NAME}(?::{_NAME})*"),
    "from": re.compile(_DATE, re.ASCII),
    "until": re.compile(_DATE, re.ASCII),
    "identifier": re.compile(r"[^\x00-\x20<>\"{}|\\^`\x7f\ufffd-\uffff]+"),
    "resumptionToken": re.compile(r"[^\x00-\x1f\x7f\ufffd-\uffff]+"),
}
_NUMBER = re.compile(r"[0-9]{1,9}")

E = ElementMaker(namespace=OAI, nsmap={None: OAI, "xsi": XSI})


class OaiError(Exception):
    """An error or exception condition (section 3.6) with its code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: what is listed, from where on."""

    prefix: str
    set: str = ""
    since: str = ""
    until: str = ""
    offset: int = 0

    def token(self, offset: int, size: int) -> str:
        """The token for the page that begins at ``offset`` of ``size`` records."""
        return "!".join((self.prefix, self.set, self.since, self.until, str(offset), str(size)))

    def lists(self, record: SampleRecord) -> bool:
        """Whether a record is in the list."""
        since = _full(self.since, "T00:00:00Z")
        until = _full(self.until, "T23:59:59Z") or "9999"
        return (
            FORMATS[self.prefix].of in ("", record.schema)
            and self.set in ("", record.level)
            and since <= record.datestamp <= until
        )


@dataclass(frozen=True, slots=True)
class OaiRepository:
    """A repository.

    Attributes:
        name: its name.
        email: whom to write to; in a sample an address under a reserved domain.
        records: what it holds, by identifier.
        page_size: records per page of a list.
    """

    name: str
    email: str
    records: tuple[SampleRecord, ...]
    page_size: int = 5

    async def respond(self, request: Request) -> Response:
        """The answer to a request by GET or POST (section 3.1)."""
        text = (await body(request)).decode("utf-8", "replace") if request.method == "POST" else request.url.query
        pairs = parse_qsl(text, keep_blank_values=True)
        url = str(request.url.replace(query="", fragment=""))
        try:
            arguments = _arguments(pairs)
            echo, content = arguments, [E(arguments["verb"], *self._answer(arguments, url))]
        except OaiError as error:
            wrong = error.code in ("badVerb", "badArgument")
            echo, content = {} if wrong else dict(pairs), [E.error(str(error), code=error.code)]
        answer = E(
            "OAI-PMH",
            E.responseDate(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
            E.request(url, **echo),
            *content,
        )
        answer.set(f"{{{XSI}}}schemaLocation", f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
        document = etree.tostring(answer, xml_declaration=True, encoding="UTF-8")
        return Response(document, media_type="text/xml")

    def _answer(self, arguments: dict[str, str], url: str) -> list[etree._Element]:
        match arguments["verb"]:
            case "Identify":
                return self._identify(url)
            case "ListMetadataFormats":
                return self._formats(arguments.get("identifier"))
            case "ListSets":
                return self._sets(arguments)
            case "GetRecord":
                return [self._get(arguments["identifier"], arguments["metadataPrefix"])]
            case verb:
                return self._list(arguments, _record if verb == "ListRecords" else _header)

    def _identify(self, url: str) -> list[etree._Element]:
        return [
            E.repositoryName(self.name),
            E.baseURL(url),
            E.protocolVersion("2.0"),
            E.adminEmail(self.email),
            E.earliestDatestamp(min((record.datestamp for record in self.records), default=UNDATED)),
            E.deletedRecord("no"),
            E.granularity("YYYY-MM-DDThh:mm:ssZ"),
        ]

    def _formats(self, identifier: str | None) -> list[etree._Element]:
        held = {self._find(identifier).schema} if identifier else {record.schema for record in self.records}
        return [
            E.metadataFormat(E.metadataPrefix(prefix), E.schema(form.location), E.metadataNamespace(form.namespace))
            for prefix, form in FORMATS.items()
            if form.of in held | {""}
        ]

    def _sets(self, arguments: dict[str, str]) -> list[etree._Element]:
        if "resumptionToken" in arguments:
            raise OaiError("badResumptionToken", "The list of sets has one page.")
        levels = sorted({record.level for record in self.records})
        if not levels:
            raise OaiError("noSetHierarchy", "There are no records, so there are no sets.")
        return [E.set(E.setSpec(level), E.setName(f"Hierarchy level: {level}")) for level in levels]

    def _find(self, identifier: str) -> SampleRecord:
        for record in self.records:
            if record.identifier == identifier:
                return record
        raise OaiError("idDoesNotExist", "No record has this identifier.")

    def _get(self, identifier: str, prefix: str) -> etree._Element:
        record = self._find(identifier)
        if prefix not in FORMATS or FORMATS[prefix].of not in ("", record.schema):
            raise OaiError("cannotDisseminateFormat", "The record does not have this format.")
        return _record(record, prefix)

    def _list(
        self, arguments: dict[str, str], show: Callable[[SampleRecord, str], etree._Element]
    ) -> list[etree._Element]:
        token = arguments.get("resumptionToken")
        page, announced = _resume(token) if token is not None else (_page(arguments), None)
        listed = [record for record in self.records if page.lists(record)]
        size, end = len(listed), page.offset + self.page_size
        if announced is not None and (announced != size or page.offset >= size):
            raise OaiError("badResumptionToken", "The list that the token resumes has changed.")
        if not listed:
            raise OaiError("noRecordsMatch", "No records match the request.")
        shown = [show(record, page.prefix) for record in listed[page.offset : end]]
        if token is None and end >= size:
            return shown
        following = page.token(end, size) if end < size else ""
        return [*shown, E.resumptionToken(following, completeListSize=str(size), cursor=str(page.offset))]


def _arguments(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """The arguments of a request, checked against its verb."""
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise OaiError("badVerb", f"The argument 'verb' is given once, as one of {', '.join(VERBS)}.")
    verb, arguments = VERBS[verbs[0]], dict(pairs)
    names = arguments.keys() - {"verb"}
    if len(arguments) < len(pairs):
        raise OaiError("badArgument", "An argument is repeated.")
    if verb.resumable and "resumptionToken" in names:
        if len(names) > 1:
            raise OaiError("badArgument", "A resumption token stands alone.")
    elif unknown := names - verb.required - verb.optional:
        raise OaiError("badArgument", f"{verbs[0]} does not take {sorted(unknown)[0][:50]!r}.")
    elif missing := verb.required - names:
        raise OaiError("badArgument", f"{verbs[0]} needs {sorted(missing)[0]!r}.")
    for name in sorted(names):
        if not _SYNTAX[name].fullmatch(arguments[name]):
            raise OaiError("badArgument", f"The value of {name!r} is malformed.")
    return arguments


def _page(arguments: dict[str, str]) -> Page:
    """The first page of the list that a request asks for."""
    since, until = arguments.get("from", ""), arguments.get("until", "")
    for name, text in (("from", since), ("until", until)):
        if text and not _is_date(text):
            raise OaiError("badArgument", f"The value of {name!r} is no date.")
    if since and until and len(since) != len(until):
        raise OaiError("badArgument", "'from' and 'until' differ in granularity.")
    if since and until and since > until:
        raise OaiError("badArgument", "'from' is later than 'until'.")
    if arguments["metadataPrefix"] not in FORMATS:
        raise OaiError("cannotDisseminateFormat", "The repository does not have this format.")
    return Page(arguments["metadataPrefix"], arguments.get("set", ""), since, until)


def _resume(token: str) -> tuple[Page, int]:
    """The page that a token stands for, and the size of its list when the token was given out."""
    parts = token.split("!")
    if len(parts) != 6 or parts[0] not in FORMATS or not all(_NUMBER.fullmatch(part) for part in parts[4:]):
        raise OaiError("badResumptionToken", "The repository never gave out this token.")
    return Page(parts[0], parts[1], parts[2], parts[3], int(parts[4])), int(parts[5])


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _full(text: str, time: str) -> str:
    """A date with its time; empty as it is."""
    return text + time if len(text) == len("YYYY-MM-DD") else text


def _header(record: SampleRecord, _prefix: str) -> etree._Element:
    return E.header(E.identifier(record.identifier), E.datestamp(record.datestamp), E.setSpec(record.level))


def _record(record: SampleRecord, prefix: str) -> etree._Element:
    metadata = _dublin_core(record) if prefix == "oai_dc" else record.element()
    return E.record(_header(record, prefix), E.metadata(metadata))


def _dublin_core(record: SampleRecord) -> etree._Element:
    dc = ElementMaker(namespace=DC, nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI})
    fields = [
        dc.title(record.title),
        dc.identifier(record.identifier),
        dc.type(record.level),
        dc.date(record.datestamp),
    ]
    if record.abstract:
        fields.append(dc.description(record.abstract))
    root = ElementMaker(namespace=OAI_DC, nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI}).dc(*fields)
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {FORMATS['oai_dc'].location}")
    return root
