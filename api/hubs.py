"""The hubs, how their harvests went, and what was found about their records."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from vocab.diagnostic import Severity

from .errors import ParameterError
from .query import number
from .serving import SearchDep, ServingDep

router = APIRouter(prefix="/api", tags=["hubs"])

_NOTHING = {"records": 0, "refused": 0, "stale": 0, "violations": 0, "warnings": 0}

MAX_FINDINGS = 1000
"""Findings of one page."""


@router.get("/hubs")
def hubs(leased: ServingDep, search: SearchDep) -> Response:
    """By hub, its numbers of records and findings, and the latest harvest of each of its sources."""
    counts = search.hubs()
    body = [asdict(entry) | counts.pop(entry.id, _NOTHING) for entry in leased.generation.hubs()]
    # records may outlive their hub's declaration
    body.extend({"id": hub, **numbers} for hub, numbers in counts.items())
    return _json({"hubs": body})


@router.get("/findings")
def findings(request: Request, search: SearchDep) -> Response:
    """Findings about records, page by page.

    Parameters: ``hub``, ``severity``, ``code``, ``size``; ``after`` stands in the link to the next page.
    """
    given = request.query_params
    severity = given.get("severity", "")
    if severity not in ("", *Severity):
        words = ", ".join(Severity)
        raise ParameterError("severity", f"must be one of: {words}", f"doit être l'un de : {words}")
    hub, code = given.get("hub", ""), given.get("code", "")
    size = number(given, "size", default=100, low=1, high=MAX_FINDINGS)
    after = number(given, "after", default=0, low=0, high=999_999_999)
    rows = search.all_findings(hub=hub, severity=severity, code=code, after=after, limit=size + 1)
    body: dict[str, Any] = {
        "findings": [
            {"hub": row[1], "source": row[2], "identifier": row[3], "dataset": row[4]}
            | {
                **{
                    name: getattr(row[5], name)
                    for name in ("stage", "severity", "code", "path", "line", "excerpt", "repaired", "focus")
                },
                "message": {"en": row[5].en, "fr": row[5].fr},
            }
            for row in rows[:size]
        ]
    }
    if len(rows) > size:
        asked = {"hub": hub, "severity": severity, "code": code, "size": size, "after": rows[size - 1][0]}
        body["links"] = {"next": f"/api/findings?{urlencode({k: v for k, v in asked.items() if v})}"}
    return _json(body)


def _json(body: object) -> Response:
    return Response(orjson.dumps(body), headers={"Cache-Control": "public, no-cache"}, media_type="application/json")
