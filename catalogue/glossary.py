"""Glossaries: which words of English and French translate each other, and which words are spelt right.

One is learned from the labels of the vocabularies, once for each generation, and kept in a file of its own: with a
quarter of a million concepts, learning takes longer than a process may take to start.
"""

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Protocol

from vocab.index import VocabularyIndex

from .document import words

LANGUAGES = ("en", "fr")

LIKENESS = 0.7
"""The least Dice coefficient of two words in the labels of the same concepts for one to translate the other."""

WITNESSES = 4
"""The least number of concepts that say so."""

_SCHEMA = """
CREATE TABLE translation (word TEXT NOT NULL, place INTEGER NOT NULL, other TEXT NOT NULL, PRIMARY KEY (word, place))
    WITHOUT ROWID;
CREATE TABLE spelt (word TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class Glossary(Protocol):
    """What is known of words."""

    def translations(self, word: str) -> tuple[str, ...]:
        """The words of the other language that stand where this one stands."""

    def knows(self, word: str) -> bool:
        """Whether the word is in a label of the vocabularies, in any language."""


class LearnedGlossary:
    """A glossary that is learned here and now.

    Args:
        labels: gives the preferred labels of concepts by language, each time anew.
    """

    def __init__(self, labels: Callable[[], Iterable[Mapping[str, str]]]) -> None:
        self.all_translations = translations(labels())
        self.spelt = {word for label in labels() for text in label.values() for word in _words(text)}

    def translations(self, word: str) -> tuple[str, ...]:
        """The words of the other language that stand where this one stands."""
        return self.all_translations.get(word, ())

    def knows(self, word: str) -> bool:
        """Whether the word is in a label of the vocabularies, in any language."""
        return word in self.spelt


class StoredGlossary:
    """A glossary that was learned before, open for reading.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True, check_same_thread=False)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def translations(self, word: str) -> tuple[str, ...]:
        """The words of the other language that stand where this one stands."""
        rows = self._connection.execute("SELECT other FROM translation WHERE word = ? ORDER BY place", (word,))
        return tuple(other for (other,) in rows)

    def knows(self, word: str) -> bool:
        """Whether the word is in a label of the vocabularies, in any language."""
        return self._connection.execute("SELECT 1 FROM spelt WHERE word = ?", (word,)).fetchone() is not None


def write_glossary(path: Path, vocabulary: Path, *, before: Path | None = None) -> None:
    """Write the glossary of a vocabulary index, or link that of an earlier generation with the same index.

    Args:
        path: the new file.
        vocabulary: the vocabulary index.
        before: folder of the earlier generation.
    """
    if before is not None and (before / path.name).exists() and vocabulary.samefile(before / vocabulary.name):
        os.link(before / path.name, path)
        return
    index = VocabularyIndex(vocabulary)
    try:
        learned = LearnedGlossary(index.labels)
    finally:
        index.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;BEGIN;{_SCHEMA}")
        connection.executemany(
            "INSERT INTO translation VALUES (?, ?, ?)",
            [
                (word, place, other)
                for word, all_ in learned.all_translations.items()
                for place, other in enumerate(all_)
            ],
        )
        connection.executemany("INSERT INTO spelt VALUES (?)", [(word,) for word in sorted(learned.spelt)])
        connection.execute("COMMIT")


def translations(labels: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """Words of one language and the word of the other that stands where they stand, both ways.

    Two words translate each other when each is the other's nearest by the Dice coefficient of the concepts whose
    labels have them, which must be at least ``LIKENESS`` with at least ``WITNESSES`` concepts in common.
    """
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    together: Counter[tuple[str, str]] = Counter()
    for label in labels:
        spoken = [_words(label.get(language, "")) for language in LANGUAGES]
        for count, said in zip(counts, spoken, strict=True):
            count.update(said if all(spoken) else ())
        together.update((english, french) for english in spoken[0] for french in spoken[1])
    likeness = {
        pair: 2 * number / (counts[0][pair[0]] + counts[1][pair[1]])
        for pair, number in together.items()
        if number >= WITNESSES
    }
    nearest: dict[tuple[int, str], tuple[float, str]] = {}
    for pair, value in likeness.items():
        for side in (0, 1):
            nearest[side, pair[side]] = max(nearest.get((side, pair[side]), (0.0, "")), (value, pair[1 - side]))
    found: dict[str, tuple[str, ...]] = {}
    for (english, french), value in likeness.items():
        mutual = nearest[0, english][1] == french and nearest[1, french][1] == english
        if mutual and value >= LIKENESS and english != french:
            found[english] = (*found.get(english, ()), french)
            found[french] = (*found.get(french, ()), english)
    return found


def _words(label: str) -> set[str]:
    return {word for word in words(label) if len(word) > 2 and word.isalpha()}
