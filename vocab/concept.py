"""Concepts and the schemes that hold them (SKOS Reference, sections 3 to 10), as plain data."""

from collections.abc import Mapping
from typing import NamedTuple

from .label import FALLBACK
from .term import Term


class Concept(NamedTuple):
    """One concept of one scheme.

    Attributes:
        iri: the publisher's own.
        vocabulary: id of the vocabulary in the registry.
        labels: preferred label by language.
        alternatives: alternative labels as (text, language).
        hidden: hidden labels as (text, language).
        notation: its code; empty when it has none.
        broader: IRIs of the concepts above it.
        matches: (SKOS mapping property, IRI) pairs.
        deprecated: whether its publisher has withdrawn it.
        types: IRIs of its classes besides ``skos:Concept``.
    """

    iri: Term
    vocabulary: str
    labels: Mapping[str, str]
    alternatives: tuple[tuple[str, str], ...] = ()
    hidden: tuple[tuple[str, str], ...] = ()
    notation: str = ""
    broader: tuple[Term, ...] = ()
    matches: tuple[tuple[Term, Term], ...] = ()
    deprecated: bool = False
    types: tuple[Term, ...] = ()

    def label(self, language: str) -> str:
        """The label in a language, else in French, English, any language by code, else the notation or the IRI."""
        labels = self.labels
        for tag in (language, *FALLBACK, *sorted(labels)):
            if labels.get(tag):
                return labels[tag]
        return self.notation or self.iri[1:-1]
