"""Links of DIF: Related_URL and Multimedia_Sample as distributions, services, samples and pages.

A block may hold several addresses, each of which becomes a resource of its own; what the block says is true of each.
"""

import re
from collections.abc import Iterable, Iterator

from vocab.namespace import DCAT, DCTERMS, FOAF, XSD
from vocab.term import Term, iri, literal

from .converters import links
from .converters.text import local_name
from .converters.xml import each
from .dif_text import said, value, values
from .parsing import XmlElement
from .scope import Scope


def _block(node: XmlElement) -> XmlElement:
    """The Related_URL or Multimedia_Sample of an address."""
    block: XmlElement = node.getparent()  # type: ignore[assignment]  # an address never stands alone
    return block


def is_sample(node: XmlElement, scope: Scope) -> bool:
    """Whether an address shows what the data look like."""
    del scope
    kind = value(_block(node), "URL_Content_Type", "Type").upper()
    return bool(said(node)) and (local_name(_block(node)) == "Multimedia_Sample" or kind == "GET RELATED VISUALIZATION")


def link_kind(node: XmlElement) -> links.LinkKind:
    """What an address of a Related_URL leads to, by its URL_Content_Type."""
    names = (value(_block(node), "URL_Content_Type", name).upper() for name in ("Type", "Subtype"))
    kind, subtype = names
    if kind in ("GET SERVICE", "USE SERVICE API"):
        return links.LinkKind.SERVICE
    if kind == "GET DATA":
        if "OPENDAP" in subtype or "THREDDS" in subtype:
            return links.LinkKind.SERVICE
        return links.LinkKind.DOWNLOAD if links.is_file(said(node)) else links.LinkKind.ACCESS
    return links.LinkKind.LANDING if kind in _LANDING else links.LinkKind.PAGE


_LANDING = frozenset({"DATA SET LANDING PAGE", "DATASET LANDING PAGE", "VIEW DATA SET LANDING PAGE",
                      "VIEW DATASET LANDING PAGE"})  # fmt: skip


def is_distribution(node: XmlElement, scope: Scope) -> bool:
    """Whether an address gives access to the data."""
    return scope.once(link_kind, node) in (links.LinkKind.DOWNLOAD, links.LinkKind.ACCESS, links.LinkKind.SERVICE)


def is_download(node: XmlElement, scope: Scope) -> bool:
    """Whether an address leads straight to a file."""
    return scope.once(link_kind, node) is links.LinkKind.DOWNLOAD


def is_service(node: XmlElement, scope: Scope) -> bool:
    """Whether an address is that of a data service."""
    return scope.once(link_kind, node) is links.LinkKind.SERVICE


def distribution_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a distribution, by its address, and its media type where that is stated.

    Raises:
        TermError: the address is no usable IRI.
    """
    url = said(node)
    if not url:
        return None
    iri(url)
    return scope.part("distribution", f"{url} {value(_block(node), 'Mime_Type')}".rstrip())


def address(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The address itself."""
    del scope
    return (iri(said(node)),)


def service_iri(node: XmlElement, scope: Scope) -> Term:
    """The IRI of a service, by its endpoint."""
    return scope.part("service", links.endpoint(said(node)))


def service_title(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What a service is called."""
    title, service = value(_block(node), "Title"), service_iri(node, scope)
    links.name_service(service, [(title, scope.language)] if title else [], scope)
    yield from ()


def titles(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What a link is called: its title or caption, else the subtype of its content type; a file's name beside it."""
    block = _block(node)
    title = value(block, "Title") or value(block, "Caption") or value(block, "URL_Content_Type", "Subtype")
    if title:
        yield DCTERMS.title, literal(title, language=scope.language)
    for name in values(block, "File"):
        yield DCTERMS.alternative, literal(name)


def descriptions(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """What the link's block says of it."""
    return [literal(found, language=scope.language) for found in values(_block(node), "Description")]


def formats(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The media type or format that the link states, else the record's only format."""
    block = _block(node)
    only = scope.formats[0] if len(scope.formats) == 1 and not is_sample(node, scope) else ""
    for name in (value(block, "Mime_Type"), value(block, "Format"), only):
        if not name:
            continue
        found, media_type = links.format_term(name, scope), links.media_type_term(name, scope)
        if found is not None:
            yield DCTERMS.format, found
            media_type = media_type or links.media_type_term(found[1:-1], scope)
        if media_type is not None:
            yield DCAT.mediaType, media_type
        if found or media_type:
            return


def pages(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An address that is a page, with the link's title and description."""
    kind = scope.once(link_kind, node)
    if kind not in (links.LinkKind.PAGE, links.LinkKind.LANDING) or not said(node) or is_sample(node, scope):
        return
    page = scope.describe(iri(said(node)), FOAF.Document)
    for prop, title in titles(node, scope):
        scope.add(page, prop, title)
    for description in descriptions(node, scope):
        scope.add(page, DCTERMS.description, description)
    yield DCAT.landingPage if kind is links.LinkKind.LANDING else FOAF.page, page


def byte_size(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The record's only Distribution_Size, when it is one number with a unit and the record has one distribution."""
    root = _block(node).getparent()
    if root is None or is_service(node, scope):
        return ()
    size = scope.once(_only_size, root, scope)
    return (literal(str(size), datatype=XSD.nonNegativeInteger),) if size else ()


def _only_size(root: XmlElement, scope: Scope) -> int:
    """The size of the only distribution of a record in bytes; 0 when it has several, or says none."""
    sizes = [value(block, "Distribution_Size") for block in each(root, "Distribution")]
    size = bytes_of(sizes[0]) if len(sizes) == 1 else 0
    addresses = (url for block in each(root, "Related_URL") for url in each(block, "URL"))
    return size if size and sum(is_distribution(url, scope) for url in addresses) == 1 else 0


def bytes_of(text: str) -> int:
    """A size such as ``3 kb`` in bytes, a kilobyte being 1,000 bytes; 0 when it says more, or less, than that.

    >>> bytes_of("3 kb")
    3000
    """
    match = _SIZE.fullmatch(text.replace(",", ""))
    return round(float(match[1]) * _BYTES[match[2].lower()]) if match is not None else 0


_BYTES = {"b": 1, "bytes": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_SIZE = re.compile(rf"([0-9]{{1,12}}(?:\.[0-9]+)?)\s*({'|'.join(sorted(_BYTES, key=len, reverse=True))})", re.I)
