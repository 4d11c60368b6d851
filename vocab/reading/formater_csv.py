"""Thesauri of ForM@Ter in CSV: sheets in which translators work, in one of two shapes.

A sheet of *properties* names its scheme and a prefix, says how to fill it in, and has a heading of ``URI`` and SKOS
properties with languages; lists of concepts stand in one cell, with commas. A sheet of *levels* names its scheme and
has a heading of levels, whose cells are the English labels from the top down, and ``UUID``, a local name.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from vocab.diagnostic import diagnostic
from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, RDF, SKOS
from vocab.registry import Vocabulary
from vocab.term import Term, Triple

from .document import Document
from .statement import Tell, address, described, words
from .table import Row, rows

LANGUAGE = "en"

_LABELS = {
    "skos:prefLabel": SKOS.prefLabel,
    "skos:altLabel": SKOS.altLabel,
    "skos:definition": SKOS.definition,
    "label": SKOS.prefLabel,
    "description": SKOS.definition,
}
"""The property of a column whose heading ends with a language."""

_LINKS = {
    "skos:broader": SKOS.broader,
    "skos:narrower": SKOS.narrower,
    "skos:related": SKOS.related,
    "skos:exactMatch": SKOS.exactMatch,
    "skos:closeMatch": SKOS.closeMatch,
    "Match": SKOS.exactMatch,
}
"""The property of a column of concepts."""

_ABOUT = ("ConceptScheme URI", "PREFIX", "title", "description")
_SCHEME = re.compile(r"Scheme:(\S+)")
_LEVEL = re.compile(r"level_\d+")


def read(document: Document, vocabulary: Vocabulary, tell: Tell) -> Iterator[Triple]:
    """The concepts of a sheet.

    Raises:
        VocabularyError: no line is the heading of either shape.
    """
    table = rows(document, tell)
    about: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    for row in table:
        shape = next((shape for name, shape in _SHAPES.items() if name in row.cells), None)
        if shape is not None:
            break
        key, *rest = row.cells
        if match := _SCHEME.match(key):
            about["ConceptScheme URI"] = match[1]
        elif key == "PREFIX" and len(rest) > 1:
            prefixes[rest[0]] = rest[1]
        elif key in _ABOUT and rest:
            about[key] = rest[0]
    else:
        raise VocabularyError(f"{document.name}: no line names the columns of a sheet")
    base = about.get("ConceptScheme URI", vocabulary.namespace)
    scheme = address(base) or f"<{vocabulary.scheme}>"
    yield from described(
        scheme,
        (RDF.type, SKOS.ConceptScheme),
        (DCTERMS.title, words(about.get("title"))),
        (DCTERMS.description, words(about.get("description"), LANGUAGE)),
    )
    for concept, statements in shape(table, row.cells, _Names(prefixes, base, document, tell)):
        yield concept, RDF.type, SKOS.Concept
        yield concept, SKOS.inScheme, scheme
        yield from statements


class _Names:
    """The names of concepts in a sheet, and what they stand for."""

    def __init__(self, prefixes: Mapping[str, str], base: str, document: Document, tell: Tell) -> None:
        self.prefixes = prefixes
        self.base = base
        self.document = document
        self.tell = tell

    def concept(self, name: str, row: Row) -> Term | None:
        """The IRI of a prefixed, local or full name; None, and told, when it has none."""
        prefix, colon, local = name.partition(":")
        if colon and prefix in self.prefixes:
            name = self.prefixes[prefix] + local
        elif name and not colon:
            name = self.base + name
        found = address(name)
        if found is None:
            self.tell_entry(row, f"{name!r}")
        return found

    def tell_entry(self, row: Row, detail: str) -> None:
        """Tell that a row, or a name in it, is left out."""
        self.tell(diagnostic("vocabulary.entry", path=self.document.name, line=row.line, detail=detail))


_Concepts = Iterator[tuple[Term, list[Triple]]]


def _properties(table: Iterator[Row], heading: Sequence[str], names: _Names) -> _Concepts:
    sheet = list(table)
    heading = _with_broader_above(sheet, heading, names)
    for row in sheet:
        cells = row.under(heading)
        concept = names.concept(cells["URI"], row)
        if concept is None:
            continue
        statements = list(_texts(concept, cells))
        for column, predicate in _LINKS.items():
            listed = (name.strip() for name in cells.get(column, "").split(","))
            found = (names.concept(name, row) for name in listed if name)
            statements += [(concept, predicate, other) for other in found if other]
        yield concept, statements


def _with_broader_above(sheet: Sequence[Row], heading: Sequence[str], names: _Names) -> Sequence[str]:
    """The heading, with broader and narrower the other way round where that is plainly meant.

    A concept has one broader concept in these sheets, and any number of narrower ones. Where the column of broader
    concepts has lists and the other never has, the two headings were interchanged.
    """
    columns = ("skos:broader", "skos:narrower")
    if not set(columns) <= set(heading):
        return heading
    broader, narrower = (any("," in row.under(heading)[column] for row in sheet) for column in columns)
    if not broader or narrower:
        return heading
    names.tell(diagnostic("vocabulary.headings", path=names.document.name, detail=" / ".join(columns)))
    other = dict(zip(columns, reversed(columns), strict=True))
    return [other.get(name, name) for name in heading]


def _texts(concept: Term, cells: Mapping[str, str]) -> Iterator[Triple]:
    for column, cell in cells.items():
        name, _, language = column.partition("@")
        if language and name in _LABELS:
            yield from described(concept, (_LABELS[name], words(cell, language)))


def _levels(table: Iterator[Row], heading: Sequence[str], names: _Names) -> _Concepts:
    levels = [name for name in heading if _LEVEL.fullmatch(name)]
    by_path: dict[tuple[str, ...], Term] = {}
    found: list[tuple[Term, tuple[str, ...], Mapping[str, str]]] = []
    for row in table:
        cells = row.under(heading)
        path = tuple(cells[level] for level in levels if cells[level])
        if not path or not cells["UUID"]:
            names.tell_entry(row, "levels and UUID are expected")
        elif concept := names.concept(cells["UUID"], row):
            by_path.setdefault(path, concept)
            found.append((concept, path, cells))
    for concept, path, cells in found:
        parent = next((by_path[path[:n]] for n in range(len(path) - 1, 0, -1) if path[:n] in by_path), None)
        statements = described(
            concept,
            (SKOS.prefLabel, words(path[-1], LANGUAGE)),
            (SKOS.broader, parent),
            (SKOS.exactMatch, address(cells.get("Match"))),
        )
        yield concept, [*statements, *_texts(concept, cells)]


_SHAPES: dict[str, Callable[[Iterator[Row], Sequence[str], _Names], _Concepts]] = {
    "URI": _properties,
    "level_1": _levels,
}
"""What reads a sheet, by a column that its heading has."""
