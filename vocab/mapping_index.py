"""The mappings of an index, open for reading: those that sets state, those that follow, and those that are proposed."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import orjson

from .address import comparable
from .alignment import Conflict
from .index import VocabularyIndex
from .mapping import BUILT_IN, RECORD, Mapping, MappingSet, Slots

TABLES = """
CREATE TABLE mapping_set (
    number INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, title TEXT NOT NULL, licence TEXT NOT NULL,
    version TEXT NOT NULL, vocabulary TEXT NOT NULL, prefixes TEXT NOT NULL, slots TEXT NOT NULL,
    mappings INTEGER NOT NULL
);
CREATE TABLE alignment (
    number INTEGER PRIMARY KEY, state INTEGER NOT NULL, mapping_set INTEGER NOT NULL, identifier TEXT NOT NULL,
    subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL,
    subject_key TEXT NOT NULL, object_key TEXT NOT NULL,
    subject_vocabulary TEXT NOT NULL, object_vocabulary TEXT NOT NULL,
    subject_label TEXT NOT NULL, object_label TEXT NOT NULL,
    negated INTEGER NOT NULL, justification TEXT NOT NULL, confidence REAL, slots TEXT NOT NULL
);
CREATE TABLE cluster (
    key TEXT PRIMARY KEY, iri TEXT NOT NULL, name TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE wider (key TEXT NOT NULL, iri TEXT NOT NULL, PRIMARY KEY (key, iri)) WITHOUT ROWID;
CREATE TABLE doubtful (key TEXT NOT NULL, iri TEXT NOT NULL, PRIMARY KEY (key, iri)) WITHOUT ROWID;
CREATE TABLE conflict (
    number INTEGER PRIMARY KEY, code TEXT NOT NULL, concepts TEXT NOT NULL, mappings TEXT NOT NULL, detail TEXT NOT NULL
);
"""

INDEXES = """
CREATE INDEX alignment_subject ON alignment (subject_key, number);
CREATE INDEX alignment_object ON alignment (object_key, number);
CREATE INDEX alignment_vocabularies ON alignment (subject_vocabulary, object_vocabulary, number);
CREATE INDEX alignment_target ON alignment (object_vocabulary, number);
CREATE INDEX alignment_set ON alignment (mapping_set, number);
CREATE INDEX alignment_state ON alignment (state, number);
CREATE INDEX alignment_identifier ON alignment (identifier);
CREATE INDEX cluster_name ON cluster (name);
CREATE INDEX conflict_code ON conflict (code, number);
"""


class State(IntEnum):
    """How a mapping has come about."""

    STATED = 0
    DERIVED = 1
    PROPOSED = 2


class StoredSet(NamedTuple):
    """A set as the index keeps it.

    Attributes:
        mapping_set: what it says of itself.
        vocabulary: id of the vocabulary that states it; empty when it is a set of its own.
        mappings: how many it has.
    """

    mapping_set: MappingSet
    vocabulary: str
    mappings: int


class Selection(NamedTuple):
    """Which mappings are asked for; every part that is given must hold.

    Attributes:
        subject: IRI.
        object: IRI.
        concept: IRI of either.
        source: id of the subject's vocabulary.
        target: id of the object's vocabulary.
        predicate: IRI.
        mapping_set: IRI.
        states: any of these.
    """

    subject: str = ""
    object: str = ""
    concept: str = ""
    source: str = ""
    target: str = ""
    predicate: str = ""
    mapping_set: str = ""
    states: tuple[State, ...] = (State.STATED,)


class MappingIndex:
    """The mappings of an index.

    Args:
        index: of the vocabularies.
    """

    def __init__(self, index: VocabularyIndex) -> None:
        self._connection = index.connection
        self._schemes = index.schemes()

    def sets(self) -> list[StoredSet]:
        """Every set, in the order in which they were merged."""
        rows = self._connection.execute(
            "SELECT iri, title, licence, version, prefixes, slots, vocabulary, mappings FROM mapping_set"
            " ORDER BY number"
        )
        return [
            StoredSet(MappingSet._make((*row[:4], orjson.loads(row[4]), _slots(row[5]))), row[6], row[7])
            for row in rows
        ]

    def set(self, iri: str) -> StoredSet | None:
        """A set by its IRI."""
        return next((one for one in self.sets() if one.mapping_set.identifier == iri), None)

    def prefixes(self) -> dict[str, str]:
        """What CURIEs may begin with: the prefixes of the sets, and the ids of vocabularies for their namespaces."""
        rows = self._connection.execute("SELECT id, namespace FROM vocabulary WHERE namespace <> '' ORDER BY number")
        found = {prefix: base for one in self.sets() for prefix, base in one.mapping_set.prefixes.items()}
        return {**dict(rows.fetchall()), **found, "mapping": RECORD, **BUILT_IN}

    def described(self, selection: Selection, identifier: str, mappings: Sequence[Mapping]) -> MappingSet:
        """What some mappings of the index say of themselves as a set.

        Args:
            selection: by which they were found; those of one set alone are described by it.
            identifier: of the selection.
            mappings: what was found.
        """
        stored = self.set(selection.mapping_set) if selection.mapping_set else None
        if stored is not None:
            return stored.mapping_set
        sources = sorted({mapping.mapping_set for mapping in mappings})
        return MappingSet(identifier, "Mappings of TerraFAIR", slots=(("mapping_set_source", tuple(sources)),))

    def find(self, selection: Selection, *, after: int = 0, limit: int = 100) -> list[tuple[int, Mapping]]:
        """Mappings with their keys, in the order of these.

        Args:
            selection: which.
            after: only those whose key is greater; where a page ended, the next begins.
            limit: at most so many; all when negative.
        """
        where, values = _conditions(selection)
        rows = self._connection.execute(
            "SELECT a.number, a.subject, a.predicate, a.object, a.subject_label, a.object_label, a.negated,"
            " a.justification, a.confidence, s.iri, a.identifier, a.slots, a.subject_vocabulary, a.object_vocabulary"
            f" FROM alignment a JOIN mapping_set s ON s.number = a.mapping_set WHERE a.number > ? AND {where}"
            " ORDER BY a.number LIMIT ?",
            (after, *values, limit),
        )
        return [(row[0], self._mapping(row[1:])) for row in rows]

    def identified(self, identifiers: Sequence[str]) -> list[Mapping]:
        """Mappings by their identifiers, in the order of these, those that there are."""
        found = dict[str, Mapping]()
        for identifier in dict.fromkeys(identifiers):
            rows = self._connection.execute("SELECT number FROM alignment WHERE identifier = ?", (identifier,))
            for (number,) in rows.fetchall():
                ((_, mapping),) = self.find(Selection(states=tuple(State)), after=number - 1, limit=1)
                found[identifier] = mapping
        return list(found.values())

    def conflicts(self, code: str = "", *, after: int = 0, limit: int = 100) -> list[tuple[int, Conflict]]:
        """Mappings that contradict each other, with keys, in the order of these; of one kind when its code is given."""
        rows = self._connection.execute(
            "SELECT number, code, concepts, mappings, detail FROM conflict WHERE number > ? AND ? IN ('', code)"
            " ORDER BY number LIMIT ?",
            (after, code, limit),
        )
        return [
            (number, Conflict(kind, tuple(orjson.loads(concepts)), tuple(orjson.loads(mappings)), detail))
            for number, kind, concepts, mappings, detail in rows
        ]

    def conflict_counts(self) -> dict[str, int]:
        """How many conflicts there are, by code."""
        rows = self._connection.execute("SELECT code, count(*) FROM conflict GROUP BY code ORDER BY code")
        return dict(rows.fetchall())

    def same(self, iri: str) -> list[str]:
        """The other concepts that mean exactly the same, where no mappings contradict that."""
        rows = self._connection.execute(
            "SELECT other.iri FROM cluster one JOIN cluster other ON other.name = one.name"
            " WHERE one.key = ? AND other.key <> one.key ORDER BY other.iri",
            (comparable(iri),),
        )
        return [other for (other,) in rows]

    def wider(self, iri: str) -> list[str]:
        """The broader matches of a concept."""
        return self._pairs("wider", iri)

    def doubtful(self, iri: str) -> list[str]:
        """What is stated to be the same as a concept, where mappings contradict each other about what else is."""
        return self._pairs("doubtful", iri)

    def _pairs(self, table: str, iri: str) -> list[str]:
        rows = self._connection.execute(f"SELECT iri FROM {table} WHERE key = ? ORDER BY iri", (comparable(iri),))
        return [other for (other,) in rows]

    def _mapping(self, row: Sequence[Any]) -> Mapping:
        *said, slots, source, target = row
        known = {"mapping_source": (said[8],), **dict(_slots(slots))}
        for name, vocabulary in (("subject_source", source), ("object_source", target)):
            if vocabulary and name not in known:
                known[name] = (self._schemes[vocabulary],)
        mapping = Mapping._make((*said, tuple(known.items())))
        return mapping._replace(negated=bool(mapping.negated))


def _conditions(selection: Selection) -> tuple[str, list[Any]]:
    keys: Dictionary[str, str] = {"a.subject_key": selection.subject, "a.object_key": selection.object}
    plain = {
        "a.subject_vocabulary": selection.source,
        "a.object_vocabulary": selection.target,
        "a.predicate": selection.predicate,
        "s.iri": selection.mapping_set,
    }
    clauses = [f"a.state IN ({', '.join(str(int(state)) for state in selection.states)})"]
    values = list[Any]()
    for column, wanted in (*((key, comparable(iri)) for key, iri in keys.items() if iri), *plain.items()):
        if wanted:
            clauses.append(f"{column} = ?")
            values.append(wanted)
    if selection.concept:
        clauses.append("(a.subject_key = ? OR a.object_key = ?)")
        values += [comparable(selection.concept)] * 2
    return " AND ".join(clauses), values


def _slots(text: str) -> Slots:
    return tuple((name, tuple(values)) for name, values in orjson.loads(text))
