"""The form of a document, where nobody says it."""

import pytest

from vocab.errors import VocabularyError
from vocab.reading.detection import form_of
from vocab.reading.document import Document
from vocab.reading.form import FORMS

RDF_XML = b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
GCMD = b"Keyword Version: 9,Revision: 1\nCategory,UUID\n"


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("w.ttl", b"", "turtle"),
        ("w", b"# winds\n@prefix w: <http://w/> .", "turtle"),
        ("w", b"PREFIX w: <http://w/>\n", "turtle"),
        ("w.nt", b"", "ntriples"),
        ("w", b'<http://w/1> <http://w/p> "x" .\n', "ntriples"),
        ("w.trig", b"@prefix w: <http://w/> .", "trig"),
        ("w.json", b' {"@context": {}}', "jsonld"),
        ("w", b'[{"@id": "http://w/1"}]', "jsonld"),
        ("w.ttl", b"[] a <http://w/C> .", "turtle"),
        ("w.owl", RDF_XML + b"/>", "rdfxml"),
        ("w.ttl", RDF_XML + b"/>", "rdfxml"),
        ("w", RDF_XML + b' xmlns:gcmd="http://gcmd.gsfc.nasa.gov/kms#"/>', "gcmd-rdf"),
        ("w", RDF_XML + b' xmlns:gcmd="https://gcmd.earthdata.nasa.gov/kms#"/>', "gcmd-rdf"),
        ("w", RDF_XML + b' xmlns:gml="http://www.opengis.net/gml#"/>', "geonetwork"),
        ("w.ttl", b'<http://w/1> skos:prefLabel\n   "/Wind/Bora"@en .', "geonetwork"),
        ("w.ttl", b"PREFIX reg: <http://purl.org/linked-data/registry#>\n", "turtle"),
        ("w.ttl", b"#" * 10_000 + b"\n<http://w/_1> a reg:RegisterItem .", "ukgovld"),
        ("w.xml", b"<standard_name_table xmlns='x'>", "cf-xml"),
        ("w.xml", b"<?xml version='1.0'?>\n<gmx:CT_CodelistCatalogue>", "codelist-xml"),
        ("w.csv", GCMD, "gcmd-csv"),
        ("w.csv", b"x\nCategory,Short_Name,Sub-Age,UUID\r\n", "gcmd-csv"),
        ("w.csv", b'"ConceptScheme URI",http://w/\n', "formater-csv"),
        ("w.csv", b"Scheme:http://w/,,\n", "formater-csv"),
        ("w.csv", b"notation,name\n", "wmo-csv"),
        ("w.csv", b"1-01,Winds,http://codes.wmo.int/wmdr/Wind\r\n", "wmo-csv"),
        ("w.csv", b"dct:description,rdfs:label,x\n", "iadopt-csv"),
        ("wmo/iadopt/model__x.csv", b"id,name\n", "iadopt-csv"),
    ],
)
def test_form(name: str, content: bytes, form: str) -> None:
    assert form_of(Document(name, content)) == form
    assert form in FORMS


@pytest.mark.parametrize(
    ("name", "content"),
    [("w.csv", b"id,name\n"), ("w.xml", b"<html/>"), ("w", b""), ("w.pdf", b"%PDF-1.7"), ("w.csv", b"")],
)
def test_what_cannot_be_told_is_named(name: str, content: bytes) -> None:
    with pytest.raises(VocabularyError, match=name.replace(".", r"\.")):
        form_of(Document(name, content))
