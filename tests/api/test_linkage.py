"""What words were taken to mean, over HTTP and on the pages."""

from html import escape

import httpx2
import pytest

from catalogue.search import RecordDetail, Search


def test_the_links_of_a_record(client: httpx2.Client, record: RecordDetail) -> None:
    said = client.get("/api/links", params={"dataset": record.dataset}).json()
    assert said["dataset"] == record.dataset
    linked = [link for link in said["links"] if link["concept"]]
    assert linked
    for link in linked:
        assert link["property"] in ("dcat:theme", "prov:used", "dct:spatial")
        assert 0 < link["confidence"] <= 1
        assert f"<{link['concept']}>" in record.statements
    assert {link["method"] for link in said["links"] if not link["concept"]} <= {"none", "ambiguous"}


def test_the_page_of_a_record_tells_its_links(client: httpx2.Client, record: RecordDetail, index: Search) -> None:
    (first, *_) = index.linkage.of(record.id)
    path = record.dataset.partition("/dataset/")[2]
    for language, method in (("en", "Found by"), ("fr", "Trouvé par")):
        page = client.get(f"/dataset/{path}.html", headers={"Accept-Language": language}).text
        assert method in page
        assert escape(first.text) in page


@pytest.mark.parametrize("dataset", ["", "https://nowhere.example/dataset/x"])
def test_links_of_nothing(client: httpx2.Client, dataset: str) -> None:
    assert client.get("/api/links", params={"dataset": dataset}).status_code == 404


def test_the_words_of_a_hub_without_a_concept(client: httpx2.Client, index: Search) -> None:
    hub, words = next((hub, found) for hub in index.hubs() if len(found := index.linkage.unmatched(hub)) > 1)
    said = client.get(f"/api/hubs/{hub}/keywords", params={"size": 1, "unmatched": "true"}).json()
    assert said["total"] == index.linkage.number_unmatched(hub) >= len(words)
    assert sum(said["methods"].values()) >= said["total"]
    (word,) = said["keywords"]
    assert (word["text"], word["records"]) == (words[0].text, words[0].records)
    assert word["examples"][0]["dataset"] == words[0].examples[0][0]
    following = client.get(said["links"]["next"]).json()
    assert following["keywords"][0]["text"] == words[1].text
    assert words[0].records >= words[1].records
    page = client.get(f"/hubs/{hub}", headers={"Accept-Language": "fr"}).text
    assert "Mots sans concept" in page
    assert escape(words[0].text) in page


def test_suggestions_stand_beside_the_words(client: httpx2.Client, index: Search) -> None:
    hub = next(hub for hub in index.hubs() if index.linkage.number_unmatched(hub))
    said = client.get(f"/api/hubs/{hub}/keywords", params={"suggest": "true"}).json()
    suggested = [one for word in said["keywords"] for one in word["suggestions"]]
    assert suggested
    assert all(one.keys() >= {"concept", "vocabulary", "score", "method", "evidence"} for one in suggested)
    assert all(one["labels"] for one in suggested)
    assert all(0 < one["score"] <= 1 for one in suggested)
    assert "suggestions" not in client.get(f"/api/hubs/{hub}/keywords").json()["keywords"][0]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/hubs/nowhere/keywords", 404),
        ("/api/hubs/aeris/keywords?unmatched=maybe", 422),
        ("/api/hubs/aeris/keywords?suggest=1", 422),
        ("/api/hubs/aeris/keywords?size=0", 422),
        ("/api/hubs/aeris/keywords?size=1001", 422),
        ("/api/hubs/aeris/keywords?page=x", 422),
    ],
)
def test_what_cannot_be_answered(client: httpx2.Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status
