"""The vocabularies of the shared corpus as the service holds them once loaded, and a large one that is made up."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from catalogue.loading import load_files
from vocab.edition import Edition, Editions, lines_of
from vocab.loader import Holding, holdings
from vocab.namespace import RDF, SKOS
from vocab.registry import Vocabulary, load_registry
from vocab.term import literal

from .shared_vocabularies import FILES, files_of

LOADED = datetime(2026, 1, 1, tzinfo=UTC)

BASE = "https://example.org/corpus/"


def corpus_holdings(corpus: Path, folder: Path) -> list[Holding]:
    """The vocabularies of the registry, those of the corpus loaded from its files.

    Args:
        corpus: where the files are.
        folder: where the editions are kept.

    Raises:
        VocabularyError: a file cannot be read at all.
    """
    registry, editions = load_registry(), Editions(folder)
    for vocabulary in registry:
        if vocabulary.id in FILES:
            load_files(vocabulary, editions, files_of(vocabulary.id, corpus), "", LOADED, force=True)
    return holdings(registry, editions)


LANGUAGES = ("en", "fr", "de", "it", "nl")

BRANCHES = 8
"""Concepts below each of the synthetic ones."""


def synthetic_holding(concepts: int, words: Mapping[str, Sequence[str]], seed: int = 5) -> Holding:
    """A vocabulary of so many concepts with a label in each of ``LANGUAGES``, made of words by language."""
    base = f"{BASE}synthetic/"
    vocabulary = Vocabulary(
        *("synthetic", {"en": "Synthetic"}, None, f"{BASE}synthetic", base, LANGUAGES, "", "", "", "theme")
    )

    def lines() -> Iterator[bytes]:
        chance = random.Random(seed)
        for number in range(concepts):
            subject = f"<{base}{number:07d}>"
            said = [(RDF.type, SKOS.Concept)]
            if number:
                said.append((SKOS.broader, f"<{base}{(number - 1) // BRANCHES:07d}>"))
            for language in LANGUAGES:
                chosen = chance.choices(words[language], k=chance.randint(1, 4))
                said.append((SKOS.prefLabel, literal(" ".join(chosen), language=language)))
            yield from lines_of((subject, prop, value) for prop, value in sorted(said))

    return Holding(vocabulary, Edition("synthetic", "1"), lines)
