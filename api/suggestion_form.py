"""The fields of a suggestion: how long each may be, and what is wrong with what was sent."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from catalogue.suggestions import Draft
from vocab.index import VocabularyIndex
from vocab.term import TermError, iri, iri_value

from .address import is_web_address
from .texts import LANGUAGES

LENGTHS: Mapping[str, int] = {
    "vocabulary": 100, "label_en": 200, "label_fr": 200, "definition": 2000, "reason": 2000, "broader": 500,
    "source": 500, "contact": 200, "language": 8,
}  # fmt: skip
"""Characters of each field at most."""

LINES = ("definition", "reason")
"""The fields that may have several lines."""

TRAP = "website"
"""A field that people do not see; who fills it is a machine."""

_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, and those that turn the direction of what follows."""


class Filled(NamedTuple):
    """What was sent.

    Attributes:
        draft: the fields, cleaned.
        errors: for each field with something wrong, the key of the text that says so.
    """

    draft: Draft
    errors: Mapping[str, str]


def read(values: Mapping[str, object], index: VocabularyIndex, language: str) -> Filled:
    """The fields of a form or a JSON object.

    Args:
        values: by name; other names are left alone.
        index: knows the vocabularies.
        language: of the texts, when they do not say theirs.
    """
    errors = dict[str, str]()
    said = dict[str, str]()
    for name, longest in LENGTHS.items():
        value = values.get(name)
        text = _clean(value, lines=name in LINES) if isinstance(value, str) else ""
        if value is not None and not isinstance(value, str):
            errors[name] = "suggest.error_text"
        elif len(text) > longest:
            errors[name] = "suggest.error_long"
        said[name] = text[:longest]
    if said["language"] not in LANGUAGES:
        said["language"] = language
    if not said["label_en"] and not said["label_fr"]:
        errors.setdefault("label_en", "suggest.error_label")
    if not said["reason"]:
        errors.setdefault("reason", "suggest.error_reason")
    if said["broader"] and not _is_iri(said["broader"]):
        errors.setdefault("broader", "suggest.error_address")
    if said["source"] and not (is_web_address(said["source"]) and _is_iri(said["source"])):
        errors.setdefault("source", "suggest.error_web")
    entry = index.vocabulary(said["vocabulary"]) if said["vocabulary"] else None
    if said["vocabulary"] and entry is None:
        errors.setdefault("vocabulary", "suggest.error_vocabulary")
    return Filled(Draft(**said, scheme=entry.scheme if entry else ""), errors)


def _clean(text: str, *, lines: bool) -> str:
    """A text as it is kept: composed, without controls, on one line unless it may have several."""
    # far more than any field may have is not worth the work
    whole = unicodedata.normalize("NFC", text[:20_000].replace("\r\n", "\n").replace("\r", "\n"))
    plain = _UNWANTED.sub("", whole)
    return plain.strip() if lines else " ".join(plain.split())


def _is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI as it stands."""
    try:
        return iri_value(iri(text)) == text
    except TermError:
        return False
