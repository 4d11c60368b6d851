"""Vocabularies of a Skosmos: its dump, or concept by concept."""

import json

import pytest

from harvesters.errors import SourceError
from harvesters.transport import Transport
from harvesters.vocabularies import by_skosmos
from harvesters.vocabularies.transfers import fetch
from tests.harvesters.loopback import Answer, Loopback, Request
from tests.harvesters.vocabularies.order import winds
from vocab.loader import load
from vocab.namespace import DCTERMS, RDF, SKOS

BASE = "https://w.example/"
NARROWER = {"wind": ["mistral", "föhn"], "mistral": ["hidden"], "föhn": [], "hidden": []}
"""``hidden`` has no label, so that no index has it."""


def told(value: object) -> Answer:
    return Answer(json.dumps(value).encode(), media_type="application/json")


def concept(name: str) -> Answer:
    label = "" if name == "hidden" else f'; skos:prefLabel "{name}"@en '
    below = "".join(f"; skos:narrower <{BASE}{one}> " for one in NARROWER[name])
    text = f"<{BASE}{name}> a skos:Concept ; skos:related <https://other.example/x> {label}{below}."
    return Answer(f"@prefix skos: <{SKOS.base}> .\n{text}".encode(), media_type="text/turtle")


class Skosmos:
    """A Skosmos with one vocabulary; ``missing`` are concepts that its index names and that are gone."""

    def __init__(self, server: Loopback, count: int = 4) -> None:
        self.missing: set[str] = set()
        self.indexed = ["mistral", "föhn", "wind"]
        root = "/skosmos/rest/v1"
        self.url = server.url + root
        server.route(f"{root}/vocabularies", told({"vocabularies": [{"id": "winds", "uri": "winds"}]}))
        schemes = [{"uri": "https://w.example/scheme", "label": "Winds"}]
        server.route(f"{root}/winds/", told({"languages": ["en"], "conceptschemes": schemes}))
        server.route(f"{root}/winds/groups", told({"groups": [{"uri": "https://w.example/gone"}]}))
        server.route(f"{root}/winds/topConcepts", told({"topconcepts": [{"uri": f"{BASE}wind"}]}))
        server.route(f"{root}/winds/index/", told({"indexLetters": ["F", "M", "!*"]}))
        server.route(f"{root}/winds/index/F", lambda request: self.letter(request, "f"))
        server.route(f"{root}/winds/index/M", lambda request: self.letter(request, "m"))
        server.route(f"{root}/winds/index/%21%2A", told({"indexConcepts": []}))
        server.route(f"{root}/winds/data", self.data)
        server.route(f"{root}/winds/vocabularyStatistics", told({"concepts": {"count": count}}))

    def letter(self, request: Request, first: str) -> Answer:
        found = [{"uri": BASE + name} for name in self.indexed if name.startswith(first)]
        return told({"indexConcepts": found[int(request.query["offset"]) :][: int(request.query["limit"])]})

    def data(self, request: Request) -> Answer:
        name = request.query.get("uri", "").removeprefix(BASE)
        if name == "scheme":
            return Answer(f'<{BASE}scheme> <{DCTERMS.title[1:-1]}> "Winds" .'.encode(), media_type="text/turtle")
        return concept(name) if name in NARROWER else Answer(b"404", 404)


def test_a_dump_is_taken_where_there_is_one(server: Loopback, transport: Transport) -> None:
    skosmos = Skosmos(server)
    server.route("/dump.ttl", concept("wind"))
    server.route("/skosmos/rest/v1/winds/data", Answer(b"", 302, headers={"Location": f"{server.url}/dump.ttl"}))
    delivery = fetch(winds("skosmos", [f"{skosmos.url}/winds/"]), transport)
    assert delivery is not None
    assert [one.content for one in delivery.documents] == [concept("wind").body]
    assert not delivery.counted


@pytest.mark.parametrize("tail", ["", "/", "/winds", "/winds/"])
def test_without_a_dump_every_concept_is_fetched_once(tail: str, server: Loopback, transport: Transport) -> None:
    skosmos = Skosmos(server)
    vocabulary = winds("skosmos", [skosmos.url + tail])
    delivery = fetch(vocabulary, transport)
    assert delivery is not None
    triples = load(delivery.documents, vocabulary).triples
    concepts = {s[1:-1].removeprefix(BASE) for s, p, o in triples if (p, o) == (RDF.type, SKOS.Concept)}
    assert concepts == set(NARROWER)
    assert len(delivery.documents) == 5
    assert (f"<{BASE}scheme>", DCTERMS.title, '"Winds"') in triples
    assert (delivery.counted, delivery.lacking) == (True, "")


def test_a_letter_has_pages(server: Loopback, transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_skosmos, "PAGE", 1)
    skosmos = Skosmos(server)
    delivery = fetch(winds("skosmos", [skosmos.url]), transport)
    assert delivery is not None
    offsets = [request.query["offset"] for request in server.requests if request.path.endswith("/index/M")]
    assert offsets == ["0", "1"]


def test_what_is_gone_is_passed_over_and_counted(server: Loopback, transport: Transport) -> None:
    skosmos = Skosmos(server, count=6)
    skosmos.indexed.append("monsoon")
    delivery = fetch(winds("skosmos", [skosmos.url]), transport)
    assert delivery is not None
    assert delivery.lacking == "4 / 6"


def test_without_what_early_versions_lack_what_is_below_the_top_comes(server: Loopback, transport: Transport) -> None:
    skosmos = Skosmos(server)
    for method in ("index/", "groups", "vocabularyStatistics"):
        server.route(f"/skosmos/rest/v1/winds/{method}", Answer(b"404", 404))
    delivery = fetch(winds("skosmos", [skosmos.url]), transport)
    assert delivery is not None
    assert len(delivery.documents) == 5


def test_a_vocabulary_without_concepts_is_told(server: Loopback, transport: Transport) -> None:
    skosmos = Skosmos(server)
    server.route("/skosmos/rest/v1/winds/data", Answer(b"404", 404))
    with pytest.raises(SourceError, match="no concept"):
        fetch(winds("skosmos", [skosmos.url]), transport)


def test_an_address_without_the_interface_is_told(server: Loopback, transport: Transport) -> None:
    with pytest.raises(SourceError, match="rest/v1"):
        fetch(winds("skosmos", [server.url]), transport)


def test_what_is_no_json_is_told(server: Loopback, transport: Transport) -> None:
    url = server.route("/rest/v1/vocabularies", Answer(b"<html/>"))
    with pytest.raises(SourceError, match="no JSON"):
        fetch(winds("skosmos", [url.removesuffix("vocabularies")]), transport)


@pytest.mark.parametrize("odd", [None, [], 3, {"languages": 3}, {"languages": [1], "conceptschemes": [{"uri": 7}, 8]}])
def test_odd_answers_are_passed_over(odd: object, server: Loopback, transport: Transport) -> None:
    skosmos = Skosmos(server)
    for method in ("", "groups", "vocabularyStatistics", "index/"):
        server.route(f"/skosmos/rest/v1/winds/{method}", told(odd))
    delivery = fetch(winds("skosmos", [skosmos.url]), transport)
    assert delivery is not None
    assert len(delivery.documents) == 4
