"""Code lists: what the codes of a source standard are in the target vocabularies.

Each is one SSSOM file of ``codelists/`` that a curator can edit (SSSOM 1.1, TSV with embedded metadata): a row says
that a code, as it stands in records (``subject_label``), is a concept (``object_id``, a CURIE of the file's
``curie_map``) or a plain text (``object_label``). Another spelling is another row.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

from vocab.term import Term, TermError, iri

from .errors import MappingError

_LABEL, _PREDICATE, _OBJECT, _TEXT, _CARDINALITY, _JUSTIFICATION = (
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_cardinality",
    "mapping_justification",
)
_PREDICATES = frozenset(f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related"))
_PREFIX = re.compile(r'#\s+([A-Za-z][\w\-]*):\s*"?([^"\s]+)"?\s*')


class CodeListError(MappingError):
    """A code list's file is malformed; the message names the file and the line."""


class CodeMapping(NamedTuple):
    """One row of a code list.

    Attributes:
        code: as it stands in records.
        predicate: how close the two are, a CURIE of SKOS.
        object: what the code is: an IRI term, or a plain text.
        comment: where the code comes from; may be empty.
    """

    code: str
    predicate: str
    object: str
    comment: str


@dataclass(frozen=True, slots=True, eq=False)
class CodeList:
    """A code list; look-ups are case-insensitive, and take no more than one or two steps.

    Attributes:
        name: the file's name without its extension.
        title: what is mapped to what.
        literal: whether the codes stand for plain texts, not for concepts.
        mappings: every row, in the order of the file.
    """

    name: str
    title: str
    literal: bool
    mappings: tuple[CodeMapping, ...]
    _objects: Mapping[str, tuple[str, ...]]

    def lookup(self, code: str) -> Term | None:
        """The concept that a code stands for, the first one where there are several; none for an unknown code."""
        found = self.lookup_all(code)
        return found[0] if found else None

    def lookup_all(self, code: str) -> tuple[Term, ...]:
        """Every concept that a code stands for, in the order of the file; none in a list of texts."""
        return () if self.literal else self._find(code)

    def lookup_text(self, code: str) -> str | None:
        """The plain text that a code stands for; none for an unknown code, and none in a list of concepts."""
        found = self._find(code) if self.literal else ()
        return found[0] if found else None

    def _find(self, code: str) -> tuple[str, ...]:
        key = _key(code)
        found = self._objects.get(key)
        if found is None and "code_" in key:
            # records also cite a code by its address, as in gmxCodelists.xml#CI_RoleCode_author
            found = self._objects.get(key.rpartition("code_")[2])
        return found or ()

    def __iter__(self) -> Iterator[CodeMapping]:
        """Every row, for documentation."""
        return iter(self.mappings)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.mappings)


def _key(code: str) -> str:
    """What the spellings of a code have in common: case and spacing do not count, nor how an address begins or ends."""
    return _known_key(code) if len(code) <= _LONGEST_KNOWN else _spelt_alike(code)


_LONGEST_KNOWN = 120
"""The longest code that is remembered: codes repeat from record to record, other texts do not."""


@lru_cache(maxsize=8192)
def _known_key(code: str) -> str:
    return _spelt_alike(code)


def _spelt_alike(code: str) -> str:
    key = " ".join(code.split()).casefold()
    scheme, mark, rest = key.partition("://")
    return f"http://{rest.rstrip('/.')}" if mark and scheme in ("http", "https") else key


@cache
def load_codelists() -> Mapping[str, CodeList]:
    """The code lists that come with the service, by name.

    Raises:
        CodeListError: a file is malformed.
    """
    folder = files(__package__).joinpath("codelists")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".tsv")), key=lambda file: file.name)
    return MappingProxyType(
        {
            codelist.name: codelist
            for codelist in (parse_codelist(file.name, file.read_text("utf-8").splitlines()) for file in found)
        }
    )


def parse_codelist(file: str, lines: Iterable[str]) -> CodeList:
    """A code list from the lines of its file.

    Raises:
        CodeListError: a row is malformed, or two rows contradict each other.
    """
    title, prefixes, table = _split(lines)
    if not table:
        raise CodeListError(f"{file}: no table")
    columns = next(csv.reader([table[0][1]], delimiter="\t", quoting=csv.QUOTE_NONE))
    missing = {_LABEL, _PREDICATE, _JUSTIFICATION} - set(columns)
    if missing or len({_OBJECT, _TEXT} & set(columns)) != 1:
        lack = ", ".join(sorted(missing)) or f"one of {_OBJECT} and {_TEXT}"
        raise CodeListError(f"{file}:{table[0][0]}: lacks {lack}")
    mappings: list[CodeMapping] = []
    objects: dict[str, tuple[str, ...]] = {}
    for number, line in table[1:]:
        try:
            row = _row(columns, line)
            mapping = CodeMapping(row[_LABEL], row[_PREDICATE], _object(row, prefixes), row.get("comment", ""))
            key = _key(mapping.code)
            _check_repeated(mapping, objects.get(key, ()), row.get(_CARDINALITY, ""))
        except ValueError as error:
            raise CodeListError(f"{file}:{number}: {error}") from error
        mappings.append(mapping)
        objects[key] = (*objects.get(key, ()), mapping.object)
    name = file.removesuffix(".tsv")
    return CodeList(name, title, _TEXT in columns, tuple(mappings), MappingProxyType(objects))


def _split(lines: Iterable[str]) -> tuple[str, dict[str, str], list[tuple[int, str]]]:
    """Title and prefixes of the metadata, and the numbered lines of the table."""
    title, in_map = "", False
    prefixes: dict[str, str] = {}
    table: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if not line.startswith("#") or table:
            if line.strip():
                table.append((number, line))
        elif in_map and (prefix := _PREFIX.fullmatch(line)):
            prefixes[prefix[1]] = prefix[2]
        else:
            name, _, value = line[1:].partition(":")
            in_map = name == "curie_map"
            if name == "mapping_set_title":
                title = value.strip()
    return title, prefixes, table


def _row(columns: list[str], line: str) -> dict[str, str]:
    fields = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
    if len(fields) > len(columns):
        raise ValueError(f"{len(fields)} fields for {len(columns)} columns")
    # editors drop trailing tabs, so that the last, empty fields of a row may be missing
    row = dict(zip(columns, fields + [""] * (len(columns) - len(fields)), strict=True))
    for required in (_LABEL, _JUSTIFICATION):
        if not row[required].strip():
            raise ValueError(f"{required} is empty")
    if row[_PREDICATE] not in _PREDICATES:
        raise ValueError(f"predicate_id is {row[_PREDICATE]!r}, not a SKOS mapping property")
    return row


def _object(row: dict[str, str], prefixes: Mapping[str, str]) -> str:
    if _TEXT in row:
        if not row[_TEXT].strip():
            raise ValueError(f"{_TEXT} is empty")
        return row[_TEXT]
    prefix, colon, local = row[_OBJECT].partition(":")
    if not colon or prefix not in prefixes:
        raise ValueError(f"object_id is {row[_OBJECT]!r}, whose prefix is not in the curie_map")
    try:
        return iri(prefixes[prefix] + local)
    except TermError as error:
        raise ValueError(str(error)) from error


def _check_repeated(mapping: CodeMapping, earlier: tuple[str, ...], cardinality: str) -> None:
    if mapping.object in earlier:
        raise ValueError(f"{mapping.code!r} is mapped to the same object twice")
    if earlier and not cardinality.endswith(":n"):
        raise ValueError(f"{mapping.code!r} is already mapped to {earlier[0]}")
