"""Synthetic records: made from a number, the same each time, with the words, places and times of real catalogues.

Words are drawn from the labels of the vocabularies by Zipf's law; boxes are points, regions, basins or the globe;
periods last a day to forty years. They make a catalogue as large as one likes, without a word of anybody's metadata.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

from catalogue.database import RefinedEntry
from catalogue.document import Box, Document, FacetValue, Period
from mappings.refine import RefinedRecord
from vocab.concept import Concept
from vocab.label import normalise
from vocab.matching import load_matcher
from vocab.namespace import DCAT, DCTERMS, FOAF, RDF
from vocab.term import Triple, iri, iri_value, literal

BASE = "http://127.0.0.1:8000"
HUBS = ("aeris", "formater", "odatis", "theia", "dinamis")
ORGANISATIONS = 400
SPANS = (0.0, 2.0, 20.0, 120.0)
"""Degrees that a box spans, at most."""


class Synthesis:
    """A maker of records.

    Args:
        distributions: of each record; with 12 it has about 60 statements, as many as a real one.

    Attributes:
        concepts: the concepts that records are linked to.
        words: the words that titles, keywords and abstracts are made of, the most frequent first.
    """

    def __init__(self, distributions: int = 12) -> None:
        self._distributions = distributions
        matcher = load_matcher()
        known = matcher.concepts()
        self.concepts: Sequence[Concept] = [one for one in known if matcher.facets[one.vocabulary] != "authority"]
        labels = (normalise(text) for concept in self.concepts for text in concept.labels.values())
        self.words = sorted({word for label in labels for word in label.split() if len(word) > 2})
        random.Random(0).shuffle(self.words)
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    def entries(self, numbers: range, *, edition: int = 0) -> Iterator[RefinedEntry]:
        """The records of some numbers; another edition of a record has the same address and other words."""
        for number in numbers:
            yield self._entry(number, random.Random(f"{edition}/{number}"))

    def _entry(self, number: int, chance: random.Random) -> RefinedEntry:
        hub, name = HUBS[number % len(HUBS)], f"record-{number:07}"
        concepts = chance.sample(self.concepts, 4)
        title, abstract = self._text(chance, 8), self._text(chance, 80)
        keywords = tuple(concept.label("en") for concept in concepts)
        box, period = _box(chance), _period(chance)
        refined = _refined(hub, name, title, abstract, concepts, self._distributions)
        document = Document(
            title={"en": title},
            abstract={"en": abstract},
            keywords=keywords,
            others=(name,),
            concepts=tuple(iri_value(concept.iri) for concept in concepts),
            boxes=(box,),
            periods=(period,),
            facets=tuple(_facets(hub, chance, concepts)),
            modified=f"{chance.randrange(2000, 2026)}-01-01",
        )
        digest = f"{chance.getrandbits(256):064x}"
        return RefinedEntry((hub, "catalogue", name), digest, digest, "bench", "", "", "", refined, document, ())

    def _text(self, chance: random.Random, length: int) -> str:
        return " ".join(chance.choices(self.words, cum_weights=self._weights, k=length))


def _refined(
    hub: str, name: str, title: str, abstract: str, concepts: Sequence[Concept], distributions: int
) -> RefinedRecord:
    dataset, graph = iri(f"{BASE}/dataset/{hub}/{name}"), iri(f"{BASE}/record/{hub}/{name}")
    statements: list[Triple] = [
        (graph, RDF.type, DCAT.CatalogRecord),
        (graph, FOAF.primaryTopic, dataset),
        (dataset, RDF.type, DCAT.Dataset),
        (dataset, DCTERMS.title, literal(title, language="en")),
        (dataset, DCTERMS.description, literal(abstract, language="en")),
    ]
    for concept in concepts:
        statements.append((dataset, DCAT.theme, concept.iri))
        statements.append((dataset, DCAT.keyword, literal(concept.label("en"), language="en")))
    for number in range(distributions):
        part = iri(f"{BASE}/dataset/{hub}/{name}/distribution/{number}")
        statements += [
            (dataset, DCAT.distribution, part),
            (part, RDF.type, DCAT.Distribution),
            (part, DCTERMS.title, literal(f"{title} {number}", language="en")),
            (part, DCAT.accessURL, iri(f"https://data.example/{name}/{number}")),
        ]
    return RefinedRecord(graph, dataset, DCAT.Dataset, "iso19139", name, tuple(statements), ())


def _facets(hub: str, chance: random.Random, concepts: Sequence[Concept]) -> Iterator[FacetValue]:
    yield FacetValue("hub", hub, hub, hub)
    yield FacetValue("type", "dataset", "Dataset", "Jeu de données")
    yield FacetValue("dialect", "iso19139", "iso19139", "iso19139")
    number = chance.randrange(ORGANISATIONS)
    yield FacetValue("organisation", f"{BASE}/agent/{number}", f"Organisation {number}", f"Organisme {number}")
    for concept in concepts:
        yield FacetValue("parameter", iri_value(concept.iri), concept.label("en"), concept.label("fr"))
    for facet, values in (("format", ("NetCDF", "CSV", "GeoTIFF")), ("licence", ("CC_BY_4_0", "CC0"))):
        value = chance.choice(values)
        yield FacetValue(facet, value, value, value)


def _box(chance: random.Random) -> Box:
    span = chance.choice(SPANS)
    west, south = chance.uniform(-180, 180 - span), chance.uniform(-90, 90 - span)
    return Box(west, south, west + chance.random() * span, south + chance.random() * span)


def _period(chance: random.Random) -> Period:
    begin = chance.uniform(0, 20_000)
    return Period(begin, begin + chance.choice((1, 30, 365, 14_600)))
