"""Registers of a linked-data registry, with those below them and their pages."""

import pytest

from harvesters.errors import SourceError
from harvesters.transport import Transport
from harvesters.vocabularies import by_registry
from harvesters.vocabularies.transfers import fetch
from tests.harvesters.loopback import Answer, Loopback
from tests.harvesters.vocabularies.order import winds

PREFIXES = """@prefix reg: <http://purl.org/linked-data/registry#> .
@prefix ldp: <http://www.w3.org/ns/ldp#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def turtle(text: str) -> Answer:
    return Answer((PREFIXES + text).encode(), media_type="text/turtle")


def test_registers_below_and_further_pages_are_followed_once(server: Loopback, transport: Transport) -> None:
    root = f"{server.url}/ncl/Root"
    server.route(
        "/ncl/Root",
        turtle(
            f"<{root}> a reg:Register . "
            f"<{root}/_a> a reg:RegisterItem ; reg:itemClass reg:Register ; reg:definition [ reg:entity <{root}/a> ] ."
            f"<{root}/_c> a reg:RegisterItem ; reg:itemClass skos:Concept ; reg:definition [ reg:entity <{root}/c> ] ."
            f"<https://elsewhere.example/ncl/Root/b> a reg:Register . <http://[/b> a reg:Register . "
            f"<{server.url}/ncl/Rootless> a reg:Register ."
        ),
    )
    # the register itself is named again, and the page leads on
    server.route(
        "/ncl/Root/a",
        turtle(f"<{root}/a> a reg:Register ; ldp:nextPage <{root}/a?_page=1> . <{root}> a reg:Register ."),
        turtle(f"<{root}/a/x> a skos:Concept ."),
    )
    delivery = fetch(winds("registry", [root], "ukgovld"), transport)
    assert delivery is not None
    names = [one.name.removeprefix(server.url) for one in delivery.documents]
    assert names == ["/ncl/Root", "/ncl/Root/a", "/ncl/Root/a?_page=1"]
    assert server.requests[0].query == {"_format": "ttl", "_view": "with_metadata", "status": "valid"}
    assert server.requests[2].query == {"_page": "1"}


def test_registers_without_end_have_one(
    server: Loopback, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_registry, "LARGEST", 5)
    server.tree("/ncl", lambda request: turtle(f"<{server.url}{request.path}/a> a reg:Register ."))
    with pytest.raises(SourceError, match="more than 5"):
        fetch(winds("registry", [f"{server.url}/ncl/Root"], "ukgovld"), transport)


def test_what_is_no_rdf_is_told(server: Loopback, transport: Transport) -> None:
    url = server.route("/ncl/Root", Answer(b"<html><body>Moved</body></html>"))
    with pytest.raises(SourceError, match="no register"):
        fetch(winds("registry", [url]), transport)
