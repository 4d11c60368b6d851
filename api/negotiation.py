"""Content negotiation: in which form a resource is sent (RFC 9110, section 12.5.1; RFC 8288 for the other forms).

A suffix of the address or ``?format=`` decides; otherwise the ``Accept`` header does.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from starlette.requests import Request

from .errors import NotAcceptableError, ParameterError

MAX_HEADER = 2000
"""Characters of an ``Accept`` header that are read."""


class Form(NamedTuple):
    """A form in which things can be sent.

    Attributes:
        name: its suffix, and the value of ``?format=``.
        media_type: what it is sent as.
        accepted: media types that ask for it; the first is its own.
    """

    name: str
    media_type: str
    accepted: tuple[str, ...]


def _form(name: str, *accepted: str, charset: bool = True) -> Form:
    return Form(name, f"{accepted[0]}; charset=utf-8" if charset else accepted[0], accepted)


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        _form("html", "text/html", "application/xhtml+xml"),
        _form("ttl", "text/turtle", "application/x-turtle", "text/n3"),
        _form("jsonld", "application/ld+json", "application/json", charset=False),
        _form("rdf", "application/rdf+xml", "application/xml", "text/xml", charset=False),
        _form("nt", "application/n-triples", "text/plain", charset=False),
        _form("nq", "application/n-quads", charset=False),
        _form("json", "application/sparql-results+json", "application/json", charset=False),
        _form("xml", "application/sparql-results+xml", "application/xml", "text/xml", charset=False),
        _form("csv", "text/csv"),
        _form("tsv", "text/tab-separated-values"),
    )
}
"""Every form by name."""

RDF_FORMS = ("ttl", "jsonld", "rdf", "nt", "nq")
"""The forms of a description, the first where anything is welcome."""

_RANGE = re.compile(
    r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)/([!#$%&'*+.^_`|~0-9A-Za-z-]+)((?:\s*;[^,]*)?)\s*",
)
_QUALITY = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def qualities(header: str, media_types: Iterable[str]) -> dict[str, float]:
    """How welcome each media type is, from 0 (not at all) to 1; the most specific range that fits decides.

    A header that is empty, or in which nothing can be read, welcomes everything.
    """
    ranges = dict[tuple[str, str], float]()
    for part in header[:MAX_HEADER].split(","):
        match = _RANGE.fullmatch(part)
        if match is not None:
            quality = _QUALITY.search(match[3])
            ranges.setdefault((match[1].lower(), match[2].lower()), float(quality[1]) if quality else 1.0)
    if not ranges:
        return dict.fromkeys(media_types, 1.0)
    found = dict[str, float]()
    for media_type in media_types:
        kind, _, subtype = media_type.partition("/")
        fitting = (ranges.get(key) for key in ((kind, subtype), (kind, "*"), ("*", "*")))
        found[media_type] = next((quality for quality in fitting if quality is not None), 0.0)
    return found


def preferred(header: str, offered: Sequence[str]) -> str | None:
    """The name of the form that an ``Accept`` header likes best; the earlier one among equals, None for none.

    A form's own media type counts for a little more than the others that ask for it.
    """
    best, best_quality = None, 0.0
    for name in offered:
        accepted = FORMS[name].accepted
        welcome = qualities(header, accepted)
        quality = max(value - (0.0 if media_type == accepted[0] else 0.0001) for media_type, value in welcome.items())
        if quality > best_quality:
            best, best_quality = name, quality
    return best


def wants_html(request: Request) -> bool:
    """Whether HTML is named in the ``Accept`` header and liked at least as much as JSON."""
    header = request.headers.get("accept", "")
    if "text/html" not in header:
        return False
    welcome = qualities(header, ("text/html", "application/problem+json", "application/json"))
    return welcome.pop("text/html") >= max(welcome.values())


def choose(request: Request, offered: Sequence[str], suffix: str = "") -> Form:
    """The form in which to answer.

    Args:
        request: its ``format`` parameter and ``Accept`` header count.
        offered: names of forms, the first where anything is welcome.
        suffix: the form that the address names; empty for none.

    Raises:
        ParameterError: ``format`` names no form that is offered.
        NotAcceptableError: the client accepts none of them.
    """
    asked = suffix or request.query_params.get("format", "")
    if asked:
        name = asked if asked in offered else _by_media_type(asked, offered)
        if name is None:
            words = ", ".join(offered)
            raise ParameterError("format", f"must be one of: {words}", f"doit être l'un de : {words}")
        return FORMS[name]
    name = preferred(request.headers.get("accept", ""), offered)
    if name is None:
        words = ", ".join(FORMS[one].accepted[0] for one in offered)
        raise NotAcceptableError(f"What there is: {words}.", f"Ce qu'il y a : {words}.")
    return FORMS[name]


def _by_media_type(text: str, offered: Sequence[str]) -> str | None:
    return next((name for name in offered if text in FORMS[name].accepted), None)


def split_suffix(path: str, offered: Sequence[str]) -> tuple[str, str]:
    """A path without the suffix that names a form, and that form's name; empty when there is none.

    >>> split_suffix("aeris/iagos.v2.ttl", ("ttl", "html"))
    ('aeris/iagos.v2', 'ttl')
    >>> split_suffix("aeris/iagos.v2", ("ttl", "html"))
    ('aeris/iagos.v2', '')
    """
    head, dot, tail = path.rpartition(".")
    return (head, tail) if dot and head and tail in offered else (path, "")


def alternate_links(path: str, offered: Sequence[str], chosen: Form) -> list[str]:
    """Values of the ``Link`` header for the other forms.

    Args:
        path: the address without suffix, percent-encoded.
        offered: names of the forms.
        chosen: the one that is sent.
    """
    return [
        f'<{path}.{name}>; rel="alternate"; type="{FORMS[name].accepted[0]}"' for name in offered if name != chosen.name
    ]
