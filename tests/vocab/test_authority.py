"""The authority tables: complete, bilingual, and of the form that the GeoDCAT-AP 3.1 shapes ask of a concept."""

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, BNode, Graph, Literal, Namespace, URIRef

from vocab.registry import Vocabulary, load_registry

EU = "http://publications.europa.eu/resource/authority/"
INSPIRE = "http://inspire.ec.europa.eu/"
DCT = Namespace("http://purl.org/dc/terms/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SCHEMES = Path(__file__).parents[2] / "vocab" / "schemes"
OWN = ("authority-", "inspire-themes", "eu-data-themes", "iso-topic-categories")
FILES = sorted(path for path in SCHEMES.glob("*.ttl") if path.name.startswith(OWN))
SIZES = {"inspire-themes.ttl": 34, "eu-data-themes.ttl": 14, "iso-topic-categories.ttl": 19}
CLASSES = {
    "authority-languages.ttl": DCT.LinguisticSystem,
    "authority-frequencies.ttl": DCT.Frequency,
    "authority-file-types.ttl": DCT.MediaTypeOrExtent,
    "authority-access-rights.ttl": DCT.RightsStatement,
    "authority-limitations-on-public-access.ttl": DCT.RightsStatement,
    "authority-licences.ttl": DCT.LicenseDocument,
    "authority-roles.ttl": DCAT.Role,
}
"""The class that the shapes ask of the values of a property, beside ``skos:Concept``."""


@cache
def graph(path: Path) -> Graph:
    return Graph().parse(path, format="turtle")


@cache
def stanzas() -> dict[Path, Vocabulary]:
    return {vocabulary.path: vocabulary for vocabulary in load_registry() if vocabulary.path is not None}


def concepts(path: Path) -> list[URIRef]:
    return [s for s in graph(path).subjects(RDF.type, SKOS.Concept) if isinstance(s, URIRef)]


by_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


@by_file
def test_a_table_is_declared_and_describes_the_scheme_that_its_stanza_names(path: Path) -> None:
    vocabulary = stanzas()[path]
    assert set(graph(path).subjects(RDF.type, SKOS.ConceptScheme)) == {URIRef(vocabulary.scheme)}
    assert set(vocabulary.title) == {"en", "fr"}
    assert vocabulary.languages == ("en", "fr")
    assert vocabulary.facet in ("authority", "theme", "topic")
    titles = {(o.language, str(o)) for o in graph(path).objects(URIRef(vocabulary.scheme), SKOS.prefLabel)}  # type: ignore[attr-defined]
    assert titles == set(vocabulary.title.items())


@by_file
def test_there_are_no_blank_nodes(path: Path) -> None:
    assert not [term for triple in graph(path) for term in triple if isinstance(term, BNode)]


@by_file
def test_each_concept_has_one_scheme_and_one_label_in_each_language(path: Path) -> None:
    found = concepts(path)
    assert found
    scheme = URIRef(stanzas()[path].scheme)
    for concept in found:
        assert list(graph(path).objects(concept, SKOS.inScheme)) == [scheme]
        labels = [o for o in graph(path).objects(concept, SKOS.prefLabel) if isinstance(o, Literal)]
        assert sorted(str(label.language) for label in labels) == ["en", "fr"]
        assert all(label.strip() == str(label) != "" for label in labels)
        assert len(list(graph(path).objects(concept, SKOS.notation))) <= 1


@by_file
def test_a_label_names_one_concept(path: Path) -> None:
    for language in ("en", "fr"):
        labels = [
            o.casefold()
            for concept in concepts(path)
            for o in graph(path).objects(concept, SKOS.prefLabel)
            if isinstance(o, Literal) and o.language == language
        ]
        assert len(set(labels)) == len(labels)


def test_no_concept_stands_in_two_tables() -> None:
    everything = [concept for path in FILES for concept in concepts(path)]
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize(("name", "size"), SIZES.items())
def test_a_closed_list_is_complete(name: str, size: int) -> None:
    assert len(concepts(SCHEMES / name)) == size


@pytest.mark.parametrize(("name", "cls"), CLASSES.items())
def test_values_have_the_class_that_the_shapes_ask_for(name: str, cls: URIRef) -> None:
    for concept in concepts(SCHEMES / name):
        assert (concept, RDF.type, cls) in graph(SCHEMES / name)


def test_each_inspire_theme_has_an_eu_data_theme() -> None:
    themes, known = graph(SCHEMES / "inspire-themes.ttl"), set(concepts(SCHEMES / "eu-data-themes.ttl"))
    for theme in concepts(SCHEMES / "inspire-themes.ttl"):
        broader = set(themes.objects(theme, SKOS.broadMatch))
        assert broader
        assert broader <= known


def test_topic_categories_match_inspire_themes_that_exist() -> None:
    known = set(concepts(SCHEMES / "inspire-themes.ttl"))
    for _, prop, match in graph(SCHEMES / "iso-topic-categories.ttl"):
        if prop in (SKOS.narrowMatch, SKOS.broadMatch, SKOS.relatedMatch, SKOS.closeMatch):
            assert match in known


def test_the_notation_is_the_code() -> None:
    table = graph(SCHEMES / "iso-topic-categories.ttl")
    concept = URIRef(INSPIRE + "metadata-codelist/TopicCategory/climatologyMeteorologyAtmosphere")
    assert table.value(concept, SKOS.notation) == Literal("climatologyMeteorologyAtmosphere")


def test_licences_match_the_address_of_their_text() -> None:
    table = graph(SCHEMES / "authority-licences.ttl")
    matches = set(table.objects(URIRef(EU + "licence/CC_BY_4_0"), SKOS.exactMatch))
    assert matches == {
        URIRef("https://creativecommons.org/licenses/by/4.0/"),
        URIRef("http://spdx.org/licenses/CC-BY-4.0"),
    }


def test_records_cite_the_inspire_themes_by_a_title_of_gemet() -> None:
    aliases = stanzas()[SCHEMES / "inspire-themes.ttl"].aliases
    assert {"GEMET - INSPIRE themes, version 1.0", "GEMET - INSPIRE themes"} <= set(aliases)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("authority-languages.ttl", "languages-filtered.rdf"),
        ("eu-data-themes.ttl", "data-theme-filtered.rdf"),
    ],
)
def test_labels_are_the_publishers(name: str, source: str) -> None:
    path = SCHEMES.parents[2] / "shared" / "data" / "vocabularies" / "eu-authority-tables" / source
    if not path.exists():
        pytest.skip("the shared corpus is absent")
    published = path.read_text("utf-8")
    for concept in concepts(SCHEMES / name):
        block = re.search(rf'rdf:about="{re.escape(concept)}".*?</skos:Concept>', published, re.DOTALL)
        assert block is not None, concept
        for label in graph(SCHEMES / name).objects(concept, SKOS.prefLabel):
            assert f">{label}<" in block[0]
