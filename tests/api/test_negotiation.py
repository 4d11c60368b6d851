import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.negotiation import FORMS, preferred, qualities, split_suffix

ALL = ("ttl", "html", "jsonld", "rdf", "nt", "nq")
CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("", "ttl"),
        ("*/*", "ttl"),
        (CHROMIUM, "html"),
        ("text/turtle", "ttl"),
        ("TEXT/TURTLE", "ttl"),
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/rdf+xml, text/turtle;q=0.9", "rdf"),
        ("text/turtle;q=0.1, application/n-triples;q=0.2", "nt"),
        ("text/turtle;q=0, */*;q=0.1", "html"),
        ("application/n-quads ; q=1.0 , */* ; q=0.1", "nq"),
        ("text/*", "ttl"),
        ("application/*;q=0.5, text/html;q=0.4", "jsonld"),
        ("text/turtle;charset=utf-8;q=0.3, text/html;q=0.2", "ttl"),
        ("image/png", None),
        ("image/png, text/turtle;q=0", None),
        ("garbage", "ttl"),
        (",,;q=,", "ttl"),
    ],
)
def test_the_form_that_is_liked_best(header: str, form: str | None) -> None:
    assert preferred(header, ALL) == form


def test_a_forms_own_media_type_wins_over_one_that_it_shares() -> None:
    assert preferred("application/xml", ("rdf", "xml")) == "rdf"
    assert preferred("application/sparql-results+json, application/json", ("xml", "json")) == "json"


def test_the_most_specific_range_decides_whatever_the_order() -> None:
    header = "*/*;q=0.1, text/*;q=0.5, text/turtle;q=0.9"
    assert qualities(header, ("text/turtle", "text/html", "image/png")) == {
        "text/turtle": 0.9,
        "text/html": 0.5,
        "image/png": 0.1,
    }


@given(st.text(max_size=300))
def test_no_header_is_too_odd(header: str) -> None:
    assert preferred(header, ALL) in (None, *ALL)


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("aeris/a", ("aeris/a", "")),
        ("aeris/a.ttl", ("aeris/a", "ttl")),
        ("aeris/10.5072.x", ("aeris/10.5072.x", "")),
        (".ttl", (".ttl", "")),
        ("aeris/a.ttl.nt", ("aeris/a.ttl", "nt")),
    ],
)
def test_suffixes(path: str, parts: tuple[str, str]) -> None:
    assert split_suffix(path, tuple(FORMS)) == parts
