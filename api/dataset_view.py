"""Dataset view: what the page of a record shows, computed from the record's statements.

The view is a tree of plain values in the reader's language; the template only lays it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from catalogue.document import Box
from vocab.label import normalise
from vocab.namespace import ADMS, CNT, DCAT, DCTERMS, GEODCATAP, PROV, RDF, RDFS, SCHEMA
from vocab.term import Term, is_iri, value

from .address import Item, concept_address, concept_search, is_web_address, link, short_name
from .fact import FACTS, PROVENANCE, Fact, FactGroup, Facts, number_of
from .naming import Naming
from .texts import MetadataText


@dataclass(frozen=True, slots=True)
class Access:
    """A way to the data: a distribution, or the endpoint of a service."""

    title: MetadataText
    description: MetadataText
    address: Item | None
    download: bool
    formats: tuple[str, ...]
    size: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ConceptItem:
    """A concept that a record is linked to: its label, the search for it, its page here, its publisher's page.

    The pages are empty where there is none.
    """

    label: MetadataText
    search: str
    page: str
    href: str


@dataclass(frozen=True, slots=True)
class ConceptGroup:
    """Concepts of one vocabulary."""

    vocabulary: MetadataText
    concepts: tuple[ConceptItem, ...]


@dataclass(frozen=True, slots=True)
class NamedValue:
    """A ``schema:PropertyValue``: a variable of the data, or what has no property of its own.

    Attributes:
        name: what it is called.
        href: where its meaning is defined; empty when nobody says.
        description: what it means.
        value: what it is, or between what it lies, with its unit.
    """

    name: MetadataText
    href: str
    description: MetadataText
    value: str


@dataclass(frozen=True, slots=True)
class DatasetView:
    """What the page of a record shows of its subject."""

    title: MetadataText
    other_titles: tuple[MetadataText, ...]
    abstract: MetadataText
    other_abstracts: tuple[MetadataText, ...]
    groups: tuple[FactGroup, ...]
    boxes: tuple[Box, ...]
    distributions: tuple[Access, ...]
    themes: tuple[ConceptGroup, ...]
    observation: tuple[ConceptGroup, ...]
    keywords: tuple[MetadataText, ...]
    variables: tuple[NamedValue, ...]
    properties: tuple[NamedValue, ...]
    lineage: tuple[MetadataText, ...]
    provenance: tuple[Fact, ...]


_SERVICE: tuple[tuple[str, Term, str], ...] = (
    ("endpoint", DCAT.endpointURL, "resource"),
    ("endpoint_description", DCAT.endpointDescription, "resource"),
    ("protocol", GEODCATAP.serviceProtocol, "resource"),
)

_DISTRIBUTION: tuple[tuple[str, Term, str], ...] = (
    ("licence", DCTERMS.license, "resource"),
    ("access", DCTERMS.accessRights, "resource"),
    ("rights", DCTERMS.rights, "resource"),
    ("representation", ADMS.representationTechnique, "resource"),
    ("encoding", CNT.characterEncoding, "text"),
)


class _Maker:
    """Makes the parts of a view for one reader."""

    def __init__(self, naming: Naming) -> None:
        self.said = naming.said
        self.reader = naming.reader
        self.vocabulary = naming.vocabulary
        self.name = naming.name
        self.facts = Facts(naming)
        self._base = naming.base

    def access(self, node: Term) -> Access:
        """A distribution."""
        download, address = self.said.first(node, DCAT.downloadURL), self.said.first(node, DCAT.accessURL)
        target = download or address
        href, foreign = link(target, self._base)
        formats = [*self.said.all(node, DCTERMS.format), *self.said.all(node, DCAT.mediaType)]
        names = dict.fromkeys(self.name(term).text for term in formats)
        size = number_of(self.said.first(node, DCAT.byteSize))
        service = [fact for one in self.said.all(node, DCAT.accessService) for fact in self.facts.of(one, _SERVICE)]
        unnamed = {"": short_name(target, self._base)} if target else {"": self.reader("dataset.distribution")}
        return Access(
            self.reader.metadata(self.said.by_language(node, DCTERMS.title) or unnamed),
            self.reader.metadata(self.said.by_language(node, DCTERMS.description)),
            Item(target, href=href, foreign=foreign) if target else None,
            bool(download),
            tuple(names),
            self.reader.size(size) if size else "",
            (*service, *self.facts.of(node, _DISTRIBUTION)),
        )

    def service(self, subject: Term) -> tuple[Access, ...]:
        """The endpoints of a service that has a record of its own."""
        facts = self.facts.of(subject, _SERVICE[1:])
        title = MetadataText(self.reader("dataset.endpoint"))
        found = []
        for endpoint in self.said.texts(subject, DCAT.endpointURL):
            href, foreign = link(endpoint, self._base)
            address = Item(endpoint, href=href, foreign=foreign)
            found.append(Access(title, MetadataText(""), address, False, (), "", facts))
        return tuple(found)

    def named_value(self, node: Term) -> NamedValue:
        """A ``schema:PropertyValue``."""
        names = self.said.by_language(node, SCHEMA.name) or self.said.by_language(node, SCHEMA.alternateName)
        meaning = self.said.first(node, SCHEMA.propertyID)
        name = self.reader.metadata(names) if names else MetadataText(short_name(meaning, self._base))
        texts = self.facts.localised([t for t in self.said.all(node, SCHEMA.value) if not is_iri(t)])
        bounds = [self.said.first(node, prop) for prop in (SCHEMA.minValue, SCHEMA.maxValue)]
        said = ", ".join(_plain(text.text) for text in texts) or " – ".join(dict.fromkeys(filter(None, bounds)))
        unit = self.said.first(node, SCHEMA.unitText) or self.said.first(node, SCHEMA.unitCode)
        return NamedValue(
            name,
            link(meaning, self._base)[0],
            self.reader.metadata(self.said.by_language(node, SCHEMA.description)),
            f"{said} {unit}".strip(),
        )

    def concepts(self, terms: Sequence[Term]) -> tuple[ConceptGroup, ...]:
        """Concepts by vocabulary, in the order of the vocabularies; last those that no vocabulary here has."""
        order = {entry.id: entry for entry in self.vocabulary.vocabularies()}
        grouped: dict[str, list[ConceptItem]] = {name: [] for name in (*order, "")}
        for term in terms:
            iri = value(term)
            entry = self.vocabulary.concept(iri)
            page = concept_address(iri) if entry else ""
            item = ConceptItem(self.name(term), concept_search(iri), page, iri if is_web_address(iri) else "")
            grouped[entry.vocabulary if entry else ""].append(item)
        return tuple(
            ConceptGroup(
                self.reader.metadata(order[name].titles)
                if name
                else MetadataText(self.reader("dataset.other_vocabulary")),
                tuple(items),
            )
            for name, items in grouped.items()
            if items
        )

    def keywords(self, subject: Term) -> tuple[MetadataText, ...]:
        """The record's own words in the reader's language, or in the one that they are in."""
        found = self.facts.localised(self.said.all(subject, DCAT.keyword))
        once = {normalise(keyword.text): keyword for keyword in reversed(found)}
        return tuple(reversed(once.values()))


def dataset_view(dataset: str, graph: str, naming: Naming) -> DatasetView:
    """The view of a record for a reader.

    Args:
        dataset: IRI of the described resource.
        graph: IRI of its catalogue record.
        naming: the record's statements, and who reads them.
    """
    subject, record = f"<{dataset}>", f"<{graph}>"
    said, reader = naming.said, naming.reader
    maker = _Maker(naming)
    names, abstracts = said.by_language(subject, DCTERMS.title), said.by_language(subject, DCTERMS.description)
    groups = (FactGroup(name, maker.facts.of(subject, rows)) for name, rows in FACTS)
    original = next(iter(said.all(record, PROV.wasDerivedFrom)), record)
    lineage = (said.by_language(node, RDFS.label) for node in said.all(subject, DCTERMS.provenance))
    themes = [*said.all(subject, DCAT.theme), *said.all(subject, GEODCATAP.topicCategory)]
    service = DCAT.DataService in said.all(subject, RDF.type)
    return DatasetView(
        reader.metadata(names) if names else MetadataText(short_name(dataset, naming.base)),
        tuple(reader.others(names)),
        reader.metadata(abstracts),
        tuple(reader.others(abstracts)),
        tuple(_without_repeated_identifiers(group) for group in groups if group.facts),
        tuple(dict.fromkeys(maker.facts.boxes(said.all(subject, DCTERMS.spatial)))),
        maker.service(subject) if service else tuple(map(maker.access, said.all(subject, DCAT.distribution))),
        maker.concepts(list(dict.fromkeys(themes))),
        maker.concepts(said.all(subject, PROV.wasGeneratedBy, PROV.used)),
        maker.keywords(subject),
        tuple(dict.fromkeys(map(maker.named_value, said.all(subject, SCHEMA.variableMeasured)))),
        tuple(dict.fromkeys(map(maker.named_value, said.all(subject, SCHEMA.additionalProperty)))),
        tuple(reader.metadata(labels) for labels in lineage if labels),
        (*maker.facts.of(record, PROVENANCE), *maker.facts.of(original, PROVENANCE[-1:])),
    )


def _without_repeated_identifiers(group: FactGroup) -> FactGroup:
    known = {item.text for fact in group.facts if fact.name == "identifier" for item in fact.items}
    kept = []
    for fact in group.facts:
        items = fact.items
        if fact.name == "other_identifier":
            items = tuple(item for item in items if item.text not in known)
        if items:
            kept.append(Fact(fact.name, items))
    return FactGroup(group.name, tuple(kept))


def kind_key(kind: str) -> str:
    """The key of a class in the texts: ``dataset``, ``series`` or ``service``; ``resource`` for any other."""
    return _KINDS.get(f"<{kind}>", "resource")


def _plain(text: str) -> str:
    """A text, or what a JSON object of plain values says, without its signs."""
    try:
        members = orjson.loads(text) if text.startswith("{") else None
    except orjson.JSONDecodeError:
        return text
    if not isinstance(members, dict) or any(isinstance(member, dict) for member in members.values()):
        return text
    lists = ((name, member if isinstance(member, list) else [member]) for name, member in members.items())
    return "; ".join(f"{name}: {', '.join(map(str, member))}" for name, member in lists)


_KINDS = {DCAT.Dataset: "dataset", DCAT.DatasetSeries: "series", DCAT.DataService: "service"}
