"""The fields of a suggestion."""

from typing import Any

import pytest

from api.suggestion_form import LENGTHS, read
from api.texts import load_texts
from vocab.index import VocabularyIndex
from vocab.library import own_library


@pytest.fixture(scope="module")
def index() -> VocabularyIndex:
    return own_library().index()


GOOD = {"label_en": "Wind chill", "reason": "Because."}


def test_fields_are_cleaned(index: VocabularyIndex) -> None:
    filled = read(
        {
            "label_en": "  Wind\n\tchill\x00\u202e ",
            "label_fr": "e\u0301olien",
            "reason": "One\r\ntwo\rthree \x07",
            "vocabulary": "ecv",
            "other": "thing",
        },
        index,
        "fr",
    )
    draft = filled.draft
    assert not filled.errors
    assert (draft.label_en, draft.label_fr, draft.reason) == ("Wind chill", "éolien", "One\ntwo\nthree")
    assert (draft.vocabulary, draft.scheme, draft.language) == ("ecv", "https://w3id.org/terrafair/ecv", "fr")


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"label_en": ""}, "label_en", "suggest.error_label"),
        ({"label_en": "\x00 "}, "label_en", "suggest.error_label"),
        ({"label_en": 5}, "label_en", "suggest.error_text"),
        ({"label_en": "x" * 201}, "label_en", "suggest.error_long"),
        ({"label_fr": "x" * 100_000}, "label_fr", "suggest.error_long"),
        ({"reason": " \n "}, "reason", "suggest.error_reason"),
        ({"reason": None}, "reason", "suggest.error_reason"),
        ({"reason": ["x"]}, "reason", "suggest.error_text"),
        ({"broader": "atmosphere"}, "broader", "suggest.error_address"),
        ({"broader": "javascript:alert(1)"}, "broader", "suggest.error_address"),
        ({"broader": "http://x.example/a b"}, "broader", "suggest.error_address"),
        ({"source": "urn:x:y"}, "source", "suggest.error_web"),
        ({"source": "javascript:alert(1)"}, "source", "suggest.error_web"),
        ({"source": "https://"}, "source", "suggest.error_web"),
        ({"vocabulary": "nothing"}, "vocabulary", "suggest.error_vocabulary"),
    ],
)
def test_what_is_wrong(changes: dict[str, Any], field: str, error: str, index: VocabularyIndex) -> None:
    filled = read(GOOD | changes, index, "en")
    assert filled.errors == {field: error}
    assert error in load_texts()
    assert all(len(getattr(filled.draft, name)) <= longest for name, longest in LENGTHS.items())


def test_what_is_right(index: VocabularyIndex) -> None:
    for changes in ({"label_en": "", "label_fr": "x"}, {"broader": "urn:x:y"}, {"source": "https://x.example/a?b#c"}):
        assert not read(GOOD | changes, index, "en").errors
    assert read(GOOD | {"language": "de"}, index, "fr").draft.language == "fr"
    assert read(GOOD | {"language": "en"}, index, "fr").draft.language == "en"
