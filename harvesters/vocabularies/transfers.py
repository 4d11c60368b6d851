"""The table of transfers: the ways in which vocabularies are fetched."""

from collections.abc import Mapping
from typing import NamedTuple

from harvesters.errors import ConfigurationError
from harvesters.exchange import Version
from harvesters.transport import Settings, Transport
from vocab.loader import LARGEST
from vocab.registry import Vocabulary

from . import by_document, by_geonetwork, by_kms, by_nvs, by_registry, by_skosmos
from .transfer import Delivery, Fetch, Order


class Transfer(NamedTuple):
    """A way.

    Attributes:
        title: what it is.
        specification: where it is described.
        fetch: makes the requests.
    """

    title: str
    specification: str
    fetch: Fetch


TRANSFERS: dict[str, Transfer] = {
    "document": Transfer("one or several documents", "https://www.rfc-editor.org/rfc/rfc9110", by_document.fetch),
    "skosmos": Transfer("Skosmos REST v1", "https://github.com/NatLibFi/Skosmos/wiki/REST-API", by_skosmos.fetch),
    "kms": Transfer("NASA's Keyword Management System", "https://gcmd.earthdata.nasa.gov/kms/", by_kms.fetch),
    "nvs": Transfer("collection of the NERC Vocabulary Server", "https://vocab.nerc.ac.uk/", by_nvs.fetch),
    "registry": Transfer(
        "linked-data registry after UKGovLD", "https://github.com/UKGovLD/registry-core/wiki/Api", by_registry.fetch
    ),
    "geonetwork": Transfer(
        "thesauri of a GeoNetwork catalogue", "https://docs.geonetwork-opensource.org/", by_geonetwork.fetch
    ),
}
"""Every way by the name that stanzas use."""


def transport() -> Transport:
    """The transport for vocabularies, of which one document may be large."""
    return Transport(Settings(max_bytes=LARGEST))


def fetch(vocabulary: Vocabulary, network: Transport, known: Mapping[str, Version] | None = None) -> Delivery | None:
    """What the publisher of a vocabulary has of it; None when it is what the caller knows.

    Args:
        vocabulary: its declaration.
        network: what the publisher is asked through.
        known: as in ``Order``.

    Raises:
        ConfigurationError: the vocabulary is not published, or in a way that is unknown.
        SourceError: a document cannot be had.
    """
    publication = vocabulary.publication
    if publication is None:
        raise ConfigurationError(f"{vocabulary.id}: its stanza names no publication; load it from a file")
    if publication.via not in TRANSFERS:
        raise ConfigurationError(
            f"{vocabulary.id}: no way {publication.via!r} is known; there are {', '.join(TRANSFERS)}"
        )
    return TRANSFERS[publication.via].fetch(Order(vocabulary, publication, network, known or {}))
