"""Resource view: what the page of any other resource shows: what is said of it, and what refers to it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from vocab.index import VocabularyIndex
from vocab.namespace import DCTERMS, FOAF, RDF, RDFS, SKOS, VCARD, prefixed
from vocab.term import Term, Triple, iri_value, is_iri, literal_parts

from .address import Item, concept_search, link, short_name
from .statements import Statements
from .texts import MetadataText, Reader

_NAMES = (SKOS.prefLabel, FOAF.name, VCARD.fn, DCTERMS.title, RDFS.label)

MAX_INCOMING = 200
"""Statements that lead to the resource that the page shows."""


@dataclass(frozen=True, slots=True)
class ResourceView:
    """What the page of a resource shows.

    Attributes:
        iri: of the resource.
        name: what it is called.
        types: its classes.
        rows: properties and values, classes left out.
        incoming: what refers to it: the resource and its properties that do.
        incoming_total: how many statements do.
        search: the search for records about it; empty when it is no concept.
    """

    iri: str
    name: MetadataText
    types: tuple[Item, ...]
    rows: tuple[tuple[Item, tuple[Item, ...]], ...]
    incoming: tuple[tuple[Item, tuple[Item, ...]], ...]
    incoming_total: int
    search: str


def resource_view(
    iri: str,
    statements: Iterable[Triple],
    incoming: Sequence[Triple],
    reader: Reader,
    vocabulary: VocabularyIndex,
    titles: Callable[[str], Mapping[str, str]],
    base: str,
) -> ResourceView:
    """The view of a resource for a reader.

    Args:
        iri: of the resource.
        statements: what is said of it, and perhaps of its parts.
        incoming: statements whose object it is.
        reader: who reads.
        vocabulary: gives concepts their labels.
        titles: the titles of a record's resource by language; empty when there is none.
        base: the service's address, which its own IRIs begin with.
    """
    said, subject = Statements(statements), f"<{iri}>"

    def item(term: Term) -> Item:
        names = titles(iri_value(term)) if is_iri(term) else {}
        found = _item(term, said, reader, vocabulary, base)
        return (
            replace(found, text=title.text, language=title.language)
            if (title := reader.metadata(names)).text
            else found
        )

    arriving: dict[Term, list[Item]] = {}
    for other, prop, _ in incoming[:MAX_INCOMING]:
        arriving.setdefault(other, []).append(_property(prop, base))
    entry = vocabulary.concept(iri)
    rows = said.of(subject)
    types = rows.pop(RDF.type, [])
    is_concept = entry is not None or SKOS.Concept in types
    return ResourceView(
        iri,
        _name(subject, said, reader, vocabulary, base),
        tuple(item(one) for one in dict.fromkeys(types)),
        tuple(
            (_property(prop, base), tuple(item(one) for one in dict.fromkeys(values))) for prop, values in rows.items()
        ),
        tuple((item(one), tuple(dict.fromkeys(props))) for one, props in arriving.items()),
        len(incoming),
        concept_search(iri) if is_concept else "",
    )


def _property(prop: Term, base: str) -> Item:
    href, foreign = link(iri_value(prop), base)
    return Item(prefixed(prop), href=href, foreign=foreign)


def _name(term: Term, said: Statements, reader: Reader, vocabulary: VocabularyIndex, base: str) -> MetadataText:
    entry = vocabulary.concept(iri_value(term))
    if entry is not None and entry.labels:
        return reader.metadata(entry.labels)
    for prop in _NAMES:
        if names := said.by_language(term, prop):
            return reader.metadata(names)
    return MetadataText(short_name(iri_value(term), base))


def _item(term: Term, said: Statements, reader: Reader, vocabulary: VocabularyIndex, base: str) -> Item:
    if not is_iri(term):
        text, language, datatype = literal_parts(term)
        note = short_name(datatype, base) if datatype else ""
        return Item(text, "" if language == reader.language else language or "", note=note)
    iri = iri_value(term)
    name = _name(term, said, reader, vocabulary, base)
    if vocabulary.concept(iri) is not None:
        return Item(name.text, name.language, f"/concept?{urlencode({'uri': iri})}", short_name(iri, base))
    href, foreign = link(iri, base)
    if iri.startswith("mailto:"):
        return Item(iri.removeprefix("mailto:"))
    return Item(name.text, name.language, href, foreign=foreign)
