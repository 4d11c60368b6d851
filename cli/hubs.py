"""Commands over declared hubs: ``hubs probe``, ``hubs add``."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .app import FAILURE, app, failures

if TYPE_CHECKING:
    from harvesters.probe import Probe
    from harvesters.transport import Transport

hubs = typer.Typer(name="hubs", help="Look at the sources of the hubs, and declare new ones.", no_args_is_help=True)
app.add_typer(hubs)

File = Annotated[Path | None, typer.Option("--hubs", help="The file that declares the hubs; by default Data Terra's.")]


@hubs.command("probe")
def probe_command(
    names: Annotated[list[str] | None, typer.Argument(metavar="[HUB[/SOURCE]]…", help="Only these.")] = None,
    file: File = None,
) -> None:
    """Contact every source, tell what it answers, and suggest its stanza."""
    from harvesters.hub import HUBS, load_hubs, select
    from harvesters.probe import probe

    failed = False
    with failures(), _network() as network:
        for source in select(load_hubs(file or HUBS), tuple(names or ())):
            found = probe(source, network, _dialect_of)
            typer.echo(_told(found))
            failed = failed or not found.is_verified
    if failed:
        raise typer.Exit(FAILURE)


@hubs.command("add")
def add_command(
    url: Annotated[str, typer.Argument(help="Of a service, a folder or a document; or a path on this machine.")],
    name: Annotated[str, typer.Option(help="What the source is to be called.")] = "catalogue",
    hub: Annotated[str, typer.Option(help="The hub that it is to join; with --hubs it is written there.")] = "",
    file: File = None,
) -> None:
    """Find out what is spoken at an address, and print the stanza of the source, or put it into a file."""
    from harvesters.detection import detect
    from harvesters.errors import ConfigurationError
    from harvesters.hub import Source
    from harvesters.probe import probe
    from harvesters.stanza import add, stanza

    with failures(), _network() as network:
        if bool(hub) != bool(file):
            raise ConfigurationError("to write the stanza, name both the hub and the file: --hub and --hubs")
        path = str(Path(url).resolve()) if "://" not in url else url
        found = detect(path, network)
        source = Source(hub or "hub", name, found.protocol, found.url, None, found.options)
        seen = probe(source, network, _dialect_of)
        typer.echo(_told(seen))
        if file is not None:
            today = datetime.now(UTC).date() if seen.is_verified else None
            add(file, hub, stanza(name, found.protocol, found.url, found.options, today))
    if not seen.is_verified:
        raise typer.Exit(FAILURE)


def _network() -> "Transport":
    from harvesters.transport import Settings, Transport

    return Transport(Settings(attempts=2, rate=2, max_requests=100))


def _dialect_of(content: bytes) -> str:
    from mappings.dialect import sniff
    from mappings.errors import RecordError
    from mappings.parsing import parse

    try:
        return sniff(parse(content))[0].name
    except RecordError:
        return ""


def _told(found: "Probe") -> str:
    """A probe in lines, and the stanza that it suggests, as a comment and TOML."""
    from harvesters.stanza import stanza

    source = found.source
    total = "unknown" if found.total is None else str(found.total)
    samples = ", ".join(f"{count} × {dialect}" for dialect, count in found.dialects.items())
    lines = {
        "source": source.key,
        "protocol": f"{source.protocol} {found.facts.version}".strip(),
        "formats": ", ".join(found.facts.formats),
        "records": total,
        "samples": samples,
        "requests": str(found.requests),
        "refused": "; ".join(found.refused),
        "error": found.error,
    }
    told = [f"# {key}: {_printable(value)}" for key, value in lines.items() if value]
    today = datetime.now(UTC).date() if found.is_verified else source.verified
    return "\n".join([*told, stanza(source.name, source.protocol, source.url, source.options, today)])


def _printable(text: str) -> str:
    """A text on one line, without what would steer a terminal."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable())
