"""Harvesting a static STAC catalogue: JSON files that link to one another, told apart with pystac."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from json import dumps
from urllib.parse import urljoin, urlsplit

import pystac
from pystac.serialization import identify_stac_object_type

from vocab.diagnostic import diagnostic

from .errors import AnswerError, MalformedError, PlaceError, SourceError
from .exchange import Request, Response
from .hub import Source
from .record import Checkpoint, Gap, Harvested, Listed, Opening, RefusedRecord, Start
from .stac import Json, links, loads, stac_record, text
from .transport import Transport

_MAX_DEPTH = 100
_MAX_FAILURES = 10


class StaticStacHarvester:
    """Follows the ``child`` and ``item`` links of a catalogue (STAC 1.0, Catalog Specification), depth first.

    Collections and Items are records, with the exact bytes of their files; Catalogs only lead to them. An Item is
    called ``collection/item``. What lies outside of the catalogue's origin is not fetched. Each Catalog and Collection
    is visited once, however many links lead to it.

    A place is the way from the root to the last document that was read: its ``path`` is a list of URLs, in JSON.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self.transport = transport
        self._source = source
        self._with_items = source.option("items", True)

    def records(self, start: Start) -> Iterator[Listed]:
        """Every Collection and Item; changes cannot be listed.

        Raises:
            SourceError: the root cannot be had or read, or many documents in a row cannot; or there is no bottom.
        """
        way = _way(self._source.url, start)
        if not way:
            yield Opening()
        path, visited = list[_Node](), set[str]()
        yield from self._enter(path, visited, self._source.url, "", new=not way)
        for done in way[1:]:
            if not path or not path[-1].skip(done):
                break
            if done != way[-1] and self._is_inside(done):
                yield from self._enter(path, visited, done, path[-1].collection, new=False)
        yield from self._walk(path, visited)

    def _walk(self, path: "list[_Node]", visited: set[str]) -> Iterator[Listed]:
        """What is left below a path. There is no checkpoint between a document that fails and one that does not."""
        failed = 0
        while path:
            node = path[-1]
            if not node.left:
                path.pop()
                continue
            relation, url = node.left.popleft()
            if url in visited:
                continue
            if not self._is_inside(url):
                yield _outside(url)
                continue
            try:
                if relation == "item":
                    yield self._item(url, node.collection)
                else:
                    yield from self._enter(path, visited, url, node.collection, new=True)
            except AnswerError as error:
                failed += 1
                if failed >= _MAX_FAILURES:
                    raise SourceError(f"{_MAX_FAILURES} documents in a row fail: {error}") from error
                yield _refused(url, error)
                yield Gap(f"{url}: cannot be had, and what it is called is unknown")
                continue
            failed = 0
            yield _checkpoint(path) if relation == "child" else _checkpoint(path, url)

    def _enter(
        self, path: "list[_Node]", visited: set[str], url: str, collection: str, *, new: bool
    ) -> Iterator[Listed]:
        """Read a Catalog or Collection and put it at the end of the path; a Collection is a record if it is new."""
        if len(path) > _MAX_DEPTH:
            raise SourceError(f"{url}: the catalogue is nested deeper than {_MAX_DEPTH} levels")
        visited.add(url)
        response, value = self.transport.read(Request(url), _catalog)
        if _kind(value) == pystac.STACObjectType.COLLECTION:
            collection = text(value, "id")
            if new:
                yield stac_record(response.content, value, url)
        left = deque[tuple[str, str]]()
        for relation in ("item", "child") if self._with_items else ("child",):
            left += ((relation, _target(response.url, link)) for link in links(value, relation))
        path.append(_Node(url, collection, left))

    def _item(self, url: str, collection: str) -> Harvested:
        response = self.transport.read(Request(url), _valid)
        return stac_record(response.content, loads(response.content), url, collection)

    def _is_inside(self, url: str) -> bool:
        ours, theirs = urlsplit(self._source.url), urlsplit(url)
        return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)


def _refused(url: str, error: AnswerError) -> RefusedRecord:
    code = "parse.json" if isinstance(error, MalformedError) else "harvest.read"
    return RefusedRecord(url, (diagnostic(code, path=url, detail=str(error)),))


def _outside(url: str) -> RefusedRecord:
    return RefusedRecord(url, (diagnostic("harvest.origin", detail=url),))


@dataclass(slots=True)
class _Node:
    """A Catalog or Collection that is being read.

    Attributes:
        url: its own.
        collection: the id of the Collection that it is or lies in.
        left: its links to follow, each the relation and the URL.
    """

    url: str
    collection: str
    left: deque[tuple[str, str]]

    def skip(self, done: str) -> bool:
        """Leave out the links up to and including one that was followed; whether it is still there."""
        position = next((number for number, (_, url) in enumerate(self.left) if url == done), None)
        if position is None:
            return False
        for _ in range(position + 1):
            self.left.popleft()
        return True


def _way(url: str, start: Start) -> list[str]:
    """The URLs of a place, the root's first; none at the beginning."""
    if start.place is None:
        return []
    try:
        way = loads(start.place["path"].encode())
    except (KeyError, ValueError) as error:
        raise PlaceError(f"{url}: no place of a static catalogue: {error}") from error
    if not isinstance(way, list) or not all(isinstance(step, str) for step in way) or way[:1] != [url]:
        raise PlaceError(f"{url}: the place is in another catalogue")
    return way


def _checkpoint(path: list[_Node], *last: str) -> Checkpoint:
    return Checkpoint({"path": dumps([*(node.url for node in path), *(last or [""])])})


def _target(base: str, link: str) -> str:
    try:
        return urljoin(base, link).partition("#")[0]
    except ValueError:
        return link


def _valid(response: Response) -> Response:
    try:
        loads(response.content)
    except ValueError as error:
        raise MalformedError(f"{response.url}: {error}") from error
    return response


def _catalog(response: Response) -> tuple[Response, Json]:
    """A Catalog or Collection, with its text.

    Raises:
        MalformedError: it is neither.
    """
    try:
        value = loads(response.content)
    except ValueError as error:
        raise MalformedError(f"{response.url}: no STAC document: {error}") from error
    if _kind(value) not in (pystac.STACObjectType.CATALOG, pystac.STACObjectType.COLLECTION):
        raise MalformedError(f"{response.url}: neither a STAC Catalog nor a Collection")
    return response, value


def _kind(value: Json) -> pystac.STACObjectType | None:
    """What a document is, in any version of STAC; None when it is nothing of STAC."""
    if not isinstance(value, dict) or not all(isinstance(value.get(key, ""), str) for key in ("type", "stac_version")):
        return None
    try:
        return identify_stac_object_type(value)
    except pystac.STACTypeError:
        return None
