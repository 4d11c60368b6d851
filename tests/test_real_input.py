"""The whole way of real records of others: harvested, refined, validated, published, found."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from catalogue.ledger import Outcome
from catalogue.progress import Silent
from catalogue.run import RunReport, Settings, run
from catalogue.search import Query, Search
from catalogue.workspace import Workspace
from harvesters.hub import Hub, Source

pytestmark = pytest.mark.shared

FOLDERS = {"iso19139": 628, "iso19115-3": 178, "dif": 110, "stac": 630}
"""Folders of the corpus, and how many records of their files are at least refined."""


def run_sources(data: Path, *sources: Source) -> RunReport:
    title = {"en": "Corpus", "fr": "Corpus"}
    hub = Hub("corpus", title, title, "https://example.org/", sources)
    return run(Workspace(data), [hub], sources, Settings("http://127.0.0.1:8000", workers=2), Silent())


@contextmanager
def replaying(content: bytes) -> Iterator[str]:
    """A server that gives one captured answer to every request."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/csw"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_easy_data(shared: Path, tmp_path: Path) -> None:
    """Data Terra's own repository: the 50 records of a captured CSW answer."""
    capture = "data/records/protocol/ESSI-Lab__DAB/accessor__accessor-csw__src__test__resources__easy.xml"
    with replaying((shared / capture).read_bytes()) as url:
        report = run_sources(tmp_path, Source("corpus", "easydata", "csw", url))
    harvested = report.sources[0]
    assert harvested.counts.new == 50
    assert report.refined.refined == 50
    assert report.refined.refused == 0
    search = Search(report.generation)
    try:
        results = search.find(Query())
        assert results.total == 50
        assert all(any(hit.summary["title"].values()) for hit in results.hits)
    finally:
        search.close()


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_the_corpus(shared: Path, tmp_path: Path, folder: str) -> None:
    """No file stops the run; what is no record is refused with its reason."""
    source = Source("corpus", folder, "folder", str(shared / "data" / "records" / folder))
    report = run_sources(tmp_path, source)
    files = sum(path.is_file() for path in (shared / "data" / "records" / folder).rglob("*"))
    assert report.sources[0].outcome is Outcome.COMPLETE
    # some files hold several records
    assert report.refined.refined + report.refined.refused == report.sources[0].counts.records >= files
    assert report.refined.refined >= FOLDERS[folder]
    search = Search(report.generation)
    try:
        assert search.find(Query(), facet_values=0).total == report.refined.refined
        refused = search.refused(limit=1000)
        assert len({identifier for _, _, identifier, _, _ in refused}) == report.refined.refused
        assert all(en and fr for _, _, _, en, fr in refused)
    finally:
        search.close()
