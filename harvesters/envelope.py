"""A document that holds records: one as it is, or several in the wrapping of some protocol."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from .errors import BrokenError, MalformedError
from .exchange import Response
from .page import Element, document, parse
from .record import Harvested, RawRecord, content_identifier
from .stac import Json, elements, item_collection, loads, stac_record, text

XML, JSON = "application/xml", "application/json"
BLANK = b" \t\r\n\x00\xef\xbb\xbf\xfe\xff"
"""What may stand before a document: blanks, byte order marks, and the empty half of a UTF-16 character."""

RECORD_NAMES = r"(?:[A-Za-z0-9]+_)?M[DI]_Metadata|DIF"
"""What the elements are called that are records: of ISO, of profiles that extend it, and DIF."""

_RECORD = re.compile(RECORD_NAMES)
_WRAPPERS = {"results", "GetRecordsResponse", "GetRecordByIdResponse", "OAI-PMH"}
_REPORTS = {"ExceptionReport", "ServiceExceptionReport", "errors"}
_DEEPEST = 6

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


@dataclass(frozen=True, slots=True)
class Envelope:
    """A document found to be whole.

    Attributes:
        content: its exact bytes.
        url: where it came from.
        value: its root element, or its JSON value.
        media_type: ``application/xml`` or ``application/json``, by its first byte.
    """

    content: bytes
    url: str
    value: Element | Json
    media_type: str

    def records(self, name: str = "") -> Iterator[Harvested]:
        """The records inside.

        Args:
            name: what the document is called, if it has a name: a record that is all of it is called so, and one of
                several ``name#identifier``; without it each is called by its own identifier.
        """
        found = self._inside()
        if found is None:
            yield self._whole(name)
            return
        names = Counter[str]()
        for one in found:
            identifier = f"{name}#{one.identifier}" if name else one.identifier
            names[identifier] += 1
            # one name twice in a document: the later ones are told apart by their count
            suffix = f"~{names[identifier]}" if names[identifier] > 1 else ""
            yield replace(one, identifier=identifier + suffix)

    @property
    def is_metadata(self) -> bool:
        """Whether it is XML and is, or wraps, records of ISO 19139, ISO 19115-3 or DIF."""
        if self.media_type == JSON:
            return False
        return _is_record(self.value) or any(True for _ in _wrapped(self.value, _DEEPEST))

    def _inside(self) -> list[Harvested] | None:
        """The records of a document that is none itself; None when it is, or is nothing known."""
        if self.media_type == JSON:
            value = self.value
            if isinstance(value, dict) and "type" not in value and isinstance(value.get("collections"), list):
                written = self.content.removeprefix(b"\xef\xbb\xbf").decode()
                return [stac_record(piece.encode(), one, "") for piece, one in elements(written, "collections")]
            return item_collection(self.content)
        if _is_record(self.value):
            return None
        found = list(_wrapped(self.value, _DEEPEST))
        return [_record(one) for one in found] if found or local_name(self.value) in _WRAPPERS else None

    def _whole(self, name: str) -> RawRecord:
        if self.media_type == JSON:
            own, changed = text(self.value, "id"), text(self.value, "updated")
        else:
            own, changed = identifier_of(self.value), datestamp_of(self.value)
        identifier = name or own or content_identifier(self.content)
        return RawRecord(identifier, self.content, self.media_type, changed, self.url)


def envelope(response: Response) -> Envelope:
    """An answer as a document that holds records.

    Raises:
        AnswerError: it declares a document type.
        BrokenError: it is the report of an error.
        MalformedError: it is neither XML nor JSON, or not well-formed.
    """
    kind = media_type(response.content)
    if kind == JSON:
        try:
            return Envelope(response.content, response.url, loads(response.content), JSON)
        except ValueError as error:
            raise MalformedError(f"{response.url}: no valid JSON: {error}") from error
    if kind != XML:
        raise MalformedError(f"{response.url}: neither XML nor JSON")
    root = parse(response)
    if local_name(root) in _REPORTS:
        said = " ".join(" ".join(str(piece) for piece in root.itertext()).split())[:300]
        raise BrokenError(f"{response.url}: the report of an error came: {said}")
    return Envelope(response.content, response.url, root, XML)


def media_type(content: bytes) -> str:
    """What a document is by its first byte that is not blank; empty when neither XML nor JSON."""
    first = content[:1000].lstrip(BLANK)[:1]
    return {b"<": XML, b"{": JSON, b"[": JSON}.get(first, "")


def local_name(element: Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(element).localname


def identifier_of(element: Element) -> str:
    """What a record calls itself; empty when it does not."""
    return _first(element, _IDENTIFIERS)


def datestamp_of(element: Element) -> str:
    """When a record says that it was last changed; empty when it does not."""
    return _first(element, _DATESTAMPS)


def _is_record(element: Element) -> bool:
    return _RECORD.fullmatch(local_name(element)) is not None


def _wrapped(element: Element, deepest: int) -> Iterator[Element]:
    for child in element.iterchildren(etree.Element):
        # an empty element only refers to a record
        if _is_record(child):
            if len(child):
                yield child
        elif deepest > 1:
            yield from _wrapped(child, deepest - 1)


def _record(element: Element) -> RawRecord:
    content, parent = document(element), element.getparent()
    # the repository of NASA's CMR names a record beside it: its entry id may come in several versions
    concept = parent.get("concept-id", "") if parent is not None else ""
    identifier = concept or identifier_of(element) or content_identifier(content)
    return RawRecord(identifier, content, XML, datestamp_of(element))


def _first(element: Element, paths: tuple[str, ...]) -> str:
    """The first text found on one of the paths."""
    texts = (found.text.strip() for path in paths for found in element.iterfind(path) if found.text)
    return next(filter(None, texts), "")
