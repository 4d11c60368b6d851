"""Agreement of two descriptions of one resource: what is found in both, and the reasons of what is not.

The reasons stand in ``agreement.tsv``, one line for each: patterns (``fnmatch``, several with ``|`` between them) of
the property path and of the source of the other description, the outcome that the line is about (``missing``: theirs
only, ``extra``: ours only, ``differing``, or ``*``), patterns of the value, and the reason. The first line that fits
counts. A reason begins with what it is: ``oracle wrong``, ``decision``, ``documents`` (the two documents say different
things) or ``to do``.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from .statement import Statement

REASONS = Path(__file__).with_name("agreement.tsv")
"""Where the reasons stand."""

KINDS = ("oracle wrong", "decision", "documents", "to do")
"""What a reason may begin with, before a colon."""

OUTCOMES = ("missing", "differing", "extra", "*")


@dataclass(frozen=True, slots=True)
class Difference:
    """One statement that is not the same on both sides.

    Attributes:
        outcome: ``missing``, ``differing`` or ``extra``.
        theirs: None where only ours has it.
        ours: None where only theirs has it.
    """

    outcome: str
    theirs: Statement | None
    ours: Statement | None

    @property
    def statement(self) -> Statement:
        """Theirs, else ours."""
        found = self.theirs or self.ours
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of every statement of two descriptions."""

    found: tuple[Statement, ...]
    differences: tuple[Difference, ...]


def compare(theirs: Iterable[Statement], ours: Iterable[Statement]) -> Comparison:
    """Compare two descriptions.

    Statements with one path about one part, of which each side has one that the other has not, differ; those that are
    left over on one side are missing or extra.
    """
    left, right = frozenset(theirs), frozenset(ours)
    places: dict[tuple[str, str], tuple[list[Statement], list[Statement]]] = defaultdict(lambda: ([], []))
    for side, only in enumerate((left - right, right - left)):
        for statement in sorted(only):
            places[statement.path, statement.about][side].append(statement)
    differences = []
    for missing, extra in (places[place] for place in sorted(places)):
        both = min(len(missing), len(extra))
        differences += [Difference("differing", *pair) for pair in zip(missing, extra, strict=False)]
        differences += [Difference("missing", one, None) for one in missing[both:]]
        differences += [Difference("extra", None, one) for one in extra[both:]]
    return Comparison(tuple(sorted(left & right)), tuple(differences))


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the table of reasons.

    Attributes:
        path: pattern of the property path.
        source: pattern of the source's name.
        outcome: of a difference, or ``*``.
        value: pattern of the value, theirs where there are two.
        reason: in one line.
    """

    path: str
    source: str
    outcome: str
    value: str
    reason: str

    def fits(self, difference: Difference, source: str) -> bool:
        """Whether it is the reason of a difference from a source."""
        statement = difference.statement
        return (
            self.outcome in ("*", difference.outcome)
            and _fits(source, self.source)
            and _fits(statement.path, self.path)
            and _fits(statement.value, self.value)
        )


def _fits(text: str, patterns: str) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in patterns.split("|"))


class ReasonError(ValueError):
    """A line of the table of reasons is malformed; the message says which."""


def read_reasons(path: Path = REASONS) -> Sequence[Reason]:
    """The table of reasons.

    Raises:
        ReasonError: a line has other columns, an unknown outcome or a reason of no kind.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(_reasons(rows[1:], path.name))


def _reasons(rows: Sequence[Sequence[str]], name: str) -> Iterator[Reason]:
    for number, row in enumerate(rows, 2):
        if len(row) != 5 or row[2] not in OUTCOMES or row[4].partition(":")[0] not in KINDS:
            raise ReasonError(f"{name}, line {number}: {row}")
        yield Reason(*row)


TITLES = {
    "oracle wrong": ("Others are wrong", "The other description says what the source does not, or says it wrongly."),
    "decision": ("Decisions", "Both can be defended; this project has decided otherwise, and says why."),
    "documents": ("Documents that differ", "The two documents do not say the same, so neither can their graphs."),
    "to do": ("To do", "Ours loses something or has it wrong."),
}
"""Title and introduction of the part of the page that each kind of reason has."""

INTRODUCTION = """# Agreement with others

<!-- Printed from bench/agreement.tsv; do not edit. -->

`python -m bench.oracles` compares our graphs with those that others published of the same records (GeoNetwork, the
SEMIC XSLT, Geonovum, the GeoDCAT-AP pilot, OGC's building blocks), with NASA's UMM-C of the same collections, and with
themselves where a record exists in two dialects. Graphs become statements first: a property path, the part that it is
about, and a value; parts are told apart by what they say, and what differs in spelling alone is made the same
(`bench/statement.py`). `--pair NAME` shows a pair side by side.

Every difference that stands has one of the reasons below, by property, source and outcome: *missing* here, *extra*
here, or *differing*. The benchmark prints those without a reason as unexplained, and how often each reason was needed.
Sources with ` ~ ` between two dialects are the same record in both; but for the properties listed, their graphs are the
same. Figures are not kept here: the benchmark prints them.
"""


def page(reasons: Sequence[Reason]) -> str:
    """The table of reasons as a page of the documentation."""
    parts = [INTRODUCTION]
    for kind, (title, introduction) in TITLES.items():
        parts.append(f"\n## {title}\n\n{introduction}\n\n| property | source | outcome | value | reason |\n")
        parts.append("|---|---|---|---|---|\n")
        parts += [_line(reason) for reason in reasons if reason.reason.partition(":")[0] == kind]
    return "".join(parts)


def _line(reason: Reason) -> str:
    outcome = "any" if reason.outcome == "*" else reason.outcome
    cells = (_codes(reason.path), _names(reason.source), outcome, _codes(reason.value))
    said = reason.reason.partition(": ")[2].replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")
    return f"| {' | '.join(cells)} | {said} |\n"


def _codes(patterns: str) -> str:
    return "any" if patterns == "*" else ", ".join(f"`{pattern}`" for pattern in patterns.split("|"))


def _names(patterns: str) -> str:
    return "any" if patterns == "*" else ", ".join(pattern.replace("*", "\\*") for pattern in patterns.split("|"))


def reason_of(difference: Difference, source: str, reasons: Sequence[Reason]) -> Reason | None:
    """The first reason that fits a difference from a source; None where it is unexplained."""
    return next((reason for reason in reasons if reason.fits(difference, source)), None)
