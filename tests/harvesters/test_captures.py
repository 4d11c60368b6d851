"""Every capture of a protocol in the shared corpus: read to its last record, or refused with the reason."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from harvesters.csw_catalogue import detect_version
from harvesters.errors import SourceError
from harvesters.hub import Source
from harvesters.oaipmh_client import OAI
from harvesters.protocol import harvester
from harvesters.record import Checkpoint, DeletedRecord, Gap, Listed, Opening, RawRecord, RefusedRecord, Start
from harvesters.transport import Settings, Transport
from tests.harvesters.loopback import Answer, Loopback, Request

pytestmark = pytest.mark.shared

ONCE = Settings(attempts=1, rate=0, contact="")
KINDS = ["csw-Capabilities", "csw-GetRecordByIdResponse", "csw-record", "ows-exception", "csw-GetRecordsResponse"]
NONE = b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="noRecordsMatch"/></OAI-PMH>'


@pytest.fixture
def network() -> Iterator[Transport]:
    with Transport(ONCE) as made:
        yield made


def captures(folder: Path, *kinds: str) -> dict[str, bytes]:
    """The captures of some kinds, by path."""
    lines = (folder / "SOURCES.tsv").read_text("utf-8").splitlines()
    paths = [path for path, kind, *_ in (line.split("\t") for line in lines) if kind in kinds]
    return {path: (folder / path).read_bytes() for path in paths if path.startswith("protocol/")}


def answers(folder: Path, *kinds: str) -> list[tuple[str, str, bytes]]:
    """What the servers in recorded exchanges answered: name, requested address, body."""
    found = []
    for path, content in captures(folder, *kinds).items():
        for number, exchange in enumerate(yaml.safe_load(content)["interactions"]):
            body = exchange["response"]["body"]
            text = body.get("string", body.get("content", "")) or ""
            found.append(
                (f"{path}#{number}", exchange["request"]["uri"], text if isinstance(text, bytes) else text.encode())
            )
    return found


def listed(network: Transport, protocol: str, url: str, **options: Any) -> list[Listed]:
    return list(harvester(Source("hub", "source", protocol, url, None, options), network).records(Start()))


def records(found: list[Listed]) -> list[Listed]:
    return [one for one in found if isinstance(one, RawRecord | DeletedRecord | RefusedRecord)]


def oai_answers(folder: Path) -> list[tuple[str, bytes]]:
    plain = list(captures(folder, "oai-pmh-response").items())
    return plain + [(name, body) for name, _, body in answers(folder, "http-cassette(oai)")]


def replay(server: Loopback, verb: str, content: bytes, number: int) -> str:
    """A repository that gives a capture for one verb, once; around it what leads there."""
    left = [content]

    def answer(request: Request) -> Answer:
        asked = request.query["verb"]
        if asked == verb and (left or verb == "Identify"):
            return Answer(left.pop() if left else content)
        if verb == "GetRecord" and asked == "ListRecords":
            return Answer(b"broken")
        if verb == "GetRecord" and asked == "ListIdentifiers":
            head = b"<header><identifier>x</identifier><datestamp>2020-01-01</datestamp></header>"
            return Answer(
                NONE.replace(b'<error code="noRecordsMatch"/>', b"<ListIdentifiers>" + head + b"</ListIdentifiers>")
            )
        return Answer(NONE)

    return server.route(f"/{number}", answer)


def test_every_oai_pmh_capture(server: Loopback, network: Transport, shared_records: Path) -> None:
    verbs: dict[str, int] = {}
    for number, (name, content) in enumerate(oai_answers(shared_records)):
        try:
            root = etree.fromstring(content)
        except etree.XMLSyntaxError:
            root = etree.Element("broken")
        found = next((verb for verb in VERBS if root.find(f"{OAI}{verb}") is not None), "")
        verbs[found] = verbs.get(found, 0) + 1
        url = replay(server, found or "ListRecords", content, number)
        expected = len(root.findall(f"{OAI}{found}/{OAI}record")) if found else 0
        if found in ("ListRecords", "GetRecord"):
            assert len(records(listed(network, "oai-pmh", url, metadata_prefix="x"))) == expected, name
        elif found == "Identify":
            opening = listed(network, "oai-pmh", url)[0]
            assert isinstance(opening, Opening)
            assert opening.moment == root.findtext(f"{OAI}responseDate"), name
        elif found == "ListMetadataFormats":
            prefixes = [node.text for node in root.iter(f"{OAI}metadataPrefix")]
            listed(network, "oai-pmh", url, metadata_prefix=["none-such", prefixes[-1]])
        elif found:
            misplaced = replay(server, "ListRecords", content, number)
            with pytest.raises(SourceError, match="without ListRecords"):
                listed(network, "oai-pmh", misplaced)
        elif (error := root.find(f"{OAI}error")) is not None and error.get("code") == "noRecordsMatch":
            assert not records(listed(network, "oai-pmh", url)), name
        else:
            with pytest.raises(SourceError, match="127"):
                listed(network, "oai-pmh", url)
    assert {"ListRecords", "GetRecord", "Identify", "ListMetadataFormats", ""} <= verbs.keys()
    assert sum(verbs.values()) > 40


VERBS = ("ListRecords", "GetRecord", "Identify", "ListMetadataFormats", "ListIdentifiers", "ListSets")


@pytest.mark.parametrize("kind", KINDS)
def test_every_csw_capture(server: Loopback, network: Transport, shared_records: Path, kind: str) -> None:
    found = captures(shared_records, kind)
    assert len(found) > 10
    for number, (name, content) in enumerate(found.items()):
        url = server.route(f"/{number}", Answer(content))
        if kind == "csw-Capabilities":
            version = detect_version(url, network)
            assert version == ("3.0.0" if etree.fromstring(content).get("version", "").startswith("3") else "2.0.2")
            continue
        root = etree.fromstring(content)
        results = root.find("{*}SearchResults")
        if results is None or etree.QName(root).localname != "GetRecordsResponse":
            with pytest.raises(SourceError, match=r"exception report|no GetRecords response"):
                listed(network, "csw", url, version="2.0.2")
            continue
        once = [Answer(content), Answer(content.split(b"<", 1)[0] + b"<broken")]
        url = server.route(f"/{number}", *once)
        assert len(records(_until_error(network, url))) == len(results.findall("*")), name


def _until_error(network: Transport, url: str) -> list[Listed]:
    """What a listing brings of its first page, whatever it then asks for in vain."""
    found, source = list[Listed](), Source("hub", "source", "csw", url, None, {"version": "2.0.2"})
    try:
        for one in harvester(source, network).records(Start()):
            if isinstance(one, RefusedRecord | Gap):
                break
            found.append(one)
    except SourceError:
        pass  # what follows the first page is broken, and may be refused
    return found


def test_every_stac_capture(server: Loopback, network: Transport, shared_records: Path) -> None:
    bodies = list(captures(shared_records, "stac-collections", "stac-landing").items())
    bodies += [(name, body) for name, _, body in answers(shared_records, "http-cassette(stac)", "http-cassette")]
    taken = 0
    for number, (name, content) in enumerate(bodies):
        try:
            value = json.loads(content)
        except ValueError:
            value = None
        root = f"/{number}"
        if not isinstance(value, dict) or not (value.get("collections") or value.get("features")):
            server.route(f"{root}/collections", Answer(content))
            if isinstance(value, dict) and value.get("collections") == []:
                assert not records(listed(network, "stac-api", server.url + root)), name
                continue
            with pytest.raises(SourceError, match=r"127\.0\.0\.1"):
                listed(network, "stac-api", server.url + root)
            continue
        key = "collections" if "collections" in value else "features"
        alone = json.dumps({key: value[key], "links": []}).encode()
        if key == "collections":
            server.route(f"{root}/collections", Answer(alone))
            expected = len(value[key])
        else:
            server.route(f"{root}/collections", Answer(b'{"collections": [{"id": "c"}]}'))
            server.route(f"{root}/collections/c/items", Answer(alone))
            expected = 1 + len(value[key])
        found = listed(network, "stac-api", server.url + root, items="all" if key == "features" else "none")
        assert len(records(found)) == expected, name
        assert not [one for one in found if isinstance(one, Gap)], name
        assert not isinstance(found[-1], Checkpoint) or key == "features"
        taken += 1
    assert taken > 8


def test_every_response_as_a_document(server: Loopback, network: Transport, shared_records: Path) -> None:
    """Whatever a capture is, it is read as a document or refused; the records of a response are all there."""
    paths = sorted(path for path in (shared_records / "protocol").rglob("*") if path.suffix in (".xml", ".json"))
    taken = dict[str, int]()
    for number, path in enumerate(paths):
        content = path.read_bytes()
        url = server.route(f"/{number}", Answer(content))
        try:
            found = listed(network, "document", url)
        except SourceError:
            continue  # no document that could hold records, such as HTML
        assert not [one for one in found if isinstance(one, RefusedRecord)], path
        taken[path.name] = len(records(found))
    assert len(taken) > len(paths) // 2
    metadata = {"MD_Metadata", "MI_Metadata", "DIF"}
    for path in paths:
        if path.name in taken and path.suffix == ".xml" and taken[path.name] > 1:
            nodes = etree.parse(path).iter("{*}MD_Metadata", "{*}MI_Metadata", "{*}DIF")
            outer = [n for n in nodes if not any(etree.QName(a).localname in metadata for a in n.iterancestors())]
            assert taken[path.name] == len(outer), path


def test_every_capture_of_ogc_records(server: Loopback, network: Transport, shared_records: Path) -> None:
    taken = 0
    for path in sorted((shared_records / "protocol").rglob("*tems.json")):
        value = json.loads(path.read_bytes())
        root = f"/{taken}"
        server.route(f"{root}/collections", Answer(b'{"collections": [{"id": "c", "itemType": "record"}]}'))
        following = [link for link in value["links"] if link["rel"] == "next"]
        first = json.dumps({**value, "links": []}).encode()
        server.route(f"{root}/collections/c/items", Answer(first))
        found = listed(network, "ogc-records", server.url + root)
        assert len(records(found)) == len(value["features"]), path
        assert following or value["numberMatched"] == len(value["features"])
        taken += 1
    assert taken >= 2
