"""Forms: how publishers write vocabularies, one row each, with the function that reads it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from vocab.registry import Vocabulary
from vocab.term import Triple

from . import cf_xml, codelist_xml, formater_csv, gcmd_csv, gcmd_rdf, geonetwork, iadopt_csv, rdf, ukgovld, wmo_csv
from .document import Document
from .statement import Tell

Reader: TypeAlias = Callable[[Document, Vocabulary, Tell], Iterator[Triple]]
"""Yields the SKOS statements of a document; raises VocabularyError when it is not of the form at all."""


class Form(NamedTuple):
    """A form.

    Attributes:
        title: what it is.
        specification: where it is described.
        suffixes: of its files, when they tell.
        read: the reader.
    """

    title: str
    specification: str
    suffixes: tuple[str, ...]
    read: Reader


FORMS: dict[str, Form] = {
    "turtle": Form("Turtle", "https://www.w3.org/TR/turtle/", (".ttl",), rdf.turtle),
    "rdfxml": Form("RDF/XML", "https://www.w3.org/TR/rdf-syntax-grammar/", (".rdf", ".xml", ".owl"), rdf.rdfxml),
    "jsonld": Form("JSON-LD", "https://www.w3.org/TR/json-ld11/", (".jsonld", ".json"), rdf.jsonld),
    "ntriples": Form("N-Triples", "https://www.w3.org/TR/n-triples/", (".nt",), rdf.ntriples),
    "trig": Form("TriG", "https://www.w3.org/TR/trig/", (".trig", ".nq"), rdf.trig),
    "gcmd-csv": Form("GCMD keywords in CSV", "https://gcmd.earthdata.nasa.gov/static/kms/", (), gcmd_csv.read),
    "gcmd-rdf": Form("GCMD keywords in RDF/XML", "https://gcmd.earthdata.nasa.gov/kms/", (), gcmd_rdf.read),
    "cf-xml": Form("Tables of the CF conventions", "https://cfconventions.org/vocabularies.html", (), cf_xml.read),
    "codelist-xml": Form("Code lists of ISO 19139", "https://www.iso.org/standard/32557.html", (), codelist_xml.read),
    "wmo-csv": Form("Code tables of WMO", "https://github.com/wmo-im/wmds", (), wmo_csv.read),
    "iadopt-csv": Form("Components after I-ADOPT", "https://w3id.org/iadopt/ont/", (), iadopt_csv.read),
    "formater-csv": Form(
        "Thesauri of ForM@Ter in CSV", "https://github.com/terresolide/fmt-rdf-converter", (), formater_csv.read
    ),
    "ukgovld": Form("Linked-data registry", "https://github.com/UKGovLD/registry-core", (), ukgovld.read),
    "geonetwork": Form("Thesaurus of GeoNetwork", "https://docs.geonetwork-opensource.org/", (), geonetwork.read),
}
"""Every form by the name that stanzas use."""
