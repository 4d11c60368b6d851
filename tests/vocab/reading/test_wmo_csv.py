"""WMO's code tables and the lists beside them."""

from pathlib import Path

import pytest

from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, OWL, SKOS
from vocab.reading.wmo_csv import registers

from .conftest import Read

LAYER = "http://codes.wmo.int/wmdr/ObservedLayer"
TABLE = r"""notation,name,description,path,tags
surface,Near the ground,"Up to 10 m, or so",\Air\surface,"wind, low"
karst,Karst,NA,\Air\surface\Karst,
m/s 1,Odd code,,\Air\High up,
,Nameless,,,
sea,,,,
"""


def test_codes_of_a_table(read: Read) -> None:
    found = read("wmo-csv", TABLE, "wmds/1-04-02.csv")
    assert found.objects(LAYER, SKOS.prefLabel) == ["Layer of observation"]
    assert found.objects(LAYER, DCTERMS.identifier) == ["1-04-02"]
    surface = f"{LAYER}/surface"
    assert found.objects(surface, SKOS.prefLabel) == ["Near the ground"]
    assert found.objects(surface, SKOS.notation) == ["surface"]
    assert found.objects(surface, SKOS.definition) == ["Up to 10 m, or so"]
    assert found.objects(surface, SKOS.scopeNote) == ["Air > surface"]
    assert found.objects(surface, DCTERMS.subject) == ["low", "wind"]
    assert found.objects(surface, SKOS.topConceptOf) == [LAYER]
    assert found.objects(f"{LAYER}/karst", SKOS.definition) == []
    assert f"<{LAYER}/m%2Fs%201>" in found.typed()
    assert found.findings == [("vocabulary.entry", 5), ("vocabulary.entry", 6)]


def test_a_step_that_is_a_code_is_broader_and_another_a_collection(read: Read) -> None:
    found = read("wmo-csv", TABLE, "1-04-02.csv")
    assert found.of(SKOS.broader) == {(f"<{LAYER}/karst>", f"<{LAYER}/surface>")}
    assert found.objects(f"{LAYER}#Air", SKOS.prefLabel) == ["Air"]
    assert found.objects(f"{LAYER}#Air", SKOS.member) == [f"{LAYER}#Air/High%20up", f"{LAYER}/surface"]
    assert found.objects(f"{LAYER}#Air/High%20up", SKOS.member) == [f"{LAYER}/m%2Fs%201"]


def test_steps_with_other_signs(read: Read) -> None:
    found = read("wmo-csv", "notation,path,name\nfire,>Incident>Fire,Fire\nbush,>Incident>Fire>Bush,Bush\n", "4-04.csv")
    event = registers()["4-04"][0]
    assert found.of(SKOS.broader) == {(f"<{event}/bush>", f"<{event}/fire>")}


def test_a_table_of_no_number_is_of_the_vocabulary(read: Read) -> None:
    found = read("wmo-csv", "notation,name\nbora,Bora\n", "winds.csv")
    assert found.typed() == {"<https://winds.example/scheme/bora>"}


def test_deprecated_codes(read: Read) -> None:
    content = """table,url,name,status,date
1-04-02,http://codes.wmo.int/wmdr/ObservedLayer/12,Wind,invalid,FT2023-2
2-01,http://codes.wmo.int/wmdr/ApplicationArea/oceanWind,Karst,retired,FT2025-1
2-01,http://codes.wmo.int/wmdr/ApplicationArea/karst,"Karst (limestone)",retired,FT2025-1
2-01,no address,Karst,retired,FT2025-1
"""
    found = read("wmo-csv", content, "deprecated.csv")
    assert found.objects(f"{LAYER}/12", SKOS.prefLabel) == ["Wind"]
    assert found.objects(f"{LAYER}/12", OWL.deprecated) == ["true"]
    assert found.objects(f"{LAYER}/12", SKOS.changeNote) == ["invalid FT2023-2"]
    area = "http://codes.wmo.int/wmdr/ApplicationArea"
    assert found.objects(f"{area}/oceanWind", SKOS.prefLabel) == ["ocean wind"]
    assert found.objects(f"{area}/karst", SKOS.prefLabel) == ["Karst (limestone)"]
    assert found.objects(f"{area}/karst", SKOS.inScheme) == [area]
    assert found.findings == [("vocabulary.mislabelled", 3), ("vocabulary.entry", 5)]


def test_superseded_codes(read: Read) -> None:
    content = f"URL from, URL to\n{LAYER}/1,{LAYER}/2\n{LAYER}/_1,{LAYER}/_2\nFT2023-2,FT2023-2\n"
    found = read("wmo-csv", content)
    assert found.of(DCTERMS.isReplacedBy) == {(f"<{LAYER}/1>", f"<{LAYER}/2>")}
    assert found.objects(f"{LAYER}/1", OWL.deprecated) == ["true"]
    assert found.findings == [("vocabulary.entry", 4)]


def test_the_list_of_tables(read: Read) -> None:
    found = read("wmo-csv", f"1-04-02,Layers,{LAYER}\n1-99,Nothing,nowhere\n")
    assert found.typed(SKOS.ConceptScheme) == {f"<{LAYER}>"}
    assert found.findings == [("vocabulary.entry", 2)]


def test_other_columns_are_refused(read: Read) -> None:
    with pytest.raises(VocabularyError, match=r"w\.csv: line 1"):
        read("wmo-csv", "name,wind\n", "w.csv")


@pytest.mark.shared
def test_the_registers_are_those_of_the_corpus(shared: Path, read: Read) -> None:
    path = shared / "data/vocabularies/wmo-wmds/wmdr-tables.csv"
    tables = read("wmo-csv", path.read_bytes(), path.name)
    titles = {s[1:-1]: o for s, o in tables.of(SKOS.prefLabel)}
    assert titles == {register: f'"{title}"@en' for register, title in registers().values()}
