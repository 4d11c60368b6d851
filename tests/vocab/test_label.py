"""Labels that are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab.label import normalise


@pytest.mark.parametrize(
    "spelling",
    ["Température de surface", "TEMPERATURE DE SURFACE", "température_de-surface", "  Temperature /de: surface. "],
)
def test_spellings_of_one_label(spelling: str) -> None:
    assert normalise(spelling) == "temperature de surface"


@pytest.mark.parametrize(
    ("one", "other"), [("l'eau", "l’eau"), ("Straße", "STRASSE"), ("ﬁre", "fire"), ("NO₂", "no2"), ("Œuvre", "œuvre")]
)
def test_equal(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [("NO2", "NO3"), ("snow", "snows"), ("a b", "ab"), ("C+", "C")])
def test_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text(max_size=30))
def test_spaces_around_and_between_do_not_count(text: str) -> None:
    assert normalise(f"  {text}\n") == normalise(text)
    assert "  " not in normalise(text)


@given(st.text(st.characters(max_codepoint=0x24F), max_size=30))
def test_normal_labels_stay_as_they_are(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
