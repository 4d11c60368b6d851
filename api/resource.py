"""What else has an address here or is spoken of: agents, contacts, places, sources, catalogues, concepts."""

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from catalogue.activity import KIND
from mappings.scope import SHARED
from vocab.term import TermError, iri, iri_value

from . import pages
from .description import OFFERED, concepts_of, describe, headers_of, incoming, merged, respond
from .errors import NotFoundError, ParameterError
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
        response = _describe(request, leased, search, subject, quote(f"/{address}"), suffix)
        if response is not None:
            return response
    raise NotFoundError("The catalogue has no such resource.", "Le catalogue n'a pas cette ressource.")


for _root in (*SHARED, KIND):
    router.add_api_route(f"/{_root}", resource, methods=["GET"])
    router.add_api_route(f"/{_root}/{{path:path}}", resource, methods=["GET"])


@router.get("/concept")
def concept(
    request: Request, leased: ServingDep, search: SearchDep, uri: Annotated[str, Query(max_length=2000)]
) -> Response:
    """Anything that the graph speaks of, by its IRI; meant for concepts, whose IRIs are their publishers'."""
    try:
        subject = iri_value(iri(uri))
    except TermError:
        raise ParameterError("uri", "must be an absolute IRI", "doit être un IRI absolu") from None
    response = _describe(request, leased, search, subject, "", "")
    if response is None:
        raise NotFoundError(f"Nothing is said of {subject} here.", f"Rien n'est dit de {subject} ici.")
    return response


def _describe(
    request: Request, leased: Serving, search: SearchDep, subject: str, path: str, suffix: str
) -> Response | None:
    """The description of a resource; None when the graph does not speak of it.

    What is only mentioned, such as the parent of a dataset that no hub has, is described by what mentions it.
    """
    said, arriving = describe(leased.graph, subject), incoming(leased.graph, subject)
    if not said and not arriving:
        return None
    form = choose(request, OFFERED, suffix)
    links = [] if path else _format_links(subject)
    if form.name == "html":
        page = pages.resource_page(request, subject, merged(said), merged(arriving))
        return HTMLResponse(page, headers=headers_of(form, path, links))
    graphs = said or arriving
    for scheme, triples in concepts_of(merged(graphs), search.vocabulary).items():
        graphs.setdefault(scheme, []).extend(triples)
    return respond(request, form, graphs, first=f"<{subject}>", path=path, links=links)


def _format_links(subject: str) -> list[str]:
    """The other forms of what has no address of its own here."""
    return [f'</concept?{urlencode({"uri": subject, "format": name})}>; rel="alternate"' for name in OFFERED]
