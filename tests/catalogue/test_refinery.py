import os
import random
import signal
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import NoReturn

import pytest

import catalogue.refinery as module
from catalogue.errors import RefineryError
from catalogue.refinery import Refined, Refinery, Refused, Result, Task, fingerprint, refine_all
from harvesters.record import RawRecord
from mappings.scope import Origin
from samples import SAMPLES
from tests.catalogue.conftest import BASE
from tests.catalogue.records import iso
from vocab.library import Library


def task(identifier: str, content: bytes, hub: str = "land") -> Task:
    return Task(RawRecord(identifier, content, "application/xml"), Origin(hub, "files", identifier))


def small(number: int, content: str = "") -> Task:
    return task(f"r{number}", (content or iso(f"r{number}")).encode())


@pytest.fixture(scope="session")
def sample_tasks() -> list[Task]:
    files = sorted(file for kind in ("xml", "json") for file in SAMPLES.rglob(f"*.{kind}"))
    return [
        task(file.stem, file.read_bytes(), file.relative_to(SAMPLES).parts[0])
        for file in files
        if file.name != "catalog.json"
    ]


@pytest.fixture(scope="session")
def validating(vocabularies: Library) -> Refinery:
    return Refinery(BASE, vocabularies.index())


def refined(batches: Iterator[list[Result]]) -> list[Result]:
    return [result for batch in batches for result in batch]


def test_two_processes_do_what_one_does(validating: Refinery, sample_tasks: list[Task]) -> None:
    tasks = [*sample_tasks[::4], small(0, "<broken"), small(1, "")]
    one = refined(refine_all(tasks, lambda: validating, workers=1, batch=7))
    two = refined(refine_all(tasks, lambda: validating, workers=2, batch=7))
    assert two == one
    assert [result.task for result in one] == tasks
    assert [type(result) for result in one[-2:]] == [Refused, Refined]
    assert any(finding.stage == "validate" for result in one for finding in result.findings)


def test_what_comes_of_a_record_does_not_depend_on_the_others(refinery: Refinery, sample_tasks: list[Task]) -> None:
    shuffled = random.Random(7).sample(sample_tasks, len(sample_tasks))
    one = {r.task: r for r in refined(refine_all(sample_tasks, lambda: refinery, workers=1, batch=100))}
    two = {r.task: r for r in refined(refine_all(shuffled, lambda: refinery, workers=1, batch=3))}
    assert two == one
    assert len(one) == len(sample_tasks) > 90


def test_tasks_are_drawn_as_there_is_room(refinery: Refinery) -> None:
    drawn = list[int]()

    def endless() -> Iterator[Task]:
        for number in count():
            drawn.append(number)
            yield small(number)

    batches = refine_all(endless(), lambda: refinery, workers=1, batch=10)
    assert [result.task.raw.identifier for result in next(batches)] == [f"r{number}" for number in range(10)]
    assert len(drawn) <= 20


def test_large_records_make_small_batches(refinery: Refinery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_BYTES", 3 * len(iso("r0")))
    sizes = [len(batch) for batch in refine_all(map(small, range(8)), lambda: refinery, workers=1)]
    assert sizes == [3, 3, 2]


def test_without_a_task_no_refinery_is_made() -> None:
    def never() -> NoReturn:
        pytest.fail("asked for a refinery")

    assert refined(refine_all([], never, workers=1)) == []
    assert refined(refine_all([], never, workers=2)) == []


class Hostile(Refinery):
    """Stands for a refinery that a record makes crash or hang."""

    def refine(self, tasks: Sequence[Task]) -> list[Result]:
        for raw, _ in tasks:
            if raw.content == b"crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            if raw.content == b"hang":
                time.sleep(60)
        return super().refine(tasks)


@pytest.fixture(scope="session")
def hostile(vocabularies: Library) -> Refinery:
    return Hostile(BASE, vocabularies.index(), validating=False)


def test_a_record_that_ends_its_process_is_refused_and_the_others_are_not(hostile: Refinery) -> None:
    tasks = [small(number, "crash" if number == 5 else "") for number in range(8)]
    results = refined(refine_all(tasks, lambda: hostile, workers=2, batch=4))
    assert [result.task for result in results] == tasks
    assert [number for number, result in enumerate(results) if isinstance(result, Refused)] == [5]
    (finding,) = results[5].findings
    assert finding.code == "parse.process"


def test_a_record_that_takes_too_long_is_refused(hostile: Refinery) -> None:
    tasks = [small(0), small(1, "hang")]
    results = refined(refine_all(tasks, lambda: hostile, workers=2, batch=2, timeout=1.0))
    assert [type(result) for result in results] == [Refined, Refused]
    assert "1 seconds" in results[1].findings[0].en


class Stillborn(Refinery):
    """Stands for a process that cannot start."""

    def __setstate__(self, state: object) -> None:
        raise MemoryError


def test_processes_that_cannot_start_are_an_error(vocabularies: Library) -> None:
    refinery = Stillborn(BASE, vocabularies.index(), validating=False)
    with pytest.raises(RefineryError, match="cannot be kept alive"):
        refined(refine_all([small(0)], lambda: refinery, workers=2))


def test_an_interrupt_ends_the_pool_at_once(hostile: Refinery) -> None:
    batches = refine_all([small(0), *(small(n, "hang") for n in range(1, 9))], lambda: hostile, workers=2, batch=1)
    next(batches)
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        batches.throw(KeyboardInterrupt())  # type: ignore[attr-defined]
    assert time.monotonic() - begun < 10


def test_the_fingerprint_stands_for_everything_that_a_record_depends_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint(BASE, "v")
    assert fingerprint(BASE, "v") == before
    assert fingerprint(f"{BASE}/other", "v") != before
    assert fingerprint(BASE, "w") != before
    monkeypatch.setattr(module, "CROSSWALK_VERSION", -1)
    assert fingerprint(BASE, "v") != before
    monkeypatch.undo()
    for package, name in (("mappings", "codelists"), ("shapes", "profile")):
        folder = tmp_path / package
        (folder / name).mkdir(parents=True)
        file = folder / name / "x.ttl"
        monkeypatch.setattr(module, "_INGREDIENTS", ((package, name),))
        monkeypatch.setattr(module, "files", lambda package: tmp_path / package)
        file.write_text("a")
        one = fingerprint(BASE, "v")
        file.write_text("b")
        assert fingerprint(BASE, "v") != one
        monkeypatch.undo()
