"""Links of DIF: Related_URL and Multimedia_Sample as distributions, services, samples and pages.

A block may hold several addresses, each of which becomes a resource of its own; what the block says is true of each.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from vocab.namespace import DCAT, DCTERMS, FOAF, XSD
from vocab.term import Term, iri, literal

from .converters import links
from .converters.text import local_name
from .converters.xml import each
from .dif_text import Fields, fields, said, value
from .parsing import XmlElement
from .scope import Scope

SERVICE_TYPES = frozenset({"GET SERVICE", "USE SERVICE API"})
"""Types of URL_Content_Type of services."""

FOR_PEOPLE = frozenset(
    {"GET SOFTWARE PACKAGE", "ACCESS MAP VIEWER", "ACCESS MOBILE APP", "GET WORKFLOW (SERVICE CHAIN)"}
)
"""Subtypes of these that lead to what people use, and to no service that speaks a protocol."""

LANDING_TYPES = frozenset({"DATA SET LANDING PAGE", "DATASET LANDING PAGE", "VIEW DATA SET LANDING PAGE",
                           "VIEW DATASET LANDING PAGE"})  # fmt: skip
"""Types of URL_Content_Type of pages that introduce the data."""


class Link(NamedTuple):
    """What an address leads to.

    Attributes:
        url: the address; empty when none is given.
        kind: of what stands at its end; None for a sample.
        subtype: of its content type, upper case.
        block: the children of the Related_URL or Multimedia_Sample around it.
    """

    url: str
    kind: links.LinkKind | None
    subtype: str
    block: Fields


def link(node: XmlElement, scope: Scope) -> Link:
    """What an address leads to, by the URL_Content_Type beside it."""
    holder: XmlElement = node.getparent()  # type: ignore[assignment]  # an address never stands alone
    url, block = said(node), scope.once(fields, holder)
    content = block.inside("URL_Content_Type")
    subtype = content.text("Subtype").upper()
    kind = None if local_name(holder) == "Multimedia_Sample" else link_kind(content.text("Type").upper(), subtype)
    if kind is links.LinkKind.ACCESS and links.is_file(url):
        kind = links.LinkKind.DOWNLOAD
    return Link(url, kind, subtype, block)


@lru_cache(maxsize=512)
def link_kind(kind: str, subtype: str) -> links.LinkKind | None:
    """What an address with a content type leads to; None for a sample of the data."""
    if kind == "GET RELATED VISUALIZATION":
        return None
    if kind in SERVICE_TYPES:
        return links.LinkKind.PAGE if subtype in FOR_PEOPLE else links.LinkKind.SERVICE
    if kind == "GET DATA":
        spoken = "OPENDAP" in subtype or "THREDDS" in subtype or subtype == "GDS"
        return links.LinkKind.SERVICE if spoken else links.LinkKind.ACCESS
    return links.LinkKind.LANDING if kind in LANDING_TYPES else links.LinkKind.PAGE


def is_sample(node: XmlElement, scope: Scope) -> bool:
    """Whether an address shows what the data look like."""
    found = scope.once(link, node, scope)
    return found.kind is None and bool(found.url)


def is_distribution(node: XmlElement, scope: Scope) -> bool:
    """Whether an address gives access to the data."""
    return scope.once(link, node, scope).kind in _GIVES_DATA


_GIVES_DATA = frozenset({links.LinkKind.DOWNLOAD, links.LinkKind.ACCESS, links.LinkKind.SERVICE})


def is_download(node: XmlElement, scope: Scope) -> bool:
    """Whether an address leads straight to a file."""
    return scope.once(link, node, scope).kind is links.LinkKind.DOWNLOAD


def is_service(node: XmlElement, scope: Scope) -> bool:
    """Whether an address is that of a data service."""
    return scope.once(link, node, scope).kind is links.LinkKind.SERVICE


def distribution_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a distribution, by its address, and its media type where that is stated.

    Raises:
        TermError: the address is no usable IRI.
    """
    found = scope.once(link, node, scope)
    if not found.url:
        return None
    links.address(found.url, scope, node=node)
    return scope.part("distribution", f"{found.url} {found.block.text('Mime_Type')}".rstrip())


def address(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The address itself."""
    return (links.address(scope.once(link, node, scope).url, scope, node=node),)


def bucket_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of the distribution that lies in a bucket (S3BucketAndObjectPrefixName); None when none is named."""
    found = said(node)
    return scope.part("distribution", _bucket(found)) if found else None


def bucket(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The address of a bucket and prefix.

    Raises:
        TermError: it is no usable IRI.
    """
    del scope
    return (iri(_bucket(said(node))),)


def _bucket(found: str) -> str:
    return found if "://" in found else f"s3://{found}"


def service_iri(node: XmlElement, scope: Scope) -> Term:
    """The IRI of a service, by its endpoint."""
    return scope.part("service", links.endpoint(scope.once(link, node, scope).url))


def endpoint(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A service's endpoint, its address without the query."""
    return (links.endpoint(scope.once(link, node, scope).url),)


def endpoint_description(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The address that describes a service, when it is one that asks for its capabilities."""
    url = scope.once(link, node, scope).url
    return (links.address(url, scope, node=node),) if "request=getcapabilities" in url.lower() else ()


def protocol(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The protocol of a service, by the subtype of its content type or its Protocol, when the code list has it."""
    found, protocols = scope.once(link, node, scope), scope.context.codelists["protocols"]
    known = protocols.lookup(found.subtype) or protocols.lookup(found.block.text("Protocol"))
    return (known,) if known is not None else ()


def service_title(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What a service is called."""
    title = scope.once(link, node, scope).block.text("Title") or _title_of_data(node, scope)
    if title:
        scope.name(service_iri(node, scope), DCTERMS.title, title, scope.language)
    yield from ()


def _title_of_data(node: XmlElement, scope: Scope) -> str:
    block = node.getparent()
    root = block.getparent() if block is not None else None
    return scope.once(fields, root).text("Entry_Title") if root is not None else ""


def titles(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What a link is called: its title or caption, else the subtype of its content type; a file's name beside it."""
    block = scope.once(link, node, scope).block
    title = block.text("Title") or block.text("Caption") or block.inside("URL_Content_Type").text("Subtype")
    if title:
        yield DCTERMS.title, literal(title, language=scope.language)
    for name in block.texts("File"):
        yield DCTERMS.alternative, literal(name)


def descriptions(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """What the link's block says of it."""
    found = scope.once(link, node, scope).block.texts("Description")
    return [literal(text, language=scope.language) for text in found]


def formats(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The media type or format that the link states; of data, else the record's only format."""
    found = scope.once(link, node, scope)
    is_data = found.kind in (links.LinkKind.DOWNLOAD, links.LinkKind.ACCESS)
    only = scope.formats[0] if is_data and len(scope.formats) == 1 else ""
    for name in (found.block.text("Mime_Type"), found.block.text("Format"), only):
        if not name:
            continue
        file_type, media_type = links.format_term(name, scope), links.media_type_term(name, scope)
        if file_type is not None:
            yield DCTERMS.format, file_type
            media_type = media_type or links.media_type_term(file_type[1:-1], scope)
        if media_type is not None:
            yield DCAT.mediaType, media_type
        if file_type or media_type:
            return


def pages(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An address that is a page, with the link's title and description."""
    found = scope.once(link, node, scope)
    if found.kind not in (links.LinkKind.PAGE, links.LinkKind.LANDING) or not found.url:
        return
    page = scope.describe(links.address(found.url, scope, node=node), FOAF.Document)
    for prop, title in titles(node, scope):
        scope.add(page, prop, title)
    for description in descriptions(node, scope):
        scope.add(page, DCTERMS.description, description)
    yield DCAT.landingPage if found.kind is links.LinkKind.LANDING else FOAF.page, page


def byte_size(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The record's only Distribution_Size, when it is one number with a unit and the record has one distribution."""
    block = node.getparent()
    root = block.getparent() if block is not None else None
    offers = scope.once(fields, root).each("Distribution") if root is not None else []
    size = scope.once(_size, offers[0]) if len(offers) == 1 else 0
    if root is None or not size or is_service(node, scope):
        return ()
    alone = scope.once(_distributions, root, scope) == 1
    return (literal(str(size), datatype=XSD.nonNegativeInteger),) if alone else ()


def _distributions(root: XmlElement, scope: Scope) -> int:
    """How many addresses of a record give access to the data."""
    addresses = (url for block in each(root, "Related_URL") for url in each(block, "URL"))
    return sum(is_distribution(url, scope) for url in addresses)


def _size(offer: XmlElement) -> int:
    """The Distribution_Size of a Distribution in bytes; 0 when there is none that is one number."""
    return bytes_of(value(offer, "Distribution_Size"))


def bytes_of(text: str) -> int:
    """A size such as ``3 kb`` in bytes, a kilobyte being 1,000 bytes; 0 when it says more, or less, than that.

    >>> bytes_of("3 kb")
    3000
    """
    match = _SIZE.fullmatch(text.replace(",", ""))
    return round(float(match[1]) * _BYTES[match[2].lower()]) if match is not None else 0


_BYTES = {"b": 1, "bytes": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_SIZE = re.compile(rf"([0-9]{{1,12}}(?:\.[0-9]+)?)\s*({'|'.join(sorted(_BYTES, key=len, reverse=True))})", re.I)
