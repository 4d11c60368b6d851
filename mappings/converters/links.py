"""Links: what an online resource is, a file, a service, a page (GeoDCAT-AP 3.1, section 4.5)."""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin

from mappings.codelist import CodeList
from mappings.errors import ConversionError
from mappings.parsing import Node, XmlElement
from mappings.scope import Scope
from vocab.namespace import DCTERMS, RDF, XSD
from vocab.term import Term, TermError, iri, literal, literal_parts

from . import legislation
from .numbers import number
from .text import address_in, text_of


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

_SERVICE_PATH = re.compile(r"/(?:wms|wfs|wcs|wps|wmts|sos|csw)/?(?:\?|$)", re.IGNORECASE)
"""Addresses of data services, where neither protocol nor function says what a link is."""

_PLAIN = frozenset({"", "http", "https"})
"""Protocols that tell nothing of what stands at the end of a link."""

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
    if not function and protocol.lower() in _PLAIN and _SERVICE_PATH.search(url):
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


ARCHIVES = frozenset({"zip", "tar", "tgz", "gz", "bz2", "7z", "rar", "z"})
"""Extensions that say how a file is packed, and not what is in it."""

_EXTENSION = re.compile(r"\.([A-Za-z0-9]{2,8})$")


def name_service(service: Term, texts: Sequence[tuple[str, str | None]], scope: Scope) -> None:
    """Name a service: as the first link to it is called, else as the resource that it serves."""
    for text, language in texts or [literal_parts(title)[:2] for title in scope.titles()]:
        scope.name(service, DCTERMS.title, text, language)


def described(node: Node, scope: Scope) -> Iterable[Term]:
    """The dataset that the record describes."""
    del node
    return (scope.dataset,)


def is_usual(url: str) -> bool:
    """Whether a web address is one that nothing has to be done to, as nearly all are."""
    return _known_as_usual(url) if len(url) <= _LONGEST_KNOWN else _is_usual(url)


_LONGEST_KNOWN = 400
"""The longest address that is remembered: of one, several entries of a table want to know."""


def _is_usual(url: str) -> bool:
    return _USUAL.fullmatch(url) is not None


_known_as_usual = lru_cache(maxsize=4096)(_is_usual)

_USUAL = re.compile(r"https?://(?!https?:/)[\w.\-]+(?::[0-9]+)?(?:[/?][\w\-.~!$&'()*+,;=:@/?]*)?", re.ASCII)


class MendedUrl(NamedTuple):
    """A web address that may have been put right.

    Attributes:
        url: the address.
        code: of the diagnostic that tells what was done; empty when nothing was.
    """

    url: str
    code: str


def mended(text: str) -> MendedUrl:
    """A web address, put right where it cannot be used as it stands, and where only one thing can be meant.

    >>> mended("http:/example.org/a b").url
    'http://example.org/a%20b'
    >>> mended("javascript:alert(1)").code
    ''
    """
    text = text.strip()
    try:
        if iri(text)[1:-1] == text and not _DOUBLED.match(text):
            return MendedUrl(text, "")
    except TermError:
        pass
    # a line end only folds an address, a space is part of it
    found, code = " ".join("".join(line.strip() for line in text.splitlines()).split()), "repaired.url"
    if match := _WRAPPED.fullmatch(found):
        found = match[1]
    if match := _DOUBLED.match(found):
        found = found[match.end(1) :]
    if match := _BROKEN.fullmatch(found):
        scheme = "ftp" if match[1].lower().startswith("f") else "https" if match[1].lower().endswith("s") else "http"
        found = f"{scheme}://{match[2]}"
    elif match := _WITHOUT_SCHEME.fullmatch(found):
        found = f"{'https' if 'doi.org' in match[1].lower() else 'http'}://{found}"
    if match := _FOLLOWED.match(found):
        found, code = match[1], "repaired.url.part"
    if not found.lower().startswith(_WEB):
        return MendedUrl(text, "")
    try:
        found = iri(found)[1:-1]
    except TermError:
        return MendedUrl(text, "")
    return MendedUrl(found, code) if found != text else MendedUrl(text, "")


_WEB = ("http://", "https://", "ftp://", "ftps://")
_HOST = r"(?:[\w-]+\.)+[\w-]+(?::\d+)?(?:[/?#].*)?"
_WRAPPED = re.compile(
    r"[<(\[\"'\u201c\u00ab]*\s?(?:URL:\s?)?([^\s<>\"]*[^\s<>\"'\u201d\u00bb,;])[>\"'\u201d\u00bb,;]*", re.IGNORECASE
)
_DOUBLED = re.compile(r"(https?:/{0,2})(?=https?:/)", re.IGNORECASE)
_BROKEN = re.compile(
    rf"(h+t+p+s?|h?tps?|htt?s|ttps?|ftp)\s*[:;.]*\s*[/\\]{{1,4}}\s?({_HOST})", re.IGNORECASE | re.ASCII | re.DOTALL
)
_WITHOUT_SCHEME = re.compile(
    r"(www\.[\w-]+|(?:dx\.)?doi\.org)(?:\.[\w-]+)*(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE | re.ASCII
)
_FOLLOWED = re.compile(
    r"((?:https?|ftp)://[^\s,;]+)(?:[,;]?\s+(?=\S*://)|\s+(?:and|et|or|ou)\s.*://|[,;](?=https?://))", re.IGNORECASE
)


def address(text: str, scope: Scope, *, node: Node = None, path: str = "", line: int = 0) -> Term:
    """The IRI of a web address; one that has to be put right is reported.

    Args:
        text: the address.
        scope: where diagnostics go.
        node: the element that holds it, for diagnostics.
        path: the source path, when it is no element.
        line: the source line, likewise.

    Raises:
        TermError: it is no usable IRI, and nobody can tell what it should be.
    """
    text = text.strip()
    if is_usual(text):
        return f"<{text}>"
    url, code = mended(text)
    if code:
        scope.repaired(code, text, url, node=node, path=path, line=line)
    return iri(url)


def link(node: Node, scope: Scope) -> Iterable[Term]:
    """The IRI that an element's text, Anchor or attribute gives.

    Raises:
        TermError: it is no usable IRI.
    """
    text = address_in(node) if isinstance(node, XmlElement) else text_of(node)
    return (address(text, scope, node=node),) if text else ()


def linked(href: str, scope: Scope, *, path: str) -> Term:
    """The IRI of a link in the scope's document, which may be relative; one that has to be put right is reported.

    Raises:
        TermError: the link is relative and the document's address unknown, or what comes out is no usable IRI.
    """
    href = href.strip()
    if href.startswith("https://") or ":" in href or href.lower().startswith("www."):
        return address(href, scope, path=path)
    found = resolved(scope.address, href)
    if " " in href:
        scope.repaired("repaired.url", href, found[1:-1], path=path)
    return found


def endpoint(url: str) -> Term:
    """A service's endpoint: its address, put right, without what a request of the OGC's protocols asks for.

    Other parameters, such as the ``map`` of MapServer and QGIS, choose the service and stay.

    Raises:
        TermError: the address is no usable IRI.
    """
    url, _, query = url.strip().partition("?")
    if query:
        named = [(one.partition("=")[0].lower(), one) for one in query.partition("#")[0].split("&")]
        kept = [one for name, one in named if name.isidentifier() and name not in _OF_REQUESTS and "=" in one]
        url = f"{url}?{'&'.join(kept)}" if kept else url
    return iri(url if is_usual(url) else mended(url).url)


_OF_REQUESTS = frozenset({
    "acceptformats", "acceptlanguages", "acceptversions", "bbox", "bgcolor", "constraint",
    "constraint_language_version", "constraintlanguage", "count", "coverage", "coverageid", "crs", "elementname",
    "elementsetname", "elevation", "exceptions", "feature_count", "featureid", "featureofinterest", "filter",
    "filter_language", "format", "format_options", "height", "i", "id", "identifier", "identifiers", "info_format",
    "interpolation", "j", "lang", "language", "layer", "layers", "maxfeatures", "maxrecords", "mediatype",
    "namespace", "namespaces", "observedproperty", "offering", "outputformat", "outputschema", "procedure",
    "propertyname", "query_layers", "rangesubset", "request", "resourceid", "responseformat", "resulttype", "resx",
    "resy", "scalefactor", "sections", "service", "sld", "sld_body", "sortby", "srs", "srsname", "startindex",
    "startposition", "storedquery_id", "style", "styles", "subset", "tilecol", "tilematrix", "tilematrixset",
    "tilerow", "time", "transparent", "typename", "typenames", "updatesequence", "version", "width", "x", "y",
})  # fmt: skip
"""Parameters that OGC's WMS, WFS, WCS, WMTS, SOS and CSW define for their requests, in lower case."""


def inherited(_node: Node, scope: Scope) -> Iterable[tuple[Term, Term]]:
    """What the record says once and is true of each distribution."""
    said = scope.inherited.items()
    return (*said, *legislation.of_distribution(scope)) if scope.laws else said


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


def inherited_licence(_node: Node, scope: Scope) -> Iterable[Term]:
    """The licence that the record states, of a service that gives access to the data."""
    found = scope.inherited.get(DCTERMS.license)
    return () if found is None else (found,)


def byte_size(node: Node, scope: Scope) -> Iterable[Term]:
    """A size given in megabytes (ISO 19115 transferSize), in bytes; a megabyte is 1,000,000 bytes.

    Raises:
        ConversionError: it is no number.
    """
    text = text_of(node)
    if not text:
        return ()
    try:
        size = round(number(text, scope, node=node) * 1_000_000)
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
