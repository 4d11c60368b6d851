"""Links: what the words of records were taken to mean, and the to-do list of whoever keeps a vocabulary."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from catalogue.linkage import UnmatchedWord
from catalogue.search import Search
from catalogue.suggestion import suggestions

from .errors import NotFoundError, ParameterError
from .query import number
from .serving import SearchDep, ServingDep

router = APIRouter(prefix="/api", tags=["hubs"])

MAX_WORDS = 1000
"""Words of one page."""


@router.get("/links")
def links(request: Request, search: SearchDep) -> Response:
    """What the words of a record were taken to mean, how that was found, and how sure it is.

    Parameter: ``dataset``, the IRI of the resource.
    """
    dataset = request.query_params.get("dataset", "")
    detail = search.record(dataset=dataset) if dataset else None
    if detail is None:
        raise NotFoundError("The catalogue has no such resource.", "Le catalogue n'a pas cette ressource.")
    return _json({"dataset": dataset, "links": [link._asdict() for link in search.linkage.of(detail.id)]})


@router.get("/hubs/{hub}/keywords")
def keywords(request: Request, hub: str, leased: ServingDep, search: SearchDep) -> Response:
    """The words of a hub's records for which no concept was found, those that most records have first.

    Parameters: ``unmatched`` (only ``true``), ``suggest`` (whether concepts are suggested), ``size``; ``page`` from 1.
    """
    given = request.query_params
    if hub not in search.hubs() and hub not in {entry.id for entry in leased.generation.hubs()}:
        raise NotFoundError(f"There is no hub “{hub}”.", f"Il n'y a pas de pôle « {hub} ».")
    for name, allowed in (("unmatched", ("", "true")), ("suggest", ("", "true", "false"))):
        if given.get(name, "") not in allowed:
            said = ", ".join(filter(None, allowed))
            raise ParameterError(name, f"must be one of: {said}", f"doit être l'un de : {said}")
    size = number(given, "size", default=100, low=1, high=MAX_WORDS)
    page = number(given, "page", default=1, low=1, high=1_000_000)
    total = search.linkage.number_unmatched(hub)
    found = search.linkage.unmatched(hub, limit=size, offset=size * (page - 1))
    body: dict[str, Any] = {
        "hub": hub,
        "total": total,
        "methods": search.linkage.methods(hub),
        "keywords": _suggested(found, search) if given.get("suggest") == "true" else list(map(_word, found)),
    }
    if size * page < total:
        asked = {**dict(given), "page": page + 1}
        body["links"] = {"next": f"/api/hubs/{hub}/keywords?{urlencode(asked)}"}
    return _json(body)


def _word(word: UnmatchedWord) -> dict[str, Any]:
    return {
        **word._asdict(),
        "examples": [{"dataset": dataset, "title": title} for dataset, title in word.examples],
    }


def _suggested(words: Sequence[UnmatchedWord], search: Search) -> list[dict[str, Any]]:
    """Words, each with the concepts that it may mean, the likeliest first."""
    found = suggestions(words, search.vocabulary)
    concepts = search.vocabulary.concepts([one.iri for candidates in found for one in candidates])
    labels = {entry.iri: entry.labels for entry in concepts}
    return [
        _word(word)
        | {
            "suggestions": [
                {
                    "concept": one.iri,
                    "vocabulary": one.vocabulary,
                    "labels": labels.get(one.iri, {}),
                    "score": one.score,
                    "method": one.method,
                    "evidence": one.evidence,
                }
                for one in candidates
            ]
        }
        for word, candidates in zip(words, found, strict=True)
    ]


def _json(body: object) -> Response:
    return Response(orjson.dumps(body), headers={"Cache-Control": "public, no-cache"}, media_type="application/json")
