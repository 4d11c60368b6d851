"""The ledger: the runs of a workspace, and how each source's part of each run went."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Select, and_, func, insert, select, update

from harvesters.hub import Source
from harvesters.record import Opening, Start
from vocab.term import short_hash

from .remark import Remark, remark
from .schema import RUN, SOURCE_RUN

STALLED = 5
"""Harvests in a row that did not get beyond one checkpoint; then the listing begins anew."""


class Outcome(StrEnum):
    """How the harvest of a source ended.

    COMPLETE: listed to its end. PARTIAL: some of it; the next run goes on there. FAILED: nothing came. SKIPPED: it was
    not asked. RUNNING: it has not ended.
    """

    COMPLETE = "COMPLETE"
    PARTIAL = "PARTIAL"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"
    RUNNING = "RUNNING"


@dataclass(frozen=True, slots=True)
class Counts:
    """What a harvest brought: numbers of records by what became of them, and bytes received.

    Those refused and repaired in refining are among the new and changed ones, too.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    refused: int = 0
    repaired: int = 0
    bytes: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in Counts.__slots__))

    @property
    def records(self) -> int:
        """Records received."""
        return self.new + self.changed + self.unchanged + self.deleted + self.refused


@dataclass(frozen=True, slots=True)
class Listing:
    """What is asked of a source in a run, and since when.

    Attributes:
        start: what is asked.
        number: of the run in which the listing began.
        moment: the source's own clock at its opening, where it goes on.
        total: how many records the source said there are.
        tombstones: whether it lists for good what it deletes.
        gap: why something may be missing from what was listed so far; empty when nothing is.
    """

    start: Start
    number: int
    moment: str = ""
    total: int | None = None
    tombstones: bool = False
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a listing is after a batch.

    Attributes:
        place: where it goes on; None when there is no new place.
        gap: why something may be missing from it; empty when nothing is.
    """

    place: Mapping[str, str] | None = None
    gap: str = ""


NOWHERE = Reached()
"""No new place."""


@dataclass(frozen=True, slots=True)
class SourceRun:
    """A source's part of a run.

    Attributes:
        run: its number.
        hub: id of the hub.
        source: name of the source within the hub.
        outcome: how it ended.
        message: the error that ended it, in the words of whoever raised it; empty otherwise.
        started: when, in ISO 8601.
        ended: when, in ISO 8601; empty while it lasts.
        counts: what it brought.
        declared: stands for the source's declaration.
        since: changes since then were listed; empty when everything was.
        moment: the source's own clock at the opening of the listing; empty when it cannot list changes.
        listing: number of the run in which the listing began.
        checkpoint: the place where the listing goes on; None when it came to its end or has no place.
        total: how many records the source said there are; None when it said nothing.
        tombstones: whether it lists for good what it deletes.
        gap: why something may be missing from what was listed; empty when nothing is.
        listed: how many records a complete listing of everything had; None for any other.
        remarks: what else there is to say.
        dialects: those of the source's records after the run.
        refusals: the codes of what its records were refused for after the run.
    """

    run: int
    hub: str
    source: str
    outcome: Outcome
    message: str
    started: str
    ended: str
    counts: Counts
    declared: str = ""
    since: str = ""
    moment: str = ""
    listing: int = 0
    checkpoint: Mapping[str, str] | None = None
    total: int | None = None
    tombstones: bool = False
    gap: str = ""
    listed: int | None = None
    remarks: tuple[Remark, ...] = ()
    dialects: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """``hub/source``."""
        return f"{self.hub}/{self.source}"

    @property
    def seconds(self) -> float:
        """How long it took; 0 while it lasts."""
        if not self.ended:
            return 0.0
        return (datetime.fromisoformat(self.ended) - datetime.fromisoformat(self.started)).total_seconds()

    @property
    def rate(self) -> float:
        """Records a second."""
        return self.counts.records / max(self.seconds, 1.0)

    def told(self, language: str) -> str:
        """Its remarks and the error that ended it, in one line."""
        said = [one.message(language) for one in self.remarks]
        return "; ".join(said + ([self.message] if self.message else []))


@dataclass(frozen=True, slots=True)
class Note:
    """What refining found out about a source: additions to counts, dialects, reasons of refusals."""

    refused: int = 0
    repaired: int = 0
    dialects: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())


class Ledger:
    """The ledger of one archive.

    Args:
        writing: gives a transaction of the archive's database.
        engine: the archive's database.
    """

    def __init__(self, writing: Callable[[], AbstractContextManager[Connection]], engine: Engine) -> None:
        self._writing = writing
        self._engine = engine

    def begin_run(self) -> int:
        """A new run's number; harvests that an earlier run left unfinished are noted as such."""
        table = SOURCE_RUN.c
        brought = sum(getattr(table, name) for name in ("new", "changed", "unchanged", "deleted", "refused"))
        running = table.outcome == Outcome.RUNNING
        remarks = _json([remark("killed")])
        with self._writing() as connection:
            for outcome, condition in ((Outcome.PARTIAL, brought > 0), (Outcome.FAILED, brought == 0)):
                left = update(SOURCE_RUN).where(and_(running, condition))
                connection.execute(left.values(outcome=outcome, remarks=remarks))
            result = connection.execute(insert(RUN).values(started=now()))
            return int(result.inserted_primary_key[0])  # type: ignore[index]

    def end_run(self, run: int, generation: str) -> None:
        """Note that a run came to its end, and which generation is served after it."""
        with self._writing() as connection:
            connection.execute(update(RUN).where(RUN.c.id == run).values(ended=now(), generation=generation))

    def listing(self, run: int, source: Source, *, full: bool = False) -> Listing:
        """What to ask of a source: the rest of an unfinished listing, what has changed, or everything.

        Args:
            run: number of the run.
            source: the source.
            full: everything, from the beginning.
        """
        earlier = [] if full else self._earlier(source)
        if earlier and (last := earlier[0]).checkpoint is not None and not _is_stalled(earlier):
            start = Start(last.since, last.checkpoint)
            return Listing(start, last.listing, last.moment, last.total, last.tombstones, last.gap)
        ended = next((one for one in earlier if one.outcome is Outcome.COMPLETE), None)
        swept = next((one for one in earlier if one.outcome is Outcome.COMPLETE and not one.since), None)
        if ended is None or swept is None or not ended.moment:
            return Listing(Start(), run)
        # a timer is never quite on time
        age = datetime.now(UTC) - datetime.fromisoformat(swept.started) + timedelta(hours=1)
        due = age >= timedelta(days=source.sweep) and not ended.tombstones
        return Listing(Start("" if due else ended.moment), run)

    def _earlier(self, source: Source) -> list[SourceRun]:
        """The harvests of a source as it is declared now, newest first."""
        return [
            one
            for one in self.history(source.hub, source.name, limit=1000, asked=True)
            if one.declared == declared(source)
        ]

    def begin_source(self, run: int, source: Source, listing: Listing) -> None:
        """Note that a source's harvest began."""
        values = {
            **_place(run, source),
            **_opened(listing),
            "outcome": Outcome.RUNNING,
            "started": now(),
            "declared": declared(source),
            "checkpoint": _place_text(listing.start.place),
        }
        with self._writing() as connection:
            connection.execute(insert(SOURCE_RUN).values(message="", **values))

    def open_listing(self, run: int, source: Source, opening: Opening) -> Listing:
        """Note what kind of listing has begun, in this run."""
        listing = Listing(Start(opening.since), run, opening.moment, opening.total, opening.tombstones)
        with self._writing() as connection:
            connection.execute(_of(run, source).values(**_opened(listing), checkpoint=""))
        return listing

    def skip(self, run: int, source: Source, why: Remark) -> None:
        """Note that a source was not asked, once for as long as that lasts."""
        last = self.history(source.hub, source.name, limit=1)
        if last and last[0].outcome is Outcome.SKIPPED and last[0].remarks == (why,):
            return
        values = {**_place(run, source), "outcome": Outcome.SKIPPED, "started": now(), "ended": now()}
        with self._writing() as connection:
            connection.execute(
                insert(SOURCE_RUN).values(message="", declared=declared(source), remarks=_json([why]), **values)
            )

    @staticmethod
    def advance(connection: Connection, run: int, source: Source, counts: Counts, reached: Reached) -> None:
        """Note, in the transaction that stores a batch, what it brought and how far the listing is."""
        brought: dict[str, Any] = {name: SOURCE_RUN.c[name] + getattr(counts, name) for name in Counts.__slots__}
        if reached.place is not None:
            brought["checkpoint"] = _place_text(reached.place)
        if reached.gap:
            brought["gap"] = reached.gap
        connection.execute(_of(run, source).values(brought))

    def end_source(
        self,
        run: int,
        source: Source,
        outcome: Outcome,
        message: str = "",
        *,
        remarks: Sequence[Remark] = (),
        listed: int | None = None,
        listing_ended: bool = True,
    ) -> None:
        """Note how a source's harvest ended; after the end of its listing there is no place to go on."""
        values: dict[str, Any] = {"outcome": outcome, "message": message, "ended": now(), "listed": listed}
        if listing_ended:
            values["checkpoint"] = ""
        with self._writing() as connection:
            connection.execute(_of(run, source).values(remarks=_json(remarks), **values))

    def note(self, known: SourceRun, note: Note) -> None:
        """Add to a source's part of a run what refining found out."""
        table = SOURCE_RUN.c
        mine = and_(table.run == known.run, table.hub == known.hub, table.source == known.source)
        with self._writing() as connection:
            connection.execute(
                update(SOURCE_RUN)
                .where(mine)
                .values(
                    refused=table.refused + note.refused,
                    repaired=table.repaired + note.repaired,
                    dialects=orjson.dumps(note.dialects).decode(),
                    refusals=orjson.dumps(note.refusals).decode(),
                    remarks=_json((*known.remarks, *note.remarks)),
                )
            )

    def of_run(self, run: int) -> list[SourceRun]:
        """The sources' parts of a run."""
        return self._select(SOURCE_RUN.c.run == run, limit=10_000)

    def history(self, hub: str = "", source: str = "", *, limit: int = 20, asked: bool = False) -> list[SourceRun]:
        """The latest harvests, newest first.

        Args:
            hub: only of this hub.
            source: only of this source of it.
            limit: at most so many.
            asked: leave out those in which the source was not asked.
        """
        table = SOURCE_RUN.c
        conditions: list[ColumnElement[bool]] = [table.outcome != Outcome.SKIPPED] if asked else []
        conditions += [table.hub == hub] if hub else []
        conditions += [table.source == source] if source else []
        return self._select(and_(True, *conditions), limit=limit)

    def latest(self, *, asked: bool = False) -> list[SourceRun]:
        """The latest harvest of each source, in the order of hubs and sources.

        Args:
            asked: the latest in which the source was asked, where there is one.
        """
        table = SOURCE_RUN.c
        newest = select(func.max(table.run).label("run"), table.hub, table.source).group_by(table.hub, table.source)
        rows = {one.key: one for one in self._joined(newest)}
        if asked:
            rows |= {one.key: one for one in self._joined(newest.where(table.outcome != Outcome.SKIPPED))}
        return [rows[key] for key in sorted(rows)]

    def _joined(self, chosen: Select[Any]) -> list[SourceRun]:
        table, newest = SOURCE_RUN.c, chosen.subquery()
        mine = and_(newest.c.run == table.run, newest.c.hub == table.hub, newest.c.source == table.source)
        with self._engine.connect() as connection:
            return [_source_run(row) for row in connection.execute(select(SOURCE_RUN).join(newest, mine)).mappings()]

    def _select(self, condition: ColumnElement[bool], *, limit: int) -> list[SourceRun]:
        table = SOURCE_RUN.c
        query = select(SOURCE_RUN).where(condition).order_by(table.run.desc(), table.hub, table.source).limit(limit)
        with self._engine.connect() as connection:
            return [_source_run(row) for row in connection.execute(query).mappings()]


def now() -> str:
    """This moment in ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def declared(source: Source) -> str:
    """Stands for what a listing depends on: an old place or date means nothing to a source declared otherwise."""
    return short_hash(repr((source.protocol, source.url, sorted(source.options.items(), key=str))))


def _is_stalled(earlier: Sequence[SourceRun]) -> bool:
    """Whether the last harvests all stopped at one place."""
    last = earlier[:STALLED]
    return len(last) == STALLED and all(
        (one.listing, one.checkpoint) == (last[0].listing, last[0].checkpoint) and not one.counts.records
        for one in last[:-1]
    )


def _place(run: int, source: Source) -> dict[str, Any]:
    return {"run": run, "hub": source.hub, "source": source.name}


def _of(run: int, source: Source) -> Any:
    table = SOURCE_RUN.c
    return update(SOURCE_RUN).where(and_(table.run == run, table.hub == source.hub, table.source == source.name))


def _opened(listing: Listing) -> dict[str, Any]:
    return {
        "since": listing.start.since,
        "moment": listing.moment,
        "listing": listing.number,
        "total": listing.total,
        "tombstones": listing.tombstones,
        "gap": listing.gap,
    }


def _place_text(place: Mapping[str, str] | None) -> str:
    return "" if place is None else orjson.dumps(dict(place)).decode()


def _json(remarks: Iterable[Remark]) -> str:
    return orjson.dumps([[one.code, dict(one.values)] for one in remarks]).decode()


def _source_run(row: RowMapping) -> SourceRun:
    return SourceRun(
        **{name: row[name] for name in ("run", "hub", "source", "message", "started", "declared", "since", "moment")},
        **{name: row[name] for name in ("listing", "total", "tombstones", "gap", "listed")},
        outcome=Outcome(row["outcome"]),
        ended=row["ended"] or "",
        counts=Counts(*(row[name] for name in Counts.__slots__)),
        checkpoint=orjson.loads(row["checkpoint"]) if row["checkpoint"] else None,
        remarks=tuple(Remark(code, values) for code, values in orjson.loads(row["remarks"])),
        dialects=tuple(orjson.loads(row["dialects"])),
        refusals=tuple(orjson.loads(row["refusals"])),
    )
