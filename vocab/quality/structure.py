"""Checks of how concepts stand to each other and to their schemes."""

from collections.abc import Iterator

from vocab.graph import Clusters, Search
from vocab.namespace import RDF, RDFS, SKOS, SKOSXL
from vocab.term import Term, is_iri

from .finding import Finding
from .skos import INVERSE
from .statements import Statements, is_literal


def orphan_concepts(statements: Statements) -> Iterator[Finding]:
    """Concepts without any relation or mapping."""
    return (Finding((concept,)) for concept in statements.concepts - statements.related)


def disconnected_clusters(statements: Statements) -> Iterator[Finding]:
    """Groups of related concepts from which no relation leads to the largest such group."""
    relations = statements.pairs(SKOS.semanticRelation)
    clusters = Clusters((s, o) for s, objects in relations.items() for o in objects).members()
    return (_own_first(statements, cluster) for cluster in clusters[1:])


def hierarchical_cycles(statements: Statements) -> Iterator[Finding]:
    """Groups of concepts each of which is broader than itself, by way of the others."""
    return (_own_first(statements, cycle) for cycle in statements.hierarchy.cycles())


def _own_first(statements: Statements, group: list[Term]) -> Finding:
    own = statements.own
    return Finding(tuple(sorted(group, key=lambda concept: (concept not in own, concept))))


def valueless_relations(statements: Statements) -> Iterator[Finding]:
    """Related concepts that have a broader or a narrower concept in common."""
    parents, children = statements.hierarchy.edges, statements.children
    for one, other in _unordered(statements.pairs(SKOS.related)):
        if any(
            not side.get(one, _NONE).isdisjoint(side.get(other, _NONE))
            for side in (parents, children)
            if one in side and other in side
        ):
            yield Finding((one, other))


_NONE: set[Term] = set()


def _unordered(pairs: dict[Term, set[Term]]) -> set[tuple[Term, Term]]:
    return {(min(s, o), max(s, o)) for s, objects in pairs.items() for o in objects}


def solely_transitive(statements: Statements) -> Iterator[Finding]:
    """Concepts that a transitive property relates, but no chain of ``skos:broader`` or ``skos:narrower``."""
    upward: dict[Term, set[Term]] = {s: set(o) for s, o in statements.stated(SKOS.broaderTransitive).items()}
    for s, objects in statements.stated(SKOS.narrowerTransitive).items():
        for o in objects:
            upward.setdefault(o, set()).add(s)
    if not upward:
        return
    search = Search(statements.direct)
    for s in sorted(upward):
        objects_of = {o for o in upward[s] if o != s and not is_literal(o)}
        for o in sorted(objects_of - search.reached([s], objects_of)):
            yield Finding((s, o))


def one_way_relations(statements: Statements) -> Iterator[Finding]:
    """Pairs of own resources related in one direction only, where SKOS has the other one too."""
    found: dict[tuple[Term, Term], str] = {}
    looked: set[tuple[tuple[Term, ...], tuple[Term, ...]]] = set()
    for prop, inverse in INVERSE:
        for one, back in dict.fromkeys(((prop, inverse), (inverse, prop))):
            used = statements.below(one), statements.below(back)
            if used in looked:
                continue
            looked.add(used)
            pairs = statements.pairs(back)
            for s, objects in statements.pairs(one).items():
                for o in objects:
                    if s not in pairs.get(o, _NONE) and statements.is_own(s) and statements.is_own(o):
                        found.setdefault((min(s, o), max(s, o)), _name(one))
    return (Finding(pair, value) for pair, value in found.items())


def _name(prop: Term) -> str:
    return prop[len(SKOS.base) + 1 : -1] if prop.startswith("<" + SKOS.base) else prop[1:-1]


def omitted_tops(statements: Statements) -> Iterator[Finding]:
    """Schemes without top concepts."""
    return (Finding((scheme,)) for scheme in statements.schemes if not statements.tops.get(scheme))


def tops_below(statements: Statements) -> Iterator[Finding]:
    """Top concepts that have a broader concept."""
    broader = statements.hierarchy.edges
    return (Finding((top,)) for top in set().union(*statements.tops.values()) if broader.get(top))


def unmarked_tops(statements: Statements) -> Iterator[Finding]:
    """Concepts without broader concept that are not among the top concepts of their scheme."""
    broader = statements.hierarchy.edges
    for concept, schemes in statements.pairs(SKOS.inScheme).items():
        if concept in statements.typed and not broader.get(concept):
            for scheme in schemes:
                if concept not in statements.tops.get(scheme, _NONE):
                    yield Finding((concept, scheme))


def hierarchical_redundancy(statements: Statements) -> Iterator[Finding]:
    """Broader concepts to which another broader concept of the same concept leads as well."""
    cyclic = {concept for cycle in statements.direct.cycles() for concept in cycle}
    search = Search(statements.direct)
    for concept, parents in statements.direct.edges.items():
        if len(parents) > 1:
            found = search.reached(parents, parents - cyclic)
            # one that leads back to itself says nothing of the others
            found |= {parent for parent in parents & cyclic if search.reached(parents - {parent}, {parent})}
            for parent in sorted(found):
                yield Finding((concept, parent))


def reflexive_relations(statements: Statements) -> Iterator[Finding]:
    """Own concepts that are related to themselves."""
    for s, p, o in statements.values(SKOS.semanticRelation):
        if s == o and statements.is_own(s):
            yield Finding((s,), _name(p))


def missing_scheme(statements: Statements) -> Iterator[Finding]:
    """Whether there is no concept scheme at all."""
    if not statements.schemes:
        yield Finding(())


def several_schemes(statements: Statements) -> Iterator[Finding]:
    """The schemes of a vocabulary that has several."""
    if len(statements.schemes) > 1:
        yield from (Finding((scheme,)) for scheme in statements.schemes)


def concepts_without_scheme(statements: Statements) -> Iterator[Finding]:
    """Concepts of which no scheme is stated."""
    return (Finding((concept,)) for concept in statements.typed - statements.subjects(SKOS.inScheme))


def untyped_concepts(statements: Statements) -> Iterator[Finding]:
    """Own resources that are used as concepts and not stated to be concepts."""
    return (Finding((concept,)) for concept in statements.own - statements.typed)


def collection_relations(statements: Statements) -> Iterator[Finding]:
    """Relations, of which only concepts are capable, from or to collections."""
    collections = statements.collections
    properties = (SKOS.semanticRelation, SKOS.topConceptOf, SKOS.hasTopConcept)
    for s, p, o in statements.values(*properties):
        if s in collections:
            yield Finding((s, o) if is_iri(o) else (s,), _name(p))
        if o in collections:
            yield Finding((o, s), _name(p))


def misplaced_values(statements: Statements) -> Iterator[Finding]:
    """Labels that are no text, and relations that lead to a text."""
    relations = (SKOS.semanticRelation, SKOS.inScheme, SKOS.hasTopConcept, SKOS.member)
    for s, p, o in statements.values(*relations):
        if is_literal(o):
            yield Finding((s,), f"{_name(p)}: {o}")
    for s, p, o in statements.values(SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
        if not is_literal(o):
            yield Finding((s,), f"{_name(p)}: {o}")
    for s, p, o in statements.values(SKOSXL.prefLabel, SKOSXL.altLabel, SKOSXL.hiddenLabel):
        if is_literal(o):
            yield Finding((s,), f"{p[1:-1]}: {o}")


def unreachable_resources(statements: Statements) -> Iterator[Finding]:
    """Resources to which no chain of statements leads from the concepts, properties counted as resources."""
    # all that one property joins hangs together; a resource that two properties name joins them
    joined_by: dict[Term, Term] = {}
    pairs: set[tuple[Term, Term]] = set()
    for prop in statements.properties:
        pairs.add((prop, joined_by.setdefault(prop, prop)))
        for s, objects in statements.stated(prop).items():
            pairs.add((prop, joined_by.setdefault(s, prop)))
            pairs.update((prop, joined_by.setdefault(o, prop)) for o in objects if not is_literal(o))
    clusters, start = Clusters(pairs), joined_by.get(SKOS.Concept, "")
    return (Finding((s,)) for s in statements.described if not clusters.together(joined_by[s], start))


def redefined_terms(statements: Statements) -> Iterator[Finding]:
    """Terms of SKOS that the vocabulary defines once more."""
    for s in statements.stated(RDF.type).keys() | statements.stated(RDFS.label).keys():
        if s.startswith("<" + SKOS.base):
            yield Finding((s,))


def foreign_terms(statements: Statements) -> Iterator[Finding]:
    """Classes and properties of concepts and collections that are of none of the general vocabularies."""
    described = statements.typed | statements.collections
    used = {prop for prop in statements.properties if not described.isdisjoint(statements.stated(prop))}
    return (Finding((term,)) for term in sorted(used | set(statements.types)) if not term.startswith(_GENERAL))


_GENERAL = tuple(
    f"<{base}"
    for base in (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.w3.org/2000/01/rdf-schema#",
        "http://www.w3.org/2002/07/owl#",
        "http://www.w3.org/2004/02/skos/core#",
        "http://www.w3.org/2008/05/skos-xl#",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/terms/",
    )
)
