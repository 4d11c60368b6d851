"""Answers: how they are sent, as JSON, JSON-LD or a script; and refusals, as plain text or as a problem in JSON."""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api import problem
from api.caching import entity_tag, is_held
from api.negotiation import qualities
from vocab.index import VocabularyEntry

from .context import Answer
from .refusal import RefusalError, invalid

HEADERS = {"Access-Control-Allow-Origin": "*", "Vary": "Accept", "Cache-Control": "public, no-cache"}

JSON, LINKED, SCRIPT = "application/json; charset=utf-8", "application/ld+json", "application/javascript"

_CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){0,5}", re.ASCII)


def answer(request: Request, body: Answer, entry: VocabularyEntry | None = None) -> Response:
    """An answer in the form that its client wants; only its tag when the client holds it.

    Args:
        request: whose answer it is.
        body: the answer.
        entry: the vocabulary that it is about.

    Raises:
        RefusalError: the name of the script's function is none.
    """
    content, media_type = orjson.dumps(body), _media_type(request.headers.get("accept", ""))
    callback = request.query_params.get("callback", "")
    if callback:
        if not _CALLBACK.fullmatch(callback):
            raise invalid("callback")
        content, media_type = callback.encode() + b"(" + content + b");", SCRIPT
    return conditional(request, content, media_type, entry)


def conditional(
    request: Request, content: bytes, media_type: str, entry: VocabularyEntry | None = None, *, link: str = ""
) -> Response:
    """Some content with its tag and the date of its vocabulary's edition; without content when the client holds it."""
    tag = entity_tag((media_type, content))
    headers = HEADERS | {"ETag": tag} | ({"Link": link} if link else {})
    changed = _moment(entry.loaded) if entry is not None else None
    if changed is not None:
        headers["Last-Modified"] = format_datetime(changed, usegmt=True)
    if _is_known(request, tag, changed):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def refuse(request: Request, error: RefusalError) -> Response:
    """A refusal: a problem in JSON when the client names JSON, otherwise the plain text of the contract."""
    accept = request.headers.get("accept", "")
    welcome = qualities(accept, ("application/problem+json", "application/json", "text/plain"))
    plain = welcome.pop("text/plain")
    if "json" in accept and max(welcome.values()) >= plain:
        return problem.respond(request, error.status, error.en, error.fr, headers=HEADERS)
    text = f"{error.status.value} {error.status.phrase}" + (f" : {error.en}" if error.en else "")
    return PlainTextResponse(text, error.status, HEADERS | {"Cache-Control": "no-store"})


def _media_type(accept: str) -> str:
    """JSON, or JSON-LD when the header likes that better."""
    welcome = qualities(accept, ("application/json", LINKED))
    return LINKED if LINKED in accept and welcome[LINKED] > welcome["application/json"] else JSON


def _is_known(request: Request, tag: str, changed: datetime | None) -> bool:
    """Whether the client says that it holds the answer: by its tag, or else by its date (RFC 9110, section 13.2.2)."""
    if "if-none-match" in request.headers:
        return is_held(request, tag)
    if changed is None or "if-modified-since" not in request.headers:
        return False
    try:
        since = parsedate_to_datetime(request.headers["if-modified-since"])
    except ValueError:
        return False
    return changed <= (since if since.tzinfo else since.replace(tzinfo=UTC))


def _moment(text: str) -> datetime | None:
    """A moment of ISO 8601 to the second; None when there is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
