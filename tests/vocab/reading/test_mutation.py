"""Readers stand documents that are damaged: what comes out are statements, findings, or one error that names them."""

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vocab.test_registry import STANZA
from vocab.diagnostic import Diagnostic
from vocab.errors import VocabularyError
from vocab.reading.document import Document
from vocab.reading.form import FORMS
from vocab.reading.gcmd_rdf import KMS
from vocab.registry import Vocabulary, load_registry
from vocab.term import Triple, ntriples

from . import (
    test_cf_xml,
    test_codelist_xml,
    test_formater_csv,
    test_gcmd_csv,
    test_gcmd_rdf,
    test_geonetwork,
    test_iadopt_csv,
    test_ukgovld,
    test_wmo_csv,
)

DOCUMENTS = {
    "gcmd-csv": test_gcmd_csv.LINE + test_gcmd_csv.HEADING + test_gcmd_csv.ROWS,
    "gcmd-rdf": test_gcmd_rdf.PAGE.format(kms=KMS[0], about="<gcmd:hits>3</gcmd:hits>", above="cold"),
    "cf-xml": test_cf_xml.TABLE,
    "codelist-xml": test_codelist_xml.CATALOGUE,
    "wmo-csv": test_wmo_csv.TABLE,
    "iadopt-csv": test_iadopt_csv.MAPPING,
    "formater-csv": test_formater_csv.PROPERTIES,
    "ukgovld": test_ukgovld.ANSWER.replace("{status}", "statusRetired"),
    "geonetwork": test_geonetwork.THESAURUS.format(lower="1 2", upper="3 4"),
}
OF_RDF = {"gcmd-rdf", "ukgovld", "geonetwork"}
"""The forms that are RDF documents, of which the IRIs are as the publisher has them: cleaning mends them."""
SPLINTERS = [
    b"",
    b'"',
    b"'",
    b",",
    b"<",
    b">",
    b"/",
    b"\\",
    b"\n",
    b"\x00",
    b"\xff",
    b"&#0;",
    b"@en",
    b" ",
    b"_:a",
    b"[]",
]


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Vocabulary:
    path: Path = tmp_path_factory.mktemp("winds") / "v.toml"
    path.write_text(STANZA, "utf-8")
    return load_registry(path)[0]


def read(form: str, content: bytes, vocabulary: Vocabulary) -> list[Triple]:
    """The statements of a document; none if it is refused, which must name it."""
    told: list[Diagnostic] = []
    try:
        triples = list(FORMS[form].read(Document("wind.x", content), vocabulary, told.append))
    except VocabularyError as error:
        message = str(error)
    else:
        assert all(finding.code.startswith("vocabulary.") for finding in told)
        return triples
    assert "wind.x" in message
    return []


def test_every_form_that_is_no_rdf_is_here() -> None:
    assert set(DOCUMENTS) == set(FORMS) - {"turtle", "rdfxml", "jsonld", "ntriples", "trig"}


@pytest.mark.parametrize("form", DOCUMENTS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(SPLINTERS)), min_size=1, max_size=4)
)
def test_damage(form: str, cuts: list[tuple[float, int, bytes]], vocabulary: Vocabulary) -> None:
    content = DOCUMENTS[form].encode()
    for place, length, splinter in cuts:
        start = int(place * len(content))
        content = content[:start] + splinter + content[start + length :]
    triples = read(form, content, vocabulary)
    if form not in OF_RDF:
        list(pyoxigraph.parse(ntriples(triples).encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))


@pytest.mark.parametrize("form", FORMS)
@given(content=st.binary(max_size=200))
def test_noise(form: str, content: bytes, vocabulary: Vocabulary) -> None:
    read(form, content, vocabulary)
