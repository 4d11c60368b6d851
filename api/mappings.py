"""Mappings between concepts: of all sets together, as SSSOM in TSV and JSON and as SKOS, with what contradicts what."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request
from starlette.datastructures import QueryParams
from starlette.responses import Response

from catalogue.search import Search
from vocab.mapping import BUILT_IN, MATCHES, RECORD, Mapping
from vocab.mapping_index import MappingIndex, Selection, State
from vocab.sssom import expand, skos, write, write_json
from vocab.term import iri

from . import rdf
from .caching import entity_tag, is_held
from .errors import NotFoundError, ParameterError
from .negotiation import choose
from .query import number
from .serving import SearchDep, ServingDep

router = APIRouter(prefix="/api/mappings", tags=["vocabularies"])

OFFERED = ("json", "tsv", "ttl", "jsonld")
"""SSSOM in JSON and TSV, SKOS in Turtle and JSON-LD."""

_MEDIA_TYPES = {
    "json": "application/json",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
}

MAX_MAPPINGS = 10_000
"""Mappings of one page."""

LONGEST = 2000
"""Characters of a parameter."""


@router.get("")
def mappings(request: Request, leased: ServingDep, search: SearchDep) -> Response:
    """Mappings that sets state, page by page.

    Parameters: ``subject``, ``object``, ``concept`` (either of them), ``predicate``, ``set``: IRIs; ``from``, ``to``:
    ids of vocabularies; ``derived`` (``true``: also those that follow from exact matches of several sets); ``size``;
    ``format``; ``after`` stands in the link to the next page, which is a header.
    """
    derived = _choice(request.query_params, "derived", ("true", "false")) == "true"
    states = (State.STATED, State.DERIVED) if derived else (State.STATED,)
    return _answer(request, search, f"{leased.base}/api/mappings", states)


@router.get("/proposals")
def proposals(request: Request, leased: ServingDep, search: SearchDep) -> Response:
    """Mappings that names in common suggest, for review; they are used for nothing until a curator accepts them.

    Parameters: those of ``/api/mappings``.
    """
    return _answer(request, search, f"{leased.base}/api/mappings/proposals", (State.PROPOSED,))


@router.get("/sets")
def sets(request: Request, search: SearchDep) -> Response:
    """Every set: what it says of itself, which vocabulary states it if one does, and how many mappings it has."""
    found = [
        {
            "mapping_set_id": one.mapping_set.identifier,
            "mapping_set_title": one.mapping_set.title,
            "mapping_set_version": one.mapping_set.version,
            "license": one.mapping_set.licence,
            "vocabulary": one.vocabulary,
            "mappings": one.mappings,
        }
        for one in MappingIndex(search.vocabulary).sets()
    ]
    return _respond(request, orjson.dumps({"sets": found}))


@router.get("/conflicts")
def conflicts(request: Request, search: SearchDep) -> Response:
    """Mappings that contradict each other, page by page.

    Parameters: ``code`` (of a kind of conflict), ``size``; ``after`` stands in the link to the next page.
    """
    given, index = request.query_params, MappingIndex(search.vocabulary)
    counts = index.conflict_counts()
    code = _choice(given, "code", tuple(counts))
    size = number(given, "size", default=100, low=1, high=1000)
    after = number(given, "after", default=0, low=0, high=999_999_999)
    rows = index.conflicts(code, after=after, limit=size + 1)
    body: dict[str, Any] = {
        "counts": counts,
        "conflicts": [
            {
                "code": found.code,
                "severity": found.meaning.severity,
                "message": {"en": found.message("en"), "fr": found.message("fr")},
                "concepts": found.concepts,
                "mappings": [_brief(mapping) for mapping in index.identified(found.mappings)],
            }
            for _, found in rows[:size]
        ],
    }
    if len(rows) > size:
        asked = {"code": code, "size": size, "after": rows[size - 1][0]}
        body["links"] = {"next": f"/api/mappings/conflicts?{urlencode({k: v for k, v in asked.items() if v})}"}
    return _respond(request, orjson.dumps(body))


def _brief(mapping: Mapping) -> dict[str, Any]:
    return {
        "record_id": mapping.identifier,
        "subject_id": mapping.subject,
        "subject_label": mapping.subject_label,
        "predicate_id": mapping.predicate,
        "predicate_modifier": "Not" if mapping.negated else "",
        "object_id": mapping.object,
        "object_label": mapping.object_label,
        "mapping_source": mapping.mapping_set,
    }


@router.get("/{name}")
def mapping(request: Request, name: str, leased: ServingDep, search: SearchDep) -> Response:
    """One mapping by the last part of its identifier, with those that it follows from."""
    index = MappingIndex(search.vocabulary)
    found = index.identified([RECORD + name])
    if not found:
        raise NotFoundError("There is no such mapping.", "Il n'y a pas un tel alignement.")
    found += index.identified(found[0].values("see_also"))
    address = f"{leased.base}/api/mappings/{name}"
    return _send(request, index, address, Selection(), found, ())


def _answer(request: Request, search: Search, address: str, states: tuple[State, ...]) -> Response:
    given, index = request.query_params, MappingIndex(search.vocabulary)
    selection = _selection(given, search, index, states)
    size = number(given, "size", default=1000, low=1, high=MAX_MAPPINGS)
    after = number(given, "after", default=0, low=0, high=999_999_999)
    rows = index.find(selection, after=after, limit=size + 1)
    links = list[str]()
    if len(rows) > size:
        asked = {**dict(given), "after": rows[size - 1][0]}
        links.append(f'<{request.url.path}?{urlencode(asked)}>; rel="next"')
    asked = {name: value for name, value in given.items() if name not in ("format", "size", "after")}
    identifier = f"{address}?{urlencode(asked)}" if asked else address
    return _send(request, index, identifier, selection, [mapping for _, mapping in rows[:size]], links)


def _send(
    request: Request,
    index: MappingIndex,
    identifier: str,
    selection: Selection,
    found: Sequence[Mapping],
    links: Sequence[str],
) -> Response:
    """Mappings in the form that the client likes best."""
    form = choose(request, OFFERED).name
    described = index.described(selection, identifier, found)
    if form == "json":
        body = write_json(described, found, index.prefixes())
    elif form == "tsv":
        body = write(described, found, index.prefixes()).encode()
    else:
        body = rdf.write(form, {iri(described.identifier): list(skos(found))}, first="")
    return _respond(request, body, _MEDIA_TYPES[form], links)


def _respond(
    request: Request, body: bytes, media_type: str = "application/json", links: Sequence[str] = ()
) -> Response:
    tag = entity_tag((body, media_type))
    headers = {"ETag": tag, "Cache-Control": "public, no-cache", "Vary": "Accept"}
    if links:
        headers["Link"] = ", ".join(links)
    if is_held(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type=media_type)


def _selection(given: QueryParams, search: Search, index: MappingIndex, states: tuple[State, ...]) -> Selection:
    said = {name: given.get(name, "").strip() for name in ("subject", "object", "concept", "set", "from", "to")}
    for name, value in said.items():
        if len(value) > LONGEST:
            raise ParameterError(name, f"has more than {LONGEST} characters", f"a plus de {LONGEST} caractères")
    for name in ("from", "to"):
        if said[name] and search.vocabulary.vocabulary(said[name]) is None:
            raise ParameterError(name, "is the id of no vocabulary", "n'est l'identifiant d'aucun vocabulaire")
    if said["set"] and index.set(said["set"]) is None:
        raise ParameterError("set", "is the IRI of no mapping set", "n'est l'IRI d'aucun jeu d'alignements")
    return Selection(
        subject=said["subject"],
        object=said["object"],
        concept=said["concept"],
        source=said["from"],
        target=said["to"],
        predicate=_predicate(given.get("predicate", "").strip()),
        mapping_set=said["set"],
        states=states,
    )


def _predicate(text: str) -> str:
    """A mapping property by its IRI, its CURIE or its local name."""
    if not text:
        return ""
    names = {match.rpartition("#")[2]: match for match in MATCHES}
    try:
        found = names.get(text) or expand(text, BUILT_IN)
    except ValueError:
        found = ""
    if found not in MATCHES:
        words = ", ".join(names)
        raise ParameterError("predicate", f"must be one of: {words}", f"doit être l'un de : {words}")
    return found


def _choice(given: QueryParams, name: str, allowed: Sequence[str]) -> str:
    value = given.get(name, "")
    if value and value not in allowed:
        words = ", ".join(allowed)
        raise ParameterError(name, f"must be one of: {words}", f"doit être l'un de : {words}")
    return value
