"""Aligning: the mappings of vocabularies and of mapping sets, and all that follows from them, written into an index."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from .address import comparable
from .alignment import DERIVED, Alignment, Status
from .mapping import BUILT_IN, NO_LICENCE, Mapping, MappingSet
from .mapping_file import SET, LoadedSet, stated
from .mapping_index import INDEXES, TABLES, State
from .namespace import SKOS
from .proposal import PROPOSED, Name, proposals

COMPARED = {
    **dict.fromkeys(("theme", "parameter", "topic"), "subject"),
    **{facet: facet for facet in ("platform", "instrument", "mission", "place", "unit")},
}
"""The facets of vocabularies between which mappings are proposed, and what tells like from unlike."""

_DERIVED = MappingSet(DERIVED, "Exact matches that follow from those of several sets")
_PROPOSED = MappingSet(PROPOSED, "Matches that names in common suggest, for review")


class _Known(NamedTuple):
    """What the index has of a concept: its IRI as its vocabulary writes it, and what is known of it."""

    iri: str
    status: Status
    label: str


def align(connection: sqlite3.Connection, sets: Sequence[LoadedSet]) -> None:
    """Write mappings into an index that has its vocabularies.

    Args:
        connection: to the index.
        sets: the mapping sets that are no vocabulary's own.
    """
    connection.executescript(f"BEGIN;{TABLES}")
    filling = _Filling(connection)
    own = [filling.settled(loaded) for loaded in sets]
    taken = {loaded.mapping_set.identifier for loaded in own}
    stated_by = [("", loaded) for loaded in own] + list(filling.of_vocabularies(taken))
    stored = [loaded for _, loaded in stated_by]
    for number, (vocabulary, loaded) in enumerate(stated_by, 1):
        filling.put_set(number, loaded.mapping_set, len(loaded.mappings), vocabulary)
        filling.put(State.STATED, number, loaded.mappings)
    mappings = [mapping for loaded in stored for mapping in loaded.mappings]
    filling.judge(mappings)
    alignment = Alignment(mappings, filling.status)
    filling.put_all(State.DERIVED, len(stored) + 1, _DERIVED, alignment.derived())
    filling.put_all(State.PROPOSED, len(stored) + 2, _PROPOSED, filling.proposed(mappings, alignment))
    connection.executemany(
        "INSERT OR IGNORE INTO cluster VALUES (?, ?, ?)",
        [(comparable(concept), concept, name) for concept, name in alignment.trusted().items()],
    )
    for table, pairs in (("wider", alignment.wider()), ("doubtful", alignment.doubtful())):
        rows = ((comparable(concept), other) for concept, other in pairs)
        connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", rows)
    connection.executemany(
        "INSERT INTO conflict VALUES (NULL, ?, ?, ?, ?)",
        [(c.code, _json(c.concepts), _json(c.mappings), c.detail) for c in alignment.conflicts()],
    )
    connection.executescript(f"BEGIN;{INDEXES}COMMIT;")


class _Filling:
    """What is looked up in an index while mappings are written into it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        rows = connection.execute("SELECT number, id, scheme, namespace FROM vocabulary ORDER BY number").fetchall()
        self._ids = {number: id_ for number, id_, _, _ in rows}
        self._schemes = {id_: scheme for _, id_, scheme, _ in rows}
        self._namespaces = {namespace for *_, namespace in rows if namespace}
        self._whole = frozenset[str]()
        self.known = lru_cache(maxsize=200_000)(self._known)

    def _known(self, iri: str) -> _Known:
        row = self._connection.execute(
            "SELECT iri, vocabulary, deprecated, labels, notation FROM resource WHERE key = ? AND kind <> 0"
            " ORDER BY iri <> ?, vocabulary LIMIT 1",
            (comparable(iri), iri),
        ).fetchone()
        if row is None:
            return _Known(iri, Status(), "")
        labels = orjson.loads(row[3])
        label = next((labels[tag] for tag in ("en", "fr", *sorted(labels)) if labels.get(tag)), row[4])
        return _Known(row[0], Status(self._ids[row[1]], bool(row[2])), label)

    def judge(self, mappings: Iterable[Mapping]) -> None:
        """Find out of which namespaces everything is held: where most of what mappings speak of is known.

        Several vocabularies may share a namespace, of which the service holds some.
        """
        balance = Counter[str]()
        for iri in {iri for mapping in mappings for iri in (mapping.subject, mapping.object)}:
            balance[self._namespace(iri)] += 1 if self.known(iri).status.vocabulary else -1
        self._whole = frozenset(namespace for namespace, more in balance.items() if namespace and more > 0)

    def _namespace(self, iri: str) -> str:
        return max((namespace for namespace in self._namespaces if iri.startswith(namespace)), key=len, default="")

    def status(self, iri: str) -> Status:
        """What is known of a concept, once it is known of which namespaces everything is held."""
        found = self.known(iri).status
        return found if found.vocabulary else Status(missing=self._namespace(iri) in self._whole)

    def settled(self, loaded: LoadedSet) -> LoadedSet:
        """A set of which the mappings write concepts as their vocabularies do."""
        return loaded._replace(mappings=tuple(map(self._settled, loaded.mappings)))

    def _settled(self, mapping: Mapping) -> Mapping:
        subject, obj = (self.known(iri) if iri else None for iri in (mapping.subject, mapping.object))
        return mapping._replace(
            subject=subject.iri if subject else "",
            object=obj.iri if obj else "",
            subject_label=mapping.subject_label or (subject.label if subject else ""),
            object_label=mapping.object_label or (obj.label if obj else ""),
        )

    def of_vocabularies(self, taken: set[str]) -> Iterator[tuple[str, LoadedSet]]:
        """The mappings that each vocabulary states, by its id, as a set of its own.

        Args:
            taken: the identifiers of other sets; two vocabularies may describe one scheme.
        """
        rows = self._connection.execute(
            "SELECT number, id, titles, scheme, licence, version FROM vocabulary"
            " WHERE number IN (SELECT vocabulary FROM mapping) ORDER BY number"
        ).fetchall()
        for number, id_, titles, scheme, licence, version in rows:
            said = orjson.loads(titles)
            title = f"Mappings that {said.get('en') or next(iter(said.values()), scheme)} states"
            identifier = f"{SET}{id_}" if scheme in taken else scheme
            taken.add(identifier)
            mapping_set = MappingSet(identifier, title, licence or NO_LICENCE, version)
            found = self._connection.execute(
                "SELECT subject, predicate, object FROM mapping WHERE vocabulary = ?", (number,)
            )
            mappings = [
                self._settled(stated(subject, f"{SKOS.base}{predicate}", obj, identifier))
                for subject, predicate, obj in found.fetchall()
            ]
            yield id_, LoadedSet(mapping_set, mappings)

    def put_set(self, number: int, mapping_set: MappingSet, mappings: int, vocabulary: str = "") -> None:
        """Write down a set, and which vocabulary states it, if one does."""
        own = {prefix: base for prefix, base in mapping_set.prefixes.items() if BUILT_IN.get(prefix) != base}
        said = (*mapping_set[:4], vocabulary, _json(own), _json(mapping_set.slots), mappings)
        self._connection.execute("INSERT INTO mapping_set VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (number, *said))

    def put(self, state: State, number: int, mappings: Iterable[Mapping]) -> None:
        """Write down the mappings of a set."""
        self._connection.executemany(
            f"INSERT INTO alignment VALUES (NULL, {', '.join('?' * 16)})",
            (self._row(state, number, mapping) for mapping in mappings),
        )

    def put_all(self, state: State, number: int, mapping_set: MappingSet, mappings: Iterable[Mapping]) -> None:
        """Write down a set with its mappings, if it has any."""
        found = [self._settled(mapping) for mapping in mappings]
        if found:
            self.put_set(number, mapping_set, len(found))
            self.put(state, number, found)

    def _row(self, state: State, number: int, mapping: Mapping) -> tuple[Any, ...]:
        ends = [self.known(iri) if iri else None for iri in (mapping.subject, mapping.object)]
        return (
            *(int(state), number, mapping.identifier, mapping.subject, mapping.predicate, mapping.object),
            *(comparable(mapping.subject), comparable(mapping.object)),
            *(end.status.vocabulary if end else "" for end in ends),
            *(mapping.subject_label, mapping.object_label, mapping.negated, mapping.justification),
            *(mapping.confidence, _json(mapping.slots)),
        )

    def proposed(self, mappings: Sequence[Mapping], alignment: Alignment) -> Iterator[Mapping]:
        """The mappings that names suggest, but for those that are stated, follow, or are decided about."""
        stated_pairs = {frozenset((mapping.subject, mapping.object)) for mapping in mappings}
        clusters = alignment.clusters

        def is_known(one: str, other: str) -> bool:
            same = one in clusters and clusters[one] == clusters.get(other)
            return same or frozenset((one, other)) in stated_pairs

        yield from proposals(
            names(self._connection),
            is_known,
            lambda iri: self.known(iri).label,
            lambda vocabulary: self._schemes[vocabulary],
        )


def names(connection: sqlite3.Connection) -> Iterator[Name]:
    """The names that concepts of several vocabularies of an index have, in the order of their plain form."""
    rows = connection.execute(
        "SELECT l.plain, l.language, l.kind, r.iri, v.id, v.facet FROM ("
        " SELECT plain FROM label WHERE concept AND NOT deprecated AND plain <> ''"
        " GROUP BY plain HAVING count(DISTINCT vocabulary) > 1) shared"
        " CROSS JOIN label l ON l.plain = shared.plain JOIN resource r ON r.number = l.resource"
        " JOIN vocabulary v ON v.number = l.vocabulary WHERE l.concept AND NOT l.deprecated ORDER BY l.plain"
    ).fetchall()
    return (Name._make((*row[:5], COMPARED[row[5]])) for row in rows if row[5] in COMPARED)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
