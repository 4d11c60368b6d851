"""The page of a concept: its view, the datasets that use it, and its other forms."""

from fastapi import Request

from catalogue.search import Query, Search
from vocab.index import Resource
from vocab.schema import Kind

from .address import Item, concept_address, concept_search, link
from .concept_view import concept_view
from .layout import render
from .negotiation import FORMS
from .serving import leased
from .texts import MetadataText, reader

DOWNLOADS = ("ttl", "jsonld", "rdf", "nt")
"""The forms that the page offers."""

USED = 5
"""Datasets that the page shows."""


def concept_page(request: Request, resource: Resource, search: Search) -> str:
    """The page of a concept, collection or scheme.

    Args:
        request: whose reader it is for.
        resource: what it is about.
        search: tells which datasets use it.
    """
    t, serving = reader(request), leased(request)
    view = concept_view(search.vocabulary, resource, t, serving.base)
    datasets, total = list[Item](), 0
    if resource.kind & Kind.CONCEPT:
        found = search.find(Query(concept=resource.iri, limit=USED), facet_values=0)
        total = found.total
        for hit in found.hits:
            href = link(hit.dataset, serving.base)[0]
            title = t.metadata(hit.summary["title"])
            name = title if title.text else MetadataText(href)
            datasets.append(Item(name.text, name.language, href))
    forms = [
        (concept_address(resource.iri, f".{name}"), t(f"form.{name}"), FORMS[name].accepted[0]) for name in DOWNLOADS
    ]
    publisher, foreign = link(resource.iri, serving.base)
    return render(
        request,
        "concept.html",
        t,
        "vocabularies",
        view=view,
        datasets=datasets,
        used=total,
        search_href=concept_search(resource.iri),
        forms=forms,
        publisher=publisher if foreign else "",
        base=serving.base,
    )
