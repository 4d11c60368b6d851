"""A page: one XML response of a listing, and the documents of single records cut out of it."""

import re
from hashlib import blake2b
from typing import TypeAlias

from lxml import etree

from .errors import AnswerError, LoopError, MalformedError
from .exchange import Response

Element: TypeAlias = etree._Element  # noqa: SLF001  (lxml's only name for the type)
"""An XML element."""

_BEGINNING = 4096
_MAX_EMPTY = 20
_MAX_REPEATED = 3
_PREFIX_OF_VALUE = re.compile(rb"[\"'>]\s*([A-Za-z_][A-Za-z0-9_.\-]*):")


def xml_parser() -> etree.XMLParser:
    """A parser for foreign XML: nothing is fetched, expanded, repaired or allowed to grow without bounds."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False, strip_cdata=False
    )


def parse(response: Response) -> Element:
    """The root element of an XML response.

    Raises:
        AnswerError: the response declares a document type.
        MalformedError: it is an HTML page, or not well-formed.
    """
    content, url = response.content, response.url
    if re.match(rb"[\s\xef\xbb\xbf]*(<!doctype\s+html|<html)", content[:_BEGINNING], re.IGNORECASE):
        raise MalformedError(f"{url}: an HTML page came instead of XML")
    try:
        _refuse_doctype(content, url)
        return etree.fromstring(content, xml_parser())
    except etree.XMLSyntaxError as error:
        raise MalformedError(f"{url}: not well-formed XML: {error.msg}") from error


def _refuse_doctype(content: bytes, url: str) -> None:
    # Read no further than the first start tag, so that a document type is met before anything in it could be used.
    prolog = etree.XMLPullParser(
        events=("start",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for position in range(0, len(content), _BEGINNING):
        prolog.feed(content[position : position + _BEGINNING])
        for _, root in prolog.read_events():
            if isinstance(root, Element) and root.getroottree().docinfo.doctype:
                raise AnswerError(f"{url}: declares a document type (DTD), which is refused")
            return


def document(element: Element) -> bytes:
    """An element of a page as a document of its own, in UTF-8.

    The same record gives the same bytes on whatever page it stands: text around it is left out, and of all namespaces
    in its scope those are declared that it uses, in names or as the prefix of a value such as
    ``xsi:type="gmd:PT_FreeText_PropertyType"``.
    """
    with_page = etree.tostring(element, encoding="UTF-8", with_tail=False)
    alone = etree.fromstring(with_page, xml_parser())
    used_in_values = sorted({prefix.decode("ascii") for prefix in _PREFIX_OF_VALUE.findall(with_page)})
    etree.cleanup_namespaces(alone, keep_ns_prefixes=used_in_values)
    return etree.tostring(alone, encoding="UTF-8")


class Pagination:
    """Remembers the pages of one listing by a digest each, to notice a source that goes round in circles.

    A page is what its records are called: their bytes may tell the time, and differ at every turn. Pages of a single
    record may come twice, since a record may move while a list is read.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._seen: set[bytes] = set()
        self._empty = 0
        self._repeated = 0

    def turn(self, names: list[str]) -> None:
        """Note the next page, by the names of its records.

        Raises:
            LoopError: the same records have come before, or nothing but empty pages for long.
        """
        self._empty = 0 if names else self._empty + 1
        if self._empty > _MAX_EMPTY:
            raise LoopError(f"{self._url}: more than {_MAX_EMPTY} empty pages in a row")
        if not names:
            return
        digest = blake2b("\n".join(names).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        self._repeated = self._repeated + 1 if digest in self._seen else 0
        if self._repeated > (_MAX_REPEATED if len(names) == 1 else 0):
            raise LoopError(f"{self._url}: the page beginning with record {names[0]!r} came twice")
        self._seen.add(digest)
