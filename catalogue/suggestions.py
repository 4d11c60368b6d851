"""Suggestions: terms that people propose for a vocabulary, kept in a file of the workspace until somebody decides.

The file belongs to no generation: what is published stays as it is. A contact is the only thing about a person that is
kept; it is given freely, shown to moderators alone, and can be forgotten.
"""

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from vocab.label import normalise

from .errors import SuggestionsError, SuggestionsFullError

VERSION = 1
"""Of the table; SQLite keeps it as ``user_version``."""

MOST_WAITING = 5000
"""Suggestions that may wait for a decision; further ones are not taken."""

PATIENCE = 5.0
"""Seconds to wait for another process that writes."""

_TABLES = """
CREATE TABLE suggestion (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, status TEXT NOT NULL, created TEXT NOT NULL,
    decided TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT '', vocabulary TEXT NOT NULL, scheme TEXT NOT NULL,
    label_en TEXT NOT NULL, label_fr TEXT NOT NULL, plain_en TEXT NOT NULL, plain_fr TEXT NOT NULL,
    definition TEXT NOT NULL, reason TEXT NOT NULL, language TEXT NOT NULL, broader TEXT NOT NULL,
    source TEXT NOT NULL, contact TEXT NOT NULL
);
CREATE INDEX suggestion_status ON suggestion (status, number);
CREATE INDEX suggestion_created ON suggestion (created);
CREATE INDEX suggestion_en ON suggestion (plain_en);
CREATE INDEX suggestion_fr ON suggestion (plain_fr);
CREATE TABLE secret (value BLOB NOT NULL);
"""


class Status(StrEnum):
    """What has become of a suggestion."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Draft(NamedTuple):
    """A term as it is proposed; what is not said is empty.

    Attributes:
        vocabulary: id of the vocabulary that it is proposed for.
        scheme: IRI of that vocabulary's scheme.
        label_en: its name in English.
        label_fr: its name in French; it has one of the two.
        definition: what it is.
        reason: why it is needed.
        language: of definition and reason: ``en`` or ``fr``.
        broader: IRI of a concept that it would stand below.
        source: address of where it is used or defined.
        contact: how to reach who proposes it.
    """

    vocabulary: str = ""
    scheme: str = ""
    label_en: str = ""
    label_fr: str = ""
    definition: str = ""
    reason: str = ""
    language: str = "en"
    broader: str = ""
    source: str = ""
    contact: str = ""


class Suggestion(NamedTuple):
    """A proposed term as it is kept.

    Attributes:
        key: names it, in its address too.
        status: what has become of it.
        created: when it came, in ISO 8601.
        decided: when it was decided; empty while it waits.
        note: of whom decided.
        draft: what is proposed.
    """

    key: str
    status: Status
    created: str
    decided: str
    note: str
    draft: Draft

    @property
    def labels(self) -> dict[str, str]:
        """Its names by language."""
        return {code: text for code, text in (("en", self.draft.label_en), ("fr", self.draft.label_fr)) if text}


_COLUMNS = ", ".join(("key", "status", "created", "decided", "note", *Draft._fields))


class Suggestions:
    """The suggestions of one workspace; any number of processes may share the file.

    Args:
        path: of the SQLite file; it is made with the first suggestion.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, draft: Draft) -> Suggestion:
        """Keep a proposed term.

        Raises:
            SuggestionsFullError: too many wait already.
            SuggestionsError: the file cannot be written.
        """
        plain = normalise(draft.label_en), normalise(draft.label_fr)
        key = secrets.token_hex(6)
        with self._open(write=True) as connection:
            (waiting,) = connection.execute(
                "SELECT count(*) FROM suggestion WHERE status = ?", (Status.WAITING,)
            ).fetchone()
            if waiting >= MOST_WAITING:
                raise SuggestionsFullError(f"{waiting} suggestions wait for a decision")
            places = ", ".join("?" * (3 + len(draft) + len(plain)))
            connection.execute(
                f"INSERT INTO suggestion (key, status, created, {', '.join(Draft._fields)}, plain_en, plain_fr)"
                f" VALUES ({places})",
                (key, Status.WAITING, _now(), *draft, *plain),
            )
            return _one(connection, key)

    def get(self, key: str) -> Suggestion | None:
        """A suggestion by its key."""
        found = self._read(f"SELECT {_COLUMNS} FROM suggestion WHERE key = ?", (key,))
        return found[0] if found else None

    def all(self, status: Status | None = None, vocabulary: str = "") -> list[Suggestion]:
        """The suggestions, oldest first.

        Args:
            status: only those of which this has become.
            vocabulary: only those for this one.
        """
        return self._read(
            f"SELECT {_COLUMNS} FROM suggestion WHERE ? IN ('', status) AND ? IN ('', vocabulary) ORDER BY number",
            (status or "", vocabulary),
        )

    def named(self, text: str) -> list[Suggestion]:
        """Those with such a name, whatever its case, accents and punctuation, that have not been rejected."""
        plain = normalise(text)
        if not plain:
            return []
        return self._read(
            f"SELECT {_COLUMNS} FROM suggestion WHERE (plain_en = ?1 OR plain_fr = ?1) AND status <> ?2"
            " ORDER BY number LIMIT 20",
            (plain, Status.REJECTED),
        )

    def since(self, moment: str) -> int:
        """How many have come since a moment, in ISO 8601 as ``created`` has it."""
        if not self._path.exists():
            return 0
        with self._open() as connection:
            (number,) = connection.execute("SELECT count(*) FROM suggestion WHERE created >= ?", (moment,)).fetchone()
        return int(number)

    def decide(self, key: str, status: Status, note: str = "") -> Suggestion:
        """Accept or reject a suggestion, or let it wait again.

        Raises:
            SuggestionsError: there is none with this key.
        """
        decided = "" if status is Status.WAITING else _now()
        with self._open(write=True) as connection:
            connection.execute(
                "UPDATE suggestion SET status = ?, note = ?, decided = ? WHERE key = ?", (status, note, decided, key)
            )
            return _one(connection, key)

    def forget(self, *, keys: Sequence[str] = (), contact: str = "") -> int:
        """Remove contacts from the file, so that nothing of them is left in it; the terms stay.

        Args:
            keys: of suggestions.
            contact: remove this one wherever it stands, whatever its case.

        Returns:
            How many contacts have been removed.

        Raises:
            SuggestionsError: somebody reads the file meanwhile, so that something may be left of them.
        """
        if not self._path.exists():
            return 0
        with self._open(write=True) as connection:
            places = ", ".join("?" * len(keys))
            done = connection.execute(
                "UPDATE suggestion SET contact = '' WHERE contact <> ''"
                f" AND (key IN ({places}) OR (? <> '' AND lower(contact) = lower(?)))",
                (*keys, contact, contact),
            ).rowcount
        with self._open() as connection:
            # what was written ahead holds the old pages
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            raise SuggestionsError(f"{self._path} is being read: once more, so that nothing is left in it")
        return done

    def secret(self) -> bytes:
        """Random bytes that the processes over this file share."""
        with self._open(write=True) as connection:
            row = connection.execute("SELECT value FROM secret").fetchone()
            if row is None:
                row = (secrets.token_bytes(32),)
                connection.execute("INSERT INTO secret VALUES (?)", row)
        return bytes(row[0])

    def _read(self, statement: str, values: Sequence[object]) -> list[Suggestion]:
        if not self._path.exists():
            return []
        with self._open() as connection:
            return [_suggestion(row) for row in connection.execute(statement, values)]

    @contextmanager
    def _open(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection; what is written there is kept as a whole or not at all.

        Raises:
            SuggestionsError: the file cannot be read or written, or is of a later version.
        """
        try:
            if write:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                if write:
                    connection.execute("PRAGMA journal_mode = WAL")
                    connection.execute("BEGIN IMMEDIATE")
                    self._prepare(connection)
                yield connection
                if write:
                    connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise SuggestionsError(f"{self._path}: {error}") from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
        if number > VERSION:
            raise SuggestionsError(f"{self._path} was written by a later version of TerraFAIR")
        if number < VERSION:
            for statement in _TABLES.strip().removesuffix(";").split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")


def _one(connection: sqlite3.Connection, key: str) -> Suggestion:
    row = connection.execute(f"SELECT {_COLUMNS} FROM suggestion WHERE key = ?", (key,)).fetchone()
    if row is None:
        raise SuggestionsError(f"there is no suggestion {key!r}")
    return _suggestion(row)


def _suggestion(row: Sequence[str]) -> Suggestion:
    key, status, created, decided, note, *rest = row
    return Suggestion(key, Status(status), created, decided, note, Draft(*rest))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
