"""Roster: the hubs of a generation, their sources, and how the latest harvest of each source went."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from harvesters.hub import Hub, Source
from harvesters.protocol import PROTOCOLS


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source and its latest harvest.

    Attributes:
        name: of the source, unique within its hub.
        protocol: a key of ``harvesters.protocol.PROTOCOLS``.
        url: its endpoint; empty for a folder, whose place is nobody's business.
        outcome: ``COMPLETE``, ``PARTIAL``, ``FAILED`` or ``RUNNING``; empty when it was never harvested.
        ended: when, in ISO 8601; empty while it lasts or when there was none.
        message: why it was not complete.
    """

    name: str
    protocol: str
    url: str
    outcome: str
    ended: str
    message: str


@dataclass(frozen=True, slots=True)
class HubEntry:
    """A hub as a generation knows it.

    Attributes:
        id: short name, used in addresses.
        title: by language.
        domain: what it is about, by language.
        homepage: its web site.
        record_page: a template with ``{id}`` for a record's page at the hub; empty when there is none.
        sources: in the order of the hubs file.
    """

    id: str
    title: Mapping[str, str]
    domain: Mapping[str, str]
    homepage: str
    record_page: str
    sources: tuple[SourceEntry, ...]


def roster(hubs: Sequence[Hub], harvests: Iterable[Mapping[Any, Any]]) -> tuple[HubEntry, ...]:
    """The roster of some hubs.

    Args:
        hubs: as declared.
        harvests: the latest harvest of each source, as ``Archive.latest`` gives them.
    """
    latest = {(row["hub"], row["source"]): row for row in harvests}
    return tuple(
        HubEntry(
            hub.id,
            dict(hub.title),
            dict(hub.domain),
            hub.homepage,
            hub.record_page,
            tuple(_source(source, latest.get((hub.id, source.name))) for source in hub.sources),
        )
        for hub in hubs
    )


def _source(source: Source, harvest: Mapping[Any, Any] | None) -> SourceEntry:
    url = "" if PROTOCOLS[source.protocol].local else source.url
    if harvest is None:
        return SourceEntry(source.name, source.protocol, url, "", "", "")
    outcome, ended, message = str(harvest["outcome"]), harvest["ended"] or "", harvest["message"] or ""
    return SourceEntry(source.name, source.protocol, url, outcome, ended, message)


def write_roster(path: Path, hubs: Sequence[HubEntry]) -> None:
    """Write a roster as JSON."""
    path.write_bytes(orjson.dumps([asdict(hub) for hub in hubs], option=orjson.OPT_INDENT_2))


def read_roster(path: Path) -> tuple[HubEntry, ...]:
    """A roster that ``write_roster`` wrote; none when a generation was made before there were rosters."""
    if not path.exists():
        return ()
    return tuple(
        HubEntry(**(hub | {"sources": tuple(SourceEntry(**source) for source in hub["sources"])}))
        for hub in orjson.loads(path.read_bytes())
    )
