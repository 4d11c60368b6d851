import io
import json
import threading

import pytest
from rich.console import Console

from catalogue.progress import ConsoleProgress, JsonProgress, remaining


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time in seconds, for a test to set."""
    now = [1000.0]
    monkeypatch.setattr("catalogue.progress.time.monotonic", lambda: now[0])
    return now


def test_lines_where_there_is_no_terminal(clock: list[float]) -> None:
    shown = io.StringIO()
    progress = ConsoleProgress(Console(file=shown, width=200))
    one, other = progress.begin("aeris/csw"), progress.begin("theia/stac")
    one.expect(1000, done=400)
    one.advance(100)
    clock[0] += 30
    one.advance(100)
    other.advance(7)
    clock[0] += 1
    other.end("COMPLETE 7 new")
    one.end("COMPLETE 600 new")
    progress.tell("warning", "aeris/csw: fewer")
    lines = [" ".join(line.split()) for line in shown.getvalue().splitlines()]
    assert lines == [
        "aeris/csw 600 of 1000 records, 1 min to go",
        "theia/stac 7 records",
        "theia/stac COMPLETE 7 new (31.0 s)",
        "aeris/csw COMPLETE 600 new (31.0 s)",
        "warning aeris/csw: fewer",
    ]


def test_bars_for_several_sources_at_a_terminal() -> None:
    shown = io.StringIO()
    progress = ConsoleProgress(Console(file=shown, width=120, force_terminal=True))

    def work(name: str) -> None:
        one = progress.begin(name)
        one.expect(50)
        for _ in range(50):
            one.advance()
        one.end("COMPLETE")

    threads = [threading.Thread(target=work, args=(f"source-{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert shown.getvalue().count("COMPLETE") == 8


def test_one_json_object_a_line(clock: list[float]) -> None:
    told = io.StringIO()
    progress = JsonProgress(told)
    work = progress.begin("aeris/csw", 100)
    clock[0] += 60
    work.advance(50)
    work.end("COMPLETE 50 new", outcome="COMPLETE", new=50)
    progress.tell("warning", "é\n", values={"listed": 1})
    events = [json.loads(line) for line in told.getvalue().splitlines()]
    assert all(event.pop("time") for event in events)
    assert events == [
        {"event": "begin", "what": "aeris/csw", "total": 100},
        {"event": "progress", "what": "aeris/csw", "done": 50, "total": 100, "remaining": 60},
        {
            "event": "end",
            "what": "aeris/csw",
            "message": "COMPLETE 50 new",
            "seconds": 60.0,
            "outcome": "COMPLETE",
            "new": 50,
        },
        {"event": "warning", "message": "é\n", "values": {"listed": 1}},
    ]


@pytest.mark.parametrize(
    ("total", "done", "lately", "left"),
    [(100, 50, 50, 10.0), (100, 90, 10, 10.0), (None, 5, 5, None), (3, 5, 5, None), (9, 0, 0, None)],
)
def test_the_time_that_is_left(total: int | None, done: int, lately: int, left: float | None) -> None:
    assert remaining(total, done, lately, 10.0) == left
