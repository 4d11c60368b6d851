"""Statements that are comparable, differences with reasons, and the report over the pairs of the corpus."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from bench import umm
from bench.agreement import Difference, Reason, ReasonError, compare, read_reasons, reason_of
from bench.oracles import Pair, Tally, by_source, is_said, unexplained
from bench.statement import Statement, UnreadableError, address, box, language, moment, number, reference, statements
from mappings.codelist import load_codelists
from mappings.scope import Context
from vocab.matching import load_matcher

ROOT = Path(__file__).parents[2]
PREFIXES = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix locn: <http://www.w3.org/ns/locn#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

THEIRS = """
<https://data.example/soil> a dcat:Dataset ;
    dct:title "Sols "@fre ;
    dct:issued "2020-07-01T00:00:00Z"^^xsd:dateTime ;
    dct:isPartOf <https://their.example/records/soils?language=all> ;
    dct:language <http://publications.europa.eu/resource/authority/language/FRA> ;
    dct:publisher <https://their.example/org> ;
    dcat:contactPoint [ a vcard:Organization ; vcard:fn "Soil desk" ; vcard:hasEmail <mailto:Soil@data.example> ] ;
    dct:spatial [ locn:geometry "POLYGON((1 2,3 2,3 4,1 4,1 2))"^^geo:wktLiteral ] ;
    dct:temporal [ dcat:startDate "2019-01-01"^^xsd:date ; dcat:endDate "2019-12-31T00:00:00"^^xsd:dateTime ] ;
    dcat:distribution [ a dcat:Distribution ; dcat:accessURL <https://data.example/soil.zip/> ; dct:title "Zip"@fr ] .
<https://their.example/org> a foaf:Organization ; foaf:name "Soil office"@fr .
[] a dcat:CatalogRecord ; foaf:primaryTopic <https://data.example/soil> ; dct:identifier "soil" .
"""

OURS = """
<http://our.test/dataset/h/soil> a dcat:Dataset ;
    dct:title "Sols"@fr ;
    dct:issued "2020-07-01"^^xsd:date ;
    dct:isPartOf <http://our.test/dataset/h/soils> ;
    dct:language <https://publications.europa.eu/resource/authority/language/FRA> ;
    dct:publisher <http://our.test/agent/soil-office> ;
    dcat:contactPoint <http://our.test/contact/1> ;
    dct:spatial <http://our.test/dataset/h/soil/location/1> ;
    dct:temporal <http://our.test/dataset/h/soil/period/1> ;
    dcat:distribution <http://our.test/dataset/h/soil/distribution/1> .
<http://our.test/agent/soil-office> a foaf:Agent ; foaf:name "Soil office" .
<http://our.test/contact/1> vcard:fn "Soil desk"@fr ; vcard:hasEmail <mailto:soil@data.example> .
<http://our.test/dataset/h/soil/location/1> dcat:bbox
    "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON((1.0 4,3.0 4,3.0 2,1 2,1 4))"^^geo:wktLiteral .
<http://our.test/dataset/h/soil/period/1> dcat:startDate "2019-01-01"^^xsd:date ; dcat:endDate "2019-12-31"^^xsd:date .
<http://our.test/dataset/h/soil/distribution/1> dcat:accessURL <http://data.example/soil.zip> ; dct:title "Zip"@fr .
<http://our.test/record/h/soil> a dcat:CatalogRecord ; foaf:primaryTopic <http://our.test/dataset/h/soil> ;
    dct:identifier "soil" ; prov:wasDerivedFrom <http://our.test/record/h/soil/original> .
"""


def said(turtle: str, base: str = "") -> frozenset[Statement]:
    return statements(Graph().parse(data=PREFIXES + turtle, format="turtle"), base)


def test_what_differs_in_spelling_alone_is_the_same() -> None:
    theirs, ours = said(THEIRS), said(OURS, "http://our.test")
    assert theirs == ours
    assert Statement("dcat:distribution/dct:title", "http://data.example/soil.zip", "Zip@fr") in ours
    assert Statement("dct:spatial", "", "1 2 3 4") in ours
    assert Statement("record/dct:identifier", "", "soil") in ours


@pytest.mark.parametrize(
    ("ours", "theirs", "path"),
    [
        ('dct:title "Sols"@fr', 'dct:title "Sol"@fr', "dct:title"),
        ('dcat:endDate "2019-12-31"', 'dcat:endDate "2018-12-31"', "dct:temporal"),
        ("1.0 4,3.0 4", "1.5 4,3.0 4", ""),
        ("POLYGON((1.0 4,3.0 4,3.0 2,1 2,1 4))", "POLYGON((0.5 4,3.0 4,3.0 2,0.5 2,0.5 4))", "dct:spatial"),
        ('foaf:name "Soil office"', 'foaf:name "Soil"', "dct:publisher"),
        ("authority/language/FRA", "authority/language/ENG", "dct:language"),
    ],
)
def test_what_says_otherwise_differs(ours: str, theirs: str, path: str) -> None:
    assert ours in OURS
    comparison = compare(said(THEIRS), said(OURS.replace(ours, theirs), "http://our.test"))
    assert [one.statement.path for one in comparison.differences] == ([path] if path else [])
    assert all(one.outcome == "differing" for one in comparison.differences)


def test_the_resource_is_what_the_record_is_about() -> None:
    series = "<http://our.test/dataset/h/soils> a dcat:DatasetSeries ; dct:title 'a', 'b', 'c', 'd', 'e', 'f', 'g' ."
    assert said(OURS + series, "http://our.test") == said(OURS, "http://our.test")


def test_a_graph_without_a_resource_is_refused() -> None:
    with pytest.raises(UnreadableError):
        said('<http://other.example/> dct:title "Nothing" .')


def test_spellings_of_values() -> None:
    assert address("https://Data.example/a/") == "http://data.example/a"
    assert address("tel:+033 4217") == "tel:334217"
    assert reference("https://h.example/srv?id=abc&x=1") == "abc"
    assert reference("https://h.example/records/abc?language=all") == "abc"
    assert (moment("2020-01-01T00:00:00.000Z"), moment("2020-01-01T10:00:00Z")) == ("2020-01-01", "2020-01-01T10:00:00")
    assert (number("1E-4"), number("30.0"), number("many")) == ("0.0001", "30", "many")
    assert (language("fre"), language("ger"), language("pt-BR")) == ("fr", "de", "pt")
    assert box(-180, -90, 180, 90) == "-180 -90 180 90"


def test_statements_are_found_missing_differing_or_extra() -> None:
    def keyword(value: str, about: str = "") -> Statement:
        return Statement("dcat:keyword", about, value)

    comparison = compare(
        [keyword("a"), keyword("b"), keyword("c"), keyword("m", "part")],
        [keyword("a"), keyword("x"), keyword("e", "other")],
    )
    assert comparison.found == (keyword("a"),)
    outcomes = {(one.outcome, one.statement.value) for one in comparison.differences}
    assert outcomes == {("differing", "b"), ("missing", "c"), ("missing", "m"), ("extra", "e")}


def test_the_first_reason_that_fits_counts() -> None:
    difference = Difference("missing", Statement("dct:title", "", "Sols@fr"), None)
    reasons = [
        Reason("dct:title", "GeoNetwork", "*", "*", "decision: others"),
        Reason("dct:title", "SEMIC*", "extra", "*", "decision: outcome"),
        Reason("dct:*|foaf:*", "SEMIC*", "missing", "x|Sols*", "decision: this"),
        Reason("*", "*", "*", "*", "decision: late"),
    ]
    found = reason_of(difference, "SEMIC XSLT", reasons)
    assert found is not None
    assert found.reason == "decision: this"
    assert reason_of(difference, "SEMIC XSLT", reasons[:2]) is None


@pytest.mark.parametrize("line", ["a\tb\t*\t*", "a\tb\tnever\t*\tdecision: x", "a\tb\t*\t*\tbecause"])
def test_a_malformed_reason_is_refused_with_its_line(line: str, tmp_path: Path) -> None:
    table = tmp_path / "agreement.tsv"
    table.write_text(f"property\tsource\toutcome\tvalue\treason\n{line}\n", "utf-8")
    with pytest.raises(ReasonError, match="line 2"):
        read_reasons(table)


def test_a_difference_without_a_reason_is_unexplained() -> None:
    comparison = compare([Statement("dct:title", "", "A long title")], [])
    tally = Tally([])
    tally.add(Pair("case expected input", "GeoNetwork", comparison, "<title>A long title</title>"))
    assert unexplained(tally) == [["GeoNetwork", "dct:title", "missing", 1, "case expected input", "A long title", ""]]
    # pairs, theirs, found, missing, said, differing, extra, unexplained, share
    assert by_source(tally)[-1] == ["all", 1, 1, 0, 1, 1, 0, 0, 1, 0.0]
    assert is_said(comparison.differences[0], "A long title")
    assert not is_said(comparison.differences[0], "Another title")


def test_a_collection_of_the_unified_metadata_model() -> None:
    collection = {
        "EntryTitle": "Soil moisture",
        "Version": "Not provided",
        "DOI": {"DOI": "10.5067/soil"},
        "MetadataDates": [{"Date": "2013-11-27T00:00:00.000Z", "Type": "CREATE"}],
        "TemporalExtents": [
            {"EndsAtPresentFlag": True, "RangeDateTimes": [{"BeginningDateTime": "2000-01-01T00:00:00Z"}]}
        ],
        "DataCenters": [{"Roles": ["ARCHIVER"], "ShortName": "SO", "LongName": "Soil office"}],
        "RelatedUrls": [
            {"Type": "GET DATA", "URL": "https://data.example/"},
            {"Type": "VIEW", "URL": "http://d.example"},
        ],
    }
    found = umm.statements(collection, Context("http://our.test", load_codelists(), load_matcher()))
    assert {(one.path, one.value) for one in found} == {
        ("dct:title", "Soil moisture@en"),
        ("dct:identifier", "http://doi.org/10.5067/soil"),
        ("record/dct:issued", "2013-11-27"),
        ("dct:temporal", "2000-01-01 – "),
        ("geodcatap:custodian", "Soil office"),
        ("dcat:distribution", "http://data.example"),
        ("foaf:page", "http://d.example"),
    }


@pytest.mark.shared
def test_a_pair_is_shown_side_by_side() -> None:
    command = [sys.executable, "-m", "bench.oracles", "--json", "--pair", "gn-dcat-service"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    rows = json.loads(done.stdout)["pair_0"]
    assert {"property", "about", "theirs", "ours"} <= rows[0].keys()
    titles = [row for row in rows if row["property"] == "dct:title" and row[""] == "="]
    assert titles
    assert all(row["theirs"] for row in titles)
