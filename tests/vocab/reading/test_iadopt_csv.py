"""Variables and components after I-ADOPT."""

import pytest

from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, IADOPT, SCHEMA, SKOS

from .conftest import Read

VARIABLE = "http://codes.wmo.int/wmdr/ObservedVariableAtmosphere/7"
HEADING = "SeqNum,@id,@notation,@status,dct:description,rdf:type,rdfs:label,skos:notation,Comment"
MAPPING = rf"""{HEADING},OoI,Property,Matrix,Constraints
1,<{VARIABLE}>,7,stable,'The karst\'s wind'@fr,skos:Concept,Bora speed,'7',why?,Bora,Bora speed,Air\Karst,at 10 m
2,,,,,,,,,,,,
3,,,,,,,,a comment,,,,
"""


def test_a_variable_and_its_components(read: Read) -> None:
    found = read("iadopt-csv", MAPPING, "mappings__winds_mapping_v01.csv")
    assert found.objects(VARIABLE, SKOS.prefLabel) == ["Bora speed"]
    assert found.objects(VARIABLE, SKOS.notation) == ["7"]
    assert found.objects(VARIABLE, SKOS.editorialNote) == ["why?"]
    assert (f"<{VARIABLE}>", SKOS.definition, '"The karst\'s wind"@fr') in found.triples
    assert found.typed(IADOPT.Variable) == {f"<{VARIABLE}>"}
    own = "https://winds.example"
    assert found.objects(VARIABLE, IADOPT.hasObjectOfInterest) == [f"{own}/object_of_interest/Bora"]
    assert found.objects(VARIABLE, IADOPT.hasMatrix) == [f"{own}/matrix/Air", f"{own}/matrix/Karst"]
    (speed,) = found.objects(VARIABLE, IADOPT.hasProperty)
    assert speed.startswith(f"{own}/property/Bora-speed-")
    assert found.objects(speed, SKOS.prefLabel) == ["Bora speed"]
    assert found.typed(IADOPT.Entity) == {
        f"<{own}/{n}>" for n in ("object_of_interest/Bora", "matrix/Air", "matrix/Karst")
    }
    assert found.findings == [("vocabulary.entry", 3), ("vocabulary.entry", 4)]


def test_a_component_has_the_iri_by_which_variables_lead_to_it(read: Read) -> None:
    lists = read(
        "iadopt-csv",
        "dct:description,rdfs:label,skos:notation\n''@en,Bora,'7'\n",
        "autogen__wmdr2_object_of_interest.csv",
    )
    again = read(
        "iadopt-csv", "WIGOS_OoI, Description, Matrix\nBora,cold wind@en,Air\n", "x__wmdr2_Object_of_Interest_v2.csv"
    )
    bora = "https://winds.example/object_of_interest/Bora"
    assert lists.typed() == {f"<{bora}>"}
    assert f"<{bora}>" in again.typed(IADOPT.Entity)
    assert lists.objects(bora, DCTERMS.source) == [VARIABLE]
    assert again.objects(bora, SKOS.definition) == ["cold wind"]
    assert again.objects(bora, IADOPT.hasMatrix) == ["https://winds.example/matrix/Air"]


def test_lists_of_the_model(read: Read) -> None:
    found = read("iadopt-csv", "id,dimension,symbol,level,SI unit\n1,wind,w,primary,m.s-1\n", "model__dimension.csv")
    wind = "https://winds.example/dimension/wind"
    assert found.objects(wind, SKOS.notation) == ["w"]
    assert found.objects(wind, SCHEMA.unitText) == ["m.s-1"]
    assert found.objects(wind, SKOS.note) == ["level: primary"]


def test_statements(read: Read) -> None:
    core = "http://www.w3.org/2004/02/skos/core#"
    content = f"subject,predicate,object\nhttp://w/1,{core}prefLabel,Bora\nhttp://w/1,{core}broader,http://w/2\nw,x,y\n"
    found = read("iadopt-csv", content)
    assert found.triples == {
        ("<http://w/1>", SKOS.prefLabel, '"Bora"'),
        ("<http://w/1>", SKOS.broader, "<http://w/2>"),
    }
    assert found.findings == [("vocabulary.entry", 4)]


def test_text_that_was_encoded_twice(read: Read) -> None:
    found = read("iadopt-csv", "id,name\n1,Ã…ngstrÃ¶m\n2,Ångström\n3,CÎz\n", "x__unit.csv")
    assert {o for _, o in found.of(SKOS.prefLabel)} == {'"Ångström"@en', '"CÎz"@en'}
    (told,) = found.told
    assert (told.code, told.excerpt) == ("vocabulary.reencoded", "Ã…ngstrÃ¶m")


def test_a_table_without_labels_is_refused(read: Read) -> None:
    with pytest.raises(VocabularyError, match=r"w\.csv: line 1"):
        read("iadopt-csv", "id,wind\n1,bora\n", "w.csv")
