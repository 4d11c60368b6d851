"""Harvesting from an API of OGC API – Records (OGC 20-004), asked as OWSLib asks it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from owslib.ogcapi.records import Records

from vocab.diagnostic import diagnostic

from .envelope import envelope
from .errors import AnswerError, BrokenError, ConfigurationError, MalformedError, PlaceError, SourceError
from .exchange import Request, Response
from .hub import Source
from .moment import before
from .record import Checkpoint, Harvested, Listed, Opening, RawRecord, RefusedRecord, Start
from .stac import Json, stac_record, text
from .stac_listing import StacListing, StacPage, Step, json_object, lost, secure
from .transport import Transport

_DAY = 86_400
_PAGE_SIZE = 100
_MAX_FAILURES = 10
_FILTERS = ("/conf/features-filter", "/conf/cql2-text")
"""The conformance classes (OGC 19-079r2, OGC 21-065r2) of an API that lists what has changed."""

_RELATIONS = ("alternate", "describedby", "canonical")
_FAMILIES = ("19115-3", "mdb", "19139", "gmd", "gmi", "dif")
"""What shows a link to lead to metadata with a crosswalk, the better first."""

_PLACE = {"collection", "step", "since"}

_Step = tuple[str, Step, StacPage | BrokenError]
"""A page: its collection, the step to it, and the page or how it failed."""


class OgcRecordsHarvester:
    """Takes the records of every collection of an API whose items are records.

    Where a record links to itself in a dialect that has a crosswalk, such as ISO 19139, that document is taken, else
    the GeoJSON. A record is called ``collection/id``.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self.transport = transport
        self._source = source
        self._only = source.texts("collection")
        self._size = source.option("page_size", _PAGE_SIZE)
        self._modified = source.option("modified", "")
        self._overlap = source.option("overlap", _DAY)
        self._follows = source.option("representations", True)
        if self._size < 1:
            raise ConfigurationError(f"{source.key}: option 'page_size' is less than 1: {self._size}")
        if "?" in source.url:
            raise ConfigurationError(f"{source.key}: the address of an API has no query: {source.url}")

    def records(self, start: Start) -> Iterator[Listed]:
        """Every record, or every changed one, page by page; errors as in ``Harvester``."""
        api = _Api(self._source.url, self.transport)
        names, step, place = self._only or api.collections_of_records(), "", start.place
        if place is not None:
            if place.keys() != _PLACE or place["collection"] not in names:
                raise PlaceError(f"{self._source.url}: no place of OGC API Records")
            names, step, since = names[names.index(place["collection"]) :], place["step"], place["since"]
        else:
            since = self._since(api, names, start.since)
        representations = _Representations(self._source.url, self.transport)
        pages = self._pages(names, step, since)
        first = next(pages, None)
        if place is None:
            total = first[2].total if first and isinstance(first[2], StacPage) and len(names) == 1 else None
            yield Opening(start.since if since else "", api.date if self._modified else "", total)
        for name, here, page in chain([first] if first else [], pages):
            if isinstance(page, BrokenError):
                yield from lost(here, page)
                continue
            for content, value in page.members:
                record = stac_record(content, value, self._address(name, value), name)
                yield representations.of(record, value, here.referrer) if self._follows else record
            if page.following:
                yield Checkpoint({"collection": name, "step": page.following.write(), "since": since})
            elif name != names[-1]:
                yield Checkpoint({"collection": names[names.index(name) + 1], "step": "", "since": since})

    def _pages(self, names: tuple[str, ...], step: str, since: str) -> Iterator[_Step]:
        """The pages of some collections, of the first from a step on that was written."""
        asked = {"limit": str(self._size)}
        if since:
            asked |= {"filter": f"{self._modified} >= TIMESTAMP('{since}')", "filter-lang": "cql2-text"}
        for name in names:
            begin = Step.read(step) if step else Step.first(self._items(name), asked)
            step = ""
            for here, page in StacListing(self.transport, "features", self._source.url).pages(begin):
                yield name, here, page

    def _items(self, name: str) -> str:
        return f"{self._source.url.rstrip('/')}/collections/{quote(name, safe='')}/items"

    def _address(self, name: str, value: Json) -> str:
        return f"{self._items(name)}/{quote(text(value, 'id'), safe='')}"

    def _since(self, api: "_Api", names: tuple[str, ...], since: str) -> str:
        """The instant from which changes are listed; empty when they are not wanted, or the API cannot list them."""
        if not self._modified:
            return ""
        able = api.filters_by(self._modified, names)  # also for the API's clock
        instant = before(since, self._overlap) if since and able else None
        return f"{instant:%Y-%m-%dT%H:%M:%SZ}" if instant else ""


class _Api(Records):  # type: ignore[misc]  # OWSLib has no types
    """OWSLib's client with another way to the API: ``_request`` is where it would open a connection."""

    def __init__(self, url: str, transport: Transport) -> None:
        super().__init__(url, json_='{"links": []}')
        self._transport = transport
        self.date = ""

    def collections_of_records(self) -> tuple[str, ...]:
        """The collections whose items are records.

        Raises:
            SourceError: there are none.
        """
        if names := self.records():
            return tuple(names)
        raise SourceError(f"{self.url}: no collection says that its items are records; name it in 'collection'")

    def filters_by(self, name: str, collections: tuple[str, ...]) -> bool:
        """Whether the API says that it can compare a property of the items of all these collections."""
        try:
            classes = [one for one in self.conformance().get("conformsTo") or () if isinstance(one, str)]
            if not all(any(one.endswith(needed) for one in classes) for needed in _FILTERS):
                return False
            found = [self.collection_queryables(quote(one, safe="")).get("properties") for one in collections]
        except AnswerError:
            return False
        return all(isinstance(one, dict) and name in one for one in found)

    def _request(
        self,
        method: str = "GET",
        path: str = "",
        data: Any = None,  # noqa: ARG002  (this and the next are OWSLib's)
        as_dict: bool = True,  # noqa: ARG002
        kwargs: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        if method != "GET":
            raise AnswerError(f"{self.url}: {method} is no way to harvest")
        said = {name: str(value) for name, value in (kwargs or {}).items()}
        reader = _collections if path == "collections" else _object
        found, self.date = self._transport.read(Request(self._build_url(path), said), reader)
        return found


def _object(response: Response) -> tuple[dict[str, Any], str]:
    """An answer's JSON object, and the API's clock."""
    return json_object(response), response.date


def _collections(response: Response) -> tuple[dict[str, Any], str]:
    """The same, with nothing in it at which OWSLib would stumble."""
    found = json_object(response).get("collections")
    if not isinstance(found, list):
        raise MalformedError(f"{response.url}: 'collections' is not a list")
    listed = [{"id": text(one, "id"), "itemType": text(one, "itemType")} for one in found if text(one, "id")]
    return {"collections": listed}, response.date


class _Representations:
    """The documents that records link to as other forms of themselves.

    Form by form is remembered which are none of ours, so that they are asked for once and not for every record.
    """

    def __init__(self, url: str, transport: Transport) -> None:
        self._host = urlsplit(url).hostname
        self._url = url
        self._transport = transport
        self._useless = set[tuple[str, ...]]()
        self._failed = 0

    def of(self, record: Harvested, value: Json, page: str) -> Harvested:
        """The best form of a record; the record itself when there is no better.

        Raises:
            SourceError: many in a row cannot be had.
        """
        if not isinstance(record, RawRecord):
            return record
        for link in self._links(value):
            form = _form(link)
            if form in self._useless:
                continue
            url = secure(urljoin(page or self._url, text(link, "href")), self._url)
            if urlsplit(url).hostname != self._host:
                continue
            try:
                found = self._transport.read(Request(url, referrer=self._url), envelope)
            except AnswerError as error:
                self._failed += 1
                if self._failed >= _MAX_FAILURES:
                    raise SourceError(f"{_MAX_FAILURES} records in a row cannot be had: {error}") from error
                name = record.identifier
                return RefusedRecord(name, (diagnostic("harvest.read", path=name, detail=str(error)),))
            self._failed = 0
            inside = list(found.records())
            if len(inside) == 1 and isinstance(one := inside[0], RawRecord) and found.is_metadata:
                return replace(one, identifier=record.identifier, url=url, datestamp=record.datestamp or one.datestamp)
            self._useless.add(form)
        return record

    def _links(self, value: Json) -> list[Json]:
        """The links to other forms in XML, the most promising first."""
        found = value.get("links") if isinstance(value, dict) else None
        entries = found if isinstance(found, list) else []
        xml = [one for one in entries if text(one, "rel") in _RELATIONS and "xml" in text(one, "type").lower()]
        return sorted((one for one in xml if text(one, "href")), key=_rank)


def _form(link: Json) -> tuple[str, ...]:
    """What is alike in the links of all records to one form."""
    return text(link, "rel"), text(link, "type"), text(link, "profile"), urlsplit(text(link, "href")).query


def _rank(link: Json) -> int:
    said = " ".join(text(link, key) for key in ("type", "profile", "title", "href")).lower()
    return next((number for number, family in enumerate(_FAMILIES) if family in said), len(_FAMILIES))
