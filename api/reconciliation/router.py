"""``/reconcile`` over every vocabulary, ``/reconcile/{vocabulary}`` over one: the Reconciliation Service API 0.2.

Anybody's page may read the answers (CORS), or have them as a script (``callback``). Only the preview may stand in a
frame.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from api.content import fields, text
from api.errors import NotFoundError, ParameterError
from api.security import HEADERS
from api.serving import SearchDep, ServingDep
from api.texts import COOKIE, LANGUAGES, reader

from . import preview
from .answer import Answering
from .batch import read_batch
from .completion import FURTHEST, KINDS, suggest
from .extension import extend, propose, read_extension
from .manifest import manifest
from .service import Service

router = APIRouter(prefix="/reconcile", tags=["reconciliation"])

MOST_BYTES = 8_000_000
"""Bytes of a request."""

MOST_FIELDS = 20
"""Parameters of a request."""

LONGEST_CALLBACK = 100

_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*", re.ASCII)
_FORM = "application/x-www-form-urlencoded"

CROSS_ORIGIN: Mapping[str, str] = {"Access-Control-Allow-Origin": "*"}
"""What lets anybody's page read an answer."""

FRAMED = HEADERS["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors *")
"""The policy of a page that may stand in anybody's frame."""


def service(request: Request, leased: ServingDep, catalogue: SearchDep, vocabulary: str = "") -> Service:
    """The service that a request asks: that of its vocabulary, else that of all.

    Raises:
        NotFoundError: there is no such vocabulary.
    """
    entry = catalogue.vocabulary.vocabulary(vocabulary) if vocabulary else None
    if vocabulary and entry is None:
        raise NotFoundError("There is no such vocabulary.", "Ce vocabulaire n'existe pas.")
    return Service(catalogue.vocabulary, leased.base, entry, reader(request))


ServiceDep = Annotated[Service, Depends(service)]
Id = Annotated[str, Query(alias="id", max_length=2000)]
Type = Annotated[str, Query(alias="type", max_length=2000)]
Limit = Annotated[int, Query(ge=0, le=1000)]
Prefix = Annotated[str, Query(max_length=2000)]
Cursor = Annotated[int, Query(ge=0, le=FURTHEST)]


async def describe_or_answer(request: Request, asked: ServiceDep) -> Response:
    """The manifest; with ``queries`` or ``extend`` the answer to these."""
    return await _answer(request, asked, fields(request.url.query, most=MOST_FIELDS))


async def answer(request: Request, asked: ServiceDep) -> Response:
    """The answer to the field ``queries`` or ``extend`` of a form."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != _FORM:
        raise HTTPException(415, headers=dict(CROSS_ORIGIN))
    form = await text(request, MOST_BYTES)
    found = fields(request.url.query, most=MOST_FIELDS) | fields(form, most=MOST_FIELDS)
    if not found.keys() & {"queries", "extend"}:
        raise ParameterError("queries", "is missing", "manque")
    return await _answer(request, asked, found)


async def _answer(request: Request, asked: Service, form: Mapping[str, str]) -> Response:
    if "queries" in form:
        batch = read_batch(form["queries"])
        # a large batch takes seconds: other requests go on meanwhile
        found = await asyncio.to_thread(Answering(asked).answers, batch)
    elif "extend" in form:
        extension = read_extension(form["extend"])
        found = await asyncio.to_thread(extend, asked, extension)
    else:
        language = form.get(COOKIE, "")
        found = manifest(asked, language if language in LANGUAGES else "")
    return _respond(request, found, form)


def suggestions(request: Request, asked: ServiceDep, kind: str, prefix: Prefix = "", cursor: Cursor = 0) -> Response:
    """Entities, types or properties that begin with what has been typed."""
    if kind not in KINDS:
        raise NotFoundError("There is nothing of the kind.", "Il n'y a rien de tel.")
    return _respond(request, suggest(asked, kind, prefix, cursor), request.query_params)


def flyout(request: Request, asked: ServiceDep, kind: str, id_: Id) -> Response:
    """What flies out beside a suggestion."""
    html = preview.flyout(request, asked, kind, id_) if kind in preview.SUBJECTS else None
    if html is None:
        raise NotFoundError("There is nothing of the kind.", "Il n'y a rien de tel.")
    return _respond(request, {"id": id_, "html": html}, request.query_params)


def proposals(request: Request, asked: ServiceDep, type_: Type = "", limit: Limit = 0) -> Response:
    """The properties that concepts can be extended with."""
    return _respond(request, dict(propose(asked, type_, limit)), request.query_params)


def preview_page(request: Request, asked: ServiceDep, id_: Id) -> Response:
    """A concept as a small page for a frame."""
    concept = asked.concept(id_)
    if concept is None:
        raise NotFoundError("There is no such concept.", "Ce concept n'existe pas.")
    headers = {**_headers(asked.t.language), "Content-Security-Policy": FRAMED}
    return HTMLResponse(preview.page(request, asked, concept), headers=headers)


def options() -> Response:
    """What this address takes."""
    headers = {
        **CROSS_ORIGIN,
        "Allow": "GET, HEAD, POST, OPTIONS",
        "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type",
    }
    return Response(status_code=204, headers=headers)


ADDRESSES: tuple[tuple[str, Callable[..., Any], str], ...] = (
    ("/suggest/{kind}", suggestions, "GET"),
    ("/flyout/{kind}", flyout, "GET"),
    ("/extend/propose", proposals, "GET"),
    ("/preview", preview_page, "GET"),
    ("", describe_or_answer, "GET"),
    ("", answer, "POST"),
    ("", options, "OPTIONS"),
)
"""Address below the service's, what answers there, and the method."""

for _root in ("", "/{vocabulary}"):
    for _path, _endpoint, _method in ADDRESSES:
        router.add_api_route(f"{_root}{_path}", _endpoint, methods=[_method], include_in_schema=_method != "OPTIONS")


def _headers(language: str) -> dict[str, str]:
    return {
        **CROSS_ORIGIN,
        "Vary": "Accept-Language, Cookie",
        "Content-Language": language,
        "Cache-Control": "public, no-cache",
    }


def _respond(request: Request, found: dict[str, Any], fields: Mapping[str, str]) -> Response:
    """An answer as JSON, or as a script that calls a function with it.

    Raises:
        ParameterError: ``callback`` is no name of a function.
    """
    body, callback, headers = orjson.dumps(found), fields.get("callback", ""), _headers(reader(request).language)
    if not callback:
        return Response(body, 200, headers, "application/json")
    if len(callback) > LONGEST_CALLBACK or not _CALLBACK.fullmatch(callback):
        raise ParameterError("callback", "is no name of a function", "n'est pas un nom de fonction")
    return Response(b"/**/" + callback.encode() + b"(" + body + b");", 200, headers, "application/javascript")
