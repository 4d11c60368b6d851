"""Behaviour: whether a source is as it used to be, as its own history tells."""

from collections.abc import Sequence
from statistics import median

from .ledger import Note, Outcome, SourceRun
from .remark import Remark, remark

FEWER = 0.8
"""A complete listing of everything with fewer than this share of the records that the one before had is told."""

SLOWER = 0.2
"""A rate below this share of the usual one is told."""

ENOUGH_RECORDS, ENOUGH_HARVESTS = 50, 5
"""A rate is measured on harvests of at least so many records; the usual one on at least so many harvests."""


def changes(latest: SourceRun, earlier: Sequence[SourceRun], note: Note) -> tuple[Remark, ...]:
    """What is otherwise than before in the latest harvest of a source.

    Args:
        latest: the harvest.
        earlier: those before it, newest first.
        note: the dialects and refusals of the source's records after it.
    """
    if not earlier:
        return ()
    return (*_outcome(latest, earlier), *_listed(latest, earlier), *_rate(latest, earlier), *_kinds(earlier, note))


def _outcome(latest: SourceRun, earlier: Sequence[SourceRun]) -> list[Remark]:
    failing = latest.outcome is Outcome.FAILED and earlier[0].outcome is Outcome.COMPLETE
    return [remark("failing")] if failing else []


def _listed(latest: SourceRun, earlier: Sequence[SourceRun]) -> list[Remark]:
    before = next((one.listed for one in earlier if one.listed is not None), None)
    if latest.listed is None or before is None or latest.listed >= FEWER * before:
        return []
    return [remark("fewer", listed=latest.listed, before=before)]


def _rate(latest: SourceRun, earlier: Sequence[SourceRun]) -> list[Remark]:
    def measurable(one: SourceRun) -> bool:
        return one.outcome is Outcome.COMPLETE and one.counts.records >= ENOUGH_RECORDS

    rates = [one.rate for one in earlier if measurable(one)][:20]
    if not measurable(latest) or len(rates) < ENOUGH_HARVESTS or latest.rate >= SLOWER * median(rates):
        return []
    return [remark("slow", rate=round(latest.rate, 1), before=round(median(rates), 1))]


def _kinds(earlier: Sequence[SourceRun], note: Note) -> list[Remark]:
    """Dialects and reasons of refusals that are new, where any have been noted before."""
    dialects = {name for one in earlier for name in one.dialects}
    refusals = {code for one in earlier for code in one.refusals}
    found = [remark("dialect", dialect=name) for name in note.dialects if dialects and name not in dialects]
    noted = bool(dialects or refusals)
    return found + [remark("refusal", code=code) for code in note.refusals if noted and code not in refusals]
