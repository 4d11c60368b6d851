"""Vocabularies as documents: conditional requests, kinds, failures."""

import pytest

from harvesters.errors import ConfigurationError, SourceError
from harvesters.exchange import Version
from harvesters.transport import Transport
from harvesters.vocabularies.transfers import TRANSFERS, fetch
from tests.harvesters.loopback import Answer, Answering, Loopback, Request
from tests.harvesters.vocabularies.order import winds
from vocab.registry import load_registry

TURTLE = b"<https://w.example/a> a <http://www.w3.org/2004/02/skos/core#Concept> ."


def versioned(etag: str, body: bytes = TURTLE) -> Answering:
    def answering(request: Request) -> Answer:
        if request.headers.get("if-none-match") == etag:
            return Answer(b"", 304)
        return Answer(body, media_type="text/turtle", headers={"ETag": etag})

    return answering


def test_documents_come_in_order_with_their_versions(server: Loopback, transport: Transport) -> None:
    urls = [server.route("/b.ttl", versioned('"1"', b"b")), server.route("/a.ttl", versioned('"2"', b"a"))]
    delivery = fetch(winds("document", urls, "turtle"), transport)
    assert delivery is not None
    assert [(one.name, one.content) for one in delivery.documents] == [(urls[0], b"b"), (urls[1], b"a")]
    assert delivery.versions == {urls[0]: Version('"1"'), urls[1]: Version('"2"')}
    assert server.requests[0].headers["accept"].startswith("text/turtle")
    assert not delivery.counted


def test_nothing_comes_when_nothing_has_changed(server: Loopback, transport: Transport) -> None:
    urls = [server.route("/a.ttl", versioned('"1"')), server.route("/b.ttl", versioned('"2"'))]
    known = {urls[0]: Version('"1"'), urls[1]: Version('"2"')}
    assert fetch(winds("document", urls), transport, known) is None
    assert len(server.requests) == 2


def test_what_has_not_changed_is_asked_for_again_beside_what_has(server: Loopback, transport: Transport) -> None:
    urls = [server.route("/a.ttl", versioned('"1"', b"a")), server.route("/b.ttl", versioned('"3"', b"b"))]
    delivery = fetch(winds("document", urls), transport, {urls[0]: Version('"1"'), urls[1]: Version('"2"')})
    assert delivery is not None
    assert [one.content for one in delivery.documents] == [b"a", b"b"]


def test_another_list_of_documents_is_another_vocabulary(server: Loopback, transport: Transport) -> None:
    url = server.route("/a.ttl", versioned('"1"'))
    delivery = fetch(winds("document", [url]), transport, {url: Version('"1"'), f"{url}.old": Version('"1"')})
    assert delivery is not None
    assert "if-none-match" not in server.requests[0].headers


def test_a_document_that_is_not_there_is_named(server: Loopback, transport: Transport) -> None:
    url = server.route("/a.ttl", Answer(b"gone", 404))
    with pytest.raises(SourceError, match=r"a\.ttl.*404"):
        fetch(winds("document", [url]), transport)


def test_a_collection_of_nvs_is_asked_for_in_turtle(server: Loopback, transport: Transport) -> None:
    url = server.route("/collection/P02/current/", versioned('"1"'))
    delivery = fetch(winds("nvs", [url.rstrip("/")]), transport)
    assert delivery is not None
    assert server.requests[0].query == {"_profile": "nvs", "_mediatype": "text/turtle"}
    assert fetch(winds("nvs", [url]), transport, dict(delivery.versions)) is None


def test_a_collection_at_which_nvs_fails_comes_in_two_parts(server: Loopback, transport: Transport) -> None:
    url = server.route("/collection/P01/current/", Answer(b"too much", 500))
    server.route("/collection/P01/current/accepted/", versioned('"1"', b"accepted"))
    server.route("/collection/P01/current/deprecated/", versioned('"2"', b"deprecated"))
    delivery = fetch(winds("nvs", [url]), transport)
    assert delivery is not None
    assert [one.content for one in delivery.documents] == [b"accepted", b"deprecated"]
    assert len(server.requests) == 3
    assert fetch(winds("nvs", [url]), transport, dict(delivery.versions)) is None
    assert len(server.requests) == 5


def test_ways_that_are_not_known_are_named(transport: Transport) -> None:
    with pytest.raises(ConfigurationError, match=r"pigeon.*document"):
        fetch(winds("pigeon", ["https://w.example/"]), transport)
    with pytest.raises(ConfigurationError, match="publication"):
        fetch(next(one for one in load_registry() if one.id == "platforms"), transport)


def test_every_stanza_names_a_way_and_forms_that_are_known() -> None:
    from harvesters.timing import Schedule
    from vocab.reading.form import FORMS

    for vocabulary in load_registry():
        if publication := vocabulary.publication:
            assert publication.via in TRANSFERS, vocabulary.id
            assert publication.form in (*FORMS, ""), vocabulary.id
            assert Schedule(publication.refresh).period, vocabulary.id
            assert all(url.startswith(("http://", "https://")) for url in publication.urls), vocabulary.id
            assert publication.verified is False, vocabulary.id
