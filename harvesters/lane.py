"""Lanes: how the requests to one host follow one another, whichever sources and threads they come from."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from threading import BoundedSemaphore, Lock

from .address import is_public
from .errors import SourceError


class Lane:
    """The way to one host.

    Whoever holds a turn may have one connection; it is held through the pauses between attempts, so that a host that
    asks to be left alone is left alone by all.

    Args:
        host: its name.
        width: turns at once.
        rate: requests in a second; 0 for any number. A host on a private network is not held to it.
        max_bytes: what may be received from it.
    """

    def __init__(self, host: str, width: int, rate: float, max_bytes: int) -> None:
        self._host = host
        self._turns = BoundedSemaphore(width)
        self._rate = rate
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._earliest = 0.0
        self._received = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until the host is free, and keep it while the context lasts."""
        with self._turns:
            yield

    def pace(self, sleep: Callable[[float], None]) -> None:
        """Wait until the next request may go out."""
        if not self._interval:
            return
        with self._lock:
            now = time.monotonic()
            begin = max(now, self._earliest)
            self._earliest = begin + self._interval
        if begin > now:
            sleep(begin - now)

    def receive(self, size: int) -> None:
        """Count what has come.

        Raises:
            SourceError: it is more than may come from one host.
        """
        with self._lock:
            self._received += size
        if self._received > self._max_bytes:
            raise SourceError(f"{self._host}: more than {self._max_bytes} bytes have been received from this host")

    @cached_property
    def _interval(self) -> float:
        return 1 / self._rate if self._rate > 0 and is_public(self._host) else 0.0


class Lanes:
    """The lanes to all hosts, and what has come on all of them.

    Args:
        width: turns at once on each lane.
        rate: requests in a second on each.
        max_host_bytes: from one host.
        max_run_bytes: from all.
    """

    def __init__(self, width: int, rate: float, max_host_bytes: int, max_run_bytes: int) -> None:
        self._width = width
        self._rate = rate
        self._max_host_bytes = max_host_bytes
        self._max_run_bytes = max_run_bytes
        self._lock = Lock()
        self._lanes: dict[str, Lane] = {}
        self._received = 0

    def to(self, host: str) -> Lane:
        """The lane to a host."""
        with self._lock:
            if host not in self._lanes:
                self._lanes[host] = Lane(host, self._width, self._rate, self._max_host_bytes)
            return self._lanes[host]

    def receive(self, lane: Lane, size: int) -> None:
        """Count what has come on a lane.

        Raises:
            SourceError: it is more than may come from one host, or in one run.
        """
        lane.receive(size)
        with self._lock:
            self._received += size
        if self._received > self._max_run_bytes:
            raise SourceError(f"more than {self._max_run_bytes} bytes have been received in this run")
