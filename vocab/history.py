"""History: the editions of vocabularies one after another, with what each changed.

What an edition changed of the one before it is worked out once, by the run that publishes it, and kept beside the
edition: a compressed file of JSON lines, of which the first counts the changes and each of the others is one. Whoever
reads pays only for what is read; a pair that do not follow each other are compared when they are asked for.
"""

import gzip
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import orjson

from .difference import Change, ChangeKind, differences
from .edition import Edition, Editions
from .errors import VocabularyError

_CHANGES = ".changes.gz"


class Step(NamedTuple):
    """An edition of a vocabulary and what it changed.

    Attributes:
        edition: the later one.
        before: the one before it; None when it is the first.
        counts: changes by kind; none of the first edition.
    """

    edition: Edition
    before: Edition | None
    counts: Mapping[str, int]


class History:
    """The history of vocabularies in a folder of editions.

    Args:
        editions: those that have been loaded.
    """

    def __init__(self, editions: Editions) -> None:
        self._editions = editions

    def update(self, vocabulary: str) -> None:
        """Work out what each edition of a vocabulary changed, where that is not known yet.

        Raises:
            VocabularyError: an edition cannot be read, or its changes cannot be written.
        """
        for later, earlier in pairwise(self._editions.all(vocabulary)):
            path = self._path(later)
            if not path.exists():
                self._write(path, earlier, later)

    def editions(self, vocabulary: str, until: str) -> list[Edition]:
        """The editions of a vocabulary that were loaded by some moment, the latest first.

        Args:
            vocabulary: its id.
            until: the moment at which the edition that is served was loaded, in ISO 8601; empty for no edition.

        Raises:
            VocabularyError: what is known of one of them cannot be read.
        """
        if not until:
            return []
        return [edition for edition in self._editions.all(vocabulary) if edition.loaded <= until]

    def steps(self, vocabulary: str, until: str) -> list[Step]:
        """The editions with what they changed, the latest first; those of which that is not known yet are left out.

        Raises:
            VocabularyError: what is known of one of them cannot be read.
        """
        editions = self.editions(vocabulary, until)
        found = [Step(later, earlier, self._counts(later)) for later, earlier in pairwise(editions) if self._has(later)]
        return found + [Step(first, None, {}) for first in editions[-1:]]

    def changes(self, before: Edition, after: Edition) -> Iterator[Change]:
        """What changed from one edition to another, in the order of the concepts as terms.

        Raises:
            VocabularyError: one of them cannot be read.
        """
        editions = self._editions.all(after.vocabulary)
        follow = any((later.name, earlier.name) == (after.name, before.name) for later, earlier in pairwise(editions))
        if follow and self._has(after):
            return self._kept(after)
        return differences(self._editions.lines(before), self._editions.lines(after))

    def _path(self, edition: Edition) -> Path:
        return self._editions.root / edition.vocabulary / (edition.name + _CHANGES)

    def _has(self, edition: Edition) -> bool:
        return self._path(edition).exists()

    def _write(self, path: Path, earlier: Edition, later: Edition) -> None:
        counts = Counter[str]()
        body, building = path.with_name(".changes-body"), path.with_name(".changes-building")
        try:
            with gzip.open(body, "wb", compresslevel=4) as out:
                for change in differences(self._editions.lines(earlier), self._editions.lines(later)):
                    counts[change.kind] += 1
                    out.write(orjson.dumps(tuple(change)) + b"\n")
            # members of a compressed file follow each other, so that what is counted last can stand first
            with building.open("wb") as whole, body.open("rb") as rest:
                whole.write(gzip.compress(orjson.dumps(_ordered(counts)) + b"\n"))
                shutil.copyfileobj(rest, whole)
            building.replace(path)
            body.unlink()
        except OSError as error:
            raise VocabularyError(f"{path}: {error}") from error

    def _lines(self, edition: Edition) -> Iterator[bytes]:
        path = self._path(edition)
        try:
            with gzip.open(path, "rb") as file:
                yield from file
        except (OSError, EOFError) as error:
            raise VocabularyError(f"{path}: {error}") from error

    def _counts(self, edition: Edition) -> dict[str, int]:
        counts: dict[str, int] = orjson.loads(next(self._lines(edition)))
        return counts

    def _kept(self, edition: Edition) -> Iterator[Change]:
        for line in islice(self._lines(edition), 1, None):
            kind, *rest = orjson.loads(line)
            yield Change(ChangeKind(kind), *rest)


def _ordered(counts: Mapping[str, int]) -> dict[str, int]:
    return {kind.value: counts[kind] for kind in ChangeKind if counts.get(kind)}
