"""Layout: what all pages have in common: the templates, the files beside them, and how a page is sent."""

import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from catalogue.generation import Manifest

from .errors import NotPublishedError
from .serving import publication
from .texts import COOKIE, LANGUAGES, Reader, reader

STATIC = {"style.css": "text/css", "script.js": "text/javascript", "icon.svg": "image/svg+xml"}
"""The files of the pages, and what they are sent as."""


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("api", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=len(STATIC))
def static_file(name: str) -> bytes:
    """A file of the pages, by its name in ``STATIC``."""
    return files(__package__).joinpath("static", name).read_bytes()


@lru_cache(maxsize=1)
def _version() -> str:
    """What changes when a file of the pages does, so that browsers may keep them for ever."""
    return hashlib.blake2b(b"".join(static_file(name) for name in STATIC), digest_size=5).hexdigest()


def render(request: Request, template: str, t: Reader, section: str = "", **values: Any) -> str:
    """A page as text.

    Args:
        request: whose address the links to the other languages keep.
        template: its name.
        t: who reads.
        section: the entry of the navigation that is the current one.
        values: what the template shows.
    """
    others = [(name, value) for name, value in request.query_params.multi_items() if name != COOKIE]
    languages = [(code, f"?{urlencode([*others, (COOKIE, code)])}") for code in LANGUAGES]
    return (
        _templates()
        .get_template(template)
        .render(t=t, section=section, languages=languages, version=_version(), manifest=_manifest(request), **values)
    )


def _manifest(request: Request) -> Manifest | None:
    try:
        return publication(request).serving.generation.manifest
    except NotPublishedError:
        return None


def page(request: Request, template: str, section: str = "", status: int = 200, **values: Any) -> Response:
    """A page as it is sent, in the language of whoever asks."""
    t = reader(request)
    headers = {"Content-Language": t.language, "Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
    return HTMLResponse(render(request, template, t, section, **values), status, headers)
