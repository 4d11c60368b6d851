from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.holdings import library
from vocab.concept import Concept
from vocab.index import VocabularyIndex
from vocab.namespace import SKOS
from vocab.registry import Vocabulary


def vocabulary(name: str) -> Vocabulary:
    base = f"https://{name}.example/"
    return Vocabulary(
        name, {"en": name, "fr": name}, Path(), base, base, ("en", "fr"), "", "Someone", base, "theme", ()
    )


WINDS, SEAS = vocabulary("winds"), vocabulary("seas")
CONCEPTS = (
    Concept("<https://winds.example/wind>", "winds", {"en": "wind", "fr": "vent"}),
    Concept(
        "<https://winds.example/bora>",
        "winds",
        {"en": "Bora", "fr": "bora"},
        (("Bura", "en"), ("cold wind", "en")),
        (("boora", ""),),
        "B1",
        ("<https://winds.example/wind>",),
        ((SKOS.exactMatch, "<https://seas.example/bora>"), (SKOS.closeMatch, "<https://elsewhere.example/x>")),
    ),
    Concept("<https://winds.example/old>", "winds", {"en": "old wind"}, deprecated=True),
    Concept("<https://seas.example/bora>", "seas", {"en": "Bora sea", "fr": "mer d'été"}),
    Concept("<https://seas.example/odd>", "seas", {"en": "100% [sure]? a*b"}),
)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[VocabularyIndex]:
    library((WINDS, SEAS), CONCEPTS).write_index(tmp_path / "index.sqlite")
    opened = VocabularyIndex(tmp_path / "index.sqlite")
    yield opened
    opened.close()
