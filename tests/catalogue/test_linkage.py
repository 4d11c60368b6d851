"""Links from harvest to search: what words mean, what curators settle, and what is found under a concept."""

from collections.abc import Callable
from pathlib import Path

import pytest

import catalogue.refinery
import catalogue.run
from catalogue.generation import Generation
from catalogue.run import mapping_sets
from catalogue.search import Search
from mappings.link import AMBIGUOUS, DECISION, LABEL, NONE
from tests.catalogue.conftest import Station
from tests.catalogue.records import iso
from tests.holdings import held, statements
from vocab.concept import Concept
from vocab.decision import DECISIONS
from vocab.errors import VocabularyError
from vocab.library import Library, in_memory
from vocab.namespace import SKOS
from vocab.registry import Vocabulary

Find = Callable[..., set[str]]


def address(name: str) -> str:
    return f"https://{name[0]}.example/{name}"


def concept(name: str, label: str, *, above: str = "", same: str = "") -> Concept:
    return Concept(
        f"<{address(name)}>",
        name[0],
        {"en": label},
        broader=(f"<{address(above)}>",) if above else (),
        matches=((SKOS.exactMatch, f"<{address(same)}>"),) if same else (),
    )


CONCEPTS = (
    concept("a1", "Water"),
    concept("a2", "Sea water", above="a1"),
    concept("a3", "Salinity", above="a2", same="b3"),
    concept("b1", "Parameters"),
    concept("b3", "Salinité", above="b1"),
    concept("a4", "Tide", above="a2"),
    concept("a5", "Tide", above="a1"),
    concept("p1", "Europe"),
    concept("p2", "France", above="p1"),
)


def vocabulary(name: str) -> Vocabulary:
    base = f"https://{name}.example/"
    facet = "place" if name == "p" else "theme"
    return Vocabulary(name, {"en": name.upper()}, Path(), f"{base}s", base, ("en",), "", "", "", facet)


@pytest.fixture(scope="module")
def small() -> Library:
    return in_memory(
        [held(vocabulary(name), [t for c in CONCEPTS if c.vocabulary == name for t in statements(c)]) for name in "abp"]
    )


@pytest.fixture
def decisions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "decisions.tsv"
    path.write_bytes(DECISIONS.read_bytes())
    monkeypatch.setattr(catalogue.refinery, "DECISIONS", path)
    return path


@pytest.fixture
def linked(station: Station, small: Library, decisions: Path, monkeypatch: pytest.MonkeyPatch) -> Station:
    """A station that links to two small vocabularies."""
    monkeypatch.setattr(catalogue.run, "open_library", lambda *_: small)
    return station


def record(identifier: str, *words: str, kind: str = "") -> str:
    said = "".join(f"<gmd:keyword><gco:CharacterString>{word}</gco:CharacterString></gmd:keyword>" for word in words)
    said += f'<gmd:type><gmd:MD_KeywordTypeCode codeListValue="{kind}"/></gmd:type>' if kind else ""
    keywords = f"<gmd:descriptiveKeywords><gmd:MD_Keywords>{said}</gmd:MD_Keywords></gmd:descriptiveKeywords>"
    return iso(identifier).replace("<gmd:extent>", f"{keywords}<gmd:extent>")


def links(generation: Generation, name: str) -> dict[str, tuple[str, str]]:
    """By word of a record, its concept and the method."""
    search = Search(generation)
    detail = search.record(dataset=f"https://catalogue.example/dataset/{name}")
    assert detail is not None
    found = {link.text: (link.concept, link.method) for link in search.linkage.of(detail.id)}
    search.close()
    return found


def test_words_leave_links(linked: Station) -> None:
    linked.write("x.xml", record("x", "salinity", "Tide", "unheard of"))
    generation = linked.run().generation
    assert links(generation, "land/x") == {
        "salinity": (address("a3"), LABEL),
        "Tide": ("", AMBIGUOUS),
        "unheard of": ("", NONE),
    }


def test_places_are_linked_found_and_counted(linked: Station, search: Find) -> None:
    linked.write("x.xml", record("x", "France", "Atlantis", kind="place"))
    generation = linked.run().generation
    assert links(generation, "land/x") == {"France": (address("p2"), LABEL), "Atlantis": ("", NONE)}
    assert search(generation, concept=address("p1")) == {"land/x"}
    assert search(generation, facets={"place": (address("p2"),)}) == {"land/x"}


def test_a_record_that_changes_has_its_own_links_only(linked: Station) -> None:
    linked.write("x.xml", record("x", "salinity"))
    linked.run()
    linked.write("x.xml", record("x", "water"))
    assert links(linked.run().generation, "land/x") == {"water": (address("a1"), LABEL)}
    assert linked.flaws() == []


def test_what_is_linked_to_a_concept_is_found_under_what_is_above_and_what_is_the_same(
    linked: Station, search: Find
) -> None:
    linked.write("x.xml", record("x", "salinity"))
    linked.write("y.xml", record("y", "salinité"))
    linked.write("z.xml", record("z", "water"))
    generation = linked.run().generation
    for name in ("a1", "a2", "a3", "b1", "b3"):
        found = search(generation, concept=address(name))
        assert found == {"land/x", "land/y"} | ({"land/z"} if name == "a1" else set()), name
    assert search(generation, "sea water") >= {"land/x", "land/y"}
    assert search(generation, concept="http://a.example/a3/") == {"land/x", "land/y"}, "however it is written"


def test_the_next_run_obeys_what_is_decided(linked: Station, decisions: Path, search: Find) -> None:
    linked.write("x.xml", record("x", "saltiness", "salinity"))
    first = linked.run()
    assert links(first.generation, "land/x")["saltiness"] == ("", NONE)
    columns = decisions.read_text("utf-8").splitlines()[-1].split("\t")
    rows = [
        {"subject_label": "Saltiness", "object_id": address("a3")},
        {"subject_label": "salinity", "predicate_modifier": "Not", "object_id": address("a3")},
    ]
    for row in rows:
        said = {"predicate_id": "skos:exactMatch", "mapping_justification": "semapv:ManualMappingCuration", **row}
        with decisions.open("a", encoding="utf-8") as file:
            file.write("\t".join(said.get(column, "") for column in columns) + "\n")
    second = linked.run()
    assert second.published
    assert links(second.generation, "land/x") == {
        "saltiness": (address("a3"), DECISION),
        "salinity": ("", NONE),
    }
    assert not linked.run().published


def test_a_decision_that_cannot_be_obeyed_stops_the_run(linked: Station, decisions: Path) -> None:
    linked.write("x.xml", record("x", "salt"))
    with decisions.open("a", encoding="utf-8") as file:
        file.write("nonsense\n")
    with pytest.raises(VocabularyError, match=r"decisions\.tsv:8"):
        linked.run()


def test_the_words_without_a_concept_are_listed_by_frequency(linked: Station) -> None:
    linked.write("x.xml", record("x", "Ice", "snow", "salinity"))
    linked.write("y.xml", record("y", "ICE", "Tide"))
    generation = linked.run().generation
    search = Search(generation)
    found = search.linkage.unmatched("land")
    assert [(word.text.lower(), word.records, word.ambiguous) for word in found] == [
        ("ice", 2, False),
        ("snow", 1, False),
        ("tide", 1, True),
    ]
    assert {dataset.rpartition("/")[2] for dataset, _ in found[0].examples} == {"x", "y"}
    assert search.linkage.unmatched("land", limit=1, offset=1)[0].text == "snow"
    assert search.linkage.number_unmatched("land") == 3
    assert search.linkage.unmatched("sea") == []
    assert search.linkage.methods("land") == {NONE: 3, AMBIGUOUS: 1, LABEL: 1}
    search.close()


def test_the_sets_of_a_workspace_are_merged(tmp_path: Path) -> None:
    own = len(mapping_sets(tmp_path / "nowhere"))
    (tmp_path / "mine.ttl").write_text(
        "<https://a.example/a1> <http://www.w3.org/2004/02/skos/core#exactMatch> <https://b.example/b1> ."
    )
    sets = mapping_sets(tmp_path)
    assert len(sets) == own + 1
    assert {one.mapping_set.identifier for one in sets} >= {"https://w3id.org/terrafair/mappings/mine"}
    assert len({one.mapping_set.identifier for one in sets}) == len(sets)
