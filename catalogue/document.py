"""Search documents: what people look for in a record, read off its statements."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple

from mappings.refine import RefinedRecord
from vocab.label import normalise
from vocab.matching import Matcher
from vocab.namespace import ADMS, DCAT, DCTERMS, FOAF, GEODCATAP, PROV, RDFS, SKOS
from vocab.reach import Reach
from vocab.term import Term, iri_value, is_iri, literal_parts, value

LANGUAGES = ("en", "fr")


class Box(NamedTuple):
    """A bounding box in degrees; west is never greater than east."""

    west: float
    south: float
    east: float
    north: float


class Period(NamedTuple):
    """A period in days since 1970-01-01, each bound open when None; ``end`` is the last moment."""

    begin: float | None
    end: float | None


class FacetValue(NamedTuple):
    """One value of a facet: an IRI or a word, and its labels."""

    facet: str
    value: str
    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class Document:
    """What the search index keeps of a record.

    Attributes:
        title: by language, ``""`` for none.
        abstract: by language.
        keywords: the record's own words.
        others: further text that may be searched: people, places, identifiers, lineage.
        concepts: IRIs of the concepts under which it is found: those linked to it and all that they reach.
        boxes: where.
        periods: when.
        facets: what it can be filtered by.
        links: addresses for access, for the page of results.
        modified: the record's date of last change, as text; empty when unknown.
    """

    title: dict[str, str]
    abstract: dict[str, str]
    keywords: tuple[str, ...]
    others: tuple[str, ...]
    concepts: tuple[str, ...]
    boxes: tuple[Box, ...]
    periods: tuple[Period, ...]
    facets: tuple[FacetValue, ...]
    modified: str = ""
    links: tuple[str, ...] = field(default=())


class _Statements:
    """A record's statements by subject and property."""

    def __init__(self, refined: RefinedRecord) -> None:
        self._values: dict[tuple[Term, Term], list[Term]] = defaultdict(list)
        for subject, predicate, obj in refined.triples:
            self._values[subject, predicate].append(obj)

    def all(self, subject: Term, *path: Term) -> list[Term]:
        subjects = [subject]
        for predicate in path:
            subjects = [obj for s in subjects for obj in self._values.get((s, predicate), ())]
        return subjects

    def texts(self, subject: Term, *path: Term) -> list[str]:
        return [value(term) for term in self.all(subject, *path)]

    def by_language(self, subject: Term, predicate: Term) -> dict[str, str]:
        found: dict[str, str] = {}
        for term in self.all(subject, predicate):
            text, language, _ = literal_parts(term)
            found.setdefault((language or "").partition("-")[0], text)
        return found


_AGENTS = (
    DCTERMS.publisher,
    DCTERMS.creator,
    DCTERMS.rightsHolder,
    GEODCATAP.custodian,
    GEODCATAP.distributor,
    GEODCATAP.originator,
    GEODCATAP.principalInvestigator,
    GEODCATAP.processor,
    GEODCATAP.resourceProvider,
)

KINDS: dict[Term, tuple[str, str, str]] = {
    DCAT.Dataset: ("dataset", "Dataset", "Jeu de données"),
    DCAT.DatasetSeries: ("series", "Series", "Série"),
    DCAT.DataService: ("service", "Service", "Service"),
}
"""Classes of resources, as a word and by language."""

CONCEPT_FACETS = {
    "theme": "theme",
    "parameter": "parameter",
    "topic": "topic",
    "platform": "platform",
    "instrument": "instrument",
    "mission": "mission",
    "place": "place",
}
"""Facets of vocabularies and the search facet that their concepts make."""


def document(refined: RefinedRecord, hub: str, matcher: Matcher, reach: Reach) -> Document:
    """The search document of a record.

    Args:
        refined: the record's statements.
        hub: id of its hub.
        matcher: gives concepts their labels.
        reach: tells under which others a concept is found.
    """
    said = _Statements(refined)
    dataset = refined.dataset
    agents = [agent for prop in _AGENTS for agent in said.all(dataset, prop)]
    names = [name for agent in dict.fromkeys(agents) for name in said.texts(agent, FOAF.name)[:1]]
    places = said.texts(dataset, DCTERMS.spatial, SKOS.prefLabel)
    themes = [*said.all(dataset, DCAT.theme), *said.all(dataset, GEODCATAP.topicCategory)]
    observed = said.all(dataset, PROV.wasGeneratedBy, PROV.used)
    known_places = [term for term in said.all(dataset, DCTERMS.spatial) if is_iri(term) and matcher.concept(term)]
    return Document(
        title=said.by_language(dataset, DCTERMS.title),
        abstract=said.by_language(dataset, DCTERMS.description),
        keywords=tuple(dict.fromkeys(said.texts(dataset, DCAT.keyword))),
        others=tuple(
            dict.fromkeys(
                [
                    refined.identifier,
                    *names,
                    *places,
                    *said.texts(dataset, DCTERMS.identifier),
                    *said.texts(dataset, DCTERMS.alternative),
                    *said.texts(dataset, DCTERMS.provenance, RDFS.label),
                    *said.texts(dataset, DCAT.distribution, DCTERMS.title),
                    *said.texts(dataset, ADMS.identifier, SKOS.notation),
                ]
            )
        ),
        concepts=_concepts([*themes, *observed, *known_places], matcher, reach),
        boxes=tuple(box for wkt in said.texts(dataset, DCTERMS.spatial, DCAT.bbox) for box in boxes(wkt)),
        periods=tuple(_periods(said, dataset)),
        facets=tuple(_facets(refined, hub, said, [*themes, *known_places], observed, matcher)),
        modified=next(iter(said.texts(refined.graph, DCTERMS.modified)), ""),
        links=tuple(dict.fromkeys(said.texts(dataset, DCAT.distribution, DCAT.accessURL))),
    )


RELATIONS: dict[str, tuple[Term, ...]] = {
    "member_of": (DCAT.inSeries, DCTERMS.isPartOf),
    "serves": (DCAT.servesDataset,),
}
"""Relations by which records can be found, as facets: the members of a series, the services of a dataset."""


def _concepts(terms: Iterable[Term], matcher: Matcher, reach: Reach) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for term in filter(is_iri, terms):
        concept = matcher.concept(term)
        found.update(dict.fromkeys(reach.of(iri_value(term if concept is None else concept.iri))))
    return tuple(found)


def _facets(
    refined: RefinedRecord,
    hub: str,
    said: _Statements,
    themes: Sequence[Term],
    observed: Sequence[Term],
    matcher: Matcher,
) -> Iterable[FacetValue]:
    dataset = refined.dataset
    yield FacetValue("hub", hub, hub, hub)
    yield FacetValue("type", *KINDS[refined.kind])
    yield FacetValue("dialect", refined.dialect, refined.dialect, refined.dialect)
    for term in dict.fromkeys([*themes, *observed]):
        concept = matcher.concept(term)
        facet = CONCEPT_FACETS.get(matcher.facets.get(concept.vocabulary, "")) if concept is not None else None
        if concept is not None and facet is not None:
            yield FacetValue(facet, iri_value(concept.iri), concept.label("en"), concept.label("fr"))
        elif concept is None:
            label = next(iter(said.texts(term, SKOS.prefLabel)), iri_value(term))
            yield FacetValue("platform" if term in observed else "parameter", iri_value(term), label, label)
    for relation, props in RELATIONS.items():
        for other in {iri_value(term): None for prop in props for term in said.all(dataset, prop) if is_iri(term)}:
            yield FacetValue(relation, other, other, other)
    for prop in _AGENTS:
        for agent in said.all(dataset, prop):
            for name in said.texts(agent, FOAF.name)[:1]:
                yield FacetValue("organisation", iri_value(agent), name, name)
    coded = (
        ("format", said.all(dataset, DCAT.distribution, DCTERMS.format)),
        ("licence", said.all(dataset, DCTERMS.license) + said.all(dataset, DCAT.distribution, DCTERMS.license)),
        ("access", said.all(dataset, DCTERMS.accessRights)),
    )
    for facet, terms in coded:
        for term in dict.fromkeys(terms):
            if not is_iri(term):
                continue
            concept = matcher.concept(term)
            plain = iri_value(term)
            short = plain.rstrip("/").rpartition("/")[2] or plain
            yield FacetValue(
                facet, plain, concept.label("en") if concept else short, concept.label("fr") if concept else short
            )


def _periods(said: _Statements, dataset: Term) -> Iterable[Period]:
    for period in said.all(dataset, DCTERMS.temporal):
        begin = next((days(text) for text in said.texts(period, DCAT.startDate)), None)
        end = next((days(text, last=True) for text in said.texts(period, DCAT.endDate)), None)
        if begin is not None and end is not None and end < begin:
            begin, end = end, begin
        if begin is not None or end is not None:
            yield Period(begin, end)


def boxes(wkt: str) -> Iterable[Box]:
    """The bounding boxes of the polygons of a WKT literal."""
    for match in re.finditer(r"\(([^()]+)\)", wkt):
        points = [point.split() for point in match[1].split(",")]
        xs, ys = [float(point[0]) for point in points], [float(point[1]) for point in points]
        yield Box(min(xs), min(ys), max(xs), max(ys))


def days(text: str, *, last: bool = False) -> float | None:
    """A date of any precision as days since 1970-01-01: its first moment, or with ``last`` its last."""
    if text.startswith("-"):
        return _days_before_christ(text, last=last)
    parts = [int(part) for part in re.findall(r"\d+", text.partition("T")[0])]
    if not parts or not 1 <= parts[0] <= 9999:
        return None
    try:
        if "T" in text:
            moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return moment.timestamp() / 86400
        first = date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)
        if not last:
            return float(first.toordinal() - _EPOCH)
        if len(parts) == 1:
            following = date(parts[0] + 1, 1, 1) if parts[0] < 9999 else date.max
        elif len(parts) == 2:
            following = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        else:
            return first.toordinal() - _EPOCH + 1 - _MOMENT
        return following.toordinal() - _EPOCH - _MOMENT
    except (ValueError, OverflowError):
        return None


def _days_before_christ(text: str, *, last: bool) -> float | None:
    """A negative year as days since 1970-01-01, to the day or two: calendars of that time differ by more."""
    year = re.match(r"-\d{4,9}", text)
    if year is None:
        return None
    return round((int(year[0]) + last - 1970) * 365.2425) - last * _MOMENT


_EPOCH = date(1970, 1, 1).toordinal()

_MOMENT = 1 / 64
"""Days from the last moment of a period to the next day: an R*Tree keeps 32-bit numbers and rounds ends upwards."""


def searchable(texts: Iterable[str]) -> str:
    """Texts as the index keeps them: their words, normalised and without their plural."""
    return " ".join(word for text in texts for word in words(text))


def words(text: str) -> list[str]:
    """The words of a text as the index keeps them; everything but letters and digits stands between words.

    >>> words("<b>Températures</b> de l'eau, 2 m")
    ['b', 'temperature', 'b', 'de', 'l', 'eau', '2', 'm']
    """
    return [stem(word) for word in _WORD.findall(normalise(text))]


_WORD = re.compile(r"[^\W_]+")


def stem(word: str) -> str:
    """A word without the plural of English or French; AIRS, a sounder, is no plural of air, which has none.

    >>> [stem(w) for w in ("temperatures", "eaux", "gas", "glaciers", "analysis", "salinities", "salinity", "energie")]
    ['temperature', 'eau', 'gas', 'glacier', 'analysis', 'salinity', 'salinity', 'energy']
    """
    if word == "airs":
        return word
    if word.endswith("eaux"):
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word[:-2] + "y" if len(word) > 4 and word.endswith("ie") else word
