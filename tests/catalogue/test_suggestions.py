"""The store of suggestions."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from catalogue import suggestions as module
from catalogue.errors import SuggestionsError, SuggestionsFullError
from catalogue.suggestions import Draft, Status, Suggestions

DRAFT = Draft(
    vocabulary="ecv",
    scheme="https://w3id.org/terrafair/ecv",
    label_en="Wind chill",
    label_fr="Refroidissement éolien",
    definition="How cold it feels.",
    reason="Three of our data sets\nare about it.",
    language="en",
    broader="https://w3id.org/terrafair/ecv/atmosphere",
    source="https://data.example/chill",
    contact="somebody@people.example",
)


@pytest.fixture
def store(tmp_path: Path) -> Suggestions:
    return Suggestions(tmp_path / "data" / "suggestions.sqlite")


def test_a_suggestion_is_kept(store: Suggestions) -> None:
    kept = store.add(DRAFT)
    assert (kept.draft, kept.status, kept.decided, kept.note) == (DRAFT, Status.WAITING, "", "")
    assert len(kept.key) == 12
    assert store.get(kept.key) == kept
    assert kept.labels == {"en": "Wind chill", "fr": "Refroidissement éolien"}
    assert kept.created.endswith("Z")


def test_nothing_is_made_by_reading(store: Suggestions, tmp_path: Path) -> None:
    assert store.all() == []
    assert store.get("x") is None
    assert store.named("x") == []
    assert store.since("2000") == 0
    assert store.forget(keys=["x"]) == 0
    assert list(tmp_path.iterdir()) == []


def test_decisions(store: Suggestions) -> None:
    one, other, third = (store.add(DRAFT._replace(vocabulary=id_)) for id_ in ("ecv", "cf", "ecv"))
    accepted = store.decide(one.key, Status.ACCEPTED, "good")
    assert (accepted.status, accepted.note) == (Status.ACCEPTED, "good")
    assert accepted.decided >= accepted.created
    assert store.decide(other.key, Status.REJECTED).status is Status.REJECTED
    assert [found.key for found in store.all()] == [one.key, other.key, third.key]
    assert [found.key for found in store.all(Status.WAITING)] == [third.key]
    assert [found.key for found in store.all(Status.ACCEPTED)] == [one.key]
    assert [found.key for found in store.all(vocabulary="ecv")] == [one.key, third.key]
    assert store.decide(one.key, Status.WAITING).decided == ""
    with pytest.raises(SuggestionsError, match="no suggestion 'nothing'"):
        store.decide("nothing", Status.ACCEPTED)


def test_names_in_any_spelling(store: Suggestions) -> None:
    kept = store.add(DRAFT)
    for text in ("wind-chill", "WIND CHILL", "refroidissement eolien"):
        assert [found.key for found in store.named(text)] == [kept.key]
    assert store.named("wind") == []
    assert store.named(" ") == []
    store.decide(kept.key, Status.REJECTED)
    assert store.named("wind chill") == []
    assert store.named("' OR 1=1 --") == []


def test_how_many_have_come(store: Suggestions) -> None:
    kept = store.add(DRAFT)
    assert store.since(kept.created) == 1
    assert store.since("2999") == 0


def test_nothing_of_a_forgotten_contact_is_left(store: Suggestions, tmp_path: Path) -> None:
    one, other = store.add(DRAFT), store.add(DRAFT._replace(contact="SOMEBODY@people.example"))
    store.add(DRAFT._replace(contact="another@people.example"))
    store.add(DRAFT._replace(contact=""))
    assert store.forget(keys=["nothing"]) == 0
    assert store.forget(contact="") == 0
    assert store.forget(keys=[one.key]) == 1
    assert store.forget(contact="somebody@PEOPLE.example") == 1
    assert [found.draft.contact for found in store.all()] == ["", "", "another@people.example", ""]
    assert store.all()[0].draft.label_en == "Wind chill"
    content = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir())
    assert b"another@people.example" in content
    assert b"somebody@" not in content.lower()
    assert other.key


def test_what_may_be_left_is_told(store: Suggestions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    kept = store.add(DRAFT)
    with closing(sqlite3.connect(store._path, isolation_level=None)) as reading:
        reading.execute("BEGIN")
        assert reading.execute("SELECT contact FROM suggestion").fetchall() == [(DRAFT.contact,)]
        with pytest.raises(SuggestionsError, match="once more"):
            store.forget(keys=[kept.key])
    assert store.forget(keys=[kept.key]) == 0
    content = b"".join(path.read_bytes() for path in store._path.parent.iterdir())
    assert DRAFT.contact.encode() not in content


def test_too_many_that_wait(store: Suggestions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    first, _ = store.add(DRAFT), store.add(DRAFT)
    with pytest.raises(SuggestionsFullError):
        store.add(DRAFT)
    store.decide(first.key, Status.REJECTED)
    store.add(DRAFT)


def test_many_at_once(store: Suggestions) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = {kept.key for kept in pool.map(store.add, [DRAFT] * 40)}
        secrets = set(pool.map(lambda _: Suggestions(store._path).secret(), range(8)))
    assert len(keys) == 40
    assert {found.key for found in store.all()} == keys
    assert len(secrets) == 1
    assert len(secrets.pop()) == 32


def test_damaged_and_later_files(store: Suggestions, tmp_path: Path) -> None:
    store.add(DRAFT)
    path = tmp_path / "data" / "suggestions.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(SuggestionsError, match="later version"):
        store.add(DRAFT)
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"no database at all" * 100)
    with pytest.raises(SuggestionsError, match=r"other\.sqlite"):
        Suggestions(other).all()
    with pytest.raises(SuggestionsError):
        Suggestions(other / "below").add(DRAFT)
