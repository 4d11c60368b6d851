"""Finding view: the findings about a record as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.search import StoredFinding

from .address import Item, link, short_name
from .texts import Reader


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a finding was made.

    Attributes:
        line: in the source document, 0 when unknown.
        excerpt: the value; of a repair, the value before.
        focus: the resource that the finding is about.
        repaired: of a repair, the value after; empty otherwise.
    """

    line: int
    excerpt: str
    focus: Item | None
    repaired: str


@dataclass(frozen=True, slots=True)
class FindingItem:
    """A finding, with each of the places where it was made."""

    message: str
    code: str
    stage: str
    path: str
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one severity, and how many times they occur."""

    severity: str
    number: int
    findings: tuple[FindingItem, ...]


def finding_groups(findings: Sequence[StoredFinding], reader: Reader, base: str) -> tuple[FindingGroup, ...]:
    """Findings by severity; those that say the same at several places are one."""
    groups: dict[str, dict[tuple[str, str, str, str], list[Occurrence]]] = {}
    for found in findings:
        message = found.fr if reader.language == "fr" else found.en
        places = groups.setdefault(found.severity, {}).setdefault((message, found.code, found.stage, found.path), [])
        focus = None
        if found.focus:
            iri = found.focus.strip("<>")
            href, foreign = link(iri, base)
            focus = Item(short_name(iri, base), href=href, foreign=foreign)
        places.append(Occurrence(found.line, found.excerpt, focus, found.repaired))
    return tuple(
        FindingGroup(
            severity,
            sum(map(len, places.values())),
            tuple(
                FindingItem(message, short_name(code, base), stage, path, tuple(dict.fromkeys(occurrences)))
                for (message, code, stage, path), occurrences in places.items()
            ),
        )
        for severity, places in groups.items()
    )
