"""Checks of where links lead, and of the terms of SKOS that are used."""

from collections.abc import Iterator
from itertools import chain

from vocab.namespace import DCTERMS, SKOS
from vocab.term import Term, is_iri

from .finding import Finding
from .skos import WITHDRAWN
from .statements import Statements

_WEB = ("<http://", "<https://")


def missing_in_links(statements: Statements) -> Iterator[Finding] | None:
    """Own concepts to which no other vocabulary refers."""
    linked = statements.linked
    return None if linked is None else (Finding((concept,)) for concept in statements.own if concept not in linked)


def missing_out_links(statements: Statements) -> Iterator[Finding]:
    """Own concepts of which no statement names a resource of another host."""
    own = statements.own
    linking: set[Term] = set()
    for s, _, o in statements:
        if o[0] == "<":
            if s in own and s not in linking and _is_elsewhere(statements, o):
                linking.add(s)
            if o in own and o not in linking and _is_elsewhere(statements, s):
                linking.add(o)
    return (Finding((concept,)) for concept in own - linking)


def _is_elsewhere(statements: Statements, term: Term) -> bool:
    return term.startswith(_WEB) and not term.startswith("<" + SKOS.base) and not statements.is_own(term)


def unmapped_concepts(statements: Statements) -> Iterator[Finding]:
    """Own concepts without mapping to a concept of another vocabulary, in either direction."""
    mapped: set[Term] = set()
    for s, objects in statements.pairs(SKOS.mappingRelation).items():
        for o in objects:
            if not statements.is_own(o):
                mapped.add(s)
            if not statements.is_own(s):
                mapped.add(o)
    return (Finding((concept,)) for concept in statements.own - mapped)


def broken_links(statements: Statements) -> Iterator[Finding]:
    """Own resources that are named and not described; with the Web asked, whatever else it does not answer for."""
    relations = (SKOS.semanticRelation, SKOS.inScheme, SKOS.hasTopConcept, SKOS.member, DCTERMS.isReplacedBy)
    named = {o for _, _, o in statements.values(*relations) if is_iri(o)}
    broken = {o for o in named - statements.described if statements.is_own(o)}
    yield from (Finding((target,)) for target in sorted(broken))
    if statements.resolves is not None:
        targets = {term for s, _, o in statements for term in (s, o) if term.startswith(_WEB)}
        for target in sorted(targets - broken):
            if not statements.resolves(target[1:-1]):
                yield Finding((target,))


def undefined_terms(statements: Statements) -> Iterator[Finding]:
    """Terms in the namespace of SKOS that it does not define, or has given up."""
    defined = {*SKOS.terms(), f"<{SKOS.base}>"}
    named = chain(statements.described, statements.properties, (o for _, _, o in statements))
    used = {term for term in named if term.startswith("<" + SKOS.base)}
    withdrawn = set(WITHDRAWN.terms())
    for term in sorted(used - defined):
        yield Finding((term,), "withdrawn" if term in withdrawn else "")


def foreign_schemes(statements: Statements) -> Iterator[Finding]:
    """Resources described here of which the IRI is none of the Web."""
    return (Finding((s,)) for s in statements.described if is_iri(s) and not s.lower().startswith(_WEB))


def links_to_deprecated(statements: Statements) -> Iterator[Finding]:
    """Relations of a concept in use to one that is withdrawn."""
    deprecated = statements.deprecated
    found: dict[tuple[Term, Term], None] = {}
    for s, _, o in statements.values(SKOS.broader, SKOS.narrower, SKOS.related):
        used, withdrawn = (o, s) if s in deprecated else (s, o)
        if withdrawn in deprecated and used not in deprecated and used in statements.own:
            found[used, withdrawn] = None
    return (Finding(pair) for pair in found)


def unreplaced_concepts(statements: Statements) -> Iterator[Finding]:
    """Withdrawn concepts of which is not said what replaces them."""
    return (Finding((concept,)) for concept in (statements.deprecated & statements.typed) - statements.replaced)
