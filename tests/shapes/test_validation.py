import logging
import pickle
from collections.abc import Callable, Sequence

import pytest
from rdflib import Graph

from shapes.rule import SHAPES, ShapeError
from shapes.validation import Background, Validator
from vocab.diagnostic import Diagnostic, Severity, Stage
from vocab.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD
from vocab.term import Triple

Copy = Callable[[Sequence[Triple], int], list[Triple]]
RECORD = "<https://example.org/record/series>"
AGENT = "<https://example.org/agent/nameless>"
DATASET = "<https://example.org/dataset/aeris/plume>"


def codes(diagnostics: Sequence[Diagnostic]) -> list[str]:
    return [diagnostic.code.removeprefix(SHAPES) for diagnostic in diagnostics]


def without(triples: Sequence[Triple], subject: str, predicate: str) -> list[Triple]:
    return [triple for triple in triples if triple[:2] != (subject, predicate)]


def test_batch_gives_each_record_its_own_findings(good: list[Triple], validator: Validator, copied: Copy) -> None:
    records = [(f"aeris/{number}", copied(good, number)) for number in range(6)]
    dataset = DATASET.replace("org/", "org/3/")
    records[3] = ("aeris/3", without(records[3][1], dataset, DCTERMS.title))
    found = validator.validate(records)
    assert list(found) == [key for key, _ in records]
    assert {key for key, diagnostics in found.items() if diagnostics} == {"aeris/3"}
    assert codes(found["aeris/3"]) == [
        "Dataset-title-required",
        "Plausible-title-English",
        "Plausible-title-French",
    ]
    assert {diagnostic.focus for diagnostic in found["aeris/3"]} == {dataset[1:-1]}


def test_finding_about_a_shared_agent_goes_to_every_record_that_describes_it(validator: Validator) -> None:
    nameless: list[Triple] = [(AGENT, RDF.type, FOAF.Agent)]
    other: list[Triple] = [("<https://example.org/agent/b>", FOAF.name, '"B"')]
    found = validator.validate([("a", nameless), ("b", nameless), ("c", other)])
    assert codes(found["a"]) == codes(found["b"]) == ["Agent-name-required", "Agent-type-welcome"]
    assert found["c"] == []


def test_what_another_record_says_of_a_shared_agent_does_not_count(
    good: list[Triple], validator: Validator, copied: Copy
) -> None:
    """Two records that give one agent different mailboxes give it one each, alone and together."""
    agent = "<https://example.org/agent/shared>"
    records = []
    for number, box in enumerate(("<mailto:one@a.example>", "<mailto:two@a.example>", "<mailto:one@a.example>")):
        said = [(agent, RDF.type, FOAF.Agent), (agent, FOAF.name, '"Name"'), (agent, FOAF.mbox, box)]
        records.append((str(number), [*copied(good, number), *said]))
    alone = {key: validator.validate([(key, triples)])[key] for key, triples in records}
    together = validator.validate(records)
    assert together == alone
    assert all(agent[1:-1] == d.focus for found in together.values() for d in found if "shared" in d.focus)


def test_diagnostic_says_everything(validator: Validator) -> None:
    triples: list[Triple] = [("<https://example.org/x>", DCTERMS.issued, f'"2022-02-30"^^{XSD.date}')]
    (found,) = validator.validate([("r", triples)])["r"]
    assert found.code == SHAPES + "Value-issued-date"
    assert found.stage is Stage.VALIDATE
    assert found.severity is Severity.VIOLATION
    assert (found.path, found.excerpt, found.focus) == ("dct:issued", "2022-02-30", "https://example.org/x")
    assert "ISO 8601" in found.en
    assert "AAAA" in found.fr


def test_order_is_the_same_on_every_run(good: list[Triple], known: Background) -> None:
    spoilt = [triple for triple in good if triple[1] not in (DCTERMS.title, DCTERMS.license, DCAT.keyword)]
    first = Validator(known).validate([("r", spoilt)])["r"]
    second = Validator(known).validate([("r", spoilt[::-1])])["r"]
    assert first == second
    assert [diagnostic.severity.rank for diagnostic in first] == sorted(d.severity.rank for d in first)
    assert len(first) > 5


def test_concepts_come_from_the_background(good: list[Triple], known: Background) -> None:
    found = codes(Validator().validate([("r", good)])["r"])
    assert {"Value-language-term", "Value-theme-term", "Value-access-rights-term"} <= set(found)
    assert Validator(known).validate([("r", good)])["r"] == []


def test_background_itself_is_not_reported() -> None:
    unlabelled = "<https://example.org/t>"
    triples: list[Triple] = [("<https://example.org/x>", DCAT.theme, unlabelled)]
    assert (
        Validator(lambda term: [(RDF.type, SKOS.Concept)] if term == unlabelled else []).validate([("r", triples)])["r"]
        == []
    )


def test_what_a_record_says_of_a_concept_goes_before_the_background(known: Background) -> None:
    theme = "<http://inspire.ec.europa.eu/theme/ac>"
    triples: list[Triple] = [
        ("<https://example.org/x>", DCAT.theme, theme),
        (theme, SKOS.prefLabel, '"Air"@en'),
        (theme, SKOS.inScheme, "<https://example.org/scheme>"),
    ]
    assert Validator(known).validate([("r", triples)])["r"] == []


def test_resource_of_another_record_is_only_referred_to(validator: Validator) -> None:
    series = "<https://example.org/dataset/series>"
    member: list[Triple] = [(DATASET, DCAT.inSeries, series), (series, RDF.type, DCAT.DatasetSeries)]
    own: list[Triple] = [(RECORD, FOAF.primaryTopic, series), (series, RDF.type, DCAT.DatasetSeries)]
    found = validator.validate([("member", member), ("own", own)])
    assert found["member"] == []
    assert "DatasetSeries-title-required" in codes(found["own"])


def test_zero_is_an_excerpt_too(validator: Validator) -> None:
    triples: list[Triple] = [("<https://example.org/x>", DCAT.byteSize, f'"00"^^{XSD.nonNegativeInteger}')]
    (found,) = validator.validate([("r", triples)])["r"]
    assert found.excerpt == "00"


def test_excerpt_is_cut(validator: Validator) -> None:
    triples: list[Triple] = [("<https://example.org/x>", DCAT.keyword, '"{}"'.format("mot;" * 100))]
    (found,) = validator.validate([("r", triples)])["r"]
    assert len(found.excerpt) == 200
    assert found.excerpt.endswith("…")


def test_validator_can_be_pickled(good: list[Triple], validator: Validator) -> None:
    again = pickle.loads(pickle.dumps(validator))
    triples = without(good, DATASET, DCTERMS.description)
    assert again.validate([("r", triples)]) == validator.validate([("r", triples)])


def test_impossible_dates_leave_no_trace_in_the_log(validator: Validator, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        validator.validate([("r", [("<https://example.org/x>", DCTERMS.issued, f'"2022-13-45"^^{XSD.date}')])])
    assert caplog.records == []


def test_no_record_and_empty_record(validator: Validator) -> None:
    assert validator.validate([]) == {}
    assert validator.validate([("r", [])]) == {"r": []}


OWN = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<https://example.org/s> sh:targetClass foaf:Agent ; sh:property {rule} .
"""


def test_shapes_of_others_need_no_messages() -> None:
    shapes = Graph().parse(
        data=OWN.format(rule="<https://example.org/p>") + "<https://example.org/p> sh:path foaf:mbox ; sh:minCount 1 .",
        format="turtle",
    )
    (found,) = Validator(shapes=shapes).validate([("r", [(AGENT, RDF.type, FOAF.Agent)])])["r"]
    assert (found.code, found.path, found.severity) == ("https://example.org/p", "foaf:mbox", Severity.VIOLATION)
    assert found.en
    assert found.en == found.fr


def test_unnamed_property_shape_is_refused() -> None:
    shapes = Graph().parse(data=OWN.format(rule="[ sh:path foaf:mbox ; sh:minCount 1 ]"), format="turtle")
    with pytest.raises(ShapeError, match="has no IRI"):
        Validator(shapes=shapes)


def test_unknown_severity_is_refused() -> None:
    text = OWN.format(rule="<https://example.org/p>") + (
        "<https://example.org/p> sh:path foaf:mbox ; sh:severity <https://example.org/Fatal> ."
    )
    with pytest.raises(ShapeError, match="Fatal"):
        Validator(shapes=Graph().parse(data=text, format="turtle"))
