"""Others who match terms, on the same pairs: plain equality of labels, and text2term where it is installed.

text2term (PyPI) wants packages of its own; ``TERRAFAIR_TEXT2TERM`` names the Python of an environment that has it. It
is given every label of each vocabulary, and each term with the vocabulary that its record names, or all of them.
"""

import os
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import orjson

VARIABLE = "TERRAFAIR_TEXT2TERM"
SCRIPT = Path(__file__).parent / "peers" / "tfidf.py"
MINUTES = 20


class Entry(NamedTuple):
    """A label of a concept of a vocabulary."""

    text: str
    iri: str
    vocabulary: str


class Question(NamedTuple):
    """A term, the last level where it is a path, and the vocabularies that may answer; none for all."""

    text: str
    vocabularies: frozenset[str]


class Guess(NamedTuple):
    """A concept that a peer offers, with its score."""

    iri: str
    score: float


class PeerError(Exception):
    """A peer cannot be asked; the message says why."""


def equality(entries: Sequence[Entry], questions: Sequence[Question]) -> list[list[Guess]]:
    """The concepts with exactly the label, case aside."""
    known: dict[str, dict[str, str]] = defaultdict(dict)
    for entry in entries:
        known[entry.text.casefold()][entry.iri] = entry.vocabulary
    return [
        [
            Guess(iri, 1.0)
            for iri, vocabulary in known.get(question.text.casefold(), {}).items()
            if not question.vocabularies or vocabulary in question.vocabularies
        ]
        for question in questions
    ]


def text2term(entries: Sequence[Entry], questions: Sequence[Question]) -> list[list[Guess]]:
    """What text2term offers by its default method (TF-IDF of trigrams), at most five concepts for a term.

    Raises:
        PeerError: it is not installed, or fails.
    """
    python = os.environ.get(VARIABLE, "")
    if not python:
        raise PeerError(f"{VARIABLE} names no Python that has text2term")
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    for number, question in enumerate(questions):
        groups[question.vocabularies].append(number)
    asked = [{"vocabularies": sorted(names), "texts": [questions[n].text for n in ns]} for names, ns in groups.items()]
    content = orjson.dumps({"entries": [list(entry) for entry in entries], "groups": asked})
    try:
        done = subprocess.run(
            [python, str(SCRIPT)], input=content, capture_output=True, timeout=60 * MINUTES, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or b""
        raise PeerError(f"text2term: {error} {said.decode(errors='replace')[-300:]}") from error
    answers: Mapping[int, list[list[tuple[str, float]]]] = dict(enumerate(orjson.loads(done.stdout)))
    found: list[list[Guess]] = [[] for _ in questions]
    for group, numbers in enumerate(groups.values()):
        for number, guesses in zip(numbers, answers[group], strict=True):
            found[number] = [Guess(iri, round(score, 3)) for iri, score in guesses]
    return found
