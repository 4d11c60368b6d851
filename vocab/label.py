"""Labels: how two spellings of one name are recognised as the same."""

import unicodedata
from collections.abc import Mapping

_SEPARATORS = str.maketrans(dict.fromkeys("_-/,;:.()[]'’ʼ\"«»", " "))


def normalise(text: str) -> str:
    """A label without case, accents, punctuation and spacing; two labels that agree in this are equal.

    >>> normalise("Température_de surface ")
    'temperature de surface'
    """
    plain = text
    if not text.isascii():
        plain = "".join([c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)])
    return " ".join(plain.casefold().translate(_SEPARATORS).split())


def fold(text: str) -> str:
    """A label without case, as Skosmos compares them: accents count.

    >>> fold("Été ")
    'été'
    """
    return unicodedata.normalize("NFC", text).strip().casefold()


FALLBACK = ("fr", "en")
"""Languages in which a label is shown when there is none in the language asked for, nor in the vocabulary's own."""


def matches(language: str, asked: str) -> bool:
    """Whether a language is the one asked for or a variety of it (RFC 4647, section 3.3.1).

    >>> matches("en-GB", "en"), matches("eng", "en")
    (True, False)
    """
    language, asked = language.lower(), asked.lower()
    return language == asked or language.startswith(f"{asked}-")


def chosen(labels: Mapping[str, str], asked: str, default: str = "") -> tuple[str, str]:
    """The label to show, with its language: that asked for, the vocabulary's own, French, English, the first by code.

    For each of them, a variety of the language will do when the language itself is missing, the first by code; and
    for the language asked for, that of which it is a variety. A label without a language has the empty code.

    Args:
        labels: by language.
        asked: language; empty for none in particular.
        default: the vocabulary's own language.

    Returns:
        The empty text when there are no labels.
    """
    for language in (asked, *([asked.partition("-")[0]] if "-" in asked else ()), default, *FALLBACK):
        if language and language in labels:
            return labels[language], language
        varieties = [one for one in labels if language and matches(one, language)]
        if varieties:
            return labels[min(varieties)], min(varieties)
    first = min(labels, default="")
    return labels.get(first, ""), first
