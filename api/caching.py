"""Conditional requests: a client that has an answer already gets none (RFC 9110, section 13)."""

import hashlib
from collections.abc import Iterable

from starlette.requests import Request


def entity_tag(parts: Iterable[str | bytes]) -> str:
    """A weak entity tag for what is made of these parts.

    Weak, because the same statements may be written in another order, and compressed or not.
    """
    digest = hashlib.blake2b(digest_size=12)
    for part in parts:
        digest.update(part if isinstance(part, bytes) else part.encode())
        digest.update(b"\0")
    return f'W/"{digest.hexdigest()}"'


def is_held(request: Request, tag: str) -> bool:
    """Whether the client says that it holds what the tag stands for."""
    given = request.headers.get("if-none-match", "")
    if given.strip() == "*":
        return True
    return tag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in given[:10_000].split(","))
