"""Relations: the records that refer to another, such as the members of a series, for its page."""

from typing import NamedTuple
from urllib.parse import urlencode

from catalogue.search import Query, Search

from .address import Item, link
from .texts import Reader

SHOWN = 10
"""Related records that a page names; a search shows all of them."""


class Related(NamedTuple):
    """Records that refer to another.

    Attributes:
        items: the first of them, by title.
        total: how many there are.
        href: the search for all of them.
    """

    items: tuple[Item, ...]
    total: int
    href: str


def related(search: Search, relation: str, dataset: str, reader: Reader, base: str) -> Related:
    """The records that have a relation to a resource.

    Args:
        search: where they are found.
        relation: a key of ``catalogue.document.RELATIONS``.
        dataset: IRI of the resource.
        reader: who reads.
        base: the service's address.
    """
    found = search.find(Query(facets={relation: (dataset,)}, limit=SHOWN, sort="title"), facet_values=0)
    named = [(hit.dataset, reader.metadata(hit.summary["title"])) for hit in found.hits]
    items = (Item(title.text or iri, title.language, link(iri, base)[0]) for iri, title in named)
    return Related(tuple(items), found.total, f"/search?{urlencode({relation: dataset})}")
