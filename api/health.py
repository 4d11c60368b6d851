"""``GET /health``: whether something is being served, and what."""

from dataclasses import asdict

import orjson
from fastapi import APIRouter
from starlette.responses import Response

from .serving import ServingDep

router = APIRouter(tags=["service"])


@router.get("/health")
async def health(leased: ServingDep) -> Response:
    """The manifest of the generation that is served; 503 before the first publication."""
    body = {"status": "ok", **asdict(leased.generation.manifest)}
    return Response(orjson.dumps(body), headers={"Cache-Control": "no-store"}, media_type="application/json")
