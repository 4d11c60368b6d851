"""Every vocabulary of the corpus is read by the form that its documents show."""

import csv
from pathlib import Path

import pytest

from vocab.diagnostic import Diagnostic
from vocab.namespace import RDF, SKOS
from vocab.reading.detection import form_of
from vocab.reading.document import Document
from vocab.reading.form import FORMS
from vocab.registry import Vocabulary

pytestmark = pytest.mark.shared

EXCEPTIONS = {
    "wmo-wmds/superseded.csv": (132, "counted are lines: one is no code, and others give one code twice"),
    "wmo-wmds/wmdr-tables.csv": (0, "its lines are code tables, each a concept scheme"),
    "wmo-wmds/iadopt/resources__actris_constraint.csv": (29, "counted are statements"),
    "wmo-wmds/iadopt/resources__actris_geometry.csv": (17, "counted are statements"),
    "wmo-wmds/iadopt/resources__actris_matrix.csv": (9, "counted are statements"),
    "wmo-wmds/iadopt/resources__actris_object_of_interest.csv": (912, "counted are statements"),
    "wmo-wmds/iadopt/resources__actris_property.csv": (50, "counted are statements"),
    "cgi-geosciml/earthresourceml/UNFCValue.ttl": (11, "not counted, as it has errors of syntax"),
    "iso-codelists/gmxCodeLists.xml": (291, "not counted"),
    "formater/fmt-data-center.rdf": (18, "not counted"),
    "formater/fmt-variable2.rdf": (32, "not counted"),
    "formater/geomagnetism.csv": (31, "not counted"),
    "formater/geomagnetism_level.csv": (32, "not counted"),
    "formater/solid_earth.csv": (488, "not counted"),
    "formater/time-resolution.rdf": (7, "not counted"),
}
"""How many concepts there are where the list of sources does not say it, and why."""

FORM_OF_FOLDER = {
    "cf-standard-names": {"cf-xml"},
    "cgi-geosciml": {"turtle"},
    "data-terra-thesauri": {"turtle"},
    "envthes": {"turtle"},
    "eu-authority-tables": {"rdfxml"},
    "formater": {"formater-csv", "rdfxml"},
    "gcmd-9.1.5-2020": {"gcmd-csv", "gcmd-rdf"},
    "gemet-4.0.1": {"rdfxml"},
    "gemet-4.2.1": {"rdfxml"},
    "inspire": {"rdfxml", "turtle"},
    "iso-codelists": {"codelist-xml", "turtle"},
    "nerc-nvs": {"turtle"},
    "semic-alignments": {"rdfxml"},
    "sextant-ifremer": {"geonetwork", "turtle"},
    "wmo-wmds": {"iadopt-csv", "wmo-csv"},
}
MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}


@pytest.mark.parametrize("folder", FORM_OF_FOLDER)
def test_every_document_is_read(folder: str, shared: Path, winds: Vocabulary) -> None:
    root = shared / "data/vocabularies"
    with (root / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        sources = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        counted = {row["local_file"]: int(row["concepts"] or 0) for row in sources}
    forms = set()
    few = {}
    for path in sorted((root / folder).rglob("*")):
        if path.suffix not in (".ttl", ".rdf", ".csv", ".xml"):
            continue
        name = path.relative_to(root).as_posix()
        document = Document(name, path.read_bytes())
        form = form_of(document)
        forms.add(form)
        told: list[Diagnostic] = []
        triples = set(FORMS[form].read(document, winds, told.append))
        concepts = {s for s, p, o in triples if (p, o) == (RDF.type, SKOS.Concept)}
        expected = EXCEPTIONS[name][0] if name in EXCEPTIONS else counted[name]
        if len(concepts) < expected:
            few[name] = (len(concepts), expected)
        assert len(told) <= 20, (name, told[:3])
        assert concepts or name in EXCEPTIONS or {p for _, p, _ in triples} & MATCHES
    assert not few
    assert forms == FORM_OF_FOLDER[folder]


def test_no_folder_is_left_out(shared: Path) -> None:
    folders = {path.name for path in (shared / "data/vocabularies").iterdir() if path.is_dir()}
    assert folders == set(FORM_OF_FOLDER)
