"""Links: what an online resource is, a file, a service, a page (GeoDCAT-AP 3.1, section 4.5)."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urljoin

from mappings.codelist import CodeList
from mappings.errors import ConversionError
from mappings.parsing import Node
from mappings.scope import Scope
from vocab.namespace import DCTERMS, RDF, XSD
from vocab.term import Term, TermError, iri, literal, literal_parts

from .text import text_of


class LinkKind(StrEnum):
    """What stands at the end of a link."""

    DOWNLOAD = "download"
    ACCESS = "access"
    SERVICE = "service"
    PAGE = "page"
    LANDING = "landing"


_BY_FUNCTION = {
    "download": LinkKind.ACCESS,
    "offlineaccess": LinkKind.ACCESS,
    "order": LinkKind.ACCESS,
    "fileaccess": LinkKind.ACCESS,
    "information": LinkKind.PAGE,
    "search": LinkKind.PAGE,
    "browsing": LinkKind.PAGE,
    "browsegraphic": LinkKind.PAGE,
    "completemetadata": LinkKind.PAGE,
    "emailservice": LinkKind.PAGE,
    "upload": LinkKind.PAGE,
}

SERVICE = re.compile(
    r"ogc:(?:wms|wfs|wcs|wps|wmts|sos|csw|sensorthings|api)|\b(?:opendap|thredds|erddap|esri:rest)\b"
    r"|[?&]request=getcapabilities|[?&]service=(?:wms|wfs|wcs|wps|wmts|sos|csw)\b",
    re.IGNORECASE,
)
"""Protocols and addresses of data services."""

_DOWNLOAD = re.compile(r"www:download|file:|^ftp|download-|wwwdownload", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:nc4?|csv|tiff?|zip|tar|t?gz|hdf5?|h5|grib2?|grb2?|json|geojson|shp|kmz?|txt|xlsx?|jp2|gpkg|bz2|7z)$", re.I
)


def is_file(url: str) -> bool:
    """Whether an address is, by its extension, that of a file of data."""
    return bool(_FILE.search(url.strip().partition("#")[0].partition("?")[0]))


def link_kind(url: str, protocol: str, function: str) -> LinkKind:
    """What a link leads to; the protocol counts for more than the function, and a file's name for more than none."""
    if SERVICE.search(protocol) or SERVICE.search(url):
        return LinkKind.SERVICE
    by_function = _BY_FUNCTION.get(function.strip().lower())
    file = is_file(url)
    if _DOWNLOAD.search(protocol) or url.lower().startswith(("ftp:", "ftps:")):
        return LinkKind.DOWNLOAD if file else LinkKind.ACCESS
    if by_function is not None:
        return LinkKind.DOWNLOAD if file and by_function is LinkKind.ACCESS else by_function
    return LinkKind.DOWNLOAD if file else LinkKind.LANDING


def extension(url: str) -> str:
    """The extension of the file that an address leads to; empty when there is none."""
    match = _EXTENSION.search(url.strip().partition("#")[0].partition("?")[0])
    return match[1] if match is not None else ""


_EXTENSION = re.compile(r"\.([A-Za-z0-9]{2,8})$")


def name_service(service: Term, texts: Sequence[tuple[str, str | None]], scope: Scope) -> None:
    """Name a service: as the first link to it is called, else as the resource that it serves."""
    for text, language in texts or [literal_parts(title)[:2] for title in scope.titles()]:
        scope.name(service, DCTERMS.title, text, language)


def described(node: Node, scope: Scope) -> Iterable[Term]:
    """The dataset that the record describes."""
    del node
    return (scope.dataset,)


def endpoint(url: str) -> Term:
    """A service's endpoint: its address without the query.

    Raises:
        TermError: the address is no usable IRI.
    """
    return iri(url.strip().partition("?")[0])


def inherited(_node: Node, scope: Scope) -> Iterable[tuple[Term, Term]]:
    """What the record says once and is true of each distribution."""
    return scope.inherited.items()


def resolved(address: str, href: str) -> Term:
    """The IRI of a link that stands in the document at an address.

    Raises:
        TermError: the link is relative and the address unknown, or what comes out is no usable IRI.
    """
    href = href.strip()
    if _ABSOLUTE.fullmatch(href):
        return iri(href)
    try:
        return iri(urljoin(address, href))
    except ValueError as error:
        raise TermError(str(error)) from error


_ABSOLUTE = re.compile(r"(?:https?|s3)://[\w.\-]+(?::[0-9]+)?/[\w\-.~%!$&'()*+,=:@/]*", re.ASCII)
"""A link that is the same in every document; to join it takes many times longer than to see that."""


def byte_size(node: Node, scope: Scope) -> Iterable[Term]:
    """A size given in megabytes (ISO 19115 transferSize), in bytes; a megabyte is 1,000,000 bytes.

    Raises:
        ConversionError: it is no number.
    """
    del scope
    text = text_of(node)
    if not text:
        return ()
    try:
        size = round(float(text) * 1_000_000)
    except (ValueError, OverflowError) as error:
        raise ConversionError("map.number", repr(text[:40])) from error
    if size < 0:
        raise ConversionError("map.number", repr(text[:40]))
    return (literal(str(size), datatype=XSD.nonNegativeInteger),) if size else ()


def format_term(name: str, scope: Scope) -> Term | None:
    """The EU file type of a format's name or media type, described in the scope; None when there is none."""
    found = _file_type(name, scope.context.codelists["formats"])
    if found is not None:
        scope.add(found, RDF.type, DCTERMS.MediaTypeOrExtent)
    return found


@lru_cache(maxsize=1024)
def _file_type(name: str, codelist: CodeList) -> Term | None:
    found = codelist.lookup(name) or codelist.lookup(name.partition(";")[0])
    if found is None:
        words = re.split(r"[\s/,;()\-_.]+", name)
        found = next((term for word in words if len(word) > 2 and (term := codelist.lookup(word))), None)
    return found


def media_type_term(name: str, scope: Scope) -> Term | None:
    """The IANA media type of a format's name, described in the scope; None when there is none."""
    found = _media_type(name, scope.context.codelists["media-types"])
    if found is not None:
        scope.add(found, RDF.type, DCTERMS.MediaType)
    return found


@lru_cache(maxsize=1024)
def _media_type(name: str, codelist: CodeList) -> Term | None:
    plain = name.partition(";")[0].strip().lower()
    found = codelist.lookup(name)
    if found is None and re.fullmatch(r"[a-z]+/[a-z0-9.+\-]+", plain):
        found = iri(f"http://www.iana.org/assignments/media-types/{plain}")
    return found
