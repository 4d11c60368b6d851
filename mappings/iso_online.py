"""CI_OnlineResource in both ISO encodings: distributions, services and pages."""

import re
from collections.abc import Iterable, Iterator

from vocab.namespace import DCAT, DCTERMS, FOAF, RDF
from vocab.term import Term, iri

from .converters import links
from .converters.codes import code_of
from .converters.text import localised_texts, text_of
from .converters.xml import descendant, first, text_at
from .parsing import XmlElement
from .scope import Scope


def online_url(node: XmlElement) -> str:
    """The address of a CI_OnlineResource."""
    return text_at(node, "linkage")


def online_kind(node: XmlElement) -> links.LinkKind:
    """What a CI_OnlineResource leads to."""
    function = first(node, "function")
    code = code_of(function) if function is not None else ""
    return links.link_kind(online_url(node), text_at(node, "protocol"), code)


def is_distribution(node: XmlElement, scope: Scope) -> bool:
    """Whether an online resource gives access to the data of a dataset."""
    return scope.kind != DCAT.DataService and online_kind(node) in (
        links.LinkKind.DOWNLOAD,
        links.LinkKind.ACCESS,
        links.LinkKind.SERVICE,
    )


def is_download(node: XmlElement, scope: Scope) -> bool:
    """Whether a linkage leads straight to a file."""
    del scope
    online = node.getparent()
    return online is not None and is_file(online)


def is_service(node: XmlElement, scope: Scope) -> bool:
    """Whether an online resource is a data service."""
    del scope
    return online_kind(node) is links.LinkKind.SERVICE


def is_endpoint(node: XmlElement, scope: Scope) -> bool:
    """Whether an online resource of a service's record is the service itself."""
    return scope.kind == DCAT.DataService and online_kind(node) in (links.LinkKind.SERVICE, links.LinkKind.ACCESS)


def distribution_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a distribution, by address, protocol and name.

    Raises:
        TermError: the address is no usable IRI.
    """
    url = online_url(node)
    if not url:
        return None
    iri(url)
    return scope.part("distribution", f"{url} {text_at(node, 'protocol')} {text_at(node, 'name')}")


def service_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a service, by its endpoint."""
    url = online_url(node)
    return scope.part("service", links.endpoint(url)) if url else None


def service_title(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What a service is called: as the first link to it, else as the resource that it serves."""
    service = service_iri(node, scope)
    name = first(node, "name")
    texts = localised_texts(name, scope) if name is not None else []
    if service is not None:
        links.name_service(service, texts, scope)
    yield from ()


def endpoint_url(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """A service's endpoint."""
    del scope
    return (links.endpoint(online_url(node)),)


def endpoint_description(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The address that describes a service, when it is one with a query."""
    del scope
    url = online_url(node)
    return (iri(url),) if "?" in url and "request=getcapabilities" in url.lower() else ()


def pages(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An online resource that is a page about the data, or where they are reached."""
    kind = online_kind(node)
    url = online_url(node)
    if not url or (is_distribution(node, scope) or is_endpoint(node, scope)):
        return
    page = iri(url)
    scope.add(page, RDF.type, FOAF.Document)
    for key, prop in (("name", DCTERMS.title), ("description", DCTERMS.description)):
        element = first(node, key)
        for text, language in localised_texts(element, scope) if element is not None else ():
            scope.name(page, prop, text, language)
    landing = kind is links.LinkKind.LANDING and scope.kind != DCAT.DataService
    yield (DCAT.landingPage if landing else FOAF.page), page


def distribution_formats(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The format of a distribution: the record's only one, or the one that the link itself names.

    A record's list of formats does not say which link has which, so a list of several is searched for the one whose
    name stands in the link's address, name or protocol. A link to a file says its format by the file's name.
    """
    named = [text_at(node, "applicationProfile"), mime_type(node)]
    said = " ".join((online_url(node), text_at(node, "name"), text_at(node, "protocol"))).lower()
    if not is_service(node, scope):
        if len(scope.formats) == 1:
            named.append(scope.formats[0])
        else:
            named.extend(name for name in scope.formats if re.search(rf"\b{re.escape(name.lower())}\b", said))
        if is_file(node):
            named.append(links.extension(online_url(node)))
    for name in named:
        file_type = links.format_term(name, scope) if name else None
        if file_type is not None:
            yield DCTERMS.format, file_type
            media_type = links.media_type_term(name, scope) or links.media_type_term(file_type[1:-1], scope)
            if media_type is not None:
                yield DCAT.mediaType, media_type
            return


def is_file(node: XmlElement) -> bool:
    """Whether an online resource leads straight to a file."""
    return online_kind(node) is links.LinkKind.DOWNLOAD


def mime_type(node: XmlElement) -> str:
    """The media type that a gmx:MimeFileType in an online resource states; empty when there is none."""
    found = descendant(node, "MimeFileType")
    return (found.get("type") or "") if found is not None else ""


def is_operation(node: XmlElement, scope: Scope) -> bool:
    """Whether a connect point is the address of a service's own operation."""
    return scope.kind == DCAT.DataService and bool(online_url(node))


def service_protocol(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The INSPIRE protocol of a service, when the code list has it."""
    found = scope.context.codelists["protocols"].lookup(text_of(node))
    return (found,) if found is not None else ()


def localised_pages(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The address of a link in the other languages (CHE profile, PT_FreeURL), as pages.

    Raises:
        TermError: one is no usable IRI.
    """
    first_url = text_of(node)
    pages = []
    for url in node.iter("{*}LocalisedURL"):
        address = (url.text or "").strip()
        language = scope.locales.get((url.get("locale") or "").removeprefix("#"), "")
        if address and address != first_url:
            page = scope.describe(iri(address), FOAF.Document)
            code = scope.context.codelists["languages"].lookup(language) if language else None
            if code is not None:
                scope.add(page, DCTERMS.language, scope.describe(code, DCTERMS.LinguisticSystem))
            pages.append(page)
    return pages
