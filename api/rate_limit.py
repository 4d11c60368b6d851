"""Rate limits: how often one address may do something in a while, in a bounded memory that holds no addresses."""

import hashlib
import ipaddress
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

REMEMBERED = 10_000
"""Addresses that are remembered; those that have been quiet longest are forgotten."""


class RateLimit:
    """Counts what addresses do; threads may share it.

    Args:
        limit: how often each may in ``seconds``.
        seconds: length of the while.
        clock: seconds that go on evenly.
    """

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        # nobody can tell an address from what is remembered, and nothing of it outlives the process
        self._key = secrets.token_bytes(32)
        self._moments = OrderedDict[bytes, list[float]]()
        self._turn = threading.Lock()

    def take(self, address: str) -> bool:
        """Whether an address may once more; if so, it has."""
        name, now = self._hashed(address), self._clock()
        with self._turn:
            recent = [moment for moment in self._moments.pop(name, ()) if now - moment < self._seconds]
            may = len(recent) < self._limit
            if may:
                recent.append(now)
            self._moments[name] = recent
            while len(self._moments) > REMEMBERED:
                self._moments.popitem(last=False)
        return may

    def _hashed(self, address: str) -> bytes:
        return hashlib.blake2b(_household(address).encode(), key=self._key, digest_size=16).digest()


def _household(address: str) -> str:
    """An address; of an IPv6 address the network, since whoever has one has all of it."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(getattr(known, "ipv4_mapped", None) or known)
