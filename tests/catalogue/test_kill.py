"""``kill -9`` in the middle of a run: what is served stays as it was, and the next run goes on."""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from signal import SIGKILL

import pytest

from catalogue.archive import Archive
from catalogue.search import Query, Search
from catalogue.upkeep import verify
from tests.catalogue.conftest import Station, datasets
from tests.catalogue.records import iso
from tests.catalogue.zygote import BATCH

Kill = Callable[[Path, str | float, int], int]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def kill() -> Iterator[Kill]:
    """Make a run over a station's folder in a process of its own and kill it; the process's exit status."""
    command = [sys.executable, "-m", "tests.catalogue.zygote"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as zygote:
        stdin, stdout = zygote.stdin, zygote.stdout
        assert stdin is not None
        assert stdout is not None

        def run(root: Path, point: str | float, call: int) -> int:
            stdin.write(json.dumps([str(root), point, call]) + "\n")
            stdin.flush()
            return int(stdout.readline())

        yield run
        stdin.close()


BEFORE = {f"land/{number}" for number in range(40)}
GONE = {"land/1", "land/2", "land/3"}
MOVED = {"land/moved"}
NEW = {f"land/{number}" for number in range(40, 60)}
AFTER = (BEFORE - GONE - {"land/4"}) | MOVED | NEW


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, kill: Kill) -> Path:
    """A station that has published forty records, and whose folder has changed since."""
    root = tmp_path_factory.mktemp("prepared")
    station = Station(root)
    for number in range(40):
        station.write(f"{number}.xml", iso(f"{number}", f"glacier {number}"))
    assert kill(root, 60.0, 0) == 0
    for number in (1, 2, 3):
        (station.folder / f"{number}.xml").unlink()
    station.write("4.xml", iso("moved", "glacier moved"))
    station.write("5.xml", "<broken")
    for number in range(10, 20):
        station.write(f"{number}.xml", iso(f"{number}", f"volcano {number}"))
    for number in range(40, 60):
        station.write(f"{number}.xml", iso(f"{number}", f"volcano {number}"))
    return root


@pytest.fixture
def changed(prepared: Path, tmp_path: Path, quick: None) -> Station:
    shutil.copytree(prepared, tmp_path / "station")
    return Station(tmp_path / "station")


def volcanoes(station: Station) -> int:
    return Search(station.generations.current()).find(Query(text="volcano")).total


def is_served(station: Station, known: set[str]) -> None:
    current = station.generations.current()
    assert datasets(current) == known
    assert current.manifest.records == len(known)
    assert volcanoes(station) == (30 if known == AFTER else 0)


POINTS = [
    *((f"{when} catalogue.archive:Archive.store", call) for when in ("before", "after") for call in (1, 4)),
    ("after catalogue.ledger:Ledger.begin_source", 1),
    ("after catalogue.ledger:Ledger.open_listing", 1),
    ("after catalogue.archive:Archive.delete_absent", 1),
    *((f"{when} catalogue.ledger:Ledger.end_source", 1) for when in ("before", "after")),
    ("before catalogue.ledger:Ledger.note", 1),
    ("after catalogue.generation:Generations.enrol", 1),
    ("after catalogue.database:CatalogueDatabase.remove", 1),
    *((f"{when} catalogue.graph:GraphStore.replace", call) for when in ("before", "after") for call in (2, 3, 5, 7)),
    *(("before catalogue.database:CatalogueDatabase.put", call) for call in (1, 9, 30)),
    *((f"{when} catalogue.database:CatalogueDatabase.refuse", 1) for when in ("before", "after")),
    ("after catalogue.run:describe", 1),
    ("after catalogue.graph:GraphStore.snapshot", 1),
    ("after catalogue.database:CatalogueDatabase.snapshot", 1),
    ("before catalogue.generation:_sync", 1),
    ("before catalogue.generation:Generations.switch", 1),
    ("after catalogue.generation:Generations.switch", 1),
    ("after catalogue.ledger:Ledger.end_run", 1),
]


@pytest.mark.parametrize(("point", "call"), POINTS, ids=[f"{point.replace(' ', '-')}-{n}" for point, n in POINTS])
def test_a_run_that_is_killed_is_followed_by_one_that_goes_on(
    changed: Station, kill: Kill, point: str, call: int
) -> None:
    assert kill(changed.root, point, call) == -SIGKILL
    published = point.startswith("after") and point.endswith(("switch", "end_run"))
    is_served(changed, AFTER if published else BEFORE)
    changed.run()
    is_served(changed, AFTER)
    assert changed.flaws() == []
    assert list(changed.workspace.generations.glob(".building-*")) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_run_that_is_killed_at_any_moment_again_and_again(changed: Station, kill: Kill, seed: int) -> None:
    moments = random.Random(seed)
    for _ in range(4):
        status = kill(changed.root, moments.uniform(0.02, 0.9), 0)
        assert status in (0, -SIGKILL)
        is_served(changed, AFTER if changed.generations.current().manifest.records == len(AFTER) else BEFORE)
    changed.run()
    is_served(changed, AFTER)
    assert changed.flaws() == []


def test_what_was_changed_back_after_a_kill_is_as_it_was(changed: Station, kill: Kill, prepared: Path) -> None:
    """The graph has the new statements, the database the old: the next run must see that, though nothing changed."""
    assert kill(changed.root, "after catalogue.graph:GraphStore.replace", 5) == -SIGKILL
    assert changed.flaws() != []
    shutil.rmtree(changed.folder)
    for number in range(40):
        changed.write(f"{number}.xml", iso(f"{number}", f"glacier {number}"))
    changed.run()
    # nineteen of the twenty new records may have been archived; more than a fifth of all is not deleted at once
    assert datasets(changed.generations.current()) >= BEFORE
    assert changed.flaws() == []


@pytest.mark.parametrize(("point", "call", "batches"), [("after", 4, 4), ("before", 4, 3), ("after", 1, 1)])
def test_a_listing_goes_on_at_the_place_where_it_was_killed(
    changed: Station, kill: Kill, point: str, call: int, batches: int
) -> None:
    assert kill(changed.root, f"{point} catalogue.archive:Archive.store", call) == -SIGKILL
    (report,) = changed.run().sources
    files = len(list(changed.folder.iterdir()))
    assert report.counts.records == files - batches * BATCH + report.counts.deleted
    assert report.counts.deleted == len(GONE)
    with closing(Archive(changed.workspace.archive)) as archive:
        row, killed, _ = archive.ledger.history()
    assert (killed.outcome, killed.counts.records, row.listing) == ("PARTIAL", batches * BATCH, killed.run)
    is_served(changed, AFTER)


def test_a_harvest_that_is_killed_again_and_again_gets_to_its_end(changed: Station, kill: Kill) -> None:
    """Three batches of each run are kept: no run begins at the beginning."""
    runs = 0
    while kill(changed.root, "after catalogue.archive:Archive.store", 3) == -SIGKILL:
        runs += 1
        assert runs < 10
    assert runs == 2
    is_served(changed, AFTER)


def test_a_full_disk_ends_the_run_with_a_clear_error_and_a_whole_archive(
    tmp_path: Path, kill: Kill, quick: None
) -> None:
    station = Station(tmp_path)
    for number in range(40):
        noise = random.Random(number).randbytes(15_000).hex()
        station.write(f"{number:02}.xml", iso(f"{number}", noise))
    assert kill(station.root, "full", 400_000) == 2
    assert "archive.sqlite cannot be written" in (station.root / "error.txt").read_text("utf-8")
    with closing(Archive(station.workspace.archive)) as archive:
        assert list(verify(archive)) == []
        kept = [record.identifier for record in archive.records()]
    assert 0 < len(kept) < 40
    (report,) = station.run().sources
    assert (report.outcome, report.counts.new) == ("COMPLETE", 40 - len(kept))
    assert station.flaws() == []
