"""SSSOM: mapping sets as files (SSSOM 1.1, the serialisation formats).

SSSOM/TSV is a block of YAML behind ``#`` signs and a table; it is read as a stream. Beside it stand JSON, as the data
model writes itself down, and plain SKOS. An address may stand where a CURIE should, because curators paste addresses.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Mapping as Dictionary
from itertools import chain
from typing import Any

import orjson
import yaml

from .errors import VocabularyError
from .mapping import BUILT_IN, MATCHES, NO_LICENCE, SET_SLOTS, SLOTS, Kind, Mapping, MappingSet, Slot
from .term import TermError, Triple, iri, iri_value

MOST_METADATA = 1_000_000
"""Characters that the metadata of a set may have."""

VERSION = "1.1"
"""Of the specification that is written."""


class SssomError(VocabularyError):
    """A mapping set is malformed; the message names file, line and column."""


def read(
    name: str, lines: Iterable[str], metadata: str = "", check: Callable[[Mapping], object] | None = None
) -> tuple[MappingSet, Iterator[Mapping]]:
    """A mapping set: what it says of itself at once, its mappings one by one.

    What a set states for all of its mappings is handed on to them where the table has no such column.

    Args:
        name: of the file, for messages.
        lines: of an SSSOM/TSV file.
        metadata: the YAML of the set, when it stands in a file of its own.
        check: raises ValueError about a mapping that the caller does not take.

    Raises:
        SssomError: the metadata or the head of the table is malformed; while mappings are drawn, one of them is.
    """
    source = enumerate(lines, 1)
    block, head = list[str](), None
    for number, line in source:
        text = line.removeprefix("\ufeff") if number == 1 else line
        if not text.startswith("#"):
            head = (number, text)
            break
        block.append(text[1:])
    said = _metadata(name, "\n".join(line.rstrip("\r\n") for line in block) if block else metadata)
    mapping_set, shared = _mapping_set(name, said)
    while head is not None and not head[1].strip():
        head = next(source, None)
    if head is None:
        raise SssomError(f"{name}: no table")
    columns = head[1].rstrip("\r\n").split("\t")
    _check_columns(name, head[0], columns)
    table = _Table(name, head[0], columns, mapping_set, shared, check)
    return mapping_set, table.mappings(line for _, line in source)


def _metadata(name: str, text: str) -> dict[str, Any]:
    if len(text) > MOST_METADATA:
        raise SssomError(f"{name}: the metadata are longer than {MOST_METADATA} characters")
    try:
        for token in yaml.scan(text, Loader=yaml.BaseLoader) if _SPECIAL.search(text) else ():
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken | yaml.TagToken | yaml.DirectiveToken):
                line = token.start_mark.line + 1
                raise SssomError(f"{name}:{line}: anchors, tags and directives are not allowed")
        said = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes nothing but texts, lists and mappings
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SssomError(f"{name}:{line}: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise SssomError(f"{name}: {error}") from error
    if not isinstance(said, dict):
        raise SssomError(f"{name}: the metadata block is missing or no list of names and values")
    return said


_SPECIAL = re.compile(r"[&*!]|^%", re.MULTILINE)
"""What anchors, aliases, tags and directives begin with."""


def _mapping_set(name: str, said: dict[str, Any]) -> tuple[MappingSet, dict[str, tuple[str, ...]]]:
    """What a set says of itself, and what it states for all of its mappings."""
    declared = said.get("curie_map") or {}
    if not isinstance(declared, dict) or not all(isinstance(base, str) for base in declared.values()):
        raise SssomError(f"{name}: curie_map is no list of prefixes and addresses")
    prefixes = {**BUILT_IN, **declared}
    slots = dict[str, tuple[str, ...]]()
    for slot, kind in SET_SLOTS.items():
        if (value := said.get(slot)) not in (None, "", []):
            values = value if isinstance(value, list) else [value]
            try:
                slots[slot] = tuple(_value(kind, one, prefixes) for one in values)
            except ValueError as error:
                raise SssomError(f"{name}: {slot} {error}") from error
    if "mapping_set_id" not in slots:
        raise SssomError(f"{name}: lacks mapping_set_id")
    shared = {slot: values for slot, values in slots.items() if SET_SLOTS[slot].shared}
    own = {slot: values for slot, values in slots.items() if slot not in shared and slot != "sssom_version"}
    identifier, title, licence, version = (
        next(iter(own.pop(slot, ())), "")
        for slot in ("mapping_set_id", "mapping_set_title", "license", "mapping_set_version")
    )
    return MappingSet(identifier, title, licence or NO_LICENCE, version, prefixes, tuple(own.items())), shared


def _value(slot: Slot, value: object, prefixes: Dictionary[str, str]) -> str:
    if not isinstance(value, str):
        raise ValueError("is neither a text nor a list of texts")  # noqa: TRY004 - the reader's error, not the caller's
    if slot.kind is Kind.REFERENCE:
        return expand(value, prefixes)
    if slot.kind is Kind.NUMBER:
        _number(value)
    if slot.kind is Kind.DATE and not _DATE.fullmatch(value):
        raise ValueError(f"is {value!r}, not a date")
    return value


_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


def _number(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise ValueError(f"is {value!r}, not a number from 0 to 1")
    return number


def expand(reference: str, prefixes: Dictionary[str, str]) -> str:
    """The IRI that a CURIE, or an address in its place, stands for.

    Raises:
        ValueError: its prefix is not declared, or no IRI comes of it.
    """
    prefix, colon, local = reference.partition(":")
    if colon and prefix in prefixes:
        reference = prefixes[prefix] + local
    elif "://" not in reference:
        raise ValueError(f"is {reference!r}, whose prefix is not in the curie_map")
    try:
        return iri_value(iri(reference))
    except TermError as error:
        raise ValueError(f"is {reference!r}: {error}") from error


def _check_columns(name: str, line: int, columns: Sequence[str]) -> None:
    missing = [slot for slot in ("predicate_id", "mapping_justification") if slot not in columns]
    missing += [
        f"one of {side}_id and {side}_label"
        for side in ("subject", "object")
        if not {f"{side}_id", f"{side}_label"} & set(columns)
    ]
    if missing:
        raise SssomError(f"{name}:{line}: lacks {', '.join(missing)}")
    if repeated := sorted({slot for slot in columns if slot and columns.count(slot) > 1}):
        raise SssomError(f"{name}:{line}: has {', '.join(repeated)} more than once")


_OWN = ("record_id", "subject_id", "subject_label", "predicate_id", "predicate_modifier", "object_id", "object_label")
_ATTRIBUTES = frozenset((*_OWN, "mapping_justification", "confidence"))
"""The slots that are attributes of a mapping."""


class _Table:
    """The table of a set, of which the head has been read."""

    def __init__(
        self,
        name: str,
        line: int,
        columns: Sequence[str],
        mapping_set: MappingSet,
        shared: dict[str, tuple[str, ...]],
        check: Callable[[Mapping], object] | None,
    ) -> None:
        self._name, self._line, self._columns, self._check = name, line, columns, check
        self._set = mapping_set.identifier
        self._prefixes = mapping_set.prefixes
        self._known: dict[str, str] = {}
        self._shared = tuple((slot, values) for slot, values in shared.items() if slot not in columns)
        self._further = [slot for slot in columns if slot in SLOTS and slot not in _ATTRIBUTES]

    def mappings(self, lines: Iterator[str]) -> Iterator[Mapping]:
        rows = csv.reader(lines, delimiter="\t", strict=True)
        while True:
            before = rows.line_num + 1
            try:
                fields = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                raise SssomError(f"{self._name}:{self._line + before}: {error}") from error
            if any(fields):
                try:
                    mapping = self._mapping(fields)
                    if self._check is not None:
                        self._check(mapping)
                except ValueError as error:
                    raise SssomError(f"{self._name}:{self._line + before}: {error}") from error
                yield mapping

    def _mapping(self, fields: list[str]) -> Mapping:
        columns = self._columns
        if len(fields) > len(columns):
            raise ValueError(f"{len(fields)} fields for {len(columns)} columns")
        # editors drop trailing tabs, so that the last, empty fields of a row may be missing
        row = {slot: text for slot, value in zip(columns, fields, strict=False) if (text := value.strip())}
        for slot in ("predicate_id", "mapping_justification"):
            if slot not in row:
                raise ValueError(f"{slot} is empty")
        for side in ("subject", "object"):
            if f"{side}_id" not in row and f"{side}_label" not in row:
                raise ValueError(f"{side}_id and {side}_label are empty")
        negation = row.get("predicate_modifier", "")
        if negation not in ("", "Not"):
            raise ValueError(f"predicate_modifier is {negation!r}, not 'Not'")
        slots = [(slot, self._values(slot, row[slot])) for slot in self._further if slot in row]
        return Mapping(
            self._reference(row, "subject_id"),
            self._reference(row, "predicate_id"),
            self._reference(row, "object_id"),
            row.get("subject_label", ""),
            row.get("object_label", ""),
            bool(negation),
            self._reference(row, "mapping_justification"),
            self._number(row),
            self._set,
            self._reference(row, "record_id"),
            (*slots, *self._shared),
        ).identified()

    def _reference(self, row: dict[str, str], slot: str) -> str:
        return self._expanded(slot, row[slot]) if slot in row else ""

    def _expanded(self, slot: str, reference: str) -> str:
        found = self._known.get(reference)
        if found is None:
            try:
                found = expand(reference, self._prefixes)
            except ValueError as error:
                raise ValueError(f"{slot} {error}") from error
            if len(self._known) < _REMEMBERED:
                self._known[reference] = found
        return found

    @staticmethod
    def _number(row: dict[str, str]) -> float | None:
        if "confidence" not in row:
            return None
        try:
            return _number(row["confidence"])
        except ValueError as error:
            raise ValueError(f"confidence {error}") from error

    def _values(self, slot: str, text: str) -> tuple[str, ...]:
        kind = SLOTS[slot]
        values = [part.strip() for part in text.split("|")] if kind.many else [text]
        if kind.kind is Kind.REFERENCE:
            return tuple(self._expanded(slot, value) for value in values if value)
        try:
            return tuple(_value(kind, value, {}) for value in values if value)
        except ValueError as error:
            raise ValueError(f"{slot} {error}") from error


_REMEMBERED = 20_000
"""CURIEs of which the IRI is remembered while a file is read."""


def write(mapping_set: MappingSet, mappings: Sequence[Mapping], prefixes: Dictionary[str, str] = BUILT_IN) -> str:
    """A mapping set as SSSOM/TSV in its canonical form, in which what all mappings share stands once.

    Args:
        mapping_set: what it says of itself.
        mappings: in any order.
        prefixes: further ones that may be used, such as those of the vocabularies; more are made as needed.
    """
    shorten = _Shortener({**prefixes, **mapping_set.prefixes})
    rows = [_row(mapping, shorten) for mapping in mappings]
    head, shared = _set_values(mapping_set, shorten), _common(rows)
    for slot, value in shared.items():
        if head.setdefault(slot, value) == value:
            for row in rows:
                del row[slot]
    columns = [slot for slot in SLOTS if slot in _REQUIRED or any(slot in row for row in rows)]
    out = io.StringIO()
    for line in _yaml({"curie_map": shorten.used(), **head}):
        out.write(f"#{line}\n")
    table = csv.writer(out, delimiter="\t", lineterminator="\n")
    table.writerow(columns)
    table.writerows(sorted([_cell(row.get(slot)) for slot in columns] for row in rows))
    return out.getvalue()


_REQUIRED = frozenset({"subject_id", "predicate_id", "object_id", "mapping_justification"})


def write_json(
    mapping_set: MappingSet, mappings: Iterable[Mapping], prefixes: Dictionary[str, str] = BUILT_IN
) -> bytes:
    """A mapping set as JSON, which is JSON-LD too: the slots of the data model, references as CURIEs."""
    shorten = _Shortener({**prefixes, **mapping_set.prefixes})
    rows = [
        {slot: float(value) if SLOTS[slot].kind is Kind.NUMBER else value for slot, value in row.items()}  # type: ignore[arg-type]
        for row in (_row(mapping, shorten) for mapping in mappings)
    ]
    head = _set_values(mapping_set, shorten)
    context = {"@vocab": BUILT_IN["sssom"], **BUILT_IN, **shorten.used()}
    return orjson.dumps({"@context": context, **head, "mappings": rows}, option=orjson.OPT_INDENT_2)


def skos(mappings: Iterable[Mapping]) -> Iterator[Triple]:
    """Mappings as SKOS states them, without those that say that something is no match."""
    for mapping in mappings:
        if mapping.predicate in MATCHES and mapping.subject and mapping.object and not mapping.negated:
            yield f"<{mapping.subject}>", f"<{mapping.predicate}>", f"<{mapping.object}>"


def _set_values(mapping_set: MappingSet, shorten: Callable[[str], str]) -> dict[str, str | list[str]]:
    """What a set says of itself, by slot, in the order of the specification."""
    said = {
        "sssom_version": (VERSION,),
        "mapping_set_id": (mapping_set.identifier,),
        "mapping_set_version": (mapping_set.version,),
        "mapping_set_title": (mapping_set.title,),
        "license": (mapping_set.licence,),
        **dict(mapping_set.slots),
    }
    return {slot: _told(kind, values, shorten) for slot, kind in SET_SLOTS.items() if any(values := said.get(slot, ()))}


def _row(mapping: Mapping, shorten: Callable[[str], str]) -> dict[str, str | list[str]]:
    said: dict[str, tuple[str, ...]] = {
        "record_id": (mapping.identifier,),
        "subject_id": (mapping.subject,),
        "subject_label": (mapping.subject_label,),
        "predicate_id": (mapping.predicate,),
        "predicate_modifier": ("Not" if mapping.negated else "",),
        "object_id": (mapping.object,),
        "object_label": (mapping.object_label,),
        "mapping_justification": (mapping.justification,),
        "confidence": ("" if mapping.confidence is None else _decimal(mapping.confidence),),
        **dict(mapping.slots),
    }
    return {slot: _told(kind, values, shorten) for slot, kind in SLOTS.items() if any(values := said.get(slot, ()))}


def _told(slot: Slot, values: Sequence[str], shorten: Callable[[str], str]) -> str | list[str]:
    told = [shorten(value) for value in values] if slot.kind is Kind.REFERENCE else list(values)
    return told if slot.many else told[0]


def _decimal(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _common(rows: Sequence[dict[str, str | list[str]]]) -> dict[str, str | list[str]]:
    """What all rows say alike of that which a set may state for them."""
    first = rows[0] if rows else {}
    shared = [slot for slot in first if SLOTS[slot].shared and slot in SET_SLOTS]
    return {slot: first[slot] for slot in shared if all(row.get(slot) == first[slot] for row in rows)}


def _cell(value: str | list[str] | None) -> str:
    if isinstance(value, list):
        return "|".join(part.replace("|", " ") for part in value)
    return value or ""


def _yaml(said: Dictionary[str, str | list[str] | dict[str, str]]) -> Iterator[str]:
    # the order of the specification, whatever was added at the end
    for slot in sorted(said, key=list(chain(["curie_map"], SET_SLOTS)).index):
        value = said[slot]
        if isinstance(value, dict):
            yield f"{slot}:"
            yield from (f"  {prefix}: {_scalar(base)}" for prefix, base in sorted(value.items()))
        elif isinstance(value, list):
            yield f"{slot}:"
            yield from (f"  - {_scalar(one)}" for one in value)
        else:
            yield f"{slot}: {_scalar(value)}"


def _scalar(text: str) -> str:
    """A text as YAML reads it as nothing but a text."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else orjson.dumps(text).decode()


_PLAIN = re.compile(r"(?:[^\W\d_](?:[\w./()+,%~&=?;'-]|[:#](?=\w|/)(?<! #)| (?=[^#\s]))*|\d{4}-\d\d-\d\d)(?<!:)")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


class _Shortener:
    """Makes CURIEs of IRIs: with the longest prefix that is known, else with one that is made for it."""

    def __init__(self, prefixes: Dictionary[str, str]) -> None:
        self._prefixes = {base: prefix for prefix, base in sorted(prefixes.items(), reverse=True) if base}
        self._used: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def __call__(self, value: str) -> str:
        found = self._known.get(value)
        if found is None:
            found = self._known[value] = self._shorten(value) if value else ""
        return found

    def _shorten(self, value: str) -> str:
        for end in range(len(value) - 1, 0, -1):
            if (prefix := self._prefixes.get(value[:end])) is not None:
                return self._curie(prefix, value[:end], value[end:])
        base = value[: max(value.rfind(sign, 0, -1) for sign in "#/:") + 1]
        taken = set(self._prefixes.values())
        prefix = next(name for number in range(1, len(taken) + 2) if (name := f"ns{number}") not in taken)
        self._prefixes[base] = prefix
        return self._curie(prefix, base, value[len(base) :])

    def _curie(self, prefix: str, base: str, local: str) -> str:
        self._used[prefix] = base
        return f"{prefix}:{local}"

    def used(self) -> dict[str, str]:
        """The prefixes that were used, but for those that need no declaration."""
        return {prefix: base for prefix, base in sorted(self._used.items()) if BUILT_IN.get(prefix) != base}
