import os
from pathlib import Path

from harvesters.documentation import hubs_markdown

PAGE = Path(__file__).parents[2] / "docs" / "hubs.md"


def test_page_is_current() -> None:
    if os.environ.get("TERRAFAIR_UPDATE"):
        PAGE.write_text(hubs_markdown(), "utf-8")
    assert PAGE.read_text("utf-8") == hubs_markdown(), "run `make docs`"
