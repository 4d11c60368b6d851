"""A real HTTP server on 127.0.0.1 that answers as a test tells it to."""

import socket
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """What a client asked."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What the server answers; a body in pieces is sent without a length, as the pieces come.

    With ``reset`` half of the body is sent, then the connection is broken off.
    """

    body: bytes | Iterable[bytes] = b""
    status: int = 200
    media_type: str = "application/xml; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    reset: bool = False


Answering = Callable[[Request], Answer]


class Loopback:
    """The server; ``requests`` is what was asked so far."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._routes: dict[str, Answering] = {}
        self._trees: dict[str, Answering] = {}
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer._answer(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def route(self, path: str, *answers: Answer | Answering) -> str:
        """Answer requests for a path, each answer once and the last for ever; the URL."""
        left = list(answers)

        def answering(request: Request) -> Answer:
            answer = left.pop(0) if len(left) > 1 else left[0]
            return answer if isinstance(answer, Answer) else answer(request)

        self._routes[path] = answering
        return self.url + path

    def tree(self, path: str, answering: Answering) -> str:
        """Answer requests for a path and for all below it; the URL."""
        self._trees[path] = answering
        return self.url + path

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        request = Request(
            handler.command,
            parts.path,
            dict(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in handler.headers.items()},
            body,
        )
        self.requests.append(request)
        root = "/" + parts.path.split("/")[1]
        route = self._routes.get(parts.path) or self._trees.get(root, _nothing)
        answer = route(request)
        with suppress(BrokenPipeError, ConnectionResetError):
            handler.send_response(answer.status)
            handler.send_header("Content-Type", answer.media_type)
            for name, value in answer.headers.items():
                handler.send_header(name, value)
            pieces = [answer.body] if isinstance(answer.body, bytes) else answer.body
            if isinstance(answer.body, bytes):
                handler.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
            handler.end_headers()
            for piece in pieces:
                handler.wfile.write(piece[: len(piece) // 2] if answer.reset else piece)
            if answer.reset:
                handler.wfile.flush()
                handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                handler.connection.close()


def _nothing(_: Request) -> Answer:
    return Answer(b"nothing here", 404, "text/plain")


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
