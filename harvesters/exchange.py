"""An exchange over HTTP: what is asked, and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Version:
    """What a source calls the version of an answer, for asking again later (RFC 9110, section 8.8)."""

    etag: str = ""
    last_modified: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers by which an answer is wanted only if it is another version."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked.

    Attributes:
        url: http or https.
        params: join the query that the URL already has.
        headers: beside the transport's own.
        content: the body of a POST request; None for GET.
        referrer: the document that named the URL, if a foreign one did: the rules for redirects then hold.
        unless: the version that the caller has; the answer is then empty and ``unchanged`` if there is no other.
        once: whether a broken answer is not asked for again, because the caller then asks for less.
    """

    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    referrer: str = ""
    unless: Version = Version()
    once: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """A successful answer.

    Attributes:
        content: the body, decompressed.
        media_type: in lower case, without parameters; empty when the source states none.
        url: where the body came from, after redirects.
        version: what the source calls it.
        date: the source's clock, in ISO 8601 and UTC; empty when it says none.
        unchanged: whether the caller has this version, so that no body came.
    """

    content: bytes
    media_type: str
    url: str
    version: Version = Version()
    date: str = ""
    unchanged: bool = False
