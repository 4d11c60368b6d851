"""Spoilt records of every dialect are mapped or refused with a reason, and what comes out is RDF to two parsers.

The records are those of the shared corpus, spoilt as networks, editors and enemies spoil them, alike on each run.
"""

import copy
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pyoxigraph
import pytest
import rdflib
from lxml import etree

from harvesters.record import RawRecord
from mappings.dialect import DIALECTS
from mappings.errors import RecordError
from mappings.refine import RefinedRecord, refine
from mappings.scope import Context, Origin
from vocab.diagnostic import Stage
from vocab.term import nquads, ntriples

RECORDS = Path(__file__).parents[3] / "shared" / "data" / "records"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not RECORDS.exists(), reason="the shared corpus is not beside the repository"),
]

FOLDERS = {
    "iso19139": ("iso19139", "*.xml"),
    "iso19115-3": ("iso19115-3", "*.xml"),
    "dif9": ("dif", "*.xml"),
    "dif10": ("dif", "*.xml"),
    "stac-collection": ("stac", "*.json"),
    "stac-item": ("stac", "*.json"),
    "stac-catalog": ("stac", "*.json"),
}
"""Where records of each dialect are."""

EACH = 8
"""Records of each dialect."""

LARGEST = 60_000
"""Bytes of the largest record that is taken: reading what comes out takes longest."""

HOSTILE = (
    *("", " ", "\u202e\u2066right to left\u2069", "\u0000", "a\ud800b", "\ufffe\uffff", "\U000e0001", "\x1b[31m"),
    *("javascript:alert(1)", "data:text/html,x", "http://a b/c", "http://[::1", "https:///x", "//x", "http:/x", "urn:"),
    *("<script>alert(1)</script>", '"@en', '" . <urn:x> <urn:y> <urn:z> .', "\\u0022", "\\", ">", "'", "\n\r\t"),
    *("99999999999999999999", "1e999", "-0", "NaN", "2010-13-45", "0000-00-00", "now", "٣٤", "x" * 3_000),
)


def outcome(content: bytes, context: Context) -> RefinedRecord | RecordError:
    try:
        return refine(RawRecord("name", content, "", "2024-01-01"), Origin("hub", "source", "name"), context)
    except RecordError as error:
        return error


UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold; it comes to it as bytes only."""


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Some bits, bytes and stretches are other than they were."""
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    if chance.random() < 0.3:
        at = chance.randrange(len(spoilt))
        spoilt[at : at + chance.randrange(40)] = chance.choice((b"", b"\x00", b"\xff\xfe", b"&x;", b"]]>", b'"', b"<"))
    return bytes(spoilt)


def recoded(content: bytes, chance: random.Random) -> bytes:
    """In another encoding than it says, or in two."""
    text = content.decode("utf-8", "replace")
    middle = chance.randrange(len(text))
    one, other = chance.sample(("utf-8", "utf-16", "latin-1", "utf-16-le", "cp1252"), 2)
    return text[:middle].encode(one, "replace") + text[middle:].encode(
        other if chance.random() < 0.5 else one, "replace"
    )


def rebuilt(content: bytes, chance: random.Random) -> bytes:
    """Elements, or values, are gone, doubled, exchanged, put elsewhere, or say something hostile."""
    return rebuilt_json(content, chance) if content.lstrip()[:1] in b"{[" else rebuilt_xml(content, chance)


def rebuilt_xml(content: bytes, chance: random.Random) -> bytes:
    root = etree.fromstring(content)
    elements = [element for element in root.iter("*") if element.getparent() is not None]
    for _ in range(chance.randint(1, 12)):
        one, other = chance.choice(elements), chance.choice(elements)
        parent = one.getparent()
        match chance.choice(("text", "attributes", "remove", "double", "exchange", "move", "rename")):
            case "text":
                one.text = UNWRITTEN.sub("", chance.choice(HOSTILE))
            case "attributes":
                for name in one.attrib:
                    one.attrib[name] = UNWRITTEN.sub("", chance.choice(HOSTILE))
            case "remove" if parent is not None:
                parent.remove(one)
            case "double" if parent is not None:
                parent.insert(0, copy.deepcopy(one))
            case "exchange":
                one.tag, other.tag = other.tag, one.tag
            case "move":
                one.append(copy.deepcopy(other))
            case _:
                one.tag = chance.choice(("name", "{urn:other}name", str(other.tag).replace("gmd", "gmx")))
    return etree.tostring(root)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(inner, (dict, list)):
            yield from places(inner)


def rebuilt_json(content: bytes, chance: random.Random) -> bytes:
    document = orjson.loads(content)
    held = list(places(document))
    for _ in range(chance.randint(1, 12)):
        (holder, key), (other, name) = chance.choice(held), chance.choice(held)
        text = chance.choice(HOSTILE).replace("\ud800", "")
        values: tuple[Any, ...] = (text, None, 0, -1e300, True, [], {}, [[[]]], {"href": 1}, [None, "x", {}])
        try:
            match chance.choice(("value", "exchange", "double")):
                case "value":
                    holder[key] = copy.deepcopy(chance.choice(values))
                case "exchange":
                    holder[key], other[name] = copy.deepcopy(other[name]), copy.deepcopy(holder[key])
                case _ if isinstance(holder, list):
                    holder.append(copy.deepcopy(holder[key]))
                case _:
                    holder[text] = copy.deepcopy(holder[key])
        except (KeyError, IndexError):
            continue
    return orjson.dumps(document)


WAYS: dict[str, Callable[[bytes, random.Random], bytes]] = {"flipped": flipped, "recoded": recoded, "rebuilt": rebuilt}
TIMES = {"flipped": 3, "recoded": 1, "rebuilt": 6}
"""How many times each record is spoilt in each way."""


def test_every_dialect_is_spoilt() -> None:
    assert set(FOLDERS) == {dialect.name for dialect in DIALECTS}


@pytest.fixture(scope="module")
def records(context: Context) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {name: [] for name in FOLDERS}
    for folder, pattern in dict.fromkeys(FOLDERS.values()):
        files = sorted(path for path in (RECORDS / folder).rglob(pattern) if path.stat().st_size < LARGEST)
        random.Random(3).shuffle(files)
        wanted = [name for name, place in FOLDERS.items() if place == (folder, pattern)]
        for path in files:
            record = outcome(content := path.read_bytes(), context)
            if isinstance(record, RefinedRecord) and len(found[record.dialect]) < EACH:
                found[record.dialect].append(content)
            if all(len(found[name]) >= EACH for name in wanted):
                break
    return found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("dialect", FOLDERS)
def test_spoilt_records(dialect: str, way: str, records: dict[str, list[bytes]], context: Context) -> None:
    chance = random.Random(f"{dialect} {way}")
    assert len(records[dialect]) == EACH
    outcomes = [outcome(WAYS[way](content, chance), context) for content in records[dialect] for _ in range(TIMES[way])]
    for refused in outcomes:
        if isinstance(refused, RecordError):
            assert [(one.stage, bool(one.en), bool(one.fr)) for one in refused.diagnostics] == [
                (Stage.PARSE, True, True)
            ]
    mapped = [record for record in outcomes if isinstance(record, RefinedRecord)]
    for record in mapped:
        quads = list(pyoxigraph.parse(nquads(record.triples, record.graph), format=pyoxigraph.RdfFormat.N_QUADS))
        assert len(quads) == len(record.triples)
        assert not any(isinstance(quad.object, pyoxigraph.BlankNode) for quad in quads)
    # the slower of the two reads them in one document, in which a line is no less a line
    together = {triple for record in mapped[::2] for triple in record.triples}
    graph = rdflib.Graph(bind_namespaces="none").parse(data=ntriples(together), format="nt")
    assert len(graph) == len(together)
    assert mapped or way != "rebuilt"
