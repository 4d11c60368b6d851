"""Thesauri of a GeoNetwork registry in RDF/XML, or in Turtle made from it (GeoNetwork, "Managing thesaurus").

They are SKOS with two peculiarities: labels may be whole paths (``/Physical environment/Bathymetry``), and places
carry their box as an unnamed ``gml:Envelope``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from vocab.diagnostic import diagnostic
from vocab.namespace import DCAT, GEO, SKOS
from vocab.registry import Vocabulary
from vocab.term import Term, Triple, is_iri, literal, literal_parts

from . import syntax
from .document import Document
from .statement import Tell

GML = "http://www.opengis.net/gml#"
"""The namespace in which GeoNetwork writes boxes."""

_LOWER, _UPPER = f"<{GML}lowerCorner>", f"<{GML}upperCorner>"


def read(document: Document, vocabulary: Vocabulary, tell: Tell) -> Iterator[Triple]:
    """The statements of a thesaurus, with the last part of a path as the label and boxes as polygons.

    Raises:
        VocabularyError: nothing in the document can be read.
    """
    statements = list(syntax.statements(document, vocabulary, tell))
    boxes: dict[Term, dict[Term, Term]] = defaultdict(dict)
    paths: dict[tuple[Term, str], str] = {}
    above: dict[Term, Term] = {}
    for subject, predicate, found in statements:
        if not is_iri(subject):
            boxes[subject][predicate] = found
        elif predicate == SKOS.broader:
            above[subject] = found
        elif predicate == SKOS.prefLabel and found.startswith('"/'):
            text, language, _ = literal_parts(found)
            paths[subject, language or ""] = text
    for subject, predicate, found in statements:
        if not is_iri(subject):
            continue
        if found in boxes:
            if box := _box(boxes[found]):
                yield subject, DCAT.bbox, box
        elif predicate == SKOS.prefLabel and found.startswith('"/'):
            text, language, _ = literal_parts(found)
            parent = paths.get((above.get(subject, ""), language or ""), "")
            yield subject, SKOS.prefLabel, literal(_last(text, parent), language=language)
            yield subject, SKOS.hiddenLabel, found
        else:
            yield subject, predicate, found
    if paths:
        excerpt = next(iter(paths.values()))
        tell(diagnostic("vocabulary.path", path=document.name, excerpt=excerpt, detail=str(len(paths))))


def _last(path: str, parent: str) -> str:
    """What a path says beyond that of the concept above, which may itself have slashes; else its last part."""
    if parent and path.startswith(f"{parent}/"):
        return path[len(parent) + 1 :].strip() or path
    return path.rstrip("/").rpartition("/")[2].strip() or path


def _box(envelope: Mapping[Term, Term]) -> Term | None:
    """The polygon of an envelope in degrees, longitude first; None when it has no extent, as of what is no place."""
    try:
        (west, south), (east, north) = (
            (float(number) for number in literal_parts(envelope[corner])[0].split()) for corner in (_LOWER, _UPPER)
        )
    except (KeyError, ValueError):
        return None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90) or (west, south) == (east, north):
        return None
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    polygon = ", ".join(f"{x:g} {y:g}" for x, y in ring)
    return literal(f"POLYGON(({polygon}))", datatype=GEO.wktLiteral)
