"""Thesauri of GeoNetwork registries."""

from pathlib import Path

import pytest

from vocab.namespace import DCAT, SKOS

from .conftest import Read

THESAURUS = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:gml="http://www.opengis.net/gml#"
  xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<skos:Concept rdf:about="http://w.example/air"><skos:prefLabel xml:lang="en">/Air/sea</skos:prefLabel></skos:Concept>
<skos:Concept rdf:about="http://w.example/bora">
  <skos:prefLabel xml:lang="en">/Air/sea/Fall/cold wind</skos:prefLabel>
  <skos:prefLabel xml:lang="fr">/Vents/Bora</skos:prefLabel>
  <skos:altLabel xml:lang="en">/n/a</skos:altLabel>
  <skos:broader rdf:resource="http://w.example/air"/>
  <gml:BoundedBy><gml:Envelope gml:srsName="http://www.opengis.net/gml/srs/epsg.xml#epsg:4326">
    <gml:lowerCorner>{lower}</gml:lowerCorner><gml:upperCorner>{upper}</gml:upperCorner></gml:Envelope></gml:BoundedBy>
</skos:Concept>
<skos:Concept rdf:about="http://w.example/root"><skos:prefLabel xml:lang="en">/</skos:prefLabel></skos:Concept>
</rdf:RDF>"""
BORA = "http://w.example/bora"


def test_a_path_becomes_its_last_part_and_stays_as_a_hidden_label(read: Read) -> None:
    found = read("geonetwork", THESAURUS.format(lower="1 2", upper="3 4"))
    assert found.objects("http://w.example/air", SKOS.prefLabel) == ["sea"]
    assert found.objects("http://w.example/root", SKOS.prefLabel) == ["/"]
    assert found.objects(BORA, SKOS.prefLabel) == ["Bora", "Fall/cold wind"]
    assert (f"<{BORA}>", SKOS.hiddenLabel, '"/Vents/Bora"@fr') in found.triples
    assert found.objects(BORA, SKOS.altLabel) == ["/n/a"]
    (told,) = found.told
    assert (told.code, told.excerpt) == ("vocabulary.path", "/Air/sea")


@pytest.mark.parametrize(
    ("lower", "upper", "box"),
    [
        ("13.5 44", "16 46.25", ["POLYGON((13.5 44, 16 44, 16 46.25, 13.5 46.25, 13.5 44))"]),
        ("0 0", "0 0", []),
        ("3 4", "1 2", []),
        ("nan 0", "1 1", []),
        ("-200 0", "1 1", []),
        ("1 2 3", "3 4 5", []),
        ("west", "east", []),
    ],
)
def test_box(lower: str, upper: str, box: list[str], read: Read) -> None:
    found = read("geonetwork", THESAURUS.format(lower=lower, upper=upper))
    assert found.objects(BORA, DCAT.bbox) == box
    assert all(s.startswith("<") and not o.startswith("_") for s, _, o in found.triples)


@pytest.mark.shared
def test_the_thesauri_of_the_corpus(shared: Path, read: Read) -> None:
    path = shared / "data/vocabularies/sextant-ifremer/sextant-theme.ttl"
    found = read("geonetwork", path.read_bytes(), path.name)
    labels = {o for _, o in found.of(SKOS.prefLabel)}
    assert '"Sonde"@fr' in labels
    assert not [label for label in labels if label.startswith('"/')]
    assert len(found.of(SKOS.hiddenLabel)) == len(found.of(SKOS.prefLabel)) == 274
