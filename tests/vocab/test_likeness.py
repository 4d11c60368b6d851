"""What two spellings of a name have in common, and how alike two names are."""

import pytest

from vocab.likeness import key, likeness, words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sea surface temperature", "temperature, sea surface"),
        ("Température de l'eau", "Températures de l’eau"),
        ("qualite de l air", "Qualité de l'air"),
        ("Rivers & streams", "river / stream"),
        ("ecosystem properties", "Properties of the ecosystems"),
        ("canaux", "canal"),
        ("Eaux souterraines", "eau souterraine"),
        ("biomasses", "biomass"),
        ("analyses", "analysis"),
        ("Œuf", "oeuf"),
        ("resourceProvider", "Resource providers"),
        ("sea_water_temperature", "Sea water temperature"),
    ],
)
def test_variants_have_one_key(left: str, right: str) -> None:
    assert key(left) == key(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Landsat 7", "Landsat 8"),
        ("chlorophyll a", "chlorophyll"),
        ("gas", "ga"),
        ("status", "statu"),
        ("mass", "mas"),
        ("PAR", ""),
        ("or", ""),
        ("surface water", "surface waste"),
    ],
)
def test_others_have_not(left: str, right: str) -> None:
    assert key(left) != key(right)


def test_words_keep_their_order() -> None:
    assert words("Surface of the waters") == ("surfac", "water")
    assert words("waters, surface") == ("water", "surfac")


def test_a_name_of_stop_words_alone_is_kept() -> None:
    assert words("On") == ("on",)
    assert key("...") == ""


def test_likeness_is_one_for_variants_and_nothing_for_strangers() -> None:
    assert likeness(key("Soil moistures"), key("moisture, soil")) == 1
    assert likeness(key("abc"), key("xyz")) == 0


def test_a_slip_of_the_pen_is_alike_and_another_number_is_not() -> None:
    slip = likeness(key("Sentinel-2 satelites"), key("Sentinel-2 satellites"))
    number = likeness(key("Sentinel-2 satellites"), key("Sentinel-3 satellites"))
    assert slip > 0.93
    assert number < 0.8


def test_words_that_are_all_in_the_other_count() -> None:
    assert likeness("lak", "lak pond") > likeness("lak", "lamp bond")
