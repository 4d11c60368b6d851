"""A place in the listing of an OAI-PMH repository: which page comes next, and what is known of those before it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Self

from .moment import before

SECOND = "YYYY-MM-DDThh:mm:ssZ"
"""The granularity of a repository whose datestamps have seconds; any other counts as days."""

OVERLAP = {True: 3_600, False: 86_400}
"""Seconds by which listings of changes overlap by default, with datestamps in seconds or in days."""


@dataclass(frozen=True, slots=True)
class OaiPlace:
    """Where a listing is, in texts alone, so that it can become a checkpoint.

    Attributes:
        set: of the sets to list, the one that is being listed; empty for all records.
        prefix: the metadata format.
        begin: the datestamp from which the set's listing began; empty for the earliest.
        since: that from which the present list was asked, after an expired token; at first the same.
        token: of the next page; empty for the first.
        last: the latest datestamp so far.
        ordered: whether datestamps have never gone back: ``yes`` or ``no``.
        count: how many records the present list has given.
        again: how often the list was begun again in vain.
        single: of a list whose records are fetched one by one, how many headers are done; empty while pages are.
    """

    set: str
    prefix: str
    begin: str = ""
    since: str = ""
    token: str = ""
    last: str = ""
    ordered: str = "yes"
    count: str = "0"
    again: str = "0"
    single: str = ""

    @classmethod
    def read(cls, written: Mapping[str, str]) -> Self:
        """A place as it was written.

        Raises:
            TypeError: it is no place of this listing.
        """
        return cls(**written)

    def write(self) -> Mapping[str, str]:
        """The place as a mapping."""
        return asdict(self)

    def after(self, datestamps: Iterable[str], token: str, count: int = 0) -> "OaiPlace":
        """The place after a page of some records."""
        last, ordered = self.last, self.ordered
        for datestamp in datestamps:
            if datestamp < last:
                ordered = "no"
            last = max(last, datestamp)
        return replace(self, token=token, last=last, ordered=ordered, count=str(int(self.count) + count), single="")

    def restart(self) -> "OaiPlace | None":
        """Where to begin after a token has expired; None when that has been tried in vain.

        Datestamps that have only risen say that whatever comes next is not older than the last of them.
        """
        if self.ordered == "yes" and self.last > self.since:
            return replace(self, since=self.last, token="", count="0", single="")
        if self.again == "0":
            return replace(self, since=self.begin, token="", count="0", single="", last="", ordered="yes", again="1")
        return None


def datestamp(moment: str, granularity: str, overlap: int | None) -> str:
    """The datestamp from which changes since a moment are asked for; empty when the moment is none.

    Args:
        moment: in ISO 8601; without time zone in UTC.
        granularity: of the repository's Identify response.
        overlap: seconds to go back, for clocks that differ; the default of the granularity when None.
    """
    fine = granularity == SECOND
    instant = before(moment, OVERLAP[fine] if overlap is None else overlap)
    if instant is None:
        return ""
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}" if fine else f"{instant:%Y-%m-%d}"
