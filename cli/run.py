"""Commands that harvest and publish: ``run``, ``publish``, ``demo``."""

import os
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import BASE, DATA, FAILURE, FINDINGS, FINE, Base, Data, Vocabularies, app, failures, screen, told_errors
from .serve import check_port, serve_at

if TYPE_CHECKING:
    from catalogue.progress import Progress
    from catalogue.run import RunReport, Settings
    from harvesters.hub import Hub, Source
    from harvesters.timing import Schedule
    from vocab.registry import Vocabulary


class Log(StrEnum):
    """How a run is told."""

    text = "text"
    json = "json"


Hubs = Annotated[Path | None, typer.Option("--hubs", help="TOML file of hubs; by default those of Data Terra.")]
LogForm = Annotated[Log, typer.Option("--log", help="Lines for people, or JSON lines on the error stream.")]


def _processes() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


PROCESSES = _processes()

Workers = Annotated[int, typer.Option("--workers", min=1, help="Processes that refine.")]


@app.command("run")
def run_command(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[HUB[/SOURCE]]…", help="Only these, due or not; by default all that are due."),
    ] = None,
    hubs: Hubs = None,
    vocabularies: Vocabularies = None,
    data: Data = DATA,
    base: Base = BASE,
    workers: Workers = PROCESSES,
    threads: Annotated[int, typer.Option(min=1, help="Hosts that are asked at the same time.")] = 4,
    memory: Annotated[int, typer.Option(min=1, help="Megabytes of records that may wait to be archived.")] = 64,
    full: Annotated[
        bool, typer.Option("--full", help="List every source from its beginning and refine every record again.")
    ] = False,
    accept_deletions: Annotated[
        bool,
        typer.Option(
            "--accept-deletions", help="Delete what a complete listing lacks, however much of a source it is."
        ),
    ] = False,
    every: Annotated[
        str, typer.Option(help="Run for ever: each 6h, say, or when the five fields of a crontab say so.")
    ] = "",
    log: LogForm = Log.text,
) -> None:
    """Harvest the hubs, refine what changed, publish a generation."""
    from catalogue.run import Settings
    from harvesters.hub import HUBS, load_hubs, select

    if every and (accept_deletions or full):
        raise typer.BadParameter("--full and --accept-deletions are for one run that somebody watches, not for --every")
    stop = _stop_at_signal()
    settings = Settings(
        base,
        workers=workers,
        full=full,
        accept_deletions=accept_deletions,
        threads=threads,
        memory=memory * 1_000_000,
        vocabularies=_registry(vocabularies),
        named=bool(names),
        stop=stop.is_set,
    )
    progress = _progress(log)

    def load() -> "tuple[tuple[Hub, ...], tuple[Source, ...]]":
        declared = load_hubs(hubs or HUBS)
        return declared, select(declared, tuple(names or ()))

    if every:
        with failures():
            schedule = _schedule(every)
            load()
        _run_for_ever(data, load, replace(settings, named=False), schedule, progress, stop)
        raise typer.Exit(FINE)
    with failures():
        report = _run(*load(), data, settings, progress)
    raise typer.Exit(_exit_code(report))


@app.command()
def publish(
    hubs: Hubs = None,
    vocabularies: Vocabularies = None,
    data: Data = DATA,
    base: Base = BASE,
    workers: Workers = PROCESSES,
    log: LogForm = Log.text,
) -> None:
    """Refine and publish what the archive has, asking no hub: after an import, or under another address."""
    from catalogue.run import Settings
    from harvesters.hub import HUBS, load_hubs

    stop = _stop_at_signal()
    with failures():
        settings = Settings(base, workers=workers, vocabularies=_registry(vocabularies), stop=stop.is_set)
        report = _run(load_hubs(hubs or HUBS), (), data, settings, _progress(log))
    raise typer.Exit(_exit_code(report))


def _registry(own: Path | None) -> "tuple[Vocabulary, ...]":
    from vocab.registry import registry

    with failures():
        return registry(own)


def _run(
    hubs: "tuple[Hub, ...]", sources: "Sequence[Source]", data: Path, settings: "Settings", progress: "Progress"
) -> "RunReport":
    from catalogue.run import run
    from catalogue.workspace import Workspace

    return run(Workspace(data), hubs, sources, settings, progress)


def _exit_code(report: "RunReport") -> int:
    if report.failed:
        return FAILURE
    return FINDINGS if report.to_mend else FINE


def _progress(log: Log) -> "Progress":
    from catalogue.progress import ConsoleProgress, JsonProgress

    return JsonProgress() if log is Log.json else ConsoleProgress(screen())


def _schedule(text: str) -> "Schedule":
    from harvesters.timing import Schedule

    return Schedule(text)


def _stop_at_signal() -> threading.Event:
    """Set by the first SIGTERM; the second does what it always does."""
    stop = threading.Event()

    def handle(_number: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    signal.signal(signal.SIGTERM, handle)
    return stop


def _run_for_ever(
    data: Path,
    load: "Callable[[], tuple[tuple[Hub, ...], tuple[Source, ...]]]",
    settings: "Settings",
    every: "Schedule",
    progress: "Progress",
    stop: threading.Event,
) -> None:
    """Run again and again; what goes wrong in one run is told, and the next one is made all the same.

    The hubs file is read before each run. The schedule is that of the sources which have none of their own.
    """
    from harvesters.timing import Timetable

    timetable = Timetable(every)
    while not stop.is_set():
        try:
            hubs, sources = load()
            timed = tuple(replace(source, schedule=source.schedule or every) for source in sources)
            timetable.set(timed)
            _run(hubs, timed, data, settings, progress)
        except told_errors() as error:
            if not stop.is_set():
                progress.tell("error", str(error))
        if stop.is_set():
            break
        moment = timetable.next(datetime.now(UTC))
        progress.tell("waiting", f"until {moment.astimezone():%Y-%m-%d %H:%M:%S}", until=moment.isoformat())
        while not stop.is_set() and (seconds := (moment - datetime.now(UTC)).total_seconds()) > 0:
            # in short steps, because a machine may sleep
            stop.wait(min(seconds, 60.0))


@app.command()
def demo(
    data: Data = DATA / "demo",
    port: Annotated[int, typer.Option(help="Port of the catalogue.", min=1, max=65535)] = 8000,
    hubs_port: Annotated[int, typer.Option(help="Port of the sample hubs.", min=0, max=65535)] = 8001,
    once: Annotated[bool, typer.Option("--once", help="Harvest and publish, then stop.")] = False,
) -> None:
    """Serve five sample hubs on this machine, harvest them over their own protocols, and serve the catalogue."""
    from catalogue.run import Settings
    from harvesters.hub import load_hubs, select
    from samples import SAMPLES
    from samples.hubs import write_hubs
    from samples.server import serve_samples

    with failures(), serve_samples(SAMPLES, hubs_port) as hubs_address:
        if not once:
            check_port(port)
        data.mkdir(parents=True, exist_ok=True)
        hubs_file = data / "hubs.toml"
        write_hubs(hubs_address, hubs_file, SAMPLES)
        hubs = load_hubs(hubs_file)
        settings = Settings(f"http://127.0.0.1:{port}", workers=min(2, PROCESSES))
        report = _run(hubs, select(hubs, ()), data, settings, _progress(Log.text))
        if report.failed or once:
            raise typer.Exit(FAILURE if report.failed else FINE)
        serve_at(data, "127.0.0.1", port)
