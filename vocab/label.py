"""Labels: how two spellings of one name are recognised as the same."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s_\-/,;:.()\[\]'’ʼ\"«»]+")


def normalise(text: str) -> str:
    """A label without case, accents, punctuation and spacing; two labels that agree in this are equal.

    >>> normalise("Température_de surface ")
    'temperature de surface'
    """
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join([c for c in decomposed if not unicodedata.combining(c)]) if not decomposed.isascii() else decomposed
    return _SEPARATORS.sub(" ", plain.casefold()).strip()
