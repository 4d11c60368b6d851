"""Links of STAC documents: what the data are called, come from, replace and are described by."""

from collections.abc import Iterator
from typing import Any

from vocab.namespace import DCAT, DCTERMS, FOAF, PROV, RDF
from vocab.term import Term, TermError, iri

from .converters import links, rights
from .converters.identifiers import doi
from .scope import Scope

RELATIONS: dict[str, Term] = {
    "about": FOAF.page,
    "alternate": FOAF.page,
    "describedby": FOAF.page,
    **dict.fromkeys(("handbook", "product handbook", "product_overview", "docs", "help", "documentation"), FOAF.page),
    **dict.fromkeys(("additional-metadata", "metadata", "odc_yaml", "copyright"), FOAF.page),
    "source": PROV.wasDerivedFrom,
    "derived_from": PROV.wasDerivedFrom,
    "predecessor-version": DCTERMS.replaces,
    "successor-version": DCTERMS.isReplacedBy,
    "latest-version": DCTERMS.isVersionOf,
}
"""Link relations and the property of each; another one that is no navigation is a ``dct:relation``."""

CLASSES = {FOAF.page: FOAF.Document, DCTERMS.relation: DCAT.Resource}
"""The class that GeoDCAT-AP 3.1 asks the values of some of these properties to have."""

NAVIGATION = frozenset(
    {
        *("self", "root", "parent", "child", "children", "item", "items", "collection", "collections", "catalog"),
        *("next", "prev", "previous", "first", "last", "up", "start", "search", "data", "conformance", "service"),
        *("service-desc", "service-doc", "queryables", "aggregate", "aggregation", "aggregations", "parent_catalog"),
        *("sub_catalog", "grid_id_definitions"),
        *(f"http://www.opengis.net/def/rel/ogc/1.0/{name}" for name in ("queryables", "conformance", "data")),
    }
)
"""Relations that lead through the catalogue, and say nothing about the data."""

OTHERWISE = ("license", "canonical")
"""Relations that other entries read: of the licence and the identifiers."""

PROPERTIES = (DCAT.landingPage, *dict.fromkeys(RELATIONS.values()), DCTERMS.relation)


def links_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The links of a document that are objects; before STAC 0.6 they were members of one object."""
    found = document.get("links")
    if isinstance(found, dict):
        found = list(found.values())
    return [link for link in found if isinstance(link, dict)] if isinstance(found, list) else []


def hrefs(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Relation and address of each link that has both."""
    for one in links_of(document):
        relation, href = one.get("rel"), one.get("href")
        if isinstance(relation, str) and isinstance(href, str):
            yield relation, href


def self_href(document: dict[str, Any]) -> str:
    """The document's own address; empty when it says none."""
    for one in links_of(document):
        if one.get("rel") == "self" and str(one.get("href") or "").startswith(("http://", "https://")):
            return str(one["href"])
    return ""


def link(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A link that says something about the data.

    Raises:
        TermError: its address is relative and the document's own is unknown, or it is no usable IRI.
    """
    if not isinstance(node, dict) or not isinstance(node.get("href"), str):
        return
    relation = str(node.get("rel") or "")
    if relation in NAVIGATION or relation in OTHERWISE:
        return
    href = node["href"].strip()
    if relation == "cite-as":
        bare = doi(href)
        page = iri(f"https://doi.org/{bare}") if bare else links.linked(href, scope, path="links[].href")
        scope.add(page, RDF.type, FOAF.Document)
        describe(page, node, scope)
        yield DCAT.landingPage, page
        return
    target = links.linked(href, scope, path="links[].href")
    if relation == "via":
        # the document that this one was made from; dct:source would call it a CatalogRecord, which it need not be
        describe(target, node, scope)
        scope.add(scope.original, PROV.wasDerivedFrom, target)
        return
    prop = RELATIONS.get(relation, DCTERMS.relation)
    if kind := CLASSES.get(prop):
        scope.add(target, RDF.type, kind)
    describe(target, node, scope)
    yield prop, target


def describe(page: Term, node: dict[str, Any], scope: Scope) -> None:
    """Give a page the title and media type of the link or asset that leads to it."""
    title, kind = node.get("title"), node.get("type")
    if isinstance(title, str) and title.strip():
        scope.name(page, DCTERMS.title, title, scope.language)
    media_type = links.media_type_term(kind, scope) if isinstance(kind, str) else None
    if media_type is not None:
        scope.add(page, DCTERMS.format, media_type)


UNSAID = ("other", "proprietary", "various")
"""What stands in place of a licence that only a link gives."""


def licence(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The licence: an SPDX id, and what links with ``rel=license`` lead to; without either, no rights are granted."""
    if not isinstance(node, dict):
        return
    code = node.get("license")
    if code is None and isinstance(node.get("properties"), dict):
        code = node["properties"].get("license")
    name = code if isinstance(code, str) else ""
    hrefs = [one for one in links_of(node) if one.get("rel") == "license"]
    if name and not (name.lower() in UNSAID and hrefs):
        if rights.licence(name, "", scope) is None and name.lower() not in UNSAID:
            scope.report("map.code", path="license", excerpt=name, detail=f"licence {name[:60]!r}")
        yield from rights.use_conditions([(name, None)], "", scope)
    for one in hrefs:
        href, title = str(one.get("href") or ""), one.get("title")
        try:
            address = links.linked(href, scope, path="links[].href")[1:-1]
        except TermError as error:
            scope.report("map.iri", path="links[]", excerpt=href, detail=str(error))
            address = ""
        texts = [(title.strip(), scope.language)] if isinstance(title, str) and title.strip() else []
        yield from rights.use_conditions(texts, address, scope)
