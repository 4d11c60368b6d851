"""Fetching thesauri from the registry of a GeoNetwork catalogue (GeoNetwork API, ``registries/vocabularies``)."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from json import JSONDecodeError, loads
from urllib.parse import quote

from harvesters.errors import AnswerError, MalformedError, StatusError
from harvesters.exchange import Request, Response
from harvesters.transport import Transport
from vocab.reading.document import Document

from .transfer import Delivery, Order

REGISTRY = "/srv/api/registries/vocabularies"
"""Where a catalogue has its thesauri, below its own address."""

LISTS = ("/srv/eng/thesaurus", "/srv/api/thesaurus")
"""Where it lists them: that of every version, and that of version 4."""


def fetch(order: Order) -> Delivery:
    """The thesauri whose keys fit. Errors as in ``Fetch``.

    An address ends with a key such as ``local.theme.sextant-theme``, or with a pattern of keys such as ``*.theme.*``;
    that of the catalogue alone means all.
    """
    documents = dict[str, Document]()
    for url in order.publication.urls:
        base, _, key = url.partition(REGISTRY)
        registry, pattern = base.rstrip("/") + REGISTRY, key.strip("/") or "*"
        keys = [pattern]
        if set(pattern) & set("*?["):
            keys = [one for one in _listed(order.transport, base.rstrip("/")) if fnmatchcase(one, pattern)]
            if not keys:
                raise AnswerError(f"{registry}: no thesaurus is called {pattern}")
        for one in keys:
            address = f"{registry}/{quote(one, safe='')}"
            if address not in documents:
                wanted = {"Accept": "application/rdf+xml, text/xml;q=0.9, */*;q=0.1"}
                documents[address] = Document(address, order.transport.get(address, headers=wanted).content)
    return Delivery(list(documents.values()))


def _listed(transport: Transport, base: str) -> list[str]:
    """The keys of all thesauri of a catalogue."""
    wanted = {"_content_type": "json"}, {"Accept": "application/json"}
    try:
        return transport.read(Request(base + LISTS[0], *wanted), _keys)
    except StatusError:
        return transport.read(Request(base + LISTS[1], *wanted), _keys)


def _keys(response: Response) -> list[str]:
    """The keys of a list of thesauri, which versions of GeoNetwork nest differently."""
    try:
        listed = loads(response.content)
    except (JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedError(f"{response.url}: no list of thesauri: {error}") from error
    return sorted(set(_of(listed, 0)))


def _of(node: object, depth: int) -> Iterator[str]:
    if depth > 5:
        return
    if isinstance(node, list):
        for part in node:
            yield from _of(part, depth + 1)
    elif isinstance(node, dict):
        if isinstance(key := node.get("key"), str):
            yield key
        else:
            yield from _of([part for part in node.values() if isinstance(part, list | dict)], depth + 1)
