"""Properties of concepts: which there are, what their values are, and whether a value is the one that is asked for.

A property is called as in SKOS, ``prefLabel``; texts of one language by its tag, ``prefLabel@fr``. Its whole IRI is
understood too.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from api.texts import load_texts
from vocab.address import comparable
from vocab.index import Resource
from vocab.label import normalise
from vocab.namespace import DCTERMS, SKOS
from vocab.schema import LabelKind, Relation
from vocab.term import literal_parts, value

from .batch import Entity
from .entity_type import CONCEPT
from .service import Service

MOST_ANCESTORS = 200
"""Concepts above one that are looked at."""


class Value(NamedTuple):
    """A value of a property.

    Attributes:
        text: what it says, or the name of the entity that it is.
        id: of the entity; empty for what is none.
        language: of the text; empty when it has none.
        names: further names of the entity.
    """

    text: str
    id: str = ""
    language: str = ""
    names: tuple[str, ...] = ()


Read = Callable[[Service, Resource, str], Iterator[Value]]
"""How the values of a property, by its id, are read."""


class Property(NamedTuple):
    """A property.

    Attributes:
        id: local name.
        read: its values.
        iri: of the property.
        entities: whether its values are entities.
        multilingual: whether its values have languages.
    """

    id: str
    read: Read
    iri: str
    entities: bool = False
    multilingual: bool = False


_KINDS = {
    "prefLabel": LabelKind.PREFERRED,
    "altLabel": LabelKind.ALTERNATIVE,
    "hiddenLabel": LabelKind.HIDDEN,
    "notation": LabelKind.NOTATION,
}


def _labels(service: Service, concept: Resource, id_: str) -> Iterator[Value]:
    for label in service.index.label_list(concept.number):
        if label.kind is _KINDS[id_]:
            yield Value(label.text, language=label.language)


def _texts(service: Service, concept: Resource, id_: str) -> Iterator[Value]:
    prop = f"<{SKOS.base}{id_}>"
    for known, term in service.index.statements(concept.number):
        if known == prop and term.startswith('"'):
            text, language, _ = literal_parts(term)
            yield Value(text, language=language or "")


def _entity(service: Service, resource: Resource) -> Value:
    return Value(service.name(resource), resource.iri, names=(*resource.labels.values(), resource.notation))


def _related(service: Service, concept: Resource, id_: str) -> Iterator[Value]:
    index = service.index
    if id_ == "narrower":
        found = index.subjects(concept.number, Relation.BROADER)
    elif id_ == "broader":
        found = index.objects(concept.number, Relation.BROADER)
    else:
        found = [*index.objects(concept.number, Relation.RELATED), *index.subjects(concept.number, Relation.RELATED)]
    for iri, one in {one.iri: one for one in found}.items():
        if iri != concept.iri:
            yield _entity(service, one)


def _above(service: Service, concept: Resource, _: str) -> Iterator[Value]:
    """Every concept above one, nearest first."""
    seen, level = {concept.number}, [concept]
    while level and len(seen) < MOST_ANCESTORS:
        level = [one for low in level for one in service.index.objects(low.number, Relation.BROADER)]
        level = [one for one in {one.number: one for one in level}.values() if one.number not in seen]
        seen |= {one.number for one in level}
        for one in level:
            yield _entity(service, one)


def _matches(service: Service, concept: Resource, id_: str) -> Iterator[Value]:
    for match in service.index.mappings_from(concept.iri):
        if match.predicate == id_:
            other = service.index.concept(match.object)
            yield _entity(service, other) if other else Value(match.object, match.object)


def _scheme(service: Service, concept: Resource, _: str) -> Iterator[Value]:
    entry = service.index.vocabulary(concept.vocabulary)
    if entry is not None:
        names = (*entry.titles.values(), entry.id)
        yield Value(service.title(entry.id), entry.scheme or entry.id, names=names)


def _replaced(service: Service, concept: Resource, _: str) -> Iterator[Value]:
    if concept.replaced:
        other = service.index.concept(concept.replaced)
        yield _entity(service, other) if other else Value(concept.replaced, concept.replaced)


def _deprecated(_: Service, concept: Resource, __: str) -> Iterator[Value]:
    yield Value("true" if concept.deprecated else "false")


def _date(_: Service, concept: Resource, id_: str) -> Iterator[Value]:
    if said := (concept.created if id_ == "created" else concept.modified):
        yield Value(said)


def _address(_: Service, concept: Resource, __: str) -> Iterator[Value]:
    yield Value(concept.iri, concept.iri)


PROPERTIES: Mapping[str, Property] = {
    one.id: one
    for one in (
        *(Property(id_, _labels, SKOS.base + id_, multilingual=True) for id_ in ("prefLabel", "altLabel")),
        Property("hiddenLabel", _labels, f"{SKOS.base}hiddenLabel", multilingual=True),
        Property("notation", _labels, f"{SKOS.base}notation"),
        *(
            Property(id_, _texts, SKOS.base + id_, multilingual=True)
            for id_ in ("definition", "scopeNote", "example", "note", "historyNote", "editorialNote", "changeNote")
        ),
        *(Property(id_, _related, SKOS.base + id_, entities=True) for id_ in ("broader", "narrower", "related")),
        Property("broaderTransitive", _above, f"{SKOS.base}broaderTransitive", entities=True),
        *(
            Property(id_, _matches, SKOS.base + id_, entities=True)
            for id_ in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
        ),
        Property("inScheme", _scheme, f"{SKOS.base}inScheme", entities=True),
        Property("deprecated", _deprecated, "http://www.w3.org/2002/07/owl#deprecated"),
        Property("isReplacedBy", _replaced, value(DCTERMS.isReplacedBy), entities=True),
        Property("created", _date, value(DCTERMS.created)),
        Property("modified", _date, value(DCTERMS.modified)),
        Property("uri", _address, value(DCTERMS.identifier)),
    )
}
"""Every property by its id, in the order in which they are offered."""

ALIASES: Mapping[str, str] = {
    **{prop.iri: prop.id for prop in PROPERTIES.values()},
    "label": "prefLabel",
    "scheme": "inScheme",
    "vocabulary": "inScheme",
    "replacedBy": "isReplacedBy",
    "id": "uri",
}
"""Other names of properties, their IRIs among them."""

LANGUAGE = "lang"
"""The id of what is no property of a concept, but the language that a query's text is in."""

_TAGGED = re.compile(r"(.+)@([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)", re.DOTALL)


class Named(NamedTuple):
    """A property as it was asked for: which it is, and the language of its texts (empty for all)."""

    property: Property
    language: str


def named(id_: str) -> Named | None:
    """The property that an id means; None when there is no such property."""
    tagged = _TAGGED.fullmatch(id_)
    name, language = (tagged[1], tagged[2].lower()) if tagged else (id_, "")
    prop = PROPERTIES.get(ALIASES.get(name, name))
    if prop is None or (language and not prop.multilingual):
        return None
    return Named(prop, language)


def values(service: Service, concept: Resource, asked: Named) -> Iterator[Value]:
    """The values of a property of a concept."""
    for one in asked.property.read(service, concept, asked.property.id):
        if not asked.language or one.language.partition("-")[0] == asked.language.partition("-")[0]:
            yield one


def title(service: Service, id_: str) -> str:
    """What a property is called; its id when there is no such property."""
    asked = named(id_)
    if asked is None:
        return id_
    key = f"property.{asked.property.id}"
    said = service.t(key) if key in load_texts() else asked.property.id
    return f"{said} ({service.t.language_name(asked.language)})" if asked.language else said


def target(service: Service, prop: Property) -> dict[str, str] | None:
    """The type of a property's values; None for those that are no concepts."""
    if not prop.entities or prop.id == "inScheme":
        return None
    return {"id": CONCEPT, "name": service.t("concept.kind_concept")}


def agrees(service: Service, concept: Resource, asked: Named, wanted: Iterable[str | Entity]) -> float:
    """How well a concept has one of the values that are asked for, from 0 to 1."""
    # what stands anywhere above is as good as what stands directly above
    ancestors = asked.property.id == "broader"
    known = list(values(service, concept, Named(PROPERTIES["broaderTransitive"], "") if ancestors else asked))
    return max((_agreement(one, value) for one in wanted for value in known), default=0.0)


def _agreement(wanted: str | Entity, known: Value) -> float:
    if isinstance(wanted, Entity):
        return float(bool(known.id) and comparable(wanted.id) == comparable(known.id))
    if known.id and comparable(wanted.strip()) == comparable(known.id):
        return 1.0
    said = normalise(wanted)
    return float(bool(said) and any(normalise(name) == said for name in (known.text, *known.names)))
