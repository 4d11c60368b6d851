"""The endpoint against the SPARQL 1.1 Protocol and the clients that people use."""

import time
from pathlib import Path
from typing import Any

import httpx2
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, RDFXML, TURTLE, XML, SPARQLWrapper

from catalogue.search import RecordDetail
from tests.api.conftest import Serve
from tests.published import BASE

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib itself, for JSON-LD

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TONGA = """
SELECT DISTINCT ?hub {
  ?record foaf:primaryTopic ?dataset ; ^dcat:record ?hub .
  ?dataset dct:title ?title FILTER CONTAINS(?title, "Tonga")
}"""


def ask(client: httpx2.Client, query: str, accept: Any = "", **parameters: Any) -> httpx2.Response:
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", params={"query": query, **parameters}, headers=headers)


def count(response: httpx2.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


@pytest.fixture
def wrapper(service: str) -> Any:
    return SPARQLWrapper(f"{service}/sparql")


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("way", ["urlencoded", "postdirectly"])
def test_sparqlwrapper(wrapper: Any, method: str, way: str) -> None:
    wrapper.setMethod(method)
    wrapper.setRequestMethod(way)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(TONGA)
    hubs = {row["hub"]["value"].rpartition("/")[2] for row in wrapper.query().convert()["results"]["bindings"]}
    assert hubs == {"aeris", "formater", "odatis", "theia", "dinamis"}
    wrapper.setQuery("ASK { ?s a dcat:Dataset }")
    assert wrapper.query().convert()["boolean"] is True
    wrapper.setReturnFormat(XML)
    assert wrapper.query().convert().getElementsByTagName("boolean")[0].firstChild.nodeValue == "true"
    wrapper.setReturnFormat(CSV)
    wrapper.setQuery("SELECT ?s { ?s a dcat:Dataset } LIMIT 2")
    assert wrapper.query().convert().decode().splitlines()[0] == "s"


@pytest.mark.parametrize("form", [TURTLE, RDFXML, JSONLD, XML])
def test_sparqlwrapper_construct(wrapper: Any, form: str) -> None:
    wrapper.setQuery("CONSTRUCT { ?s a ?t } WHERE { SELECT DISTINCT ?s ?t { ?s a dcat:Dataset, ?t } LIMIT 7 }")
    wrapper.setReturnFormat(form)
    found = wrapper.query().convert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) == 7


def test_rdflib_store(service: str) -> None:
    store = SPARQLStore(f"{service}/sparql", returnFormat="json")
    graph = rdflib.Graph(store)
    rows: list[Any] = list(graph.query("SELECT ?s ?t WHERE { ?s a dcat:Dataset ; dct:title ?t } LIMIT 3"))
    assert len(rows) == 3
    subject = rdflib.URIRef(str(rows[0].s))
    assert (subject, rdflib.RDF.type, rdflib.DCAT.Dataset) in graph


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/sparql-results+json"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.6", "application/sparql-results+xml"),
    ],
)
def test_forms_of_results(client: httpx2.Client, accept: str, media_type: str) -> None:
    for query in ("SELECT * { ?s a dcat:Dataset } LIMIT 1", "ASK {}"):
        response = ask(client, query, accept)
        assert response.status_code == 200
        assert response.headers["content-type"] == media_type
        assert "Accept" in response.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_forms_of_graphs(client: httpx2.Client, record: RecordDetail, accept: str, media_type: str) -> None:
    for query in (f"DESCRIBE <{record.dataset}>", f"CONSTRUCT WHERE {{ <{record.dataset}> ?p ?o }}"):
        response = ask(client, query, accept)
        assert response.headers["content-type"] == media_type
        parser = media_type.partition(";")[0]
        assert len(rdflib.Graph().parse(data=response.content, format=parser)) > 10


def test_format_parameter(client: httpx2.Client) -> None:
    assert ask(client, "ASK {}", format="xml").headers["content-type"] == "application/sparql-results+xml"
    construct = "CONSTRUCT WHERE { ?s a dcat:Dataset }"
    assert ask(client, construct, format="xml").headers["content-type"] == "application/rdf+xml"
    assert ask(client, construct, format="turtle").headers["content-type"].startswith("text/turtle")
    assert ask(client, construct, format="csv").status_code == 406
    assert ask(client, "ASK {}", format="docx").status_code == 422


def test_nothing_acceptable(client: httpx2.Client) -> None:
    assert ask(client, "ASK {}", "image/png").status_code == 406
    assert ask(client, "ASK {}", "text/turtle").status_code == 406
    assert ask(client, "CONSTRUCT WHERE { ?s ?p ?o }", "text/csv").status_code == 406


def test_ways_to_send_a_query(client: httpx2.Client) -> None:
    """SPARQL 1.1 Protocol, sections 2.1.1 to 2.1.3."""
    expected = count(ask(client, COUNT))
    assert expected > 10_000
    assert count(client.post("/sparql", data={"query": COUNT})) == expected
    direct = {"Content-Type": "application/sparql-query; charset=utf-8"}
    assert count(client.post("/sparql", content=COUNT, headers=direct)) == expected
    assert client.post("/sparql", content=COUNT, headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.post("/sparql", data={}).status_code == 415
    assert client.post("/sparql", data={"other": "x"}).status_code == 400
    assert client.get("/sparql", params=[("query", COUNT), ("query", COUNT)]).status_code == 400
    assert client.put("/sparql", content=COUNT).status_code == 405
    assert client.post("/sparql", content=b"\xff\xfe", headers=direct).status_code == 400


def test_the_dataset_of_the_request(client: httpx2.Client, record: RecordDetail) -> None:
    """SPARQL 1.1 Protocol, section 2.1.4: it takes the place of what the query says."""
    graph, other = record.graph, f"{BASE}/catalog"
    own = count(ask(client, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"))
    everything = count(ask(client, COUNT))
    assert 0 < own < everything
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(ask(client, f"SELECT (COUNT(*) AS ?n) FROM <{graph}> {{ ?s ?p ?o }}")) == own
    assert count(ask(client, f"SELECT (COUNT(*) AS ?n) FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}")) == own
    assert count(ask(client, COUNT, **{"default-graph-uri": graph})) == own
    assert count(ask(client, COUNT, **{"default-graph-uri": [graph, other]})) > own
    assert count(ask(client, named, **{"default-graph-uri": graph})) == 0
    assert count(ask(client, named, **{"named-graph-uri": graph})) == own
    assert count(ask(client, COUNT, **{"named-graph-uri": graph})) == 0
    overridden = f"SELECT (COUNT(*) AS ?n) FROM <{other}> {{ ?s ?p ?o }}"
    assert count(ask(client, overridden, **{"default-graph-uri": graph})) == own
    posted = client.post("/sparql", data={"query": COUNT, "default-graph-uri": graph})
    assert count(posted) == own
    direct = {"Content-Type": "application/sparql-query"}
    assert count(client.post("/sparql", params={"default-graph-uri": graph}, content=COUNT, headers=direct)) == own
    assert ask(client, COUNT, **{"default-graph-uri": "not an iri"}).status_code == 422


def test_updates_are_refused(client: httpx2.Client) -> None:
    before = count(ask(client, COUNT))
    direct = {"Content-Type": "application/sparql-update"}
    assert client.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 403
    assert client.post("/sparql", content="CLEAR ALL", headers=direct).status_code == 403
    assert client.get("/sparql", params={"update": "CLEAR ALL"}).status_code == 403
    assert ask(client, "DELETE WHERE { ?s ?p ?o }").status_code == 400
    assert ask(client, "LOAD <http://127.0.0.1/>").status_code == 400
    assert count(ask(client, COUNT)) == before


def test_a_syntax_error_says_where(client: httpx2.Client) -> None:
    response = ask(client, "SELECT * {\n ?s ?p }")
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert "2:" in response.json()["detail"]
    french = client.get("/sparql", params={"query": "?"}, headers={"Accept-Language": "fr"})
    assert french.json()["detail"].startswith("La requête ne peut être lue")


def test_other_services_are_not_called(client: httpx2.Client, service: str) -> None:
    for query in (
        f"SELECT * {{ SERVICE <{service}/sparql> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER(1<2)SERVICE#>\n<{service}/sparql>{{ ?s ?p ?o }} }}",
    ):
        response = ask(client, query)
        assert response.status_code == 403
        assert "SERVICE" in response.json()["detail"]


def test_a_long_query_is_stopped_and_the_next_one_works(client: httpx2.Client) -> None:
    begin = time.monotonic()
    response = ask(client, ENDLESS)
    assert response.status_code == 504
    assert response.headers["content-type"] == "application/problem+json"
    assert 2 <= time.monotonic() - begin < 2 + 2
    begin = time.monotonic()
    assert ask(client, "ASK {}").json()["boolean"] is True
    assert time.monotonic() - begin < 2


def test_queries_that_are_too_much(published: Path, serve_with: Serve) -> None:
    limits = {"query_limit": 10_000, "result_limit": 50_000, "query_queue": 1, "query_timeout": 1.5}
    with serve_with(data=published, **limits) as address, httpx2.Client(base_url=address, timeout=30) as client:
        assert client.post("/sparql", data={"query": "ASK {" + " " * 10_000 + "}"}).status_code == 413
        too_large = ask(client, "SELECT * { ?s ?p ?o }")
        assert too_large.status_code == 413
        assert "LIMIT" in too_large.json()["detail"]
        assert ask(client, "CONSTRUCT WHERE { ?s ?p ?o }").status_code == 413
        assert ask(client, "ASK {}").status_code == 200


def test_a_query_that_kills_its_process(client: httpx2.Client) -> None:
    nested = "SELECT * {" + "{" * 60_000 + "}" * 60_000 + "}"
    response = client.post("/sparql", content=nested, headers={"Content-Type": "application/sparql-query"})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert ask(client, "ASK {}").json()["boolean"] is True


def test_too_many_at_once_are_told_to_come_back(published: Path, serve_with: Serve) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with serve_with(data=published, query_queue=1, query_timeout=1) as address, ThreadPoolExecutor(4) as pool:
        tasks = [pool.submit(httpx2.get, f"{address}/sparql", params={"query": ENDLESS}, timeout=30) for _ in range(4)]
        responses = [task.result() for task in tasks]
    assert sorted(response.status_code for response in responses) == [503, 503, 503, 504]
    assert all(r.headers["retry-after"] for r in responses if r.status_code == 503)


def test_service_description_and_form(client: httpx2.Client) -> None:
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    described = rdflib.Graph().parse(data=response.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert described.value(predicate=rdflib.RDF.type, object=sd.Service) == rdflib.URIRef(f"{BASE}/sparql")
    assert (None, sd.feature, sd.UnionDefaultGraph) in described
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<form" in page.text


def test_prefixes_are_predefined_and_may_be_redefined(client: httpx2.Client) -> None:
    assert ask(client, "ASK { ?s a dcat:Dataset }").json()["boolean"] is True
    assert ask(client, "PREFIX dcat: <http://example.org/> ASK { ?s a dcat:Dataset }").json()["boolean"] is False
    assert ask(client, "ASK { ?s a nothing:Dataset }").status_code == 400
