"""The syntax of an RDF document, told from its name and first bytes."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from vocab.registry import Vocabulary
from vocab.term import Triple

from . import rdf
from .document import Document
from .statement import Tell

BEGINNING = 8192
"""Bytes that tell the form of a document."""

_READERS: Mapping[str, Callable[[Document, Vocabulary, Tell], Iterator[Triple]]] = MappingProxyType(
    {
        "rdfxml": rdf.rdfxml,
        "jsonld": rdf.jsonld,
        "turtle": rdf.turtle,
        "ntriples": rdf.ntriples,
        "trig": rdf.trig,
    }
)

_SIGNS = (
    ("rdfxml", re.compile(rb"<(?:[\w.-]+:)?RDF[\s>]")),
    ("jsonld", re.compile(rb"\A[\xef\xbb\xbf\s]*[{\[]\s*[\"{}]")),
    ("turtle", re.compile(rb"(?im)^\s*@?(?:prefix|base)\s[^>]*<")),
    ("ntriples", re.compile(rb"(?m)^\s*(?:<[^>\s]*>|_:\S+)\s+<[^>\s]*>\s+[<\"_][^\n]*\.\s*$")),
)
"""What is in the first bytes of a document in each syntax, the surest first."""

_SUFFIXES = {".trig": "trig", ".nt": "ntriples", ".ttl": "turtle"}


def syntax_of(document: Document) -> str:
    """The form of an RDF document: that of its suffix, or what its first bytes look like; empty when neither tells.

    A document in XML or JSON is one whatever its suffix.
    """
    head = document.content[:BEGINNING]
    looks = next((form for form, sign in _SIGNS if sign.search(head)), "")
    if looks in ("rdfxml", "jsonld"):
        return looks
    return _SUFFIXES.get(PurePosixPath(document.name).suffix.lower(), looks)


def statements(document: Document, vocabulary: Vocabulary, tell: Tell) -> Iterator[Triple]:
    """The statements of an RDF document in any syntax; one that shows none is read as Turtle.

    Raises:
        VocabularyError: nothing in the document can be read.
    """
    return _READERS[syntax_of(document) or "turtle"](document, vocabulary, tell)
