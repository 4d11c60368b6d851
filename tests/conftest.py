"""What all tests share: the corpus beside the repository, and quiet property tests."""

from pathlib import Path

import pytest
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
