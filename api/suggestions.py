"""Suggest a term: a form, ``POST /api/suggestions``, and the addresses of accepted suggestions.

Off unless the settings open it. Nobody logs in; what is kept of a sender is the contact that was given. A form counts
only when this service sent it out and the page that sends it back is of this site.
"""

import asyncio
import hmac
import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import orjson
from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from catalogue.errors import SuggestionsError
from catalogue.suggestion_export import address, statements
from catalogue.suggestions import Draft, Status, Suggestion, Suggestions
from catalogue.workspace import Workspace
from vocab.term import iri

from . import content
from .address import Item, link
from .description import OFFERED, respond
from .duplicates import Duplicate, are_the_same, duplicates
from .errors import ClosedError, CrossSiteError, KnownError, NotFoundError, ParameterError, TooManyError
from .layout import page
from .negotiation import choose, split_suffix
from .rate_limit import RateLimit
from .serving import SearchDep, Serving, ServingDep
from .settings import Settings
from .suggestion_form import LENGTHS, TRAP, Filled, read
from .texts import Reader, reader

T = TypeVar("T")

router = APIRouter(tags=["vocabulary"])

MOST_BYTES = 100_000
"""Bytes of a suggestion as it is sent."""

MOST_FIELDS = 30

HOUR = 3600.0

FORM_LASTS = 24 * HOUR
"""Seconds in which a form can be sent back."""

_FORM = "application/x-www-form-urlencoded"
_KEY = re.compile(r"[0-9a-f]{12}")


class Desk:
    """Where suggestions come in: how many are taken, and which forms count.

    Args:
        settings: of the service.
    """

    def __init__(self, settings: Settings) -> None:
        self.open = settings.suggestions
        self.store = Suggestions(Workspace(settings.data).suggestions)
        self._each = RateLimit(settings.suggestions_each, HOUR)
        self._hourly = settings.suggestions_hourly

    @cached_property
    def _secret(self) -> bytes:
        return self.store.secret()

    def token(self) -> str:
        """What a form brings back, to show that it was sent out here."""
        moment = str(int(time.time()))
        return f"{moment}.{self._signature(moment)}"

    def knows(self, token: str) -> bool:
        """Whether a form was sent out here, not too long ago."""
        moment, _, signature = token[:200].partition(".")
        if not (moment.isascii() and moment.isdigit() and len(moment) < 12):
            return False
        fresh = 0 <= time.time() - int(moment) <= FORM_LASTS
        return fresh and hmac.compare_digest(signature.encode(), self._signature(moment).encode())

    def _signature(self, moment: str) -> str:
        return hmac.digest(self._secret, moment.encode(), "sha256").hex()[:32]

    def take(self, draft: Draft, sender: str) -> Suggestion:
        """Keep a suggestion.

        Raises:
            TooManyError: the sender, or all together, have sent too many.
        """
        since = datetime.now(UTC) - timedelta(seconds=HOUR)
        moment = since.isoformat(timespec="seconds").replace("+00:00", "Z")
        if self.store.since(moment) >= self._hourly or not self._each.take(sender):
            raise TooManyError(
                "No more suggestions are taken at the moment: come back in an hour.",
                "Plus de propositions ne peuvent être reçues pour le moment : revenez dans une heure.",
            )
        return self.store.add(draft)


def desk(request: Request) -> Desk:
    """The desk of the application that a request came to.

    Raises:
        NotFoundError: it is closed.
    """
    found: Desk = request.app.state.desk
    if not found.open:
        raise NotFoundError("This service takes no suggestions.", "Ce service ne reçoit pas de propositions.")
    return found


DeskDep = Annotated[Desk, Depends(desk)]


@router.get("/suggest", include_in_schema=False)
@router.get("/vocabulary/{vocabulary}/suggest", include_in_schema=False)
async def form(request: Request, at: DeskDep, catalogue: SearchDep, vocabulary: str = "") -> Response:
    """The form; after it was sent, thanks."""
    if vocabulary and catalogue.vocabulary.vocabulary(vocabulary) is None:
        raise NotFoundError("There is no such vocabulary.", "Ce vocabulaire n'existe pas.")
    sent = request.query_params.get("sent", "")
    t = reader(request)
    draft = Draft(vocabulary=vocabulary, label_en="", language=t.language)
    shown = Filled(draft, {})
    return await _page(request, at, catalogue, shown, sent=sent if _KEY.fullmatch(sent) else "")


@router.post("/suggest", include_in_schema=False)
@router.post("/vocabulary/{vocabulary}/suggest", include_in_schema=False)
async def send(request: Request, at: DeskDep, leased: ServingDep, catalogue: SearchDep) -> Response:
    """Take the form."""
    _refuse_cross_site(request, leased)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise HTTPException(415)
    fields = content.fields(await content.text(request, MOST_BYTES), "form", MOST_FIELDS)
    t = reader(request)
    filled = read(fields, catalogue.vocabulary, t.language)
    if fields.get(TRAP):
        # a machine is not told that it was seen
        return _thanks(request, secrets.token_hex(6))
    if not await _stored(at.knows, fields.get("token", "")):
        return await _page(request, at, catalogue, Filled(filled.draft, {**filled.errors, "": "suggest.error_token"}))
    if filled.errors:
        return await _page(request, at, catalogue, filled)
    found = await _stored(_duplicates, at, leased, catalogue, filled.draft, t)
    if are_the_same(found, filled.draft.vocabulary) and not fields.get("confirmed"):
        return await _page(request, at, catalogue, filled, found=found)
    kept = await _stored(at.take, filled.draft, _sender(request))
    return _thanks(request, kept.key)


@router.post("/api/suggestions", status_code=201)
async def post(request: Request, at: DeskDep, leased: ServingDep, catalogue: SearchDep) -> Response:
    """Suggest a term, as a JSON object.

    Its members: ``label_en``, ``label_fr`` (one of them at least), ``reason``, and if known ``vocabulary`` (an id),
    ``definition``, ``language`` (of definition and reason), ``broader`` (an IRI), ``source`` (an address),
    ``contact``. What exists already is not taken unless ``confirmed`` is true.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415)
    values = _json(await content.text(request, MOST_BYTES))
    t = reader(request)
    filled = read(values, catalogue.vocabulary, t.language)
    for name, key in filled.errors.items():
        longest = LENGTHS[name]
        raise ParameterError(name, *(Reader(code)(key, longest=longest).rstrip(".") for code in ("en", "fr")))
    found = await _stored(_duplicates, at, leased, catalogue, filled.draft, t)
    shown = [one._asdict() for one in found]
    if are_the_same(found, filled.draft.vocabulary) and values.get("confirmed") is not True:
        raise KnownError("There is such a term already.", "Un tel terme existe déjà.", shown)
    kept = await _stored(at.take, filled.draft, _sender(request))
    body = {"key": kept.key, "status": kept.status, "created": kept.created, "duplicates": shown}
    return Response(orjson.dumps(body), 201, {"Cache-Control": "no-store"}, "application/json")


@router.get("/api/suggestions/duplicates")
def similar(
    request: Request,
    at: DeskDep,
    leased: ServingDep,
    catalogue: SearchDep,
    label: Annotated[str, Query(max_length=LENGTHS["label_en"])],
    vocabulary: Annotated[str, Query(max_length=LENGTHS["vocabulary"])] = "",
) -> Response:
    """The concepts and suggestions that a name may mean already."""
    try:
        found = duplicates(catalogue.vocabulary, at.store, leased.base, label, vocabulary, reader(request))
    except SuggestionsError as error:
        raise _closed() from error
    body = {"label": label, "duplicates": [one._asdict() for one in found]}
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-store"}
    return Response(orjson.dumps(body), 200, headers, "application/json")


@router.get("/suggestion/{key}")
async def suggestion(request: Request, key: str, at: DeskDep, leased: ServingDep, catalogue: SearchDep) -> Response:
    """An accepted suggestion: HTML, Turtle, JSON-LD, RDF/XML, N-Triples or N-Quads."""
    name, suffix = split_suffix(key, OFFERED)
    found = await _stored(at.store.get, name) if _KEY.fullmatch(name) else None
    if found is None or found.status is not Status.ACCEPTED:
        raise NotFoundError("There is no such suggestion.", "Cette proposition n'existe pas.")
    form = choose(request, OFFERED, suffix)
    subject = address(found.key, leased.base)
    if form.name != "html":
        graphs = {iri(subject): list(statements(found, leased.base))}
        return respond(request, form, graphs, first=iri(subject), path=f"/suggestion/{found.key}", links=[])
    t, draft = reader(request), found.draft
    entry = catalogue.vocabulary.vocabulary(draft.vocabulary)
    above = catalogue.vocabulary.concept(draft.broader) if draft.broader else None
    return page(
        request,
        "suggestion.html",
        name=t.metadata(found.labels),
        others=t.others(found.labels),
        suggestion=found,
        uri=subject,
        vocabulary=t.metadata(entry.titles).text if entry else draft.vocabulary,
        broader=_item(draft.broader, t.metadata(above.labels).text if above else "", leased.base),
        source=_item(draft.source, "", leased.base),
        forms=[(f"/suggestion/{found.key}.{one}", t(f"form.{one}")) for one in OFFERED if one != "html"],
    )


def _item(target: str, text: str, base: str) -> Item | None:
    if not target:
        return None
    href, foreign = link(target, base)
    return Item(text or target, href=href, foreign=foreign)


async def _page(
    request: Request,
    at: Desk,
    catalogue: SearchDep,
    filled: Filled,
    *,
    found: Sequence[Duplicate] = (),
    sent: str = "",
) -> Response:
    """The form with what was sent, what is wrong with it, and what there is already."""
    t, index = reader(request), catalogue.vocabulary
    entries = [entry for entry in index.vocabularies() if entry.facet != "authority"]
    titles = sorted((t.metadata(entry.titles).text or entry.id, entry.id) for entry in entries)
    chosen = index.vocabulary(filled.draft.vocabulary)
    if chosen is not None and chosen.id not in {id_ for _, id_ in titles}:
        titles.append((t.metadata(chosen.titles).text or chosen.id, chosen.id))
    response = page(
        request,
        "suggest.html",
        status=409 if found else 422 if filled.errors else 200,
        action=request.url.path,
        values=filled.draft._asdict(),
        errors={name: t(key, longest=LENGTHS.get(name, 0)) for name, key in filled.errors.items()},
        vocabularies=titles,
        title=t.metadata(chosen.titles).text if chosen else "",
        lengths=LENGTHS,
        trap=TRAP,
        token=await _stored(at.token),
        found=found,
        sent=sent,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _thanks(request: Request, key: str) -> Response:
    return RedirectResponse(f"{request.url.path}?sent={key}", 303, {"Cache-Control": "no-store"})


def _duplicates(at: Desk, leased: Serving, catalogue: SearchDep, draft: Draft, t: Reader) -> list[Duplicate]:
    """What either name of a draft may mean already, each once."""
    found = dict[tuple[str, str], Duplicate]()
    for text in dict.fromkeys((draft.label_en, draft.label_fr)):
        for one in duplicates(catalogue.vocabulary, at.store, leased.base, text, draft.vocabulary, t):
            found.setdefault((one.uri or one.label, one.id), one)
    return list(found.values())


async def _stored(work: Callable[..., T], *arguments: object) -> T:
    """Something done with the file of suggestions, beside the other requests.

    Raises:
        ClosedError: the file cannot be read or written.
    """
    try:
        return await asyncio.to_thread(work, *arguments)
    except SuggestionsError as error:
        raise _closed() from error


def _closed() -> ClosedError:
    return ClosedError(
        "Suggestions cannot be taken at the moment.", "Les propositions ne peuvent pas être reçues pour le moment."
    )


def _refuse_cross_site(request: Request, leased: Serving) -> None:
    """Let through only forms that a page of this site sends.

    Raises:
        CrossSiteError: another site's page sends it.
    """
    origin = request.headers.get("origin")
    own = {request.headers.get("host", ""), urlsplit(leased.base).netloc}
    foreign = origin is not None and (origin == "null" or urlsplit(origin).netloc not in own)
    if foreign or request.headers.get("sec-fetch-site", "same-origin") == "cross-site":
        raise CrossSiteError("The form was sent from another site.", "Le formulaire a été envoyé depuis un autre site.")


def _sender(request: Request) -> str:
    return request.client.host if request.client else ""


def _json(text: str) -> Mapping[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise ParameterError("content", "is no JSON", "n'est pas du JSON") from None
    if not isinstance(found, dict):
        raise ParameterError("content", "must be a JSON object", "doit être un objet JSON")
    return found
