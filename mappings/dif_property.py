"""Named values of DIF that have no property in DCAT, as schema:PropertyValue (schema.org, additionalProperty).

Nothing that a record says about its data is lost only because DCAT has no word for it: the name is the record's own.
"""

from collections.abc import Iterator, Sequence

from vocab.namespace import ADMS, DCTERMS, FOAF, RDF, SCHEMA
from vocab.term import Term, iri, literal

from .converters import dates
from .converters.identifiers import DOI_RESOLVER, doi, identifier_statements
from .converters.text import local_name, one_line
from .dif_text import fields, said
from .parsing import XmlElement
from .scope import Scope

HOUSEKEEPING = (
    *("metadata.", "dif10.metadata.", "link_notification.", "dif10.link_notification.", "IDN_Node.", "DIF9.0-to-"),
    *("Original.Metadata_Version", "Original.Dataset_Language", "Original.xsi:"),
)
"""How the names begin under which NASA's repository notes its own work in Extended_Metadata."""


def stated(name: str, told: Sequence[tuple[Term, str]], scope: Scope, changed: str = "") -> Iterator[tuple[Term, Term]]:
    """A named value, described in the scope.

    Args:
        name: what it is called.
        told: what is said of it, as (property, text); empty texts are left out.
        scope: where the description goes.
        changed: when it was last changed; empty when that is not said.
    """
    told = [pair for pair in told if pair[1]]
    resource = scope.part("property", "|".join((name, *[text for _, text in told], changed)))
    scope.triples += (
        (resource, RDF.type, SCHEMA.PropertyValue),
        (resource, SCHEMA.name, literal(one_line(name))),
        *[(resource, prop, literal(one_line(text))) for prop, text in told],
    )
    if changed:
        scope.add(resource, DCTERMS.modified, dates.read(changed, scope, path="Extended_Metadata/Update_Date"))
    yield SCHEMA.additionalProperty, resource


def leaf(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An element of text as a named value: its name, and the path at which it stands."""
    found = said(node)
    if not found:
        return
    holder = node.getparent()
    steps, step = [local_name(node)], holder
    while step is not None and (name := local_name(step)) != "DIF":
        steps.append(name)
        step = step.getparent()
    name = steps[0]
    unit = ""
    if holder is not None and name.endswith(("_Altitude", "_Depth")):
        unit = scope.once(fields, holder).text(f"{name.rpartition('_')[2]}_Unit")
    path = "/".join(reversed(steps))
    told = ((SCHEMA.value, found), (SCHEMA.propertyID, path), (SCHEMA.unitText, unit))
    yield from stated(name.replace("_", " "), told, scope)


class Rest:
    """Elements of text, at any depth, as named values; but for those that are read elsewhere."""

    def __init__(self, *elsewhere: str) -> None:
        self.elsewhere = frozenset(elsewhere)
        self.description = "A `schema:PropertyValue` of each element of text that is not read elsewhere."

    def __call__(self, node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
        """The named values in and below an element."""
        if local_name(node) in self.elsewhere:
            return
        children: Sequence[XmlElement] = node[:]
        if not children:
            yield from leaf(node, scope)
        for child in children:
            yield from self(child, scope)


QUALITIES = (
    ("MeasurementResolution", "Measurement resolution"),
    ("ParameterValueAccuracy", "Accuracy"),
    ("ValueAccuracyExplanation", "Explanation of the accuracy"),
)
"""How good the values of an Additional_Attributes element are, and how that is called in its description."""


def attribute(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An Additional_Attributes element, or Characteristics of a platform, instrument or sensor."""
    found = fields(node)
    name = found.text("Name")
    if name:
        told = [(SCHEMA.value, text) for text in found.texts("Value")]
        told += (
            (SCHEMA.propertyID, scope.once(fields, node.getparent()).text("Short_Name")),
            (SCHEMA.description, found.text("Description")),
            (SCHEMA.unitText, found.text("Unit") or found.text("ParameterUnitsOfMeasure")),
            (SCHEMA.additionalType, found.text("DataType")),
            (SCHEMA.minValue, found.text("ParameterRangeBegin")),
            (SCHEMA.maxValue, found.text("ParameterRangeEnd")),
            *[(SCHEMA.description, f"{what}: {text}") for part, what in QUALITIES if (text := found.text(part))],
        )
        yield from stated(name, told, scope)


def _identifier(code: str, scope: Scope) -> Iterator[tuple[Term, Term]]:
    yield from (pair for pair in identifier_statements([(code, "")], scope) if pair[0] == ADMS.identifier)


def _publication(code: str, scope: Scope) -> Iterator[tuple[Term, Term]]:
    if bare := doi(code):
        yield DCTERMS.isReferencedBy, scope.describe(iri(DOI_RESOLVER + bare), FOAF.Document)


FORMER_DOIS = {"Original.Dataset_Citation.DOI": _identifier, "Original.Reference.DOI": _publication}
"""Where a record that NASA's repository converted from DIF 9 keeps the DOIs of the data and of publications."""


def extended(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An Extended_Metadata element; what NASA's repository notes there of its own work is left out."""
    found = fields(node)
    name = found.text("Name")
    if name in FORMER_DOIS:
        for code in found.texts("Value"):
            yield from FORMER_DOIS[name](code, scope)
    elif name and not name.startswith(HOUSEKEEPING):
        told = [(SCHEMA.value, text) for text in found.texts("Value")]
        told += (
            (SCHEMA.propertyID, found.text("Group")),
            (SCHEMA.description, found.text("Description")),
            (SCHEMA.additionalType, found.text("Type")),
        )
        yield from stated(name, told, scope, found.text("Update_Date"))
