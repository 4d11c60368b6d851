"""Linkage: what the words of records were taken to mean, and the words for which no concept was found."""

import sqlite3
from typing import Any, NamedTuple

import orjson

from mappings.link import AMBIGUOUS, Link
from vocab.label import normalise
from vocab.term import iri_value

TABLE = """
CREATE TABLE link (
    record INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    text TEXT NOT NULL,                      -- as the record has it
    plain TEXT NOT NULL,                     -- without case, accents and punctuation, where no concept was found
    thesaurus TEXT NOT NULL, kind TEXT NOT NULL,
    concept TEXT NOT NULL,                   -- IRI; empty when none was found
    vocabulary TEXT NOT NULL, property TEXT NOT NULL, method TEXT NOT NULL, confidence REAL NOT NULL
);
CREATE INDEX link_record ON link (record);
CREATE INDEX link_concept ON link (concept, record) WHERE concept <> '';
CREATE INDEX link_unmatched ON link (plain, record) WHERE concept = '';
-- what a generation knows of all links together
CREATE TABLE link_method (
    hub TEXT NOT NULL, method TEXT NOT NULL, words INTEGER NOT NULL, PRIMARY KEY (hub, method)
) WITHOUT ROWID;
CREATE TABLE unmatched (
    hub TEXT NOT NULL, plain TEXT NOT NULL, text TEXT NOT NULL,
    kinds TEXT NOT NULL, thesauri TEXT NOT NULL,  -- JSON lists
    ambiguous INTEGER NOT NULL, records INTEGER NOT NULL, PRIMARY KEY (hub, plain)
) WITHOUT ROWID;
CREATE INDEX unmatched_records ON unmatched (hub, records DESC, plain);
"""

SUMMARY = f"""
DELETE FROM link_method;
INSERT INTO link_method
    SELECT r.hub, l.method, count(*) FROM link l JOIN record r ON r.id = l.record GROUP BY 1, 2;
DELETE FROM unmatched;
INSERT INTO unmatched
    SELECT r.hub, l.plain, min(l.text), json_group_array(DISTINCT l.kind), json_group_array(DISTINCT l.thesaurus),
        max(l.method = '{AMBIGUOUS}'), count(DISTINCT l.record)
    FROM link l JOIN record r ON r.id = l.record WHERE l.concept = '' AND l.plain <> '' GROUP BY 1, 2;
"""
"""Brings what is known of all links together up to date."""


class UnmatchedWord(NamedTuple):
    """A word for which no concept was found: an entry in the to-do list of whoever keeps a vocabulary.

    Attributes:
        text: as one of the records has it.
        kinds: what records say that it is: theme, platform ….
        thesauri: titles under which records cite where it is from.
        ambiguous: whether several concepts have the name, rather than none.
        records: how many records have it.
        examples: some of them: IRI of the resource, and its title by language.
    """

    text: str
    kinds: tuple[str, ...]
    thesauri: tuple[str, ...]
    ambiguous: bool
    records: int
    examples: tuple[tuple[str, dict[str, str]], ...]


def rows(record: int, links: tuple[Link, ...]) -> list[tuple[Any, ...]]:
    """The rows of the table for what a record's words were taken to mean."""
    return [
        (
            *(record, link.text, "" if link.concept else normalise(link.text), link.thesaurus, link.kind),
            *(iri_value(link.concept) if link.concept else "", *link[4:]),
        )
        for link in links
    ]


class Linkage:
    """The links of a generation.

    Args:
        connection: to its catalogue database.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, record: int) -> list[Link]:
        """What the words of one record were taken to mean, the surest first; concepts by their plain IRIs."""
        found = self._connection.execute(
            "SELECT text, thesaurus, kind, concept, vocabulary, property, method, confidence FROM link"
            " WHERE record = ? ORDER BY confidence DESC, text",
            (record,),
        )
        return [Link._make(row) for row in found]

    def methods(self, hub: str) -> dict[str, int]:
        """How many words of a hub's records were linked by each method, or for what reason not."""
        found = self._connection.execute(
            "SELECT method, words FROM link_method WHERE hub = ? ORDER BY words DESC, method", (hub,)
        )
        return dict(found.fetchall())

    def unmatched(self, hub: str, *, limit: int = 50, offset: int = 0, examples: int = 3) -> list[UnmatchedWord]:
        """The words of a hub's records for which no concept was found, those that most records have first.

        Args:
            hub: its id.
            limit: at most so many.
            offset: leave out so many first.
            examples: at most so many records for each.
        """
        found = self._connection.execute(
            "SELECT plain, text, kinds, thesauri, ambiguous, records FROM unmatched WHERE hub = ?"
            " ORDER BY records DESC, plain LIMIT ? OFFSET ?",
            (hub, limit, offset),
        ).fetchall()
        return [
            UnmatchedWord(
                text, _several(kinds), _several(thesauri), bool(several), records, self._having(plain, hub, examples)
            )
            for plain, text, kinds, thesauri, several, records in found
        ]

    def _having(self, plain: str, hub: str, limit: int) -> tuple[tuple[str, dict[str, str]], ...]:
        found = self._connection.execute(
            "SELECT DISTINCT r.dataset, json_extract(r.document, '$.title') FROM link l"
            " CROSS JOIN record r ON r.id = l.record WHERE l.plain = ? AND l.concept = '' AND r.hub = ? LIMIT ?",
            (plain, hub, limit),
        )
        return tuple((dataset, orjson.loads(title or "{}")) for dataset, title in found)

    def number_unmatched(self, hub: str) -> int:
        """How many words of a hub's records there are for which no concept was found."""
        found = self._connection.execute("SELECT count(*) FROM unmatched WHERE hub = ?", (hub,))
        return int(found.fetchone()[0])


def _several(names: str) -> tuple[str, ...]:
    return tuple(sorted(name for name in orjson.loads(names) if name))
