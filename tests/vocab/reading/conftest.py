"""A vocabulary of winds, and what a reader makes of a document for it."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pytest

from tests.vocab.test_registry import STANZA
from vocab.diagnostic import Diagnostic
from vocab.namespace import RDF, SKOS
from vocab.reading.document import Document
from vocab.reading.form import FORMS
from vocab.registry import Vocabulary, load_registry
from vocab.term import Term, Triple, value


class Reading(NamedTuple):
    """The statements of a document, and what its reader told."""

    triples: set[Triple]
    told: list[Diagnostic]

    def objects(self, subject: str, predicate: Term) -> list[str]:
        """The IRIs and texts of a resource's property, sorted."""
        return sorted(
            value(o) if o[0] in '<"' else o for s, p, o in self.triples if (s, p) == (f"<{subject}>", predicate)
        )

    def of(self, predicate: Term) -> set[tuple[Term, Term]]:
        """Subjects and objects of a property."""
        return {(s, o) for s, p, o in self.triples if p == predicate}

    def typed(self, kind: Term = SKOS.Concept) -> set[Term]:
        """The resources of a class."""
        return {s for s, p, o in self.triples if (p, o) == (RDF.type, kind)}

    @property
    def findings(self) -> list[tuple[str, int]]:
        """Code and line of what was told."""
        return [(found.code, found.line) for found in self.told]


Read: TypeAlias = Callable[..., Reading]


@pytest.fixture
def winds(tmp_path: Path) -> Vocabulary:
    """A vocabulary with the namespace ``https://winds.example/``."""
    (tmp_path / "v.toml").write_text(STANZA, "utf-8")
    return load_registry(tmp_path / "v.toml")[0]


@pytest.fixture
def read(winds: Vocabulary) -> Read:
    """Reads a document: its form, its content, and if need be its name and vocabulary."""

    def reading(form: str, content: str | bytes, name: str = "w", vocabulary: Vocabulary = winds) -> Reading:
        told: list[Diagnostic] = []
        document = Document(name, content if isinstance(content, bytes) else content.encode())
        return Reading(set(FORMS[form].read(document, vocabulary, told.append)), told)

    return reading
