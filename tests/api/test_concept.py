"""Concepts on the web: by IRI, in every form, for people and machines, whatever a vocabulary says."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import httpx2
import pytest
import rdflib

from api.negotiation import FORMS
from tests.api.test_pages import Page, get
from tests.revised import BASE, CHILDREN, HOSTILE, ODD
from vocab.namespace import RDF, SKOS

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib itself, for JSON-LD

OZONE = "https://w3id.org/terrafair/ecv/ozone"
PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}


@pytest.fixture(scope="module")
def client(revised: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=revised, timeout=30) as made:
        yield made


def address(uri: str, suffix: str = "") -> str:
    return f"/concept{suffix}?{urlencode({'uri': uri})}"


@pytest.mark.parametrize("form", PARSERS)
def test_every_form_says_the_same(client: httpx2.Client, form: str) -> None:
    by_suffix = client.get(address(f"{ODD}both", f".{form}"))
    by_header = client.get(address(f"{ODD}both"), headers={"Accept": FORMS[form].accepted[0]})
    assert by_suffix.status_code == by_header.status_code == 200
    assert by_suffix.headers["content-location"] == address(f"{ODD}both", f".{form}")
    assert f'{address(f"{ODD}both", ".html")}>; rel="alternate"' in by_suffix.headers["link"]
    assert by_suffix.content == by_header.content
    found = rdflib.Graph().parse(data=by_suffix.content, format=PARSERS[form])
    both, skos = rdflib.URIRef(f"{ODD}both"), rdflib.SKOS
    assert set(found.objects(both, skos.broader)) == {rdflib.URIRef(f"{ODD}left"), rdflib.URIRef(f"{ODD}right")}
    for name, label in (("left", "Left"), ("top", "Top"), ("set", "The set")):
        assert (rdflib.URIRef(ODD + name), skos.prefLabel, rdflib.Literal(label, lang="en")) in found
    assert (rdflib.URIRef(f"{ODD}set"), skos.member, both) in found
    assert (rdflib.URIRef(OZONE), skos.prefLabel, rdflib.Literal("Ozone, O3", lang="en")) in found
    assert (rdflib.URIRef(f"{ODD}scheme"), rdflib.RDF.type, skos.ConceptScheme) in found


def test_what_is_held_is_not_sent_again(client: httpx2.Client) -> None:
    tag = client.get(address(OZONE, ".ttl")).headers["etag"]
    assert client.get(address(OZONE, ".ttl"), headers={"If-None-Match": tag}).status_code == 304
    assert client.get(address(OZONE, ".nt"), headers={"If-None-Match": tag}).status_code == 200


def test_unknown_concepts_are_not_found_and_no_iris_are_bad_requests(client: httpx2.Client) -> None:
    for suffix in ("", ".ttl", ".html"):
        missing = client.get(address("https://nowhere.example/x", suffix), headers={"Accept": "application/json"})
        assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")
        for bad in ("", "water", "javascript:alert(1)", "http://[", "x" * 5000):
            assert client.get(address(bad, suffix)).status_code == 400
    assert client.get("/concept.pdf?uri=x").status_code == 404
    assert client.get(address(OZONE), headers={"Accept": "image/png"}).status_code == 406


def test_own_concepts_lead_to_their_descriptions(client: httpx2.Client) -> None:
    page = client.get("/id/ecv/ozone", headers={"Accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, address(OZONE))
    data = client.get("/id/ecv/ozone", headers={"Accept": "text/turtle"})
    assert (data.status_code, data.headers["location"]) == (303, address(OZONE, ".ttl"))
    assert data.headers["vary"].startswith("Accept")
    assert client.get("/id/ecv").headers["location"] == address("https://w3id.org/terrafair/ecv", ".ttl")
    assert client.get("/id/ecv/nothing").status_code == 404


def test_what_lies_below_the_service_leads_to_its_description(client: httpx2.Client) -> None:
    answer = client.get("/own/thing", headers={"Accept": "application/ld+json"})
    assert (answer.status_code, answer.headers["location"]) == (303, address(f"{BASE}/own/thing", ".jsonld"))
    assert client.get("/own/nothing").status_code == 404
    assert client.post("/own/thing").status_code == 404


def test_another_spelling_of_an_address_leads_to_the_right_one(client: httpx2.Client) -> None:
    answer = client.get(address("http://w3id.org/terrafair/ecv/ozone/", ".ttl"))
    assert (answer.status_code, answer.headers["location"]) == (303, address(OZONE, ".ttl"))


def test_the_page_shows_all_that_is_known(client: httpx2.Client) -> None:
    page = get(client, address(f"{ODD}both"))
    for text in (
        "Both",
        "Two",
        "Tow",
        "B2",
        "In two places.",
        "Zweimal.",
        "The set",
        "Odd ones",
        "2\u00a0January 2026",
    ):
        assert text in page.text
    links = {attributes["href"] for attributes in page.all("a")}
    wanted = {address(ODD + name) for name in ("left", "right", "top", "set")} | {address(OZONE)}
    assert wanted | {"https://elsewhere.example/both", "/vocabulary/odd", f"{ODD}both"} <= links
    # two ways up: through left, and through right
    assert page.text.count("Top › Left") == page.text.count("Top › Right") == 1
    assert page.all("button", **{"data-copy": f"{ODD}both"})
    for form in PARSERS:
        assert page.all("link", rel="alternate", href=address(f"{ODD}both", f".{form}"))


@pytest.mark.parametrize(
    ("name", "language", "shown"),
    [("top", "fr", "Haut"), ("top", "en", "Top"), ("left", "fr", "Left EN"), ("german", "fr", "Eis DE")],
)
def test_a_label_falls_back(client: httpx2.Client, name: str, language: str, shown: str) -> None:
    source = client.get(address(ODD + name), headers={"Accept": "text/html", "Accept-Language": language}).text
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", source, re.DOTALL)
    assert heading is not None
    assert " ".join(Page(heading[1]).text.split()).upper() == shown.upper()


def test_a_deprecated_concept_names_what_replaces_it(client: httpx2.Client) -> None:
    page = get(client, address(f"{ODD}gone"))
    assert "has withdrawn this concept. Use instead: Both" in page.text
    assert any(one["href"] == address(f"{ODD}both") for one in page.all("a"))


def test_cycles_have_pages(client: httpx2.Client) -> None:
    assert "Round two" in get(client, address(f"{ODD}round-1")).text


def test_hostile_words_stay_words(client: httpx2.Client) -> None:
    answer = client.get(address(f"{ODD}hostile"), headers={"Accept": "text/html"})
    page = Page(answer.text)
    assert HOSTILE not in answer.text
    assert HOSTILE in page.text
    assert not [one for one in page.all("a") if one["href"].startswith("javascript:")]
    scripts = [attributes for attributes in page.all("script") if "src" not in attributes]
    assert scripts == [{"type": "application/ld+json"}]
    embedded = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL)
    assert embedded is not None
    said = json.loads(embedded[1])
    assert (said["@type"], said["@id"]) == ("DefinedTerm", f"{ODD}hostile")
    assert said["name"] == [{"@language": "en", "@value": HOSTILE}]
    graph = rdflib.Graph().parse(data=client.get(address(f"{ODD}hostile", ".jsonld")).content, format="json-ld")
    assert rdflib.Literal(HOSTILE, lang="en") in set(graph.objects())


def test_a_concept_with_thousands_below_it_shows_the_first(client: httpx2.Client) -> None:
    answer = client.get(address(f"{ODD}many"), headers={"Accept": "text/html"})
    assert f"{CHILDREN:,}" in answer.text
    assert answer.text.count("Child 0") == 50
    assert len(answer.content) < 60_000
    first = get(client, address(f"{ODD}many"))
    more = next(one["href"] for one in first.all("a") if "data-more" in one)
    following = get(client, more)
    assert "Child 0050" in following.text
    assert "Child 0049" not in following.text
    graph = client.get(address(f"{ODD}many", ".nt")).text
    assert graph.count(f" {SKOS.narrower} ") == CHILDREN
    assert graph.count(f" {RDF.type} {SKOS.Concept} ") > CHILDREN


def test_the_datasets_that_use_a_concept_are_counted(client: httpx2.Client) -> None:
    page = get(client, address(OZONE))
    count = int(re.search(r"Datasets that use it (\d+)", page.text)[1])  # type: ignore[index]
    found = client.get("/api/search", params={"concept": OZONE}).json()
    assert count == found["total"] > 0
    assert f"/search?concept={quote(OZONE, safe='')}" in {one["href"] for one in page.all("a")}


def test_schemes_and_collections_have_pages(client: httpx2.Client) -> None:
    assert "Both" in get(client, address(f"{ODD}set")).text
    scheme = get(client, address(f"{ODD}scheme"))
    assert "Concept scheme" in scheme.text
    assert address(f"{ODD}top") in {one["href"] for one in scheme.all("a")}


def test_records_lead_to_the_pages_of_concepts(client: httpx2.Client) -> None:
    found = get(client, "/search?q=ozone")
    assert any(one["href"].startswith("/concept?uri=") for one in found.all("a"))
    href = next(one["href"] for one in found.all("a") if one["href"].startswith("/dataset/"))
    links = [one["href"] for one in get(client, href).all("a")]
    assert any(one.startswith("/concept?uri=") for one in links)
    assert any(one.startswith("/search?concept=") for one in links)
