"""Vocabularies that are compressed, or packed together."""

import gzip
import io
import zipfile

import pytest

from harvesters.vocabularies import packing
from harvesters.vocabularies.packing import unpacked
from vocab.errors import VocabularyError
from vocab.reading.document import Document


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_document_is_itself() -> None:
    assert list(unpacked(Document("a.ttl", b"a"))) == [Document("a.ttl", b"a")]


def test_what_is_compressed_is_inflated() -> None:
    packed = Document("https://w.example/gemet.rdf.gz", gzip.compress(b"<rdf/>"))
    assert list(unpacked(packed)) == [Document("https://w.example/gemet.rdf", b"<rdf/>")]


def test_of_an_archive_the_vocabularies_are_taken() -> None:
    packed = Document("a.zip", zipped({"agrovoc.nt": b"n", "README.html": b"h", "in/winds.csv": b"c"}))
    assert sorted(unpacked(packed)) == [Document("agrovoc.nt", b"n"), Document("in/winds.csv", b"c")]


def test_what_is_damaged_or_too_large_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gzip.compress(b"x" * 5000)
    with pytest.raises(VocabularyError, match=r"a\.gz"):
        list(unpacked(Document("a.gz", whole[:-9])))
    with pytest.raises(VocabularyError, match=r"a\.zip"):
        list(unpacked(Document("a.zip", zipped({"a.nt": b"a" * 9999})[:60])))
    monkeypatch.setattr(packing, "LARGEST", 4000)
    with pytest.raises(VocabularyError, match="more than 4000"):
        list(unpacked(Document("a.gz", whole)))
    with pytest.raises(VocabularyError, match=r"a\.nt"):
        list(unpacked(Document("a.zip", zipped({"a.nt": b"a" * 9999}))))
