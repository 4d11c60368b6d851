"""Lookup: from a term to the concepts of the index that it may mean, with a score and what speaks for each.

A term is looked for as an address, a code, a path and a label; as a variant of a label; through the concepts that
publishers call exactly the same; and, where all this finds nothing good, among the labels that are most alike. The
thesaurus that a term names comes before all others. What several concepts share equally is linked to none of them.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import inf
from time import monotonic
from typing import NamedTuple, TypeAlias

import orjson

from .address import comparable
from .ancestry import Ancestry
from .candidate import (
    BESIDE_THE_HINT,
    BESIDE_THE_NAMED,
    HINTS,
    SAME_ADDRESS,
    SCORES,
    WITHDRAWN,
    Answer,
    Asked,
    Basis,
    Candidate,
    Method,
)
from .label import normalise
from .likeness import key, words
from .namespace import SKOS
from .nearby import Nearby
from .schema import LabelKind
from .term import iri_value
from .thesaurus import Thesauri

LONGEST = 500
"""Characters of a term that are looked at; what is longer is no name of a concept."""

MOST_LABELS = 50
"""Labels that are looked at for one spelling; more concepts than these are no answer."""

MOST_ALIKE = 10
"""Concepts with a label that is alike that are looked at; more than are ever shown."""

MOST_LEADING = 3
"""Concepts that a path leads to, below which is looked."""

GOOD = 0.9
"""With a candidate of this score nothing is searched by likeness."""

REMEMBERED = 4096
"""Spellings of which the labels are remembered."""

NEAR = 0.05
"""Candidates whose scores differ by less are looked at for being the same."""

REORDERED = 0.03
"""How much less a variant is trusted whose words stand in another order."""

NOT_STEP_BY_STEP = 0.99
"""What is left of the score of a concept that has a whole path above it, though not each part next to the other."""

OFF_THE_PATH = 0.8
"""What is left of the score of a concept that has nothing of the path above it."""

FAR_OFF_THE_PATH = 0.6
"""The same of a concept with a label that is only like what is meant."""

SHORT_NAME = 0.95
"""What is left of the score of a concept that has one of two names that were given, and not the other."""

ABOVE = 0.85
"""What is left of the score of a concept that is only the last but one of a path."""

OBSERVING = frozenset({"platform", "instrument", "mission"})
"""Facets of vocabularies whose concepts are written as ``SHORT > Long name``."""

_WHOLE = frozenset({Method.LABEL, Method.ALTERNATIVE, Method.HIDDEN, Method.OTHER_LANGUAGE, Method.NOTATION})
"""Methods by which a name agrees wholly."""

_ADDRESS = re.compile(r"(?:https?://|urn:)\S+", re.IGNORECASE)
_CODE = re.compile(r"[\w.:-]{1,80}")
_PATH = re.compile(r"\s*>\s*")
_BRACKETS = re.compile(r"(.{2,}?)\s*[(\[]([^()\[\]]{2,})[)\]]\s*")

_METHODS = {
    LabelKind.PREFERRED: Method.LABEL,
    LabelKind.ALTERNATIVE: Method.ALTERNATIVE,
    LabelKind.NOTATION: Method.NOTATION,
    LabelKind.HIDDEN: Method.HIDDEN,
}


_Row: TypeAlias = tuple[int, int, str, str, int, bool]
"""A label: numbers of its concept and vocabulary, text, language, kind, whether the concept is deprecated."""


_EXACT = f"predicate = '{iri_value(SKOS.exactMatch)}' AND NOT negated AND state IN (0, 1)"
"""Of the mappings of all sets together, those of sameness that are stated or follow, and are not merely proposed."""


class Found(NamedTuple):
    """A concept by its number, with what speaks for it, before its vocabulary and the hint are weighed."""

    resource: int
    vocabulary: int
    score: float
    method: Method
    evidence: str
    language: str
    origin: int
    deprecated: bool


class Scope(NamedTuple):
    """Where a term is looked for.

    Attributes:
        basis: what the search rests on.
        first: numbers of the vocabularies that come before all others; those that are named, or asked.
        only: numbers of those that may answer at all; None for every one.
    """

    basis: Basis
    first: frozenset[int]
    only: frozenset[int] | None

    def admits(self, vocabulary: int) -> bool:
        """Whether a vocabulary may answer."""
        return self.only is None or vocabulary in self.only


class Lookup:
    """Looks terms up in an index; one for each thread.

    Args:
        connection: an index open for reading; it stays the caller's.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.thesauri = Thesauri(connection)
        self._ancestry = Ancestry(connection)
        self._nearby = Nearby(connection)
        self._spelt = lru_cache(REMEMBERED)(self._labels)

    def answers(
        self, asked: Iterable[Asked], vocabularies: Sequence[str] = (), limit: int = 5, *, patience: float = inf
    ) -> list[Answer]:
        """What each of several terms may mean; the same term is looked up once.

        Args:
            asked: the terms.
            vocabularies: ids of those that may answer; every one when none are given.
            limit: candidates for each.
            patience: seconds after which names that are only like a term are no longer looked for.
        """
        end = monotonic() + patience
        only = self.thesauri.numbers(vocabularies) if vocabularies else None
        known: dict[Asked, Answer] = {}
        order = []
        for term in asked:
            if term not in known:
                known[term] = self._answer(term, only, limit, nearby=monotonic() < end)
            order.append(known[term])
        return order

    def answer(self, asked: Asked, vocabularies: Sequence[str] = (), limit: int = 5) -> Answer:
        """What one term may mean."""
        return self.answers([asked], vocabularies, limit)[0]

    def _answer(self, asked: Asked, only: frozenset[int] | None, limit: int, *, nearby: bool) -> Answer:
        # half a surrogate pair is in no label, and nothing that can be searched for
        text = " ".join(asked.text[:LONGEST].encode("utf-8", "replace").decode().split())
        scope = self._scope(asked, only)
        found = self._addressed(text, scope) if _ADDRESS.fullmatch(text) else self._said(text, asked, scope, nearby)
        best: dict[int, Found] = {}
        for one in found:
            weighed = self._weighed(one, asked, scope)
            if one.resource not in best or best[one.resource].score < weighed.score:
                best[one.resource] = weighed
        ranked = sorted(best.values(), key=lambda one: (-one.score, one.vocabulary not in scope.first, one.resource))
        # what shares the best score is known though it may not be shown
        candidates = self._described(ranked, asked.language, max(limit, 2))
        return Answer(asked, tuple(candidates[:limit]), self._rival(candidates), scope.basis, nearby)

    def _rival(self, candidates: Sequence[Candidate]) -> float:
        """The score of the best candidate that is not exactly the same as the first."""
        if len(candidates) < 2:
            return 0.0
        first = candidates[0]
        same = set[str]() if candidates[1].score < first.score - NEAR else self._equals(first.iri)
        return next((one.score for one in candidates[1:] if one.iri not in same), 0.0)

    def _equals(self, address: str) -> set[str]:
        return {self._iri(resource) for resource, _, _ in self._same(address)}

    def _scope(self, asked: Asked, only: frozenset[int] | None) -> Scope:
        if not asked.thesaurus:
            return Scope(Basis.OPEN, frozenset(), None) if only is None else Scope(Basis.ASKED, only, only)
        cited = self.thesauri.cited(asked.thesaurus)
        first = cited.vocabularies if only is None else cited.vocabularies & only
        basis = Basis.STAND_IN if cited.stand_in else Basis.NAMED
        return Scope(basis if first else Basis.UNKNOWN, first, only)

    def _addressed(self, text: str, scope: Scope) -> Iterator[Found]:
        """The concepts at an address, else those that are said to be exactly the same as what is there."""
        here = list(self._at(text))
        for resource, vocabulary, deprecated in here or self._same(text):
            if scope.admits(vocabulary):
                method, score = (Method.URI, SCORES[Method.URI]) if here else (Method.EXACT_MATCH, SAME_ADDRESS)
                yield Found(resource, vocabulary, score, method, text, "", vocabulary, deprecated)

    def _said(self, text: str, asked: Asked, scope: Scope, nearby: bool) -> list[Found]:
        """The concepts that words may mean."""
        parts = [part for part in _PATH.split(text) if normalise(part)]
        if not parts:
            return []
        exact = self._along(parts, asked, scope) if len(parts) > 1 else self._named(text, asked, scope)
        if not any(one.score >= GOOD for one in exact if scope.admits(one.vocabulary)):
            exact += self._bracketed(text, asked, scope)
        exact += self._matched(exact, scope)
        inside = [one for one in exact if scope.admits(one.vocabulary)]
        if nearby and not any(
            one.score >= GOOD and (not scope.first or one.vocabulary in scope.first) for one in inside
        ):
            inside += self._alike(parts, inside, scope)
        return inside

    def _named(self, text: str, asked: Asked, scope: Scope) -> list[Found]:
        """The concepts that have a label or code, or a variant of it, as their name."""
        found = [self._by_label(row, asked.language) for row in self._everywhere("plain", normalise(text), scope)]
        if scope.first.isdisjoint(one.vocabulary for one in found) and _CODE.fullmatch(text):
            found += self._coded(text, scope)
        exact = {one.resource for one in found}
        said = words(text)
        for row in self._everywhere("alike", key(text), scope):
            if row[0] not in exact:
                found.append(self._by_variant(row, said))
        return found

    def _labels(self, column: str, value: str, among: frozenset[int] | None = None) -> Sequence[_Row]:
        """The labels that agree in a column, in some vocabularies only when these are given."""
        numbers = sorted(among or ())
        these = f" AND vocabulary IN ({', '.join('?' * len(numbers))})" if numbers else ""
        return self._connection.execute(
            f"SELECT resource, vocabulary, text, language, kind, deprecated FROM label WHERE {column} = ? AND concept"
            f"{these} ORDER BY vocabulary, resource LIMIT {MOST_LABELS}",
            (value, *numbers),
        ).fetchall()

    def _everywhere(self, column: str, value: str, scope: Scope) -> Sequence[_Row]:
        """The labels that agree in a column; however many there are, those of what comes first are among them."""
        if not value:
            return ()
        rows = self._spelt(column, value)
        if len(rows) < MOST_LABELS or not scope.first:
            return rows
        return list(dict.fromkeys((*self._spelt(column, value, scope.first), *rows)))

    def _by_label(self, row: _Row, language: str) -> Found:
        resource, vocabulary, text, spoken, kind, deprecated = row
        method = _METHODS[LabelKind(kind)]
        if method is Method.LABEL and language and spoken and _primary(spoken) != _primary(language):
            method = Method.OTHER_LANGUAGE
        return Found(resource, vocabulary, SCORES[method], method, text, spoken, vocabulary, deprecated)

    def _by_variant(self, row: _Row, said: tuple[str, ...]) -> Found:
        resource, vocabulary, text, spoken, _, deprecated = row
        score = SCORES[Method.VARIANT] - (0 if words(text) == said else REORDERED)
        return Found(resource, vocabulary, score, Method.VARIANT, text, spoken, vocabulary, deprecated)

    def _coded(self, text: str, scope: Scope) -> Iterator[Found]:
        """The concepts whose address ends with a code, below the namespace of a vocabulary that comes first."""
        for namespace in self.thesauri.namespaces(scope.first):
            for resource, vocabulary, deprecated in self._at(f"{namespace}{text}"):
                method = Method.NOTATION
                yield Found(resource, vocabulary, SCORES[method], method, text, "", vocabulary, deprecated)

    def _along(self, parts: Sequence[str], asked: Asked, scope: Scope) -> list[Found]:
        """The concepts that a path leads to: step by step from above, or as ``SHORT > Long name``."""
        names = [normalise(part) for part in parts]
        found = []
        for one in self._named(parts[-1], asked, scope):
            share = self._ancestry.share(one.resource, names[:-1])
            if share == 1 and one.method in _WHOLE:
                step_by_step = self._ancestry.leads(one.resource, names)
                score = one.score * (SCORES[Method.PATH] if step_by_step else NOT_STEP_BY_STEP)
                found.append(one._replace(score=score, method=Method.PATH))
            else:
                found.append(one._replace(score=one.score * (OFF_THE_PATH + (1 - OFF_THE_PATH) * share)))
        for one in self._named(parts[-2], asked, scope):
            if names[-1] in self._ancestry.names(one.resource):
                found.append(one._replace(method=Method.PATH) if one.method in _WHOLE else one)
            else:
                named_twice = self.thesauri.facet(one.vocabulary) in OBSERVING
                found.append(one._replace(score=one.score * (SHORT_NAME if named_twice else ABOVE)))
        return found

    def _bracketed(self, text: str, asked: Asked, scope: Scope) -> list[Found]:
        """The concepts of a name with another in brackets, by either."""
        if (match := _BRACKETS.fullmatch(text)) is None:
            return []
        outside, inside = (self._named(part, asked, scope) for part in match.groups())
        both = {one.resource for one in outside} & {one.resource for one in inside}
        return [
            one._replace(
                score=SCORES[Method.VARIANT] if one.resource in both else one.score * SHORT_NAME, method=Method.VARIANT
            )
            for one in (*outside, *inside)
        ]

    def _matched(self, found: Sequence[Found], scope: Scope) -> list[Found]:
        """Concepts that come first and are exactly the same as those of other vocabularies that were found."""
        if not scope.first or any(one.score >= GOOD and one.vocabulary in scope.first for one in found):
            return []
        same = []
        for one in found:
            if one.score < GOOD or one.vocabulary in scope.first:
                continue
            for resource, vocabulary, deprecated in self._same(self._iri(one.resource)):
                if vocabulary in scope.first:
                    score = one.score * SCORES[Method.EXACT_MATCH]
                    said = (Method.EXACT_MATCH, one.evidence, one.language, one.vocabulary)
                    same.append(Found(resource, vocabulary, score, *said, deprecated))
        return same

    def _alike(self, parts: Sequence[str], exact: Sequence[Found], scope: Scope) -> Iterator[Found]:
        """The concepts with the labels that are most alike; at the end of a path, those below what leads there too."""
        names = [normalise(part) for part in parts[:-1]]
        near = self._nearby.labels(parts[-1], scope.first or scope.only)[:MOST_ALIKE]
        leading = [one for one in exact if names and names[-1] in self._ancestry.names(one.resource)]
        for above in leading[:MOST_LEADING]:
            near += self._nearby.among(parts[-1], self._ancestry.below(above.resource))[:MOST_ALIKE]
        for one in near:
            score = SCORES[Method.FUZZY] * one.likeness
            if names:
                score *= FAR_OFF_THE_PATH + (1 - FAR_OFF_THE_PATH) * self._ancestry.share(one.resource, names)
            said = (Method.FUZZY, one.text, one.language, one.vocabulary)
            yield Found(one.resource, one.vocabulary, score, *said, one.deprecated)

    def _at(self, address: str) -> list[tuple[int, int, bool]]:
        return self._connection.execute(
            "SELECT number, vocabulary, deprecated FROM resource WHERE key = ? AND kind & 1", (comparable(address),)
        ).fetchall()

    def _same(self, address: str) -> list[tuple[int, int, bool]]:
        """The concepts that are said to be exactly the same as what is at an address, or from it follow to be."""
        addressed = comparable(address)
        others = self._connection.execute(
            f"SELECT subject FROM alignment WHERE object_key = ? AND {_EXACT}"
            f" UNION SELECT object FROM alignment WHERE subject_key = ? AND {_EXACT} LIMIT 50",
            (addressed, addressed),
        ).fetchall()
        return [row for (other,) in others for row in self._at(other)]

    def _iri(self, resource: int) -> str:
        row = self._connection.execute("SELECT iri FROM resource WHERE number = ?", (resource,)).fetchone()
        return str(row[0])

    def _weighed(self, found: Found, asked: Asked, scope: Scope) -> Found:
        score = found.score
        if scope.basis in (Basis.NAMED, Basis.STAND_IN):
            if found.vocabulary not in scope.first:
                score *= BESIDE_THE_NAMED
        elif asked.hint in HINTS and self.thesauri.facet(found.vocabulary) not in HINTS[asked.hint]:
            score *= BESIDE_THE_HINT
        if found.deprecated:
            score *= WITHDRAWN
        return found._replace(score=score)

    def _described(self, ranked: Sequence[Found], language: str, limit: int) -> list[Candidate]:
        """The first candidates, one for each IRI, with their labels."""
        described: dict[str, Candidate] = {}
        for one in ranked:
            row = self._connection.execute(
                "SELECT iri, labels, notation, replaced FROM resource WHERE number = ?", (one.resource,)
            ).fetchone()
            if row is None or row[0] in described:
                continue
            label, spoken = _label(orjson.loads(row[1]), language) or (row[2] or row[0], "")
            vocabulary, origin = self.thesauri.id(one.vocabulary), self.thesauri.id(one.origin)
            said = (round(one.score, 4), one.method, one.evidence, one.language, origin)
            described[row[0]] = Candidate(row[0], vocabulary, label, spoken, *said, bool(one.deprecated), row[3])
            if len(described) >= limit:
                break
        return list(described.values())


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]


def _label(labels: dict[str, str], language: str) -> tuple[str, str] | None:
    """A label and its language: that which is asked, else French, English, or the first by its tag."""
    for tag in (language, _primary(language), "fr", "en", *sorted(labels)):
        if labels.get(tag):
            return labels[tag], tag
    return None
