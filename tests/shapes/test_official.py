"""The profile beside the official shapes of GeoDCAT-AP 3.1.0: neither weaker nor in contradiction."""

from collections.abc import Iterable
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.term import Node

from shapes.rule import profile, profile_rules
from vocab.diagnostic import Severity
from vocab.namespace import DCAT, DCTERMS, FOAF, SKOS, SPDX, VCARD
from vocab.term import Triple, ntriples

FILE = Path(__file__).parents[3] / "shared" / "data" / "shapes" / "geodcat-ap-3.1.0-SHACL.ttl"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FILE.exists(), reason="the official shapes are not beside the repository"),
]

CLASSES = (
    *(DCAT.CatalogRecord, DCAT.Dataset, DCAT.DatasetSeries, DCAT.DataService, DCAT.Distribution),
    *(FOAF.Agent, VCARD.Kind, DCTERMS.Location, DCTERMS.PeriodOfTime, SKOS.Concept, SPDX.Checksum),
)


@pytest.fixture(scope="module")
def official() -> Graph:
    return Graph(bind_namespaces="none").parse(FILE, format="turtle")


def test_good_record_conforms_to_the_official_shapes(good: list[Triple], background: Graph, official: Graph) -> None:
    data = Graph(bind_namespaces="none").parse(data=ntriples(good), format="nt") + background
    data += profile().triples((None, RDFS.subClassOf, None))
    for term in set(data.objects()):
        if isinstance(term, URIRef):
            data.add((term, RDF.type, RDFS.Resource))
    conforms, _, text = pyshacl.validate(data, shacl_graph=official, inplace=True)
    assert conforms, text


def limits(shapes: Graph, target: URIRef, kind: URIRef) -> set[str]:
    """The properties of a class that have a lower or an upper limit of one, mandatory ones only."""
    owners = set(shapes.subjects(SH.targetClass, target))
    found = {shape for owner in owners for shape in (owner, *shapes.objects(owner, SH.property))}
    grave = {shape for shape in found if shapes.value(shape, SH.severity) in (None, SH.Violation)}
    return {str(shapes.value(shape, SH.path)) for shape in grave if (shape, kind, None) in shapes}


@pytest.mark.parametrize("kind", [SH.minCount, SH.maxCount], ids=["mandatory", "single"])
@pytest.mark.parametrize("target", CLASSES)
def test_cardinalities_are_those_of_the_specification(target: str, kind: URIRef, official: Graph) -> None:
    cls = URIRef(target[1:-1])
    assert limits(profile(), cls, kind) == limits(official, cls, kind)


UNASKED = {
    *(DCAT.DataService, DCAT.Dataset, DCAT.DatasetSeries, DCAT.Resource, DCAT.CatalogRecord),
    *("<http://data.europa.eu/eli/ontology#LegalResource>", f"<{RDFS.Resource}>", SKOS.ConceptScheme),
    *("<http://spdx.org/rdf/terms#ChecksumAlgorithm>", "<http://www.w3.org/2006/vcard/ns#Email>"),
}
"""Classes of what a record links to but does not describe, so that it cannot be asked to type it: resources that may
stand in another record, and laws, web addresses, vocabularies, algorithms and mailboxes."""


def asked(shapes: Graph, rules: Iterable[Node]) -> set[tuple[str, str]]:
    """Pairs of property and the class or datatype that its values must have."""
    return {
        (str(shapes.value(rule, SH.path)), f"<{value}>")
        for rule in rules
        for kind in (SH["class"], SH.datatype)
        for value in shapes.objects(rule, kind)
    }


def test_values_are_those_of_the_specification(official: Graph) -> None:
    """What the specification asks of a property's values is asked here, for every property that the profile knows."""
    shapes = profile()
    grave = [URIRef(rule.code) for rule in profile_rules().values() if rule.severity is Severity.VIOLATION]
    known = {str(path) for path in shapes.objects(None, SH.path)}
    owners = [owner for target in CLASSES for owner in official.subjects(SH.targetClass, URIRef(target[1:-1]))]
    wanted = asked(official, [shape for owner in owners for shape in official.objects(owner, SH.property)])
    assert len(wanted) > 60
    missing = wanted - asked(shapes, grave)
    assert {pair for pair in missing if pair[0] in known and pair[1] not in UNASKED} == set()
