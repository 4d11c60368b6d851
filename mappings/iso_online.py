"""CI_OnlineResource in both ISO encodings: distributions, services and pages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vocab.namespace import DCAT, DCTERMS, FOAF, RDF
from vocab.term import Term, iri, literal

from .converters import links
from .converters.codes import code_of
from .converters.text import address_in, anchor_of, localised_texts, one_line, text_of
from .converters.xml import descendant, each, first, parts, text_at
from .parsing import XmlElement
from .scope import Scope

FEED = "<https://tools.ietf.org/html/rfc4287>"
"""The protocol of feeds: a list of files, no service."""


@dataclass(slots=True)
class Online:
    """What a CI_OnlineResource says, and what it leads to.

    Attributes:
        url: the address, put right.
        protocol: the name of its protocol.
        standard: the address of its protocol, by an Anchor.
        name: what it is called.
        kind: what it leads to.
        said: the address as the source has it.
        code: of the diagnostic that tells what was put right; empty when nothing was.
        service: its protocol as the code list has it; None when it has none that is known.
        looked_up: whether the code list has been asked.
    """

    url: str
    protocol: str
    standard: str
    name: str
    kind: links.LinkKind
    said: str
    code: str
    service: Term | None = None
    looked_up: bool = False


def online(node: XmlElement, scope: Scope) -> Online:
    """A CI_OnlineResource, which is read once; one whose protocol is known to be a service's leads to a service."""
    found = scope.once(_read, node)
    if not found.looked_up:
        found.looked_up = True
        if found.code:
            scope.repaired(found.code, found.said, found.url, node=first(node, "linkage"))
        protocols = scope.context.codelists["protocols"]
        names = (name for name in (found.standard, found.protocol) if name)
        found.service = next(filter(None, map(protocols.lookup, names)), None)
        if found.service not in (None, FEED):
            found.kind = links.LinkKind.SERVICE
    return found


def _read(node: XmlElement) -> Online:
    found = parts(node)
    url = address_in(found.get("linkage"))
    protocol, name = (text_of(found[part]) if part in found else "" for part in ("protocol", "name"))
    function = code_of(found["function"]) if "function" in found else ""
    standard = anchor_of(found["protocol"]) if "protocol" in found else ""
    mended, code = (url, "") if links.is_usual(url) else links.mended(url)
    return Online(mended, protocol, standard, name, links.link_kind(mended, protocol, function), url, code)


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


def is_served(_node: XmlElement, scope: Scope) -> bool:
    """Whether a service may say that it serves the described resource: no series is a dataset in DCAT-AP."""
    return scope.kind == DCAT.Dataset


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
    """The IRI of a service, by its endpoint and protocol: it has at most one."""
    found = online(node, scope)
    if not found.url:
        return None
    return scope.part("service", f"{links.endpoint(found.url)} {found.service or ''}".strip())


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


_CONVENTION = "URLContentType:"
_SAID_OF_URL = re.compile(r"\b(Description|URLContentType|Type|Subtype|File Size|PublicationReference):")


def described(node: XmlElement, scope: Scope) -> list[tuple[str, str | None]]:
    """What the description of a link says, without what NASA's records say there of the kind of link.

    Those are all of ``Description: … URLContentType: … Type: … Subtype: …``, in any order.
    """
    texts = []
    for text, language in localised_texts(node, scope):
        said = _said_of_url(text).get("Description", "") if _CONVENTION in text else text
        if said:
            texts.append((said, language))
    return texts


def _said_of_url(text: str) -> dict[str, str]:
    found = _SAID_OF_URL.split(text)
    return {name: " ".join(said.split()) for name, said in zip(found[1::2], found[2::2], strict=True)}


def caption(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """What a picture shows, in one line in each language."""
    return [literal(one_line(text), language=language) for text, language in described(node, scope)]


def description(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The description of a link, in each language."""
    return [literal(text, language=language) for text, language in described(node, scope)]


def pages(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An online resource that is a page about the data, or where they are reached."""
    url = online(node, scope).url
    if not url or (is_distribution(node, scope) or is_endpoint(node, scope)):
        return
    page = iri(url)
    scope.add(page, RDF.type, FOAF.Document)
    describe(page, node, scope)
    landing = online(node, scope).kind is links.LinkKind.LANDING and scope.kind != DCAT.DataService
    yield (DCAT.landingPage if landing else FOAF.page), page


def describe(page: Term, node: XmlElement, scope: Scope) -> None:
    """State what a CI_OnlineResource calls the page that it leads to, and says of it."""
    for key, prop, read in (("name", DCTERMS.title, localised_texts), ("description", DCTERMS.description, described)):
        element = first(node, key)
        for text, language in read(element, scope) if element is not None else ():
            scope.name(page, prop, text, language)
    said = text_at(node, "description")
    if _CONVENTION in said and not text_at(node, "name") and (kind := _said_of_url(said).get("Subtype")):
        scope.name(page, DCTERMS.title, kind, "en")


def distribution_formats(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The format of a distribution: the record's only one, or the one that the link itself names.

    A record's list of formats does not say which link has which, so a list of several is searched for the one whose
    name stands in the link's address, name or protocol. A link to a file says its format by the file's name, which
    counts for more than what the record says of all, unless it is an archive's.
    """
    link = online(node, scope)
    named = [text_at(node, "applicationProfile"), mime_type(node)]
    if not is_service(node, scope):
        named.extend(own_formats(node, scope))
    if is_file(node, scope) and not is_archive(link):
        named.append(links.extension(link.url))
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


def own_formats(node: XmlElement, scope: Scope) -> list[str]:
    """The format that the transfer of an online resource is in (ISO 19115-3), where it has but one."""
    holder = node.getparent()
    transfer = holder.getparent() if holder is not None else None
    return scope.once(_formats_of, transfer) if transfer is not None else []


def _formats_of(transfer: XmlElement) -> list[str]:
    forms = each(transfer, "distributionFormat")
    return [text_at(forms[0], "*", "formatSpecificationCitation", "*", "title")] if len(forms) == 1 else []


def is_archive(link: Online) -> bool:
    """Whether the name of a link's file says how it is packed, and not what is in it."""
    return links.extension(link.url).lower() in links.ARCHIVES


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
    found = online(node, scope).service
    return () if found is None else (found,)


def localised_pages(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The address of a link in the other languages (CHE profile, PT_FreeURL), as pages.

    Raises:
        TermError: one is no usable IRI.
    """
    first_url = address_in(node)
    pages = []
    for url in node.iter("{*}LocalisedURL"):
        address = (url.text or "").strip()
        language = scope.locales.get((url.get("locale") or "").removeprefix("#"), "")
        if address and address != first_url:
            page = scope.describe(links.address(address, scope, node=url), FOAF.Document)
            code = scope.context.codelists["languages"].lookup(language) if language else None
            if code is not None:
                scope.add(page, DCTERMS.language, scope.describe(code, DCTERMS.LinguisticSystem))
            pages.append(page)
    return pages
