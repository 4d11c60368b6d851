"""What has no property of its own in GeoDCAT-AP: a name and a value, as ``schema:PropertyValue`` (schema.org 29)."""

from collections.abc import Iterable

from vocab.namespace import RDF, SCHEMA
from vocab.term import Term, TermError, iri, literal

from .converters.codes import code_of
from .converters.text import anchor_of, localised_texts, one_line, text_of
from .parsing import XmlElement
from .scope import Scope


def property_value(scope: Scope, name: str, value: str, *, unit: str = "", identifier: str = "") -> Term:
    """A named value of the described resource, described in the scope; its identifier is a web address."""
    node = scope.part("property", f"{name} {value} {unit}")
    scope.triples += ((node, RDF.type, SCHEMA.PropertyValue), (node, SCHEMA.name, literal(name, language="en")))
    scope.add(node, SCHEMA.value, literal(value))
    if unit:
        scope.add(node, SCHEMA.unitText, literal(unit))
    if identifier.startswith(("http://", "https://")):
        _identify(node, identifier, scope)
    return node


class Named:
    """A converter that makes a named value of an element's text or code, and of what its Anchor leads to."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.description = f"A `schema:PropertyValue` named “{name}”."

    def __call__(self, node: XmlElement, scope: Scope) -> Iterable[Term]:
        """The named value; nothing where the element says nothing."""
        said = one_line(text_of(node)) or (code_of(node) if len(node) else "")
        if not said:
            return ()
        found = property_value(scope, self.name, said, unit=unit_of(node), identifier=anchor_of(node))
        for text, language in localised_texts(node, scope)[1:]:
            scope.add(found, SCHEMA.value, literal(text, language=language))
        return (found,)


def _identify(found: Term, address: str, scope: Scope) -> None:
    try:
        scope.add(found, SCHEMA.propertyID, iri(address))
    except TermError as error:
        scope.report("map.iri", excerpt=address, detail=str(error))


def unit_of(node: XmlElement) -> str:
    """The unit of a measure: the last part of its ``uom``; empty without one."""
    for child in node:
        uom = child.get("uom")
        if uom:
            return uom.rstrip("/").rpartition("#")[2].rpartition("/")[2]
    return ""


def unit_text(node: XmlElement | None) -> str:
    """What a property whose value is a GML unit definition calls the unit; empty when it says nothing."""
    if node is None:
        return ""
    for name in ("catalogSymbol", "identifier", "name"):
        for element in node.iter(f"{{*}}{name}"):
            if said := one_line(element.text or ""):
                return said
    href = node.get("{http://www.w3.org/1999/xlink}href") or ""
    return text_of(node) or href.rpartition("#")[2].rpartition("/")[2]
