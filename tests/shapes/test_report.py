from rdflib import RDF, SH, SKOS, BNode, Graph, Literal, URIRef

from shapes.report import DIAGNOSTICS, report
from shapes.rule import SHAPES
from shapes.validation import Validator
from vocab.diagnostic import Diagnostic, Severity, Stage, repair
from vocab.namespace import DCTERMS, XSD
from vocab.term import ntriples

RECORD = "<https://example.org/record/aeris/1>"
MAPPED = Diagnostic(
    "date-unreadable", Stage.MAP, Severity.WARNING, "gmd:dateStamp", 12, "someday", "No date.", "Pas une date."
)


def graph(*diagnostics: Diagnostic) -> Graph:
    return Graph().parse(data=ntriples(report(RECORD, diagnostics)), format="nt")


def test_record_without_findings_conforms() -> None:
    made = graph()
    assert made.value(None, SH.conforms, Literal(True)) == URIRef("https://example.org/record/aeris/1#validation")
    assert list(made.objects(None, SH.result)) == []


def test_mapping_diagnostic_is_a_result_about_the_record() -> None:
    made = graph(MAPPED)
    (result,) = made.objects(None, SH.result)
    assert made.value(predicate=RDF.type, object=SH.ValidationReport) is not None
    assert list(made.objects(None, SH.conforms)) == [Literal(False)]
    assert (result, RDF.type, SH.ValidationResult) in made
    assert made.value(result, SH.focusNode) == URIRef(RECORD[1:-1])
    assert made.value(result, SH.sourceShape) == URIRef(DIAGNOSTICS + "date-unreadable")
    assert made.value(result, SH.resultSeverity) == SH.Warning
    assert made.value(result, SH.value) == Literal("someday")
    assert set(made.objects(result, SH.resultMessage)) == {
        Literal("No date.", lang="en"),
        Literal("Pas une date.", lang="fr"),
    }
    assert Literal("gmd:dateStamp (line 12)") in set(made.objects(result))
    assert made.value(result, SH.sourceConstraintComponent) is None


def test_a_repair_has_the_value_after_as_a_note() -> None:
    made = graph(repair("repaired.date", "20100131", "2010-01-31", path="date"))
    (result,) = made.objects(None, SH.result)
    assert made.value(result, SH.value) == Literal("20100131")
    assert made.value(result, SKOS.changeNote) == Literal("2010-01-31")


def test_shacl_finding_names_shape_component_and_property(validator: Validator) -> None:
    triples = [("<https://example.org/x>", DCTERMS.issued, f'"2022-02-30"^^{XSD.date}')]
    made = graph(*validator.validate([("r", triples)])["r"])
    (result,) = made.objects(None, SH.result)
    assert made.value(result, SH.sourceShape) == URIRef(SHAPES + "Value-issued-date")
    assert made.value(result, SH.sourceConstraintComponent) == SH.OrConstraintComponent
    assert made.value(result, SH.resultPath) == URIRef(DCTERMS.issued[1:-1])
    assert made.value(result, SH.focusNode) == URIRef("https://example.org/x")


def test_report_has_no_blank_nodes_and_is_the_same_again() -> None:
    assert not [term for triple in graph(MAPPED) for term in triple if isinstance(term, BNode)]
    assert report(RECORD, [MAPPED, MAPPED]) == report(RECORD, [MAPPED])


def test_findings_at_different_places_stay_apart() -> None:
    elsewhere = Diagnostic(
        MAPPED.code, MAPPED.stage, MAPPED.severity, MAPPED.path, 40, MAPPED.excerpt, MAPPED.en, MAPPED.fr
    )
    assert len(set(graph(MAPPED, elsewhere).objects(None, SH.result))) == 2
