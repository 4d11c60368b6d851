"""Which protocol is spoken at an address, found out with few requests."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lxml import etree

from .container import is_archive
from .envelope import JSON, Envelope, envelope, local_name, media_type
from .errors import AnswerError, ConfigurationError, StatusError
from .exchange import Request, Response
from .page import parse
from .stac import Json, item_collection, links, text
from .stac_listing import json_object
from .transport import Transport
from .web_listing import shows_listing

_CSW = "http://www.opengis.net/cat/csw/"
_ASKING = {
    "csw": {"service": "CSW", "request": "GetCapabilities"},
    "oai-pmh": {"verb": "Identify"},
}
"""What a service is asked to tell of itself."""

_HINTS = {"csw": ("csw",), "oai-pmh": ("oai",)}
"""Words in an address that speak for a protocol, which is then tried first."""

_TAILS = ("srv/eng/csw", "csw", "stac", "oai")
"""Where catalogues have their services below their own address."""


@dataclass(frozen=True, slots=True)
class Detected:
    """A protocol that is spoken at an address.

    Attributes:
        protocol: a key of ``PROTOCOLS``.
        url: the address to declare, which may be another than the one that was asked.
        options: which the source needs.
    """

    protocol: str
    url: str
    options: Mapping[str, str] = field(default_factory=dict)


def detect(url: str, transport: Transport) -> Detected:
    """The protocol at a URL, or the kind of a file or folder on this machine.

    The address itself is asked first, then what it may offer to those who ask in CSW or OAI-PMH, then the places below
    it where catalogues have their services: at most ten requests.

    Raises:
        ConfigurationError: nothing is spoken there that is known, or there is no such file.
        SourceError: nobody answers.
    """
    if "://" not in url:
        return _of_path(Path(url))
    for request, recognise in _attempts(url):
        response = _answer(request, transport)
        found = recognise(response, transport) if response is not None else None
        if found:
            return found
    raise ConfigurationError(f"{url}: no protocol that is known is spoken there; name it, and its options, yourself")


def _of_path(path: Path) -> Detected:
    if path.is_dir():
        return Detected("folder", str(path))
    try:
        with path.open("rb") as file:
            beginning = file.read(1000)
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}") from error
    if not is_archive(beginning):
        raise ConfigurationError(f"{path}: neither a folder nor an archive; declare the folder that it lies in")
    return Detected("archive", str(path))


_Recognise = Callable[[Response, Transport], Detected | None]


def _attempts(url: str) -> Iterator[tuple[Request, _Recognise]]:
    place = urlsplit(url).path.lower()
    hinted = [name for name, words in _HINTS.items() if any(word in place for word in words)]
    services = [*hinted, *(name for name in _ASKING if name not in hinted)]
    bare = url.partition("?")[0]
    for name in hinted:
        yield Request(bare, _ASKING[name]), _service
    yield Request(url), _anything
    for name in services[len(hinted) :]:
        yield Request(bare, _ASKING[name]), _service
    if not hinted:
        for tail in _TAILS:
            asking = next((said for name, said in _ASKING.items() if tail.endswith(_HINTS[name][0])), {})
            yield Request(f"{bare.rstrip('/')}/{tail}", asking), _service if asking else _anything


def _answer(request: Request, transport: Transport) -> Response | None:
    """What is answered; None when it is of no use, whereas an address where nobody answers ends the search."""
    try:
        return transport.read(request, lambda response: response)
    except StatusError as error:
        return Response(error.content, "", request.url) if error.content else None
    except AnswerError:
        return None


def _service(response: Response, transport: Transport) -> Detected | None:  # noqa: ARG001  (as ``_anything``)
    """A CSW or an OAI-PMH repository, by what it says of itself."""
    try:
        root = parse(response)
    except AnswerError:
        return None
    name, url = etree.QName(root), response.url.partition("?")[0]
    if name.localname == "Capabilities" and str(name.namespace).startswith(_CSW):
        return Detected("csw", url)
    return Detected("oai-pmh", url) if name.localname == "OAI-PMH" else None


def _anything(response: Response, transport: Transport) -> Detected | None:
    """Whatever a document shows, without parameters of a protocol in its address."""
    if is_archive(response.content):
        return _packed(response)
    if found := _service(response, transport):
        return found
    if media_type(response.content) == JSON:
        return _json(response, transport)
    if shows_listing(response):
        return Detected("web-folder", response.url)
    return _document(response)


def _packed(response: Response) -> Detected:
    """An archive, or a sitemap that is compressed."""
    return Detected("web-folder" if shows_listing(response) else "archive", response.url)


def _document(response: Response) -> Detected | None:
    try:
        read: Envelope = envelope(response)
    except AnswerError:
        return None
    if read.media_type == JSON:
        known = item_collection(response.content) is not None or text(read.value, "stac_version")
        return Detected("document", response.url) if known else None
    if local_name(read.value) == "results" and read.value.find("{*}hits") is not None:
        return Detected("cmr", response.url)
    return Detected("document", response.url) if read.is_metadata else None


def _json(response: Response, transport: Transport) -> Detected | None:
    """A STAC catalogue, an API of either kind, or a document."""
    try:
        value = json_object(response)
    except AnswerError:
        return None
    url = response.url.partition("?")[0]
    if text(value, "type") in ("Catalog", "Collection") or ("stac_version" in value and "features" not in value):
        serves = isinstance(value.get("conformsTo"), list) or links(value, "data", "search")
        return Detected("stac-api", url) if serves else Detected("stac-static", response.url)
    if isinstance(value.get("collections"), list):
        return _collections(value["collections"], url)
    said = value.get("conformsTo")
    if not isinstance(said, list):
        said = _conformance(value, response.url, transport)
    if any(isinstance(one, str) and "ogcapi-records" in one for one in said):
        return Detected("ogc-records", url)
    return _document(response)


def _collections(found: list[Json], url: str) -> Detected | None:
    api = url.removesuffix("/").removesuffix("/collections")
    if any(text(one, "itemType").lower() == "record" for one in found):
        return Detected("ogc-records", api)
    return Detected("stac-api", api) if any(text(one, "stac_version") for one in found) else None


def _conformance(value: Json, url: str, transport: Transport) -> list[Json]:
    """The classes to which the landing page of an API links."""
    named = links(value, "conformance", "http://www.opengis.net/def/rel/ogc/1.0/conformance")
    for href in named[:1]:
        try:
            said = transport.read(Request(urljoin(url, href), referrer=url), json_object).get("conformsTo")
        except AnswerError:
            break
        return said if isinstance(said, list) else []
    return []
