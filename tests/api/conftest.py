import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest

from api.settings import Settings
from catalogue.generation import Generations
from catalogue.search import Query, RecordDetail, Search
from tests.published import serve

Serve = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def client(service: str) -> Iterator[httpx2.Client]:
    """A client that follows no redirects and asks for nothing in particular."""
    with httpx2.Client(base_url=service, timeout=30) as made:
        yield made


@pytest.fixture(scope="session")
def index(published: Path) -> Iterator[Search]:
    """The search index that the service answers from."""
    search = Search(Generations(published / "generations").current())
    yield search
    search.close()


@pytest.fixture(scope="session")
def record(index: Search) -> RecordDetail:
    """A record of ISO 19139 with distributions."""
    for hit in index.find(Query(facets={"hub": ("aeris",)}, limit=100)).hits:
        detail = index.record(dataset=hit.dataset)
        if detail is not None and "/distribution/" in detail.statements:
            return detail
    raise LookupError("the samples of AERIS have no record with a distribution")


@pytest.fixture
def workspace(published: Path, tmp_path: Path) -> Path:
    """A copy of the published workspace with two generations, told apart by the number of their run."""
    data = tmp_path / "data"
    shutil.copytree(published, data)
    generations = Generations(data / "generations")
    first = generations.current()
    name = f"20990101T000000Z-{first.manifest.run + 1}"
    shutil.copytree(first.path, data / "generations" / name)
    manifest = data / "generations" / name / "manifest.json"
    said: dict[str, Any] = orjson.loads(manifest.read_bytes())
    manifest.write_bytes(orjson.dumps(said | {"name": name, "run": first.manifest.run + 1}))
    return data


@pytest.fixture
def serve_with() -> Serve:
    """Serve a workspace under settings of one's own, ``serve_with(data=…, query_timeout=1)``."""
    return lambda **options: serve(Settings(**{"poll": 0.05, "query_workers": 1, **options}))
