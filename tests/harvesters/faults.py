"""What can go wrong with an answer on its way: each fault turns an honest answer into one that is not."""

import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.harvesters.hubs import Hub
from tests.harvesters.loopback import Answer, Request

Fault = Callable[[Answer], Answer]
"""Makes a bad answer of a good one."""

STALL = 0.4
"""Seconds for which an answer stalls; a test's read time-out is shorter."""


def _body(answer: Answer) -> bytes:
    return answer.body if isinstance(answer.body, bytes) else b"".join(answer.body)


def _truncated_gzip(answer: Answer) -> Answer:
    return replace(answer, body=gzip.compress(_body(answer))[:-9], headers={"Content-Encoding": "gzip"})


def _stall(answer: Answer) -> Answer:
    def pieces() -> Iterator[bytes]:
        yield _body(answer)[:20]
        time.sleep(STALL)
        yield _body(answer)[20:]

    return replace(answer, body=pieces())


def _bomb(answer: Answer) -> Answer:
    return replace(answer, body=gzip.compress(b" " * 300_000), headers={"Content-Encoding": "gzip"})


def _other_bytes(answer: Answer) -> Answer:
    return replace(answer, body=_body(answer).decode().replace("é", "é").encode("latin-1", "replace") + b"\xff")


FAULTS: dict[str, Fault] = {
    "503": lambda _: Answer(b"busy", 503),
    "retry-after": lambda _: Answer(b"busy", 503, headers={"Retry-After": "3"}),
    "429": lambda _: Answer(b"too many", 429),
    "500": lambda _: Answer(b"sorry", 500),
    "404": lambda _: Answer(b"nothing here", 404),
    "reset": lambda answer: replace(answer, reset=True),
    "truncated-gzip": _truncated_gzip,
    "length-too-long": lambda answer: replace(answer, length=len(_body(answer)) + 10),
    "length-too-short": lambda answer: replace(answer, length=len(_body(answer)) // 2),
    "html": lambda _: Answer(b"<!DOCTYPE html><html><body>Sign in</body></html>", media_type="text/html"),
    "empty": lambda answer: replace(answer, body=b""),
    "wrong-encoding": lambda answer: replace(answer, headers={"Content-Encoding": "gzip"}),
    "other-bytes": _other_bytes,
    "dtd": lambda answer: replace(answer, body=b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'),
    "redirect-loop": lambda _: Answer(status=302, headers={"Location": "/loop"}),
    "bomb": _bomb,
    "stall": _stall,
}
"""Every fault by its name."""

PASSING = [name for name in FAULTS if name not in ("404", "dtd", "redirect-loop", "bomb")]
"""Faults that one further attempt gets over."""


class FaultyHub:
    """A hub whose answers have faults: ``faults`` by the number of the request, counted from 0."""

    def __init__(self, hub: Hub, faults: dict[int, str]) -> None:
        self._hub = hub
        self._faults = faults
        self.asked = 0

    def __call__(self, request: Request) -> Answer:
        number, self.asked = self.asked, self.asked + 1
        answer = self._hub.answer(request)
        return FAULTS[self._faults[number]](answer) if number in self._faults else answer
