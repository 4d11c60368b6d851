"""Hostile and broken XML."""

import pytest

from vocab.errors import VocabularyError
from vocab.reading.document import Document
from vocab.reading.tree import attribute, children, local, root, text

LAUGHS = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><winds name="&b;">&b;&b;</winds>'


def test_names_are_local() -> None:
    winds = root(
        Document("w.xml", b'<w:winds xmlns:w="u" w:id="1"><!-- - --><w:wind>a<b> bora</b></w:wind></w:winds>'), "winds"
    )
    assert (local(winds), attribute(winds, "id"), attribute(winds, "name")) == ("winds", "1", "")
    assert [local(child) for child in children(winds, "wind")] == ["wind"]
    assert (text(winds, "wind"), text(winds, "storm")) == ("a bora", "")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (LAUGHS, "document type|entit"),
        ('<!DOCTYPE winds SYSTEM "file:///etc/passwd"><winds/>', "document type"),
        ("<winds><wind></winds>", "line 1"),
        ("<winds>" * 300 + "</winds>" * 300, "depth|Excessive"),
        ("", "empty|Document"),
        ("<html/>", "the root is html, not winds"),
    ],
)
def test_the_document_and_the_reason_are_named(content: str, reason: str) -> None:
    with pytest.raises(VocabularyError, match=rf"w\.xml: .*(?:{reason})"):
        root(Document("w.xml", content.encode()), "winds")
