import re
from collections.abc import Iterable
from pathlib import Path

import httpx2
import orjson
import pytest
import rdflib
from rdflib.compare import to_isomorphic

from api.statements import parse_ntriples
from catalogue.archive import Archive
from catalogue.search import Query, RecordDetail, Search
from tests.published import BASE
from vocab.namespace import RDF, SKOS

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib itself, for JSON-LD

MEDIA_TYPES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}
PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}


def path(iri: str) -> str:
    assert iri.startswith(f"{BASE}/")
    return iri.removeprefix(BASE)


def graph(text: str | bytes, form: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format=PARSERS[form])


@pytest.fixture(scope="module")
def address(record: RecordDetail) -> str:
    return path(record.dataset)


@pytest.mark.parametrize("form", MEDIA_TYPES)
def test_every_form_says_the_same(client: httpx2.Client, address: str, form: str) -> None:
    by_header = client.get(address, headers={"Accept": MEDIA_TYPES[form]})
    by_suffix = client.get(f"{address}.{form}", headers={"Accept": "text/html"})
    by_parameter = client.get(address, params={"format": form})
    exact = graph(client.get(f"{address}.nt").text, "nt")
    for response in (by_header, by_suffix, by_parameter):
        assert response.status_code == 200
        assert response.headers["content-type"].partition(";")[0] == MEDIA_TYPES[form]
        assert to_isomorphic(graph(response.content, form)) == to_isomorphic(exact)


def test_statements_are_exact(client: httpx2.Client, record: RecordDetail, address: str) -> None:
    """What Oxigraph would change, such as xsd:nonNegativeInteger, is as the crosswalk made it."""
    assert "nonNegativeInteger" in record.statements
    quads = client.get(f"{address}.nq").text.splitlines()
    kept = {f"{s} {p} {o} <{record.graph}> ." for s, p, o in parse_ntriples(record.statements)}
    assert kept <= set(quads)
    assert "nonNegativeInteger" in client.get(f"{address}.ttl").text


def test_concepts_are_described(client: httpx2.Client, index: Search) -> None:
    hit = next(hit for hit in index.find(Query(limit=100)).hits if "data-theme" in _statements(index, hit.dataset))
    found = graph(client.get(f"{path(hit.dataset)}.ttl").text, "ttl")
    themes = [
        theme for theme in found.objects(rdflib.URIRef(hit.dataset), rdflib.DCAT.theme) if "data-theme" in str(theme)
    ]
    assert themes
    for theme in themes:
        assert {getattr(label, "language", "") for label in found.objects(theme, rdflib.SKOS.prefLabel)} >= {"en", "fr"}
        assert (theme, rdflib.RDF.type, rdflib.SKOS.Concept) in found
        assert found.value(theme, rdflib.SKOS.inScheme)


def _statements(index: Search, dataset: str) -> str:
    detail = index.record(dataset=dataset)
    assert detail is not None
    return detail.statements


def test_turtle_is_for_people_too(client: httpx2.Client, record: RecordDetail, address: str) -> None:
    text = client.get(f"{address}.ttl").text
    prefixes = re.findall(r"^@prefix (\S+): ", text, re.MULTILINE)
    assert prefixes == sorted(prefixes)
    assert {"dcat", "dct"} <= set(prefixes)
    assert "sssom" not in prefixes
    first = text[text.index("\n\n") + 2 :]
    assert first.startswith(f"<{record.dataset}> a dcat:")


def test_jsonld_is_compact(client: httpx2.Client, address: str, record: RecordDetail) -> None:
    document = orjson.loads(client.get(f"{address}.jsonld").content)
    assert document["@context"]["dcat"] == "http://www.w3.org/ns/dcat#"
    first = document["@graph"][0]
    assert first["@id"] == record.dataset
    assert "dct:title" in first


def test_a_record_of_every_hub_and_dialect_in_every_form(client: httpx2.Client, index: Search) -> None:
    kinds = {(hit.hub, hit.dialect, hit.kind): hit for hit in index.find(Query(limit=100)).hits}
    for hit in kinds.values():
        exact = graph(client.get(f"{path(hit.dataset)}.nt").text, "nt")
        for form in ("ttl", "jsonld", "rdf"):
            assert len(graph(client.get(f"{path(hit.dataset)}.{form}").content, form)) == len(exact), hit.dataset


def test_a_browser_gets_a_page(client: httpx2.Client, address: str) -> None:
    response = client.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert "accept" in response.headers["vary"].lower()
    assert client.get(f"{address}.html").status_code == 200


def test_links_to_the_other_forms(client: httpx2.Client, address: str, record: RecordDetail) -> None:
    response = client.get(address, headers={"Accept": "text/turtle"})
    links = response.headers["link"]
    assert f'<{address}.jsonld>; rel="alternate"; type="application/ld+json"' in links
    assert f"<{address}.ttl>" not in links
    assert f'<{record.graph}>; rel="describedby"' in links
    assert response.headers["content-location"] == f"{address}.ttl"
    assert "Accept" in response.headers["vary"]


def test_what_a_client_holds_is_not_sent_again(client: httpx2.Client, address: str) -> None:
    first = client.get(f"{address}.ttl")
    tag = first.headers["etag"]
    for given in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = client.get(f"{address}.ttl", headers={"If-None-Match": given})
        assert again.status_code == 304
        assert not again.content
        assert again.headers["etag"] == tag
    assert client.get(f"{address}.ttl", headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get(f"{address}.nt", headers={"If-None-Match": tag}).status_code == 200


def test_head(client: httpx2.Client, address: str) -> None:
    got, head = client.get(f"{address}.nt"), client.head(f"{address}.nt")
    assert head.status_code == 200
    assert not head.content
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["etag"] == got.headers["etag"]


def test_the_record_has_an_address_of_its_own(client: httpx2.Client, record: RecordDetail) -> None:
    response = client.get(path(record.graph), headers={"Accept": "text/turtle"})
    assert f"\n<{record.graph}> a dcat:CatalogRecord" in response.text
    assert f'<{record.dataset}>; rel="describes"' in response.headers["link"]


def test_the_original_is_what_the_source_sent(
    client: httpx2.Client, published: Path, record: RecordDetail, address: str
) -> None:
    archive = Archive(published / "archive.sqlite", read_only=True)
    content = archive.content([record.hash])[record.hash]
    archive.close()
    for where in (f"{path(record.graph)}/original", f"{address}.xml", f"{path(record.graph)}.xml"):
        response = client.get(where)
        assert response.content == content
        assert response.headers["content-type"] == "application/xml"
        assert "sandbox" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
    held = client.get(f"{address}.xml", headers={"If-None-Match": response.headers["etag"]})
    assert held.status_code == 304
    assert client.get(f"{address}.json").status_code == 404


def test_parts_of_a_dataset_have_addresses(client: httpx2.Client, record: RecordDetail) -> None:
    parts = {s[1:-1] for s, _, _ in parse_ntriples(record.statements) if s.startswith(f"<{record.dataset}/")}
    assert any("/distribution/" in part for part in parts)
    for part in parts:
        found = graph(client.get(path(part), headers={"Accept": "text/turtle"}).text, "ttl")
        exact = [t for t in parse_ntriples(record.statements) if t[0] == f"<{part}>"]
        assert len(list(found.predicate_objects(rdflib.URIRef(part)))) == len(exact)
        assert client.get(path(part), headers={"Accept": "text/html"}).status_code == 200
        assert client.get(f"{path(part)}.jsonld").headers["content-type"] == "application/ld+json"


def test_every_iri_of_the_catalogue_resolves(client: httpx2.Client, index: Search) -> None:
    named = set[str]()
    for hit in index.find(Query(limit=100)).hits:
        triples = parse_ntriples(_statements(index, hit.dataset))
        named |= {term[1:-1] for triple in triples for term in triple if term.startswith(f"<{BASE}/")}
    by_root: dict[str, list[str]] = {}
    for iri in sorted(named):
        by_root.setdefault(iri.removeprefix(f"{BASE}/").partition("/")[0], []).append(iri)
    assert {"agent", "catalog", "contact", "dataset", "record", "source"} <= set(by_root)
    # every third dataset and its parts are enough; of the rest there are few
    tried = [iri for root, iris in by_root.items() for iri in (iris[::3] if root in ("dataset", "record") else iris)]
    assert _statuses(client, tried) == {}


def _statuses(client: httpx2.Client, iris: Iterable[str]) -> dict[str, int]:
    """The addresses that do not answer with success."""
    statuses = {iri: client.get(path(iri), headers={"Accept": "application/n-triples, */*;q=0.1"}) for iri in iris}
    return {iri: response.status_code for iri, response in statuses.items() if response.status_code != 200}


@pytest.mark.parametrize(
    "where",
    [
        "/dataset/aeris/nothing",
        "/dataset/aeris",
        "/dataset/",
        "/dataset/aeris/../../../../etc/passwd",
        "/dataset/aeris/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/dataset/aeris/%00",
        "/dataset/aeris/a%0d%0aSet-Cookie:%20x=1",
        "/dataset/aeris/%3Cscript%3Ealert(1)%3C/script%3E",
        "/dataset/aeris/%ff%fe",
        "/dataset/aeris/'%20OR%20'1'='1",
        "/dataset/aeris/" + "a" * 5000,
        "/record/aeris/nothing/original",
        "/agent/%3Cx%3E%20%22",
        "/agent/a%0d%0aSet-Cookie:%20x=1",
        "/agent/nobody",
        "/catalog/nobody.ttl",
        "/place/%00",
        "/thesaurus",
    ],
)
def test_hostile_and_unknown_addresses(client: httpx2.Client, where: str) -> None:
    for accept in ("application/json", "text/html"):
        response = client.get(where, headers={"Accept": accept})
        assert response.status_code in (404, 422)
        assert "set-cookie" not in response.headers
        assert "<script>alert" not in response.text
        assert "Traceback" not in response.text


def test_a_form_that_there_is_not(client: httpx2.Client, address: str) -> None:
    response = client.get(address, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    response = client.get(address, params={"format": "docx"})
    assert response.status_code == 422
    assert response.json()["parameter"] == "format"


def test_an_agent_and_who_refers_to_it(client: httpx2.Client, index: Search) -> None:
    agents = {
        obj
        for hit in index.find(Query(limit=100)).hits
        for _, _, obj in parse_ntriples(_statements(index, hit.dataset))
        if obj.startswith(f"<{BASE}/agent/")
    }
    agent = sorted(agents)[0][1:-1]
    found = graph(client.get(path(agent), headers={"Accept": "text/turtle"}).text, "ttl")
    assert (rdflib.URIRef(agent), rdflib.RDF.type, rdflib.FOAF.Agent) in found
    assert client.get(path(agent), headers={"Accept": "text/html"}).status_code == 200


def test_a_concept_by_its_iri(client: httpx2.Client) -> None:
    uri = "http://inspire.ec.europa.eu/theme/of"
    response = client.get("/concept", params={"uri": uri}, headers={"Accept": "application/n-triples"})
    assert f"<{uri}> {RDF.type} {SKOS.Concept} ." in response.text
    assert client.get("/concept", params={"uri": uri}, headers={"Accept": "text/html"}).status_code == 200
    assert client.get("/concept", params={"uri": "http://example.org/nothing"}).status_code == 404
    for bad in ("nothing", "javascript:alert(1)", "http://[", "", "x" * 3000):
        assert client.get("/concept", params={"uri": bad}).status_code == 400
    assert client.get("/concept").json()["parameter"] == "uri"
