"""Fetching a scheme of NASA's Keyword Management System, which cuts RDF into pages of 2,000 concepts."""

from collections.abc import Iterator
from typing import NamedTuple

from harvesters.errors import LoopError, MalformedError
from harvesters.exchange import Request, Response
from harvesters.page import Element, Pagination, parse
from vocab.namespace import RDF, SKOS
from vocab.reading.document import Document
from vocab.reading.gcmd_rdf import KMS

from .transfer import Delivery, Order

PAGE = 2000
"""Concepts on one page; KMS gives no more."""

LARGEST = 500
"""Pages of one scheme."""

_CONCEPT = "{" + SKOS.Concept[1:-1].replace("#", "#}")
_ABOUT = "{" + RDF.type[1:-1].removesuffix("type") + "}about"


def fetch(order: Order) -> Delivery:
    """Every page of the schemes, counted. Errors as in ``Fetch``."""
    documents = list[Document]()
    told = got = 0
    for url in order.publication.urls:
        pages = list(_pages(order, url))
        documents += (page.document for page in pages)
        concepts = {name for page in pages for name in page.names}
        told += max(len(concepts), *(page.hits for page in pages))
        got += len(concepts)
    return Delivery(documents, counted=True, lacking=f"{got} / {told}" if got < told else "")


class _Page(NamedTuple):
    """A page, the concepts on it, and how many KMS says there are on all pages; 0 when it does not say."""

    document: Document
    names: set[str]
    hits: int


def _pages(order: Order, url: str) -> Iterator[_Page]:
    pagination = Pagination(url)
    for number in range(1, LARGEST + 1):
        asked = {"format": "rdf", "page_num": str(number), "page_size": str(PAGE)}
        content, root = order.transport.read(Request(url, asked), _page)
        names = {concept.get(_ABOUT, "") for concept in root.iter(_CONCEPT)} - {""}
        hits = _hits(root)
        if not names and number > 1:
            return
        pagination.turn(sorted(names))
        yield _Page(Document(f"{url}?page_num={number}", content), names, hits)
        if number * PAGE >= hits:
            return
    raise LoopError(f"{url}: more than {LARGEST} pages")


def _page(response: Response) -> tuple[bytes, Element]:
    root = parse(response)
    if not str(root.tag).endswith("}RDF"):
        raise MalformedError(f"{response.url}: no page of RDF")
    return response.content, root


def _hits(root: Element) -> int:
    texts = (node.text or "" for space in KMS for node in root.iter(f"{{{space}}}hits"))
    return next((int(text) for text in texts if text.strip().isdecimal()), 0)
