import os
from collections.abc import Callable
from pathlib import Path

import pytest

from vocab.documentation import diagnostics_markdown, matching_markdown, vocabularies_markdown
from vocab.quality.documentation import quality_markdown

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "printed"),
    [
        ("vocabularies.md", vocabularies_markdown),
        ("diagnostics.md", diagnostics_markdown),
        ("matching.md", matching_markdown),
        ("vocabulary-quality.md", quality_markdown),
    ],
)
def test_page_is_current(page: str, printed: Callable[[], str]) -> None:
    if os.environ.get("TERRAFAIR_UPDATE"):
        (DOCS / page).write_text(printed(), "utf-8")
    assert (DOCS / page).read_text("utf-8") == printed(), "run `make docs`"
