"""Vocabularies for tests: small ones made of concepts, and those that come with the service."""

from collections.abc import Iterable, Iterator, Sequence

from vocab.cleaning import clean
from vocab.concept import Concept
from vocab.edition import Edition, lines_of, version_of
from vocab.index import VocabularyIndex
from vocab.library import Library, in_memory
from vocab.loader import Holding, load
from vocab.namespace import OWL, RDF, SKOS, XSD
from vocab.reading.document import Document
from vocab.registry import Vocabulary
from vocab.term import Triple, literal


def statements(concept: Concept) -> Iterator[Triple]:
    """What a vocabulary says of a concept."""
    iri = concept.iri
    yield iri, RDF.type, SKOS.Concept
    for language, text in concept.labels.items():
        yield iri, SKOS.prefLabel, literal(text, language=language)
    for prop, labels in ((SKOS.altLabel, concept.alternatives), (SKOS.hiddenLabel, concept.hidden)):
        for text, language in labels:
            yield iri, prop, literal(text, language=language)
    if concept.notation:
        yield iri, SKOS.notation, literal(concept.notation)
    for parent in concept.broader:
        yield iri, SKOS.broader, parent
    for prop, other in concept.matches:
        yield iri, prop, other
    if concept.deprecated:
        yield iri, OWL.deprecated, literal("true", datatype=XSD.boolean)
    for type_ in concept.types:
        yield iri, RDF.type, type_


def held(vocabulary: Vocabulary, triples: Iterable[Triple]) -> Holding:
    """A vocabulary of these statements, cleaned."""
    lines = list(lines_of(clean(triples, vocabulary).triples))
    return Holding(vocabulary, Edition(vocabulary.id, version_of(lines), statements=len(lines)), lambda: lines)


def written(vocabulary: Vocabulary, turtle: str) -> Holding:
    """A vocabulary as a Turtle document has it."""
    cleaned = load([Document(f"{vocabulary.id}.ttl", turtle.encode())], vocabulary, "turtle")
    return held(vocabulary, cleaned.triples)


def library(vocabularies: Sequence[Vocabulary], concepts: Iterable[Concept]) -> Library:
    """A library of vocabularies and their concepts."""
    concepts = list(concepts)
    return in_memory(
        [held(one, [t for c in concepts if c.vocabulary == one.id for t in statements(c)]) for one in vocabularies]
    )


def index_of(vocabularies: Sequence[Vocabulary], concepts: Iterable[Concept]) -> VocabularyIndex:
    """The index of vocabularies and their concepts."""
    return library(vocabularies, concepts).index()
