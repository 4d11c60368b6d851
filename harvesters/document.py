"""Harvesting a single document on the web: one record, or several in one wrapping."""

from collections.abc import Iterator

from .envelope import envelope
from .errors import PlaceError
from .exchange import Request
from .hub import Source
from .record import Checkpoint, Listed, Opening, Start
from .transport import Transport


class DocumentHarvester:
    """Takes the records of one document: a record, a STAC ItemCollection, a response of CSW, OAI-PMH or CMR.

    A record is called by its own identifier.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self.transport = transport
        self._url = source.url

    def records(self, start: Start) -> Iterator[Listed]:
        """Every record of the document; changes cannot be listed. Errors as in ``Harvester``."""
        if start.place is not None:
            if start.place != {"after": "all"}:
                raise PlaceError(f"{self._url}: no place of a document")
            return
        records = list(self.transport.read(Request(self._url), envelope).records())
        yield Opening(total=len(records))
        yield from records
        yield Checkpoint({"after": "all"})
