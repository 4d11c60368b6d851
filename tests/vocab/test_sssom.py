"""SSSOM: what is written is read again, and what a malformed file says."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab.mapping import BUILT_IN, CURATED, EXACT, LEXICAL, NO_LICENCE, RECORD, Mapping, MappingSet
from vocab.sssom import SssomError, read, skos, write, write_json

HEAD = [
    "#curie_map:",
    "#  ex: https://example.org/",
    '#mapping_set_id: "https://example.org/set"',
    "#mapping_set_title: Examples: a set",
    "#license: https://creativecommons.org/publicdomain/zero/1.0/",
    "#creator_label: someone",
    "#mapping_tool: hand",
    "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tsee_also\tunknown",
]
HEAD[3] = '#mapping_set_title: "Examples: a set"'
GOOD = "ex:a\tA\tskos:exactMatch\tex:b\tsemapv:ManualMappingCuration\t0.5\thttps://a.example|https://b.example\tx"


def test_a_set_is_read() -> None:
    mapping_set, mappings = read("set.tsv", [f"{line}\n" for line in [*HEAD, GOOD]])
    assert mapping_set.identifier == "https://example.org/set"
    assert mapping_set.title == "Examples: a set"
    assert mapping_set.prefixes["ex"] == "https://example.org/"
    assert mapping_set.slots == (("creator_label", ("someone",)),)
    (mapping,) = mappings
    assert mapping[:3] == ("https://example.org/a", EXACT, "https://example.org/b")
    assert (mapping.justification, mapping.confidence, mapping.negated) == (CURATED, 0.5, False)
    assert mapping.values("see_also") == ("https://a.example", "https://b.example")
    assert mapping.value("mapping_tool") == "hand", "what the set states for all is true of each"
    assert mapping.mapping_set == mapping_set.identifier
    assert mapping.identifier.startswith(RECORD)


def test_the_metadata_may_stand_in_a_file_of_their_own() -> None:
    metadata = "\n".join(line[1:] for line in HEAD if line.startswith("#"))
    mapping_set, mappings = read("set.tsv", [HEAD[-1], GOOD], metadata)
    assert mapping_set.identifier == "https://example.org/set"
    assert len(list(mappings)) == 1


def test_the_identifier_depends_on_what_is_said_alone() -> None:
    def identifier(*rows: str) -> list[str]:
        return [mapping.identifier for mapping in read("set.tsv", [*HEAD, *rows])[1]]

    other = GOOD.replace("ex:b", "ex:c")
    assert identifier(GOOD, other) == identifier(other, GOOD)[::-1]
    assert identifier(GOOD) == identifier(GOOD.replace("0.5", "0.7"))
    assert len({*identifier(GOOD, other, GOOD.replace("exact", "close"))}) == 3


def test_an_address_may_stand_where_a_curie_should() -> None:
    (mapping,) = read("set.tsv", [*HEAD, GOOD.replace("ex:b", "https://other.example/b c")])[1]
    assert mapping.object == "https://other.example/b%20c"


def test_mappings_are_read_one_by_one() -> None:
    _, mappings = read("set.tsv", [*HEAD, GOOD, "broken"])
    assert next(mappings).subject == "https://example.org/a"
    with pytest.raises(SssomError):
        next(mappings)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD + "\textra", "9 fields for 8 columns"),
        (GOOD.replace("ex:a\tA", "\t"), "subject_id and subject_label are empty"),
        (GOOD.replace("ex:b", ""), "object_id and object_label are empty"),
        (GOOD.replace("ex:b", "no:b"), "object_id is 'no:b', whose prefix is not in the curie_map"),
        (GOOD.replace("ex:b", "javascript://x"), "object_id is 'javascript://x'"),
        (GOOD.replace("0.5", "5"), "confidence is '5', not a number from 0 to 1"),
        (GOOD.replace("0.5", "nan"), "confidence is 'nan'"),
        (GOOD.replace("A\t", '"A" b\t'), "'\t' expected after '\"'"),
        (GOOD.replace("skos:exactMatch", ""), "predicate_id is empty"),
    ],
)
def test_a_malformed_row_names_file_line_and_column(row: str, reason: str) -> None:
    with pytest.raises(SssomError) as error:
        list(read("set.tsv", [*HEAD, GOOD, row])[1])
    assert str(error.value).startswith("set.tsv:10: ")
    assert reason in str(error.value)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "metadata block is missing"),
        (["a\tb"], "metadata block is missing"),
        (HEAD[:-1], "no table"),
        ([*HEAD[:2], *HEAD[3:]], "lacks mapping_set_id"),
        ([HEAD[0], "#  ex: [", *HEAD[2:]], "set.tsv:"),
        (["#a: &x [b]", "#c: *x", *HEAD], "set.tsv:1: anchors"),
        (["#a: !!python/object x", *HEAD], "set.tsv:1: anchors"),
        ([*HEAD[:-1], "#mapping_date: yesterday", HEAD[-1]], "mapping_date is 'yesterday', not a date"),
        ([*HEAD[:-1], "#subject_source: no:where", HEAD[-1]], "subject_source is 'no:where'"),
        ([*HEAD[:-1], "#other: {a: b}", HEAD[-1]], "other is neither"),
        ([*HEAD[:-1], "subject_id\tobject_id"], "lacks predicate_id, mapping_justification"),
        ([*HEAD[:-1], HEAD[-1] + "\tsubject_id"], "has subject_id more than once"),
    ],
)
def test_a_malformed_file_says_so(lines: list[str], reason: str) -> None:
    with pytest.raises(SssomError) as error:
        read("set.tsv", lines)
    assert str(error.value).startswith("set.tsv")
    assert reason in str(error.value)


SET = MappingSet("https://example.org/set", "A title: # or not", version="1.0", slots=(("creator_label", ("A B",)),))
TEXT = Mapping("", EXACT, "https://o.example/x#1", "eau de mer", negated=True, justification=CURATED)
LITERAL = TEXT._replace(mapping_set=SET.identifier, slots=(("subject_type", ("rdfs literal",)),)).identified()
FULL = Mapping(
    "http://vocab.nerc.ac.uk/collection/P07/current/CFV13N12/",
    EXACT,
    "https://o.example/x#2",
    'a "quoted"\nlabel',
    "tab\tbed",
    justification=LEXICAL,
    confidence=0.912,
    mapping_set=SET.identifier,
    slots=(("subject_source", ("https://o.example/scheme",)), ("match_string", ("a", "b"))),
).identified()


def test_what_is_written_is_read_again() -> None:
    text = write(SET, [FULL, LITERAL])
    mapping_set, mappings = read("set.tsv", text.splitlines(keepends=True))
    assert (mapping_set.title, mapping_set.version, mapping_set.licence) == (SET.title, "1.0", NO_LICENCE)
    assert mapping_set.slots == SET.slots
    assert set(mappings) == {FULL, LITERAL}


def test_what_all_mappings_share_stands_once() -> None:
    dated = [m._replace(slots=(*m.slots, ("mapping_date", ("2026-01-02",)))) for m in (FULL, LITERAL)]
    text = write(SET, dated)
    assert text.count("2026-01-02") == 1
    assert "#mapping_date: 2026-01-02\n" in text
    assert set(read("set.tsv", text.splitlines(keepends=True))[1]) == set(dated)


def test_an_empty_set_has_its_columns() -> None:
    text = write(SET, [])
    assert text.splitlines()[-1] == "subject_id\tpredicate_id\tobject_id\tmapping_justification"
    assert list(read("set.tsv", text.splitlines())[1]) == []


def test_known_prefixes_are_used_and_the_longest_one() -> None:
    prefixes = {"o": "https://o.example/", "ox": "https://o.example/x#", "unused": "https://unused.example/"}
    text = write(SET, [FULL], prefixes)
    assert "ox:2" in text
    assert "unused" not in text
    assert not any(line.startswith(f"#  {prefix}:") for prefix in BUILT_IN for line in text.splitlines())


def test_json_is_what_the_data_model_says() -> None:
    said = orjson.loads(write_json(SET, [FULL, LITERAL], {"p07": "http://vocab.nerc.ac.uk/collection/P07/current/"}))
    assert said["mapping_set_id"] == SET.identifier
    first, second = said["mappings"]
    assert first["subject_id"] == "p07:CFV13N12/"
    assert first["match_string"] == ["a", "b"]
    assert first["confidence"] == 0.912
    assert second["predicate_modifier"] == "Not"
    assert said["@context"]["p07"] == "http://vocab.nerc.ac.uk/collection/P07/current/"


def test_skos_states_neither_negations_nor_texts() -> None:
    assert list(skos([FULL, LITERAL, FULL._replace(negated=True)])) == [
        (f"<{FULL.subject}>", f"<{EXACT}>", f"<{FULL.object}>")
    ]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=20).map(str.strip)


@given(title=TEXTS, label=TEXTS, comment=TEXTS)
def test_any_text_comes_back(title: str, label: str, comment: str) -> None:
    mapping = FULL._replace(subject_label=label, slots=(("comment", (comment,)),) if comment else ())
    text = write(SET._replace(title=title), [mapping])
    mapping_set, mappings = read("set.tsv", text.split("\n"))
    (back,) = mappings
    assert (mapping_set.title, back.subject_label, back.value("comment")) == (title, label, comment)
