"""Diagnostics and their table."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab.diagnostic import Meaning, Severity, diagnostic, meanings, repair

ROOT = Path(__file__).parents[2]
PACKAGES = ("vocab", "harvesters", "mappings", "shapes", "catalogue", "api", "samples")


def test_message_in_both_languages_with_its_detail() -> None:
    found = diagnostic("map.date", path="a/b", line=3, excerpt="x", detail="'31 juin'")
    assert found.message("en") == "Not a date: '31 juin'."
    assert found.message("fr") == "Ce n'est pas une date : '31 juin'."
    assert (found.path, found.line, found.excerpt, found.stage, found.severity) == ("a/b", 3, "x", "map", "Warning")


def test_long_values_are_cut() -> None:
    found = diagnostic("map.date", excerpt="x" * 1000, detail="y" * 1000)
    assert len(found.excerpt) == 200
    assert len(found.en) < 600


def test_a_repair_shows_the_value_before_and_after() -> None:
    found = repair("repaired.date", "20100131", "2010-01-31", path="a/b", line=3)
    assert (found.excerpt, found.repaired, found.path, found.line) == ("20100131", "2010-01-31", "a/b", 3)
    assert diagnostic("map.date").repaired == ""


@given(st.text(max_size=400), st.text(max_size=300), st.text(min_size=1, max_size=300))
def test_a_repair_of_a_long_value_shows_where_it_differs(same: str, before: str, after: str) -> None:
    found = repair("repaired.html", same + before, same + after)
    assert len(found.excerpt) <= 200
    assert 0 < len(found.repaired) <= 200
    assert (found.excerpt == found.repaired) is (before == after) or before[:150] == after[:150]


def test_undeclared_code() -> None:
    with pytest.raises(KeyError):
        diagnostic("map.nothing")


@pytest.mark.parametrize("meaning", meanings().values(), ids=lambda meaning: meaning.code)
def test_row_of_the_table(meaning: Meaning) -> None:
    code, stage, severity, en, fr = meaning
    assert code.partition(".")[0] in (stage, "repaired", "vocabulary")
    assert stage == "map" or not code.startswith("repaired.")
    assert isinstance(severity, Severity)
    assert en.endswith(".")
    assert fr.endswith(".")
    assert en != fr
    assert ("{detail}" in en) is ("{detail}" in fr)


def test_name_that_is_an_address() -> None:
    assert meanings()["map.name"].severity is Severity.WARNING


def test_every_code_is_used() -> None:
    texts = {
        node.value
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(set(meanings()) - texts) == []


@pytest.mark.parametrize(("severity", "rank"), [(Severity.VIOLATION, 0), (Severity.WARNING, 1), (Severity.INFO, 2)])
def test_rank(severity: Severity, rank: int) -> None:
    assert severity.rank == rank
