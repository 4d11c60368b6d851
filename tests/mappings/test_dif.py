"""The texts of DIF that stand for a number, its links by content type, and its shapes."""

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from mappings import dif_extent, dif_online, dif_shape, dif_text
from mappings.converters.links import LinkKind
from mappings.errors import ConversionError
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


@pytest.mark.parametrize(
    ("kind", "subtype", "wanted"),
    [
        ("GET DATA", "", LinkKind.ACCESS),
        ("GET DATA", "OPENDAP DIRECTORY (DODS)", LinkKind.SERVICE),
        ("GET DATA", "GDS", LinkKind.SERVICE),
        ("GET SERVICE", "GET WEB MAP SERVICE (WMS)", LinkKind.SERVICE),
        ("GET SERVICE", "GET SOFTWARE PACKAGE", LinkKind.PAGE),
        ("USE SERVICE API", "", LinkKind.SERVICE),
        ("DATA SET LANDING PAGE", "", LinkKind.LANDING),
        ("VIEW PROJECT HOME PAGE", "", LinkKind.PAGE),
        ("GET RELATED VISUALIZATION", "GIOVANNI", None),
        ("", "", LinkKind.PAGE),
    ],
)
def test_kind_of_link(kind: str, subtype: str, wanted: LinkKind | None) -> None:
    assert dif_online.link_kind(kind, subtype) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Not provided", ""), (" NONE. ", ""), ("n/a", ""), ("Nonesuch", "Nonesuch"), ("none at all", "none at all")],
)
def test_filler(text: str, wanted: str) -> None:
    assert dif_text.said(element(text)) == wanted.strip()
    assert dif_text.is_filler(text) is not bool(wanted)


def polygon(*points: tuple[float, float]) -> etree._Element:
    node = etree.Element("Polygon")
    boundary = etree.SubElement(node, "Boundary")
    for x, y in points:
        point = etree.SubElement(boundary, "Point")
        etree.SubElement(point, "Point_Longitude").text = str(x)
        etree.SubElement(point, "Point_Latitude").text = str(y)
    return node


def test_polygon_across_the_antimeridian_has_a_box_across_it(scope: Scope) -> None:
    node = polygon((179, 10), (-178, 10), (-178, -10), (179, -10))
    (box,) = dif_shape.bounds(node, scope)
    assert literal_parts(box)[0].startswith("MULTIPOLYGON(((179 -10,180 -10,")
    assert not dif_shape.is_shape(node, scope)


def test_polygon_without_points_is_reported(scope: Scope) -> None:
    with pytest.raises(ConversionError):
        list(dif_shape.bounds(polygon(), scope))
    assert not dif_shape.is_shape(polygon(), scope)


@given(st.lists(st.tuples(st.integers(-180, 180), st.integers(-90, 90)), min_size=3, max_size=8))
def test_ring_is_closed_and_counter_clockwise(context: Context, points: list[tuple[int, int]]) -> None:
    scope = Scope(context, Origin("hub", "source", "name"), "name")
    assume(any(x or y for x, y in points))
    node = polygon(*points)
    assert list(dif_shape.bounds(node, scope))
    if dif_shape.is_shape(node, scope):
        (term,) = dif_shape.wkt(node, scope)
        ring = [tuple(map(int, pair.split())) for pair in literal_parts(term)[0][9:-2].split(",")]
        assert ring[0] == ring[-1]
        assert {*ring} == {*points}
        assert sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) >= 0
