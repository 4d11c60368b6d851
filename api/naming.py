"""Naming: what a resource is called, for a reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vocab.index import VocabularyIndex
from vocab.namespace import DCTERMS, FOAF, RDFS, SKOS, VCARD
from vocab.term import Term, iri_value, is_iri, value

from .address import short_name
from .statements import Statements
from .texts import MetadataText, Reader

NAMES = (SKOS.prefLabel, FOAF.name, VCARD.fn, DCTERMS.title, RDFS.label)
"""Properties that name a resource, in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Names resources for one reader: by a vocabulary, by what is said, as another record's title, or by the IRI.

    Attributes:
        said: statements that may name it.
        reader: who reads.
        vocabulary: gives concepts their labels.
        titles: the titles of a record's resource by language; empty when there is none.
        base: the service's address, which its own IRIs begin with.
    """

    said: Statements
    reader: Reader
    vocabulary: VocabularyIndex
    titles: Callable[[str], Mapping[str, str]]
    base: str

    def name(self, term: Term) -> MetadataText:
        """What a resource is called; a literal is called what it says."""
        if not is_iri(term):
            return MetadataText(value(term))
        iri = iri_value(term)
        entry = self.vocabulary.concept(iri)
        if entry is not None and entry.labels:
            return self.reader.metadata(entry.labels)
        for prop in NAMES:
            if names := self.said.by_language(term, prop):
                return self.reader.metadata(names)
        if titles := self.titles(iri):
            return self.reader.metadata(titles)
        return MetadataText(short_name(iri, self.base))
