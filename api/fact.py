"""Facts: what a record says of its subject, property by property, in the reader's language.

Which property becomes which row is declared in ``FACTS``. Addresses become links only when they are http or https.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from catalogue.document import Box, boxes
from vocab.namespace import ADMS, DCAT, DCTERMS, DQV, FOAF, GEODCATAP, PROV, RDFS, SKOS, VCARD
from vocab.term import Term, iri_value, is_iri, value

from .address import Item, is_web_address, link
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
            ("sample", ADMS.sample, "resource"),
            ("comment", RDFS.comment, "text"),
        ),
    ),
)
"""Groups of facts: each row's name in the texts, its property, and the method of ``Facts`` that reads its values."""

PROVENANCE: tuple[tuple[str, Term, str], ...] = (
    ("record_identifier", DCTERMS.identifier, "text"),
    ("record_created", DCTERMS.created, "date"),
    ("record_issued", DCTERMS.issued, "date"),
    ("record_modified", DCTERMS.modified, "date"),
    ("record_language", DCTERMS.language, "resource"),
    ("record_standard", DCTERMS.conformsTo, "resource"),
    ("record_contact", DCAT.contactPoint, "resource"),
    ("record_source", DCTERMS.source, "resource"),
)

_SCALE = GEODCATAP.spatialResolutionAsScale


class Facts:
    """Reads facts out of statements, for one reader."""

    def __init__(self, naming: Naming) -> None:
        self.said = naming.said
        self.reader = naming.reader
        self.vocabulary = naming.vocabulary
        self.name = naming.name
        self.base = naming.base

    def of(self, subject: Term, rows: Iterable[tuple[str, Term, str]]) -> tuple[Fact, ...]:
        """The rows that have values."""
        made = ((name, getattr(self, how)(self.said.all(subject, prop))) for name, prop, how in rows)
        return tuple(Fact(name, tuple(dict.fromkeys(items))) for name, items in made if items)

    def text(self, terms: Sequence[Term]) -> list[Item]:
        """Literals; those in other languages than the reader's give way to those that are in it."""
        values = self.localised(terms)
        return [self._text_item(item) for item in values]

    def localised(self, terms: Sequence[Term]) -> list[MetadataText]:
        """The literals that are in the reader's language or in none; all of them where none is."""
        said = Statements((term, term, term) for term in terms)
        texts = [(value(term), next(iter(said.by_language(term, term)), "")) for term in terms]
        mine = [MetadataText(text) for text, language in texts if language in ("", self.reader.language)]
        return mine or [MetadataText(text, language) for text, language in texts]

    def _text_item(self, text: MetadataText) -> Item:
        href, foreign = link(text.text, self.base)
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
                ratio = number_of(self.said.first(term, DQV.value))
                if ratio:
                    found.append(Item(f"1:{self.reader.number(round(1 / ratio))}"))
        return found

    def _figure(self, text: str) -> str:
        number = number_of(text)
        return text if number is None else self.reader.number(number)

    def identifier(self, terms: Sequence[Term]) -> list[Item]:
        """Identifiers, with the agency that gave them; those that ``dct:identifier`` gives too are left out."""
        found = []
        for term in terms:
            agency = self.said.first(term, ADMS.schemaAgency)
            for text in self.said.texts(term, SKOS.notation):
                href, foreign = link(text, self.base)
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
            href, foreign = link(page if is_web_address(page) else iri_value(term), self.base)
            found.append(Item(text, language, href, unquote(mail.removeprefix("mailto:")), foreign))
        return found


def coordinates(box: Box, reader: Reader) -> str:
    """A bounding box as people write it: ``21.5° S – 19.5° S, 176.5° W – 174.3° W``."""
    latitudes = [_degrees(bound, "north", "south", reader) for bound in dict.fromkeys((box.south, box.north))]
    longitudes = [_degrees(bound, "east", "west", reader) for bound in dict.fromkeys((box.west, box.east))]
    return f"{' – '.join(latitudes)}, {' – '.join(longitudes)}"


def _degrees(bound: float, positive: str, negative: str, reader: Reader) -> str:
    side = "" if bound == 0 else reader(f"compass.{positive if bound > 0 else negative}")
    return f"{reader.number(round(abs(float(bound)), 4))}°{side and chr(0xA0) + side}"


def number_of(text: str) -> float | None:
    """The number that a text is; None when it is none."""
    try:
        return float(text)
    except ValueError:
        return None
