"""Branches of a transport: pace and limits in common, credentials and traffic of their own; versions of answers."""

import gzip
import socket
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock, Thread
from typing import Any

import pytest

from harvesters import lane as lane_module
from harvesters import transport as transport_module
from harvesters.address import origin, permit
from harvesters.body import decoded
from harvesters.credential import Credential, credential
from harvesters.errors import (
    AnswerError,
    BrokenError,
    ConfigurationError,
    CredentialError,
    SourceError,
    TransientError,
)
from harvesters.exchange import Request as Asked
from harvesters.exchange import Version
from harvesters.hub import Source
from harvesters.protocol import harvester
from harvesters.record import Start
from harvesters.transport import Settings, Transport
from tests.harvesters.loopback import Answer, Loopback, Request

COMPRESSED = {
    "gzip": gzip.compress(b"x" * 5000),
    "deflate": zlib.compress(b"x" * 5000),
    "identity": b"x" * 5000,
    "": b"x" * 5000,
    "x-gzip": gzip.compress(b"x" * 5000),
}


@pytest.mark.parametrize("encoding", COMPRESSED)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_bodies(encoding: str, size: int) -> None:
    body = COMPRESSED[encoding]
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    assert b"".join(decoded(pieces, encoding, "u")) == b"x" * 5000


def test_bodies_that_are_written_oddly() -> None:
    raw = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    assert b"".join(decoded([raw.compress(b"abc") + raw.flush()], "deflate", "u")) == b"abc"
    assert b"".join(decoded([gzip.compress(b"a") + gzip.compress(b"b") + b"\0\0\0"], "gzip", "u")) == b"ab"
    assert b"".join(decoded([], "gzip", "u")) == b""


@pytest.mark.parametrize("cut", [1, 8, 12, 20])
def test_bodies_cut_short(cut: int) -> None:
    with pytest.raises(TransientError, match="ends too early"):
        list(decoded([gzip.compress(b"abcdefgh" * 10)[:-cut]], "gzip", "u"))


def test_a_bomb_comes_in_pieces() -> None:
    pieces = decoded([gzip.compress(b"0" * 50_000_000)], "gzip", "u")
    assert len(next(pieces)) <= 1_000_000


def test_one_request_to_a_host_at_a_time(server: Loopback) -> None:
    lock, now, most = Lock(), 0, 0

    def answer(_: Request) -> Answer:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.01)
        with lock:
            now -= 1
        return Answer(b"fine")

    url = server.route("/a", answer)
    with Transport(Settings(contact="")) as transport, ThreadPoolExecutor(4) as pool:
        branches = [transport.branch(Credential()) for _ in range(4)]
        work = [pool.submit(branch.get, url) for branch in branches for _ in range(3)]
        assert all(one.result().content == b"fine" for one in work)
    assert most == 1
    assert [branch.traffic.requests for branch in branches] == [3] * 4
    assert {branch.traffic.received for branch in branches} == {12}
    assert transport.traffic.requests == 0


def test_pace_is_that_of_all_branches(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    url, pauses = server.route("/a", Answer(b"fine")), list[float]()
    monkeypatch.setattr(lane_module, "is_public", lambda _: True)
    with Transport(Settings(rate=2, contact=""), sleep=pauses.append) as transport:
        for _ in range(2):
            branch = transport.branch(Credential())
            branch.get(url)
            branch.get(url)
    assert len(pauses) == 3
    assert 1.0 < pauses[-1] <= 1.5


def test_a_host_of_our_own_is_not_slowed_down(server: Loopback, transport: Transport, pauses: list[float]) -> None:
    url = server.route("/a", Answer(b"fine"))
    for _ in range(20):
        transport.get(url)
    assert pauses == []


@pytest.mark.parametrize("limit", ["max_host_bytes", "max_run_bytes"])
def test_bytes_of_all_branches_are_counted(server: Loopback, limit: str) -> None:
    url = server.route("/a", Answer(b"x" * 600))
    with Transport(Settings(contact="", **{limit: 1000})) as transport:
        transport.branch(Credential()).get(url)
        with pytest.raises(SourceError, match="more than 1000 bytes"):
            transport.branch(Credential()).get(url)


def test_unchanged_answer(server: Loopback, transport: Transport) -> None:
    stamp = "Wed, 21 Oct 2015 07:28:00 GMT"

    def answer(request: Request) -> Answer:
        if request.headers.get("if-none-match") == '"v1"' and request.headers["if-modified-since"] == stamp:
            return Answer(status=304, headers={"ETag": '"v1"'})
        return Answer(b"<a/>", headers={"ETag": '"v1"', "Last-Modified": stamp})

    url = server.route("/a", answer)
    first = transport.get(url)
    assert first.version == Version('"v1"', stamp)
    assert first.date.endswith("Z")
    again = transport.get(url, unless=first.version)
    assert (again.unchanged, again.content) == (True, b"")
    assert transport.get(url, unless=Version('"v0"', stamp)).content == b"<a/>"


def test_304_that_nobody_asked_for(server: Loopback, transport: Transport) -> None:
    with pytest.raises(AnswerError, match="status 304"):
        transport.get(server.route("/a", Answer(status=304)))


def declared(url: str = "https://hub.example/csw", **options: Any) -> Source:
    return Source("hub", "source", "csw", url, None, options)


def test_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_USER", "ann")
    monkeypatch.setenv("HUB_PASSWORD", "s3cret")
    monkeypatch.setattr("harvesters.credential.is_public", lambda _: True)
    known = credential(declared(username_env="HUB_USER", password_env="HUB_PASSWORD"))
    assert known.headers("https://hub.example:443/other") == {"Authorization": "Basic YW5uOnMzY3JldA=="}
    for url in ("http://hub.example/csw", "https://hub.example:8443/csw", "https://other.example/csw"):
        assert known.headers(url) == {}
    assert "s3cret" not in repr(known)
    assert "YW5u" not in repr(known)
    assert known.hide("got Basic YW5uOnMzY3JldA== or s3cret") == "got Basic … or …"
    assert credential(declared()).headers("https://hub.example/csw") == {}


@pytest.mark.parametrize(
    "options",
    [
        {"username_env": "HUB_USER"},
        {"username_env": "HUB_USER", "token_env": "HUB_USER"},
        {"token_env": 7},
    ],
)
def test_wrong_credentials(monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]) -> None:
    monkeypatch.setenv("HUB_USER", "ann")
    monkeypatch.setattr("harvesters.credential.is_public", lambda _: True)
    with pytest.raises(ConfigurationError, match="hub/source"):
        credential(declared(**options))
    with pytest.raises(ConfigurationError, match="over https only"):
        credential(declared("http://hub.example/csw", token_env="HUB_USER"))


@pytest.mark.parametrize("variable", ["HUB_NOTHING", "HUB_ODD"])
def test_missing_credential_closes_its_source_alone(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv("HUB_ODD", "s3c\nret")
    with Transport(Settings(contact="")) as transport:
        closed = harvester(declared(token_env=variable), transport)
        with pytest.raises(CredentialError, match=f"token_env: .*'{variable}'") as told:
            list(closed.records(Start()))
    assert "s3c" not in str(told.value)


def test_credential_does_not_follow_a_redirect_elsewhere(server: Loopback) -> None:
    with Loopback() as stranger, Transport(Settings(contact="")) as transport:
        there = stranger.route("/b", Answer(b"theirs"))
        url = server.route("/a", Answer(status=302, headers={"Location": there}))
        branch = transport.branch(Credential(url, "Bearer s3cret", ("s3cret",)))
        assert branch.get(url).content == b"theirs"
    assert server.requests[0].headers["authorization"] == "Bearer s3cret"
    assert "authorization" not in stranger.requests[0].headers


def test_origins() -> None:
    assert origin("https://Hub.example/a") == origin("https://hub.example:443/b")
    with pytest.raises(AnswerError):
        origin("http://hub.example:x/")
    with pytest.raises(AnswerError, match="user name"):
        permit("https://hub.example/", "https://ann:pw@hub.example/")


def test_a_name_that_means_another_address_when_connected_to(
    server: Loopback, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    # what was public when it was permitted is on loopback when it is connected to
    monkeypatch.setattr("harvesters.address.is_public", lambda _: True)
    monkeypatch.setattr(transport_module, "is_public", lambda _: True)
    monkeypatch.setattr(transport_module, "getproxies", dict)
    url = server.route("/a", Answer(b"secret"))
    with pytest.raises(AnswerError, match="not public"):
        transport.get(url, referrer="http://hub.example/")


def test_once_is_for_broken_answers_only(server: Loopback, transport: Transport, pauses: list[float]) -> None:
    url = server.route("/a", Answer(status=503), Answer(status=500), Answer(b"fine"))
    with pytest.raises(BrokenError, match=r"status 500.*\(2 attempts\)"):
        transport.read(Asked(url, once=True), lambda response: response)
    assert len(pauses) == 1


def test_headers_that_trickle_end_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def trickle() -> None:
            peer, _ = listening.accept()
            with peer, suppress(OSError):
                peer.sendall(b"HTTP/1.1 200 OK\r\n")
                for number in range(200):
                    peer.sendall(f"X-{number}: y\r\n".encode())
                    time.sleep(0.02)

        thread = Thread(target=trickle, daemon=True)
        thread.start()
        began = time.monotonic()
        with Transport(Settings(deadline=0.2, attempts=1, contact="")) as transport, pytest.raises(BrokenError):
            transport.get(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        assert time.monotonic() - began < 3
        thread.join()
