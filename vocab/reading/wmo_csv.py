"""Code tables of the WIGOS metadata standard in CSV, as WMO's team for metadata keeps them (WMO-No. 1192).

A file is a code table, named by the table's number, or one of three lists beside them: the tables, the codes that are
deprecated, and those that others replace. The lists give IRIs; that of a code in a table is the table's register at
codes.wmo.int, a slash and the notation. A table may give each code a path, of which the steps are codes or mere groups.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from vocab.diagnostic import diagnostic
from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, OWL, RDF, SKOS, XSD
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, iri, literal

from .document import Document
from .statement import Tell, address, described, words
from .table import Row, rows

LANGUAGE = "en"

_TRUE = literal("true", datatype=XSD.boolean)
_NOTHING = {"", "NA"}
_STEP = re.compile(r"[\\>]")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SAFE = "!$&'()*+,;=:@"
"""What need not be encoded in a segment of a path (RFC 3986, 3.3)."""


def read(document: Document, vocabulary: Vocabulary, tell: Tell) -> Iterator[Triple]:
    """The codes of a table, or what a list says of codes or tables.

    Raises:
        VocabularyError: the first line is that of neither.
    """
    table = rows(document, tell)
    first = next(table)
    if _is_table(first):
        yield from _tables([first, *table], _File(document, (), vocabulary, tell))
        return
    for heading, reader in _LISTS.items():
        if set(heading) <= set(first.cells):
            yield from reader(table, _File(document, first.cells, vocabulary, tell))
            return
    raise VocabularyError(f"{document.name}: line {first.line}: the columns are not those of a code table")


class _File(NamedTuple):
    """A file of the team, and whom to tell what is amiss in it."""

    document: Document
    heading: Sequence[str]
    vocabulary: Vocabulary
    tell: Tell

    def leave_out(self, row: Row, detail: str) -> None:
        """Tell that a row is left out, and what is expected in it."""
        excerpt = ",".join(row.cells)
        line = row.line
        self.tell(diagnostic("vocabulary.entry", path=self.document.name, line=line, excerpt=excerpt, detail=detail))


def _is_table(row: Row) -> bool:
    return len(row.cells) == 3 and row.cells[2].startswith(("http://", "https://"))


@lru_cache(maxsize=1)
def registers() -> dict[str, tuple[str, str]]:
    """Register and title of each code table, by its number."""
    text = files(__package__).joinpath("wmo_tables.tsv").read_text("utf-8")
    table = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row["table"]: (row["register"], row["en"]) for row in table}


def _scheme(register: str, title: str, number: str) -> Iterator[Triple]:
    return described(
        iri(register),
        (RDF.type, SKOS.ConceptScheme),
        (SKOS.prefLabel, words(title, LANGUAGE)),
        (DCTERMS.identifier, words(number)),
    )


def _tables(table: Sequence[Row], file: _File) -> Iterator[Triple]:
    for row in table:
        if _is_table(row) and address(row.cells[2]):
            yield from _scheme(row.cells[2], row.cells[1], row.cells[0])
        else:
            file.leave_out(row, "a number, a title and an address are expected")


def _codes(table: Iterator[Row], file: _File) -> Iterator[Triple]:
    number = PurePosixPath(file.document.name).stem
    register, title = registers().get(number, (file.vocabulary.scheme, ""))
    yield from _scheme(register, title, number if title else "")
    codes: list[tuple[Term, tuple[str, ...], Mapping[str, str]]] = []
    own: dict[tuple[str, ...], Term] = {}
    for row in table:
        cells = row.under(file.heading)
        if not cells["notation"] or not cells["name"]:
            file.leave_out(row, "a notation and a name are expected")
            continue
        concept = iri(f"{register}/{quote(cells['notation'], safe=_SAFE)}")
        path = tuple(step for part in _STEP.split(cells.get("path", "")) if (step := part.strip()))
        codes.append((concept, path, cells))
        if path and path[-1] in (cells["notation"], cells["name"]):
            own.setdefault(path, concept)
    groups: set[tuple[str, ...]] = set()
    for concept, path, cells in codes:
        yield from _code(concept, path, cells, iri(register))
        group = path[:-1] if own.get(path) == concept else path
        parent = next((own[group[:n]] for n in range(len(group), 0, -1) if group[:n] in own), None)
        yield (concept, SKOS.broader, parent) if parent else (concept, SKOS.topConceptOf, iri(register))
        if group and group not in own:
            yield _group(register, group), SKOS.member, concept
            groups |= {group[:n] for n in range(1, len(group) + 1) if group[:n] not in own}
    for group in sorted(groups):
        yield from described(
            _group(register, group),
            (RDF.type, SKOS.Collection),
            (SKOS.inScheme, iri(register)),
            (SKOS.prefLabel, words(group[-1], LANGUAGE)),
        )
        if group[:-1] in groups:
            yield _group(register, group[:-1]), SKOS.member, _group(register, group)


def _group(register: str, path: Sequence[str]) -> Term:
    """The collection of the codes below a step of their paths that is no code; it has a place in the register only."""
    return iri(f"{register}#{quote('/'.join(path), safe=_SAFE + '/')}")


def _code(concept: Term, path: Sequence[str], cells: Mapping[str, str], scheme: Term) -> Iterator[Triple]:
    description = cells.get("description", "")
    yield from described(
        concept,
        (RDF.type, SKOS.Concept),
        (SKOS.inScheme, scheme),
        (SKOS.prefLabel, words(cells["name"], LANGUAGE)),
        (SKOS.notation, words(cells["notation"])),
        (SKOS.definition, words(description, LANGUAGE) if description not in _NOTHING else None),
        (SKOS.scopeNote, words(" > ".join(path), LANGUAGE)),
    )
    for column in ("domains", "tags"):
        for subject in cells.get(column, "").split(","):
            yield from described(concept, (DCTERMS.subject, words(subject, LANGUAGE)))


def _deprecated(table: Iterator[Row], file: _File) -> Iterator[Triple]:
    for row in table:
        cells = row.under(file.heading)
        concept = address(cells["url"])
        if concept is None:
            file.leave_out(row, "an address is expected")
            continue
        yield from described(
            concept,
            (RDF.type, SKOS.Concept),
            (SKOS.inScheme, address(cells["url"].rpartition("/")[0])),
            (SKOS.prefLabel, words(_label(row, cells, file), LANGUAGE)),
            (SKOS.notation, words(cells["url"].rpartition("/")[2])),
            (OWL.deprecated, _TRUE),
            (SKOS.changeNote, words(f"{cells.get('status', '')} {cells.get('date', '')}", LANGUAGE)),
        )


def _label(row: Row, cells: Mapping[str, str], file: _File) -> str:
    """The name of a code, or the code's own words if the name has not all of them.

    In the list of deprecated codes, the names of a whole table stand one row too low.
    """
    code, name = cells["url"].rpartition("/")[2], cells["name"]
    expected = [word.lower() for word in _WORD.findall(code)]
    if code.isdecimal() or code == name or set(expected) <= {word.lower() for word in re.findall(r"\w+", name)}:
        return name
    own = " ".join(expected)
    file.tell(diagnostic("vocabulary.mislabelled", path=file.document.name, line=row.line, excerpt=name, detail=own))
    return own


def _superseded(table: Iterator[Row], file: _File) -> Iterator[Triple]:
    for row in table:
        cells = row.under(file.heading)
        concept, replacement = (address(_entity(cells[column])) for column in ("URL from", "URL to"))
        if concept is None or replacement is None:
            file.leave_out(row, "two addresses are expected")
            continue
        yield concept, RDF.type, SKOS.Concept
        yield concept, OWL.deprecated, _TRUE
        yield concept, DCTERMS.isReplacedBy, replacement


def _entity(url: str) -> str:
    """The address of a code, also where the one of its register item is given, which has an underscore more."""
    register, slash, code = url.rpartition("/")
    return f"{register}{slash}{code.removeprefix('_')}"


_LISTS: dict[tuple[str, ...], Callable[[Iterator[Row], _File], Iterator[Triple]]] = {
    ("notation", "name"): _codes,
    ("url", "name", "status"): _deprecated,
    ("URL from", "URL to"): _superseded,
}
"""What reads a file, by columns that its heading has."""
