"""Converters, one value at a time."""

import re
from datetime import date, datetime, timedelta, timezone

import pyoxigraph
import pytest
import rdflib
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from mappings.converters.dates import date_term
from mappings.converters.identifiers import doi
from mappings.converters.links import LinkKind, endpoint, extension, link_kind, resolved
from mappings.converters.numbers import decimal_term, size_term
from mappings.converters.parties import slug
from mappings.converters.resolution import degrees, metres
from mappings.converters.space import box, box_of_points
from mappings.converters.text import localised_texts
from mappings.errors import ConversionError
from mappings.scope import Context, Origin, Scope
from vocab.namespace import GEO, XSD
from vocab.term import TermError, literal_parts, ntriples

from .conftest import the_context


@pytest.fixture
def scope(context: Context) -> Scope:
    return Scope(context, Origin("hub", "source", "name"), "name")


def value(term: str) -> str:
    return literal_parts(term)[0]


class TestDates:
    @pytest.mark.parametrize(
        ("text", "lexical", "datatype"),
        [
            ("2020", "2020", XSD.gYear),
            ("2020-05", "2020-05", XSD.gYearMonth),
            (" 2020-05-17 ", "2020-05-17", XSD.date),
            ("2020-02-29", "2020-02-29", XSD.date),
            ("2020-05-17T10:11", "2020-05-17T10:11:00", XSD.dateTime),
            ("2020-05-17 10:11:12,5", "2020-05-17T10:11:12.5", XSD.dateTime),
            ("2020-05-17T10:11:12+0200", "2020-05-17T10:11:12+02:00", XSD.dateTime),
            ("2020-05-17T10:11:12 UTC", "2020-05-17T10:11:12Z", XSD.dateTime),
            ("2020-05-17T10:11:12-14:00", "2020-05-17T10:11:12-14:00", XSD.dateTime),
        ],
    )
    def test_datatype_follows_precision(self, text: str, lexical: str, datatype: str) -> None:
        assert date_term(text) == f'"{lexical}"^^{datatype}'

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "",
                "0000",
                "20",
                "2020-13",
                "2020-00-01",
                "2021-02-29",
                "2020-05-17T24:00:00",
                "2020-05-17T10:60",
                "now",
            ),
            *("2020-05-17T10:11:12+15:00", "2020-05-17T10:11:12+02:99", "17/05/2020", "2020-05-17T", "٢٠٢٠"),
        ],
    )
    def test_not_a_date(self, text: str) -> None:
        with pytest.raises(ConversionError, match=r"map\.date"):
            date_term(text)

    @given(
        st.dates(),
        st.times(),
        st.none() | st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    )
    def test_every_date_of_the_calendar(self, day: date, time: object, zone: timezone | None) -> None:
        moment = datetime.combine(day, time, zone)  # type: ignore[arg-type]
        lexical, _, datatype = literal_parts(date_term(moment.isoformat()))
        assert f"<{datatype}>" == XSD.dateTime
        assert datetime.fromisoformat(lexical) == moment
        assert rdflib.Literal(lexical, datatype=rdflib.URIRef(datatype or "")).ill_typed is not True
        assert value(date_term(day.isoformat())) == day.isoformat()

    @given(st.text(alphabet="0123456789-:TZ+. ", max_size=30))
    def test_what_comes_out_is_valid(self, text: str) -> None:
        try:
            lexical, _, datatype = literal_parts(date_term(text))
        except ConversionError:
            return
        assert rdflib.Literal(lexical, datatype=rdflib.URIRef(datatype or "")).ill_typed is not True


NUMBER = r"-?\d+(?:\.\d+)?"
RING = re.compile(rf"\(({NUMBER} {NUMBER}(?:,{NUMBER} {NUMBER}){{4}})\)")


def corners(wkt: str) -> list[list[tuple[float, float]]]:
    return [[(float(x), float(y)) for x, y in (pair.split() for pair in ring.split(","))] for ring in RING.findall(wkt)]


class TestBoxes:
    def test_one_literal_longitude_first(self, scope: Scope) -> None:
        term = box("2.50", "-10", "3", "+20.0", scope, "place")
        assert term == f'"POLYGON((2.50 -10,3 -10,3 20.0,2.50 20.0,2.50 -10))"^^{GEO.wktLiteral}'
        assert scope.diagnostics == []

    @given(
        west=st.floats(-180, 180).map(lambda x: round(x, 4)),
        east=st.floats(-180, 180).map(lambda x: round(x, 4)),
        south=st.floats(-90, 90).map(lambda x: round(x, 4)),
        north=st.floats(-90, 90).map(lambda x: round(x, 4)),
    )
    def test_rings_are_closed_and_on_the_globe(self, west: float, east: float, south: float, north: float) -> None:
        scope = Scope(the_context(), Origin("hub", "source", "name"), "name")
        assume(west or south or east or north)
        wkt = value(box(f"{west:.4f}", f"{south:.4f}", f"{east:.4f}", f"{north:.4f}", scope, "place"))
        if west == 180 or east == -180:
            return
        rings = corners(wkt)
        assert len(rings) == (2 if west > east else 1)
        assert wkt.startswith("MULTIPOLYGON(((" if west > east else "POLYGON((")
        for ring in rings:
            assert ring[0] == ring[-1]
            assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
            assert ring[0][0] <= ring[1][0]
            assert ring[0][1] <= ring[2][1]
        width = sum(ring[1][0] - ring[0][0] for ring in rings)
        assert width == pytest.approx((east - west) % 360 if west > east else east - west)
        assert [d.code for d in scope.diagnostics] == (["repaired.box.latitudes"] if south > north else [])
        assert len(scope.doubted) == (west > east)

    @pytest.mark.parametrize(
        "bounds", [("0", "0", "361", "1"), ("0", "-91", "1", "1"), ("-181", "0", "180", "1"), ("91", "0", "2", "181")]
    )
    def test_out_of_range(self, bounds: tuple[str, str, str, str], scope: Scope) -> None:
        with pytest.raises(ConversionError, match=r"map\.box\.range"):
            box(*bounds, scope, "place")

    @pytest.mark.parametrize("text", ["", "east", "nan", "inf", "1n", "1,2,3", "٣", "1 2", "True"])
    def test_not_a_coordinate(self, text: str, scope: Scope) -> None:
        with pytest.raises(ConversionError, match=r"map\.coordinate"):
            box(text, "0", "1", "1", scope, "place")

    def test_longitudes_counted_to_360(self, scope: Scope) -> None:
        assert corners(value(box("184.4", "-21", "186.1", "-19", scope, "place")))[0][0] == (-175.6, -21)
        assert corners(value(box("0", "-90", "360", "90", scope, "place")))[0][0] == (-180, -90)

    def test_decimal_comma_and_minus_sign(self, scope: Scope) -> None:
        assert "(−1" not in value(box("−1,5", "0", "1", "1", scope, "place"))
        assert corners(value(box("−1,5", "0", "1", "1", scope, "place")))[0][0] == (-1.5, 0)

    def test_box_of_points(self, scope: Scope) -> None:
        term = box_of_points([("3", "4"), ("10", "-2"), ("9.5", "1")], scope, "place")
        assert corners(value(term))[0][:3] == [(3, -2), (10, -2), (10, 4)]


class TestDoi:
    @pytest.mark.parametrize(
        "text",
        [
            *("10.5072/AbC-1", "doi:10.5072/AbC-1", "DOI: 10.5072/AbC-1", "https://doi.org/10.5072/AbC-1"),
            *("http://dx.doi.org/10.5072/AbC-1", "urn:doi:10.5072/AbC-1", "info:doi/10.5072/AbC-1", " 10.5072/AbC-1. "),
            *("https://doi.org/10.5072%2FAbC-1", "https://www.doi.org/10.5072/AbC-1"),
        ],
    )
    def test_every_spelling(self, text: str) -> None:
        assert doi(text) == "10.5072/AbC-1"

    @pytest.mark.parametrize(
        "text", ["", "10.5072", "10.50/x", "see 10.5072/x", "https://hub.example/10.5072/x", "10.5072/a b"]
    )
    def test_not_only_a_doi(self, text: str) -> None:
        assert doi(text) is None

    @given(st.from_regex(r"10\.\d{4,9}/[A-Za-z0-9()_\-/:;<>]*[A-Za-z0-9)]", fullmatch=True))
    def test_prefixes_do_not_count(self, bare: str) -> None:
        assert doi(bare) == doi(f"doi:{bare}") == doi(f"https://doi.org/{bare}") == bare


class TestNumbers:
    @given(st.floats(1e-9, 1e15))
    def test_decimal_has_no_exponent(self, number: float) -> None:
        text = value(decimal_term(number))
        assert re.fullmatch(NUMBER, text)
        assert float(text) == pytest.approx(number, rel=1e-2, abs=1e-12)

    @pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
    def test_no_number(self, number: float) -> None:
        with pytest.raises(ConversionError):
            decimal_term(number)

    @pytest.mark.parametrize("size", [True, -1, 1.5, "1", None, [], float("nan"), float("inf")])
    def test_no_size(self, size: object) -> None:
        with pytest.raises(ConversionError, match=r"map\.number"):
            size_term(size)

    @pytest.mark.parametrize(
        ("number", "unit", "expected"),
        [("1.5", "km", "1500"), ("10", "m", "10"), ("2", "nmi", "3704"), ("1", "FT", "0.3048"), ("5", "9001", "5")],
    )
    def test_metres(self, number: str, unit: str, expected: str) -> None:
        assert value(metres(number, unit)) == expected

    @pytest.mark.parametrize(
        ("number", "unit", "expected"),
        [("0.25", "degree", "0.25"), ("30", "arcsec", "0.008333333333"), ("6", "arcmin", "0.1")],
    )
    def test_degrees(self, number: str, unit: str, expected: str) -> None:
        assert value(degrees(number, unit)) == expected

    @pytest.mark.parametrize(
        ("number", "unit", "code"), [("1", "parsec", "map.value"), ("x", "m", "map.number"), ("nan", "m", "map.number")]
    )
    def test_no_length(self, number: str, unit: str, code: str) -> None:
        with pytest.raises(ConversionError, match=re.escape(code)):
            metres(number, unit)


class TestLinks:
    @pytest.mark.parametrize(
        ("url", "protocol", "function", "kind"),
        [
            ("https://h.example/a.nc", "WWW:DOWNLOAD-1.0-http--download", "", LinkKind.DOWNLOAD),
            ("https://h.example/get?id=1", "WWW:DOWNLOAD-1.0-http--download", "", LinkKind.ACCESS),
            ("https://h.example/a.nc", "", "information", LinkKind.PAGE),
            ("https://h.example/a.csv?x=1#y", "", "download", LinkKind.DOWNLOAD),
            ("https://h.example/order", "", "order", LinkKind.ACCESS),
            ("https://h.example/ows", "OGC:WMS-1.3.0-http-get-map", "download", LinkKind.SERVICE),
            ("https://h.example/ows?service=WFS&request=GetCapabilities", "", "information", LinkKind.SERVICE),
            ("ftp://h.example/a/", "", "", LinkKind.ACCESS),
            ("https://h.example/a", "", "", LinkKind.LANDING),
            ("https://h.example/a", "", "search", LinkKind.PAGE),
            ("http://[", "", "", LinkKind.LANDING),
        ],
    )
    def test_kind(self, url: str, protocol: str, function: str, kind: LinkKind) -> None:
        assert link_kind(url, protocol, function) is kind

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            (" https://h.example/ows?service=WMS ", "https://h.example/ows"),
            ("https://h.example/ows?&SERVICE=WMS&Request=GetCapabilities&language=fr", "https://h.example/ows"),
            ("https://h.example/qgis?MAP=/a/b.qgz&SERVICE=WMS", "https://h.example/qgis?MAP=/a/b.qgz"),
            ("https://h.example/cgi?service=WFS&map=a.map&key=1#top", "https://h.example/cgi?map=a.map&key=1"),
            ("https://h.example/tabledap/a.graph?time%2Cdepth&.draw=lines", "https://h.example/tabledap/a.graph"),
        ],
    )
    def test_endpoint_is_without_the_parameters_of_a_request(self, url: str, expected: str) -> None:
        assert endpoint(url) == f"<{expected}>"

    @pytest.mark.parametrize(
        ("url", "expected"),
        [("https://h.example/a.tar.gz?x=.b", "gz"), ("https://h.example/a", ""), ("https://h.example/", "")],
    )
    def test_extension(self, url: str, expected: str) -> None:
        assert extension(url) == expected

    def test_relative_links_are_resolved(self) -> None:
        assert resolved("https://h.example/a/b.json", "../c.tif") == "<https://h.example/c.tif>"

    @pytest.mark.parametrize(
        ("address", "href"),
        [("", "c.tif"), ("https://h.example/", "http://[x"), ("https://h.example/", "javascript:x")],
    )
    def test_unusable_links(self, address: str, href: str) -> None:
        with pytest.raises(TermError):
            resolved(address, href)


def element(inner: str) -> etree._Element:
    return etree.fromstring(
        '<gmd:title xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">'
        f"{inner}</gmd:title>"
    )


def free_text(*texts: tuple[str, str]) -> str:
    name = "gmd:LocalisedCharacterString"
    inner = "".join(f'<{name} locale="#{locale}">{text}</{name}>' for locale, text in texts)
    return f"<gmd:PT_FreeText><gmd:textGroup>{inner}</gmd:textGroup></gmd:PT_FreeText>"


class TestText:
    def test_one_text_in_each_language(self, scope: Scope) -> None:
        scope.language, scope.locales = "fr", {"EN": "en", "FR": "fr"}
        node = element(
            f"<gco:CharacterString>été</gco:CharacterString>{free_text(('FR', 'Été'), ('EN', 'summer'), ('EN', 'x'))}"
        )
        assert localised_texts(node, scope) == [("été", "fr"), ("summer", "en")]

    def test_unknown_locales_keep_their_texts(self, scope: Scope) -> None:
        node = element(
            f"<gco:CharacterString>a</gco:CharacterString>{free_text(('L1', 'b'), ('L2', 'c'), ('L3', 'a'))}"
        )
        assert localised_texts(node, scope) == [("a", None), ("b", None), ("c", None)]

    def test_locale_by_its_own_name(self, scope: Scope) -> None:
        assert localised_texts(element(free_text(("locale-fre", "été"))), scope) == [("été", "fr")]


@given(st.text(max_size=40))
def test_slug_is_safe_in_a_path(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9\-]{2,80}", slug(name))


@given(st.text(max_size=30), st.none() | st.sampled_from(["fr", "en-GB", "not a tag"]))
def test_names_are_given_once_in_each_language(text: str, language: str | None) -> None:
    scope = Scope(the_context(), Origin("hub", "source", "name"), "name")
    for _ in range(2):
        scope.name("<urn:x>", "<urn:p>", text, language, other="<urn:q>")
    scope.name("<urn:x>", "<urn:p>", f"{text} other", language, other="<urn:q>")
    assert [p for _, p, _ in dict.fromkeys(scope.triples)] == ["<urn:p>", "<urn:q>"]
    assert len(list(pyoxigraph.parse(ntriples(scope.triples), format=pyoxigraph.RdfFormat.N_TRIPLES))) == 3
