"""MI_AcquisitionInformation in both ISO encodings (ISO 19115-2): what data were made with, and on which occasion.

NASA's extension of it (EOS_Platform, EOS_Instrument, EOS_Sensor) is read likewise, with its additional attributes.
"""

import re
from collections.abc import Iterator

from vocab.namespace import DCTERMS, PROV, RDF, SCHEMA, SKOS
from vocab.term import Term, literal

from . import iso_citation
from . import iso_responsibility as responsibility
from .converters import keywords, linking, parties
from .converters.codes import code_of
from .converters.dates import date_term
from .converters.text import local_name, localised_texts, one_line, text_of
from .converters.xml import each, first, text_at
from .dif_text import is_filler
from .errors import ConversionError
from .iso_property import property_value
from .link import NONE
from .parsing import XmlElement
from .scope import Scope

Paths = tuple[tuple[str, ...], ...]

_NAMES: Paths = (
    ("identifier", "*", "code"),
    ("citation", "*", "title"),
    ("description",),
    ("type", "*", "code"),
    ("type",),
    ("identifier", "*", "description"),
)
_MEANINGS: Paths = (("identifier", "*", "description"), ("description",))
_ALTERNATE = ("citation", "*", "alternateTitle")
_LONGEST = 80
"""Descriptions that are longer are not taken for a name."""


def equipment(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A platform, instrument or sensor: a vocabulary's concept of it, else one of its own, with what is said of it."""
    texts = ["" if is_filler(text) else text for text in (one_line(text_at(node, *path)) for path in _NAMES)]
    kind = "platform" if local_name(node).endswith("Platform") else "instrument"
    for text in filter(None, texts):
        found = linking.meaning([text], scope, facets=keywords.OBSERVING)
        if len(found.concepts) == 1:
            linking.record(found, scope, kind=kind, prop=PROV.used)
            known = found.concepts[0].iri
            _describe(node, known, {text}, scope)
            yield from keywords.acquired_with(known, scope)
            return
    name = next((text for text in texts[:3] if text and len(text) <= _LONGEST), "")
    if not name:
        return
    linking.record(linking.Meaning((), name, NONE), scope, kind=kind)
    concept = scope.describe(scope.shared(kind, parties.slug(name)), SKOS.Concept)
    scope.name(concept, SKOS.prefLabel, name, None)
    _describe(node, concept, {name}, scope)
    yield from keywords.acquired_with(concept, scope)


def _describe(node: XmlElement, concept: Term, named: set[str], scope: Scope) -> None:
    """State what a record says of a platform or instrument besides the names that it is told by."""
    for path in _NAMES[:2]:
        name = one_line(text_at(node, *path))
        if name and name not in named:
            named.add(name)
            scope.add(concept, SKOS.altLabel, literal(name))
    kind = first(node, "type")
    if kind is not None:
        said = one_line(text_of(kind)) or one_line(text_at(kind, "*", "code") or text_at(kind, "code")) or code_of(kind)
        if said and said not in named:
            scope.add(concept, SCHEMA.additionalType, literal(said))
    for text, language in _texts(node, _MEANINGS, scope):
        if one_line(text) not in named:
            scope.add(concept, SKOS.scopeNote, literal(text, language=language))
    for holder in each(node, "sponsor"):
        for party, role in responsibility.read(holder, scope):
            for agent in (parties.describe_agent(party, scope), parties.member(party, scope)):
                if agent is not None:
                    scope.add(concept, PROV.qualifiedAttribution, parties.attribution(agent, role, concept, scope))
    _cite(node, concept, scope)


def _texts(node: XmlElement, paths: Paths, scope: Scope) -> list[tuple[str, str | None]]:
    """The texts at several paths."""
    elements = (first(node, *path) for path in paths)
    return [pair for element in elements if element is not None for pair in localised_texts(element, scope)]


def _cite(holder: XmlElement, thing: Term, scope: Scope) -> None:
    """The documents that a platform, an instrument or a plan cites, where they have an address."""
    for citations in each(holder, "citation"):
        for citation in citations:
            if iso_citation.address_of(citation):
                for document in iso_citation.document(citation, scope):
                    scope.add(thing, DCTERMS.references, document)


def operation(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MI_Operation, such as a cruise or a flight, as an activity that the data come from."""
    names = _texts(node, (("citation", "*", "title"), ("identifier", "*", "code"), _ALTERNATE), scope)
    told = _texts(node, (("identifier", "*", "description"), ("description",)), scope)
    if not names and not told:
        return
    activity = scope.part("activity", " ".join(text for text, _ in (*names, *told)))
    scope.add(activity, RDF.type, PROV.Activity)
    for text, language in names:
        scope.name(activity, DCTERMS.title, text, language, other=DCTERMS.alternative)
    for text, language in told:
        scope.add(activity, DCTERMS.description, literal(text, language=language))
    for holder in each(node, "significantEvent"):
        for event in holder:
            _bound(event, activity, scope)
    for holder in each(node, "plan"):
        for plan in holder:
            _cite(plan, activity, scope)
    yield PROV.wasGeneratedBy, activity


def _bound(event: XmlElement, activity: Term, scope: Scope) -> None:
    """The beginning or the end of an operation, where an MI_Event is that."""
    sequence = first(event, "sequence")
    prop = _BOUNDS.get(code_of(sequence).lower() if sequence is not None else "")
    said = text_at(event, "time")
    if prop is None or not said:
        return
    try:
        scope.add_once(activity, prop, date_term(said))
    except ConversionError as error:
        scope.report(error.code, path="MI_Event/time", line=event.sourceline or 0, excerpt=said, detail=error.detail)


_BOUNDS = {"start": PROV.startedAtTime, "end": PROV.endedAtTime}
"""ISO 19115-2 MI_SequenceCode, and what the time of such an event is of its operation."""


def objective(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MI_Objective: what was to be observed, as a named value."""
    for path in (("identifier", "*", "code"), ("function",)):
        if said := one_line(text_at(node, *path)):
            yield SCHEMA.additionalProperty, property_value(scope, "objective", said)


def condition(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """One of the conditions of an MI_EnvironmentalRecord, under its own name, as a named value."""
    if said := one_line(text_of(node)):
        name = _CAMEL.sub(" ", local_name(node)).lower()
        yield SCHEMA.additionalProperty, property_value(scope, name, said)


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def additional_attribute(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An attribute that NASA's records define for themselves, with its value where it has one, as a named value."""
    reference = first(node, "reference", "*")
    name, meaning, unit = (one_line(text_at(reference, part)) for part in _ATTRIBUTE)
    value = one_line(text_at(node, "value"))
    if not name:
        return
    found = scope.describe(scope.part("property", f"{name} {meaning} {unit} {value}"), SCHEMA.PropertyValue)
    scope.add(found, SCHEMA.name, literal(name))
    for prop, text in ((SCHEMA.description, meaning), (SCHEMA.unitText, unit), (SCHEMA.value, value)):
        if text:
            scope.add(found, prop, literal(text))
    yield SCHEMA.additionalProperty, found


_ATTRIBUTE = ("name", "description", "parameterUnitsOfMeasure")
