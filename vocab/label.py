"""Labels: how two spellings of one name are recognised as the same."""

import unicodedata

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
