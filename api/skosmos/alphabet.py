"""Alphabetical indexes: the letters with which labels begin, and the concepts under each."""

import unicodedata
from collections.abc import Iterator
from itertools import islice

from vocab.alphabet import DIGITS, OTHERS
from vocab.label_search import LabelHit, LabelSearch, Terms
from vocab.schema import LabelKind, Sort

from .asking import Asked
from .context import BASIC, Answer
from .naming import local_name

LISTED = 10_000
"""Concepts under a letter that are listed at most."""

ALL = "*"
"""Stands for every letter."""


def letters(asked: Asked) -> Answer:
    """The letters with which preferred labels begin; ``0-9`` stands for digits, ``!*`` for what is neither."""
    found = set[str]()
    firsts = _first_characters(asked)
    for character in firsts:
        found.add(_heading(character))
    special = [heading for heading in (OTHERS, DIGITS) if heading in found]
    plain = sorted(found - {OTHERS, DIGITS}, key=lambda letter: (unicodedata.normalize("NFKD", letter), letter))
    context = {
        **BASIC,
        "indexLetters": {"@id": "skosmos:indexLetters", "@container": "@list", "@language": asked.language},
    }
    return {"@context": context, "uri": "", "indexLetters": [*plain, *special]}


def concepts(asked: Asked) -> Answer:
    """The concepts of which a label begins with a letter, in the order of their labels; ``*`` for all."""
    offset, limit = asked.whole("offset", 0), asked.whole("limit", LISTED, high=LISTED) or LISTED
    hits = islice(_hits(asked), offset, offset + limit)
    context = {**BASIC, "indexConcepts": {"@id": "skosmos:indexConcepts", "@container": "@list"}}
    return {"@context": context, "uri": "", "indexConcepts": [_listed(asked, hit) for hit in hits]}


def _terms(asked: Asked) -> Terms:
    return Terms("", asked.language, (asked.vocabulary.id,), sorts=(Sort.CONCEPT,))


def _hits(asked: Asked) -> Iterator[LabelHit]:
    search, terms = LabelSearch(asked.index), _terms(asked)
    if asked.letter == ALL:
        beginnings = [""]
    elif asked.letter in (DIGITS, OTHERS):
        beginnings = [one for one in _first_characters(asked) if _heading(one) == asked.letter]
    else:
        beginnings = [unicodedata.normalize("NFC", asked.letter)]
    for beginning in sorted(beginnings):
        for hit in search.beginning(beginning, terms):
            if hit.kind in (LabelKind.PREFERRED, LabelKind.ALTERNATIVE):
                yield hit


def _listed(asked: Asked, hit: LabelHit) -> Answer:
    told: Answer = {"uri": hit.concept, "localname": local_name(hit.concept), "lang": hit.language}
    told["prefLabel"] = hit.labels.get(hit.language) or asked.marked(dict(hit.labels)) or hit.text
    if hit.kind is LabelKind.ALTERNATIVE:
        told["altLabel"] = hit.text
    return told


def _heading(character: str) -> str:
    if character.isalpha():
        upper = character.upper()
        return upper if len(upper) == 1 else character
    return DIGITS if character.isnumeric() else OTHERS


def _first_characters(asked: Asked) -> list[str]:
    """The first characters of preferred labels, folded: from each, one step to the labels that begin otherwise."""
    connection, found = asked.index.connection, set[str]()
    choice = asked.index.streams.choose(
        language=asked.language, vocabularies=[asked.vocabulary.number], sorts=[Sort.CONCEPT]
    )
    for stream in choice.streams:
        position = 0
        while True:
            row = connection.execute(
                "SELECT folded FROM label WHERE stream = ? AND position > ? AND kind = ? AND NOT deprecated"
                " AND folded <> '' ORDER BY position LIMIT 1",
                (stream, position, int(LabelKind.PREFERRED)),
            ).fetchone()
            if row is None:
                break
            found.add(row[0][0])
            (position,) = connection.execute(
                "SELECT position FROM label WHERE folded < ? ORDER BY folded DESC, position DESC LIMIT 1",
                (row[0][0] + "\U0010ffff",),
            ).fetchone()
    return sorted(found)
