"""Patterns of labels, as the Skosmos REST API v1 writes them: ``*`` stands for anything.

Without ``*`` a pattern is a whole label, ``abc*`` how one begins, ``*abc`` how one ends, ``*abc*`` what one contains.
Nothing else in it is special.
"""

import re
import unicodedata
from typing import NamedTuple

from .label import normalise
from .schema import END

LONGEST = 1000
"""Characters of the longest pattern; a longer one fits nothing."""

GLOBBED = 5
"""Parts of a pattern up to which the database compares; its time grows with their number as a power."""

TRIGRAMS = 16
"""Trigrams of a pattern that are looked for."""


class Pattern(NamedTuple):
    """A pattern, ready to be compared.

    Attributes:
        parts: what stands before, between and behind the stars, written as labels are kept.
        accents: whether accents and punctuation count.
    """

    parts: tuple[str, ...]
    accents: bool

    @property
    def column(self) -> str:
        """The column of labels that it is compared with."""
        return "folded" if self.accents else "plain"

    @property
    def empty(self) -> bool:
        """Whether it says nothing: no text, or stars alone."""
        return not any(self.parts)

    @property
    def whole(self) -> bool:
        """Whether it is a whole label."""
        return len(self.parts) == 1

    @property
    def beginning(self) -> str:
        """How labels begin that fit."""
        return self.parts[0]

    @property
    def opening(self) -> bool:
        """Whether it says how labels begin and nothing else."""
        return len(self.parts) == 2 and not self.parts[1]

    @property
    def plainly(self) -> bool:
        """Whether what fits is ordered without accents, so that what begins alike stands together."""
        return self.opening and not self.accents and not self.empty

    @property
    def glob(self) -> str:
        """The same for the database; empty when Python had better compare alone."""
        if len(self.parts) > GLOBBED:
            return ""
        return "*".join(re.sub(r"[?\[]", r"[\g<0>]", part) for part in self.parts)

    def fits(self, text: str) -> bool:
        """Whether a label fits, folded or plain as ``accents`` has it; in a time that grows with its length alone."""
        first, last = self.parts[0], self.parts[-1]
        if self.whole:
            return text == first
        if not text.startswith(first) or not text.endswith(last) or len(text) < len(first) + len(last):
            return False
        at, end = len(first), len(text) - len(last)
        for part in self.parts[1:-1]:
            found = text.find(part, at, end)
            if found < 0:
                return False
            at = found + len(part)
        return True

    def needs(self) -> list[str]:
        """What plain labels contain that fit, ``END`` behind them; the longest first."""
        plain = [normalise(part) for part in self.parts]
        if plain[-1]:
            plain[-1] += END
        return sorted((part for part in plain if part), key=len, reverse=True)

    def trigrams(self) -> list[str]:
        """Every three letters in a row of what plain labels contain that fit; ``TRIGRAMS`` at most."""
        found = {part[at : at + 3] for part in self.needs() for at in range(len(part) - 2)}
        return sorted(found)[:TRIGRAMS]


def read(query: str, *, accents: bool = True) -> Pattern:
    """The pattern that somebody has typed.

    >>> read(" Mer*", accents=True).parts, read("*ÉTÉ").parts, read("**").empty
    (('mer', ''), ('', 'été'), True)
    """
    query = unicodedata.normalize("NFC", query.replace("\0", " ")).strip()
    if len(query) > LONGEST:
        return Pattern(("",), accents)
    parts = re.sub(r"\*+", "*", query).split("*")
    # a space beside a star is a space, unless it is as little as an accent
    return Pattern(tuple(map(str.casefold if accents else normalise, parts)), accents)
