"""Assets of STAC documents: files of data, previews, and files about the data."""

from collections.abc import Iterable, Iterator
from typing import Any

from vocab.namespace import ADMS, DCAT, DCTERMS, FOAF, RDFS, SCHEMA, SPDX, XSD
from vocab.term import Term, TermError, iri, literal

from . import stac, stac_field
from .converters import dates, links, rights, text
from .converters.numbers import size_term
from .crosswalk import Choice, Entry, Ignore, Node, Row
from .errors import ConversionError
from .scope import Scope

DATA_ROLES = frozenset({"data", "source", "cloud-optimized"})
PREVIEW_ROLES = frozenset({"thumbnail", "overview", "visual", "graphic"})
METADATA_ROLES = frozenset({"metadata", "iso-19115", "documentation"})


def address(href: str, scope: Scope) -> Term:
    """An address, resolved against the document's own.

    Raises:
        TermError: it is relative and the document's own is unknown, or it is no usable IRI.
    """
    # most are absolute, and need not be taken apart and put together again
    return links.linked(href, scope, path="assets.*.href")


def asset_iri(node: Any, scope: Scope) -> Term | None:
    """The IRI of a Distribution made from an asset, by its address.

    Raises:
        TermError: the address is no usable IRI.
    """
    if not isinstance(node, dict) or not isinstance(node.get("href"), str):
        return None
    address(node["href"], scope)
    return scope.part("distribution", node["href"])


def asset_url(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An asset's address, by which it is reached and downloaded."""
    url = address(node["href"], scope)
    yield DCAT.accessURL, url
    yield DCAT.downloadURL, url


def alternate_url(node: Any, scope: Scope) -> Iterable[Term]:
    """Another address of the same file (alternate-assets extension).

    Raises:
        TermError: it is no usable IRI.
    """
    return (links.resolved(scope.address, str(node)),)


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


def is_document(node: Any, scope: Scope) -> bool:
    """Whether an asset is a file about the data."""
    return not is_data(node, scope) and not is_preview(node, scope)


def page_iri(node: Any, scope: Scope) -> Term | None:
    """The address of a file about the data.

    Raises:
        TermError: the address is no usable IRI.
    """
    if not isinstance(node, dict) or not isinstance(node.get("href"), str):
        return None
    return address(node["href"], scope)


def title(node: Any, scope: Scope) -> Iterable[Term]:
    """The asset's title."""
    said = text.one_line(text.text_of(node))
    return (literal(said, language=scope.language),) if said else ()


def asset_format(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """An asset's media type, and the EU file type that it stands for."""
    name = str(node.get("type") or "")
    media_type = links.media_type_term(name, scope) if name else None
    if media_type is not None:
        yield DCAT.mediaType, media_type
    file_type = links.format_term(name, scope) if name else None
    if file_type is not None:
        yield DCTERMS.format, file_type
    if name and media_type is None and file_type is None:
        yield from _unknown_format(name, scope)
    elif ";" in name:
        # what the parameters say, such as that a file is made for the cloud, no vocabulary has
        yield from stac_field.field("type", name, scope)


def page_format(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The media type of a file about the data."""
    name = text.text_of(node)
    found = links.media_type_term(name, scope)
    if found is not None:
        yield DCTERMS.format, found
    else:
        yield from _unknown_format(name, scope)


def _unknown_format(name: str, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """What is no media type, reported and kept as it is."""
    scope.report("map.code", path="assets.*.type", excerpt=name, detail=f"media type {name[:60]!r}")
    yield from stac_field.field("type", name, scope)


def licence(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """The asset's own licence, else the record's."""
    own = node.get("license")
    if isinstance(own, str) and own.strip():
        found = rights.licence(own, "", scope)
        if found is not None:
            yield DCTERMS.license, scope.describe(found, DCTERMS.LicenseDocument)
            return
        statement = scope.describe(scope.part("rights", own), DCTERMS.RightsStatement)
        scope.add(statement, RDFS.label, literal(own))
        yield DCTERMS.rights, statement
        return
    yield from links.inherited(node, scope)


def without_address(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Assets whose address leads nowhere, or that have none: a property value each."""
    for key in node if isinstance(node, dict) else ():
        asset = dict.get(node, key)
        if isinstance(asset, dict) and not _has_address(asset, scope):
            yield SCHEMA.additionalProperty, stac_field.member_value("assets", key, asset, scope)


def _has_address(asset: dict[str, Any], scope: Scope) -> bool:
    try:
        return isinstance(asset.get("href"), str) and bool(address(asset["href"], scope))
    except TermError:
        return False


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


def other_checksum(node: Any, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """A checksum that is no multihash, and may be anything: a property value."""
    for name in CHECKSUMS:
        if name in node:
            try:
                _multihash(node[name])
            except ConversionError:
                yield from stac_field.field(name, node[name], scope)


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
    Choice((DCAT.accessURL, DCAT.downloadURL), ".", asset_url, note="`href`"),
    Row(DCAT.downloadURL, "alternate.*.href", alternate_url, note="the same file elsewhere"),
    Row(DCTERMS.title, "title", title),
    Row(DCTERMS.description, "description", text.tagged),
    Choice((DCTERMS.format, DCAT.mediaType, SCHEMA.additionalProperty), ".", asset_format),
    Row(DCTERMS.issued, "created", dates.date, max=1),
    Row(DCTERMS.modified, "updated", dates.date, max=1),
    Row(DCAT.byteSize, '"file:size"', file_size, max=1),
    *map(_checksum, CHECKSUMS),
    Choice((SCHEMA.additionalProperty,), ".", other_checksum),
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
