"""Validation of batches of records against SHACL shapes, with pySHACL (SHACL, section 3).

pySHACL's cost is in its runs and in the pairs of shape and focus node. So many records are validated in one run, and
each property shape is given the targets of its node shape, which lets pySHACL take all focus nodes of a shape at once.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeAlias

import pyshacl
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from vocab import namespace
from vocab.diagnostic import Diagnostic, Severity, Stage
from vocab.term import Term, Triple, iri_value, is_iri, literal_parts

from .rule import SHAPES, Rule, ShapeError, profile, rules

_Statement: TypeAlias = tuple[Node, Node, Node]

Background: TypeAlias = Callable[[Term], Iterable[tuple[Term, Term]]]
"""What is known of a resource that records refer to: (property, value) pairs for its IRI; none for an unknown one."""

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
_CONCEPT_PROPERTIES = frozenset({namespace.RDF.type, namespace.SKOS.prefLabel, namespace.SKOS.inScheme})
_REMEMBERED = 8192
_EXCERPT = 200
_HAVE_RECORDS = {namespace.DCAT.Dataset, namespace.DCAT.DatasetSeries, namespace.DCAT.DataService}
"""Classes of resources that have records of their own: a record that only gives another's class refers to it."""


class Validator:
    """Shapes made ready to validate batches of records; make one for each process, it can be pickled.

    Args:
        background: tells of concepts, agents or other resources (types, labels, schemes) that records refer to but do
            not describe. What a batch refers to and does not say itself is added; nothing is reported about it.
        shapes: shapes and class hierarchy, the project's own profile when not given. Property shapes must be named.

    Raises:
        ShapeError: a property shape has no IRI, or a severity that is not one of SHACL's three.
    """

    def __init__(self, background: Background | None = None, shapes: Graph | None = None) -> None:
        source = profile() if shapes is None else shapes
        self.rules: Mapping[str, Rule] = rules(source)
        self._shapes = _flat(source)
        self._hierarchy: list[_Statement] = list(source.triples((None, RDFS.subClassOf, None)))
        self._background = background
        self._known = lru_cache(maxsize=_REMEMBERED)(self._told)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_known"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._known = lru_cache(maxsize=_REMEMBERED)(self._told)

    def _told(self, term: Term) -> tuple[tuple[Node, Node], ...]:
        """The types, labels and schemes of a resource that records refer to."""
        if self._background is None or not is_iri(term):
            return ()
        return tuple((_node(p), _node(o)) for p, o in self._background(term) if p in _CONCEPT_PROPERTIES)

    def validate(self, records: Sequence[tuple[str, Sequence[Triple]]]) -> dict[str, list[Diagnostic]]:
        """The findings of each record, by its key, the gravest first; an empty list for a record without findings.

        Each record is judged by what it says itself: what several describe alike is validated once, and a finding about
        it is given to each of them; what they describe otherwise is validated for each. A dataset, series or service of
        which a record gives the class only is described elsewhere, and nothing is said of it there.

        Args:
            records: key and triples of each record, without blank nodes.
        """
        records = _apart(records)
        described: dict[str, set[str]] = defaultdict(set)
        for key, triples in records:
            for subject, predicate, value in triples:
                if predicate != namespace.RDF.type or value not in _HAVE_RECORDS:
                    described[subject].add(key)
                if predicate == namespace.FOAF.primaryTopic:
                    described[value].add(key)
        _, results, _ = pyshacl.validate(self._data(records), shacl_graph=self._shapes, inplace=True)
        found: dict[str, set[Diagnostic]] = {key: set() for key, _ in records}
        topics = {value for _, triples in records for _, p, value in triples if p == namespace.FOAF.primaryTopic}
        for focus, diagnostic in self._diagnostics(results):
            if diagnostic.code.startswith(_ADVICE) and diagnostic.severity.rank and f"<{focus}>" not in topics:
                continue
            for key in described.get(f"<{focus}>", ()):
                found[key].add(diagnostic)
        return {key: sorted(diagnostics, key=_order) for key, diagnostics in found.items()}

    def _data(self, records: Iterable[tuple[str, Sequence[Triple]]]) -> Graph:
        graph = _PreparingGraph(bind_namespaces="none")
        add = graph.store.add
        terms: dict[Term, Node] = {}
        with _ill_typed_literals_unlogged():
            for _, triples in records:
                for triple in triples:
                    for term in triple:
                        if term not in terms:
                            terms[term] = _node(term)
                    subject, predicate, value = triple
                    add((terms[subject], terms[predicate], terms[value]), graph)
        for statement in self._hierarchy:
            add(statement, graph)
        for term, node in terms.items():
            if known := self._known(_shared(term)):
                stated = set(graph.predicates(node)) - {RDF.type}
                for prop, other in known:
                    if prop not in stated:
                        add((node, prop, other), graph)
        return graph

    def _diagnostics(self, results: Graph) -> Iterator[tuple[str, Diagnostic]]:
        for result in results.subjects(RDF.type, SH.ValidationResult):
            rule = self.rules[str(results.value(result, SH.sourceShape))]
            own = str(results.value(result, SH.resultMessage) or "")
            focus = str(results.value(result, SH.focusNode))
            diagnostic = Diagnostic(
                code=rule.code,
                stage=Stage.VALIDATE,
                severity=rule.severity,
                path=rule.path,
                line=0,
                excerpt=_excerpt(results.value(result, SH.value)),
                en=rule.en or own,
                fr=rule.fr or own,
                focus=focus.partition(_MARK)[0],
            )
            yield focus, diagnostic


_ADVICE = f"{SHAPES}DataService-"
"""Rules for services. What they recommend is asked of a service with a record of its own, and not of the access to a
distribution, about which the dataset's record says all there is to say."""

_MARK = "\ue000"
"""Stands in an IRI before the number of the record that means it; no published IRI has this character."""


def _apart(records: Sequence[tuple[str, Sequence[Triple]]]) -> list[tuple[str, Sequence[Triple]]]:
    """The records, each with an IRI of its own for what others describe otherwise.

    So what one record says of an organisation is never judged together with what another says of it, and the findings
    about a record do not depend on those that are validated with it.
    """
    said: dict[Term, list[tuple[int, frozenset[tuple[Term, Term]]]]] = defaultdict(list)
    for number, (_, triples) in enumerate(records):
        about: dict[Term, set[tuple[Term, Term]]] = defaultdict(set)
        for subject, predicate, value in triples:
            about[subject].add((predicate, value))
        for subject, statements in about.items():
            said[subject].append((number, frozenset(statements)))
    several = {subject: views for subject, views in said.items() if len(views) > 1}
    disputed = {subject for subject, views in several.items() if len({statements for _, statements in views}) > 1}
    while more := {
        subject
        for subject, views in several.items()
        if subject not in disputed and any(value in disputed for _, value in views[0][1])
    }:
        disputed |= more
    if not disputed:
        return list(records)
    return [
        (key, [(_own(s, number, disputed), p, _own(o, number, disputed)) for s, p, o in triples])
        for number, (key, triples) in enumerate(records)
    ]


def _own(term: Term, number: int, disputed: AbstractSet[Term]) -> Term:
    return f"{term[:-1]}{_MARK}{number}>" if term in disputed else term


def _shared(term: Term) -> Term:
    return f"{term.partition(_MARK)[0]}>" if _MARK in term else term


class _PreparingGraph(Graph):
    """A graph that parses the text of a query once, however many focus nodes pySHACL asks it for: 20 ms each time."""

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> Result:
        """The result of a query."""
        query = _prepared(query_object) if isinstance(query_object, str) else query_object
        return super().query(query, *args, **options)


@lru_cache(maxsize=64)
def _prepared(text: str) -> Query:
    return prepareQuery(text)


def _flat(shapes: Graph) -> Graph:
    """The shapes, with each property shape targeting by itself what its node shape targets.

    A node shape that other shapes refer to, or that is switched off, stays as it is.

    Raises:
        ShapeError: a property shape has no IRI.
    """
    flat = Graph(bind_namespaces="none")
    for prefix, base in shapes.namespaces():
        flat.bind(prefix, base)
    flat += shapes
    for owner, rule in shapes.subject_objects(SH.property):
        targets = [(target, node) for target in _TARGETS for node in shapes.objects(owner, target)]
        if targets and not isinstance(rule, URIRef):
            raise ShapeError(f"a property shape of {owner} has no IRI")
        if (None, None, owner) in shapes or (owner, SH.deactivated, None) in shapes:
            continue
        flat.remove((owner, SH.property, rule))
        for target, node in targets:
            flat.add((rule, target, node))
    return flat


def _node(term: Term) -> Node:
    if is_iri(term):
        return URIRef(iri_value(term))
    text, language, datatype = literal_parts(term)
    return Literal(text, lang=language, datatype=URIRef(datatype) if datatype else None, normalize=False)


@contextmanager
def _ill_typed_literals_unlogged() -> Iterator[None]:
    """Keeps rdflib from logging a traceback for each impossible date: shapes report them."""
    logger = logging.getLogger("rdflib.term")
    logger.addFilter(_never)
    try:
        yield
    finally:
        logger.removeFilter(_never)


def _never(_: logging.LogRecord) -> bool:
    return False


def _excerpt(value: Node | None) -> str:
    text = "" if value is None else str(value).partition(_MARK)[0]
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"


def _order(diagnostic: Diagnostic) -> tuple[int, str, str, str, str]:
    rank = Severity(diagnostic.severity).rank
    return rank, diagnostic.focus, diagnostic.path, diagnostic.code, diagnostic.excerpt
