"""Answers of linked-data registries after UKGovLD, asked for with metadata (Registry ontology, version 0.4).

A register lists items; an item says who submitted an entity to the register, when and with which status; the entity is
the concept. Items are folded into their entities. terra-vocabulary.org and codes.wmo.int are such registries.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from vocab.diagnostic import diagnostic
from vocab.namespace import DCTERMS, OWL, RDF, RDFS, REG, SKOS, XSD
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, is_iri, literal

from . import syntax
from .document import Document
from .statement import Tell

DEPRECATED = (REG.statusRetired, REG.statusSuperseded, REG.statusInvalid)
"""The statuses of an entity that is no longer to be used."""

_VERSION = "<http://purl.org/linked-data/version#Version>"
_CURRENT = "<http://purl.org/linked-data/version#currentVersion>"
_TRUE = literal("true", datatype=XSD.boolean)

_OF_ITEM = {
    REG.notation: SKOS.notation,
    REG.register: SKOS.inScheme,
    DCTERMS.dateSubmitted: DCTERMS.created,
    DCTERMS.modified: DCTERMS.modified,
    OWL.versionInfo: OWL.versionInfo,
    RDFS.label: SKOS.prefLabel,
}
"""What an item says of its entity, unless the entity says it itself."""

_AS_SKOS = {RDFS.label: SKOS.prefLabel, DCTERMS.description: SKOS.definition}
"""The SKOS property that stands for another one where an entity lacks it."""

_Described = Mapping[Term, Mapping[Term, Sequence[Term]]]


def read(document: Document, vocabulary: Vocabulary, tell: Tell) -> Iterator[Triple]:
    """The entities and registers of an answer in any RDF syntax.

    Raises:
        VocabularyError: nothing in the document can be read.
    """
    described: defaultdict[Term, defaultdict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, found in syntax.statements(document, vocabulary, tell):
        described[subject][predicate].append(found)
    registry = {s for s, about in described.items() if {REG.RegisterItem, _VERSION} & set(about.get(RDF.type, ()))}
    entities: dict[Term, Term] = {}
    for item in sorted(registry):
        entity = _entity(described, item)
        if entity is not None:
            entities[item] = entity
        elif REG.RegisterItem in described[item][RDF.type]:
            tell(diagnostic("vocabulary.entry", path=document.name, excerpt=item, detail="its entity is not there"))
    _fold(described, entities)
    left_out = _of_the_registry(described, registry)
    for subject, about in described.items():
        if subject not in left_out:
            for predicate, objects in _as_skos(about).items():
                yield from ((subject, predicate, found) for found in objects)


def _entity(described: _Described, item: Term) -> Term | None:
    """The entity that an item, or its current version, defines."""
    places = [item, *described.get(item, {}).get(_CURRENT, ())]
    definitions = (node for place in places for node in described.get(place, {}).get(REG.definition, ()))
    entities = (entity for node in definitions for entity in described.get(node, {}).get(REG.entity, ()))
    return next((entity for entity in entities if is_iri(entity)), None)


def _fold(described: defaultdict[Term, defaultdict[Term, list[Term]]], entities: Mapping[Term, Term]) -> None:
    """Add to the entities what their items say."""
    own = {entity: set(_as_skos(described.get(entity, {}))) for entity in entities.values()}
    for item, entity in entities.items():
        places = [described[place] for place in (item, *described[item].get(_CURRENT, ())) if place in described]
        about = described[entity]
        for predicate, as_said in _OF_ITEM.items():
            for place in places:
                if as_said not in own[entity] and place.get(predicate):
                    about[as_said] += [found for found in place[predicate] if found not in about[as_said]]
        statuses = {status for place in places for status in place.get(REG.status, ())}
        about[REG.status] += sorted(statuses)
        if statuses & set(DEPRECATED):
            about[OWL.deprecated] = [_TRUE]
        for predicate, relation in ((REG.successor, DCTERMS.isReplacedBy), (REG.predecessor, DCTERMS.replaces)):
            others = (other for place in places for other in place.get(predicate, ()))
            about[relation] += [entities.get(other, _without_underscore(other)) for other in others]
        about[RDF.type] += [
            kind
            for place in places
            for kind in place.get(REG.itemClass, ())
            if kind in (SKOS.Concept, REG.Register) and kind not in about[RDF.type]
        ]


def _without_underscore(item: Term) -> Term:
    """The address of the entity that an item has by custom: the item's, without the underscore."""
    register, slash, name = item.rpartition("/")
    return f"{register}{slash}{name.removeprefix('_')}"


def _of_the_registry(described: _Described, registry: set[Term]) -> set[Term]:
    """The items, and the unnamed nodes to which nothing else leads."""
    left_out = set(registry)
    leading: defaultdict[Term, set[Term]] = defaultdict(set)
    for subject, about in described.items():
        for objects in about.values():
            for found in objects:
                if found in described and not is_iri(found):
                    leading[found].add(subject)
    while more := {node for node, by in leading.items() if node not in left_out and by <= left_out}:
        left_out |= more
    return left_out | {s for s, about in described.items() if not is_iri(s) and REG.entity in about}


def _as_skos(about: Mapping[Term, Sequence[Term]]) -> dict[Term, Sequence[Term]]:
    """What is said of an entity, with SKOS properties; a register is a concept scheme unless it is a collection."""
    said = {_AS_SKOS.get(p, p) if _AS_SKOS.get(p) not in about else p: objects for p, objects in about.items()}
    types = said.get(RDF.type, ())
    if REG.Register in types and not {SKOS.ConceptScheme, SKOS.Collection} & set(types):
        said[RDF.type] = [*types, SKOS.ConceptScheme]
    return said
