"""Concept view: what the page of a concept, collection or scheme shows, computed from the vocabulary index.

A concept is called by its label in the reader's language, else in French, in English, in none, in any by its code.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from vocab.address import comparable
from vocab.browsing import Browser, Page
from vocab.hierarchy import Hierarchy
from vocab.index import Resource, VocabularyEntry, VocabularyIndex
from vocab.mapping import CHAINED, INVERSE, MATCHES
from vocab.mapping_index import MappingIndex, Selection, State
from vocab.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, prefixed
from vocab.schema import Kind, LabelKind, Relation
from vocab.term import Term, iri_value, is_iri, literal_parts

from .address import Item, concept_address, link, short_name, tree_address
from .texts import MetadataText, Reader

SHOWN = 50
"""Narrower concepts, members or mappings that a page shows at first."""

PATHS = 8
"""Ways to the top that a page shows."""

NOTES: tuple[tuple[str, tuple[Term, ...]], ...] = (
    ("definition", (SKOS.definition,)),
    ("description", (DCTERMS.description, RDFS.comment)),
    ("scope", (SKOS.scopeNote,)),
    ("note", (SKOS.note,)),
    ("example", (SKOS.example,)),
    ("history", (SKOS.historyNote,)),
    ("change", (SKOS.changeNote,)),
    ("editorial", (SKOS.editorialNote,)),
)
"""The notes that a page shows, by the key of their heading."""

MAX_MAPPINGS = 500
"""Mappings of a concept that are looked at."""

_ELSEWHERE = {
    *(prop for _, properties in NOTES for prop in properties),
    *(SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation),
    *(SKOS.broader, SKOS.narrower, SKOS.related, SKOS.member, SKOS.inScheme, SKOS.topConceptOf, SKOS.hasTopConcept),
    *(SKOS.broaderTransitive, SKOS.narrowerTransitive, SKOS.semanticRelation),
    *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
    *(OWL.deprecated, DCTERMS.isReplacedBy, DCTERMS.created, DCTERMS.modified, DCTERMS.issued),
}
"""Properties that have a place of their own on the page."""

_PLAIN_TYPES = {SKOS.Concept, SKOS.Collection, SKOS.ConceptScheme}


@dataclass(frozen=True, slots=True)
class Branch:
    """A concept in a list or tree: its name, its page, and where the concepts below it are; empty for none."""

    name: MetadataText
    href: str
    notation: str
    deprecated: bool
    tree: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Part of a list of concepts.

    Attributes:
        branches: in their order.
        total: how many the whole list has.
        more: the address of the next part; empty at the end.
    """

    branches: tuple[Branch, ...]
    total: int
    more: str


@dataclass(frozen=True, slots=True)
class LabelRow:
    """The labels in one language; its code is empty for labels without one."""

    language: str
    preferred: str
    alternative: tuple[str, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """Notes of one kind: those that the reader can read, and those in other languages."""

    name: str
    read: tuple[MetadataText, ...]
    others: tuple[MetadataText, ...]


@dataclass(frozen=True, slots=True)
class ConceptView:
    """What the page of a concept shows."""

    iri: str
    kind: str
    types: tuple[str, ...]
    name: MetadataText
    vocabulary: Item
    vocabulary_id: str
    homes: tuple[Item, ...]
    notation: str
    deprecated: bool
    replacements: tuple[Item, ...]
    labels: tuple[LabelRow, ...]
    notes: tuple[NoteGroup, ...]
    paths: tuple[tuple[Item, ...], ...]
    broader: tuple[Branch, ...]
    narrower: Listing
    related: tuple[Branch, ...]
    members: Listing
    collections: tuple[Branch, ...]
    mappings: tuple[tuple[str, tuple[Item, ...]], ...]
    created: str
    modified: str
    rows: tuple[tuple[Item, tuple[Item, ...]], ...]
    defined_term: Mapping[str, Any]


class Lister:
    """Lists concepts of one vocabulary for one reader.

    Args:
        index: of the vocabularies.
        vocabulary: its id.
        reader: who reads.
        base: the service's address.
    """

    def __init__(self, index: VocabularyIndex, vocabulary: str, reader: Reader, base: str) -> None:
        self.browser = Browser(index, vocabulary, reader.language)
        self._vocabulary = vocabulary
        self._reader = reader
        self._base = base

    def name(self, resource: Resource) -> MetadataText:
        """What a resource is called; its notation or a short form of its IRI when it has no label."""
        if resource.labels:
            return self._reader.metadata(resource.labels)
        return MetadataText(resource.notation or short_name(resource.iri, self._base))

    def branch(self, resource: Resource) -> Branch:
        """A concept as lists show it."""
        below = tree_address(self._vocabulary, resource.iri) if resource.narrower or resource.members else ""
        href = concept_address(resource.iri)
        return Branch(self.name(resource), href, resource.notation, resource.deprecated, below)

    def branches(self, resources: Sequence[Resource]) -> tuple[Branch, ...]:
        """Concepts as lists show them, in the order of their names."""
        return tuple(sorted(map(self.branch, resources), key=lambda one: (one.name.text.casefold(), one.href)))

    def listing(self, page: Page, parent: str = "") -> Listing:
        """A part of a list of what is below a concept, or at the top when none is given."""
        more = tree_address(self._vocabulary, parent, page.after) if page.after else ""
        return Listing(tuple(map(self.branch, page.items)), page.total, more)


class _Maker:
    """Makes the parts of a view for one reader."""

    def __init__(self, index: VocabularyIndex, resource: Resource, reader: Reader, base: str) -> None:
        self.index = index
        self.resource = resource
        self.reader = reader
        self.base = base
        self.said = index.statements(resource.number)
        self.lister = Lister(index, resource.vocabulary, reader, base)

    def labels(self) -> Iterator[LabelRow]:
        """Labels by language: the reader's, French, English, the others by their codes, last those without one."""
        found = dict[str, dict[LabelKind, list[str]]]()
        for label in self.index.label_list(self.resource.number):
            if label.kind is not LabelKind.NOTATION:
                found.setdefault(label.language, {}).setdefault(label.kind, []).append(label.text)
        first = (self.reader.language, "fr", "en")
        for language in sorted(found, key=lambda one: (not one, first.index(one) if one in first else 3, one)):
            by_kind = found[language]
            preferred = self.resource.labels.get(language, "")
            yield LabelRow(
                language,
                preferred,
                (
                    *(text for text in by_kind.get(LabelKind.PREFERRED, ()) if text != preferred),
                    *by_kind.get(LabelKind.ALTERNATIVE, ()),
                ),
                tuple(by_kind.get(LabelKind.HIDDEN, ())),
            )

    def notes(self) -> Iterator[NoteGroup]:
        """Notes of each kind: in the reader's language, else in one of the fallbacks; then those in the others."""
        for name, properties in NOTES:
            by_language = dict[str, list[str]]()
            for prop, term in self.said:
                if prop in properties and not is_iri(term):
                    text, language, _ = literal_parts(term)
                    by_language.setdefault(language or "", []).append(text)
            chosen = self.reader.metadata({language: language for language in by_language}).text
            texts = {
                language: [MetadataText(text, "" if language == self.reader.language else language) for text in said]
                for language, said in by_language.items()
            }
            if texts:
                others = (one for language in sorted(texts) if language != chosen for one in texts[language])
                yield NoteGroup(name, tuple(texts[chosen]), tuple(others))

    def paths(self) -> Iterator[tuple[Item, ...]]:
        """The ways from the top to the concept, itself left out."""
        for path in Hierarchy(self.index).paths(self.resource.number, limit=PATHS):
            above = [node for node in path if node.number != self.resource.number]
            if above:
                names = (
                    self.reader.metadata(node.labels)
                    if node.labels
                    else MetadataText(node.notation or short_name(node.iri, self.base))
                    for node in above
                )
                yield tuple(
                    Item(name.text, name.language, concept_address(node.iri))
                    for name, node in zip(names, above, strict=True)
                )

    def mappings(self) -> Iterator[tuple[str, tuple[Item, ...]]]:
        """Mappings by property, those that lead here turned round; each target once, those that follow marked."""
        iri, states, index = self.resource.iri, (State.STATED, State.DERIVED), MappingIndex(self.index)
        # two questions, of which each has its index
        asked = (Selection(subject=iri, states=states), Selection(object=iri, states=states))
        found = dict[str, dict[str, bool]]()
        for _, one in chain.from_iterable(index.find(selection, limit=MAX_MAPPINGS) for selection in asked):
            from_here = comparable(one.subject) == comparable(iri)
            other = one.object if from_here else one.subject
            if not one.negated and comparable(other) != comparable(iri):
                predicate = one.predicate if from_here else INVERSE.get(one.predicate, "")
                targets = found.setdefault(predicate, {})
                targets[other] = targets.get(other, True) and one.justification == CHAINED
        for predicate in MATCHES:
            if said := found.get(predicate):
                # what is stated comes before what follows from it
                ordered = sorted(said, key=lambda other: said[other])
                yield (
                    prefixed(f"<{predicate}>").partition(":")[2],
                    tuple(self._mapped(other, said[other]) for other in ordered),
                )

    def _mapped(self, iri: str, follows: bool) -> Item:
        item = self.target(iri)
        return replace(item, note=f"{item.note} · {self.reader('concept.follows')}") if follows else item

    def target(self, iri: str) -> Item:
        """A concept that may be of any vocabulary, or of none that is loaded."""
        found = self.index.concept(iri) or next(iter(self.index.cited_concepts(iri)), None)
        if found is None:
            href, foreign = link(iri, self.base)
            return Item(short_name(iri, self.base), href=href, foreign=foreign, note=_host(iri))
        name = self.lister.name(found)
        return Item(name.text, name.language, concept_address(found.iri), self.vocabulary_title(found.vocabulary))

    def vocabulary_title(self, id_: str) -> str:
        """What a vocabulary is called."""
        entry = self.index.vocabulary(id_)
        return self.reader.metadata(entry.titles).text if entry else id_

    def rows(self) -> Iterator[tuple[Item, tuple[Item, ...]]]:
        """What else is stated, by property."""
        found = dict[Term, list[Item]]()
        for prop, term in self.said:
            if prop == RDF.type and term in _PLAIN_TYPES:
                continue
            if prop not in _ELSEWHERE:
                found.setdefault(prop, []).append(self._value(term))
        for prop, items in found.items():
            href, foreign = link(iri_value(prop), self.base)
            yield Item(prefixed(prop), href=href, foreign=foreign), tuple(items)

    def _value(self, term: Term) -> Item:
        if not is_iri(term):
            text, language, _ = literal_parts(term)
            return Item(text, "" if language == self.reader.language else language or "")
        iri = iri_value(term)
        if self.index.resource(iri, kind=Kind.CONCEPT | Kind.COLLECTION | Kind.SCHEME) is not None:
            return self.target(iri)
        href, foreign = link(iri, self.base)
        return Item(prefixed(term), href=href, foreign=foreign)

    def defined_term(self, entry: VocabularyEntry | None) -> dict[str, Any]:
        """The concept in the words of schema.org, for search engines."""
        resource = self.resource
        definitions = [literal_parts(o) for p, o in self.said if p == SKOS.definition and not is_iri(o)]
        exact = [m.object for m in self.index.mappings_from(resource.iri) if m.predicate == "exactMatch"]
        labels = self.index.label_list(resource.number)
        said: dict[str, Any] = {
            "@context": "https://schema.org",
            "@type": "DefinedTermSet" if resource.kind & Kind.SCHEME else "DefinedTerm",
            "@id": resource.iri,
            "url": resource.iri,
            "name": [_tagged(text, language) for language, text in sorted(resource.labels.items())],
            "alternateName": [_tagged(o.text, o.language) for o in labels if o.kind is LabelKind.ALTERNATIVE],
            "description": [_tagged(text, language or "") for text, language, _ in definitions],
            "termCode": resource.notation,
            "sameAs": exact[:SHOWN],
        }
        if entry is not None and not resource.kind & Kind.SCHEME:
            titles = [_tagged(text, language) for language, text in sorted(entry.titles.items())]
            said["inDefinedTermSet"] = {"@type": "DefinedTermSet", "@id": entry.scheme, "name": titles}
        return {name: value for name, value in said.items() if value}


def concept_view(index: VocabularyIndex, resource: Resource, reader: Reader, base: str) -> ConceptView:
    """The view of a concept, collection or scheme for a reader.

    Args:
        index: of the vocabularies.
        resource: what is shown.
        reader: who reads.
        base: the service's address.
    """
    maker, number = _Maker(index, resource, reader, base), resource.number
    lister, entry = maker.lister, index.vocabulary(resource.vocabulary)
    related = [*index.objects(number, Relation.RELATED), *index.subjects(number, Relation.RELATED)]
    replaced = [iri_value(o) for p, o in maker.said if p == DCTERMS.isReplacedBy and is_iri(o)]
    browser, below = lister.browser, resource.iri
    narrower = browser.tops(size=SHOWN) if resource.kind & Kind.SCHEME else browser.narrower(resource, size=SHOWN)
    return ConceptView(
        iri=resource.iri,
        kind=kind_of(resource),
        types=tuple(
            name.text
            for name in (maker.target(type_) for type_ in resource.types)
            if f"<{name.text}>" not in _PLAIN_TYPES and not name.text.startswith(("skos:", "isothes:"))
        ),
        name=lister.name(resource),
        vocabulary=Item(maker.vocabulary_title(resource.vocabulary), href=f"/vocabulary/{resource.vocabulary}"),
        vocabulary_id=resource.vocabulary,
        homes=tuple(
            Item(maker.vocabulary_title(id_), href=f"{concept_address(resource.iri)}&vocabulary={id_}")
            for id_ in index.homes(resource.iri)
            if id_ != resource.vocabulary
        ),
        notation=resource.notation,
        deprecated=resource.deprecated,
        replacements=tuple(map(maker.target, replaced)),
        labels=tuple(maker.labels()),
        notes=tuple(maker.notes()),
        paths=tuple(maker.paths()),
        broader=lister.branches(index.objects(number, Relation.BROADER)),
        narrower=lister.listing(narrower, "" if resource.kind & Kind.SCHEME else below),
        related=lister.branches(list({one.number: one for one in related}.values())),
        members=lister.listing(browser.members(resource, size=SHOWN), below),
        collections=lister.branches(index.subjects(number, Relation.MEMBER)),
        mappings=tuple(maker.mappings()),
        created=resource.created,
        modified=resource.modified,
        rows=tuple(maker.rows()),
        defined_term=maker.defined_term(entry),
    )


def kind_of(resource: Resource) -> str:
    """The key of what a resource is: ``concept``, ``scheme``, ``group``, ``array`` or ``collection``."""
    kinds = (
        (Kind.CONCEPT, "concept"),
        (Kind.SCHEME, "scheme"),
        (Kind.GROUP, "group"),
        (Kind.ARRAY, "array"),
        (Kind.COLLECTION, "collection"),
    )
    return next((name for kind, name in kinds if resource.kind & kind), "concept")


def _tagged(text: str, language: str) -> str | dict[str, str]:
    return {"@language": language, "@value": text} if language else text


def _host(iri: str) -> str:
    try:
        return urlsplit(iri).hostname or ""
    except ValueError:
        return ""
