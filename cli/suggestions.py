"""Commands over the terms that people suggest: ``suggestions list``, ``show``, ``accept`` and so on."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import BASE, DATA, Data, address, app, failures, print_table, screen

if TYPE_CHECKING:
    from catalogue.suggestions import Status, Suggestions

commands = typer.Typer(name="suggestions", help="Moderate the terms that people suggest.", no_args_is_help=True)
app.add_typer(commands)


class Wanted(StrEnum):
    """Which suggestions are listed."""

    waiting = "waiting"
    accepted = "accepted"
    rejected = "rejected"
    all = "all"


class ExportFormat(StrEnum):
    """Forms of the export."""

    skos = "skos"
    csv = "csv"


Keys = Annotated[list[str], typer.Argument(metavar="KEY...", help="Keys of suggestions, as `list` shows them.")]
Note = Annotated[str, typer.Option("--note", help="Why; it is published with the term.")]


def _suggestions(data: Path) -> "Suggestions":
    from catalogue.suggestions import Suggestions
    from catalogue.workspace import Workspace

    return Suggestions(Workspace(data).suggestions)


@commands.command("list")
def list_(
    data: Data = DATA,
    status: Annotated[Wanted, typer.Option(help="What has become of them.")] = Wanted.waiting,
    vocabulary: Annotated[str, typer.Option(help="Only those for this vocabulary.")] = "",
) -> None:
    """List suggestions, oldest first."""
    from catalogue.suggestions import Status

    with failures():
        found = _suggestions(data).all(None if status is Wanted.all else Status(status), vocabulary)
    rows = [
        (one.key, one.status, one.created, one.draft.vocabulary, one.draft.label_en, one.draft.label_fr)
        for one in found
    ]
    print_table(screen(), ("key", "status", "created", "vocabulary", "English", "French"), rows)


@commands.command()
def show(key: Annotated[str, typer.Argument(help="Key of a suggestion.")], data: Data = DATA) -> None:
    """Show all that a suggestion says, its contact too."""
    from catalogue.errors import SuggestionsError

    with failures():
        found = _suggestions(data).get(key)
        if found is None:
            raise SuggestionsError(f"there is no suggestion {key!r}")
    said = {"key": found.key, "status": found.status, "created": found.created, "decided": found.decided}
    console = screen()
    for name, text in (said | {"note": found.note} | found.draft._asdict()).items():
        if text:
            # a text of several lines cannot pass for several fields
            console.print(f"{name:<11} {text.replace(chr(10), chr(10) + ' ' * 12)}", soft_wrap=True)


@commands.command()
def accept(keys: Keys, data: Data = DATA, note: Note = "") -> None:
    """Accept suggestions: they get an address, and are exported."""
    from catalogue.suggestions import Status

    _decide(keys, data, Status.ACCEPTED, note)


@commands.command()
def reject(keys: Keys, data: Data = DATA, note: Note = "") -> None:
    """Reject suggestions."""
    from catalogue.suggestions import Status

    _decide(keys, data, Status.REJECTED, note)


def _decide(keys: list[str], data: Path, status: "Status", note: str) -> None:
    with failures():
        store = _suggestions(data)
        for key in keys:
            decided = store.decide(key, status, note)
            names = " / ".join(decided.labels.values())
            screen().print(f"{decided.key}\t{decided.status}\t{names}", soft_wrap=True)


@commands.command()
def forget(
    keys: Annotated[list[str] | None, typer.Argument(metavar="[KEY...]", help="Keys of suggestions.")] = None,
    contact: Annotated[str, typer.Option(help="Remove this contact wherever it stands.")] = "",
    data: Data = DATA,
) -> None:
    """Remove contacts for good; the suggested terms stay."""
    if not keys and not contact:
        raise typer.BadParameter("name suggestions, or a contact")
    with failures():
        number = _suggestions(data).forget(keys=keys or (), contact=contact)
    screen().print(f"{number} contacts removed")


@commands.command()
def export(
    data: Data = DATA,
    base: Annotated[
        str,
        typer.Option(
            envvar="TERRAFAIR_BASE",
            help="Address that the terms' IRIs begin with; by default that of what is published.",
            callback=lambda value: address(value) if value else "",
        ),
    ] = "",
    form: Annotated[ExportFormat, typer.Option("--format", help="SKOS as Turtle, or a table.")] = ExportFormat.skos,
    vocabulary: Annotated[str, typer.Option(help="Only those for this vocabulary.")] = "",
) -> None:
    """Print the accepted suggestions for the editors of a vocabulary, without contacts."""
    from catalogue.suggestion_export import statements, table
    from catalogue.suggestions import Status

    with failures():
        found = _suggestions(data).all(Status.ACCEPTED, vocabulary)
        base = base or _published_base(data)
    if form is ExportFormat.csv:
        sys.stdout.buffer.write(table(found, base).encode())
        return
    from api.rdf import write
    from vocab.namespace import SKOS

    triples = [triple for one in found for triple in statements(one, base)]
    first = triples[0][0] if triples else SKOS.Concept
    sys.stdout.buffer.write(write("ttl", {"": triples}, first=first))


def _published_base(data: Path) -> str:
    """What the IRIs of the current generation begin with."""
    from catalogue.generation import Generations
    from catalogue.workspace import Workspace

    generations = Generations(Workspace(data).generations)
    return BASE if generations.current_name() is None else generations.current().manifest.base
