"""The vocabularies that the service holds, as JSON."""

from typing import Any
from urllib.parse import quote

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from vocab.errors import VocabularyError
from vocab.index import VocabularyEntry, VocabularyIndex
from vocab.schema import Kind
from vocab.statistics import count_of_kind, label_counts

from .errors import NotFoundError
from .serving import SearchDep, ServingDep, publication
from .vocabulary_page import known

router = APIRouter(prefix="/api/vocabularies", tags=["vocabulary"])


@router.get("")
def vocabularies(leased: ServingDep, catalogue: SearchDep) -> Response:
    """Every vocabulary, in the order of preference."""
    index = catalogue.vocabulary
    return _json({"vocabularies": [_described(entry, index, leased.base) for entry in index.vocabularies()]})


@router.get("/{id_}")
def vocabulary(request: Request, id_: str, leased: ServingDep, catalogue: SearchDep) -> Response:
    """One vocabulary, with its labels by language and the editions that have been loaded."""
    entry, index = known(catalogue, id_), catalogue.vocabulary
    try:
        editions = publication(request).history.editions(entry.id, entry.loaded)
    except VocabularyError as error:
        raise NotFoundError("The editions are no longer kept.", "Les éditions ne sont plus conservées.") from error
    labels = {
        language: {kind.name.lower(): count for kind, count in by_kind.items()}
        for language, by_kind in label_counts(index, entry.id).items()
    }
    more = {
        "collections": count_of_kind(index, entry.id, Kind.COLLECTION),
        "labels": labels,
        "editions": [
            {"version": e.version, "loaded": e.loaded, "issued": e.issued, "concepts": e.concepts} for e in editions
        ],
    }
    return _json(_described(entry, index, leased.base) | more)


def _described(entry: VocabularyEntry, index: VocabularyIndex, base: str) -> dict[str, Any]:
    name = quote(entry.id, safe="")
    links = {
        "self": f"{base}/api/vocabularies/{name}",
        "page": f"{base}/vocabulary/{name}",
        "search": f"{base}/rest/v1/search?vocab={name}&query=",
        "diff": f"{base}/api/vocabularies/{name}/diff",
        "changes": f"{base}/vocabulary/{name}/changes.atom",
    }
    return {
        "id": entry.id,
        "title": entry.titles,
        "scheme": entry.scheme,
        "namespace": entry.namespace,
        "facet": entry.facet,
        "languages": [language for language in label_counts(index, entry.id) if language] or list(entry.languages),
        "licence": entry.licence,
        "publisher": entry.publisher,
        "homepage": entry.homepage,
        "hub": entry.hub,
        "edition": {"version": entry.version, "loaded": entry.loaded, "issued": entry.issued},
        "concepts": entry.concepts,
        "deprecated": entry.deprecated,
        "links": links,
    }


def _json(body: object) -> Response:
    return Response(orjson.dumps(body), headers={"Cache-Control": "public, no-cache"}, media_type="application/json")
