"""Diagnostics: what went wrong, or was put right, with one record or source.

Harvest, mapping and validation findings are one kind of thing. A diagnostic carries a code; what the code means, its
severity and its message in English and French stand in ``diagnostics.tsv``, from which the documentation is printed.
Findings of SHACL shapes bring their own messages, written in the shapes.
"""

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple


class Stage(StrEnum):
    """The step of a record's way at which a diagnostic arose."""

    HARVEST = "harvest"
    PARSE = "parse"
    MAP = "map"
    LINK = "link"
    VALIDATE = "validate"


class Severity(StrEnum):
    """The severities of SHACL, section 2.1.4, by local name."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return (Severity.VIOLATION, Severity.WARNING, Severity.INFO).index(self)


class Meaning(NamedTuple):
    """What a diagnostic code stands for: one row of ``diagnostics.tsv``."""

    code: str
    stage: Stage
    severity: Severity
    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about one record.

    Attributes:
        code: a code of ``diagnostics.tsv``, or the IRI of a SHACL property shape.
        stage: where it arose.
        severity: how grave it is.
        path: the place: an XPath, a key path, or the RDF property for a SHACL finding; empty when unknown.
        line: the line in the source document, 0 when unknown.
        excerpt: the offending value, at most 200 characters.
        en: the message in English.
        fr: the message in French.
        focus: the RDF resource that a SHACL finding is about; empty otherwise.
    """

    code: str
    stage: Stage
    severity: Severity
    path: str
    line: int
    excerpt: str
    en: str
    fr: str
    focus: str = ""

    def message(self, language: str) -> str:
        """The message in French for ``fr``, else in English."""
        return self.fr if language == "fr" else self.en


@lru_cache(maxsize=1)
def meanings() -> dict[str, Meaning]:
    """Every diagnostic code and what it means."""
    text = files(__package__).joinpath("diagnostics.tsv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {
        row["code"]: Meaning(row["code"], Stage(row["stage"]), Severity(row["severity"]), row["en"], row["fr"])
        for row in rows
    }


def diagnostic(code: str, *, path: str = "", line: int = 0, excerpt: str = "", detail: str = "") -> Diagnostic:
    """A diagnostic of a declared code.

    Args:
        code: a code of ``diagnostics.tsv``.
        path: the place in the source document.
        line: its line, 0 when unknown.
        excerpt: the offending value; cut at 200 characters.
        detail: what the message's ``{detail}`` stands for.

    Raises:
        KeyError: the code is not declared.
    """
    meaning = meanings()[code]
    excerpt = excerpt if len(excerpt) <= 200 else excerpt[:199] + "…"
    detail = detail if len(detail) <= 500 else detail[:499] + "…"
    return Diagnostic(
        code,
        meaning.stage,
        meaning.severity,
        path,
        line,
        excerpt,
        meaning.en.replace("{detail}", detail),
        meaning.fr.replace("{detail}", detail),
    )
