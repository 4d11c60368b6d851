"""The index of vocabularies, by address, by relation and by name."""

import pickle

import pytest

from vocab.index import VocabularyIndex
from vocab.schema import Relation


def test_vocabularies_in_order_with_their_size(index: VocabularyIndex) -> None:
    assert [(one.id, one.concepts) for one in index.vocabularies()] == [("winds", 3), ("seas", 2)]


def test_relations(index: VocabularyIndex) -> None:
    bora, wind = index.concept("https://winds.example/bora"), index.concept("https://winds.example/wind")
    assert bora is not None
    assert wind is not None
    assert index.objects(bora.number, Relation.BROADER) == [wind]
    assert index.subjects(wind.number, Relation.BROADER) == [bora]
    assert (bora.narrower, wind.narrower) == (False, True)
    assert [one.iri for one in index.matching(bora.iri, "exactMatch")] == ["https://seas.example/bora"]
    assert index.matching(bora.iri, "closeMatch") == []
    assert [one.subject for one in index.mappings_to("http://seas.example/bora/")] == [bora.iri]


def test_concepts_by_iri_and_by_name(index: VocabularyIndex) -> None:
    bora = index.concept("https://winds.example/bora")
    assert bora is not None
    assert bora.labels == {"en": "Bora", "fr": "bora"}
    assert index.concept("https://winds.example/none") is None
    assert index.concepts(["https://winds.example/none", "https://winds.example/bora"]) == [bora]
    assert [one.iri for one in index.named("mer d'ete")] == ["https://seas.example/bora"]
    assert index.named("nothing") == []


def test_file_is_opened_for_reading_only(index: VocabularyIndex) -> None:
    with pytest.raises(Exception, match="readonly"):
        index.connection.execute("DELETE FROM resource")


def test_a_copy_opens_the_same(index: VocabularyIndex) -> None:
    again = pickle.loads(pickle.dumps(index))
    assert again.concept("https://winds.example/bora") == index.concept("https://winds.example/bora")
    again.close()
