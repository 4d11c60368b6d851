"""Suggestions as SKOS and as a table."""

import csv
import io

import rdflib
from rdflib.namespace import DCTERMS, RDF, SKOS

from catalogue.suggestion_export import COLUMNS, statements, table
from catalogue.suggestions import Draft, Status, Suggestion
from tests.catalogue.test_suggestions import DRAFT
from vocab.term import ntriples

BASE = "http://catalogue.test"


def suggestion(draft: Draft = DRAFT) -> Suggestion:
    return Suggestion("0123456789ab", Status.ACCEPTED, "2026-01-02T03:04:05Z", "2026-02-03T04:05:06Z", "fine", draft)


def graph(draft: Draft = DRAFT) -> rdflib.Graph:
    return rdflib.Graph().parse(data=ntriples(statements(suggestion(draft), BASE)), format="nt")


TERM = rdflib.URIRef(f"{BASE}/suggestion/0123456789ab")


def test_skos() -> None:
    found = graph()
    assert set(found.subjects()) == {TERM}
    assert (TERM, RDF.type, SKOS.Concept) in found
    assert set(found.objects(TERM, SKOS.prefLabel)) == {
        rdflib.Literal("Wind chill", lang="en"),
        rdflib.Literal("Refroidissement éolien", lang="fr"),
    }
    assert found.value(TERM, SKOS.editorialNote) == rdflib.Literal(DRAFT.reason, lang="en")
    assert found.value(TERM, SKOS.broader) == rdflib.URIRef(DRAFT.broader)
    assert found.value(TERM, SKOS.inScheme) == rdflib.URIRef(DRAFT.scheme)
    assert found.value(TERM, DCTERMS.source) == rdflib.URIRef(DRAFT.source)
    assert found.value(TERM, SKOS.changeNote) == rdflib.Literal("fine")
    assert str(found.value(TERM, DCTERMS.created)) == "2026-01-02T03:04:05+00:00"


def test_what_is_not_said_is_not_there() -> None:
    found = graph(Draft(label_fr="Vent"))
    said = {prop for _, prop, _ in found}
    assert said == {RDF.type, SKOS.prefLabel, SKOS.changeNote, DCTERMS.created, DCTERMS.modified}


def test_text_that_is_no_iri_stays_text() -> None:
    found = graph(Draft(label_en="a", broader="no iri"))
    assert found.value(TERM, SKOS.broader) is None
    assert found.value(TERM, SKOS.editorialNote) == rdflib.Literal("no iri")


def test_contacts_go_nowhere() -> None:
    assert DRAFT.contact not in ntriples(statements(suggestion(), BASE))
    assert DRAFT.contact not in table([suggestion()], BASE)


def test_table() -> None:
    odd = DRAFT._replace(label_en='=HYPERLINK("http://x.example")', label_fr='a, "b"\nc', reason="-1+1")
    head, row = csv.reader(io.StringIO(table([suggestion(odd)], BASE), newline=""))
    assert tuple(head) == COLUMNS
    cells = dict(zip(head, row, strict=True))
    assert cells["uri"] == str(TERM)
    assert cells["prefLabel@en"] == '\'=HYPERLINK("http://x.example")'
    assert cells["prefLabel@fr"] == 'a, "b"\nc'
    assert cells["reason"] == "'-1+1"
