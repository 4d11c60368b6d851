"""Records as a hub gives them: the exact bytes, and what the protocol said about them."""

import hashlib
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
"""What a harvester yields."""


def content_identifier(content: bytes) -> str:
    """What a record without identifier of its own is called: a name made of its content."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
