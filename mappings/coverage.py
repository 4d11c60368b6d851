"""Coverage: what of a record's content its crosswalk carried over, left out on purpose, or never read.

A record is refined as always, but from a document that remembers what was asked of it (``trace``). What nobody asked
for and no statement says is lost; what an ``Ignore`` of the table names, and what only fills a field, is left out
deliberately.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from harvesters.record import RawRecord
from vocab.term import Triple, is_iri, literal_parts

from .dialect import sniff
from .dif import NAMESPACES as DIF
from .iso_names import ISO_19115_3, ISO_19139
from .parsing import parse
from .refine import refine_document
from .scope import Context, Origin
from .trace import Content, JsonTrace, Piece, Trace, XmlTrace, tracing_lookup

PREFIXES = {space: prefix for table in (DIF, ISO_19115_3, ISO_19139) for prefix, space in table.items()}


class Fate(StrEnum):
    """What became of a piece of content."""

    CARRIED = "carried"
    IGNORED = "left out"
    LOST = "lost"


class Coverage(NamedTuple):
    """What became of one record's content.

    Attributes:
        dialect: the record's.
        pieces: each piece of content, in the order of the document, and its fate: read, or said by a statement; left
            out by the table on purpose; or neither.
    """

    dialect: str
    pieces: tuple[tuple[Content, Fate], ...]

    def of(self, fate: Fate) -> list[Content]:
        """The pieces of one fate."""
        return [content for content, one in self.pieces if one is fate]


@dataclass(slots=True)
class LostPath:
    """A source path with content that no record's crosswalk read.

    Attributes:
        count: how many pieces of content stand there.
        record: an example's record.
        line: its line.
        text: what it says.
    """

    count: int
    record: str
    line: int
    text: str


@dataclass(slots=True)
class Tally:
    """The coverage of several records of one dialect.

    Attributes:
        records: how many.
        carried: pieces of content that were read, or that a statement says.
        ignored: pieces that the table leaves out on purpose.
        paths: what was lost, by path.
    """

    records: int = 0
    carried: int = 0
    ignored: int = 0
    paths: dict[str, LostPath] = field(default_factory=dict)

    def add(self, record: str, covered: Coverage) -> None:
        """Count a record in."""
        self.records += 1
        self.carried += len(covered.of(Fate.CARRIED))
        self.ignored += len(covered.of(Fate.IGNORED))
        for content in covered.of(Fate.LOST):
            known = self.paths.setdefault(content.path, LostPath(0, record, content.line, content.text))
            known.count += 1

    @property
    def lost(self) -> int:
        """Pieces of content that are neither carried nor ignored."""
        return sum(path.count for path in self.paths.values())

    @property
    def share(self) -> float:
        """What is carried or ignored, of all content; 1 when there is none."""
        kept = self.carried + self.ignored
        return kept / (kept + self.lost) if kept + self.lost else 1.0

    def worst(self) -> list[tuple[str, LostPath]]:
        """The lost paths, the most frequent first."""
        return sorted(self.paths.items(), key=lambda pair: (-pair[1].count, pair[0]))


def coverage(raw: RawRecord, origin: Origin, context: Context) -> Coverage:
    """What of a record's content is carried, ignored and lost.

    Raises:
        RecordError: the bytes are no metadata record that can be mapped.
    """
    dialect, root = sniff(parse(raw.content, tracing_lookup()))
    trace: Trace = XmlTrace(root, PREFIXES) if hasattr(root, "tag") else JsonTrace(root)
    refined = refine_document(dialect, trace.root, raw, origin, context)
    content = trace.content()
    said = _said(refined.triples)
    table = dialect.table()
    read = frozenset(trace.read)
    # of a text or number in JSON, only the trace knows that a path led to it
    trace.read.clear()
    ignored = {*trace.below(table.ignored(trace.root)), *trace.read}

    def fate(piece: Piece, one: Content) -> Fate:
        if table.is_filler(one.text):
            return Fate.IGNORED
        if piece in read or one.text in said:
            return Fate.CARRIED
        return Fate.IGNORED if piece in ignored else Fate.LOST

    return Coverage(dialect.name, tuple((one, fate(piece, one)) for piece, one in content.items()))


def _said(triples: Iterable[Triple]) -> set[str]:
    """What the statements say: every literal and IRI."""
    terms = {value for _, _, value in triples}
    return {term[1:-1] if is_iri(term) else literal_parts(term)[0] for term in terms}
