"""The counts against the same questions asked in SPARQL, as qSKOS asks them, of real vocabularies."""

from pathlib import Path
from typing import NamedTuple

import pyoxigraph
import pytest

from vocab.quality.report import QualityReport, assess

UP = "(skos:broader|skos:broaderTransitive|skos:broadMatch|^skos:narrower|^skos:narrowerTransitive|^skos:narrowMatch)"
DIRECT = "(skos:broader|skos:broadMatch|^skos:narrower|^skos:narrowMatch)"
RELATED = "(skos:related|skos:relatedMatch)"
MAPPING = "(skos:mappingRelation|skos:closeMatch|skos:exactMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch)"
RELATION = f"(skos:semanticRelation|skos:related|{UP[1:-1].replace('^', '')}|{MAPPING[1:-1]})"
NOTE = "(skos:note|skos:changeNote|skos:definition|skos:editorialNote|skos:example|skos:historyNote|skos:scopeNote)"
LABEL = "(skos:prefLabel|skos:altLabel|skos:hiddenLabel)"
CONCEPT = f"""{{ ?c a skos:Concept }} UNION {{ ?c {RELATION}|^{RELATION} ?other }}
    UNION {{ ?c skos:topConceptOf|^skos:hasTopConcept ?scheme }} FILTER(isIRI(?c))"""
OWN = f'{CONCEPT} FILTER(CONTAINS(STR(?c), "//HOST/"))'
FAR = """FILTER(isIRI(?far) && REGEX(STR(?far), '^https?://') && !CONTAINS(STR(?far), '//HOST/')
    && !STRSTARTS(STR(?far), STR(skos:)))"""

QUESTIONS = {
    "missing-labels": f"SELECT DISTINCT ?c {{ {OWN} FILTER NOT EXISTS {{ ?c skos:prefLabel ?label }} }}",
    "empty-labels": f"SELECT DISTINCT ?c {{ ?c {LABEL}|rdfs:label|dct:title|dc:title ?l FILTER(!REGEX(?l, '\\\\S')) }}",
    "overlapping-labels": f"""SELECT ?text ?tag {{
        {{ SELECT DISTINCT ?c ?text ?tag {{
            {CONCEPT} ?c {LABEL} ?l BIND(UCASE(STR(?l)) AS ?text) BIND(LCASE(LANG(?l)) AS ?tag) }} }}
        }} GROUP BY ?text ?tag HAVING(COUNT(*) > 1)""",
    "inconsistent-labels": """SELECT DISTINCT ?c { ?c skos:prefLabel ?one, ?other
        FILTER(?one != ?other && LANG(?one) = LANG(?other)) }""",
    "disjoint-labels": """SELECT DISTINCT ?c ?l { { ?c skos:prefLabel ?l; skos:altLabel|skos:hiddenLabel ?l }
        UNION { ?c skos:altLabel ?l; skos:hiddenLabel ?l } }""",
    "undocumented-concepts": f"SELECT DISTINCT ?c {{ {OWN} FILTER NOT EXISTS {{ ?c {NOTE} ?note }} }}",
    "language-tags": f"""SELECT DISTINCT ?c {{ ?c {LABEL}|rdfs:label|{NOTE} ?l
        FILTER(isLiteral(?l) && DATATYPE(?l) = xsd:string) }}""",
    "language-coverage": f"""SELECT ?c {{
        {{ SELECT DISTINCT ?c ?tag {{ {{ SELECT DISTINCT ?c {{ {CONCEPT} }} }}
            ?c ?p ?l FILTER(isLiteral(?l) && LANG(?l) != '')
            BIND(LCASE(LANG(?l)) AS ?tag) }} }}
        }} GROUP BY ?c HAVING(COUNT(*) < EVERY)""",
    "orphan-concepts": f"""SELECT DISTINCT ?c {{ {CONCEPT}
        FILTER NOT EXISTS {{ ?c {RELATION}|^{RELATION} ?any }} }}""",
    "valueless-relations": f"""SELECT DISTINCT ?a ?b {{ ?a {RELATED}|^{RELATED} ?b FILTER(STR(?a) <= STR(?b))
        {{ ?a {UP} ?p . ?b {UP} ?p }} UNION {{ ?p {UP} ?a . ?p {UP} ?b }} }}""",
    "solely-transitive": f"""SELECT DISTINCT ?a ?b {{ ?a skos:broaderTransitive|^skos:narrowerTransitive ?b
        FILTER(?a != ?b) FILTER NOT EXISTS {{ ?a {DIRECT}+ ?b }} }}""",
    "omitted-tops": """SELECT DISTINCT ?s { { ?s a skos:ConceptScheme } UNION { ?x skos:inScheme ?s }
        FILTER NOT EXISTS { ?s skos:hasTopConcept|^skos:topConceptOf ?top } }""",
    "tops-below": f"SELECT DISTINCT ?c {{ ?c skos:topConceptOf|^skos:hasTopConcept ?s ; {UP} ?broader }}",
    "hierarchical-redundancy": f"SELECT DISTINCT ?a ?b {{ ?a {DIRECT} ?b, ?m . ?m {DIRECT}+ ?b FILTER(?m != ?b) }}",
    "reflexive-relations": f"SELECT ?c {{ ?c {RELATION} ?c }}",
    "concepts-without-scheme": """SELECT ?c { ?c a skos:Concept
        FILTER NOT EXISTS { ?c skos:inScheme|skos:topConceptOf ?s } }""",
    "missing-out-links": f"""SELECT ?c {{ {{ SELECT DISTINCT ?c {{ {OWN} }} }}
        MINUS {{ ?c ?p ?far {FAR} }} MINUS {{ ?far ?q ?c {FAR} }} }}""",
    "unreplaced-concepts": """SELECT DISTINCT ?c { ?c a skos:Concept ; owl:deprecated ?d FILTER(STR(?d) = 'true')
        FILTER NOT EXISTS { ?c dct:isReplacedBy|^dct:replaces ?new FILTER(!isLiteral(?new)) } }""",
    "mapping-clashes": """SELECT DISTINCT ?a ?b { ?a skos:broadMatch|skos:narrowMatch|skos:relatedMatch ?b
        FILTER EXISTS { ?a (skos:exactMatch|^skos:exactMatch)+ ?b } }""",
    "misused-mappings": f"""SELECT DISTINCT ?a ?b {{ ?a {MAPPING} ?b
        FILTER(CONTAINS(STR(?a), '//HOST/') && CONTAINS(STR(?b), '//HOST/'))
        FILTER(EXISTS {{ ?a skos:inScheme ?s . ?b skos:inScheme ?s }}
            || NOT EXISTS {{ ?a skos:inScheme ?t }} || NOT EXISTS {{ ?b skos:inScheme ?u }}) }}""",
    "relation-clashes": f"""SELECT DISTINCT ?a ?b {{ ?a {RELATED}|^{RELATED} ?b FILTER(?a != ?b)
        FILTER EXISTS {{ ?a {UP}+ ?b }} }}""",
}
"""What each row of the answer is one finding of; HOST is the vocabulary's host, EVERY how many languages it has."""

PREFIXES = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX dc: <http://purl.org/dc/elements/1.1/>
PREFIX dct: <http://purl.org/dc/terms/>
"""

VOCABULARIES = {
    "gemet": ("gemet-4.0.1/*.rdf", pyoxigraph.RdfFormat.RDF_XML),
    "envthes": ("envthes/*.ttl", pyoxigraph.RdfFormat.TURTLE),
}


class Loaded(NamedTuple):
    store: pyoxigraph.Store
    report: QualityReport


@pytest.fixture(scope="module", params=VOCABULARIES)
def loaded(request: pytest.FixtureRequest, shared: Path) -> Loaded:
    pattern, form = VOCABULARIES[request.param]
    store = pyoxigraph.Store()
    for path in sorted((shared / "data" / "vocabularies").glob(pattern)):
        store.bulk_load(path=str(path), format=form, base_iri="http://example.org/")
    return Loaded(store, assess((str(q.subject), str(q.predicate), str(q.object)) for q in store))


@pytest.mark.shared
@pytest.mark.parametrize("indicator", QUESTIONS)
def test_counts_as_sparql_counts(loaded: Loaded, indicator: str) -> None:
    query = PREFIXES + QUESTIONS[indicator].replace("HOST", loaded.report.host)
    query = query.replace("EVERY", str(len(loaded.report.size.languages)))
    rows = loaded.store.query(query)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    assert loaded.report.count(indicator) == len(list(rows))
