"""What STAC Collections and Items have in common (STAC 1.0 and 1.1, common metadata): choosers over JSON values."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from vocab.namespace import DCAT, DCTERMS, FOAF, PROV, RDF, SPDX, XSD
from vocab.term import Term, TermError, iri, literal

from .converters import dates, keywords, links, parties, rights, text
from .converters.identifiers import doi, identifier_statements
from .converters.numbers import metres_term, size_term
from .converters.space import box, epsg
from .crosswalk import Node, Row
from .errors import ConversionError
from .scope import Scope

ROLES = {"licensor": "rightsHolder", "producer": "author", "processor": "processor", "host": "distributor"}
"""STAC provider roles and the ISO role of each."""

DATA_ROLES = frozenset({"data", "source", "cloud-optimized"})
PREVIEW_ROLES = frozenset({"thumbnail", "overview", "visual", "graphic"})
METADATA_ROLES = frozenset({"metadata", "iso-19115", "documentation"})


def prepare(document: dict[str, Any], scope: Scope) -> None:
    """Read where the document stands, and its language (language extension); without one, text has no tag."""
    scope.address = scope.address or self_href(document)
    holder = document.get("properties") if isinstance(document.get("properties"), dict) else document
    language = (holder or {}).get("language")
    code = language.get("code") if isinstance(language, dict) else None
    scope.language = scope.context.codelists["language-tags"].lookup_text(code) if isinstance(code, str) else None
    if scope.language is None and isinstance(code, str):
        scope.language = code


def specification(node: Any, scope: Scope) -> Term | None:
    """The STAC specification in the version that a document states."""
    del scope
    return iri(f"{SPECIFICATION}/tree/v{node}") if isinstance(node, str) and node.strip() else None


def specification_title(node: Any, scope: Scope) -> Iterable[Term]:
    """What the specification is called."""
    del scope
    return (literal(f"SpatioTemporal Asset Catalog (STAC) {node}"),)


SPECIFICATION = "https://github.com/radiantearth/stac-spec"

STANDARD = Node(
    DCTERMS.conformsTo,
    DCTERMS.Standard,
    "stac_version",
    specification,
    about_record=True,
    rows=[Row(DCTERMS.title, ".", specification_title), Row(DCAT.version, ".", text.plain)],
)
"""The standard that the record follows."""


def last_change(holder: Any, scope: Scope) -> Iterable[Term]:
    """When the record was last changed: ``updated``, else ``created`` (common metadata, date and time)."""
    if not isinstance(holder, dict):
        return ()
    return dates.date(holder.get("updated") or holder.get("created"), scope)


def statement_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a statement of provenance, by what it says; None when it says nothing."""
    said = text.text_of(node)
    return scope.part("provenance", said) if said else None


def provider(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A provider in each of its roles; one without a role is a contributor."""
    if not isinstance(node, dict) or not isinstance(node.get("name"), str):
        raise ConversionError("map.value", "provider")
    url = node.get("url")
    party = parties.Party(((node["name"], None),), urls=(url,) if isinstance(url, str) else (), place="providers")
    said = node.get("roles")
    roles = [role for role in said if isinstance(role, str)] if isinstance(said, list) else []
    for role in roles:
        yield from parties.attributed(party, ROLES.get(role, role), scope)
    if not roles:
        yield from parties.attributed(party, "contributor", scope)
    if "producer" in roles:
        yield from parties.attributed(party, "publisher", scope)
    if url and "host" in roles:
        yield from parties.attributed(party, "pointOfContact", scope)


def keyword(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A keyword."""
    word = text.text_of(node)
    if word:
        yield from keywords.statements(keywords.Keyword(((word, scope.language),), place="keywords"), scope)


def theme(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A theme of the themes extension: concepts of one scheme.

    Raises:
        ConversionError: it has no list of concepts.
    """
    if not isinstance(node, dict) or not isinstance(node.get("concepts"), list):
        raise ConversionError("map.value", "themes")
    scheme = str(node.get("scheme") or "")
    for concept in node["concepts"]:
        if not isinstance(concept, dict):
            continue
        title = str(concept.get("title") or concept.get("name") or concept.get("id") or "")
        href = str(concept.get("url") or concept.get("id") or "")
        if not href.startswith(("http://", "https://")) and scheme.startswith(("http://", "https://")) and href:
            joined = f"{scheme.rstrip('/#')}/{href}"
            href = joined if scope.context.matcher.concept(_term(joined)) else ""
        word = keywords.Keyword(
            ((title, scope.language),), href if href.startswith("http") else "", "theme", scheme, "themes"
        )
        yield from keywords.statements(word, scope)


def _term(text_: str) -> Term:
    try:
        return iri(text_)
    except TermError:
        return ""


def observing(facet: str) -> "Observing":
    """A chooser for names of platforms, instruments or missions."""
    return Observing(facet)


class Observing:
    """A platform, instrument or mission by name: a concept where a vocabulary knows it, else a keyword."""

    def __init__(self, facet: str) -> None:
        self.facet = facet

    def __call__(self, node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
        """What the name says."""
        name = text.text_of(node)
        if not name:
            return
        found = scope.context.matcher.match(name, facets=keywords.FACETS_BY_TYPE.get(self.facet, keywords.OBSERVING))
        if len(found) != 1:
            found = scope.context.matcher.match(name, facets=keywords.OBSERVING)
        if len(found) == 1:
            yield from keywords.acquired_with(found[0].iri, scope)
        else:
            scope.report("link.keyword", path=self.facet, excerpt=name, detail=repr(name[:120]))
            yield DCAT.keyword, literal(name)


def licence(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The licence: an SPDX id, else the link with ``rel=license``; without either, no rights are granted."""
    if not isinstance(node, dict):
        return
    code = node.get("license")
    if code is None and isinstance(node.get("properties"), dict):
        code = node["properties"].get("license")
    name = code if isinstance(code, str) else ""
    hrefs = [link for link in links_of(node) if link.get("rel") == "license"]
    if name and name.lower() not in ("other", "proprietary", "various"):
        found = rights.licence(name, "", scope)
        if found is None:
            scope.report("map.code", path="license", excerpt=name, detail=f"licence {name[:60]!r}")
        yield from rights.use_conditions([(name, None)], "", scope)
    elif hrefs:
        title = hrefs[0].get("title")
        texts = [(title, scope.language)] if isinstance(title, str) else []
        yield from rights.use_conditions(texts, str(hrefs[0].get("href") or ""), scope)


def links_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The links of a document that are objects."""
    found = document.get("links")
    return [link for link in found if isinstance(link, dict)] if isinstance(found, list) else []


PAGE_RELATIONS: dict[str, Term] = {
    "about": FOAF.page,
    "alternate": FOAF.page,
    "describedby": FOAF.page,
    "derived_from": PROV.wasDerivedFrom,
    "related": DCTERMS.relation,
}
"""Link relations and the property of each; ``item``, ``child``, ``parent`` and ``root`` are paging only."""


LINK_PROPERTIES = (DCAT.landingPage, *dict.fromkeys(PAGE_RELATIONS.values()))


def link(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A link that says something about the data."""
    if not isinstance(node, dict) or not isinstance(node.get("href"), str):
        return
    relation = str(node.get("rel") or "")
    href = node["href"].strip()
    if relation == "cite-as":
        bare = doi(href)
        page = iri(f"https://doi.org/{bare}") if bare else links.resolved(scope.address, href)
        scope.add(page, RDF.type, FOAF.Document)
        yield DCAT.landingPage, page
        return
    prop = PAGE_RELATIONS.get(relation)
    if relation == "via" and href.startswith(("http://", "https://")):
        # the STAC specification calls it the source of the metadata, not of the data
        scope.add(scope.record, DCTERMS.source, iri(href))
    if prop is None or not href.startswith(("http://", "https://")):
        return
    target = iri(href)
    if prop == FOAF.page:
        if str(node.get("type") or "").startswith(("application/json", "application/geo+json")):
            return
        scope.add(target, RDF.type, FOAF.Document)
        name_page(target, node, scope)
    yield prop, target


def name_page(page: Term, node: dict[str, Any], scope: Scope) -> None:
    """Give a page the title of the link or asset that leads to it."""
    title = node.get("title")
    if isinstance(title, str) and title.strip():
        scope.name(page, DCTERMS.title, title, scope.language)


def self_href(document: dict[str, Any]) -> str:
    """The document's own address; empty when it says none."""
    for one in links_of(document):
        if one.get("rel") == "self" and str(one.get("href") or "").startswith(("http://", "https://")):
            return str(one["href"])
    return ""


def identifiers(document: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The DOI (scientific extension, cite-as) and the id."""
    properties = document.get("properties")
    holder = properties if isinstance(properties, dict) else document
    found = [(str(holder["sci:doi"]), "")] if isinstance(holder.get("sci:doi"), str) else []
    cited = (str(one.get("href") or "") for one in links_of(document) if one.get("rel") == "cite-as")
    found.extend((href, "") for href in cited if doi(href))
    yield from identifier_statements([*found, (str(document.get("id") or ""), "")], scope)


def bounding_box(node: Any, scope: Scope) -> Iterable[Term]:
    """A bbox of four or six numbers as WKT.

    Raises:
        ConversionError: it has another length, or a bound is no number or out of range.
    """
    if not isinstance(node, list) or len(node) not in (4, 6):
        raise ConversionError("map.coordinate", str(node)[:80])
    west, south, east, north = (
        (node[0], node[1], node[2], node[3]) if len(node) == 4 else (node[0], node[1], node[3], node[4])
    )
    return (box(str(west), str(south), str(east), str(north), scope, "bbox"),)


def box_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a place, by its bounds."""
    return scope.part("location", str(node)) if node else None


def asset_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a Distribution made from an asset, by its address.

    Raises:
        TermError: the address is no usable IRI.
    """
    if not isinstance(node, dict) or not isinstance(node.get("href"), str):
        return None
    asset_url(node, scope)
    return scope.part("distribution", node["href"])


def asset_url(node: Any, scope: Scope) -> Iterable[Term]:
    """An asset's address, resolved against the document's own.

    Raises:
        TermError: the address is relative and the document's own is unknown, or it is no usable IRI.
    """
    return (links.resolved(scope.address, str(node["href"])),)


def _roles(node: Any) -> set[str]:
    roles = node.get("roles") if isinstance(node, dict) else None
    return {str(role) for role in roles} if isinstance(roles, list) else set()


def is_data(node: Any, scope: Scope) -> bool:
    """Whether an asset holds data: by its role, or by having none of another kind."""
    del scope
    roles = _roles(node)
    return bool(roles & DATA_ROLES) or not roles & (PREVIEW_ROLES | METADATA_ROLES)


def is_preview(node: Any, scope: Scope) -> bool:
    """Whether an asset shows the data."""
    return not is_data(node, scope) and bool(_roles(node) & PREVIEW_ROLES)


def asset_page(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A preview or a metadata file: a page about the data."""
    if is_data(node, scope) or not isinstance(node.get("href"), str):
        return
    for page in asset_url(node, scope):
        scope.add(page, RDF.type, FOAF.Document)
        name_page(page, node, scope)
        yield FOAF.page, page


def asset_format(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An asset's media type, and the EU file type that it stands for."""
    name = str(node.get("type") or "")
    media_type = links.media_type_term(name, scope) if name else None
    if media_type is not None:
        yield DCAT.mediaType, media_type
    file_type = links.format_term(name, scope) if name else None
    if file_type is not None:
        yield DCTERMS.format, file_type


def file_size(node: Any, scope: Scope) -> Iterable[Term]:
    """A size in bytes (file extension)."""
    del scope
    return (size_term(node),)


def _multihash(node: Any) -> tuple[Term, str]:
    """Algorithm and digest of a checksum (multihash: code and length as varints, then the digest).

    Raises:
        ConversionError: it is none, or its algorithm is not known.
    """
    digits = str(node).lower()
    for prefix, (algorithm, length) in MULTIHASHES.items():
        digest = digits.removeprefix(prefix)
        if digest != digits and re.fullmatch(f"[0-9a-f]{{{length}}}", digest):
            return iri(f"http://spdx.org/rdf/terms#checksumAlgorithm_{algorithm}"), digest
    raise ConversionError("map.value", f"checksum {str(node)[:60]!r}")


MULTIHASHES = {"1220": ("sha256", 64), "1114": ("sha1", 40), "1340": ("sha512", 128), "d50110": ("md5", 32)}
"""How checksums of each algorithm begin, and how many digits follow."""


def checksum_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a checksum, by its digest.

    Raises:
        ConversionError: it is no checksum of a known algorithm.
    """
    return scope.part("checksum", _multihash(node)[1])


def checksum_algorithm(node: Any, scope: Scope) -> Iterable[Term]:
    """The algorithm of a checksum."""
    return (scope.describe(_multihash(node)[0], SPDX.ChecksumAlgorithm),)


def checksum_value(node: Any, scope: Scope) -> Iterable[Term]:
    """The digest of a checksum."""
    del scope
    return (literal(_multihash(node)[1], datatype=XSD.hexBinary),)


def resolution(node: Any, scope: Scope) -> Iterable[Term]:
    """A ground sample distance in metres; of several, or of a range, the finest."""
    del scope
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else [node]
    numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool) and v > 0]
    return (metres_term(min(numbers)),) if numbers else ()


def reference_system(node: Any, scope: Scope) -> Iterable[Term]:
    """An EPSG code (projection extension)."""
    code = str(node).upper().removeprefix("EPSG:")
    if not re.fullmatch(r"[0-9]{4,6}", code):
        if node is None or not code:
            return ()
        raise ConversionError("map.code", f"reference system {str(node)[:60]!r}")
    return (epsg(code, scope),)


def interval(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A temporal interval; null leaves a bound open.

    Raises:
        ConversionError: it is no pair.
    """
    if not isinstance(node, list) or len(node) != 2:
        raise ConversionError("map.value", str(node)[:80])
    starts, ends = dates.period(node[0], node[1], scope, "extent.temporal.interval")
    yield from ((DCAT.startDate, term) for term in starts)
    yield from ((DCAT.endDate, term) for term in ends)


def interval_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a period; None when it is open on both sides."""
    return scope.part("period", str(node)) if isinstance(node, list) and any(node) else None
