"""The catalogue's description of itself: catalogues, sources and vocabularies, one named graph each (DCAT 3, 6.3)."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from harvesters.hub import Hub
from harvesters.protocol import PROTOCOLS
from mappings.converters.keywords import THEMATIC
from vocab.loader import Holding
from vocab.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, iri, literal, nquads

TITLE = {
    "en": "Data Terra harmonised catalogue",
    "fr": "Catalogue harmonisé de Data Terra",
}
DESCRIPTION = {
    "en": "The metadata of the hubs of Data Terra, French research infrastructure for the Earth system, in one graph.",
    "fr": "Les métadonnées des pôles de Data Terra, infrastructure de recherche sur le système Terre, en un graphe.",
}


class Description(NamedTuple):
    """One named graph that describes the catalogue or a vocabulary.

    Attributes:
        graph: its IRI.
        hash: stands for its statements; the same while they are.
        nquads: writes them as N-Quads.
    """

    graph: Term
    hash: str
    nquads: Callable[[], bytes]


def descriptions(hubs: Sequence[Hub], vocabularies: Sequence[Holding], base: str) -> Iterator[Description]:
    """The description of the catalogue: of the whole, of each hub's part, and every vocabulary.

    Args:
        hubs: those whose records the catalogue has.
        vocabularies: those that the records are linked to.
        base: the service's address.

    Raises:
        VocabularyError: a vocabulary's file cannot be read any more.
    """
    yield description(iri(f"{base}/catalog"), _catalog(hubs, [held.vocabulary for held in vocabularies], base))
    for hub in hubs:
        yield description(iri(f"{base}/catalog/{hub.id}"), _hub(hub, base))
    for held in vocabularies:
        name = iri(held.vocabulary.scheme)
        yield Description(name, held.edition.version, partial(_vocabulary, held, name))


def description(name: Term, triples: Sequence[Triple]) -> Description:
    """One named graph of these statements."""
    content = nquads(triples, name).encode()
    return Description(name, hashlib.sha256(content).hexdigest(), lambda: content)


def _vocabulary(held: Holding, name: Term) -> bytes:
    end = f" {name} .\n".encode()
    return b"".join([line[:-3] + end for line in held.lines()])


def _catalog(hubs: Sequence[Hub], vocabularies: Sequence[Vocabulary], base: str) -> list[Triple]:
    catalog, publisher = iri(f"{base}/catalog"), iri("https://www.data-terra.org/")
    triples = [
        (catalog, RDF.type, DCAT.Catalog),
        (catalog, DCTERMS.publisher, publisher),
        (publisher, RDF.type, FOAF.Agent),
        (publisher, RDF.type, FOAF.Organization),
        (publisher, FOAF.name, literal("Data Terra")),
        (catalog, FOAF.homepage, iri(f"{base}/")),
        (iri(f"{base}/"), RDF.type, FOAF.Document),
    ]
    for language in ("en", "fr"):
        triples.append((catalog, DCTERMS.title, literal(TITLE[language], language=language)))
        triples.append((catalog, DCTERMS.description, literal(DESCRIPTION[language], language=language)))
    triples.extend((catalog, DCAT.catalog, iri(f"{base}/catalog/{hub.id}")) for hub in hubs)
    for vocabulary in vocabularies:
        if vocabulary.facet in THEMATIC:
            scheme = iri(vocabulary.scheme)
            triples.append((catalog, DCAT.themeTaxonomy, scheme))
            triples.append((scheme, RDF.type, SKOS.ConceptScheme))
    return triples


def _hub(hub: Hub, base: str) -> list[Triple]:
    catalog, homepage = iri(f"{base}/catalog/{hub.id}"), iri(hub.homepage)
    publisher = iri(f"{base}/agent/hub-{hub.id}")
    triples = [
        (catalog, RDF.type, DCAT.Catalog),
        (catalog, DCTERMS.publisher, publisher),
        (catalog, FOAF.homepage, homepage),
        (homepage, RDF.type, FOAF.Document),
        (publisher, RDF.type, FOAF.Agent),
        (publisher, RDF.type, FOAF.Organization),
    ]
    for language in ("en", "fr"):
        title, domain = hub.title[language], hub.domain[language]
        triples.append((catalog, DCTERMS.title, literal(title, language=language)))
        triples.append((publisher, FOAF.name, literal(title, language=language)))
        triples.append((catalog, DCTERMS.description, literal(domain, language=language)))
    for source in hub.sources:
        node = iri(f"{base}/source/{source.key}")
        triples.append((catalog, DCTERMS.source, node))
        triples.append((node, RDF.type, DCAT.DataService))
        triples.append((node, DCTERMS.title, literal(f"{hub.title['en']}: {source.name}", language="en")))
        triples.append((node, DCTERMS.title, literal(f"{hub.title['fr']} : {source.name}", language="fr")))
        specification = PROTOCOLS[source.protocol].specification
        if source.url.startswith(("http://", "https://")):
            triples.append((node, DCAT.endpointURL, iri(source.url)))
        if specification:
            triples.append((node, DCTERMS.conformsTo, iri(specification)))
            triples.append((iri(specification), RDF.type, DCTERMS.Standard))
    return triples
