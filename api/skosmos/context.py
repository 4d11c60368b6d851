"""Contexts: what the names in answers mean, for readers of JSON-LD."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from vocab.namespace import ISOTHES, RDFS, SKOS

Answer: TypeAlias = dict[str, Any]
"""An answer, ready to be written as JSON."""

ONKI = "http://schema.onki.fi/onki#"
VOID = "http://rdfs.org/ns/void#"

BASIC: Mapping[str, str] = {"skos": SKOS.base, "uri": "@id", "type": "@type"}
"""What most answers have in common."""

SEARCH: Mapping[str, Any] = {
    "skos": SKOS.base,
    "isothes": ISOTHES.base,
    "onki": ONKI,
    "uri": "@id",
    "type": "@type",
    "results": {"@id": "onki:results", "@container": "@list"},
    "prefLabel": "skos:prefLabel",
    "altLabel": "skos:altLabel",
    "hiddenLabel": "skos:hiddenLabel",
}

DATA: Mapping[str, str] = {
    "skos": SKOS.base,
    "isothes": ISOTHES.base,
    "rdfs": RDFS.base,
    "owl": "http://www.w3.org/2002/07/owl#",
    "dct": "http://purl.org/dc/terms/",
    "dc11": "http://purl.org/dc/elements/1.1/",
    "uri": "@id",
    "type": "@type",
    "lang": "@language",
    "value": "@value",
    "graph": "@graph",
    "label": "rdfs:label",
    **{
        name: f"skos:{name}"
        for name in (
            *("prefLabel", "altLabel", "hiddenLabel", "broader", "narrower", "related", "inScheme"),
            *("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"),
        )
    },
}
"""The context of descriptions of concepts."""


def basic(language: str, **names: Any) -> Answer:
    """The common context with further names.

    Args:
        language: of the texts in the answer.
        names: what they mean.
    """
    return {**BASIC, **names, "@language": language or None}


def linked(iri: str, **more: str) -> dict[str, str]:
    """What a name means whose values are IRIs."""
    return {"@id": iri, "@type": "@id", **more}
