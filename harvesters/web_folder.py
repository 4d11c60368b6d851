"""Harvesting a folder of files on the web (a web-accessible folder), by its listings or by a sitemap."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime

from vocab.diagnostic import diagnostic

from .envelope import Envelope, envelope
from .errors import AnswerError, ConfigurationError, PlaceError, SourceError
from .exchange import Request, Response, Version
from .glob import wanted
from .hub import Source
from .moment import before
from .record import Checkpoint, Gap, Listed, Opening, RefusedRecord, Start
from .transport import Transport
from .web_listing import WebListing, web_listing

_DAY = 86_400
_DEPTH = 20
_MAX_FAILURES = 10


class WebFolderHarvester:
    """Takes every file that is listed at and below a URL, in the order of their addresses.

    A record is called by its path below the folder, or below the site's root for a sitemap. A file that holds several
    records is as many, called ``path#identifier``.

    When changes are wanted, each file is asked for on condition that it has changed since (RFC 9110, section 13.1.3),
    and one whose sitemap says that it has not is not asked for.
    """

    def __init__(self, source: Source, transport: Transport) -> None:
        self.transport = transport
        self._source = source
        self._wanted = wanted(source.option("pattern", ""))
        self._depth = source.option("depth", _DEPTH)
        self._changes = source.option("changes", True)
        self._overlap = source.option("overlap", _DAY)
        if not 0 <= self._depth <= 100:
            raise ConfigurationError(f"{source.key}: option 'depth' is between 0 and 100: {self._depth}")

    def records(self, start: Start) -> Iterator[Listed]:
        """Every file that is listed, or every one that has changed; errors as in ``Harvester``."""
        place = start.place
        if place is not None and place.keys() != {"after", "since"}:
            raise PlaceError(f"{self._source.url}: no place of a folder on the web")
        asked = place["since"] if place is not None else start.since if self._changes else ""
        since = before(asked, self._overlap) if asked else None
        found = web_listing(self._source.url, self.transport, self._wanted, self._depth)
        urls = sorted(found.files)
        if place is None:
            moment = found.moment if self._changes else ""
            yield Opening(asked if since else "", moment, None if since else len(urls))
        else:
            urls = urls[bisect_right(urls, place["after"]) :]
        yield from (Gap(reason) for reason in found.gaps)
        for url in found.outside:
            yield RefusedRecord(url, (diagnostic("harvest.origin", detail=url),))
        yield from self._files(found, urls, since, asked)

    def _files(self, found: WebListing, urls: list[str], since: datetime | None, asked: str) -> Iterator[Listed]:
        """The records of the files. There is no checkpoint between a file that fails and one that does not."""
        failed = 0
        unless = Version(last_modified=format_datetime(since, usegmt=True)) if since else Version()
        for url in urls:
            if since and _is_older(found.files[url], since):
                continue
            name = found.name(url)
            try:
                file = self.transport.read(Request(url, referrer=self._source.url, unless=unless), _file)
            except AnswerError as error:
                failed += 1
                if failed >= _MAX_FAILURES:
                    raise SourceError(f"{_MAX_FAILURES} files in a row fail: {error}") from error
                yield RefusedRecord(name, (diagnostic("harvest.read", path=name, detail=str(error)),))
                continue
            failed = 0
            if file is not None:
                yield from file.records(name)
            yield Checkpoint({"after": url, "since": asked})


def _file(response: Response) -> Envelope | None:
    return None if response.unchanged else envelope(response)


def _is_older(changed: str, since: datetime) -> bool:
    """Whether a date of last change says that there was none since; a day counts to its end."""
    if not changed:
        return False
    moment = before(changed, 0 if "T" in changed else -_DAY)
    return moment is not None and moment < since
