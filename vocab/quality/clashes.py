"""Checks of statements that contradict each other."""

from collections.abc import Iterator

from vocab.graph import Clusters, Search
from vocab.namespace import SKOS, SKOSXL
from vocab.term import Term

from .finding import Finding
from .statements import Statements


def relation_clashes(statements: Statements) -> Iterator[Finding]:
    """Related concepts of which one is broader than the other, at whatever distance (SKOS Reference, S27)."""
    search = Search(statements.hierarchy)
    found: set[tuple[Term, Term]] = set()
    either: dict[Term, set[Term]] = {}
    for s, objects in statements.pairs(SKOS.related).items():
        for o in objects:
            either.setdefault(s, set()).add(o)
            either.setdefault(o, set()).add(s)
    for concept, others in either.items():
        for other in search.reached([concept], others - {concept}):
            pair = min(concept, other), max(concept, other)
            if pair not in found:
                found.add(pair)
                yield Finding((concept, other))


def mapping_clashes(statements: Statements) -> Iterator[Finding]:
    """Concepts that match exactly, and as broader, narrower or related ones too (SKOS Reference, S46)."""
    exact = Clusters((s, o) for s, objects in statements.pairs(SKOS.exactMatch).items() for o in objects)
    found: dict[tuple[Term, Term], None] = {}
    for prop in (SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch):
        for s, objects in statements.pairs(prop).items():
            for o in objects:
                if exact.together(s, o):
                    found[min(s, o), max(s, o)] = None
    return (Finding(pair) for pair in found)


def misused_mappings(statements: Statements) -> Iterator[Finding]:
    """Mappings between own concepts of one scheme, or of none."""
    own, schemes = statements.own, statements.pairs(SKOS.inScheme)
    for s, objects in statements.pairs(SKOS.mappingRelation).items():
        for o in objects:
            if s in own and o in own:
                one, other = schemes.get(s), schemes.get(o)
                if not one or not other or not one.isdisjoint(other):
                    yield Finding((s, o))


def clashing_types(statements: Statements) -> Iterator[Finding]:
    """Resources that are two of concept, scheme, collection and label (SKOS Reference, S9 and S37; SKOS-XL, S48)."""
    kinds = {
        "Concept": statements.typed,
        "ConceptScheme": statements.instances(SKOS.ConceptScheme),
        "Collection": statements.collections,
        "Label": statements.instances(SKOSXL.Label),
    }
    found: dict[Term, list[str]] = {}
    for name, instances in kinds.items():
        for instance in instances:
            found.setdefault(instance, []).append(name)
    return (Finding((resource,), ", ".join(names)) for resource, names in found.items() if len(names) > 1)
