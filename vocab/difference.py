"""Difference: what changed in a vocabulary from one edition to another, concept by concept.

Both editions are read once, side by side, in the order of their subjects: memory is needed for one subject at a time,
and time grows with their lengths alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from .namespace import DCTERMS, OWL, RDF, SKOS
from .term import Term, Triple, is_iri, literal_parts


class ChangeKind(StrEnum):
    """What can happen to a concept."""

    ADDED = "added"
    REMOVED = "removed"
    DEPRECATED = "deprecated"
    REINSTATED = "reinstated"
    RELABELLED = "relabelled"
    SYNONYMS = "synonyms"
    MOVED = "moved"
    RENOTATED = "renotated"
    REDEFINED = "redefined"


class Change(NamedTuple):
    """One thing that happened to one concept.

    Attributes:
        kind: what.
        iri: of the concept.
        labels_before: its preferred labels by language; none when it was not there.
        labels_after: the same afterwards.
        before: what was stated and no longer is: labels, IRIs of broader concepts, notations …, as terms.
        after: what is stated and was not; of a concept that is deprecated, what replaces it.
    """

    kind: ChangeKind
    iri: str
    labels_before: Mapping[str, str]
    labels_after: Mapping[str, str]
    before: Sequence[Term] = ()
    after: Sequence[Term] = ()


ASPECTS: tuple[tuple[ChangeKind, tuple[Term, ...]], ...] = (
    (ChangeKind.RELABELLED, (SKOS.prefLabel,)),
    (ChangeKind.SYNONYMS, (SKOS.altLabel, SKOS.hiddenLabel)),
    (ChangeKind.MOVED, (SKOS.broader,)),
    (ChangeKind.RENOTATED, (SKOS.notation,)),
    (ChangeKind.REDEFINED, (SKOS.definition,)),
)
"""What is compared of a concept that both editions have, and the properties that state it."""

_CONCEPT = f" {RDF.type} {SKOS.Concept} .".encode()


def differences(before: Iterable[bytes], after: Iterable[bytes]) -> Iterator[Change]:
    """The changes between two editions, in the order of the concepts as terms and, for one concept, of their kinds.

    Args:
        before: statements of the earlier edition, as lines of N-Triples in the order of their subjects.
        after: those of the later one.
    """
    for name, old, new in _side_by_side(before, after):
        if old == new:
            continue
        was, is_now = _stated(old), _stated(new)
        subject = name.decode()[1:-1]
        labels = _labels(was), _labels(is_now)
        if was is None or is_now is None:
            if was is not None or is_now is not None:
                yield Change(ChangeKind.ADDED if was is None else ChangeKind.REMOVED, subject, *labels)
            continue
        yield from _altered(subject, was, is_now, labels)


def _altered(
    subject: str,
    was: Sequence[Triple],
    is_now: Sequence[Triple],
    labels: tuple[Mapping[str, str], Mapping[str, str]],
) -> Iterator[Change]:
    """What happened to a concept that both editions have."""
    withdrawn = _is_deprecated(was), _is_deprecated(is_now)
    if withdrawn == (False, True):
        replacements = [o for _, p, o in is_now if p == DCTERMS.isReplacedBy and is_iri(o)]
        yield Change(ChangeKind.DEPRECATED, subject, *labels, (), tuple(replacements))
    elif withdrawn == (True, False):
        yield Change(ChangeKind.REINSTATED, subject, *labels)
    for kind, properties in ASPECTS:
        said = [{(p, o) for _, p, o in statements if p in properties} for statements in (was, is_now)]
        if said[0] != said[1]:
            gone, come = said[0] - said[1], said[1] - said[0]
            yield Change(kind, subject, *labels, *(tuple(sorted(o for _, o in some)) for some in (gone, come)))


def _side_by_side(
    before: Iterable[bytes], after: Iterable[bytes]
) -> Iterator[tuple[bytes, list[bytes] | None, list[bytes] | None]]:
    """Each subject with its lines in both editions; None where one does not have it."""
    tagged = merge(_subjects(before, 0), _subjects(after, 1), key=itemgetter(0, 1))
    for subject, group in groupby(tagged, key=itemgetter(0)):
        lines = {side: said for _, side, said in group}
        yield subject, lines.get(0), lines.get(1)


def _subjects(lines: Iterable[bytes], side: int) -> Iterator[tuple[bytes, int, list[bytes]]]:
    for subject, group in groupby(lines, key=lambda line: line.partition(b" ")[0]):
        yield subject, side, list(group)


def _stated(lines: Sequence[bytes] | None) -> list[Triple] | None:
    """The statements of a subject; None when it is no concept, or is not there."""
    if lines is None or not any(line.rstrip().endswith(_CONCEPT) for line in lines):
        return None
    split = (line.decode().rstrip().removesuffix(" .").split(" ", 2) for line in lines)
    return [(subject, prop, term) for subject, prop, term in split]


def _labels(statements: Sequence[Triple] | None) -> dict[str, str]:
    found = dict[str, str]()
    for _, prop, term in statements or ():
        if prop == SKOS.prefLabel:
            text, language, _ = literal_parts(term)
            found.setdefault(language or "", text)
    return dict(sorted(found.items()))


def _is_deprecated(statements: Sequence[Triple]) -> bool:
    return any(prop == OWL.deprecated and term.startswith('"true"') for _, prop, term in statements)
