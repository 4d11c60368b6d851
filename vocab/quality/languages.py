"""Checks of the languages in which a vocabulary speaks."""

import re
from collections.abc import Iterator

from vocab.namespace import RDFS, SKOS, SKOSXL
from vocab.term import Term

from .finding import Finding
from .statements import Statements, is_literal, literal, tag_of

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|i-[a-z]{3,8}(?:-[a-z0-9]{2,8})*"
)
"""A well-formed language tag (RFC 5646, section 2.1), in lower case."""


def language_tags(statements: Statements) -> Iterator[Finding]:
    """Resources with a label or note of which the language is not said, or said by an ill-formed tag."""
    found: dict[Term, Term] = {}
    formed: dict[str, bool] = {"": False}
    for s, _, o in statements.values(RDFS.label, SKOS.note, SKOSXL.literalForm):
        if not is_literal(o):
            continue
        tag = tag_of(o)
        if tag not in formed:
            formed[tag] = _TAG.fullmatch(tag) is not None
        if not formed[tag] and not literal(o).datatype:
            found[s] = min(found.get(s, o), o)
    for resource, term in found.items():
        text, language, _ = literal(term)
        yield Finding((resource,), f"{text} ({language})" if language else text)


def language_coverage(statements: Statements) -> Iterator[Finding]:
    """Concepts of which nothing is said in one of the languages in which something is said of others."""
    languages = statements.languages
    every = (1 << len(languages)) - 1
    missing: dict[int, str] = {}
    for concept, covered in statements.coverage.items():
        if covered != every:
            if covered not in missing:
                missing[covered] = ", ".join(tag for place, tag in enumerate(languages) if not covered >> place & 1)
            yield Finding((concept,), missing[covered])


def no_common_language(statements: Statements) -> Iterator[Finding]:
    """Whether there is no language in which something is said of every concept of which something is said."""
    common = -1
    for covered in statements.coverage.values():
        common &= covered
    if not common:
        yield Finding((), ", ".join(statements.languages))
