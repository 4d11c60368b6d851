"""What words stand for: their translations, compounds and misspellings, and nothing that merely has their letters."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from catalogue.document import words
from catalogue.expansion import Expansion, content_words, one_letter_apart
from catalogue.glossary import LearnedGlossary, StoredGlossary, translations, write_glossary
from vocab.library import own_library


class Words:
    """An index of some words and the number of records that have each."""

    def __init__(self, records: Mapping[str, int]) -> None:
        self._records = records

    def beginning(self, prefix: str) -> Iterable[tuple[str, int]]:
        return ((word, number) for word, number in self._records.items() if word.startswith(prefix))

    def __contains__(self, word: str) -> bool:
        return word in self._records


def learned(labels: Iterable[Mapping[str, str]]) -> LearnedGlossary:
    kept = list(labels)
    return LearnedGlossary(lambda: kept)


LABELS = [
    {"en": f"{english} {kind}", "fr": f"{nature} de l'{french}"}
    for english, french in (("water", "eau"), ("air", "air"))
    for kind, nature in (("quality", "qualité"), ("use", "usage"), ("colour", "couleur"), ("depth", "profondeur"))
]


@pytest.fixture(scope="module")
def labels() -> list[Mapping[str, str]]:
    return list(own_library().index().labels())


def test_a_glossary_is_learned_from_labels() -> None:
    found = translations(LABELS)
    assert found["water"] == ("eau",)
    assert found["eau"] == ("water",)
    assert "air" not in found


def test_what_few_labels_say_is_not_believed() -> None:
    assert translations(LABELS[:3]) == {}


@pytest.mark.parametrize(
    ("english", "french"),
    [("water", "eau"), ("carbon", "carbone"), ("conductivity", "conductivite"), ("snow", "neige"), ("soil", "sol")],
)
def test_the_vocabularies_teach_the_words_of_the_field(
    labels: list[Mapping[str, str]], english: str, french: str
) -> None:
    found = translations(labels)
    assert found[english] == (french,)
    assert found[french] == (english,)


def test_a_word_stands_for_its_translation_and_for_compounds_of_both() -> None:
    index = Words({"water": 9, "eau": 3, "groundwater": 2, "watershed": 1, "underwater": 1, "bureau": 5})
    assert set(Expansion(learned(LABELS), index).words("eau")) == {
        "eau",
        "water",
        "groundwater",
        "watershed",
        "underwater",
    }


def test_letters_within_another_word_are_not_looked_for() -> None:
    index = Words({"air": 9, "aircraft": 2, "fair": 1, "pair": 1, "horaire": 4, "aire": 1, "repair": 2})
    assert Expansion(learned(()), index).words("air") == ("air", "aircraft")


def test_only_words_of_the_index_are_looked_for() -> None:
    assert Expansion(learned(LABELS), Words({})).words("air") == ("air",)


def test_a_rare_misspelling_in_records_is_found() -> None:
    index = Words({"air": 9, "aircraft": 20, "aircrart": 2})
    assert Expansion(learned(()), index).words("air") == ("air", "aircraft", "aircrart")


def test_a_word_of_its_own_is_no_misspelling() -> None:
    labels = [{"en": "isotopic ratio", "fr": "rapport isotopique"}]
    rare, frequent = Words({"isotropic": 5, "isotopic": 2}), Words({"radiation": 9, "radiatian": 4})
    assert Expansion(learned(labels), rare).words("isotropic") == ("isotropic",)
    assert Expansion(learned(()), frequent).words("radiation") == ("radiation",)


def test_a_misspelt_query_finds_the_word_that_is_meant() -> None:
    index = Words({"temperature": 500, "air": 1})
    assert "temperature" in Expansion(learned(()), index).words("temperture")


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("aircraft", "aircrart", True),
        ("carbonaceous", "carbonaceaous", True),
        ("temperature", "temperture", True),
        ("temperature", "temperatuer", True),
        ("temperature", "temperature", False),
        ("aircraft", "airborne", False),
        ("salinity", "salinities", False),
    ],
)
def test_one_letter_apart(one: str, other: str, apart: bool) -> None:
    assert one_letter_apart(one, other) is apart
    assert one_letter_apart(other, one) is apart


def test_function_words_are_not_asked_for() -> None:
    assert content_words("Température de l'eau à la surface") == ["temperature", "eau", "surface"]
    assert content_words("the") == ["the"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Eaux souterraines", ["eau", "souterraine"]),
        ("<b>salinities</b>", ["b", "salinity", "b"]),
        ("énergies", ["energy"]),
        ("AIRS data", ["airs", "data"]),
        ("analysis of gas", ["analysis", "of", "gas"]),
    ],
)
def test_words_are_kept_without_accents_markup_and_plural(text: str, kept: list[str]) -> None:
    assert words(text) == kept


def test_a_glossary_is_the_same_in_its_file(tmp_path: Path, labels: list[Mapping[str, str]]) -> None:
    own_library().write_index(tmp_path / "vocabulary.sqlite")
    write_glossary(tmp_path / "glossary.sqlite", tmp_path / "vocabulary.sqlite")
    stored, here = StoredGlossary(tmp_path / "glossary.sqlite"), learned(labels)
    try:
        for word in (*here.all_translations, "nonsense"):
            assert stored.translations(word) == here.translations(word)
        for word in (*sorted(here.spelt)[::50], "nonsense", ""):
            assert stored.knows(word) == here.knows(word)
    finally:
        stored.close()


def test_a_glossary_is_learned_once_for_an_index(tmp_path: Path) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    for folder in (one, two, three):
        folder.mkdir()
    own_library().write_index(one / "vocabulary.sqlite")
    (two / "vocabulary.sqlite").hardlink_to(one / "vocabulary.sqlite")
    own_library().write_index(three / "vocabulary.sqlite")
    write_glossary(one / "glossary.sqlite", one / "vocabulary.sqlite")
    for folder, same in ((two, True), (three, False)):
        write_glossary(folder / "glossary.sqlite", folder / "vocabulary.sqlite", before=one)
        assert (folder / "glossary.sqlite").samefile(one / "glossary.sqlite") is same
