"""Problem details: the one form in which errors are told (RFC 9457), in English or French; a page for browsers."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import quote

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from . import pages
from .errors import (
    ApiError,
    BusyError,
    ClosedError,
    CrossSiteError,
    IriError,
    KnownError,
    NotAcceptableError,
    NotFoundError,
    NotPublishedError,
    ParameterError,
    QueryFailedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    TooLargeError,
    TooManyError,
)
from .negotiation import wants_html
from .security import HEADERS
from .texts import reader

_LOG = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

STATUSES: Mapping[type[ApiError], HTTPStatus] = {
    ParameterError: HTTPStatus.UNPROCESSABLE_ENTITY,
    IriError: HTTPStatus.BAD_REQUEST,
    NotFoundError: HTTPStatus.NOT_FOUND,
    NotAcceptableError: HTTPStatus.NOT_ACCEPTABLE,
    TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    NotPublishedError: HTTPStatus.SERVICE_UNAVAILABLE,
    QuerySyntaxError: HTTPStatus.BAD_REQUEST,
    QueryRefusedError: HTTPStatus.FORBIDDEN,
    QueryTimeoutError: HTTPStatus.GATEWAY_TIMEOUT,
    QueryFailedError: HTTPStatus.INTERNAL_SERVER_ERROR,
    BusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    ClosedError: HTTPStatus.SERVICE_UNAVAILABLE,
    CrossSiteError: HTTPStatus.FORBIDDEN,
    KnownError: HTTPStatus.CONFLICT,
    TooManyError: HTTPStatus.TOO_MANY_REQUESTS,
}
"""The status of each error."""


class Wording(NamedTuple):
    """What a status is called, and what is said of it when there is nothing better to say."""

    en: str
    fr: str
    detail_en: str
    detail_fr: str


WORDINGS: Mapping[int, Wording] = {
    400: Wording("Bad request", "Requête incorrecte", "The request is malformed.", "La requête est mal formée."),
    403: Wording("Refused", "Refusé", "This is not done here.", "Cela ne se fait pas ici."),
    404: Wording("Not found", "Introuvable", "There is nothing at this address.", "Il n'y a rien à cette adresse."),
    405: Wording(
        "Method not allowed",
        "Méthode non autorisée",
        "This address does not take this method.",
        "Cette adresse n'accepte pas cette méthode.",
    ),
    406: Wording(
        "Not acceptable",
        "Aucune forme acceptable",
        "There is no form that is acceptable to you.",
        "Il n'y a aucune forme que vous acceptiez.",
    ),
    409: Wording("Known already", "Déjà connu", "There is such a thing already.", "Il en existe déjà."),
    413: Wording("Too large", "Trop volumineux", "It is too large.", "C'est trop volumineux."),
    415: Wording(
        "Unsupported media type",
        "Type de contenu inconnu",
        "Content of this type is not understood.",
        "Un contenu de ce type n'est pas compris.",
    ),
    422: Wording(
        "Bad parameter", "Paramètre incorrect", "A parameter has a bad value.", "Un paramètre a une valeur incorrecte."
    ),
    429: Wording("Too much at once", "Trop à la fois", "Come back later.", "Revenez plus tard."),
    500: Wording(
        "Internal error", "Erreur interne", "Something went wrong here.", "Quelque chose s'est mal passé de notre côté."
    ),
    503: Wording("Not available", "Indisponible", "Try again in a moment.", "Réessayez dans un instant."),
    504: Wording("Time limit reached", "Durée maximale atteinte", "It took too long.", "Cela a duré trop longtemps."),
}
"""What each status is called."""

RETRY_AFTER = {429: "3600", 503: "5"}
"""Seconds after which to come back."""


def respond(
    request: Request, status: int, en: str = "", fr: str = "", *, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """A problem as its client reads it best.

    Args:
        request: whose problem it is.
        status: of the response.
        en: what went wrong, in English; what the status says when empty.
        fr: the same in French.
        headers: further headers.
        more: further members of the problem.
    """
    french = reader(request).language == "fr"
    wording = WORDINGS.get(status) or Wording(HTTPStatus(status).phrase, HTTPStatus(status).phrase, "", "")
    title = wording.fr if french else wording.en
    detail = (fr or wording.detail_fr) if french else (en or wording.detail_en)
    all_headers = {
        **(headers or {}),
        "Content-Language": "fr" if french else "en",
        "Vary": "Accept, Accept-Language, Cookie",
        "Cache-Control": "no-store",
    }
    if status in RETRY_AFTER:
        all_headers["Retry-After"] = RETRY_AFTER[status]
    if wants_html(request):
        return HTMLResponse(pages.error_page(request, status, title, detail), status, all_headers)
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": quote(request.scope["path"]),
    }
    return Response(orjson.dumps(body | more), status, all_headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Have an application tell all its errors so."""
    app.exception_handler(ApiError)(_api_error)
    app.exception_handler(HTTPException)(_http_exception)
    app.exception_handler(RequestValidationError)(_validation_error)
    app.exception_handler(Exception)(_bug)


async def _api_error(request: Request, error: ApiError) -> Response:
    more: dict[str, Any] = {"parameter": error.name} if isinstance(error, ParameterError | IriError) else {}
    if isinstance(error, KnownError):
        more["duplicates"] = error.duplicates
    return respond(request, STATUSES[type(error)], error.en, error.fr, **more)


async def _http_exception(request: Request, error: HTTPException) -> Response:
    return respond(request, error.status_code, headers=error.headers)


async def _validation_error(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0]
    name = str(first["loc"][-1])
    return respond(request, 422, f"Parameter {name}: {first['msg']}.", parameter=name)


async def _bug(request: Request, error: Exception) -> Response:
    # the exception itself goes on to the server, which logs it; this answer passes none of the middlewares
    _LOG.error("%s %s failed: %s", request.method, request.url.path, type(error).__name__)
    return respond(request, 500, headers=HEADERS)
