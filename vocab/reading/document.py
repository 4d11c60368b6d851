"""A document: one file of a vocabulary as its publisher sends it."""

from typing import NamedTuple


class Document(NamedTuple):
    """One file of a vocabulary.

    Attributes:
        name: file name or address, for messages and for telling forms apart.
        content: its bytes.
    """

    name: str
    content: bytes
