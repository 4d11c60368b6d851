import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import orjson
import pytest

from api.texts import load_texts
from catalogue.remark import remark
from catalogue.search import RecordDetail, Search
from tests.api.conftest import Serve

TONGA = "bbox=-176.5%2C-21.5%2C-174.3%2C-19.5&from=2022-01&to=2022-01"
HOSTILE = '"><script>alert(1)</script>{{ 7*7 }}'
PAGES = (
    "/",
    "/search",
    "/search?q=ozone",
    f"/search?{TONGA}",
    "/hubs",
    "/hubs/aeris",
    "/sparql",
    "/about",
    "/agent/cnes",
)


class Page(HTMLParser):
    """A page's elements: each tag with its attributes, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(source)
        self.text = re.sub(r"[ \n]+", " ", self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]


def get(client: httpx2.Client, address: str, language: str = "en") -> Page:
    answer = client.get(address, headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_speaks_the_readers_language(client: httpx2.Client, address: str, language: str) -> None:
    answer = client.get(address, headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Accept-Language" in answer.headers["vary"]
    page = Page(answer.text)
    assert page.all("html")[0]["lang"] == language
    other = "fr" if language == "en" else "en"
    for key in ("nav.search", "nav.hubs", "site.tagline", "site.skip"):
        assert load_texts()[key][language] in page.text
        assert load_texts()[key][other] not in page.text


def test_a_language_that_was_chosen_is_kept_on_every_page(service: str, record: RecordDetail) -> None:
    with httpx2.Client(base_url=service, headers={"Accept": "text/html", "Accept-Language": "en"}) as visitor:
        answer = visitor.get(f"{urlsplit(record.dataset).path}?lang=fr")
        assert Page(answer.text).all("html") == [{"lang": "fr"}]
        assert "SameSite=Lax" in answer.headers["set-cookie"]
        assert Page(visitor.get("/hubs").text).all("html") == [{"lang": "fr"}]
        assert "set-cookie" not in visitor.get("/hubs?lang=tlh").headers


def test_the_home_page_counts_and_leads_on(client: httpx2.Client, index: Search) -> None:
    page = get(client, "/")
    links = {attributes["href"] for attributes in page.all("a")}
    for hub, counts in index.hubs().items():
        assert {f"/search?hub={hub}", f"/hubs/{hub}"} <= links
        assert f"{counts['violations']} violation" in page.text
    assert f"/search?{TONGA}" in links


def test_a_series_shows_its_members_and_leads_to_all_of_them(client: httpx2.Client) -> None:
    hits = client.get("/api/search?type=series&size=100").json()["hits"]
    found = {hit["uri"]: client.get("/api/search", params={"member_of": hit["uri"]}).json() for hit in hits}
    series, answer = max(found.items(), key=lambda pair: pair[1]["total"])
    assert answer["total"] > 1
    links = {urlsplit(attributes["href"]).path for attributes in get(client, urlsplit(series).path).all("a")}
    shown = [hit["uri"] for hit in answer["hits"] if urlsplit(hit["uri"]).path in links]
    assert len(shown) == min(answer["total"], 10)
    title = next(iter(next(hit["title"] for hit in hits if hit["uri"] == series).values()))
    listing = get(client, f"/search?{urlencode({'member_of': series})}", "fr" if "é" in title else "en")
    assert "Part of" in listing.text or "Fait partie de" in listing.text
    assert series not in listing.text


def test_the_tonga_search_finds_records_of_five_hubs(client: httpx2.Client) -> None:
    page = get(client, f"/search?{TONGA}")
    assert len(page.all("input", name="hub")) == 5
    assert page.all("input", name="west")[0]["value"] == "-176.5"
    assert page.all("rect", **{"class": "chosen"})
    machine = [attributes["href"] for attributes in page.all("a") if attributes["href"].startswith("/api/search?")]
    answer = client.get(machine[0]).json()
    assert f"{answer['total']} records" in page.text


def test_the_query_that_is_the_equal_of_a_search_finds_the_same(client: httpx2.Client) -> None:
    page = get(client, f"/search?{TONGA}")
    draft = next(a["href"] for a in page.all("a") if a["href"].startswith("/sparql?draft="))
    query = parse_qs(urlsplit(draft).query)["draft"][0]
    assert "-176.5" in get(client, draft).text
    rows = client.get("/sparql", params={"query": query, "format": "json"}).json()["results"]["bindings"]
    found = client.get(f"/api/search?{TONGA}").json()["total"]
    assert len(rows) == found
    assert len({row["hub"]["value"] for row in rows}) == 5


def test_a_form_is_answered_with_the_shorter_address(service: str) -> None:
    form = "q=ozone&west=-10&south=30&east=20&north=60&from=&to=2022&sort=relevance&hub=aeris&lang=fr"
    answer = httpx2.get(f"{service}/search?{form}", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/search?q=ozone&bbox=-10%2C30%2C20%2C60&to=2022&hub=aeris&lang=fr"
    empty = httpx2.get(f"{service}/search?q=&west=&south=&east=&north=&from=&to=")
    assert empty.headers["location"] == "/search"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("bbox=200,0,1,1", "bbox"),
        ("west=1&south=&east=2&north=3", "bbox"),
        ("west=a&south=1&east=2&north=3", "bbox"),
        ("from=yesterday", "from"),
        ("from=2022&to=2021", "to"),
        ("sort=magic", "sort"),
        ("page=0", "page"),
        ("page=999999999", "page"),
    ],
)
def test_a_bad_parameter_is_told_in_the_form(client: httpx2.Client, query: str, field: str) -> None:
    answer = client.get(f"/search?{query}&q=ozone&hub=aeris", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.all("li", id=f"error-{field}")
    assert page.all("input", name="q")[0]["value"] == "ozone"
    assert page.all("input", name="hub") == [{"type": "hidden", "name": "hub", "value": "aeris"}]
    assert load_texts()["search.error"]["fr"] in page.text


def test_what_is_sent_is_shown_and_never_run(client: httpx2.Client) -> None:
    for name in ("q", "concept", "hub", "organisation", "from", "bbox", "west", "sort", "utm_x"):
        answer = client.get("/search", params={name: HOSTILE}, follow_redirects=True)
        assert "<script>alert" not in answer.text
        assert "49" not in "".join(re.findall(r"alert\(1\).{0,30}", answer.text))
    for address in ("/sparql?draft=", "/hubs/", "/dataset/aeris/", "/nothing/"):
        answer = client.get(address + HOSTILE.replace("/", ""), headers={"Accept": "text/html"})
        assert "<script>alert" not in answer.text


def test_nothing_found_leads_to_searches_that_find_something(client: httpx2.Client) -> None:
    page = get(client, "/search?q=ozone+zzzz&hub=aeris")
    assert "No record found" in page.text
    suggested = next(a["href"] for a in page.all("a") if a["href"] == "/search?q=ozone&hub=aeris")
    assert "No record found" not in get(client, suggested).text


def test_pages_of_results_lead_through_all(client: httpx2.Client) -> None:
    seen, address = set[str](), "/search?size=30&sort=title"
    while address:
        page = get(client, address)
        seen |= {a["href"] for a in page.all("a") if a["href"].startswith("/dataset/")}
        address = next((a["href"] for a in page.all("a", rel="next")), "")
    assert len(seen) == client.get("/api/search").json()["total"]


def test_a_page_after_the_last_leads_to_the_last(client: httpx2.Client) -> None:
    total = client.get("/api/search?hub=theia").json()["total"]
    answer = client.get("/search?hub=theia&size=10&page=900", headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/search?page={-(-total // 10)}&size=10&hub=theia"


def test_a_word_that_names_a_concept_is_understood(client: httpx2.Client) -> None:
    page = get(client, "/search?q=Sentinel-2")
    assert "Understood as" in page.text
    assert any("concept=" in a["href"] for a in page.all("a"))


def test_the_page_of_a_record(client: httpx2.Client, index: Search, record: RecordDetail) -> None:
    path = urlsplit(record.dataset).path
    page = get(client, path)
    for suffix, kind in (("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("nt", "application/n-triples")):
        assert page.all("link", rel="alternate", type=kind)[0]["href"] == f"{path}.{suffix}"
        assert client.get(f"{path}.{suffix}").status_code == 200
    original = next(a["href"] for a in page.all("a") if a["href"].endswith("/original"))
    assert client.get(original).status_code == 200
    number = len([found for found in index.findings(record.id) if found.severity == "Warning"])
    assert f"Warnings {number}" in page.text
    leaving = [a for a in page.all("a") if a["href"].startswith("http")]
    assert leaving
    assert all(a["rel"] == "noopener nofollow" for a in leaving)
    assert all(a["href"].startswith(("/", "#", "?", "http://", "https://")) for a in page.all("a"))


def test_every_record_has_a_page_in_both_languages(client: httpx2.Client, index: Search) -> None:
    hits: list[dict[str, Any]] = client.get("/api/search?size=100").json()["hits"]
    assert len(hits) > 90
    for number, hit in enumerate(hits):
        page = get(client, urlsplit(hit["uri"]).path, "fr" if number % 2 else "en")
        assert len(page.all("h1")) == 1


def test_a_hub_says_what_to_fix_first(client: httpx2.Client, index: Search) -> None:
    page = get(client, "/hubs/odatis")
    first = index.frequent_findings("odatis")[0]
    assert first.severity == "Violation"
    assert first.en in page.text
    assert urlsplit(first.examples[0][0]).path in {a["href"] for a in page.all("a")}
    assert "CSW 2.0.2" in page.text
    assert client.get("/hubs/atlantis", headers={"Accept": "text/html"}).status_code == 404


def test_the_page_of_hubs_gives_the_latest_harvests(client: httpx2.Client) -> None:
    page = get(client, "/hubs")
    assert page.text.count("complete") == 7
    assert "sextant-19115-3" in page.text


def test_a_harvest_has_a_page_and_its_source_leads_there(client: httpx2.Client) -> None:
    page = get(client, "/harvest/aeris/catalogue/1", "fr")
    assert "Moissonnage de aeris/catalogue" in page.text
    assert any(a["href"].startswith("/source/aeris/catalogue") for a in page.all("a"))
    source = get(client, "/source/aeris/catalogue")
    assert any(a["href"] == "/harvest/aeris/catalogue/1" for a in source.all("a"))


def test_a_source_that_behaves_otherwise_is_told_in_both_languages(workspace: Path, serve_with: Serve) -> None:
    """The roster is read for each page: what a run that published nothing found out is seen at once."""
    place = workspace / "generations" / "hubs.json"
    told = remark("fewer", listed=3, before=18)
    with serve_with(data=workspace) as address, httpx2.Client(base_url=address, timeout=20) as visitor:
        hubs = orjson.loads(place.read_bytes())
        assert hubs[0]["id"] == "aeris"
        hubs[0]["sources"][0] |= {
            "counts": {"new": 0, "changed": 1, "unchanged": 2, "bytes": 5000},
            "seconds": 300.0,
            "rate": 0.01,
            "remarks": [{"code": told.code, "warning": True, "message": {lg: told.message(lg) for lg in ("en", "fr")}}],
        }
        place.write_bytes(orjson.dumps(hubs))
        assert "aeris/catalogue: 3 records are listed where 18 were before" in get(visitor, "/hubs").text
        french = get(visitor, "/hubs/aeris", "fr").text
        assert "3 fiches sont listées là où il y en avait 18" in french
        assert "1 modifiée, 2 inchangées, 5" in french
        assert "5 min" in french
        told_by_api = visitor.get("/api/hubs").json()["hubs"][0]["sources"][0]
        assert told_by_api["remarks"][0]["message"]["en"] == told.message("en")


def test_a_concept_has_a_page(client: httpx2.Client) -> None:
    page = get(client, "/concept?uri=http://inspire.ec.europa.eu/theme/ac", "fr")
    assert "Conditions atmosphériques" in page.text
    assert any(a["href"].startswith("/search?concept=") for a in page.all("a"))


def test_an_agent_has_a_page_with_what_refers_to_it(client: httpx2.Client) -> None:
    page = get(client, "/agent/cnes")
    assert "CNES" in page.text
    assert any(a["href"].startswith("/dataset/") for a in page.all("a"))


def test_an_error_is_a_page_for_people(client: httpx2.Client) -> None:
    answer = client.get("/nowhere", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert answer.status_code == 404
    page = Page(answer.text)
    assert page.all("html") == [{"lang": "fr"}]
    assert page.all("form", role="search")


def test_static_files_may_be_kept_for_ever(client: httpx2.Client) -> None:
    page = get(client, "/")
    for tag, name in (("link", "href"), ("script", "src")):
        for attributes in page.all(tag):
            answer = client.get(attributes[name])
            assert answer.status_code == 200
            assert "immutable" in answer.headers["cache-control"]
    assert client.get("/static/../pages.py").status_code == 404
    assert client.get("/static/texts.toml").status_code == 404
