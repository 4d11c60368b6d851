"""Terms in, answers out."""

import csv
import io

import orjson
import pytest

from vocab.candidate import Answer, Asked, Basis, Candidate, Method
from vocab.exchange import (
    CSV_COLUMNS,
    MOST_TERMS,
    TermsError,
    TooManyTermsError,
    csv_of,
    json_of,
    read_csv,
    read_json,
    sssom_of,
)
from vocab.mapping import CHAINED, EXACT, LEXICAL, LITERAL, NO_TERM
from vocab.sssom import read

CLOUDS = Candidate(
    *("https://example.org/c/1", "winds", "Clouds", "en", 1.0, Method.LABEL, "clouds", "en", "winds"),
    deprecated=False,
    replaced="",
)
NUAGES = CLOUDS._replace(
    iri="https://example.org/c/2", label='Old "clouds", 2', score=0.81, method=Method.FUZZY, deprecated=True
)
SAME = CLOUDS._replace(iri="https://example.org/c/3", score=0.85, method=Method.EXACT_MATCH)
ANSWERS = (
    Answer(Asked("clouds", "en", "theme", "Winds"), (CLOUDS, NUAGES), 0.81, Basis.NAMED),
    Answer(Asked("=1+1, \t\n2"), (), 0, Basis.OPEN),
    Answer(Asked("cloud"), (SAME,), 0, Basis.OPEN),
)


def test_json_is_texts_and_objects() -> None:
    content = b'{"terms": ["clouds", {"text": " vent ", "language": "FR", "hint": "Parameter", "thesaurus": "GEMET"}]}'
    assert read_json(content, "theme") == [Asked("clouds", hint="theme"), Asked("vent", "fr", "parameter", "GEMET")]
    assert read_json(b'[{"label": "wind", "language": null, "note": 1}]') == [Asked("wind")]
    assert read_json(b"[]") == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "no JSON"),
        (b'"wind"', "no list of terms"),
        (b'{"terms": {}}', "no list of terms"),
        (b"[1]", "term 1: neither"),
        (b'["a", {"text": 1}]', "term 2: text is no text"),
        (b'[{"language": "en"}]', "term 1: there is no text"),
        (b'["  "]', "term 1: there is no text"),
        (b'[{"text": "a", "hint": "colour"}]', "term 1: hint 'colour' is none of theme"),
        (b"[" * 2000, "no JSON"),
    ],
)
def test_malformed_json_is_told_with_its_place(content: bytes, said: str) -> None:
    with pytest.raises(TermsError, match=said) as caught:
        read_json(content)
    assert caught.value.fr != caught.value.en


def test_csv_has_columns_by_several_names() -> None:
    lines = ["\ufeffNote;Term;Lang;Thesaurus\r\n", 'x;"air; pur";fr;GEMET\r\n', ";;;\r\n", "y;wind\r\n"]
    assert read_csv(lines) == [Asked("air; pur", "fr", "", "GEMET"), Asked("wind")]


def test_csv_of_one_column_needs_no_head() -> None:
    assert read_csv(["clouds\n", "\n", "wind\n"], "theme") == [Asked("clouds", "", "theme"), Asked("wind", "", "theme")]
    assert read_csv(["text\n", "Areas, zones\n", '"quoted"\n']) == [Asked("Areas, zones"), Asked("quoted")]
    assert read_csv([]) == []


def test_malformed_csv_is_told_with_its_line() -> None:
    with pytest.raises(TermsError, match="line 1: no column is called text"):
        read_csv(["a,b\n", "1,2\n"])
    with pytest.raises(TermsError, match="line 3: hint 'x'"):
        read_csv(["text,hint\n", "a,theme\n", "b,x\n"])
    with pytest.raises(TermsError, match="line 2: no CSV"):
        read_csv(["text,hint\n", "a" * 200_000 + ",theme\n"])


def test_there_is_a_bound() -> None:
    assert len(read_csv(["a\n"] * MOST_TERMS)) == MOST_TERMS
    with pytest.raises(TooManyTermsError):
        read_csv(["a\n"] * (MOST_TERMS + 1))
    with pytest.raises(TooManyTermsError):
        read_json(orjson.dumps(["a"] * (MOST_TERMS + 1)))


def test_json_answers_in_order() -> None:
    said = orjson.loads(orjson.dumps(json_of(ANSWERS)))["results"]
    assert [one["text"] for one in said] == ["clouds", "=1+1, \t\n2", "cloud"]
    assert [one["automatic"] for one in said] == [True, False, False]
    assert said[0]["candidates"][0]["evidence"] == {"text": "clouds", "language": "en", "vocabulary": "winds"}
    assert said[0]["candidates"][1]["deprecated"] is True
    assert said[1] == {
        "text": "=1+1, \t\n2", "basis": "open", "automatic": False, "ambiguous": False, "candidates": []
    }  # fmt: skip


def test_csv_has_a_row_for_each_candidate() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(ANSWERS), newline="")))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [(row["number"], row["rank"], row["automatic"]) for row in rows] == [
        ("1", "1", "true"), ("1", "2", "false"), ("2", "", "false"), ("3", "1", "false")
    ]  # fmt: skip
    assert rows[1]["label"] == 'Old "clouds", 2'
    assert rows[2]["text"] == "=1+1, \t\n2"


def test_sssom_is_a_set_of_literal_mappings() -> None:
    text = sssom_of([*ANSWERS, ANSWERS[0]], "0.1", {"c": "https://example.org/c/"})
    said, mappings = read("answers.tsv", io.StringIO(text, newline=""))
    found = {(one.subject_label, one.object): one for one in mappings}
    assert len(found) == 4
    assert said.prefixes["c"] == "https://example.org/c/"
    assert all(one.subject == "" and one.predicate == EXACT for one in found.values())
    assert all(one.value("subject_type") == LITERAL for one in found.values())
    label, none = found["clouds", CLOUDS.iri], found["=1+1, 2", NO_TERM]
    assert (label.confidence, label.justification) == (1.0, LEXICAL)
    assert label.value("object_match_field") == "http://www.w3.org/2004/02/skos/core#prefLabel"
    assert found["clouds", NUAGES.iri].justification.endswith("LexicalSimilarityThresholdMatching")
    assert found["cloud", SAME.iri].justification == CHAINED
    assert none.confidence is None
