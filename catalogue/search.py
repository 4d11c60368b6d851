"""Search: the reading side of a generation's catalogue database."""

import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

import orjson

from vocab.index import VocabularyIndex

from .document import RELATIONS, Box, FacetValue, Period, words
from .expansion import Expansion, any_of, content_words
from .generation import Generation
from .glossary import StoredGlossary
from .linkage import Linkage

FACETS: dict[str, tuple[str, str]] = {
    "hub": ("Hub", "Pôle"),
    "type": ("Type", "Type"),
    "topic": ("Topic category", "Catégorie ISO"),
    "theme": ("Theme", "Thème"),
    "parameter": ("Variable", "Variable"),
    "platform": ("Platform", "Plateforme"),
    "instrument": ("Instrument", "Instrument"),
    "mission": ("Mission or project", "Mission ou projet"),
    "place": ("Place", "Lieu"),
    "organisation": ("Organisation", "Organisme"),
    "format": ("Format", "Format"),
    "licence": ("Licence", "Licence"),
    "access": ("Access", "Accès"),
    "dialect": ("Source standard", "Norme d'origine"),
    "member_of": ("Part of", "Fait partie de"),
    "serves": ("Gives access to", "Donne accès à"),
}
"""Facets in the order in which pages show them, with their names in English and French; relations when chosen only."""

MAX_PAGE = 100


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; every part that is given must hold.

    Attributes:
        text: words, all of which must occur or what they stand for (``expansion``), or the name of a concept in any
            language.
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
        facets: the most frequent values of each facet among all that would be found without a choice in that facet.
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
    repaired: str


class FrequentFinding(NamedTuple):
    """A finding that several records of a hub share.

    Attributes:
        severity: of SHACL.
        code: of the diagnostic, or IRI of the shape.
        path: where it was made, in one of the records.
        en: one of its messages, in English.
        fr: the same in French.
        records: how many records have it.
        examples: some of them: IRI of the resource, and its title by language.
    """

    severity: str
    code: str
    path: str
    en: str
    fr: str
    records: int
    examples: list[tuple[str, dict[str, str]]]


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


_Understood: TypeAlias = Mapping[str, Mapping[str, str]]


class Search:
    """A generation's search index, open for reading; one for each thread.

    Args:
        generation: the generation.
    """

    def __init__(self, generation: Generation) -> None:
        address = f"{generation.database.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        self.linkage = Linkage(self._connection)
        self.vocabulary = VocabularyIndex(generation.vocabulary)
        self._glossary = StoredGlossary(generation.glossary)
        self._expansion = Expansion(self._glossary, _Words(self._connection))

    def close(self) -> None:
        """Close the files."""
        self._connection.close()
        self._glossary.close()
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
        facets = self._facets(query, understood, facet_values) if facet_values else {}
        return Results(total, hits, facets, dict(understood))

    def _facets(self, query: Query, understood: _Understood, limit: int) -> dict[str, list[FacetCount]]:
        # a facet's own choice does not count, so that a page can offer the values that would be added to it; all
        # facets without a choice are counted together
        chosen = [name for name in FACETS if query.facets.get(name)]
        open_facets = [name for name in FACETS if name not in chosen and name not in RELATIONS]
        counts = self._counts(open_facets, query, understood, limit)
        for facet in chosen:
            others = {name: values for name, values in query.facets.items() if name != facet}
            counts |= self._counts([facet], replace(query, facets=others), understood, limit)
        return {name: counts.get(name, []) for name in FACETS}

    def _counts(
        self, facets: Sequence[str], query: Query, understood: _Understood, limit: int
    ) -> dict[str, list[FacetCount]]:
        """The most frequent values of some facets among all that a query finds."""
        clauses, values = self._conditions(query, understood)
        # whoever asks nothing gets everything: what is found need not be looked up; else it leads, being smaller
        source = "found CROSS JOIN facet f ON f.record = found.id" if len(clauses) > 1 else "facet f"
        rows = self._connection.execute(
            f"WITH found AS MATERIALIZED (SELECT r.id FROM record r WHERE {' AND '.join(clauses)}),"
            f" counted AS (SELECT f.facet, f.value, count(*) AS n FROM {source}"
            f" WHERE f.facet IN ({_marks(facets)}) GROUP BY f.facet, f.value),"
            " ranked AS (SELECT c.facet, c.value, l.en, l.fr, c.n,"
            " row_number() OVER (PARTITION BY c.facet ORDER BY c.n DESC, l.en) AS place"
            " FROM counted c JOIN facet_label l ON l.facet = c.facet AND l.value = c.value)"
            " SELECT facet, value, en, fr, n FROM ranked WHERE place <= ? ORDER BY facet, place",
            (*values, *facets, limit),
        )
        counts: dict[str, list[FacetCount]] = {}
        for facet, *count in rows:
            counts.setdefault(facet, []).append(FacetCount._make(count))
        return counts

    def facet_label(self, facet: str, value: str) -> FacetValue:
        """A facet's value with its labels; the value itself when no record has it."""
        row = self._connection.execute(
            "SELECT en, fr FROM facet_label WHERE facet = ? AND value = ?", (facet, value)
        ).fetchone()
        return FacetValue(facet, value, *(row or (value, value)))

    def _understood(self, text: str) -> _Understood:
        """The concepts that the text names, by IRI, with their labels.

        Their matches and narrower concepts need not be looked up: records have the concepts that theirs reach.
        """
        return {entry.iri: entry.labels for entry in self.vocabulary.named(text)} if text.strip() else {}

    def _conditions(self, query: Query, understood: _Understood) -> tuple[list[str], list[Any]]:
        clauses, values = ["r.dataset IS NOT NULL"], list[Any]()
        if query.text.strip():
            alternatives = []
            words = self._match(query, understood)
            if words:
                alternatives.append("r.id IN (SELECT rowid FROM words WHERE words MATCH ?)")
                values.append(words)
            if understood:
                named = _marks(list(understood))
                alternatives.append(f"r.id IN (SELECT record FROM concept WHERE concept IN ({named}))")
                values.extend(understood)
            clauses.append(f"({' OR '.join(alternatives)})" if alternatives else "0")
        if query.concept:
            # the address as it is asked for, and as vocabularies write it
            asked = [query.concept, *(one.iri for one in self.vocabulary.cited_concepts(query.concept))]
            clauses.append(f"r.id IN (SELECT record FROM concept WHERE concept IN ({_marks(asked)}))")
            values.extend(asked)
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

    def _match(self, query: Query, understood: _Understood) -> str:
        labels = [label for names in understood.values() for label in names.values()]
        return match_expression(query.text, labels, self._expansion)

    def _order(self, query: Query, understood: _Understood) -> tuple[str, tuple[Any, ...]]:
        title = "json_extract(r.document, '$.title')"
        if query.sort == "modified":
            return f"ORDER BY json_extract(r.document, '$.modified') DESC, {title}, r.id", ()
        words = self._match(query, understood)
        if query.sort == "relevance" and not words and query.box is not None:
            # what is about a small place around the box comes before what is about the whole world
            size = "SELECT min((b.east - b.west) * (b.north - b.south)) FROM box_of o JOIN box b ON b.id = o.box"
            return f"ORDER BY ({size} WHERE o.record = r.id), {title}, r.id", ()
        if query.sort == "title" or not words:
            return f"ORDER BY {title}, r.id", ()
        scores = "SELECT rowid AS id, bm25(words, 8.0, 4.0, 1.0, 1.0) AS score FROM words WHERE words MATCH ?"
        return f"LEFT JOIN ({scores}) w ON w.id = r.id ORDER BY coalesce(w.score, 0), r.id", (words,)

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
            "SELECT stage, severity, code, path, line, excerpt, en, fr, focus, repaired FROM finding WHERE record = ?"
            " ORDER BY CASE severity WHEN 'Violation' THEN 0 WHEN 'Warning' THEN 1 ELSE 2 END, stage, code",
            (record,),
        )
        return [StoredFinding(*row) for row in rows]

    def frequent_findings(
        self, hub: str, *, severity: str = "", limit: int = 50, examples: int = 3
    ) -> list[FrequentFinding]:
        """What a hub has to put right: its findings by severity, those that most records have first."""
        rows = self._connection.execute(
            "SELECT f.severity, f.code, min(f.path), f.en, f.fr, count(DISTINCT f.record) AS n FROM finding f"
            " JOIN record r ON r.id = f.record WHERE r.hub = ? AND (? = '' OR f.severity = ?) AND r.dataset IS NOT NULL"
            " GROUP BY f.severity, f.code"
            " ORDER BY CASE f.severity WHEN 'Violation' THEN 0 WHEN 'Warning' THEN 1 ELSE 2 END, n DESC, f.code"
            " LIMIT ?",
            (hub, severity, severity, limit),
        ).fetchall()
        return [FrequentFinding._make((*row, self._examples(hub, row[1], examples))) for row in rows]

    def _examples(self, hub: str, code: str, limit: int) -> list[tuple[str, dict[str, str]]]:
        rows = self._connection.execute(
            "SELECT r.dataset, json_extract(r.document, '$.title') FROM record r WHERE r.hub = ?"
            " AND r.dataset IS NOT NULL AND r.id IN (SELECT record FROM finding WHERE code = ?) ORDER BY r.id LIMIT ?",
            (hub, code, limit),
        )
        return [(dataset, orjson.loads(title or "{}")) for dataset, title in rows]

    def facet_values(self, datasets: Sequence[str], facets: Sequence[str]) -> dict[str, dict[str, list[FacetValue]]]:
        """By resource and facet, the values that some records have."""
        rows = self._connection.execute(
            "SELECT r.dataset, f.facet, f.value, l.en, l.fr FROM record r JOIN facet f ON f.record = r.id"
            " JOIN facet_label l ON l.facet = f.facet AND l.value = f.value"
            f" WHERE r.dataset IN ({_marks(datasets)}) AND f.facet IN ({_marks(facets)}) ORDER BY l.en",
            (*datasets, *facets),
        )
        found: dict[str, dict[str, list[FacetValue]]] = {dataset: {} for dataset in datasets}
        for dataset, *value in rows:
            found[dataset].setdefault(value[0], []).append(FacetValue(*value))
        return found

    def all_findings(
        self, *, hub: str = "", severity: str = "", code: str = "", after: int = 0, limit: int = 100
    ) -> list[tuple[int, str, str, str, str, StoredFinding]]:
        """Findings about all records in the order of their keys.

        Args:
            hub: only about this hub's records, when given.
            severity: only of this severity, when given.
            code: only with this code, when given.
            after: only those whose key is greater; where a page ended, the next begins.
            limit: at most so many.

        Returns:
            Key, hub, source, identifier, IRI of the resource (empty when nothing could be refined), and the finding.
        """
        clauses, values = ["f.rowid > ?"], list[Any]([after])
        for column, wanted in (("r.hub", hub), ("f.severity", severity), ("f.code", code)):
            if wanted:
                # the plus keeps SQLite from sorting by anything but the key
                clauses.append(f"+{column} = ?")
                values.append(wanted)
        rows = self._connection.execute(
            "SELECT f.rowid, r.hub, r.source, r.identifier, coalesce(r.dataset, ''), f.stage, f.severity, f.code,"
            " f.path, f.line, f.excerpt, f.en, f.fr, f.focus, f.repaired FROM finding f"
            " CROSS JOIN record r ON r.id = f.record"
            f" WHERE {' AND '.join(clauses)} ORDER BY f.rowid LIMIT ?",
            (*values, limit),
        )
        return [(*row[:5], StoredFinding(*row[5:])) for row in rows]

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
            "SELECT hub, count(dataset), sum(refused), sum(stale AND dataset IS NOT NULL) FROM record"
            " GROUP BY hub ORDER BY hub"
        ).fetchall()
        counts = {
            hub: {"records": records, "refused": refused, "stale": stale, "violations": 0, "warnings": 0}
            for hub, records, refused, stale in rows
        }
        graded = self._connection.execute(
            "SELECT r.hub, f.severity, count(*) FROM finding f JOIN record r ON r.id = f.record"
            " GROUP BY r.hub, f.severity"
        )
        for hub, severity, number in graded:
            if severity in ("Violation", "Warning"):
                counts[hub][f"{severity.lower()}s"] = number
        return counts


class _Words:
    """The words of the search index (FTS5, fts5vocab)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        connection.execute("CREATE VIRTUAL TABLE temp.lexicon USING fts5vocab(main, words, row)")
        self._connection = connection

    def beginning(self, prefix: str) -> Iterable[tuple[str, int]]:
        """Words that begin so, and the number of records that have each."""
        return self._connection.execute(
            "SELECT term, doc FROM lexicon WHERE term >= ? AND term < ?", (prefix, prefix + "\U0010ffff")
        )

    def __contains__(self, word: str) -> bool:
        return self._connection.execute("SELECT 1 FROM lexicon WHERE term = ?", (word,)).fetchone() is not None


def match_expression(text: str, labels: Sequence[str], expansion: Expansion) -> str:
    """An FTS5 expression: each word of the text or what it stands for, or one of the labels as a phrase.

    It is empty when there are no words.
    """
    asked = content_words(text)
    if not asked:
        return ""
    either = [" AND ".join(any_of(expansion.words(word)) for word in asked)]
    for label in labels:
        phrase = " ".join(words(label))
        if phrase and [phrase] != asked:
            either.append(f'"{phrase}"')
    return " OR ".join(f"({one})" for one in dict.fromkeys(either))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _halves(box: Box) -> list[Box]:
    if box.west <= box.east:
        return [box]
    return [box._replace(east=180.0), box._replace(west=-180.0)]
