"""Records as a hub gives them, the exact bytes and what the protocol said about them; and listings of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from vocab.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One metadata record as received.

    Attributes:
        identifier: what the source calls the record; unique within the source, stable across harvests.
        content: the exact bytes of the record's document.
        media_type: ``application/xml`` or ``application/json``.
        datestamp: the source's own date of last change, as text; empty when it says none.
        url: where the record can be fetched again; empty when unknown.
        received: when these bytes first came to the catalogue, in ISO 8601; empty when they are not from its archive.
    """

    identifier: str
    content: bytes
    media_type: str
    datestamp: str = ""
    url: str = ""
    received: str = ""

    @property
    def hash(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class DeletedRecord:
    """A tombstone: the source says that the record is gone."""

    identifier: str
    datestamp: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """A record that the source lists but that cannot be taken, and why; the harvest goes on."""

    identifier: str
    diagnostics: tuple[Diagnostic, ...]


Harvested: TypeAlias = RawRecord | DeletedRecord | RefusedRecord
"""One record, in whatever state."""


@dataclass(frozen=True, slots=True)
class Start:
    """What is asked of a source: everything or what has changed, from its beginning or from a checkpoint.

    Attributes:
        since: list only what has changed since then, in the terms of an earlier ``Opening.moment``; empty for
            everything. A source that cannot do so lists everything, and its ``Opening`` says it.
        place: go on where a ``Checkpoint`` of the same listing was; None to begin.
    """

    since: str = ""
    place: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What kind of listing begins: the first that a harvester yields unless it goes on at a checkpoint.

    Attributes:
        since: changes since then are listed; empty when everything is, so that what is absent is gone.
        moment: the source's own clock, with which a later listing of changes begins; empty when the source cannot
            list changes.
        total: how many records it says there are, which may be untrue; None when it says nothing.
        tombstones: whether the source promises to list whatever it deletes, for good, as deleted; without the promise
            only a listing of everything shows what is gone.
    """

    since: str = ""
    moment: str = ""
    total: int | None = None
    tombstones: bool = False


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A place in a listing: everything before it has been yielded, and the listing can go on from it.

    Attributes:
        place: what the harvester needs to go on, for nobody else to read; small, and able to become JSON.
    """

    place: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the source has, or may have, was not listed: what is absent from this listing is not thereby gone.

    Attributes:
        reason: for people, in English.
    """

    reason: str


Listed: TypeAlias = Harvested | Opening | Checkpoint | Gap
"""What a harvester yields."""


def content_identifier(content: bytes) -> str:
    """What a record without identifier of its own is called: a name made of its content."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
