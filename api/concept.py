"""Concepts: each at ``/concept?uri=``, whoever publishes it, and the service's own at addresses that lead there.

What is sent is what its vocabulary states of a concept, with the labels of what that leads to, so that the document can
be read by itself. Concepts, their collections and schemes are all found here; anything else that the graph speaks of is
described by what it says (``resource``).
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from vocab.index import Resource, VocabularyIndex
from vocab.namespace import RDF, SKOS
from vocab.schema import Kind, Relation
from vocab.term import Term, TermError, Triple, iri, iri_value, is_iri, literal

from . import concept_page
from .address import concept_address
from .description import OFFERED, headers_of, respond
from .errors import IriError, NotFoundError, NotPublishedError
from .negotiation import FORMS, Form, choose
from .resource import described
from .serving import SearchDep, Serving, ServingDep, publication

router = APIRouter(tags=["vocabulary"])

NAMESPACE = "https://w3id.org/terrafair/"
"""How the IRIs of the service's own concepts begin."""

KINDS = Kind.CONCEPT | Kind.SCHEME | Kind.COLLECTION
"""What has a page of a concept."""

LONGEST = 2000
"""Characters of an IRI that is looked for."""

Uri = Annotated[str, Query(description="IRI of the concept")]
Wanted = Annotated[str, Query(max_length=100, description="id of a vocabulary, when several have the concept")]


@router.get("/concept")
def concept(
    request: Request, leased: ServingDep, search: SearchDep, uri: Uri = "", vocabulary: Wanted = ""
) -> Response:
    """A concept, collection or scheme by its IRI: HTML, Turtle, JSON-LD, RDF/XML, N-Triples or N-Quads."""
    suffix = _suffix(request)
    index = search.vocabulary
    found = find(index, uri, vocabulary)
    if found is not None:
        form = choose(request, OFFERED, suffix)
        links = _links(found.iri, form)
        if form.name == "html":
            page = concept_page.concept_page(request, found, search)
            response: Response = HTMLResponse(page, headers=headers_of(form, "", links))
        else:
            graphs = statements(index, found)
            response = respond(request, form, graphs, first=f"<{found.iri}>", path="", links=links)
        response.headers["Content-Location"] = concept_address(found.iri, f".{form.name}")
        return response
    subject = _absolute(uri)
    if cited := index.cited_concepts(subject):
        # the same address written otherwise, such as with https
        return RedirectResponse(concept_address(cited[0].iri, f".{suffix}" if suffix else ""), 303)
    links = _links(subject, None)
    response_or_none = described(request, leased, search, subject, "", suffix, links)
    if response_or_none is None:
        raise NotFoundError(f"Nothing is said of {subject} here.", f"Rien n'est dit de {subject} ici.")
    return response_or_none


for _name in OFFERED:
    router.add_api_route(f"/concept.{_name}", concept, methods=["GET"], include_in_schema=False)


@router.get("/id/{path:path}")
def identified(request: Request, path: str, search: SearchDep) -> Response:
    """A concept of the service's own, to which its permanent address leads: on to its description (303)."""
    return _onward(request, search.vocabulary, NAMESPACE, path)


class Elsewhere:
    """What answers at addresses that no route knows: a concept whose IRI is such an address leads to its description.

    Args:
        otherwise: answers at all others.
    """

    def __init__(self, otherwise: ASGIApp) -> None:
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        answer: ASGIApp = self._otherwise
        if scope["type"] == "http" and scope["method"] == "GET":
            request = Request(scope, receive)
            with suppress(NotFoundError, NotPublishedError):
                async with publication(request).lease() as leased:
                    answer = await run_in_threadpool(_below, request, leased)
        await answer(scope, receive, send)


def _below(request: Request, leased: Serving) -> Response:
    with leased.search() as search:
        return _onward(request, search.vocabulary, f"{leased.base}/", request.url.path.removeprefix("/"))


def find(index: VocabularyIndex, uri: str, vocabulary: str = "") -> Resource | None:
    """What an IRI means in one vocabulary: that which is asked for, or in whose namespace it lies, or the first."""
    if not vocabulary:
        homes = (index.vocabulary(id_) for id_ in index.homes(uri))
        vocabulary = next((one.id for one in homes if one and one.namespace and uri.startswith(one.namespace)), "")
    return index.resource(uri, vocabulary, Kind.CONCEPT) or index.resource(uri, vocabulary, KINDS)


def statements(index: VocabularyIndex, resource: Resource) -> dict[Term, list[Triple]]:
    """What a vocabulary states of a resource, the collections it is in, and the labels of what all that leads to.

    The graph is the vocabulary's scheme.
    """
    entry = index.vocabulary(resource.vocabulary)
    scheme = f"<{entry.scheme}>" if entry else ""
    said = index.triples(resource)
    node = f"<{resource.iri}>"
    collections = index.subjects(resource.number, Relation.MEMBER)
    said += [(f"<{one.iri}>", SKOS.member, node) for one in collections]
    named = {resource.iri}
    mentioned = [iri_value(term) for _, prop, term in said if is_iri(term) and prop != RDF.type]
    for other in [*collections, *index.concepts(mentioned), *_others(index, mentioned)]:
        if other.iri not in named:
            named.add(other.iri)
            said += _naming(other)
    return {scheme: said}


def _others(index: VocabularyIndex, mentioned: Iterable[str]) -> Iterable[Resource]:
    """What is mentioned and is no concept, such as the scheme."""
    kinds = Kind.SCHEME | Kind.COLLECTION
    return (found for one in dict.fromkeys(mentioned) if (found := index.resource(one, kind=kinds)) is not None)


def _naming(resource: Resource) -> Iterable[Triple]:
    """What a resource is, and what it is called."""
    node = f"<{resource.iri}>"
    yield from ((node, RDF.type, f"<{type_}>") for type_ in resource.types)
    yield from ((node, SKOS.prefLabel, literal(text, language=tag)) for tag, text in sorted(resource.labels.items()))
    if resource.notation:
        yield node, SKOS.notation, literal(resource.notation)


def _suffix(request: Request) -> str:
    return request.url.path.partition("/concept")[2].removeprefix(".")


def _absolute(uri: str) -> str:
    if len(uri) > LONGEST:
        raise IriError("uri")
    try:
        return iri_value(iri(uri))
    except TermError:
        raise IriError("uri") from None


def _links(subject: str, chosen: Form | None) -> Sequence[str]:
    """The forms of a description besides the one that is sent."""
    return [
        f'<{concept_address(subject, f".{name}")}>; rel="alternate"; type="{FORMS[name].accepted[0]}"'
        for name in OFFERED
        if chosen is None or name != chosen.name
    ]


def _onward(request: Request, index: VocabularyIndex, namespace: str, path: str) -> Response:
    """To the description of what a path below a namespace means."""
    for uri in dict.fromkeys((namespace + path, namespace + quote(path, safe="/:@!$&'()*+,;=~%"))):
        if (found := find(index, uri)) is not None:
            form = choose(request, OFFERED)
            suffix = "" if form.name == "html" else f".{form.name}"
            headers = {"Vary": "Accept", "Cache-Control": "public, no-cache"}
            return RedirectResponse(concept_address(found.iri, suffix), 303, headers)
    raise NotFoundError("There is nothing at this address.", "Il n'y a rien à cette adresse.")
