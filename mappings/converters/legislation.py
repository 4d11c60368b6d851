"""Legislation that data fall under, and the categories of high-value datasets (DCAT-AP 3 for HVD, sections 4 and 5)."""

import re
from collections.abc import Iterable, Iterator

from mappings.scope import Scope
from vocab.namespace import DCATAP, DCTERMS, ELI, RDF, SKOS
from vocab.term import Term, iri, literal

CATEGORIES = "http://data.europa.eu/bna/asd487ae75"
"""The EU's list of categories of high-value datasets."""

_LAW = re.compile(r"https?://data\.europa\.eu/eli/(?:dir|reg|dec)\w*/\d{4}/\d+\b\S*", re.ASCII)
_CATEGORY = re.compile(r"https?://data\.europa\.eu/bna/c_[0-9a-f]+$", re.ASCII)
"""A category's address, or the end of a page's that shows it."""


def is_law(address: str) -> bool:
    """Whether an address is that of a directive, regulation or decision of the EU (European Legislation Identifier)."""
    return _LAW.fullmatch(address) is not None


def law(address: str, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The legislation that the resource falls under; its distributions and services fall under it as well."""
    found = DCATAP.applicableLegislation, scope.describe(iri(address), ELI.LegalResource)
    scope.laws.append(found)
    yield found


def category_of(texts: Iterable[tuple[str, str | None]], address: str, thesaurus: str, scope: Scope) -> Term | None:
    """The category of high-value datasets that a keyword is, by its address, or its words where the list is named.

    Args:
        texts: the words, with their languages.
        address: of the keyword; may be empty.
        thesaurus: title and address of the list that the keyword is said to be of.
        scope: knows the code list.
    """
    if named := _CATEGORY.search(address):
        return iri(named[0])
    if CATEGORIES not in thesaurus and not _TITLE.search(thesaurus):
        return None
    known = scope.context.codelists["hvd-categories"]
    return next((found for text, _ in texts if (found := known.lookup(text))), None)


_TITLE = re.compile(r"high[- ]value dataset.{0,9}categor", re.IGNORECASE)


def category(found: Term, texts: Iterable[tuple[str, str | None]], scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The category of high-value datasets that the resource is of; a service that gives access to it is as well."""
    scheme = scope.describe(iri(CATEGORIES), SKOS.ConceptScheme)
    scope.triples += (
        (scheme, DCTERMS.title, literal("Categories of high-value datasets", language="en")),
        (found, RDF.type, SKOS.Concept),
        (found, SKOS.inScheme, scheme),
    )
    if scope.context.matcher.concept(found) is None:
        for text, language in texts:
            scope.name(found, SKOS.prefLabel, text, language, other=SKOS.altLabel)
    scope.laws.append((DCATAP.hvdCategory, found))
    yield DCATAP.hvdCategory, found


def of_distribution(scope: Scope) -> list[tuple[Term, Term]]:
    """The legislation that a distribution falls under: its dataset's."""
    return [pair for pair in scope.laws if pair[0] == DCATAP.applicableLegislation]


def of_service(_node: object, scope: Scope) -> list[tuple[Term, Term]]:
    """The legislation that a service falls under, and its category: those of the dataset that it gives access to."""
    return scope.laws
