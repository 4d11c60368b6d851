"""The HTTP transport: the one place where requests are made and where every HTTP setting stands.

One exchange is: wait for the host to be free, send, follow a few permitted redirects, read the decoded body piece by
piece up to a limit. A failure that may pass makes it be tried again after a pause; so does an answer that its reader
finds broken.

The limits reach the protocol libraries because none of them opens a connection. Each has one method that turns a
request into an answer, and the harvester's subclass gives that method to the transport:

=============  ===================================  ================
library        method                               in module
=============  ===================================  ================
oaipmh-scythe  ``Scythe.harvest``                   ``oaipmh``
OWSLib         ``CatalogueServiceWeb._invoke``      ``csw``
OWSLib         ``Records._request``                 ``ogc_records``
pystac-client  ``StacApiIO.request``                ``stac_api``
=============  ===================================  ================

Their own retries, time-outs, user agents and XML parsers are thereby never reached; pystac is only asked what a
document is. TLS certificates are verified against, and proxies taken from, what the environment names.

A run has one ``Transport``. Each source has a branch of it (``Transport.branch``), with connections, cookies and a
credential of its own, while the pace of each host and the limits of the run are those of all branches together: sources
can be harvested in threads of their own, one branch in one thread at a time.
"""

import os
import re
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cached_property, partial
from ipaddress import ip_address
from threading import Event, Lock, Timer
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.request import getproxies

import httpx2
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from .address import is_public, permit
from .body import decoded
from .credential import Credential
from .errors import (
    AnswerError,
    BrokenError,
    ConfigurationError,
    MalformedError,
    SourceError,
    StatusError,
    TransientError,
)
from .exchange import Request, Response, Version
from .lane import Lane, Lanes

_Read = TypeVar("_Read")

PROJECT = "https://github.com/data-terra/terrafair"
"""Where a hub's operator learns who is asking."""

CONTACT_VARIABLE = "TERRAFAIR_CONTACT"
"""The environment variable with a mail or web address of whoever runs the harvest; it joins the user agent."""

_ERROR_PAGE = 65_536
_BUSY = (429, 503)
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class Settings:
    """How requests are made. Times in seconds, sizes in bytes.

    Attributes:
        connect_timeout: for a connection to be there.
        read_timeout: for the next piece of an answer.
        deadline: for one answer as a whole, so that a trickle ends.
        attempts: how often one request is made before its source is given up.
        backoff: the first pause between two attempts; each further one is twice as long.
        longest_pause: no pause is longer, whatever ``Retry-After`` says.
        max_bytes: of one body after decompression, and of one file of a folder.
        max_host_bytes: of all bodies from one host, decompressed.
        max_run_bytes: of all bodies.
        max_requests: of one source in one run, so that a list without end has one.
        max_redirects: in one exchange.
        connections: to one host at once.
        rate: requests to one public host in a second; 0 for any number.
        contact: joins the user agent; by default from the environment.
    """

    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    deadline: float = 600.0
    attempts: int = 4
    backoff: float = 1.0
    longest_pause: float = 120.0
    max_bytes: int = 100_000_000
    max_host_bytes: int = 20_000_000_000
    max_run_bytes: int = 100_000_000_000
    max_requests: int = 1_000_000
    max_redirects: int = 5
    connections: int = 1
    rate: float = 10.0
    contact: str = field(default_factory=lambda: os.environ.get(CONTACT_VARIABLE, ""))

    def __post_init__(self) -> None:
        """Refuse a contact that no header can carry."""
        if not (self.contact.isascii() and self.contact.isprintable()):
            raise ConfigurationError(f"{CONTACT_VARIABLE}: a header takes printable ASCII only: {self.contact!r}")

    @property
    def user_agent(self) -> str:
        """The ``User-Agent`` header: project, its address, and whom to write to."""
        return f"TerraFAIR (+{PROJECT}{f'; {self.contact}' if self.contact else ''})"


@dataclass(slots=True)
class Traffic:
    """What one source has cost so far.

    Attributes:
        requests: sent, redirects and further attempts included.
        received: bytes of bodies, decompressed.
    """

    requests: int = 0
    received: int = 0


class _Tls:
    """How servers are verified, by what the environment names; loaded at first use, once for all branches."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._context: ssl.SSLContext | None = None

    @property
    def context(self) -> ssl.SSLContext:
        with self._lock:
            self._context = self._context or httpx2.create_ssl_context()
            return self._context


class Transport:
    """Makes requests under ``Settings``; a context manager that closes its connections and those of its branches.

    Args:
        settings: the defaults when None.
        sleep: waits the given seconds between two attempts or requests.
    """

    def __init__(self, settings: Settings | None = None, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.settings = settings or Settings()
        self.traffic = Traffic()
        self._sleep = sleep
        self._credential = Credential()
        self._branches: list[Transport] = []
        limits = self.settings
        self._tls = _Tls()
        self._lanes = Lanes(limits.connections, limits.rate, limits.max_host_bytes, limits.max_run_bytes)

    def branch(self, credential: Credential) -> "Transport":
        """A transport for one source, which counts its own traffic and keeps to the pace and the limits of all."""
        one = Transport(self.settings, sleep=self._sleep)
        one._credential, one._lanes, one._tls = credential, self._lanes, self._tls
        self._branches.append(one)
        return one

    @cached_property
    def _client(self) -> httpx2.Client:
        return httpx2.Client(
            verify=self._tls.context,
            headers={"User-Agent": self.settings.user_agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"},
            timeout=httpx2.Timeout(self.settings.read_timeout, connect=self.settings.connect_timeout),
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        """The transport itself; the first request opens a connection."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close every connection."""
        self.close()

    def close(self) -> None:
        """Close every connection; a later request opens new ones."""
        self._break_off()
        for one in self._branches:
            one.close()

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        referrer: str = "",
        unless: Version | None = None,
    ) -> Response:
        """What a GET request answers; arguments as in ``Request``, errors as for ``read``."""
        return self.read(Request(url, params or {}, headers or {}, None, referrer, unless or Version()), _whole)

    def post(self, url: str, content: bytes, headers: Mapping[str, str] | None = None) -> Response:
        """What a POST request answers; arguments as in ``Request``, errors as for ``read``."""
        return self.read(Request(url, headers=headers or {}, content=content), _whole)

    def read(self, request: Request, reader: Callable[[Response], _Read]) -> _Read:
        """What a reader makes of the answer to a request.

        Args:
            request: what is asked.
            reader: may raise ``MalformedError``, whereupon the request is made again.

        Raises:
            AnswerError: the answer is refused: its status, size, encoding, or where it leads.
            BrokenError: the source fails at this answer after all attempts, or it is too large.
            SourceError: no answer after all attempts.
        """
        if request.referrer:
            permit(request.referrer, request.url)
        retrying = Retrying(
            stop=stop_after_attempt(self.settings.attempts),
            wait=self._pause,
            retry=retry_if_exception(partial(_may_pass, once=request.once)),
            sleep=self._sleep,
            reraise=True,
        )
        wire = self._wire(request)
        lane = self._lanes.to(wire.url.host)
        try:
            with lane.turn():
                return retrying(lambda: reader(self._exchange(wire, request, lane)))
        except TransientError as error:
            kind = BrokenError if error.broken else SourceError
            attempts = retrying.statistics.get("attempt_number", 1)
            raise kind(f"{error} ({attempts} attempt{'s' if attempts > 1 else ''})") from error

    def _wire(self, request: Request) -> httpx2.Request:
        headers = {
            **request.headers,
            **request.unless.conditions,
            **self._credential.headers(request.url),
        }
        method = "GET" if request.content is None else "POST"
        try:
            # ``params`` of the client's own method would replace the query of the URL.
            target = httpx2.URL(request.url).copy_merge_params(dict(request.params))
            return self._client.build_request(method, target, headers=headers, content=request.content)
        except httpx2.InvalidURL as error:
            raise AnswerError(f"{request.url}: {error}") from error

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TransientError) and error.retry_after is not None:
            return min(error.retry_after, self.settings.longest_pause)
        return wait_exponential_jitter(
            self.settings.backoff, self.settings.longest_pause, jitter=self.settings.backoff
        )(state)

    def _exchange(self, wire: httpx2.Request, request: Request, lane: Lane) -> Response:
        first, leading = wire.url, request.referrer
        for _ in range(self.settings.max_redirects + 1):
            url = str(wire.url)
            lane.pace(self._sleep)
            self.traffic.requests += 1
            if self.traffic.requests > self.settings.max_requests:
                raise SourceError(f"{first}: more than {self.settings.max_requests} requests to one source")
            with self._watched(url), _translated(url), closing(self._client.send(wire, stream=True)) as answer:
                if leading:
                    _check_peer(answer, leading)
                if answer.next_request is None:
                    return self._read(answer, url, lane, conditional=bool(request.unless.conditions))
                wire, leading = answer.next_request, url
            permit(url, str(wire.url))
        raise AnswerError(f"{first}: more than {self.settings.max_redirects} redirects, the last to {wire.url}")

    @contextmanager
    def _watched(self, url: str) -> Iterator[None]:
        """Break the connections off after the deadline: headers may trickle as well as bodies."""
        late = Event()

        def end() -> None:
            late.set()
            self._break_off()

        watch = Timer(self.settings.deadline, end)
        watch.daemon = True
        watch.start()
        try:
            yield
        except (TransientError, ValueError, AttributeError) as error:  # the last two: TLS on a closed connection
            if late.is_set():
                raise BrokenError(self._late(url)) from error
            raise
        finally:
            watch.cancel()

    def _late(self, url: str) -> str:
        return f"{url}: no complete answer within {self.settings.deadline:g} seconds"

    def _break_off(self) -> None:
        if client := self.__dict__.pop("_client", None):
            client.close()

    def _read(self, answer: httpx2.Response, url: str, lane: Lane, *, conditional: bool) -> Response:
        headers = answer.headers
        version = Version(headers.get("ETag", ""), headers.get("Last-Modified", ""))
        media_type = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        date = _clock(headers.get("Date", ""))
        if conditional and answer.status_code == _NOT_MODIFIED:
            return Response(b"", media_type, url, version, date, unchanged=True)
        pieces = self._pieces(answer, url, lane)
        if not answer.is_success:
            status = f"{answer.status_code} {answer.reason_phrase}".strip()
            beginning = _beginning(pieces)
            message = self._credential.hide(f"{url}: status {status}: {_excerpt(beginning)}".removesuffix(": "))
            if answer.status_code in _BUSY or answer.status_code >= 500:
                raise TransientError(
                    message, _retry_after(headers.get("Retry-After", "")), broken=answer.status_code not in _BUSY
                )
            raise StatusError(message, beginning)
        return Response(b"".join(pieces), media_type, url, version, date)

    def _pieces(self, answer: httpx2.Response, url: str, lane: Lane) -> Iterator[bytes]:
        limit, size = self.settings.max_bytes, 0
        too_large = f"{url}: the answer is larger than the limit of {limit} bytes"
        if (declared := answer.headers.get("Content-Length", "")).isdecimal() and int(declared[:20]) > limit:
            raise BrokenError(too_large)
        on_time = _until(answer.iter_raw(), time.monotonic() + self.settings.deadline, self._late(url))
        for piece in decoded(on_time, answer.headers.get("Content-Encoding", ""), url):
            size += len(piece)
            self.traffic.received += len(piece)
            self._lanes.receive(lane, len(piece))
            if size > limit:
                raise BrokenError(too_large)
            yield piece


def _may_pass(error: BaseException, *, once: bool) -> bool:
    if isinstance(error, TransientError):
        return not (once and error.broken)
    return isinstance(error, MalformedError) and not once


def _whole(response: Response) -> Response:
    return response


def _until(pieces: Iterator[bytes], end: float, late: str) -> Iterator[bytes]:
    for piece in pieces:
        if time.monotonic() > end:
            raise BrokenError(late)
        yield piece


def _check_peer(answer: httpx2.Response, origin: str) -> None:
    """Refuse an answer from a private address to which a public document led, its name having changed meanwhile.

    A name may mean another address when it is connected to than when it was permitted (DNS rebinding).
    """
    if getproxies():  # the peer is the proxy
        return
    stream: Any = answer.extensions["network_stream"]
    try:
        peer = stream.get_extra_info("server_addr")
    except OSError as error:
        raise TransientError(f"{answer.url}: {error}", broken=True) from error
    if not ip_address(str(peer[0]).partition("%")[0]).is_global and is_public(httpx2.URL(origin).host):
        raise AnswerError(f"{origin}: leads to {answer.url}, an address that is not public")


@contextmanager
def _translated(url: str) -> Iterator[None]:
    """Turn the errors of the HTTP library into those of harvesting."""
    try:
        yield
    except (httpx2.UnsupportedProtocol, httpx2.DecodingError, httpx2.LocalProtocolError) as error:
        raise AnswerError(f"{url}: {error}") from error
    except httpx2.TransportError as error:
        message = f"{url}: {_words(error)}"
        if _has_cause(error, ssl.SSLCertVerificationError):
            raise SourceError(message) from error
        connected = not isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.ProxyError)
        raise TransientError(message, broken=connected) from error


def _words(error: httpx2.TransportError) -> str:
    if isinstance(error, httpx2.TimeoutException):
        return f"time-out ({type(error).__name__})"
    return str(error) or type(error).__name__


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False


def _beginning(pieces: Iterator[bytes]) -> bytes:
    """As much of an error page as is read at all."""
    body = b""
    while len(body) < _ERROR_PAGE and (piece := next(pieces, None)) is not None:
        body += piece
    return body[:_ERROR_PAGE]


def _excerpt(body: bytes) -> str:
    """The first words of an error page, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", body[:4000].decode("utf-8", "replace")).split())[:300]


def _retry_after(header: str) -> float | None:
    """Seconds of a ``Retry-After`` header (RFC 9110, section 10.2.3), a number or a date; None when it is neither."""
    if header.isdecimal():
        return float(header[:10])
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())


def _clock(header: str) -> str:
    """A ``Date`` header as ISO 8601 in UTC; empty when it is none."""
    try:
        return f"{parsedate_to_datetime(header).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError):
        return ""
