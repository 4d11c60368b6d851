"""Fetching a collection of the NERC Vocabulary Server."""

from harvesters.errors import BrokenError
from harvesters.exchange import Request

from .by_document import deliver
from .transfer import Delivery, Order

WANTED = {"_profile": "nvs", "_mediatype": "text/turtle"}
"""A collection with all that the server says of its concepts, in Turtle."""

PARTS = ("accepted/", "deprecated/")
"""The two halves of a collection, below its address."""


def fetch(order: Order) -> Delivery | None:
    """The collections, unless none has changed. One at which the server fails as a whole is asked for in two parts.

    Errors as in ``Fetch``.
    """
    urls = [url if url.endswith("/") else f"{url}/" for url in order.publication.urls]
    in_parts = [Request(url + part, WANTED) for url in urls for part in PARTS]
    whole = [Request(url, WANTED, once=True) for url in urls]
    if any(name.startswith(in_parts[0].url) for name in order.known):
        return deliver(order, in_parts)
    try:
        return deliver(order, whole)
    except BrokenError:
        return deliver(order, in_parts)
