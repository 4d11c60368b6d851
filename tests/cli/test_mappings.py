"""``terrafair mappings`` and ``terrafair keywords``: what is published, read back."""

from pathlib import Path

import orjson
import pyoxigraph
import pytest

from tests.cli.command import terrafair
from tests.published import publish
from vocab.mapping import SEMAPV
from vocab.sssom import read


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    publish(folder)
    return folder


def test_sets_are_listed(data: Path) -> None:
    listed = terrafair("mappings", "list", "--data", data)
    assert listed.returncode == 0, listed.stderr
    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    assert rows[0][0] == "set"
    assert any(row[0].endswith("/mappings/decisions") for row in rows)
    assert any(row[2] == "ecv" and int(row[1]) > 0 for row in rows)
    assert any("codelists/roles.tsv" in row[0] for row in rows), "the code lists are sets too"


def test_mappings_are_printed_in_each_form(data: Path) -> None:
    printed = terrafair("mappings", "export", "--from", "ecv", "--data", data)
    assert printed.returncode == 0, printed.stderr
    mappings = list(read("printed", printed.stdout.splitlines(keepends=True))[1])
    assert mappings
    json = terrafair("mappings", "export", "--from", "ecv", "--format", "json", "--data", data)
    assert len(orjson.loads(json.stdout)["mappings"]) == len(mappings)
    turtle = terrafair("mappings", "export", "--from", "ecv", "--format", "ttl", "--data", data)
    assert len(list(pyoxigraph.parse(turtle.stdout.encode(), format=pyoxigraph.RdfFormat.TURTLE))) == len(mappings)
    more = terrafair("mappings", "export", "--derived", "--data", data)
    justified = {m.justification for m in read("printed", more.stdout.splitlines(keepends=True))[1]}
    assert f"{SEMAPV}MappingChaining" in justified


def test_proposals_are_printed_for_review(data: Path) -> None:
    printed = terrafair("mappings", "propose", "--least", "0.9", "--data", data)
    assert printed.returncode == 0, printed.stderr
    mappings = list(read("printed", printed.stdout.splitlines(keepends=True))[1])
    assert mappings
    assert all((m.confidence or 0) >= 0.9 for m in mappings)


def test_conflicts_end_with_findings(data: Path) -> None:
    english, french = (
        terrafair("mappings", "conflicts", "--data", data, "--lang", language) for language in ("en", "fr")
    )
    number = int(english.stdout.splitlines()[-1].split()[0])
    assert english.returncode == (1 if number else 0)
    assert len(english.stdout.splitlines()) == len(french.stdout.splitlines()) == number + 1
    json = terrafair("mappings", "conflicts", "--format", "json", "--data", data)
    assert len(orjson.loads(json.stdout)) == number


def test_words_without_a_concept(data: Path) -> None:
    every = terrafair("keywords", "--data", data)
    assert every.returncode == 0, every.stderr
    methods = {tuple(row.split("\t")[:2]): int(row.split("\t")[2]) for row in every.stdout.splitlines()[1:]}
    assert methods["aeris", "label"] > 0
    listed = terrafair("keywords", "--unmatched", "--hub", "aeris", "--most", "3", "--data", data)
    rows = [line.split("\t") for line in listed.stdout.splitlines()][1:]
    assert 0 < len(rows) <= 3
    assert [int(row[1]) for row in rows] == sorted((int(row[1]) for row in rows), reverse=True)
    suggested = terrafair("keywords", "--unmatched", "--suggest", "--hub", "theia", "--data", data).stdout
    assert any("http" in line.split("\t")[-1] for line in suggested.splitlines()[1:])
    assert terrafair("keywords", "--unmatched", "--hub", "nowhere", "--data", data).returncode == 2


def test_nothing_published(tmp_path: Path) -> None:
    for arguments in (("mappings", "list"), ("keywords",)):
        failed = terrafair(*arguments, "--data", tmp_path)
        assert failed.returncode == 2
        assert failed.stderr.startswith("terrafair: ")
