"""Exchange: terms to look up as JSON and CSV bring them, and the answers as JSON, CSV and SSSOM tell them.

In CSV a row is a term: its ``text`` (or ``term``, ``label``), and where there are such columns its ``language``,
``hint`` and ``thesaurus``; a file of one column needs no head. In SSSOM 1.0 an answer is a set of literal mappings: the
term is the label of a subject without identifier, of type ``rdfs literal``.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple

import orjson

from .candidate import HINTS, Answer, Asked, Candidate, Method
from .decision import VOCABULARY
from .errors import VocabularyError
from .mapping import CHAINED, EXACT, LEXICAL, LITERAL, NO_TERM, SEMAPV, MappingSet
from .mapping import Mapping as Match
from .namespace import SKOS
from .sssom import write

MOST_TERMS = 10_000
"""Terms that are looked up at once."""

LONGEST_TERM = 20_000
"""Characters of a term that are taken; only the first of them are looked at."""

LONGEST_TAG = 35
"""Characters of a language tag that are taken."""

COLUMNS: Mapping[str, str] = {
    "text": "text",
    "term": "text",
    "label": "text",
    "language": "language",
    "lang": "language",
    "hint": "hint",
    "type": "hint",
    "thesaurus": "thesaurus",
    "vocabulary": "thesaurus",
}
"""What columns and members are called, and the attribute of a term that each is."""

SET = "https://w3id.org/terrafair/mapping-set/match"
"""The identifier of a set of answers."""

TOOL = "TerraFAIR"

SIMILAR = f"{SEMAPV}LexicalSimilarityThresholdMatching"


class TermsError(VocabularyError):
    """Terms are malformed.

    Args:
        en: what is wrong, and where, in English.
        fr: the same in French.
    """

    def __init__(self, en: str, fr: str) -> None:
        super().__init__(en)
        self.en = en
        self.fr = fr


class TooManyTermsError(TermsError):
    """There are more terms than are looked up at once."""


class _Place(NamedTuple):
    """Where in a document a term stands."""

    en: str
    fr: str

    def error(self, en: str, fr: str) -> TermsError:
        return TermsError(f"{self.en}: {en}", f"{self.fr} : {fr}")


def read_json(content: bytes, hint: str = "") -> list[Asked]:
    """Terms from JSON: a list of texts and objects, or an object whose member ``terms`` is one.

    Args:
        content: the document.
        hint: for terms that bring none.

    Raises:
        TermsError: it is no such document.
        TooManyTermsError: there are too many.
    """
    try:
        said = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise TermsError(f"it is no JSON: {error}", f"ce n'est pas du JSON : {error}") from error
    terms = said.get("terms") if isinstance(said, dict) else said
    if not isinstance(terms, list):
        raise TermsError("there is no list of terms", "il n'y a pas de liste de termes")
    return _bounded(_term(_Place(f"term {n}", f"terme {n}"), one, hint) for n, one in enumerate(terms, 1))


def _term(place: _Place, said: object, hint: str) -> Asked:
    if isinstance(said, str):
        said = {"text": said}
    if not isinstance(said, dict):
        raise place.error("neither a text nor an object", "ni un texte ni un objet")
    found: dict[str, str] = {}
    for name, value in said.items():
        attribute = COLUMNS.get(name)
        if attribute is None or value is None:
            continue
        if not isinstance(value, str):
            raise place.error(f"{name} is no text", f"{name} n'est pas un texte")
        found.setdefault(attribute, value)
    return _asked(place, found, hint)


def read_csv(lines: Iterable[str], hint: str = "") -> list[Asked]:
    """Terms from CSV, with commas, semicolons or tabs between its columns.

    Args:
        lines: of the file.
        hint: for terms that bring none.

    Raises:
        TermsError: it has several columns and none of them is the text, or a line is malformed.
        TooManyTermsError: there are too many.
    """
    return _bounded(_rows(iter(lines), hint))


def _rows(lines: Iterator[str], hint: str) -> Iterator[Asked]:
    first = next(lines, "").removeprefix("\ufeff")
    delimiter = max(",;\t", key=first.count)
    head = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
    columns, before = [COLUMNS.get(name, "") for name in head], 1
    if "text" not in columns:
        if len(head) > 1:
            raise _line(1).error("no column is called text, term or label", "aucune colonne text, term ou label")
        columns, before, lines = ["text"], 0, chain([first], lines)
    # in a single column, commas are part of the term
    rows = csv.reader(lines, delimiter=delimiter if len(columns) > 1 else _NOWHERE)
    while True:
        place = _line(rows.line_num + before + 1)
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise place.error(f"no CSV: {error}", f"ce n'est pas du CSV : {error}") from error
        found: dict[str, str] = {}
        for attribute, value in zip(columns, row, strict=False):
            if attribute and value.strip():
                found.setdefault(attribute, value)
        if found.get("text"):
            yield _asked(place, found, hint)


_NOWHERE = "\x1f"
"""A delimiter that no text has."""


def _line(number: int) -> _Place:
    return _Place(f"line {number}", f"ligne {number}")


def _asked(place: _Place, said: Mapping[str, str], hint: str) -> Asked:
    text = said.get("text", "").strip()
    if not text:
        raise place.error("there is no text", "il n'y a pas de texte")
    told = said.get("hint", "").strip().lower() or hint
    if told and told not in HINTS:
        known = ", ".join(HINTS)
        raise place.error(f"hint {told[:40]!r} is none of {known}", f"hint {told[:40]!r} n'est aucun de {known}")
    language = said.get("language", "").strip().lower()[:LONGEST_TAG]
    return Asked(text[:LONGEST_TERM], language, told, said.get("thesaurus", "").strip()[:LONGEST_TERM])


def _bounded(terms: Iterator[Asked]) -> list[Asked]:
    found = list(islice(terms, MOST_TERMS + 1))
    if len(found) > MOST_TERMS:
        raise TooManyTermsError(f"there are more than {MOST_TERMS} terms", f"il y a plus de {MOST_TERMS} termes")
    return found


def json_of(answers: Iterable[Answer]) -> dict[str, Any]:
    """Answers as JSON, in the order of the terms."""
    return {"results": [_json(answer) for answer in answers]}


def _json(answer: Answer) -> dict[str, Any]:
    return {
        **{name: value for name, value in answer.asked._asdict().items() if value},
        "basis": answer.basis,
        "automatic": answer.automatic,
        "ambiguous": answer.ambiguous,
        **({} if answer.complete else {"complete": False}),
        "candidates": [_candidate(one) for one in answer.candidates],
    }


def _candidate(one: Candidate) -> dict[str, Any]:
    said: dict[str, Any] = {
        "uri": one.iri,
        "vocabulary": one.vocabulary,
        "label": one.label,
        "language": one.language,
        "score": one.score,
        "method": one.method,
        "evidence": {"text": one.evidence, "language": one.evidence_language, "vocabulary": one.evidence_vocabulary},
    }
    if one.deprecated:
        said |= {"deprecated": True, "replacedBy": one.replaced}
    return said


CSV_COLUMNS = (
    *("number", "text", "language", "hint", "thesaurus", "basis", "automatic", "ambiguous"),
    *("rank", "uri", "vocabulary", "label", "label_language", "score", "method"),
    *("evidence", "evidence_language", "evidence_vocabulary", "deprecated", "replaced_by"),
)
"""The columns of answers as CSV: a row for each candidate, and one without rank for a term that has none."""


def csv_of(answers: Iterable[Answer]) -> str:
    """Answers as CSV."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(CSV_COLUMNS)
    for number, answer in enumerate(answers, 1):
        flags = (_flag(answer.automatic), _flag(answer.ambiguous))
        term = (number, *answer.asked, answer.basis, *flags)
        for rank, one in enumerate(answer.candidates, 1):
            # the first alone is what can be taken as it is
            told = term if rank == 1 else (number, *answer.asked, answer.basis, _flag(False), flags[1])
            table.writerow((*told, rank, *one[:-2], _flag(one.deprecated), one.replaced))
        if not answer.candidates:
            table.writerow((*term, *[""] * (len(CSV_COLUMNS) - len(term))))
    return out.getvalue()


def _flag(value: bool) -> str:
    return "true" if value else "false"


_FIELDS = {
    Method.LABEL: SKOS.prefLabel,
    Method.OTHER_LANGUAGE: SKOS.prefLabel,
    Method.ALTERNATIVE: SKOS.altLabel,
    Method.HIDDEN: SKOS.hiddenLabel,
    Method.NOTATION: SKOS.notation,
}
"""The property of a concept that agrees with the term."""

_JUSTIFICATIONS = {Method.FUZZY: SIMILAR, Method.EXACT_MATCH: CHAINED}
"""How a concept was found (Semantic Mapping Vocabulary); lexically where nothing else is said."""


def sssom_of(answers: Sequence[Answer], version: str, prefixes: Mapping[str, str]) -> str:
    """Answers as a mapping set: SSSOM/TSV of literal mappings, with the score as confidence.

    A term without a candidate is mapped to ``sssom:NoTermFound``.

    Args:
        answers: what was found; the same term is told once.
        version: of the service.
        prefixes: of the vocabularies, by the CURIE prefix that each may have.
    """
    matches = [match for answer in dict.fromkeys(answers) for match in _matches(answer)]
    slots = (("mapping_tool", (TOOL,)), ("mapping_tool_version", (version,)))
    said = MappingSet(SET, "Terms and the concepts that they may mean", slots=slots)
    return write(said, matches, {"vocabulary": VOCABULARY, **prefixes})


def _matches(answer: Answer) -> Iterator[Match]:
    term = " ".join(answer.asked.text.split())
    literal = ("subject_type", (LITERAL,))
    if not answer.candidates:
        yield Match("", EXACT, NO_TERM, term, justification=LEXICAL, slots=(literal,))
    for rank, one in enumerate(answer.candidates, 1):
        slots = [literal, ("object_source", (f"{VOCABULARY}{one.vocabulary}",))]
        if one.method in _FIELDS:
            slots.append(("object_match_field", (_FIELDS[one.method][1:-1],)))
        slots.append(("match_string", (one.evidence,)))
        slots.append(("comment", (_comment(answer, rank, one),)))
        yield Match(
            "",
            EXACT,
            one.iri,
            term,
            one.label,
            justification=_JUSTIFICATIONS.get(one.method, LEXICAL),
            confidence=one.score,
            slots=tuple(slots),
        )


def _comment(answer: Answer, rank: int, one: Candidate) -> str:
    if rank == 1 and answer.automatic:
        return f"found by {one.method}; stands alone"
    return f"found by {one.method}; to be reviewed"
