"""MD_Keywords and places by name, in both ISO encodings: concepts, legislation, places, and what only looks like one.

Besides themes there stand among the keywords of records: laws and categories of high-value datasets (which DCAT-AP has
properties for), the INSPIRE lists of spatial scopes and of priority datasets (which are no themes), paths of the
GCMD filled up with ``NONE``, and among the places NASA's descriptions of orbits and grids.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from vocab.namespace import DCAT, DCATAP, DCTERMS, PROV, SCHEMA
from vocab.term import Term, literal

from .converters import keywords, legislation
from .converters.codes import code_of
from .converters.text import anchor_of, local_name, localised_texts, one_line, text_of
from .converters.xml import each, first, text_at
from .iso_property import property_value
from .parsing import XmlElement
from .scope import Scope

Texts = list[tuple[str, str | None]]


PROPERTIES = (
    *(DCAT.theme, DCAT.keyword, DCTERMS.spatial, PROV.wasGeneratedBy),
    *(DCATAP.applicableLegislation, DCATAP.hvdCategory, SCHEMA.additionalProperty),
)
"""What a keyword may say of a resource."""


def statements(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The keywords of an MD_Keywords block."""
    kind = first(node, "type")
    code = code_of(kind).lower() if kind is not None else ""
    title = first(node, "thesaurusName", "*", "title")
    thesaurus = text_of(title) if title is not None else ""
    scheme = anchor_of(title) if title is not None else ""
    listed = _listed(f"{scheme} {thesaurus}") if thesaurus or scheme else ""
    for element in each(node, "keyword"):
        texts = localised_texts(element, scope)
        address = anchor_of(element) or sea_data_net(element)
        if texts and "NONE" in texts[0][0]:
            texts = list(_without_none(texts))
        if (not texts and not address) or (texts and texts[0][0] in _UNSAID):
            continue
        if code == "place" and texts and " > " in texts[0][0]:
            yield from ((DCAT.keyword, literal(one_line(text), language=language)) for text, language in texts)
            texts = [(text.rpartition(" > ")[2], language) for text, language in texts]
        special = None
        if listed or "data.europa.eu/" in address or "/metadata-codelist/" in address:
            special = _special(texts, address, f"{thesaurus} {scheme}", listed, scope)
        if special is not None:
            yield from special
            yield from ((DCAT.keyword, literal(one_line(text), language=language)) for text, language in texts)
            continue
        yield from keywords.statements(
            keywords.Keyword(
                tuple(texts),
                address if address.startswith(_ADDRESSES) else "",
                code,
                thesaurus,
                "descriptiveKeywords/MD_Keywords/keyword",
                element.sourceline or 0,
                scheme,
            ),
            scope,
        )


_UNSAID = frozenset({"Not provided", "Not Provided", "None", "NONE"})
"""What NASA's records say for no keyword."""

_ADDRESSES = ("http://", "https://", "urn:")

_LISTS = (
    ("inspire spatial scope", re.compile(r"codelist/SpatialScope|spatial scope|étendue spatiale", re.IGNORECASE)),
    ("inspire priority dataset", re.compile(r"codelist/PriorityDataset|priority data ?sets?\b", re.IGNORECASE)),
    ("high-value dataset", re.compile(rf"high[- ]value dataset|{re.escape(legislation.CATEGORIES)}", re.IGNORECASE)),
)
"""Lists whose entries are no themes, and how records cite them."""


@lru_cache(maxsize=4096)
def _listed(cited: str) -> str:
    return next((name for name, pattern in _LISTS if pattern.search(cited)), "")


def _special(
    texts: Texts, address: str, thesaurus: str, listed: str, scope: Scope
) -> Iterable[tuple[Term, Term]] | None:
    """What a keyword says that is no theme; None when it may be one."""
    if legislation.is_law(address):
        return legislation.law(address, scope)
    category = legislation.category_of(texts, address, thesaurus, scope)
    if category is not None:
        return legislation.category(category, texts, scope)
    name = _listed(address) or listed
    if name.startswith("inspire"):
        return _entry(name.replace("inspire", "INSPIRE"), texts, address, scope)
    return None


def _entry(name: str, texts: Texts, address: str, scope: Scope) -> Iterator[tuple[Term, Term]]:
    found = property_value(scope, name, texts[0][0] if texts else address.rpartition("/")[2], identifier=address)
    for text, language in texts[1:]:
        scope.add(found, SCHEMA.value, literal(text, language=language))
    yield SCHEMA.additionalProperty, found


def _without_none(texts: Texts) -> Iterator[tuple[str, str | None]]:
    """Paths of the GCMD without the levels that are not used; its seventh level is a word of the data's makers."""
    for text, language in texts:
        parts = [part.strip() for part in text.split(">")]
        used = [part for part in parts if part.upper() != "NONE"]
        if used and len(parts) == _LEVELS and parts[-1] == used[-1]:
            yield " > ".join(used[:-1]), language
            yield used[-1], language
        elif used:
            yield " > ".join(used), language


_LEVELS = 7
"""Category, topic, term, three levels of variables, and a detailed variable."""

_SEA_DATA_NET = {
    "SDN_ParameterDiscoveryCode": "P02",
    "SDN_DeviceCategoryCode": "L05",
    "SDN_PlatformCategoryCode": "L06",
    "SDN_DeviceCode": "L22",
    "SDN_PortCode": "C38",
    "SDN_CountryCode": "C32",
}
"""Code lists of SeaDataNet's profile, and the collection of the NERC Vocabulary Server that each is."""


def sea_data_net(node: XmlElement) -> str:
    """The address of the concept that a code of SeaDataNet's profile is; empty for anything else."""
    child = next(iter(node), None)
    code = child.get("codeListValue") if child is not None else None
    collection = _SEA_DATA_NET.get(local_name(child)) if child is not None and code else None
    return f"http://vocab.nerc.ac.uk/collection/{collection}/current/{code}/" if collection else ""


def cited_law(title: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The legislation that a constraint refers to, where its title leads to it."""
    address = anchor_of(title)
    if legislation.is_law(address):
        yield from legislation.law(address, scope)


def place(node: XmlElement, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A place by name or identifier: an IRI is used, text becomes a label; settings of a sensor are no place."""
    texts = localised_texts(node, scope)
    settings = _settings(node, texts, scope)
    if settings:
        yield SCHEMA.additionalProperty, property_value(scope, settings, texts[0][0])
        return
    if texts and "NONE" in texts[0][0]:
        texts = list(_without_none(texts))
    href = anchor_of(node)
    keyword = keywords.Keyword(
        tuple(texts),
        href if href.startswith("http") else "",
        "place",
        place="geographicIdentifier",
        line=node.sourceline or 0,
    )
    if not keyword.href and keyword.texts and keyword.texts[0][0].startswith(("http://", "https://")):
        keyword = keywords.Keyword((), keyword.texts[0][0], "place", place="geographicIdentifier", line=keyword.line)
    yield from keywords.statements(keyword, scope)


_NASA = "gov.nasa.esdis.umm."
_ASSIGNMENTS = re.compile(r"\w+=\w[^,=]*(?:,\w+=[^,=]*)*")


def _settings(node: XmlElement, texts: Texts, scope: Scope) -> str:
    """The name of what NASA's records say in the place of a place; empty for a place.

    The code space of the identifier names it, as in ``gov.nasa.esdis.umm.orbitparameters``; the description of an
    extent has the settings as ``name=value``.
    """
    if not texts:
        return ""
    if _ASSIGNMENTS.fullmatch(texts[0][0]):
        return "spatial coverage"
    holder = node.getparent()
    space = scope.once(_code_space, holder)
    if not space.startswith(_NASA):
        return ""
    named = one_line(text_at(holder, "description")) or space.removeprefix(_NASA)
    return _CAMEL.sub(" ", named.replace("_", " ")).lower()


def _code_space(holder: XmlElement | None) -> str:
    return text_at(holder, "codeSpace")


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
