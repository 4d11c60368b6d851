"""What is true of pairs, and what links and suggestions are worth: precision, recall, and the scores to be trusted."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vocab.address import comparable
from vocab.candidate import TRUST, Answer, Asked, Basis, Method, Trust
from vocab.index import VocabularyIndex

from .keyword_pairs import GCMD, Pair, cited
from .report import Value

PRECISION, RECALL, TOP = 0.98, 0.85, 0.95
"""What is aimed at: precision and recall of links, recall of the first five suggestions."""

ENOUGH = 5
"""Links of a rule on the learning half, below which it is not learnt."""

ELSEWHERE: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("P07: the CF standard names, under other addresses", re.compile(r".*/collection/P07/.*"), ".*"),
    ("topic categories, under the uuids of GCMD", re.compile(re.escape(GCMD) + ".*"), "ISO Topic Category"),
    ("pages of GEMET by number, which are gone", re.compile(r".*eionet\.europa\.eu/gemet/concept\?cp=.*"), ".*"),
    ("HVD categories, under a wrong address", re.compile(r".*/resource/authority/bna/.*"), ".*"),
    (
        "ForM@Ter, under addresses that are gone",
        re.compile(r"https://w3id\.org/formater/(datacenter/|variable/c).*"),
        ".*",
    ),
)
"""Pairs that are left out: their list is held, but not under their address, so that neither answer could be judged."""


class Case(NamedTuple):
    """A pair with what is true of it.

    Attributes:
        pair: what the record says.
        right: the addresses that are right, comparable; empty where no link should be made.
    """

    pair: Pair
    right: frozenset[str]

    @property
    def asked(self) -> Asked:
        """What a matcher is asked."""
        return Asked(self.pair.text, self.pair.language, self.pair.hint, self.pair.thesaurus)

    @property
    def learning(self) -> bool:
        """Whether it is of the half that is learnt on."""
        return hashlib.blake2b(comparable(self.pair.address).encode(), digest_size=1).digest()[0] % 2 == 0


class Truth:
    """Which concepts an index has, and which of them are the same.

    Args:
        index: the vocabularies.
    """

    def __init__(self, index: VocabularyIndex) -> None:
        execute = index.connection.execute
        self.held = {key for (key,) in execute("SELECT key FROM resource WHERE kind & 1 AND labels <> '{}'")}
        self.same: dict[str, set[str]] = defaultdict(set)
        for subject, other in execute("SELECT subject, object FROM mapping WHERE predicate = 'exactMatch'"):
            one, two = comparable(subject), comparable(other)
            self.same[one].add(two)
            self.same[two].add(one)

    def right(self, address: str) -> frozenset[str]:
        """The addresses that are right where one is meant; none where it is no concept that is held."""
        key = comparable(cited(address))
        return frozenset({key, *self.same[key]}) if key in self.held else frozenset()


def cases(pairs: Iterable[Pair], truth: Truth) -> tuple[list[Case], Counter[str]]:
    """The pairs that count, each once whatever records it is from, and how many are left out for which reason."""
    found: dict[tuple[str, ...], Case] = {}
    left_out = Counter[str]()
    for pair in pairs:
        reason = next((why for why, address, title in ELSEWHERE if _elsewhere(pair, address, title)), "")
        if reason:
            left_out[reason] += 1
            continue
        found.setdefault(pair[:5], Case(pair, truth.right(pair.address)))
    return list(found.values()), left_out


def _elsewhere(pair: Pair, address: re.Pattern[str], title: str) -> bool:
    return bool(address.fullmatch(pair.address) and re.fullmatch(title, pair.thesaurus))


class Judged(NamedTuple):
    """What a matcher makes of a case.

    Attributes:
        linked: whether it makes a link.
        ranks: for each candidate whether it is right, best first.
    """

    linked: bool
    ranks: tuple[bool, ...]


def judged(case: Case, iris: Sequence[str], *, linked: bool) -> Judged:
    """What candidates, best first, are worth."""
    return Judged(linked, tuple(comparable(iri) in case.right for iri in iris))


def figures(all_cases: Sequence[Case], results: Sequence[Judged]) -> list[Value]:
    """Terms with a concept, links, right ones, precision, recall of links, and of the first and first five."""
    held = sum(bool(case.right) for case in all_cases)
    links = sum(one.linked for one in results)
    right = sum(one.linked and one.ranks[0] for one in results)
    first = sum(any(one.ranks[:1]) for one in results)
    five = sum(any(one.ranks[:5]) for one in results)
    share = [right / links if links else None, right / held, first / held, five / held] if held else [None] * 4
    return [len(all_cases), held, links, right, *share]


FIGURES = ("terms", "with a concept", "links", "right", "precision", "recall", "first is right", "in first 5")


GRID = tuple(score / 100 for score in range(70, 101))


def learnt(all_cases: Sequence[Case], answers: Sequence[Answer], basis: Basis, *, path: bool) -> float | None:
    """The least score at which links of a basis are trusted; None when there is none.

    Every score from it on has to make links of which enough are right.
    """
    taken = None
    for score in reversed(GRID):
        trust = Trust(2.0 if path else score, score if path else 2.0, TRUST[basis].margin)
        linked = [
            comparable(answer.candidates[0].iri) in case.right
            for case, answer in zip(all_cases, answers, strict=True)
            if answer.basis is basis and answer.taken(trust) and answer.candidates[0].method is not Method.URI
        ]
        if len(linked) >= ENOUGH:
            if sum(linked) < PRECISION * len(linked):
                break
            taken = score
    return taken


def thresholds(all_cases: Sequence[Case], answers: Sequence[Answer]) -> list[list[Value]]:
    """What is learnt beside what is declared, by basis."""
    rows = list[list[Value]]()
    for basis in Basis:
        here = [case for case, answer in zip(all_cases, answers, strict=True) if answer.basis is basis]
        trust = TRUST[basis]
        rows.append(
            [
                *(basis, len(here), sum(bool(case.right) for case in here)),
                *(learnt(all_cases, answers, basis, path=False), declared(trust.score)),
                *(learnt(all_cases, answers, basis, path=True), declared(trust.path)),
            ]
        )
    return rows


def by_method(all_cases: Sequence[Case], answers: Sequence[Answer]) -> list[list[Value]]:
    """First candidates that stand alone where the thesaurus is known: right and wrong ones by method."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for case, answer in zip(all_cases, answers, strict=True):
        if answer.basis is Basis.NAMED and answer.candidates and not answer.ambiguous:
            best = answer.candidates[0]
            counts[best.method][comparable(best.iri) not in case.right] += 1
    return [[method, *counts[method]] for method in Method if method in counts]


def declared(score: float) -> float | None:
    """The score of a rule; None where it never holds."""
    return score if score <= 1 else None
