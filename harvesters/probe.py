"""A look at one source: what it says of itself, how much it has, and a few of its records."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from urllib.parse import urlsplit

from .errors import AnswerError, HarvestError
from .exchange import Request
from .hub import Source
from .page import Element, parse
from .protocol import PROTOCOLS, harvester
from .record import Checkpoint, Gap, Opening, RawRecord, RefusedRecord, Start
from .stac_listing import json_object
from .transport import Transport

SAMPLES = 5
"""Records that are looked at."""

_MOST_LISTED = 50

DialectOf: TypeAlias = Callable[[bytes], str]
"""What dialect the bytes of a record are in; empty when in none that is known."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says of itself.

    Attributes:
        version: of its protocol; empty when it says none.
        formats: output schemas, metadata prefixes, or classes to which it conforms.
    """

    version: str = ""
    formats: tuple[str, ...] = ()


@dataclass(slots=True)
class Probe:
    """What was found.

    Attributes:
        source: that was looked at.
        facts: what it says of itself.
        total: how many records it says there are; None when it says nothing.
        dialects: how many of the samples are in each dialect.
        refused: reasons for which samples could not be taken, in English.
        error: why it cannot be harvested as declared; empty when it can.
        requests: that were made.
    """

    source: Source
    facts: Facts = field(default_factory=Facts)
    total: int | None = None
    dialects: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    error: str = ""
    requests: int = 0

    @property
    def is_verified(self) -> bool:
        """Whether the source answers as declared."""
        return not self.error and not self.refused


def probe(source: Source, transport: Transport, dialect_of: DialectOf) -> Probe:
    """Contact a source as its harvest would, and stop after a few records.

    Errors do not surface: they are what the probe finds.
    """
    found = Probe(source)
    try:
        reader = harvester(_small(source), transport)
        telling = FACTS.get(source.protocol)
        if telling:
            found.facts = telling(source.url, reader.transport)
        for record in _samples(reader.records(Start()), found):
            found.dialects[dialect_of(record.content) or "unknown"] += 1
        found.requests = reader.transport.traffic.requests
    except HarvestError as error:
        found.error = str(error)
    return found


def _small(source: Source) -> Source:
    """The source with small pages, where its protocol has pages."""
    if "page_size" not in PROTOCOLS[source.protocol].options:
        return source
    return replace(source, options={**source.options, "page_size": SAMPLES})


def _samples(listed: Iterator[object], found: Probe) -> Iterator[RawRecord]:
    taken = 0
    for number, one in enumerate(listed):
        if isinstance(one, Opening):
            found.total = one.total
        elif isinstance(one, RawRecord):
            taken += 1
            yield one
        elif isinstance(one, RefusedRecord):
            found.refused += [diagnostic.en for diagnostic in one.diagnostics]
        elif not isinstance(one, Checkpoint | Gap):
            continue
        if taken >= SAMPLES or number >= _MOST_LISTED or len(found.refused) >= SAMPLES:
            return


def _of_csw(url: str, transport: Transport) -> Facts:
    said = {"service": "CSW", "request": "GetCapabilities"}
    root = transport.read(Request(url, said), parse)
    operations = root.iterfind("{*}OperationsMetadata/{*}Operation[@name='GetRecords']")
    parameters = [one for operation in operations for one in operation.iterfind("{*}Parameter")]
    schemas = [one for one in parameters if one.get("name", "").lower() == "outputschema"]
    return Facts(root.get("version", ""), _texts(node for one in schemas for node in one.iter("{*}Value")))


def _of_oai_pmh(url: str, transport: Transport) -> Facts:
    identity = transport.read(Request(url, {"verb": "Identify"}), parse)
    formats = transport.read(Request(url, {"verb": "ListMetadataFormats"}), parse)
    version = identity.findtext("{*}Identify/{*}protocolVersion") or ""
    return Facts(version.strip(), _texts(formats.iter("{*}metadataPrefix")))


def _of_stac(url: str, transport: Transport) -> Facts:
    landing = transport.read(Request(url), json_object)
    return Facts(str(landing.get("stac_version", ""))[:20], _classes(landing))


def _of_ogc_records(url: str, transport: Transport) -> Facts:
    try:
        said = transport.read(Request(f"{url.rstrip('/')}/conformance"), json_object)
    except AnswerError:
        return Facts()  # what it can is then only seen from its records
    return Facts("", _classes(said))


def _classes(landing: Mapping[str, object]) -> tuple[str, ...]:
    """The conformance classes that a document names, each by the end of its address."""
    said = landing.get("conformsTo")
    found = [one for one in said if isinstance(one, str)] if isinstance(said, list) else []
    return tuple(dict.fromkeys(urlsplit(one).path.strip("/").replace("spec/", "", 1) for one in found))


def _texts(nodes: Iterator[Element]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node.text.strip() for node in nodes if node.text and node.text.strip()))


FACTS: dict[str, Callable[[str, Transport], Facts]] = {
    "csw": _of_csw,
    "oai-pmh": _of_oai_pmh,
    "ogc-records": _of_ogc_records,
    "stac-api": _of_stac,
    "stac-static": _of_stac,
}
"""How each protocol lets a source tell of itself; the others have nothing of the kind."""
