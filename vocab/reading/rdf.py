"""RDF documents: Turtle, RDF/XML, JSON-LD, N-Triples and TriG (RDF 1.1, and the specification of each)."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pyoxigraph

from vocab.diagnostic import Diagnostic, diagnostic
from vocab.errors import VocabularyError
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, literal

from .document import Document

LONGEST_ENTITY = 500
"""Bytes that an entity of an XML document may stand for."""

MOST_ERRORS = 1000
"""A document with more errors of syntax than this is not taken for one of its form."""


def _read(
    form: pyoxigraph.RdfFormat, document: Document, vocabulary: Vocabulary, tell: Callable[[Diagnostic], None]
) -> Iterator[Triple]:
    """The statements of a document, of its named graphs too; those of which the syntax is wrong are told.

    Raises:
        VocabularyError: nothing in the document can be read, or too much of it is wrong.
    """
    _check_entities(document)
    try:
        statements = pyoxigraph.parse(
            document.content, format=form, base_iri=vocabulary.namespace, lenient=True, rename_blank_nodes=True
        )
    except ValueError as error:
        raise VocabularyError(f"{document.name}: {error}") from error
    read = errors = 0
    while True:
        try:
            quad = next(statements)
        except StopIteration:
            break
        except (SyntaxError, ValueError) as error:
            errors += 1
            if errors > MOST_ERRORS:
                raise VocabularyError(f"{document.name}: more than {MOST_ERRORS} errors, last {error}") from error
            line = getattr(error, "lineno", None) or 0
            tell(diagnostic("vocabulary.syntax", path=document.name, line=line, detail=str(error.args[0])))
            continue
        if isinstance(quad.subject, pyoxigraph.Triple) or isinstance(quad.object, pyoxigraph.Triple):
            continue
        read += 1
        yield str(quad.subject), str(quad.predicate), _object(quad.object)
    if not read and errors:
        raise VocabularyError(f"{document.name}: nothing in it can be read as {form.name}")


def _check_entities(document: Document) -> None:
    """OWL tools shorten addresses by entities; what could grow beyond the document's own size is refused."""
    start = document.content.find(b"<!DOCTYPE", 0, 4096)
    if start < 0:
        return
    for value in _ENTITY.findall(document.content, start):
        if b"&" in value or len(value) > LONGEST_ENTITY:
            raise VocabularyError(f"{document.name}: declares entities that contain others, or are long: refused")


_ENTITY = re.compile(rb"<!ENTITY[^>\"']*[\"']([^\"']*)")


def _object(term: object) -> Term:
    """A term that other modules can take apart: the parser lets ill-formed languages and datatypes pass."""
    text = str(term)
    if not isinstance(term, pyoxigraph.Literal):
        return text
    if term.language:
        if not _LANGUAGE.fullmatch(term.language):
            return literal(term.value, language=term.language.replace("_", "-"))
        head, _, tag = text.rpartition("@")
        return f"{head}@{tag.lower()}"
    return literal(term.value) if text.endswith(">") and ">" in term.datatype.value else text


_LANGUAGE = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*")


turtle = partial(_read, pyoxigraph.RdfFormat.TURTLE)
rdfxml = partial(_read, pyoxigraph.RdfFormat.RDF_XML)
jsonld = partial(_read, pyoxigraph.RdfFormat.JSON_LD)
ntriples = partial(_read, pyoxigraph.RdfFormat.N_TRIPLES)
trig = partial(_read, pyoxigraph.RdfFormat.TRIG)
