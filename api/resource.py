"""What else has an address here or is spoken of: agents, contacts, places, sources, catalogues."""

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from catalogue.activity import KIND
from catalogue.search import Search
from mappings.scope import SHARED
from vocab.term import TermError, iri, iri_value

from . import pages
from .description import OFFERED, concepts_of, describe, headers_of, incoming, merged, respond
from .errors import NotFoundError
from .negotiation import choose, split_suffix
from .serving import SearchDep, Serving, ServingDep

router = APIRouter(tags=["catalogue"])


def resource(request: Request, leased: ServingDep, search: SearchDep) -> Response:
    """A resource that has an address of its own: HTML, Turtle, JSON-LD, RDF/XML, N-Triples or N-Quads."""
    whole = request.url.path.strip("/")
    for address, suffix in dict.fromkeys([(whole, ""), split_suffix(whole, OFFERED)]):
        try:
            subject = iri_value(iri(f"{leased.base}/{address}"))
        except TermError:
            break
        response = described(request, leased, search, subject, quote(f"/{address}"), suffix)
        if response is not None:
            return response
    raise NotFoundError("The catalogue has no such resource.", "Le catalogue n'a pas cette ressource.")


for _root in (*SHARED, KIND):
    router.add_api_route(f"/{_root}", resource, methods=["GET"])
    router.add_api_route(f"/{_root}/{{path:path}}", resource, methods=["GET"])


def described(
    request: Request, leased: Serving, search: Search, subject: str, path: str, suffix: str, links: Sequence[str] = ()
) -> Response | None:
    """The description of a resource; None when the graph does not speak of it.

    What is only mentioned, such as the parent of a dataset that no hub has, is described by what mentions it.

    Args:
        request: may say what its client holds.
        leased: the generation that answers.
        search: of the same.
        subject: its IRI.
        path: its address without suffix; empty when it has no address of its own here.
        suffix: the form that was asked for by the address; empty for none.
        links: values of the ``Link`` header.
    """
    said, arriving = describe(leased.graph, subject), incoming(leased.graph, subject)
    if not said and not arriving:
        return None
    form = choose(request, OFFERED, suffix)
    if form.name == "html":
        page = pages.resource_page(request, subject, merged(said), merged(arriving))
        return HTMLResponse(page, headers=headers_of(form, path, links))
    graphs = said or arriving
    for scheme, triples in concepts_of(merged(graphs), search.vocabulary).items():
        graphs.setdefault(scheme, []).extend(triples)
    return respond(request, form, graphs, first=f"<{subject}>", path=path, links=links)
