"""Commands over what has been published: ``generations``, ``rollback``."""

from typing import Annotated

import typer
from rich.console import Console

from .app import DATA, Data, app, failures, print_table


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
    print_table(Console(), ("", "generation", "created", "records", "statements", "findings"), rows)


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
