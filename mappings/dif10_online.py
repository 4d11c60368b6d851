"""Related_URL and Online_Resource of DIF 10: distributions, services and pages."""

from collections.abc import Iterable, Iterator

from vocab.namespace import DCAT, DCTERMS, FOAF
from vocab.term import Term, iri

from .converters import links
from .converters.xml import each
from .dif10_text import said, value
from .parsing import XmlElement
from .scope import Scope


def kind_of(node: XmlElement, scope: Scope) -> links.LinkKind:
    """What a Related_URL leads to."""
    return scope.once(related_url_kind, node)


def related_url_kind(node: XmlElement) -> links.LinkKind:
    """What a Related_URL leads to, by its URL_Content_Type."""
    kind, subtype = value(node, "URL_Content_Type", "Type").upper(), value(node, "URL_Content_Type", "Subtype").upper()
    if kind in ("GET SERVICE", "USE SERVICE API"):
        return links.LinkKind.SERVICE
    if kind == "GET DATA":
        if "OPENDAP" in subtype or "THREDDS" in subtype:
            return links.LinkKind.SERVICE
        return links.LinkKind.DOWNLOAD if links.is_file(value(node, "URL")) else links.LinkKind.ACCESS
    return links.LinkKind.LANDING if kind in ("DATA SET LANDING PAGE", "DATASET LANDING PAGE") else links.LinkKind.PAGE


def is_distribution(node: XmlElement, scope: Scope) -> bool:
    """Whether a Related_URL gives access to the data."""
    return kind_of(node, scope) in (links.LinkKind.DOWNLOAD, links.LinkKind.ACCESS, links.LinkKind.SERVICE)


def is_download(node: XmlElement, scope: Scope) -> bool:
    """Whether a Related_URL leads straight to a file."""
    return kind_of(node, scope) is links.LinkKind.DOWNLOAD


def is_service(node: XmlElement, scope: Scope) -> bool:
    """Whether a Related_URL is a data service."""
    return kind_of(node, scope) is links.LinkKind.SERVICE


def distribution_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a distribution, by its first address.

    Raises:
        TermError: the address is no usable IRI.
    """
    url = value(node, "URL")
    if not url:
        return None
    iri(url)
    return scope.part("distribution", url)


def download_url(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The address of a file."""
    del scope
    return (iri(value(node, "URL")),)


def service_iri(node: XmlElement, scope: Scope) -> Term:
    """The IRI of a service, by its endpoint."""
    return scope.part("service", links.endpoint(value(node, "URL")))


def service_title(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What a service is called."""
    title, service = value(node, "Title"), service_iri(node, scope)
    links.name_service(service, [(title, scope.language)] if title else [], scope)
    yield from ()


def formats(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The record's only format, or the media type that the link states."""
    names = [value(node, "Mime_Type"), scope.formats[0] if len(scope.formats) == 1 else ""]
    for name in names:
        found = links.format_term(name, scope) if name else None
        if found is not None:
            yield DCTERMS.format, found
            media_type = links.media_type_term(name, scope) or links.media_type_term(found[1:-1], scope)
            if media_type is not None:
                yield DCAT.mediaType, media_type
            return


def pages(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A Related_URL that is a page."""
    kind = kind_of(node, scope)
    if kind not in (links.LinkKind.PAGE, links.LinkKind.LANDING):
        return
    for element in each(node, "URL"):
        if said(element):
            page = scope.describe(iri(said(element)), FOAF.Document)
            yield (DCAT.landingPage if kind is links.LinkKind.LANDING else FOAF.page), page


def online_resource(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The Online_Resource of a Dataset_Citation: where the data are introduced."""
    if said(node):
        yield DCAT.landingPage, scope.describe(iri(said(node)), FOAF.Document)
