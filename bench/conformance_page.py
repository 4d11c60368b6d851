"""The page that says how conformance is measured, printed from the tables that decide."""

from collections.abc import Iterable, Sequence

from .evidence import FILLERS, OWN, TABLE, Evidence
from .official_shapes import REPAIRS, STANDARDS, STUBS

_INTRODUCTION = f"""# Conformance

<!-- Printed from the tables in bench/official_shapes.py and bench/evidence.py: change them, then run the tests with
TERRAFAIR_UPDATE=1. -->

`python -m bench.conformance` maps every record of the shared corpus and validates what comes out with the official
shapes of {" and ".join(STANDARDS)}, with the service's vocabularies as background.
It prints how many records of each dialect conform, and of each violation whether the source lacks the element or the
mapping is at fault. `--dialect` restricts it, `--examples` names more files, `--json` prints the same figures as JSON.

A value that is there and has the wrong class, datatype or kind, or is one too many, is the mapping's fault. For a
missing value the source is asked, by the table below.
"""

_VERDICTS = """## Where the sources give what is mandatory

Where a certain path leads to usable text, the mapping lost it. Where only a doubtful one does, a person must look, and
the violation is printed as undecided. Otherwise the source lacks it. Of XML, the paths are names of elements without
namespaces; `$focus` is the IRI that the violation is about.
"""


def page() -> str:
    """The page, as Markdown."""
    rows = [
        (f"`{shape}`", f"`{prop}`", dialect, _paths(one.certain), _paths(one.doubtful), _usable(one))
        for (shape, prop), by_dialect in TABLE.items()
        for dialect, one in by_dialect.items()
    ]
    own = ", ".join(f"`{prop}` of `{shape}`" for shape, prop in sorted(OWN))
    return "\n".join(
        [
            _INTRODUCTION,
            "## Left out of the official shapes\n",
            *_table(("property shapes", "why"), [(repair.what, repair.why) for repair in REPAIRS]),
            "## Added to a record\n",
            *_table(("what", "why"), STUBS.items()),
            "Nothing else is added, and no finding is left out but those about what a record only refers to:",
            "a dataset, series or service of which it gives no more than the class is judged in its own record.\n",
            _VERDICTS,
            *_table(("class", "property", "dialect", "certain", "doubtful", "usable text"), rows),
            f"No source gives {own}: whoever states the class states them.\n",
            f"Text that says nothing is none: `{_cell(FILLERS.pattern)}`.\n",
        ]
    )


def _paths(paths: Iterable[str]) -> str:
    return "<br>".join(f"`{_cell(path)}`" for path in paths)


def _usable(evidence: Evidence) -> str:
    return f"`{_cell(evidence.usable)}`"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    head = f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"
    return [*head, *(f"| {' | '.join(row)} |" for row in rows), ""]
