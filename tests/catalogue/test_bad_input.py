"""Hostile and broken input through a whole run: told with source, record, place and reason; the run goes on."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import pytest

import catalogue.run
from catalogue.ledger import Outcome
from catalogue.search import Search
from harvesters.hub import Source
from harvesters.transport import Settings, Transport
from tests.catalogue.conftest import Station, datasets
from tests.catalogue.records import iso, item
from tests.harvesters.loopback import Answer, Loopback, closed_port

DEEP = b'{"a":' * 10_000 + b"1" + b"}" * 10_000
DTD = '<!DOCTYPE r [<!ENTITY e "x">]>\n'
EXTERNAL = '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'
BOMB = (
    "<!DOCTYPE r [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>\n"
)


def within(doctype: str, entity: str = "e") -> bytes:
    prolog, _, rest = iso("bad").partition("\n")
    return f"{prolog}\n{doctype}{rest.replace('title of bad', f'&{entity};')}".encode()


FILES: dict[str, tuple[bytes, str, int]] = {
    "broken.xml": (iso("bad").replace("</gmd:abstract>", "").encode(), "parse.xml", 15),
    "page.xml": (b"<!DOCTYPE html>\n<html><body>404</body></html>", "parse.html", 0),
    "empty.xml": (b"", "parse.empty", 0),
    "dtd.xml": (within(DTD), "parse.dtd", 2),
    "external.xml": (within(EXTERNAL), "parse.dtd", 2),
    "bomb.xml": (within(BOMB, "a11"), "parse.dtd", 2),
    "deep.json": (DEEP, "parse.depth", 0),
    "cut.json": (json.dumps(item("x"), indent=1).encode()[:60], "parse.json", 5),
    "other.xml": (b"<rss><channel/></rss>", "parse.dialect", 1),
    "binary.xml": (b"\x1f\x8b\x08" + bytes(range(256)), "parse.dialect", 0),
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests that are made once, and not waited for long."""
    settings = Settings(connect_timeout=2, read_timeout=5, attempts=1, contact="")
    monkeypatch.setattr(catalogue.run, "Transport", partial(Transport, settings))


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


def test_bad_files_are_refused_with_their_place_and_reason(station: Station) -> None:
    for name, (content, _, _) in FILES.items():
        station.write(name, content)
    station.write("nameless.xml", iso("", "a record without identifier"))
    station.write("good.xml")
    report = station.run()
    assert report.sources[0].outcome is Outcome.COMPLETE
    assert len(datasets(report.generation)) == 2
    assert "land/good" in datasets(report.generation)
    refused = {row[2]: row for row in Search(report.generation).refused()}
    assert set(refused) == set(FILES)
    found = found_of(station)
    assert {name: found[name] for name in FILES} == {name: (code, line) for name, (_, code, line) in FILES.items()}
    assert found["nameless.xml"][0] == "map.identifier.missing"
    assert all(row[:2] == ("land", "files") and row[3] and row[4] for row in refused.values())
    assert "root:" not in str(refused)
    assert station.flaws() == []


def found_of(station: Station) -> dict[str, tuple[str, int]]:
    """The first finding of each record, by the record's name."""
    with closing(sqlite3.connect(station.generations.current().database)) as connection:
        rows = connection.execute(
            "SELECT identifier, code, line FROM finding JOIN record ON record.id = finding.record"
            " ORDER BY finding.rowid DESC"
        ).fetchall()
    return {row[0]: row[1:] for row in rows}


def oai(*records: str) -> bytes:
    return (
        '<?xml version="1.0"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate/><request/>'
        f"<ListRecords>{''.join(records)}</ListRecords></OAI-PMH>"
    ).encode()


def oai_record(identifier: str, content: str) -> str:
    header = f"<identifier>{identifier}</identifier><datestamp>2022-01-15</datestamp>"
    document = content.removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
    return f"<record><header>{header}</header><metadata>{document}</metadata></record>"


def csw(*records: str) -> bytes:
    documents = "".join(record.removeprefix('<?xml version="1.0" encoding="UTF-8"?>') for record in records)
    results = (
        f'<csw:SearchResults numberOfRecordsMatched="{len(records)}" nextRecord="0">{documents}</csw:SearchResults>'
    )
    return (
        f'<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2">{results}</csw:GetRecordsResponse>'
    ).encode()


def stac(*items: object) -> bytes:
    return json.dumps({"collections": items, "links": []}).encode()


COLLECTION = {
    "type": "Collection", "stac_version": "1.0.0", "id": "good", "description": "d", "license": "MIT", "links": [],
    "extent": {"spatial": {"bbox": [[1, 42, 5, 45]]}, "temporal": {"interval": [["2022-01-15T00:00:00Z", None]]}},
}  # fmt: skip

GOOD: dict[str, tuple[str, bytes]] = {
    "oai-pmh": ("/", oai(oai_record("good", iso("good")))),
    "csw": ("/", csw(iso("good"))),
    "stac-api": ("/collections", stac(COLLECTION)),
    "stac-static": ("/", json.dumps(COLLECTION).encode()),
}


def forever() -> Iterator[bytes]:
    for _ in range(200):
        yield b" " * 1_000_000


ANSWERS: dict[str, Callable[[bytes], Answer]] = {
    "broken": lambda good: Answer(good[: len(good) // 2]),
    "HTML": lambda _: Answer(b"<!DOCTYPE html><html><body>Maintenance</body></html>", media_type="text/html"),
    "empty": lambda _: Answer(b""),
    "DTD": lambda good: Answer(DTD.encode() + good.partition(b"?>\n")[2]),
    "external entity": lambda good: Answer(EXTERNAL.encode() + good.partition(b"?>\n")[2].replace(b"good", b"&e;")),
    "entity bomb": lambda good: Answer(BOMB.encode() + good.partition(b"?>\n")[2].replace(b"good", b"&a11;")),
    "deep": lambda _: Answer(DEEP, media_type="application/json"),
    "200 MB": lambda _: Answer(forever()),
    "server error": lambda _: Answer(b"out of order", 503),
    "not found": lambda _: Answer(b"nothing here", 404),
}


@pytest.mark.parametrize("protocol", GOOD)
def test_a_bad_answer_fails_its_source_alone(station: Station, server: Loopback, protocol: str) -> None:
    path, good = GOOD[protocol]
    server.route(path, Answer(good, media_type="application/json" if "stac" in protocol else "application/xml"))
    station.write("file.xml")
    station.sources.append(Source("sea", "remote", protocol, server.url + ("" if path == "/collections" else path)))
    first = station.run()
    assert [s.outcome for s in first.sources] == [Outcome.COMPLETE, Outcome.COMPLETE]
    assert datasets(first.generation) == {"land/file", "sea/good"}
    for name, answer in ANSWERS.items():
        server.route(path, answer(good))
        report = station.run()
        assert report.failed, name
        assert [s.outcome for s in report.sources] == [Outcome.COMPLETE, Outcome.FAILED], name
        assert server.url in report.sources[1].message, name
        assert datasets(report.generation) == {"land/file", "sea/good"}, name
    assert station.flaws() == []


def test_a_source_that_is_down_says_so(station: Station) -> None:
    url = f"http://127.0.0.1:{closed_port()}/csw"
    station.write("file.xml")
    station.sources.append(Source("sea", "remote", "csw", url))
    report = station.run()
    assert [s.outcome for s in report.sources] == [Outcome.COMPLETE, Outcome.FAILED]
    assert url in report.sources[1].message
    assert datasets(report.generation) == {"land/file"}


def test_what_came_before_a_bad_page_is_kept(station: Station, server: Loopback) -> None:
    token = "<resumptionToken>more</resumptionToken>"
    page = oai(*(oai_record(f"r{n}", iso(f"r{n}")) for n in range(3)), token)
    single = ("resumptionToken", "ListIdentifiers", "GetRecord")
    broken = Answer(b"<broken")
    server.route("/", lambda request: broken if any(word in str(request.query) for word in single) else Answer(page))
    report = station.run([Source("sea", "remote", "oai-pmh", server.url + "/")])
    assert report.sources[0].outcome is Outcome.PARTIAL
    assert datasets(report.generation) == {"sea/r0", "sea/r1", "sea/r2"}


def test_one_bad_record_of_a_listing_is_refused_alone(station: Station, server: Loopback) -> None:
    server.route("/", Answer(oai(oai_record("a", iso("a")), oai_record("b", "<rss/>"), oai_record("c", iso("c")))))
    report = station.run([Source("sea", "remote", "oai-pmh", server.url + "/")])
    assert report.sources[0].outcome is Outcome.COMPLETE
    assert datasets(report.generation) == {"sea/a", "sea/c"}
    assert [row[:3] for row in Search(report.generation).refused()] == [("sea", "remote", "b")]
