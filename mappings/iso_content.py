"""MD_ContentInformation in both ISO encodings: the variables of the data as ``schema:variableMeasured``.

Bands, dimensions, attributes of a coverage, and attributes of an embedded feature catalogue (ISO 19110) are each a
``schema:PropertyValue`` with name, meaning, unit and range. Read by local name.
"""

from collections.abc import Iterator

from vocab.namespace import RDF, SCHEMA
from vocab.term import Term, TermError, iri, literal

from .converters.text import anchor_of, local_name, localised_texts, one_line, text_of
from .converters.xml import each, first, text_at
from .iso_property import unit_text
from .parsing import XmlElement
from .scope import Scope

Texts = list[tuple[str, str | None]]


def variables(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The variables that an MD_ContentInformation describes."""
    for element in each(node, "attributeDescription"):
        words = one_line(" ".join(element.itertext()))
        if words or anchor_of(element):
            texts: Texts = [(words, scope.language)] if words else []
            yield SCHEMA.variableMeasured, _described(_member(element), texts, element, scope)
    for dimension in each(node, "dimension"):
        yield from _variable(next(iter(dimension), None), scope)
    for group in each(node, "attributeGroup"):
        for inner in group:
            for attribute in each(inner, "attribute"):
                yield from _variable(next(iter(attribute), None), scope)
    for attribute in node.iter("{*}FC_FeatureAttribute", "{*}CHE_MD_Attribute"):
        yield from _feature_attribute(attribute, scope)


def _variable(node: XmlElement | None, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MD_RangeDimension or MD_Band."""
    if node is None:
        return
    sequence = first(node, "sequenceIdentifier")
    name = _member(sequence) if sequence is not None else ""
    texts = [
        pair for key in ("descriptor", "description") for e in each(node, key) for pair in localised_texts(e, scope)
    ]
    codes = [code for holder in each(node, "name") if (code := first(holder, "*", "code")) is not None]
    name = name or next(filter(None, map(text_of, codes)), "")
    if not name and not texts and (text_at(node, "minValue") or text_at(node, "maxValue")):
        name = "band"
    if name or texts:
        holders = [e for e in (sequence, first(node, "name")) if e is not None]
        yield SCHEMA.variableMeasured, _described(name, texts, node, scope, holders)


def _member(element: XmlElement) -> str:
    """The name in a gco:MemberName, without its type."""
    for name in element.iter("{*}aName"):
        parent = name.getparent()
        if parent is not None and local_name(parent) != "TypeName":
            return one_line(" ".join(name.itertext()))
    return "" if len(element) and local_name(element[0]) == "MemberName" else one_line(" ".join(element.itertext()))


def _described(
    name: str, texts: Texts, node: XmlElement, scope: Scope, holders: list[XmlElement] | None = None
) -> Term:
    """A variable, described in the scope: it is told by its name, else by the first of its descriptions."""
    unit = unit_text(first(node, "units"))
    title = name or one_line(texts[0][0]) if name or texts else ""
    variable = scope.part("variable", f"{title} {texts[0][0] if texts else ''} {unit}")
    scope.add(variable, RDF.type, SCHEMA.PropertyValue)
    if title:
        scope.name(variable, SCHEMA.name, title, None)
    for text, language in texts:
        if text != title:
            scope.add(variable, SCHEMA.description, literal(text, language=language))
    if unit:
        scope.add_once(variable, SCHEMA.unitText, literal(unit))
    for key, prop in (("minValue", SCHEMA.minValue), ("maxValue", SCHEMA.maxValue)):
        if said := text_at(node, key):
            scope.add_once(variable, prop, literal(said))
    for holder in holders or [node]:
        _identify(variable, holder, scope)
    return variable


def _identify(variable: Term, holder: XmlElement, scope: Scope) -> None:
    for element in holder.iter():
        address = element.get("{http://www.w3.org/1999/xlink}href") or ""
        if address.startswith(("http://", "https://")):
            try:
                scope.add(variable, SCHEMA.propertyID, iri(address))
            except TermError as error:
                scope.report("map.iri", path="contentInfo", excerpt=address, detail=str(error))


def _feature_attribute(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An attribute of a feature catalogue, with the values that are listed for it."""
    found = first(node, "memberName")
    found = first(node, "name") if found is None else found
    name = one_line(" ".join(found.itertext())) if found is not None else ""
    texts = [
        pair for key in ("definition", "description") for e in each(node, key) for pair in localised_texts(e, scope)
    ]
    if not name and not texts:
        return
    variable = _described(name, texts, node, scope)
    for value in node.iter("{*}FC_ListedValue", "{*}CHE_MD_CodeValue"):
        listed = (text_at(value, key) for key in ("code", "label", "name", "definition", "description"))
        if said := ": ".join(dict.fromkeys(filter(None, listed))):
            scope.add(variable, SCHEMA.value, literal(said))
    yield SCHEMA.variableMeasured, variable
