from pathlib import Path

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
HARVEST = {
    "hub": "aeris",
    "source": "csw",
    "outcome": "PARTIAL",
    "ended": "2026-01-01T00:00:00+00:00",
    "message": "timed out",
}


def test_a_source_shows_its_latest_harvest_and_no_folder_its_place() -> None:
    (entry,) = roster([HUB], [HARVEST])
    csw, files = entry.sources
    assert (csw.outcome, csw.message, csw.url) == ("PARTIAL", "timed out", "https://aeris.example/csw")
    assert (files.outcome, files.ended, files.url) == ("", "", "")


def test_a_harvest_that_has_not_ended_has_no_end() -> None:
    (entry,) = roster([HUB], [HARVEST | {"outcome": "RUNNING", "ended": None, "message": None}])
    assert (entry.sources[0].outcome, entry.sources[0].ended) == ("RUNNING", "")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    entries = roster([HUB], [HARVEST])
    write_roster(tmp_path / "hubs.json", entries)
    assert read_roster(tmp_path / "hubs.json") == entries
    assert read_roster(tmp_path / "absent.json") == ()
