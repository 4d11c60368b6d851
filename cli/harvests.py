"""Commands over how harvests went: ``status``, ``history``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from .app import DATA, FAILURE, FINDINGS, FINE, Data, Language, ReportFormat, app, failures, print_table

if TYPE_CHECKING:
    from catalogue.ledger import SourceRun

_COUNTS = ("new", "changed", "unchanged", "deleted", "refused", "repaired")

Form = Annotated[ReportFormat, typer.Option("--format", help="Form of the report.")]


@app.command()
def status(
    hub: Annotated[str, typer.Argument(metavar="[HUB]", help="Only this hub.")] = "",
    data: Data = DATA,
    lang: Language = "",
    form: Form = ReportFormat.text,
) -> None:
    """Show what is served, and how the latest harvest of each source went."""
    from catalogue.generation import Generations
    from catalogue.workspace import Workspace

    with failures():
        manifest = Generations(Workspace(data).generations).current().manifest
        latest = _read(data, hub, latest=True)
    if form is ReportFormat.text:
        Console().print(
            f"generation {manifest.name}: {manifest.records} records, {manifest.triples} statements,"
            f" {manifest.findings} findings",
            highlight=False,
        )
    _show(latest, lang, form)
    if any(one.outcome not in ("COMPLETE", "SKIPPED") for one in latest):
        raise typer.Exit(FAILURE)
    raise typer.Exit(FINDINGS if any(remark.warns for one in latest for remark in one.remarks) else FINE)


@app.command()
def history(
    name: Annotated[str, typer.Argument(metavar="[HUB[/SOURCE]]", help="Only this hub or source.")] = "",
    data: Data = DATA,
    lang: Language = "",
    form: Form = ReportFormat.text,
    limit: Annotated[int, typer.Option(min=1, help="Show at most so many harvests.")] = 20,
) -> None:
    """Show the latest harvests, newest first."""
    with failures():
        found = _read(data, name, limit=limit)
    _show(found, lang, form)


def _read(data: Path, name: str, *, latest: bool = False, limit: int = 20) -> "list[SourceRun]":
    from contextlib import closing

    from catalogue.archive import Archive
    from catalogue.errors import ArchiveError
    from catalogue.workspace import Workspace

    place = Workspace(data).archive
    if not place.exists():
        raise ArchiveError(f"nothing has been harvested into {data} yet")
    hub, _, source = name.partition("/")
    with closing(Archive(place)) as archive:
        ledger = archive.ledger
        found = ledger.latest(asked=True) if latest else ledger.history(hub, source, limit=limit)
        known = {one.hub for one in ledger.latest()} if name and not found else {hub}
    found = [one for one in found if hub in ("", one.hub)]
    if name and not found:
        raise ArchiveError(f"no harvest of {name!r} is known; hubs: {', '.join(sorted(known)) or 'none'}")
    return found


def _show(harvests: "list[SourceRun]", lang: str, form: ReportFormat) -> None:
    if form is ReportFormat.json:
        import orjson

        told = [_told(one, lang) for one in harvests]
        sys.stdout.buffer.write(orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        return
    head = ("run", "source", "outcome", *_COUNTS, "kB", "seconds", "per second", "ended", "message")
    print_table(Console(), head, [_row(one, lang) for one in harvests])


def _row(one: "SourceRun", lang: str) -> tuple[str, ...]:
    warned = "⚠ " if any(remark.warns for remark in one.remarks) else ""
    numbers = (str(getattr(one.counts, name)) for name in _COUNTS)
    figures = (f"{one.counts.bytes / 1000:.0f}", f"{one.seconds:.0f}", f"{one.rate:.1f}")
    return (str(one.run), one.key, one.outcome, *numbers, *figures, one.ended, warned + one.told(lang))


def _told(one: "SourceRun", lang: str) -> dict[str, object]:
    counts = {name: getattr(one.counts, name) for name in (*_COUNTS, "bytes")}
    texts = {name: getattr(one, name) for name in ("run", "hub", "source", "outcome", "started", "ended", "since")}
    remarks = [
        {"code": remark.code, "warning": remark.warns, "message": remark.message(lang)} for remark in one.remarks
    ]
    measured = {"seconds": one.seconds, "rate": round(one.rate, 1), "listed": one.listed}
    return {**texts, **counts, **measured, "message": one.message, "remarks": remarks}
