"""Search view: what the page of a search shows, computed from the results."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalogue.document import RELATIONS, Box, stem
from catalogue.search import FACETS, Hit, Results, Search
from mappings.dialect import DIALECTS
from vocab.label import normalise

from .address import concept_address, concept_search, link
from .dataset_view import kind_key
from .fact import coordinates
from .query import SearchParameters, box
from .sparql_examples import search_as_sparql
from .texts import MetadataText, Reader

EXCERPT = 280
"""Characters of an abstract that a result shows."""

HALF_THE_WORLD = 180 * 180
"""Square degrees."""

OPEN_FACETS = ("hub", "type", "parameter", "theme")
"""Facets whose groups are open before anything is chosen."""

_TERMS = 5
_TRIED = 8
_FORMATS = 4
_CARD_FACETS = ("parameter", "theme", "platform", "instrument", "mission", "format")
_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Card:
    """One record that was found."""

    href: str
    title: MetadataText
    hub: str
    hub_title: str
    kind: str
    dialect: str
    excerpt: tuple[tuple[str, bool], ...]
    language: str
    period: str
    place: str
    concepts: tuple[tuple[str, str, str], ...]
    keywords: tuple[str, ...]
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a facet offers."""

    value: str
    label: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet with its values; ``chosen`` counts those that are."""

    name: str
    title: str
    options: tuple[Option, ...]
    chosen: int
    open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A part of the search, the search without it, and the address of that."""

    name: str
    label: str
    without: SearchParameters
    href: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A concept that the words were taken to name."""

    label: MetadataText
    vocabulary: str
    search: str
    page: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """What the page of a search shows; addresses are empty where there is no such page."""

    total: int
    first: int
    last: int
    page: int
    pages: int
    previous: str
    next: str
    page_links: tuple[tuple[int, str], ...]
    cards: tuple[Card, ...]
    facets: tuple[FacetGroup, ...]
    chips: tuple[Chip, ...]
    understood: tuple[Understood, ...]
    suggestions: tuple[tuple[str, str], ...]
    footprints: tuple[Box, ...]
    query_string: str
    sparql: str


def search_address(parameters: SearchParameters, **changes: object) -> str:
    """The address of the page of a search; a change of anything but the page goes back to the first one."""
    query = parameters.query_string(**{"page": 1, **changes})
    return f"/search?{query}" if query else "/search"


def dialect_title(name: str) -> str:
    """What people call a dialect."""
    return next((dialect.title for dialect in DIALECTS if dialect.name == name), name)


class _Maker:
    """Makes the parts of a view for one reader."""

    def __init__(
        self, parameters: SearchParameters, search: Search, hubs: Mapping[str, str], reader: Reader, base: str
    ) -> None:
        self.parameters = parameters
        self.search = search
        self.hubs = hubs
        self.reader = reader
        self.base = base

    def label(self, facet: str, value: str, en: str, fr: str) -> str:
        """A facet's value in the reader's language."""
        if facet == "hub":
            return self.hubs.get(value, value)
        if facet == "dialect":
            return dialect_title(value)
        if facet in RELATIONS and (record := self.search.record(dataset=value)) is not None:
            return self.reader.metadata(record.summary["title"]).text
        return fr if self.reader.language == "fr" else en

    def facet_title(self, facet: str) -> str:
        """What a facet is called."""
        return FACETS[facet][self.reader.language == "fr"]

    def facets(self, results: Results) -> Iterator[FacetGroup]:
        """The facets that have values to offer."""
        for name, counts in results.facets.items():
            wanted = self.parameters.facets.get(name, ())
            offered = [
                Option(one.value, self.label(name, one.value, one.en, one.fr), one.number, one.value in wanted)
                for one in counts
            ]
            known = {option.value for option in offered}
            missing = [self.search.facet_label(name, value) for value in wanted if value not in known]
            offered += [Option(one.value, self.label(*one), 0, chosen=True) for one in missing]
            if offered:
                chosen = sum(option.chosen for option in offered)
                yield FacetGroup(
                    name, self.facet_title(name), tuple(offered), chosen, chosen > 0 or name in OPEN_FACETS
                )

    def chips(self) -> Iterator[Chip]:
        """The parts of the search, each with the search that leaves it out."""
        asked, t = self.parameters, self.reader
        if asked.q:
            yield self._chip(t("search.text"), asked.q, q="")
        if asked.concept:
            entry = self.search.vocabulary.concept(asked.concept)
            label = t.metadata(entry.labels).text if entry else asked.concept
            yield self._chip(t("search.concept"), label, concept="")
        if (area := box(asked.bbox)) is not None:
            yield self._chip(t("search.box"), coordinates(area, t), bbox="")
        if asked.begin or asked.end:
            begin, end = (t.date(text) if text else "" for text in (asked.begin, asked.end))
            yield self._chip(t("search.period"), t.span(begin, end), begin="", end="")
        for name, values in asked.facets.items():
            for value in values:
                rest = {**asked.facets, name: tuple(other for other in values if other != value)}
                label = self.label(*self.search.facet_label(name, value))
                yield self._chip(self.facet_title(name), label, facets=rest)

    def _chip(self, name: str, label: str, **changes: Any) -> Chip:
        without = replace(self.parameters, page=1, **changes)
        return Chip(name, label, without, search_address(without))

    def suggestions(self, chips: Sequence[Chip]) -> Iterator[tuple[str, str]]:
        """What could be tried when nothing was found: leaving out one part, or all words but one."""
        tried = [(self.reader("search.suggest_without", label=c.label, name=c.name), c.without) for c in chips]
        words = [word for word in self.parameters.q.split() if len(word) > 2][:_TRIED]
        tried += [
            (self.reader("search.suggest_words", word=word), replace(self.parameters, q=word, page=1))
            for word in words
            if len(words) > 1
        ]
        for label, parameters in tried[:_TRIED] if len(chips) > 1 or len(words) > 1 else ():
            total = self.search.find(replace(parameters.query(), limit=1), facet_values=0).total
            if total:
                yield f"{label} ({self.reader.plural('search.found', total)})", search_address(parameters)
        yield self.reader("search.suggest_all"), "/search"

    def understood(self, results: Results) -> Iterator[Understood]:
        """The concepts that the words were taken to name."""
        titles = {entry.id: entry.titles for entry in self.search.vocabulary.vocabularies()}
        for iri, labels in results.understood.items():
            entry = self.search.vocabulary.concept(iri)
            vocabulary = self.reader.metadata(titles[entry.vocabulary]).text if entry else ""
            yield Understood(self.reader.metadata(labels), vocabulary, concept_search(iri), concept_address(iri))

    def cards(self, results: Results) -> Iterator[Card]:
        """The records of the page."""
        values = self.search.facet_values([hit.dataset for hit in results.hits], _CARD_FACETS)
        labels = [label for labels in results.understood.values() for label in labels.values()]
        wanted = {stem(word) for text in (self.parameters.q, *labels) for word in normalise(text).split()}
        for hit in results.hits:
            found = values[hit.dataset]
            terms = [
                (self.label(*value), concept_search(value.value), concept_address(value.value))
                for facet in _CARD_FACETS[:-1]
                for value in found.get(facet, ())
            ]
            concepts = list({term[0].casefold(): term for term in reversed(terms)}.values())[::-1]
            formats = dict.fromkeys(self.label(*value) for value in found.get("format", ()))
            yield self._card(hit, concepts[:_TERMS], tuple(formats)[:_FORMATS], wanted)

    def _card(
        self, hit: Hit, concepts: Sequence[tuple[str, str, str]], formats: tuple[str, ...], wanted: set[str]
    ) -> Card:
        summary, t = hit.summary, self.reader
        abstract = t.metadata(summary["abstract"])
        known = {normalise(label) for label, _, _ in concepts}
        keywords = [word for word in summary["keywords"] if normalise(word) not in known and len(word) < 60]
        title = t.metadata(summary["title"])
        return Card(
            link(hit.dataset, self.base)[0],
            title if title.text else MetadataText(hit.dataset.rpartition("/")[2]),
            hit.hub,
            self.hubs.get(hit.hub, hit.hub),
            kind_key(hit.kind),
            dialect_title(hit.dialect),
            tuple(marked(excerpt(abstract.text, wanted), wanted)),
            abstract.language,
            summary_period(summary, t),
            " · ".join(coordinates(Box(*area), t) for area in summary["boxes"][:1]),
            tuple(concepts),
            tuple(keywords[: max(0, _TERMS - len(concepts))]),
            formats,
        )


def summary_period(summary: Mapping[str, Any], reader: Reader) -> str:
    """The time that a record is about, from the first to the last of its periods."""
    periods = summary["periods"]
    begins = [begin for begin, _ in periods]
    ends = [end for _, end in periods]
    if not periods:
        return ""
    begin = "" if None in begins else reader.day(min(begins))
    end = "" if None in ends else reader.day(max(ends))
    return reader.span(begin, end)


def excerpt(text: str, wanted: set[str]) -> str:
    """The part of a text around the first word that is looked for, cut between words."""
    if len(text) <= EXCERPT:
        return text
    found = next((match.start() for match in _WORD.finditer(text) if _is_wanted(match[0], wanted)), 0)
    start = 0 if found < EXCERPT - 60 else text.rfind(" ", 0, found - 80) + 1
    end = start + EXCERPT
    cut = text[start:end] if end >= len(text) else text[start : max(text.rfind(" ", start, end), start + 1)]
    return f"{'…' if start else ''}{cut}{'' if end >= len(text) else '…'}"


def marked(text: str, wanted: set[str]) -> Iterator[tuple[str, bool]]:
    """A text in pieces, those that are looked for marked; neighbours with one sign between them are one piece."""
    spans: list[tuple[int, int]] = []
    for match in _WORD.finditer(text) if wanted else ():
        if _is_wanted(match[0], wanted):
            if spans and match.start() - spans[-1][1] <= 1:
                spans[-1] = (spans[-1][0], match.end())
            else:
                spans.append(match.span())
    position = 0
    for start, end in spans:
        if start > position:
            yield text[position:start], False
        yield text[start:end], True
        position = end
    if position < len(text):
        yield text[position:], False


def _is_wanted(word: str, wanted: set[str]) -> bool:
    return stem(normalise(word)) in wanted


def search_view(
    parameters: SearchParameters,
    results: Results,
    search: Search,
    hubs: Mapping[str, str],
    reader: Reader,
    base: str,
) -> SearchView:
    """The view of a search for a reader.

    Args:
        parameters: what was asked.
        results: what was found.
        search: gives labels.
        hubs: titles of hubs by id.
        reader: who reads.
        base: the service's address, which its own IRIs begin with.
    """
    maker = _Maker(parameters, search, hubs, reader, base)
    pages = max(1, -(-results.total // parameters.size))
    page = min(parameters.page, pages)
    first = (page - 1) * parameters.size + 1 if results.total else 0
    chips = tuple(maker.chips())
    return SearchView(
        total=results.total,
        first=first,
        last=min(page * parameters.size, results.total),
        page=page,
        pages=pages,
        previous=search_address(parameters, page=page - 1) if page > 1 else "",
        next=search_address(parameters, page=page + 1) if page < pages else "",
        page_links=tuple(_page_links(parameters, page, pages)),
        cards=tuple(maker.cards(results)),
        facets=tuple(maker.facets(results)),
        chips=chips,
        understood=tuple(maker.understood(results)),
        suggestions=() if results.total else tuple(maker.suggestions(chips)),
        footprints=footprints(results.hits),
        query_string=replace(parameters, page=page).query_string(),
        sparql=search_as_sparql(parameters, base),
    )


def footprints(hits: Sequence[Hit]) -> tuple[Box, ...]:
    """Where records are, each place once, the largest first so that none hides another; half the world is no place."""
    boxes = dict.fromkeys(Box(*area) for hit in hits for area in hit.summary["boxes"])
    return tuple(sorted((area for area in boxes if _extent(area) < HALF_THE_WORLD), key=lambda area: -_extent(area)))


def _extent(area: Box) -> float:
    return (area.east - area.west) * (area.north - area.south)


def _page_links(parameters: SearchParameters, page: int, pages: int) -> Iterator[tuple[int, str]]:
    """Numbers and addresses of pages: the first, those around this one, the last; an empty address stands for a gap."""
    shown = [number for number in range(1, pages + 1) if number in (1, pages) or abs(number - page) <= 2]
    before = 0
    for number in shown:
        if number > before + 1:
            yield 0, ""
        yield number, search_address(parameters, page=number)
        before = number
