"""Duplicates: the concepts, and the terms suggested before, that a new name may mean already."""

from collections.abc import Sequence
from typing import NamedTuple

from catalogue.suggestion_export import address
from catalogue.suggestions import Status, Suggestion, Suggestions
from vocab.index import VocabularyIndex
from vocab.label import fold, normalise

from .reconciliation.candidate import Candidate, candidates
from .reconciliation.service import Service
from .texts import Reader

SHOWN = 8
"""Duplicates that are shown at most."""

LEAST = 0.7
"""The score below which a concept is not like a name."""

SHORTEST = 2
"""Characters of the shortest name that is looked for."""


class Duplicate(NamedTuple):
    """What a name may mean already.

    Attributes:
        likeness: ``same``; ``accents``: the same but for case, accents and punctuation; ``alike``; ``suggested``.
        uri: of the concept; empty for a suggestion that nobody has decided on.
        label: its name, as it was found.
        vocabulary: title of its vocabulary.
        id: of that vocabulary.
        href: where it is shown; empty for nowhere.
    """

    likeness: str
    uri: str
    label: str
    vocabulary: str
    id: str
    href: str


def duplicates(
    index: VocabularyIndex, store: Suggestions, base: str, text: str, vocabulary: str, t: Reader
) -> list[Duplicate]:
    """What a name may mean already, in whatever vocabulary: those that agree first, and those of its own.

    Args:
        index: of the vocabularies.
        store: of the suggestions.
        base: the service's address.
        text: the name.
        vocabulary: id of the vocabulary that the name is proposed for; empty for none.
        t: who reads.
    """
    if len(normalise(text)) < SHORTEST:
        return []
    service = Service(index, base, None, t)
    found = [one for one in candidates(index, text, (), 3 * SHOWN) if one.score >= LEAST]
    shown = [_concept(one, text, service) for one in found]
    shown.sort(key=lambda one: (_ORDER.index(one.likeness), one.id != vocabulary))
    suggested = [_suggestion(one, text, base, service) for one in store.named(text)]
    return (suggested + shown)[:SHOWN]


_ORDER = ("same", "accents", "alike")


def _concept(one: Candidate, text: str, service: Service) -> Duplicate:
    label = one.evidence
    likeness = "alike"
    if one.exact:
        likeness = "same" if fold(label) == fold(text) else "accents"
    resource = one.resource
    href = service.page(resource.iri).removeprefix(service.base)
    return Duplicate(likeness, resource.iri, label, service.title(resource.vocabulary), resource.vocabulary, href)


def _suggestion(one: Suggestion, text: str, base: str, service: Service) -> Duplicate:
    """A term suggested before; while nobody has looked at it, nothing of it is shown that was not just typed."""
    title = service.title(one.draft.vocabulary) if one.draft.vocabulary else ""
    if one.status is not Status.ACCEPTED:
        return Duplicate("suggested", "", text, title, one.draft.vocabulary, "")
    label = next((label for label in one.labels.values() if normalise(label) == normalise(text)), text)
    uri = address(one.key, base)
    return Duplicate("suggested", uri, label, title, one.draft.vocabulary, uri.removeprefix(base))


def are_the_same(found: Sequence[Duplicate], vocabulary: str) -> bool:
    """Whether any of them is beyond doubt what was named: a name of its own vocabulary, or suggested before."""
    return any(
        one.likeness == "suggested" or (one.likeness in ("same", "accents") and vocabulary in ("", one.id))
        for one in found
    )
