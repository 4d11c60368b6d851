"""The judgement on conformance: what is repaired, what is added, and whose fault a violation is."""

import os
from pathlib import Path

import pyshacl
import pyshacl.errors
import pytest
from lxml import etree
from rdflib import Graph, URIRef

from bench.conformance import by_dialect, by_kind, family
from bench.conformance_page import page
from bench.evidence import OWN, TABLE, Verdict, decide
from bench.judge import File, Judge, Judged, Refused
from bench.official_shapes import STANDARDS, STUBS, Stubs, load, mandatory, place, standard
from mappings.parsing import XmlElement
from shapes.rule import rules
from vocab.namespace import DCAT, DCTERMS, RDF, SKOS
from vocab.term import Triple

SHARED = Path(__file__).parents[3] / "shared" / "data"
SHAPES = SHARED / "shapes"
BASE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def official() -> Graph:
    return load(SHAPES)[0]


def xml(inside: str, root: str = "MD_Metadata") -> XmlElement:
    return etree.fromstring(f'<g:{root} xmlns:g="urn:g" xmlns:x="urn:x">{inside}</g:{root}>')


TITLE = (
    "<g:identificationInfo><g:D><g:citation><g:C><g:title><g:S>{}</g:S></g:title></g:C></g:citation></g:D>"
    "</g:identificationInfo>"
)
LINK = (
    "<g:distributionInfo><g:D><g:onLine><g:O><g:linkage><g:URL>{}</g:URL></g:linkage>{}</g:O></g:onLine></g:D>"
    "</g:distributionInfo>"
)


@pytest.mark.parametrize(
    ("inside", "verdict"),
    [
        (TITLE.format("Rivers"), Verdict.MAPPING),
        (TITLE.format(" "), Verdict.SOURCE),
        (TITLE.format("Not provided"), Verdict.SOURCE),
        (TITLE.replace("title", "alternateTitle").format("Rivers"), Verdict.UNDECIDED),
        ("", Verdict.SOURCE),
    ],
)
def test_a_missing_title_is_the_fault_of_who_has_none(inside: str, verdict: Verdict) -> None:
    found, where = decide("dcat:Dataset", "dct:title", "MinCount", "iso19139", xml(inside), "")
    assert found is verdict
    assert where.startswith("identificationInfo/")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("2020-01-31", Verdict.MAPPING),
        ("20200131Z", Verdict.MAPPING),
        ("__DATE__", Verdict.UNUSABLE),
        ("", Verdict.SOURCE),
    ],
)
def test_a_date_must_be_usable(text: str, verdict: Verdict) -> None:
    root = xml(f"<g:dateStamp><g:Date/><g:DateTime>{text}</g:DateTime></g:dateStamp>")
    assert decide("dcat:CatalogRecord", "dct:modified", "MinCount", "iso19139", root, "") == (verdict, "dateStamp")


@pytest.mark.parametrize(
    ("url", "function", "verdict"),
    [
        ("https://example.org/wms", "", Verdict.MAPPING),
        ("see https://example.org/wms", "", Verdict.UNUSABLE),
        ("https://example.org/", "<g:function>information</g:function>", Verdict.UNDECIDED),
    ],
)
def test_the_address_of_a_service(url: str, function: str, verdict: Verdict) -> None:
    root = xml(LINK.format(url, function))
    assert decide("dcat:DataService", "dcat:endpointURL", "MinCount", "iso19115-3", root, "")[0] is verdict


@pytest.mark.parametrize(
    ("document", "verdict"),
    [
        ({"properties": {"description": "Snow."}}, Verdict.MAPPING),
        ({"description": "Snow."}, Verdict.MAPPING),
        ({"properties": {"description": ""}}, Verdict.SOURCE),
        ({"properties": {"summary": "Snow."}}, Verdict.UNDECIDED),
    ],
)
def test_a_missing_description_of_an_item(document: object, verdict: Verdict) -> None:
    assert decide("dcat:Dataset", "dct:description", "MinCount", "stac-item", document, "")[0] is verdict


def test_a_label_is_looked_for_where_its_concept_is_cited() -> None:
    root = xml('<g:keyword><g:Anchor x:href="https://example.org/c"/></g:keyword>')
    question = ("skos:Concept", "skos:prefLabel", "MinCount", "iso19139", root)
    assert decide(*question, "https://example.org/c")[0] is Verdict.SOURCE
    assert decide(*question, "https://example.org/brought-in")[0] is Verdict.MAPPING


@pytest.mark.parametrize("constraint", ["Class", "MaxCount", "Datatype", "NodeKind"])
def test_a_value_that_is_not_allowed_is_the_mappings_fault(constraint: str) -> None:
    assert decide("dcat:Dataset", "dct:title", constraint, "iso19139", xml(""), "") == (Verdict.MAPPING, "")


def test_what_the_table_does_not_know_is_undecided() -> None:
    assert decide("dcat:Dataset", "dct:title", "MinCount", "fgdc", xml(""), "")[0] is Verdict.UNDECIDED
    assert decide("dcat:Dataset", "dct:publisher", "MinCount", "iso19139", xml(""), "")[0] is Verdict.UNDECIDED


@pytest.mark.shared
def test_the_table_has_every_mandatory_property_and_no_other(official: Graph) -> None:
    wanted = mandatory(rules(official).values())
    assert len(wanted) > 15
    assert TABLE.keys() | OWN == wanted
    assert not TABLE.keys() & OWN


@pytest.mark.shared
def test_repairs_are_those_that_are_known() -> None:
    graph, log = load(SHAPES)
    assert {(name, what): number for name, what, number, _ in log} == {
        ("DCAT-AP 3.0.1", "property shape without sh:path"): 2,
        ("DCAT-AP 3.0.1", "sh:class rdfs:Resource"): 0,
        ("GeoDCAT-AP 3.1.0", "property shape without sh:path"): 0,
        ("GeoDCAT-AP 3.1.0", "sh:class rdfs:Resource"): 12,
    }
    found = rules(graph)
    assert {standard(rule) for rule in found.values()} == set(STANDARDS)
    assert all(len(rule.components) <= 1 for rule in found.values())
    assert ("dcat:Distribution", "dcat:accessURL", "MinCount") in {place(r) for r in found.values() if r.components}


@pytest.mark.shared
def test_unrepaired_shapes_stop_the_validator() -> None:
    data = Graph().add((URIRef("https://example.org/s"), URIRef(RDF.type[1:-1]), URIRef(DCAT.DataService[1:-1])))
    published = Graph().parse(SHAPES / STANDARDS["DCAT-AP 3.0.1"])
    with pytest.raises(pyshacl.errors.ReportableRuntimeError):
        pyshacl.validate(data, shacl_graph=published)
    assert not pyshacl.validate(data, shacl_graph=load(SHAPES)[0])[0]


def test_stubs_are_what_others_describe() -> None:
    concept, scheme = "<https://example.org/c>", "<https://example.org/scheme>"
    dataset, other, typed = (f"<{BASE}/dataset/hub/{name}>" for name in ("a", "b", "c"))
    triples: list[Triple] = [
        (dataset, RDF.type, DCAT.Dataset),
        (dataset, DCTERMS.relation, other),
        (dataset, DCAT.inSeries, typed),
        (typed, RDF.type, DCAT.DatasetSeries),
        (dataset, DCTERMS.relation, "<https://elsewhere.example/dataset/d>"),
        (dataset, DCAT.distribution, f"{dataset[:-1]}/distribution/1>"),
        (dataset, DCAT.theme, concept),
    ]
    added, kinds = Stubs(BASE, lambda term: [(SKOS.inScheme, scheme)] if term == concept else []).of(triples)
    assert {subject for subject, _, _ in added} == {other, scheme}
    assert (other, RDF.type, DCAT.DataService) in added
    assert (scheme, RDF.type, SKOS.ConceptScheme) in added
    assert kinds == dict.fromkeys(STUBS, 1)


RECORD = """<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
<gmd:fileIdentifier><gco:CharacterString>{name}</gco:CharacterString></gmd:fileIdentifier>
<gmd:dateStamp><gco:Date>2020-01-31</gco:Date></gmd:dateStamp>
<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation>
<gmd:title><gco:CharacterString>Rivers</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation>
<gmd:abstract><gco:CharacterString>{abstract}</gco:CharacterString></gmd:abstract>
</gmd:MD_DataIdentification></gmd:identificationInfo></gmd:MD_Metadata>"""


@pytest.mark.shared
def test_records_are_judged_each_by_its_own(tmp_path: Path) -> None:
    for name, abstract in (("good", "Where they flow."), ("bad", "")):
        (tmp_path / f"{name}.xml").write_text(RECORD.format(name=name, abstract=abstract), "utf-8")
    (tmp_path / "none.json").write_text("{}", "utf-8")
    files = [File("good.xml", "iso19139-gmd"), File("none.json", "stac-item"), File("bad.xml", "iso19139-gmd")]
    judge = Judge(tmp_path, SHAPES)
    outcomes = judge.judge(files)
    refused = [one for one in outcomes if isinstance(one, Refused)]
    judged = {one.file.name: one for one in outcomes if isinstance(one, Judged)}
    assert [(one.file.name, one.code) for one in refused] == [("none.json", "parse.dialect")]
    assert judged["good.xml"].violations == ()
    (violation,) = judged["bad.xml"].violations
    assert violation[:5] == (
        "dcat:Dataset", "dct:description", "MinCount", Verdict.SOURCE, "identificationInfo/*/abstract"
    )  # fmt: skip
    assert violation.focus == f"{BASE}/dataset/bench/bad"
    assert violation.standards == tuple(STANDARDS)

    assert by_dialect(list(judged.values()), refused) == [
        ["iso19139", 2, 0, 1, 1, 0, 0, 0, 1],
        ["stac-item", 0, 1, 0, 0, 0, 0, 0, 0],
    ]
    rows, examples = by_kind(list(judged.values()), 1)
    assert [row[5:9] for row in rows] == [["both", "source lacks it", 1, 1]]
    assert examples == [[1, "bad.xml", violation.focus, ""]]


def test_dialects_of_refused_files() -> None:
    declared = ("iso19139-che", "iso19115-3-wrapped", "dif9", "stac-catalog", "csw-GetRecordsResponse", "umm-c")
    found = [family(File("f", one)) for one in declared]
    assert found == ["iso19139", "iso19115-3", "dif9", "stac-catalog", "", ""]


def test_page_is_current() -> None:
    path = Path(__file__).parents[2] / "docs" / "conformance.md"
    if os.environ.get("TERRAFAIR_UPDATE"):
        path.write_text(page(), "utf-8")
    assert path.read_text("utf-8") == page(), "run the tests with TERRAFAIR_UPDATE=1"
