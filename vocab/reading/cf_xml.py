"""The tables of the CF conventions in XML: standard names, area types, standardized regions.

An entry has a name, a description and, in the table of standard names, units and the codes of GRIB and AMIP. An alias
is a name of the past and the name that replaces it (CF Conventions, appendix B).
"""

from collections.abc import Iterator

from vocab.diagnostic import diagnostic
from vocab.namespace import DCTERMS, OWL, RDF, SCHEMA, SKOS, XSD
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, iri, literal

from .document import Document
from .statement import Tell, described, words
from .tree import Element, attribute, children, root, text

LANGUAGE = "en"

TABLES = ("standard_name_table", "area_type_table", "standardized_region_list")
"""The root elements."""


def read(document: Document, vocabulary: Vocabulary, tell: Tell) -> Iterator[Triple]:
    """The names of a table, each a top concept; its IRI is the vocabulary's namespace, the name, and a slash.

    Raises:
        VocabularyError: the document is none of the tables.
    """
    table = root(document, *TABLES)
    scheme = f"<{vocabulary.scheme}>"
    yield from described(
        scheme,
        (RDF.type, SKOS.ConceptScheme),
        (DCTERMS.title, words(text(table, "title"), LANGUAGE)),
        (OWL.versionInfo, words(text(table, "version_number"))),
        (DCTERMS.modified, words(text(table, "last_modified") or text(table, "date"))),
    )
    current: set[str] = set()
    for entry in children(table, "entry"):
        if name := _name(entry, current, document, tell):
            current.add(name)
            yield from _entry(_concept(vocabulary, name), name, entry, scheme)
    former: set[str] = set()
    for alias in children(table, "alias"):
        if name := _name(alias, current, document, tell):
            former.add(name)
            yield from _alias(name, alias, current | former, document, vocabulary, tell)


def _name(element: Element, taken: set[str], document: Document, tell: Tell) -> str:
    """The name of an entry or alias; empty, and told, when it has none or one that is taken."""
    name = attribute(element, "id").strip()
    if name and name not in taken:
        return name
    detail = f"{name} is described before" if name else "it has no identifier"
    tell(diagnostic("vocabulary.entry", path=document.name, line=element.sourceline or 0, detail=detail))
    return ""


def _concept(vocabulary: Vocabulary, name: str) -> Term:
    return iri(f"{vocabulary.namespace}{name}/")


def _entry(concept: Term, name: str, entry: Element, scheme: Term) -> Iterator[Triple]:
    yield from _named(concept, name, scheme)
    grib = text(entry, "grib")
    yield from described(
        concept,
        (SKOS.definition, words(text(entry, "description"), LANGUAGE)),
        (SCHEMA.unitText, words(text(entry, "canonical_units"))),
        (SKOS.hiddenLabel, words(text(entry, "amip"))),
        (SKOS.note, words(f"GRIB {grib}", LANGUAGE) if grib else None),
    )


def _named(concept: Term, name: str, scheme: Term) -> Iterator[Triple]:
    plain = name.replace("_", " ")
    return described(
        concept,
        (RDF.type, SKOS.Concept),
        (SKOS.inScheme, scheme),
        (SKOS.topConceptOf, scheme),
        (SKOS.prefLabel, words(plain, LANGUAGE)),
        (SKOS.altLabel, words(name, LANGUAGE) if name != plain else None),
        (SKOS.notation, words(name)),
    )


def _alias(
    name: str, alias: Element, known: set[str], document: Document, vocabulary: Vocabulary, tell: Tell
) -> Iterator[Triple]:
    concept = _concept(vocabulary, name)
    yield from _named(concept, name, f"<{vocabulary.scheme}>")
    yield concept, OWL.deprecated, literal("true", datatype=XSD.boolean)
    for entry in children(alias, "entry_id"):
        replacement = (entry.text or "").strip()
        if replacement:
            yield concept, DCTERMS.isReplacedBy, _concept(vocabulary, replacement)
        if replacement not in known:
            line = entry.sourceline or 0
            told = diagnostic(
                "vocabulary.replacement", path=document.name, line=line, detail=replacement, focus=concept[1:-1]
            )
            tell(told)
