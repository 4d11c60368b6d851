"""The texts of DIF that stand for a number: sizes, lengths, angles and spans of time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mappings import dif_extent, dif_online
from mappings.scope import Context, Origin, Scope
from vocab.term import literal_parts


@pytest.fixture
def scope(context: Context) -> Scope:
    return Scope(context, Origin("hub", "source", "name"), "name")


def element(text: str) -> etree._Element:
    node = etree.Element("Temporal_Resolution")
    node.text = text
    return node


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("3 kb", 3000),
        ("10,088 KB", 10_088_000),
        ("2.5GB", 2_500_000_000),
        ("118.948", 0),
        ("26 MB per file", 0),
        ("1 - 2 MB", 0),
        ("", 0),
    ],
)
def test_size(text: str, size: int) -> None:
    assert dif_online.bytes_of(text) == size


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 day", "P1D"),
        ("16 days", "P16D"),
        ("3 Hours", "PT3H"),
        ("98 minutes", "PT98M"),
        ("0.5 seconds", "PT0.5S"),
        ("2 weeks", "P14D"),
        ("0.5 weeks", ""),
        ("0.5 weeks ", ""),
        ("1.5 days", ""),
        ("1 month", "P1M"),
        ("10 yrs", "P10Y"),
        ("Daily", "P1D"),
        ("Annual", "P1Y"),
        ("Daily - < Weekly", ""),
        ("3 hours or so", ""),
        ("Not provided", ""),
    ],
)
def test_span_of_time(text: str, wanted: str, scope: Scope) -> None:
    stated = [literal_parts(term)[0] for term in dif_extent.duration(element(text), scope)]
    assert stated == ([wanted] if wanted else [])
    words = list(dif_extent.temporal_in_words(element(text), scope))
    assert bool(words) == (not wanted and text != "Not provided")


@pytest.mark.parametrize(
    ("latitude", "longitude", "wanted"),
    [("1 km", "500m", ["500"]), ("2 km", "1 degree", ["2000"]), ("1 - 2 km", "", []), ("10.5 cm", "", ["0.105"])],
)
def test_finest_length(latitude: str, longitude: str, wanted: list[str], scope: Scope) -> None:
    node = etree.Element("Data_Resolution")
    etree.SubElement(node, "Latitude_Resolution").text = latitude
    etree.SubElement(node, "Longitude_Resolution").text = longitude
    assert [literal_parts(term)[0] for term in dif_extent.length(node, scope)] == wanted


@given(st.text(alphabet="0123456789. kmMGBbytedsiouhrwa°-<", max_size=12))
def test_any_text_is_a_number_or_none(text: str) -> None:
    node = element(text)
    scope = Scope.__new__(Scope)
    assert dif_online.bytes_of(text) >= 0
    for convert in (dif_extent.duration, dif_extent.length):
        list(convert(node, scope))
    if dif_extent.is_angle(node, scope):
        assert list(dif_extent.angle(node, scope))
