"""The HTTP transport: the one place where requests are made and where every HTTP setting stands.

``Transport`` sends through one httpx2 client. One exchange is: send, follow a few permitted redirects, read the decoded
body piece by piece up to a limit. A ``TransientError`` makes it be tried again after a pause.

The limits reach the protocol libraries because none of them opens a connection. Each has one method that turns a
request into an answer, and the harvester's subclass gives that method to the transport:

=============  ===================================  ================
library        method                               in module
=============  ===================================  ================
oaipmh-scythe  ``Scythe.harvest``                   ``oaipmh``
OWSLib         ``CatalogueServiceWeb._invoke``      ``csw``
pystac-client  ``StacApiIO.request``                ``stac_api``
=============  ===================================  ================

Their own retries, time-outs, user agents and XML parsers are thereby never reached; pystac is only asked what a
document is. TLS certificates are verified against, and proxies taken from, what the environment names.
"""

import os
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cached_property
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx2
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from .errors import AnswerError, ConfigurationError, SourceError, StatusError, TransientError

PROJECT = "https://github.com/data-terra/terrafair"
"""Where a hub's operator learns who is asking."""

CONTACT_VARIABLE = "TERRAFAIR_CONTACT"
"""The environment variable with a mail or web address of whoever runs the harvest; it joins the user agent."""

_ERROR_PAGE = 65_536
_SCHEMES = ("http", "https")
_ENCODINGS = ("", "identity", "gzip", "deflate")


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
        max_redirects: in one exchange.
        contact: joins the user agent; by default from the environment.
    """

    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    deadline: float = 600.0
    attempts: int = 4
    backoff: float = 1.0
    longest_pause: float = 120.0
    max_bytes: int = 100_000_000
    max_redirects: int = 5
    contact: str = field(default_factory=lambda: os.environ.get(CONTACT_VARIABLE, ""))

    def __post_init__(self) -> None:
        """Refuse a contact that no header can carry."""
        if not (self.contact.isascii() and self.contact.isprintable()):
            raise ConfigurationError(f"{CONTACT_VARIABLE}: a header takes printable ASCII only: {self.contact!r}")

    @property
    def user_agent(self) -> str:
        """The ``User-Agent`` header: project, its address, and whom to write to."""
        return f"TerraFAIR (+{PROJECT}{f'; {self.contact}' if self.contact else ''})"


@dataclass(frozen=True, slots=True)
class Response:
    """A successful answer.

    Attributes:
        content: the body, decompressed.
        media_type: in lower case, without parameters; empty when the source states none.
        url: where the body came from, after redirects.
    """

    content: bytes
    media_type: str
    url: str


class Transport:
    """Makes requests under ``Settings``; a context manager that closes its connections.

    Args:
        settings: the defaults when None.
        sleep: waits the given seconds between two attempts.
    """

    def __init__(self, settings: Settings | None = None, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.settings = settings or Settings()
        self._sleep = sleep

    @cached_property
    def _client(self) -> httpx2.Client:
        return httpx2.Client(
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
        if client := self.__dict__.pop("_client", None):
            client.close()

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        referrer: str = "",
    ) -> Response:
        """What a GET request answers.

        Args:
            url: http or https.
            params: join the query that the URL already has.
            headers: beside the transport's own.
            referrer: the document that named the URL, if a foreign one did: the rules for redirects then hold.

        Raises:
            AnswerError: the answer is refused: its status, size, encoding, or where it leads.
            SourceError: no answer after all attempts.
        """
        return self._request("GET", url, params, headers, None, referrer)

    def post(
        self, url: str, content: bytes, headers: Mapping[str, str] | None = None, *, referrer: str = ""
    ) -> Response:
        """What a POST request answers; arguments and errors as for ``get``."""
        return self._request("POST", url, None, headers, content, referrer)

    def _request(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        content: bytes | None,
        referrer: str,
    ) -> Response:
        if referrer:
            permit(referrer, url)
        try:
            # ``params`` of the client's own method would replace the query of the URL.
            target = httpx2.URL(url).copy_merge_params(dict(params or {}))
            request = self._client.build_request(method, target, headers=dict(headers or {}), content=content)
        except httpx2.InvalidURL as error:
            raise AnswerError(f"{url}: {error}") from error
        retrying = Retrying(
            stop=stop_after_attempt(self.settings.attempts),
            wait=self._pause,
            retry=retry_if_exception_type(TransientError),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._exchange, request)
        except TransientError as error:
            raise SourceError(f"{error} ({self.settings.attempts} attempts)") from error

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TransientError) and error.retry_after is not None:
            return min(error.retry_after, self.settings.longest_pause)
        return wait_exponential_jitter(
            self.settings.backoff, self.settings.longest_pause, jitter=self.settings.backoff
        )(state)

    def _exchange(self, request: httpx2.Request) -> Response:
        first = request.url
        for _ in range(self.settings.max_redirects + 1):
            url = str(request.url)
            with _translated(url), closing(self._client.send(request, stream=True)) as answer:
                if answer.next_request is None:
                    return self._read(answer, url)
                request = answer.next_request
            permit(url, str(request.url))
        raise AnswerError(f"{first}: more than {self.settings.max_redirects} redirects, the last to {request.url}")

    def _read(self, answer: httpx2.Response, url: str) -> Response:
        pieces = self._pieces(answer, url)
        if not answer.is_success:
            status = f"{answer.status_code} {answer.reason_phrase}".strip()
            beginning = _beginning(pieces)
            message = f"{url}: status {status}: {_excerpt(beginning)}".removesuffix(": ")
            if answer.status_code == 429 or answer.status_code >= 500:
                raise TransientError(message, _retry_after(answer.headers.get("Retry-After", "")))
            raise StatusError(message, beginning)
        media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Response(b"".join(pieces), media_type, url)

    def _pieces(self, answer: httpx2.Response, url: str) -> Iterator[bytes]:
        # One piece is what 64 KiB from the wire decode to; stacked codings would multiply that, so they are refused.
        if (encoding := answer.headers.get("Content-Encoding", "").strip().lower()) not in _ENCODINGS:
            raise AnswerError(f"{url}: content encoding {encoding[:50]!r} is not accepted")
        limit, size = self.settings.max_bytes, 0
        too_large = f"{url}: the answer is larger than the limit of {limit} bytes"
        if (declared := answer.headers.get("Content-Length", "")).isdecimal() and int(declared[:20]) > limit:
            raise AnswerError(too_large)
        end = time.monotonic() + self.settings.deadline
        for piece in answer.iter_bytes():
            size += len(piece)
            if size > limit:
                raise AnswerError(too_large)
            if time.monotonic() > end:
                raise SourceError(f"{url}: no complete answer within {self.settings.deadline:g} seconds")
            yield piece


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
        raise TransientError(message) from error


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


def permit(origin: str, target: str) -> None:
    """Check that a document at one URL may send us to another.

    Raises:
        AnswerError: the target's scheme is not http or https, or falls back from https to http; or it lies on a
            private or loopback address while the origin is public.
    """
    here, there = urlsplit(origin), urlsplit(target)
    if there.scheme not in _SCHEMES or (here.scheme, there.scheme) == ("https", "http"):
        raise AnswerError(f"{origin}: leads to {target[:300]}, whose scheme is not followed")
    if here.hostname != there.hostname and is_public(here.hostname or "") and not is_public(there.hostname or ""):
        raise AnswerError(f"{origin}: leads to {target[:300]}, an address that is not public")


def is_public(host: str) -> bool:
    """Whether every address of a host is reachable from everywhere; a host without address counts as public."""
    try:
        addresses = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return True
    return all(ip_address(address.partition("%")[0]).is_global for address in addresses)
