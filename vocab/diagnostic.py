"""Diagnostics: what went wrong, or was put right, with one record or source.

Harvest, mapping and validation findings are one kind of thing. A diagnostic carries a code; what the code means, its
severity and its message in English and French stand in ``diagnostics.tsv``, from which the documentation is printed.
Findings of SHACL shapes bring their own messages, written in the shapes.
"""

import csv
import re
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
        excerpt: the offending value, at most 200 characters; of a repair, the value before.
        en: the message in English.
        fr: the message in French.
        focus: the RDF resource that it is about; empty when it is about the record.
        repaired: of a repair, the value after, at most 200 characters; empty when nothing was repaired.
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
    repaired: str = ""

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


def diagnostic(
    code: str, *, path: str = "", line: int = 0, excerpt: str = "", detail: str = "", focus: str = ""
) -> Diagnostic:
    """A diagnostic of a declared code.

    Args:
        code: a code of ``diagnostics.tsv``.
        path: the place in the source document.
        line: its line, 0 when unknown.
        excerpt: the offending value; cut at 200 characters.
        detail: what the message's ``{detail}`` stands for.
        focus: the RDF resource that it is about.

    Raises:
        KeyError: the code is not declared.
    """
    meaning = meanings()[code]
    excerpt = _cut(excerpt, 200)
    detail = _cut(detail, 500)
    return Diagnostic(
        code,
        meaning.stage,
        meaning.severity,
        path,
        line,
        excerpt,
        meaning.en.replace("{detail}", detail),
        meaning.fr.replace("{detail}", detail),
        focus,
    )


def repair(code: str, before: str, after: str, *, path: str = "", line: int = 0) -> Diagnostic:
    """A diagnostic of a value that was put right, which shows it before and after.

    Of long values that part is shown in which the two begin to differ; control characters are shown by their number.

    Args:
        code: a code of ``diagnostics.tsv`` that begins with ``repaired.``.
        before: the value as the source has it.
        after: the value that is used in its place; never empty.
        path: the place in the source document.
        line: its line, 0 when unknown.

    Raises:
        KeyError: the code is not declared.
    """
    meaning = meanings()[code]
    before, after = (_CONTROL.sub(_visible, text) for text in (before, after))
    if max(len(before), len(after)) > 200:
        same = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
        if same > _LEAD:
            before, after = (f"…{text[same - _LEAD :]}" for text in (before, after))
    return Diagnostic(
        code,
        meaning.stage,
        meaning.severity,
        path,
        line,
        _cut(before, 200),
        meaning.en,
        meaning.fr,
        repaired=_cut(after, 200),
    )


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def _visible(match: re.Match[str]) -> str:
    return f"⟨U+{ord(match[0]):04X}⟩"


_LEAD = 40
"""How much of what two long values have in common is shown before they differ."""


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
