"""GCMD keywords in CSV, as NASA's Keyword Management System (KMS) writes a scheme.

Line 1 says version, revision, licence and scheme; line 2 names the columns: the levels of the hierarchy, perhaps
``Short_Name`` as the lowest, then what is known of the keyword, last ``UUID``. A keyword is a row; what stands above
it has rows of its own, with the lower levels empty.
"""

import re
from collections.abc import Iterator, Sequence

from vocab.diagnostic import diagnostic
from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, FOAF, OWL, RDF, SKOS
from vocab.registry import Vocabulary
from vocab.term import Term, Triple

from .document import Document
from .statement import Tell, address, described, words
from .table import Row, rows

BASE = "https://gcmd.earthdata.nasa.gov/kms/"
LANGUAGE = "en"

_ABOUT = re.compile(r"(Hits|Keyword Version|Revision|Terms Of Use): *(.*)")
_SCHEME = re.compile(r"/concept_scheme/([A-Za-z]+)")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOT_OF_THE_PATH = ("Long_Name", "Data_Center_URL", "UUID")


def read(document: Document, vocabulary: Vocabulary, tell: Tell) -> Iterator[Triple]:
    """The keywords of a scheme.

    Raises:
        VocabularyError: the second line does not name columns of which the last is ``UUID``.
    """
    table = rows(document, tell)
    first, second = next(table), next(table, Row(0, ()))
    heading = second.cells
    if not heading or heading[-1] != "UUID":
        raise VocabularyError(f"{document.name}: line {second.line or 2}: the columns are not those of GCMD keywords")
    name = _SCHEME.search(" ".join(first.cells))
    scheme = f"<{BASE}concepts/concept_scheme/{name[1]}>" if name else f"<{vocabulary.scheme}>"
    about = {match[1]: match[2] for cell in first.cells if (match := _ABOUT.match(cell))}
    yield from described(
        scheme,
        (RDF.type, SKOS.ConceptScheme),
        (OWL.versionInfo, words(about.get("Keyword Version"))),
        (DCTERMS.modified, words(about.get("Revision"))),
        (DCTERMS.license, address(about.get("Terms Of Use"))),
    )
    keywords = _keywords(document, table, heading, tell)
    if (hits := about.get("Hits", "")).isdecimal() and len(keywords) < int(hits):
        detail = f"{len(keywords)} / {hits}"
        tell(diagnostic("vocabulary.truncated", path=document.name, detail=detail, focus=scheme[1:-1]))
    by_path: dict[Sequence[str], Term] = {}
    for path, concept, _ in keywords:
        by_path.setdefault(path, concept)
    for path, concept, row in keywords:
        yield from _concept(concept, path, row, heading, scheme)
        parent = next((by_path[path[:n]] for n in range(len(path) - 1, 0, -1) if path[:n] in by_path), None)
        if parent is not None and parent != concept:
            yield concept, SKOS.broader, parent
        else:
            yield concept, SKOS.topConceptOf, scheme
        if len(path) > 1 and path[:-1] not in by_path:
            told = diagnostic(
                "vocabulary.parent",
                path=document.name,
                line=row.line,
                excerpt=" > ".join(path),
                detail=path[-2],
                focus=concept[1:-1],
            )
            tell(told)


def _keywords(
    document: Document, table: Iterator[Row], heading: Sequence[str], tell: Tell
) -> list[tuple[Sequence[str], Term, Row]]:
    """Path, concept and row of each keyword.

    A row with more cells than columns has a level that the heading does not know: KMS has such, and the cells behind
    the path still stand at the end.
    """
    behind = len(heading) - min(heading.index(name) for name in _NOT_OF_THE_PATH if name in heading)
    keywords: list[tuple[Sequence[str], Term, Row]] = []
    for row in table:
        path = tuple(cell for cell in row.cells[: len(row.cells) - behind] if cell)
        uuid = row.cells[-1].lower()
        if len(row.cells) < len(heading) or not path or not _UUID.fullmatch(uuid):
            detail = "levels and UUID are expected"
            excerpt = ",".join(row.cells)
            tell(diagnostic("vocabulary.entry", path=document.name, line=row.line, excerpt=excerpt, detail=detail))
            continue
        if len(row.cells) > len(heading):
            detail = f"{len(row.cells)} / {len(heading)}"
            told = diagnostic(
                "vocabulary.columns", path=document.name, line=row.line, excerpt=" > ".join(path), detail=detail
            )
            tell(told)
        keywords.append((path, f"<{BASE}concept/{uuid}>", row))
    return keywords


def _concept(concept: Term, path: Sequence[str], row: Row, heading: Sequence[str], scheme: Term) -> Iterator[Triple]:
    at_end = dict(zip(reversed(heading), reversed(row.cells), strict=False))
    return described(
        concept,
        (RDF.type, SKOS.Concept),
        (SKOS.inScheme, scheme),
        (SKOS.prefLabel, words(path[-1], LANGUAGE)),
        (SKOS.altLabel, words(at_end.get("Long_Name"), LANGUAGE)),
        (FOAF.homepage, address(at_end.get("Data_Center_URL"))),
    )
