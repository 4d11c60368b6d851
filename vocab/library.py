"""The library: the vocabularies that the service holds, with their index."""

import hashlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from .edition import Editions
from .history import History
from .index import VocabularyIndex
from .indexing import image, write_index
from .loader import Holding, holdings
from .mapping_file import LoadedSet, load_sets
from .registry import Vocabulary, load_registry
from .schema import FORMAT


@dataclass(frozen=True, slots=True)
class Library:
    """Vocabularies with their index.

    Attributes:
        holdings: each in the edition that is used, in order of preference.
        version: stands for all that the index is made of; the same while that is.
        source: the index: its file, or its bytes.
    """

    holdings: Sequence[Holding]
    version: str
    source: Path | bytes

    def index(self) -> VocabularyIndex:
        """The index, opened."""
        return VocabularyIndex(self.source)

    def write_index(self, path: Path) -> None:
        """Write a copy of the index; of a file a link, as neither is ever changed."""
        if isinstance(self.source, bytes):
            path.write_bytes(self.source)
            return
        try:
            os.link(self.source, path)
        except OSError:
            # another file system
            shutil.copyfile(self.source, path)


def version_of(held: Sequence[Holding], sets: Sequence[LoadedSet] = ()) -> str:
    """Sixteen hexadecimal digits that stand for declarations and editions of vocabularies, and for mapping sets."""
    digest = hashlib.blake2b(str(FORMAT).encode(), digest_size=8)
    for holding in held:
        declared = asdict(holding.vocabulary) | {"path": None}
        digest.update(orjson.dumps([declared, holding.edition.version, holding.edition.loaded]))
    for loaded in sets:
        digest.update(loaded.digest.encode())
    return digest.hexdigest()


def in_memory(held: Sequence[Holding], sets: Sequence[LoadedSet] = ()) -> Library:
    """A library of which the index is kept in memory.

    Raises:
        VocabularyError: an edition cannot be read.
    """
    return Library(held, version_of(held, sets), image(held, sets))


def own_library() -> Library:
    """The vocabularies and mapping sets that come with the service, in memory.

    Raises:
        VocabularyError: one of them cannot be read.
    """
    return in_memory(holdings(load_registry()), load_sets())


def open_library(
    editions: Editions,
    folder: Path,
    registry: Sequence[Vocabulary] | None = None,
    sets: Sequence[LoadedSet] | None = None,
) -> Library:
    """The vocabularies of a registry, in the latest editions; the index is made when it is not there yet.

    Args:
        editions: those that have been loaded.
        folder: where the index is kept; older ones are removed.
        registry: the declarations; those that come with the service when not given.
        sets: the mapping sets; those that come with the service when not given.

    Raises:
        VocabularyError: one of them cannot be read.
    """
    held = holdings(load_registry() if registry is None else registry, editions)
    history = History(editions)
    for holding in held:
        history.update(holding.vocabulary.id)
    sets = load_sets() if sets is None else sets
    version = version_of(held, sets)
    path = folder / f"vocabulary-{version}.sqlite"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        building = path.with_suffix(".building")
        building.unlink(missing_ok=True)
        write_index(building, held, sets)
        building.replace(path)
    for other in folder.glob("vocabulary-*"):
        if other != path:
            other.unlink(missing_ok=True)
    return Library(held, version, path)
