"""Loss: what the sources say in words that no statement of ours contains, and what each omission leaves out.

Coverage counts what a crosswalk read; this counts what came out. A word of the source is found again when a literal or
an IRI of the record's graph contains it; numbers are compared as numbers, codes of code lists are not compared. What is
not found was left out on purpose (an ``Ignore`` of the table), read by a converter that states nothing of it, or lost.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from harvesters.record import RawRecord
from mappings.codelist import load_codelists
from mappings.coverage import PREFIXES
from mappings.crosswalk import Crosswalk, Ignore
from mappings.dialect import sniff
from mappings.errors import RecordError
from mappings.parsing import parse
from mappings.refine import RefinedRecord, refine_document
from mappings.scope import Context, Origin
from mappings.trace import Content, JsonTrace, Piece, Trace, XmlTrace, tracing_lookup
from vocab.matching import load_matcher
from vocab.term import is_iri, literal_parts

from .corpus import folder
from .report import Report, Value, options

FOLDERS = ("iso19139", "iso19115-3", "dif", "stac")
SHOWN = 60
_WORD = re.compile(r"[^\W_]+(?:\.\d+)?")


@dataclass(slots=True)
class Missing:
    """Words that no statement contains, of one path or left out by one row.

    Attributes:
        pieces: texts and attributes with such words.
        words: how many of their words.
        example: one of the texts, and the file that it stands in.
        texts: how often each text, to see how much is said over and over.
    """

    pieces: int = 0
    words: int = 0
    example: str = ""
    texts: Counter[str] = field(default_factory=Counter)

    def add(self, file: str, content: Content, words: int) -> None:
        """Count a piece of content in."""
        self.pieces += 1
        self.words += words
        self.texts[" ".join(content.text.split())[:70]] += 1
        self.example = self.example or file


@dataclass(slots=True)
class Loss:
    """The words of all records of one dialect.

    Attributes:
        records: how many.
        words: of their texts and attributes.
        found: of these, in a statement.
        omitted: by the path of the ``Ignore`` that leaves them out.
        read: by path, what a converter read and no statement says.
        lost: by path, what nobody read.
    """

    records: int = 0
    words: int = 0
    found: int = 0
    omitted: dict[str, Missing] = field(default_factory=dict)
    read: dict[str, Missing] = field(default_factory=dict)
    lost: dict[str, Missing] = field(default_factory=dict)

    def add(self, file: str, raw: RawRecord, context: Context) -> None:
        """Count a record in.

        Raises:
            RecordError: the bytes are no metadata record that can be mapped.
        """
        trace, refined, table = _refined(raw, context)
        said = set(_said(refined))
        omitted = _omitted(table, trace)
        self.records += 1
        for piece, content in trace.content().items():
            if piece[1] == "codeListValue" or table.is_filler(content.text):
                continue
            words = _words(content.text)
            missing = sum(1 for word in words if word not in said)
            self.words += len(words)
            self.found += len(words) - missing
            if missing:
                self._counter(piece, content, trace, omitted).add(file, content, missing)

    def _counter(self, piece: Piece, content: Content, trace: Trace, omitted: dict[Piece, str]) -> Missing:
        if piece in trace.read:
            return self.read.setdefault(content.path, Missing())
        if piece in omitted:
            return self.omitted.setdefault(omitted[piece], Missing())
        return self.lost.setdefault(content.path, Missing())


def _refined(raw: RawRecord, context: Context) -> tuple[Trace, RefinedRecord, Crosswalk]:
    dialect, root = sniff(parse(raw.content, tracing_lookup()))
    trace: Trace = XmlTrace(root, PREFIXES) if hasattr(root, "tag") else JsonTrace(root)
    origin = Origin("loss", "files", raw.identifier)
    return trace, refine_document(dialect, trace.root, raw, origin, context), dialect.table()


def _said(refined: RefinedRecord) -> Iterator[str]:
    for triple in refined.triples:
        for term in triple:
            yield from _words(unquote(term[1:-1]) if is_iri(term) else literal_parts(term)[0])


@lru_cache(maxsize=100_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_normal(word.lower()) for word in _WORD.findall(text))


def _normal(word: str) -> str:
    try:
        return f"{float(word):g}"
    except ValueError:
        return word


def _omitted(table: Crosswalk, trace: Trace) -> dict[Piece, str]:
    found: dict[Piece, str] = {}
    for entry in table.rows:
        if isinstance(entry, Ignore):
            for piece in trace.below(table.language.compile(entry.path).select(trace.root)):
                found.setdefault(piece, entry.path)
    return found


def records(name: str) -> Iterator[tuple[str, RawRecord]]:
    """The files of a folder of the corpus as records."""
    root = folder("records") / name
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in (".xml", ".json"):
            content = path.read_bytes()
            yield str(path.relative_to(root)), RawRecord(path.stem, content, "application/octet-stream")


def measure(names: Iterable[str], *, quick: bool) -> dict[str, Loss]:
    """The loss of every dialect in some folders of the corpus."""
    context = Context("https://example.org", load_codelists(), load_matcher())
    found: dict[str, Loss] = {}
    for name in names:
        for number, (file, raw) in enumerate(records(name)):
            if quick and number >= 20:
                break
            try:
                dialect = sniff(parse(raw.content))[0].name
                found.setdefault(dialect, Loss()).add(file, raw, context)
            except RecordError:
                continue
    return found


def _rows(missing: dict[str, Missing]) -> list[Sequence[Value]]:
    worst = sorted(missing.items(), key=lambda pair: -pair[1].words)[:SHOWN]
    return [
        (path, one.pieces, one.words, len(one.texts), "; ".join(text for text, _ in one.texts.most_common(4)))
        for path, one in worst
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print the share of words found again and the worst paths."""
    parser = options(__doc__)
    parser.add_argument("folders", nargs="*", default=FOLDERS, help="of the corpus's records")
    chosen = parser.parse_args(arguments)
    measured = measure(chosen.folders, quick=chosen.quick)
    report = Report("loss")
    columns = (
        "dialect",
        "records",
        "words",
        "found in a statement, %",
        "left out on purpose, %",
        "read only, %",
        "lost, %",
    )
    shares: list[Sequence[Value]] = []
    for dialect, loss in measured.items():
        parts = (sum(one.words for one in part.values()) for part in (loss.omitted, loss.read, loss.lost))
        share = (100 * part / (loss.words or 1) for part in (loss.found, *parts))
        shares.append((dialect, loss.records, loss.words, *share))
    report.add("shares", "Words of the sources", columns, shares)
    said = ("path", "pieces", "words", "different texts", "examples")
    for dialect, loss in measured.items():
        report.add(f"{dialect} read", f"{dialect}: read, and in no statement", said, _rows(loss.read))
        report.add(f"{dialect} omitted", f"{dialect}: left out on purpose, by row", said, _rows(loss.omitted))
        report.add(f"{dialect} lost", f"{dialect}: read by nobody", said, _rows(loss.lost))
    report.show(as_json=chosen.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
