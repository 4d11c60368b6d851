"""Findings of one vocabulary: how many there are of each kind, and the first of them."""

from collections import Counter
from collections.abc import Mapping

from .diagnostic import Diagnostic, diagnostic

KEPT = 50
"""Findings of one code that are kept word by word; the others are counted."""


class Findings:
    """What is amiss in a vocabulary, as its readers and cleaning tell it.

    Attributes:
        counts: how many findings there are of each code.
        examples: the first of each code.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.examples: list[Diagnostic] = []

    def tell(self, code: str, *, excerpt: str = "", detail: str = "", focus: str = "") -> None:
        """Add a finding of a declared code.

        Raises:
            KeyError: the code is not declared.
        """
        if self.counts[code] < KEPT:
            self.examples.append(diagnostic(code, excerpt=excerpt, detail=detail, focus=focus.strip("<>")))
        self.counts[code] += 1

    def add(self, found: Diagnostic) -> None:
        """Add a finding as a reader makes it."""
        if self.counts[found.code] < KEPT:
            self.examples.append(found)
        self.counts[found.code] += 1

    def drop(self, code: str) -> None:
        """Take back the findings of a code, when what they say has turned out otherwise."""
        del self.counts[code]
        self.examples = [found for found in self.examples if found.code != code]

    def summary(self) -> Mapping[str, int]:
        """Codes and counts, the most frequent first."""
        return dict(self.counts.most_common())
