"""What other resources a record leads to, in both ISO encodings: parts and wholes, sources, versions, data served.

Another resource is told by its identifier in the same hub, else by its address, else by what is said of it; no
address that a record gives is visited.
"""

from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs

from vocab.namespace import DCAT, DCTERMS, FOAF
from vocab.term import Term, TermError

from . import iso_citation
from .converters import links
from .converters.codes import code_of
from .converters.text import anchor_of, localised_texts, one_line, text_of
from .converters.xml import each, first
from .errors import ConversionError
from .parsing import XmlElement
from .scope import Scope

ASSOCIATIONS: dict[str, Term] = {
    "largerworkcitation": DCTERMS.isPartOf,
    "iscomposedof": DCTERMS.hasPart,
    "partofseamlessdatabase": DCTERMS.isPartOf,
    "crossreference": DCTERMS.relation,
    "revisionof": DCTERMS.isVersionOf,
    "source": DCTERMS.source,
    "dependency": DCTERMS.source,
    "series": DCAT.inSeries,
    "supersedes": DCTERMS.replaces,
}
"""ISO DS_AssociationTypeCode and the property of each."""

ASSOCIATED = tuple(dict.fromkeys((*ASSOCIATIONS.values(), DCTERMS.relation, FOAF.page)))
"""The properties that an association may be."""

CITED = {DCAT.inSeries: DCTERMS.isPartOf, DCTERMS.source: DCTERMS.relation}
"""The properties that take what is only cited, in place of those that ask for a dataset or a series."""

CLASSES = {DCAT.inSeries: DCAT.DatasetSeries, DCTERMS.source: DCAT.Dataset, DCAT.servesDataset: DCAT.Dataset}
"""What GeoDCAT-AP asks the other resource of an association to be; of any other it asks for a ``dcat:Resource``."""

_NAMES = ("aggregateDataSetName", "name", "metadataReference")
"""Where an association cites the other resource."""

_HREF = "{http://www.w3.org/1999/xlink}href"


def associated(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An MD_AggregateInformation or MD_AssociatedResource: another resource, by the kind of association.

    Raises:
        ConversionError: its address is unusable.
    """
    kind = first(node, "associationType")
    prop = ASSOCIATIONS.get(code_of(kind).lower() if kind is not None else "", DCTERMS.relation)
    citation = next((found for key in _NAMES for holder in each(node, key) for found in holder), None)
    target = _target(node)
    try:
        if target:
            other = links.address(target, scope, node=node) if target.startswith("http") else scope.sibling(target)
        else:
            cited = iso_citation.cited_iri(citation, "cited", scope) if citation is not None else None
            if cited is None:
                yield from _pages(citation, scope)
                return
            other = cited
    except TermError as error:
        raise ConversionError("map.iri", str(error)) from error
    if not target:
        # what is cited without an identifier has no record that says all that a dataset must
        prop = CITED.get(prop, prop)
    if prop not in CLASSES and other != scope.dataset:
        scope.describe(other, DCAT.Resource)
        if citation is not None:
            _describe(citation, other, scope, title_only=bool(target) and not target.startswith("http"))
    yield prop, typed(other, prop, scope)


def _target(node: XmlElement) -> str:
    """The identifier or address of the other resource; empty when the association gives none."""
    if referred := next((element.get("uuidref") for element in node if element.get("uuidref")), None):
        return referred
    code = next((element for element in node.iter("{*}code") if text_of(element)), None)
    if code is not None:
        return one_line(anchor_of(code) or text_of(code))
    addresses = (element.get(_HREF) or "" for key in _NAMES for element in each(node, key))
    return next((address.strip() for address in addresses if address.startswith(("http://", "https://"))), "")


def _pages(citation: XmlElement | None, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The pages that a citation leads to which says nothing else: NASA's records give their related links so."""
    for node in citation.iter("{*}CI_OnlineResource") if citation is not None else ():
        for page in iso_citation.link(node, scope):
            yield FOAF.page, page


def _describe(citation: XmlElement, other: Term, scope: Scope, *, title_only: bool) -> None:
    """State what a citation says of another resource; of one of the same hub its title only, lest it grow stale."""
    if not title_only:
        iso_citation.describe(citation, other, scope)
        return
    for title in each(citation, "title"):
        for text, language in localised_texts(title, scope):
            scope.name(other, DCTERMS.title, text, language)


def typed(other: Term, prop: Term, scope: Scope) -> Term:
    """Another resource, described by the class that the property asks for."""
    return scope.describe(other, CLASSES[prop]) if prop in CLASSES else other


def parent(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The resource that this one is part of, by its identifier in the same hub; unless said to be a series."""
    text = one_line(text_of(node))
    if text and text != scope.identifier:
        other = scope.sibling(text)
        if other not in scope.stated_of(DCAT.inSeries):
            yield DCTERMS.isPartOf, other


def operates_on(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The dataset that a service serves, by its identifier in the same hub; no address is visited."""
    identifier = node.get("uuidref") or ""
    href = node.get("{http://www.w3.org/1999/xlink}href") or ""
    query = parse_qs(href.partition("#")[0].partition("?")[2])
    by_key = {key.lower(): values[0] for key, values in query.items() if values}
    identifier = identifier or by_key.get("id", "") or by_key.get("uuid", "")
    return (typed(scope.sibling(identifier), DCAT.servesDataset, scope),) if identifier else ()


def coupled(node: XmlElement, scope: Scope) -> Iterable[Term]:
    """The dataset that a service's operation works on, by its identifier in the same hub."""
    identifier = one_line(text_of(node))
    return (typed(scope.sibling(identifier), DCAT.servesDataset, scope),) if identifier else ()
