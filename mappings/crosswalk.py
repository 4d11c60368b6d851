"""Crosswalks: tables that say which source path becomes which RDF property, and how.

A table is made of five kinds of entries. A ``Row`` maps the values at a path to one property. A ``Choice`` maps them to
properties that depend on the value. A ``Node`` makes a resource of its own (a Distribution, an Agent) from each element
at a path and maps the entries inside it. ``Under`` moves to a path and goes on about the same resource. An
``Ignore`` names what is left out, and why.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from vocab.namespace import RDF, prefixed
from vocab.term import Term, TermError

from .converters.xml import all_text
from .errors import ConversionError
from .parsing import Node as SourceNode
from .parsing import XmlElement
from .path import CompiledPath, PathLanguage
from .scope import Scope

Converter: TypeAlias = Callable[[SourceNode, Scope], Iterable[Term]]
"""From a source node to RDF terms; raises ConversionError."""

Chooser: TypeAlias = Callable[[SourceNode, Scope], Iterable[tuple[Term, Term]]]
"""From a source node to (property, term) pairs; raises ConversionError."""

Condition: TypeAlias = Callable[[SourceNode, Scope], bool]


class Entry(Protocol):
    """What a table is made of."""

    @property
    def path(self) -> str:
        """The source path, relative to the enclosing entry."""

    @property
    def is_needed(self) -> bool:
        """Whether something is to be done where the path leads to nothing."""

    def apply(self, nodes: Sequence[SourceNode], subject: Term, scope: Scope) -> None:
        """Map the source nodes found at the path to statements about the subject."""

    def bind(self, language: PathLanguage, place: str) -> None:
        """Compile the paths of the entries inside."""

    def when_absent(self, scope: Scope) -> None:
        """What to do where the path leads to nothing."""


@dataclass(slots=True)
class Table:
    """Entries with their compiled paths, ready to be applied to a node.

    Attributes:
        language: in which the paths are written.
        entries: with their paths.
    """

    language: PathLanguage
    entries: tuple[tuple[Entry, CompiledPath], ...]
    _steps: tuple[tuple[Entry, CompiledPath, str, bool], ...] = field(init=False, repr=False)
    _looks: bool = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._steps = tuple((entry, path, path.head, entry.is_needed) for entry, path in self.entries)
        self._looks = any(path.heads for _, path in self.entries)

    def apply(self, node: SourceNode, subject: Term, scope: Scope) -> None:
        """Apply the entries to a node, whose children are looked at once, and not once for each path."""
        children = self.language.children(node) if self._looks else {}
        for entry, path, head, needed in self._steps:
            if head:
                start = children.get(head)
                nodes = () if start is None else start if path.ends else path.follow(start)
            elif path.ends:
                nodes = (node,)
            elif path.heads and children.keys().isdisjoint(path.heads):
                nodes = ()
            else:
                nodes = path.select(node)
            if nodes:
                entry.apply(nodes, subject, scope)
            elif needed:
                entry.when_absent(scope)


def bind_all(rows: Sequence[Entry], language: PathLanguage, place: str) -> Table:
    """Entries with their compiled paths."""
    for entry in rows:
        entry.bind(language, place)
    read = [entry for entry in rows if not isinstance(entry, Ignore)]
    return Table(language, tuple((entry, language.compile(entry.path)) for entry in read))


@dataclass(slots=True)
class Row:
    """Values at a path, as values of one property.

    Attributes:
        prop: the RDF property.
        path: the source path.
        convert: from source node to terms.
        min: fewer values are reported as missing.
        max: further values are left out and reported; None for any number.
        when: only nodes for which it holds.
        about_record: the statement is about the CatalogRecord, not about the enclosing resource.
        note: why it is so, for the documentation.
    """

    prop: Term
    path: str
    convert: Converter
    min: int = 0
    max: int | None = None
    when: Condition | None = None
    about_record: bool = False
    note: str = ""
    place: str = ""

    def bind(self, language: PathLanguage, place: str) -> None:
        """Remember the full path, for diagnostics."""
        self.place = language.join(place, self.path)

    def apply(self, nodes: Sequence[SourceNode], subject: Term, scope: Scope) -> None:
        """Convert each node and state its terms, at most ``max`` of them."""
        if self.about_record:
            subject = scope.record
        scope.place = self.place
        add = scope.triples.append
        prop = self.prop
        count = 0
        for node in nodes:
            if self.when is not None and not self.when(node, scope):
                continue
            try:
                for term in self.convert(node, scope):
                    if self.max is not None and count >= self.max:
                        report(scope, "map.surplus", self.place, node, detail=prefixed(prop))
                        if self.about_record:
                            scope.told.add(prop)
                        return
                    add((subject, prop, term))
                    count += 1
            except (ConversionError, TermError) as error:
                report_error(scope, error, self.place, node)
        if count < self.min:
            self.when_absent(scope)
        if count and self.about_record:
            scope.told.add(prop)

    @property
    def is_needed(self) -> bool:
        """Whether a value is required."""
        return self.min > 0

    def when_absent(self, scope: Scope) -> None:
        """Report a required value that is missing."""
        if self.min:
            scope.report("map.missing", path=self.place, detail=prefixed(self.prop))


@dataclass(slots=True)
class Choice:
    """Values at a path, as values of properties that depend on the value.

    Attributes:
        props: the properties that may come out, for the documentation.
        path: the source path.
        choose: from source node to (property, term) pairs.
        about_record: the statements are about the CatalogRecord.
        note: the rule of choice, for the documentation.
    """

    props: tuple[Term, ...]
    path: str
    choose: Chooser
    about_record: bool = False
    note: str = ""
    place: str = ""

    def bind(self, language: PathLanguage, place: str) -> None:
        """Remember the full path, for diagnostics."""
        self.place = language.join(place, self.path)

    def apply(self, nodes: Sequence[SourceNode], subject: Term, scope: Scope) -> None:
        """State what each node says."""
        if self.about_record:
            subject = scope.record
        add = scope.triples.append
        scope.place = self.place
        for node in nodes:
            try:
                for prop, term in self.choose(node, scope):
                    add((subject, prop, term))
                    if self.about_record:
                        scope.told.add(prop)
            except (ConversionError, TermError) as error:
                report_error(scope, error, self.place, node)

    @property
    def is_needed(self) -> bool:
        """Nothing is required."""
        return False

    def when_absent(self, scope: Scope) -> None:
        """Nothing to do."""


@dataclass(slots=True)
class Node:
    """A resource of its own made from each element at a path.

    A part of the described resource, of which the entries say nothing, is left out.

    Attributes:
        prop: the property that links the enclosing resource to it.
        type: its class.
        path: the source path.
        iri: mints its IRI; None leaves the element out.
        rows: the entries about it, relative to the element.
        when: only elements for which it holds.
        max: further elements are left out and reported.
        about_record: it belongs to the CatalogRecord.
        note: for the documentation.
    """

    prop: Term
    type: Term
    path: str
    iri: Callable[[SourceNode, Scope], Term | None]
    rows: Sequence[Entry]
    when: Condition | None = None
    max: int | None = None
    about_record: bool = False
    note: str = ""
    place: str = ""
    _table: Table = field(init=False, repr=False)

    def bind(self, language: PathLanguage, place: str) -> None:
        """Compile the paths inside."""
        self.place = language.join(place, self.path)
        self._table = bind_all(self.rows, language, self.place)

    def apply(self, nodes: Sequence[SourceNode], subject: Term, scope: Scope) -> None:
        """Make a resource of each element and map what is inside."""
        if self.about_record:
            subject = scope.record
        count = 0
        for node in nodes:
            if self.when is not None and not self.when(node, scope):
                continue
            scope.place = self.place
            try:
                resource = self.iri(node, scope)
            except (ConversionError, TermError) as error:
                report_error(scope, error, self.place, node)
                continue
            if resource is None:
                continue
            if self.max is not None and count >= self.max:
                report(scope, "map.surplus", self.place, node, detail=prefixed(self.prop))
                return
            scope.triples += ((subject, self.prop, resource), (resource, RDF.type, self.type))
            before = len(scope.triples)
            self._table.apply(node, resource, scope)
            if len(scope.triples) == before and scope.is_part(resource):
                del scope.triples[-2:]
            else:
                count += 1

    @property
    def is_needed(self) -> bool:
        """Nothing is required."""
        return False

    def when_absent(self, scope: Scope) -> None:
        """Nothing to do."""


@dataclass(slots=True)
class Under:
    """Entries about the same resource, at a path.

    Attributes:
        path: the source path.
        rows: the entries, relative to the elements at the path.
        max: further elements are left out and reported with ``surplus``.
        surplus: the diagnostic's code for elements beyond ``max``.
    """

    path: str
    rows: Sequence[Entry]
    max: int | None = None
    surplus: str = "map.surplus"
    place: str = ""
    _table: Table = field(init=False, repr=False)

    def bind(self, language: PathLanguage, place: str) -> None:
        """Compile the paths inside."""
        self.place = language.join(place, self.path)
        self._table = bind_all(self.rows, language, self.place)

    def apply(self, nodes: Sequence[SourceNode], subject: Term, scope: Scope) -> None:
        """Map the entries for each element."""
        if self.max is not None and len(nodes) > self.max:
            report(scope, self.surplus, self.place, nodes[self.max])
            nodes = nodes[: self.max]
        for node in nodes:
            self._table.apply(node, subject, scope)

    @property
    def is_needed(self) -> bool:
        """Whether a value inside is required."""
        return any(entry.is_needed for entry, _ in self._table.entries)

    def when_absent(self, scope: Scope) -> None:
        """Report the required values inside as missing."""
        for entry, _ in self._table.entries:
            if entry.is_needed:
                entry.when_absent(scope)


@dataclass(slots=True)
class Ignore:
    """Content that is left out on purpose; nothing is asked for it while records are mapped.

    Attributes:
        path: the source path; everything in and below it is meant.
        why: the reason, for the documentation.
    """

    path: str
    why: str
    place: str = ""

    def bind(self, language: PathLanguage, place: str) -> None:
        """Remember the full path, for the documentation."""
        self.place = language.join(place, self.path)

    def apply(self, nodes: Sequence[SourceNode], subject: Term, scope: Scope) -> None:
        """State nothing."""

    @property
    def is_needed(self) -> bool:
        """Nothing is required."""
        return False

    def when_absent(self, scope: Scope) -> None:
        """Nothing to do."""


def always_content(_text: str) -> bool:
    """Whether a text only fills a field: none does."""
    return False


@dataclass(slots=True)
class Crosswalk:
    """The mapping of one dialect to GeoDCAT-AP 3.1.

    Attributes:
        name: the dialect's name.
        language: in which its paths are written.
        identify: the record's own identifier, or None.
        prepare: sets the scope's kind, language, locales and formats before the entries are applied.
        rows: the table; its paths begin at the record's root.
        is_filler: whether a text only fills a field of this dialect, and is left out wherever it stands.
    """

    name: str
    language: PathLanguage
    identify: Callable[[SourceNode], str | None]
    prepare: Callable[[SourceNode, Scope], None]
    rows: Sequence[Entry]
    is_filler: Callable[[str], bool] = always_content
    _table: Table = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # tables share rows, and a row knows its place in one of them
        self.rows = _own(self.rows)
        self._table = bind_all(self.rows, self.language, "")

    def apply(self, root: SourceNode, scope: Scope) -> None:
        """Map a record; statements and diagnostics gather in the scope."""
        self.prepare(root, scope)
        scope.triples.append((scope.dataset, RDF.type, scope.kind))
        self._table.apply(root, scope.dataset, scope)
        scope.place = ""

    def ignored(self, root: SourceNode) -> Iterator[SourceNode]:
        """The nodes of a record that are left out on purpose."""
        yield from _ignored(self.rows, self.language, root)

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Every entry of the table with its depth, in order, for the documentation."""
        yield from _walk(self.rows, 0)


def _own(rows: Sequence[Entry]) -> list[Entry]:
    return [
        replace(entry, rows=_own(entry.rows)) if isinstance(entry, (Node, Under)) else copy(entry) for entry in rows
    ]


def _walk(rows: Sequence[Entry], depth: int) -> Iterator[tuple[int, Entry]]:
    for entry in rows:
        yield depth, entry
        if isinstance(entry, (Node, Under)):
            yield from _walk(entry.rows, depth + 1)


def _ignored(rows: Sequence[Entry], language: PathLanguage, node: SourceNode) -> Iterator[SourceNode]:
    for entry in rows:
        if isinstance(entry, Ignore):
            yield from language.compile(entry.path).select(node)
        elif isinstance(entry, (Node, Under)):
            for inner in language.compile(entry.path).select(node):
                yield from _ignored(entry.rows, language, inner)


def report(scope: Scope, code: str, place: str, node: SourceNode, *, detail: str = "") -> None:
    """Record a diagnostic about a source node."""
    scope.report(code, path=place, line=getattr(node, "sourceline", None) or 0, excerpt=excerpt(node), detail=detail)


def report_error(scope: Scope, error: ConversionError | TermError, place: str, node: SourceNode) -> None:
    """Record a value that was lost."""
    code, detail = (error.code, error.detail) if isinstance(error, ConversionError) else ("map.iri", str(error))
    report(scope, code, place, node, detail=detail)


def excerpt(node: SourceNode) -> str:
    """The text of a source node, in one line; where there is none, the codes and addresses in its attributes."""
    if not isinstance(node, XmlElement):
        return " ".join(str(node).split())
    text = all_text(node)
    return text or " ".join(value for element in node.iter() for name, value in element.items() if name in _TELLING)


_TELLING = frozenset({"codeListValue", "{http://www.w3.org/1999/xlink}href", "uuidref"})
