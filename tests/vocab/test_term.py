"""RDF terms as N-Triples text."""

import re

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import XSD as RDFLIB_XSD

from vocab.namespace import XSD
from vocab.term import (
    SAFE_SCHEMES,
    TermError,
    iri,
    iri_value,
    is_iri,
    literal,
    literal_parts,
    nquads,
    ntriples,
    segment,
    value,
)

UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
LANGUAGES = st.sampled_from([None, "fr", "en-gb", "zh-hant-tw"])


def triple(term: str) -> str:
    return ntriples([("<urn:s>", "<urn:p>", term)])


@given(ANY_TEXT, LANGUAGES)
def test_literals_come_back_from_both_parsers(text: str, language: str | None) -> None:
    term = literal(text, language=language)
    kept = UNWANTED.sub("", text)
    (parsed,) = pyoxigraph.parse(triple(term), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert isinstance(parsed.object, pyoxigraph.Literal)
    assert (parsed.object.value, parsed.object.language) == (kept, language)
    (read,) = rdflib.Graph(bind_namespaces="none").parse(data=triple(term), format="nt").objects()
    assert read == rdflib.Literal(kept, lang=language)
    assert literal_parts(term) == (kept, language, None)
    assert value(term) == kept


@given(st.text(max_size=20))
def test_typed_literals_come_back(text: str) -> None:
    term = literal(text, datatype=XSD.anyURI)
    kept = UNWANTED.sub("", text)
    assert literal_parts(term) == (kept, None, str(RDFLIB_XSD.anyURI))
    (parsed,) = pyoxigraph.parse(triple(term), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert parsed.object == pyoxigraph.Literal(kept, datatype=pyoxigraph.NamedNode(str(RDFLIB_XSD.anyURI)))


@pytest.mark.parametrize(("tag", "written"), [("FR", '"a"@fr'), ("en_GB", '"a"'), ("", '"a"'), ("a b", '"a"')])
def test_language_tags(tag: str, written: str) -> None:
    assert literal("a", language=tag) == written


@given(st.sampled_from(sorted(SAFE_SCHEMES)), ANY_TEXT)
def test_what_is_an_iri_is_one_for_both_parsers(scheme: str, rest: str) -> None:
    try:
        term = iri(f"{scheme}:{rest}")
    except TermError:
        return
    (parsed,) = pyoxigraph.parse(triple(term), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert str(parsed.object) == term
    assert iri(iri_value(term)) == term
    assert is_iri(term)
    (read,) = rdflib.Graph(bind_namespaces="none").parse(data=triple(term), format="nt").objects()
    assert isinstance(read, rdflib.URIRef)


@given(ANY_TEXT)
def test_hostile_addresses(rest: str) -> None:
    for prefix in ("http://", "https://h.example/", "urn:", ""):
        try:
            term = iri(prefix + rest)
        except TermError:
            continue
        assert not re.search(r"[<>\"{}|^`\\\x00-\x20]", term[1:-1])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (" https://h.example/a b ", "<https://h.example/a%20b>"),
        ("https://h.example/é", "<https://h.example/é>"),
        ("https://h.example/100%", "<https://h.example/100%25>"),
        ("https://h.example/%C3%A9", "<https://h.example/%C3%A9>"),
        ("https://h.example/a[1]#b#c", "<https://h.example/a%5B1%5D#b%23c>"),
        ("http://[::1]:80/a", "<http://[::1]:80/a>"),
        ("urn:ogc:def:crs:EPSG::4326", "<urn:ogc:def:crs:EPSG::4326>"),
        ("HTTPS://h.example/", "<HTTPS://h.example/>"),
    ],
)
def test_iri(text: str, written: str) -> None:
    assert iri(text) == written


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "/a", "//h.example/a", "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "C:/a.nc"),
        *("urn:", "http://", "http://[", "http://a]b/", "http://h:port/", "http:///a"),
    ],
)
def test_no_iri(text: str) -> None:
    with pytest.raises(TermError):
        iri(text)


@pytest.mark.parametrize("term", ["<urn:x>", "x", '"open', ""])
def test_no_literal(term: str) -> None:
    with pytest.raises(TermError):
        literal_parts(term)


@given(st.lists(ANY_TEXT, min_size=2, max_size=2, unique=True))
def test_two_identifiers_never_share_a_segment(identifiers: list[str]) -> None:
    one, other = map(segment, identifiers)
    assert one != other
    for text in (one, other):
        assert re.fullmatch(r"[A-Za-z0-9._~\-]{1,120}", text)
        assert text.strip(".") == text


@given(st.from_regex(r"[A-Za-z0-9_~][A-Za-z0-9._~\-]{0,100}[A-Za-z0-9_~]", fullmatch=True))
def test_a_safe_identifier_stays_as_it_is(identifier: str) -> None:
    assert segment(identifier) == identifier


def test_segments_are_the_same_for_ever() -> None:
    assert segment("fr.example/été:1") == "fr.example-t-1-178d414cf2f7"


def test_quads() -> None:
    text = nquads([("<urn:s>", "<urn:p>", '"o"'), ("<urn:s>", "<urn:p>", "<urn:o>")], "<urn:g>")
    assert text == '<urn:s> <urn:p> "o" <urn:g> .\n<urn:s> <urn:p> <urn:o> <urn:g> .\n'


def test_every_escape_of_n_triples_is_read() -> None:
    assert literal_parts(r'"a\u00e9\U0001F600\n\b\"\\u"@en')[0] == 'aé😀\n\b"\\u'
