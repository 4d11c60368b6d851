"""GCMD keywords in CSV."""

from pathlib import Path

import pytest

from vocab.errors import VocabularyError
from vocab.namespace import DCTERMS, FOAF, OWL, SKOS
from vocab.term import literal_parts, value

from .conftest import Read, Reading

SCHEME = "https://gcmd.earthdata.nasa.gov/kms/concepts/concept_scheme/winds"
LINE = f'"Keyword Version: 9","Revision: 2020","Terms Of Use: http://t.example/","see {SCHEME}/?format=xml""Case"\n'
HEADING = "Category,Class,Short_Name,Long_Name,Data_Center_URL,UUID\n"
COLD, BORA, STORM, MISTRAL, GALE = (f"{digit * 8}-aaaa-bbbb-cccc-{digit * 12}" for digit in "12345")
ROWS = f"""
"COLD","FALL WIND","Bora","Wind of the Karst","http://b.example/","{BORA}"
"COLD","","","","","{COLD.upper()}"
"COLD","FALL WIND","BORA","STORM","","","{STORM}"
"COLD","VALLEY WIND","Mistral","","javascript:x","{MISTRAL}"
"""


def concept(uuid: str) -> str:
    return f"https://gcmd.earthdata.nasa.gov/kms/concept/{uuid}"


def test_keywords_and_their_hierarchy(read: Read) -> None:
    found = read("gcmd-csv", LINE + HEADING + ROWS)
    assert found.objects(SCHEME, OWL.versionInfo) == ["9"]
    assert found.objects(SCHEME, DCTERMS.license) == ["http://t.example/"]
    bora = concept(BORA)
    assert found.objects(bora, SKOS.prefLabel) == ["Bora"]
    assert found.objects(bora, SKOS.altLabel) == ["Wind of the Karst"]
    assert found.objects(bora, FOAF.homepage) == ["http://b.example/"]
    assert found.objects(bora, SKOS.broader) == [concept(COLD)]
    assert found.objects(bora, SKOS.inScheme) == [SCHEME]
    assert found.objects(concept(COLD), SKOS.topConceptOf) == [SCHEME]
    assert found.objects(concept(MISTRAL), FOAF.homepage) == []


def test_a_level_without_a_row_is_told(read: Read) -> None:
    found = read("gcmd-csv", LINE + HEADING + ROWS)
    assert ("vocabulary.parent", 4) in found.findings
    assert ("vocabulary.parent", 7) in found.findings


def test_a_row_with_one_level_more_than_there_are_columns(read: Read) -> None:
    found = read("gcmd-csv", LINE + HEADING + ROWS)
    assert found.objects(concept(STORM), SKOS.prefLabel) == ["STORM"]
    assert ("vocabulary.columns", 6) in found.findings


@pytest.mark.parametrize("row", ['"COLD","","","","","not a UUID"', f'"COLD","{GALE}"', f'"","","","","","{GALE}"'])
def test_a_row_that_is_no_keyword_is_told_and_left_out(row: str, read: Read) -> None:
    found = read("gcmd-csv", LINE + HEADING + row + ROWS)
    assert ("vocabulary.entry", 3) in found.findings
    assert len(found.typed()) == 4


def test_the_number_of_hits_is_checked(read: Read) -> None:
    (told,) = [d for d in read("gcmd-csv", '"Hits: 12",' + LINE + HEADING + ROWS).told if d.code.endswith("truncated")]
    assert "4 / 12" in told.en


@pytest.mark.parametrize("content", [LINE, LINE + "Category,Name\n", "x\n"])
def test_other_columns_are_refused(content: str, read: Read) -> None:
    with pytest.raises(VocabularyError, match=r"winds\.csv: line 2"):
        read("gcmd-csv", content, "winds.csv")


@pytest.mark.shared
@pytest.mark.parametrize("scheme", ["sciencekeywords", "platforms", "instruments", "locations", "chronounits"])
def test_csv_and_rdf_say_the_same(scheme: str, shared: Path, read: Read) -> None:
    """Concepts, labels and hierarchy are those of KMS's RDF, whose page may be cut and has a root more."""
    folder = shared / "data/vocabularies/gcmd-9.1.5-2020"
    table, page = (
        read(f"gcmd-{form}", (folder / f"{scheme}.{form}").read_bytes(), f"{scheme}.{form}") for form in ("csv", "rdf")
    )
    keywords = table.typed()
    (root,) = page.typed() - keywords
    common = keywords & page.typed()
    assert common == keywords or (scheme, len(common)) == ("sciencekeywords", 1999)
    assert _of(table, SKOS.prefLabel, common) == _of(page, SKOS.prefLabel, common)
    assert _of(table, SKOS.altLabel, common) <= _of(page, SKOS.altLabel, common)
    below_root = {(s, o) for s, o in _of(page, SKOS.broader, common) if o == value(root)}
    assert _of(table, SKOS.broader, common) == _of(page, SKOS.broader, common) - below_root
    assert {s for s, _ in table.of(SKOS.topConceptOf)} == {s for s, _ in below_root}
    schemes = {reading.typed(SKOS.ConceptScheme).pop() for reading in (table, page)}
    assert schemes == {f"<https://gcmd.earthdata.nasa.gov/kms/concepts/concept_scheme/{scheme}>"}


def _of(reading: Reading, predicate: str, subjects: set[str]) -> set[tuple[str, str]]:
    """Subject and value, texts without the white space at their ends."""
    pairs = ((s, o) for s, o in reading.of(predicate) if s in subjects)
    return {(s, value(o) if o.startswith("<") else literal_parts(o)[0].strip()) for s, o in pairs}
