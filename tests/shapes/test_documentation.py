import os
from pathlib import Path

from shapes.documentation import markdown
from shapes.rule import profile_rules

PAGE = Path(__file__).parents[2] / "docs" / "shapes.md"


def test_page_is_current() -> None:
    if os.environ.get("TERRAFAIR_UPDATE"):
        PAGE.write_text(markdown(), "utf-8")
    assert PAGE.read_text("utf-8") == markdown(), "run the tests with TERRAFAIR_UPDATE=1"


def test_page_lists_every_rule() -> None:
    page = markdown()
    assert [rule.name for rule in profile_rules().values() if f"[{rule.name}]" not in page] == []
