"""Editions: the versions of vocabularies that have been loaded, each kept as it was.

A folder for each vocabulary holds three files for each edition: its statements in N-Triples, compressed, in the order
of their subjects; what is known of it, as JSON; and the quality report of what its publisher has. Editions are never
changed, so that two can be compared and an earlier one be gone back to.
"""

import gzip
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from .errors import VocabularyError
from .term import Triple

_STATEMENTS, _MANIFEST, _QUALITY = ".nt.gz", ".json", ".quality.gz"


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a vocabulary.

    Attributes:
        vocabulary: the id of the vocabulary.
        version: stands for its statements; the same while they are.
        loaded: when, in ISO 8601 UTC; empty for what comes with the service.
        checked: when its publisher was last seen to have nothing newer.
        issued: the version or date that its publisher gives it; empty when none is given.
        statements: how many.
        concepts: how many.
        documents: what it was made of: name, and what its server says for asking again.
        findings: how many of each code.
        examples: the first findings of each code: code, focus, message in English and French, excerpt.
    """

    vocabulary: str
    version: str
    loaded: str = ""
    checked: str = ""
    issued: str = ""
    statements: int = 0
    concepts: int = 0
    documents: tuple[Mapping[str, str], ...] = ()
    findings: Mapping[str, int] = field(default_factory=dict)
    examples: tuple[Mapping[str, str], ...] = ()

    @property
    def name(self) -> str:
        """Of its files: the moment of loading and its version."""
        return f"{re.sub('[^0-9TZ]', '', self.loaded)}-{self.version}"


def version_of(lines: Iterable[bytes]) -> str:
    """Twelve hexadecimal digits that stand for statements as lines of N-Triples."""
    digest = hashlib.blake2b(digest_size=6)
    for line in lines:
        digest.update(line)
    return digest.hexdigest()


def lines_of(triples: Iterable[Triple]) -> Iterator[bytes]:
    """Statements as lines of N-Triples."""
    return (f"{s} {p} {o} .\n".encode() for s, p, o in triples)


class Editions:
    """The editions in a folder.

    Args:
        root: the folder, which need not exist.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def all(self, vocabulary: str) -> list[Edition]:
        """Those of one vocabulary, the latest first.

        Raises:
            VocabularyError: what is known of one of them cannot be read.
        """
        files = sorted((self.root / vocabulary).glob(f"*{_MANIFEST}"), reverse=True)
        return [_read(file) for file in files]

    def latest(self, vocabulary: str) -> Edition | None:
        """The latest of one vocabulary.

        Raises:
            VocabularyError: what is known of it cannot be read.
        """
        file = max((self.root / vocabulary).glob(f"*{_MANIFEST}"), default=None)
        return _read(file) if file else None

    def add(self, edition: Edition, triples: Iterable[Triple]) -> Edition:
        """Keep an edition; where the latest one has the same statements, what is known of it is brought up to date.

        Args:
            edition: what is known of it, its version and number of statements aside.
            triples: its statements in their order.

        Returns:
            The edition that is now the latest.

        Raises:
            VocabularyError: it cannot be written.
        """
        folder = self.root / edition.vocabulary
        try:
            folder.mkdir(parents=True, exist_ok=True)
            building = folder / ".building"
            digest, count = hashlib.blake2b(digest_size=6), 0
            with gzip.open(building, "wb", compresslevel=4) as out:
                for line in lines_of(triples):
                    digest.update(line)
                    out.write(line)
                    count += 1
            latest, version = self.latest(edition.vocabulary), digest.hexdigest()
            if latest and latest.version == version:
                building.unlink()
                known = _with(
                    latest,
                    checked=edition.checked,
                    issued=edition.issued,
                    documents=edition.documents,
                    findings=edition.findings,
                    examples=edition.examples,
                )
            else:
                known = _with(edition, version=version, statements=count)
                building.replace(folder / (known.name + _STATEMENTS))
        except OSError as error:
            raise VocabularyError(f"{folder}: {error}") from error
        self._write(known)
        return known

    def keep_quality(self, edition: Edition, report: Mapping[str, Any]) -> None:
        """Keep the quality report of an edition (``quality.report.as_kept``).

        Raises:
            VocabularyError: it cannot be written.
        """
        path = self.root / edition.vocabulary / (edition.name + _QUALITY)
        try:
            path.write_bytes(gzip.compress(orjson.dumps(report), 4))
        except OSError as error:
            raise VocabularyError(f"{path}: {error}") from error

    def quality(self, edition: Edition) -> Mapping[str, Any] | None:
        """The quality report of an edition, as it was kept; None when there is none.

        Raises:
            VocabularyError: it cannot be read.
        """
        path = self.root / edition.vocabulary / (edition.name + _QUALITY)
        try:
            report: Mapping[str, Any] | None = (
                orjson.loads(gzip.decompress(path.read_bytes())) if path.exists() else None
            )
        except (OSError, EOFError, ValueError) as error:
            raise VocabularyError(f"{path}: {error}") from error
        return report

    def confirm(self, edition: Edition, checked: str) -> Edition:
        """Keep that the publisher of an edition was seen to have nothing newer.

        Raises:
            VocabularyError: it cannot be written.
        """
        known = _with(edition, checked=checked)
        self._write(known)
        return known

    def forget(self, edition: Edition) -> None:
        """Remove an edition.

        Raises:
            VocabularyError: it cannot be removed.
        """
        folder = self.root / edition.vocabulary
        try:
            for suffix in (_MANIFEST, _STATEMENTS, _QUALITY):
                (folder / (edition.name + suffix)).unlink(missing_ok=True)
        except OSError as error:
            raise VocabularyError(f"{folder}: {error}") from error

    def _write(self, edition: Edition) -> None:
        folder = self.root / edition.vocabulary
        try:
            written = folder / ".manifest"
            written.write_bytes(orjson.dumps(asdict(edition), option=orjson.OPT_INDENT_2))
            written.replace(folder / (edition.name + _MANIFEST))
        except OSError as error:
            raise VocabularyError(f"{folder}: {error}") from error

    def lines(self, edition: Edition) -> Iterator[bytes]:
        """The statements of an edition, as lines of N-Triples in the order of their subjects.

        Raises:
            VocabularyError: they cannot be read.
        """
        path = self.root / edition.vocabulary / (edition.name + _STATEMENTS)
        try:
            with gzip.open(path, "rb") as file:
                yield from file
        except (OSError, EOFError) as error:
            raise VocabularyError(f"{path}: {error}") from error


def _with(edition: Edition, **values: Any) -> Edition:
    return Edition(**{**asdict(edition), **values})


def _read(path: Path) -> Edition:
    try:
        known = orjson.loads(path.read_bytes())
        return Edition(**{**known, "documents": tuple(known["documents"]), "examples": tuple(known["examples"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise VocabularyError(f"{path}: {error}") from error
