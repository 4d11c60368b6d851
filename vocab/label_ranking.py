"""Rankings of labels: by how well they answer a term, and by how little they differ from it."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from string import ascii_lowercase

import orjson
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from .index import VocabularyIndex
from .label import matches, normalise
from .label_pattern import LONGEST, Pattern, read
from .label_place import quoted
from .label_search import LabelHit, LabelSearch, Terms
from .schema import END, LabelKind

LOOKED_AT = 2000
"""Labels that match, in their order, among which the most relevant are chosen."""

COMMON = 20_000
"""Labels that have a trigram, up to which it tells one label from another."""

TELLING = 6
"""Trigrams of a misspelt term, the rarest ones, that are looked for."""

CANDIDATES = 400
"""Labels with the most of these that are compared with the term."""

BRIEF = 6
"""Letters of a term up to which every other term is looked for that one mistake makes of it."""

ALIKE = 75.0
"""The least likeness, of 100, of a label that a misspelt term may mean."""


def most_relevant(search: LabelSearch, terms: Terms) -> list[LabelHit]:
    """Labels that match, the best first.

    Best is what is the term itself, then what begins with it, then what has a word that does, then what contains it;
    of these, labels in the language shown, preferred before alternative and hidden ones, and short before long ones.
    Among more labels than ``LOOKED_AT``, those are ranked that come first in their order or begin with the term.
    """
    pattern = read(terms.query, accents=terms.accents)
    inner = max(pattern.parts, key=len)
    # what is the term, and what begins with it, may stand anywhere in the order of labels
    queries = (terms.query,) if pattern.empty or pattern.beginning else (inner, f"{inner}*", terms.query)
    found = dict[tuple[int, str, str, int], LabelHit]()
    for query in queries:
        for hit in islice(search.hits(terms._replace(query=query, unique=False)), LOOKED_AT):
            if query == terms.query or _fits(pattern, hit):
                found.setdefault((hit.number, hit.text, hit.language, hit.kind), hit)
    asked, shown = normalise(inner), terms.shown or terms.language
    # sorting is stable: what is equally good stays in the order of labels
    ranked = sorted(found.values(), key=lambda hit: _merit(hit, asked, shown))
    return _first_of_each(ranked) if terms.unique else ranked


def closest(search: LabelSearch, index: VocabularyIndex, terms: Terms) -> list[tuple[LabelHit, float]]:
    """Labels that the term may mean when it is misspelt, the likeliest first, with their likeness from 0 to 1.

    Stars say nothing here.
    """
    asked = normalise(terms.query[:LONGEST].replace("*", " "))
    if not asked:
        return []
    positions = dict.fromkeys((*_one_mistake_away(index, asked), *_sharing_trigrams(search, index, asked, terms)))
    scored = [(hit, _likeness(asked, hit.plain)) for hit in search.at(list(positions), terms)]
    shown = terms.shown or terms.language
    alike = [(hit, score / 100) for hit, score in scored if score >= ALIKE]
    alike.sort(key=lambda pair: (-pair[1], *_merit(pair[0], asked, shown), pair[0].text, pair[0].number))
    if not terms.unique:
        return alike
    scores = {(hit.number, hit.text, hit.language, hit.kind): score for hit, score in alike}
    return [
        (hit, scores[hit.number, hit.text, hit.language, hit.kind]) for hit in _first_of_each([hit for hit, _ in alike])
    ]


def _first_of_each(hits: list[LabelHit]) -> list[LabelHit]:
    first = dict[int, LabelHit]()
    for hit in hits:
        first.setdefault(hit.number, hit)
    return list(first.values())


def _fits(pattern: Pattern, hit: LabelHit) -> bool:
    return pattern.fits(hit.folded if pattern.accents else hit.plain)


def _merit(hit: LabelHit, asked: str, shown: str) -> tuple[int, bool, LabelKind, int]:
    """How good an answer a label is; the least is the best."""
    at = hit.plain.find(asked)
    if hit.plain == asked:
        place = 0
    elif at == 0:
        place = 1
    elif f" {asked}" in hit.plain:
        place = 2
    else:
        place = 3 if at > 0 else 4
    return place, bool(shown) and not matches(hit.language, shown), hit.kind, len(hit.plain)


def _likeness(asked: str, label: str) -> float:
    """How alike a term and a label are, of 100; a label that the term is a part of is a little less alike."""
    whole = max(fuzz.ratio(asked, label), 0.95 * fuzz.token_sort_ratio(asked, label))
    if len(asked) >= 3 and OSA.distance(asked, label, score_cutoff=1) <= 1:
        # one mistake is much of a brief term
        whole = max(whole, ALIKE)
    return whole if len(label) < len(asked) else max(whole, 0.9 * fuzz.partial_ratio(asked, label))


def _one_mistake_away(index: VocabularyIndex, asked: str) -> Iterator[int]:
    """Where labels stand that are a brief term, or what one letter more, less, another, or two exchanged make of it."""
    if len(asked) > BRIEF:
        return
    cuts = [(asked[:at], asked[at:]) for at in range(len(asked) + 1)]
    fewer = {head + tail[1:] for head, tail in cuts if tail}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    others = {head + letter + tail[1:] for head, tail in cuts for letter in ascii_lowercase if tail}
    more = {head + letter + tail for head, tail in cuts for letter in ascii_lowercase}
    names = orjson.dumps(sorted({asked} | fewer | swapped | others | more)).decode()
    rows = index.connection.execute(
        "SELECT l.position FROM json_each(?) AS asked JOIN label l ON l.plain = asked.value LIMIT ?",
        (names, CANDIDATES * 10),
    )
    yield from (position for (position,) in rows)


def _sharing_trigrams(search: LabelSearch, index: VocabularyIndex, asked: str, terms: Terms) -> list[int]:
    """Where labels stand that have the most of the telling trigrams of a term."""
    padded = asked + END
    trigrams = sorted({padded[at : at + 3] for at in range(len(padded) - 2)})
    rows = index.connection.execute(
        "SELECT trigram, labels FROM trigram_count WHERE trigram IN (SELECT value FROM json_each(?)) ORDER BY 2, 1",
        (orjson.dumps(trigrams).decode(),),
    ).fetchall()
    telling = [term for term, count in rows if count <= COMMON][:TELLING] or [term for term, _ in rows[:1]]
    votes = Counter[int]()
    within = search.marks(terms)
    for term in telling:
        found = index.connection.execute(
            "SELECT rowid FROM trigram WHERE trigram MATCH ? LIMIT ?", (quoted(term) + within, COMMON)
        )
        votes.update(position for (position,) in found)
    return [position for position, _ in votes.most_common(CANDIDATES)]
