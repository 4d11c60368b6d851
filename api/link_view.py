"""Link view: what a record's words were taken to mean, and words without a concept, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.linkage import UnmatchedWord
from mappings.link import Link
from vocab.candidate import Candidate

from .address import Item, concept_search, link
from .naming import Naming
from .texts import MetadataText, Reader


@dataclass(frozen=True, slots=True)
class LinkItem:
    """A word of a record and the concept that it was taken to mean; the address is empty when none was found."""

    text: str
    thesaurus: str
    concept: MetadataText
    href: str
    method: str
    confidence: str


@dataclass(frozen=True, slots=True)
class WordItem:
    """A word without a concept, and what is said of it."""

    text: str
    origin: str
    ambiguous: bool
    records: int
    examples: tuple[Item, ...]
    suggestions: tuple[Item, ...]


def link_items(links: Sequence[Link], naming: Naming) -> tuple[LinkItem, ...]:
    """The links of a record, in their order."""
    return tuple(
        LinkItem(
            found.text,
            found.thesaurus,
            naming.name(f"<{found.concept}>") if found.concept else MetadataText(""),
            concept_search(found.concept) if found.concept else "",
            naming.reader(f"method.{found.method.replace(' ', '_')}"),
            naming.reader.number(round(100 * found.confidence)) + "\u202f%" if found.concept else "",
        )
        for found in links
    )


SHOWN, LIKELY = 3, 0.65
"""Concepts that are suggested for a word on a page, and the least score that they have."""


def word_items(
    words: Sequence[UnmatchedWord], suggested: Sequence[Sequence[Candidate]], reader: Reader, base: str
) -> tuple[WordItem, ...]:
    """Words without a concept, in their order, each with the concepts that it may mean."""
    return tuple(
        WordItem(
            word.text,
            ", ".join((*word.kinds, *word.thesauri)),
            word.ambiguous,
            word.records,
            tuple(_example(dataset, reader.metadata(title), base) for dataset, title in word.examples),
            tuple(
                Item(one.label, one.language, concept_search(one.iri))
                for one in candidates[:SHOWN]
                if one.score >= LIKELY
            ),
        )
        for word, candidates in zip(words, suggested, strict=True)
    )


def _example(dataset: str, title: MetadataText, base: str) -> Item:
    href = link(dataset, base)[0]
    return Item(title.text or href, title.language, href)
