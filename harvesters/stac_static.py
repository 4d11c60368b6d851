"""Harvesting a static STAC catalogue: JSON files that link to one another, told apart with pystac."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pystac
from pystac.serialization import identify_stac_object_type

from vocab.diagnostic import diagnostic

from .errors import AnswerError
from .hub import Source
from .record import Harvested, RefusedRecord
from .stac import Json, links, loads, stac_record, text
from .transport import Transport

_MAX_DEPTH = 100


class StaticStacHarvester:
    """Follows the ``child`` and ``item`` links of a catalogue (STAC 1.0, Catalog Specification), depth first.

    Collections and Items are records, with the exact bytes of their files; Catalogs only lead to them. An Item is
    called ``collection/item``. What lies outside of the catalogue's origin is not fetched. Each Catalog and Collection
    is visited once, however many links lead to it.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self._source = source
        self._transport = transport
        self._with_items = source.option("items", True)

    def records(self) -> Iterator[Harvested]:
        """Every Collection and Item.

        Raises:
            SourceError: a Catalog or Collection cannot be had or read, so that the list would have a gap.
        """
        yield from self._walk(self._source.url, "", 0, set())

    def _walk(self, url: str, collection: str, depth: int, visited: set[str]) -> Iterator[Harvested]:
        url = url.partition("#")[0]
        if url in visited:
            return
        visited.add(url)
        if depth > _MAX_DEPTH:
            raise AnswerError(f"{url}: the catalogue is nested deeper than {_MAX_DEPTH} levels")
        response = self._transport.get(url)
        value = _stac_object(response.content, url)
        if _kind(value) == pystac.STACObjectType.COLLECTION:
            collection = text(value, "id")
            yield stac_record(response.content, value, url)
        for item in links(value, "item") if self._with_items else ():
            yield self._item(urljoin(response.url, item), collection)
        for child in links(value, "child"):
            target = urljoin(response.url, child)
            if self._is_inside(target):
                yield from self._walk(target, collection, depth + 1, visited)
            else:
                yield _outside(target)

    def _item(self, url: str, collection: str) -> Harvested:
        if not self._is_inside(url):
            return _outside(url)
        try:
            response = self._transport.get(url)
        except AnswerError as error:
            return RefusedRecord(url, (diagnostic("harvest.read", detail=str(error)),))
        try:
            value = loads(response.content)
        except ValueError as error:
            return RefusedRecord(url, (diagnostic("parse.json", detail=str(error)),))
        return stac_record(response.content, value, url, collection)

    def _is_inside(self, url: str) -> bool:
        ours, theirs = urlsplit(self._source.url), urlsplit(url)
        return (ours.scheme, ours.netloc) == (theirs.scheme, theirs.netloc)


def _outside(url: str) -> RefusedRecord:
    return RefusedRecord(url, (diagnostic("harvest.origin", detail=url),))


def _stac_object(content: bytes, url: str) -> Json:
    """A Catalog or Collection.

    Raises:
        AnswerError: it is neither.
    """
    try:
        value = loads(content)
    except ValueError as error:
        raise AnswerError(f"{url}: no STAC document: {error}") from error
    kind = _kind(value)
    if kind not in (pystac.STACObjectType.CATALOG, pystac.STACObjectType.COLLECTION):
        raise AnswerError(f"{url}: neither a STAC Catalog nor a Collection")
    return value


def _kind(value: Json) -> pystac.STACObjectType | None:
    """What a document is, in any version of STAC; None when it is nothing of STAC."""
    if not isinstance(value, dict) or not all(isinstance(value.get(key, ""), str) for key in ("type", "stac_version")):
        return None
    try:
        return identify_stac_object_type(value)
    except pystac.STACTypeError:
        return None
