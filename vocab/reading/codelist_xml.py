"""Code lists of ISO 19139 in XML (ISO/TS 19139:2007, 7.4 and annex B: ``CT_CodelistCatalogue``).

A catalogue holds dictionaries, a dictionary codes. Each dictionary is a concept scheme, each code a concept of which
the notation is the code. Catalogues in several languages add expressions of a code, each with its language.
"""

from collections.abc import Iterator

from vocab.diagnostic import diagnostic
from vocab.namespace import DCTERMS, OWL, RDF, SKOS
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, iri

from .document import Document
from .statement import Tell, described, words
from .tree import Element, attribute, children, root, text

LANGUAGE = "en"

_TAGS = {"eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it"}
"""Language tags for the codes of three letters that catalogues use."""


def read(document: Document, vocabulary: Vocabulary, tell: Tell) -> Iterator[Triple]:
    """The dictionaries and codes of a catalogue.

    The IRI of a dictionary is the vocabulary's namespace and the dictionary's identifier, that of a code this, a
    slash and the identifier of the code: as the SKOS editions of the same lists have them.

    Raises:
        VocabularyError: the document is no catalogue of code lists.
    """
    catalogue = root(document, "CT_CodelistCatalogue")
    version = text(catalogue, "versionNumber")
    date = text(catalogue, "versionDate")
    for item in children(catalogue, "codelistItem"):
        for dictionary in children(item, "CodeListDictionary", "ML_CodeListDictionary"):
            name = attribute(dictionary, "id").strip()
            if not name:
                _tell(document, dictionary, tell)
                continue
            scheme = iri(f"{vocabulary.namespace}{name}")
            yield from described(
                scheme,
                (RDF.type, SKOS.ConceptScheme),
                (SKOS.prefLabel, words(text(dictionary, "identifier") or name, LANGUAGE)),
                (SKOS.definition, words(text(dictionary, "description"), LANGUAGE)),
                (OWL.versionInfo, words(version)),
                (DCTERMS.modified, words(date)),
            )
            yield from _codes(dictionary, scheme, document, tell)


def _codes(dictionary: Element, scheme: Term, document: Document, tell: Tell) -> Iterator[Triple]:
    for entry in children(dictionary, "codeEntry"):
        for definition in children(entry, "CodeDefinition", "ML_CodeDefinition"):
            name, code = attribute(definition, "id").strip(), text(definition, "identifier")
            if not name or not code:
                _tell(document, definition, tell)
                continue
            concept = iri(f"{scheme[1:-1]}/{name}")
            yield from described(
                concept,
                (RDF.type, SKOS.Concept),
                (SKOS.inScheme, scheme),
                (SKOS.topConceptOf, scheme),
                (SKOS.prefLabel, words(code, LANGUAGE)),
                (SKOS.notation, words(code)),
                (SKOS.definition, words(text(definition, "description"), LANGUAGE)),
            )
            for alternative in children(definition, "alternativeExpression"):
                for expression in alternative:
                    yield from _expression(concept, expression)


def _expression(concept: Term, expression: Element) -> Iterator[Triple]:
    identifier = next(children(expression, "identifier"), None)
    space = attribute(expression, "codeSpace") or (attribute(identifier, "codeSpace") if identifier is not None else "")
    language = _TAGS.get(space.lower(), space.lower())
    return described(
        concept,
        (SKOS.prefLabel, words(text(expression, "identifier"), language)),
        (SKOS.definition, words(text(expression, "description"), language)),
    )


def _tell(document: Document, element: Element, tell: Tell) -> None:
    detail = "it has no identifier"
    tell(diagnostic("vocabulary.entry", path=document.name, line=element.sourceline or 0, detail=detail))
