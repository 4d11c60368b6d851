"""Expansion: the words that one word of a query stands for, so that "water" finds "eau" and "groundwater".

Four sources, in the order of their reach: a glossary learned from the labels of the vocabularies, the compounds
that English writes as one word, a short list of words that no rule makes, and misspellings. A word is never
looked for as a mere part of another word: "air" finds "aircraft" and never "pair".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from .document import stem, words
from .glossary import Glossary

BEFORE = (
    *("fresh", "ground", "melt", "rain", "salt", "sea", "snow", "soil", "storm", "waste", "potential"),
    *("bio", "geo", "hydro", "paleo", "palaeo", "photo"),
    *("chloro", "fluoro", "halo", "chlorofluoro", "hydrofluoro", "hydrochlorofluoro", "perfluoro"),
)
"""What stands before a word in a compound that is still about it: rain|water, hydro|carbon."""

AFTER = (
    *("born", "borne", "craft", "field", "foil", "mass", "plane", "port"),
    *("core", "course", "cover", "fall", "flow", "level", "melt", "pack", "quality", "shed", "sheet", "sonde", "way"),
    *("temperature", "vapor", "vapour"),
    *("aceous", "ate", "yl"),
)
"""What stands after a word in a compound that is still about it: air|craft, water|shed, carbon|aceous."""

COINED: Mapping[str, tuple[str, ...]] = {
    # AIREP are reports from aircraft, Tair is what models call the temperature of the air
    "air": ("aeroport", "aeroporte", "aeroportee", "airep", "tair"),
    "carbon": ("bicarbonate", "hydrocarbonate"),
    "gas": ("gase", "biogas"),
    "water": ("underwater",),
}
"""Words with a recognisable part that no rule above finds."""


FUNCTION_WORDS = frozenset(
    (
        *("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"),
        *("au", "aux", "avec", "d", "dan", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour"),
        *("sur", "un", "une"),
    )
)
"""Words of English and French, as the index keeps them, that a query need not find in another language."""

FAULTLESS = 8
"""Letters of the shortest word of which misspellings are looked for; the first half of them must be right."""

FAULTS = 3
"""The most records that a misspelt word occurs in; what occurs in more is a word of its own."""


class Lexicon(Protocol):
    """The words of a search index."""

    def beginning(self, prefix: str) -> Iterable[tuple[str, int]]:
        """Words that begin so, and the number of records that have each."""

    def __contains__(self, word: str) -> bool: ...


class Expansion:
    """What words stand for in one search index.

    Args:
        glossary: learned from the labels of the vocabularies.
        lexicon: the words of the index.
    """

    def __init__(self, glossary: Glossary, lexicon: Lexicon) -> None:
        self._glossary = glossary
        self._lexicon = lexicon
        self.words = lru_cache(maxsize=256)(self._stands_for)

    def _stands_for(self, word: str) -> tuple[str, ...]:
        """A word as the index keeps it, followed by what it stands for there."""
        equivalents = [word, *self._glossary.translations(word)]
        forms = [*equivalents, *(form for one in equivalents for form in _compounds(one))]
        found = [form for form in forms if form in self._lexicon]
        corrected = self._misspelt(word, most=None) if word not in self._lexicon else ()
        faulty = (other for form in found for other in self._misspelt(form, most=FAULTS))
        return tuple(dict.fromkeys((word, *found, *corrected, *faulty)))

    def _misspelt(self, word: str, *, most: int | None) -> Iterator[str]:
        """Words one letter away from a word that no vocabulary knows, or, without ``most``, that a query may mean."""
        if len(word) < FAULTLESS or not word.isalpha():
            return
        for other, records in self._lexicon.beginning(word[: FAULTLESS // 2]):
            if most is not None and (records > most or self._glossary.knows(other)):
                continue
            if len(other) >= FAULTLESS and other.isalpha() and one_letter_apart(word, other):
                yield other


def one_letter_apart(one: str, other: str) -> bool:
    """Whether one letter too many, too few, wrong, or two in the wrong order make the difference of two words.

    >>> one_letter_apart("aircraft", "aircrart"), one_letter_apart("aircraft", "airborne")
    (True, False)
    """
    begin = _common(one, other)
    left, right = one[begin:], other[begin:]
    end = _common(left[::-1], right[::-1])
    left, right = left[: len(left) - end], right[: len(right) - end]
    return left != right and (max(len(left), len(right)) == 1 or (len(left) == 2 and left == right[::-1]))


def _common(one: str, other: str) -> int:
    """How many letters two words begin with in common."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _compounds(word: str) -> Iterator[str]:
    if len(word) < 3:
        return
    yield from COINED.get(word, ())
    for part in BEFORE:
        yield part + word
    for part in AFTER:
        yield stem(word + part)


def content_words(text: str) -> list[str]:
    """The words of a query that say what is looked for; all of its words when none does.

    >>> content_words("Température de l'eau"), content_words("La")
    (['temperature', 'eau'], ['la'])
    """
    asked = words(text)
    return [word for word in asked if word not in FUNCTION_WORDS] or asked


def any_of(alternatives: Sequence[str]) -> str:
    """An FTS5 expression for any of some words."""
    quoted = " OR ".join(f'"{word}"' for word in alternatives)
    return f"({quoted})" if len(alternatives) > 1 else quoted
