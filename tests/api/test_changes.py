"""Changes between editions of vocabularies: JSON, CSV, pages and feeds."""

import csv
import io
import re
from collections.abc import Iterator

import httpx2
import pytest
from lxml import etree

from api.feed import FeedEntry, feed
from api.texts import Reader
from tests.api.test_pages import get
from tests.revised import BASE, HOSTILE, MOMENTS

OZONE = "https://w3id.org/terrafair/ecv/ozone"
NEW = "https://w3id.org/terrafair/ecv/new"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@pytest.fixture(scope="module")
def client(revised: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=revised, timeout=30) as made:
        yield made


def versions(client: httpx2.Client) -> list[str]:
    return [edition["version"] for edition in client.get("/api/vocabularies/ecv").json()["editions"]]


def test_the_latest_changes(client: httpx2.Client) -> None:
    said = client.get("/api/vocabularies/ecv/diff").json()
    assert (said["vocabulary"], said["from"]["loaded"], said["to"]["loaded"]) == ("ecv", MOMENTS[1], MOMENTS[2])
    assert said["counts"] == {"relabelled": 1}
    assert said["changes"] == [
        {
            "change": "relabelled",
            "uri": OZONE,
            "labels": {
                "before": {"en": "Ozone", "fr": "Ozone"},
                "after": {"en": "Ozone, O3", "fr": "Ozone"},
            },
            "before": [{"value": "Ozone", "language": "en"}],
            "after": [{"value": "Ozone, O3", "language": "en"}],
        }
    ]


def test_any_two_editions_both_ways(client: httpx2.Client) -> None:
    new, _, old = versions(client)
    there = client.get("/api/vocabularies/ecv/diff", params={"from": old, "to": new}).json()
    assert there["counts"] == {"added": 1, "relabelled": 1, "synonyms": 1}
    back = client.get("/api/vocabularies/ecv/diff", params={"from": new, "to": old}).json()
    assert back["counts"] == {"removed": 1, "relabelled": 1, "synonyms": 1}
    one = client.get("/api/vocabularies/ecv/diff", params={"from": old, "to": new, "change": "added"}).json()
    assert [change["uri"] for change in one["changes"]] == [NEW]
    same = client.get("/api/vocabularies/ecv/diff", params={"from": new, "to": new}).json()
    assert (same["changes"], same["counts"]) == ([], {})


def test_changes_as_a_table(client: httpx2.Client) -> None:
    new, _, old = versions(client)
    answer = client.get("/api/vocabularies/ecv/diff", params={"from": old, "to": new, "format": "csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {(row["change"], row["uri"]) for row in rows} == {
        ("added", NEW),
        ("relabelled", OZONE),
        ("synonyms", OZONE),
    }
    assert next(row for row in rows if row["change"] == "relabelled")["after"] == "Ozone, O3@en"


def test_what_is_held_is_not_compared_again(client: httpx2.Client) -> None:
    tag = client.get("/api/vocabularies/ecv/diff").headers["etag"]
    assert client.get("/api/vocabularies/ecv/diff", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/vocabularies/nothing/diff", 404),
        ("/api/vocabularies/odd/diff", 404),
        ("/api/vocabularies/ecv/diff?from=nothing", 422),
        ("/api/vocabularies/ecv/diff?to=../../etc", 422),
        ("/api/vocabularies/ecv/diff?change=eaten", 422),
        ("/api/vocabularies/ecv/diff?format=pdf", 422),
        ("/vocabulary/ecv/changes?from=nothing", 422),
        ("/vocabulary/ecv/changes.atom?page=2", 404),
        ("/changes.atom?page=0", 422),
        ("/vocabulary/nothing/changes.atom", 404),
    ],
)
def test_bad_questions(client: httpx2.Client, address: str, status: int) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_the_page_tells_what_changed(client: httpx2.Client) -> None:
    page = get(client, "/vocabulary/ecv/changes")
    assert "1 renamed" in page.text
    assert "first edition loaded" in page.text
    assert "2999" not in page.text
    new, middle, old = versions(client)
    shown = get(client, f"/vocabulary/ecv/changes?from={old}&to={new}")
    assert HOSTILE in shown.text
    assert "Trioxygen" in shown.text
    only = get(client, f"/vocabulary/ecv/changes?from={middle}&to={new}&change=added")
    assert "No concept changed in this way." in only.text
    assert "no edition of it has been loaded" in get(client, "/vocabulary/odd/changes").text


@pytest.mark.parametrize("address", ["/changes.atom", "/vocabulary/ecv/changes.atom", "/vocabulary/odd/changes.atom"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_feeds_are_valid(client: httpx2.Client, address: str, language: str) -> None:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.headers["content-type"] == "application/atom+xml"
    root = etree.fromstring(answer.content)
    is_valid_feed(root)
    assert root.findtext("a:id", namespaces=ATOM) == f"{BASE}{address}"
    moments = list(root.xpath("a:entry/a:updated/text()", namespaces=ATOM))
    assert moments == sorted(moments, reverse=True) == (list(reversed(MOMENTS)) if "odd" not in address else [])
    if moments:
        assert root.findtext("a:updated", namespaces=ATOM) == moments[0]
        content = root.xpath("a:entry[2]/a:content[@type='html']/text()", namespaces=ATOM)[0]
        assert HOSTILE not in content
        assert HOSTILE in "".join(etree.HTML(content).itertext())
    tag = answer.headers["etag"]
    held = client.get(address, headers={"Accept-Language": language, "If-None-Match": tag})
    assert held.status_code == 304


def test_entries_lead_to_pages_and_data(client: httpx2.Client) -> None:
    root = etree.fromstring(client.get("/changes.atom").content)
    for entry in root.findall("a:entry", ATOM):
        for link in entry.findall("a:link", ATOM):
            media_type = link.attrib["type"]
            found = client.get(link.attrib["href"].removeprefix(BASE), headers={"Accept": media_type})
            assert found.status_code == 200
            assert found.headers["content-type"].startswith(media_type)


def is_valid_feed(root: etree._Element) -> None:
    """What RFC 4287 requires of a feed (section 4) and RFC 5005 of one in pages (section 3)."""
    assert root.tag == f"{{{ATOM['a']}}}feed"
    for node in (root, *root.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"a:{name}", ATOM)) == 1
        assert node.findtext("a:id", "", ATOM).startswith("http")
        assert MOMENT.fullmatch(node.findtext("a:updated", "", ATOM))
        alternates = [link for link in node.findall("a:link", ATOM) if link.get("rel") == "alternate"]
        assert len(alternates) == 1
        assert all(name.text for name in node.findall("a:author/a:name", ATOM))
        assert all(category.get("term") for category in node.findall("a:category", ATOM))
    assert root.findall("a:author", ATOM)
    ids = root.xpath("a:entry/a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids))
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert {"self", "first", "last"} <= set(links)


def test_pages_of_a_feed_lead_from_one_to_the_next() -> None:
    entries = [FeedEntry("https://x.example/1", "one", MOMENTS[0], "one", (), "", (), "")]

    def links(page: int) -> dict[str, str]:
        root = etree.fromstring(
            feed(
                "https://x.example/f",
                "F",
                "https://x.example/",
                MOMENTS[0],
                entries,
                page=page,
                pages=3,
                t=Reader("en"),
            )
        )
        is_valid_feed(root)
        return {
            link.attrib["rel"]: link.attrib["href"].removeprefix("https://x.example")
            for link in root.findall("a:link", ATOM)
        }

    both = {"alternate": "/", "first": "/f", "last": "/f?page=3"}
    assert links(1) == both | {"self": "/f", "next": "/f?page=2"}
    assert links(2) == both | {"self": "/f?page=2", "previous": "/f", "next": "/f?page=3"}
    assert links(3) == both | {"self": "/f?page=3", "previous": "/f?page=2"}
