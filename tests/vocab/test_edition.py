"""Editions of vocabularies on disk."""

import gzip
from pathlib import Path

import pytest

from vocab.edition import Edition, Editions
from vocab.errors import VocabularyError
from vocab.term import Triple

ONE: list[Triple] = [("<https://w.example/a>", "<https://w.example/p>", '"1"')]
TWO: list[Triple] = [*ONE, ("<https://w.example/b>", "<https://w.example/p>", '"é"@fr')]


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    return Editions(tmp_path / "vocabularies")


def test_the_latest_is_the_one_loaded_last(editions: Editions) -> None:
    assert editions.latest("winds") is None
    first = editions.add(Edition("winds", "", "2026-01-01T00:00:00+00:00", concepts=1), ONE)
    second = editions.add(Edition("winds", "", "2026-02-01T00:00:00+00:00", concepts=2), TWO)
    assert editions.latest("winds") == second
    assert editions.all("winds") == [second, first]
    assert (first.statements, second.statements) == (1, 2)
    assert first.version != second.version
    assert [line.decode() for line in editions.lines(second)] == [f"{s} {p} {o} .\n" for s, p, o in TWO]
    assert [line.decode() for line in editions.lines(first)] == [f"{s} {p} {o} .\n" for s, p, o in ONE]


def test_the_same_statements_are_the_same_edition(editions: Editions) -> None:
    first = editions.add(Edition("winds", "", "2026-01-01T00:00:00+00:00"), ONE)
    again = editions.add(
        Edition("winds", "", "2026-03-01T00:00:00+00:00", documents=({"name": "w.ttl", "etag": '"2"'},)), ONE
    )
    assert (again.version, again.loaded) == (first.version, first.loaded)
    assert editions.all("winds") == [again]
    assert again.documents == ({"name": "w.ttl", "etag": '"2"'},)


def test_damage_is_named(editions: Editions) -> None:
    edition = editions.add(Edition("winds", "", "2026-01-01T00:00:00+00:00"), ONE)
    statements = next(editions.root.rglob("*.nt.gz"))
    statements.write_bytes(gzip.compress(b"x" * 1000)[:-20])
    with pytest.raises(VocabularyError, match=r"nt\.gz"):
        list(editions.lines(edition))
    next(editions.root.rglob("*.json")).write_text("{")
    with pytest.raises(VocabularyError, match="json"):
        editions.latest("winds")
