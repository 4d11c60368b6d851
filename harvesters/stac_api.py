"""Harvesting from a STAC API: its Collections, and of each as many Items as wanted."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin

from .errors import AnswerError, BrokenError, ConfigurationError, PlaceError, SourceError
from .exchange import Request
from .hub import Source
from .record import Checkpoint, Gap, Listed, Opening, Start
from .stac import Json, links, stac_record, text
from .stac_listing import StacListing, Step, json_object, lost
from .transport import Transport

_PAGE_SIZE = 100
_LONGEST_PLACE = 10_000
_FILTER = ("#filter", "/conf/features-filter")
_SORT = ("#sort",)
_PLACES: tuple[AbstractSet[str], ...] = (set(), {"page"}, {"page", "at", "items"}, {"page", "at", "items", "left"})


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which Items of each Collection.

    Attributes:
        count: how many, the newest first; None for all.
        parameters: of the request.
    """

    count: int | None
    parameters: Mapping[str, str]


class StacApiHarvester:
    """Takes the Collections of a STAC API (STAC API 1.0, Collections), and of each as many Items as wanted.

    A Collection is called by its id, an Item ``collection/item``.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self.transport = transport
        self._source = source
        self._base = f"{source.url.rstrip('/')}/collections"
        self._only = source.texts("collections")
        self._wanted = _wanted(source)

    def records(self, start: Start) -> Iterator[Listed]:
        """Every Collection, each followed by its Items; changes cannot be listed. Errors as in ``Harvester``."""
        place = dict(start.place or {})
        if place.keys() not in _PLACES:
            raise PlaceError(f"{self._source.url}: no place of a STAC API")
        if start.place is None:
            yield Opening(total=len(self._only) or None)
        way = _ItemsWay(self._source.url, self.transport, self._wanted) if self._wanted.count != 0 else None
        for page, members, following in self._pages(place.pop("page", "")):
            names = [text(value, "id") for _, value in members]
            done = place.get("at", "")
            skip = names.index(done) if done in names else 0
            for content, value in members[skip:]:
                name, resumed = text(value, "id"), bool(done) and text(value, "id") == done
                if not resumed:
                    yield stac_record(content, value, _below(self._base, value))
                if way and name and not (resumed and not place["items"]):
                    yield from self._items(way, value, {"page": page, "at": name}, place if resumed else {})
                if way and name:
                    yield Checkpoint({"page": page, "at": name, "items": ""})
            place = {}
            if following:
                yield Checkpoint({"page": following})

    def _pages(self, at: str) -> Iterator[tuple[str, list[tuple[bytes, Json]], str]]:
        """The pages of Collections: the step to each as text, its members, and the step to the next."""
        if self._only:
            yield "", list(self._named()), ""
            return
        first = Step.read(at) if at else Step.first(self._base)
        for step, page in StacListing(self.transport, "collections", self._base).pages(first):
            if isinstance(page, BrokenError):
                raise SourceError(f"the Collections cannot be listed: {page}") from page
            yield step.write(), page.members, page.following.write() if page.following else ""

    def _named(self) -> Iterator[tuple[bytes, Json]]:
        for name in self._only:
            response = self.transport.get(f"{self._base}/{quote(name, safe='')}")
            yield response.content, json_object(response)

    def _items(
        self, way: "_ItemsWay", collection: Json, here: Mapping[str, str], place: Mapping[str, str]
    ) -> Iterator[Listed]:
        """The Items of a Collection, from a place or from the first."""
        name, left = text(collection, "id"), self._wanted.count
        address, step = way.first(self._base, collection)
        if place:
            step, left = Step.read(place["items"]), int(place["left"]) if place["left"] else None
        listing = StacListing(self.transport, "features", self._source.url)
        try:
            for step_here, page in listing.pages(step):
                if isinstance(page, BrokenError):
                    yield from lost(step_here, page)
                    continue
                members = page.members[:left]
                for content, value in members:
                    yield stac_record(content, value, _below(address, value), name)
                left = None if left is None else left - len(members)
                if left == 0:
                    return
                if page.following and len(written := page.following.write()) <= _LONGEST_PLACE:
                    yield Checkpoint({**here, "items": written, "left": "" if left is None else str(left)})
        except AnswerError as error:
            yield Gap(f"the Items of Collection {name!r} cannot be listed: {error}")


class _ItemsWay:
    """How an API is asked for Items: what it conforms to decides where they are filtered and sorted."""

    def __init__(self, url: str, transport: Transport, wanted: _Wanted) -> None:
        self._url = url
        self._count = wanted.count
        self._parameters = dict(wanted.parameters)
        self._search = False
        needed = [_FILTER] if "filter" in wanted.parameters else []
        if not needed and wanted.count is None:
            return
        said = _conformance(url, transport)
        if needed and not any(one.endswith(_FILTER) for one in said):
            raise SourceError(f"{url}: does not say that it can filter Items")
        sorts = wanted.count is not None and any(one.endswith(_SORT) for one in said)
        if sorts:
            self._parameters["sortby"] = "-properties.datetime"
        used = (_FILTER if needed else ()) + (_SORT if sorts else ())
        there = [one for one in said if one.endswith(used)] if used else []
        self._search = bool(there) and all("item-search" in one for one in there)

    def first(self, base: str, collection: Json) -> tuple[str, Step]:
        """The address below which the Items of a Collection are, and the step to the first page."""
        name, own = text(collection, "id"), _below(base, collection)
        address = f"{own}/items"
        size = _PAGE_SIZE if self._count is None else min(self._count, _PAGE_SIZE)
        parameters = {"limit": size, **self._parameters}
        if self._search:
            return address, Step.first(f"{self._url.rstrip('/')}/search", {"collections": name, **parameters})
        linked = urljoin(own, next(iter(links(collection, "items")), address))
        return linked.partition("?")[0], Step.first(linked, parameters)


def _conformance(url: str, transport: Transport) -> list[str]:
    """The classes that an API says it conforms to; none when it cannot say so."""
    try:
        said = transport.read(Request(url), json_object).get("conformsTo")
    except AnswerError:
        return []
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else []


def _below(url: str, value: Json) -> str:
    """The address of a member of the list at a URL; that of the list when the member has no id."""
    name = text(value, "id")
    return f"{url}/{quote(name, safe='')}" if name else url


def _wanted(source: Source) -> _Wanted:
    """Which Items a source's options ask for."""
    count = source.options.get("items", "none")
    if not (count in ("none", "all") if isinstance(count, str) else type(count) is int and count >= 0):
        raise ConfigurationError(f"{source.key}: option 'items' is none, all or a number, not {count!r}")
    named: dict[str, Any] = {name: source.option(name, "") for name in ("datetime", "filter")}
    box = source.option("bbox", list[float]())
    if box and not (len(box) in (4, 6) and all(type(number) in (int, float) for number in box)):
        raise ConfigurationError(f"{source.key}: option 'bbox' is four or six numbers: {box!r}")
    named["bbox"] = ",".join(map(str, box))
    parameters = {name: value for name, value in named.items() if value}
    if "filter" in parameters:
        parameters["filter-lang"] = "cql2-text"
    return _Wanted({"none": 0, "all": None}[count] if isinstance(count, str) else int(count), parameters)
