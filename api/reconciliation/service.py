"""The service that is asked: every vocabulary or one of them, and who reads the answers."""

from functools import cached_property
from urllib.parse import urlencode

from api.texts import Reader
from vocab.index import Resource, VocabularyEntry, VocabularyIndex
from vocab.namespace import SKOS
from vocab.schema import Relation
from vocab.term import literal_parts

DESCRIPTIVE = (SKOS.definition, SKOS.scopeNote)
"""Properties that say what a concept is, the better first."""

LONGEST_DESCRIPTION = 240
"""Characters of a description beside a name."""


class Service:
    """One reconciliation service.

    Args:
        index: of the vocabularies.
        base: the service's address.
        vocabulary: the one that answers; None for all of them.
        t: who reads the answers.
    """

    def __init__(self, index: VocabularyIndex, base: str, vocabulary: VocabularyEntry | None, t: Reader) -> None:
        self.index = index
        self.base = base
        self.vocabulary = vocabulary
        self.t = t

    @property
    def path(self) -> str:
        """The path of the service's address."""
        return f"/reconcile/{self.vocabulary.id}" if self.vocabulary else "/reconcile"

    @cached_property
    def scope(self) -> frozenset[str]:
        """Ids of the vocabularies that answer."""
        if self.vocabulary:
            return frozenset((self.vocabulary.id,))
        return frozenset(entry.id for entry in self.index.vocabularies())

    def title(self, vocabulary: str) -> str:
        """The title of a vocabulary."""
        entry = self.index.vocabulary(vocabulary)
        return (self.t.metadata(entry.titles).text if entry else "") or vocabulary

    def concept(self, iri: str) -> Resource | None:
        """A concept by IRI, as a vocabulary of the service describes it."""
        return self.index.concept(iri, self.vocabulary.id if self.vocabulary else "")

    def page(self, iri: str) -> str:
        """The address of a concept's page."""
        return f"{self.base}/concept?{urlencode({'uri': iri})}"

    def name(self, resource: Resource, language: str = "") -> str:
        """What a resource is called: in a language, that of the reader, another one; else its code or IRI."""
        label = resource.labels.get(language) or self.t.metadata(resource.labels).text
        return label or resource.notation or resource.iri

    def description(self, resource: Resource) -> str:
        """A line that tells a concept from its namesakes: what it is, else what stands above it; and its vocabulary."""
        said = self.definition(resource)
        if not said:
            above = self.index.objects(resource.number, Relation.BROADER)
            said = " / ".join(self.name(one) for one in above[:3])
        if len(said) > LONGEST_DESCRIPTION:
            said = f"{said[:LONGEST_DESCRIPTION].rsplit(' ', 1)[0]}…"
        title = self.title(resource.vocabulary)
        return f"{said} ({title})" if said else title

    def definition(self, resource: Resource) -> str:
        """What a concept is, in the reader's language or another one; empty when nobody says it."""
        statements = self.index.statements(resource.number)
        for prop in DESCRIPTIVE:
            texts = dict[str, str]()
            for known, term in statements:
                if known == prop and term.startswith('"'):
                    text, language, _ = literal_parts(term)
                    texts.setdefault((language or "").partition("-")[0], " ".join(text.split()))
            if texts:
                return self.t.metadata(texts).text
        return ""
