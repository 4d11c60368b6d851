"""What a folder on the web lists: the pages of Apache, nginx, IIS, GeoNetwork and the like, and sitemaps."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html
from lxml.etree import ParserError

from .address import origin
from .body import decoded
from .envelope import BLANK, local_name
from .errors import AnswerError, BrokenError, MalformedError, TransientError
from .exchange import Request, Response
from .glob import Wanted, is_hidden
from .page import Element, parse
from .stac_listing import secure
from .transport import Transport

_GZIP = b"\x1f\x8b"
_LISTING = re.compile(r"index of|directory (listing|of)|parent directory|listing of|folder listing", re.IGNORECASE)
_END = (b"</html>", b"</body>")


@dataclass(slots=True)
class WebListing:
    """What was found.

    Attributes:
        base: the address below which everything lies; that of the origin for a sitemap.
        files: the date of last change of each file, by its URL; empty when the listing says none.
        outside: addresses that a sitemap names elsewhere.
        gaps: what could not be listed, and why.
        moment: the server's clock when it was asked first; empty when it says none.
    """

    base: str = ""
    files: dict[str, str] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    moment: str = ""

    def name(self, url: str) -> str:
        """What a file is called: its path below the base, decoded."""
        path, mark, query = url.removeprefix(self.base).partition("?")
        return unquote(path, errors="backslashreplace").lstrip("/") + mark + query


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of a listing.

    Attributes:
        url: its own, after redirects.
        date: the server's clock.
        links: to files and folders, as URLs, with the date of last change if it is said.
        kind: of document: ``html``, ``urlset`` or ``sitemapindex``.
    """

    url: str
    date: str
    links: tuple[tuple[str, str], ...]
    kind: str


def web_listing(url: str, transport: Transport, wanted: Wanted, depth: int) -> WebListing:
    """Everything that is listed at a URL and below it.

    Args:
        url: of a folder, of a sitemap, or of an index of sitemaps.
        transport: asks.
        wanted: which files are taken.
        depth: of folders that are entered, 0 for the first alone.

    Raises:
        SourceError: the first page cannot be had, or is no listing.
    """

    def reader(response: Response) -> _Page:
        return _page(response, transport.settings.max_bytes)

    first = transport.read(Request(url), reader)
    found = WebListing(_base(first), moment=first.date)
    left, seen = deque([(first, 0)]), {first.url, url}
    while left:
        page, level = left.popleft()
        for target, changed in page.links:
            if page.kind == "urlset" or not (page.kind == "sitemapindex" or target.endswith("/")):
                _take(found, target, changed, wanted)
            elif target in seen or not _enters(found, page, target):
                continue
            elif level >= depth:
                found.gaps.append(f"{target}: lies deeper than {depth} folders")
            else:
                seen.add(target)
                try:
                    entered = transport.read(Request(target, referrer=page.url), reader)
                except AnswerError as error:
                    found.gaps.append(f"{target}: cannot be listed: {error}")
                    continue
                if _is_below(found.base, entered.url):
                    left.append((entered, level + 1))
    return found


def _take(found: WebListing, url: str, changed: str, wanted: Wanted) -> None:
    if not _is_below(found.base, url):
        found.outside.append(url)
    elif not is_hidden(name := found.name(url)) and name and wanted(name):
        found.files[url] = changed


def _enters(found: WebListing, page: _Page, target: str) -> bool:
    if page.kind == "sitemapindex" and not _is_below(found.base, target):
        found.outside.append(target)
        return False
    return not is_hidden(found.name(target).rstrip("/"))


def _base(page: _Page) -> str:
    if page.kind == "html":
        return page.url.partition("?")[0].rpartition("/")[0] + "/"
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}/"


def _is_below(base: str, url: str) -> bool:
    """Whether an address lies below another, however it is written."""
    if not url.startswith(base):
        return False
    path = unquote(url.removeprefix(base).partition("?")[0]).replace("\\", "/")
    return ".." not in path.split("/") and origin(url) == origin(base)


def _page(response: Response, limit: int) -> _Page:
    content = response.content
    if content.startswith(_GZIP):
        content = _unzipped(response, limit)
    start = content[:1000].lstrip(BLANK).lower()
    if start.startswith(b"<") and not re.match(rb"<(!doctype html|html|head|title|body|pre)\b", start):
        root = parse(Response(content, response.media_type, response.url)) if not _is_xhtml(content) else None
        if root is not None:
            if local_name(root) not in ("urlset", "sitemapindex"):
                raise MalformedError(f"{response.url}: neither the listing of a folder nor a sitemap")
            return _Page(response.url, response.date, tuple(_sitemap(root, response.url)), local_name(root))
    return _Page(response.url, response.date, tuple(_folder(content, response.url)), "html")


def _is_xhtml(content: bytes) -> bool:
    return b"<html" in content[:2000].lower()


def _unzipped(response: Response, limit: int) -> bytes:
    pieces = list[bytes]()
    size = 0
    try:
        for piece in decoded([response.content], "gzip", response.url):
            size += len(piece)
            if size > limit:
                raise BrokenError(f"{response.url}: unpacked it is larger than the limit of {limit} bytes")
            pieces.append(piece)
    except TransientError as error:
        raise MalformedError(str(error)) from error
    return b"".join(pieces)


def _sitemap(root: Element, url: str) -> Iterator[tuple[str, str]]:
    """The addresses of a sitemap or of an index of them (sitemaps.org, version 0.9), and when each last changed."""
    for entry in root.iterchildren("{*}url", "{*}sitemap"):
        if location := (entry.findtext("{*}loc") or "").strip():
            yield _resolved(url, location), (entry.findtext("{*}lastmod") or "").strip()


def _folder(content: bytes, url: str) -> list[tuple[str, str]]:
    """The files and folders directly or indirectly below a folder that its page links to; the latter end in ``/``.

    Raises:
        MalformedError: the page is broken off, or no listing.
    """
    if not any(end in content[-5000:].lower() for end in _END):
        raise MalformedError(f"{url}: the page is broken off, or no listing of a folder")
    try:
        page = html.document_fromstring(content, parser=html.HTMLParser(no_network=True))
    except (ParserError, ValueError) as error:
        raise MalformedError(f"{url}: no listing of a folder: {error}") from error
    base = url.partition("?")[0].rpartition("/")[0] + "/"
    hrefs = [str(href).strip() for href in page.xpath("//a/@href")]
    targets = [_resolved(url, href) for href in hrefs if "?" not in href and not href.startswith("#")]
    below = [target for target in targets if target != base and _is_below(base, target)]
    if not below and not _LISTING.search(page.text_content()):
        raise MalformedError(f"{url}: no listing of a folder")
    return [(target, "") for target in dict.fromkeys(below)]


def _resolved(page: str, link: str) -> str:
    """A link's address; the link itself when it is none, which then lies nowhere below the folder."""
    try:
        return secure(urljoin(page, link).partition("#")[0], page)
    except ValueError:
        return link


def shows_listing(response: Response) -> bool:
    """Whether an answer is a sitemap, or a page that says itself that it lists a folder; others may do so too."""
    try:
        page = _page(response, len(response.content) * 100)
    except AnswerError:
        return False
    return page.kind != "html" or _LISTING.search(response.content.decode("utf-8", "replace")) is not None
