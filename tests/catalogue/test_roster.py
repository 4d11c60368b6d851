from dataclasses import replace
from pathlib import Path

import orjson

from catalogue.ledger import Counts, Outcome, SourceRun
from catalogue.remark import remark
from catalogue.roster import read_roster, roster, write_roster
from harvesters.hub import Hub, Source

HUB = Hub(
    "aeris",
    {"en": "AERIS", "fr": "AERIS"},
    {"en": "Atmosphere", "fr": "Atmosphère"},
    "https://aeris.example/",
    (
        Source("aeris", "csw", "csw", "https://aeris.example/csw"),
        Source("aeris", "files", "folder", "/somewhere/private"),
    ),
)
HARVEST = SourceRun(
    7,
    "aeris",
    "csw",
    Outcome.PARTIAL,
    "timed out",
    "2026-01-01T00:00:00+00:00",
    "2026-01-01T00:01:00+00:00",
    Counts(new=120, bytes=9),
    remarks=(remark("fewer", listed=1, before=9), remark("repeated", count=2)),
)


def test_a_source_shows_its_latest_harvest_and_no_folder_its_place() -> None:
    (entry,) = roster([HUB], [HARVEST])
    csw, files = entry.sources
    assert (csw.outcome, csw.message, csw.url) == ("PARTIAL", "timed out", "https://aeris.example/csw")
    assert (csw.counts["new"], csw.seconds, csw.rate) == (120, 60.0, 2.0)
    assert [(one.code, one.warning) for one in csw.remarks] == [("fewer", True), ("repeated", False)]
    assert csw.remarks[1].message["fr"].startswith("2 fiches sont venues")
    assert (files.outcome, files.ended, files.url) == ("", "", "")


def test_a_harvest_that_has_not_ended_has_no_end() -> None:
    (entry,) = roster([HUB], [replace(HARVEST, outcome=Outcome.RUNNING, ended="")])
    assert (entry.sources[0].outcome, entry.sources[0].ended) == ("RUNNING", "")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    entries = roster([HUB], [HARVEST])
    write_roster(tmp_path / "hubs.json", entries)
    assert read_roster(tmp_path / "hubs.json") == entries
    assert read_roster(tmp_path / "absent.json") == ()


def test_a_roster_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    write_roster(tmp_path / "hubs.json", roster([HUB], []))
    written = orjson.loads((tmp_path / "hubs.json").read_bytes())
    for source in written[0]["sources"]:
        for name in ("started", "seconds", "rate", "since", "counts", "remarks"):
            del source[name]
    (tmp_path / "hubs.json").write_bytes(orjson.dumps(written))
    assert read_roster(tmp_path / "hubs.json") == roster([HUB], [])
