"""Small hubs, one for each protocol: honest by themselves, and bent by a test where it wants them bent."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from lxml import etree

from tests.harvesters.loopback import Answer, Request

OAI = 'xmlns="http://www.openarchives.org/OAI/2.0/"'
GMD = "http://www.isotc211.org/2005/gmd"
GCO = "http://www.isotc211.org/2005/gco"


@dataclass(frozen=True)
class Entry:
    """A record of a hub."""

    identifier: str
    datestamp: str
    deleted: bool = False

    @property
    def xml(self) -> str:
        return (
            f'<gmd:MD_Metadata xmlns:gmd="{GMD}" xmlns:gco="{GCO}"><gmd:fileIdentifier><gco:CharacterString>'
            f"{self.identifier}</gco:CharacterString></gmd:fileIdentifier><gmd:dateStamp><gco:Date>{self.datestamp}"
            f"</gco:Date></gmd:dateStamp><gmd:title>Été {self.identifier}</gmd:title></gmd:MD_Metadata>"
        )


class Hub(Protocol):
    """A hub: a protocol, the options of its source, and what it answers.

    ``bad`` names records at which it fails: a page that would hold one is answered with ``failure``.
    """

    protocol: str
    options: dict[str, Any]
    path: str
    entrance: str
    bad: set[str]
    failure: Answer

    def answer(self, request: Request) -> Answer: ...


BROKEN_XML = Answer(b"<broken")


def entries(count: int, first: int = 1) -> list[Entry]:
    return [Entry(f"r{number:03}", f"2024-01-{number % 28 + 1:02}") for number in range(first, first + count)]


@dataclass
class OaiHub:
    """An OAI-PMH repository; ``expired`` tokens are refused once each, ``total`` is what it claims."""

    records: Sequence[Entry]
    size: int = 3
    total: int | None = None
    loop: bool = False
    deleted: str = "persistent"
    bad: set[str] = field(default_factory=set)
    failure: Answer = BROKEN_XML
    expired: set[str] = field(default_factory=set)
    options: dict[str, Any] = field(default_factory=dict)
    protocol: str = "oai-pmh"
    path: str = ""
    entrance: str = ""

    def answer(self, request: Request) -> Answer:
        query = request.query
        verb = query["verb"]
        if verb == "Identify":
            said = f"<granularity>YYYY-MM-DD</granularity><deletedRecord>{self.deleted}</deletedRecord>"
            return self._envelope(f"<Identify>{said}</Identify>")
        if verb == "GetRecord":
            found = [one for one in self.records if one.identifier == query["identifier"]]
            return self._failing(found) or self._envelope(f"<GetRecord>{self._written(found, verb)}</GetRecord>")
        token = query.get("resumptionToken", "")
        if token in self.expired:
            self.expired.remove(token)
            return self._envelope('<error code="badResumptionToken">expired</error>')
        position, since = token.split("/") if token else ("0", query.get("from", ""))
        listed = [one for one in self.records if one.datestamp >= since]
        if not listed:
            return self._envelope('<error code="noRecordsMatch"/>')
        start = int(position)
        found = listed[start : start + self.size]
        following = start + self.size
        if self.loop and following >= len(listed):
            following = 0
        written = self._written(found, verb)
        if token or following < len(listed):
            total = f'completeListSize="{self.total}"' if self.total is not None else ""
            text = f"{following}/{since}" if following < len(listed) else ""
            written += f"<resumptionToken {total}>{text}</resumptionToken>"
        failing = self._failing(found) if verb == "ListRecords" else None
        return failing or self._envelope(f"<{verb}>{written}</{verb}>")

    def _written(self, found: Sequence[Entry], verb: str) -> str:
        pieces = []
        for one in found:
            status = ' status="deleted"' if one.deleted else ""
            head = f"<identifier>{one.identifier}</identifier><datestamp>{one.datestamp}</datestamp>"
            header = f"<header{status}>{head}</header>"
            content = "" if one.deleted else f"<metadata>{one.xml}</metadata>"
            pieces.append(header if verb == "ListIdentifiers" else f"<record>{header}{content}</record>")
        return "".join(pieces)

    def _failing(self, found: Sequence[Entry]) -> Answer | None:
        return self.failure if self.bad & {one.identifier for one in found} else None

    def _envelope(self, inside: str) -> Answer:
        date = "<responseDate>2026-01-01T00:00:00Z</responseDate>"
        return Answer(f"<OAI-PMH {OAI}>{date}{inside}</OAI-PMH>".encode())


CSW = {"2.0.2": "http://www.opengis.net/cat/csw/2.0.2", "3.0.0": "http://www.opengis.net/cat/csw/3.0"}


@dataclass
class CswHub:
    """A CSW of one version; ``stated`` replaces what it says of its totals."""

    records: Sequence[Entry]
    size: int = 3
    version: str = "2.0.2"
    stated: dict[str, Any] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)
    failure: Answer = BROKEN_XML
    options: dict[str, Any] = field(default_factory=dict)
    protocol: str = "csw"
    path: str = ""
    entrance: str = ""

    def __post_init__(self) -> None:
        self.options = {"page_size": self.size, **self.options}

    def answer(self, request: Request) -> Answer:
        if request.query.get("request") == "GetCapabilities":
            return Answer(f'<Capabilities xmlns="{CSW[self.version]}" version="{self.version}"/>'.encode())
        asked: Any = etree.fromstring(request.body) if request.body else request.query
        start, size = int(asked.get("startPosition", 1)), int(asked.get("maxRecords", 10))
        found = self.records[start - 1 : start - 1 + size]
        if self.bad & {one.identifier for one in found}:
            return self.failure
        following = start + size if start + size <= len(self.records) else 0
        said: dict[str, Any] = {"numberOfRecordsMatched": len(self.records), "nextRecord": following}
        written = " ".join(f'{name}="{value}"' for name, value in (said | self.stated).items() if value is not None)
        inside = "".join(one.xml for one in found)
        return Answer(
            f'<GetRecordsResponse xmlns="{CSW[self.version]}"><SearchStatus timestamp="2026-01-01T00:00:00Z"/>'
            f"<SearchResults {written}>{inside}</SearchResults></GetRecordsResponse>".encode()
        )


def _json(value: Any) -> Answer:
    return Answer(json.dumps(value).encode(), media_type="application/json")


def _item(entry: Entry) -> dict[str, Any]:
    properties = {"datetime": f"{entry.datestamp}T00:00:00Z", "title": "Été"}
    return {"type": "Feature", "stac_version": "1.0.0", "id": entry.identifier, "properties": properties}


def _collection(name: str, *links: tuple[str, str]) -> dict[str, Any]:
    listed = [{"rel": relation, "href": href} for relation, href in links]
    return {"type": "Collection", "stac_version": "1.0.0", "id": name, "links": listed}


@dataclass
class StacApiHub:
    """A STAC API with two Collections, a page each, whose Items the records are, half and half."""

    records: Sequence[Entry]
    size: int = 3
    loop: bool = False
    bad: set[str] = field(default_factory=set)
    failure: Answer = BROKEN_XML
    options: dict[str, Any] = field(default_factory=lambda: {"items": "all"})
    protocol: str = "stac-api"
    path: str = ""
    entrance: str = ""

    def answer(self, request: Request) -> Answer:
        place = request.path.removeprefix(self.path).strip("/").split("/")
        if place == ["collections"]:
            return self._collections(request)
        if place[0] == "collections" and place[2:] == ["items"]:
            return self._items(request, place[1])
        return Answer(b"{}", 404, "application/json")

    def _collections(self, request: Request) -> Answer:
        page = int(request.query.get("page", 1))
        links = [{"rel": "next", "href": f"{self.path}/collections?page=2"}] if page == 1 else []
        return _json({"collections": [_collection(f"c{page}")], "links": links})

    def _items(self, request: Request, collection: str) -> Answer:
        half = len(self.records) // 2
        listed = self.records[:half] if collection == "c1" else self.records[half:]
        start = int(request.query.get("offset", 0))
        size = min(int(request.query.get("limit", 10)), self.size)
        found = listed[start : start + size]
        if self.bad & {one.identifier for one in found}:
            return self.failure
        following = start + size
        if self.loop and following >= len(listed):
            following = 0
        links = []
        if following < len(listed):
            href = f"{self.path}/collections/{collection}/items?limit={size}&offset={following}"
            links.append({"rel": "next", "href": href})
        return _json({"type": "FeatureCollection", "features": [_item(one) for one in found], "links": links})


@dataclass
class StaticStacHub:
    """A static catalogue with two Collections, one below the other, whose Items the records are, half and half."""

    records: Sequence[Entry]
    size: int = 3
    bad: set[str] = field(default_factory=set)
    failure: Answer = BROKEN_XML
    options: dict[str, Any] = field(default_factory=dict)
    protocol: str = "stac-static"
    path: str = ""
    entrance: str = "/catalog.json"

    def answer(self, request: Request) -> Answer:
        place = request.path.removeprefix(self.path).strip("/")
        half = len(self.records) // 2
        if place == "catalog.json":
            links = [{"rel": "child", "href": "c1.json"}, {"rel": "child", "href": "catalog.json"}]
            return _json({"type": "Catalog", "stac_version": "1.0.0", "id": "root", "links": links})
        if place in ("c1.json", "c2.json"):
            listed = self.records[:half] if place == "c1.json" else self.records[half:]
            links_to = [("item", f"./{one.identifier}.json") for one in listed]
            children = [("child", "c2.json")] if place == "c1.json" else []
            return _json(_collection(place.removesuffix(".json"), *links_to, *children))
        for one in self.records:
            if place == f"{one.identifier}.json":
                return self.failure if one.identifier in self.bad else _json(_item(one))
        return Answer(b"{}", 404, "application/json")


CMR_RECORD = '<DIF xmlns="http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/"><Entry_ID>{0}</Entry_ID><Entry_Title>Été</Entry_Title></DIF>'


@dataclass
class CmrHub:
    """A search of CMR."""

    records: Sequence[Entry]
    size: int = 3
    bad: set[str] = field(default_factory=set)
    failure: Answer = BROKEN_XML
    options: dict[str, Any] = field(default_factory=dict)
    protocol: str = "cmr"
    path: str = ""
    entrance: str = "/search/collections.dif10?provider=P"

    def __post_init__(self) -> None:
        self.options = {"page_size": self.size, "changes": False, **self.options}

    def answer(self, request: Request) -> Answer:
        size, number = int(request.query["page_size"]), int(request.query["page_num"])
        listed = [one for one in self.records if one.datestamp >= request.query.get("updated_since", "")]
        found = listed[size * (number - 1) : size * number]
        if self.bad & {one.identifier for one in found}:
            return self.failure
        inside = "".join(
            f'<result concept-id="{one.identifier}">{CMR_RECORD.format(one.identifier)}</result>' for one in found
        )
        return Answer(f"<results><hits>{len(listed)}</hits><took>5</took>{inside}</results>".encode())


@dataclass
class OgcRecordsHub:
    """An API with two collections of records, half and half, and one of features; ``linked`` records link to XML."""

    records: Sequence[Entry]
    size: int = 3
    loop: bool = False
    linked: bool = False
    bad: set[str] = field(default_factory=set)
    failure: Answer = BROKEN_XML
    options: dict[str, Any] = field(default_factory=dict)
    protocol: str = "ogc-records"
    path: str = ""
    entrance: str = ""

    def __post_init__(self) -> None:
        self.options = {"page_size": self.size, **self.options}

    def answer(self, request: Request) -> Answer:
        place = request.path.removeprefix(self.path).strip("/").split("/")
        if place == ["collections"]:
            kinds = {"c1": "record", "features": "feature", "c2": "record"}
            return _json({"collections": [{"id": name, "itemType": kind} for name, kind in kinds.items()]})
        if place[0] == "collections" and place[2:] == ["items"]:
            return self._items(request, place[1])
        for one in self.records:
            if place[-1] == one.identifier:
                return self.failure if one.identifier in self.bad else Answer(one.xml.encode())
        return Answer(b"{}", 404, "application/json")

    def _items(self, request: Request, collection: str) -> Answer:
        half = len(self.records) // 2
        listed = self.records[:half] if collection == "c1" else self.records[half:]
        start, size = int(request.query.get("offset", 0)), int(request.query["limit"])
        found = listed[start : start + size]
        if self.bad & {one.identifier for one in found} and not self.linked:
            return self.failure
        following = start + size
        if self.loop and following >= len(listed):
            following = 0
        links = []
        if following < len(listed):
            href = f"{self.path}/collections/{collection}/items?limit={size}&offset={following}"
            links.append({"rel": "next", "href": href})
        members = [self._record(one, collection) for one in found]
        return _json({"type": "FeatureCollection", "features": members, "links": links, "numberMatched": len(listed)})

    def _record(self, one: Entry, collection: str) -> dict[str, Any]:
        href = f"{self.path}/collections/{collection}/items/{one.identifier}?f=iso"
        links = [{"rel": "alternate", "type": "application/vnd.iso.19139+xml", "href": href}] if self.linked else []
        record = {"type": "Feature", "id": one.identifier, "properties": {"title": "Été", "updated": one.datestamp}}
        return {**record, "links": links}


@dataclass
class WebFolderHub:
    """A folder on the web with another inside, whose files the records are, half and half."""

    records: Sequence[Entry]
    size: int = 3
    bad: set[str] = field(default_factory=set)
    failure: Answer = BROKEN_XML
    options: dict[str, Any] = field(default_factory=lambda: {"changes": False})
    protocol: str = "web-folder"
    path: str = ""
    entrance: str = "/waf/"

    def answer(self, request: Request) -> Answer:
        place = request.path.removeprefix(self.path)
        half = len(self.records) // 2
        if place == "/waf/":
            return self._listing([one.identifier for one in self.records[:half]] + ["more/"])
        if place == "/waf/more/":
            return self._listing([one.identifier for one in self.records[half:]])
        for one in self.records:
            if place.rpartition("/")[2] == one.identifier:
                return self.failure if one.identifier in self.bad else Answer(one.xml.encode())
        return Answer(b"nothing", 404, "text/plain")

    def _listing(self, names: Sequence[str]) -> Answer:
        rows = "".join(f'<li><a href="{name}">{name}</a> été</li>' for name in names)
        head = "<html><head><title>Index of /waf</title></head><body>"
        sort = '<a href="?C=M;O=A">Last modified</a><a href="/">Parent Directory</a>'
        return Answer(f"{head}{sort}<ul>{rows}</ul></body></html>".encode(), media_type="text/html")


@dataclass
class DocumentHub:
    """A response of CSW that stands alone."""

    records: Sequence[Entry]
    size: int = 3
    bad: set[str] = field(default_factory=set)
    failure: Answer = BROKEN_XML
    options: dict[str, Any] = field(default_factory=dict)
    protocol: str = "document"
    path: str = ""
    entrance: str = "/response.xml"

    def answer(self, request: Request) -> Answer:
        inside = "".join(one.xml for one in self.records)
        return Answer(
            f'<GetRecordsResponse xmlns="{CSW["2.0.2"]}"><SearchResults>{inside}</SearchResults>'
            f"</GetRecordsResponse>".encode()
        )


@dataclass
class ArchiveHub:
    """A zip with a file for each record."""

    records: Sequence[Entry]
    size: int = 3
    bad: set[str] = field(default_factory=set)
    failure: Answer = BROKEN_XML
    options: dict[str, Any] = field(default_factory=dict)
    protocol: str = "archive"
    path: str = ""
    entrance: str = "/records.zip"

    def answer(self, request: Request) -> Answer:
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in self.records:
                body = self.failure.body if one.identifier in self.bad else one.xml.encode()
                archive.writestr(zipfile.ZipInfo(one.identifier), body if isinstance(body, bytes) else b"")
        return Answer(written.getvalue(), media_type="application/zip")
