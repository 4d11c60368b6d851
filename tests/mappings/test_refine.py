"""Refining is a pure function that takes whatever comes, and gives a graph that every parser reads."""

import copy
import functools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from harvesters.record import RawRecord
from mappings.errors import RecordError
from mappings.refine import RefinedRecord, refine
from mappings.scope import Origin
from vocab.namespace import DCTERMS
from vocab.term import SAFE_SCHEMES, nquads, ntriples

from .conftest import ROOT, Refine, case_inputs, sample_records, the_context

IRI = re.compile(rf"<(?:{'|'.join(sorted(SAFE_SCHEMES))}):[^<>\"{{}}|^`\\\x00-\x20]+>", re.IGNORECASE)

HOSTILE_TEXTS = [
    *("", " ", "x", "nan", "inf", "-1", "1e400", "2022-13-45", "0000", "٣٤", "not provided", " > ", ">", "EPSG:٤٣٢٦"),
    *("http://[", "http://[::1", "http://a b/c", "//x", "x:y", "mailto:", "javascript:alert(1)", "urn:", "a@b.example"),
    *(
        "\u202e",
        "\u2028",
        '"',
        "\\",
        "\\u0000",
        "<b>",
        "é" * 2_000,
        "10.5072/a b",
        "2022-01-01T25:00:00Z",
        "http://\U0001f600/",
    ),
]
HOSTILE_VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1e300, [], {}, [None], [[]], {"a": 1}, {"href": 5}, ["a"], [1, 2, 3, 4], [None] * 6),
    *HOSTILE_TEXTS,
]


@functools.cache
def xml_records() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in (*case_inputs(), *sample_records()) if path.suffix == ".xml")


@functools.cache
def json_records() -> tuple[Any, ...]:
    return tuple(
        orjson.loads(path.read_bytes()) for path in (*case_inputs(), *sample_records()) if path.suffix == ".json"
    )


def key_paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in items:
        yield (*path, key)
        yield from key_paths(child, (*path, key))


@st.composite
def spoilt_json(draw: st.DrawFn) -> bytes:
    document = copy.deepcopy(draw(st.sampled_from(json_records())))
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(list(key_paths(document))))
        holder = functools.reduce(lambda value, key: value[key], path[:-1], document)
        holder[path[-1]] = copy.deepcopy(draw(st.sampled_from(HOSTILE_VALUES)))
    return orjson.dumps(document)


@st.composite
def spoilt_xml(draw: st.DrawFn) -> bytes:
    root = etree.fromstring(draw(st.sampled_from(xml_records())))
    elements = list(root.iter("*"))
    for _ in range(draw(st.integers(1, 4))):
        element = draw(st.sampled_from(elements))
        parent = element.getparent()
        match draw(st.sampled_from(["text", "attributes", "remove", "rename", "repeat", "copy"])):
            case "text":
                element.text = draw(st.sampled_from(HOSTILE_TEXTS))
            case "attributes":
                for name in element.attrib:
                    element.attrib[name] = draw(st.sampled_from(HOSTILE_TEXTS))
            case "remove" if parent is not None:
                parent.remove(element)
            case "rename":
                element.tag = "{urn:other}name"
            case "repeat" if parent is not None:
                parent.append(copy.deepcopy(element))
            case _:
                element.append(copy.deepcopy(draw(st.sampled_from(elements[1:]))))
    return etree.tostring(root)


def run(content: bytes, url: str = "") -> RefinedRecord | None:
    try:
        return refine(
            RawRecord("name", content, "", "2024-01-01", url), Origin("hub", "source", "name", url), the_context()
        )
    except RecordError:
        return None


def check(record: RefinedRecord) -> None:
    """What holds of every graph."""
    assert len(set(record.triples)) == len(record.triples)
    document = nquads(record.triples, record.graph)
    for quad in pyoxigraph.parse(document, format=pyoxigraph.RdfFormat.N_QUADS):
        assert isinstance(quad.subject, pyoxigraph.NamedNode)
        assert not isinstance(quad.object, pyoxigraph.BlankNode)
    for triple in record.triples:
        terms = (*triple[:2], triple[2]) if triple[2].startswith("<") else triple[:2]
        assert [term for term in terms if not IRI.fullmatch(term)] == []
    for diagnostic in record.diagnostics:
        assert "{detail}" not in diagnostic.en + diagnostic.fr
        assert len(diagnostic.excerpt) <= 200


PATIENT = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@PATIENT
@given(spoilt_json(), st.sampled_from(["", "https://hub.example/x/", "http://["]))
def test_spoilt_json_is_mapped_or_refused(content: bytes, url: str) -> None:
    record = run(content, url)
    if record is not None:
        check(record)
        assert run(content, url) == record


@PATIENT
@given(spoilt_xml())
def test_spoilt_xml_is_mapped_or_refused(content: bytes) -> None:
    record = run(content)
    if record is not None:
        check(record)
        assert run(content) == record


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=8,
    ),
    st.sampled_from(
        [
            "id",
            "links",
            "assets",
            "extent",
            "summaries",
            "providers",
            "keywords",
            "themes",
            "license",
            "bbox",
            "properties",
        ]
    ),
    st.sampled_from(["Collection", "Feature"]),
)
def test_any_value_in_any_place_of_a_stac_document(value: Any, key: str, kind: str) -> None:
    try:
        content = orjson.dumps({"type": kind, "stac_version": "1.1.0", "id": "i", "title": "T", key: value})
    except TypeError:
        return
    record = run(content)
    if record is not None:
        check(record)


@pytest.mark.parametrize("path", [*case_inputs()], ids=lambda path: f"{path.parts[-3]}-{path.parts[-2]}")
def test_graph_is_read_alike_by_two_parsers(path: Path) -> None:
    record = run(path.read_bytes(), "https://hub.example/x/")
    assert record is not None
    check(record)
    graph = rdflib.Graph(bind_namespaces="none").parse(data=ntriples(record.triples), format="nt")
    assert len(graph) == len(record.triples)


DIGEST = """
import hashlib, pathlib, sys
from harvesters.record import RawRecord
from mappings.codelist import load_codelists
from mappings.refine import refine
from mappings.scope import Context, Origin
from vocab.matching import load_matcher
context = Context("https://terrafair.example", load_codelists(), load_matcher())
for name in sys.argv[1:]:
    record = refine(RawRecord(name, pathlib.Path(name).read_bytes(), ""), Origin("hub", "source", name), context)
    print(hashlib.sha256(repr((record.triples, record.diagnostics)).encode()).hexdigest())
"""


def test_every_process_says_the_same() -> None:
    """No order of a set reaches what is stated: it changes with the seed of a process."""
    files = [str(path) for path in (*case_inputs(), *sample_records())]
    command = [sys.executable, "-c", DIGEST, *files]
    processes = [
        subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, text=True
        )
        for seed in ("1", "2")
    ]
    one, other = (process.communicate()[0].split() for process in processes)
    assert len(one) == len(files)
    assert [file for file, a, b in zip(files, one, other, strict=True) if a != b] == []


ITEM = {"type": "Feature", "stac_version": "1.0.0", "id": "i", "properties": {"datetime": "2022-01-01T00:00:00Z"}}


@pytest.mark.parametrize(
    ("datestamp", "properties", "expected"),
    [
        ("2024-02-03", {}, ['"2024-02-03"^^<http://www.w3.org/2001/XMLSchema#date>']),
        ("2024-02-03", {"created": "2020"}, ['"2020"^^<http://www.w3.org/2001/XMLSchema#gYear>']),
        ("", {"created": "2020", "updated": "2021"}, ['"2021"^^<http://www.w3.org/2001/XMLSchema#gYear>']),
        ("", {}, []),
        ("yesterday", {}, []),
    ],
)
def test_last_change_of_a_record(
    datestamp: str, properties: dict[str, str], expected: list[str], refined: Refine
) -> None:
    document = ITEM | {"properties": {**ITEM["properties"], **properties}}  # type: ignore[dict-item]
    record = refined(orjson.dumps(document), datestamp=datestamp)
    assert [o for s, p, o in record.triples if s == record.graph and p == DCTERMS.modified] == expected
    assert ("map.date" in {d.code for d in record.diagnostics}) is (datestamp == "yesterday")


def test_suffix_tells_apart_records_of_one_identifier(refined: Refine) -> None:
    raw = RawRecord("name", orjson.dumps(ITEM), "")
    one = refine(raw, Origin("hub", "source", "name"), the_context())
    other = refine(raw, Origin("hub", "source", "name", suffix="2"), the_context())
    assert (one.dataset, other.dataset) == (
        "<https://terrafair.example/dataset/hub/i>",
        "<https://terrafair.example/dataset/hub/i-2>",
    )
    assert one.graph != other.graph
