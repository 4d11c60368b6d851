"""Repairs: what is put right in a value, what is not, and that either is told."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mappings.converters import dates, identifiers, links, numbers, parties, resolution, space
from mappings.converters.bilingual import by_language
from mappings.converters.calendar import read_date
from mappings.errors import ConversionError
from mappings.scope import Context, Origin, Scope
from vocab.namespace import DCAT, XSD
from vocab.term import Term, TermError, iri, literal_parts

from .conftest import the_context


@pytest.fixture
def scope(context: Context) -> Scope:
    return Scope(context, Origin("hub", "source", "name"), "name")


def new_scope() -> Scope:
    return Scope(the_context(), Origin("hub", "source", "name"), "name")


def told(scope: Scope) -> list[tuple[str, str, str]]:
    return [(d.code, d.excerpt, d.repaired) for d in scope.diagnostics]


class TestDates:
    @pytest.mark.parametrize(
        ("text", "after"),
        [
            *(("20100131", "2010-01-31"), ("20151214Z", "2015-12-14"), ("20220115T041500Z", "2022-01-15T04:15:00Z")),
            *(("2010/1/5", "2010-01-05"), ("31.12.2010", "2010-12-31"), ("05.06.2010", "2010-06-05")),
            *(("31/12/2010", "2010-12-31"), ("12/31/2010", "2010-12-31"), ("2010-01-31 7:05", "2010-01-31T07:05:00")),
            *(("August 1995", "1995-08"), ("17 août 2012", "2012-08-17"), ("Aug 12, 1995", "1995-08-12")),
            *(("44 BC", "-0043"), ("10000 BCE", "-9999"), ("-10000-01-01T00:00:00", "-10000")),
            *(("2020-01-01T10", "2020-01-01T10:00:00"), ("2020-12-31T24:00:00Z", "2021-01-01T00:00:00Z")),
            ("52 av. J.-C.", "-0051"),
        ],
    )
    def test_certain(self, text: str, after: str, scope: Scope) -> None:
        term = dates.read(text, scope)
        assert literal_parts(term)[0] == after
        assert told(scope) == [("repaired.date", text, after)]

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            *(("2009-00-00", "2009"), ("2009-05-00", "2009-05"), ("201505", "2015-05"), ("ca. 1850", "1850")),
            *(("2013-07-17T00:00:00-05:00Z", "2013-07-17T00:00:00-05:00"), ("2010-31-12", "2010-12-31")),
            *(("2020-05-17T10:60", "2020-05-17"), ("-0044-03-15", "-0044")),
        ],
    )
    def test_doubtful(self, text: str, after: str, scope: Scope) -> None:
        assert literal_parts(dates.read(text, scope))[0] == after
        assert told(scope) == [("repaired.date.doubtful", text, after)]

    @pytest.mark.parametrize(
        "text",
        [
            *("2010-13-45", "05/06/2010", "2001 - 2010", "99991231-01-01T00:00:00Z", "20101345", "None-12-31", "0 BC"),
            *("2021-02-30T25:00", "31 June", "soon", "1 BC", "-0000", "1850s", "20210230"),
        ],
    )
    def test_left_out(self, text: str, scope: Scope) -> None:
        with pytest.raises(ConversionError, match=r"map\.date"):
            dates.read(text, scope)
        assert scope.diagnostics == []

    def test_years_before_the_first_are_years(self, scope: Scope) -> None:
        assert dates.read("-0300", scope) == f'"-0300"^^{XSD.gYear}'
        assert scope.diagnostics == []

    @given(st.dates(), st.sampled_from(["%Y%m%d", "%d.%m.%Y", "%Y/%m/%d", "%Y.%m.%d", "%B %d, %Y", "%d %b %Y"]))
    def test_every_way_to_write_a_date_gives_it(self, day: date, form: str) -> None:
        text = day.strftime(form) if day.year > 999 else ""
        if text:
            found = read_date(text)
            assert found is not None
            assert found == (day.isoformat(), True)

    @given(st.datetimes(min_value=datetime(1000, 1, 1)))  # noqa: DTZ001
    def test_iso_dates_are_left_alone(self, moment: datetime) -> None:
        scope = new_scope()
        dates.read(moment.isoformat(), scope)
        assert scope.diagnostics == []

    @given(st.text(alphabet="0123456789-/.:TZ +BCE", max_size=25))
    def test_what_comes_out_is_a_date_or_an_error(self, text: str) -> None:
        scope = new_scope()
        try:
            term = dates.read(text, scope)
        except ConversionError:
            assert scope.diagnostics == []
        else:
            lexical = literal_parts(term)[0]
            assert re.match(r"-?\d{4}", lexical)
            assert all(d.repaired for d in scope.diagnostics)


class TestPeriods:
    @pytest.mark.parametrize("word", ["now", "Present", "ongoing", "en cours"])
    def test_a_word_is_an_open_end(self, word: str, scope: Scope) -> None:
        assert dates.period("2010-01-01", word, scope, "p") == ([f'"2010-01-01"^^{XSD.date}'], [])
        assert told(scope) == [("repaired.period.open", word, "..")]

    def test_a_word_is_no_begin(self, scope: Scope) -> None:
        assert dates.period("now", "2010", scope, "p")[0] == []
        assert [d.code for d in scope.diagnostics] == ["map.date"]

    @pytest.mark.parametrize("word", ["unknown", "..", "after"])
    def test_what_says_nothing_is_left_out(self, word: str, scope: Scope) -> None:
        assert dates.period(word, word, scope, "p") == ([], [])
        assert scope.diagnostics == []

    @given(st.dates(), st.dates())
    def test_bounds_come_out_in_order(self, one: date, other: date) -> None:
        scope = new_scope()
        starts, ends = dates.period(one.isoformat(), other.isoformat(), scope, "p")
        first, last = sorted((one, other))
        assert [literal_parts(t)[0] for t in (*starts, *ends)] == [first.isoformat(), last.isoformat()]
        assert [d.code for d in scope.diagnostics] == (["repaired.period"] if other < one else [])

    def test_years_are_not_certain_enough(self, scope: Scope) -> None:
        starts, _ = dates.period("2019", "2018", scope, "p")
        assert literal_parts(starts[0])[0] == "2019"
        assert [d.code for d in scope.diagnostics] == ["map.period.reversed"]

    @pytest.mark.parametrize(
        ("begin", "end"),
        [("2019-01-01T23:00:00Z", "2019-01-01T23:30:00+02:00"), ("-0300", "-0043"), ("2019-05", "2019")],
    )
    def test_what_is_in_order(self, begin: str, end: str, scope: Scope) -> None:
        dates.period(begin, end, scope, "p")
        assert scope.diagnostics == []


POLYGON = "POLYGON((1.5 49.6,3 49.6,3 50.4,1.5 49.6))"


class TestBoxes:
    @pytest.mark.parametrize(
        ("text", "axis", "number"),
        [
            *(
                ("12,5", 0, "12.5"),
                ("12.5E", 0, "12.5"),
                ("12.5 W", 0, "-12.5"),
                ("W 12.5", 0, "-12.5"),
                ("3°S", 1, "-3"),
            ),
            *(("−7.25", 0, "-7.25"), ("12° 30' 36\" N", 1, "12.51"), ("0W", 0, "0"), ("4.5 ouest", 0, "-4.5")),
        ],
    )
    def test_coordinates(self, text: str, axis: int, number: str) -> None:
        assert space.unusual_coordinate(text, axis) == number

    @pytest.mark.parametrize(
        ("text", "axis"), [("12 N", 0), ("12 E", 1), ("-12 W", 0), ("12 O", 0), ("W 3 E", 0), ("12°70'", 0), ("x", 0)]
    )
    def test_no_coordinates(self, text: str, axis: int) -> None:
        with pytest.raises(ConversionError, match=r"map\.coordinate"):
            space.unusual_coordinate(text, axis)

    @given(st.decimals(-180, 180, places=4), st.sampled_from(["{}°", "{} deg", "{}E"]))
    def test_a_coordinate_keeps_its_value(self, number: object, form: str) -> None:
        text = form.format(abs(number) if form.endswith("E") else number)  # type: ignore[arg-type]
        assert abs(float(space.unusual_coordinate(text, 0))) == abs(float(number))  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("bounds", "code", "after"),
        [
            (("1", "50", "2", "49"), "repaired.box.latitudes", "1 49 2 50"),
            (("350", "-10", "10", "10"), "repaired.box.turn", "-10 -10 10 10"),
            (("180", "0", "270", "1"), "repaired.box.turn", "-180 0 -90 1"),
            (("0", "-90", "360", "90"), "repaired.box.turn", "-180 -90 180 90"),
            (("-190", "0", "-170", "1"), "repaired.box.turn", "170 0 -170 1"),
            (("43", "120", "45", "125"), "repaired.box.axes", "120 43 125 45"),
            (("2,5", "45", "3", "46°"), "repaired.coordinate", "2.5 45 3 46"),
        ],
    )
    def test_put_right(self, bounds: tuple[str, str, str, str], code: str, after: str, scope: Scope) -> None:
        space.box(*bounds, scope, "p", 3)
        assert told(scope) == [(code, " ".join(bounds), after)]
        assert scope.doubted == []

    def test_zeros_say_nothing(self, scope: Scope) -> None:
        with pytest.raises(ConversionError, match=r"map\.box\.zero"):
            space.box("0", "0.0", "-0", "0", scope, "p")

    def settled(self, scope: Scope, *others: Term) -> list[Term]:
        scope.triples += [("<urn:x:b>", DCAT.bbox, other) for other in others]
        scope.add("<urn:x:a>", DCAT.bbox, space.box("3.25", "49.5", "1.25", "50.5", scope, "p"))
        space.settle(scope)
        return [value for subject, _, value in scope.triples if subject == "<urn:x:a>"]

    def test_exchanged_longitudes_by_other_evidence(self, scope: Scope) -> None:
        (found,) = self.settled(scope, f'"{POLYGON}"')
        assert found.startswith('"POLYGON((1.25 49.5,3.25 49.5')
        assert told(scope) == [("repaired.box.longitudes", "3.25 49.5 1.25 50.5", "1.25 49.5 3.25 50.5")]

    def test_crossing_by_other_evidence(self, scope: Scope) -> None:
        (found,) = self.settled(scope, '"POLYGON((170 50,171 50,171 50,170 50))"')
        assert found.startswith('"MULTIPOLYGON')
        assert scope.diagnostics == []

    @pytest.mark.parametrize("others", [(), ('"POLYGON((2 0,2 0,2 0))"',), (f'"{POLYGON}"', '"POINT(170 50)"')])
    def test_no_evidence_is_told(self, others: tuple[Term, ...], scope: Scope) -> None:
        (found,) = self.settled(scope, *others)
        assert found.startswith('"MULTIPOLYGON')
        assert [d.code for d in scope.diagnostics] == ["map.box.longitudes"]

    def test_a_narrow_crossing_is_information(self, scope: Scope) -> None:
        space.box("179", "0", "-179", "1", scope, "p")
        space.settle(scope)
        assert [(d.code, d.severity) for d in scope.diagnostics] == [("map.box.crossing", "Info")]

    def test_points_with_hemispheres(self, scope: Scope) -> None:
        term = space.box_of_points([("3W", "4N"), ("10W", "2S")], scope, "p")
        assert "(-10 -2,-3 -2" in term
        assert told(scope) == [("repaired.coordinate", "3W 4N, 10W 2S", "-3 4, -10 -2")]


class TestLanguages:
    @pytest.mark.parametrize(
        ("text", "parts"),
        [
            ("[FR] Mer [EN] Sea", [("Mer", "fr"), ("Sea", "en")]),
            ("EN: the sea / FR: la mer", [("the sea", "en"), ("la mer", "fr")]),
            ("(en) Sea (fr) Mer", [("Sea", "en"), ("Mer", "fr")]),
            ("Français : la mer. English: the sea.", [("la mer.", "fr"), ("the sea.", "en")]),
            ("La mer de nuit / The sea at night", [("La mer de nuit", "fr"), ("The sea at night", "en")]),
            ("La mer de nuit --- The sea at night", [("La mer de nuit", "fr"), ("The sea at night", "en")]),
        ],
    )
    def test_told_apart(self, text: str, parts: list[tuple[str, str]]) -> None:
        assert by_language(text, "fr", {"en"}) == parts

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "[FR] Mer",
                "[FR] Mer [FR] Eau",
                "see [EN] Sea [FR] Mer",
                "Canton de Fribourg (FR)",
                "it: a pronoun, de: x",
            ),
            *(
                "Chlorophyll / Temperature",
                "La mer / La terre",
                "the a / the b",
                "Lidar / radar / sonar",
                "[FR] [EN] x",
            ),
        ],
    )
    def test_left_whole(self, text: str) -> None:
        assert by_language(text, "fr", {"en"}) == []

    def test_a_stroke_needs_both_languages(self) -> None:
        assert by_language("La mer de nuit / The sea at night", "fr", set()) == []


class TestAddresses:
    @pytest.mark.parametrize(
        ("text", "after"),
        [
            *(("http:/x.example/a", "http://x.example/a"), ("https//x.example", "https://x.example")),
            *(("http://http://x.example", "http://x.example"), ("htttp://x.example", "http://x.example")),
            *(("www.x.example/a", "http://www.x.example/a"), ("doi.org/10.5072/x", "https://doi.org/10.5072/x")),
            *(("https:\\\\x.example", "https://x.example"), ("URL: http://x.example", "http://x.example")),
            *(("http://x.example/a b", "http://x.example/a%20b"), ("http://x.example/a\n  b", "http://x.example/ab")),
        ],
    )
    def test_put_right(self, text: str, after: str, scope: Scope) -> None:
        assert links.address(text, scope) == f"<{after}>"
        assert [(d.code, d.repaired) for d in scope.diagnostics] == [("repaired.url", after)]

    def test_the_first_of_several(self, scope: Scope) -> None:
        assert links.address("http://x.example/a, http://y.example/b", scope) == "<http://x.example/a>"
        assert [d.code for d in scope.diagnostics] == ["repaired.url.part"]

    @pytest.mark.parametrize(
        "text",
        ["javascript:alert(1)", "data:text/html,x", "http://", "x.tif", "see the page", "http:x", "http:// my host/"],
    )
    def test_left_out(self, text: str, scope: Scope) -> None:
        with pytest.raises(TermError):
            links.address(text, scope)
        assert scope.diagnostics == []

    @pytest.mark.parametrize(
        "text",
        ["http://web.example/2010/http://x.example/", "http://httpbin.example/", "http://x.example/a;b,", "urn:x:y"],
    )
    def test_left_alone(self, text: str, scope: Scope) -> None:
        assert links.address(text, scope) == f"<{text}>"
        assert scope.diagnostics == []

    @given(st.text(alphabet="htps:/\\w.x-%?#[] ()<>,;é\n", max_size=30))
    def test_what_comes_out_is_usable_and_changes_are_told(self, text: str) -> None:
        scope = new_scope()
        try:
            term = links.address(text, scope)
        except TermError:
            assert scope.diagnostics == []
        else:
            assert iri(term[1:-1]) == term
            assert (term[1:-1] == text.strip()) or scope.diagnostics or not text.lower().startswith(("http", "www"))

    def test_relative_links(self, scope: Scope) -> None:
        scope.address = "https://x.example/a/"
        assert links.linked("b c.tif", scope, path="p") == "<https://x.example/a/b%20c.tif>"
        assert [d.path for d in scope.diagnostics] == ["p"]


class TestIdentifiers:
    @pytest.mark.parametrize(
        "text",
        [
            *("DOI 10.5072/a", "http://doi.org/doi:10.5072/a", "dx.doi.org/10.5072/a", "doi:https://doi.org/10.5072/a"),
            *("<https://doi.org/10.5072/a>", "DOI=10.5072/a", "http:/doi.org/10.5072/a", "10.5072 / a", "10.5072/a;"),
        ],
    )
    def test_dois(self, text: str, scope: Scope) -> None:
        assert identifiers.doi(text) == "10.5072/a"
        list(identifiers.identifier_statements([(text, "")], scope))
        assert told(scope) == [("repaired.doi", text, "https://doi.org/10.5072/a")]

    @pytest.mark.parametrize("text", ["10.5072/a", "doi: 10.5072/a", "https://doi.org/10.5072/a", "urn:doi:10.5072/a"])
    def test_usual_dois(self, text: str, scope: Scope) -> None:
        list(identifiers.identifier_statements([(text, "")], scope))
        assert scope.diagnostics == []

    @given(st.text(alphabet="doi:/.10 <>urnhtps572a", max_size=60))
    def test_no_text_takes_long_or_fails(self, text: str) -> None:
        found = identifiers.doi(text)
        assert found is None or found.startswith("10.")


class TestNames:
    @pytest.mark.parametrize(
        ("name", "rest"),
        [("Jane Doe <jane@lab.example>", "Jane Doe"), ("Jane Doe (jane@lab.example)", "Jane Doe"),
         ("Jane Doe, e-mail: jane@lab.example", "Jane Doe")],
    )  # fmt: skip
    def test_the_address_leaves_the_name(self, name: str, rest: str, scope: Scope) -> None:
        contact = parties.contact_point(parties.Party(individual=name, place="p", line=2), scope)
        said = {literal_parts(o)[0] if o.startswith('"') else o for s, _, o in scope.triples if s == contact}
        assert {rest, "<mailto:jane@lab.example>"} <= said
        assert told(scope) == [("repaired.name", name, f"{rest} | mailto:jane@lab.example")]

    def test_an_address_alone_stands_for_the_name(self, scope: Scope) -> None:
        agent = parties.describe_agent(parties.Party(names=(("desk@lab.example", None),)), scope)
        assert agent is not None
        assert [d.code for d in scope.diagnostics] == ["map.name"]

    @given(st.text(max_size=30), st.text(max_size=30))
    def test_names_without_an_address_are_left_alone(self, name: str, individual: str) -> None:
        scope = new_scope()
        parties.contact_point(parties.Party(((name, None),), individual.replace("@", "")), scope)
        assert all(d.code in ("map.name", "repaired.name") for d in scope.diagnostics)
        assert "@" in name or not scope.diagnostics


def measured(text: str, uom: str | None) -> etree._Element:
    node = etree.Element("Distance")
    node.text = text
    if uom is not None:
        node.set("uom", uom)
    return node


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "number"), [("12,5", 12.5), ("0,125", 0.125), ("25 000", 25000.0), ("1 000 000,5", 1000000.5)]
    )
    def test_put_right(self, text: str, number: float, scope: Scope) -> None:
        assert numbers.number(text, scope) == number
        assert [d.code for d in scope.diagnostics] == ["repaired.number"]

    @pytest.mark.parametrize("text", ["1,000", "12 5", "1,2,3", "x", "", "1.000,5"])
    def test_left_out(self, text: str, scope: Scope) -> None:
        with pytest.raises(ConversionError, match=r"map\.number"):
            numbers.number(text, scope)

    @given(st.floats(allow_nan=False, allow_infinity=False))
    def test_numbers_are_left_alone(self, number: float) -> None:
        scope = new_scope()
        assert numbers.number(repr(number), scope) == number
        assert scope.diagnostics == []

    @pytest.mark.parametrize(
        ("uom", "metres"),
        [
            *(("urn:ogc:def:uom:UCUM::[ft_i]", "0.3048"), ("http://x.example/uom.xml#km", "1000"), ("inch", "0.0254")),
            *(("http://x.example/u#xpointer(//*[@gml:id='m'])", "1"), ("SDN:P06::ULAA", "1"), ("EPSG::9001", "1")),
        ],
    )
    def test_known_units_are_no_repair(self, uom: str, metres: str, scope: Scope) -> None:
        (term,) = resolution.distance(measured("1", uom), scope)
        assert literal_parts(term)[0] == metres
        assert scope.diagnostics == []

    @pytest.mark.parametrize(
        ("uom", "after"), [("kilometters", "1 kilometers"), (None, "1 m"), ("Metres.", "1 metres")]
    )
    def test_inferred_units_are_told(self, uom: str | None, after: str, scope: Scope) -> None:
        list(resolution.distance(measured("1", uom), scope))
        assert [(d.code, d.repaired) for d in scope.diagnostics] == [("repaired.unit", after)]

    def test_a_misspelt_angle_is_no_length(self, scope: Scope) -> None:
        node = measured("1", "degreees")
        assert resolution.is_angle(node, scope)
        assert list(resolution.angle(node, scope)) == [f'"1"^^{XSD.decimal}']

    @pytest.mark.parametrize("uom", ["furlong", "pixel", "days", "UTAA"])
    def test_unknown_units(self, uom: str, scope: Scope) -> None:
        with pytest.raises(ConversionError, match=r"map\.value"):
            resolution.distance(measured("1", uom), scope)

    def test_a_scale_as_a_ratio(self, scope: Scope) -> None:
        assert list(resolution.scale(measured("1:25 000", None), scope)) == [f'"0.00004"^^{XSD.decimal}']
        assert told(scope) == [("repaired.number", "1:25 000", "25000")]
