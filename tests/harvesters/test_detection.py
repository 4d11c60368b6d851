"""Finding out what is spoken at an address, looking at it, and declaring it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from harvesters.detection import detect
from harvesters.errors import ConfigurationError, SourceError
from harvesters.hub import HUBS, Source, load_hubs
from harvesters.probe import Facts, probe
from harvesters.stanza import add, stanza
from harvesters.transport import Transport
from tests.harvesters.hubs import (
    ArchiveHub,
    CmrHub,
    CswHub,
    DocumentHub,
    Hub,
    OaiHub,
    OgcRecordsHub,
    StaticStacHub,
    WebFolderHub,
    entries,
)
from tests.harvesters.loopback import Answer, Loopback, Request, closed_port

FOUND: dict[str, Callable[..., Hub]] = {
    "csw": CswHub,
    "stac-static": StaticStacHub,
    "web-folder": WebFolderHub,
    "document": DocumentHub,
    "archive": ArchiveHub,
}


def served(server: Loopback, hub: Any, path: str = "/hub") -> str:
    hub.path = path

    def answer(request: Request) -> Answer:
        if hub.protocol == "csw" and not (request.query or request.body):
            return Answer(b"what?", 400, "text/plain")
        try:
            return hub.answer(request)  # type: ignore[no-any-return]
        except (KeyError, TypeError, ValueError):
            return Answer(b"what?", 400, "text/plain")

    return f"{server.tree(path, answer)}{hub.entrance}"


@pytest.mark.parametrize("protocol", FOUND)
def test_protocol_of_a_hub(server: Loopback, transport: Transport, protocol: str) -> None:
    url = served(server, FOUND[protocol](entries(4)))
    found = detect(url, transport)
    assert (found.protocol, found.url) == (protocol, url)
    assert len(server.requests) <= 3


@pytest.mark.parametrize("path", ["/hub", "/oai"])
def test_oai_pmh(server: Loopback, transport: Transport, path: str) -> None:
    url = served(server, OaiHub(entries(4)), path)
    assert detect(url, transport).protocol == "oai-pmh"


def test_cmr(server: Loopback, transport: Transport) -> None:
    hub = CmrHub(entries(4))
    first = hub.answer(Request("GET", "", {"page_size": "2", "page_num": "1"}, {}, b""))
    found = detect(server.route("/search/collections.dif10", first) + "?provider=P", transport)
    assert (found.protocol, found.url) == ("cmr", f"{server.url}/search/collections.dif10?provider=P")


RECORDS_CLASS = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"


@pytest.mark.parametrize(
    ("landing", "protocol"),
    [
        ({"type": "Catalog", "stac_version": "1.0.0", "id": "x", "conformsTo": ["x"], "links": []}, "stac-api"),
        ({"type": "Catalog", "stac_version": "1.0.0", "id": "x", "links": []}, "stac-static"),
        ({"links": [{"rel": "conformance", "href": "/conformance"}]}, "ogc-records"),
        ({"conformsTo": [RECORDS_CLASS], "links": []}, "ogc-records"),
    ],
)
def test_landing_pages(server: Loopback, transport: Transport, landing: object, protocol: str) -> None:
    server.route("/conformance", Answer(json.dumps({"conformsTo": [RECORDS_CLASS]}).encode()))
    assert detect(server.route("/landing", Answer(json.dumps(landing).encode())), transport).protocol == protocol


def test_list_of_collections(server: Loopback, transport: Transport) -> None:
    url = served(server, OgcRecordsHub(entries(4)))
    found = detect(f"{url}/collections", transport)
    assert (found.protocol, found.url) == ("ogc-records", url)


def test_service_below_the_address(server: Loopback, transport: Transport) -> None:
    hub = CswHub(entries(4))
    home = Answer(b'<html><body><a href="geonetwork/about">About</a></body></html>', media_type="text/html")
    asked = server.tree("/geonetwork", lambda r: hub.answer(r) if r.path.endswith("/srv/eng/csw") else home)
    found = detect(asked, transport)
    assert (found.protocol, found.url) == ("csw", f"{asked}/srv/eng/csw")
    assert len(server.requests) <= 5


def test_nothing_that_is_known(server: Loopback, transport: Transport) -> None:
    url = server.tree("/x", lambda _: Answer(b"<html><body>Welcome</body></html>", media_type="text/html"))
    with pytest.raises(ConfigurationError, match="no protocol that is known"):
        detect(url, transport)
    assert len(server.requests) <= 10


def test_nobody_there(transport: Transport) -> None:
    with pytest.raises(SourceError):
        detect(f"http://127.0.0.1:{closed_port()}/", transport)


def test_paths(tmp_path: Path, transport: Transport) -> None:
    assert detect(str(tmp_path), transport).protocol == "folder"
    (tmp_path / "x.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    assert detect(str(tmp_path / "x.zip"), transport).protocol == "archive"
    (tmp_path / "x.xml").write_bytes(b"<x/>")
    for name in ("x.xml", "nowhere"):
        with pytest.raises(ConfigurationError):
            detect(str(tmp_path / name), transport)


def dialect_of(content: bytes) -> str:
    return "iso" if b"MD_Metadata" in content else ""


def test_probe(server: Loopback, transport: Transport) -> None:
    url = served(server, CswHub(entries(20)))
    found = probe(Source("h", "s", "csw", url), transport, dialect_of)
    assert (found.facts, found.total, dict(found.dialects)) == (Facts("2.0.2"), 20, {"iso": 5})
    assert found.is_verified
    assert found.requests == len(server.requests) <= 3


CAPABILITIES = b"""<Capabilities xmlns="http://www.opengis.net/cat/csw/2.0.2" version="2.0.2"><OperationsMetadata>
<Operation name="GetRecords"><Parameter name="outputSchema"><Value>a</Value><Value>b</Value></Parameter></Operation>
<Operation name="GetRecordById"><Parameter name="outputSchema"><Value>c</Value></Parameter></Operation>
</OperationsMetadata></Capabilities>"""
OAI = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">%s</OAI-PMH>'


def test_facts(server: Loopback, transport: Transport) -> None:
    url = server.route("/csw", Answer(CAPABILITIES))
    found = probe(Source("h", "s", "csw", url), transport, dialect_of)
    assert found.facts == Facts("2.0.2", ("a", "b"))
    assert found.error
    assert not found.is_verified
    identity = Answer((OAI % "<Identify><protocolVersion>2.0</protocolVersion></Identify>").encode())
    formats = Answer((OAI % "<x><metadataPrefix>oai_dc</metadataPrefix></x>").encode())
    url = server.route("/oai", identity, formats, Answer(b"", 404))
    found = probe(Source("h", "s", "oai-pmh", url), transport, dialect_of)
    assert found.facts == Facts("2.0", ("oai_dc",))
    assert not found.is_verified


def test_probe_of_nobody(transport: Transport) -> None:
    url = f"http://127.0.0.1:{closed_port()}/"
    found = probe(Source("h", "s", "stac-api", url), transport, dialect_of)
    assert "127.0.0.1" in found.error


def test_stanza_can_be_added_and_read(tmp_path: Path) -> None:
    path = tmp_path / "hubs.toml"
    path.write_bytes(HUBS.read_bytes())
    options = {"pattern": 'a "quoted" \\ été\n', "depth": 3, "changes": False}
    for number, hub in enumerate(("aeris", "odatis", "easydata")):
        url = f"https://h.example/{number}"
        add(path, hub, stanza("new", "web-folder", url, options, date(2026, 11, 20)))
        one = next(one for one in load_hubs(path) if one.id == hub).sources[-1]
        assert (one.name, one.url, one.options, one.verified) == ("new", url, options, date(2026, 11, 20))
    assert sum(len(hub.sources) for hub in load_hubs(path)) == sum(len(hub.sources) for hub in load_hubs()) + 3
    assert [file.name for file in tmp_path.iterdir()] == ["hubs.toml"]


def test_stanza_that_does_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "hubs.toml"
    path.write_bytes(HUBS.read_bytes())
    written = stanza("catalogue", "csw", "https://h.example/csw", {}, None)
    with pytest.raises(ConfigurationError, match="share a name"):
        add(path, "aeris", written)
    with pytest.raises(ConfigurationError, match="no hub is called"):
        add(path, "nobody", written)
    assert path.read_bytes() == HUBS.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["hubs.toml"]
