"""Loading of vocabularies: from SKOS files to concepts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.namespace import OWL

from .concept import Concept
from .errors import VocabularyError
from .registry import Vocabulary
from .term import Term, iri

_MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


def load_graph(vocabulary: Vocabulary) -> Graph:
    """The vocabulary's statements.

    Raises:
        VocabularyError: the file cannot be read or parsed.
    """
    try:
        return Graph().parse(vocabulary.path, format="turtle")
    except (OSError, SyntaxError, ValueError) as error:
        raise VocabularyError(f"{vocabulary.path}: {error}") from error


def vocabulary_hash(vocabulary: Vocabulary) -> str:
    """SHA-256 of the vocabulary's file, in hexadecimal.

    Raises:
        VocabularyError: the file cannot be read.
    """
    try:
        return hashlib.sha256(vocabulary.path.read_bytes()).hexdigest()
    except OSError as error:
        raise VocabularyError(f"{vocabulary.path}: {error}") from error


def concepts(graph: Graph, vocabulary: Vocabulary) -> tuple[Concept, ...]:
    """The concepts of a vocabulary, in the order of their IRIs."""
    subjects = sorted(s for s in graph.subjects(RDF.type, SKOS.Concept) if isinstance(s, URIRef))
    return tuple(_concept(graph, subject, vocabulary.id) for subject in subjects)


def _concept(graph: Graph, subject: URIRef, vocabulary: str) -> Concept:
    narrower_of = set(graph.objects(subject, SKOS.broader)) | set(graph.subjects(SKOS.narrower, subject))
    notation = min((str(o) for o in graph.objects(subject, SKOS.notation)), default="")
    deprecated = any(str(o).lower() in ("true", "1") for o in graph.objects(subject, OWL.deprecated))
    matches = [(iri(p), iri(o)) for p in _MATCHES for o in graph.objects(subject, p) if isinstance(o, URIRef)]
    types = [o for o in graph.objects(subject, RDF.type) if isinstance(o, URIRef) and o != SKOS.Concept]
    return Concept(
        iri(subject),
        vocabulary,
        {tag: text for text, tag in sorted(_labels(graph, subject, SKOS.prefLabel), reverse=True)},
        _labels(graph, subject, SKOS.altLabel),
        _labels(graph, subject, SKOS.hiddenLabel),
        notation,
        tuple(sorted(iri(o) for o in narrower_of if isinstance(o, URIRef))),
        tuple(sorted(matches)),
        deprecated,
        tuple(sorted(iri(o) for o in types)),
    )


def _labels(graph: Graph, subject: URIRef, prop: URIRef) -> tuple[tuple[str, str], ...]:
    return tuple(
        sorted((str(o), (o.language or "").lower()) for o in graph.objects(subject, prop) if isinstance(o, Literal))
    )


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Several vocabularies, each file parsed once.

    Attributes:
        registry: their declarations, in order of preference.
        graphs: the statements of each, by id.
        concepts: every concept by IRI; where two vocabularies describe one concept, the first one's stands.
    """

    registry: tuple[Vocabulary, ...]
    graphs: Mapping[str, Graph]
    concepts: Mapping[Term, Concept]


def load_vocabularies(registry: Sequence[Vocabulary]) -> Vocabularies:
    """The vocabularies of a registry.

    Raises:
        VocabularyError: one of them cannot be loaded.
    """
    graphs = {vocabulary.id: load_graph(vocabulary) for vocabulary in registry}
    found: dict[Term, Concept] = {}
    for vocabulary in registry:
        for concept in concepts(graphs[vocabulary.id], vocabulary):
            found.setdefault(concept.iri, concept)
    return Vocabularies(tuple(registry), graphs, found)


def load_concepts(vocabularies: Sequence[Vocabulary]) -> dict[Term, Concept]:
    """Every concept of several vocabularies by IRI; where two describe one concept, the first one's stands."""
    return dict(load_vocabularies(vocabularies).concepts)
