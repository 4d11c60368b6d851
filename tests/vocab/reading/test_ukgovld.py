"""Answers of linked-data registries."""

import pytest

from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, OWL, RDF, REG, SKOS

from .conftest import Read

ANSWER = """
@prefix reg: <http://purl.org/linked-data/registry#> .
@prefix version: <http://purl.org/linked-data/version#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://r.example/winds> a reg:Register ; rdfs:label "Winds"@en ; dct:description "All winds"@en ;
    reg:owner [ rdfs:label "An owner" ] .
<http://r.example/winds/_bora> a reg:RegisterItem ; rdfs:label "Item of bora"@en ; reg:notation "bora" ;
    reg:itemClass skos:Concept ; reg:register <http://r.example/winds> ; owl:versionInfo 2 ;
    dct:dateSubmitted "2020-01-02T03:04:05Z"^^xsd:dateTime ; dct:modified "2021-01-02T03:04:05Z"^^xsd:dateTime ;
    reg:status reg:statusStable ; reg:submitter [ rdfs:label "Somebody" ] ;
    version:currentVersion <http://r.example/winds/_bora:2> ;
    reg:definition [ reg:entity <http://r.example/winds/bora> ; reg:sourceGraph <http://r.example/g> ] .
<http://r.example/winds/_bora:2> a version:Version ; rdfs:label "Version two"@en .
<http://r.example/winds/bora> a skos:Concept ; rdfs:label "Bora"@en ; dct:description "Cold wind"@en ;
    skos:related [ rdfs:label "kept" ] .
<http://r.example/winds/_bura> a reg:RegisterItem ; rdfs:label "Bura"@en ; reg:notation "bura" ;
    reg:itemClass skos:Concept ; reg:register <http://r.example/winds> ; reg:status reg:{status} ;
    reg:successor <http://r.example/winds/_bora> , <http://r.example/winds/_elsewhere> ;
    version:currentVersion <http://r.example/winds/_bura:1> .
<http://r.example/winds/_bura:1> a version:Version ; reg:definition [ reg:entity <http://r.example/winds/bura> ] .
<http://r.example/winds/_lost> a reg:RegisterItem ; reg:notation "lost" .
"""
WINDS, BORA, BURA = (f"http://r.example/winds{rest}" for rest in ("", "/bora", "/bura"))


def test_an_item_is_folded_into_its_entity(read: Read) -> None:
    found = read("ukgovld", ANSWER.replace("{status}", "statusRetired"))
    assert found.typed() == {f"<{BORA}>", f"<{BURA}>"}
    assert found.objects(BORA, SKOS.prefLabel) == ["Bora"]
    assert found.objects(BORA, SKOS.definition) == ["Cold wind"]
    assert found.objects(BORA, SKOS.notation) == ["bora"]
    assert found.objects(BORA, SKOS.inScheme) == [WINDS]
    assert found.objects(BORA, DCTERMS.created) == ["2020-01-02T03:04:05Z"]
    assert found.objects(BORA, DCTERMS.modified) == ["2021-01-02T03:04:05Z"]
    assert found.objects(BORA, OWL.versionInfo) == ["2"]
    assert found.objects(BORA, REG.status) == [REG.statusStable[1:-1]]
    assert found.objects(BORA, OWL.deprecated) == []


def test_only_entities_registers_and_what_belongs_to_them_remain(read: Read) -> None:
    found = read("ukgovld", ANSWER.replace("{status}", "statusRetired"))
    assert {s for s, _, _ in found.triples if s.startswith("<")} == {f"<{iri}>" for iri in (WINDS, BORA, BURA)}
    texts = {o for _, _, o in found.triples}
    assert '"kept"' in texts
    assert not {'"Somebody"', '"Item of bora"@en', '"Version two"@en'} & texts
    assert [(d.code, d.excerpt) for d in found.told] == [("vocabulary.entry", "<http://r.example/winds/_lost>")]


def test_a_register_is_a_scheme(read: Read) -> None:
    found = read("ukgovld", ANSWER.replace("{status}", "statusRetired"))
    assert found.typed(SKOS.ConceptScheme) == {f"<{WINDS}>"}
    assert found.objects(WINDS, SKOS.prefLabel) == ["Winds"]
    collection = read("ukgovld", ANSWER.replace("a reg:Register ;", "a reg:Register , skos:Collection ;"))
    assert not collection.typed(SKOS.ConceptScheme)


@pytest.mark.parametrize(
    ("status", "deprecated"),
    [("statusRetired", True), ("statusSuperseded", True), ("statusInvalid", True), ("statusExperimental", False)],
)
def test_statuses(status: str, deprecated: bool, read: Read) -> None:
    found = read("ukgovld", ANSWER.replace("{status}", status))
    assert found.objects(BURA, OWL.deprecated) == ["true"] * deprecated
    assert found.objects(BURA, DCTERMS.isReplacedBy) == [BORA, f"{WINDS}/elsewhere"]
    assert found.objects(BURA, RDF.type) == [SKOS.Concept[1:-1]]
    assert found.objects(BURA, SKOS.prefLabel) == ["Bura"]


def test_another_syntax(read: Read) -> None:
    item = '{"@id":"http://r.example/_w","@type":"http://purl.org/linked-data/registry#RegisterItem",'
    entity = '"http://purl.org/linked-data/registry#definition":{"http://purl.org/linked-data/registry#entity":{"@id":"http://r.example/w"}},'
    status = (
        '"http://purl.org/linked-data/registry#status":{"@id":"http://purl.org/linked-data/registry#statusInvalid"}}'
    )
    assert read("ukgovld", item + entity + status).objects("http://r.example/w", OWL.deprecated) == ["true"]


def test_what_is_no_rdf_is_named(read: Read) -> None:
    with pytest.raises(VocabularyError, match=r"r\.xml"):
        read("ukgovld", "<html><body>No such register</body></html>", "r.xml")
