"""The table of harvest protocols: what each is called, where it is written, which options a source may set."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from .credential import OPTIONS, credential
from .errors import CredentialError
from .glob import DEFAULT
from .record import Listed, Start

if TYPE_CHECKING:
    from .hub import Source
    from .transport import Transport


class Harvester(Protocol):
    """Reads one source from its first record to its last.

    A harvester is a function of its source and of the transport alone: it keeps nothing between harvests.

    Attributes:
        transport: what it asks through; its ``traffic`` is what the source has cost.
    """

    transport: "Transport"

    def __init__(self, source: "Source", transport: "Transport") -> None:
        """Make a harvester; nothing is asked of the source yet."""

    def records(self, start: Start) -> Iterator[Listed]:
        """The records of a listing, as the source gives them: an opening first, a checkpoint after each page.

        From a place there is no opening. A record may come more than once, above all after going on from a place or
        after a token that expired: the last of its name counts. A place belongs to the source as it was declared then.

        Raises:
            SourceError: the source cannot be listed, or not to its end; what was yielded before stands, and the
                listing can go on from the last checkpoint.
        """


@dataclass(frozen=True, slots=True)
class HarvestProtocol:
    """One row of the table.

    Attributes:
        title: what people call it.
        specification: where it is defined.
        implementation: ``module:class``, imported at first use.
        options: the options a source may set, and what each means.
        local: whether the source's URL is a path on this machine.
        either: whether it may be one, namely when it has no scheme.
    """

    title: str
    specification: str
    implementation: str
    options: Mapping[str, str] = field(default_factory=dict)
    local: bool = False
    either: bool = False

    def is_local(self, url: str) -> bool:
        """Whether a source's URL is a path on this machine."""
        return self.local or (self.either and "://" not in url)

    @property
    def allowed(self) -> Mapping[str, str]:
        """The options of the protocol, and those of every source on the network."""
        return self.options if self.local else {**self.options, **OPTIONS}


PROTOCOLS: dict[str, HarvestProtocol] = {
    "archive": HarvestProtocol(
        "archive of files: zip, tar, compressed tar, or GeoNetwork's MEF",
        "",
        "harvesters.archive:ArchiveHarvester",
        {"pattern": f"which files, a glob over their paths; {DEFAULT}; in MEF the metadata alone"},
        either=True,
    ),
    "cmr": HarvestProtocol(
        "search for collections in NASA's Common Metadata Repository",
        "https://cmr.earthdata.nasa.gov/search/site/docs/search/api.html",
        "harvesters.cmr:CmrHarvester",
        {
            "page_size": "records per request, default 100",
            "changes": "whether only what was revised is asked for once everything has been, default true",
            "overlap": "seconds by which listings of changes overlap, default 86400",
        },
    ),
    "csw": HarvestProtocol(
        "OGC Catalogue Service for the Web 2.0.2 and 3.0",
        "https://www.ogc.org/standards/cat/",
        "harvesters.csw:CswHarvester",
        {
            "version": "2.0.2 or 3.0.0; default auto, what the catalogue's capabilities say",
            "method": "post with XML or get with parameters, default post",
            "output_schema": "namespace of the records wanted, or gmd, mdb, dif, csw for short; default gmd",
            "type_names": "what is searched, default csw:Record",
            "cql": "only records that meet this constraint, in CQL",
            "filter": "only records that meet this constraint, the XML of a Filter",
            "sort": "property by which the catalogue is to sort, so that pages do not shift, such as dc:identifier",
            "page_size": "records per request, default 50",
            "modified": "property by which changes are found, such as dct:modified; by default everything is listed "
            "each time, since a catalogue says nothing of what it has deleted",
            "overlap": "seconds by which listings of changes overlap, default 86400",
        },
    ),
    "document": HarvestProtocol(
        "single document: a record, a STAC ItemCollection, or records in the wrapping of CSW, OAI-PMH or CMR",
        "",
        "harvesters.document:DocumentHarvester",
    ),
    "folder": HarvestProtocol(
        "folder of files",
        "",
        "harvesters.folder:FolderHarvester",
        {"pattern": "which files, a glob below the folder, default **/*"},
        local=True,
    ),
    "oai-pmh": HarvestProtocol(
        "Open Archives Initiative Protocol for Metadata Harvesting 2.0",
        "http://www.openarchives.org/OAI/openarchivesprotocol.html",
        "harvesters.oaipmh:OaiPmhHarvester",
        {
            "metadata_prefix": "format wanted, or a list of them of which the first is taken that the repository has; "
            "default iso19139",
            "set": "only this set, or a list of sets",
            "from": "only what has changed since this datestamp",
            "until": "only what had changed until this datestamp",
            "overlap": "seconds by which listings of changes overlap, for clocks that differ; default 3600 where "
            "datestamps have seconds, else 86400",
        },
    ),
    "ogc-records": HarvestProtocol(
        "OGC API – Records",
        "https://docs.ogc.org/is/20-004r1/20-004r1.html",
        "harvesters.ogc_records:OgcRecordsHarvester",
        {
            "collection": "only this collection, or a list of them; default all whose items are records",
            "page_size": "records per request, default 100",
            "representations": "whether a record's ISO 19139, ISO 19115-3 or DIF is taken where it links to one, "
            "default true; else its GeoJSON",
            "modified": "property by which changes are found, such as updated; by default everything is listed each "
            "time, since an API says nothing of what it has deleted",
            "overlap": "seconds by which listings of changes overlap, default 86400",
        },
    ),
    "stac-api": HarvestProtocol(
        "STAC API",
        "https://github.com/radiantearth/stac-api-spec",
        "harvesters.stac_api:StacApiHarvester",
        {
            "collections": "only these Collections, a list of ids",
            "items": "Items of each Collection: none, all, or the number of the newest; default none",
            "datetime": "only Items of this moment or interval, such as 2024-01-01T00:00:00Z/..",
            "bbox": "only Items in this box: west, south, east, north",
            "filter": "only Items that meet this condition in CQL2 text",
        },
    ),
    "stac-static": HarvestProtocol(
        "static STAC catalogue",
        "https://github.com/radiantearth/stac-spec",
        "harvesters.stac_static:StaticStacHarvester",
        {"items": "whether Items are taken with the Collections, default true"},
    ),
    "web-folder": HarvestProtocol(
        "folder of files on the web, by its listings or by a sitemap",
        "https://www.sitemaps.org/protocol.html",
        "harvesters.web_folder:WebFolderHarvester",
        {
            "pattern": f"which files, a glob over their paths below the folder; {DEFAULT}",
            "depth": "folders that are entered one below the other, default 20",
            "changes": "whether only files that changed are asked for once all have been, default true",
            "overlap": "seconds by which listings of changes overlap, default 86400",
        },
    ),
}


class _Closed:
    """The harvester of a source whose credential is missing: to ask for its records tells so."""

    def __init__(self, transport: "Transport", error: CredentialError) -> None:
        self.transport = transport
        self._error = error

    def records(self, start: Start) -> Iterator[Listed]:
        """None.

        Raises:
            CredentialError: always.
        """
        del start
        raise self._error


def harvester(source: "Source", transport: "Transport") -> Harvester:
    """The harvester for a source, on a branch of the transport.

    A credential that is missing from the environment closes this source alone: its listing fails.

    Raises:
        ConfigurationError: an option is wrong.
    """
    module, _, name = PROTOCOLS[source.protocol].implementation.partition(":")
    try:
        branch = transport.branch(credential(source))
    except CredentialError as error:
        return _Closed(transport, error)
    return cast(Harvester, getattr(import_module(module), name)(source, branch))
