"""The switch from one generation to another, as clients see it."""

import multiprocessing
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from catalogue.generation import Generations
from tests.api.conftest import Serve


def eventually(holds: Callable[[], bool], seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold"
        time.sleep(0.02)


def children() -> set[int | None]:
    """The processes that this one has started and that live."""
    return {child.pid for child in multiprocessing.active_children()}


def served(client: httpx2.Client) -> int:
    run: int = client.get("/health").json()["run"]
    return run


def test_switch_and_rollback_are_seen(workspace: Path, serve_with: Serve) -> None:
    generations = Generations(workspace / "generations")
    first, second = generations.all()
    with serve_with(data=workspace) as address, httpx2.Client(base_url=address, timeout=20) as client:
        assert served(client) == first.manifest.run
        others = children()
        assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
        workers = children() - others
        assert workers
        generations.switch(second.manifest.name)
        eventually(lambda: served(client) == second.manifest.run)
        eventually(lambda: not workers & children())
        assert client.get("/sparql", params={"query": "ASK { ?s a dcat:Dataset }"}).json()["boolean"] is True
        generations.rollback()
        eventually(lambda: served(client) == first.manifest.run)
        assert client.get("/api/search").json()["total"] == first.manifest.records
        assert client.get("/sparql", params={"query": "ASK { ?s a dcat:Dataset }"}).json()["boolean"] is True


def test_no_request_is_lost_at_a_switch(workspace: Path, serve_with: Serve) -> None:
    generations = Generations(workspace / "generations")
    names = [generation.manifest.name for generation in generations.all()]
    failures, answers = list[str](), list[int]()
    stop = threading.Event()

    def read(place: str) -> None:
        with httpx2.Client(base_url=address, timeout=20) as own:
            while not stop.is_set():
                response = own.get(place, headers={"Accept": "*/*"})
                answers.append(response.status_code)
                if response.status_code != 200:
                    failures.append(f"{place}: {response.status_code} {response.text[:200]}")

    with serve_with(data=workspace, poll=0.02) as address:
        places = ("/api/search?q=tonga", "/sparql?query=ASK+%7B%3Fs+a+dcat:Dataset%7D", "/rest/v1/search?query=o*")
        threads = [threading.Thread(target=read, args=(place,)) for place in places]
        for thread in threads:
            thread.start()
        for turn in range(6):
            time.sleep(0.25)
            generations.switch(names[(turn + 1) % 2])
        time.sleep(0.5)
        stop.set()
        for thread in threads:
            thread.join()
    assert not failures
    assert len(answers) > 12


def test_a_request_in_flight_ends_on_its_own_generation(workspace: Path, serve_with: Serve) -> None:
    generations = Generations(workspace / "generations")
    slow = "SELECT (COUNT(*) AS ?n) { ?a a ?b . ?c a ?d . FILTER(STRLEN(STR(?a)) > STRLEN(STR(?c))) }"
    with (
        serve_with(data=workspace, query_timeout=1.5) as address,
        httpx2.Client(base_url=address, timeout=20) as client,
    ):
        found = list[int]()
        thread = threading.Thread(
            target=lambda: found.append(httpx2.get(f"{address}/sparql", params={"query": slow}, timeout=20).status_code)
        )
        thread.start()
        time.sleep(0.3)
        generations.switch(generations.all()[1].manifest.name)
        eventually(lambda: served(client) == generations.current().manifest.run)
        thread.join()
    # it may have come to the time limit, but it was not cut off
    assert found in ([200], [504])


def test_before_the_first_publication(tmp_path: Path, workspace: Path, serve_with: Serve) -> None:
    empty = tmp_path / "empty"
    with serve_with(data=empty) as address, httpx2.Client(base_url=address, timeout=20) as client:
        for place in ("/health", "/api/search", "/sparql?query=ASK+%7B%7D", "/dataset/aeris/x", "/agent/x"):
            response = client.get(place)
            assert response.status_code == 503, place
            assert response.headers["content-type"] == "application/problem+json"
            assert response.headers["retry-after"]
        page = client.get("/", headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert page.headers["content-type"].startswith("text/html")
        workspace.rename(empty)
        eventually(lambda: client.get("/health").status_code == 200)


def test_a_damaged_generation_is_not_served(
    workspace: Path, serve_with: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    generations = Generations(workspace / "generations")
    first, second = generations.all()
    (second.path / "catalogue.sqlite").unlink()
    with serve_with(data=workspace) as address, httpx2.Client(base_url=address, timeout=20) as client:
        generations.switch(second.manifest.name)
        eventually(lambda: second.manifest.name in caplog.text)
        assert served(client) == first.manifest.run
        assert client.get("/api/search").status_code == 200
        assert caplog.text.count("cannot be served") == 1
        generations.switch(first.manifest.name)
        time.sleep(0.2)
        assert served(client) == first.manifest.run
