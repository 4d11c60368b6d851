"""Quality reports as text, Markdown and JSON, in English and French."""

import re
from io import StringIO
from itertools import groupby

from rich import box
from rich.console import Console
from rich.table import Table

from vocab.term import is_iri

from .finding import Finding
from .report import QualityReport, Result

WIDTH = 120
"""Columns of a report as text."""

SHOWN = 3
"""Findings of an indicator that text and Markdown show."""

LONGEST = 100
"""Characters of a value that are shown."""

NAMED = 5
"""Resources of one finding that are named."""

_FIGURES = ("findings", "resources")

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "report": "Quality of {}",
        "statements": "statements",
        "concepts": "concepts",
        "own": "its own ({})",
        "schemes": "schemes",
        "collections": "collections",
        "labels": "labels",
        "relations": "relations",
        "languages": "languages",
        "indicator": "indicator",
        "severity": "severity",
        "findings": "findings",
        "resources": "resources",
        "example": "for example",
        "unjudged": "not judged",
        "more": "at least {}",
        "others": "and {} more",
        "whole": "the whole vocabulary",
        "summary": "{severity}: findings for {found} of {judged} indicators.",
        "Violation": "Violation",
        "Warning": "Warning",
        "Info": "Info",
        "family.labels": "Labels",
        "family.languages": "Languages",
        "family.structure": "Structure",
        "family.links": "Links",
        "family.clashes": "Clashes",
        ",": ",",
        ":": ": ",
    },
    "fr": {
        "report": "Qualité de {}",
        "statements": "énoncés",
        "concepts": "concepts",
        "own": "dont propres ({})",
        "schemes": "schémas",
        "collections": "collections",
        "labels": "libellés",
        "relations": "relations",
        "languages": "langues",
        "indicator": "indicateur",
        "severity": "gravité",
        "findings": "constats",
        "resources": "ressources",
        "example": "par exemple",
        "unjudged": "non jugé",
        "more": "au moins {}",
        "others": "et {} de plus",
        "whole": "tout le vocabulaire",
        "summary": "{severity} : constats pour {found} des {judged} indicateurs.",
        "Violation": "Infraction",
        "Warning": "Avertissement",
        "Info": "Information",
        "family.labels": "Libellés",
        "family.languages": "Langues",
        "family.structure": "Structure",
        "family.links": "Liens",
        "family.clashes": "Contradictions",
        ",": "\u202f",
        ":": "\u00a0: ",
    },
}


def _words(language: str) -> dict[str, str]:
    return _WORDS["fr" if language == "fr" else "en"]


def render_text(report: QualityReport, language: str = "en", *, width: int = WIDTH) -> str:
    """The report as a table for the terminal: what was found only, with a few places each."""
    words = _words(language)
    written = StringIO()
    console = Console(file=written, width=width, highlight=False, markup=False, emoji=False)
    console.print(_heading(report, words), style="bold")
    for name, value in _size(report, words):
        console.print(f"  {name}{words[':']}{value}")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("indicator", "severity", "findings", "resources", "example"):
        table.add_column(words[name], justify="right" if name in _FIGURES else "left", overflow="fold")
    for family, results in groupby(report.results.values(), lambda result: result.indicator.family):
        table.add_section()
        table.add_row(words[f"family.{family}"], style="bold")
        for result in results:
            if result.count != 0:
                example = _shown(result.findings[0], words, 2) if result.findings else ""
                table.add_row(*_cells(result, words, language), example)
    console.print(table)
    for line in _summary(report, words):
        console.print(line)
    file = console.file
    return (
        "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n" if isinstance(file, StringIO) else ""
    )


def render_markdown(report: QualityReport, language: str = "en") -> str:
    """The report as a page: every indicator with its count, then what was found, with a few places each."""
    words = _words(language)
    lines = [f"# {_escaped(_heading(report, words))}", ""]
    lines += [f"- {name}{words[':']}{_escaped(value)}" for name, value in _size(report, words)]
    lines += ["", *_summary(report, words), ""]
    for family, several in groupby(report.results.values(), lambda result: result.indicator.family):
        results = list(several)
        lines += [f"## {words[f'family.{family}']}", ""]
        lines += ["| " + " | ".join(words[n] for n in ("indicator", "severity", "findings", "resources")) + " |"]
        lines += ["|---|---|---:|---:|"]
        lines += ["| " + " | ".join(_cells(result, words, language)) + " |" for result in results]
        lines += [""]
        for result in results:
            if result.findings:
                lines += [f"**{result.indicator.title(language)}.** {result.indicator.finds(language)}", ""]
                lines += [f"- {_marked(finding, words)}" for finding in result.findings[:SHOWN]]
                lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def as_json(report: QualityReport, language: str = "en") -> dict[str, object]:
    """The report as JSON has it: what the vocabulary holds, and every indicator with its count and its findings."""
    return {
        "title": report.title,
        "host": report.host,
        "size": report.size._asdict(),
        "summary": {
            str(severity): {"found": found, "judged": judged} for severity, (found, judged) in report.summary().items()
        },
        "indicators": [
            {
                "id": result.indicator.id,
                "family": result.indicator.family,
                "severity": result.indicator.severity,
                "title": result.indicator.title(language),
                "finds": result.indicator.finds(language),
                "qskos": result.indicator.qskos,
                "skosify": result.indicator.skosify,
                "count": result.count,
                "complete": result.complete,
                "resources": result.resources,
                "findings": [
                    {
                        "resources": [_address(resource) for resource in finding.resources[:NAMED]],
                        "concerned": len(finding.resources),
                        "value": finding.value,
                    }
                    for finding in result.findings
                ],
            }
            for result in report.results.values()
        ],
    }


def _heading(report: QualityReport, words: dict[str, str]) -> str:
    return words["report"].format(report.title or report.host or "?")


def _size(report: QualityReport, words: dict[str, str]) -> list[tuple[str, str]]:
    size = report.size
    languages = ", ".join(f"{tag} {_number(count, words)}" for tag, count in size.languages.items())
    return [
        (words["statements"], _number(size.statements, words)),
        (words["concepts"], _number(size.concepts, words)),
        (words["own"].format(report.host), _number(size.own, words)),
        (words["schemes"], _number(size.schemes, words)),
        (words["collections"], _number(size.collections, words)),
        (words["labels"], _number(size.labels, words)),
        (words["relations"], _number(size.relations, words)),
        (words["languages"], languages or "–"),
    ]


def _number(count: int, words: dict[str, str]) -> str:
    return f"{count:,}".replace(",", words[","])


def _cells(result: Result, words: dict[str, str], language: str) -> tuple[str, str, str, str]:
    count = words["unjudged"] if result.count is None else _number(result.count, words)
    if not result.complete:
        count = words["more"].format(count)
    severity = words[result.indicator.severity]
    return result.indicator.title(language), severity, count, _number(result.resources, words)


def _summary(report: QualityReport, words: dict[str, str]) -> list[str]:
    return [
        words["summary"].format(severity=words[severity], found=found, judged=judged)
        for severity, (found, judged) in report.summary().items()
    ]


def _address(resource: str) -> str:
    return resource[1:-1] if is_iri(resource) else resource


def _shown(finding: Finding, words: dict[str, str], most: int = NAMED) -> str:
    named = _named(finding, words, [_address(resource) for resource in finding.resources[:most]])
    return words[":"].join(part for part in (named, _cut(finding.value)) if part)


def _marked(finding: Finding, words: dict[str, str]) -> str:
    named = _named(finding, words, [_link(resource) for resource in finding.resources[:NAMED]])
    return words[":"].join(part for part in (named, _escaped(_cut(finding.value))) if part)


def _named(finding: Finding, words: dict[str, str], addresses: list[str]) -> str:
    left = len(finding.resources) - len(addresses)
    more = [words["others"].format(_number(left, words))] if left else []
    return ", ".join(addresses + more) or words["whole"]


def _cut(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _link(resource: str) -> str:
    return resource if _WEB.fullmatch(resource) else _escaped(_address(resource))


_WEB = re.compile(r"<https?://[^\s<>\\\x00-\x1f]+>")
"""An address that Markdown takes for a link as it stands."""


def _escaped(text: str) -> str:
    return "".join("\\" + sign if sign in "\\`*_[]<>|#" else sign for sign in text)
