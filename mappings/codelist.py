"""Code lists: what the codes of a source standard are in the target vocabularies.

Each is one SSSOM file of ``codelists/`` that a curator can edit (SSSOM 1.1, TSV with embedded metadata): a row says
that a code, as it stands in records (``subject_label``), is a concept (``object_id``, a CURIE of the file's
``curie_map``) or a plain text (``object_label``). Another spelling is another row.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from vocab.mapping import MATCHES, Mapping
from vocab.namespace import prefixed
from vocab.sssom import SssomError, read
from vocab.term import Term, is_iri

from .errors import MappingError

CODELISTS = Path(__file__).with_name("codelists")
"""The folder of the code lists that come with the service."""


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
    _objects: Dictionary[str, tuple[str, ...]]

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
def load_codelists() -> Dictionary[str, CodeList]:
    """The code lists that come with the service, by name.

    Raises:
        CodeListError: a file is malformed.
    """
    found = sorted(CODELISTS.glob("*.tsv"))
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
    rows: list[CodeMapping] = []
    objects: dict[str, tuple[str, ...]] = {}

    def take(mapping: Mapping) -> None:
        row = _row(mapping)
        key = _key(row.code)
        _check_repeated(row, objects.get(key, ()), mapping.value("mapping_cardinality"))
        rows.append(row)
        objects[key] = (*objects.get(key, ()), row.object)

    try:
        mapping_set, mappings = read(file, lines, check=take)
        deque(mappings, maxlen=0)
    except SssomError as error:
        raise CodeListError(str(error)) from error
    literal = bool(rows) and not is_iri(rows[0].object)
    return CodeList(file.removesuffix(".tsv"), mapping_set.title, literal, tuple(rows), MappingProxyType(objects))


_PREDICATES = {match: prefixed(f"<{match}>") for match in MATCHES}


def _row(mapping: Mapping) -> CodeMapping:
    if not mapping.subject_label:
        raise ValueError("subject_label is empty")
    if mapping.predicate not in _PREDICATES:
        raise ValueError(f"predicate_id is <{mapping.predicate}>, not a SKOS mapping property")
    target = f"<{mapping.object}>" if mapping.object else mapping.object_label
    return CodeMapping(mapping.subject_label, _PREDICATES[mapping.predicate], target, mapping.value("comment"))


def _check_repeated(mapping: CodeMapping, earlier: tuple[str, ...], cardinality: str) -> None:
    if mapping.object in earlier:
        raise ValueError(f"{mapping.code!r} is mapped to the same object twice")
    if earlier and not cardinality.endswith(":n"):
        raise ValueError(f"{mapping.code!r} is already mapped to {earlier[0]}")
