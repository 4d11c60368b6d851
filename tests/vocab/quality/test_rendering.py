"""Reports as text, Markdown and JSON."""

import json

import pytest

from vocab.namespace import RDF, SKOS
from vocab.quality.indicator import indicators
from vocab.quality.rendering import as_json, render_markdown, render_text
from vocab.quality.report import QualityReport, assess

A = "<http://example.org/a>"


@pytest.fixture
def report() -> QualityReport:
    return assess(
        [
            *[(f"<http://example.org/{number}>", RDF.type, SKOS.Concept) for number in range(1200)],
            (A, RDF.type, SKOS.Concept),
            (A, SKOS.prefLabel, '"<b>[x](http://evil.example)</b> | [bold]y"@en'),
            (A, SKOS.altLabel, '"<b>[x](http://evil.example)</b> | [bold]y"@en'),
        ],
        title="Essai [1]",
    )


def test_text_in_english(report: QualityReport) -> None:
    text = render_text(report, "en")
    assert text.startswith("Quality of Essai [1]\n")
    assert "Label of two kinds" in text
    assert "1,201" in text
    assert "not judged" in text
    assert "[bold]y" in " ".join(text.split())
    assert "Inverse not stated" not in text
    assert max(map(len, text.splitlines())) <= 120


def test_text_in_french(report: QualityReport) -> None:
    text = render_text(report, "fr", width=100)
    assert text.startswith("Qualité de Essai [1]\n")
    assert "Libellé de deux natures" in text
    assert "1\u202f201" in text
    assert "non jugé" in text
    assert "Infraction : constats pour 1 des 7 indicateurs." in text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_markdown_names_every_indicator_and_escapes(report: QualityReport, language: str) -> None:
    page = render_markdown(report, language)
    for indicator in indicators().values():
        assert f"| {indicator.title(language)} |" in page
    assert "[x](" not in page
    assert "<b>" not in page.replace("\\<b\\>", "")
    assert "- <http://example.org/a>" in page


def test_json_holds_what_was_found(report: QualityReport) -> None:
    figures = json.loads(json.dumps(as_json(report, "fr")))
    by_id = {indicator["id"]: indicator for indicator in figures["indicators"]}
    assert list(by_id) == list(indicators())
    assert by_id["disjoint-labels"]["findings"] == [
        {
            "resources": ["http://example.org/a"],
            "concerned": 1,
            "value": "<b>[x](http://evil.example)</b> | [bold]y (en)",
        }
    ]
    assert by_id["orphan-concepts"]["count"] == 1201
    assert len(by_id["orphan-concepts"]["findings"]) == 20
    assert by_id["missing-in-links"]["count"] is None
    assert figures["summary"]["Violation"] == {"found": 1, "judged": 7}
    assert figures["size"]["languages"] == {"en": 1}
