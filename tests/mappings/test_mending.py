"""Mending: what is put right in a document before any table reads it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mappings.converters.markup import is_markup, without_markup
from mappings.mending import mend, mended, restored
from mappings.scope import Context, Origin, Scope

from .conftest import the_context


@pytest.fixture
def scope(context: Context) -> Scope:
    return Scope(context, Origin("hub", "source", "name"), "name")


def new_scope() -> Scope:
    return Scope(the_context(), Origin("hub", "source", "name"), "name")


def told(scope: Scope) -> list[tuple[str, str, str]]:
    return [(d.code, d.excerpt, d.repaired) for d in scope.diagnostics]


def document(text: str) -> etree._Element:
    root = etree.Element("root")
    etree.SubElement(etree.SubElement(root, "a"), "b").text = text
    return root


class TestMending:
    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("<p>one</p><p>two</p>", "one\n\ntwo"),
            ("one<br/>two<BR>three", "one\ntwo\nthree"),
            ("10<sup>6</sup> H<sub>2</sub>O e<sup>kt</sup>", "10⁶ H₂O e^kt"),
            ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
            ("<a href='https://x.example/'>there</a> <a href='/in'>in</a>", "there (https://x.example/) in"),
            ("<a href=http://x.example>http://x.example</a>", "http://x.example"),
            ("<style>p {}</style><b>bold</b> &amp; <i>it</i>", "bold & it"),
            ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
            ('<img alt="a map" src="x"> <em>seen</em>', "a map seen"),
        ],
    )
    def test_markup(self, before: str, after: str) -> None:
        assert list(mended(before)) == [("repaired.html", after)]

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "<5 m",
                "a < b and c > d",
                "from <b> to <c>",
                "<jane@lab.example>",
                "<URL:http://x.example>",
                "R&D; x",
                "AT&T",
            ),
            *("<![CDATA[<p>x</p>]]>", "<?xml version='1.0'?><p>x</p>", "<gmd:title>x</gmd:title>", "&unknown;", "été"),
            *("« À L’ÉCOLE »", "“QUALITÉ”", "a\u200fb\u200e", "line\nline\ttab"),
        ],
    )
    def test_left_alone(self, text: str) -> None:
        assert list(mended(text)) == []

    @pytest.mark.parametrize(
        ("before", "code", "after"),
        [
            ("a &gt; b &amp;c", "repaired.entities", "a > b &c"),
            ("48&#176;&nbsp;S", "repaired.entities", "48° S"),
            ("&lt;p&gt;x&lt;/p&gt;", "repaired.html", "x"),
            ("OrlÃ©ans, lâ€™eau", "repaired.encoding", "Orléans, l’eau"),
            ("d\u0092espèces", "repaired.encoding", "d’espèces"),
            ("sel\u202efdp.exe\x00", "repaired.controls", "selfdp.exe"),
        ],
    )
    def test_characters(self, before: str, code: str, after: str) -> None:
        assert list(mended(before)) == [(code, after)]

    @given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
    def test_nothing_is_left_to_mend_of_controls(self, text: str) -> None:
        steps = list(mended(text))
        last = steps[-1][1] if steps else text
        assert not re.search(r"[\x00-\x08\x80-\x9f\u202a-\u202e\u2066-\u2069]", last)

    @given(st.text(alphabet="abé <>/&;p#b12", max_size=40))
    def test_markup_is_gone_when_it_was_removed(self, text: str) -> None:
        if is_markup(text):
            assert not is_markup(without_markup(text)) or "<" in re.sub(r"<[^<>]*>", "", text)

    @given(st.text(alphabet=st.characters(codec="latin-1", min_codepoint=0xA0), max_size=20))
    def test_text_that_was_read_as_latin_1_is_restored(self, text: str) -> None:
        garbled = text.encode().decode("latin-1")
        if not re.search("[ÃÂâ]", text):
            assert restored(garbled) == text

    @pytest.mark.parametrize("space_", ["utf-8", "iso-8859-1", "utf-16"])
    def test_xml_in_place(self, space_: str, scope: Scope) -> None:
        root = document("<p>été</p>")
        root[0].set("href", "https://x.example/?a=1&amp;b=2")
        content = etree.tostring(root, encoding=space_)
        root = etree.fromstring(content)
        mend(root, content, scope)
        assert (root[0][0].text, root[0].get("href")) == ("été", "https://x.example/?a=1&b=2")
        assert [(d.code, d.path) for d in scope.diagnostics] == [
            ("repaired.entities", "a/@href"),
            ("repaired.html", "a/b"),
        ]

    def test_json_in_place(self, scope: Scope) -> None:
        root = {"a": [{"b": "<p>x</p>"}, "y\u0000"], "c": 1, "d": "<br>"}
        mend(root, b'{"a": "<p>x</p>"}', scope)
        assert root == {"a": [{"b": "x"}, "y"], "c": 1, "d": ""}
        assert [(d.code, d.path, d.repaired) for d in scope.diagnostics] == [
            ("repaired.html", "a[].b", "x"),
            ("repaired.controls", "a[]", "y"),
            ("repaired.html", "d", "∅"),
        ]

    def test_controls_are_shown_by_number(self, scope: Scope) -> None:
        mend({"a": "x\u202ey"}, b'"\\u202e"', scope)
        assert told(scope) == [("repaired.controls", "x⟨U+202E⟩y", "xy")]
