"""Forms: how publishers write vocabularies, one row each, with the function that reads it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from vocab.diagnostic import Diagnostic
from vocab.registry import Vocabulary
from vocab.term import Triple

from . import rdf
from .document import Document

Tell: TypeAlias = Callable[[Diagnostic], None]
"""Takes what a reader finds amiss."""

Reader: TypeAlias = Callable[[Document, Vocabulary, Tell], Iterator[Triple]]
"""Yields the SKOS statements of a document; raises VocabularyError when it is not of the form at all."""


class Form(NamedTuple):
    """A form.

    Attributes:
        title: what it is.
        specification: where it is described.
        suffixes: of its files, when they tell.
        read: the reader.
    """

    title: str
    specification: str
    suffixes: tuple[str, ...]
    read: Reader


FORMS: dict[str, Form] = {
    "turtle": Form("Turtle", "https://www.w3.org/TR/turtle/", (".ttl",), rdf.turtle),
    "rdfxml": Form("RDF/XML", "https://www.w3.org/TR/rdf-syntax-grammar/", (".rdf", ".xml", ".owl"), rdf.rdfxml),
    "jsonld": Form("JSON-LD", "https://www.w3.org/TR/json-ld11/", (".jsonld", ".json"), rdf.jsonld),
    "ntriples": Form("N-Triples", "https://www.w3.org/TR/n-triples/", (".nt",), rdf.ntriples),
    "trig": Form("TriG", "https://www.w3.org/TR/trig/", (".trig", ".nq"), rdf.trig),
}
"""Every form by the name that stanzas use."""
