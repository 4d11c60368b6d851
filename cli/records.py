"""Commands over metadata records in files: ``map``, ``check``, ``coverage``, ``crosswalks``."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import BASE, FAILURE, FINDINGS, FINE, Base, Language, ReportFormat, app, screen

if TYPE_CHECKING:
    from catalogue.refinery import Refined, Refused
    from harvesters.record import RawRecord
    from mappings.coverage import Tally
    from mappings.scope import Origin
    from vocab.diagnostic import Diagnostic


class GraphFormat(StrEnum):
    """Serialisations of ``terrafair map``."""

    turtle = "turtle"
    nquads = "nquads"
    jsonld = "jsonld"


class Level(StrEnum):
    """The mildest severity that ``terrafair check`` shows and counts."""

    violation = "violation"
    warning = "warning"
    info = "info"


@app.command("map")
def map_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", exists=True, dir_okay=False)],
    form: Annotated[GraphFormat, typer.Option("--format", help="Serialisation.")] = GraphFormat.turtle,
    base: Base = BASE,
    lang: Language = "",
) -> None:
    """Print metadata records as GeoDCAT-AP; what could not be mapped is told on the error stream."""
    from catalogue.refinery import Refined
    from mappings.serialisation import serialise

    results = _refined(files, base, validating=False)
    errors = screen(errors=True)
    for result in results:
        for finding in result.findings:
            errors.print(_line(result, finding, lang), soft_wrap=True)
    mapped = [result.record for result in results if isinstance(result, Refined)]
    sys.stdout.buffer.write(serialise(mapped, form.value))
    raise typer.Exit(FINE if len(mapped) == len(results) else FAILURE)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", exists=True, dir_okay=False)],
    form: Annotated[ReportFormat, typer.Option("--format", help="Form of the report.")] = ReportFormat.text,
    level: Annotated[Level, typer.Option("--severity", help="Show and count this and graver.")] = Level.warning,
    base: Base = BASE,
    lang: Language = "",
) -> None:
    """Map metadata records, validate them, and say what should be mended, where and why."""
    import orjson

    from vocab.diagnostic import Severity

    lowest = Severity(level.value.capitalize()).rank
    results = _refined(files, base, validating=True)
    shown = {i: [f for f in r.findings if f.severity.rank <= lowest] for i, r in enumerate(results)}
    console = screen()
    if form is ReportFormat.json:
        report = [_reported(result, shown[i]) for i, result in enumerate(results)]
        sys.stdout.buffer.write(orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    else:
        for i, result in enumerate(results):
            for finding in shown[i]:
                console.print(_line(result, finding, lang), soft_wrap=True)
        console.print(f"{len(results)} files, {sum(map(len, shown.values()))} findings")
    raise typer.Exit(FINDINGS if any(shown.values()) else FINE)


def _reported(result: "Refined | Refused", findings: "list[Diagnostic]") -> dict[str, object]:
    from catalogue.refinery import Refined

    record = result.record if isinstance(result, Refined) else None
    return {
        "file": result.task.origin.identifier,
        "refused": record is None,
        "dialect": record.dialect if record else None,
        "dataset": record.dataset[1:-1] if record else None,
        "findings": findings,
    }


def _refined(files: Sequence[Path], base: str, *, validating: bool) -> "list[Refined | Refused]":
    from catalogue.refinery import Refinery, Task
    from vocab.library import own_library

    refinery = Refinery(base, own_library().index(), validating=validating)
    return refinery.refine([Task(*record) for file in files for record in _as_records(file)])


def _as_records(file: Path) -> "Iterator[tuple[RawRecord, Origin]]":
    """The record that a file is, or those that it holds, each under the file's name and its own."""
    from harvesters.members import members
    from harvesters.record import RawRecord
    from mappings.scope import Origin

    received = datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat()
    for one in members(RawRecord(str(file), file.read_bytes(), "")):
        # what is no object has no text that could be mapped, and is refused as empty
        content = one.content if isinstance(one, RawRecord) else b""
        yield RawRecord(one.identifier, content, "", received=received), Origin("local", "files", one.identifier)


def _line(result: "Refined | Refused", finding: "Diagnostic", language: str) -> str:
    place = f"{result.task.origin.identifier}:{finding.line}" if finding.line else result.task.origin.identifier
    told = f"{place}: {finding.severity.lower()}: {finding.message(language)}"
    before, after = (repr(value) if value else "" for value in (finding.excerpt, finding.repaired))
    details = " ".join(part for part in (finding.path, before, after and f"→ {after}") if part)
    return f"{told} [{details}]" if details else told


@app.command()
def coverage(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", exists=True)],
    record: Annotated[
        bool, typer.Option("--record", help="Show each piece of a record's content, and what became of it.")
    ] = False,
    most: Annotated[int, typer.Option("--most", help="Show at most so many paths of each dialect.")] = 40,
) -> None:
    """Show what of the records' content no crosswalk reads, by source path; in folders, all records are taken."""
    from catalogue.refinery import Refinery
    from mappings.coverage import Tally
    from mappings.coverage import coverage as covered
    from mappings.errors import RecordError
    from vocab.library import own_library

    context = Refinery(BASE, own_library().index(), validating=False).context
    tallies, others = dict[str, Tally](), 0
    console = screen()
    for raw, origin, listed in ((*one, listed) for file, listed in _files(files) for one in _as_records(file)):
        path = origin.identifier
        try:
            found = covered(raw, origin, context)
        except RecordError as error:
            if not listed:
                screen(errors=True).print(f"{path}: {error}", soft_wrap=True)
            others += 1
            continue
        tallies.setdefault(found.dialect, Tally()).add(path, found)
        for content, fate in found.pieces if record else ():
            place = f"{path}:{content.line}" if content.line else path
            console.print(f"{place}: {fate}: {content.path}: {content.text!r}", soft_wrap=True)
    for dialect, tally in sorted(tallies.items()):
        console.print(f"{dialect}: {_coverage_line(tally)}", soft_wrap=True)
        for lost_path, lost in tally.worst()[:most]:
            place = f"{Path(lost.record).name}:{lost.line}" if lost.line else Path(lost.record).name
            console.print(f"{lost.count:>8}  {lost_path}  {lost.text[:60]!r} ({place})", soft_wrap=True)
    if others:
        console.print(f"{others} files are no records", soft_wrap=True)
    raise typer.Exit(FINDINGS if any(tally.paths for tally in tallies.values()) else FINE)


def _files(given: Sequence[Path]) -> "Iterator[tuple[Path, bool]]":
    """The files that are meant, and whether a folder was given for them."""
    for path in given:
        if path.is_dir():
            yield from ((file, True) for file in sorted(path.rglob("*")) if file.is_file())
        else:
            yield path, False


def _coverage_line(tally: "Tally") -> str:
    return (
        f"{tally.share:.2%} of the content of {tally.records} records is kept:"
        f" {tally.carried} pieces carried, {tally.ignored} left out on purpose, {tally.lost} lost"
    )


@app.command()
def crosswalks(
    dialect: Annotated[str, typer.Argument(help="Only this dialect.")] = "",
) -> None:
    """Print the crosswalks as documentation: each property, where it comes from, and how."""
    from mappings.dialect import DIALECTS
    from mappings.documentation import crosswalk_markdown

    names = [one.name for one in DIALECTS]
    if dialect and dialect not in names:
        screen(errors=True).print(
            f"terrafair: no dialect is called {dialect!r}; known: {', '.join(names)}", markup=False
        )
        raise typer.Exit(FAILURE)
    for one in DIALECTS:
        if dialect in ("", one.name):
            typer.echo(crosswalk_markdown(one))
