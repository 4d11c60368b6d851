"""Assets of STAC documents: files of data, previews, and files about the data."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import Any

from vocab.namespace import ADMS, DCAT, DCTERMS, FOAF, RDFS, SCHEMA, SPDX, XSD
from vocab.term import Term, TermError, iri, literal

from . import stac, stac_field
from .converters import dates, links, rights, text
from .converters.numbers import size_term
from .crosswalk import Choice, Entry, Ignore, Node, Row
from .errors import ConversionError
from .scope import Scope
from .stac_field import Statements

DATA_ROLES = frozenset({"data", "source", "cloud-optimized"})
PREVIEW_ROLES = frozenset({"thumbnail", "overview", "visual", "graphic"})
METADATA_ROLES = frozenset({"metadata", "iso-19115", "documentation"})


def address(href: str, scope: Scope) -> tuple[Term, str]:
    """An address, resolved against the document's own, or an empty one and what is wrong with it."""
    # most are absolute, and need not be taken apart and put together again
    if links.is_usual(href):
        return f"<{href}>", ""
    try:
        return links.linked(href, scope, path="assets.*.href"), ""
    except TermError as error:
        return "", str(error)


def page_iri(node: Any, scope: Scope) -> Term | None:
    """The address of an asset; None when it has none that can be used, which is reported."""
    href = node.get("href") if isinstance(node, dict) else None
    if not isinstance(href, str):
        return None
    found, problem = address(href, scope)
    if problem:
        scope.report("map.iri", path="assets.*.href", excerpt=href, detail=problem)
    return found or None


def asset_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a Distribution made from an asset, by its address; None when that cannot be used."""
    return scope.part("distribution", node["href"]) if page_iri(node, scope) else None


def asset_url(node: Any, scope: Scope) -> Statements:
    """An asset's address, by which it is reached and downloaded."""
    url, _ = address(node, scope)
    return (DCAT.accessURL, url), (DCAT.downloadURL, url)


def alternate_url(node: Any, scope: Scope) -> Iterable[Term]:
    """Another address of the same file (alternate-assets extension).

    Raises:
        TermError: it is no usable IRI.
    """
    return (links.resolved(scope.address, str(node)),)


class Kind(StrEnum):
    """What an asset is."""

    DATA = "data"
    PREVIEW = "preview"
    DOCUMENT = "document"


def _kind(node: Any) -> Kind:
    """What an asset is: by its roles, data when it has none of another kind."""
    roles = node.get("roles") if isinstance(node, dict) else None
    if not roles or not isinstance(roles, list):
        return Kind.DATA
    return _kind_of(*[role for role in roles if isinstance(role, str)])


@lru_cache(maxsize=1024)
def _kind_of(*roles: str) -> Kind:
    if not DATA_ROLES.isdisjoint(roles) or (PREVIEW_ROLES | METADATA_ROLES).isdisjoint(roles):
        return Kind.DATA
    return Kind.DOCUMENT if PREVIEW_ROLES.isdisjoint(roles) else Kind.PREVIEW


def is_data(node: Any, scope: Scope) -> bool:
    """Whether an asset holds data: by its role, or by having none of another kind."""
    del scope
    return _kind(node) is Kind.DATA


def is_preview(node: Any, scope: Scope) -> bool:
    """Whether an asset shows the data."""
    del scope
    return _kind(node) is Kind.PREVIEW


def is_document(node: Any, scope: Scope) -> bool:
    """Whether an asset is a file about the data."""
    del scope
    return _kind(node) is Kind.DOCUMENT


def title(node: Any, scope: Scope) -> Iterable[Term]:
    """The asset's title."""
    said = text.one_line(text.text_of(node))
    return (literal(said, language=scope.language),) if said else ()


def asset_format(node: Any, scope: Scope) -> Statements:
    """An asset's media type, and the EU file type that it stands for."""
    name = text.text_of(node)
    media_type, file_type = links.media_type_term(name, scope), links.format_term(name, scope)
    if media_type is None and file_type is None:
        return _unknown_format(name, scope)
    found: list[tuple[Term, Term]] = []
    if media_type is not None:
        found.append((DCAT.mediaType, media_type))
    if file_type is not None:
        found.append((DCTERMS.format, file_type))
    if ";" in name:
        # what the parameters say, such as that a file is made for the cloud, no vocabulary has
        found += stac_field.field("type", name, scope)
    return found


def named_format(node: Any, scope: Scope) -> Iterable[Term]:
    """The EU file type of a file that has no media type, by how its name ends."""
    href = node.get("href")
    ending = links.extension(href) if isinstance(href, str) and not node.get("type") else ""
    found = links.format_term(ending, scope) if ending else None
    return (found,) if found else ()


def page_format(node: Any, scope: Scope) -> Statements:
    """The media type of a file about the data."""
    name = text.text_of(node)
    found = links.media_type_term(name, scope)
    return ((DCTERMS.format, found),) if found is not None else _unknown_format(name, scope)


def _unknown_format(name: str, scope: Scope) -> Statements:
    """What is no media type, reported and kept as it is."""
    if not name:
        return ()
    scope.report("map.code", path="assets.*.type", excerpt=name, detail=f"media type {name[:60]!r}")
    return stac_field.field("type", name, scope)


def licence(node: Any, scope: Scope) -> Statements:
    """The asset's own licence, else the record's."""
    own = text.text_of(node.get("license"))
    if not own:
        return list(scope.inherited.items())
    found = rights.licence(own, "", scope)
    if found is not None:
        return ((DCTERMS.license, scope.describe(found, DCTERMS.LicenseDocument)),)
    statement = scope.describe(scope.part("rights", own), DCTERMS.RightsStatement)
    scope.add(statement, RDFS.label, literal(own))
    return ((DCTERMS.rights, statement),)


def without_address(node: Any, scope: Scope) -> Statements:
    """Assets whose address leads nowhere, or that have none: a property value each."""
    # they are asked without being noted: those with an address are carried elsewhere
    return [
        (SCHEMA.additionalProperty, stac_field.member_value("assets", key, asset, scope))
        for key, asset in (dict.items(node) if isinstance(node, dict) else ())
        if isinstance(asset, dict) and not _has_address(dict.get(asset, "href"), scope)
    ]


def _has_address(href: Any, scope: Scope) -> bool:
    return isinstance(href, str) and bool(address(href, scope)[0])


def file_size(node: Any, scope: Scope) -> Iterable[Term]:
    """A size in bytes (file extension)."""
    del scope
    return (size_term(node),)


def _multihash(node: Any) -> tuple[str, str]:
    """Algorithm and digest of a checksum (multihash: code and length as varints, then the digest).

    Raises:
        ConversionError: it is none, or its algorithm is not known.
    """
    problem = ConversionError("map.value", f"checksum {str(node)[:60]!r}")
    try:
        octets = bytes.fromhex(str(node))
    except ValueError as error:
        raise problem from error
    code, octets = _varint(octets)
    length, digest = _varint(octets)
    algorithm = ALGORITHMS.get(code)
    if algorithm is None or not digest or len(digest) != length:
        raise problem
    return algorithm, digest.hex()


def _varint(octets: bytes) -> tuple[int, bytes]:
    """The number that octets begin with, seven bits in each, the lowest first; and the octets after it."""
    number = 0
    for position, octet in enumerate(octets[:9]):
        number |= (octet & 0x7F) << 7 * position
        if octet < 0x80:
            return number, octets[position + 1 :]
    return -1, b""


_BLAKE2B = 0xB200

ALGORITHMS = {
    0x11: "sha1",
    0x12: "sha256",
    0x13: "sha512",
    0x14: "sha3_512",
    0x15: "sha3_384",
    0x16: "sha3_256",
    0x1E: "blake3",
    0x20: "sha384",
    0xD4: "md4",
    0xD5: "md5",
    0x1013: "sha224",
    **{_BLAKE2B + size: f"blake2b{8 * size}" for size in range(1, 65)},
}
"""Codes of multihash, and what SPDX calls the algorithms."""

_NOT_OF_SPDX = {f"blake2b{8 * size}" for size in range(1, 65) if size not in (32, 48, 64)}
OF_SPDX = frozenset({*ALGORITHMS.values()} - _NOT_OF_SPDX)
"""The algorithms that SPDX 2.3 has."""


def checksum_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a checksum, by its digest.

    Raises:
        ConversionError: it is no checksum of a known algorithm.
    """
    return scope.part("checksum", _multihash(node)[1])


def checksum_algorithm(node: Any, scope: Scope) -> Iterable[Term]:
    """The algorithm of a checksum."""
    name = _multihash(node)[0]
    known = name in OF_SPDX
    algorithm = iri(f"{SPDX_ALGORITHM}{name}") if known else scope.shared("checksum-algorithm", name)
    if not known:
        scope.add(algorithm, RDFS.label, literal(name))
    return (scope.describe(algorithm, SPDX.ChecksumAlgorithm),)


SPDX_ALGORITHM = "http://spdx.org/rdf/terms#checksumAlgorithm_"


def checksum_value(node: Any, scope: Scope) -> Iterable[Term]:
    """The digest of a checksum."""
    del scope
    return (literal(_multihash(node)[1], datatype=XSD.hexBinary),)


CHECKSUMS = ("file:checksum", "checksum:multihash")
"""Fields that hold a checksum: since STAC 1.0, and before."""


class OtherChecksum:
    """A checksum that is no multihash, and may be anything: a property value.

    Args:
        name: the field that holds it.
    """

    description = "A checksum that is no multihash: a property value"

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, node: Any, scope: Scope) -> Statements:
        """The checksum as it is; nothing when it is a multihash."""
        try:
            _multihash(node)
        except ConversionError:
            return stac_field.field(self.name, node, scope)
        return ()


def _checksum(name: str) -> Entry:
    return Node(
        SPDX.checksum,
        SPDX.Checksum,
        f'"{name}"',
        checksum_iri,
        rows=[Row(SPDX.algorithm, ".", checksum_algorithm), Row(SPDX.checksumValue, ".", checksum_value)],
        max=1,
    )


_FILE: list[Entry] = [
    Choice((DCAT.accessURL, DCAT.downloadURL), "href", asset_url),
    Row(DCAT.downloadURL, "alternate.*.href", alternate_url, note="the same file elsewhere"),
    Row(DCTERMS.title, "title", title),
    Row(DCTERMS.description, "description", text.tagged),
    Choice((DCTERMS.format, DCAT.mediaType, SCHEMA.additionalProperty), "type", asset_format),
    Row(DCTERMS.format, ".", named_format, note="without `type`, by how the file's name ends"),
    Row(DCTERMS.issued, "created", dates.date, max=1),
    Row(DCTERMS.modified, "updated", dates.date, max=1),
    Row(DCAT.byteSize, '"file:size"', file_size, max=1),
    *map(_checksum, CHECKSUMS),
    *(Choice((SCHEMA.additionalProperty,), f'"{name}"', OtherChecksum(name)) for name in CHECKSUMS),
    Row(DCAT.spatialResolutionInMeters, "gsd", stac.resolution, max=1),
    Row(DCAT.spatialResolutionInMeters, '"eo:gsd"', stac.resolution, max=1),
    Choice((DCTERMS.license, DCTERMS.rights), ".", licence, note="else the record's"),
    Ignore("alternate", "the ways to the file: its addresses are carried"),
    *stac_field.left_out_of_projection(),
]

DISTRIBUTION: list[Entry] = [
    *_FILE,
    Choice(stac_field.PROPERTIES, ".", stac_field.Remaining(_FILE, ("href", "type", "license"))),
    *stac_field.left_out_of_bands(""),
]
"""The entries about a file of data or a preview."""

_DOCUMENT: list[Entry] = [
    Row(DCTERMS.title, "title", title, max=1),
    Row(DCTERMS.description, "description", text.tagged, max=1),
    Choice((DCTERMS.format, SCHEMA.additionalProperty), "type", page_format),
]

ASSETS: list[Entry] = [
    Node(DCAT.distribution, DCAT.Distribution, "assets.*", asset_iri, DISTRIBUTION, when=is_data),
    Node(ADMS.sample, DCAT.Distribution, "assets.*", asset_iri, DISTRIBUTION, when=is_preview, note="previews"),
    Node(FOAF.page, FOAF.Document, "assets.*", page_iri,
         [*_DOCUMENT, Choice(stac_field.PROPERTIES, ".", stac_field.Remaining(_DOCUMENT, ("href",)))],
         when=is_document, note="metadata and documentation"),
    Choice((SCHEMA.additionalProperty,), "assets", without_address,
           note="assets with a relative address in a document that does not say where it stands"),
]  # fmt: skip
"""What becomes of the assets of an Item or Collection."""
