"""The vocabulary index, open for reading: resources of vocabularies by address, by relation and by number."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from .address import comparable
from .label import normalise
from .label_stream import Streams
from .lookup import Lookup
from .quality.report import QualityReport, from_kept
from .schema import Kind, LabelKind, Relation
from .term import Term, Triple

MAPPED = 2**31 - 2**16
"""Bytes of the file that are mapped into memory: shared by all that have it open, given back when memory is short."""

CACHE_KIB = 2_048
"""Kibibytes of the file that an open index keeps in memory of its own."""


class VocabularyEntry(NamedTuple):
    """A vocabulary as the index keeps it.

    Attributes:
        number: its place in the order of preference.
        id: short name.
        titles: by language.
        scheme: IRI of its concept scheme.
        namespace: how its concepts' IRIs begin.
        facet: what its concepts are.
        languages: of its labels, as it is declared.
        licence: IRI or empty.
        publisher: name.
        homepage: address.
        hub: id of the hub whose it is; empty when it is of none.
        version: stands for the edition's statements.
        loaded: when, in ISO 8601; empty for what comes with the service.
        issued: the publisher's version or date; empty when none is given.
        concepts: how many it has, those that are deprecated included.
        deprecated: how many of them are.
        general: whether it is asked what a word means that no thesaurus is named for: those that come with the service.
    """

    number: int
    id: str
    titles: Mapping[str, str]
    scheme: str
    namespace: str
    facet: str
    languages: Sequence[str]
    licence: str
    publisher: str
    homepage: str
    hub: str
    version: str
    loaded: str
    issued: str
    concepts: int
    deprecated: int
    general: bool


class Resource(NamedTuple):
    """A concept, scheme or collection of one vocabulary, or something else that it describes.

    Attributes:
        number: in the index, in the order of vocabularies and of IRIs.
        vocabulary: id of its vocabulary.
        iri: its IRI.
        kind: what it is.
        types: IRIs of its classes.
        labels: preferred labels by language; a label without a language has the empty one.
        notation: its code; empty when it has none.
        deprecated: whether its publisher has withdrawn it.
        replaced: IRI of what replaces it; empty when nothing does.
        created: date or moment; empty when not told.
        modified: date or moment; empty when not told.
        narrower: whether concepts of its vocabulary stand below it.
        members: whether it is a collection with members.
    """

    number: int
    vocabulary: str
    iri: str
    kind: Kind
    types: Sequence[str]
    labels: Mapping[str, str]
    notation: str
    deprecated: bool
    replaced: str
    created: str
    modified: str
    narrower: bool
    members: bool


class Label(NamedTuple):
    """A label of a resource, of any kind; without a language it has the empty one."""

    text: str
    language: str
    kind: LabelKind


class StatedMatch(NamedTuple):
    """That a concept matches another one, as a vocabulary states it: local name of the property, IRIs."""

    subject: str
    predicate: str
    object: str
    vocabulary: str


_RESOURCE = (
    "r.number, r.vocabulary, r.iri, r.kind, r.types, r.labels, r.notation, r.deprecated, r.replaced, r.created,"
    " r.modified, r.narrower, r.members"
)


class VocabularyIndex:
    """An index open for reading; one for each thread. It can be pickled, and opens the same again.

    Attributes:
        connection: to the file.
        streams: of its labels.

    Args:
        source: a file that ``indexing.write_index`` wrote, or the bytes that ``indexing.image`` made.
    """

    def __init__(self, source: Path | bytes) -> None:
        self._source = source
        self.connection = _connect(source)
        rows = self.connection.execute(
            "SELECT number, id, titles, scheme, namespace, facet, languages, licence, publisher, homepage, hub,"
            " version, loaded, issued, concepts, deprecated, general FROM vocabulary ORDER BY number"
        )
        self._entries = [
            VocabularyEntry._make(
                (*row[:2], orjson.loads(row[2]), *row[3:6], orjson.loads(row[6]), *row[7:-1], bool(row[-1]))
            )
            for row in rows
        ]
        self._numbers = {entry.id: entry.number for entry in self._entries}
        self._ids = {entry.number: entry.id for entry in self._entries}
        self.streams = Streams(self.connection)

    def __getstate__(self) -> Path | bytes:
        return self._source

    def __setstate__(self, source: Path | bytes) -> None:
        self.__init__(source)  # type: ignore[misc]

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @cached_property
    def lookup(self) -> Lookup:
        """Looks terms up in it."""
        return Lookup(self.connection)

    def vocabularies(self) -> list[VocabularyEntry]:
        """Every vocabulary, in order of preference."""
        return list(self._entries)

    def vocabulary(self, id_: str) -> VocabularyEntry | None:
        """A vocabulary by its id."""
        number = self._numbers.get(id_)
        return None if number is None else self._entries[number]

    def numbers(self, ids: Iterable[str]) -> list[int]:
        """The numbers of those vocabularies that there are."""
        return [self._numbers[id_] for id_ in ids if id_ in self._numbers]

    def id_of(self, number: int) -> str:
        """The id of a vocabulary by its number."""
        return self._ids[number]

    def schemes(self) -> dict[str, str]:
        """IRI of each vocabulary's concept scheme, by the vocabulary's id."""
        return {entry.id: entry.scheme for entry in self._entries}

    def cited(self, name: str) -> list[str]:
        """Ids of the vocabularies that records cite under this title or address."""
        rows = self.connection.execute("SELECT vocabulary FROM alias WHERE name = ? ORDER BY 1", (normalise(name),))
        return [self._ids[number] for (number,) in rows]

    def resource(self, iri: str, vocabulary: str = "", kind: Kind = Kind.OTHER) -> Resource | None:
        """What an IRI means, in one vocabulary or in the first that describes it.

        Args:
            iri: exactly as the vocabulary has it.
            vocabulary: only this one, when given.
            kind: only if it is one of these, when any are given.
        """
        rows = self.connection.execute(
            f"SELECT {_RESOURCE} FROM resource r WHERE r.key = ? AND r.iri = ? ORDER BY r.vocabulary",
            (comparable(iri), iri),
        )
        for row in rows:
            if vocabulary and self._ids[row[1]] != vocabulary:
                continue
            if not kind or row[3] & kind:
                return self._resource(row)
        return None

    def concept(self, iri: str, vocabulary: str = "") -> Resource | None:
        """A concept by IRI, in one vocabulary or in the first that has it."""
        return self.resource(iri, vocabulary, Kind.CONCEPT)

    def cited_concepts(self, iri: str) -> list[Resource]:
        """The concepts that an address means, however it is written (``address.comparable``), the preferred first."""
        rows = self.connection.execute(
            f"SELECT {_RESOURCE} FROM resource r WHERE r.key = ? AND r.kind & 1 ORDER BY r.vocabulary, r.number",
            (comparable(iri),),
        )
        return [self._resource(row) for row in rows]

    def quality(self, vocabulary: str) -> QualityReport | None:
        """The quality report of a vocabulary as its publisher has it; None when there is none."""
        row = self.connection.execute(
            "SELECT report FROM quality WHERE vocabulary = ?", (self._numbers[vocabulary],)
        ).fetchone()
        return from_kept(orjson.loads(zlib.decompress(row[0]))) if row else None

    def homes(self, iri: str) -> list[str]:
        """Ids of the vocabularies that describe an IRI, in order of preference."""
        rows = self.connection.execute(
            "SELECT vocabulary FROM resource WHERE key = ? AND iri = ? ORDER BY vocabulary", (comparable(iri), iri)
        )
        return [self._ids[number] for (number,) in rows]

    def numbered(self, numbers: Sequence[int]) -> list[Resource]:
        """Resources by their numbers, in the order of these."""
        # one parameter, whatever their number: the statement is prepared once
        rows = self.connection.execute(
            f"SELECT {_RESOURCE} FROM json_each(?) AS asked JOIN resource r ON r.number = asked.value"
            " ORDER BY asked.key",
            (orjson.dumps(numbers).decode(),),
        )
        return [self._resource(row) for row in rows]

    def concepts(self, iris: Sequence[str]) -> list[Resource]:
        """Those concepts among the IRIs that the index has, each once, in the order of their IRIs."""
        keys = orjson.dumps([comparable(iri) for iri in iris]).decode()
        rows = self.connection.execute(
            f"SELECT {_RESOURCE} FROM (SELECT DISTINCT value FROM json_each(?)) AS asked"
            " JOIN resource r ON r.key = asked.value WHERE r.kind & 1 ORDER BY r.iri, r.vocabulary",
            (keys,),
        )
        wanted, found = set(iris), dict[str, Resource]()
        for row in rows:
            if row[2] in wanted:
                found.setdefault(row[2], self._resource(row))
        return list(found.values())

    def of_kind(self, vocabulary: str, kind: Kind, *, after: int = 0, limit: int = -1) -> list[Resource]:
        """The resources of a kind in a vocabulary, in the order of their IRIs.

        Args:
            vocabulary: its id.
            kind: any of these.
            after: the number of the last resource that is known already.
            limit: at most so many; all when negative.
        """
        rows = self.connection.execute(
            f"SELECT {_RESOURCE} FROM resource r WHERE r.vocabulary = ? AND r.number > ? AND r.kind & ?"
            " ORDER BY r.number LIMIT ?",
            (self._numbers[vocabulary], after, int(kind), limit),
        )
        return [self._resource(row) for row in rows]

    def objects(self, number: int, relation: Relation) -> list[Resource]:
        """What a relation leads to in the vocabulary: of a concept the broader ones, of a collection its members."""
        rows = self.connection.execute(
            f"SELECT {_RESOURCE} FROM relation x JOIN resource r ON r.number = x.object"
            " WHERE x.property = ? AND x.subject = ? ORDER BY r.number",
            (int(relation), number),
        )
        return [self._resource(row) for row in rows]

    def subjects(self, number: int, relation: Relation) -> list[Resource]:
        """What a relation leads from in the vocabulary: to a concept the narrower ones, to a scheme its concepts."""
        rows = self.connection.execute(
            f"SELECT {_RESOURCE} FROM relation x JOIN resource r ON r.number = x.subject"
            " WHERE x.property = ? AND x.object = ? ORDER BY r.number",
            (int(relation), number),
        )
        return [self._resource(row) for row in rows]

    def object_numbers(self, number: int, relation: Relation) -> list[int]:
        """The numbers of what a relation leads to."""
        return self._linked("object", "subject", relation, number)

    def subject_numbers(self, number: int, relation: Relation) -> list[int]:
        """The numbers of what a relation leads from."""
        return self._linked("subject", "object", relation, number)

    def iris(self, numbers: Iterable[int]) -> dict[int, str]:
        """The IRIs of resources by their numbers."""
        rows = self.connection.execute(
            "SELECT r.number, r.iri FROM json_each(?) AS asked JOIN resource r ON r.number = asked.value",
            (orjson.dumps(sorted(numbers)).decode(),),
        )
        return dict(rows.fetchall())

    def _linked(self, there: str, here: str, relation: Relation, number: int) -> list[int]:
        rows = self.connection.execute(
            f"SELECT {there} FROM relation WHERE property = ? AND {here} = ? ORDER BY 1", (int(relation), number)
        )
        return [linked for (linked,) in rows]

    def label_list(self, number: int) -> list[Label]:
        """Every label of a resource, its notations included, in the order of kinds, languages and texts."""
        rows = self.connection.execute(
            "SELECT text, language, kind FROM label WHERE resource = ? ORDER BY kind, language, text", (number,)
        )
        return [Label(text, language, LabelKind(kind)) for text, language, kind in rows]

    def statements(self, number: int) -> list[tuple[Term, Term]]:
        """What its vocabulary states of a resource: (property, term) pairs."""
        row = self.connection.execute("SELECT lines FROM statement WHERE resource = ?", (number,)).fetchone()
        pairs = (line.split(" ", 1) for line in row[0].split("\n")) if row else ()
        return [(prop, value) for prop, value in pairs]

    def triples(self, resource: Resource) -> list[Triple]:
        """What its vocabulary states of a resource."""
        return [(f"<{resource.iri}>", prop, value) for prop, value in self.statements(resource.number)]

    def said(self, term: Term) -> list[tuple[Term, Term]]:
        """What the first vocabulary that describes an IRI states of it: (property, term) pairs."""
        resource = self.resource(term[1:-1])
        return self.statements(resource.number) if resource else []

    def mappings_from(self, iri: str) -> list[StatedMatch]:
        """The mappings that vocabularies state of a concept."""
        rows = self.connection.execute(
            "SELECT subject, predicate, object, vocabulary FROM mapping WHERE subject = ? ORDER BY 2, 3, 4", (iri,)
        )
        return [StatedMatch(one, prop, other, self._ids[number]) for one, prop, other, number in rows]

    def mappings_to(self, iri: str) -> list[StatedMatch]:
        """The mappings that lead to a concept, however they write its address."""
        rows = self.connection.execute(
            "SELECT subject, predicate, object, vocabulary FROM mapping WHERE key = ? ORDER BY 2, 1, 4",
            (comparable(iri),),
        )
        return [StatedMatch(one, prop, other, self._ids[number]) for one, prop, other, number in rows]

    def matching(self, iri: str, predicate: str) -> list[Resource]:
        """The indexed concepts that a mapping property (``exactMatch`` …) leads to."""
        found = [self.concept(m.object) for m in self.mappings_from(iri) if m.predicate == predicate]
        return list({entry.iri: entry for entry in found if entry is not None}.values())

    def labels(self) -> Iterator[Mapping[str, str]]:
        """Preferred labels by language of every concept that is not of an authority table."""
        rows = self.connection.execute(
            "SELECT r.labels FROM resource r JOIN vocabulary v ON v.number = r.vocabulary"
            " WHERE v.facet <> 'authority' AND r.kind & 1"
        )
        return (orjson.loads(labels) for (labels,) in rows)

    def named(self, text: str) -> list[Resource]:
        """The concepts that have this label in any language, whatever its case, accents and punctuation."""
        rows = self.connection.execute(
            "SELECT DISTINCT resource FROM label WHERE plain = ? AND concept ORDER BY 1", (normalise(text),)
        ).fetchall()
        found = dict[str, Resource]()
        for entry in self.numbered([number for (number,) in rows]):
            found.setdefault(entry.iri, entry)
        return list(found.values())

    def numbers_named(self, name: str) -> list[tuple[int, str]]:
        """The concepts that have a label, as ``label.normalise`` makes it: number and id of the vocabulary of each."""
        rows = self.connection.execute(
            "SELECT DISTINCT resource, vocabulary FROM label WHERE plain = ? AND concept ORDER BY 1", (name,)
        )
        return [(number, self._ids[vocabulary]) for number, vocabulary in rows]

    def _resource(self, row: Sequence[Any]) -> Resource:
        number, vocabulary, iri, kind, types, labels, notation, deprecated, replaced, *rest = row
        created, modified, narrower, members = rest
        return Resource(
            number,
            self._ids[vocabulary],
            iri,
            Kind(kind),
            orjson.loads(types),
            orjson.loads(labels),
            notation,
            bool(deprecated),
            replaced,
            created,
            modified,
            bool(narrower),
            bool(members),
        )


def _connect(source: Path | bytes) -> sqlite3.Connection:
    if isinstance(source, bytes):
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.deserialize(source)
        return connection
    # immutable: no locks, and no look at whether the file has changed
    uri = f"{source.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    connection.execute(f"PRAGMA mmap_size = {MAPPED}")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection
