"""Vocabulary view: what the pages of vocabularies show."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vocab.alphabet import Alphabet, IndexEntry
from vocab.index import VocabularyEntry, VocabularyIndex
from vocab.label_search import LabelSearch, Terms
from vocab.namespace import DCTERMS, RDFS, SKOS
from vocab.schema import Kind, LabelKind, Relation
from vocab.statistics import count_of_kind, label_counts
from vocab.term import is_iri, literal_parts

from .address import Item, concept_address, link, short_name
from .concept_view import Lister
from .texts import MetadataText, Reader

FOUND = 50
"""Labels that the search of a vocabulary's page shows."""

ENTRIES = 200
"""Labels on a page of the alphabetical index."""

_CREATIVE_COMMONS = re.compile(r"https?://creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/(\d\.\d)/?.*")
_DESCRIPTIONS = (DCTERMS.description, SKOS.definition, SKOS.note, RDFS.comment)


@dataclass(frozen=True, slots=True)
class VocabularySummary:
    """A vocabulary as lists show it."""

    id: str
    href: str
    title: MetadataText
    publisher: str
    hub: str
    concepts: int
    deprecated: int
    languages: tuple[str, ...]
    licence: Item | None
    issued: str
    loaded: str
    facet: str


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """How many labels there are in a language, and the share of concepts that have a preferred one, in per cent."""

    language: str
    preferred: int
    alternative: int
    hidden: int
    share: int


@dataclass(frozen=True, slots=True)
class VocabularyView:
    """What the page of a vocabulary shows."""

    summary: VocabularySummary
    description: tuple[MetadataText, ...]
    scheme: Item
    namespace: str
    homepage: Item
    version: str
    collections: int
    tops: int
    labels: tuple[LabelFigures, ...]
    index_languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundLabel:
    """A label that was looked for or stands in the alphabetical index.

    Attributes:
        text: the label.
        language: its language, when that is another one than the reader's.
        preferred: the name of which it is a synonym; empty when it is that itself.
        href: the page of its concept.
        below: the name of the concept above, when several concepts have this label.
    """

    text: str
    language: str
    preferred: str
    href: str
    below: str = ""


def summary(entry: VocabularyEntry, index: VocabularyIndex, hubs: Mapping[str, str], t: Reader) -> VocabularySummary:
    """A vocabulary as lists show it, for a reader.

    Args:
        entry: the vocabulary.
        index: tells its languages.
        hubs: titles of hubs by id.
        t: who reads.
    """
    counts = label_counts(index, entry.id)
    languages = sorted((one for one in counts if LabelKind.PREFERRED in counts[one] and one), key=lambda one: one)
    licence = None
    if entry.licence:
        href, foreign = link(entry.licence, "")
        licence = Item(licence_name(entry.licence), href=href, foreign=foreign)
    return VocabularySummary(
        entry.id,
        f"/vocabulary/{entry.id}",
        t.metadata(entry.titles),
        entry.publisher,
        hubs.get(entry.hub, entry.hub),
        entry.concepts,
        entry.deprecated,
        tuple(languages or entry.languages),
        licence,
        entry.issued,
        entry.loaded,
        entry.facet,
    )


def licence_name(iri: str) -> str:
    """What a licence is called: one of Creative Commons by its code, any other by a short form of its address.

    >>> licence_name("https://creativecommons.org/licenses/by/4.0/")
    'CC BY 4.0'
    """
    match = _CREATIVE_COMMONS.fullmatch(iri)
    if match is None:
        return short_name(iri, ".")
    code = "CC0" if match[1] == "zero" else f"CC {match[1].upper()}"
    return f"{code} {match[2]}"


def vocabulary_view(
    entry: VocabularyEntry, index: VocabularyIndex, hubs: Mapping[str, str], t: Reader, base: str, tops: int
) -> VocabularyView:
    """The view of a vocabulary for a reader; ``tops`` is the number of its top concepts."""
    counts = label_counts(index, entry.id)
    figures = [
        LabelFigures(
            language,
            by_kind.get(LabelKind.PREFERRED, 0),
            by_kind.get(LabelKind.ALTERNATIVE, 0),
            by_kind.get(LabelKind.HIDDEN, 0),
            round(100 * by_kind.get(LabelKind.PREFERRED, 0) / entry.concepts) if entry.concepts else 0,
        )
        for language, by_kind in counts.items()
        if set(by_kind) - {LabelKind.NOTATION}
    ]
    scheme, homepage = (link(address, base) for address in (entry.scheme, entry.homepage))
    return VocabularyView(
        summary=summary(entry, index, hubs, t),
        description=tuple(_descriptions(index, entry, t)),
        scheme=Item(entry.scheme, href=scheme[0], foreign=scheme[1]),
        namespace=entry.namespace,
        homepage=Item(entry.homepage, href=homepage[0], foreign=homepage[1]),
        version=entry.version,
        collections=count_of_kind(index, entry.id, Kind.COLLECTION),
        tops=tops,
        labels=tuple(sorted(figures, key=lambda one: (-one.preferred, one.language))),
        index_languages=index_languages(index, entry.id, t),
    )


def _descriptions(index: VocabularyIndex, entry: VocabularyEntry, t: Reader) -> Sequence[MetadataText]:
    """What the scheme says of itself in the reader's language, or in one of the fallbacks."""
    resource = index.resource(entry.scheme, entry.id)
    for prop in _DESCRIPTIONS:
        texts = dict[str, str]()
        for stated, term in index.statements(resource.number) if resource else ():
            if stated == prop and not is_iri(term):
                text, language, _ = literal_parts(term)
                texts.setdefault(language or "", text)
        if texts:
            return [t.metadata(texts)]
    return []


def index_languages(index: VocabularyIndex, vocabulary: str, t: Reader) -> tuple[str, ...]:
    """The languages that a vocabulary has labels in: the reader's, French, English, then by code."""
    counts = label_counts(index, vocabulary)
    spoken = [one for one in counts if LabelKind.PREFERRED in counts[one]]
    first = (t.language, "fr", "en")
    return tuple(sorted(spoken, key=lambda one: (first.index(one) if one in first else 3, one)))


def search(index: VocabularyIndex, vocabulary: str, text: str, t: Reader) -> list[FoundLabel]:
    """The labels of a vocabulary that begin with a text, then those that contain it; each concept once."""
    found = dict[str, FoundLabel]()
    for pattern in (f"{text}*", f"*{text}*"):
        terms = Terms(pattern, vocabularies=(vocabulary,), accents=False, deprecated=(vocabulary,), unique=True)
        for hit in LabelSearch(index).find(terms, limit=FOUND):
            name = t.metadata(hit.labels).text
            label = FoundLabel(
                hit.text,
                "" if hit.language == t.language else hit.language,
                "" if name == hit.text else name,
                concept_address(hit.concept),
            )
            found.setdefault(hit.concept, label)
    return list(found.values())[:FOUND]


def index_page(
    index: VocabularyIndex, alphabet: Alphabet, letter: str, after: int, lister: Lister, language: str
) -> tuple[list[FoundLabel], int]:
    """A page of the alphabetical index, and the position to go on behind; 0 at the end."""
    entries: list[IndexEntry] = alphabet.entries(letter, after=after, size=ENTRIES + 1)
    shown = entries[:ENTRIES]
    resources = {one.number: one for one in index.numbered(list(dict.fromkeys(entry.concept for entry in shown)))}
    often = Counter(entry.text for entry in shown)
    found = []
    for entry in shown:
        resource = resources[entry.concept]
        preferred = resource.labels.get(language) or lister.name(resource).text
        above = index.objects(resource.number, Relation.BROADER)[:1] if often[entry.text] > 1 else ()
        found.append(
            FoundLabel(
                entry.text,
                "",
                preferred if entry.alternative else "",
                concept_address(resource.iri),
                "".join(lister.name(one).text for one in above),
            )
        )
    return found, shown[-1].position if len(entries) > ENTRIES else 0
