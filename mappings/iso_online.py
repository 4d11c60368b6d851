"""CI_OnlineResource in both ISO encodings: distributions, services and pages."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from vocab.namespace import DCAT, DCTERMS, FOAF, RDF
from vocab.term import Term, iri

from .converters import links
from .converters.codes import code_of
from .converters.text import localised_texts, text_of
from .converters.xml import descendant, first, parts, text_at
from .parsing import XmlElement
from .scope import Scope


class Online(NamedTuple):
    """What a CI_OnlineResource says, and what it leads to."""

    url: str
    protocol: str
    name: str
    kind: links.LinkKind


def online(node: XmlElement, scope: Scope) -> Online:
    """A CI_OnlineResource, which is read once."""
    return scope.once(_read, node)


def _read(node: XmlElement) -> Online:
    found = parts(node)
    url, protocol, name = (text_of(found[part]) if part in found else "" for part in ("linkage", "protocol", "name"))
    function = code_of(found["function"]) if "function" in found else ""
    return Online(url, protocol, name, links.link_kind(url, protocol, function))


def is_distribution(node: XmlElement, scope: Scope) -> bool:
    """Whether an online resource gives access to the data of a dataset."""
    return scope.kind != DCAT.DataService and online(node, scope).kind in (
        links.LinkKind.DOWNLOAD,
        links.LinkKind.ACCESS,
        links.LinkKind.SERVICE,
    )


def is_download(node: XmlElement, scope: Scope) -> bool:
    """Whether a linkage leads straight to a file."""
    holder = node.getparent()
    return holder is not None and is_file(holder, scope)


def is_service(node: XmlElement, scope: Scope) -> bool:
    """Whether an online resource is a data service."""
    return online(node, scope).kind is links.LinkKind.SERVICE


def is_endpoint(node: XmlElement, scope: Scope) -> bool:
    """Whether an online resource of a service's record is the service itself."""
    return scope.kind == DCAT.DataService and online(node, scope).kind in (
        links.LinkKind.SERVICE,
        links.LinkKind.ACCESS,
    )


def distribution_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a distribution, by address, protocol and name.

    Raises:
        TermError: the address is no usable IRI.
    """
    found = online(node, scope)
    if not found.url:
        return None
    iri(found.url)
    return scope.part("distribution", f"{found.url} {found.protocol} {found.name}")


def service_iri(node: XmlElement, scope: Scope) -> Term | None:
    """The IRI of a service, by its endpoint."""
    url = online(node, scope).url
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
    return (links.endpoint(online(node, scope).url),)


def endpoint_description(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The address that describes a service, when it is one with a query."""
    url = online(node, scope).url
    return (iri(url),) if "?" in url and "request=getcapabilities" in url.lower() else ()


def pages(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An online resource that is a page about the data, or where they are reached."""
    url, _, _, kind = online(node, scope)
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
    link = online(node, scope)
    named = [text_at(node, "applicationProfile"), mime_type(node)]
    said = f"{link.url} {link.name} {link.protocol}".lower()
    if not is_service(node, scope):
        if len(scope.formats) == 1:
            named.append(scope.formats[0])
        else:
            named.extend(name for name in scope.formats[:MOST_FORMATS] if _is_said(name.lower(), said))
        if is_file(node, scope):
            named.append(links.extension(link.url))
    for name in named:
        file_type = links.format_term(name, scope) if name else None
        if file_type is not None:
            yield DCTERMS.format, file_type
            media_type = links.media_type_term(name, scope) or links.media_type_term(file_type[1:-1], scope)
            if media_type is not None:
                yield DCAT.mediaType, media_type
            return


MOST_FORMATS = 50
"""How many of a record's formats are looked for in each link; the time that it takes is that of both together."""


def _is_said(word: str, said: str) -> bool:
    return word in said and re.search(rf"\b{re.escape(word)}\b", said) is not None


def is_file(node: XmlElement, scope: Scope) -> bool:
    """Whether an online resource leads straight to a file."""
    return online(node, scope).kind is links.LinkKind.DOWNLOAD


def mime_type(node: XmlElement) -> str:
    """The media type that a gmx:MimeFileType in an online resource states; empty when there is none."""
    found = descendant(node, "MimeFileType")
    return (found.get("type") or "") if found is not None else ""


def is_operation(node: XmlElement, scope: Scope) -> bool:
    """Whether a connect point is the address of a service's own operation."""
    return scope.kind == DCAT.DataService and bool(online(node, scope).url)


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
