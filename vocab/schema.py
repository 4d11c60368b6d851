"""The schema of the vocabulary index: one SQLite file that is written once and then only read."""

from enum import IntEnum, IntFlag

from .namespace import SKOS

FORMAT = 5
"""Raised when the tables come to look otherwise, so that the index is built anew."""


class Kind(IntFlag):
    """What a resource of a vocabulary is; it can be several things."""

    OTHER = 0
    CONCEPT = 1
    SCHEME = 2
    COLLECTION = 4
    GROUP = 8
    ARRAY = 16


class LabelKind(IntEnum):
    """Kinds of labels, in the order of preference; those of Skosmos's answers."""

    PREFERRED = 1
    ALTERNATIVE = 3
    NOTATION = 5
    HIDDEN = 7


class Relation(IntEnum):
    """Relations between two resources of one vocabulary; the inverse is the same row read from its other end."""

    BROADER = 1
    RELATED = 2
    MEMBER = 3
    TOP_CONCEPT_OF = 4
    IN_SCHEME = 5


class Sort(IntEnum):
    """What the labels of one stream are; a stream is all labels of one vocabulary, language and sort."""

    CONCEPT = 1
    NOTATION = 2
    OTHER = 3


END = "\ue000"
"""Stands behind each label in the index of trigrams, so that the end of a label can be looked for."""


def stream_mark(stream: int) -> str:
    """What stands behind the labels of a stream in the index of trigrams: one trigram that no other stream has."""
    # private characters of Unicode, which no label is searched by
    return END + chr(0xE100 + stream // 4096) + chr(0xE800 + stream % 4096)


TABLES = """
CREATE TABLE vocabulary (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, titles TEXT NOT NULL, scheme TEXT NOT NULL,
    namespace TEXT NOT NULL, facet TEXT NOT NULL, languages TEXT NOT NULL, licence TEXT NOT NULL,
    publisher TEXT NOT NULL, homepage TEXT NOT NULL, hub TEXT NOT NULL, version TEXT NOT NULL, loaded TEXT NOT NULL,
    issued TEXT NOT NULL, concepts INTEGER NOT NULL DEFAULT 0, deprecated INTEGER NOT NULL DEFAULT 0,
    general INTEGER NOT NULL
);
CREATE TABLE alias (name TEXT NOT NULL, vocabulary INTEGER NOT NULL, PRIMARY KEY (name, vocabulary)) WITHOUT ROWID;
CREATE TABLE resource (
    number INTEGER PRIMARY KEY, vocabulary INTEGER NOT NULL, iri TEXT NOT NULL, key TEXT NOT NULL,
    kind INTEGER NOT NULL, types TEXT NOT NULL, labels TEXT NOT NULL, notation TEXT NOT NULL,
    deprecated INTEGER NOT NULL, replaced TEXT NOT NULL, created TEXT NOT NULL, modified TEXT NOT NULL,
    narrower INTEGER NOT NULL DEFAULT 0, members INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE statement (resource INTEGER PRIMARY KEY, lines TEXT NOT NULL);
CREATE TABLE label (
    position INTEGER PRIMARY KEY, folded TEXT NOT NULL, plain TEXT NOT NULL, alike TEXT NOT NULL, text TEXT NOT NULL,
    language TEXT NOT NULL, kind INTEGER NOT NULL, resource INTEGER NOT NULL, vocabulary INTEGER NOT NULL,
    concept INTEGER NOT NULL, deprecated INTEGER NOT NULL, stream INTEGER NOT NULL
);
CREATE TABLE stream (
    number INTEGER PRIMARY KEY, vocabulary INTEGER NOT NULL, language TEXT NOT NULL, sort INTEGER NOT NULL,
    size INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE relation (
    property INTEGER NOT NULL, subject INTEGER NOT NULL, object INTEGER NOT NULL,
    PRIMARY KEY (property, subject, object)
) WITHOUT ROWID;
CREATE TABLE mapping (
    subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT NOT NULL, key TEXT NOT NULL,
    vocabulary INTEGER NOT NULL, PRIMARY KEY (subject, predicate, object, vocabulary)
) WITHOUT ROWID;
CREATE TABLE quality (vocabulary INTEGER PRIMARY KEY, report BLOB NOT NULL);
CREATE TABLE label_count (
    vocabulary INTEGER NOT NULL, language TEXT NOT NULL, kind INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (vocabulary, language, kind)
) WITHOUT ROWID;
CREATE TABLE root (
    vocabulary INTEGER NOT NULL, resource INTEGER NOT NULL, PRIMARY KEY (vocabulary, resource)
) WITHOUT ROWID;
CREATE TABLE typed (
    type TEXT NOT NULL, vocabulary INTEGER NOT NULL, resource INTEGER NOT NULL,
    PRIMARY KEY (type, vocabulary, resource)
) WITHOUT ROWID;
CREATE TABLE type_count (
    vocabulary INTEGER NOT NULL, type TEXT NOT NULL, count INTEGER NOT NULL, deprecated INTEGER NOT NULL,
    PRIMARY KEY (vocabulary, type)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE trigram USING fts5 (plain, content='', detail='none', tokenize='trigram');
CREATE TABLE trigram_count (trigram TEXT PRIMARY KEY, labels INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE temp.trigram_use USING fts5vocab (main, trigram, row);
CREATE TEMP TABLE unsorted_label (
    folded TEXT, plain TEXT, alike TEXT, text TEXT, language TEXT, kind INTEGER, resource INTEGER, vocabulary INTEGER,
    concept INTEGER, deprecated INTEGER, stream INTEGER
);
CREATE TEMP TABLE named_relation (property INTEGER, subject INTEGER, object TEXT, vocabulary INTEGER);
"""

INDEXES = """
CREATE INDEX resource_key ON resource (key, vocabulary);
CREATE INDEX resource_kind ON resource (vocabulary, kind, number);
CREATE INDEX resource_modified ON resource (vocabulary, modified) WHERE modified <> '';
CREATE INDEX resource_created ON resource (vocabulary, created) WHERE created <> '';
"""


FINISH = f"""
INSERT OR IGNORE INTO relation
    SELECT n.property, n.subject, r.number FROM named_relation n
    JOIN resource r ON r.key = comparable(n.object) AND r.iri = n.object AND r.vocabulary = n.vocabulary;
CREATE INDEX relation_inverse ON relation (property, object, subject);
UPDATE resource SET narrower = 1 WHERE number IN (SELECT object FROM relation WHERE property = {Relation.BROADER:d});
UPDATE resource SET members = 1 WHERE number IN (SELECT subject FROM relation WHERE property = {Relation.MEMBER:d});
INSERT INTO label
    SELECT NULL, folded, plain, alike, text, language, kind, resource, vocabulary, concept, deprecated, stream
    FROM unsorted_label
    ORDER BY folded, language, kind, vocabulary, resource;
CREATE INDEX label_folded ON label (folded);
CREATE INDEX label_alike ON label (alike, vocabulary);
CREATE INDEX label_plain ON label (plain, position, stream);
CREATE INDEX label_vocabulary ON label (vocabulary, language);
CREATE INDEX label_stream ON label (stream);
CREATE INDEX label_resource ON label (resource);
CREATE INDEX mapping_key ON mapping (key);
INSERT INTO trigram (rowid, plain) SELECT position, plain || stream_mark(stream) FROM label;
INSERT INTO trigram_count SELECT term, doc FROM trigram_use;
UPDATE stream SET size = (SELECT count(*) FROM label WHERE label.stream = stream.number);
INSERT INTO typed SELECT DISTINCT t.value, r.vocabulary, r.number FROM resource r, json_each(r.types) t
    WHERE t.value <> '{SKOS.Concept[1:-1]}';
INSERT INTO type_count SELECT r.vocabulary, t.value, count(*), sum(r.deprecated) FROM resource r, json_each(r.types) t
    WHERE r.kind & {Kind.CONCEPT | Kind.COLLECTION:d} GROUP BY 1, 2;
INSERT INTO label_count SELECT vocabulary, language, kind, count(*) FROM label WHERE concept GROUP BY 1, 2, 3;
INSERT OR IGNORE INTO root SELECT r.vocabulary, r.number FROM relation x JOIN resource r ON r.number = x.subject
    WHERE x.property = {Relation.TOP_CONCEPT_OF:d};
INSERT INTO root SELECT r.vocabulary, r.number FROM resource r
    WHERE r.vocabulary NOT IN (SELECT vocabulary FROM root) AND r.kind & {Kind.CONCEPT:d} AND NOT r.deprecated
    AND NOT EXISTS (SELECT 1 FROM relation x WHERE x.property = {Relation.BROADER:d} AND x.subject = r.number);
UPDATE vocabulary SET (concepts, deprecated) = (
    SELECT count(*), coalesce(sum(r.deprecated), 0) FROM resource r
    WHERE r.vocabulary = vocabulary.number AND r.kind & {Kind.CONCEPT:d}
);
DROP TABLE unsorted_label;
DROP TABLE named_relation;
DROP TABLE trigram_use;
"""
