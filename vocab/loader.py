"""Loading of vocabularies: from SKOS files to concepts."""

from collections.abc import Sequence

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


def concepts(graph: Graph, vocabulary: Vocabulary) -> tuple[Concept, ...]:
    """The concepts of a vocabulary, in the order of their IRIs."""
    subjects = sorted(s for s in graph.subjects(RDF.type, SKOS.Concept) if isinstance(s, URIRef))
    return tuple(_concept(graph, subject, vocabulary.id) for subject in subjects)


def _concept(graph: Graph, subject: URIRef, vocabulary: str) -> Concept:
    narrower_of = set(graph.objects(subject, SKOS.broader)) | set(graph.subjects(SKOS.narrower, subject))
    notation = next((str(o) for o in graph.objects(subject, SKOS.notation)), "")
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


def load_concepts(vocabularies: Sequence[Vocabulary]) -> dict[Term, Concept]:
    """Every concept of several vocabularies by IRI; where two describe one concept, the first one's stands."""
    found: dict[Term, Concept] = {}
    for vocabulary in vocabularies:
        for concept in concepts(load_graph(vocabulary), vocabulary):
            found.setdefault(concept.iri, concept)
    return found
