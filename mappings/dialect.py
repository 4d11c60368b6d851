"""Dialects: which metadata standard a document is written in, told from the document and never from the hub."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from vocab.diagnostic import diagnostic

from .crosswalk import Crosswalk
from .dif_names import DIF
from .errors import RecordError
from .parsing import Node, XmlElement

GMD = "http://www.isotc211.org/2005/gmd"
GCO = "http://www.isotc211.org/2005/gco"
GCO_3 = "http://standards.iso.org/iso/19115/-3/gco/1.0"
GMD_DRAFT = re.compile(r"http://standards\.iso\.org/(?:iso/)?19115/-3/gmd$")
GMI = re.compile(
    r"http://(?:www\.isotc211\.org/2005/gmi|sdi\.eurac\.edu/metadata/iso19139-2/schema/gmi"
    r"|standards\.iso\.org/iso/19115/-2/gmi/1\.0)"
)
MDB = re.compile(
    r"https?://(?:standards\.iso\.org/(?:iso/)?19115/-3|(?:www|schemas)\.isotc211\.org/(?:namespace|2005|19115/-[13]))"
    r"/(?:mdb|mds|mmd)/"
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """One row of the table of dialects.

    Attributes:
        name: short name, used in statistics and facets.
        title: what people call it.
        specification: where it is defined.
        media_type: of its documents.
        is_root: whether a node is the root of a record in this dialect.
        crosswalk: ``module:table``, imported at first use.
    """

    name: str
    title: str
    specification: str
    media_type: str
    is_root: Callable[[Node], bool]
    crosswalk: str

    def table(self) -> Crosswalk:
        """The dialect's crosswalk."""
        module, _, name = self.crosswalk.partition(":")
        return cast(Crosswalk, getattr(import_module(module), name))


def _is_element(node: Node, *names: str) -> bool:
    return hasattr(node, "tag") and isinstance(node.tag, str) and node.tag.rpartition("}")[2] in names


def _is_iso19139(node: Node) -> bool:
    if not _is_element(node, "MD_Metadata", "MI_Metadata"):
        return _is_profile_of(node, GCO, GMD)
    space = node.tag[1:].partition("}")[0]
    return space == GMD or bool(GMI.match(space) or GMD_DRAFT.match(space)) or _is_profile_of(node, GCO, GMD)


def _is_iso19115_3(node: Node) -> bool:
    if not _is_element(node, "MD_Metadata", "MI_Metadata"):
        return _is_profile_of(node, GCO_3, MDB)
    return bool(MDB.match(node.tag[1:])) or _is_profile_of(node, GCO_3, MDB)


def _is_profile_of(node: Node, gco: str, space: str | re.Pattern[str]) -> bool:
    """Whether a root is a profile's that extends ISO's: it says so, or it is called so and its children are ISO's."""
    if not hasattr(node, "tag") or not isinstance(node.tag, str):
        return False
    if (node.get(f"{{{gco}}}isoType") or "").endswith((":MD_Metadata", ":MI_Metadata")):
        return True
    if not node.tag.endswith(("_MD_Metadata", "_MI_Metadata")):
        return False
    spaces = {str(child.tag)[1:].partition("}")[0] for child in node}
    return any(one == space if isinstance(space, str) else space.match(f"{one}/") for one in spaces)


def _is_dif9(node: Node) -> bool:
    if not _is_element(node, "DIF"):
        return False
    # some repositories leave the namespace out, or write the address of a schema in its place
    entry = _entry(node)
    return len(entry) == 0 if entry is not None else node.tag == f"{{{DIF}}}DIF"


def _is_dif10(node: Node) -> bool:
    entry = _entry(node) if _is_element(node, "DIF") else None
    return entry is not None and any(_is_element(child, "Short_Name") for child in entry)


def _entry(node: XmlElement) -> XmlElement | None:
    return next((child for child in node if _is_element(child, "Entry_ID")), None)


def _is_stac_collection(node: Node) -> bool:
    if not isinstance(node, dict) or "stac_version" not in node:
        return False
    # before STAC 1.0 a Collection was told from a Catalog by its fields
    return _type(node) == "collection" or ("type" not in node and "extent" in node and "license" in node)


def _is_stac_item(node: Node) -> bool:
    if not isinstance(node, dict) or not isinstance(node.get("properties"), dict):
        return isinstance(node, dict) and _type(node) == "feature" and "stac_version" in node
    if "stac_version" in node:
        return _type(node) == "feature" or ("type" not in node and "geometry" in node and "assets" in node)
    # some services leave the version out of Items, which can be nothing else all the same
    moments = ("datetime", "start_datetime", "dtr:start_datetime")
    return _type(node) == "feature" and "assets" in node and any(name in node["properties"] for name in moments)


def _is_stac_catalog(node: Node) -> bool:
    if not isinstance(node, dict) or "stac_version" not in node or "id" not in node:
        return False
    return _type(node) == "catalog" or ("type" not in node and "links" in node and "properties" not in node)


def _type(node: dict[str, object]) -> str:
    kind = node.get("type")
    return kind.lower() if isinstance(kind, str) else ""


DIALECTS: tuple[Dialect, ...] = (
    Dialect(
        "iso19139",
        "ISO/TS 19139",
        "https://www.iso.org/standard/32557.html",
        "application/xml",
        _is_iso19139,
        "mappings.iso19139:ISO_19139",
    ),
    Dialect(
        "iso19115-3",
        "ISO 19115-3",
        "https://www.iso.org/standard/80874.html",
        "application/xml",
        _is_iso19115_3,
        "mappings.iso19115_3:ISO_19115_3",
    ),
    Dialect(
        "dif10",
        "DIF 10",
        "https://cmr.earthdata.nasa.gov/static/doc/dif10",
        "application/xml",
        _is_dif10,
        "mappings.dif10:DIF_10",
    ),
    Dialect(
        "dif9",
        "DIF 9",
        "https://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/dif_v9.9.3.xsd",
        "application/xml",
        _is_dif9,
        "mappings.dif9:DIF_9",
    ),
    Dialect(
        "stac-collection",
        "STAC Collection",
        "https://github.com/radiantearth/stac-spec/blob/v1.1.0/collection-spec/collection-spec.md",
        "application/json",
        _is_stac_collection,
        "mappings.stac_collection:STAC_COLLECTION",
    ),
    Dialect(
        "stac-item",
        "STAC Item",
        "https://github.com/radiantearth/stac-spec/blob/v1.1.0/item-spec/item-spec.md",
        "application/json",
        _is_stac_item,
        "mappings.stac_item:STAC_ITEM",
    ),
    Dialect(
        "stac-catalog",
        "STAC Catalog",
        "https://github.com/radiantearth/stac-spec/blob/v1.1.0/catalog-spec/catalog-spec.md",
        "application/json",
        _is_stac_catalog,
        "mappings.stac_catalog:STAC_CATALOG",
    ),
)

_MAX_WRAPPERS = 5
"""How deep a record may sit in another document, such as an OAI-PMH or CSW response."""


def sniff(root: Node) -> tuple[Dialect, Node]:
    """The dialect of a parsed document, and the root of the record inside it.

    A record may be wrapped, as in a GetRecord response; a document that holds several records is refused.

    Raises:
        RecordError: the document is no record of a known dialect.
    """
    for dialect in DIALECTS:
        if dialect.is_root(root):
            return dialect, root
    inside = _wrapped(root) if hasattr(root, "tag") else []
    if len(inside) == 1:
        return sniff(inside[0])
    name = str(root.tag) if hasattr(root, "tag") else _describe_json(root)
    detail = f"{name}: {len(inside)} records in one document" if inside else name
    raise RecordError(diagnostic("parse.dialect", line=getattr(root, "sourceline", None) or 0, detail=detail))


def _wrapped(root: XmlElement) -> list[XmlElement]:
    level = [root]
    for _ in range(_MAX_WRAPPERS):
        level = [child for node in level for child in node]
        found = [node for node in level if any(d.is_root(node) for d in DIALECTS if d.media_type == "application/xml")]
        if found:
            return found
    return []


def _describe_json(document: Node) -> str:
    if not isinstance(document, dict):
        return "JSON array"
    known = {key: document[key] for key in ("type", "stac_version") if isinstance(document.get(key), str)}
    name = ", ".join(f"{key} {value[:40]!r}" for key, value in known.items()) or "JSON object"
    items = document.get("features")
    return f"{name}: {len(items)} records in one document" if isinstance(items, list) else name
