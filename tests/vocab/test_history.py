"""The editions of a vocabulary one after another, and the changes kept beside them."""

from pathlib import Path

import pytest

from vocab.difference import ChangeKind
from vocab.edition import Edition, Editions
from vocab.errors import VocabularyError
from vocab.history import History
from vocab.namespace import RDF, SKOS
from vocab.term import Triple, literal

MOMENTS = ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")


def edition(*labels: str) -> list[Triple]:
    return sorted(
        triple
        for number, label in enumerate(labels)
        for triple in (
            (f"<https://example.org/{number}>", RDF.type, SKOS.Concept),
            (f"<https://example.org/{number}>", SKOS.prefLabel, literal(label, language="en")),
        )
    )


@pytest.fixture
def editions(tmp_path: Path) -> Editions:
    made = Editions(tmp_path)
    for moment, labels in zip(MOMENTS, (["air"], ["air", "ice"], ["Air", "ice"]), strict=True):
        made.add(Edition("things", "", loaded=moment, concepts=len(labels)), edition(*labels))
    return made


def test_each_edition_tells_what_it_changed(editions: Editions) -> None:
    history = History(editions)
    history.update("things")
    steps = history.steps("things", MOMENTS[-1])
    assert [(step.edition.loaded, dict(step.counts)) for step in steps] == [
        (MOMENTS[2], {"relabelled": 1}),
        (MOMENTS[1], {"added": 1}),
        (MOMENTS[0], {}),
    ]
    assert [step.before.loaded if step.before else "" for step in steps] == [MOMENTS[1], MOMENTS[0], ""]


def test_what_is_not_published_yet_is_not_told(editions: Editions) -> None:
    history = History(editions)
    history.update("things")
    assert [step.edition.loaded for step in history.steps("things", MOMENTS[1])] == [MOMENTS[1], MOMENTS[0]]
    assert history.steps("things", "") == []
    assert history.steps("others", MOMENTS[1]) == []


def test_changes_that_are_kept_are_those_that_are_compared(editions: Editions) -> None:
    history = History(editions)
    new, middle, old = editions.all("things")
    compared = [list(history.changes(*pair)) for pair in ((middle, new), (old, middle))]
    history.update("things")
    assert [list(history.changes(*pair)) for pair in ((middle, new), (old, middle))] == [
        [change._replace(before=list(change.before), after=list(change.after)) for change in changes]
        for changes in compared
    ]
    assert [change.kind for change in history.changes(old, new)] == [ChangeKind.RELABELLED, ChangeKind.ADDED]


def test_changes_are_worked_out_once(editions: Editions, tmp_path: Path) -> None:
    history = History(editions)
    history.update("things")
    kept = {path: path.stat().st_mtime_ns for path in (tmp_path / "things").glob("*.changes.gz")}
    assert len(kept) == 2
    history.update("things")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "things").glob("*.changes.gz")} == kept
    assert len(editions.all("things")) == 3


def test_an_edition_that_is_broken_off_is_told(editions: Editions, tmp_path: Path) -> None:
    file = max((tmp_path / "things").glob("*.nt.gz"))
    file.write_bytes(file.read_bytes()[:-12])
    with pytest.raises(VocabularyError, match=file.name):
        History(editions).update("things")
    assert not list((tmp_path / "things").glob("*.changes.gz"))[1:]
