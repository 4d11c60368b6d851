"""Loading of vocabularies: documents are read by their form and cleaned; what comes of it can be indexed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from .cleaning import Cleaned, clean
from .edition import Edition, Editions, lines_of, version_of
from .errors import VocabularyError
from .finding import Findings
from .namespace import DCTERMS, ISOTHES, OWL, RDF, RDFS, SKOS, SKOSXL
from .quality.report import as_kept, assess
from .reading.detection import form_of
from .reading.document import Document
from .reading.form import FORMS
from .reading.statement import Tell
from .registry import Vocabulary
from .term import Triple

LARGEST = 2_000_000_000
"""Bytes of the largest document that is read; of a million statements there are some 120 million."""

_TERMS = tuple(f"<{namespace.base}" for namespace in (RDF, RDFS, OWL, SKOS, SKOSXL, ISOTHES, DCTERMS))
"""How the terms begin in which vocabularies are described; some publishers repeat what these are called."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A vocabulary that the service holds, in the edition that it uses.

    Attributes:
        vocabulary: its declaration.
        edition: what is known of the edition.
        lines: its statements, as lines of N-Triples in the order of their subjects.
        quality: its quality report as it is kept (``quality.report.as_kept``); None when there is none.
    """

    vocabulary: Vocabulary
    edition: Edition
    lines: Callable[[], Iterable[bytes]]
    quality: Callable[[], Mapping[str, Any] | None] = lambda: None


def load(documents: Iterable[Document], vocabulary: Vocabulary, form: str = "") -> Cleaned:
    """The statements of a vocabulary's documents, cleaned.

    Args:
        documents: what its publisher has of it.
        vocabulary: its declaration.
        form: of all documents; when none is given, each document shows its own.

    Raises:
        VocabularyError: a document is not of the form, or the form is not known.
    """
    findings = Findings()
    return clean(read(documents, vocabulary, form, findings.add), vocabulary, findings)


def read(documents: Iterable[Document], vocabulary: Vocabulary, form: str, tell: Tell) -> Iterator[Triple]:
    """The statements of a vocabulary's documents as published.

    Args:
        documents: what its publisher has of it.
        vocabulary: its declaration.
        form: of all documents; when it is empty, each document shows its own.
        tell: takes what cannot be read.

    Raises:
        VocabularyError: a document is not of the form, or the form is not known.
    """
    if form and form not in FORMS:
        raise VocabularyError(
            f"{vocabulary.id}: no form {form!r} of vocabularies is known; there are {', '.join(FORMS)}"
        )
    for document in documents:
        statements = FORMS[form or form_of(document)].read(document, vocabulary, tell)
        yield from (triple for triple in statements if not triple[0].startswith(_TERMS))


def read_file(path: Path) -> Document:
    """A file as a document.

    Raises:
        VocabularyError: it cannot be read, or is too large.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise VocabularyError(f"{path}: larger than {LARGEST} bytes")
        return Document(path.name, path.read_bytes())
    except OSError as error:
        raise VocabularyError(f"{path}: {error}") from error


def packaged(vocabulary: Vocabulary) -> Holding:
    """The edition of a vocabulary that comes with the service.

    Raises:
        VocabularyError: there is none, or its file cannot be read or parsed.
    """
    if vocabulary.path is None:
        raise VocabularyError(f"{vocabulary.id}: nothing of it comes with the service")
    cleaned = load([read_file(vocabulary.path)], vocabulary, "turtle")
    lines = list(lines_of(cleaned.triples))
    edition = Edition(vocabulary.id, version_of(lines), statements=len(lines))
    return Holding(vocabulary, edition, lambda: lines, partial(_assessed, vocabulary, vocabulary.path))


def _assessed(vocabulary: Vocabulary, path: Path) -> Mapping[str, Any]:
    said = read([read_file(path)], vocabulary, "turtle", lambda _: None)
    return as_kept(assess(said, title=vocabulary.id, namespace=vocabulary.namespace))


def holdings(registry: Sequence[Vocabulary], editions: Editions | None = None) -> list[Holding]:
    """The vocabularies of a registry that the service has: the latest edition loaded, else the one that comes with it.

    Raises:
        VocabularyError: one of them cannot be read.
    """
    held = list[Holding]()
    for vocabulary in registry:
        edition = editions.latest(vocabulary.id) if editions else None
        if editions is not None and edition is not None:
            held.append(_loaded(vocabulary, edition, editions))
        elif vocabulary.path is not None:
            held.append(packaged(vocabulary))
    return held


def _loaded(vocabulary: Vocabulary, edition: Edition, editions: Editions) -> Holding:
    return Holding(vocabulary, edition, lambda: editions.lines(edition), lambda: editions.quality(edition))
