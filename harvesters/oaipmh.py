"""Harvesting over OAI-PMH 2.0: sets, formats, changes by datestamp, and ways round what a repository fails at."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from oaipmh_scythe.exceptions import (
    BadArgument,
    BadResumptionToken,
    NoRecordsMatch,
    OAIPMHException,
)

from vocab.diagnostic import diagnostic

from .errors import AnswerError, BrokenError, LoopError, PlaceError, SourceError
from .hub import Source
from .oaipmh_client import OAI, OaiHeader, OaiPage, Repository, header
from .oaipmh_place import OaiPlace, datestamp
from .page import Element, Pagination, document
from .record import (
    Checkpoint,
    DeletedRecord,
    Gap,
    Harvested,
    Listed,
    Opening,
    RawRecord,
    RefusedRecord,
    Start,
    content_identifier,
)
from .transport import Transport

_MAX_FAILURES = 10
_FEW = 50


@dataclass(frozen=True, slots=True)
class _Identity:
    """What a repository says of itself (specification, section 4.2 Identify)."""

    granularity: str = ""
    deleted: str = "no"
    date: str = ""


class OaiPmhHarvester:
    """Lists the records of an OAI-PMH repository (specification, section 4.5 ListRecords).

    A record's identifier and datestamp are those of its header, its content is the one element inside ``metadata``.

    When a token has expired, the list goes on from the last datestamp, if they have come in order, or begins again.
    When a page fails, its records are fetched one by one (sections 4.4 ListIdentifiers and 4.1 GetRecord), so that
    only those are lost that fail by themselves.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self.transport = transport
        self._source = source
        self._prefixes = source.texts("metadata_prefix", ("iso19139",))
        self._sets = source.texts("set", ("",))
        self._from = source.option("from", "")
        self._until = source.option("until", "")
        self._overlap = source.option("overlap", 0) if "overlap" in source.options else None

    def records(self, start: Start) -> Iterator[Listed]:
        """Every record, or every changed one, deleted ones as such; errors as in ``Harvester``."""
        repository = Repository(self._source.url, self.transport)
        first: OaiPage | BrokenError | None = None
        if start.place is not None:
            place = self._resumed(start)
        else:
            identity = self._identity(repository)
            place = OaiPlace(self._sets[0], self._prefix(repository))
            begin = max(self._from, datestamp(start.since, identity.granularity, self._overlap))
            place, first = self._first(repository, replace(place, begin=begin, since=begin))
            yield self._opening(start, identity, place, first)
            if first is None and not place.begin:
                yield Gap("the repository says that no records match")
        for name in self._sets[self._sets.index(place.set) :]:
            if name != place.set:
                place, first = OaiPlace(name, place.prefix, place.begin, place.begin), None
                yield Checkpoint(place.write())
            elif start.place is None and first is None:
                continue
            yield from _Listing(self._source.url, repository, place, self._until).records(first)

    def _resumed(self, start: Start) -> OaiPlace:
        try:
            place = OaiPlace.read(start.place or {})
        except TypeError as error:
            raise PlaceError(f"{self._source.url}: no place of an OAI-PMH listing: {error}") from error
        if place.set not in self._sets:
            raise PlaceError(f"{self._source.url}: the place is in a set that is no longer listed: {place.set}")
        return place

    def _identity(self, repository: Repository) -> _Identity:
        """What the repository says of itself; the least there is when it cannot say it."""
        try:
            page = repository.identity()
        except (AnswerError, OAIPMHException):
            return _Identity()
        said = {key: page.xml.findtext(f"{OAI}Identify/{OAI}{key}", "").strip() for key in _SAID}
        return _Identity(said["granularity"], said["deletedRecord"], page.date)

    def _prefix(self, repository: Repository) -> str:
        """The first of the wanted formats that is on offer."""
        if len(self._prefixes) == 1:
            return self._prefixes[0]
        try:
            offered = set(repository.prefixes())
        except OAIPMHException as error:
            raise repository.error(error) from error
        for prefix in self._prefixes:
            if prefix in offered:
                return prefix
        known = ", ".join(sorted(offered))[:300]
        raise SourceError(f"{self._source.url}: offers none of {', '.join(self._prefixes)}; it has {known}")

    def _first(self, repository: Repository, place: OaiPlace) -> tuple[OaiPlace, OaiPage | BrokenError | None]:
        """The first page, or how it failed; None when no records match. A repository may not take the datestamp."""
        try:
            return place, _page(repository, place, self._until)
        except BrokenError as error:
            return place, error
        except NoRecordsMatch:
            return place, None
        except BadArgument as error:
            if place.begin == self._from:
                raise repository.error(error) from error
            return self._first(repository, replace(place, begin=self._from, since=self._from))
        except OAIPMHException as error:
            raise repository.error(error) from error

    def _opening(
        self, start: Start, identity: _Identity, place: OaiPlace, first: OaiPage | BrokenError | None
    ) -> Opening:
        page = first if isinstance(first, OaiPage) else None
        total = None
        if len(self._sets) == 1 and page is not None:
            total = page.total if page.token else len(page.records)
        return Opening(
            since=start.since if place.begin != self._from else "",
            moment=identity.date or (page.date if page else ""),
            total=total,
            tombstones=identity.deleted == "persistent",
        )


_SAID = ("granularity", "deletedRecord")


def _page(repository: Repository, place: OaiPlace, until: str, verb: str = "ListRecords", token: str = "") -> OaiPage:
    arguments = {"from": place.since, "until": until, "metadataPrefix": place.prefix, "set": place.set}
    return repository.list(verb, token or place.token, arguments)


class _Listing:
    """The listing of one set, from a place to its end.

    Args:
        url: the repository's.
        repository: is asked.
        place: where to begin.
        until: the latest datestamp wanted; empty for any.
    """

    def __init__(self, url: str, repository: Repository, place: OaiPlace, until: str) -> None:
        self._url = url
        self._repository = repository
        self._place = place
        self._until = until
        self._size = self._total = 0
        self._seen = set[int]()

    def records(self, first: OaiPage | BrokenError | None) -> Iterator[Listed]:
        """The records from the place on.

        Args:
            first: the page at the place, or how it failed, if it has been asked for.
        """
        try:
            yield from self._pages(first)
        except LoopError:
            # some repositories name the first page after the last
            if not 0 < self._total <= int(self._place.count):
                raise

    def _pages(self, first: OaiPage | BrokenError | None) -> Iterator[Listed]:
        page, pagination = first, Pagination(self._url)
        while True:
            if self._place.single and not (yield from self._singly(None)):
                return
            try:
                if isinstance(page, BrokenError):
                    raise page
                page = page or _page(self._repository, self._place, self._until)
            except NoRecordsMatch:
                if not self._place.since:
                    yield Gap(f"the repository says that no records match in set {self._place.set!r}")
                return
            except BadResumptionToken as error:
                pagination, page = Pagination(self._url), None
                yield self._restart(error)
                yield Checkpoint(self._place.write())
                continue
            except OAIPMHException as error:
                raise self._repository.error(error) from error
            except BrokenError as error:
                pagination, page = Pagination(self._url), None
                if not (yield from self._singly(error)):
                    return
                continue
            yield from self._turn(page, pagination)
            if not page.token:
                if not page.closed and self._total > int(self._place.count):
                    yield Gap(f"the list breaks off after {self._place.count} records of {self._total}")
                return
            page = None
            yield Checkpoint(self._place.write())

    def _turn(self, page: OaiPage, pagination: Pagination) -> Iterator[Harvested]:
        """The records of a page; the place is then after it."""
        found = [_headed(element) for element in page.records]
        records = [self._record(header, element) for header, element in found]
        pagination.turn([record.identifier for record in records])
        self._total = page.total or self._total
        yield from records
        self._seen.update(hash((header.identifier, header.datestamp)) for header, _ in found)
        self._size = max(self._size, len(records))
        stamps = [header.datestamp for header, _ in found if header.datestamp]
        self._place = self._place.after(stamps, page.token, len(records))

    def _restart(self, error: BadResumptionToken) -> Gap:
        place = self._place.restart() if self._place.token else None
        if place is None:
            raise self._repository.error(error) from error
        self._place, self._total = place, 0
        return Gap(f"a resumption token expired; the list went on from {place.since or 'its beginning'}")

    def _singly(self, failure: BrokenError | None) -> Generator[Listed, None, bool]:
        """The records that the page at the place would have held, one by one; whether pages can go on after them.

        They can where a datestamp later than all that were fetched divides a list in order; else the whole rest of the
        list is fetched so.
        """
        place, done, fetched, pending = self._place, int(self._place.single or 0), 0, list[RefusedRecord]()
        since = place.last if place.ordered == "yes" and not place.single else place.since
        place = replace(place, since=since, token="")
        for position, found in enumerate(self._headers(place, failure)):
            if position < done or hash((found.identifier, found.datestamp)) in self._seen:
                continue
            divides = place.ordered == "yes" and found.datestamp > place.last
            if divides and fetched >= (self._size or _FEW) and not pending:
                self._place, self._total = replace(place, since=found.datestamp, count="0", single=""), 0
                return True
            record = self._fetched(found)
            fetched += 1
            place = place.after([found.datestamp], "")
            if isinstance(record, RefusedRecord):
                pending.append(record)
                if len(pending) >= _MAX_FAILURES:
                    raise SourceError(f"{self._url}: {_MAX_FAILURES} records in a row fail") from failure
                continue
            yield from pending
            pending.clear()
            yield record
            if fetched % _FEW == 0:
                yield Checkpoint(replace(place, single=str(position + 1)).write())
        yield from pending
        if failure and not fetched:
            if not self._place.token:
                raise failure
            yield Gap(f"a page fails, and no identifiers are listed of what it would have held: {failure}")
        return False

    def _headers(self, place: OaiPlace, failure: BrokenError | None) -> Iterator[OaiHeader]:
        token, pagination = "", Pagination(self._url)
        while True:
            try:
                page = _page(self._repository, place, self._until, "ListIdentifiers", token)
            except NoRecordsMatch:
                return
            except (OAIPMHException, BrokenError) as error:
                raise failure or SourceError(f"{self._url}: identifiers cannot be listed: {error}") from error
            try:
                pagination.turn([found.identifier for found in page.headers])
            except LoopError:
                return
            yield from page.headers
            token = page.token
            if not token:
                return

    def _fetched(self, found: OaiHeader) -> Harvested:
        """One record by itself."""
        if found.deleted and found.identifier:
            return DeletedRecord(found.identifier, found.datestamp)
        try:
            page = self._repository.record(found.identifier, self._place.prefix)
        except (AnswerError, OAIPMHException) as error:
            detail = str(error) or type(error).__name__
            return RefusedRecord(found.identifier, (diagnostic("harvest.read", detail=detail),))
        for element in page.records:
            return self._record(*_headed(element))
        return RefusedRecord(found.identifier, (diagnostic("harvest.read", detail="GetRecord gives no record"),))

    def _record(self, said: OaiHeader, element: Element) -> Harvested:
        documents = list(element.iterfind(f"{OAI}metadata/*"))
        if said.deleted:
            if said.identifier:
                return DeletedRecord(said.identifier, said.datestamp)
            return _refused(element, "", "a deleted record without identifier")
        if len(documents) != 1:
            return _refused(element, said.identifier, f"{len(documents)} documents where there should be one")
        content = document(documents[0])
        if not said.identifier:
            return RawRecord(content_identifier(content), content, "application/xml", said.datestamp)
        return RawRecord(said.identifier, content, "application/xml", said.datestamp, self._address(said.identifier))

    def _address(self, identifier: str) -> str:
        query = {"verb": "GetRecord", "metadataPrefix": self._place.prefix, "identifier": identifier}
        return f"{self._url}{'&' if '?' in self._url else '?'}{urlencode(query)}"


def _headed(element: Element) -> tuple[OaiHeader, Element]:
    """A record with its header; texts are empty where there is none."""
    found = element.find(f"{OAI}header")
    return (OaiHeader("", "", deleted=False) if found is None else header(found)), element


def _refused(element: Element, identifier: str, detail: str) -> RefusedRecord:
    name = identifier or content_identifier(document(element))
    return RefusedRecord(name, (diagnostic("harvest.read", line=element.sourceline or 0, detail=detail),))
