"""The command ``serve``, and what ``demo`` shares with it."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from .app import DATA, Data, app, failures


@app.command()
def serve(
    data: Data = DATA,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.", min=1, max=65535)] = 8000,
) -> None:
    """Serve the current generation: pages, SPARQL, vocabulary API."""
    with failures():
        check_port(port, host)
    serve_at(data, host, port)


def serve_at(data: Path, host: str, port: int) -> None:
    """Serve until somebody ends it."""
    import uvicorn

    from api.app import create_app
    from api.settings import Settings

    console = Console()
    console.print(f"TerraFAIR serves {data} at http://{host}:{port}/", markup=False, highlight=False, soft_wrap=True)
    uvicorn.run(create_app(Settings(data=data)), host=host, port=port, log_level="warning", access_log=False)


def check_port(port: int, host: str = "127.0.0.1") -> None:
    """Find out before the work, not after it, that the port is taken.

    Raises:
        OSError: it is.
    """
    import socket

    with socket.create_server((host, port)):
        pass
