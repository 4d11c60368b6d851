"""Suggested terms for the editors of vocabularies: as SKOS, and as a table."""

import csv
import io
from collections.abc import Iterable, Iterator

from vocab.namespace import DCTERMS, RDF, SKOS, XSD
from vocab.term import TermError, Triple, iri, literal

from .suggestions import Suggestion

COLUMNS = (
    *("uri", "status", "vocabulary", "scheme", "prefLabel@en", "prefLabel@fr", "definition", "language", "broader"),
    *("source", "reason", "created", "decided", "note"),
)
"""The columns of the table."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def address(key: str, base: str) -> str:
    """The IRI of a suggested term.

    Args:
        key: of the suggestion.
        base: the service's address.
    """
    return f"{base}/suggestion/{key}"


def statements(suggestion: Suggestion, base: str) -> Iterator[Triple]:
    """A suggested term as a SKOS concept; who proposes it is not said."""
    draft = suggestion.draft
    subject = iri(address(suggestion.key, base))
    yield subject, RDF.type, SKOS.Concept
    for language, text in suggestion.labels.items():
        yield subject, SKOS.prefLabel, literal(text, language=language)
    notes = ((SKOS.definition, draft.definition), (SKOS.editorialNote, draft.reason))
    for prop, text in notes:
        if text:
            yield subject, prop, literal(text, language=draft.language)
    if suggestion.note:
        yield subject, SKOS.changeNote, literal(suggestion.note)
    links = ((SKOS.broader, draft.broader), (SKOS.inScheme, draft.scheme), (DCTERMS.source, draft.source))
    for prop, target in links:
        try:
            if target:
                yield subject, prop, iri(target)
        except TermError:
            yield subject, SKOS.editorialNote, literal(target)
    for prop, moment in ((DCTERMS.created, suggestion.created), (DCTERMS.modified, suggestion.decided)):
        if moment:
            yield subject, prop, literal(moment, datatype=XSD.dateTime)


def table(suggestions: Iterable[Suggestion], base: str) -> str:
    """Suggested terms as CSV (RFC 4180); no cell can be taken for a formula, and who proposes is not said."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for one in suggestions:
        draft = one.draft
        cells = (
            *(address(one.key, base), one.status, draft.vocabulary, draft.scheme, draft.label_en, draft.label_fr),
            *(draft.definition, draft.language, draft.broader, draft.source, draft.reason),
            *(one.created, one.decided, one.note),
        )
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return target.getvalue()
