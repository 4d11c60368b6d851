import sqlite3
from contextlib import closing

import pytest

from catalogue.archive import Archive
from catalogue.errors import WorkspaceBusyError
from catalogue.graph import GraphStore
from harvesters.record import DeletedRecord, RawRecord
from tests.catalogue.conftest import BASE, Station
from tests.catalogue.records import iso

STRAY = "<https://catalogue.example/record/land/stray>"


@pytest.fixture
def published(station: Station) -> Station:
    for name in ("a", "b", "c"):
        station.write(f"{name}.xml")
    station.run()
    assert station.flaws() == []
    return station


def test_a_graph_that_is_not_what_the_database_has(published: Station) -> None:
    with closing(GraphStore(published.workspace.graph)) as graph:
        graph.replace([f"<{BASE}/record/land/a>", f"<{BASE}/catalog>"], b"")
        graph.replace([], f'{STRAY} <http://purl.org/dc/terms/title> "x" {STRAY} .\n'.encode())
    flaws = published.flaws()
    assert [flaw.partition(": ")[0] for flaw in flaws] == [STRAY, "land/files/a.xml", f"<{BASE}/catalog>"]
    published.run(full=True)
    assert published.flaws() == []


def test_records_that_only_one_side_has(published: Station) -> None:
    source = published.sources[0]
    with closing(Archive(published.workspace.archive)) as archive:
        new = RawRecord("d.xml", iso("d").encode(), "application/xml")
        archive.store(archive.ledger.begin_run(), source, [DeletedRecord("a.xml"), new])
    assert published.flaws() == [
        "land/files/a.xml: deleted, but in the catalogue",
        "land/files/d.xml: not in the catalogue",
    ]
    with closing(sqlite3.connect(published.workspace.archive)) as connection, connection:
        connection.execute("DELETE FROM record WHERE identifier = 'c.xml'")
    assert "land/files/c.xml: in the catalogue, but not in the archive" in published.flaws()


def test_a_workspace_at_work_is_not_looked_into(published: Station) -> None:
    with published.workspace.writing(), pytest.raises(WorkspaceBusyError):
        published.flaws()
