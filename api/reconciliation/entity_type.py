"""Types of concepts, as reconciliation knows them.

Every concept is of three types: its vocabulary (by the IRI of its scheme), what its vocabulary is about (a facet:
``parameter``, ``platform`` …), and ``skos:Concept``. So a type stands for a set of vocabularies, and a query for
several types for the union, or with ``all`` the intersection, of their sets.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from api.texts import Reader, load_texts
from vocab.index import VocabularyEntry
from vocab.namespace import SKOS
from vocab.term import iri_value

from .service import Service

CONCEPT = iri_value(SKOS.Concept)


class EntityType(NamedTuple):
    """A type.

    Attributes:
        id: IRI of a scheme or of ``skos:Concept``, or name of a facet.
        name: for the reader.
        vocabularies: ids of those whose concepts are of it.
        broader: the type above it; None for ``skos:Concept``.
    """

    id: str
    name: str
    vocabularies: frozenset[str]
    broader: "EntityType | None"

    def reference(self) -> dict[str, str]:
        """Id and name."""
        return {"id": self.id, "name": self.name}

    def described(self) -> dict[str, Any]:
        """Id, name and the type above it."""
        return self.reference() | ({"broader": [self.broader.reference()]} if self.broader else {})


class EntityTypes:
    """The types of a service.

    Args:
        service: whose they are.
    """

    def __init__(self, service: Service) -> None:
        t, entries = service.t, [one for one in service.index.vocabularies() if one.id in service.scope]
        everything = EntityType(CONCEPT, t("concept.kind_concept"), service.scope, None)
        self._types = {CONCEPT: everything}
        self._of = dict[str, tuple[EntityType, ...]]()
        self._aliases = dict[str, str]()
        for facet in dict.fromkeys(entry.facet for entry in entries):
            members = frozenset(entry.id for entry in entries if entry.facet == facet)
            self._types[facet] = EntityType(facet, facet_name(facet, t), members, everything)
        for entry in entries:
            type_ = self._add(entry, service)
            self._of[entry.id] = (type_, self._types[entry.facet], everything)
            self._aliases[entry.id] = type_.id

    def _add(self, entry: VocabularyEntry, service: Service) -> EntityType:
        """The type of a vocabulary; several may share a scheme."""
        id_ = entry.scheme or entry.id
        known = self._types.get(id_)
        members = frozenset((entry.id,)) | (known.vocabularies if known else frozenset())
        name = known.name if known else service.title(entry.id)
        self._types[id_] = EntityType(id_, name, members, self._types[entry.facet])
        return self._types[id_]

    def all(self) -> list[EntityType]:
        """Every type, the most general first."""
        return list(self._types.values())

    def get(self, id_: str) -> EntityType | None:
        """A type by its id; a vocabulary also by its own."""
        return self._types.get(self._aliases.get(id_, id_))

    def of(self, vocabulary: str) -> tuple[EntityType, ...]:
        """The types of a vocabulary's concepts, the most special first."""
        return self._of[vocabulary]

    def vocabularies(self, ids: Iterable[str], *, every: bool = False) -> frozenset[str]:
        """The vocabularies whose concepts are of any of these types, or of every one of them; unknown ones have none.

        Args:
            ids: of types.
            every: whether a concept must be of all of them.
        """
        sets = [found.vocabularies if (found := self.get(id_)) else frozenset[str]() for id_ in ids]
        if not sets:
            return frozenset()
        return frozenset.intersection(*sets) if every else frozenset.union(*sets)


def facet_name(facet: str, t: Reader) -> str:
    """What a facet is called; its own name when there is no text for it."""
    key = f"facet.{facet}"
    return t(key) if key in load_texts() else facet
