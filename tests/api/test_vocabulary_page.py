"""The pages of vocabularies, and their descriptions as JSON."""

from collections.abc import Iterator
from urllib.parse import urlencode

import httpx2
import pytest

from api.texts import load_texts
from api.vocabulary_view import licence_name
from tests.api.test_pages import get
from tests.revised import CHILDREN, HOSTILE, MOMENTS, ODD

PAGES = (
    "/vocabularies",
    "/vocabulary/odd",
    "/vocabulary/odd?q=child",
    "/vocabulary/odd/tree",
    f"/vocabulary/odd/tree?uri={ODD}many",
    "/vocabulary/odd/index",
    "/vocabulary/odd/quality",
    "/vocabulary/ecv/changes",
    "/vocabulary/odd/changes",
    f"/concept?uri={ODD}both",
)


@pytest.fixture(scope="module")
def client(revised: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=revised, timeout=30) as made:
        yield made


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_speaks_the_readers_language(client: httpx2.Client, address: str, language: str) -> None:
    page = get(client, address, language)
    assert page.all("html")[0]["lang"] == language
    assert page.all("a", **{"aria-current": "page"})[0]["href"] == "/vocabularies"
    other = "fr" if language == "en" else "en"
    assert load_texts()["nav.search"][other] not in page.text


def test_the_list_has_every_vocabulary(client: httpx2.Client) -> None:
    page = get(client, "/vocabularies")
    links = {one["href"] for one in page.all("a")}
    told = client.get("/api/vocabularies").json()["vocabularies"]
    assert {f"/vocabulary/{one['id']}" for one in told} <= links
    assert "CC BY 4.0" in page.text
    assert "5\u00a0March 2026" in page.text


def test_a_vocabulary_is_described(client: httpx2.Client) -> None:
    told = client.get("/api/vocabularies/ecv").json()
    assert told["title"]["fr"] == "Variables climatiques essentielles du GCOS"
    assert told["edition"]["loaded"] == MOMENTS[-1]
    assert [edition["loaded"] for edition in told["editions"]] == list(reversed(MOMENTS))
    assert told["labels"]["en"]["preferred"] == told["concepts"]
    assert set(told["languages"]) == {"en", "fr"}
    assert client.get("/api/vocabularies/nothing").status_code == 404
    page = get(client, "/vocabulary/odd")
    assert "Odd ones" in page.text
    assert f"{CHILDREN + 11:,}" in page.text


def test_a_search_needs_no_script(client: httpx2.Client) -> None:
    page = get(client, "/vocabulary/odd?q=child+001")
    assert "10 concepts found" in page.text
    by_synonym = get(client, "/vocabulary/odd?q=two")
    assert "Both also Two" in by_synonym.text
    assert "No name" in get(client, "/vocabulary/odd?q=zzzz").text
    for query in ("*", "**", "%", '"', "a" * 5000, "NEAR(a b)", "' OR 1=1 --"):
        assert client.get("/vocabulary/odd", params={"q": query}).status_code == 200


def test_a_tree_is_a_way_through_the_whole_vocabulary(client: httpx2.Client) -> None:
    tops = {one["href"] for one in get(client, "/vocabulary/odd").all("a", **{"class": "toggle"})}
    top = f"/vocabulary/odd/tree?{urlencode({'uri': f'{ODD}top'})}"
    assert tops == {top}
    below = {one["href"] for one in get(client, top).all("a", **{"class": "toggle"})}
    assert below == {f"/vocabulary/odd/tree?{urlencode({'uri': ODD + name})}" for name in ("left", "many", "right")}


def test_thousands_are_paged(client: httpx2.Client) -> None:
    href, seen = f"/vocabulary/odd/tree?{urlencode({'uri': f'{ODD}many'})}", list[str]()
    for _ in range(3):
        page = get(client, href)
        seen += [one["href"] for one in page.all("a", **{"class": "node"})]
        href = next(one["href"] for one in page.all("a") if "data-more" in one)
    assert len(seen) == len(set(seen)) == 150


def test_bad_addresses_of_trees(client: httpx2.Client) -> None:
    assert client.get("/vocabulary/nothing").status_code == 404
    assert client.get("/vocabulary/nothing/tree").status_code == 404
    assert client.get("/vocabulary/odd/tree?uri=water").status_code == 400
    assert client.get("/vocabulary/odd/tree?uri=https://w3id.org/terrafair/ecv/ozone").status_code == 404
    assert client.get("/vocabulary/odd/tree?after=%00%ff").status_code == 200
    assert client.get("/vocabulary/odd/index?letter=nonsense&in=xx&after=7").status_code == 200
    assert client.get("/vocabulary/odd/index?after=x").status_code == 422


def test_the_alphabetical_index(client: httpx2.Client) -> None:
    page = get(client, "/vocabulary/odd/index?letter=T")
    assert "Top" in page.text
    assert "Two → Both" in page.text
    more = next(one["href"] for one in get(client, "/vocabulary/odd/index?letter=C").all("a", rel="next"))
    assert "Child 0200" in get(client, f"/vocabulary/odd/index{more}").text
    others = client.get("/vocabulary/odd/index?letter=!*", headers={"Accept": "text/html"}).text
    assert HOSTILE not in others
    assert "alert(1)" in others


def test_licences_have_names() -> None:
    assert licence_name("https://creativecommons.org/publicdomain/zero/1.0/") == "CC0 1.0"
    assert licence_name("http://creativecommons.org/licenses/by-sa/3.0/fr/") == "CC BY-SA 3.0"
    assert licence_name("https://www.etalab.gouv.fr/x.pdf") == "www.etalab.gouv.fr/…/x.pdf"
