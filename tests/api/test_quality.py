"""Quality reports of vocabularies: as JSON and as a page."""

from collections.abc import Iterator

import httpx2
import pytest


@pytest.fixture(scope="module")
def client(revised: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=revised, timeout=30) as made:
        yield made


def test_the_report_as_json(client: httpx2.Client) -> None:
    answer = client.get("/api/vocabularies/odd/quality?lang=fr")
    assert answer.status_code == 200
    report = answer.json()
    assert report["vocabulary"] == "odd"
    assert report["size"]["concepts"] > 200
    found = {one["id"]: one for one in report["indicators"]}
    assert found["undocumented-concepts"]["title"] == "Concepts non documentés"
    assert found["undocumented-concepts"]["count"] > 0
    again = client.get("/api/vocabularies/odd/quality?lang=fr", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/api/vocabularies/odd/quality?lang=en").headers["ETag"] != answer.headers["ETag"]


def test_the_report_as_a_page(client: httpx2.Client) -> None:
    page = client.get("/vocabulary/odd/quality?lang=fr", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "Concepts non documentés" in page.text
    assert "/concept?uri=" in page.text
    assert "<script>alert" not in page.text


def test_there_is_no_report_of_nothing(client: httpx2.Client) -> None:
    assert client.get("/vocabulary/nothing/quality").status_code == 404
    assert client.get("/api/vocabularies/nothing/quality").status_code == 404
