"""The catalogue database: search index, facets, exact statements and findings of every record, in one SQLite file.

FTS5 answers words, R*Trees answer boxes and periods, an ordinary index answers facets. The exact N-Triples of every
record are kept, because an Oxigraph store changes some datatypes.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import orjson

from mappings.refine import RefinedRecord
from vocab.diagnostic import Diagnostic
from vocab.term import iri_value, ntriples

from .document import Document, searchable
from .linkage import SUMMARY, TABLE, rows

SCHEMA_VERSION = 5

_SCHEMA = (
    """
CREATE TABLE state (revision TEXT NOT NULL); -- one row; another text after each change
INSERT INTO state VALUES (lower(hex(randomblob(16))));
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    hub TEXT NOT NULL,
    source TEXT NOT NULL,
    identifier TEXT NOT NULL,       -- the source's name for it
    seen TEXT NOT NULL,             -- stands for what the archive had, and for all that refining depends on
    hash TEXT NOT NULL DEFAULT '',  -- of the bytes that what is kept was made of
    context TEXT NOT NULL DEFAULT '', -- fingerprint of what it was made with
    refused INTEGER NOT NULL,       -- 1: the source's present bytes could not be refined
    stale INTEGER NOT NULL,         -- 1: what is kept was made of earlier bytes
    datestamp TEXT NOT NULL,
    url TEXT NOT NULL,
    dataset TEXT,                   -- IRI of the described resource; NULL while nothing could be refined
    graph TEXT,                     -- IRI of the named graph
    suffix TEXT NOT NULL DEFAULT '',
    kind TEXT,
    dialect TEXT,
    document BLOB,                  -- JSON of title, abstract, keywords, boxes, periods
    statements BLOB,                -- N-Triples, compressed
    UNIQUE (hub, source, identifier)
);
CREATE UNIQUE INDEX record_dataset ON record (dataset);
CREATE UNIQUE INDEX record_graph ON record (graph);
CREATE TABLE description (graph TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE finding (
    record INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    stage TEXT NOT NULL, severity TEXT NOT NULL, code TEXT NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL,
    excerpt TEXT NOT NULL, en TEXT NOT NULL, fr TEXT NOT NULL, focus TEXT NOT NULL,
    repaired TEXT NOT NULL          -- the value after a repair, whose excerpt is the value before; empty for others
);
CREATE INDEX finding_record ON finding (record);
CREATE INDEX finding_code ON finding (code);
CREATE INDEX finding_repaired ON finding (record) WHERE repaired <> '';
CREATE TABLE facet (
    record INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    facet TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (facet, value, record)
) WITHOUT ROWID;
CREATE INDEX facet_record ON facet (record);
CREATE TABLE facet_label (facet TEXT NOT NULL, value TEXT NOT NULL, en TEXT NOT NULL, fr TEXT NOT NULL,
    PRIMARY KEY (facet, value)) WITHOUT ROWID;
CREATE TABLE concept (
    concept TEXT NOT NULL, record INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
    PRIMARY KEY (concept, record)
) WITHOUT ROWID;
CREATE INDEX concept_record ON concept (record);
CREATE VIRTUAL TABLE words USING fts5 (title, keyword, abstract, other, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE box USING rtree (id, west, east, south, north, +record INTEGER);
CREATE VIRTUAL TABLE period USING rtree (id, first, last, +record INTEGER);
CREATE TABLE box_of (record INTEGER NOT NULL, box INTEGER PRIMARY KEY);
CREATE INDEX box_of_record ON box_of (record);
CREATE TABLE period_of (record INTEGER NOT NULL, period INTEGER PRIMARY KEY);
CREATE INDEX period_of_record ON period_of (record);
"""
    + TABLE
)

_ORPHANS = """
SELECT 'words', (SELECT count(*) FROM words WHERE rowid NOT IN (SELECT id FROM record WHERE dataset IS NOT NULL))
    + (SELECT count(*) FROM record WHERE dataset IS NOT NULL AND id NOT IN (SELECT rowid FROM words))
UNION ALL SELECT 'box', (SELECT count(*) FROM box WHERE (id, record) NOT IN (SELECT box, record FROM box_of))
    + (SELECT count(*) FROM box_of WHERE box NOT IN (SELECT id FROM box) OR record NOT IN (SELECT id FROM record))
UNION ALL SELECT 'period', (SELECT count(*) FROM period WHERE (id, record) NOT IN
    (SELECT period, record FROM period_of))
    + (SELECT count(*) FROM period_of WHERE period NOT IN (SELECT id FROM period)
        OR record NOT IN (SELECT id FROM record))
UNION ALL SELECT 'facet', (SELECT count(*) FROM facet WHERE record NOT IN (SELECT id FROM record))
UNION ALL SELECT 'concept', (SELECT count(*) FROM concept WHERE record NOT IN (SELECT id FROM record))
UNION ALL SELECT 'link', (SELECT count(*) FROM link WHERE record NOT IN (SELECT id FROM record))
UNION ALL SELECT 'finding', (SELECT count(*) FROM finding WHERE record NOT IN (SELECT id FROM record))
"""

DISTANT_PAST, DISTANT_FUTURE = -5_000_000.0, 5_000_000.0
"""Days that stand for an open bound of a period."""


class StoredRecord(NamedTuple):
    """What the database remembers of a record between runs.

    Attributes:
        id: row number.
        key: hub, source and identifier.
        seen: stands for what the archive had when the record was last brought up to it.
        hash: of the bytes that what is kept was made of; empty when nothing could be refined.
        context: fingerprint of what it was made with; empty likewise, and while it is being changed.
        datestamp: the source's date of last change of those bytes.
        url: where they could be fetched again.
        dataset: IRI of the described resource; empty when nothing could be refined.
        graph: IRI of the named graph; empty likewise.
        suffix: what tells its address from that of another record.
    """

    id: int
    key: tuple[str, str, str]
    seen: str
    hash: str
    context: str
    datestamp: str
    url: str
    dataset: str
    graph: str
    suffix: str


class RefinedEntry(NamedTuple):
    """A refined record ready to be stored.

    Attributes:
        key: hub, source and identifier.
        seen: stands for what the archive has of it.
        hash: of its bytes.
        context: fingerprint of what it was refined with.
        datestamp: the source's own date of last change.
        url: where it can be fetched again.
        suffix: what tells its address from that of another record.
        refined: its statements.
        document: its search document.
        findings: every diagnostic about it.
    """

    key: tuple[str, str, str]
    seen: str
    hash: str
    context: str
    datestamp: str
    url: str
    suffix: str
    refined: RefinedRecord
    document: Document
    findings: tuple[Diagnostic, ...]


class CatalogueDatabase:
    """The writer's side of the catalogue database.

    Args:
        path: the file; it is made when it does not exist, and made anew when its schema is another version's.
    """

    def __init__(self, path: Path) -> None:
        self._connection = _open(path)
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, SCHEMA_VERSION):
            self._connection.close()
            path.unlink()
            self._connection = _open(path)
            version = 0
        if version == 0:
            self._connection.executescript(f"BEGIN;{_SCHEMA};PRAGMA user_version={SCHEMA_VERSION};COMMIT;")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept, or nothing of it."""
        self._connection.execute("BEGIN IMMEDIATE")
        before = self._connection.total_changes
        try:
            yield
            if self._connection.total_changes > before:
                self._connection.execute("UPDATE state SET revision = lower(hex(randomblob(16)))")
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def revision(self) -> str:
        """Stands for all that it holds: another text after each change, and in a file that was made anew."""
        return str(self._connection.execute("SELECT revision FROM state").fetchone()[0])

    def dialects(self) -> dict[tuple[str, str], list[str]]:
        """By hub and source, the dialects of its records."""
        query = "SELECT DISTINCT hub, source, dialect FROM record WHERE dialect IS NOT NULL ORDER BY 1, 2, 3"
        return self._by_source(query)

    def refusals(self) -> dict[tuple[str, str], list[str]]:
        """By hub and source, the codes of what its records are refused for."""
        return self._by_source(
            "SELECT DISTINCT hub, source, code FROM record JOIN finding ON finding.record = record.id"
            " WHERE refused AND severity = 'Violation' ORDER BY 1, 2, 3"
        )

    def _by_source(self, query: str) -> dict[tuple[str, str], list[str]]:
        found = dict[tuple[str, str], list[str]]()
        for hub, source, value in self._connection.execute(query):
            found.setdefault((hub, source), []).append(value)
        return found

    def records(self, *, page: int = 1000) -> Iterator[StoredRecord]:
        """Every record in the order of its key, page by page."""
        yield from self._records("1", (), page)

    def outdated(self, context: str, *, page: int = 1000) -> Iterator[StoredRecord]:
        """The stale records, in the order of their keys, of which what is kept was made with something else."""
        yield from self._records("stale AND context <> ?", (context,), page)

    def _records(self, condition: str, values: tuple[str, ...], page: int) -> Iterator[StoredRecord]:
        after = ("", "", "")
        while True:
            rows = self._connection.execute(
                "SELECT id, hub, source, identifier, seen, hash, context, datestamp, url, coalesce(dataset, ''),"
                f" coalesce(graph, ''), suffix FROM record WHERE {condition} AND (hub, source, identifier) > (?, ?, ?)"
                " ORDER BY hub, source, identifier LIMIT ?",
                (*values, *after, page),
            ).fetchall()
            for row in rows:
                yield StoredRecord(row[0], row[1:4], *row[4:])
            if len(rows) < page:
                return
            after = rows[-1][1:4]

    def has_graph(self, graph: str) -> bool:
        """Whether a named graph, by IRI, is that of a record or a description."""
        row = self._connection.execute(
            "SELECT 1 FROM record WHERE graph = ? UNION ALL SELECT 1 FROM description WHERE graph = ?", (graph, graph)
        ).fetchone()
        return row is not None

    def descriptions(self) -> dict[str, str]:
        """The named graphs that describe the catalogue and its vocabularies, by IRI: a hash of their statements."""
        return dict(self._connection.execute("SELECT graph, hash FROM description"))

    def describe(self, graph: str, hash_: str) -> None:
        """Note what a named graph of the catalogue's description holds."""
        self._connection.execute("INSERT OR REPLACE INTO description VALUES (?, ?)", (graph, hash_))

    def forget(self, graph: str) -> None:
        """Forget a named graph of the catalogue's description."""
        self._connection.execute("DELETE FROM description WHERE graph = ?", (graph,))

    def unsettle(self, keys: Iterable[tuple[str, str, str]]) -> None:
        """Note that what is kept of records is about to change, so that it is done again if the run ends meanwhile."""
        self._connection.executemany(
            "UPDATE record SET context = '' WHERE hub = ? AND source = ? AND identifier = ?", list(keys)
        )

    def graph_of(self, key: tuple[str, str, str]) -> str:
        """The IRI of a record's named graph; empty when it has none."""
        row = self._connection.execute(
            "SELECT coalesce(graph, '') FROM record WHERE hub = ? AND source = ? AND identifier = ?", key
        ).fetchone()
        return str(row[0]) if row else ""

    def count(self) -> tuple[int, int]:
        """Records that are in the catalogue, and findings about all records."""
        records = self._connection.execute("SELECT count(*) FROM record WHERE dataset IS NOT NULL").fetchone()[0]
        return records, self._connection.execute("SELECT count(*) FROM finding").fetchone()[0]

    def repaired(self) -> int:
        """How many records have a value that was put right."""
        row = self._connection.execute("SELECT count(DISTINCT record) FROM finding WHERE repaired <> ''").fetchone()
        return int(row[0])

    def to_mend(self) -> int:
        """How many violations and refused records stand."""
        row = self._connection.execute(
            "SELECT (SELECT count(*) FROM finding WHERE severity = 'Violation')"
            " + (SELECT count(*) FROM record WHERE refused)"
        ).fetchone()
        return int(row[0])

    def owner(self, dataset: str) -> tuple[str, str, str] | None:
        """The key of the record that has an address."""
        row = self._connection.execute(
            "SELECT hub, source, identifier FROM record WHERE dataset = ?", (dataset,)
        ).fetchone()
        return tuple(row) if row else None

    def statements(self, record: int) -> str:
        """The exact N-Triples of a record, by row number."""
        row = self._connection.execute("SELECT statements FROM record WHERE id = ?", (record,)).fetchone()
        return statements(row[0])

    def flaws(self) -> Iterator[str]:
        """What is wrong with the file itself, in words: damage, and rows of the index that belong to no record."""
        for (said,) in self._connection.execute("PRAGMA integrity_check"):
            if said != "ok":
                yield f"database: {said}"
        for name, count in self._connection.execute(_ORPHANS):
            if count:
                yield f"database: {count} rows of {name} without their record, or records without their row"

    def put(self, entry: RefinedEntry) -> None:
        """Store a record in place of what was known of it."""
        row = self._store(entry, seen=entry.seen, refused=0, stale=0)
        self._put_findings(row, entry.findings)

    def renew(self, entry: RefinedEntry) -> None:
        """Store anew what is kept of a stale record, of the same bytes; why it is stale stays."""
        self._store(entry, stale=1)

    def _store(self, entry: RefinedEntry, **state: object) -> int:
        refined, document = entry.refined, entry.document
        row = self._upsert(
            entry.key,
            **state,
            hash=entry.hash,
            context=entry.context,
            datestamp=entry.datestamp,
            url=entry.url,
            dataset=iri_value(refined.dataset),
            graph=iri_value(refined.graph),
            suffix=entry.suffix,
            kind=iri_value(refined.kind),
            dialect=refined.dialect,
            document=_summary(document),
            statements=zlib.compress(ntriples(refined.triples).encode(), 6),
        )
        self._clear(row)
        self._put_document(row, document)
        self._connection.executemany("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows(row, refined.links))
        return row

    def refuse(self, key: tuple[str, str, str], seen: str, findings: Sequence[Diagnostic]) -> None:
        """Note that what the archive has could not be refined; what was known of the record stays, marked stale."""
        row = self._upsert(key, seen=seen, refused=1, stale=0)
        self._connection.execute("UPDATE record SET stale = dataset IS NOT NULL WHERE id = ?", (row,))
        self._put_findings(row, findings)

    def remove(self, key: tuple[str, str, str]) -> None:
        """Forget a record."""
        row = self._connection.execute(
            "SELECT id FROM record WHERE hub = ? AND source = ? AND identifier = ?", key
        ).fetchone()
        if row:
            self._clear(row[0])
            self._put_findings(row[0], ())
            self._connection.execute("DELETE FROM record WHERE id = ?", row)

    def snapshot(self, target: Path) -> None:
        """A compact copy in a new file."""
        self._connection.execute(
            "DELETE FROM facet_label WHERE NOT EXISTS"
            " (SELECT 1 FROM facet WHERE facet.facet = facet_label.facet AND facet.value = facet_label.value)"
        )
        self._connection.executescript(f"BEGIN;{SUMMARY}COMMIT;")
        self._connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._connection.execute("ANALYZE")
        self._connection.execute("VACUUM INTO ?", (str(target),))

    def _upsert(self, key: tuple[str, str, str], **values: object) -> int:
        found = self._connection.execute(
            "SELECT id FROM record WHERE hub = ? AND source = ? AND identifier = ?", key
        ).fetchone()
        if found:
            assignments = ", ".join(f"{name} = ?" for name in values)
            self._connection.execute(f"UPDATE record SET {assignments} WHERE id = ?", (*values.values(), found[0]))
            return int(found[0])
        names = ["hub", "source", "identifier", "datestamp", "url"]
        row = dict(zip(names, (*key, "", ""), strict=True)) | values
        placeholders = ", ".join("?" * len(row))
        statement = f"INSERT INTO record ({', '.join(row)}) VALUES ({placeholders})"
        return int(self._connection.execute(statement, tuple(row.values())).lastrowid or 0)

    def _clear(self, row: int) -> None:
        execute = self._connection.execute
        execute("DELETE FROM words WHERE rowid = ?", (row,))
        execute("DELETE FROM box WHERE id IN (SELECT box FROM box_of WHERE record = ?)", (row,))
        execute("DELETE FROM period WHERE id IN (SELECT period FROM period_of WHERE record = ?)", (row,))
        for table in ("box_of", "period_of", "facet", "concept", "link"):
            execute(f"DELETE FROM {table} WHERE record = ?", (row,))

    def _put_findings(self, row: int, findings: Iterable[Diagnostic]) -> None:
        self._connection.execute("DELETE FROM finding WHERE record = ?", (row,))
        self._connection.executemany(
            "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (row, f.stage, f.severity, f.code, f.path, f.line, f.excerpt, f.en, f.fr, f.focus, f.repaired)
                for f in findings
            ],
        )

    def _put_document(self, row: int, document: Document) -> None:
        execute, many = self._connection.execute, self._connection.executemany
        fields = (document.title.values(), document.keywords, document.abstract.values(), document.others)
        execute(
            "INSERT INTO words (rowid, title, keyword, abstract, other) VALUES (?, ?, ?, ?, ?)",
            (row, *(searchable(texts) for texts in fields)),
        )
        for box in dict.fromkeys(document.boxes):
            number = execute("INSERT INTO box_of (record) VALUES (?)", (row,)).lastrowid
            execute(
                "INSERT INTO box VALUES (?, ?, ?, ?, ?, ?)", (number, box.west, box.east, box.south, box.north, row)
            )
        for period in dict.fromkeys(document.periods):
            number = execute("INSERT INTO period_of (record) VALUES (?)", (row,)).lastrowid
            first = DISTANT_PAST if period.begin is None else period.begin
            last = DISTANT_FUTURE if period.end is None else period.end
            execute("INSERT INTO period VALUES (?, ?, ?, ?)", (number, first, last, row))
        many(
            "INSERT OR IGNORE INTO facet (record, facet, value) VALUES (?, ?, ?)",
            [(row, f.facet, f.value) for f in document.facets],
        )
        many("INSERT OR REPLACE INTO facet_label VALUES (?, ?, ?, ?)", document.facets)
        many("INSERT OR IGNORE INTO concept VALUES (?, ?)", [(concept, row) for concept in document.concepts])


def hashes(path: Path) -> Iterator[str]:
    """The hashes of the bytes that what a database keeps was made of; a generation's, or the writer's own."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        yield from (row[0] for row in connection.execute("SELECT DISTINCT hash FROM record WHERE hash <> ''"))


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def _summary(document: Document) -> bytes:
    """What a page of results shows of a record, as JSON."""
    return orjson.dumps(
        {
            "title": document.title,
            "abstract": {language: text[:600] for language, text in document.abstract.items()},
            "keywords": document.keywords[:12],
            "boxes": [list(box) for box in document.boxes],
            "periods": [list(period) for period in document.periods],
            "modified": document.modified,
            "links": document.links[:5],
        }
    )


def statements(compressed: bytes) -> str:
    """The N-Triples that the column ``statements`` holds."""
    return zlib.decompress(compressed).decode()
