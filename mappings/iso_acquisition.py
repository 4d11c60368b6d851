"""MI_AcquisitionInformation in both ISO encodings (ISO 19115-2): what data were made with, and on which occasion."""

from collections.abc import Iterator

from vocab.namespace import DCTERMS, PROV, RDF, SCHEMA, SKOS
from vocab.term import Term, literal

from .converters import keywords
from .converters.parties import slug
from .converters.text import local_name, localised_texts, one_line
from .converters.xml import first, text_at
from .iso_property import property_value
from .parsing import XmlElement
from .scope import Scope

_NAMES = (("identifier", "*", "code"), ("citation", "*", "title"), ("description",), ("type", "*", "code"), ("type",))
_MEANINGS = (("identifier", "*", "description"), ("description",))
_LONGEST = 80
"""Descriptions that are longer are not taken for a name."""


def equipment(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A platform, instrument or sensor: the concept that a vocabulary has of it, else one of its own."""
    texts = [one_line(text_at(node, *path)) for path in _NAMES]
    for text in filter(None, texts):
        found = scope.context.matcher.match(text, facets=keywords.OBSERVING)
        if len(found) == 1:
            yield from keywords.acquired_with(found[0].iri, scope)
            return
    name = next((text for text in texts[:3] if text and len(text) <= _LONGEST), "")
    if not name:
        return
    kind = "platform" if local_name(node).endswith("Platform") else "instrument"
    concept = scope.describe(scope.shared(kind, slug(name)), SKOS.Concept)
    scope.name(concept, SKOS.prefLabel, name, None)
    for path in _MEANINGS:
        element = first(node, *path)
        for text, language in localised_texts(element, scope) if element is not None else ():
            if text != name:
                scope.add(concept, SKOS.scopeNote, literal(text, language=language))
    yield from keywords.acquired_with(concept, scope)


def operation(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MI_Operation, such as a cruise or a flight, as an activity that the data come from."""
    names = [
        pair
        for path in (("citation", "*", "title"), ("identifier", "*", "code"))
        if (element := first(node, *path)) is not None
        for pair in localised_texts(element, scope)
    ]
    description = first(node, "description")
    told = localised_texts(description, scope) if description is not None else []
    if not names and not told:
        return
    activity = scope.part("activity", " ".join(text for text, _ in (*names, *told)))
    scope.add(activity, RDF.type, PROV.Activity)
    for text, language in names:
        scope.name(activity, DCTERMS.title, text, language)
    for text, language in told:
        scope.add(activity, DCTERMS.description, literal(text, language=language))
    yield PROV.wasGeneratedBy, activity


def objective(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MI_Objective: what was to be observed, as a named value."""
    for path in (("identifier", "*", "code"), ("function",)):
        if said := one_line(text_at(node, *path)):
            yield SCHEMA.additionalProperty, property_value(scope, "objective", said)
