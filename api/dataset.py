"""Datasets, series and services of the catalogue and their records, each at its own IRI (Cool URIs, section 4).

What is sent is the record's graph exactly as it was made, with a few words on each concept that it refers to. The parts
of a dataset, such as its distributions, have addresses below its own.
"""

import re
from collections.abc import Sequence
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from catalogue.archive import Archive
from catalogue.search import RecordDetail, Search
from vocab.namespace import DCAT
from vocab.term import Term, Triple, iri, iri_value

from . import pages
from .caching import entity_tag, is_held
from .description import OFFERED, concepts_of, headers_of, respond
from .errors import NotFoundError
from .negotiation import choose, split_suffix
from .resource import resource
from .serving import SearchDep, ServingDep, publication
from .statements import parse_ntriples

router = APIRouter(tags=["catalogue"])

ORIGINALS = {"xml": re.compile(r"(application|text)/(.+\+)?xml"), "json": re.compile(r"(application|text)/(.+\+)?json")}
"""The suffixes that ask for the original, and the media types that it has then."""

_MEDIA_TYPES = "http://www.iana.org/assignments/media-types/"
_MEDIA_TYPE = re.compile(r"[a-z]+/[A-Za-z0-9.+-]+")


@router.get("/dataset/{path:path}")
def dataset(request: Request, path: str, leased: ServingDep, search: SearchDep) -> Response:
    """A dataset, series or service, or a part of one: HTML, Turtle, JSON-LD, RDF/XML, N-Triples or N-Quads."""
    for head, suffix in _readings(path):
        detail = search.record(dataset=f"{leased.base}/dataset/{head}")
        if detail is not None:
            return _record(request, detail, detail.dataset, f"dataset/{head}", suffix, search)
    for head, suffix in _readings(path):
        hub, _, rest = head.partition("/")
        parent = search.record(dataset=f"{leased.base}/dataset/{hub}/{rest.partition('/')[0]}")
        node = f"<{leased.base}/dataset/{head}>"
        if parent is not None and (part := _part(parent, node)):
            return _part_response(request, parent, node, part, f"dataset/{head}", suffix, search)
    return resource(request, leased, search)


@router.get("/record/{path:path}")
def record(request: Request, path: str, leased: ServingDep, search: SearchDep) -> Response:
    """A catalogue record, in the same forms; at ``/original``, the source's own bytes."""
    if path.endswith("/original"):
        detail = search.record(graph=f"{leased.base}/record/{path.removesuffix('/original')}")
        if detail is not None:
            return _original(request, detail)
    for head, suffix in _readings(path):
        detail = search.record(graph=f"{leased.base}/record/{head}")
        if detail is not None:
            return _record(request, detail, detail.graph, f"record/{head}", suffix, search)
    raise _nothing()


def _readings(path: str) -> list[tuple[str, str]]:
    """A path as it is, then with its end taken as a suffix: identifiers may have dots too."""
    head, suffix = split_suffix(path, (*OFFERED, *ORIGINALS))
    return [(path, ""), (head, suffix)] if suffix else [(path, "")]


def _nothing() -> NotFoundError:
    return NotFoundError("The catalogue has no such resource.", "Le catalogue n'a pas cette ressource.")


def _record(
    request: Request, detail: RecordDetail, subject: str, address: str, suffix: str, search: Search
) -> Response:
    if suffix in ORIGINALS:
        return _original(request, detail, ORIGINALS[suffix])
    form = choose(request, OFFERED, suffix)
    path = quote(f"/{address}")
    other = detail.graph if subject == detail.dataset else detail.dataset
    relation = "describedby" if subject == detail.dataset else "describes"
    links = [f'<{other}>; rel="{relation}"', f'<{detail.graph}/original>; rel="via"']
    if form.name == "html":
        page = pages.dataset_page(request, detail, search.findings(detail.id))
        return HTMLResponse(page, headers=headers_of(form, path, links))
    triples = list(parse_ntriples(detail.statements))
    graphs = {f"<{detail.graph}>": triples, **concepts_of(triples, search.vocabulary)}
    return respond(request, form, graphs, first=f"<{subject}>", path=path, links=links)


def _part(parent: RecordDetail, node: Term) -> list[Triple]:
    """What a record says of a part of its dataset, and of the parts of that."""
    below = f"{node[:-1]}/"
    triples = parse_ntriples(parent.statements)
    return [triple for triple in triples if triple[0] == node or triple[0].startswith(below)]


def _part_response(
    request: Request,
    parent: RecordDetail,
    node: Term,
    part: Sequence[Triple],
    address: str,
    suffix: str,
    search: Search,
) -> Response:
    if suffix in ORIGINALS:
        raise _nothing()
    form = choose(request, OFFERED, suffix)
    links = [f'<{parent.graph}>; rel="describedby"']
    if form.name == "html":
        arriving = [triple for triple in parse_ntriples(parent.statements) if triple[2] == node]
        page = pages.resource_page(request, iri_value(node), part, arriving)
        return HTMLResponse(page, headers=headers_of(form, quote(f"/{address}"), links))
    graphs = {f"<{parent.graph}>": part, **concepts_of(part, search.vocabulary)}
    return respond(request, form, graphs, first=node, path=quote(f"/{address}"), links=links)


def _original(request: Request, detail: RecordDetail, wanted: re.Pattern[str] | None = None) -> Response:
    """The bytes as the source sent them; a browser may look at them, and run nothing in them."""
    media_type = _media_type(detail)
    if wanted is not None and not wanted.fullmatch(media_type):
        raise NotFoundError(f"The original is {media_type}.", f"L'original est du type {media_type}.")
    headers = {
        "ETag": entity_tag((detail.hash,)),
        "Cache-Control": "public, no-cache",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Link": f'<{detail.graph}>; rel="describedby"',
    }
    if is_held(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(_bytes(publication(request).archive, detail.hash), headers=headers, media_type=media_type)


def _bytes(archive: Archive, hash_: str) -> bytes:
    content = archive.content([hash_]).get(hash_)
    if content is None:
        raise NotFoundError("The original is no longer kept.", "L'original n'est plus conservé.")
    return content


def _media_type(detail: RecordDetail) -> str:
    """The media type that the record's statements give its original."""
    original = iri(f"{detail.graph}/original")
    for subject, predicate, obj in parse_ntriples(detail.statements):
        if subject == original and predicate == DCAT.mediaType:
            media_type = iri_value(obj).removeprefix(_MEDIA_TYPES)
            if _MEDIA_TYPE.fullmatch(media_type):
                return media_type
    return "application/octet-stream"
