"""How fast a source is harvested over OAI-PMH, and what memory that takes, at two sizes.

A repository on loopback, in a process of its own, gives small records of ISO 19139, a hundred on a page. Each figure is
of a process of its own: the harvester alone, then with the archive, then a second harvest, which asks for what has
changed and is told of nothing, then one that lists everything again. The peak of memory is that of the whole process,
the interpreter and its libraries included. Five repositories, each of which thinks a while about each page as a remote
one does, are harvested one after another and at the same time.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from catalogue.archive import Archive
from catalogue.harvesting import Terms, harvest
from catalogue.harvests import errands, harvest_all
from catalogue.progress import Silent
from harvesters.hub import Source
from harvesters.protocol import harvester
from harvesters.record import RawRecord, Start
from harvesters.transport import Transport

from .report import Report, options

SIZES = (10_000, 100_000)
PAGE = 100
LAST_CHANGE = "2024-12-28"
PARALLEL = 5_000
"""Records of each of the sources that are harvested at the same time."""
THOUGHT = 0.05
"""Seconds that each of these takes for a page, before it sends it."""
NAMES = ("127.0.0.1", "127.0.1", "127.1", "0x7f.1", "localhost")
"""Names of this machine, each of which is a host of its own to a run."""
OAI = 'xmlns="http://www.openarchives.org/OAI/2.0/"'
GMD = 'xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"'
ABSTRACT = "Daily mean temperature of the air at two metres above ground, measured by an automatic station. " * 4


class Figures(NamedTuple):
    """What one harvest took: records, seconds by the clock, seconds of processor time, peak of memory in MB."""

    records: int
    clock: float
    processor: float
    peak: float


def _text(name: str, value: str) -> str:
    return f"<gmd:{name}><gco:CharacterString>{value}</gco:CharacterString></gmd:{name}>"


def _record(number: int) -> str:
    identifier, day = f"urn:record:{number}", f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}"
    said = f"<gmd:MD_DataIdentification>{_text('title', f'Station {number}')}{_text('abstract', ABSTRACT)}"
    return (
        f"<record><header><identifier>{identifier}</identifier><datestamp>{day}</datestamp></header><metadata>"
        f"<gmd:MD_Metadata {GMD}>{_text('fileIdentifier', identifier)}<gmd:identificationInfo>{said}"
        "</gmd:MD_DataIdentification></gmd:identificationInfo></gmd:MD_Metadata></metadata></record>"
    )


class _Repository(BaseHTTPRequestHandler):
    """Answers Identify and ListRecords; the path says how many records there are."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if asked["verb"] == "Identify":
            inside = "<Identify><granularity>YYYY-MM-DD</granularity></Identify>"
        else:
            path, thought = (*parts.path.strip("/").split("/"), "0")[:2]
            time.sleep(float(thought))
            total, start = int(path), int(asked.get("resumptionToken", 0))
            following = str(start + PAGE) if start + PAGE < total else ""
            records = "".join(map(_record, range(start, min(start + PAGE, total))))
            token = f'<resumptionToken completeListSize="{total}">{following}</resumptionToken>'
            inside = f"<ListRecords>{records}{token}</ListRecords>"
            if asked.get("from", "") > LAST_CHANGE:
                inside = '<error code="noRecordsMatch"/>'
        date = "<responseDate>2026-01-01T00:00:00Z</responseDate>"
        body = f"<OAI-PMH {OAI}>{date}{inside}</OAI-PMH>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def _serve(pipe: "Connection[str, None]") -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Repository)
    pipe.send(f"http://127.0.0.1:{server.server_address[1]}")
    server.serve_forever()


@contextmanager
def repository() -> Iterator[str]:
    """A repository in a process of its own; its URL."""
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(there,), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _source(url: str) -> Source:
    return Source("bench", "oai", "oai-pmh", url)


def alone(url: str) -> Figures:
    """The harvester, whose records nobody keeps."""
    with Transport() as transport:
        reader = harvester(_source(url), transport)
        return _measured(lambda: sum(isinstance(listed, RawRecord) for listed in reader.records(Start())))


def archived(url: str, path: Path, *, full: bool = False) -> Figures:
    """The harvest of a source into an archive."""
    with Transport() as transport, closing(Archive(path)) as archive:
        source = _source(url)
        run = archive.ledger.begin_run()

        def work() -> int:
            report = harvest(archive, run, source, harvester(source, transport), Silent(), Terms(full=full))
            return report.counts.records

        figures = _measured(work)
        archive.ledger.end_run(run, "none")
        return figures


def archived_in_full(url: str, path: Path) -> Figures:
    """The same, all of it whatever has changed."""
    return archived(url, path, full=True)


def together(urls: Sequence[str], path: Path, threads: int) -> Figures:
    """The harvests of several sources into one archive, so many at a time."""
    with Transport() as transport, closing(Archive(path)) as archive:
        sources = [Source("bench", f"oai-{number}", "oai-pmh", url) for number, url in enumerate(urls)]
        run = archive.ledger.begin_run()

        def work() -> int:
            work = errands(sources, transport)
            reports = harvest_all(archive, run, work, Silent(), Terms(), threads=threads)
            return sum(report.counts.records for report in reports)

        return _measured(work)


def _measured(work: Callable[[], int]) -> Figures:
    clock, processor = time.perf_counter(), time.process_time()
    records = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figures(records, time.perf_counter() - clock, time.process_time() - processor, peak)


def _apart(work: Callable[..., Figures], *arguments: object) -> Figures:
    """Work done in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        future: Future[Figures] = pool.submit(work, *arguments)
        return future.result()


def measure(report: Report, sizes: tuple[int, ...]) -> None:
    """Harvest at each size, and add the table."""
    rows = []
    with repository() as url, tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            address, path = f"{url}/{size}", Path(folder, f"{size}.db")
            for step, figures in (
                ("harvester alone", _apart(alone, address)),
                ("into the archive", _apart(archived, address, path)),
                ("again, what has changed", _apart(archived, address, path)),
                ("again, everything", _apart(archived_in_full, address, path)),
            ):
                records, clock, processor, peak = figures
                rows.append((step, records or None, clock, (records or size) / clock, size / processor, peak))
    columns = ("step", "records", "clock, s", "records/s", "records/s of processor", "peak, MB")
    report.add("harvest", f"OAI-PMH, {PAGE} records on a page", columns, rows)
    report.notes.append("A second harvest is told as fast as it knows of all records that none of them has changed.")
    report.notes.append("The repository takes a part of the machine; its own time is in that by the clock only.")


def measure_together(report: Report, size: int) -> None:
    """Harvest five sources one after another and at the same time, and add the table."""
    with ExitStack() as stack:
        ports = [urlsplit(stack.enter_context(repository())).port for _ in NAMES]
        urls = [f"http://{name}:{port}/{size}/{THOUGHT}" for name, port in zip(NAMES, ports, strict=True)]
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        one, all_ = (_apart(together, urls, Path(folder, f"{threads}.db"), threads) for threads in (1, len(urls)))
    rows = [
        ("one after another", one.records, one.clock, one.records / one.clock, 1.0),
        ("at the same time", all_.records, all_.clock, all_.records / all_.clock, one.clock / all_.clock),
    ]
    columns = ("how", "records", "clock, s", "records/s", "times as fast")
    report.add("together", f"{len(NAMES)} repositories that take {THOUGHT} s for a page", columns, rows)


def main() -> None:
    """Measure and print."""
    arguments = options(__doc__).parse_args()
    report = Report("harvest")
    measure(report, (200, 400) if arguments.quick else SIZES)
    measure_together(report, 200 if arguments.quick else PARALLEL)
    report.show(as_json=arguments.json)


if __name__ == "__main__":
    main()
