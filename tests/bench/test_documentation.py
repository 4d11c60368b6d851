"""The printed page is that of the table."""

import os
from pathlib import Path

from bench.agreement import page, read_reasons

PAGE = Path(__file__).parents[2] / "docs" / "agreement.md"


def test_page_is_current() -> None:
    printed = page(read_reasons())
    if os.environ.get("TERRAFAIR_UPDATE"):
        PAGE.write_text(printed, "utf-8")
    assert PAGE.read_text("utf-8") == printed, "run the tests with TERRAFAIR_UPDATE=1"


def test_every_reason_is_on_the_page_once() -> None:
    rows = [line for line in page(read_reasons()).splitlines() if line.startswith("| ") and "| reason |" not in line]
    assert len(rows) == len(read_reasons())
