"""A published catalogue of the sample hubs, and servers over it, for tests."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from api.app import create_app
from api.settings import Settings
from catalogue.progress import Silent
from catalogue.run import RunReport, run
from catalogue.run import Settings as RunSettings
from catalogue.workspace import Workspace
from harvesters.hub import load_hubs, select
from samples import SAMPLES
from samples.hubs import write_hubs
from samples.server import serve_samples

BASE = "http://catalogue.test"
"""What the IRIs of the published catalogue begin with; not where it is served."""


def publish(data: Path) -> RunReport:
    """Harvest the sample hubs over their protocols into a workspace, and publish."""
    with serve_samples(SAMPLES) as address:
        declaration = data / "hubs.toml"
        data.mkdir(parents=True, exist_ok=True)
        write_hubs(address, declaration, SAMPLES)
        hubs = load_hubs(declaration)
        return run(Workspace(data), hubs, select(hubs, ()), RunSettings(BASE), Silent())


@contextmanager
def serve(settings: Settings) -> Iterator[str]:
    """A server over a workspace; its address, without a slash at the end."""
    config = uvicorn.Config(create_app(settings), host="127.0.0.1", port=0, log_level="error", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the server did not start")
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
