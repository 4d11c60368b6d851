"""``POST /api/match``: terms in, the concepts that they may mean out, as JSON, CSV or SSSOM."""

import asyncio
import io
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any, NamedTuple

import orjson
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from vocab.candidate import HINTS, Answer, Asked
from vocab.exchange import TermsError, TooManyTermsError, csv_of, json_of, read_csv, read_json, sssom_of
from vocab.index import VocabularyIndex

from .content import content
from .errors import NotAcceptableError, ParameterError, TooLargeError
from .negotiation import qualities
from .serving import SearchDep

router = APIRouter(prefix="/api", tags=["vocabulary"])

MOST_BYTES = 16_000_000
"""Bytes of a request."""

MOST_CANDIDATES = 20
"""Candidates of a term that can be asked for."""

CANDIDATES = 5

PATIENCE = 20.0
"""Seconds after which the rest of a batch is looked for by names that agree only; the answers then say so."""

_JSON, _TABLES = "application/json", ("text/csv", "text/tab-separated-values", "text/plain")


class _Form(NamedTuple):
    """A form of the answer: its media type, what is sent as, and how it is written."""

    accepted: str
    media_type: str
    write: Callable[[Sequence[Answer], VocabularyIndex], str | bytes]


def _sssom(answers: Sequence[Answer], index: VocabularyIndex) -> str:
    prefixes = {entry.id: entry.namespace for entry in index.vocabularies() if entry.namespace}
    return sssom_of(answers, version("terrafair"), prefixes)


FORMS: Mapping[str, _Form] = {
    "json": _Form(_JSON, _JSON, lambda answers, _: orjson.dumps(json_of(answers))),
    "csv": _Form("text/csv", "text/csv; charset=utf-8", lambda answers, _: csv_of(answers)),
    "sssom": _Form("text/tab-separated-values", "text/tab-separated-values; charset=utf-8", _sssom),
}
"""The forms of the answer by the value of ``?format=``."""


_TERM = {
    "type": "object",
    "properties": {
        **{name: {"type": "string"} for name in ("text", "language", "thesaurus")},
        "hint": {"type": "string", "enum": list(HINTS)},
    },
    "required": ["text"],
}
OPENAPI: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            _JSON: {"schema": {"type": "object", "properties": {"terms": {"type": "array", "items": _TERM}}}},
            **{media_type: {"schema": {"type": "string"}} for media_type in _TABLES},
        },
    },
    "parameters": [
        {"name": "format", "in": "query", "schema": {"type": "string", "enum": list(FORMS)}},
        {"name": "hint", "in": "query", "schema": {"type": "string", "enum": list(HINTS)}},
        {"name": "vocab", "in": "query", "schema": {"type": "string"}},
        {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MOST_CANDIDATES}},
    ],
}
"""What the endpoint takes, as its description for machines says it."""


@router.post("/match", openapi_extra=OPENAPI)
async def match(request: Request, catalogue: SearchDep) -> Response:
    """The concepts that terms may mean, best first, each with its score and what speaks for it.

    The content is ``{"terms": [{"text": …, "language": …, "hint": …, "thesaurus": …}, …]}``, or CSV with such columns.
    Parameters: ``format`` (json, csv, sssom), ``hint`` for terms that bring none, ``vocab`` (ids of the vocabularies
    that may answer), ``limit`` (candidates for each). Where a batch takes too long, names that are only like a term are
    not looked for any more, and the answer has ``"complete": false``.
    """
    index = catalogue.vocabulary
    form = _form(request)
    hint, limit = _hint(request), _limit(request)
    vocabularies = _vocabularies(request, index)
    terms = _terms(request, await content(request, MOST_BYTES), hint)
    # a large batch takes seconds: other requests go on meanwhile
    body = await asyncio.to_thread(
        lambda: form.write(index.lookup.answers(terms, vocabularies, limit, patience=PATIENCE), index),
    )
    headers = {"Vary": "Accept", "Cache-Control": "no-store"}
    return Response(body, 200, headers, form.media_type)


def _form(request: Request) -> _Form:
    asked = request.query_params.get("format", "").lower()
    if asked:
        if asked not in FORMS:
            known = ", ".join(FORMS)
            raise ParameterError("format", f"must be one of: {known}", f"doit être l'un de : {known}")
        return FORMS[asked]
    welcome = qualities(request.headers.get("accept", ""), [form.accepted for form in FORMS.values()])
    best = max(FORMS.values(), key=lambda form: welcome[form.accepted])
    if not welcome[best.accepted]:
        known = ", ".join(form.accepted for form in FORMS.values())
        raise NotAcceptableError(f"What there is: {known}.", f"Ce qu'il y a : {known}.")
    return best


def _hint(request: Request) -> str:
    hint = request.query_params.get("hint", "").lower()
    if hint and hint not in HINTS:
        known = ", ".join(HINTS)
        raise ParameterError("hint", f"must be one of: {known}", f"doit être l'un de : {known}")
    return hint


def _limit(request: Request) -> int:
    said = request.query_params.get("limit", str(CANDIDATES))
    if not (said.isascii() and said.isdigit() and 1 <= int(said[:9]) <= MOST_CANDIDATES):
        bounds = f"1–{MOST_CANDIDATES}"
        raise ParameterError("limit", f"must be a number, {bounds}", f"doit être un nombre, {bounds}")
    return int(said)


def _vocabularies(request: Request, index: VocabularyIndex) -> tuple[str, ...]:
    asked = tuple(request.query_params.get("vocab", "").split())
    for name in asked:
        if index.vocabulary(name) is None:
            raise ParameterError("vocab", f"there is no vocabulary {name[:60]!r}", f"pas de vocabulaire {name[:60]!r}")
    return asked


def _terms(request: Request, body: bytes, hint: str) -> list[Asked]:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if media_type == _JSON:
            return read_json(body, hint)
        if media_type in _TABLES:
            return read_csv(io.StringIO(body.decode("utf-8-sig"), newline=""), hint)
    except TooManyTermsError as error:
        raise TooLargeError(
            f"{error.en[:1].upper()}{error.en[1:]}.", f"{error.fr[:1].upper()}{error.fr[1:]}."
        ) from None
    except TermsError as error:
        raise ParameterError("terms", error.en, error.fr) from None
    except UnicodeDecodeError:
        raise ParameterError("terms", "they are not UTF-8", "ils ne sont pas en UTF-8") from None
    raise HTTPException(415)
