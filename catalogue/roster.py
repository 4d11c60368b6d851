"""Roster: the hubs, their sources, and how the latest harvest of each source went."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import orjson

from harvesters.hub import Hub, Source
from harvesters.protocol import PROTOCOLS

from .ledger import Counts, SourceRun

ROSTER = "hubs.json"
"""Its file: beside the generations that of the latest run, in each of them that of its own."""


@dataclass(frozen=True, slots=True)
class RemarkEntry:
    """Something to say of a harvest.

    Attributes:
        code: a key of ``catalogue.remark.WORDINGS``.
        warning: whether the source behaves otherwise than before.
        message: by language.
    """

    code: str
    warning: bool
    message: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source and its latest harvest.

    Attributes:
        name: of the source, unique within its hub.
        protocol: a key of ``harvesters.protocol.PROTOCOLS``.
        url: its endpoint; empty for a folder, whose place is nobody's business.
        outcome: of ``catalogue.ledger.Outcome``; empty when it was never harvested.
        ended: when, in ISO 8601; empty while it lasts or when there was none.
        message: the error that ended it.
        started: when, in ISO 8601.
        seconds: how long it took.
        rate: records a second.
        since: changes since then were listed; empty when everything was.
        counts: of records by what became of them, and of bytes.
        remarks: what else there is to say.
    """

    name: str
    protocol: str
    url: str
    outcome: str
    ended: str
    message: str
    started: str = ""
    seconds: float = 0.0
    rate: float = 0.0
    since: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    remarks: tuple[RemarkEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class HubEntry:
    """A hub as the latest run knows it.

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


def roster(hubs: Sequence[Hub], harvests: Iterable[SourceRun]) -> tuple[HubEntry, ...]:
    """The roster of some hubs.

    Args:
        hubs: as declared.
        harvests: the latest harvest of each source.
    """
    latest = {harvest.key: harvest for harvest in harvests}
    return tuple(
        HubEntry(
            hub.id,
            dict(hub.title),
            dict(hub.domain),
            hub.homepage,
            hub.record_page,
            tuple(_source(source, latest.get(source.key)) for source in hub.sources),
        )
        for hub in hubs
    )


def _source(source: Source, harvest: SourceRun | None) -> SourceEntry:
    url = "" if PROTOCOLS[source.protocol].is_local(source.url) else source.url
    if harvest is None:
        return SourceEntry(source.name, source.protocol, url, "", "", "")
    return SourceEntry(
        source.name,
        source.protocol,
        url,
        str(harvest.outcome),
        harvest.ended,
        harvest.message,
        harvest.started,
        harvest.seconds,
        round(harvest.rate, 1),
        harvest.since,
        {name: getattr(harvest.counts, name) for name in Counts.__slots__},
        tuple(
            RemarkEntry(one.code, one.warns, {"en": one.message("en"), "fr": one.message("fr")})
            for one in harvest.remarks
        ),
    )


def write_roster(path: Path, hubs: Sequence[HubEntry]) -> None:
    """Write a roster as JSON; readers see the old one or the new one."""
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(orjson.dumps([asdict(hub) for hub in hubs], option=orjson.OPT_INDENT_2))
    new.replace(path)


def read_roster(path: Path) -> tuple[HubEntry, ...]:
    """A roster that ``write_roster`` wrote; none when there is no such file."""
    if not path.exists():
        return ()
    return tuple(
        HubEntry(**(hub | {"sources": tuple(_read(source) for source in hub["sources"])}))
        for hub in orjson.loads(path.read_bytes())
    )


def _read(source: dict[str, object]) -> SourceEntry:
    remarks = source.pop("remarks", ())
    return SourceEntry(**source, remarks=tuple(RemarkEntry(**one) for one in remarks))  # type: ignore[arg-type, attr-defined]
