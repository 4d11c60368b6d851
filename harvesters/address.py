"""Addresses on the network: which are public, and where a foreign document may send us."""

import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from .errors import AnswerError

_SCHEMES = ("http", "https")


def permit(origin: str, target: str) -> None:
    """Check that a document at one URL may send us to another.

    Raises:
        AnswerError: the target's scheme is not http or https, or falls back from https to http; or it carries a user
            name; or it lies on a private or loopback address while the origin is public.
    """
    try:
        here, there = urlsplit(origin), urlsplit(target)
    except ValueError as error:
        raise AnswerError(f"{origin}: leads to {target[:300]!r}, which is no address: {error}") from error
    if there.scheme not in _SCHEMES or (here.scheme, there.scheme) == ("https", "http"):
        raise AnswerError(f"{origin}: leads to {target[:300]}, whose scheme is not followed")
    if there.username is not None or there.password is not None:
        raise AnswerError(f"{origin}: leads to {there.hostname} with a user name, which is not followed")
    if here.hostname != there.hostname and is_public(here.hostname or "") and not is_public(there.hostname or ""):
        raise AnswerError(f"{origin}: leads to {target[:300]}, an address that is not public")


def is_public(host: str) -> bool:
    """Whether every address of a host is reachable from everywhere; a host without address counts as public."""
    try:
        addresses = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return True
    return all(ip_address(address.partition("%")[0]).is_global for address in addresses)


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port of a URL, so that two of one origin are equal (RFC 6454, section 4).

    Raises:
        AnswerError: the URL is none.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AnswerError(f"{url[:300]!r} is no address: {error}") from error
    return parts.scheme, parts.hostname or "", port or {"http": 80, "https": 443}.get(parts.scheme)
