"""What stands above and below a concept, cycles included."""

import random

import pytest

from tests.holdings import library, written
from vocab.concept import Concept
from vocab.hierarchy import Hierarchy, Node
from vocab.index import VocabularyIndex
from vocab.label import chosen
from vocab.library import in_memory
from vocab.registry import Vocabulary

BASE = "https://tree.example/"
TREE = Vocabulary("tree", {"en": "Tree"}, None, f"{BASE}scheme", BASE, ("en",), "", "", BASE, "theme")

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://tree.example/> .
:scheme a skos:ConceptScheme . :other a skos:ConceptScheme .
:sea a skos:Concept ; skos:prefLabel "sea"@en ; skos:topConceptOf :scheme, :other ; skos:inScheme :scheme .
:bay a skos:Concept ; skos:prefLabel "bay"@en ; skos:broader :sea ; skos:inScheme :scheme .
:gulf a skos:Concept ; skos:prefLabel "gulf"@en ; skos:broader :sea ; skos:inScheme :scheme .
:cove a skos:Concept ; skos:prefLabel "cove"@en ; skos:notation "C" ; skos:broader :bay, :gulf ; skos:inScheme :scheme .
:a a skos:Concept ; skos:prefLabel "a"@en ; skos:broader :b ; skos:inScheme :scheme .
:b a skos:Concept ; skos:prefLabel "b"@en ; skos:broader :a ; skos:inScheme :scheme .
:self a skos:Concept ; skos:prefLabel "self"@en ; skos:broader :self, :a ; skos:inScheme :scheme .
"""


@pytest.fixture(scope="module")
def index() -> VocabularyIndex:
    return in_memory([written(TREE, TURTLE)]).index()


def number(index: VocabularyIndex, name: str) -> int:
    found = index.resource(BASE + name)
    assert found is not None
    return found.number


def names(nodes: list[Node]) -> list[str]:
    return [node.iri.removeprefix(BASE) for node in nodes]


def test_directly_above_and_below(index: VocabularyIndex) -> None:
    tree = Hierarchy(index)
    assert names(tree.parents(number(index, "cove"))) == ["bay", "gulf"]
    assert names(tree.children(number(index, "sea"))) == ["bay", "gulf"]
    assert names(tree.children(number(index, "sea"), limit=1)) == ["bay"]
    assert names(tree.children(number(index, "sea"), after=number(index, "bay"))) == ["gulf"]
    assert tree.children(number(index, "cove")) == []
    (cove,) = tree.children(number(index, "bay"))
    assert (cove.labels, cove.notation, cove.narrower, cove.deprecated) == ({"en": "cove"}, "C", False, False)


def test_at_any_distance(index: VocabularyIndex) -> None:
    tree = Hierarchy(index)
    assert names(tree.nodes(tree.above(number(index, "cove")))) == ["cove", "bay", "gulf", "sea"]
    assert names(tree.nodes(tree.below(number(index, "sea")))) == ["sea", "bay", "gulf", "cove"]
    assert len(tree.below(number(index, "sea"), 2)) == 2


@pytest.mark.parametrize(("name", "reached"), [("a", {"a", "b"}), ("b", {"a", "b"}), ("self", {"self", "a", "b"})])
def test_cycles_end(name: str, reached: set[str], index: VocabularyIndex) -> None:
    tree = Hierarchy(index)
    assert set(names(tree.nodes(tree.above(number(index, name))))) == reached
    assert {step.node.iri.removeprefix(BASE) for step in tree.ancestry(number(index, name))} == reached
    assert tree.paths(number(index, name))


def test_the_way_to_the_top(index: VocabularyIndex) -> None:
    steps = {step.node.iri.removeprefix(BASE): step for step in Hierarchy(index).ancestry(number(index, "cove"))}
    assert list(steps) == ["cove", "bay", "gulf", "sea"]
    assert steps["cove"].broader == [number(index, "bay"), number(index, "gulf")]
    assert names(list(steps["sea"].narrower)) == ["bay", "gulf"]
    assert steps["sea"].tops == [f"{BASE}other", f"{BASE}scheme"]
    assert not steps["bay"].tops


def test_paths(index: VocabularyIndex) -> None:
    tree = Hierarchy(index)
    assert [names(path) for path in tree.paths(number(index, "cove"))] == [
        ["sea", "bay", "cove"],
        ["sea", "gulf", "cove"],
    ]
    assert len(tree.paths(number(index, "cove"), limit=1)) == 1


def test_a_lattice_has_a_bounded_number_of_paths() -> None:
    layers = [[f"<{BASE}{depth}-{n}>" for n in range(6)] for depth in range(30)]
    concepts = [
        Concept(iri, "tree", {"en": "x"}, broader=tuple(layers[depth - 1]) if depth else ())
        for depth, layer in enumerate(layers)
        for iri in layer
    ]
    index = library([TREE], concepts).index()
    found = Hierarchy(index).paths(number(index, "29-0"))
    assert len(found) == 20
    assert all(len(path) == 30 for path in found)


def test_where_a_vocabulary_begins(index: VocabularyIndex) -> None:
    assert names(Hierarchy(index).roots("tree")) == ["sea"]
    assert names(Hierarchy(index).top_concepts(number(index, "other"))) == ["sea"]
    flat = library([TREE], [Concept(f"<{BASE}{n}>", "tree", {"en": str(n)}) for n in range(3)]).index()
    assert names(Hierarchy(flat).roots("tree")) == ["0", "1", "2"]
    assert names(Hierarchy(flat).roots("tree", after=number(flat, "0"), limit=1)) == ["1"]


def test_random_hierarchies_against_a_plain_walk() -> None:
    rng = random.Random(5)
    for _ in range(5):
        iris = [f"<{BASE}{n:02}>" for n in range(25)]
        broader = {iri: tuple(sorted(rng.sample(iris, rng.choice((0, 1, 2))))) for iri in iris}
        index = library([TREE], [Concept(i, "tree", {"en": "x"}, broader=broader[i]) for i in iris]).index()
        tree = Hierarchy(index)
        for iri in iris:
            reached, edge = {iri}, [iri]
            while edge:
                edge = [parent for one in edge for parent in broader[one] if parent not in reached]
                reached.update(edge)
            above = tree.nodes(tree.above(number(index, iri[1:-1].removeprefix(BASE)), -1))
            assert {f"<{node.iri}>" for node in above} == reached
            assert len(above) == len(reached)


@pytest.mark.parametrize(
    ("asked", "default", "found"),
    [
        ("en", "", ("sea", "en")),
        ("fr", "", ("mer (CA)", "fr-CA")),
        ("fr-BE", "", ("mer (CA)", "fr-CA")),
        ("xx", "de", ("Meer", "de")),
        ("xx", "yy", ("mer (CA)", "fr-CA")),
        ("", "", ("mer (CA)", "fr-CA")),
    ],
)
def test_labels_fall_back_in_a_fixed_order(asked: str, default: str, found: tuple[str, str]) -> None:
    assert chosen({"en": "sea", "fr-CA": "mer (CA)", "de": "Meer", "fr-CH": "mer (CH)"}, asked, default) == found


def test_labels_of_last_resort() -> None:
    assert chosen({"fi": "meri", "de": "Meer"}, "en") == ("Meer", "de")
    assert chosen({"fi": "meri", "": "mare"}, "en") == ("mare", "")
    assert chosen({}, "en") == ("", "")
