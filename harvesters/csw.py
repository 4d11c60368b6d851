"""Harvesting over CSW 2.0.2 and 3.0: page by page, whatever a catalogue says of its totals, and round its bad records.

A catalogue is asked for all records unless its declaration names the property by which changes are found: a record may
come to a catalogue with an old date, and what it has deleted it never says.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from vocab.diagnostic import diagnostic

from .csw_catalogue import SCHEMAS, VERSIONS, Catalogue, CswPage, CswQuery, detect_version, filter_content
from .envelope import datestamp_of, identifier_of
from .errors import AnswerError, BrokenError, ConfigurationError, PlaceError, SourceError
from .hub import Source
from .moment import before
from .page import Element, Pagination, document
from .record import Checkpoint, Gap, Harvested, Listed, Opening, RawRecord, RefusedRecord, Start, content_identifier
from .transport import Transport

_DAY = 86_400
_MAX_FAILURES = 10


class CswHarvester:
    """Pages through the records of a CSW in one output schema.

    The identifier and datestamp of a record are read from the record, since a CSW says nothing about it beside it.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self.transport = transport
        self._source = source
        self._version = source.option("version", "auto")
        self._page_size = source.option("page_size", 50)
        self._modified = source.option("modified", "")
        self._overlap = source.option("overlap", _DAY)
        schema = source.option("output_schema", "gmd")
        self._query = CswQuery(
            version=self._version,
            method=source.option("method", "post"),
            schema=SCHEMAS.get(schema, schema),
            type_names=source.option("type_names", "csw:Record"),
            sort=source.option("sort", ""),
            cql=source.option("cql", ""),
            filter=source.option("filter", ""),
            modified=self._modified,
        )
        self._check()

    def _check(self) -> None:
        key = self._source.key
        if self._page_size < 1:
            raise ConfigurationError(f"{key}: option 'page_size' is less than 1: {self._page_size}")
        if self._version not in ("auto", *VERSIONS):
            raise ConfigurationError(f"{key}: option 'version' is auto, {' or '.join(VERSIONS)}: {self._version!r}")
        if self._query.method not in ("get", "post"):
            raise ConfigurationError(f"{key}: option 'method' is get or post: {self._query.method!r}")
        if self._query.cql and self._query.filter:
            raise ConfigurationError(f"{key}: a constraint is given by 'cql' or by 'filter', not by both")
        if self._query.filter:
            filter_content(self._query.filter)
            if self._query.method == "get" and self._modified:
                raise ConfigurationError(f"{key}: with 'method' get, 'modified' goes with 'cql', not with 'filter'")

    def records(self, start: Start) -> Iterator[Listed]:
        """Every record, or every changed one, page by page; errors as in ``Harvester``."""
        if start.place is not None:
            query, position = self._resumed(start.place)
            yield from _Listing(self._source.url, self.transport, query, self._page_size).records(position)
            return
        version = detect_version(self._source.url, self.transport) if self._version == "auto" else self._version
        since = before(start.since, self._overlap) if self._modified and start.since else None
        query = replace(self._query, version=version, since=f"{since:%Y-%m-%d}" if since else "")
        first, query = self._first(query)
        page = first if isinstance(first, CswPage) else CswPage()
        yield Opening(
            since=start.since if query.since else "",
            moment=page.moment if self._modified else "",
            total=page.total or None,
        )
        yield from _Listing(self._source.url, self.transport, query, self._page_size).records(1, first)

    def _first(self, query: CswQuery) -> tuple[CswPage | BrokenError, CswQuery]:
        """The first page, or how it failed; without the date if the catalogue does not take it."""
        try:
            return Catalogue(self._source.url, self.transport, query).page(1, self._page_size), query
        except AnswerError as error:
            if query.since:
                return self._first(replace(query, since=""))
            if isinstance(error, BrokenError):
                return error, query
            raise

    def _resumed(self, place: Mapping[str, str]) -> tuple[CswQuery, int]:
        try:
            return replace(self._query, version=place["version"], since=place["since"]), int(place["next"])
        except (KeyError, ValueError) as error:
            raise PlaceError(f"{self._source.url}: no place of a CSW listing: {error}") from error


class _Listing:
    """One listing, from a position to its end.

    The total that a catalogue states is believed only where it says nothing better: the list ends where the catalogue
    names no next record and its total does not speak against it, or with an empty page. A page for which it has not
    asked itself is *doubtful*: if it is refused, or is the one before, the list has ended.
    """

    def __init__(self, url: str, transport: Transport, query: CswQuery, size: int) -> None:
        self._url = url
        self._query = query
        self._size = size
        self._catalogue = Catalogue(url, transport, query)
        self._total = 0
        self._failed = list[RefusedRecord]()

    def records(self, position: int, first: CswPage | BrokenError | None = None) -> Iterator[Listed]:
        """The records from a position on.

        Args:
            position: counted from 1.
            first: the page there, or how it failed, if it has been asked for.
        """
        yield from self._pages(position, first)
        yield from self._held()

    def _pages(self, position: int, first: CswPage | BrokenError | None) -> Iterator[Listed]:
        pagination, asked, doubtful, before = Pagination(self._url), first, False, list[str]()
        while position:
            try:
                if isinstance(asked, BrokenError):
                    raise asked
                page = asked or self._catalogue.page(position, self._size)
            except AnswerError as error:
                asked = None
                if doubtful and not (isinstance(error, BrokenError) and position <= self._total):
                    if position <= self._total or isinstance(error, BrokenError):
                        yield Gap(f"whether the list has ended at position {position} is unknown: {error}")
                    return
                if not isinstance(error, BrokenError):
                    raise
                position = yield from self._halves(position, error)
                doubtful = 0 < self._total < position
                continue
            asked, self._total = None, page.total or self._total
            records = [self._record(element) for element in page.elements]
            names = [record.identifier for record in records]
            if not records or (doubtful and names == before):
                return
            pagination.turn(names)
            yield from self._held()
            yield from records
            position, doubtful = _following(page, position, self._size)
            before = names
            if position:
                yield self._checkpoint(position)

    def _halves(self, position: int, failure: BrokenError) -> Generator[Listed, None, int]:
        """The records of a page that fails, by ever smaller pages; where to go on after it, 0 at the end."""
        end = position + self._size
        if position <= self._total:
            end = min(end, self._total + 1)
        size = max(1, self._size // 2)
        while position < end:
            size = min(size, end - position)
            try:
                page = self._catalogue.page(position, size, once=size > 1)
            except BrokenError as error:
                if size > 1:
                    size //= 2
                    continue
                self._refuse(position, error, failure)
                position += 1
                continue
            if not page.elements:
                return 0
            yield from self._held()
            yield from (self._record(element) for element in page.elements)
            position += len(page.elements)
            yield self._checkpoint(position)
            size = min(2 * size, self._size)
        return position

    def _refuse(self, position: int, error: BrokenError, failure: BrokenError) -> None:
        """Hold a refusal back until something else succeeds, which shows that it is the record that fails."""
        name = f"{self._url}#{position}"
        self._failed.append(RefusedRecord(name, (diagnostic("harvest.read", path=name, detail=str(error)),)))
        if len(self._failed) >= _MAX_FAILURES:
            raise SourceError(f"{_MAX_FAILURES} records in a row fail: {error}") from failure

    def _held(self) -> Iterator[Listed]:
        for refused in self._failed:
            yield refused
            yield Gap(f"{refused.identifier}: the record at this position cannot be had, and its name is unknown")
        self._failed.clear()

    def _checkpoint(self, position: int) -> Checkpoint:
        return Checkpoint({"next": str(position), "version": self._query.version, "since": self._query.since})

    def _record(self, element: Element) -> Harvested:
        content = document(element)
        identifier = identifier_of(element)
        return RawRecord(
            identifier or content_identifier(content),
            content,
            "application/xml",
            datestamp_of(element),
            self._address(identifier) if identifier else "",
        )

    def _address(self, identifier: str) -> str:
        query = {
            "service": "CSW",
            "version": self._query.version,
            "request": "GetRecordById",
            "elementSetName": "full",
            "outputSchema": self._query.schema,
            "id": identifier,
        }
        url = self._url.rstrip("?&")
        return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def _following(page: CswPage, position: int, size: int) -> tuple[int, bool]:
    """Where to go on after a page, 0 at the end; and whether that is doubtful."""
    reached = position + len(page.elements)
    if page.next_record is not None and page.next_record > position:
        # some name the record after a whole page when they have given less than one
        return min(page.next_record, reached), bool(page.total) and page.next_record > page.total
    if reached <= page.total:
        return reached, page.next_record == 0
    said_to_end = page.next_record == 0
    return (0, False) if said_to_end or (page.total and len(page.elements) < size) else (reached, True)
