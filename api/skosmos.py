"""The vocabulary API of Skosmos, REST v1: ``search`` and ``vocabularies``.

Same addresses, parameters and shapes of answer, so that its clients work here; errors are plain text, as there.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import PlainTextResponse, Response

from vocab.index import Resource, VocabularyIndex
from vocab.label_search import LabelHit, LabelSearch, Terms
from vocab.namespace import RDFS, SKOS
from vocab.schema import LabelKind, Relation

from .negotiation import preferred
from .serving import SearchDep, ServingDep

router = APIRouter(prefix="/rest/v1", tags=["vocabulary"])

MAX_HITS = 1000
"""Hits of one answer when the request sets no bound, or a greater one."""

FIELDS = ("broader", "narrower", "related", "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
"""The relations that ``fields`` may name, besides ``prefLabel``."""

_CONCEPT = "skos:Concept"
_CONTEXT = {"skos": SKOS.base, "uri": "@id", "type": "@type"}
_SEARCH_CONTEXT = {
    "skos": SKOS.base,
    "isothes": "http://purl.org/iso25964/skos-thes#",
    "onki": "http://schema.onki.fi/onki#",
    "uri": "@id",
    "type": "@type",
    "results": {"@id": "onki:results", "@container": "@list"},
    "prefLabel": "skos:prefLabel",
    "altLabel": "skos:altLabel",
    "hiddenLabel": "skos:hiddenLabel",
}
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*", re.ASCII)


class _RequestError(Exception):
    """A parameter is missing or has a bad value; the message is part of the contract."""


@dataclass(frozen=True, slots=True)
class LabelQuery:
    """What a search of labels asks for.

    Attributes:
        query: the term, with ``*`` for anything.
        language: of the labels that are searched; empty for all.
        shown: language of the labels that are shown; empty for that of the label found.
        vocabularies: ids; empty for all.
        schemes: IRIs of concept schemes; empty for all.
        types: compact IRIs or IRIs of classes; empty for all.
        parent: IRI of a concept; only what is below it is found.
        fields: what else is shown of each concept.
        unique: each concept once.
        limit: hits at most.
        offset: hits left out first.
    """

    query: str
    language: str
    shown: str
    vocabularies: tuple[str, ...]
    schemes: tuple[str, ...]
    types: tuple[str, ...]
    parent: str
    fields: tuple[str, ...]
    unique: bool
    limit: int
    offset: int


@router.get("/search")
def search(request: Request, catalogue: SearchDep) -> Response:
    """Concepts by label."""

    def answer(given: QueryParams) -> dict[str, Any]:
        asked = _label_query(given)
        hits = list(_find(catalogue.vocabulary, asked))
        context = dict[str, Any](_SEARCH_CONTEXT)
        for field in asked.fields:
            if field == "prefLabel":
                context["prefLabels"] = {"@id": "skos:prefLabel", "@container": "@language"}
            else:
                context[field] = f"skos:{field}"
        if asked.shown:
            context["@language"] = asked.shown
        return {"@context": context, "uri": "", "results": hits}

    return _respond(request, answer)


@router.get("/vocabularies")
def vocabularies(request: Request, leased: ServingDep, catalogue: SearchDep) -> Response:
    """The vocabularies, in the order of their ids."""

    def answer(given: QueryParams) -> dict[str, Any]:
        language = given.get("lang", "")
        if not language:
            raise _RequestError("lang parameter missing")
        context = {
            **_CONTEXT,
            "rdfs": RDFS.base,
            "onki": _SEARCH_CONTEXT["onki"],
            "title": {"@id": "rdfs:label", "@language": language},
            "vocabularies": "onki:hasVocabulary",
            "id": "onki:vocabularyIdentifier",
            "@base": f"{leased.base}/rest/v1/vocabularies",
        }
        entries = sorted(catalogue.vocabulary.vocabularies(), key=lambda entry: entry.id)
        found = [
            {
                "uri": entry.id,
                "id": entry.id,
                "title": entry.titles.get(language) or next(iter(entry.titles.values()), ""),
            }
            for entry in entries
        ]
        return {"@context": context, "uri": "", "vocabularies": found}

    return _respond(request, answer)


def _respond(request: Request, answer: Callable[[QueryParams], dict[str, Any]]) -> Response:
    """An answer as JSON, JSON-LD or a script, or the contract's plain-text error."""
    callback = request.query_params.get("callback", "")
    headers = {"Access-Control-Allow-Origin": "*", "Vary": "Accept", "Cache-Control": "public, no-cache"}
    try:
        body = _wrapped(answer(request.query_params), callback)
    except _RequestError as error:
        status = HTTPStatus.BAD_REQUEST
        return PlainTextResponse(f"{status.value} {status.phrase} : {error}", status, headers)
    if callback:
        return Response(body, 200, headers, "application/javascript")
    form = preferred(request.headers.get("accept", ""), ("json", "jsonld"))
    linked = form == "jsonld" and "application/ld+json" in request.headers.get("accept", "")
    return Response(body, 200, headers, "application/ld+json" if linked else "application/json; charset=utf-8")


def _wrapped(answer: dict[str, Any], callback: str) -> bytes:
    """An answer as JSON, or as a script that calls a function with it."""
    body = orjson.dumps(answer)
    if not callback:
        return body
    if not _CALLBACK.fullmatch(callback):
        raise _RequestError("callback parameter is invalid")
    return callback.encode() + b"(" + body + b");"


def _label_query(given: QueryParams) -> LabelQuery:
    query, parent, group = given.get("query", ""), given.get("parent", ""), given.get("group", "")
    if not query.strip() and not parent and not group:
        raise _RequestError("query parameter missing")
    language = given.get("lang", "")
    return LabelQuery(
        query=unicodedata.normalize("NFC", query[:500]).strip(),
        language=language,
        shown=given.get("labellang", "") or language,
        vocabularies=tuple(given.get("vocab", "").split()),
        schemes=tuple(given.get("scheme", "").split()),
        types=tuple(given.get("type", "").split()),
        parent=parent,
        fields=tuple(field for field in given.get("fields", "").split() if field in ("prefLabel", *FIELDS)),
        unique=given.get("unique", "").lower() in ("true", "1", "on", "yes"),
        limit=min(_whole(given, "maxhits", MAX_HITS, low=1), MAX_HITS),
        offset=_whole(given, "offset", 0, low=0),
    )


def _whole(given: QueryParams, name: str, default: int, *, low: int) -> int:
    text = given.get(name, "")
    if not text:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < low:
        raise _RequestError(f"{name} parameter is invalid")
    return int(text)


def _find(index: VocabularyIndex, asked: LabelQuery) -> Iterator[dict[str, Any]]:
    if asked.types and not {_CONCEPT, SKOS.Concept[1:-1]} & set(asked.types):
        return
    wanted = [
        id_
        for id_, scheme in index.schemes().items()
        if (not asked.vocabularies or id_ in asked.vocabularies) and (not asked.schemes or scheme in asked.schemes)
    ]
    if not wanted:
        return
    below = _below(index, asked.parent) if asked.parent else None
    terms = Terms(asked.query, asked.language, tuple(wanted), unique=asked.unique)
    hits = [hit for hit in LabelSearch(index).find(terms) if below is None or hit.concept in below]
    for hit in hits[asked.offset : asked.offset + asked.limit]:
        yield _hit(index, hit, asked)


def _below(index: VocabularyIndex, parent: str) -> set[str]:
    """The concepts below one, at any depth."""
    found, edge = set[str](), [parent]
    while edge:
        children = {entry.iri for iri in edge for entry in _relations(index, iri, "narrower")} - found
        found |= children
        edge = list(children)
    return found


def _hit(index: VocabularyIndex, hit: LabelHit, asked: LabelQuery) -> dict[str, Any]:
    shown = asked.shown or hit.language
    label = hit.labels.get(shown) or hit.labels.get("en") or next(iter(hit.labels.values()), "")
    found: dict[str, Any] = {
        "uri": hit.concept,
        "type": [_CONCEPT],
        "localname": re.split(r"[#/]", hit.concept)[-1],
        "prefLabel": label,
        "lang": hit.language or shown,
        "vocab": hit.vocabulary,
    }
    if hit.kind is LabelKind.PREFERRED and hit.text != label:
        found["matchedPrefLabel"] = hit.text
    elif hit.kind in _MATCHED:
        found[_MATCHED[hit.kind]] = hit.text
    if hit.notation:
        found["notation"] = hit.notation
    for field in asked.fields:
        if field == "prefLabel":
            found["prefLabels"] = dict(hit.labels)
        else:
            found[field] = _related(index, hit.concept, field, shown)
    return found


_MATCHED = {LabelKind.ALTERNATIVE: "altLabel", LabelKind.HIDDEN: "hiddenLabel", LabelKind.NOTATION: "notation"}
"""The members in which a hit says by which label it was found."""


def _related(index: VocabularyIndex, concept: str, field: str, language: str) -> Sequence[dict[str, str]]:
    return [
        {"uri": entry.iri} | ({"prefLabel": entry.labels[language]} if language in entry.labels else {})
        for entry in _relations(index, concept, field)
    ]


def _relations(index: VocabularyIndex, concept: str, field: str) -> list[Resource]:
    if field.endswith("Match"):
        return index.matching(concept, field)
    entry = index.concept(concept)
    if entry is None:
        return []
    if field == "broader":
        return index.objects(entry.number, Relation.BROADER)
    return index.subjects(entry.number, Relation.BROADER if field == "narrower" else Relation.RELATED)
