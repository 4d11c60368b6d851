"""Fetching a vocabulary that is a document, or several, at addresses of their own."""

from collections.abc import Sequence
from dataclasses import replace

from harvesters.exchange import Request, Response, Version
from vocab.reading.document import Document

from .transfer import Delivery, Order

MEDIA_TYPES = {
    "turtle": "text/turtle",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "trig": "application/trig",
    "ukgovld": "text/turtle",
    "geonetwork": "application/rdf+xml",
}
"""What a server that has several representations is asked for, by form."""


def fetch(order: Order) -> Delivery | None:
    """The documents, unless none has changed. Errors as in ``Fetch``."""
    accepted = MEDIA_TYPES.get(order.publication.form)
    headers = {"Accept": f"{accepted}, */*;q=0.1"} if accepted else {}
    return deliver(order, [Request(url, headers=headers) for url in order.publication.urls])


def deliver(order: Order, requests: Sequence[Request]) -> Delivery | None:
    """The answers to requests, unless all are known already (RFC 9110, section 13). Errors as in ``Fetch``.

    Where some are and others are not, the former are asked for again, as an edition is made of all of them.
    """
    known = order.known if order.known.keys() == {_address(request) for request in requests} else {}
    answers = [_answer(order, request, known.get(_address(request), Version())) for request in requests]
    if all(answer.unchanged for answer in answers):
        return None
    whole = [
        _answer(order, request, Version()) if answer.unchanged else answer
        for request, answer in zip(requests, answers, strict=True)
    ]
    return Delivery(
        [Document(_address(request), answer.content) for request, answer in zip(requests, whole, strict=True)],
        {_address(request): answer.version for request, answer in zip(requests, whole, strict=True)},
    )


def _answer(order: Order, request: Request, unless: Version) -> Response:
    return order.transport.read(replace(request, unless=unless), lambda response: response)


def _address(request: Request) -> str:
    """How a document is called: its address, with what was asked for in it."""
    asked = "&".join(f"{name}={value}" for name, value in request.params.items())
    return f"{request.url}?{asked}" if asked else request.url
