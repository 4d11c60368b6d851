"""Dataset view: what the page of a record shows, computed from the record's statements.

The view is a tree of plain values in the reader's language; the template only lays it out. Which property becomes
which row of the table of facts is declared in ``FACTS``. Addresses become links only when they are http or https.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from catalogue.document import Box, boxes
from vocab.label import normalise
from vocab.namespace import (
    ADMS,
    CNT,
    DCAT,
    DCTERMS,
    DQV,
    FOAF,
    GEODCATAP,
    PROV,
    RDFS,
    SKOS,
    VCARD,
)
from vocab.term import Term, iri_value, is_iri, value

from .address import Item, concept_search, is_web_address, link, short_name
from .naming import Naming
from .statements import Statements
from .texts import MetadataText, Reader


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the table of facts: the key of its name in the texts, and its values."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts that belong together: the key of their heading in the texts, and the rows."""

    name: str
    facts: tuple[Fact, ...]


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
    """A concept that a record is linked to: its label, the search for it, and its publisher's page."""

    label: MetadataText
    search: str
    href: str


@dataclass(frozen=True, slots=True)
class ConceptGroup:
    """Concepts of one vocabulary."""

    vocabulary: MetadataText
    concepts: tuple[ConceptItem, ...]


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
    lineage: tuple[MetadataText, ...]
    provenance: tuple[Fact, ...]


_PEOPLE: tuple[tuple[str, Term], ...] = (
    ("publisher", DCTERMS.publisher),
    ("creator", DCTERMS.creator),
    ("contributor", DCTERMS.contributor),
    ("originator", GEODCATAP.originator),
    ("principal_investigator", GEODCATAP.principalInvestigator),
    ("rights_holder", DCTERMS.rightsHolder),
    ("resource_provider", GEODCATAP.resourceProvider),
    ("custodian", GEODCATAP.custodian),
    ("processor", GEODCATAP.processor),
    ("distributor", GEODCATAP.distributor),
    ("user", GEODCATAP.user),
    ("contact", DCAT.contactPoint),
)

FACTS: tuple[tuple[str, tuple[tuple[str, Term, str], ...]], ...] = (
    ("people", tuple((name, prop, "resource") for name, prop in _PEOPLE)),
    (
        "time",
        (
            ("period", DCTERMS.temporal, "period"),
            ("temporal_resolution", DCAT.temporalResolution, "text"),
            ("frequency", DCTERMS.accrualPeriodicity, "resource"),
            ("created", DCTERMS.created, "date"),
            ("issued", DCTERMS.issued, "date"),
            ("modified", DCTERMS.modified, "date"),
            ("version", DCAT.version, "text"),
            ("status", ADMS.status, "resource"),
        ),
    ),
    (
        "place",
        (
            ("place", DCTERMS.spatial, "place"),
            ("extent", DCTERMS.spatial, "extent"),
            ("resolution", DCAT.spatialResolutionInMeters, "metres"),
            ("scale", DQV.hasQualityMeasurement, "scale"),
            ("resolution_text", GEODCATAP.spatialResolutionAsText, "text"),
            ("reference_system", GEODCATAP.referenceSystem, "resource"),
        ),
    ),
    (
        "use",
        (
            ("licence", DCTERMS.license, "resource"),
            ("access", DCTERMS.accessRights, "resource"),
            ("rights", DCTERMS.rights, "resource"),
            ("language", DCTERMS.language, "resource"),
            ("conforms_to", DCTERMS.conformsTo, "resource"),
            ("citation", DCTERMS.bibliographicCitation, "text"),
            ("purpose", GEODCATAP.purpose, "text"),
            ("service_type", DCTERMS.type, "resource"),
            ("endpoint", DCAT.endpointURL, "resource"),
            ("endpoint_description", DCAT.endpointDescription, "resource"),
            ("serves", DCAT.servesDataset, "resource"),
        ),
    ),
    (
        "identity",
        (
            ("identifier", DCTERMS.identifier, "text"),
            ("other_identifier", ADMS.identifier, "identifier"),
            ("alternative", DCTERMS.alternative, "text"),
            ("series", DCAT.inSeries, "resource"),
            ("part_of", DCTERMS.isPartOf, "resource"),
            ("parts", DCTERMS.hasPart, "resource"),
            ("derived_from", PROV.wasDerivedFrom, "resource"),
            ("source", DCTERMS.source, "resource"),
            ("relation", DCTERMS.relation, "resource"),
            ("replaces", DCTERMS.replaces, "resource"),
            ("replaced_by", DCTERMS.isReplacedBy, "resource"),
            ("referenced_by", DCTERMS.isReferencedBy, "resource"),
            ("landing_page", DCAT.landingPage, "resource"),
            ("documentation", FOAF.page, "resource"),
            ("comment", RDFS.comment, "text"),
        ),
    ),
)
"""Groups of facts: each row's name in the texts, its property, and the method of ``_Maker`` that reads its values."""

_PROVENANCE: tuple[tuple[str, Term, str], ...] = (
    ("record_identifier", DCTERMS.identifier, "text"),
    ("record_created", DCTERMS.created, "date"),
    ("record_issued", DCTERMS.issued, "date"),
    ("record_modified", DCTERMS.modified, "date"),
    ("record_language", DCTERMS.language, "resource"),
    ("record_standard", DCTERMS.conformsTo, "resource"),
    ("record_contact", DCAT.contactPoint, "resource"),
    ("record_source", DCTERMS.source, "resource"),
)

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

_SCALE = GEODCATAP.spatialResolutionAsScale


class _Maker:
    """Makes the parts of a view for one reader."""

    def __init__(self, naming: Naming) -> None:
        self.said = naming.said
        self.reader = naming.reader
        self.vocabulary = naming.vocabulary
        self.name = naming.name
        self._base = naming.base

    def facts(self, subject: Term, rows: Iterable[tuple[str, Term, str]]) -> tuple[Fact, ...]:
        """The rows that have values."""
        made = ((name, getattr(self, how)(self.said.all(subject, prop))) for name, prop, how in rows)
        return tuple(Fact(name, tuple(dict.fromkeys(items))) for name, items in made if items)

    def text(self, terms: Sequence[Term]) -> list[Item]:
        """Literals; those in other languages than the reader's give way to those that are in it."""
        values = self._localised(terms)
        return [self._text_item(item) for item in values]

    def _localised(self, terms: Sequence[Term]) -> list[MetadataText]:
        said = Statements((term, term, term) for term in terms)
        texts = [(value(term), next(iter(said.by_language(term, term)), "")) for term in terms]
        mine = [MetadataText(text) for text, language in texts if language in ("", self.reader.language)]
        return mine or [MetadataText(text, language) for text, language in texts]

    def _text_item(self, text: MetadataText) -> Item:
        href, foreign = link(text.text, self._base)
        return Item(text.text, text.language, href, foreign=foreign)

    def date(self, terms: Sequence[Term]) -> list[Item]:
        """Dates."""
        return [Item(self.reader.date(value(term))) for term in terms]

    def period(self, terms: Sequence[Term]) -> list[Item]:
        """Periods of time."""
        bounds = [(self.said.first(term, DCAT.startDate), self.said.first(term, DCAT.endDate)) for term in terms]
        return [Item(said) for begin, end in bounds if (said := self._span(begin, end))]

    def _span(self, begin: str, end: str) -> str:
        date = self.reader.date
        return self.reader.span(date(begin) if begin else "", date(end) if end else "")

    def place(self, terms: Sequence[Term]) -> list[Item]:
        """Names of places."""
        names = (self.said.by_language(term, SKOS.prefLabel) for term in terms)
        return [Item(*self.reader.metadata(labels)) for labels in names if labels]

    def extent(self, terms: Sequence[Term]) -> list[Item]:
        """Bounding boxes in degrees."""
        return [Item(coordinates(box, self.reader)) for box in self.boxes(terms)]

    def boxes(self, terms: Sequence[Term]) -> list[Box]:
        """Bounding boxes."""
        return [box for term in terms for wkt in self.said.texts(term, DCAT.bbox) for box in boxes(wkt)]

    def metres(self, terms: Sequence[Term]) -> list[Item]:
        """Lengths in metres."""
        unit = self.reader("unit.metre")
        return [Item(f"{self._figure(value(term))}\u00a0{unit}") for term in terms]

    def scale(self, terms: Sequence[Term]) -> list[Item]:
        """Scales, from the quality measurements that hold them."""
        found = []
        for term in terms:
            if _SCALE in self.said.all(term, DQV.isMeasurementOf):
                ratio = _float(self.said.first(term, DQV.value))
                if ratio:
                    found.append(Item(f"1:{self.reader.number(round(1 / ratio))}"))
        return found

    def _figure(self, text: str) -> str:
        number = _float(text)
        return text if number is None else self.reader.number(number)

    def identifier(self, terms: Sequence[Term]) -> list[Item]:
        """Identifiers, with the agency that gave them; those that ``dct:identifier`` gives too are left out."""
        found = []
        for term in terms:
            agency = self.said.first(term, ADMS.schemaAgency)
            for text in self.said.texts(term, SKOS.notation):
                href, foreign = link(text, self._base)
                found.append(Item(text, href=href, note=agency, foreign=foreign))
        return found

    def resource(self, terms: Sequence[Term]) -> list[Item]:
        """Resources by name, linked; a contact with its address."""
        found = []
        for term in terms:
            text, language = self.name(term)
            if not is_iri(term):
                found.append(Item(text, language))
                continue
            mail = self.said.first(term, VCARD.hasEmail) or self.said.first(term, FOAF.mbox)
            page = self.said.first(term, VCARD.hasURL)
            href, foreign = link(page if is_web_address(page) else iri_value(term), self._base)
            found.append(Item(text, language, href, unquote(mail.removeprefix("mailto:")), foreign))
        return found

    def access(self, node: Term) -> Access:
        """A distribution."""
        download, address = self.said.first(node, DCAT.downloadURL), self.said.first(node, DCAT.accessURL)
        target = download or address
        href, foreign = link(target, self._base)
        formats = [*self.said.all(node, DCTERMS.format), *self.said.all(node, DCAT.mediaType)]
        names = dict.fromkeys(self.name(term).text for term in formats)
        size = _float(self.said.first(node, DCAT.byteSize))
        service = [fact for one in self.said.all(node, DCAT.accessService) for fact in self.facts(one, _SERVICE)]
        unnamed = {"": short_name(target, self._base)} if target else {"": self.reader("dataset.distribution")}
        return Access(
            self.reader.metadata(self.said.by_language(node, DCTERMS.title) or unnamed),
            self.reader.metadata(self.said.by_language(node, DCTERMS.description)),
            Item(target, href=href, foreign=foreign) if target else None,
            bool(download),
            tuple(names),
            self.reader.size(size) if size else "",
            (*service, *self.facts(node, _DISTRIBUTION)),
        )

    def concepts(self, terms: Sequence[Term]) -> tuple[ConceptGroup, ...]:
        """Concepts by vocabulary, in the order of the vocabularies; last those that no vocabulary here has."""
        order = {entry.id: entry for entry in self.vocabulary.vocabularies()}
        grouped: dict[str, list[ConceptItem]] = {name: [] for name in (*order, "")}
        for term in terms:
            iri = value(term)
            entry = self.vocabulary.concept(iri)
            item = ConceptItem(self.name(term), concept_search(iri), iri if is_web_address(iri) else "")
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
        found = self._localised(self.said.all(subject, DCAT.keyword))
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
    groups = (FactGroup(name, maker.facts(subject, rows)) for name, rows in FACTS)
    original = next(iter(said.all(record, PROV.wasDerivedFrom)), record)
    lineage = (said.by_language(node, RDFS.label) for node in said.all(subject, DCTERMS.provenance))
    themes = [*said.all(subject, DCAT.theme), *said.all(subject, GEODCATAP.topicCategory)]
    return DatasetView(
        reader.metadata(names) if names else MetadataText(short_name(dataset, naming.base)),
        tuple(reader.others(names)),
        reader.metadata(abstracts),
        tuple(reader.others(abstracts)),
        tuple(_without_repeated_identifiers(group) for group in groups if group.facts),
        tuple(dict.fromkeys(maker.boxes(said.all(subject, DCTERMS.spatial)))),
        tuple(maker.access(node) for node in said.all(subject, DCAT.distribution)),
        maker.concepts(list(dict.fromkeys(themes))),
        maker.concepts(said.all(subject, PROV.wasGeneratedBy, PROV.used)),
        maker.keywords(subject),
        tuple(reader.metadata(labels) for labels in lineage if labels),
        (*maker.facts(record, _PROVENANCE), *maker.facts(original, _PROVENANCE[-1:])),
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


def coordinates(box: Box, reader: Reader) -> str:
    """A bounding box as people write it: ``21.5° S – 19.5° S, 176.5° W – 174.3° W``."""
    latitudes = [_degrees(bound, "north", "south", reader) for bound in dict.fromkeys((box.south, box.north))]
    longitudes = [_degrees(bound, "east", "west", reader) for bound in dict.fromkeys((box.west, box.east))]
    return f"{' – '.join(latitudes)}, {' – '.join(longitudes)}"


def _degrees(bound: float, positive: str, negative: str, reader: Reader) -> str:
    side = "" if bound == 0 else reader(f"compass.{positive if bound > 0 else negative}")
    return f"{reader.number(round(abs(float(bound)), 4))}°{side and chr(0xA0) + side}"


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def kind_key(kind: str) -> str:
    """The key of a class in the texts: ``dataset``, ``series`` or ``service``; ``resource`` for any other."""
    return _KINDS.get(f"<{kind}>", "resource")


_KINDS = {DCAT.Dataset: "dataset", DCAT.DatasetSeries: "series", DCAT.DataService: "service"}
