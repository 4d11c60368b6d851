from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from harvesters.hub import Source
from harvesters.protocol import harvester
from harvesters.record import Checkpoint, Gap, Harvested, Opening, Start
from harvesters.transport import Settings, Transport
from tests.harvesters.loopback import Loopback

RECORDS = Path(__file__).parents[3] / "shared" / "data" / "records"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that the transport would have slept."""
    return []


@pytest.fixture
def transport(pauses: list[float]) -> Iterator[Transport]:
    with Transport(Settings(connect_timeout=2, read_timeout=2, attempts=3, contact=""), sleep=pauses.append) as made:
        yield made


@pytest.fixture
def harvest(transport: Transport) -> Callable[..., Iterator[Harvested]]:
    """The records of a source from a protocol, a URL and options, without what a listing says about itself."""

    def start(protocol: str, url: str, **options: Any) -> Iterator[Harvested]:
        reader = harvester(Source("hub", "source", protocol, url, None, options), transport)
        return (one for one in reader.records(Start()) if not isinstance(one, Opening | Checkpoint | Gap))

    return start


@pytest.fixture
def shared_records() -> Path:
    if not RECORDS.is_dir():
        pytest.skip(f"the shared corpus is not at {RECORDS}")
    return RECORDS
