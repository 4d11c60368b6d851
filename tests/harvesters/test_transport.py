"""The transport against real misbehaviour on loopback."""

import gzip
import re
import time
import tracemalloc
from collections.abc import Iterator
from email.utils import formatdate

import pytest

from harvesters import address as address_module
from harvesters.address import is_public, permit
from harvesters.errors import AnswerError, ConfigurationError, SourceError, TransientError
from harvesters.transport import CONTACT_VARIABLE, PROJECT, Settings, Transport
from tests.harvesters.loopback import Answer, Loopback, Request, closed_port

PIECE = b"x" * 100_000


def many_pieces(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield PIECE


def test_answer(server: Loopback, transport: Transport) -> None:
    url = server.route("/a", Answer(b"<a/>"))
    response = transport.get(f"{url}?x=1", {"y": "é&"}, {"X-Own": "z"})
    assert (response.content, response.media_type) == (b"<a/>", "application/xml")
    assert response.url.startswith(url)
    (asked,) = server.requests
    assert asked.query == {"x": "1", "y": "é&"}
    assert asked.headers["x-own"] == "z"
    assert asked.headers["user-agent"] == f"TerraFAIR (+{PROJECT})"


def test_post(server: Loopback, transport: Transport) -> None:
    url = server.route("/a", lambda request: Answer(request.body))
    assert transport.post(url, b"<q/>", {"Content-Type": "application/xml"}).content == b"<q/>"
    assert server.requests[0].headers["content-type"] == "application/xml"


def test_contact_joins_the_user_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CONTACT_VARIABLE, "harvest@example.org")
    assert Settings().user_agent == f"TerraFAIR (+{PROJECT}; harvest@example.org)"
    monkeypatch.setenv(CONTACT_VARIABLE, "a\r\nX-Injected: 1")
    with pytest.raises(ConfigurationError, match=CONTACT_VARIABLE):
        Settings()


def test_source_down(transport: Transport, pauses: list[float]) -> None:
    url = f"http://127.0.0.1:{closed_port()}/"
    with pytest.raises(SourceError, match=re.escape(url) + r".*\(3 attempts\)") as caught:
        transport.get(url)
    assert isinstance(caught.value.__cause__, TransientError)
    assert len(pauses) == 2
    assert 1 <= pauses[0] <= 2 <= pauses[1] <= 3


def test_503_then_fine(server: Loopback, transport: Transport, pauses: list[float]) -> None:
    url = server.route("/a", Answer(status=503), Answer(b"fine"))
    assert transport.get(url).content == b"fine"
    assert len(pauses) == 1


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_retry_after_seconds(server: Loopback, transport: Transport, pauses: list[float], status: int) -> None:
    url = server.route("/a", Answer(status=status, headers={"Retry-After": "7"}), Answer(b"fine"))
    assert transport.get(url).content == b"fine"
    assert pauses == [7.0]


def test_retry_after_is_capped(server: Loopback, transport: Transport, pauses: list[float]) -> None:
    url = server.route("/a", Answer(status=429, headers={"Retry-After": "86400"}), Answer(b"fine"))
    transport.get(url)
    assert pauses == [transport.settings.longest_pause]


def test_retry_after_date(server: Loopback, transport: Transport, pauses: list[float]) -> None:
    date = formatdate(time.time() + 60, usegmt=True)
    url = server.route("/a", Answer(status=503, headers={"Retry-After": date}), Answer(b"fine"))
    transport.get(url)
    assert 50 < pauses[0] <= 60


def test_retry_after_nonsense_falls_back_to_back_off(
    server: Loopback, transport: Transport, pauses: list[float]
) -> None:
    url = server.route("/a", Answer(status=503, headers={"Retry-After": "soon"}), Answer(b"fine"))
    transport.get(url)
    assert 1 <= pauses[0] <= 2


def test_503_for_ever_names_status_and_text(server: Loopback, transport: Transport) -> None:
    url = server.route("/a", Answer(b"down for\n  maintenance", 503))
    with pytest.raises(SourceError, match="status 503 Service Unavailable: down for maintenance") as caught:
        transport.get(url)
    assert not isinstance(caught.value, AnswerError)
    assert len(server.requests) == 3


def test_404_is_not_tried_again(server: Loopback, transport: Transport, pauses: list[float]) -> None:
    with pytest.raises(AnswerError, match="status 404 Not Found: nothing here"):
        transport.get(f"{server.url}/missing")
    assert pauses == []


def test_read_time_out(server: Loopback) -> None:
    def slow(_: Request) -> Answer:
        time.sleep(0.5)
        return Answer(b"late")

    url = server.route("/a", slow)
    impatient = Settings(read_timeout=0.05, attempts=1)
    with Transport(impatient) as transport, pytest.raises(SourceError, match="time-out"):
        transport.get(url)


def test_trickle_ends_at_the_deadline(server: Loopback) -> None:
    def trickle() -> Iterator[bytes]:
        while True:
            time.sleep(0.02)
            yield b"x"

    url = server.route("/a", Answer(trickle()))
    strict = Settings(deadline=0.1, attempts=1)
    with Transport(strict) as transport, pytest.raises(SourceError, match=r"no complete answer within 0\.1 seconds"):
        transport.get(url)


def test_broken_off_body_is_tried_again(server: Loopback, transport: Transport) -> None:
    url = server.route("/a", Answer(b"half", length=8), Answer(b"complete"))
    assert transport.get(url).content == b"complete"


def test_200_mb_never_sit_in_memory(server: Loopback) -> None:
    url = server.route("/a", Answer(many_pieces(2000)))
    with Transport(Settings(max_bytes=5_000_000)) as small:
        tracemalloc.start()
        try:
            with pytest.raises(AnswerError, match=re.escape(f"{url}: the answer is larger than the limit of 5000000")):
                small.get(url)
            assert tracemalloc.get_traced_memory()[1] < 20_000_000
        finally:
            tracemalloc.stop()


def test_declared_length_is_enough_to_refuse(server: Loopback, transport: Transport) -> None:
    url = server.route("/a", Answer(b"x", length=200_000_000))
    with pytest.raises(AnswerError, match="larger than the limit of 100000000 bytes"):
        transport.get(url)


def test_limit_holds_for_the_decompressed_body(server: Loopback) -> None:
    bomb = gzip.compress(b"0" * 20_000_000)
    assert len(bomb) < 100_000
    url = server.route("/a", Answer(bomb, headers={"Content-Encoding": "gzip"}))
    with Transport(Settings(max_bytes=1_000_000)) as small, pytest.raises(AnswerError, match="larger than the limit"):
        small.get(url)
    with Transport() as large:
        assert len(large.get(url).content) == 20_000_000


def test_stacked_encodings_are_refused(server: Loopback, transport: Transport) -> None:
    body = gzip.compress(gzip.compress(b"x"))
    url = server.route("/a", Answer(body, headers={"Content-Encoding": "gzip, gzip"}))
    with pytest.raises(AnswerError, match="content encoding 'gzip, gzip'"):
        transport.get(url)


def test_broken_gzip(server: Loopback, transport: Transport) -> None:
    url = server.route("/a", Answer(b"no gzip", headers={"Content-Encoding": "gzip"}))
    with pytest.raises(AnswerError, match=re.escape(url)):
        transport.get(url)


def test_redirect_is_followed(server: Loopback, transport: Transport) -> None:
    server.route("/b", Answer(b"here"))
    url = server.route("/a", Answer(status=301, headers={"Location": "/b"}))
    response = transport.get(url)
    assert (response.content, response.url) == (b"here", f"{server.url}/b")


def test_redirect_loop(server: Loopback, transport: Transport) -> None:
    server.route("/b", Answer(status=302, headers={"Location": "/a"}))
    url = server.route("/a", Answer(status=302, headers={"Location": "/b"}))
    with pytest.raises(AnswerError, match="more than 5 redirects"):
        transport.get(url)
    assert len(server.requests) == 6


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/a", "file:///etc/hostname", "gopher://x/"])
def test_redirect_to_another_scheme(server: Loopback, transport: Transport, location: str) -> None:
    url = server.route("/a", Answer(status=302, headers={"Location": location}))
    with pytest.raises(AnswerError, match="scheme is not followed"):
        transport.get(url)


@pytest.mark.parametrize("location", ["", "javascript:alert(1)", "http://127.0.0.1:x/"])
def test_redirect_to_nowhere(server: Loopback, transport: Transport, location: str) -> None:
    url = server.route("/a", Answer(status=302, headers={"Location": location}))
    with pytest.raises(AnswerError, match=re.escape(url)):
        transport.get(url)


def test_redirect_from_public_to_loopback(
    server: Loopback, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.route("/secret", Answer(b"secret"))
    url = server.route("/a", Answer(status=302, headers={"Location": f"{server.url}/secret"}))
    monkeypatch.setattr(address_module, "is_public", lambda host: host == "localhost")
    with pytest.raises(AnswerError, match="an address that is not public"):
        transport.get(url.replace("127.0.0.1", "localhost"))
    assert [request.path for request in server.requests] == ["/a"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1", "0.0.0.0"],
)
def test_addresses_that_are_not_public(host: str) -> None:
    assert not is_public(host)
    literal = f"[{host}]" if ":" in host else host
    with pytest.raises(AnswerError, match="not public"):
        permit("https://8.8.8.8/a", f"https://{literal}/b")


def test_permitted_hops() -> None:
    permit("http://8.8.8.8/", "https://8.8.4.4/")
    permit("http://127.0.0.1/", "http://10.0.0.1/")
    with pytest.raises(AnswerError, match="scheme"):
        permit("https://8.8.8.8/", "http://8.8.8.8/")


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/", "http://", "http://[::1/", "http://127.0.0.1:x/"])
def test_unusable_url(transport: Transport, url: str) -> None:
    with pytest.raises(SourceError):
        transport.get(url)


def test_closed_transport_opens_again(server: Loopback, transport: Transport) -> None:
    url = server.route("/a", Answer(b"fine"))
    transport.get(url)
    transport.close()
    assert transport.get(url).content == b"fine"
