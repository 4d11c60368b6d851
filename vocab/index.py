"""The vocabulary index: every label of every concept in one SQLite file, for searching as people type.

The terms of a search are those of the Skosmos REST API v1: without ``*`` a whole label, ``abc*`` how one begins,
``*abc`` how one ends, ``*abc*`` what one contains; case does not count.
"""

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

from .concept import Concept
from .label import normalise
from .registry import Vocabulary
from .term import Term, iri_value

_SCHEMA = """
CREATE TABLE vocabulary (
    id TEXT PRIMARY KEY, rank INTEGER NOT NULL, titles TEXT NOT NULL, scheme TEXT NOT NULL, facet TEXT NOT NULL,
    languages TEXT NOT NULL, licence TEXT NOT NULL, publisher TEXT NOT NULL, homepage TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE concept (
    iri TEXT PRIMARY KEY, vocabulary TEXT NOT NULL, labels TEXT NOT NULL, notation TEXT NOT NULL,
    deprecated INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX concept_vocabulary ON concept (vocabulary);
CREATE TABLE label (
    folded TEXT NOT NULL, plain TEXT NOT NULL, text TEXT NOT NULL, language TEXT NOT NULL, kind INTEGER NOT NULL,
    concept TEXT NOT NULL, vocabulary TEXT NOT NULL
);
CREATE INDEX label_folded ON label (folded, language);
CREATE INDEX label_plain ON label (plain);
CREATE INDEX label_concept ON label (concept);
CREATE TABLE relation (
    subject TEXT NOT NULL, property TEXT NOT NULL, object TEXT NOT NULL, PRIMARY KEY (subject, property, object)
) WITHOUT ROWID;
CREATE INDEX relation_object ON relation (object, property);
"""

PREFERRED, ALTERNATIVE, NOTATION, HIDDEN = 1, 3, 5, 7
"""Kinds of labels, in the order of preference."""


class LabelHit(NamedTuple):
    """A label that a search found.

    Attributes:
        concept: IRI of its concept.
        vocabulary: id of the concept's vocabulary.
        text: the label.
        language: of the label; empty when it has none.
        kind: PREFERRED, ALTERNATIVE, NOTATION or HIDDEN.
        labels: the concept's preferred labels by language.
        notation: the concept's code; empty when it has none.
    """

    concept: str
    vocabulary: str
    text: str
    language: str
    kind: int
    labels: Mapping[str, str]
    notation: str


class ConceptEntry(NamedTuple):
    """A concept as the index keeps it.

    Attributes:
        iri: its IRI.
        vocabulary: id of its vocabulary.
        labels: preferred labels by language.
        notation: its code; empty when it has none.
    """

    iri: str
    vocabulary: str
    labels: Mapping[str, str]
    notation: str


class VocabularyEntry(NamedTuple):
    """A vocabulary as the index keeps it.

    Attributes:
        id: short name.
        titles: by language.
        scheme: IRI of its concept scheme.
        facet: what its concepts are.
        licence: IRI or empty.
        publisher: name.
        homepage: address.
        concepts: how many it has.
    """

    id: str
    titles: Mapping[str, str]
    scheme: str
    facet: str
    licence: str
    publisher: str
    homepage: str
    concepts: int


def write_index(path: Path, vocabularies: Sequence[Vocabulary], concepts: Mapping[Term, Concept]) -> None:
    """Write the index of vocabularies into a new file."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(f"PRAGMA journal_mode=OFF;BEGIN;{_SCHEMA}")
        connection.executemany(
            "INSERT INTO vocabulary VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (v.id, rank, _json(v.title), v.scheme, v.facet, _json(v.languages), v.licence, v.publisher, v.homepage)
                for rank, v in enumerate(vocabularies)
            ],
        )
        rows = concepts.values()
        connection.executemany(
            "INSERT INTO concept VALUES (?, ?, ?, ?, ?)",
            [(iri_value(c.iri), c.vocabulary, _json(c.labels), c.notation, c.deprecated) for c in rows],
        )
        connection.executemany("INSERT INTO label VALUES (?, ?, ?, ?, ?, ?, ?)", _label_rows(rows))
        connection.executemany("INSERT OR IGNORE INTO relation VALUES (?, ?, ?)", _relation_rows(rows))
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    finally:
        connection.close()


def _json(value: object) -> str:
    return orjson.dumps(value).decode()


def _label_rows(concepts: Iterable[Concept]) -> Iterator[tuple[str, str, str, str, int, str, str]]:
    for concept in concepts:
        labels = [(text, language, PREFERRED) for language, text in concept.labels.items()]
        labels += [(text, language, ALTERNATIVE) for text, language in concept.alternatives]
        labels += [(text, language, HIDDEN) for text, language in concept.hidden]
        if concept.notation:
            labels.append((concept.notation, "", NOTATION))
        for text, language, kind in labels:
            yield fold(text), normalise(text), text, language, kind, iri_value(concept.iri), concept.vocabulary


def _relation_rows(concepts: Iterable[Concept]) -> Iterator[tuple[str, str, str]]:
    for concept in concepts:
        subject = iri_value(concept.iri)
        for parent in concept.broader:
            yield subject, "broader", iri_value(parent)
        for prop, other in concept.matches:
            yield subject, iri_value(prop).rpartition("#")[2], iri_value(other)


def fold(text: str) -> str:
    """A label without case, as Skosmos compares them: accents count."""
    return unicodedata.normalize("NFC", text).strip().casefold()


class VocabularyIndex:
    """An index open for reading; one for each thread.

    Args:
        path: a file that ``write_index`` wrote.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def vocabularies(self) -> list[VocabularyEntry]:
        """Every vocabulary, in order of preference."""
        rows = self._connection.execute(
            "SELECT v.id, titles, scheme, facet, licence, publisher, homepage, count(c.iri) FROM vocabulary v"
            " LEFT JOIN concept c ON c.vocabulary = v.id GROUP BY v.id ORDER BY rank"
        )
        return [VocabularyEntry(row[0], orjson.loads(row[1]), *row[2:]) for row in rows]

    def search(
        self,
        query: str,
        *,
        language: str = "",
        vocabularies: Sequence[str] = (),
        limit: int | None = None,
        offset: int = 0,
        unique: bool = False,
    ) -> list[LabelHit]:
        """Labels that match, ordered by label, then language; deprecated concepts are left out.

        Args:
            query: the term, with ``*`` as described above; empty or all ``*`` finds nothing.
            language: only labels in it, when given.
            vocabularies: only these, when any are given.
            limit: at most so many.
            offset: leave out so many first.
            unique: one label for each concept, its best.
        """
        term = fold(query)
        if not term.strip("*"):
            return []
        clauses, values = [_condition(term)[0]], list(_condition(term)[1])
        if language:
            clauses.append("(l.language = ? OR l.kind = 5)")
            values.append(language)
        if vocabularies:
            clauses.append(f"l.vocabulary IN ({', '.join('?' * len(vocabularies))})")
            values.extend(vocabularies)
        rows = self._connection.execute(
            "SELECT l.concept, l.vocabulary, l.text, l.language, l.kind, c.labels, c.notation FROM label l"
            f" JOIN concept c ON c.iri = l.concept WHERE {' AND '.join(clauses)} AND NOT c.deprecated"
            " ORDER BY l.folded, l.language, l.kind, l.concept",
            values,
        )
        hits = (LabelHit._make((*row[:5], orjson.loads(row[5]), row[6])) for row in rows)
        found = list(_best(hits) if unique else _once(hits))
        return found[offset : None if limit is None else offset + limit]

    def concept(self, iri: str) -> ConceptEntry | None:
        """A concept by IRI."""
        row = self._connection.execute(
            "SELECT iri, vocabulary, labels, notation FROM concept WHERE iri = ?", (iri,)
        ).fetchone()
        return ConceptEntry(row[0], row[1], orjson.loads(row[2]), row[3]) if row else None

    def concepts(self, iris: Sequence[str]) -> list[ConceptEntry]:
        """Those concepts among the IRIs that the index has, in the order of their IRIs."""
        # one parameter, whatever their number: the statement is prepared once
        rows = self._connection.execute(
            "SELECT iri, vocabulary, labels, notation FROM json_each(?) AS asked JOIN concept ON iri = asked.value"
            " ORDER BY iri",
            (_json(iris),),
        )
        return [ConceptEntry(row[0], row[1], orjson.loads(row[2]), row[3]) for row in rows]

    def schemes(self) -> dict[str, str]:
        """IRI of each vocabulary's concept scheme, by the vocabulary's id."""
        return dict(self._connection.execute("SELECT id, scheme FROM vocabulary ORDER BY rank").fetchall())

    def related(self, iri: str, prop: str) -> list[ConceptEntry]:
        """The indexed concepts that a property (``broader``, ``narrower``, ``exactMatch`` …) leads to."""
        if prop == "narrower":
            statement = "SELECT subject FROM relation WHERE object = ? AND property = 'broader'"
            rows = self._connection.execute(statement, (iri,)).fetchall()
        else:
            statement = "SELECT object FROM relation WHERE subject = ? AND property = ?"
            rows = self._connection.execute(statement, (iri, prop)).fetchall()
        return [entry for (other,) in rows if (entry := self.concept(other)) is not None]

    def labels(self) -> Iterator[Mapping[str, str]]:
        """Preferred labels by language of every concept that is not of an authority table."""
        rows = self._connection.execute(
            "SELECT c.labels FROM concept c JOIN vocabulary v ON v.id = c.vocabulary WHERE v.facet <> 'authority'"
        )
        return (orjson.loads(labels) for (labels,) in rows)

    def named(self, text: str) -> list[ConceptEntry]:
        """The concepts that have this label in any language, whatever its case, accents and punctuation."""
        rows = self._connection.execute(
            "SELECT DISTINCT concept FROM label WHERE plain = ?", (normalise(text),)
        ).fetchall()
        return [entry for (iri,) in rows if (entry := self.concept(iri)) is not None]


def _condition(term: str) -> tuple[str, tuple[str, ...]]:
    inner = term.strip("*")
    if "*" in inner:
        return "l.folded GLOB ?", (_glob(term),)
    if term.startswith("*") and term.endswith("*"):
        return "instr(l.folded, ?) > 0", (inner,)
    if term.startswith("*"):
        return "l.folded GLOB ?", (_glob(term),)
    if term.endswith("*"):
        return "l.folded >= ? AND l.folded < ?", (inner, inner + "\U0010ffff")
    return "l.folded = ?", (inner,)


def _glob(term: str) -> str:
    return "".join(f"[{character}]" if character in "?[" else character for character in term)


def _once(hits: Iterable[LabelHit]) -> Iterator[LabelHit]:
    seen = set[tuple[str, str, str]]()
    for hit in hits:
        mark = (hit.concept, hit.text, hit.language)
        if mark not in seen:
            seen.add(mark)
            yield hit


def _best(hits: Iterable[LabelHit]) -> Iterator[LabelHit]:
    best: dict[str, LabelHit] = {}
    for hit in hits:
        if hit.concept not in best or hit.kind < best[hit.concept].kind:
            best[hit.concept] = hit
    yield from best.values()
