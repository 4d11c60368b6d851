"""Code lists of ISO 19139."""

from dataclasses import replace
from pathlib import Path

import pytest

from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, OWL, SKOS
from vocab.registry import Vocabulary

from .conftest import Read, Reading

CATALOGUE = """<CT_CodelistCatalogue xmlns="http://www.isotc211.org/2005/gmx" xmlns:gml="http://www.opengis.net/gml"
  xmlns:gco="http://www.isotc211.org/2005/gco">
<versionNumber><gco:CharacterString>35</gco:CharacterString></versionNumber>
<versionDate><gco:Date>2021-07-07</gco:Date></versionDate>
<codelistItem><CodeListDictionary gml:id="WI_Wind"><gml:description>Kind of wind</gml:description>
  <gml:identifier codeSpace="w">WI_Wind</gml:identifier>
  <codeEntry><CodeDefinition gml:id="WI_Wind_fall"><gml:description>It falls</gml:description>
    <gml:identifier codeSpace="w">fallWind</gml:identifier></CodeDefinition></codeEntry>
  <codeEntry><CodeDefinition gml:id="WI_Wind_none"/></codeEntry>
</CodeListDictionary></codelistItem>
<codelistItem><ML_CodeListDictionary gml:id="WI_Storm"><gml:identifier>WI_Storm</gml:identifier>
  <codeEntry><ML_CodeDefinition gml:id="WI_Storm_gale"><gml:identifier>gale</gml:identifier>
    <alternativeExpression><ClAlternativeExpression gml:id="g_fra">
      <gml:description>Vent fort</gml:description><gml:identifier codeSpace="fra">coup de vent</gml:identifier>
    </ClAlternativeExpression></alternativeExpression>
  </ML_CodeDefinition></codeEntry></ML_CodeListDictionary></codelistItem>
<codelistItem><CodeListDictionary/></codelistItem>
</CT_CodelistCatalogue>"""
WIND = "https://winds.example/WI_Wind"


def test_a_dictionary_is_a_scheme_and_a_code_a_concept(read: Read) -> None:
    found = read("codelist-xml", CATALOGUE)
    assert found.typed(SKOS.ConceptScheme) == {f"<{WIND}>", "<https://winds.example/WI_Storm>"}
    assert found.objects(WIND, SKOS.definition) == ["Kind of wind"]
    assert (found.objects(WIND, OWL.versionInfo), found.objects(WIND, DCTERMS.modified)) == (["35"], ["2021-07-07"])
    fall = f"{WIND}/WI_Wind_fall"
    assert found.objects(fall, SKOS.notation) == found.objects(fall, SKOS.prefLabel) == ["fallWind"]
    assert found.objects(fall, SKOS.definition) == ["It falls"]
    assert found.objects(fall, SKOS.inScheme) == found.objects(fall, SKOS.topConceptOf) == [WIND]


def test_expressions_in_other_languages(read: Read) -> None:
    found = read("codelist-xml", CATALOGUE)
    gale = "<https://winds.example/WI_Storm/WI_Storm_gale>"
    assert (gale, SKOS.prefLabel, '"coup de vent"@fr') in found.triples
    assert (gale, SKOS.definition, '"Vent fort"@fr') in found.triples


def test_what_has_no_identifier_is_told(read: Read) -> None:
    assert read("codelist-xml", CATALOGUE).findings == [("vocabulary.entry", 9), ("vocabulary.entry", 17)]


def test_what_is_no_catalogue_is_named(read: Read) -> None:
    with pytest.raises(VocabularyError, match=r"gmx\.xml.*catalogue"):
        read("codelist-xml", "<catalogue/>", "gmx.xml")


@pytest.mark.shared
def test_iris_are_those_of_the_skos_editions(shared: Path, winds: Vocabulary, read: Read) -> None:
    folder = shared / "data/vocabularies/iso-codelists"
    vocabulary = replace(winds, namespace="http://def.isotc211.org/iso19139/2005/")
    found = read("codelist-xml", (folder / "gmxCodeLists.xml").read_bytes(), vocabulary=vocabulary)
    editions = [read("turtle", path.read_bytes()) for path in sorted(folder.glob("*.ttl"))]
    compared = [edition for edition in editions if edition.typed(SKOS.ConceptScheme) <= found.typed(SKOS.ConceptScheme)]
    assert len(compared) >= 25
    labels = _labels(found)
    lacking = {label for edition in compared for label in _labels(edition) - labels}
    # the editions cut one code at its hyphen
    assert {concept for concept, _ in lacking} <= {
        "<http://def.isotc211.org/iso19139/2005/CI_OnLineFunctionCode/CI_OnLineFunctionCode_52n>"
    }


def _labels(reading: Reading) -> set[tuple[str, str]]:
    concepts = reading.typed()
    return {(s, o) for s, o in reading.of(SKOS.prefLabel) if s in concepts}
