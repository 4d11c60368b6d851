"""Likeness: how alike two labels are that are not the same.

Words are compared without what changes from one mention of a thing to the next: the plural (English and French), the
French elision, words without a sense of their own, and the order. Two labels that agree in what is left are variants of
one name; how alike others are is measured (rapidfuzz).
"""

import re
from functools import lru_cache
from itertools import zip_longest

from rapidfuzz import fuzz

from .label import normalise

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})

_ELISION = re.compile(r"\b(?:[cdjlmnst]|(?:jus|lors|puis|quel|quoi)?qu)['’ʼ](?=\w)", re.IGNORECASE)

_JOINED = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")
"""Where words that are written as one part (resourceProvider)."""

_WORD = re.compile(r"\w+")

_STOP_WORDS = frozenset(
    (
        *("and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"),
        *("au", "aux", "avec", "dans", "de", "des", "du", "en", "et", "la", "le", "les", "ou", "pour", "sans", "sur"),
        *("un", "une"),
    )
)
"""Words without a sense of their own, in English and French."""

_ELIDED = frozenset({"d", "l", "qu"})
"""What is left of them where an apostrophe is written as a blank; they stand before a vowel."""

_VOWELS = frozenset("aeiouhy")

_PLURALS = (
    (re.compile(r"(?<=\w{2})ies$"), "y"),
    (re.compile(r"eaux$"), "eau"),
    (re.compile(r"(?<=\w{2})aux$"), "al"),
    (re.compile(r"(?<=\w{2}[eo]u)x$"), ""),
    (re.compile(r"(?<=\w{3})(?:is|(?<![su])s)$"), ""),
)
"""How plurals end, and what they are taken back to; the first that fits counts."""

_FINAL = re.compile(r"(?<=\w{4})e$")
"""A last e, which is left of some plurals and not of others (masses, branches, roches)."""

WEIGHT_OF_SHARED = 0.25
"""How much counts that the words of one label are all in the other; the rest is how alike they are as a whole."""

NUMBERS_DIFFER = 0.8
"""What becomes of the likeness of labels that agree in all but a number, such as Landsat 7 and Landsat 8."""


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """A word without the ending of its plural.

    >>> [_stem(word) for word in ("properties", "canaux", "roches", "mass", "masses", "analyses", "analysis")]
    ['property', 'canal', 'roch', 'mass', 'mass', 'analys', 'analys']
    """
    for pattern, singular in _PLURALS:
        stem, changed = pattern.subn(singular, word)
        if changed:
            return _FINAL.sub("", stem)
    return _FINAL.sub("", word)


def words(text: str) -> tuple[str, ...]:
    """What a label says, word by word: without plurals, elisions and stop words; all words where these are all it has.

    >>> words("Températures de l'eau")
    ('temperatur', 'eau')
    """
    plain = normalise(_ELISION.sub(" ", _JOINED.sub(" ", text.translate(_LIGATURES))))
    found = _WORD.findall(plain)
    kept = [
        word
        for word, after in zip_longest(found, found[1:], fillvalue="")
        if word not in _STOP_WORDS and not (word in _ELIDED and after[:1] in _VOWELS)
    ]
    return tuple(map(_stem, kept or found))


def key(text: str) -> str:
    """What a label has in common with its variants: its words in a fixed order.

    >>> key("Pressure of the atmosphere") == key("atmosphere, pressures")
    True
    """
    return " ".join(sorted(words(text)))


def likeness(left: str, right: str) -> float:
    """How alike two labels are by their keys: 1 where they are variants, 0 where they have nothing in common."""
    found = (
        (1 - WEIGHT_OF_SHARED) * fuzz.ratio(left, right) + WEIGHT_OF_SHARED * fuzz.token_set_ratio(left, right)
    ) / 100
    return found if found == 1 or _numbers(left) == _numbers(right) else found * NUMBERS_DIFFER


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=8192)
def _numbers(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.split() if _DIGIT.search(word))
