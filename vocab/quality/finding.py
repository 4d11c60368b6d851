"""A finding: one place in a vocabulary at which an indicator points."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias

from vocab.term import Term

from .statements import Statements


class Finding(NamedTuple):
    """One place.

    Attributes:
        resources: what it is about, the one to look at first in front; empty when it is about the whole vocabulary.
        value: the label, the language tags or the property that it is about; empty when the resources say all.
    """

    resources: tuple[Term, ...]
    value: str = ""


Check: TypeAlias = Callable[[Statements], Iterable[Finding] | None]
"""Finds the places of one indicator; None when what it would have to know is not there.

It may raise ``vocab.graph.Exhausted`` on the way: what it found until then counts.
"""
