"""Answers: the candidates of a query, scored with its properties, and which of them is taken without a person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from vocab.index import Resource
from vocab.label import normalise
from vocab.schema import Relation

from .batch import Entity, Query
from .candidate import Candidate, candidates
from .entity_type import EntityTypes
from .property import LANGUAGE, Named, agrees, named
from .service import Service

MATCH = 92.0
"""The score from which a candidate can be taken without a person looking at it."""

MARGIN = 1.0
"""By how much the second best must be worse; so that of equals none is ever taken."""

PROPERTY_SHARE = 0.25
"""How much of a score the properties of a query decide."""

OTHER_TYPE = 0.9
"""What becomes of the score of a candidate that is of none of the types that should be."""

SPARE = 10
"""Candidates that are looked at beyond those that are asked for; properties may change their order."""

MOST_HAVING = 500
"""Concepts with a value of a property that are looked at, where a query says nothing but properties."""


class Known(NamedTuple):
    """A property of a query that there is, with its values."""

    asked: Named
    values: Sequence[str | Entity]


class Scored(NamedTuple):
    """A candidate with its score, 0 to 100, and what it is made of."""

    candidate: Candidate
    score: float
    features: Mapping[str, float | bool]


class Answering:
    """Answers queries.

    Args:
        service: who is asked.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._types = EntityTypes(service)
        self._described = dict[int, dict[str, Any]]()
        self._having_known = dict[tuple[str, str], Sequence[Resource]]()

    def answers(self, batch: Mapping[str, Query]) -> dict[str, Any]:
        """The results of a batch; the same query is answered once."""
        known = dict[Query, dict[str, Any]]()
        found = {}
        for key, query in batch.items():
            if query not in known:
                known[query] = {"result": self._results(query)}
            found[key] = known[query]
        return found

    def _results(self, query: Query) -> list[dict[str, Any]]:
        properties = [Known(asked, one.values) for one in query.properties if (asked := named(one.id)) is not None]
        language = _language(query)
        wanted = self._types.vocabularies(query.types, every=query.strictness == "all")
        preferring = query.strictness == "should"
        scope = self._service.scope if preferring or not query.types else wanted & self._service.scope
        if not scope:
            return []
        found = self._found(query, properties, scope, language)
        boosted = wanted if preferring and query.types else frozenset[str]()
        scored = sorted(
            (self._scored(one, properties, boosted) for one in found),
            key=lambda one: (-one.score, one.candidate.resource.number),
        )
        taken = _taken(scored)
        return [
            self._result(one, language, match=taken and place == 0) for place, one in enumerate(scored[: query.limit])
        ]

    def _found(
        self, query: Query, properties: Sequence[Known], scope: frozenset[str], language: str
    ) -> list[Candidate]:
        index = self._service.index
        # every vocabulary is the same as none in particular
        only = () if len(scope) == len(index.vocabularies()) else tuple(sorted(scope))
        if query.text.strip():
            return candidates(index, query.text, only, query.limit + SPARE, language)
        seeds = dict[int, Resource]()
        for known in properties:
            for one in known.values:
                for resource in self._having(known.asked, one):
                    if resource.vocabulary in scope:
                        seeds[resource.number] = resource
        return [Candidate(one, 1.0, "", exact=True) for one in list(seeds.values())[:MOST_HAVING]]

    def _having(self, asked: Named, value: str | Entity) -> Sequence[Resource]:
        """Concepts that may have a value of a property: where a query says nothing but properties."""
        key = asked.property.id, value.id if isinstance(value, Entity) else value
        if key not in self._having_known:
            self._having_known[key] = list(self._look(*key))[:MOST_HAVING]
        return self._having_known[key]

    def _look(self, id_: str, text: str) -> Iterable[Resource]:
        index = self._service.index
        if id_ in ("prefLabel", "altLabel", "hiddenLabel", "notation"):
            return index.named(text)
        if id_ == "uri":
            return index.cited_concepts(text)
        if id_.endswith("Match"):
            return index.concepts([one.subject for one in index.mappings_to(text) if one.predicate == id_])
        if id_ in ("broader", "broaderTransitive"):
            above = index.cited_concepts(text) or index.named(text)
            return [low for one in above[:5] for low in index.subjects(one.number, Relation.BROADER)]
        if id_ == "narrower":
            below = index.cited_concepts(text) or index.named(text)
            return [high for one in below[:5] for high in index.objects(one.number, Relation.BROADER)]
        return ()

    def _scored(self, candidate: Candidate, properties: Sequence[Known], boosted: frozenset[str]) -> Scored:
        score = candidate.score
        features: dict[str, float | bool] = {"name": round(100 * score, 2), "exact": candidate.exact}
        if properties:
            shares = [agrees(self._service, candidate.resource, one.asked, one.values) for one in properties]
            share = sum(shares) / len(shares)
            features["properties"] = round(100 * share, 2)
            score *= 1 - PROPERTY_SHARE * (1 - share)
        if boosted:
            features["type"] = candidate.resource.vocabulary in boosted
            score *= 1.0 if features["type"] else OTHER_TYPE
        if candidate.resource.deprecated:
            features["deprecated"] = True
        return Scored(candidate, round(100 * score, 2), features)

    def _result(self, scored: Scored, language: str, *, match: bool) -> dict[str, Any]:
        resource = scored.candidate.resource
        evidence = scored.candidate.evidence
        described = self._described.get(resource.number)
        if described is None:
            described = self._described[resource.number] = {
                "description": self._service.description(resource),
                "type": [type_.reference() for type_ in self._types.of(resource.vocabulary)],
            }
        name = self._service.name(resource, language)
        said = described["description"]
        if evidence and normalise(evidence) != normalise(name) and evidence != resource.iri:
            said = f"{evidence} – {said}"
        return {
            "id": resource.iri,
            "name": name,
            "description": said,
            "score": scored.score,
            "match": match,
            "type": described["type"],
            "features": [{"id": id_, "value": value} for id_, value in scored.features.items()],
        }


def _language(query: Query) -> str:
    """The language that a query says its text is in; empty when it says none."""
    for one in query.properties:
        if one.id == LANGUAGE and one.values:
            value = one.values[0]
            return (value.id if isinstance(value, Entity) else value).strip().lower().partition("-")[0][:8]
    return ""


def _taken(scored: Sequence[Scored]) -> bool:
    """Whether the best candidate stands alone, and is good enough; what is only like the text must be sure."""
    if not scored or scored[0].score < MATCH or not scored[0].candidate.sure:
        return False
    return len(scored) == 1 or scored[0].score - scored[1].score >= MARGIN
