"""Harvests from the command's side: what is told of them, runs for ever, and the archive's upkeep."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalogue.records import iso
from tests.cli.command import ROOT, command, environment, terrafair

HUBS = """
[[hub]]
id = "land"
title = { en = "Land", fr = "Terres" }
domain = { en = "All", fr = "Tout" }
homepage = "https://land.example"
[[hub.source]]
name = "files"
protocol = "folder"
url = "records"
[[hub.source]]
name = "later"
protocol = "folder"
url = "records"
schedule = "0 0 1 1 *"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after two runs, between which half of the records went."""
    folder = tmp_path_factory.mktemp("harvests")
    (folder / "hubs.toml").write_text(HUBS, "utf-8")
    (folder / "records").mkdir()
    for number in range(10):
        (folder / "records" / f"{number}.xml").write_text(iso(f"{number}"), "utf-8")
    assert run(folder).returncode in (0, 1)
    for number in range(5):
        (folder / "records" / f"{number}.xml").unlink()
    done = run(folder)
    assert "5 records are no longer listed" in done.stdout
    assert "SKIPPED it is not due before" in done.stdout
    return folder


def run(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return terrafair("run", "--hubs", folder / "hubs.toml", "--data", folder / "data", "--workers", "1", *more)


def test_status_warns_of_what_has_changed_and_names_the_source(folder: Path) -> None:
    shown = terrafair("status", "--data", folder / "data")
    assert shown.returncode == 1
    (line,) = (line for line in shown.stdout.splitlines() if "land/files" in line)
    assert "⚠ 5 records are no longer listed" in line
    assert "5 records are listed where 10 were before" in line
    french = terrafair("status", "land", "--data", folder / "data", "--lang", "fr")
    assert "5 fiches sont listées là où il y en avait 10" in french.stdout
    assert terrafair("status", "sea", "--data", folder / "data").returncode == 2


def test_history_tells_every_harvest_newest_first(folder: Path) -> None:
    shown = terrafair("history", "land/files", "--data", folder / "data", "--format", "json", "--lang", "fr")
    second, first = json.loads(shown.stdout)
    assert (first["new"], second["unchanged"], second["outcome"]) == (10, 5, "COMPLETE")
    assert [(one["code"], one["warning"]) for one in second["remarks"]] == [("kept", True), ("fewer", True)]
    everything = terrafair("history", "--data", folder / "data").stdout
    assert everything.count("land/later") == 2
    assert "not due before" in everything


@pytest.fixture
def every(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run for ever, each second."""
    (tmp_path / "hubs.toml").write_text(HUBS, "utf-8")
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "a.xml").write_text(iso("a"), "utf-8")
    options = ("--hubs", tmp_path / "hubs.toml", "--data", tmp_path / "data", "--workers", "1", "--log", "json")
    with subprocess.Popen(
        command("run", "--every", "1s", *options), cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def test_a_run_for_ever_tells_machines_and_ends_when_it_is_asked_to(
    every: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert every.stderr is not None
    events = list[dict[str, object]]()
    waits = 0
    for line in every.stderr:
        events.append(json.loads(line))
        if events[-1]["event"] != "waiting":
            continue
        waits += 1
        if waits == 1:
            (tmp_path / "hubs.toml").write_text("broken", "utf-8")
        elif waits == 2:
            (tmp_path / "hubs.toml").write_text(HUBS, "utf-8")
        else:
            every.send_signal(signal.SIGTERM)
            break
    assert every.wait(60) == 0
    first = next(one for one in events if one["event"] == "end" and one["what"] == "land/files")
    assert (first["outcome"], first["new"], first["changed"]) == ("COMPLETE", 1, 0)
    assert [one["event"] for one in events].count("error") == 1
    assert "hubs.toml" in str(next(one["message"] for one in events if one["event"] == "error"))
    ended = [one for one in events if one["event"] == "end" and one["what"] == "publish"]
    assert "generation" in ended[0]
    assert "nothing has changed" in str(ended[-1]["message"])


@pytest.mark.parametrize("arguments", [("--every", "now and then"), ("--every", "6h", "--accept-deletions")])
def test_what_cannot_be_done_for_ever(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = terrafair("run", "--data", tmp_path, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_archive_is_taken_along(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "archive.tar.gz"
    assert terrafair("archive", "export", file, "--data", folder / "data").returncode == 0
    done = terrafair("archive", "import", file, "--data", tmp_path / "data")
    assert (done.returncode, done.stdout.partition(" contents")[0]) == (0, "10")
    again = terrafair("archive", "import", file, "--data", tmp_path / "data")
    assert (again.returncode, "already" in again.stderr) == (2, True)
    verified = terrafair("archive", "verify", "--data", tmp_path / "data")
    assert (verified.returncode, verified.stdout) == (0, "the archive is whole\n")
    published = terrafair("publish", "--hubs", folder / "hubs.toml", "--data", tmp_path / "data", "--workers", "1")
    assert "20 records" in published.stdout
    pruned = terrafair("archive", "prune", "--keep", "0", "--data", tmp_path / "data")
    assert (pruned.returncode, pruned.stdout) == (0, "0 versions forgotten, 0 contents removed (0 bytes)\n")
