"""Harvesters that list what a test says, and fail where it says so."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harvesters.errors import PlaceError
from harvesters.record import Checkpoint, Listed, Opening, RawRecord, Start

if TYPE_CHECKING:
    from harvesters.transport import Transport


def raw(identifier: str, content: str = "") -> RawRecord:
    return RawRecord(identifier, (content or f"<record>{identifier}</record>").encode(), "application/xml")


@dataclass
class Given:
    """A harvester that yields the given items, raising those that are errors; it notes what it was asked."""

    items: Sequence[Listed | Exception | Callable[[], None]]
    asked: list[Start] = field(default_factory=list)
    transport: "Transport" = None  # type: ignore[assignment]

    def records(self, start: Start) -> Iterator[Listed]:
        self.asked.append(start)
        for item in self.items:
            if isinstance(item, Exception):
                raise item
            if callable(item):
                item()
            else:
                yield item


@dataclass
class Paged:
    """A harvester of pages that keeps to the rules: an opening, a checkpoint after each page, places that it knows.

    Attributes:
        pages: the identifiers of each page's records.
        fails: numbers of pages that fail, with what.
        moment: of its openings.
        known: whether it knows the places that it gave.
    """

    pages: Sequence[Iterable[str]]
    fails: Mapping[int, Exception | Callable[[], None]] = field(default_factory=dict)
    moment: str = ""
    known: bool = True
    asked: list[Start] = field(default_factory=list)
    transport: "Transport" = None  # type: ignore[assignment]

    def records(self, start: Start) -> Iterator[Listed]:
        self.asked.append(start)
        first = 0
        if start.place is None:
            yield Opening(moment=self.moment, total=sum(len(list(page)) for page in self.pages))
        elif not self.known:
            raise PlaceError("no such page")
        else:
            first = int(start.place["page"])
        for number in range(first, len(self.pages)):
            fault = self.fails.get(number)
            if isinstance(fault, Exception):
                raise fault
            if fault is not None:
                fault()
            for name in self.pages[number]:
                yield raw(name)
            yield Checkpoint({"page": str(number + 1)})
