"""Thesauri: the vocabularies of the index by what records call them.

Known are the names and aliases of the registry and what publishers call their schemes. The service's own vocabularies
stand in for thesauri of others, whose titles are among their aliases: what is found in them under such a title is a
concept of the same name, and not the one that is cited.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import orjson
from rapidfuzz import fuzz, process

from .label import normalise
from .likeness import key, likeness
from .namespace import DCTERMS, RDFS, SKOS
from .schema import Kind
from .term import is_iri, literal_parts

TITLES = frozenset({SKOS.prefLabel, DCTERMS.title, RDFS.label, "<http://purl.org/dc/elements/1.1/title>"})
"""What says how a scheme is called."""

_SCHEMES = ", ".join(str(kind) for kind in range(2 * max(Kind)) if kind & Kind.SCHEME)
"""Every kind of resource that is a scheme."""

_VERSION = re.compile(
    r"[\s,;-]*(?:\b(?:v|ver|version|release|edition|r[ée]vision)\.?\s*|(?<=\s)v?(?=\d+\.))\d[\w.]*.*$", re.IGNORECASE
)
"""What titles end with that names no other thesaurus."""

_CODE = re.compile(r"\(([\w:]{2,20})\)\s*$")
"""The code of a thesaurus behind its title."""

_PUBLISHER = re.compile(r"^(.{3,60}?) - ")
"""What stands before the name of a part of a thesaurus."""

ALIKE = 0.92
"""Titles that are at least so alike are of one thesaurus."""

LONGEST = 300

OWN = "https://w3id.org/terrafair/"
"""How the IRIs of the service's own concepts begin."""


class Cited(NamedTuple):
    """What a title or address cites.

    Attributes:
        vocabularies: numbers; empty where nothing is known by it.
        stand_in: whether they only stand in for what is cited.
    """

    vocabularies: frozenset[int]
    stand_in: bool = False


class Thesauri:
    """The vocabularies of an index.

    Args:
        connection: the index.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute(
            "SELECT number, id, facet, namespace, scheme, titles FROM vocabulary ORDER BY number"
        ).fetchall()
        self._ids: dict[int, str] = {row[0]: row[1] for row in rows}
        self._numbers = {name: number for number, name in self._ids.items()}
        self._facets: dict[int, str] = {row[0]: row[2] for row in rows}
        self._namespaces = {row[0]: row[3] for row in rows}
        self._own = {
            row[0]: {
                form(_name(name)) for name in (row[1], row[4], *orjson.loads(row[5]).values()) for form in (str, key)
            }
            for row in rows
            if row[3].startswith(OWN)
        }
        self._aliases: dict[str, set[int]] = {}
        for name, number in (*connection.execute("SELECT name, vocabulary FROM alias"), *_scheme_names(connection)):
            if known := _name(name):
                self._aliases.setdefault(known, set()).add(number)
        self._keys: dict[str, set[int]] = {}
        for name, numbers in self._aliases.items():
            for spelt in (key(name), _joined(name)):
                self._keys.setdefault(spelt, set()).update(numbers)
        self.cited = lru_cache(2048)(self._cited)
        """What a title or address cites."""

    def id(self, number: int) -> str:
        """The id of a vocabulary."""
        return self._ids[number]

    def facet(self, number: int) -> str:
        """What the concepts of a vocabulary are."""
        return self._facets[number]

    def numbers(self, ids: Iterable[str]) -> frozenset[int]:
        """The numbers of vocabularies by id; those that are not held are left out."""
        return frozenset(self._numbers[name] for name in ids if name in self._numbers)

    def namespaces(self, numbers: Iterable[int]) -> list[str]:
        """How the IRIs of vocabularies begin."""
        return sorted({self._namespaces[number] for number in numbers} - {""})

    def _cited(self, title: str) -> Cited:
        title = title[:LONGEST]
        name, found = self._known(title)
        standing_in = {number for number in found if number in self._own and name not in self._own[number]}
        return Cited(frozenset(found - standing_in or found), stand_in=bool(found) and found == standing_in)

    def _known(self, title: str) -> tuple[str, set[int]]:
        """The name by which a title is known, and the numbers of the vocabularies that it cites.

        Its version does not count, nor what is between the words; failing that, the one that is most alike is taken.
        """
        bare = _VERSION.sub("", title)
        for name in map(_name, (title, bare, *_CODE.findall(bare))):
            if name in self._aliases:
                return name, self._aliases[name]
        said = key(_name(bare))
        for spelt in (said, _joined(_name(bare))):
            if spelt in self._keys:
                return spelt, self._keys[spelt]
        for name in map(_name, _PUBLISHER.findall(title)):
            if name in self._aliases:
                return name, self._aliases[name]
        near = process.extract(said, self._keys.keys(), scorer=fuzz.ratio, limit=5, score_cutoff=80) if said else ()
        scores = sorted(((likeness(said, other), other) for other, _, _ in near), reverse=True)
        if scores and scores[0][0] >= ALIKE and (len(scores) == 1 or scores[1][0] < scores[0][0]):
            return scores[0][1], self._keys[scores[0][1]]
        return "", set()


def _name(text: str) -> str:
    """A title or address as it is compared; http or https makes no difference."""
    return normalise(text).removeprefix("https ").removeprefix("http ")


def _joined(name: str) -> str:
    return name.replace(" ", "")


def _scheme_names(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """What publishers call their schemes, and the addresses of these."""
    rows = connection.execute(
        "SELECT r.vocabulary, r.iri, s.lines FROM vocabulary v"
        f" JOIN resource r ON r.vocabulary = v.number AND r.kind IN ({_SCHEMES})"
        " JOIN statement s ON s.resource = r.number"
    )
    for number, iri, lines in rows:
        yield iri, number
        for line in lines.split("\n"):
            prop, _, value = line.partition(" ")
            if prop in TITLES and not is_iri(value):
                yield literal_parts(value)[0], number
