"""Harvesting the files of an archive: zip, tar, compressed tar, and MEF, GeoNetwork's exchange format."""

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from lxml import etree

from vocab.diagnostic import diagnostic

from .container import Member, members
from .envelope import envelope
from .errors import AnswerError, PlaceError, SourceError
from .exchange import Request, Response
from .glob import Wanted, is_hidden, wanted
from .hub import Source
from .page import xml_parser
from .record import Checkpoint, Listed, Opening, RawRecord, RefusedRecord, Start, content_identifier
from .transport import Transport

_PAGE = 100
_INFO = "info.xml"
_METADATA = "metadata.xml"


class ArchiveHarvester:
    """Takes the files of one archive, at a URL or on this machine, in the order in which they stand in it.

    A record is called by its path in the archive. A file that holds several records is as many, called
    ``path#identifier``. In a MEF archive (version 1 or 2) only the metadata are records, called by the uuid and dated
    by the change date that ``info.xml`` gives; the data that come with them are left out.

    A place is the number of files done, and a name made of the archive's content.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self.transport = transport
        self._url = source.url
        self._wanted = wanted(source.option("pattern", ""))
        self._limit = transport.settings.max_bytes

    def records(self, start: Start) -> Iterator[Listed]:
        """Every file that is wanted; changes cannot be listed. Errors as in ``Harvester``."""
        content = self._content()
        done = _done(self._url, start.place, content) if start.place is not None else 0
        notes = dict(self._notes(content))
        if start.place is None:
            yield Opening()
        for number, member in enumerate(members(content, self._url, self._limit, self._is_wanted(notes)), 1):
            if number <= done:
                continue
            yield from self._records(member, notes)
            if number % _PAGE == 0:
                yield Checkpoint({"done": str(number), "archive": content_identifier(content)})

    def _content(self) -> bytes:
        if "://" in self._url:
            return self.transport.read(Request(self._url), self._archive).content
        try:
            with Path(self._url).open("rb") as file:
                content = file.read(self._limit + 1)
        except OSError as error:
            raise SourceError(f"{self._url}: {error.strerror}") from error
        if len(content) > self._limit:
            raise SourceError(f"{self._url}: larger than the limit of {self._limit} bytes")
        return content

    def _archive(self, response: Response) -> Response:
        """An answer, read through once to see that it is a whole archive."""
        for _ in members(response.content, response.url, self._limit, lambda _: False):
            pass
        return response

    def _notes(self, content: bytes) -> Iterator[tuple[str, tuple[str, str]]]:
        """By the folder of each record of a MEF archive, its uuid and date of change."""
        for member in members(content, self._url, self._limit, lambda name: PurePosixPath(name).name == _INFO):
            if member.content and (said := _info(member.content)):
                yield str(PurePosixPath(member.name).parent), said

    def _is_wanted(self, notes: Mapping[str, tuple[str, str]]) -> Wanted:
        def is_wanted(name: str) -> bool:
            if is_hidden(name.removeprefix("./")):
                return False
            if notes:
                return PurePosixPath(name).name == _METADATA and _folder(name, notes) is not None
            return self._wanted(name)

        return is_wanted

    def _records(self, member: Member, notes: Mapping[str, tuple[str, str]]) -> Iterator[Listed]:
        folder = _folder(member.name, notes)
        name, changed = notes[folder] if folder is not None else (_printable(member.name), "")
        if member.problem:
            code = "harvest.size" if member.too_large else "harvest.read"
            yield RefusedRecord(name, (diagnostic(code, path=name, detail=member.problem),))
            return
        try:
            inside = envelope(Response(member.content, "", name))
        except AnswerError as error:
            yield RefusedRecord(name, (diagnostic("harvest.read", path=name, detail=str(error)),))
            return
        for record in inside.records(name):
            if isinstance(record, RawRecord):
                dated = changed or record.datestamp
                yield RawRecord(record.identifier, record.content, record.media_type, dated)
            else:
                yield record


def _folder(name: str, notes: Mapping[str, tuple[str, str]]) -> str | None:
    """The folder of the MEF record that a file belongs to: its own, or the one that ``metadata`` lies in."""
    parent = PurePosixPath(name).parent
    near = [str(parent), str(parent.parent)] if parent.name == "metadata" else [str(parent)]
    return next((folder for folder in near if folder in notes), None)


def _info(content: bytes) -> tuple[str, str] | None:
    """The uuid and date of change that an ``info.xml`` gives (GeoNetwork, Metadata Exchange Format); None without."""
    try:
        root = etree.fromstring(content, xml_parser())
    except etree.XMLSyntaxError:
        return None
    uuid = (root.findtext("general/uuid") or "").strip()
    return (uuid, (root.findtext("general/changeDate") or "").strip()) if uuid and root.tag == "info" else None


def _printable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _done(url: str, place: Mapping[str, str], content: bytes) -> int:
    try:
        done, archive = int(place["done"]), place["archive"]
    except (KeyError, ValueError) as error:
        raise PlaceError(f"{url}: no place of an archive: {error}") from error
    if archive != content_identifier(content):
        raise PlaceError(f"{url}: the archive of this place is another")
    return done
