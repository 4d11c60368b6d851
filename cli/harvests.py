"""Commands over how harvests went: ``status``, ``history``."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from .app import DATA, FAILURE, FINDINGS, FINE, Data, Language, ReportFormat, app, failures, print_table, screen

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
    with failures():
        latest = _read(data, hub, latest=True)
        asked, left = _parted(data, latest)
        if form is ReportFormat.text:
            screen().print(_served(data, lang), soft_wrap=True)
    _show(asked + left, lang, form)
    if any(one.outcome not in ("COMPLETE", "SKIPPED") for one in asked):
        raise typer.Exit(FAILURE)
    raise typer.Exit(FINDINGS if any(remark.warns for one in asked for remark in one.remarks) else FINE)


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


def _served(data: Path, lang: str) -> str:
    """What is served; the first harvests may still go on."""
    from api.texts import Reader
    from catalogue.generation import Generations
    from catalogue.workspace import Workspace

    t, generations = Reader(lang), Generations(Workspace(data).generations)
    if generations.current_name() is None:
        return t("told.unpublished")
    manifest = generations.current().manifest
    numbers = {name: t.number(getattr(manifest, name)) for name in ("records", "triples", "findings")}
    return t("told.generation", name=manifest.name, **numbers)


def _parted(data: Path, latest: "list[SourceRun]") -> "tuple[list[SourceRun], list[SourceRun]]":
    """The harvests of the sources that the latest run's hubs file declared, and those of others.

    How the last harvest of a source ended that is no longer asked is nothing that anybody could still mend.
    """
    from catalogue.remark import remark
    from catalogue.roster import ROSTER, read_roster
    from catalogue.workspace import Workspace

    hubs = read_roster(Workspace(data).generations / ROSTER)
    declared = {f"{hub.id}/{source.name}" for hub in hubs for source in hub.sources}
    asked = [one for one in latest if one.key in declared or not hubs]
    left = [replace(one, remarks=(remark("undeclared"),)) for one in latest if one not in asked]
    return asked, left


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
    console = screen()
    if console.is_terminal:
        _print_lines(console, harvests, lang)
        return
    head = ("run", "source", "outcome", *_COUNTS, "kB", "seconds", "per second", "ended", "message")
    print_table(console, head, [_row(one, lang) for one in harvests])


def _print_lines(console: Console, harvests: "list[SourceRun]", lang: str) -> None:
    """Show a line for each harvest and one below it for what is to be said: a table would cut off most of it."""
    from api.texts import Reader

    t = Reader(lang)
    width = max((len(one.key) for one in harvests), default=0)
    outcomes = {one.outcome: t(f"outcome.{one.outcome.lower()}") for one in harvests}
    longest = max(map(len, outcomes.values()), default=0)
    for one in harvests:
        counts = {name: getattr(one.counts, name) for name in (*_COUNTS, "bytes")}
        rate = t("hub.rate", number=t.number(round(one.rate, 1))) if one.rate else ""
        figures = (t.harvested(counts), t.duration(one.seconds) if one.ended else "", rate, t.date(one.ended))
        told = " · ".join(figure for figure in figures if figure)
        console.print(
            f"{one.run:>5}  {one.key:<{width}}  {outcomes[one.outcome]:<{longest}}  {told}".rstrip(),
            soft_wrap=True,
        )
        if message := _message(one, lang):
            console.print(f"{'':>5}  {message}", soft_wrap=True)


def _message(one: "SourceRun", lang: str) -> str:
    warned = "⚠ " if any(remark.warns for remark in one.remarks) else ""
    return warned + one.told(lang)


def _row(one: "SourceRun", lang: str) -> tuple[str, ...]:
    numbers = (str(getattr(one.counts, name)) for name in _COUNTS)
    figures = (f"{one.counts.bytes / 1000:.0f}", f"{one.seconds:.0f}", f"{one.rate:.1f}")
    return (str(one.run), one.key, one.outcome, *numbers, *figures, one.ended, _message(one, lang))


def _told(one: "SourceRun", lang: str) -> dict[str, object]:
    counts = {name: getattr(one.counts, name) for name in (*_COUNTS, "bytes")}
    texts = {name: getattr(one, name) for name in ("run", "hub", "source", "outcome", "started", "ended", "since")}
    remarks = [
        {"code": remark.code, "warning": remark.warns, "message": remark.message(lang)} for remark in one.remarks
    ]
    measured = {"seconds": one.seconds, "rate": round(one.rate, 1), "listed": one.listed}
    return {**texts, **counts, **measured, "message": one.message, "remarks": remarks}
