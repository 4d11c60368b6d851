"""Rows of CSV documents, and what is wrong with them."""

import csv

import pytest

from vocab.diagnostic import Diagnostic
from vocab.errors import VocabularyError
from vocab.reading.document import Document
from vocab.reading.table import Row, rows


def read(content: bytes) -> tuple[list[Row], list[Diagnostic]]:
    told: list[Diagnostic] = []
    return list(rows(Document("winds.csv", content), told.append)), told


def test_rows_know_the_line_on_which_they_begin() -> None:
    found, told = read(b'\xef\xbb\xbfname, from\r\n\r\n"two\nlines","a ""b"""\r\n ,\r\nbora,north\r\n')
    assert found == [Row(1, ("name", "from")), Row(3, ("two\nlines", 'a "b"')), Row(6, ("bora", "north"))]
    assert not told


def test_separators_of_unicode_end_no_row() -> None:
    found, _ = read("a\u2028b,c\x0bd\n".encode())
    assert [row.cells for row in found] == [("a\u2028b", "c\x0bd")]


def test_cells_under_a_heading() -> None:
    assert Row(2, ("bora",)).under(("name", "from")) == {"name": "bora", "from": ""}
    assert Row(2, ("bora", "north", "cold")).under(("name", "from")) == {"name": "bora", "from": "north"}


def test_a_cell_without_end_is_told_and_what_follows_is_read() -> None:
    huge = b'"' + b"x" * (csv.field_size_limit() + 1) + b'"'
    found, told = read(b"name\n" + huge + b"\nbora\n")
    assert [row.cells for row in found] == [("name",), ("bora",)]
    assert [(d.code, d.path, d.line) for d in told] == [("vocabulary.entry", "winds.csv", 2)]


def test_what_is_not_utf_8_is_told() -> None:
    found, told = read("name\nété\n".encode("cp1252"))
    assert found[1].cells == ("été",)
    assert [(d.code, d.line) for d in told] == [("vocabulary.encoding", 2)]


@pytest.mark.parametrize("content", [b"", b" \n \n", b",,\n"])
def test_an_empty_document_is_named(content: bytes) -> None:
    with pytest.raises(VocabularyError, match=r"winds\.csv"):
        read(content)
