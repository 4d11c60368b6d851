"""Detection: which form a document has, told from its name and first bytes, where nobody says it."""

import re
from pathlib import PurePosixPath

from vocab.errors import VocabularyError

from .document import Document
from .form import FORMS
from .syntax import BEGINNING, syntax_of

_OF_RDF = (
    ("gcmd-rdf", BEGINNING, re.compile(rb"https?://gcmd\.(?:earthdata\.nasa\.gov|gsfc\.nasa\.gov)/kms#")),
    ("ukgovld", None, re.compile(rb"\breg:RegisterItem\b|registry#RegisterItem\b")),
    ("geonetwork", BEGINNING, re.compile(rb"http://www\.opengis\.net/gml#|prefLabel\b[^\"/<]*(?:\"|>)/")),
)
"""What an RDF document that needs a reader of its own has in its first bytes, or anywhere."""

_OTHER = (
    ("cf-xml", re.compile(rb"<(?:standard_name_table|area_type_table|standardized_region_list)[\s>]")),
    ("codelist-xml", re.compile(rb"<(?:[\w.-]+:)?CT_CodelistCatalogue[\s>]")),
    ("gcmd-csv", re.compile(rb"\A.*\bKeyword Version:|\A[^\n]*\n(?:[A-Za-z_0-9-]+,)+UUID\r?\n")),
    ("formater-csv", re.compile(rb"\A[\xef\xbb\xbf]*(?:\"?ConceptScheme URI|\"?Scheme:)")),
    (
        "wmo-csv",
        re.compile(rb"\A[\xef\xbb\xbf]*(?:notation,|table,url,|URL from,|[^\n]*//codes\.wmo\.int/wmdr/\w+\r?\n)"),
    ),
    ("iadopt-csv", re.compile(rb"\A[^\n]*(?:@id,|rdfs:label,|subject,predicate,object|WIGOS_OoI|Property_Modified)")),
)
"""What the beginning of a document in another form has, the surest first."""


def form_of(document: Document) -> str:
    """The form of a document.

    Raises:
        VocabularyError: neither its name nor its first bytes tell.
    """
    head = document.content[:BEGINNING]
    suffix = PurePosixPath(document.name).suffix.lower()
    syntax = syntax_of(document) if suffix != ".csv" else ""
    if syntax:
        return next((form for form, length, sign in _OF_RDF if sign.search(document.content[:length])), syntax)
    if form := next((form for form, sign in _OTHER if sign.search(head)), ""):
        return form
    if suffix == ".csv" and "iadopt" in PurePosixPath(document.name).parts:
        return "iadopt-csv"
    by_suffix = next((form for form, described in FORMS.items() if suffix in described.suffixes), "")
    if by_suffix and suffix != ".xml":
        return by_suffix
    raise VocabularyError(f"{document.name}: its form cannot be told; name one of {', '.join(FORMS)}")
