"""Scope: everything a converter may know while one record is mapped, and where its statements go."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from vocab.decision import Decisions
from vocab.diagnostic import Diagnostic, diagnostic, repair
from vocab.matching import Matcher
from vocab.namespace import DCAT, DCTERMS, RDF
from vocab.term import Term, Triple, iri, literal, segment, short_hash

from .codelist import CodeList
from .link import Link
from .parsing import Node, element_path

T = TypeVar("T")


SHARED = (
    *("address", "agent", "catalog", "checksum-algorithm", "contact", "instrument", "location-address", "metric"),
    *("periodical", "place", "platform", "quality-dimension", "source", "standard", "thesaurus", "unit"),
)
"""The kinds of things that several records may speak of: the first segments of their addresses."""

_SHARED = frozenset(SHARED)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9\-]+")


@dataclass(frozen=True, slots=True)
class Context:
    """What is the same for every record of a run.

    Attributes:
        base: the service's address, without a slash at its end; every minted IRI begins with it.
        codelists: by name.
        matcher: finds concepts by IRI and label.
        decisions: what curators have settled about words.
    """

    base: str
    codelists: Mapping[str, CodeList] = field(repr=False)
    matcher: Matcher = field(repr=False)
    decisions: Decisions = field(default_factory=Decisions, repr=False)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record comes from.

    Attributes:
        hub: id of the hub.
        source: name of the harvest source within the hub.
        identifier: the source's name for the record.
        url: where the record can be fetched again; empty when unknown.
        suffix: set when another record of the hub already has the same address; becomes part of this one's.
    """

    hub: str
    source: str
    identifier: str
    url: str = ""
    suffix: str = ""


class DoubtedBox(NamedTuple):
    """A bounding box that crosses the antimeridian, or whose longitudes are exchanged.

    Attributes:
        term: what it was stated as: crossing.
        bounds: west, south, east and north, in degrees, as text.
        path: where it stands.
        line: in which line, 0 when unknown.
    """

    term: Term
    bounds: tuple[str, str, str, str]
    path: str
    line: int


@dataclass(slots=True)
class Scope:
    """The state of one record's mapping.

    Attributes:
        context: what all records share.
        origin: where the record comes from.
        identifier: the record's own identifier, or the source's name for it.
        identified: whether the identifier is the record's own.
        kind: the class of the described resource: ``dcat:Dataset``, ``dcat:DatasetSeries`` or ``dcat:DataService``.
        language: BCP 47 tag of the record's default language; None when it says none.
        locales: BCP 47 tags of the record's other languages by their local id.
        inherited: what the record says once and is true of each of its distributions, such as the licence.
        laws: the legislation that the record cites, and its categories of high-value datasets, as statements.
        address: where the document stands, for its relative links; empty when unknown.
        formats: names of the formats that the record states for all of its distributions.
        triples: the statements made so far.
        diagnostics: the findings made so far.
        links: what words were taken to mean so far.
        stated: properties that may be stated once only and have been.
        told: properties of the catalogue record for which a table has stated a value.
        placed: people of whom it is known to whom they belong.
        named: the names given so far, by resource, property and language.
        doubted: boxes whose west lies east of their east, until the rest of the record tells what they mean.
        dataset: the IRI of the described resource.
        record: the IRI of its CatalogRecord.
        place: source path of the entry that is being applied; the path of findings that are given none.
    """

    context: Context
    origin: Origin
    identifier: str
    identified: bool = True
    kind: Term = DCAT.Dataset
    language: str | None = None
    locales: Mapping[str, str] = field(default_factory=dict)
    inherited: dict[Term, Term] = field(default_factory=dict)
    laws: list[tuple[Term, Term]] = field(default_factory=list)
    address: str = ""
    formats: tuple[str, ...] = ()
    triples: list[Triple] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    stated: set[Term] = field(default_factory=set)
    told: set[Term] = field(default_factory=set)
    placed: set[Term] = field(default_factory=set)
    named: dict[tuple[Term, Term, str], str] = field(default_factory=dict)
    doubted: list["DoubtedBox"] = field(default_factory=list)
    dataset: Term = ""
    record: Term = ""
    place: str = ""
    _read: dict[tuple[Callable[..., Any], Node], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.origin.url.startswith(("http://", "https://")):
            self.address = self.origin.url
        self.dataset = self.sibling(self.identifier, suffix=self.origin.suffix)
        self.record = self.sibling(self.identifier, suffix=self.origin.suffix, kind="record")

    def sibling(self, identifier: str, *, suffix: str = "", kind: str = "dataset") -> Term:
        """The IRI of a dataset of the same hub, or of its catalogue record."""
        name = segment(identifier) + (f"-{suffix}" if suffix else "")
        return f"<{self.context.base}/{kind}/{self.origin.hub}/{name}>"

    @property
    def original(self) -> Term:
        """The IRI of the bytes that the record was made from."""
        return f"{self.record[:-1]}/original>"

    def part(self, kind: str, key: str) -> Term:
        """A minted IRI below the dataset's, for a thing that ``key`` tells apart from others of its kind."""
        return self.inner(kind, short_hash(key))

    def inner(self, kind: str, name: str) -> Term:
        """A minted IRI below the dataset's, for a thing of which the last segment is known."""
        return f"{self.dataset[:-1]}/{kind}/{name}>"

    def is_part(self, resource: Term) -> bool:
        """Whether an IRI was minted by ``part``."""
        return resource.startswith(f"{self.dataset[:-1]}/")

    def shared(self, kind: str, name: str) -> Term:
        """A minted IRI for a thing that several records may speak of.

        Raises:
            KeyError: the kind is not one of ``SHARED``, so that nothing would answer at its address.
        """
        if kind not in _SHARED:
            raise KeyError(kind)
        address = f"{self.context.base}/{kind}/{name}"
        # a name of letters, digits and hyphens, as nearly all are, has nothing to encode
        return f"<{address}>" if _PLAIN_NAME.fullmatch(name) else iri(address)

    def add(self, subject: Term, predicate: Term, value: Term) -> None:
        """Make a statement."""
        self.triples.append((subject, predicate, value))

    def name(self, subject: Term, prop: Term, text: str, language: str | None, *, other: Term = "") -> None:
        """Give a resource a name, in one line; of several in one language the first stands.

        Args:
            subject: the resource.
            prop: the property that takes one name in each language.
            text: the name.
            language: its BCP 47 tag, or None.
            other: the property that takes the further names; they are left out without one.
        """
        text = " ".join(text.split())
        key = (subject, prop, (language or "").lower())
        first = self.named.setdefault(key, text)
        if first == text:
            self.add(subject, prop, literal(text, language=language))
        elif other:
            self.add(subject, other, literal(text, language=language))

    def add_once(self, subject: Term, prop: Term, value: Term) -> None:
        """Make a statement of a property that takes one value; of several the first stands."""
        if self.named.setdefault((subject, prop, "1"), value) == value:
            self.triples.append((subject, prop, value))

    def describe(self, resource: Term, kind: Term) -> Term:
        """The resource itself, after stating its class."""
        self.triples.append((resource, RDF.type, kind))
        return resource

    def once(self, read: Callable[..., T], element: Node, *more: object) -> T:
        """What a function reads in an element, or knows of a resource, read once for all converters that want to know.

        Args:
            read: the function.
            element: its first argument.
            more: its other arguments, the same each time.
        """
        key = (read, element)
        if key not in self._read:
            self._read[key] = read(element, *more)
        found: T = self._read[key]
        return found

    def stated_of(self, prop: Term) -> frozenset[Term]:
        """The values of a property of the described resource, as stated when this was first asked for."""
        return self.once(_values, prop, self)

    def titles(self) -> list[Term]:
        """The titles of the described resource, in order, as stated when this was first asked for."""
        return self.once(_titles, self.dataset, self)

    def report(self, code: str, *, path: str = "", line: int = 0, excerpt: str = "", detail: str = "") -> None:
        """Record a diagnostic; without a path its place is the entry's that is being applied."""
        path = path or self.place
        self.diagnostics.append(diagnostic(code, path=path, line=line, excerpt=excerpt, detail=detail))

    def repaired(self, code: str, before: str, after: str, *, node: Node = None, path: str = "", line: int = 0) -> None:
        """Record that a value was put right.

        Args:
            code: of the diagnostic; begins with ``repaired.``.
            before: the value as the source has it.
            after: the value that is used in its place.
            node: the element that holds it, from which path and line follow when they are not given.
            path: the source path; the entry's that is being applied, when neither it nor an element is given.
            line: the source line.
        """
        before, after = (" ".join(text.split()) for text in (before, after))
        line = line or getattr(node, "sourceline", None) or 0
        path = path or element_path(node) or self.place
        self.diagnostics.append(repair(code, before, after, path=path, line=line))


def _titles(dataset: Term, scope: Scope) -> list[Term]:
    return [value for subject, prop, value in scope.triples if prop == DCTERMS.title and subject == dataset]


def _values(prop: Term, scope: Scope) -> frozenset[Term]:
    return frozenset(value for subject, other, value in scope.triples if other == prop and subject == scope.dataset)
