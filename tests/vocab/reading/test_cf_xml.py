"""Tables of the CF conventions."""

from dataclasses import replace
from pathlib import Path

import pytest

from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, OWL, SCHEMA, SKOS
from vocab.registry import Vocabulary, load_registry

from .conftest import Read

TABLE = """<?xml version="1.0"?>
<?xml-stylesheet type="text/xsl" href="https://x.example/t.xsl"?>
<standard_name_table>
<version_number>7</version_number><last_modified>2023-10-17T15:09:35Z</last_modified>
<entry id="wind_of_karst"><canonical_units>m s-1</canonical_units><grib>33 E131</grib><amip>bo</amip>
<description>It falls.</description></entry>
<entry id="gale"><canonical_units></canonical_units><grib/><amip/><description></description></entry>
<entry id="gale"/>
<entry/>
<alias id="bora wind"><entry_id>wind_of_karst</entry_id></alias>
<alias id="gale"><entry_id>wind_of_karst</entry_id></alias>
<alias id="breeze"><entry_id>zephyr</entry_id></alias>
</standard_name_table>"""
KARST = "https://winds.example/wind_of_karst/"


def test_entry(read: Read) -> None:
    found = read("cf-xml", TABLE)
    assert found.objects(KARST, SKOS.prefLabel) == ["wind of karst"]
    assert found.objects(KARST, SKOS.altLabel) == found.objects(KARST, SKOS.notation) == ["wind_of_karst"]
    assert found.objects(KARST, SKOS.definition) == ["It falls."]
    assert found.objects(KARST, SCHEMA.unitText) == ["m s-1"]
    assert found.objects(KARST, SKOS.hiddenLabel) == ["bo"]
    assert found.objects(KARST, SKOS.note) == ["GRIB 33 E131"]
    gale = {p for s, p, _ in found.triples if s == "<https://winds.example/gale/>"}
    assert not {SKOS.definition, SCHEMA.unitText, SKOS.note, SKOS.hiddenLabel, SKOS.altLabel} & gale
    assert found.objects("https://winds.example/scheme", OWL.versionInfo) == ["7"]


def test_an_alias_is_a_deprecated_concept_with_its_replacement(read: Read) -> None:
    found = read("cf-xml", TABLE)
    bora = "https://winds.example/bora%20wind/"
    assert found.objects(bora, DCTERMS.isReplacedBy) == [KARST]
    assert found.objects(bora, OWL.deprecated) == ["true"]
    assert found.objects(bora, SKOS.prefLabel) == ["bora wind"]


def test_what_is_amiss_is_told_with_its_line(read: Read) -> None:
    assert read("cf-xml", TABLE).findings == [
        ("vocabulary.entry", 8),
        ("vocabulary.entry", 9),
        ("vocabulary.entry", 11),
        ("vocabulary.replacement", 12),
    ]


@pytest.mark.parametrize("table", ["area_type_table", "standardized_region_list"])
def test_the_other_tables(table: str, read: Read) -> None:
    found = read("cf-xml", f"<{table}><title>Winds</title><date>1 May 2020</date><entry id='a_b'/></{table}>")
    assert found.typed() == {"<https://winds.example/a_b/>"}
    assert found.objects("https://winds.example/scheme", DCTERMS.title) == ["Winds"]


@pytest.mark.parametrize(
    "content", ["<winds/>", "<standard_name_table>", TABLE.replace("?>\n<s", "?><!DOCTYPE s [<!ENTITY a 'b'>]><s")]
)
def test_what_is_no_table_is_named(content: str, read: Read) -> None:
    with pytest.raises(VocabularyError, match=r"cf\.xml"):
        read("cf-xml", content, "cf.xml")


@pytest.mark.shared
def test_iris_and_labels_are_those_of_the_packaged_names(shared: Path, winds: Vocabulary, read: Read) -> None:
    (packaged,) = [v for v in load_registry() if v.id == "cf"]
    path = shared / "data/vocabularies/cf-standard-names/cf-standard-name-table-v83.xml"
    table = read(
        "cf-xml", path.read_bytes(), path.name, replace(winds, namespace=packaged.namespace, scheme=packaged.scheme)
    )
    assert packaged.path is not None
    own = read("turtle", packaged.path.read_bytes())
    names = own.typed()
    assert names <= table.typed()
    assert own.of(SKOS.notation) <= table.of(SKOS.notation)
    assert {(s, o) for s, o in own.of(SKOS.prefLabel) if o.endswith("@en") and s in names} <= table.of(SKOS.prefLabel)
    assert len(table.of(DCTERMS.isReplacedBy)) >= 564
