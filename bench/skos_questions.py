"""The quality indicators as questions in SPARQL, put as qSKOS puts them: one row of the answer is one finding.

qSKOS asks after the properties above a property have been added to each statement; here the paths name them.
"""

import pyoxigraph

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

SCHEME = """{ { ?c a skos:ConceptScheme } UNION { ?any skos:inScheme|skos:topConceptOf ?c }
    UNION { ?c skos:hasTopConcept ?any } }"""
INVERSE = (
    ("skos:broader|skos:broadMatch", "skos:narrower|skos:narrowMatch"),
    (
        "skos:broader|skos:broadMatch|skos:broaderTransitive",
        "skos:narrower|skos:narrowMatch|skos:narrowerTransitive",
    ),
    ("skos:topConceptOf", "skos:hasTopConcept"),
    ("skos:broadMatch", "skos:narrowMatch"),
    (RELATED[1:-1], RELATED[1:-1]),
    ("skos:relatedMatch", "skos:relatedMatch"),
    ("skos:exactMatch", "skos:exactMatch"),
    ("skos:closeMatch|skos:exactMatch", "skos:closeMatch|skos:exactMatch"),
)
ONE_WAY = """SELECT DISTINCT ?a ?b { ANY FILTER(CONTAINS(STR(?x), '//HOST/') && CONTAINS(STR(?y), '//HOST/'))
    BIND(IF(STR(?x) < STR(?y), ?x, ?y) AS ?a) BIND(IF(STR(?x) < STR(?y), ?y, ?x) AS ?b) }""".replace(
    "ANY",
    " UNION ".join(
        f"{{ ?x {one} ?y FILTER NOT EXISTS {{ ?y {back} ?x }} }}"
        for pair in INVERSE
        for one, back in (pair, pair[::-1])
    ),
)

QUESTIONS = {
    "missing-labels": f"""SELECT DISTINCT ?c ?kind {{
        {{ {OWN} FILTER NOT EXISTS {{ ?c skos:prefLabel ?label }} BIND(1 AS ?kind) }} UNION {{ {SCHEME}
        FILTER NOT EXISTS {{ ?c rdfs:label|skos:prefLabel|dc:title|dct:title ?title }} BIND(2 AS ?kind) }} }}""",
    "unlabelled-schemes": f"""SELECT DISTINCT ?c {{ {SCHEME}
        FILTER NOT EXISTS {{ ?c rdfs:label|skos:prefLabel ?label }} }}""",
    "surrounding-space": f"""SELECT DISTINCT ?c ?p ?l {{ VALUES ?p {{ rdfs:label {LABEL[1:-1]} {NOTE[1:-1]} }}
        ?c ?p ?l FILTER(REGEX(?l, '^\\\\s|\\\\s$')) }}""".replace("|skos:", " skos:"),
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
    "one-way-relations": ONE_WAY,
    "untyped-concepts": f"SELECT DISTINCT ?c {{ {OWN} MINUS {{ ?c a skos:Concept }} }}",
    "unmapped-concepts": f"""SELECT DISTINCT ?c {{ {OWN}
        MINUS {{ ?c {MAPPING}|^{MAPPING} ?far FILTER(!CONTAINS(STR(?far), '//HOST/')) }} }}""",
    "foreign-schemes": "SELECT DISTINCT ?c { ?c ?p ?o FILTER(isIRI(?c) && !REGEX(STR(?c), '^https?://', 'i')) }",
    "broken-links": f"""SELECT DISTINCT ?c {{
        {{ ?any {RELATION}|skos:inScheme|skos:topConceptOf|skos:hasTopConcept|skos:member|dct:isReplacedBy ?c }}
        FILTER(CONTAINS(STR(?c), '//HOST/')) FILTER NOT EXISTS {{ ?c ?p ?o }} }}""",
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

AS_QSKOS = {
    "hierarchical-redundancy": f"SELECT DISTINCT ?a ?b {{ ?a {DIRECT} ?b, ?m . ?m {DIRECT}+ ?b }}",
    "relation-clashes": f"""SELECT DISTINCT ?a ?b {{ ?a {RELATED} ?b FILTER(STR(?a) <= STR(?b) || NOT EXISTS {{
        ?b {RELATED} ?a }}) FILTER(?a = ?b || EXISTS {{ ?a {UP}+ ?b }} || EXISTS {{ ?b {UP}+ ?a }}) }}""",
    "unprintable-characters": f"""SELECT DISTINCT ?c ?p ?l {{ {{ SELECT DISTINCT ?c {{ {OWN} }} }}
        VALUES ?p {{ {LABEL[1:-1].replace("|", " ")} }} ?c ?p ?l FILTER(!REGEX(?l, '^[ -~]*$')) }}""",
    "disjoint-labels": """SELECT DISTINCT ?l { { ?c skos:prefLabel ?l; skos:altLabel|skos:hiddenLabel ?l }
        UNION { ?c skos:altLabel ?l; skos:hiddenLabel ?l } }""",
}
"""What qSKOS asks where its count is another by intention or by mistake; ``indicators.tsv`` says how they differ."""


def ask(store: pyoxigraph.Store, question: str, host: str, languages: int) -> int:
    """How many rows a question has of a vocabulary with this host and so many languages."""
    query = PREFIXES + question.replace("HOST", host).replace("EVERY", str(languages))
    rows = store.query(query)
    if not isinstance(rows, pyoxigraph.QuerySolutions):
        raise TypeError(question)
    return sum(1 for _ in rows)
