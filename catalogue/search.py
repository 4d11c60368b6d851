"""Search: the reading side of a generation's catalogue database."""

import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from vocab.index import VocabularyIndex
from vocab.label import normalise

from .document import Box, Period, stem
from .generation import Generation

FACETS: dict[str, tuple[str, str]] = {
    "hub": ("Hub", "Pôle"),
    "type": ("Type", "Type"),
    "topic": ("Topic category", "Catégorie ISO"),
    "theme": ("Theme", "Thème"),
    "parameter": ("Variable", "Variable"),
    "platform": ("Platform", "Plateforme"),
    "instrument": ("Instrument", "Instrument"),
    "mission": ("Mission or project", "Mission ou projet"),
    "organisation": ("Organisation", "Organisme"),
    "format": ("Format", "Format"),
    "licence": ("Licence", "Licence"),
    "access": ("Access", "Accès"),
    "dialect": ("Source standard", "Norme d'origine"),
}
"""Facets in the order in which pages show them, with their names in English and French."""

MAX_PAGE = 100


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; every part that is given must hold.

    Attributes:
        text: words, all of which must occur, or the name of a concept in any language.
        box: touched by the record.
        period: touched by the record.
        facets: by facet, values of which one must hold.
        concept: IRI of a concept; what is linked to it or to a narrower one is found.
        limit: hits for one page, at most ``MAX_PAGE``.
        page: from 1.
        sort: ``relevance``, ``modified`` or ``title``.
    """

    text: str = ""
    box: Box | None = None
    period: Period | None = None
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    concept: str = ""
    limit: int = 20
    page: int = 1
    sort: str = "relevance"


class Hit(NamedTuple):
    """One record that was found.

    Attributes:
        dataset: IRI of the described resource.
        graph: IRI of its catalogue record.
        hub: id of its hub.
        kind: IRI of its class.
        dialect: name of its source dialect.
        summary: title and abstract by language, keywords, boxes, periods, modified, links.
    """

    dataset: str
    graph: str
    hub: str
    kind: str
    dialect: str
    summary: dict[str, Any]


class FacetCount(NamedTuple):
    """How many of the records found have a facet's value."""

    value: str
    en: str
    fr: str
    number: int


class Results(NamedTuple):
    """The answer to a query.

    Attributes:
        total: how many records were found.
        hits: those of the page asked for.
        facets: the most frequent values of each facet among all that were found.
        understood: the concepts, by IRI, that the text was taken to name, with their labels by language.
    """

    total: int
    hits: list[Hit]
    facets: dict[str, list[FacetCount]]
    understood: dict[str, Mapping[str, str]]


class StoredFinding(NamedTuple):
    """A diagnostic as the database keeps it."""

    stage: str
    severity: str
    code: str
    path: str
    line: int
    excerpt: str
    en: str
    fr: str
    focus: str


class RecordDetail(NamedTuple):
    """Everything that the database keeps of a record."""

    id: int
    hub: str
    source: str
    identifier: str
    hash: str
    stale: bool
    datestamp: str
    url: str
    dataset: str
    graph: str
    kind: str
    dialect: str
    summary: dict[str, Any]
    statements: str


class Search:
    """A generation's search index, open for reading; one for each thread.

    Args:
        generation: the generation.
    """

    def __init__(self, generation: Generation) -> None:
        address = f"{generation.database.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self.vocabulary = VocabularyIndex(generation.vocabulary)

    def close(self) -> None:
        """Close the files."""
        self._connection.close()
        self.vocabulary.close()

    def find(self, query: Query, *, facet_values: int = 12) -> Results:
        """The records that a query asks for."""
        understood = self._understood(query.text)
        clauses, values = self._conditions(query, understood)
        where = " AND ".join(clauses)
        cte = f"WITH found AS MATERIALIZED (SELECT r.id FROM record r WHERE {where})"
        total = self._connection.execute(f"{cte} SELECT count(*) FROM found", values).fetchone()[0]
        limit = max(1, min(query.limit, MAX_PAGE))
        order, extra = self._order(query, understood)
        rows = self._connection.execute(
            f"{cte} SELECT r.dataset, r.graph, r.hub, r.kind, r.dialect, r.document FROM record r"
            f" JOIN found ON found.id = r.id {order} LIMIT ? OFFSET ?",
            (*values, *extra, limit, limit * (max(1, query.page) - 1)),
        )
        hits = [Hit._make((*row[:5], orjson.loads(row[5]))) for row in rows]
        facets = {
            name: [
                FacetCount(*row)
                for row in self._connection.execute(
                    f"{cte} SELECT f.value, l.en, l.fr, count(*) AS n FROM facet f JOIN found ON found.id = f.record"
                    " JOIN facet_label l ON l.facet = f.facet AND l.value = f.value"
                    " WHERE f.facet = ? GROUP BY f.value ORDER BY n DESC, l.en LIMIT ?",
                    (*values, name, facet_values),
                )
            ]
            for name in FACETS
            if facet_values
        }
        return Results(total, hits, facets, {iri: labels for iri, labels, _ in understood})

    def _understood(self, text: str) -> list[tuple[str, Mapping[str, str], list[str]]]:
        """The concepts that the text names: IRI, labels, and the IRIs of their exact matches."""
        if not text.strip():
            return []
        return [
            (entry.iri, entry.labels, [other.iri for other in self.vocabulary.related(entry.iri, "exactMatch")])
            for entry in self.vocabulary.named(text)
        ]

    def _conditions(
        self, query: Query, understood: Sequence[tuple[str, Mapping[str, str], list[str]]]
    ) -> tuple[list[str], list[Any]]:
        clauses, values = ["r.dataset IS NOT NULL"], list[Any]()
        if query.text.strip():
            alternatives = []
            words = match_expression(query.text, [label for _, labels, _ in understood for label in labels.values()])
            if words:
                alternatives.append("r.id IN (SELECT rowid FROM words WHERE words MATCH ?)")
                values.append(words)
            iris = [iri for concept, _, same in understood for iri in (concept, *same)]
            if iris:
                alternatives.append(f"r.id IN (SELECT record FROM concept WHERE concept IN ({_marks(iris)}))")
                values.extend(iris)
            clauses.append(f"({' OR '.join(alternatives)})" if alternatives else "0")
        if query.concept:
            same = [query.concept, *(other.iri for other in self.vocabulary.related(query.concept, "exactMatch"))]
            clauses.append(f"r.id IN (SELECT record FROM concept WHERE concept IN ({_marks(same)}))")
            values.extend(same)
        if query.box is not None:
            halves = _halves(query.box)
            touching = " OR ".join(["(west <= ? AND east >= ? AND south <= ? AND north >= ?)"] * len(halves))
            clauses.append(f"r.id IN (SELECT record FROM box WHERE {touching})")
            values.extend(bound for b in halves for bound in (b.east, b.west, b.north, b.south))
        if query.period is not None:
            bounds, period = list[str](), query.period
            for clause, bound in (("last >= ?", period.begin), ("first <= ?", period.end)):
                if bound is not None:
                    bounds.append(clause)
                    values.append(bound)
            if bounds:
                clauses.append(f"r.id IN (SELECT record FROM period WHERE {' AND '.join(bounds)})")
        for facet, wanted in query.facets.items():
            if wanted:
                clauses.append(f"r.id IN (SELECT record FROM facet WHERE facet = ? AND value IN ({_marks(wanted)}))")
                values.extend([facet, *wanted])
        return clauses, values

    def _order(
        self, query: Query, understood: Sequence[tuple[str, Mapping[str, str], list[str]]]
    ) -> tuple[str, tuple[Any, ...]]:
        title = "json_extract(r.document, '$.title')"
        if query.sort == "modified":
            return f"ORDER BY json_extract(r.document, '$.modified') DESC, {title}, r.id", ()
        words = match_expression(query.text, [label for _, labels, _ in understood for label in labels.values()])
        if query.sort == "title" or not words:
            return f"ORDER BY {title}, r.id", ()
        return (
            "LEFT JOIN (SELECT rowid AS id, bm25(words, 8.0, 4.0, 1.0, 1.0) AS score FROM words WHERE words MATCH ?) w "
            "ON w.id = r.id ORDER BY coalesce(w.score, 0), r.id",
            (words,),
        )

    def record(self, *, dataset: str = "", graph: str = "") -> RecordDetail | None:
        """A record by the IRI of its resource or of its named graph."""
        column, value = ("dataset", dataset) if dataset else ("graph", graph)
        row = self._connection.execute(
            "SELECT id, hub, source, identifier, hash, stale, datestamp, url, dataset, graph, kind, dialect, document,"
            f" statements FROM record WHERE {column} = ?",
            (value,),
        ).fetchone()
        if row is None:
            return None
        summary, statements = orjson.loads(row[12]), zlib.decompress(row[13]).decode()
        return RecordDetail._make((*row[:5], bool(row[5]), *row[6:12], summary, statements))

    def findings(self, record: int) -> list[StoredFinding]:
        """The findings about a record, the gravest first."""
        rows = self._connection.execute(
            "SELECT stage, severity, code, path, line, excerpt, en, fr, focus FROM finding WHERE record = ?"
            " ORDER BY CASE severity WHEN 'Violation' THEN 0 WHEN 'Warning' THEN 1 ELSE 2 END, stage, code",
            (record,),
        )
        return [StoredFinding(*row) for row in rows]

    def refused(self, *, hub: str = "", limit: int = 200) -> list[tuple[str, str, str, str, str]]:
        """Records that could not be refined: hub, source, identifier and why, in English and French."""
        return self._connection.execute(
            "SELECT r.hub, r.source, r.identifier, f.en, f.fr FROM record r JOIN finding f ON f.record = r.id"
            " WHERE r.refused AND (? = '' OR r.hub = ?) ORDER BY r.hub, r.source, r.identifier LIMIT ?",
            (hub, hub, limit),
        ).fetchall()

    def hubs(self) -> dict[str, dict[str, int]]:
        """By hub: records, violations, warnings, records refused, records stale."""
        rows = self._connection.execute(
            "SELECT hub, count(dataset), sum(refused), sum(stale AND dataset IS NOT NULL) FROM record GROUP BY hub ORDER BY hub"
        ).fetchall()
        counts = {
            hub: {"records": records, "refused": refused, "stale": stale, "violations": 0, "warnings": 0}
            for hub, records, refused, stale in rows
        }
        graded = self._connection.execute(
            "SELECT r.hub, f.severity, count(*) FROM finding f JOIN record r ON r.id = f.record GROUP BY r.hub, f.severity"
        )
        for hub, severity, number in graded:
            if severity in ("Violation", "Warning"):
                counts[hub][f"{severity.lower()}s"] = number
        return counts


def match_expression(text: str, labels: Sequence[str]) -> str:
    """An FTS5 expression: all words of the text, or one of the labels as a phrase; empty when there are no words."""
    words = [stem(word) for word in normalise(text).split()]
    if not words:
        return ""
    either = [" AND ".join(f'"{word}"' for word in words)]
    for label in labels:
        phrase = " ".join(stem(word) for word in normalise(label).split())
        if phrase and phrase != " ".join(words):
            either.append(f'"{phrase}"')
    return " OR ".join(f"({one})" for one in dict.fromkeys(either))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _halves(box: Box) -> list[Box]:
    if box.west <= box.east:
        return [box]
    return [box._replace(east=180.0), box._replace(west=-180.0)]
