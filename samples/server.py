"""The server of the sample hubs: each hub's protocol at its place, over the records of one folder."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from .csw import CswCatalogue
from .oai import OaiRepository
from .record import read_records
from .stac import read_api

LOOPBACK = "127.0.0.1"
START_TIMEOUT = 10.0
"""Seconds that the server may take to start."""


def sample_app(folder: Path) -> Starlette:
    """The application that serves a folder of sample hubs; the records are read now, DINAMIS's at each request.

    Raises:
        SampleError: a hub has no record, or a file in it is none.
    """
    aeris = OaiRepository("AERIS (sample)", "catalogue@aeris.example", read_records(folder / "aeris"))
    odatis = CswCatalogue("ODATIS (sample)", "ODATIS", read_records(folder / "odatis"))
    theia = CswCatalogue("Theia in situ (sample)", "Theia", read_records(folder / "theia" / "iso"))
    geodes = read_api(
        folder / "theia" / "stac",
        "/theia/stac",
        id_="theia",
        title="Theia (sample)",
        description="Satellite products of the land surface. Produits satellitaires des surfaces continentales.",
    )
    verbs = ["GET", "POST"]
    return Starlette(
        routes=[
            Route("/health", _health),
            Route("/aeris/oai", aeris.respond, methods=verbs),
            Route("/odatis/csw", odatis.respond, methods=verbs),
            Route("/theia/csw", theia.respond, methods=verbs),
            *geodes.routes(),
            Mount("/dinamis", StaticFiles(directory=folder / "dinamis")),
        ]
    )


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "ok"})


@contextmanager
def serve(app: Starlette, port: int = 0) -> Iterator[str]:
    """An application served from a thread of this process, on the loopback interface; yields its base URL.

    Args:
        app: the application.
        port: the port, 0 for any that is free.

    Raises:
        OSError: the port is taken.
        RuntimeError: the server does not start.
    """
    with closing(socket.create_server((LOOPBACK, port))) as listener:
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, name="samples", daemon=True)
        thread.start()
        try:
            _await_start(server, thread)
            yield f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def serve_samples(folder: Path, port: int = 0) -> Iterator[str]:
    """The sample hubs of a folder, served; yields the base URL. See ``sample_app`` and ``serve``."""
    with serve(sample_app(folder), port) as base_url:
        yield base_url


def _await_start(server: uvicorn.Server, thread: Thread) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the sample server did not start")
        time.sleep(0.005)
