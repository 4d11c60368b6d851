"""``GET /api/search``: the search page's answer as JSON."""

from typing import Any

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from catalogue.search import FACETS, Hit, Results
from catalogue.search import Search as SearchIndex

from .query import OPENAPI, SearchParameters, SearchParametersDep
from .serving import SearchDep

router = APIRouter(prefix="/api", tags=["search"])


@router.get("/search", openapi_extra={"parameters": OPENAPI})
def search(parameters: SearchParametersDep, index: SearchDep) -> Response:
    """Records by words, place, time, concept and facets.

    Parameters: ``q``, ``bbox=west,south,east,north``, ``from``, ``to``, ``concept``, ``page``, ``size``, ``sort``, and
    the facets, each of which may be repeated.
    """
    results = index.find(parameters.query())
    return Response(
        orjson.dumps(answer(parameters, results, index)),
        headers={"Cache-Control": "public, no-cache"},
        media_type="application/json",
    )


def answer(parameters: SearchParameters, results: Results, index: SearchIndex) -> dict[str, Any]:
    """What is sent: hits, facets, and the way to the pages before and after."""
    last = max(1, -(-results.total // parameters.size))
    pages = {"prev": parameters.page - 1, "next": parameters.page + 1}
    return {
        "total": results.total,
        "page": parameters.page,
        "size": parameters.size,
        "links": {
            name: f"/api/search?{parameters.query_string(page=page)}"
            for name, page in pages.items()
            if 1 <= page <= last
        },
        "understood": [
            {
                "uri": uri,
                "prefLabel": labels,
                "vocabulary": entry.vocabulary if (entry := index.vocabulary.concept(uri)) else "",
            }
            for uri, labels in results.understood.items()
        ],
        "hits": [_hit(hit) for hit in results.hits],
        "facets": [
            {
                "name": name,
                "label": {"en": FACETS[name][0], "fr": FACETS[name][1]},
                "values": [
                    {"value": one.value, "label": {"en": one.en, "fr": one.fr}, "count": one.number} for one in values
                ],
            }
            for name, values in results.facets.items()
        ],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    summary = hit.summary
    return {
        "uri": hit.dataset,
        "record": hit.graph,
        "hub": hit.hub,
        "type": hit.kind,
        "dialect": hit.dialect,
        **{name: summary[name] for name in ("title", "abstract", "keywords", "modified", "links")},
        "bbox": summary["boxes"],
        "period": summary["periods"],
    }
