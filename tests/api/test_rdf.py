import orjson
import pytest
import rdflib
from lxml import etree
from rdflib.compare import to_isomorphic

from api.rdf import jsonld, write
from vocab.namespace import DCAT, DCTERMS, RDF, XSD
from vocab.term import Triple, iri, literal, ntriples

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by rdflib itself, for JSON-LD

A, B = iri("http://example.org/a"), iri("http://example.org/b")

ODD: list[Triple] = [
    (B, DCTERMS.title, literal("before")),
    (A, DCTERMS.title, literal('quotes " backslash \\ line\nend\ttab é 😀', language="fr")),
    (A, DCTERMS.title, literal("", language="en-gb")),
    (A, DCTERMS.extent, literal("007", datatype=XSD.nonNegativeInteger)),
    (A, DCTERMS.extent, literal("1.0", datatype=XSD.decimal)),
    (A, DCTERMS.extent, literal("not a number", datatype=XSD.integer)),
    (A, DCTERMS.extent, literal("x", datatype=iri("http://example.org/type#t"))),
    (A, DCTERMS.spatial, iri("geo:48.8,2.3")),
    (A, DCTERMS.relation, iri("http://www.opengis.net/ont/geosparql#wktLiteral")),
    (A, DCTERMS.relation, iri("http://www.w3.org/ns/dcat#odd/name(1)")),
    (A, DCTERMS.relation, iri("mailto:someone@example.org")),
    (A, RDF.type, DCAT.Dataset),
    (A, RDF.type, DCAT.Dataset),
]


@pytest.mark.parametrize("end", ["1", "", "a(b)", "1a", "é", "a.b-c", "#", "_x"])
def test_rdf_xml_is_well_formed_whatever_a_property_is_called(end: str) -> None:
    said = [
        ("<https://x.example/s>", f"<https://x.example/{end}>", '"x"'),
        ("<https://x.example/s>", DCTERMS.title, '"t"'),
    ]
    document = etree.fromstring(write("rdf", {"<https://x.example/g>": said}, first="<https://x.example/s>"))
    titles = document.findall(".//{http://purl.org/dc/terms/}title")
    assert [title.text for title in titles] == ["t"]
    assert len(document[0]) == (1 if end in ("1", "", "a(b)", "#") else 2)


def test_odd_terms_survive_every_form() -> None:
    exact = rdflib.Graph().parse(data=ntriples(ODD), format="nt")
    for form, parser in (("ttl", "turtle"), ("rdf", "xml"), ("nt", "nt")):
        found = rdflib.Graph().parse(data=write(form, {A: ODD}, first=A), format=parser)
        assert to_isomorphic(found) == to_isomorphic(exact), form
    # rdflib takes "geo:" for a prefix wherever it is one, so the document must not make it one
    document = orjson.loads(jsonld(ODD))
    assert "geo" not in document["@context"]
    found = rdflib.Graph().parse(data=jsonld(ODD), format="json-ld")
    assert to_isomorphic(found) == to_isomorphic(exact)


def test_the_subject_asked_for_comes_first_with_its_types() -> None:
    lines = write("nt", {A: ODD}, first=A).decode().splitlines()
    assert lines[0] == f"{A} {RDF.type} {DCAT.Dataset} ."
    assert lines[-1].startswith(B)
    assert len(lines) == len(set(ODD))


def test_quads_keep_their_graphs() -> None:
    text = write("nq", {A: ODD[:1], B: ODD[1:2]}, first=A).decode()
    assert [line.rsplit(" ", 2)[1] for line in text.splitlines()] == [A, B]
