"""Texts that say the same in several languages, one after the other, and how they are told apart.

Marks of language, such as ``[FR] … [EN] …``, are evidence enough. A stroke between two halves is evidence only where
the record says that it has both languages, and where the small words of each half are those of one of them.
"""

import re

Part = tuple[str, str | None]
"""A text and its BCP 47 tag."""

_NAMES = {
    "de": "de deu ger german deutsch allemand",
    "en": "en eng english anglais",
    "es": "es spa spanish español espagnol",
    "fr": "fr fra fre french français francais",
    "it": "it ita italian italiano italien",
    "nl": "nl nld dut dutch nederlands",
    "pt": "pt por portuguese português portugais",
}
_TAGS = {name: tag for tag, names in _NAMES.items() for name in names.split()}
_ANY = "|".join(sorted(_TAGS, key=len, reverse=True))

_ALSO_WORDS = frozenset({"de", "en", "es", "it", "por"})
"""Codes that are words as well, and no marks of language when all that is found are such."""

_BEGINS = re.compile(rf"\s*(?:\[(?:{_ANY})\]|\((?:{_ANY})\)|(?:{_ANY})\s?:)", re.IGNORECASE)
_MARKS = (
    re.compile(rf"(?:^|(?<=\s))\[({_ANY})\]\s*:?", re.IGNORECASE),
    re.compile(rf"(?:^|(?<=\s))\(({_ANY})\)\s*:?", re.IGNORECASE),
    re.compile(rf"(?:^|(?<=\s))({_ANY})\s?:(?=\s)", re.IGNORECASE),
)

SEPARATOR = re.compile(r"\s(?:/|\||-{2,3}|—)\s")
"""What may stand between two languages."""

_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "de": "der die das den dem des ein eine und für von im mit auf zur zum aus über nach ist",
        "en": "the of and in for from to with by on at as is are an this which",
        "es": "el los las del y en para por con una que sobre desde",
        "fr": "le la les du des et en de à au aux une dans pour par sur avec l d est sont",
    }.items()
}
"""Words that every text of some length has."""

_WORD = re.compile(r"[^\W\d_]+")


def begins_with_language(text: str) -> bool:
    """Whether a text begins with a mark of language."""
    return _BEGINS.match(text) is not None


def by_language(text: str, language: str | None, others: set[str]) -> list[Part]:
    """The parts of a text that says the same in several languages, each with its own; empty when it does not.

    Args:
        text: the text.
        language: the record's own language, as a BCP 47 tag; None when it says none.
        others: the other languages that the record says it has.

    >>> by_language("[FR] Mer [EN] Sea", "fr", set())
    [('Mer', 'fr'), ('Sea', 'en')]
    """
    for mark in _MARKS:
        found = _marked(text, mark)
        if found:
            return found
    return _parted(text, language, others) if language else []


def _marked(text: str, mark: re.Pattern[str]) -> list[Part]:
    text = text.strip()
    places = list(mark.finditer(text))
    if len(places) < 2 or places[0].start() != 0:
        return []
    ends = [place.start() for place in places[1:]] + [len(text)]
    parts: list[Part] = [
        (text[place.end() : end].strip(" \t\n\r/|-–—;"), _TAGS[place[1].lower()])
        for place, end in zip(places, ends, strict=True)
    ]
    if {place[1] for place in places} <= _ALSO_WORDS:
        return []
    tags = {tag for _, tag in parts}
    return parts if len(tags) == len(parts) and all(said for said, _ in parts) else []


def _parted(text: str, language: str, others: set[str]) -> list[Part]:
    halves = [half.strip() for half in SEPARATOR.split(text)]
    if len(halves) != 2:
        return []
    tags = [_language_of(half) for half in halves]
    if None in tags or tags[0] == tags[1] or not {*tags} <= {tag.partition("-")[0] for tag in {language, *others}}:
        return []
    return list(zip(halves, tags, strict=True))


def _language_of(text: str) -> str | None:
    """The language of which a text has more small words than of any other; None when that does not tell."""
    words = [word.lower() for word in _WORD.findall(text)]
    counts = {tag: sum(word in small for word in words) for tag, small in _WORDS.items()}
    best = max(counts, key=lambda tag: counts[tag])
    return best if counts[best] and sum(n == counts[best] for n in counts.values()) == 1 else None
