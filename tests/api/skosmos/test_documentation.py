"""The page about the interface has every address, and the parameters that Skosmos does not have."""

from pathlib import Path

from api.skosmos.routes import ENDPOINTS

PAGE = Path(__file__).parents[3] / "docs" / "skosmos.md"


def test_every_address_is_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    assert not [endpoint.path for endpoint in ENDPOINTS if f"`{endpoint.path}`" not in page]


def test_what_is_more_than_in_skosmos_is_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    for name in ("order=relevance", "accents=ignore", "fuzzy=true", "modified_since", "after"):
        assert name in page
