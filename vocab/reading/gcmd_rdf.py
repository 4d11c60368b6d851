"""GCMD keywords in RDF/XML, as NASA's Keyword Management System (KMS) writes a page of a scheme.

KMS states alternative labels and links in elements of its own, and cuts a scheme into pages of 2,000 concepts. A page
says how many concepts there are in all; that of older versions does not, but relates to concepts that it lacks.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from vocab.diagnostic import diagnostic
from vocab.namespace import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, is_iri, value

from . import rdf
from .document import Document
from .statement import Tell, address, described, words

KMS = ("https://gcmd.earthdata.nasa.gov/kms#", "http://gcmd.gsfc.nasa.gov/kms#")
"""The namespace of KMS's own elements, and that of its older versions."""

_ALTERNATIVE = {"outdated": SKOS.hiddenLabel}
"""The property for an alternative label of a category; of all others it is ``skos:altLabel``."""

_LINK = {"provider": FOAF.homepage}
"""The property for a link of a type; of all others it is ``rdfs:seeAlso``."""


def read(document: Document, vocabulary: Vocabulary, tell: Tell) -> Iterator[Triple]:
    """The keywords of a page, with KMS's own elements as SKOS.

    Raises:
        VocabularyError: the page is no RDF/XML.
    """
    statements = list(rdf.rdfxml(document, vocabulary, tell))
    parts: dict[Term, dict[str, Term]] = defaultdict(dict)
    for subject, predicate, found in statements:
        if not is_iri(subject) and (is_iri(found) or found.startswith('"')):
            parts[subject][_kms(predicate) or predicate] = found
    concepts: set[Term] = set()
    related: set[Term] = set()
    scheme = f"<{vocabulary.scheme}>"
    for subject, predicate, found in statements:
        if not is_iri(subject):
            continue
        if predicate == SKOS.inScheme:
            scheme = found
        elif found == SKOS.Concept:
            concepts.add(subject)
        elif predicate in (SKOS.broader, SKOS.narrower):
            related.add(found)
        yield from _statement((subject, predicate, found), parts)
    about = next((part for part in parts.values() if (_kms(part.get(RDF.type, "")) == "gcmd")), {})
    yield from described(
        scheme,
        (RDF.type, SKOS.ConceptScheme),
        (OWL.versionInfo, about.get("keywordVersion")),
        (DCTERMS.modified, about.get("schemeVersion")),
        (DCTERMS.license, address(value(about["termsOfUse"]))) if "termsOfUse" in about else (DCTERMS.license, None),
    )
    _tell_truncation(document, scheme, len(concepts), len(related - concepts), about, tell)


def _kms(term: Term) -> str:
    """The local name of an IRI in KMS's namespace; empty for another."""
    return next((term[len(base) + 1 : -1] for base in KMS if term.startswith(f"<{base}")), "")


def _statement(statement: Triple, parts: Mapping[Term, Mapping[str, Term]]) -> Iterator[Triple]:
    subject, predicate, found = statement
    part = parts.get(found)
    if part is None:
        yield statement
        return
    category = value(part.get("category") or part.get("type") or '""').lower()
    match _kms(predicate):
        case "altLabel" if "text" in part and value(part["text"]).strip():
            yield subject, _ALTERNATIVE.get(category, SKOS.altLabel), part["text"]
        case "resource" if "url" in part and (link := address(value(part["url"]))):
            yield subject, _LINK.get(category, RDFS.seeAlso), link
        case "reference" if "text" in part:
            yield from described(subject, (DCTERMS.bibliographicCitation, words(value(part["text"]))))


def _tell_truncation(
    document: Document, scheme: Term, read: int, lacking: int, about: Mapping[str, Term], tell: Tell
) -> None:
    """A page before the last one, of which the others are other documents, is told with both numbers."""
    numbers = {}
    for name in ("hits", "page_num", "page_size"):
        text = value(about.get(name, '""'))
        numbers[name] = int(text) if text.isdecimal() else 0
    if hits := numbers["hits"]:
        if max(read, numbers["page_num"] * numbers["page_size"]) >= hits:
            return
        detail = f"{read} / {hits}"
    elif lacking:
        detail = f"{read} / ≥ {read + lacking}"
    else:
        return
    tell(diagnostic("vocabulary.truncated", path=document.name, detail=detail, focus=scheme[1:-1]))
