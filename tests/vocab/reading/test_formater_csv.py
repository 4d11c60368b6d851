"""ForM@Ter's sheets."""

from pathlib import Path

import pytest

from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, SKOS

from .conftest import Read

PROPERTIES = """ConceptScheme URI,https://w.example/v/,,
PREFIX,w,https://w.example/v/,
title,Winds,,
"How to fill it in, at length",,,
,,,
URI,skos:prefLabel@en,skos:prefLabel@fr,skos:definition@fr,skos:broader,skos:narrower,skos:exactMatch
w:wind,Wind,Vent,,,"w:bora, w:mistral",https://o.example/1
w:bora,Bora,Bora,"Froid et sec
",w:wind,,"https://o.example/2,https://o.example/3"
unknown:storm,Storm,,,w:wind,,
,Nameless,,,,,
"""
LEVELS = """Scheme:https://w.example/v/,,,
level_1,level_2,level_3,UUID,description@en,label@fr,Match
Wind,Cold wind,,cold,It is cold,Vent froid,https://o.example/1
Wind,Cold wind,Bora,cold-bora,,Bora,
Wind,Cold wind,Mistral,,,,
"""


def test_a_sheet_of_properties(read: Read) -> None:
    found = read("formater-csv", PROPERTIES)
    base = "https://w.example/v/"
    assert found.objects(base, DCTERMS.title) == ["Winds"]
    assert (f"<{base}wind>", SKOS.prefLabel, '"Vent"@fr') in found.triples
    assert (f"<{base}bora>", SKOS.definition, '"Froid et sec"@fr') in found.triples
    assert found.objects(f"{base}wind", SKOS.narrower) == [f"{base}bora", f"{base}mistral"]
    assert found.of(SKOS.broader) == {(f"<{base}bora>", f"<{base}wind>")}
    assert found.objects(f"{base}bora", SKOS.exactMatch) == ["https://o.example/2", "https://o.example/3"]
    assert found.findings == [("vocabulary.entry", 10), ("vocabulary.entry", 11)]


def test_interchanged_headings_are_read_the_other_way_round(read: Read) -> None:
    heading = "skos:broader,skos:narrower"
    found = read("formater-csv", PROPERTIES.replace(heading, "skos:narrower,skos:broader"))
    assert ("vocabulary.headings", 0) in found.findings
    assert found.triples == read("formater-csv", PROPERTIES).triples


def test_a_sheet_of_levels(read: Read) -> None:
    found = read("formater-csv", LEVELS)
    bora, cold = "https://w.example/v/cold-bora", "https://w.example/v/cold"
    assert (f"<{bora}>", SKOS.prefLabel, '"Bora"@en') in found.triples
    assert (f"<{cold}>", SKOS.prefLabel, '"Vent froid"@fr') in found.triples
    assert found.of(SKOS.broader) == {(f"<{bora}>", f"<{cold}>")}
    assert found.objects(cold, SKOS.exactMatch) == ["https://o.example/1"]
    assert found.findings == [("vocabulary.entry", 5)]


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "ConceptScheme URI,https://w.example/\n"])
def test_what_is_no_sheet_is_named(content: str, read: Read) -> None:
    with pytest.raises(VocabularyError, match=r"w\.csv"):
        read("formater-csv", content, "w.csv")


@pytest.mark.shared
def test_sheet_and_rdf_say_the_same(shared: Path, read: Read) -> None:
    folder = shared / "data/vocabularies/formater"
    sheet = read("formater-csv", (folder / "geomagnetism_level.csv").read_bytes())
    thesaurus = read("rdfxml", (folder / "fmt-variable2.rdf").read_bytes())
    assert sheet.typed() == thesaurus.typed()
    broader = {pair for pair in thesaurus.of(SKOS.broader) if pair[1] in thesaurus.typed()}
    assert sheet.of(SKOS.broader) == broader
    whole = read("formater-csv", (folder / "solid_earth.csv").read_bytes())
    (top,) = {o for _, o in whole.of(SKOS.broader)} - {s for s, _ in whole.of(SKOS.broader)}
    assert top == "<https://w3id.org/formater/variable/solid_earth>"
