"""A transfer: what is asked of the publisher of a vocabulary, and what comes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from harvesters.exchange import Version
from harvesters.transport import Transport
from vocab.reading.document import Document
from vocab.registry import Publication, Vocabulary


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        vocabulary: whose documents.
        publication: where its publisher keeps them.
        transport: what it is asked through.
        known: the documents that the caller has, by address, as their servers name the versions; empty when all are
            wanted in any case.
    """

    vocabulary: Vocabulary
    publication: Publication
    transport: Transport
    known: Mapping[str, Version] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came.

    Attributes:
        documents: in order, as they were sent.
        versions: what their servers call them, by address; of those that can be asked for conditionally.
        counted: whether the publisher tells how many concepts there are, so that what is lacking is known.
        lacking: what of it did not come, such as ``1990 / 2000``; empty when nothing is known to lack.
    """

    documents: Sequence[Document]
    versions: Mapping[str, Version] = field(default_factory=dict)
    counted: bool = False
    lacking: str = ""


Fetch: TypeAlias = Callable[[Order], Delivery | None]
"""Makes the requests of one way. None when the publisher has nothing other than what the caller knows.

Raises SourceError when a document cannot be had."""
