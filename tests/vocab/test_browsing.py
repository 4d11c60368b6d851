"""Lists of concepts in the order of a reader's language, page by page, however long they are."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.holdings import index_of
from vocab import browsing
from vocab.alphabet import DIGITS, OTHERS, Alphabet
from vocab.browsing import Browser, label_language
from vocab.concept import Concept
from vocab.index import VocabularyIndex
from vocab.label import fold
from vocab.registry import Vocabulary
from vocab.schema import Kind, LabelKind
from vocab.statistics import count_of_kind, label_counts

NS = "https://example.org/"
VOCABULARY = Vocabulary("things", {"en": "Things"}, None, NS, NS, ("en", "fr"), "", "", "", "theme")
OTHER = Vocabulary("others", {"en": "Others"}, None, "https://other.example/", "", ("en",), "", "", "", "theme")


def concept(name: str, labels: dict[str, str], *broader: str, vocabulary: str = "things", **more: object) -> Concept:
    above = tuple(f"<{NS}{one}>" for one in broader)
    return Concept(f"<{NS}{name}>", vocabulary, labels, broader=above, **more)  # type: ignore[arg-type]


LABELS = st.dictionaries(
    st.sampled_from(["fr", "en", "de", "pt-br"]), st.sampled_from(["eau", "Eau", "été", "ice", "zinc", "10", "%"])
)


@given(st.lists(LABELS, max_size=8), st.sampled_from(["fr", "en", "de"]), st.integers(1, 3), st.booleans())
def test_pages_make_the_whole_list_in_the_readers_order(
    labels: list[dict[str, str]], language: str, size: int, large: bool
) -> None:
    children = [concept(f"c{number}", one, "top") for number, one in enumerate(labels)]
    index = index_of([VOCABULARY, OTHER], [concept("top", {"en": "top"}), *children])
    top = index.concept(f"{NS}top")
    assert top is not None
    browser, found, after = Browser(index, "things", language), list[str](), ""
    with patch.object(browsing, "LARGE", 0 if large else 10_000):
        while True:
            page = browser.narrower(top, after=after, size=size)
            assert page.total == len(labels)
            assert len(page.items) <= size
            found += [item.iri for item in page.items]
            after = page.after
            if not after:
                break

    def place(number: int) -> tuple[object, ...]:
        spoken = label_language(labels[number], language)
        return (1, "", "", number) if spoken is None else (0, fold(labels[number][spoken]), spoken, number)

    assert found == [f"{NS}c{number}" for number in sorted(range(len(labels)), key=place)]


def test_a_label_falls_back_to_french_english_none_and_any_by_code() -> None:
    assert label_language({"de": "Eis", "en": "ice", "fr": "glace"}, "de") == "de"
    assert label_language({"de": "Eis", "en": "ice", "fr": "glace"}, "it") == "fr"
    assert label_language({"de": "Eis", "en": "ice"}, "it") == "en"
    assert label_language({"de": "Eis", "": "H2O"}, "it") == ""
    assert label_language({"es": "hielo", "de": "Eis"}, "it") == "de"
    assert label_language({}, "it") is None


@pytest.fixture(scope="module")
def index() -> VocabularyIndex:
    return index_of(
        [VOCABULARY],
        [
            concept("water", {"en": "Water", "fr": "Eau"}, alternatives=(("Aqua", "en"), ("élixir", "fr"))),
            concept("summer", {"en": "Summer", "fr": "Été"}, "water"),
            concept("ice", {"en": "Ice"}, "water", deprecated=True),
            concept("edge", {"fr": "Écho"}, notation="N1"),
            concept("three", {"en": "3D model", "fr": "%"}),
        ],
    )


def test_a_page_behind_what_is_not_in_the_list_goes_on_from_its_place(index: VocabularyIndex) -> None:
    water = index.concept(f"{NS}water")
    assert water is not None
    page = Browser(index, "things", "en").narrower(water, after=f"{NS}three")
    assert [item.iri for item in page.items] == [f"{NS}ice", f"{NS}summer"]
    beyond = Browser(index, "things", "en").narrower(water, after="https://nowhere.example/")
    assert len(beyond.items) == 2


def test_a_vocabulary_begins_with_what_has_nothing_above(index: VocabularyIndex) -> None:
    tops = Browser(index, "things", "fr").tops()
    assert [item.iri.removeprefix(NS) for item in tops.items] == ["three", "water", "edge"]


def test_letters_leave_accents_aside(index: VocabularyIndex) -> None:
    alphabet = Alphabet(index, "things", "fr")
    assert alphabet.headings() == ["E", OTHERS]
    assert [(entry.text, entry.alternative) for entry in alphabet.entries("E")] == [
        ("Eau", False),
        ("Écho", False),
        ("élixir", True),
        ("Été", False),
    ]
    assert Alphabet(index, "things", "en").headings() == ["A", "I", "S", "W", DIGITS]
    assert Alphabet(index, "things", "xx").headings() == []
    assert Alphabet(index, "things", "fr").entries("Q") == []


def test_letters_go_on_behind_a_label(index: VocabularyIndex) -> None:
    alphabet, found, after = Alphabet(index, "things", "fr"), list[str](), 0
    while entries := alphabet.entries("E", after=after, size=1):
        found.append(entries[0].text)
        after = entries[0].position
    assert found == ["Eau", "Écho", "élixir", "Été"]


def test_statistics(index: VocabularyIndex) -> None:
    assert label_counts(index, "things")["en"] == {LabelKind.PREFERRED: 4, LabelKind.ALTERNATIVE: 1}
    assert count_of_kind(index, "things", Kind.CONCEPT) == 5
    assert count_of_kind(index, "things", Kind.SCHEME) == 1
    assert count_of_kind(index, "things", Kind.COLLECTION) == 0
