"""Indexing: the vocabularies that the service holds, written into one file."""

import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import orjson

from .address import comparable
from .aligning import align
from .label import fold, normalise
from .likeness import key
from .loader import Holding
from .mapping_file import LoadedSet
from .namespace import DCTERMS, ISOTHES, OWL, RDF, SKOS
from .schema import FINISH, INDEXES, TABLES, Kind, LabelKind, Relation, Sort, stream_mark
from .term import Term, iri_value, is_iri, literal_parts

KINDS: dict[Term, Kind] = {
    SKOS.Concept: Kind.CONCEPT,
    SKOS.ConceptScheme: Kind.SCHEME,
    SKOS.Collection: Kind.COLLECTION,
    SKOS.OrderedCollection: Kind.COLLECTION,
    ISOTHES.ConceptGroup: Kind.GROUP | Kind.COLLECTION,
    ISOTHES.ThesaurusArray: Kind.ARRAY | Kind.COLLECTION,
}
"""Classes, and the kind of resource that each makes."""

LABEL_KINDS: dict[Term, LabelKind] = {
    SKOS.prefLabel: LabelKind.PREFERRED,
    SKOS.altLabel: LabelKind.ALTERNATIVE,
    SKOS.notation: LabelKind.NOTATION,
    SKOS.hiddenLabel: LabelKind.HIDDEN,
}

RELATIONS: dict[Term, Relation] = {
    SKOS.broader: Relation.BROADER,
    SKOS.related: Relation.RELATED,
    SKOS.member: Relation.MEMBER,
    SKOS.topConceptOf: Relation.TOP_CONCEPT_OF,
    SKOS.inScheme: Relation.IN_SCHEME,
}

MAPPINGS: dict[Term, str] = {
    SKOS.exactMatch: "exactMatch",
    SKOS.closeMatch: "closeMatch",
    SKOS.broadMatch: "broadMatch",
    SKOS.narrowMatch: "narrowMatch",
    SKOS.relatedMatch: "relatedMatch",
}
"""The mapping properties, by local name (SKOS Reference, section 10)."""

CREATED = (DCTERMS.created, DCTERMS.issued)
MODIFIED = (DCTERMS.modified,)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d.*)?")


class _Subject(NamedTuple):
    """What a vocabulary states of one resource."""

    iri: str
    said: Sequence[tuple[Term, Term]]


def write_index(path: Path, holdings: Sequence[Holding], sets: Sequence[LoadedSet] = ()) -> None:
    """Write the index of vocabularies, in order of preference, and of mapping sets into a new file, with reports.

    Raises:
        VocabularyError: an edition cannot be read.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        fill(connection, holdings, sets)
        connection.executemany("INSERT INTO quality VALUES (?, ?)", _reports(holdings))
    finally:
        connection.close()


def image(holdings: Sequence[Holding], sets: Sequence[LoadedSet] = ()) -> bytes:
    """The index of vocabularies and mapping sets as the bytes of its file, for use in memory.

    Raises:
        VocabularyError: an edition cannot be read.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        fill(connection, holdings, sets)
        return connection.serialize()
    finally:
        connection.close()


def fill(connection: sqlite3.Connection, holdings: Sequence[Holding], sets: Sequence[LoadedSet] = ()) -> None:
    """Make the tables of an index in an empty database."""
    connection.create_function("comparable", 1, comparable, deterministic=True)
    connection.create_function("stream_mark", 1, stream_mark, deterministic=True)
    connection.executescript(f"PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;PRAGMA temp_store=FILE;BEGIN;{TABLES}")
    start, streams = 1, _Streams()
    for number, holding in enumerate(holdings):
        connection.execute(f"INSERT INTO vocabulary VALUES ({', '.join('?' * 17)})", _vocabulary_row(number, holding))
        names = {normalise(name) for name in _names(holding)} - {""}
        connection.executemany("INSERT INTO alias VALUES (?, ?)", [(name, number) for name in sorted(names)])
        start = _fill_vocabulary(connection, holding, number, start, streams)
    connection.executemany("INSERT INTO stream VALUES (?, ?, ?, ?, 0)", streams.rows())
    connection.executescript(f"BEGIN;{INDEXES}{FINISH}COMMIT;")
    align(connection, sets)
    connection.executescript("PRAGMA analysis_limit=2000;ANALYZE;")


def _reports(holdings: Sequence[Holding]) -> Iterator[tuple[int, bytes]]:
    """The quality reports that there are, compressed, by the number of their vocabulary."""
    for number, holding in enumerate(holdings):
        report = holding.quality()
        if report is not None:
            yield number, zlib.compress(orjson.dumps(report))


def _names(holding: Holding) -> Iterator[str]:
    """What records call a vocabulary."""
    vocabulary = holding.vocabulary
    yield from (vocabulary.id, vocabulary.scheme, *vocabulary.title.values(), *vocabulary.aliases)


def _vocabulary_row(number: int, holding: Holding) -> tuple[object, ...]:
    v, edition = holding.vocabulary, holding.edition
    told = (v.scheme, v.namespace, v.facet, _json(v.languages), v.licence, v.publisher, v.homepage, v.hub)
    return (
        number,
        v.id,
        _json(v.title),
        *told,
        edition.version,
        edition.loaded,
        edition.issued,
        0,
        0,
        v.path is not None,
    )


class _Streams(dict[tuple[int, str, Sort], int]):
    """The numbers of streams of labels, by vocabulary, language and sort; given as they are asked for."""

    def __missing__(self, key: tuple[int, str, Sort]) -> int:
        number = self[key] = len(self) + 1
        return number

    def rows(self) -> list[tuple[object, ...]]:
        return [(number, vocabulary, language, int(sort)) for (vocabulary, language, sort), number in self.items()]


def _fill_vocabulary(
    connection: sqlite3.Connection, holding: Holding, vocabulary: int, start: int, streams: _Streams
) -> int:
    """Fill in the resources of one vocabulary, numbered from ``start``; gives the number after the last."""
    number = start
    for batch in _batches(_subjects(holding.lines())):
        numbered = list(enumerate(batch, number))
        number += len(batch)
        kinds = [_kind(subject) for subject in batch]
        connection.executemany(
            f"INSERT INTO resource VALUES ({', '.join('?' * 12)}, 0, 0)",
            [_resource_row(n, vocabulary, s, kind) for (n, s), kind in zip(numbered, kinds, strict=True)],
        )
        connection.executemany(
            "INSERT INTO statement VALUES (?, ?)", [(n, "\n".join(f"{p} {o}" for p, o in s.said)) for n, s in numbered]
        )
        connection.executemany(
            f"INSERT INTO unsorted_label VALUES ({', '.join('?' * 11)})",
            [
                row
                for (n, s), kind in zip(numbered, kinds, strict=True)
                for row in _label_rows(n, vocabulary, s, kind, streams)
            ],
        )
        connection.executemany(
            "INSERT INTO named_relation VALUES (?, ?, ?, ?)",
            [(RELATIONS[p], n, o[1:-1], vocabulary) for n, s in numbered for p, o in s.said if p in RELATIONS],
        )
        connection.executemany(
            "INSERT OR IGNORE INTO mapping VALUES (?, ?, ?, ?, ?)",
            [
                (s.iri, MAPPINGS[p], o[1:-1], comparable(o[1:-1]), vocabulary)
                for s in batch
                for p, o in s.said
                if p in MAPPINGS and is_iri(o)
            ],
        )
    return number


def _subjects(lines: Iterable[bytes]) -> Iterator[_Subject]:
    """Resources, from statements in the order of their subjects."""
    split = (line.decode()[:-3].split(" ", 2) for line in lines)
    for subject, statements in groupby(split, key=lambda statement: statement[0]):
        yield _Subject(iri_value(subject), [(prop, value) for _, prop, value in statements])


def _batches(subjects: Iterable[_Subject], size: int = 500) -> Iterator[list[_Subject]]:
    batch = list[_Subject]()
    for subject in subjects:
        batch.append(subject)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def _kind(subject: _Subject) -> Kind:
    kind = Kind.OTHER
    for prop, value in subject.said:
        if prop == RDF.type and value in KINDS:
            kind |= KINDS[value]
    return kind


def _resource_row(number: int, vocabulary: int, subject: _Subject, kind: Kind) -> tuple[object, ...]:
    labels, types = dict[str, str](), list[str]()
    notation = replaced = created = modified = ""
    deprecated = False
    for prop, value in subject.said:
        if prop == SKOS.prefLabel:
            text, language, _ = literal_parts(value)
            # of two preferred labels in one language, the first in their order
            labels.setdefault(language or "", text)
        elif prop == RDF.type:
            types.append(value[1:-1])
        elif prop == SKOS.notation:
            notation = notation or literal_parts(value)[0]
        elif prop == OWL.deprecated:
            deprecated = deprecated or value.startswith('"true"')
        elif prop == DCTERMS.isReplacedBy and is_iri(value):
            replaced = replaced or value[1:-1]
        elif prop in CREATED:
            created = created or _moment(value)
        elif prop in MODIFIED:
            modified = max(modified, _moment(value))
    iri = subject.iri
    said = (_json(types), _json(labels), notation, deprecated, replaced, created, modified)
    return (number, vocabulary, iri, comparable(iri), int(kind), *said)


def _moment(value: Term) -> str:
    """A literal that is a date or a moment as text; empty for anything else."""
    text = "" if is_iri(value) else literal_parts(value)[0].strip()
    return text.replace(" ", "T", 1) if _MOMENT.fullmatch(text) else ""


def _label_rows(
    number: int, vocabulary: int, subject: _Subject, kind: Kind, streams: _Streams
) -> Iterator[tuple[object, ...]]:
    deprecated = any(p == OWL.deprecated and o.startswith('"true"') for p, o in subject.said)
    concept = bool(kind & Kind.CONCEPT)
    for prop, value in subject.said:
        if prop in LABEL_KINDS and not is_iri(value):
            text, language, _ = literal_parts(value)
            sort = Sort.OTHER if not concept else Sort.NOTATION if prop == SKOS.notation else Sort.CONCEPT
            stream = streams[vocabulary, language or "", sort]
            said = (text, language or "", LABEL_KINDS[prop], number, vocabulary, concept, deprecated, stream)
            yield (fold(text), normalise(text), key(text), *said)


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
