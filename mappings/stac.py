"""What STAC Catalogs, Collections and Items have in common (STAC 0.6 to 1.1, common metadata): choosers over JSON."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from vocab.namespace import DCAT, DCTERMS, FOAF, GEODCATAP, PROV, RDF, SCHEMA, SKOS
from vocab.term import Term, TermError, iri, literal

from . import stac_field, stac_link, stac_types
from .converters import dates, keywords, linking, links, text
from .converters.identifiers import doi, identifier_statements
from .converters.numbers import metres_term
from .converters.space import epsg
from .crosswalk import Choice, Entry, Node, Row
from .errors import ConversionError
from .scope import Scope
from .stac_field import Statements


def prepare(document: dict[str, Any], scope: Scope) -> None:
    """Read where the document stands, and its language (language extension); without one, text has no tag."""
    stac_types.check(document, scope)
    scope.address = scope.address or stac_link.self_href(document)
    name_assets(document)
    holder = document.get("properties") if isinstance(document.get("properties"), dict) else document
    language = (holder or {}).get("language")
    code = dict.get(language, "code") if isinstance(language, dict) else None
    scope.language = scope.context.codelists["language-tags"].lookup_text(code) if isinstance(code, str) else None
    if scope.language is None and isinstance(code, str):
        scope.language = code


def name_assets(document: dict[str, Any]) -> None:
    """Call each asset without a title by its key, and give one without roles the role that its key is."""
    assets = document.get("assets")
    if not isinstance(assets, dict):
        return
    for key in assets:
        asset = dict.get(assets, key)
        if isinstance(asset, dict) and not dict.get(asset, "title"):
            asset["title"] = key
        if isinstance(asset, dict) and key.lower() in ROLE_KEYS and not dict.get(asset, "roles"):
            asset["roles"] = [key.lower()]


ROLE_KEYS = frozenset({"thumbnail", "overview", "metadata"})
"""Keys of assets that say what they are: before STAC 0.9 there were no roles, and they may be left out still."""


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


def title(document: Any, scope: Scope) -> Iterable[Term]:
    """The title; what has none is called by its id, as catalogues show it."""
    properties = document.get("properties")
    found = text.text_of(properties.get("title")) if isinstance(properties, dict) else ""
    found = text.one_line(found or text.text_of(document.get("title")))
    if found:
        return (literal(found, language=scope.language),)
    return (literal(str(document.get("id"))),) if document.get("id") else ()


def last_change(holder: Any, scope: Scope) -> Iterable[Term]:
    """When the record was last changed: ``updated``, else ``created`` (common metadata, date and time)."""
    if not isinstance(holder, dict):
        return ()
    name = next((name for name in ("updated", "created") if holder.get(name)), "")
    said = text.text_of(holder.get(name))
    return (dates.read(said, scope, path=f"{scope.place}.{name}".removeprefix(".")),) if said else ()


def statement_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a statement of provenance, by what it says; None when it says nothing."""
    said = text.text_of(node)
    return scope.part("provenance", said) if said else None


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


class Observing:
    """Platforms, instruments or missions by name: a concept where a vocabulary knows it, else a keyword.

    Args:
        facet: what the names are of.
    """

    description = "A name, or several: a concept where a vocabulary knows it, else a keyword"

    def __init__(self, facet: str) -> None:
        self.facet = facet

    def __call__(self, node: Any, scope: Scope) -> Statements:
        """What the names say; a description of them is a property value."""
        if isinstance(node, dict):
            return stac_field.field(self.facet, node, scope)
        found: list[tuple[Term, Term]] = []
        for one in node if isinstance(node, list) else (node,):
            for name in filter(None, map(str.strip, text.text_of(one).split(","))):
                found += self._named(name, scope)
        return found

    def _named(self, name: str, scope: Scope) -> Statements:
        found = linking.meaning([name], scope, facets=keywords.FACETS_BY_TYPE.get(self.facet, keywords.OBSERVING))
        if len(found.concepts) != 1:
            found = linking.meaning([name], scope, facets=keywords.OBSERVING)
        linking.record(found, scope, kind=self.facet, prop=PROV.used)
        if len(found.concepts) == 1:
            return list(keywords.acquired_with(found.concepts[0].iri, scope))
        scope.report("link.keyword", path=self.facet, excerpt=name, detail=repr(name[:120]))
        return ((DCAT.keyword, literal(name)),)


def identifiers(document: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The DOI (scientific extension, cite-as), the id, and the address of the original (canonical)."""
    properties = document.get("properties")
    holder = properties if isinstance(properties, dict) else document
    found = [(holder["sci:doi"], "")] if isinstance(holder.get("sci:doi"), str) else []
    originals = list[tuple[str, str]]()
    for relation, href in stac_link.hrefs(document):
        if relation == "cite-as" and doi(href):
            found.append((href, ""))
        elif relation == "canonical":
            try:
                originals.append((links.resolved(scope.address, href)[1:-1], ""))
            except TermError as error:
                scope.report("map.iri", path="links[]", excerpt=href, detail=str(error))
    yield from identifier_statements([*found, (str(document.get("id") or ""), ""), *originals], scope)


def resolution(node: Any, scope: Scope) -> Iterable[Term]:
    """A ground sample distance in metres; of several, or of a range, the finest."""
    del scope
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else [node]
    numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool) and v > 0]
    return (metres_term(min(numbers)),) if numbers else ()


def reference_system(node: Any, scope: Scope) -> Iterator[Term]:
    """Codes of coordinate reference systems (projection extension); a number is one of EPSG."""
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else [node]
    for value in values:
        try:
            yield _system(str(value), scope)
        except ConversionError as error:
            scope.report(error.code, path="proj:code", excerpt=str(value), detail=error.detail)


def _system(code: str, scope: Scope) -> Term:
    """A reference system, described in the scope.

    Raises:
        ConversionError: it is no code.
    """
    match = _SYSTEM.fullmatch(code.upper())
    if match is None or (match["authority"] in (None, "EPSG") and not match["code"].isdigit()):
        raise ConversionError("map.code", f"reference system {code[:60]!r}")
    if match["authority"] in (None, "EPSG"):
        return epsg(match["code"], scope)
    system = scope.describe(iri(f"{SYSTEMS}/{match['authority']}/0/{match['code']}"), SKOS.Concept)
    scheme = scope.describe(iri(f"{SYSTEMS}/{match['authority']}"), SKOS.ConceptScheme)
    scope.add(scheme, DCTERMS.title, literal(match["authority"]))
    scope.add(system, SKOS.prefLabel, literal(code))
    scope.add(system, SKOS.inScheme, scheme)
    return system


SYSTEMS = "http://www.opengis.net/def/crs"
_SYSTEM = re.compile(r"(?:(?P<authority>[A-Z][A-Z0-9_]*):)?(?P<code>[A-Z0-9]{4,8})")


def extensions(document: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The extensions: standards that the record follows; before STAC 1.0 a name, found beside the specification."""
    version, found = text.text_of(document.get("stac_version")), document.get("stac_extensions")
    for one in found if isinstance(found, list) else ():
        if said := text.text_of(one):
            standard, problem = _extension(said, version)
            if problem:
                scope.report("map.iri", path="stac_extensions[]", excerpt=said, detail=problem)
            else:
                yield DCTERMS.conformsTo, scope.describe(standard, DCTERMS.Standard)


@lru_cache(maxsize=1024)
def _extension(said: str, version: str) -> tuple[Term, str]:
    """The standard that an extension is, or what is wrong with its address."""
    named = version and re.fullmatch(r"[a-z0-9-]+", said)
    try:
        return iri(f"{SPECIFICATION}/tree/v{version}/extensions/{said}" if named else said), ""
    except TermError as error:
        return "", str(error)


def publication(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A publication about the data (scientific extension).

    Raises:
        ConversionError: it has neither a DOI nor a citation.
    """
    said, citation = (
        (text.text_of(node.get(key)) for key in ("doi", "citation")) if isinstance(node, dict) else ("", "")
    )
    bare = doi(said)
    if not (bare or citation):
        raise ConversionError("map.value", "sci:publications")
    resource = iri(f"https://doi.org/{bare}") if bare else scope.part("publication", citation)
    scope.add(resource, RDF.type, FOAF.Document)
    if citation:
        scope.add(resource, DCTERMS.bibliographicCitation, literal(citation))
    yield DCTERMS.isReferencedBy, resource


def status(node: Any, scope: Scope) -> Iterable[Term]:
    """That a document is deprecated (version extension)."""
    found = scope.context.codelists["progress"].lookup("deprecated") if node is True else None
    return (scope.describe(found, SKOS.Concept),) if found else ()


def observed(*, several: bool = False) -> list[Entry]:
    """The entries about what data were acquired with and how: names of STAC 1.0, then those before.

    Args:
        several: the values are sets, as in summaries.
    """
    return [
        *(
            Choice((PROV.wasGeneratedBy, DCAT.keyword, SCHEMA.additionalProperty), name, Observing(facet), note=note)
            for name, facet, note in OBSERVED
        ),
        *(Row(GEODCATAP.referenceSystem, name, reference_system, max=None if several else 1) for name in SYSTEM_FIELDS),
    ]


_BEFORE = "before STAC 1.0"
OBSERVED = (
    ("platform", "platform", ""),
    ("constellation", "platform", ""),
    ("instruments", "instrument", ""),
    ('"eo:platform"', "platform", _BEFORE),
    ('"eo:constellation"', "platform", _BEFORE),
    ('"eo:instrument"', "instrument", _BEFORE),
)
"""Fields that name what data were acquired with, and the facet of each."""

SYSTEM_FIELDS = ('"proj:code"', '"proj:epsg"', '"eo:epsg"')
"""Fields that name the reference system: that of STAC 1.1 first."""

RESOLUTION_FIELDS = ("gsd", '"eo:gsd"')
"""Fields that say the resolution."""
