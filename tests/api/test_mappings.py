"""Mappings over HTTP: SSSOM and SKOS, page by page."""

import httpx2
import orjson
import pyoxigraph
import pytest

from catalogue.search import Search
from vocab.mapping import EXACT, MATCHES, RECORD
from vocab.mapping_index import MappingIndex, Selection, State
from vocab.sssom import read

ECV = "https://w3id.org/terrafair/ecv"


@pytest.fixture(scope="module")
def stored(index: Search) -> MappingIndex:
    return MappingIndex(index.vocabulary)


def number(stored: MappingIndex, selection: Selection) -> int:
    return len(stored.find(selection, limit=-1))


def test_sssom_in_json_is_what_anything_gets(client: httpx2.Client, stored: MappingIndex) -> None:
    answer = client.get("/api/mappings", params={"size": 10_000})
    assert answer.headers["content-type"] == "application/json"
    said = answer.json()
    assert len(said["mappings"]) == number(stored, Selection())
    for mapping in said["mappings"]:
        assert {"record_id", "predicate_id", "mapping_justification", "mapping_source"} <= set(mapping)
        assert mapping["record_id"].startswith("mapping:")
    assert said["@context"]["mapping"] == RECORD


def test_sssom_in_tsv_is_read_again(client: httpx2.Client, stored: MappingIndex) -> None:
    answer = client.get("/api/mappings", params={"from": "ecv"}, headers={"Accept": "text/tab-separated-values"})
    assert answer.headers["content-type"].startswith("text/tab-separated-values")
    mapping_set, mappings = read("answer", answer.text.splitlines(keepends=True))
    assert mapping_set.identifier.endswith("/api/mappings?from=ecv")
    expected = [mapping for _, mapping in stored.find(Selection(source="ecv"), limit=-1)]
    assert {mapping.identifier for mapping in mappings} == {mapping.identifier for mapping in expected}
    assert len(expected) > 50


@pytest.mark.parametrize("form", ["ttl", "jsonld"])
def test_skos(client: httpx2.Client, stored: MappingIndex, form: str) -> None:
    answer = client.get("/api/mappings", params={"set": ECV, "format": form})
    syntax = {"ttl": pyoxigraph.RdfFormat.TURTLE, "jsonld": pyoxigraph.RdfFormat.JSON_LD}[form]
    stated = list(pyoxigraph.parse(answer.content, format=syntax))
    assert len(stated) == number(stored, Selection(mapping_set=ECV)) > 0
    assert {quad.predicate.value for quad in stated} <= set(MATCHES)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("text/tab-separated-values, */*;q=0.1", "text/tab-separated-values"),
        ("*/*", "application/json"),
        ("text/html, */*;q=0.5", "application/json"),
    ],
)
def test_forms_are_negotiated(client: httpx2.Client, accept: str, media_type: str) -> None:
    answer = client.get("/api/mappings", params={"size": 1}, headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "accept" in answer.headers["vary"].lower()


def test_pages_follow_each_other(client: httpx2.Client, stored: MappingIndex) -> None:
    found, address = list[str](), "/api/mappings?from=ecv&size=40"
    while address:
        answer = client.get(address)
        found += [mapping["record_id"] for mapping in answer.json()["mappings"]]
        address = answer.links.get("next", {}).get("url", "")
    assert len(found) == len(set(found)) == number(stored, Selection(source="ecv")) > 40


def test_one_set_is_described_as_it_describes_itself(client: httpx2.Client) -> None:
    sets = client.get("/api/mappings/sets").json()["sets"]
    assert {"https://w3id.org/terrafair/mappings/decisions", ECV} <= {one["mapping_set_id"] for one in sets}
    (ecv,) = [one for one in sets if one["mapping_set_id"] == ECV]
    said = client.get("/api/mappings", params={"set": ECV, "size": 10_000}).json()
    assert said["mapping_set_id"] == ECV
    assert said["license"] == ecv["license"]
    assert len(said["mappings"]) == ecv["mappings"]


def test_mappings_of_a_concept_and_what_follows(client: httpx2.Client, stored: MappingIndex) -> None:
    ((_, derived), *_) = stored.find(Selection(states=(State.DERIVED,)))
    stated = client.get("/api/mappings", params={"concept": derived.subject, "predicate": "exactMatch"}).json()
    both = client.get(
        "/api/mappings", params={"concept": derived.subject, "predicate": "skos:exactMatch", "derived": "true"}
    ).json()
    assert len(both["mappings"]) > len(stated["mappings"]) > 0
    name = derived.identifier.removeprefix(RECORD)
    one = client.get(f"/api/mappings/{name}").json()["mappings"]
    assert one[0]["record_id"] == f"mapping:{name}"
    assert one[0]["mapping_justification"] == "semapv:MappingChaining"
    assert [RECORD + mapping["record_id"].removeprefix("mapping:") for mapping in one[1:]] == one[0]["see_also"]


def test_conflicts(client: httpx2.Client, stored: MappingIndex) -> None:
    said = client.get("/api/mappings/conflicts", params={"size": 1}).json()
    assert said["counts"] == stored.conflict_counts()
    for conflict in said["conflicts"]:
        assert conflict["message"]["en"] != conflict["message"]["fr"]
        assert conflict["mappings"]


def test_proposals_are_for_review(client: httpx2.Client) -> None:
    answer = client.get("/api/mappings/proposals", params={"predicate": EXACT, "format": "tsv"})
    _, mappings = read("answer", answer.text.splitlines(keepends=True))
    found = list(mappings)
    assert found
    assert all(mapping.confidence and mapping.value("match_string") for mapping in found)
    stated = orjson.loads(client.get("/api/mappings", params={"subject": found[0].subject}).content)["mappings"]
    assert found[0].identifier not in {mapping["record_id"] for mapping in stated}


def test_what_a_client_holds_is_not_sent_again(client: httpx2.Client) -> None:
    tag = client.get("/api/mappings?from=ecv").headers["etag"]
    assert client.get("/api/mappings?from=ecv", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/api/mappings?from=cf", headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/mappings?from=nowhere", 422),
        ("/api/mappings?set=https://nowhere.example/", 422),
        ("/api/mappings?predicate=broader", 422),
        ("/api/mappings?predicate=javascript:x", 422),
        ("/api/mappings?derived=perhaps", 422),
        ("/api/mappings?size=10001", 422),
        ("/api/mappings?after=-1", 422),
        ("/api/mappings?format=doc", 422),
        ("/api/mappings?concept=" + "x" * 2001, 422),
        ("/api/mappings/conflicts?code=nothing", 422),
        ("/api/mappings/nothing", 404),
        ("/api/mappings?concept=%27%20OR%201", 200),
    ],
)
def test_what_cannot_be_answered(client: httpx2.Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_a_form_that_there_is_not(client: httpx2.Client) -> None:
    assert client.get("/api/mappings", headers={"Accept": "image/png"}).status_code == 406
