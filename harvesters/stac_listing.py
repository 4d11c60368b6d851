"""A list of a STAC API that spans pages, as pystac-client reads it, over the transport.

Each page keeps its text, so that a record is the piece of text that the API wrote and not a new writing of its values.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from json import dumps
from typing import Any, Self, cast
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import orjson
from pystac.link import Link
from pystac_client.stac_api_io import StacApiIO

from vocab.diagnostic import diagnostic

from .errors import AnswerError, BrokenError, MalformedError, PlaceError, SourceError
from .exchange import Request, Response
from .page import Pagination
from .record import Gap, Listed, RefusedRecord
from .stac import Json, elements, loads, stac_record, text
from .transport import Transport

_OFFSETS = ("offset", "startindex", "startIndex", "start", "skip")
"""What APIs call the number of members to pass over."""

_LINK = ("rel", "href", "method", "body", "merge")
_MAX_FAILURES = 10


@dataclass(frozen=True, slots=True)
class Step:
    """The way to a page: the link, and the parameters of the first request, which some links ask to be merged.

    Attributes:
        link: as it stands in the page before (STAC API 1.0, Item Search, Paginating).
        parameters: of the first page.
        referrer: the page before.
    """

    link: Mapping[str, Any]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    referrer: str = ""

    @classmethod
    def first(cls, url: str, parameters: Mapping[str, Any] | None = None, referrer: str = "") -> Self:
        """The way to the first page."""
        query = {name: str(value) for name, value in (parameters or {}).items()}
        joined = f"{url}{'&' if '?' in url else '?'}{urlencode(query)}" if query else url
        return cls({"rel": "first", "href": joined}, parameters or {}, referrer)

    @classmethod
    def read(cls, written: str) -> Self:
        """A step as it was written.

        Raises:
            PlaceError: it is none.
        """
        try:
            value = loads(written.encode())
            return cls(value["link"], value["parameters"], value["referrer"])
        except (ValueError, TypeError, KeyError) as error:
            raise PlaceError(f"no place of a STAC listing: {error}") from error

    def write(self) -> str:
        """The step as text."""
        return dumps({"link": dict(self.link), "parameters": dict(self.parameters), "referrer": self.referrer})

    @property
    def limit(self) -> int:
        """How many members are asked for; 0 when nothing is said."""
        said = str(self._said().get("limit", self.parameters.get("limit", "")))
        return int(said[:9]) if said.isdecimal() else 0

    def limited(self, limit: int) -> Self:
        """The same with another number of members."""
        return self._saying({"limit": limit})

    def beyond(self) -> "Step | None":
        """The way past the one member that this step leads to; None when it does not count members.

        Whether an API counts them, its first page does not show: there it is worth a try.
        """
        for name, value in self._said().items():
            if name in _OFFSETS and str(value).isdecimal():
                return self._saying({name: int(value) + 1})
        return self._saying({_OFFSETS[0]: 1}) if self.link["rel"] == "first" else None

    def _said(self) -> dict[str, Any]:
        if self._posts():
            return dict(self.link.get("body", {}))
        return dict(parse_qsl(urlsplit(str(self.link["href"])).query, keep_blank_values=True))

    def _saying(self, said: Mapping[str, Any]) -> Self:
        if self._posts():
            return type(self)(
                {**self.link, "body": {**self.link.get("body", {}), **said}}, self.parameters, self.referrer
            )
        parts = urlsplit(str(self.link["href"]))
        query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {n: str(v) for n, v in said.items()}
        href = parts._replace(query=urlencode(query)).geturl()
        return type(self)({**self.link, "href": href}, self.parameters, self.referrer)

    def _posts(self) -> bool:
        return str(self.link.get("method", "GET")).upper() == "POST"


@dataclass(frozen=True, slots=True)
class StacPage:
    """A page of a list.

    Attributes:
        members: each as it is written and as a value.
        following: the way to the next page; None at the end.
        total: how many members there are, according to the API; None when it says nothing.
    """

    members: list[tuple[bytes, Json]]
    following: Step | None
    total: int | None


class _Page(dict[str, Any]):
    """A page's members, and its text."""

    def __init__(self, fields: Mapping[str, Any], source: str) -> None:
        super().__init__(fields)
        self.source = source


class StacListing(StacApiIO):
    """One list that spans pages.

    Args:
        transport: makes the requests.
        key: what the list is called on each page, ``collections`` or ``features``.
        source: the URL that led to the list.
    """

    def __init__(self, transport: Transport, key: str, source: str) -> None:
        super().__init__()
        self._transport = transport
        self._key = key
        self._referrer = source
        self._once = False

    def pages(self, step: Step) -> Iterator[tuple[Step, StacPage | BrokenError]]:
        """The pages from a step on, each with the step that led to it.

        A page that fails is asked for in ever smaller pieces. Where even one member fails, the error stands in place of
        the page, and the list goes on after it if the API counts members; else it ends there.
        """
        pagination, wanted, failed = Pagination(str(step.link["href"])), step.limit, 0
        following: Step | None = step
        while following:
            step = following
            self._referrer = step.referrer or self._referrer
            self._once = 1 < step.limit < wanted
            try:
                page = self._page(step)
            except BrokenError as error:
                if step.limit > 1:
                    following = step.limited(step.limit // 2)
                    continue
                failed += 1
                if failed >= _MAX_FAILURES:
                    raise SourceError(f"{_MAX_FAILURES} members in a row fail: {error}") from error
                yield step, error
                following = step.beyond()
                continue
            failed = 0
            pagination.turn([stac_record(content, value, "").identifier for content, value in page.members])
            yield step, page
            following = page.following
            if following and 0 < following.limit < wanted:
                following = following.limited(min(wanted, 2 * following.limit))

    def _page(self, step: Step) -> StacPage:
        page = cast(_Page, self.read_json(Link.from_dict(dict(step.link)), parameters=dict(step.parameters)))
        members = [(piece.encode(), value) for piece, value in elements(page.source, self._key)]
        link = next((link for link in page.get("links", []) if link["rel"] == "next"), None)
        following = Step(_resolved(link, self._referrer), step.parameters, self._referrer) if link else None
        total = page.get("numberMatched")
        return StacPage(members, following, total if type(total) is int else None)

    def request(
        self,
        href: str,
        method: str | None = None,
        headers: dict[str, str] | None = None,  # noqa: ARG002  (what a foreign page wants us to send, we do not)
        parameters: dict[str, Any] | None = None,
    ) -> str:
        """The text of an answer, checked to be a page of the list."""
        url = secure(urljoin(self._referrer, href), self._referrer)
        content = orjson.dumps(parameters or {}) if (method or "GET").upper() == "POST" else None
        said = {"Content-Type": "application/json"} if content is not None else {}
        request = Request(url, headers=said, content=content, referrer=self._referrer, once=self._once)
        response = self._transport.read(request, self._checked)
        self._referrer = response.url
        return response.content.decode()

    def _checked(self, response: Response) -> Response:
        page = json_object(response)
        if not isinstance(page.get(self._key), list):
            raise MalformedError(f"{response.url}: {self._key!r} is not a list")
        page_links = page.get("links", [])
        if not (isinstance(page_links, list) and all(map(_is_sound, page_links))):
            raise AnswerError(f"{response.url}: the links of the page are malformed")
        return response

    def json_loads(self, txt: str, *_: object, **__: object) -> dict[str, Any]:
        """A page that remembers its text."""
        return _Page(loads(txt.encode()), txt)


def lost(step: Step, error: BrokenError) -> Iterator[Listed]:
    """What is told of a member that cannot be had, whose name is unknown."""
    name = str(step.link["href"])
    yield RefusedRecord(name, (diagnostic("harvest.read", path=name, detail=str(error)),))
    yield Gap(f"{name}: fails, and what it holds is unknown")


def _resolved(link: Mapping[str, Any], page: str) -> Mapping[str, Any]:
    return {name: link[name] for name in _LINK if name in link} | {"href": urljoin(page, str(link["href"]))}


def secure(url: str, referrer: str) -> str:
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


def json_object(response: Response) -> dict[str, Any]:
    """The JSON object that an answer holds.

    Raises:
        MalformedError: it holds none.
    """
    try:
        value = loads(response.content)
    except ValueError as error:
        kind = "an HTML page" if response.content.lstrip()[:1] == b"<" else "no valid JSON"
        raise MalformedError(f"{response.url}: {kind} came instead of a STAC document: {error}") from error
    if not isinstance(value, dict):
        raise MalformedError(f"{response.url}: not a JSON object")
    return value
