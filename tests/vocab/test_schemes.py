"""The core concept schemes: well-formed, bilingual, hierarchical, and in agreement with the registry."""

from collections import Counter, defaultdict
from functools import cache

import pytest
from rdflib import RDF, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from vocab.label import normalise
from vocab.registry import Vocabulary, load_registry

CORE = ("ecv", "gcmd", "cf", "platforms", "instruments", "missions")
OWN = ("ecv", "platforms", "instruments", "missions")
"""Schemes whose IRIs are this project's."""

UNAMBIGUOUS = ("ecv", "cf", "platforms", "instruments", "missions")
"""Schemes in which a label names one concept; GCMD repeats names by its own choice."""

SIZES = {
    "ecv": (68, 68),
    "gcmd": (1000, 1700),
    "cf": (150, 300),
    "platforms": (150, 250),
    "instruments": (150, 300),
    "missions": (60, 120),
}
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
GCMD = "https://gcmd.earthdata.nasa.gov/kms/concept/"

core = pytest.mark.parametrize("name", CORE)
own = pytest.mark.parametrize("name", OWN)


@cache
def registry() -> dict[str, Vocabulary]:
    return {vocabulary.id: vocabulary for vocabulary in load_registry()}


@cache
def graph(name: str) -> Graph:
    return Graph().parse(registry()[name].path, format="turtle")


@cache
def concepts(name: str) -> frozenset[URIRef]:
    return frozenset(s for s in graph(name).subjects(RDF.type, SKOS.Concept) if isinstance(s, URIRef))


def labels(name: str, concept: URIRef, *properties: URIRef) -> list[Literal]:
    return [o for p in properties for o in graph(name).objects(concept, p) if isinstance(o, Literal)]


def parents(name: str, concept: URIRef) -> list[URIRef]:
    return [o for o in graph(name).objects(concept, SKOS.broader) if isinstance(o, URIRef)]


def leaves(name: str) -> set[URIRef]:
    return set(concepts(name)) - {parent for concept in concepts(name) for parent in parents(name, concept)}


@core
def test_a_stanza_and_its_file_agree(name: str) -> None:
    vocabulary = registry()[name]
    scheme = URIRef(vocabulary.scheme)
    assert set(graph(name).subjects(RDF.type, SKOS.ConceptScheme)) == {scheme}
    for prop in (SKOS.prefLabel, DCTERMS.title):
        assert {(o.language, str(o)) for o in labels(name, scheme, prop)} == set(vocabulary.title.items())
    assert [str(o) for o in graph(name).objects(scheme, DCTERMS.license)] == [vocabulary.licence]
    assert all(concept.startswith(vocabulary.namespace) for concept in concepts(name))
    assert {o.language for concept in concepts(name) for o in labels(name, concept, SKOS.prefLabel)} == set(
        vocabulary.languages
    )


@core
def test_a_scheme_has_its_size(name: str) -> None:
    least, most = SIZES[name]
    assert least <= len(concepts(name)) <= most


@pytest.mark.parametrize("packaged", [True, False])
def test_an_alias_names_one_vocabulary_that_comes_with_the_service_and_one_that_is_loaded(packaged: bool) -> None:
    cited: dict[str, set[str]] = defaultdict(set)
    for vocabulary in registry().values():
        if (vocabulary.path is not None) is not packaged:
            continue
        for alias in (vocabulary.id, vocabulary.scheme, *vocabulary.title.values(), *vocabulary.aliases):
            cited[normalise(alias)].add(vocabulary.id)
    assert {alias: ids for alias, ids in cited.items() if len(ids) > 1} == {}


@core
def test_there_are_no_blank_nodes(name: str) -> None:
    assert not [term for triple in graph(name) for term in triple if isinstance(term, BNode)]


@core
def test_each_concept_is_in_its_scheme_and_has_a_place_in_it(name: str) -> None:
    scheme = URIRef(registry()[name].scheme)
    for concept in concepts(name):
        assert list(graph(name).objects(concept, SKOS.inScheme)) == [scheme]
        above = parents(name, concept)
        assert set(above) <= concepts(name), concept
        assert bool(above) != ((concept, SKOS.topConceptOf, scheme) in graph(name)), concept


@core
def test_a_concept_has_one_preferred_label_in_english_and_one_in_french(name: str) -> None:
    for concept in concepts(name):
        found = labels(name, concept, SKOS.prefLabel)
        tags = Counter(label.language for label in found)
        assert tags == {"en": 1, "fr": 1}, concept
        assert all(" ".join(label.split()) == str(label) != "" for label in found), concept


@core
def test_every_other_label_has_a_language_and_is_not_the_preferred_one(name: str) -> None:
    for concept in concepts(name):
        preferred = set(labels(name, concept, SKOS.prefLabel))
        others = labels(name, concept, SKOS.altLabel, SKOS.hiddenLabel)
        assert all(label.language in ("en", "fr") for label in others), concept
        assert not preferred & set(others), concept
        assert len(others) == len(set(others)), concept


@pytest.mark.parametrize("name", UNAMBIGUOUS)
def test_a_label_names_one_concept(name: str) -> None:
    named: dict[str, set[URIRef]] = defaultdict(set)
    for concept in concepts(name):
        for label in labels(name, concept, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel):
            named[normalise(label)].add(concept)
    assert {label: found for label, found in named.items() if len(found) > 1} == {}


def test_gcmd_gives_siblings_different_names() -> None:
    """The publisher repeats a name, such as ALBEDO, in several places, never under one parent."""
    english = Counter(
        (tuple(parents("gcmd", concept)), str(label).casefold())
        for concept in concepts("gcmd")
        for label in labels("gcmd", concept, SKOS.prefLabel)
        if label.language == "en"
    )
    assert [place for place, times in english.items() if times > 1] == []


@core
def test_no_concept_is_above_itself(name: str) -> None:
    for concept in concepts(name):
        seen: set[URIRef] = set()
        level = parents(name, concept)
        while level:
            assert concept not in level
            seen.update(level)
            level = [parent for node in level for parent in parents(name, node) if parent not in seen]


def test_the_essential_climate_variables_are_those_of_2022() -> None:
    """GCOS-245 lists 16 for the atmosphere, 20 for the land and 19 for the ocean."""
    base = registry()["ecv"].namespace
    domains: Counter[str] = Counter()
    for variable in leaves("ecv"):
        (group,) = parents("ecv", variable)
        (domain,) = parents("ecv", group)
        domains[domain.removeprefix(base)] += 1
    assert domains == {"atmosphere": 16, "land": 20, "ocean": 19}
    assert domains.total() == 55


def test_gcmd_carries_every_topic_and_term() -> None:
    root = URIRef(GCMD + "e9f67a66-e9fc-435c-b720-ae32a2c3d8f5")
    topics = set(graph("gcmd").subjects(SKOS.broader, root))
    terms = {term for topic in topics for term in graph("gcmd").subjects(SKOS.broader, topic)}
    assert (len(topics), len(terms)) == (14, 128)


def test_a_standard_name_is_its_concept_s_notation() -> None:
    base = registry()["cf"].namespace
    for concept in concepts("cf"):
        (notation,) = graph("cf").objects(concept, SKOS.notation)
        assert str(concept) == f"{base}{notation}/"
        english = next(label for label in labels("cf", concept, SKOS.prefLabel) if label.language == "en")
        assert str(english) == str(notation).replace("_", " ")


@own
def test_an_own_iri_ends_in_a_readable_name(name: str) -> None:
    base = registry()[name].namespace
    assert base.startswith("https://w3id.org/terrafair/")
    for concept in concepts(name):
        local = concept.removeprefix(base)
        assert local.replace("-", "").isalnum(), concept
        assert local == local.lower() == local.strip("-"), concept


@core
def test_matches_lead_out_of_the_scheme_and_contradict_nothing(name: str) -> None:
    exact: dict[str, set[URIRef]] = defaultdict(set)
    for concept in concepts(name):
        targets = [o for p in MATCHES for o in graph(name).objects(concept, p)]
        assert len(targets) == len(set(targets)), f"two kinds of match to one concept: {concept}"
        for target in targets:
            assert isinstance(target, URIRef)
            assert not target.startswith(registry()[name].namespace), concept
            if name == "ecv" and target.startswith(GCMD):
                assert target in concepts("gcmd"), target
            if target.startswith(registry()["cf"].namespace):
                assert target in concepts("cf"), target
        for target in graph(name).objects(concept, SKOS.exactMatch):
            exact[str(target)].add(concept)
    assert {target: found for target, found in exact.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("name", "label", "local"),
    [
        ("ecv", "SST", "sea-surface-temperature"),
        ("ecv", "humidité du sol", "soil-moisture"),
        ("platforms", "Sentinel-2A", "sentinel-2a"),
        ("platforms", "VENUS", "venus"),
        ("platforms", "flotteurs Argo", "argo-floats"),
        ("platforms", "SARAL/AltiKa", "saral"),
        ("instruments", "IASI-NG", "iasi-ng"),
        ("instruments", "gravimètres supraconducteurs", "superconducting-gravimeters"),
        ("instruments", "KARIN", "karin"),
        ("missions", "Pleiades Neo", "pleiades-neo"),
    ],
)
def test_the_names_that_hubs_use_are_known(name: str, label: str, local: str) -> None:
    base = registry()[name].namespace
    found = {
        concept.removeprefix(base)
        for concept in concepts(name)
        for known in labels(name, concept, SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
        if normalise(known) == normalise(label)
    }
    assert found == {local}
