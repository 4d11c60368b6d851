"""Commands of the archive's upkeep: ``archive export``, ``import``, ``verify`` and ``prune``."""

from contextlib import closing
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import DATA, FINDINGS, FINE, Data, app, failures, screen

if TYPE_CHECKING:
    from catalogue.archive import Archive

archive = typer.Typer(name="archive", help="Look after the archive of exact bytes.", no_args_is_help=True)
app.add_typer(archive)

File = Annotated[Path, typer.Argument(metavar="FILE", help="A tar file; .tar.gz and .tar.xz are compressed.")]


@archive.command("export")
def export_command(file: File, data: Data = DATA) -> None:
    """Write the whole archive into one file, which needs no TerraFAIR to be read."""
    from catalogue.upkeep import export

    with failures(), closing(_opened(data)) as opened:
        moved = export(opened, file)
    _say(f"{moved.contents} contents and {moved.rows} rows written to {file}")


@archive.command("import")
def import_command(file: File, data: Data = DATA) -> None:
    """Set up the archive of a new data folder from such a file; then ``terrafair publish``."""
    from catalogue.upkeep import restore
    from catalogue.workspace import Workspace

    workspace = Workspace(data)
    with failures(), workspace.writing():
        moved = restore(file, workspace.archive)
    _say(f"{moved.contents} contents and {moved.rows} rows read from {file}")


@archive.command("verify")
def verify_command(data: Data = DATA) -> None:
    """Hash every content again and follow every reference; what is broken is named."""
    from catalogue.upkeep import verify

    count = 0
    with failures(), closing(_opened(data)) as opened:
        for broken in verify(opened):
            count += 1
            _say(broken)
    _say(f"{count} faults" if count else "the archive is whole")
    raise typer.Exit(FINDINGS if count else FINE)


@archive.command("prune")
def prune_command(
    keep: Annotated[int, typer.Option(min=0, help="Days for which earlier versions of records are kept.")] = 365,
    data: Data = DATA,
) -> None:
    """Forget the versions of records that were replaced longer ago, and their bytes."""
    from catalogue.database import hashes
    from catalogue.generation import Generations
    from catalogue.upkeep import prune
    from catalogue.workspace import Workspace

    workspace = Workspace(data)
    with failures(), closing(_opened(data)) as opened, workspace.writing():
        databases = [workspace.database, *(one.database for one in Generations(workspace.generations).all())]
        in_use = chain.from_iterable(hashes(path) for path in databases if path.exists())
        pruned = prune(opened, timedelta(days=keep), in_use)
    _say(f"{pruned.versions} versions forgotten, {pruned.contents} contents removed ({pruned.size} bytes)")


@archive.command("withdraw")
def withdraw_command(
    name: Annotated[str, typer.Argument(metavar="HUB[/SOURCE]", help="Whose records.")], data: Data = DATA
) -> None:
    """Delete the records of a hub or source that is no longer declared; ``terrafair publish`` then shows it."""
    from catalogue.workspace import Workspace

    hub, _, source = name.partition("/")
    with failures(), Workspace(data).writing(), closing(_opened(data)) as opened:
        count = opened.withdraw(hub, source)
    _say(f"{count} records withdrawn from {name}")
    raise typer.Exit(FINE if count else FINDINGS)


def _opened(data: Path) -> "Archive":
    from catalogue.archive import Archive
    from catalogue.errors import ArchiveError
    from catalogue.workspace import Workspace

    path = Workspace(data).archive
    if not path.exists():
        raise ArchiveError(f"there is no archive in {data}")
    return Archive(path)


def _say(text: str) -> None:
    screen().print(text, soft_wrap=True)
