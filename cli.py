"""The ``terrafair`` command.

Exit codes: 0 fine, 1 findings (a record refused, a violation, content lost), 2 failure (a source or file that could
not be read, a wrong argument, another run at work).
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from catalogue.refinery import Refined, Refused
    from catalogue.run import RunReport
    from harvesters.hub import Hub
    from harvesters.record import RawRecord
    from mappings.coverage import Tally
    from mappings.scope import Origin
    from vocab.diagnostic import Diagnostic

FINE, FINDINGS, FAILURE = 0, 1, 2

app = typer.Typer(
    name="terrafair",
    help="Harvest, harmonise, validate and publish the metadata of the hubs of Data Terra.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Data = Annotated[Path, typer.Option("--data", envvar="TERRAFAIR_DATA", help="The folder of archive and generations.")]
Base = Annotated[
    str,
    typer.Option(
        "--base",
        envvar="TERRAFAIR_BASE",
        help="Address that minted IRIs begin with.",
        callback=lambda value: address(value),
    ),
]
Language = Annotated[
    str,
    typer.Option(
        "--lang",
        help="Language of findings: en or fr; by default the system's.",
        callback=lambda value: language(value),
    ),
]

DATA = Path("data")
BASE = "http://127.0.0.1:8000"


class GraphFormat(StrEnum):
    """Serialisations of ``terrafair map``."""

    turtle = "turtle"
    nquads = "nquads"
    jsonld = "jsonld"


class ReportFormat(StrEnum):
    """Forms of the report of ``terrafair check``."""

    text = "text"
    json = "json"


class Level(StrEnum):
    """The mildest severity that ``terrafair check`` shows and counts."""

    violation = "violation"
    warning = "warning"
    info = "info"


@contextmanager
def failures() -> Iterator[None]:
    """Tell what the user can do something about in one line; anything else is a bug and surfaces."""
    from sqlite3 import DatabaseError

    from sqlalchemy.exc import DBAPIError

    from catalogue.errors import CatalogueError
    from harvesters.errors import HarvestError
    from vocab.errors import VocabularyError

    try:
        yield
    except (CatalogueError, HarvestError, VocabularyError, OSError, DatabaseError, DBAPIError) as error:
        Console(stderr=True).print(f"terrafair: {error}", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(FAILURE) from error


def address(value: str) -> str:
    """A base address without the slash at its end.

    Raises:
        typer.BadParameter: it cannot begin an IRI.
    """
    from vocab.term import TermError, iri

    try:
        valid = value.startswith(("http://", "https://")) and iri(value) == f"<{value}>"
    except TermError:
        valid = False
    if not valid or "?" in value or "#" in value:
        raise typer.BadParameter(f"{value!r} is no http or https address without query")
    return value.rstrip("/")


def language(value: str) -> str:
    """A language that messages exist in; the system's when none is given.

    Raises:
        typer.BadParameter: it is neither English nor French.
    """
    if value not in ("", "en", "fr"):
        raise typer.BadParameter(f"{value!r} is neither en nor fr")
    return value or system_language()


def system_language() -> str:
    """``fr`` when the system speaks French, else ``en``."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "fr" if spoken.lower().startswith("fr") else "en"


def _processes() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@app.command("run")
def run_command(
    names: Annotated[list[str] | None, typer.Argument(metavar="[HUB[/SOURCE]]…", help="Only these.")] = None,
    hubs: Annotated[Path | None, typer.Option(help="TOML file of hubs; by default those of Data Terra.")] = None,
    data: Data = DATA,
    base: Base = BASE,
    workers: Annotated[int, typer.Option(min=1, help="Processes that refine.")] = _processes(),
    full: Annotated[bool, typer.Option("--full", help="Refine every record again, changed or not.")] = False,
) -> None:
    """Harvest the hubs, refine what changed, publish a generation."""
    from harvesters.hub import HUBS, load_hubs

    with failures():
        report = _run(load_hubs(hubs or HUBS), names or (), data, base, workers=workers, full=full)
    raise typer.Exit(_exit_code(report))


def _run(
    hubs: "tuple[Hub, ...]", names: Sequence[str], data: Path, base: str, *, workers: int, full: bool = False
) -> "RunReport":
    from catalogue.progress import ConsoleProgress
    from catalogue.run import Settings, run
    from catalogue.workspace import Workspace
    from harvesters.hub import select

    sources = select(hubs, tuple(names))
    settings = Settings(base=base, workers=workers, full=full)
    return run(Workspace(data), hubs, sources, settings, ConsoleProgress(Console()))


def _exit_code(report: "RunReport") -> int:
    if report.failed:
        return FAILURE
    return FINDINGS if report.to_mend else FINE


@app.command()
def serve(
    data: Data = DATA,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.", min=1, max=65535)] = 8000,
) -> None:
    """Serve the current generation: pages, SPARQL, vocabulary API."""
    with failures():
        _check_port(port, host)
    _serve(data, host, port)


def _serve(data: Path, host: str, port: int) -> None:
    import uvicorn

    from api.app import create_app
    from api.settings import Settings

    console = Console()
    console.print(f"TerraFAIR serves {data} at http://{host}:{port}/", markup=False, highlight=False, soft_wrap=True)
    uvicorn.run(create_app(Settings(data=data)), host=host, port=port, log_level="warning", access_log=False)


@app.command()
def status(data: Data = DATA) -> None:
    """Show what is served, and how the latest harvest of each source went."""
    from catalogue.archive import Archive
    from catalogue.generation import Generations
    from catalogue.workspace import Workspace

    workspace, console = Workspace(data), Console()
    with failures():
        manifest = Generations(workspace.generations).current().manifest
    console.print(
        f"generation {manifest.name}: {manifest.records} records, {manifest.triples} statements,"
        f" {manifest.findings} findings",
        highlight=False,
    )
    archive = Archive(workspace.archive)
    try:
        rows = archive.latest()
    finally:
        archive.close()
    numbers = ("new", "changed", "unchanged", "deleted", "refused")
    _table(
        console,
        ("source", "outcome", *numbers, "ended", "message"),
        [
            (
                f"{row['hub']}/{row['source']}",
                row["outcome"],
                *(str(row[n]) for n in numbers),
                row["ended"] or "",
                row["message"],
            )
            for row in rows
        ],
    )
    raise typer.Exit(FAILURE if any(row["outcome"] != "COMPLETE" for row in rows) else FINE)


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
    errors = Console(stderr=True)
    for result in results:
        for finding in result.findings:
            errors.print(_line(result, finding, lang), markup=False, highlight=False, soft_wrap=True)
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
    console = Console()
    if form is ReportFormat.json:
        report = [_reported(result, shown[i]) for i, result in enumerate(results)]
        sys.stdout.buffer.write(orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    else:
        for i, result in enumerate(results):
            for finding in shown[i]:
                console.print(_line(result, finding, lang), markup=False, highlight=False, soft_wrap=True)
        console.print(f"{len(results)} files, {sum(map(len, shown.values()))} findings", highlight=False)
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

    refinery = Refinery(base, validating=validating)
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

    context = Refinery(BASE, validating=False).context
    tallies, others = dict[str, Tally](), 0
    console = Console(soft_wrap=True, markup=False, highlight=False)
    for raw, origin, listed in ((*one, listed) for file, listed in _files(files) for one in _as_records(file)):
        path = origin.identifier
        try:
            found = covered(raw, origin, context)
        except RecordError as error:
            if not listed:
                Console(stderr=True).print(f"{path}: {error}", markup=False, highlight=False, soft_wrap=True)
            others += 1
            continue
        tallies.setdefault(found.dialect, Tally()).add(path, found)
        for content, fate in found.pieces if record else ():
            place = f"{path}:{content.line}" if content.line else path
            console.print(f"{place}: {fate}: {content.path}: {content.text!r}")
    for dialect, tally in sorted(tallies.items()):
        console.print(f"{dialect}: {_coverage_line(tally)}")
        for lost_path, lost in tally.worst()[:most]:
            place = f"{Path(lost.record).name}:{lost.line}" if lost.line else Path(lost.record).name
            console.print(f"{lost.count:>8}  {lost_path}  {lost.text[:60]!r} ({place})")
    if others:
        console.print(f"{others} files are no records")
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
        Console(stderr=True).print(
            f"terrafair: no dialect is called {dialect!r}; known: {', '.join(names)}", markup=False
        )
        raise typer.Exit(FAILURE)
    for one in DIALECTS:
        if dialect in ("", one.name):
            typer.echo(crosswalk_markdown(one))


@app.command()
def generations(data: Data = DATA) -> None:
    """List the generations; the one that is served is marked."""
    from catalogue.generation import Generations
    from catalogue.workspace import Workspace

    with failures():
        known = Generations(Workspace(data).generations)
        current = known.current_name()
        found = known.all()
    rows = []
    for generation in found:
        manifest = generation.manifest
        mark = "▶" if manifest.name == current else ""
        numbers = map(str, (manifest.records, manifest.triples, manifest.findings))
        rows.append((mark, manifest.name, manifest.created, *numbers))
    _table(Console(), ("", "generation", "created", "records", "statements", "findings"), rows)


def _table(console: Console, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Show a table at a terminal, lines with tabs elsewhere, so that nothing is cut off."""
    if console.is_terminal:
        table = Table(*head)
        for row in rows:
            table.add_row(*row)
        console.print(table)
        return
    for row in (head, *rows):
        typer.echo("\t".join(row))


@app.command()
def rollback(
    name: Annotated[str, typer.Argument(help="Generation to serve; by default the one before the current.")] = "",
    data: Data = DATA,
) -> None:
    """Serve an earlier generation; servers that are running follow by themselves."""
    from catalogue.generation import Generations
    from catalogue.workspace import Workspace

    with failures():
        known = Generations(Workspace(data).generations)
        generation = known.switch(name) if name else known.rollback()
    Console().print(f"serving generation {generation.manifest.name}", highlight=False)


@app.command()
def demo(
    data: Data = DATA / "demo",
    port: Annotated[int, typer.Option(help="Port of the catalogue.", min=1, max=65535)] = 8000,
    hubs_port: Annotated[int, typer.Option(help="Port of the sample hubs.", min=0, max=65535)] = 8001,
    once: Annotated[bool, typer.Option("--once", help="Harvest and publish, then stop.")] = False,
) -> None:
    """Serve five sample hubs on this machine, harvest them over their own protocols, and serve the catalogue."""
    from harvesters.hub import load_hubs
    from samples.hubs import write_hubs
    from samples.server import serve_samples

    folder = Path(__file__).with_name("samples")
    with failures(), serve_samples(folder, hubs_port) as hubs_address:
        if not once:
            _check_port(port)
        data.mkdir(parents=True, exist_ok=True)
        hubs_file = data / "hubs.toml"
        write_hubs(hubs_address, hubs_file, folder)
        report = _run(load_hubs(hubs_file), (), data, f"http://127.0.0.1:{port}", workers=min(2, _processes()))
        if report.failed or once:
            raise typer.Exit(FAILURE if report.failed else FINE)
        _serve(data, "127.0.0.1", port)


def _check_port(port: int, host: str = "127.0.0.1") -> None:
    """Find out before the work, not after it, that the port is taken.

    Raises:
        OSError: it is.
    """
    import socket

    with socket.create_server((host, port)):
        pass


main: Callable[[], None] = app
"""The entry point of the command."""


if __name__ == "__main__":
    main()
