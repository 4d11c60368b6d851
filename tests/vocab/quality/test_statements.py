"""The views of a vocabulary's statements."""

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab.namespace import SKOS
from vocab.quality.statements import Literal, Statements, host, literal, tag_of

XSD = "http://www.w3.org/2001/XMLSchema#"


@given(st.text(), st.sampled_from(["", "en", "zh-hans"]))
def test_literal_as_n_triples_have_it(text: str, language: str) -> None:
    term = str(pyoxigraph.Literal(text, language=language or None))
    assert literal(term) == Literal(text, language, "")
    assert tag_of(term) == language


@pytest.mark.parametrize(
    ("term", "parts"),
    [
        (f'"1"^^<{XSD}integer>', Literal("1", "", f"<{XSD}integer>")),
        (f'"x"^^<{XSD}string>', Literal("x", "", "")),
        ('"a@b"', Literal("a@b", "", "")),
        ('"a\\"@b"@fr_FR', Literal('a"@b', "fr_fr", "")),
        ('"\\u0002\\U0001F30D\\\\n"', Literal("\x02\U0001f30d\\n", "", "")),
    ],
)
def test_literal(term: str, parts: Literal) -> None:
    assert literal(term) == parts


@pytest.mark.parametrize(
    ("term", "name"),
    [("<http://A.example/b>", "a.example"), ("<https://a.example>", "a.example"), ("<urn:a>", ""), ('"http://a/"', "")],
)
def test_host(term: str, name: str) -> None:
    assert host(term) == name


def test_statements_count_once() -> None:
    statements = Statements([("<a>", SKOS.broader, "<b>")] * 2 + [("<a>", SKOS.broader, "<c>")])
    assert len(statements) == 2
    assert sorted(statements) == [("<a>", SKOS.broader, "<b>"), ("<a>", SKOS.broader, "<c>")]


def test_properties_declared_in_a_circle() -> None:
    sub = "<http://www.w3.org/2000/01/rdf-schema#subPropertyOf>"
    statements = Statements(
        [("<p>", sub, "<q>"), ("<q>", sub, "<p>"), ("<q>", sub, SKOS.broader), ("<a>", "<p>", "<b>")]
    )
    assert statements.pairs(SKOS.semanticRelation) == {"<a>": {"<b>"}}


def test_the_usual_host_is_its_own() -> None:
    concepts = ["<http://b.example/1>", "<http://b.example/2>", "<http://a.example/1>", "_:x"]
    statements = Statements((concept, SKOS.related, "<urn:x>") for concept in concepts)
    assert statements.host == "b.example"
    assert statements.own == set(concepts[:2])


def test_languages_as_bits() -> None:
    statements = Statements(
        [("<a>", SKOS.related, "<b>"), ("<a>", SKOS.prefLabel, '"x"@fr'), ("<b>", SKOS.prefLabel, '"x"@EN')]
    )
    assert statements.languages == ("en", "fr")
    assert statements.coverage == {"<a>": 0b10, "<b>": 0b01}
