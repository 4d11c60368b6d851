"""Statements of a resource, written from fields that may be empty."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from vocab.diagnostic import Diagnostic
from vocab.term import Term, TermError, Triple, iri, literal

Tell: TypeAlias = Callable[[Diagnostic], None]
"""Takes what a reader finds amiss."""


def described(subject: Term, *statements: tuple[Term, Term | None]) -> Iterator[Triple]:
    """The statements about a subject that have an object."""
    for predicate, value in statements:
        if value is not None:
            yield subject, predicate, value


def words(text: str | None, language: str | None = None) -> Term | None:
    """A text without the white space around it as a literal; None when nothing else is in it."""
    text = (text or "").strip()
    return literal(text, language=language) if text else None


def address(text: str | None) -> Term | None:
    """A text as an IRI; None when it is none."""
    try:
        return iri(text) if text else None
    except TermError:
        return None
