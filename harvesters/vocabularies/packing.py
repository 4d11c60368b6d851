"""Documents that publishers compress or pack together, unpacked under bounds."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from harvesters.body import decoded
from harvesters.container import is_archive, members
from harvesters.errors import AnswerError, HarvestError
from vocab.errors import VocabularyError
from vocab.loader import LARGEST
from vocab.reading.document import Document
from vocab.reading.form import FORMS

SUFFIXES = frozenset(suffix for form in FORMS.values() for suffix in form.suffixes) | {".csv"}
"""Of the files of an archive that can be vocabularies."""

_GZIP = b"\x1f\x8b"


def unpacked(document: Document) -> Iterator[Document]:
    """The document itself, what is compressed in it, or those of its files that may be vocabularies.

    Raises:
        VocabularyError: it is damaged, or holds too much.
    """
    try:
        if document.content.startswith(_GZIP) and not _holds_files(document.name):
            yield Document(document.name.removesuffix(".gz"), _inflated(document))
        elif is_archive(document.content):
            for member in members(document.content, document.name, LARGEST, _wanted):
                if member.problem:
                    raise AnswerError(f"{document.name}: {member.name}: {member.problem}")
                yield Document(member.name, member.content)
        else:
            yield document
    except HarvestError as error:
        raise VocabularyError(str(error)) from error


def _wanted(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _holds_files(name: str) -> bool:
    return name.lower().endswith((".tar.gz", ".tgz"))


def _inflated(document: Document) -> bytes:
    pieces, size = [], 0
    for piece in decoded([document.content], "gzip", document.name):
        size += len(piece)
        if size > LARGEST:
            raise AnswerError(f"{document.name}: holds more than {LARGEST} bytes")
        pieces.append(piece)
    return b"".join(pieces)
