"""How the data are had and used, in both ISO encodings: formats, orders, usage, documentation."""

from collections.abc import Iterator

from vocab.namespace import DCTERMS, FOAF, RDFS, SCHEMA
from vocab.term import Term, literal

from . import iso_citation
from .converters.identifiers import DOI_RESOLVER
from .converters.text import anchor_of, localised_texts, one_line
from .converters.xml import each, first, text_at
from .crosswalk import Choice, Entry, Row
from .iso_property import Named, property_value
from .parsing import XmlElement
from .scope import Scope


def limitation(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A limitation of use in words."""
    yield from _rights(localised_texts(node, scope), scope)


def order_process(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MD_StandardOrderProcess: fees and how to order, as a rights statement; and when the data are available."""
    for name in ("fees", "orderingInstructions", "turnaround"):
        for element in each(node, name):
            yield from _rights(localised_texts(element, scope), scope)


def _rights(texts: list[tuple[str, str | None]], scope: Scope) -> Iterator[tuple[Term, Term]]:
    if texts:
        statement = scope.describe(scope.part("rights", "|".join(text for text, _ in texts)), DCTERMS.RightsStatement)
        for text, language in texts:
            scope.add(statement, RDFS.label, literal(text, language=language))
        yield DCTERMS.rights, statement


def data_format(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MD_Format with its version, as a named value; and the specification that it has."""
    citation = first(node, "formatSpecificationCitation", "*")
    name = first(node, "name") if citation is None else first(citation, "title")
    version = text_at(node, "version") if citation is None else text_at(citation, "edition")
    if name is None:
        return
    texts = localised_texts(name, scope)
    said = one_line(f"{texts[0][0] if texts else anchor_of(name)} {version}".strip())
    if not said:
        return
    found = property_value(scope, "format", said)
    for text, language in texts[1:]:
        scope.add(found, SCHEMA.value, literal(text, language=language))
    further = [first(node, key) for key in ("specification", "fileDecompressionTechnique", "amendmentNumber")]
    for element in (*further, first(citation, "alternateTitle")):
        for text, language in localised_texts(element, scope) if element is not None else ():
            scope.add(found, SCHEMA.description, literal(text, language=language))
    yield SCHEMA.additionalProperty, found


def documentation(citation: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A document about the data: a publication where it has a DOI or appeared in a journal, else a page.

    Raises:
        TermError: its address is no usable IRI.
    """
    published = first(citation, "series") is not None or iso_citation.address_of(citation).startswith(DOI_RESOLVER)
    for document in iso_citation.document(citation, scope):
        yield (DCTERMS.isReferencedBy if published else FOAF.page), document


USAGE: list[Entry] = [
    Row(SCHEMA.additionalProperty, "mri:specificUsage", Named("usage")),
    Choice((DCTERMS.rights,), "mri:userDeterminedLimitations", limitation, note="as users found them"),
]
"""The entries about an MD_Usage."""
