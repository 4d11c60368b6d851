"""Tables: the rows of a CSV document (RFC 4180), with the line on which each begins."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from vocab.diagnostic import diagnostic
from vocab.errors import VocabularyError

from .document import Document
from .statement import Tell


class Row(NamedTuple):
    """A row.

    Attributes:
        line: on which it begins, from 1.
        cells: without the white space around them.
    """

    line: int
    cells: tuple[str, ...]

    def under(self, heading: Sequence[str]) -> Mapping[str, str]:
        """The cells by the names of their columns; cells that the row lacks are empty."""
        return dict(zip_longest(heading, self.cells[: len(heading)], fillvalue=""))


def rows(document: Document, tell: Tell) -> Iterator[Row]:
    """The rows of a document that are not blank; those that are no CSV are told.

    Raises:
        VocabularyError: there are no rows.
    """
    reader = csv.reader(io.StringIO(_text(document, tell), newline=""))
    empty = True
    while True:
        line = reader.line_num + 1
        try:
            cells = tuple(cell.strip() for cell in next(reader))
        except StopIteration:
            break
        except csv.Error as error:
            tell(diagnostic("vocabulary.entry", path=document.name, line=line, detail=str(error)))
            continue
        if any(cells):
            empty = False
            yield Row(line, cells)
    if empty:
        raise VocabularyError(f"{document.name}: has no rows")


def _text(document: Document, tell: Tell) -> str:
    try:
        return document.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = document.content.count(b"\n", 0, error.start) + 1
        tell(diagnostic("vocabulary.encoding", path=document.name, line=line))
        return document.content.decode("cp1252", "replace")
