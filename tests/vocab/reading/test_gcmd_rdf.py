"""GCMD keywords in RDF/XML."""

from pathlib import Path

import pytest

from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, FOAF, OWL, RDFS, SKOS
from vocab.reading.gcmd_rdf import KMS

from .conftest import Read

PAGE = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#"
  xmlns:gcmd="{kms}"><gcmd:gcmd>{about}<gcmd:keywordVersion>9.1</gcmd:keywordVersion>
  <gcmd:termsOfUse>http://t.example/</gcmd:termsOfUse></gcmd:gcmd>
<skos:Concept rdf:about="bora" xml:base="https://k.example/">
  <skos:inScheme rdf:resource="https://k.example/scheme"/>
  <skos:prefLabel xml:lang="en">BORA</skos:prefLabel>
  <gcmd:altLabel gcmd:category="primary" gcmd:text="Wind of the Karst" xml:lang="en"/>
  <gcmd:altLabel gcmd:category="outdated" gcmd:text="Bura" xml:lang="en"/>
  <gcmd:altLabel gcmd:category="primary" gcmd:text="" xml:lang="en"/>
  <gcmd:resource gcmd:type="provider" gcmd:url="http://home.example/"/>
  <gcmd:resource gcmd:type="IMAGE" gcmd:url="http://image.example/"/>
  <gcmd:resource gcmd:type="IMAGE" gcmd:url="no address"/>
  <gcmd:reference gcmd:text="A book of winds" xml:lang="en"/>
  <skos:broader rdf:resource="{above}"/>
</skos:Concept></rdf:RDF>"""
BORA = "https://k.example/bora"


@pytest.mark.parametrize("kms", KMS)
def test_own_elements_become_skos(kms: str, read: Read) -> None:
    found = read("gcmd-rdf", PAGE.format(kms=kms, about="", above="bora"))
    assert (f"<{BORA}>", SKOS.altLabel, '"Wind of the Karst"@en') in found.triples
    assert found.objects(BORA, SKOS.altLabel) == ["Wind of the Karst"]
    assert found.objects(BORA, SKOS.hiddenLabel) == ["Bura"]
    assert found.objects(BORA, FOAF.homepage) == ["http://home.example/"]
    assert found.objects(BORA, RDFS.seeAlso) == ["http://image.example/"]
    assert found.objects(BORA, DCTERMS.bibliographicCitation) == ["A book of winds"]
    assert found.objects("https://k.example/scheme", OWL.versionInfo) == ["9.1"]
    assert found.objects("https://k.example/scheme", DCTERMS.license) == ["http://t.example/"]
    assert all(s.startswith("<") and not o.startswith("_") for s, _, o in found.triples)
    assert not found.told


@pytest.mark.parametrize(
    ("about", "above", "detail"),
    [
        ("<gcmd:hits>3</gcmd:hits><gcmd:page_num>1</gcmd:page_num><gcmd:page_size>1</gcmd:page_size>", "bora", "1 / 3"),
        ("<gcmd:hits>3</gcmd:hits>", "bora", "1 / 3"),
        ("", "cold", "1 / ≥ 2"),
        ("<gcmd:hits>3</gcmd:hits><gcmd:page_num>3</gcmd:page_num><gcmd:page_size>1</gcmd:page_size>", "cold", ""),
        ("<gcmd:hits>1</gcmd:hits>", "cold", ""),
        ("<gcmd:hits>many</gcmd:hits>", "bora", ""),
    ],
)
def test_a_page_that_is_not_the_last_is_told(about: str, above: str, detail: str, read: Read) -> None:
    told = read("gcmd-rdf", PAGE.format(kms=KMS[0], about=about, above=above)).told
    assert [d.code for d in told] == ["vocabulary.truncated"] * bool(detail)
    assert all(detail in d.en and d.focus == "https://k.example/scheme" for d in told)


def test_what_is_no_rdf_is_named(read: Read) -> None:
    with pytest.raises(VocabularyError, match=r"page\.rdf"):
        read("gcmd-rdf", "<html><body>", "page.rdf")


@pytest.mark.shared
def test_the_cut_page_of_the_corpus(shared: Path, read: Read) -> None:
    path = shared / "data/vocabularies/gcmd-9.1.5-2020/sciencekeywords.rdf"
    (told,) = read("gcmd-rdf", path.read_bytes(), path.name).told
    assert told.code == "vocabulary.truncated"
    assert "2000 / ≥ 2677" in told.en
