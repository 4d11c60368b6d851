"""Suggestions over HTTP: the form, the API, what keeps machines out, and what is shown to whom."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import rdflib

from api.settings import Settings
from api.suggestions import Desk
from catalogue.suggestions import Status, Suggestions
from catalogue.workspace import Workspace
from tests.published import BASE, serve

GOOD = {"label_en": "Wind chill", "reason": "Three data sets are about it.", "vocabulary": "ecv"}
CONTACT = "somebody@people.example"


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """A workspace of its own over the published generation."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "generations").symlink_to(published / "generations")
    return folder


@pytest.fixture
def store(data: Path) -> Suggestions:
    return Suggestions(Workspace(data).suggestions)


@contextmanager
def opened(data: Path, **options: Any) -> Iterator[httpx2.Client]:
    settings = Settings(data=data, query_workers=1, suggestions=True, **options)
    with serve(settings) as address, httpx2.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
def open_client(data: Path) -> Iterator[httpx2.Client]:
    with opened(data) as client:
        yield client


def token(client: httpx2.Client) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/suggest").text)
    assert found
    return found[1]


def send(client: httpx2.Client, at: str = "/suggest", headers: Any = None, **fields: str) -> httpx2.Response:
    form = {"token": token(client), **GOOD, **fields}
    return client.post(at, data=form, headers=headers)


def test_closed_unless_it_is_opened(client: httpx2.Client) -> None:
    for address in ("/suggest", "/vocabulary/ecv/suggest", "/suggestion/0123456789ab"):
        assert client.get(address).status_code == 404
    page = client.get("/suggest", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert "ne reçoit pas de propositions" in page.text
    assert client.post("/api/suggestions", json=GOOD).status_code == 404
    assert client.get("/api/suggestions/duplicates?label=ozone").status_code == 404


def test_the_form(open_client: httpx2.Client, store: Suggestions) -> None:
    for at in ("/suggest", "/vocabulary/ecv/suggest"):
        page = open_client.get(at, headers={"Accept-Language": "fr"})
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-store"
        assert "Proposer un terme" in page.text
        assert ("selected" in page.text) == (at != "/suggest")
    assert open_client.get("/vocabulary/nothing/suggest").status_code == 404
    sent = send(open_client, "/vocabulary/ecv/suggest", label_fr="Refroidissement éolien", contact=CONTACT)
    assert sent.status_code == 303
    (kept,) = store.all()
    assert sent.headers["location"] == f"/vocabulary/ecv/suggest?sent={kept.key}"
    assert kept.draft.label_fr == "Refroidissement éolien"
    assert kept.draft.contact == CONTACT
    assert kept.draft.scheme == "https://w3id.org/terrafair/ecv"
    thanks = open_client.get(sent.headers["location"])
    assert kept.key in thanks.text
    assert "<script>" not in open_client.get("/suggest?sent=<script>").text


def test_a_form_with_something_wrong_comes_back(open_client: httpx2.Client, store: Suggestions) -> None:
    back = send(open_client, label_en="", source="javascript:alert(1)", reason='"><script>alert(1)</script>')
    assert back.status_code == 422
    assert "It needs a name" in back.text
    assert "begins with http" in back.text
    assert "<script>alert" not in back.text
    assert "&lt;script&gt;alert(1)" in back.text
    assert store.all() == []


def test_what_exists_is_shown_first(open_client: httpx2.Client, store: Suggestions) -> None:
    back = send(open_client, label_en="Soil-moisture")
    assert back.status_code == 409
    assert "There is such a term already" in back.text
    assert 'href="/concept?uri=https%3A%2F%2Fw3id.org%2Fterrafair%2Fecv%2Fsoil-moisture"' in back.text
    assert store.all() == []
    assert send(open_client, label_en="Soil-moisture", confirmed="1").status_code == 303
    # a name of another vocabulary is no hindrance
    assert send(open_client, label_en="Soil moisture", vocabulary="cf").status_code == 409
    assert send(open_client, label_en="Ozonesondes").status_code == 303
    assert len(store.all()) == 2


def test_forms_from_elsewhere_count_for_nothing(open_client: httpx2.Client, store: Suggestions) -> None:
    for headers in (
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        assert send(open_client, headers=headers).status_code == 403
    for forged in ("", "x", "1.x", "9" * 300, f"{'9' * 11}.{'0' * 32}", "é.é"):
        back = open_client.post("/suggest", data=GOOD | {"token": forged})
        assert back.status_code == 422
        assert "did not come from here" in back.text
    assert open_client.post("/suggest", json=GOOD).status_code == 415
    assert store.all() == []
    own = {"Origin": str(open_client.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    assert send(open_client, headers=own).status_code == 303


def test_who_fills_the_trap_is_thanked_and_forgotten(open_client: httpx2.Client, store: Suggestions) -> None:
    sent = send(open_client, website="https://spam.example")
    assert sent.status_code == 303
    assert store.all() == []


def test_forms_of_another_process_count(data: Path) -> None:
    settings = Settings(data=data, suggestions=True)
    assert Desk(settings).knows(Desk(settings).token())


def test_old_forms_do_not_count(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = Desk(Settings(data=data, suggestions=True))
    made = at.token()
    assert at.knows(made)
    monkeypatch.setattr("api.suggestions.FORM_LASTS", -1)
    assert not at.knows(made)


def test_json(open_client: httpx2.Client, store: Suggestions) -> None:
    made = open_client.post("/api/suggestions", json={**GOOD, "contact": CONTACT})
    assert made.status_code == 201
    assert made.json()["status"] == "waiting"
    assert store.get(made.json()["key"]) is not None
    assert CONTACT not in made.text
    again = open_client.post("/api/suggestions", json=GOOD)
    assert again.status_code == 409
    assert again.headers["content-type"] == "application/problem+json"
    known = again.json()["duplicates"][0]
    assert (known["likeness"], known["uri"]) == ("suggested", "")
    assert open_client.post("/api/suggestions", json=GOOD | {"confirmed": True}).status_code == 201
    assert open_client.post("/api/suggestions", json=GOOD | {"confirmed": "yes"}).status_code == 409


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"{}", "application/json", 422),
        (b"[]", "application/json", 422),
        (b"{", "application/json", 422),
        (b"\xff", "application/json", 422),
        (b'{"label_en": 5, "reason": "x"}', "application/json", 422),
        (b"{}", "text/plain", 415),
        (b"x" * 100_001, "application/json", 413),
    ],
)
def test_what_is_no_suggestion(open_client: httpx2.Client, content: bytes, media_type: str, status: int) -> None:
    for language, detail in (("en", "Parameter"), ("fr", "Paramètre")):
        headers = {"Content-Type": media_type, "Accept-Language": language}
        refused = open_client.post("/api/suggestions", content=content, headers=headers)
        assert refused.status_code == status
        assert status != 422 or refused.json()["detail"].startswith(detail)


def test_each_address_has_its_share(data: Path, store: Suggestions) -> None:
    with opened(data, suggestions_each=2) as client:
        sent = [client.post("/api/suggestions", json=GOOD | {"label_en": f"Term {n} of many"}) for n in range(3)]
        assert [one.status_code for one in sent] == [201, 201, 429]
        assert sent[-1].headers["retry-after"] == "3600"
        assert send(client, label_en="Another one").status_code == 429
        # what is wrong does not count
        assert client.post("/api/suggestions", json={}).status_code == 422
    assert len(store.all()) == 2


def test_all_together_have_theirs(data: Path, store: Suggestions) -> None:
    with opened(data, suggestions_hourly=1) as client:
        assert client.post("/api/suggestions", json=GOOD).status_code == 201
    # another process counts what this one took
    with opened(data, suggestions_hourly=1) as client:
        assert client.post("/api/suggestions", json=GOOD | {"label_en": "Other"}).status_code == 429
    assert len(store.all()) == 1


def test_a_file_that_cannot_be_written(data: Path) -> None:
    Workspace(data).suggestions.write_bytes(b"no database" * 200)
    with opened(data) as client:
        assert client.get("/suggest").status_code == 503
        assert client.post("/api/suggestions", json=GOOD).status_code == 503
        assert client.get("/api/suggestions/duplicates?label=ozone").status_code == 503
        assert client.get("/suggestion/0123456789ab").status_code == 503
        assert client.get("/").status_code == 200


def test_duplicates_as_one_types(open_client: httpx2.Client) -> None:
    def found(label: str, **more: str) -> list[dict[str, str]]:
        response = open_client.get("/api/suggestions/duplicates", params={"label": label, **more})
        assert response.status_code == 200
        duplicates: list[dict[str, str]] = response.json()["duplicates"]
        return duplicates

    assert {one["likeness"] for one in found("Ozone") if one["label"] in ("Ozone", "OZONE")} == {"same"}
    assert found("soil_moisture", vocabulary="ecv")[0]["likeness"] == "accents"
    assert found("humidite du sol")[0]["likeness"] == "accents"
    assert found("Soil moistur", vocabulary="ecv")[0]["likeness"] == "alike"
    assert found("Soil moisture", vocabulary="gcmd")[0]["id"] == "gcmd"
    assert found("Soil moisture", lang="fr", vocabulary="ecv")[0]["vocabulary"].startswith("Variables")
    assert found("a") == found("") == found("***") == []
    assert len(found("o zone" * 30)) <= 8
    assert open_client.get("/api/suggestions/duplicates").status_code == 422
    assert open_client.get("/api/suggestions/duplicates", params={"label": "x" * 201}).status_code == 422


def test_only_what_was_accepted_is_shown(open_client: httpx2.Client, store: Suggestions) -> None:
    fields = {"label_en": "Wind <b>chill</b>", "contact": CONTACT, "broader": "https://w3id.org/terrafair/ecv/ozone"}
    key = open_client.post("/api/suggestions", json=GOOD | fields).json()["key"]
    address = f"/suggestion/{key}"
    assert open_client.get(address).status_code == 404
    store.decide(key, Status.ACCEPTED, "fine")
    page = open_client.get(address, headers={"Accept": "text/html"})
    assert "Wind &lt;b&gt;chill&lt;/b&gt;" in page.text
    assert ">Ozone</a>" in page.text
    turtle = open_client.get(f"{address}.ttl")
    assert turtle.headers["content-type"] == "text/turtle; charset=utf-8"
    graph = rdflib.Graph().parse(data=turtle.text, format="turtle")
    assert set(graph.subjects()) == {rdflib.URIRef(f"{BASE}{address}")}
    for answer in (page, turtle, open_client.get(address)):
        assert CONTACT not in answer.text
    known = open_client.get("/api/suggestions/duplicates", params={"label": fields["label_en"]}).json()["duplicates"]
    assert known[0]["href"] == address
    store.decide(key, Status.REJECTED)
    assert open_client.get(address).status_code == 404
    assert open_client.get("/suggestion/..%2F..%2Fetc").status_code == 404


def test_no_address_of_a_sender_is_kept(open_client: httpx2.Client, data: Path) -> None:
    send(open_client)
    content = b"".join(path.read_bytes() for path in data.glob("suggestions.sqlite*"))
    assert b"Wind chill" in content
    assert b"127.0.0.1" not in content
