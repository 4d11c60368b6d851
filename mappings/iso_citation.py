"""CI_Citation in both ISO encodings, of anything but the described resource: documents, standards, thesauri, sources.

Read by local name. The cited thing is told by its DOI, else by the address that the citation gives, else it gets an
IRI of its own; what the citation says is stated about it.
"""

from collections.abc import Iterable, Iterator

from vocab.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, SCHEMA
from vocab.term import Term, TermError, literal

from . import iso_online
from . import iso_responsibility as responsibility
from .converters import dates, links, parties
from .converters.codes import code_of
from .converters.identifiers import DOI_RESOLVER, doi
from .converters.text import address_in, anchor_of, localised_texts, one_line, text_of
from .converters.xml import each, first, text_at
from .errors import ConversionError
from .parsing import XmlElement
from .scope import Scope

DATES = {"creation": DCTERMS.created, "publication": DCTERMS.issued, "revision": DCTERMS.modified}
"""CI_DateTypeCode and the property of a cited thing's date; any other kind of date is ``dct:date``."""


def codes_of(citation: XmlElement) -> list[str]:
    """The identifiers of a citation: an Anchor's address before its code."""
    found = (first(holder, "*", "code") for holder in each(citation, "identifier"))
    return [one_line(anchor_of(code) or text_of(code)) for code in found if code is not None]


def address_of(citation: XmlElement) -> str:
    """Where the cited thing is found: its DOI, else the first web address that the citation gives; may be empty."""
    codes = codes_of(citation)
    title = first(citation, "title")
    pages = [address_in(first(link, "*", "linkage")) for link in each(citation, "onlineResource")]
    candidates = [*codes, anchor_of(title) if title is not None else "", *pages]
    if bare := next(filter(None, map(doi, candidates)), None):
        return DOI_RESOLVER + bare
    return next((one for one in candidates if one.startswith(("http://", "https://"))), "")


def cited_iri(citation: XmlElement, kind: str, scope: Scope) -> Term | None:
    """The IRI of the cited thing; None when the citation says nothing by which to tell it.

    Raises:
        TermError: its address is no usable IRI.
    """
    address = address_of(citation)
    if address:
        return links.address(address, scope, node=citation)
    said = " ".join([*codes_of(citation), text_at(citation, "title"), text_at(citation, "edition")])
    return scope.part(kind, one_line(said)) if said.strip() else None


def describe(citation: XmlElement, thing: Term, scope: Scope) -> None:
    """State what a citation says of the thing that it cites."""
    for element in each(citation, "title"):
        for text, language in localised_texts(element, scope):
            scope.name(thing, DCTERMS.title, text, language)
    for name, prop in _WORDS:
        for element in each(citation, name):
            for text, language in localised_texts(element, scope):
                scope.add(thing, prop, literal(text, language=language))
    for code in filter(None, codes_of(citation)):
        scope.add(thing, DCTERMS.identifier, literal(code))
    for name, prop in _ONCE:
        if found := one_line(text_at(citation, name)):
            scope.add_once(thing, prop, literal(found))
    for holder in each(citation, "onlineResource"):
        _link(holder, thing, scope)
    _dates(citation, thing, scope)
    series(citation, thing, scope)
    _attribute_all(citation, thing, scope)


def _attribute_all(citation: XmlElement, thing: Term, scope: Scope) -> None:
    for holder in each(citation, "citedResponsibleParty"):
        for party, role in responsibility.read(holder, scope):
            _attribute(thing, party, role, scope)


_WORDS = (
    ("alternateTitle", DCTERMS.alternative),
    ("otherCitationDetails", DCTERMS.bibliographicCitation),
    ("collectiveTitle", DCTERMS.bibliographicCitation),
)
_ONCE = (("edition", DCAT.version), ("ISBN", SCHEMA.isbn), ("ISSN", SCHEMA.issn))


def _dates(citation: XmlElement, thing: Term, scope: Scope) -> None:
    for holder in each(citation, "date"):
        element = next(iter(holder), None)
        kind, value = first(element, "dateType"), first(element, "date")
        said = text_of(value) if value is not None else ""
        prop = DATES.get(code_of(kind).lower() if kind is not None else "", DCTERMS.date)
        if said:
            _date(thing, prop, said, scope)
    if edited := text_at(citation, "editionDate"):
        _date(thing, DCTERMS.date, edited, scope)


def _date(thing: Term, prop: Term, said: str, scope: Scope) -> None:
    try:
        scope.add_once(thing, prop, dates.read(said, scope, path="CI_Citation/date"))
    except ConversionError as error:
        scope.report(error.code, path="CI_Citation/date", excerpt=said, detail=error.detail)


def _link(holder: XmlElement, thing: Term, scope: Scope) -> None:
    for node in holder:
        try:
            for page in link(node, scope):
                if page != thing:
                    scope.add(thing, FOAF.page, page)
        except TermError as error:
            scope.report(
                "map.iri", path="CI_Citation/onlineResource", excerpt=text_at(node, "linkage"), detail=str(error)
            )


def link(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The page that a CI_OnlineResource leads to, described.

    Raises:
        TermError: its address is no usable IRI.
    """
    address = address_in(first(node, "linkage"))
    if not address:
        return ()
    page = scope.describe(links.address(address, scope, node=node), FOAF.Document)
    iso_online.describe(page, node, scope)
    return (page,)


def anchored(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The page that the Anchor of a text leads to, called as the text says.

    Raises:
        TermError: its address is no usable IRI.
    """
    address = anchor_of(node)
    if not address.startswith(("http://", "https://")):
        return ()
    page = scope.describe(links.address(address, scope, node=node), FOAF.Document)
    for text, language in localised_texts(node, scope):
        scope.name(page, DCTERMS.title, text, language)
    return (page,)


def in_series(citation: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The series, or the journal, that the described resource appeared in."""
    series(citation, scope.dataset, scope)
    yield from ()


def series(citation: XmlElement, thing: Term, scope: Scope) -> None:
    """State the series, or the journal, that a cited thing appeared in."""
    for element in each(citation, "series"):
        name = one_line(text_at(element, "*", "name"))
        for inner, prop in (("issueIdentification", SCHEMA.issueNumber), ("page", SCHEMA.pagination)):
            if said := one_line(text_at(element, "*", inner)):
                scope.add_once(thing, prop, literal(said))
        if name:
            whole = scope.describe(scope.shared("periodical", parties.slug(name)), SCHEMA.Periodical)
            scope.add(whole, SCHEMA.name, literal(name))
            scope.add(thing, SCHEMA.isPartOf, whole)


def _attribute(thing: Term, party: parties.Party, role: str, scope: Scope) -> None:
    prop = parties.ROLES.get(role.replace(" ", "").lower(), DCTERMS.contributor)
    if prop == DCAT.contactPoint:
        contact = parties.contact_point(party, scope)
        if contact is not None:
            scope.add(thing, prop, contact)
        return
    agent = parties.describe_agent(party, scope, person=prop in (DCTERMS.creator, DCTERMS.contributor))
    if agent is not None:
        scope.add(thing, prop, agent)
    person = parties.member(party, scope)
    if person is not None and person != agent:
        scope.add(thing, PROV.qualifiedAttribution, parties.attribution(person, role, thing, scope))


def document(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The document that a CI_Citation is about, described.

    Raises:
        TermError: its address is no usable IRI.
    """
    return _described(node, "document", FOAF.Document, scope)


def source(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The dataset that a CI_Citation is about, described.

    Raises:
        TermError: its address is no usable IRI.
    """
    return _described(node, "cited", DCAT.Dataset, scope)


def _described(citation: XmlElement, kind: str, cls: Term, scope: Scope) -> Iterable[Term]:
    thing = cited_iri(citation, kind, scope)
    if thing is None:
        return ()
    scope.add(thing, RDF.type, cls)
    describe(citation, thing, scope)
    return (thing,)
