"""Servers that others have written, run beside the tests in an environment of their own (``make peers``)."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from catalogue.archive import Archive
from catalogue.harvesting import SourceReport, harvest
from catalogue.ledger import Outcome
from catalogue.progress import Silent
from harvesters.hub import Source
from harvesters.protocol import harvester
from harvesters.transport import Transport

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PYTHON = ROOT / ".peers" / "bin" / "python"
SAMPLES = ROOT / "samples"

pytestmark = [
    pytest.mark.skipif(not PYTHON.exists(), reason="no environment of the peers: make peers"),
    pytest.mark.xdist_group("peers"),
]


@contextmanager
def serving(server: str, *arguments: Path) -> Iterator[str]:
    command = [str(PYTHON), "-W", "ignore", str(HERE / "peers" / server), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout
            # pycsw says on standard output what it loads
            found = next((line for line in process.stdout if line.startswith("http://")), "")
            assert found, f"{server} has not started"
            yield found.strip()
        finally:
            process.terminate()


def harvested(archive: Archive, source: Source) -> SourceReport:
    run = archive.ledger.begin_run()
    with Transport() as transport:
        report = harvest(archive, run, source, harvester(source, transport), Silent())
    archive.ledger.end_run(run, "none")
    return report


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    for path in [*(SAMPLES / "aeris").glob("*.xml"), *(SAMPLES / "formater/iso19139").glob("*.xml")]:
        shutil.copy(path, folder)
    return folder


@pytest.mark.parametrize(
    ("protocol", "path", "options"),
    [
        ("csw", "", {"version": "2.0.2", "page_size": 7}),
        ("csw", "", {"version": "2.0.2", "page_size": 7, "method": "get"}),
        ("csw", "", {"version": "3.0.0", "page_size": 7}),
        ("csw", "", {"version": "3.0.0", "page_size": 7, "method": "get"}),
        ("csw", "", {}),
        ("oai-pmh", "?mode=oaipmh", {}),
    ],
    ids=["csw2", "csw2-get", "csw3", "csw3-get", "csw", "oai-pmh"],
)
def test_pycsw(tmp_path: Path, records: Path, protocol: str, path: str, options: dict[str, str | int]) -> None:
    database, total = tmp_path / "peer.db", len(list(records.iterdir()))
    with serving("pycsw_server.py", records, database) as url, closing(Archive(tmp_path / "archive.db")) as archive:
        source = Source("peer", "pycsw", protocol, url + path, options=options, sweep=0)
        first = harvested(archive, source)
        assert (first.outcome, first.counts.new, first.counts.records) == (Outcome.COMPLETE, total, total), first
        again = harvested(archive, source)
        assert (again.outcome, again.counts.unchanged, again.counts.records) == (Outcome.COMPLETE, total, total), again
        with closing(sqlite3.connect(database)) as peer, peer:
            peer.execute("DELETE FROM records WHERE identifier = (SELECT min(identifier) FROM records)")
        last = harvested(archive, source)
        assert (last.outcome, last.counts.deleted, last.counts.unchanged) == (Outcome.COMPLETE, 1, total - 1), last


def test_stac_fastapi(tmp_path: Path) -> None:
    folder = tmp_path / "stac"
    shutil.copytree(SAMPLES / "theia/stac", folder)
    items = sorted(folder.glob("items/*/*.json"))
    total = len(items) + len(list(folder.glob("collections/*.json")))
    with serving("stac_server.py", folder) as url, closing(Archive(tmp_path / "archive.db")) as archive:
        source = Source("peer", "stac", "stac-api", url, options={"items": "all"})
        first = harvested(archive, source)
        assert (first.outcome, first.counts.new, first.counts.records) == (Outcome.COMPLETE, total, total), first
        again = harvested(archive, source)
        assert (again.outcome, again.counts.unchanged, again.counts.records) == (Outcome.COMPLETE, total, total), again
        items[0].unlink()
        last = harvested(archive, source)
        assert (last.outcome, last.counts.deleted, last.counts.unchanged) == (Outcome.COMPLETE, 1, total - 1), last
