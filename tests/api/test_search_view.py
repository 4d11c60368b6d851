import pytest

from api.query import SearchParameters
from api.search_view import EXCERPT, _page_links, excerpt, footprints, marked, search_view, summary_period
from api.texts import Reader
from catalogue.document import Box
from catalogue.search import Hit, Query, Search

LONG = "The ozone layer. " + "Nothing here. " * 40 + "Then sulphur dioxide appears. " + "And more. " * 40


def test_marked_words_are_those_that_are_looked_for() -> None:
    assert list(marked("Ozone's profils d'Été", {"ozone", "ete"})) == [
        ("Ozone", True),
        ("'s profils d'", False),
        ("Été", True),
    ]
    assert list(marked("by Sentinel-2 now", {"sentinel", "2"})) == [
        ("by ", False),
        ("Sentinel-2", True),
        (" now", False),
    ]
    assert list(marked("<b>ozone</b>", {"ozone"})) == [("<b>", False), ("ozone", True), ("</b>", False)]
    assert list(marked("plain", set())) == [("plain", False)]
    assert list(marked("", {"x"})) == []


def test_an_excerpt_shows_the_first_word_that_is_looked_for() -> None:
    assert excerpt("short", {"x"}) == "short"
    start = excerpt(LONG, {"ozone"})
    assert start.startswith("The ozone")
    assert start.endswith("…")
    middle = excerpt(LONG, {"sulphur"})
    assert middle.startswith("…")
    assert "sulphur" in middle
    assert max(len(start), len(middle)) <= EXCERPT + 2
    assert len(excerpt("x" * 1000, {"y"})) <= EXCERPT + 2


def test_the_time_of_a_record_is_from_its_first_to_its_last_moment() -> None:
    t = Reader("en")
    assert summary_period({"periods": []}, t) == ""
    assert summary_period({"periods": [[0.0, 0.9], [31.0, 58.9]]}, t) == "1\u00a0January 1970 – 28\u00a0February 1970"
    assert summary_period({"periods": [[0.0, None], [31.0, 58.9]]}, t) == "since 1\u00a0January 1970"


def test_places_are_drawn_once_and_half_the_world_is_none() -> None:
    def hit(*boxes: list[float]) -> Hit:
        return Hit("d", "g", "h", "k", "x", {"boxes": list(boxes)})

    small, large = [0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 50.0, 50.0]
    assert footprints([hit(small, [-180.0, -90.0, 180.0, 90.0]), hit(large, small)]) == (Box(*large), Box(*small))


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [(1, 1, [1]), (1, 3, [1, 2, 3]), (5, 10, [1, 0, 3, 4, 5, 6, 7, 0, 10]), (10, 10, [1, 0, 8, 9, 10])],
)
def test_pages_around_this_one_are_linked(page: int, pages: int, shown: list[int]) -> None:
    assert [number for number, _ in _page_links(SearchParameters(q="x"), page, pages)] == shown


def test_a_value_that_is_chosen_is_offered_even_when_nothing_is_found(index: Search) -> None:
    parameters = SearchParameters(q="zzzz", facets={"hub": ("aeris",), "format": ("urn:none",)})
    view = search_view(
        parameters, index.find(parameters.query()), index, {"aeris": "AERIS"}, Reader("en"), "http://catalogue.test"
    )
    assert [(option.value, option.chosen) for group in view.facets for option in group.options] == [
        ("aeris", True),
        ("urn:none", True),
    ]
    assert [chip.label for chip in view.chips] == ["zzzz", "AERIS", "urn:none"]
    assert view.chips[1].href == "/search?q=zzzz&format=urn%3Anone"


def test_a_facet_offers_what_would_be_added_to_its_choice(index: Search) -> None:
    found = index.find(Query(facets={"hub": ("aeris",)}))
    assert len(found.facets["hub"]) == 5
    assert sum(count.number for count in found.facets["type"]) == found.total


def test_a_box_without_words_brings_the_smallest_place_first(index: Search) -> None:
    hits = index.find(Query(box=Box(-176.5, -21.5, -174.3, -19.5), limit=100)).hits

    def size(hit: Hit) -> float:
        areas = (Box(*bounds) for bounds in hit.summary["boxes"])
        return min((area.east - area.west) * (area.north - area.south) for area in areas)

    sizes = [size(hit) for hit in hits]
    assert sizes == pytest.approx(sorted(sizes), abs=1e-2)
