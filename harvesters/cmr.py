"""Harvesting NASA's Common Metadata Repository (CMR), and repositories with its search interface."""

from collections.abc import Iterator, Mapping

from vocab.diagnostic import diagnostic

from .envelope import Envelope, envelope, local_name
from .errors import BrokenError, ConfigurationError, MalformedError, PlaceError, SourceError
from .exchange import Request, Response
from .hub import Source
from .moment import before
from .page import Pagination
from .record import Checkpoint, Gap, Harvested, Listed, Opening, RefusedRecord, Start
from .transport import Transport

_DAY = 86_400
_MAX_FAILURES = 10
_LARGEST_PAGE = 2_000


class CmrHarvester:
    """Pages through the collections of a search (CMR Search API, Query Parameters), in DIF 10 or ISO 19115.

    The URL is of the search, such as ``…/search/collections.dif10?provider=X``. A record is called by its concept id.
    A page that fails is asked for record by record.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self.transport = transport
        self._source = source
        self._size = source.option("page_size", 100)
        self._changes = source.option("changes", True)
        self._overlap = source.option("overlap", _DAY)
        if not 1 <= self._size <= _LARGEST_PAGE:
            raise ConfigurationError(f"{source.key}: option 'page_size' is between 1 and {_LARGEST_PAGE}: {self._size}")

    def records(self, start: Start) -> Iterator[Listed]:
        """Every record found, or every one revised since; errors as in ``Harvester``."""
        if start.place is not None:
            number, since = _read(self._source.url, start.place)
            yield from self._pages(number, since, None)
            return
        instant = before(start.since, self._overlap) if self._changes and start.since else None
        since = f"{instant:%Y-%m-%dT%H:%M:%SZ}" if instant else ""
        first: _Page | BrokenError
        try:
            first = self._page(1, self._size, since)
        except BrokenError as error:
            first = error
        told = first if isinstance(first, _Page) else None
        yield Opening(
            since=start.since if since else "",
            moment=told.date if told and self._changes else "",
            total=told.hits if told else None,
        )
        yield from self._pages(1, since, first)

    def _pages(self, number: int, since: str, first: "_Page | BrokenError | None") -> Iterator[Listed]:
        pagination, failed = Pagination(self._source.url), 0
        while True:
            try:
                if isinstance(first, BrokenError):
                    raise first
                page = first or self._page(number, self._size, since)
            except BrokenError as error:
                failed += 1
                if failed > 1:
                    raise SourceError(f"two pages in a row fail: {error}") from error
                records = list(self._singly(number, since, error))
                full = len(records) >= self._size
            else:
                failed, records = 0, list(page.records)
                full = len(page.records) >= self._size
            first = None
            if not records:
                return
            pagination.turn([one.identifier for one in records if not isinstance(one, Gap)])
            yield from records
            if not full:
                return
            number += 1
            if not failed:
                yield Checkpoint({"page": str(number), "since": since})

    def _singly(self, number: int, since: str, failure: BrokenError) -> "Iterator[Harvested | Gap]":
        """The records of a page that fails, each asked for alone; nothing beyond the end."""
        begin, lost = (number - 1) * self._size + 1, 0
        for position in range(begin, begin + self._size):
            try:
                page = self._page(position, 1, since)
            except BrokenError as error:
                lost += 1
                if lost >= min(_MAX_FAILURES, self._size):
                    raise SourceError(f"{lost} records in a row fail: {error}") from failure
                name = f"{self._source.url}#{position}"
                yield RefusedRecord(name, (diagnostic("harvest.read", path=name, detail=str(error)),))
                yield Gap(f"{name}: the record at this position cannot be had, and its name is unknown")
                continue
            lost = 0
            if not page.records:
                return
            yield from page.records

    def _page(self, number: int, size: int, since: str) -> "_Page":
        said = {"page_size": str(size), "page_num": str(number)} | ({"updated_since": since} if since else {})
        return self.transport.read(Request(self._source.url, said), _Page)


class _Page:
    """A page of a search.

    Raises:
        MalformedError: the answer is none.
    """

    def __init__(self, response: Response) -> None:
        read: Envelope = envelope(response)
        if not hasattr(read.value, "tag") or local_name(read.value) != "results":
            raise MalformedError(f"{response.url}: no results of a search in CMR")
        self.records = list(read.records())
        self.date = response.date
        hits = (read.value.findtext("{*}hits") or "").strip()
        self.hits = int(hits[:18]) if hits.isdecimal() else None


def _read(url: str, place: Mapping[str, str]) -> tuple[int, str]:
    try:
        return int(place["page"]), place["since"]
    except (KeyError, ValueError) as error:
        raise PlaceError(f"{url}: no place of a search in CMR: {error}") from error
