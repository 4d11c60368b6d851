"""The printed pages are those of the tables."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mappings.crosswalk import Choice, Node, Row
from mappings.dialect import DIALECTS, Dialect
from mappings.documentation import by_property_markdown, crosswalk_markdown, index_markdown

PAGES = Path(__file__).parents[2] / "docs" / "crosswalks"
OVERVIEWS = {"README.md": index_markdown, "by-property.md": by_property_markdown}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_page_is_current(dialect: Dialect) -> None:
    page = PAGES / f"{dialect.name}.md"
    if os.environ.get("TERRAFAIR_UPDATE"):
        page.write_text(crosswalk_markdown(dialect), "utf-8")
    assert page.read_text("utf-8") == crosswalk_markdown(dialect), "run the tests with TERRAFAIR_UPDATE=1"


@pytest.mark.parametrize(("name", "print_page"), OVERVIEWS.items(), ids=OVERVIEWS)
def test_overview_is_current(name: str, print_page: Callable[[], str]) -> None:
    page = PAGES / name
    if os.environ.get("TERRAFAIR_UPDATE"):
        page.write_text(print_page(), "utf-8")
    assert page.read_text("utf-8") == print_page(), "run the tests with TERRAFAIR_UPDATE=1"


def test_no_page_is_left_over() -> None:
    assert {page.name for page in PAGES.glob("*.md")} == {*OVERVIEWS, *(f"{d.name}.md" for d in DIALECTS)}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_every_row_stands_in_its_column_of_the_page_by_property(dialect: Dialect) -> None:
    column = DIALECTS.index(dialect) + 1
    rows = [
        line.replace("\\|", "¦").strip("|").split("|") for line in by_property_markdown().splitlines() if "|" in line
    ]
    shown = {place for row in rows for place in row[column].strip().replace("¦", "|").split("<br>")}
    entries = [entry for _, entry in dialect.table().entries() if isinstance(entry, (Row, Choice, Node))]
    assert [entry.place for entry in entries if f"`{entry.place}`" not in shown] == []


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_every_row_is_printed_with_what_it_does(dialect: Dialect) -> None:
    table = crosswalk_markdown(dialect).partition("## Left out on purpose")[0]
    rows = [line for line in table.splitlines() if line.startswith(("| `", "| ↳", "| by role"))]
    assert len(rows) == sum(isinstance(entry, (Row, Choice, Node)) for _, entry in dialect.table().entries())
    cells = [row.replace("\\|", "").strip("| ").split(" | ") for row in rows]
    assert [row for row, cell in zip(rows, cells, strict=True) if len(cell) < 4 or not all(cell[:4])] == []
