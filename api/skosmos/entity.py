"""Entities: from the IRI of a concept to what is known of it here, as a page or as data."""

from http import HTTPStatus
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from .answering import HEADERS
from .asking import Asked
from .data import FORMATS, negotiated
from .refusal import not_found


def entity(asked: Asked) -> Response:
    """See other: the data of a concept in its vocabulary, or the page about it."""
    uri, named = asked.needed("uri"), asked.text("vocab")
    vocabulary = _home(asked, uri, named)
    if not vocabulary:
        raise not_found(f"Unrecognized URI {uri}", f"Identifiant inconnu : {uri}")
    format_ = negotiated(asked, ("text/html", *FORMATS))
    if format_ == "text/html":
        address = f"/concept?{urlencode({'uri': uri})}"
    else:
        address = f"/rest/v1/{vocabulary}/data?{urlencode({'uri': uri, 'format': format_})}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, dict(HEADERS))


def _home(asked: Asked, uri: str, named: str) -> str:
    """The vocabulary that is named, or describes the IRI, or has the longest beginning of it for its own."""
    index = asked.index
    if named:
        return named if index.vocabulary(named) else ""
    spaces = [entry for entry in index.vocabularies() if entry.namespace and uri.startswith(entry.namespace)]
    nearest = max(spaces, key=lambda entry: len(entry.namespace), default=None)
    return next(iter(index.homes(uri)), nearest.id if nearest else "")
