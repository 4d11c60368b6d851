"""Pages and the documents cut out of them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvesters.errors import AnswerError, SourceError
from harvesters.exchange import Response
from harvesters.page import Pagination, document, parse

URL = "http://hub.example/csw"
RECORD = (
    '<g:Record xmlns:g="urn:g" xmlns:x="urn:xsi"><g:title x:type="l:Text" g:note="a &amp; b">Été\n  d\'ici</g:title>'
    "<!-- kept --><g:empty/><![CDATA[<b>]]></g:Record>"
)


def response(content: bytes | str) -> Response:
    return Response(content.encode() if isinstance(content, str) else content, "application/xml", URL)


def in_page(record: str, declarations: str = "", around: str = "") -> bytes:
    page = parse(response(f'<p:page xmlns:p="urn:p" xmlns:l="urn:l" {declarations}>{around}{record}{around}</p:page>'))
    return document(page.find("{urn:g}Record"))  # type: ignore[arg-type]


def test_document_declares_what_it_uses_and_nothing_else() -> None:
    content = in_page(RECORD, 'xmlns="urn:default" xmlns:unused="urn:u"').decode()
    assert content.startswith("<g:Record ")
    assert set(re.findall(r"xmlns:?(\w*)", content)) == {"g", "x", "l"}
    assert "<!-- kept -->" in content
    assert "<![CDATA[<b>]]>" in content
    assert "Été\n  d'ici" in content


@settings(max_examples=50, deadline=None)
@given(
    declarations=st.sets(
        st.sampled_from(['xmlns="urn:d"', 'xmlns:u="urn:u"', 'xmlns:g="urn:other"', 'xmlns:v="urn:l"'])
    ),
    around=st.text(" \n\t\r", max_size=5).map(lambda blank: f"{blank}<p:other>text</p:other>{blank}<!-- c -->"),
)
def test_same_record_same_bytes_on_any_page(declarations: set[str], around: str) -> None:
    assert in_page(RECORD, " ".join(sorted(declarations)), around) == in_page(RECORD)


def test_inherited_namespaces_join_the_record() -> None:
    bare = '<p xmlns:g="urn:g"><g:Record>x</g:Record></p>'
    assert document(parse(response(bare))[0]) == b'<g:Record xmlns:g="urn:g">x</g:Record>'


def test_text_around_a_record_is_not_its() -> None:
    assert document(parse(response("<p>before<r>inside</r>after</p>"))[0]) == b"<r>inside</r>"


def test_latin_1_page_gives_utf_8_document() -> None:
    page = '<?xml version="1.0" encoding="ISO-8859-1"?><p><r>é</r></p>'.encode("latin-1")
    assert document(parse(response(page))[0]) == "<r>é</r>".encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<!DOCTYPE html>\n<html><body>Sign in", "an HTML page came instead of XML"),
        ("\n <HTML>", "an HTML page came instead of XML"),
        ("<a><b></a>", "not well-formed XML: Opening and ending tag mismatch"),
        ("", "not well-formed XML"),
        ("   ", "not well-formed XML"),
        ('{"json": true}', "not well-formed XML"),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>', "declares a document type"),
        ('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>', "declares a document type"),
        (b"\xff\xfe" + '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'.encode("utf-16-le"), "declares a document type"),
        (f"<!-- {'x' * 9000} --><!DOCTYPE a><a/>", "declares a document type"),
        ("<a>" * 300 + "</a>" * 300, "not well-formed XML: .*[Dd]epth"),
    ],
)
def test_refused(content: bytes | str, message: str) -> None:
    with pytest.raises(AnswerError, match=f"{re.escape(URL)}: {message}"):
        parse(response(content))


def test_entity_bomb_is_refused() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE a [<!ENTITY a0 "{"x" * 1000}">{entities}]><a b="&a9;">&a9;</a>'
    with pytest.raises(AnswerError, match=re.escape(URL)):
        parse(response(bomb))


def test_a_repeated_page_is_noticed() -> None:
    pagination = Pagination(URL)
    for names in (["a", "b"], [], [], ["b", "a"], ["a"], ["a", "b", "c"]):
        pagination.turn(names)
    with pytest.raises(SourceError, match="the page beginning with record 'a' came twice"):
        pagination.turn(["a", "b"])


def test_a_single_record_may_come_again_but_not_for_ever() -> None:
    pagination = Pagination(URL)
    for names in (["a"], ["a"], ["b"], ["a"], ["a"]):
        pagination.turn(names)
    pagination.turn(["a"])
    with pytest.raises(SourceError, match="came twice"):
        pagination.turn(["a"])
