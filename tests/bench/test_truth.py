"""The rule by which searches are judged, and the documents that hubs are made of."""

from pathlib import Path

import pytest

from bench.description import Description, read_descriptions
from bench.iso_writer import write
from bench.truth import RULES
from harvesters.record import RawRecord
from mappings.codelist import load_codelists
from mappings.refine import refine
from mappings.scope import Context, Origin
from vocab.matching import load_matcher
from vocab.namespace import DCAT, DCTERMS
from vocab.term import value

RULE = {rule.term: rule for rule in RULES}

GRAPH = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/a#dataset> a dcat:Dataset ;
    dcterms:title "Rain at Cayenne"@en ; dcterms:description "Pluie & vent"@en ;
    dcat:keyword "rain"@en ; dcterms:subject <http://example.org/a#kw> ;
    dcat:theme "http://example.org/a#theme" ;
    dcterms:spatial <http://example.org/a#space> ; dcterms:temporal <http://example.org/a#time> .
<http://example.org/a#kw> skos:prefLabel "rain"@en .
<http://example.org/a#theme> skos:prefLabel "Swarm"@en ; skos:exactMatch <https://vocabulary.example/swarm> .
<http://example.org/a#space> geo:asWKT "<http://www.opengis.net/def/crs/EPSG/0/4326> POLYGON (( 4.5 -53.25, 4.5 -52.0, 1.5 -52.0, 4.5 -53.25))"^^geo:wktLiteral .
<http://example.org/a#time> time:hasBeginning <http://example.org/a#begin> .
<http://example.org/a#begin> time:inXSDDateTimeStamp "2010-02-03T00:00:00Z"^^xsd:dateTimeStamp .
"""  # noqa: E501


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("air", "Air temperature"),
        ("air", "mesures aéroportées"),
        ("air", "AirTC_Avg"),
        ("water", "groundwater"),
        ("water", "niveaux d'eau"),
        ("carbon", "hydrocarbons"),
        ("carbon", "Carbone organique"),
        ("temperature", "Températures"),
        ("conductivity", "conductivité électrique"),
    ],
)
def test_a_word_a_compound_and_a_french_word_are_true(term: str, text: str) -> None:
    assert RULE[term].true(text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("air", "pas de temps horaire, fairly repaired pairs"),
        ("air", "Nairobi, lunaire, AIRS, Clair, Qualitair Corse"),
        ("water", "bureaux"),
        ("temperature", "temperate"),
    ],
)
def test_letters_in_another_word_are_not(term: str, text: str) -> None:
    assert not RULE[term].true(text)


def test_the_published_search_is_by_letters() -> None:
    assert RULE["air"].published("Horaire")
    assert not RULE["water"].published("Eau")


def test_a_description_is_read_with_latitude_first(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(GRAPH, "utf-8")
    assert read_descriptions(path) == [
        Description(
            identifier="a",
            title="Rain at Cayenne",
            abstract="Pluie & vent",
            keywords=(("Swarm", "https://vocabulary.example/swarm"), ("rain", "")),
            box=(-53.25, 1.5, -52.0, 4.5),
            begin="2010-02-03T00:00:00Z",
            end="",
        )
    ]


def test_a_written_document_says_what_the_description_says(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(GRAPH, "utf-8")
    [description] = read_descriptions(path)
    raw = RawRecord("a", write(description), "application/xml")
    context = Context("http://127.0.0.1", load_codelists(), load_matcher())
    refined = refine(raw, Origin("theia", "bench", "a"), context)
    said = {(predicate, value(obj)) for _, predicate, obj in refined.triples}
    assert refined.identifier == "a"
    assert refined.dialect == "iso19139"
    assert {
        (DCTERMS.title, "Rain at Cayenne"),
        (DCTERMS.description, "Pluie & vent"),
        (DCAT.keyword, "rain"),
        (DCAT.keyword, "Swarm"),
        (DCAT.startDate, "2010-02-03T00:00:00Z"),
    } <= said
    assert any(predicate == DCAT.bbox and "-53.25 1.5" in text for predicate, text in said)
    assert not any(predicate == DCTERMS.language for _, predicate, _ in refined.triples)
