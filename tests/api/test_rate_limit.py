"""Rate limits."""

import pytest

from api import rate_limit
from api.rate_limit import RateLimit


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_so_many_in_a_while() -> None:
    clock = Clock()
    limit = RateLimit(2, 60, clock)
    assert [limit.take("192.0.2.1") for _ in range(3)] == [True, True, False]
    assert limit.take("192.0.2.2")
    clock.now = 59
    assert not limit.take("192.0.2.1")
    clock.now = 60
    assert [limit.take("192.0.2.1") for _ in range(3)] == [True, True, False]


def test_a_network_is_one_address() -> None:
    limit = RateLimit(1, 60)
    assert limit.take("2001:db8::1")
    assert not limit.take("2001:db8::2")
    assert limit.take("2001:db8:0:1::1")
    assert limit.take("192.0.2.1")
    assert not limit.take("::ffff:192.0.2.1")
    assert limit.take("no address at all")
    assert not limit.take("no address at all")
    assert limit.take("fe80::1%eth0")


def test_the_memory_has_a_bound_and_no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "REMEMBERED", 10)
    limit = RateLimit(1, 60)
    for number in range(50):
        assert limit.take(f"198.51.100.{number}")
    assert len(limit._moments) == 10
    assert not limit.take("198.51.100.49")
    assert "198.51.100" not in repr(limit._moments)
    assert b"198.51.100" not in b"".join(limit._moments)
