"""The body of a request, bounded in size."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

MAX_BODY = 1_000_000
"""Bytes that a request's body may have."""


async def body(request: Request, limit: int = MAX_BODY) -> bytes:
    """The request's body.

    Raises:
        HTTPException: 413 when it has more than ``limit`` bytes; the rest of it is not read.
    """
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > limit:
            raise HTTPException(413, f"The body has more than {limit} bytes.")
    return bytes(received)
