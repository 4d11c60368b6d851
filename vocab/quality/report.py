"""The quality report of one vocabulary: every indicator's count, with places to look at, and what was counted over."""

import heapq
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from vocab.diagnostic import Severity
from vocab.graph import Exhausted
from vocab.namespace import SKOS
from vocab.term import Term, Triple

from .finding import Finding
from .indicator import Indicator, indicators
from .statements import Statements

SHOWN = 20
"""How many findings of an indicator a report keeps, unless told otherwise."""


class Size(NamedTuple):
    """What a vocabulary holds.

    Attributes:
        statements: all of them.
        concepts: stated to be concepts, or used as such.
        own: of these, its own.
        schemes: concept schemes.
        collections: collections.
        labels: preferred, alternative and hidden ones.
        relations: semantic relations and mappings as stated.
        languages: how many concepts anything is said of, by language tag.
    """

    statements: int
    concepts: int
    own: int
    schemes: int
    collections: int
    labels: int
    relations: int
    languages: dict[str, int]


@dataclass(frozen=True, slots=True)
class Result:
    """What one indicator found.

    Attributes:
        indicator: which.
        count: its findings; None when it could not be judged, for want of what it would have to know.
        resources: how many resources they are about.
        findings: the first of them, in the order of their resources.
        complete: False when the search was given up: then there may be more.
    """

    indicator: Indicator
    count: int | None
    resources: int
    findings: tuple[Finding, ...]
    complete: bool = True


@dataclass(frozen=True, slots=True)
class QualityReport:
    """The quality report of one vocabulary.

    Attributes:
        title: what it is a report of.
        host: the host or namespace by which its own resources were told.
        size: what it holds.
        results: by the id of their indicator, in the order of the table.
    """

    title: str
    host: str
    size: Size
    results: dict[str, Result]

    def count(self, indicator: str) -> int:
        """An indicator's findings; 0 when it could not be judged.

        Raises:
            KeyError: there is no such indicator.
        """
        return self.results[indicator].count or 0

    def summary(self) -> dict[Severity, tuple[int, int]]:
        """By severity, how many indicators found something, and of how many that could be judged."""
        judged = [result for result in self.results.values() if result.count is not None]
        return {
            severity: (
                sum(1 for r in judged if r.indicator.severity is severity and r.count),
                sum(1 for r in judged if r.indicator.severity is severity),
            )
            for severity in Severity
        }


def as_kept(report: QualityReport) -> dict[str, Any]:
    """A report as JSON that ``from_kept`` reads; what indicators are called stands in their table."""
    return {
        "title": report.title,
        "host": report.host,
        "size": report.size._asdict(),
        "results": {key: _kept(result) for key, result in report.results.items()},
    }


def _kept(result: Result) -> dict[str, Any]:
    findings = [[finding.resources, finding.value] for finding in result.findings]
    told = {"count": result.count, "resources": result.resources, "complete": result.complete}
    return told | {"findings": findings}


def from_kept(kept: Mapping[str, Any]) -> QualityReport:
    """The report that ``as_kept`` made; of indicators that are no more, nothing."""
    known = indicators()
    results = {
        key: Result(
            known[key],
            one["count"],
            one["resources"],
            tuple(Finding(tuple(resources), value) for resources, value in one["findings"]),
            one["complete"],
        )
        for key, one in kept["results"].items()
        if key in known
    }
    return QualityReport(kept["title"], kept["host"], Size(**kept["size"]), results)


def assess(
    triples: Iterable[Triple],
    *,
    title: str = "",
    namespace: str = "",
    linked: Container[Term] | None = None,
    resolves: Callable[[str], bool] | None = None,
    shown: int = SHOWN,
) -> QualityReport:
    """The quality of a vocabulary.

    Args:
        triples: its statements, as published: before anything is repaired.
        title: what the report is of.
        namespace: how the IRIs of its own resources begin; without it they are those on its concepts' usual host.
        linked: IRI terms to which other vocabularies refer.
        resolves: says of an IRI whether the Web answers for it; without it links are followed within the vocabulary.
        shown: how many findings of each indicator to keep.
    """
    statements = Statements(triples, namespace=namespace, linked=linked, resolves=resolves)
    size = Size(
        len(statements),
        len(statements.concepts),
        len(statements.own),
        len(statements.schemes),
        len(statements.collections),
        sum(1 for _ in statements.labels()),
        sum(1 for _ in statements.values(SKOS.semanticRelation)),
        _languages(statements),
    )
    results = {key: _result(indicator, statements, shown) for key, indicator in indicators().items()}
    return QualityReport(title, namespace or statements.host, size, results)


def _languages(statements: Statements) -> dict[str, int]:
    by_mask: dict[int, int] = {}
    for mask in statements.coverage.values():
        by_mask[mask] = by_mask.get(mask, 0) + 1
    return {
        tag: sum(concepts for mask, concepts in by_mask.items() if mask >> place & 1)
        for place, tag in enumerate(statements.languages)
    }


def _result(indicator: Indicator, statements: Statements, shown: int) -> Result:
    found = indicator.check(statements)
    if found is None:
        return Result(indicator, None, 0, ())
    findings: list[Finding] = []
    complete = True
    try:
        findings.extend(found)
    except Exhausted:
        complete = False
    resources = {resource for finding in findings for resource in finding.resources}
    return Result(indicator, len(findings), len(resources), tuple(heapq.nsmallest(shown, findings)), complete)
