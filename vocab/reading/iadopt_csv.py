"""Variables and their components after I-ADOPT in CSV, as WMO's team for metadata drafts them.

Every file is a list, named by what follows the last double underscore of its name, or a file of statements with the
columns ``subject``, ``predicate`` and ``object``. Lists have columns after what their cells say; a component that is
known by its name only gets an IRI of the vocabulary's namespace, the list, and the name.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from vocab.diagnostic import diagnostic
from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, IADOPT, RDF, SCHEMA, SKOS
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, iri, literal, segment

from .document import Document
from .statement import Tell, address, described, words
from .table import Row, rows

LANGUAGE = "en"

_LABELS = ("rdfs:label", "name", "dimension", "WIGOS_OoI", "Property_Modified")
"""The columns that may hold the label, the first one that is there."""

_TEXTS = {
    "dct:description": SKOS.definition,
    "Description": SKOS.definition,
    "Comment": SKOS.editorialNote,
}
_CODES = {
    "@notation": SKOS.notation,
    "skos:notation": SKOS.notation,
    "symbol": SKOS.notation,
    "SI unit": SCHEMA.unitText,
    "Nominal_SI_Unit": SCHEMA.unitText,
}
_COMPONENTS = {
    "OoI": (IADOPT.hasObjectOfInterest, "object_of_interest"),
    "Property": (IADOPT.hasProperty, "property"),
    "Matrix": (IADOPT.hasMatrix, "matrix"),
    "Constraints": (IADOPT.hasConstraint, "constraint"),
    "Object_Constraints": (IADOPT.hasConstraint, "constraint"),
    "Property_Constraints": (IADOPT.hasConstraint, "constraint"),
}
"""The property of a component, and the list to which it belongs."""

_NOTES = ("Dimension", "Category", "I-ADOPT Type", "level", "value")
"""The columns of which the cells are kept as notes."""

_TYPES = {
    "object_of_interest": IADOPT.Entity,
    "matrix": IADOPT.Entity,
    "property": IADOPT.Property,
    "constraint": IADOPT.Constraint,
    "observed_variable": IADOPT.Variable,
}
"""What the members of a list are."""

_OBSERVED = "http://codes.wmo.int/wmdr/ObservedVariableAtmosphere/"
_LIST = re.compile(r"(?:wmdr2?_|actris_)?(.+?)(?:_v\d+|_atmosphere)*", re.IGNORECASE)
_QUOTED = re.compile(r"'(?P<text>.*)'(?:@(?P<language>[a-z-]+))?", re.DOTALL)
_TAGGED = re.compile(r"(?P<text>.*)@(?P<language>en|fr)", re.DOTALL)
_STATEMENT = ("subject", "predicate", "object")


def read(document: Document, vocabulary: Vocabulary, tell: Tell) -> Iterator[Triple]:
    """The members of a list, or the statements of a file of statements.

    Raises:
        VocabularyError: no column holds a label.
    """
    table = rows(document, tell)
    heading = next(table).cells
    if heading[:3] == _STATEMENT:
        yield from _statements(table, document, tell)
        return
    label = next((column for column in _LABELS if column in heading), None)
    if label is None:
        raise VocabularyError(f"{document.name}: line 1: no column holds a label")
    yield f"<{vocabulary.scheme}>", RDF.type, SKOS.ConceptScheme
    put_right: set[str] = set()
    for row in table:
        cells = {column: _put_right(cell, put_right) for column, cell in row.under(heading).items()}
        if not cells[label]:
            detail = "a label is expected"
            excerpt = ",".join(row.cells)
            tell(diagnostic("vocabulary.entry", path=document.name, line=row.line, excerpt=excerpt, detail=detail))
            continue
        yield from _member(cells, label, _list(document), vocabulary)
    if put_right:
        excerpt = ", ".join(sorted(put_right))
        detail = str(len(put_right))
        tell(diagnostic("vocabulary.reencoded", path=document.name, excerpt=excerpt, detail=detail))


def _statements(table: Iterator[Row], document: Document, tell: Tell) -> Iterator[Triple]:
    for row in table:
        cells = row.under(_STATEMENT)
        subject, predicate = address(cells["subject"]), address(cells["predicate"])
        text = cells["object"]
        found = (address(text) if text.startswith(("http://", "https://")) else None) or words(text)
        if subject is None or predicate is None or found is None:
            excerpt = ",".join(row.cells)
            detail = "two addresses and a value are expected"
            tell(diagnostic("vocabulary.entry", path=document.name, line=row.line, excerpt=excerpt, detail=detail))
            continue
        yield subject, predicate, found


def _list(document: Document) -> str:
    """The list that a file holds: ``wmdr2_property_v2`` is one of properties."""
    stem = PurePosixPath(document.name).stem.rpartition("__")[2].lower()
    if "mapping" in stem:
        return "observed_variable"
    match = _LIST.fullmatch(stem)
    return match[1] if match else stem


def _member(cells: Mapping[str, str], label: str, kind: str, vocabulary: Vocabulary) -> Iterator[Triple]:
    known = address(cells.get("@id", "").strip("<>"))
    name, _ = _value(cells[label])
    concept = known or _component(kind, name, vocabulary)
    yield from _named(concept, name, kind, vocabulary)
    for column, predicate in _TEXTS.items():
        text, language = _value(cells.get(column, ""))
        yield from described(concept, (predicate, words(text, language or LANGUAGE)))
    for column, predicate in _CODES.items():
        code, _ = _value(cells.get(column, ""))
        if known is None and code.isdecimal():
            # it is the code of the variable from which the component was cut
            yield concept, DCTERMS.source, iri(_OBSERVED + code)
        else:
            yield from described(concept, (predicate, words(code)))
    for column in _NOTES:
        if cells.get(column):
            yield concept, SKOS.note, literal(f"{column}: {cells[column]}", language=LANGUAGE)
    for column, (predicate, other) in _COMPONENTS.items():
        for part in cells.get(column, "").split("\\"):
            if part.strip() and (predicate != IADOPT.hasProperty or part.strip() != name or known):
                component = _component(other, part.strip(), vocabulary)
                yield concept, predicate, component
                yield from _named(component, part.strip(), other, vocabulary)


def _component(kind: str, name: str, vocabulary: Vocabulary) -> Term:
    return iri(f"{vocabulary.namespace}{kind}/{segment(name)}")


def _named(concept: Term, name: str, kind: str, vocabulary: Vocabulary) -> Sequence[Triple]:
    return tuple(
        described(
            concept,
            (RDF.type, SKOS.Concept),
            (RDF.type, _TYPES.get(kind)),
            (SKOS.inScheme, f"<{vocabulary.scheme}>"),
            (SKOS.prefLabel, words(name, LANGUAGE)),
        )
    )


def _value(cell: str) -> tuple[str, str]:
    """Text and language of a cell, which may be written as a literal with single quotes."""
    match = _QUOTED.fullmatch(cell) or _TAGGED.fullmatch(cell)
    if match is None:
        return cell, ""
    return match["text"].replace("\\'", "'"), match["language"] or ""


def _put_right(cell: str, put_right: set[str]) -> str:
    """A cell of which the UTF-8 was taken for Windows-1252 and encoded again, as it was before."""
    if cell.isascii():
        return cell
    try:
        before = cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return cell
    put_right.add(cell)
    return before
