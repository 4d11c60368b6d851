"""A judge of records: maps files, validates with the official shapes, and says of each violation whose fault it is."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias

from harvesters.members import members
from harvesters.record import RawRecord
from mappings.codelist import load_codelists
from mappings.dialect import sniff
from mappings.errors import RecordError
from mappings.parsing import parse
from mappings.refine import RefinedRecord, refine
from mappings.scope import Context, Origin
from shapes.validation import Validator
from vocab.library import own_library
from vocab.matching import Matcher

from .evidence import Verdict, decide
from .official_shapes import Stubs, load, place, standard

BASE = "http://127.0.0.1:8000"

XML_SUFFIXES = frozenset({".xml", ".iso19115", ""})
JSON_SUFFIXES = frozenset({".json", ".geojson"})


class File(NamedTuple):
    """A file of the corpus, or a record in it: its name, and the dialect that the corpus declares the file to be in."""

    name: str
    declared: str


class Violation(NamedTuple):
    """One violation of a record, in one or both standards.

    Attributes:
        shape: the class, such as ``dcat:Dataset``.
        prop: the property.
        constraint: the SHACL constraint.
        verdict: whose fault it is.
        where: the source path that has the value, or that would have to be filled.
        focus: IRI of what it is about.
        value: the value at fault; empty for a missing one.
        standards: those that are violated.
    """

    shape: str
    prop: str
    constraint: str
    verdict: Verdict
    where: str
    focus: str
    value: str
    standards: tuple[str, ...]


class Judged(NamedTuple):
    """A record that was mapped and validated, with the kinds of stubs that it was given."""

    file: File
    dialect: str
    violations: tuple[Violation, ...]
    stubs: Counter[str]


class Refused(NamedTuple):
    """A file that could not be mapped: code and message of the reason."""

    file: File
    code: str
    message: str


Outcome: TypeAlias = Judged | Refused
"""What comes of a file."""

_Kind: TypeAlias = tuple[str, str, str, str, str]
"""Class, property, constraint, focus and value of a violation."""


class Judge:
    """Judges batches of files: context, vocabularies and shapes, made once for each process.

    Args:
        records: the folder of the files.
        shapes: the folder of the official shapes.
        dialect: records of dialects whose names begin otherwise are left out.
    """

    def __init__(self, records: Path, shapes: Path, dialect: str = "") -> None:
        index = own_library().index()
        self._records = records
        self._dialect = dialect
        self._context = Context(BASE, load_codelists(), Matcher(index))
        self._validator = Validator(index.said, load(shapes)[0])
        self._stubs = Stubs(BASE, index.said)

    def judge(self, batch: Sequence[File]) -> list[Outcome]:
        """What comes of each file, or each record that it holds; the refused ones come first."""
        outcomes, mapped = list[Outcome](), list[tuple[File, RawRecord, RefinedRecord]]()
        for file, raw in chain.from_iterable(map(self._members, batch)):
            try:
                record = refine(raw, Origin("bench", "corpus", file.name), self._context)
            except RecordError as error:
                outcomes.append(Refused(file, error.diagnostics[0].code, error.diagnostics[0].en))
                continue
            if record.dialect.startswith(self._dialect):
                mapped.append((file, raw, record))
        stubs = {file.name: self._stubs.of(record.triples) for file, _, record in mapped}
        found = self._validator.validate([(f.name, [*record.triples, *stubs[f.name][0]]) for f, _, record in mapped])
        for file, raw, record in mapped:
            kinds: dict[_Kind, set[str]] = defaultdict(set)
            for one in found[file.name]:
                rule = self._validator.rules[one.code]
                kinds[(*place(rule), one.focus, one.excerpt)].add(standard(rule))
            violations = tuple(self._decided(raw, record.dialect, kinds)) if kinds else ()
            outcomes.append(Judged(file, record.dialect, violations, stubs[file.name][1]))
        return outcomes

    def _members(self, file: File) -> Iterator[tuple[File, RawRecord]]:
        """The record that a file is, or those that it holds, under its name and theirs."""
        path = self._records / file.name
        media_type = "application/xml" if path.suffix in XML_SUFFIXES else "application/json"
        for one in members(RawRecord(file.name, path.read_bytes(), media_type)):
            if isinstance(one, RawRecord):
                yield File(one.identifier, file.declared), one

    def _decided(self, raw: RawRecord, dialect: str, kinds: Mapping[_Kind, set[str]]) -> Iterator[Violation]:
        root = sniff(parse(raw.content))[1]
        for (shape, prop, constraint, focus, value), standards in kinds.items():
            verdict, where = decide(shape, prop, constraint, dialect, root, focus)
            yield Violation(shape, prop, constraint, verdict, where, focus, value, tuple(sorted(standards)))
