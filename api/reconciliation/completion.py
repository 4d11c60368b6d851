"""Completion: entities, types and properties suggested while people type, and what flies out beside them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from vocab.index import Resource
from vocab.label import normalise
from vocab.label_search import LabelSearch, Terms

from .candidate import LONGEST, candidates
from .entity_type import EntityTypes
from .extension import proposed
from .property import named, title
from .service import Service

SUGGESTED = 20
"""Suggestions of one answer."""

FURTHEST = 1000
"""The last suggestion that can be asked for."""

_UNTYPED = re.compile(r"[\x00-\x1f\x7f*]")


def _entities(service: Service, prefix: str, most: int) -> Iterator[dict[str, Any]]:
    """Concepts: at an address, with labels that begin so, with words that do; else those with labels that are alike."""
    types = EntityTypes(service)
    seen = set[str]()
    for resource in _concepts(service, prefix, most):
        if resource.iri not in seen:
            seen.add(resource.iri)
            yield {
                "id": resource.iri,
                "name": service.name(resource),
                "description": service.description(resource),
                "notable": [one.reference() for one in types.of(resource.vocabulary)],
            }


def _concepts(service: Service, prefix: str, most: int) -> Iterator[Resource]:
    index, scope = service.index, tuple(sorted(service.scope)) if service.vocabulary else ()
    # a control character would end the pattern in which it stands
    text = " ".join(_UNTYPED.sub(" ", prefix[:LONGEST]).split())
    if not normalise(text):
        return
    if "://" in text and (found := service.concept(text)) is not None:
        yield found
    search, none = LabelSearch(index), True
    for pattern in (text, f"{text}*", f"* {text}*"):
        terms = Terms(pattern, vocabularies=scope, accents=False, unique=True)
        for resource in index.numbered([hit.number for hit in search.find(terms, limit=2 * most)]):
            none = False
            yield resource
    if none:
        yield from (one.resource for one in candidates(index, text, scope, SUGGESTED))


def _types(service: Service, prefix: str, _: int) -> Iterator[dict[str, Any]]:
    said = normalise(prefix)
    for one in EntityTypes(service).all():
        of_vocabulary = one.broader is not None and one.broader.broader is not None
        if _begins(said, (one.name, one.id, *(one.vocabularies if of_vocabulary else ()))):
            yield one.described()


def _properties(service: Service, prefix: str, _: int) -> Iterator[dict[str, Any]]:
    said = normalise(prefix)
    for id_ in proposed():
        name = title(service, id_)
        if _begins(said, (name, id_)):
            asked = named(id_)
            yield {"id": id_, "name": name, "description": asked.property.iri if asked else ""}


def _begins(said: str, names: Iterable[str]) -> bool:
    """Whether a name, or a word of it, begins so."""
    return any(normalise(name).startswith(said) or f" {said}" in f" {normalise(name)}" for name in names)


KINDS: Mapping[str, Callable[[Service, str, int], Iterator[dict[str, Any]]]] = {
    "entity": _entities,
    "type": _types,
    "property": _properties,
}
"""What can be suggested, by the name of its address."""


def suggest(service: Service, kind: str, prefix: str, cursor: int) -> dict[str, Any]:
    """What begins with a prefix.

    Args:
        service: who is asked.
        kind: a key of ``KINDS``.
        prefix: what has been typed.
        cursor: how many suggestions are known already.
    """
    most = cursor + SUGGESTED
    return {"result": list(islice(KINDS[kind](service, prefix, most), cursor, most))}
