"""The registry of vocabularies."""

from pathlib import Path

import pytest

from vocab.errors import VocabularyError
from vocab.registry import VOCABULARIES, load_registry

STANZA = """
[[vocabulary]]
id = "winds"
title = { en = "Winds", fr = "Vents" }
file = "winds.ttl"
scheme = "https://winds.example/scheme"
namespace = "https://winds.example/"
languages = ["en", "fr"]
licence = ""
publisher = "Wind institute"
homepage = "https://winds.example/"
facet = "parameter"
"""
FACETS = {"theme", "parameter", "platform", "instrument", "mission", "topic", "place", "unit", "authority"}


def test_stanza(tmp_path: Path) -> None:
    (tmp_path / "v.toml").write_text(STANZA, "utf-8")
    (winds,) = load_registry(tmp_path / "v.toml")
    assert winds.path == tmp_path / "winds.ttl"
    assert (winds.id, winds.title["fr"], winds.languages, winds.aliases) == ("winds", "Vents", ("en", "fr"), ())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[vocabulary]\n", "v.toml"),
        (STANZA.replace('facet = "parameter"\n', ""), "winds"),
        (STANZA.replace("facet", "face"), "winds"),
        (STANZA.replace('file = "winds.ttl"\n', ""), "winds"),
        ('[[vocabulary]]\ntitle = {en = "x"}\n', r"'\?'"),
        (STANZA + STANZA, "share an id"),
    ],
)
def test_a_wrong_file_is_named(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "v.toml").write_text(text, "utf-8")
    with pytest.raises(VocabularyError, match=message):
        load_registry(tmp_path / "v.toml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"none\.toml"):
        load_registry(tmp_path / "none.toml")


def test_no_vocabulary_at_all(tmp_path: Path) -> None:
    (tmp_path / "v.toml").write_text("", "utf-8")
    assert load_registry(tmp_path / "v.toml") == ()


def test_own_registry() -> None:
    registry = load_registry(VOCABULARIES)
    assert len(registry) > 20
    for vocabulary in registry:
        assert vocabulary.path is None or vocabulary.path.is_file(), vocabulary.id
        assert vocabulary.facet in FACETS, vocabulary.id
        assert {"en", "fr"} <= set(vocabulary.title), vocabulary.id


def test_words_in_braces_stand_for_addresses(tmp_path: Path) -> None:
    publication = '\n[vocabulary.publication]\nvia = "document"\nurls = ["https://w.example/{a,b}.{en,fr}", "x"]\n'
    (tmp_path / "v.toml").write_text(STANZA.replace('file = "winds.ttl"\n', "") + publication, "utf-8")
    (winds,) = load_registry(tmp_path / "v.toml")
    assert winds.publication is not None
    assert [url.removeprefix("https://w.example/") for url in winds.publication.urls] == [
        "a.en",
        "a.fr",
        "b.en",
        "b.fr",
        "x",
    ]
