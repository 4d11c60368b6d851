"""Every benchmark runs on a few records and prints the figures that it promises."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.report import Report

ROOT = Path(__file__).parents[2]

shared = pytest.mark.shared

PROMISED: dict[str, dict[str, set[str]]] = {
    "search": {
        "catalogue": {"records", "fill, s", "records/s", "publish, s", "database, MB"},
        "queries": {"query", "answer", "median found", "median, ms", "p95, ms"},
    },
    "reconciliation": {
        "batch": {"names", "queries", "CPU, s", "found", "matched"},
        "suggest": {"asked", "median, ms", "p95, ms"},
    },
    "harvest": {
        "harvest": {"step", "records", "clock, s", "records/s", "records/s of processor", "peak, MB"},
    },
    "publish": {
        "sizes": {"records", "triples", "graph snapshot, s", "database snapshot, s", "publish, s", "replace, s"},
    },
    "refine": {
        "best": {"dialect", "records", "mean KB", "parse", "OWSLib", "refine", "refine, validate"},
        "median": {"dialect", "records", "refine", "clock, 1 process", "clock, 2 processes"},
        "ratios": {"dialect", "refine / parse", "refine / OWSLib", "2 processes / 1"},
    },
    "memory": {
        "memory": {"run", "records", "MB", "records/s"},
        "slope": {"run", "records", "peak MB", "bytes/record"},
    },
    "oracles": {
        "oracles": {"source", "pairs", "theirs", "found", "missing", "said", "differing", "extra", "unexplained"},
        "oracles_properties": {"property", "theirs", "found", "missing", "differing", "extra", "% found"},
        "dialects": {"source", "pairs", "found", "missing", "extra", "unexplained"},
        "kinds": {"source", "oracle wrong", "decision", "documents", "to do"},
        "reasons": {"reason", "property", "source", "differences"},
    },
    "loss": {
        "shares": {"dialect", "records", "words", "found in a statement, %", "left out on purpose, %", "lost, %"},
        "iso19139 read": {"path", "pieces", "words", "different texts", "examples"},
        "iso19139 omitted": {"path", "pieces", "words", "different texts", "examples"},
    },
    "conformance": {
        "dialects": {"dialect", "records", "refused", "conform to DCAT-AP", "to GeoDCAT-AP", "mapping", "undecided"},
        "violations": {"no.", "dialect", "class", "property", "constraint", "at fault", "violations", "source path"},
        "examples": {"no.", "file", "about", "value"},
        "refused": {"declared dialect", "reason", "files", "counted", "example"},
        "repairs": {"standard", "left out", "property shapes", "why"},
        "stubs": {"what", "times", "why"},
        "time": {"files", "records", "seconds", "records/s"},
    },
    "alignment": {
        "mappings": {"mappings", "number"},
        "conflicts": {"conflict", "number"},
        "proposals": {"score", "proposed", "stated", "stated, %"},
    },
    "matching": {
        "pairs": {"pairs", "number"},
        "trust": {"basis", "terms", "with a concept", "learnt", "declared", "learnt for paths", "declared for paths"},
        "methods": {"method", "right", "wrong"},
        "figures": {"matcher", "terms", "links", "right", "precision", "recall", "first is right", "in first 5"},
        "same": {"terms", "links", "right", "precision", "recall", "in first 5"},
        "scores": {"method", "score", "right", "wrong"},
        "speed": {"labels", "terms", "seconds of processor", "ms a term", "found by"},
    },
    "quality": {
        "counts": {"files", "indicator", "ours", "SPARQL", "qSKOS", "Skosify"},
        "time": {"files", "statements", "concepts", "CPU seconds"},
    },
    "vocab": {
        "vocabularies": {"vocabularies", "concepts", "index, CPU s", "start, s", "start, CPU s", "memory, MB"},
        "requests": {"request", "median, ms", "p95, ms", "promised p95, ms", "p95, CPU ms"},
    },
    "data_terra": {
        "hubs": {"hub", "datasets", "triples", "triples/dataset", "violations", "warnings", "infos", "linked"},
        "stages": {"stage", "seconds"},
        "memory": {"this process and the hubs", "a worker"},
        "searches": {"search", "hub", "published", "true of these", "true of found", "published missed", "false"},
        "search_times": {"search", "found", "hits", "with facets"},
    },
}


def figures(name: str, *options: str) -> dict[str, Any]:
    command = [sys.executable, "-m", f"bench.{name}", "--json", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=True)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


@pytest.mark.parametrize(
    "name",
    [
        "search",
        "reconciliation",
        "harvest",
        "publish",
        "vocab",
        *(
            pytest.param(name, marks=shared)
            for name in ("refine", "memory", "conformance", "data_terra", "oracles", "alignment", "matching", "quality")
        ),
    ],
)
def test_a_script_prints_what_it_promises(name: str) -> None:
    found = figures(name, "--quick")
    assert found["benchmark"] == name
    assert found["machine"]["cpus"] > 0
    for table, columns in PROMISED[name].items():
        assert found[table], table
        for row in found[table]:
            assert columns <= row.keys(), table


def test_tables_and_json_have_the_same_figures(capsys: pytest.CaptureFixture[str]) -> None:
    report = Report("speed", notes=["On one core."])
    report.add("rates", "Rates", ("dialect", "records", "per second"), [("iso19139", 1234, 0.5), ("dif10", 7, None)])
    report.show(as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert found["rates"] == [
        {"dialect": "iso19139", "records": 1234, "per second": 0.5},
        {"dialect": "dif10", "records": 7, "per second": None},
    ]
    report.show(as_json=False)
    shown = capsys.readouterr().out
    assert all(text in shown for text in ("Rates", "per second", "iso19139", "1,234", "0.50", "–", "On one core."))


@pytest.mark.parametrize(
    "name", ["refine", "memory", "conformance", "data_terra", "loss", "alignment", "matching", "quality"]
)
def test_without_the_corpus_a_script_says_so(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", f"bench.{name}", "--quick"]
    environment = {"TERRAFAIR_SHARED": str(tmp_path), "PATH": ""}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "shared corpus" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_script_is_tested() -> None:
    scripts = {path.stem for path in (ROOT / "bench").glob("*.py") if "__main__" in path.read_text("utf-8")}
    assert scripts == set(PROMISED)
