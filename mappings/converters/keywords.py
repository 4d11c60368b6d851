"""Keywords: concepts where a vocabulary knows them, else the words themselves (GeoDCAT-AP 3.1, section 4.4.6)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from mappings.link import NONE
from mappings.scope import Scope
from vocab.concept import Concept
from vocab.namespace import DCAT, DCTERMS, PROV, RDF, RDFS, SKOS
from vocab.term import Term, TermError, iri, literal

from . import linking
from .parties import slug
from .text import one_line

THEMATIC = ("theme", "parameter", "topic")
"""Facets of vocabularies whose concepts say what data are about."""

OBSERVING = ("platform", "instrument", "mission")
"""Facets of vocabularies whose concepts say what data were made with."""

FACETS = (*THEMATIC, *OBSERVING)

PLACES = ("place",)
"""Facets of vocabularies whose concepts say where."""

FACETS_BY_TYPE = {
    "platform": ("platform", "mission"),
    "instrument": ("instrument",),
    "project": ("mission",),
    "mission": ("mission",),
}
"""The facets that a keyword's type (ISO MD_KeywordTypeCode) restricts it to."""


class Keyword(NamedTuple):
    """One keyword as a record gives it.

    Attributes:
        texts: the word as (text, language).
        href: IRI of its concept; empty when none is given.
        type: ISO MD_KeywordTypeCode, such as ``theme`` or ``place``.
        thesaurus: title of the thesaurus; empty when none is named.
        scheme: address of the thesaurus; empty when none is given.
        place: the source path, for diagnostics.
        line: the source line.
    """

    texts: tuple[tuple[str, str | None], ...]
    href: str = ""
    type: str = ""
    thesaurus: str = ""
    place: str = ""
    line: int = 0
    scheme: str = ""


def statements(keyword: Keyword, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What a keyword says of a resource: (property, term) pairs."""
    if keyword.type == "place":
        yield from _place(keyword, scope)
        return
    named = _addressed(keyword, scope) if keyword.href else None
    if isinstance(named, Concept):
        yield from _linked(linking.addressed(named, _first(keyword)), keyword, scope)
    else:
        vocabulary = scope.context.matcher.vocabulary
        found = linking.Meaning((), _first(keyword), NONE)
        if named is not None:
            yield from _foreign_concept(named, keyword, scope)
        # an address of its own is never given up for a word; beside it stands what a cited vocabulary has of the word
        if named is None or vocabulary(keyword.thesaurus):
            texts = [text for text, _ in keyword.texts]
            facets = FACETS_BY_TYPE.get(keyword.type, FACETS)
            found = linking.meaning(texts, scope, thesaurus=keyword.thesaurus, facets=facets)
        if len(found.concepts) > 1:
            _report("link.ambiguous", keyword, scope)
        elif not found.concepts and named is None and not found.settled and vocabulary(keyword.thesaurus):
            _report("link.keyword", keyword, scope)
        if found.concepts or named is None:
            yield from _linked(found, keyword, scope)
    for text, language in keyword.texts:
        yield DCAT.keyword, literal(one_line(text), language=language)


def _first(keyword: Keyword) -> str:
    return keyword.texts[0][0] if keyword.texts else keyword.href


def _linked(found: linking.Meaning, keyword: Keyword, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What the concept that a keyword means says of a resource, which is noted, as is that there is none."""
    prop = DCAT.theme
    if len(found.concepts) == 1:
        (concept,) = found.concepts
        prop = PROV.used if scope.context.matcher.facets.get(concept.vocabulary) in OBSERVING else DCAT.theme
        yield from concept_statements(concept, scope)
    linking.record(found, scope, thesaurus=keyword.thesaurus, kind=keyword.type, prop=prop)


def concept_statements(concept: Concept, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What a known concept says of a resource: a theme, or what its data were acquired with."""
    matcher = scope.context.matcher
    if matcher.facets.get(concept.vocabulary) in OBSERVING:
        yield from acquired_with(concept.iri, scope)
        return
    yield DCAT.theme, concept.iri
    for theme in scope.context.codelists["data-themes"].lookup_all(concept.iri[1:-1]):
        yield DCAT.theme, theme


def acquired_with(concept: Term, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The acquisition activity that used a platform, instrument or mission."""
    acquisition = scope.part("activity", "acquisition")
    scope.add(acquisition, RDF.type, PROV.Activity)
    scope.add(acquisition, PROV.used, scope.describe(concept, PROV.Entity))
    yield PROV.wasGeneratedBy, acquisition


def _addressed(keyword: Keyword, scope: Scope) -> Concept | Term | None:
    """The concept at a keyword's address, or the address where no vocabulary has it; None where it is unusable."""
    try:
        address = iri(keyword.href)
    except TermError as error:
        scope.report("map.iri", path=keyword.place, line=keyword.line, excerpt=keyword.href, detail=str(error))
        return None
    matcher = scope.context.matcher
    known = matcher.concept(address)
    if known is None:
        alias = scope.context.codelists["inspire-themes"].lookup(keyword.href)
        known = matcher.concept(alias) if alias else None
    return known or address


def _foreign_concept(concept: Term, keyword: Keyword, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A concept of a vocabulary that is not known here.

    Its scheme is told from its address alone: records cite one thesaurus under many titles, a concept has one scheme.
    """
    scope.add(concept, RDF.type, SKOS.Concept)
    for text, language in keyword.texts:
        scope.name(concept, SKOS.prefLabel, text, language, other=SKOS.altLabel)
    if address := _address_above(keyword.href):
        scheme = scope.describe(scope.shared("thesaurus", slug(address)), SKOS.ConceptScheme)
        scope.add(scheme, DCTERMS.title, literal(address))
        if keyword.thesaurus:
            scope.name(scheme, DCTERMS.alternative, keyword.thesaurus, scope.language)
        if keyword.scheme:
            _cite(scheme, keyword, scope)
        scope.add(concept, SKOS.inScheme, scheme)
    observing = keyword.type in OBSERVING
    if observing:
        yield from acquired_with(concept, scope)
    else:
        yield DCAT.theme, concept
    prop = PROV.used if observing else DCAT.theme
    found = linking.Meaning((), _first(keyword), NONE)
    linking.record(found, scope, thesaurus=keyword.thesaurus, kind=keyword.type, prop=prop, concept=concept)


def _cite(scheme: Term, keyword: Keyword, scope: Scope) -> None:
    """Where the record says that the thesaurus is found."""
    try:
        scope.add(scheme, RDFS.seeAlso, iri(keyword.scheme))
    except TermError as error:
        scope.report("map.iri", path=keyword.place, line=keyword.line, excerpt=keyword.scheme, detail=str(error))


_ABOVE = re.compile(r"(?:https?://)?(.*?)[/#:?=]+[^/#:?=]+[/#]*", re.DOTALL)


def _address_above(href: str) -> str:
    """The address that a concept's address begins with, without http; empty when it has but one part.

    >>> _address_above("http://www.eionet.europa.eu/gemet/concept/2347")
    'www.eionet.europa.eu/gemet/concept'
    """
    match = _ABOVE.fullmatch(href)
    return match[1] if match is not None else ""


def _place(keyword: Keyword, scope: Scope) -> Iterator[tuple[Term, Term]]:
    location = ""
    if keyword.href:
        try:
            location = iri(keyword.href)
        except TermError as error:
            scope.report("map.iri", path=keyword.place, line=keyword.line, excerpt=keyword.href, detail=str(error))
    if not location and keyword.texts:
        location = _known_place(keyword, scope) or scope.shared("place", slug(keyword.texts[0][0]))
    if not location:
        return
    scope.add(location, RDF.type, DCTERMS.Location)
    for text, language in keyword.texts:
        scope.name(location, SKOS.prefLabel, text, language, other=SKOS.altLabel)
    yield DCTERMS.spatial, location


def _known_place(keyword: Keyword, scope: Scope) -> Term:
    """The concept that a vocabulary of places has of a place; empty when there is none, or no such vocabulary."""
    if "place" not in scope.context.matcher.facets.values():
        return ""
    found = linking.meaning([text for text, _ in keyword.texts], scope, thesaurus=keyword.thesaurus, facets=PLACES)
    linking.record(found, scope, thesaurus=keyword.thesaurus, kind="place", prop=DCTERMS.spatial)
    return found.concepts[0].iri if len(found.concepts) == 1 else ""


def _report(code: str, keyword: Keyword, scope: Scope) -> None:
    text = keyword.texts[0][0] if keyword.texts else keyword.href
    scope.report(code, path=keyword.place, line=keyword.line, excerpt=text, detail=repr(text[:120]))
