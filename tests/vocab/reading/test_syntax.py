"""RDF documents of which the syntax is told from their first bytes, with terms that can be taken apart."""

import pytest

from vocab.errors import VocabularyError
from vocab.reading.document import Document
from vocab.reading.syntax import statements, syntax_of
from vocab.registry import Vocabulary
from vocab.term import literal_parts

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
<rdf:Description rdf:about="http://w/1"><rdfs:label {attribute}>Bora</rdfs:label></rdf:Description></rdf:RDF>"""


@pytest.mark.parametrize(
    "content",
    [
        f'<http://w/1> <{LABEL}> "Bora"@en .',
        f'PREFIX w: <http://w/>\nw:1 <{LABEL}> "Bora"@EN .',
        '\n{"@id": "http://w/1", "' + LABEL + '": {"@value": "Bora", "@language": "en"}}',
        XML.format(attribute='xml:lang="en"'),
    ],
)
def test_one_statement_in_every_syntax(content: str, winds: Vocabulary) -> None:
    found = list(statements(Document("w", content.encode()), winds, lambda _: None))
    assert found == [("<http://w/1>", f"<{LABEL}>", '"Bora"@en')]


def test_nothing_tells() -> None:
    assert syntax_of(Document("w", b"w:1 w:2 w:3 .")) == ""
    assert syntax_of(Document("w.csv", b"a,b\n")) == ""


@pytest.mark.parametrize(
    ("attribute", "parts"),
    [
        ('xml:lang="en_US"', ("Bora", "en-us", None)),
        ('xml:lang="français"', ("Bora", None, None)),
        ('rdf:datatype="http://w/a>b"', ("Bora", None, None)),
        ('rdf:datatype="http://w/a"', ("Bora", None, "http://w/a")),
    ],
)
def test_every_literal_can_be_taken_apart(attribute: str, parts: tuple[str | None, ...], winds: Vocabulary) -> None:
    ((_, _, found),) = statements(Document("w", XML.format(attribute=attribute).encode()), winds, lambda _: None)
    assert literal_parts(found) == parts


def test_what_is_no_rdf_is_named(winds: Vocabulary) -> None:
    with pytest.raises(VocabularyError, match=r"w\.html"):
        list(statements(Document("w.html", b"<html><body>Not found</body></html>"), winds, lambda _: None))
