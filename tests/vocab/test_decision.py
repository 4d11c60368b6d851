"""Decisions: what a curator settles, and where it is true."""

from pathlib import Path

import pytest

from vocab.address import comparable
from vocab.decision import DECISIONS, HUB, Decisions, decide, load_decisions
from vocab.errors import VocabularyError
from vocab.mapping import BROAD, CURATED, EXACT, LITERAL, Mapping

HEAD = DECISIONS.read_text("utf-8").rstrip("\n")
COLUMNS = HEAD.splitlines()[-1].split("\t")


def row(**values: str) -> str:
    said = {"predicate_id": "skos:exactMatch", "mapping_justification": "semapv:ManualMappingCuration", **values}
    return "\t".join(said.get(column, "") for column in COLUMNS)


def text(label: str, target: str, *, source: str = "", modifier: str = "") -> str:
    return row(subject_label=label, subject_type="rdfs literal", object_id=target, subject_source=source,
               predicate_modifier=modifier)  # fmt: skip


SALT, SALINITY = "https://c.example/salt", "https://c.example/salinity"


@pytest.fixture
def decisions(tmp_path: Path) -> Decisions:
    return written(
        tmp_path,
        text("Sel", SALT),
        text("sel", SALINITY, source="hub:odatis"),
        text("sel", "sssom:NoTermFound", source="vocabulary:gemet"),
        text("Salinité", SALT, modifier="Not"),
        text("divers", "sssom:NoTermFound"),
        row(subject_id="https://a.example/1", object_id=SALT, predicate_id="skos:broadMatch"),
        row(subject_id="https://a.example/2", object_id=SALT, predicate_modifier="Not"),
    )


def written(folder: Path, *rows: str) -> Decisions:
    path = folder / "decisions.tsv"
    path.write_text("\n".join([HEAD, *rows, ""]), "utf-8")
    return load_decisions(path)


def test_a_text_is_settled_to_mean_a_concept(decisions: Decisions) -> None:
    assert decisions.meaning(" SEL ") == SALT
    assert decisions.meaning("sel marin") is None


def test_what_is_settled_for_one_place_goes_first(decisions: Decisions) -> None:
    assert decisions.meaning("sel", hub="odatis") == SALINITY
    assert decisions.meaning("sel", hub="aeris") == SALT
    assert decisions.meaning("sel", hub="aeris", vocabulary="gemet") == ""


def test_a_text_may_mean_nothing(decisions: Decisions) -> None:
    assert decisions.meaning("Divers") == ""


def test_a_text_is_settled_not_to_mean_a_concept(decisions: Decisions) -> None:
    assert decisions.rejected("salinite") == {comparable(SALT)}
    assert decisions.meaning("salinite") is None
    assert decisions.rejected("sel") == frozenset()


def test_mappings_between_concepts_are_a_set(decisions: Decisions) -> None:
    first, second = decisions.mappings
    assert (first.negated, second.negated, second.predicate) == (False, True, EXACT)
    assert len(decisions) == 5


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([text("a", SALT), text("A", SALINITY)], "'A' contradict"),
        ([text("a", SALT), text("a", SALT, modifier="Not")], "'a' contradict"),
        ([text("a", SALT, source="https://x.example/")], "neither a hub nor a vocabulary"),
        ([text("a", "")], "object_id and object_label are empty"),
        ([text("a", "sssom:NoTermFound", modifier="Not")], "says nothing"),
        ([text("a", SALT).replace("exact", "broad")], "a text is an exact match"),
        ([row(subject_id="https://a.example/1", object_id="sssom:NoTermFound")], "no concept"),
        ([text("a", "nowhere:a")], "decisions.tsv:8: object_id is 'nowhere:a'"),
    ],
)
def test_what_cannot_be_obeyed_is_refused(tmp_path: Path, rows: list[str], reason: str) -> None:
    with pytest.raises(VocabularyError, match=reason.replace("[", r"\[")):
        written(tmp_path, *rows)


def test_decisions_are_added_in_the_place_of_what_they_contradict(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_bytes(DECISIONS.read_bytes())
    prefixes = {"c": "https://c.example/"}

    def word(target: str, *, negated: bool = False, hub: str = "") -> Mapping:
        slots = (("subject_type", (LITERAL,)), *((("subject_source", (HUB + hub,)),) if hub else ()))
        return Mapping("", EXACT, target, "Sel", negated=negated, justification=CURATED, slots=slots)

    decide([word(SALT), word(SALINITY, hub="odatis")], prefixes, path)
    pair = Mapping("https://a.example/1", EXACT, SALT, justification=CURATED)
    decide([word(SALINITY), pair], prefixes, path)
    decided = load_decisions(path)
    assert (decided.meaning("sel"), decided.meaning("sel", hub="odatis"), len(decided)) == (SALINITY, SALINITY, 2)
    decide([word(SALINITY, negated=True), pair._replace(negated=True)], prefixes, path)
    decided = load_decisions(path)
    assert decided.meaning("sel") is None
    assert decided.rejected("sel") == {comparable(SALINITY)}
    assert [one.negated for one in decided.mappings] == [True]
    assert "c:salinity" in path.read_text("utf-8")


def test_what_cannot_be_obeyed_is_not_added(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_bytes(DECISIONS.read_bytes())
    with pytest.raises(VocabularyError, match="exact match"):
        decide([Mapping("", BROAD, SALT, "sel", justification=CURATED)], {}, path)
    assert path.read_bytes() == DECISIONS.read_bytes()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"nowhere\.tsv"):
        load_decisions(tmp_path / "nowhere.tsv")


def test_those_of_the_service_can_be_read() -> None:
    load_decisions()
