"""What all tests share: the corpus beside the repository, and quiet property tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).parent.parent.parent / "shared"

settings.register_profile("terrafair", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("terrafair")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what reads the shared corpus where there is none."""
    if SHARED.is_dir():
        return
    absent = pytest.mark.skip(reason="the shared corpus is not beside the repository")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(absent)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the shared corpus."""
    return SHARED


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which the sample hubs are published; made once, whatever the number of test processes.

    It is read only: a test that publishes, or switches generations, takes a copy.
    """
    from tests.published import publish

    own = tmp_path_factory.getbasetemp()
    root = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    data = root / "published"
    with FileLock(root / "published.lock"):
        if not (data / "generations" / "CURRENT").exists():
            publish(data)
    return data


@pytest.fixture(scope="session")
def revised(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the same, with editions of a vocabulary and a hostile vocabulary."""
    from api.settings import Settings
    from tests.published import serve
    from tests.revised import revise

    data = tmp_path_factory.mktemp("revised") / "data"
    revise(published, data)
    with serve(Settings(data=data, query_workers=1, poll=5)) as address:
        yield address


@pytest.fixture(scope="session")
def service(published: Path) -> Iterator[str]:
    """The address of a server over the published sample hubs."""
    from api.settings import Settings
    from tests.published import serve

    with serve(Settings(data=published, query_timeout=2, poll=0.1)) as address:
        yield address
