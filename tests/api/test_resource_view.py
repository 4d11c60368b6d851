from collections.abc import Mapping

from api.naming import Naming
from api.resource_view import resource_view
from api.statements import Statements
from api.texts import Reader
from catalogue.search import Search
from vocab.namespace import DCTERMS, FOAF, RDF
from vocab.term import Triple, iri, literal

BASE = "http://catalogue.test"
AGENT = f"{BASE}/agent/cnes"
DATASET = iri(f"{BASE}/dataset/theia/one")


def titles(address: str) -> Mapping[str, str]:
    return {"fr": "Neige"} if address.endswith("/dataset/theia/one") else {}


def naming(index: Search, *triples: Triple) -> Naming:
    return Naming(Statements(triples), Reader("en"), index.vocabulary, titles, BASE)


def test_an_agent_is_described_and_nothing_unsafe_is_linked(index: Search) -> None:
    node = iri(AGENT)
    said = (
        (node, RDF.type, FOAF.Agent),
        (node, FOAF.name, literal("CNES")),
        (node, FOAF.mbox, iri("mailto:data@cnes.example")),
        (node, FOAF.homepage, iri("ftp://cnes.example/")),
    )
    arriving = [(DATASET, DCTERMS.publisher, node), (DATASET, DCTERMS.creator, node)]
    view = resource_view(AGENT, arriving, naming(index, *said))
    assert (view.name.text, [one.text for one in view.types], view.search) == ("CNES", ["foaf:Agent"], "")
    values = {prop.text: items[0] for prop, items in view.rows}
    assert (values["foaf:mbox"].text, values["foaf:mbox"].href) == ("data@cnes.example", "")
    assert values["foaf:homepage"].href == ""
    ((subject, properties),) = view.incoming
    assert (subject.text, subject.language, subject.href) == ("Neige", "fr", "/dataset/theia/one")
    assert [prop.text for prop in properties] == ["dct:publisher", "dct:creator"]
    assert view.incoming_total == 2


def test_a_concept_leads_to_the_records_about_it(index: Search) -> None:
    view = resource_view("http://inspire.ec.europa.eu/theme/ac", [], naming(index))
    assert view.name.text == "Atmospheric conditions"
    assert view.search == "/search?concept=http%3A%2F%2Finspire.ec.europa.eu%2Ftheme%2Fac"


def test_a_datatype_is_a_remark(index: Search) -> None:
    node = iri(AGENT)
    number = literal("7", datatype=iri("http://www.w3.org/2001/XMLSchema#integer"))
    ((_, (item,)),) = resource_view(AGENT, [], naming(index, (node, DCTERMS.extent, number))).rows
    assert (item.text, item.note) == ("7", "xsd:integer")
