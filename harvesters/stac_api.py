"""Harvesting from a STAC API with pystac-client.

pystac-client pages through lists, whichever way the API names the next page. Its requests go through the transport, and
each page keeps its text, so that a record is the piece of text that the API wrote and not a new writing of its values.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, cast
from urllib.parse import quote, urljoin, urlsplit

import orjson
from pystac_client.stac_api_io import StacApiIO

from .errors import AnswerError, ConfigurationError
from .hub import Source
from .page import Pagination
from .record import Harvested
from .stac import Json, elements, links, loads, stac_record, text
from .transport import Response, Transport

_PAGE_SIZE = 100


class StacApiHarvester:
    """Takes the Collections of a STAC API (STAC API 1.0, Collections), and of each as many Items as wanted.

    A Collection is called by its id, an Item ``collection/item``.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self._source = source
        self._transport = transport
        self._only = source.option("collections", list[str]())
        if not all(isinstance(name, str) for name in self._only):
            raise ConfigurationError(f"{source.key}: option 'collections' is a list of ids: {self._only!r}")
        self._items = _item_limit(source)

    def records(self) -> Iterator[Harvested]:
        """Every Collection, each followed by its Items.

        Raises:
            SourceError: a page cannot be had or read, a wanted Collection is not there, or pages repeat themselves.
        """
        base = f"{self._source.url.rstrip('/')}/collections"
        for content, value in self._collections(base):
            name, url = text(value, "id"), _below(base, value)
            yield stac_record(content, value, url)
            if name and self._items != 0:
                items_url = next(iter(links(value, "items")), f"{url}/items")
                yield from islice(self._items_of(name, urljoin(url, items_url)), self._items)

    def _collections(self, base: str) -> Iterator[tuple[bytes, Json]]:
        if not self._only:
            yield from _Listing(self._transport, "collections", base).members(base)
        for name in self._only:
            response = self._transport.get(f"{base}/{quote(name, safe='')}")
            yield response.content, _object(response)

    def _items_of(self, collection: str, url: str) -> Iterator[Harvested]:
        size = _PAGE_SIZE if self._items is None else min(self._items, _PAGE_SIZE)
        listing = _Listing(self._transport, "features", self._source.url)
        for content, value in listing.members(url, {"limit": size}):
            yield stac_record(content, value, _below(url.partition("?")[0], value), collection)


def _below(url: str, value: Json) -> str:
    """The address of a member of the list at a URL; that of the list when the member has no id."""
    name = text(value, "id")
    return f"{url}/{quote(name, safe='')}" if name else url


def _item_limit(source: Source) -> int | None:
    """How many Items of each Collection; None for all."""
    wanted = source.options.get("items", "none")
    if type(wanted) is int and wanted >= 0:
        return wanted
    if wanted not in ("none", "all"):
        raise ConfigurationError(f"{source.key}: option 'items' is none, all or a number, not {wanted!r}")
    return 0 if wanted == "none" else None


class _Page(dict[str, Any]):
    """A page's members, and its text."""

    def __init__(self, fields: Mapping[str, Any], source: str) -> None:
        super().__init__(fields)
        self.source = source


class _Listing(StacApiIO):
    """One list that spans pages, as pystac-client reads it, over the transport.

    Args:
        transport: makes the requests.
        key: what the list is called on each page, ``collections`` or ``features``.
        referrer: the URL that led to the list, then that of the page before.
    """

    def __init__(self, transport: Transport, key: str, referrer: str) -> None:
        super().__init__()
        self._transport = transport
        self._key = key
        self._referrer = referrer

    def members(self, url: str, parameters: dict[str, Any] | None = None) -> Iterator[tuple[bytes, Json]]:
        """The members of the list, each as it is written and as a value."""
        pagination = Pagination(url)
        for page in self.get_pages(url, parameters=parameters):
            found = [(piece.encode(), value) for piece, value in elements(cast(_Page, page).source, self._key)]
            pagination.turn([stac_record(content, value, url) for content, value in found])
            yield from found

    def request(
        self,
        href: str,
        method: str | None = None,
        headers: dict[str, str] | None = None,  # noqa: ARG002  (what a foreign page wants us to send, we do not)
        parameters: dict[str, Any] | None = None,
    ) -> str:
        """The text of an answer, checked to be a page of the list."""
        url = _secure(urljoin(self._referrer, href), self._referrer)
        if (method or "GET").upper() == "POST":
            body = orjson.dumps(parameters or {})
            response = self._transport.post(url, body, {"Content-Type": "application/json"}, referrer=self._referrer)
        else:
            query = {name: str(value) for name, value in (parameters or {}).items()}
            response = self._transport.get(url, query, referrer=self._referrer)
        page = _object(response)
        if not isinstance(page.get(self._key), list):
            raise AnswerError(f"{response.url}: {self._key!r} is not a list")
        page_links = page.get("links", [])
        if not (isinstance(page_links, list) and all(map(_is_sound, page_links))):
            raise AnswerError(f"{response.url}: the links of the page are malformed")
        self._referrer = response.url
        return response.content.decode()

    def json_loads(self, txt: str, *_: object, **__: object) -> dict[str, Any]:
        """A page that remembers its text."""
        return _Page(loads(txt.encode()), txt)


def _secure(url: str, referrer: str) -> str:
    """A URL over https if it is on the referrer's host and that is read over https.

    An API behind a proxy often names itself with http, and answers over https all the same.
    """
    here, there = urlsplit(referrer), urlsplit(url)
    if (here.scheme, there.scheme) == ("https", "http") and here.hostname == there.hostname:
        return there._replace(scheme="https", netloc=here.netloc).geturl()
    return url


def _is_sound(link: Json) -> bool:
    """Whether a link can be followed (STAC API 1.0, Item Search, Paginating)."""
    return bool(
        text(link, "rel")
        and text(link, "href")
        and isinstance(link.get("method", "GET"), str)
        and isinstance(link.get("body", {}), dict)
    )


def _object(response: Response) -> dict[str, Any]:
    try:
        value = loads(response.content)
    except ValueError as error:
        kind = "an HTML page" if response.content.lstrip()[:1] == b"<" else "no valid JSON"
        raise AnswerError(f"{response.url}: {kind} came instead of a STAC document: {error}") from error
    if not isinstance(value, dict):
        raise AnswerError(f"{response.url}: not a JSON object")
    return value
