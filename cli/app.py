"""The command's frame: its exit codes, the options that several commands share, and how failures are told."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

FINE, FINDINGS, FAILURE = 0, 1, 2
"""Exit codes."""

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

Vocabularies = Annotated[
    Path | None,
    typer.Option(
        "--vocabularies",
        envvar="TERRAFAIR_VOCABULARIES",
        help="TOML file of vocabularies of your own, beside those that the service knows.",
    ),
]

DATA = Path("data")
BASE = "http://127.0.0.1:8000"


class ReportFormat(StrEnum):
    """Forms of a report."""

    text = "text"
    json = "json"


@contextmanager
def failures() -> Iterator[None]:
    """Tell what the user can do something about in one line; anything else is a bug and surfaces."""
    try:
        yield
    except told_errors() as error:
        complain(str(error))
        raise typer.Exit(FAILURE) from error


def told_errors() -> tuple[type[Exception], ...]:
    """The errors that the user can do something about."""
    from sqlite3 import DatabaseError

    from sqlalchemy.exc import DBAPIError

    from catalogue.errors import CatalogueError
    from harvesters.errors import HarvestError
    from vocab.errors import VocabularyError

    return CatalogueError, HarvestError, VocabularyError, OSError, DatabaseError, DBAPIError


def complain(message: str) -> None:
    """Print a line on the error stream."""
    screen(errors=True).print(f"terrafair: {message}", soft_wrap=True)


def screen(*, errors: bool = False) -> Console:
    """The output or the error stream; what is printed there appears as it is: ``:x:`` is part of a name, no emoji."""
    return Console(stderr=errors, markup=False, emoji=False, highlight=False)


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


def print_table(console: Console, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Show a table at a terminal, lines with tabs elsewhere, so that nothing is cut off."""
    if console.is_terminal:
        table = Table(*head)
        for row in rows:
            table.add_row(*row)
        console.print(table)
        return
    for row in (head, *rows):
        typer.echo("\t".join(row))
