"""SPARQL examples: queries that the page of queries offers, and the query that is the equal of a search."""

from collections.abc import Iterable
from typing import NamedTuple

from catalogue.search import Query
from vocab.namespace import PREFIXES
from vocab.term import TermError, iri, literal

from .query import SearchParameters, box, period
from .texts import Reader

_CORNERS = r"""    ?dataset dct:spatial/dcat:bbox ?wkt .
    VALUES ?part { 1 2 }  # a box across the antimeridian is a MULTIPOLYGON of two
    BIND (IF(?part = 1, STR(?wkt), STRAFTER(STR(?wkt), ")),")) AS ?polygon)
    FILTER (?polygon != "")
    BIND (REPLACE(?polygon, "^[^0-9-]*|[)].*$", "") AS ?corners)  # w s,e s,e n,…
    BIND (STRAFTER(STRAFTER(?corners, ","), ",") AS ?opposite)
    BIND (xsd:double(STRBEFORE(?corners, " ")) AS ?west)
    BIND (xsd:double(STRBEFORE(STRAFTER(?corners, " "), ",")) AS ?south)
    BIND (xsd:double(STRBEFORE(?opposite, " ")) AS ?east)
    BIND (xsd:double(STRBEFORE(STRAFTER(?opposite, " "), ",")) AS ?north)"""
"""Reads the bounds of a bounding box off its WKT, in plain SPARQL 1.1."""

_FACET_PATHS = {
    "theme": "dcat:theme",
    "parameter": "dcat:theme",
    "topic": "geodcatap:topicCategory",
    "platform": "prov:wasGeneratedBy/prov:used",
    "instrument": "prov:wasGeneratedBy/prov:used",
    "mission": "prov:wasGeneratedBy/prov:used",
    "organisation": "(dct:publisher|dct:creator|dct:rightsHolder|geodcatap:custodian|geodcatap:distributor"
    "|geodcatap:originator|geodcatap:principalInvestigator|geodcatap:processor|geodcatap:resourceProvider)",
    "format": "dcat:distribution/dct:format",
    "licence": "(dct:license|dcat:distribution/dct:license)",
    "access": "dct:accessRights",
}
"""Facets that have an equal in the graph, and the property path that leads to their values."""

TONGA = SearchParameters(bbox="-176.5,-21.5,-174.3,-19.5", begin="2022-01", end="2022-01")
"""The eruption of Hunga Tonga-Hunga Haʻapai: a box around 20.5° S 175.4° W, January 2022."""

HEAT_WAVE = SearchParameters(bbox="-10,36,25,60", begin="2022-06", end="2022-08")
"""The heat waves of summer 2022 in western Europe."""


class Example(NamedTuple):
    """A query with its name."""

    name: str
    query: str


def _head(*prefixes: str) -> str:
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix].base}>\n" for prefix in prefixes)


def search_as_sparql(parameters: SearchParameters, base: str, *, limit: int = 100) -> str:
    """The query that finds what a search finds, as far as the graph alone can tell.

    Words are looked for as they are, without the plurals and the other languages that the search index knows.
    """
    asked = parameters.query()
    lines = _asked_of_hub(asked, base)
    for facet, path in _FACET_PATHS.items():
        if asked.facets.get(facet):
            values = " ".join(_terms(asked.facets[facet]))
            lines.append(f"    ?dataset {path} ?{facet} . VALUES ?{facet} {{ {values} }}")
    if asked.concept:
        concept = " ".join(_terms([asked.concept]))
        lines.append(f"    ?dataset dcat:theme|geodcatap:topicCategory|prov:wasGeneratedBy/prov:used {concept} .")
    lines += [*_words(asked), *_place(parameters.bbox), *_time(parameters)]
    body = "\n".join(lines)
    return (
        f"{_head('dcat', 'dct', 'geodcatap', 'prov', 'xsd')}\n"
        f"SELECT ?hub ?dataset (SAMPLE(?name) AS ?title)\nWHERE {{\n  GRAPH ?record {{\n{body}\n  }}\n}}\n"
        f"GROUP BY ?hub ?dataset\nORDER BY ?hub ?dataset\nLIMIT {limit}\n"
    )


def _asked_of_hub(asked: Query, base: str) -> list[str]:
    lines = ["    ?hub dcat:dataset|dcat:service ?dataset .", "    ?dataset dct:title ?name ."]
    if hubs := asked.facets.get("hub"):
        values = " ".join(_terms(f"{base}/catalog/{hub}" for hub in hubs))
        lines.append(f"    VALUES ?hub {{ {values} }}")
    return lines


def _terms(iris: Iterable[str]) -> list[str]:
    found = []
    for one in iris:
        try:
            found.append(iri(one))
        except TermError:
            found.append(literal(one))
    return found


def _words(asked: Query) -> list[str]:
    words = asked.text.split()
    if not words:
        return []
    lines = ["    ?dataset dct:title|dct:description|dcat:keyword ?text ."]
    lines += [f"    FILTER (CONTAINS(LCASE(STR(?text)), {literal(word.lower())}))" for word in words]
    return lines


def _place(bbox: str) -> list[str]:
    asked = box(bbox)
    if asked is None:
        return []
    overlap = f"?west <= {asked.east} && ?east >= {asked.west}"
    if asked.west > asked.east:
        overlap = f"(?west <= {asked.east} || ?east >= {asked.west})"
    return [_CORNERS, f"    FILTER ({overlap} && ?south <= {asked.north} && ?north >= {asked.south})"]


def _time(parameters: SearchParameters) -> list[str]:
    if period(parameters.begin, parameters.end) is None:
        return []
    lines = [
        "    ?dataset dct:temporal ?period .",
        "    OPTIONAL { ?period dcat:startDate ?start }",
        "    OPTIONAL { ?period dcat:endDate ?end }",
    ]
    # ISO 8601 dates compare as texts; the tilde, which comes after every digit and dash, makes a date its last moment
    if parameters.end:
        lines.append(f'    FILTER (!BOUND(?start) || STR(?start) <= "{parameters.end}~")')
    if parameters.begin:
        lines.append(f'    FILTER (!BOUND(?end) || CONCAT(STR(?end), "~") >= "{parameters.begin}")')
    return lines


def examples(reader: Reader, base: str) -> list[Example]:
    """The queries that the page offers, the first of which stands in its field."""
    return [
        Example(reader("sparql.example_tonga"), search_as_sparql(TONGA, base)),
        Example(
            reader("sparql.example_hubs"),
            f"{_head('dcat')}\nSELECT ?hub (COUNT(DISTINCT ?record) AS ?records)\n"
            "WHERE { GRAPH ?record { ?hub dcat:record ?record } }\nGROUP BY ?hub ORDER BY DESC(?records)\n",
        ),
        Example(
            reader("sparql.example_concepts"),
            f"{_head('dcat', 'skos')}\n"
            "SELECT ?concept (SAMPLE(?name) AS ?label) (COUNT(DISTINCT ?dataset) AS ?datasets)\n"
            "WHERE {\n  GRAPH ?record { ?dataset dcat:theme ?concept }\n"
            f'  GRAPH ?scheme {{ ?concept skos:prefLabel ?name FILTER (LANG(?name) = "{reader.language}") }}\n}}\n'
            "GROUP BY ?concept ORDER BY DESC(?datasets) LIMIT 50\n",
        ),
        Example(
            reader("sparql.example_licence"),
            f"{_head('dcat', 'dct')}\nSELECT ?hub ?dataset ?title\nWHERE {{\n  GRAPH ?record {{\n"
            "    ?hub dcat:dataset ?dataset .\n    ?dataset dct:title ?title .\n"
            "    FILTER NOT EXISTS { ?dataset dct:license|dcat:distribution/dct:license ?licence }\n  }\n}\n"
            "ORDER BY ?hub ?dataset LIMIT 100\n",
        ),
        Example(
            reader("sparql.example_doi"),
            f"{_head('dct')}\nCONSTRUCT {{ ?dataset dct:identifier ?doi ; dct:title ?title }}\nWHERE {{\n"
            "  GRAPH ?record { ?dataset dct:identifier ?doi ; dct:title ?title }\n"
            '  FILTER (STRSTARTS(STR(?doi), "https://doi.org/"))\n}\n',
        ),
    ]
