"""The catalogue's description of itself: catalogues, sources and vocabularies, one named graph each (DCAT 3, 6.3)."""

from collections.abc import Iterator, Sequence

from harvesters.hub import Hub
from harvesters.protocol import PROTOCOLS
from vocab.loader import load_graph
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


def catalogue_graphs(
    hubs: Sequence[Hub], vocabularies: Sequence[Vocabulary], base: str
) -> Iterator[tuple[Term, bytes]]:
    """Each named graph and its N-Quads.

    Raises:
        VocabularyError: a vocabulary cannot be loaded.
    """
    catalog = iri(f"{base}/catalog")
    yield catalog, nquads(_catalog(hubs, vocabularies, base), catalog).encode()
    for hub in hubs:
        name = iri(f"{base}/catalog/{hub.id}")
        yield name, nquads(_hub(hub, base), name).encode()
    for vocabulary in vocabularies:
        name = iri(vocabulary.scheme)
        text = load_graph(vocabulary).serialize(format="nt", encoding="utf-8").decode()
        yield name, "".join(f"{line[:-1].rstrip()} {name} .\n" for line in text.splitlines() if line.strip()).encode()


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
