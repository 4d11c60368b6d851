import re
import tomllib
from importlib.resources import files

import pytest
from starlette.requests import Request

from api.texts import LANGUAGES, MetadataText, Reader, accepted, load_texts, reader

EN, FR = Reader("en"), Reader("fr")
PLACES = re.compile(r"\{(\w+)\}")


def request(query: str = "", cookie: str = "", header: str = "") -> Request:
    headers = [(b"cookie", cookie.encode()), (b"accept-language", header.encode())]
    return Request({"type": "http", "query_string": query.encode(), "headers": headers})


def test_every_text_is_in_both_languages_with_the_same_places() -> None:
    document = tomllib.loads(files("api").joinpath("texts.toml").read_text("utf-8"))
    for section, entries in document.items():
        for name, said in entries.items():
            assert set(said) == set(LANGUAGES), f"{section}.{name}"
            assert all(text.strip() for text in said.values()), f"{section}.{name}"
            assert set(PLACES.findall(said["en"])) == set(PLACES.findall(said["fr"])), f"{section}.{name}"


def test_plural_texts_come_in_pairs() -> None:
    keys = set(load_texts())
    assert {key.removesuffix("_one") for key in keys if key.endswith("_one") and key != "home.how_one"} == {
        key.removesuffix("_many") for key in keys if key.endswith("_many")
    }


def test_french_breaks_no_line_before_a_colon() -> None:
    assert "\u00a0:" in FR("search.error")
    assert " :" not in FR("search.error")


@pytest.mark.parametrize(
    ("query", "cookie", "header", "language"),
    [
        ("", "", "", "en"),
        ("", "", "fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("", "", "de, en;q=0.5, fr;q=0.7", "fr"),
        ("", "", "de", "en"),
        ("", "", "fr;q=0, *;q=0.1", "en"),
        ("", "lang=fr", "en", "fr"),
        ("lang=en", "lang=fr", "fr", "en"),
        ("lang=xx", "lang=yy", "fr", "fr"),
        ("", "", ";;;=,q=9,\x00", "en"),
    ],
)
def test_whose_choice_counts(query: str, cookie: str, header: str, language: str) -> None:
    assert reader(request(query, cookie, header)).language == language


def test_the_first_language_stands_when_none_is_accepted() -> None:
    assert accepted("", ("fr", "en")) == "fr"


def test_metadata_falls_back_to_french_then_english_then_any() -> None:
    assert EN.metadata({"fr": "eau", "en": "water"}) == MetadataText("water", "")
    assert EN.metadata({"fr": "eau", "de": "Wasser"}) == MetadataText("eau", "fr")
    assert FR.metadata({"en": "water", "de": "Wasser"}) == MetadataText("water", "en")
    assert FR.metadata({"de": "Wasser"}) == MetadataText("Wasser", "de")
    assert FR.metadata({"": "H2O", "de": "Wasser"}) == MetadataText("H2O", "")
    assert FR.metadata({}) == MetadataText("", "")
    assert FR.others({"fr": "eau", "en": "water", "": "eau"}) == [MetadataText("water", "en")]


@pytest.mark.parametrize(
    ("iso", "en", "fr"),
    [
        ("2022-01-15", "15\u00a0January 2022", "15\u00a0janvier 2022"),
        ("2022-03-01", "1\u00a0March 2022", "1er\u00a0mars 2022"),
        ("2022-03", "March 2022", "mars 2022"),
        ("2022", "2022", "2022"),
        ("2022-01-15T04:15:00Z", "15\u00a0January 2022, 04:15", "15\u00a0janvier 2022, 04:15"),
        ("2022-01-15T00:00:00Z", "15\u00a0January 2022", "15\u00a0janvier 2022"),
        ("2022-13-01", "2022", "2022"),
        ("<b>soon", "<b>soon", "<b>soon"),
    ],
)
def test_dates(iso: str, en: str, fr: str) -> None:
    assert (EN.date(iso), FR.date(iso)) == (en, fr)


def test_days_before_and_after_the_epoch() -> None:
    assert EN.day(0.99999) == "1\u00a0January 1970"
    assert EN.day(-0.5) == "31\u00a0December 1969"


def test_periods_may_be_open() -> None:
    assert EN.span("a", "b") == "a – b"
    assert EN.span("a", "a") == "a"
    assert EN.span("a", "") == "since a"
    assert FR.span("", "b") == "jusqu’à b"
    assert EN.span("", "") == ""


def test_numbers_and_sizes() -> None:
    assert (EN.number(28489), FR.number(28489)) == ("28,489", "28\u202f489")
    assert (EN.number(0.5), FR.number(1234.5)) == ("0.5", "1\u202f234,5")
    assert (EN.size(512), EN.size(28_908), FR.size(1_500_000_000)) == ("512\u00a0B", "28.9\u00a0kB", "1,5\u00a0Go")
    assert EN.size(5e15) == "5,000\u00a0TB"


def test_nought_is_singular_in_french() -> None:
    assert EN.plural("search.found", 0) == "0 records"
    assert FR.plural("search.found", 0) == "0 fiche"
    assert FR.plural("search.found", 2) == "2 fiches"


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        EN("search.nonsense")
