"""Folders on the web: the listings of several servers, sitemaps, and what is left alone."""

import gzip
import os
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from harvesters.errors import SourceError
from harvesters.hub import Source
from harvesters.protocol import harvester
from harvesters.record import Gap, Harvested, Opening, RawRecord, RefusedRecord, Start
from harvesters.transport import Transport
from tests.harvesters.loopback import Answer, Loopback, Request

Harvest = Callable[..., Iterator[Harvested]]

APACHE = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN"><html><head><title>Index of /waf</title></head><body>
<h1>Index of /waf</h1><table><tr><th><a href="?C=N;O=D">Name</a></th><th><a href="?C=M;O=A">Last modified</a></th></tr>
<tr><td><a href="/">Parent Directory</a></td></tr><tr><td><a href="a%20b.xml">a b.xml</a></td></tr>
<tr><td><a href="sub/">sub/</a></td></tr></table></body></html>"""
NGINX = """<html><head><title>Index of /waf/</title></head><body><h1>Index of /waf/</h1><hr><pre><a href="../">../</a>
<a href="a%20b.xml">a b.xml</a>   01-Jan-2024 10:00   120
<a href="sub/">sub/</a>   01-Jan-2024 10:00   -</pre><hr></body></html>"""
IIS = """<html><head><title>127.0.0.1 - /waf/</title></head><body><H1>127.0.0.1 - /waf/</H1><hr>
<pre><A HREF="/">[To Parent Directory]</A><br><br> 1/1/2024 10:00 AM 120 <A HREF="/waf/a%20b.xml">a b.xml</A><br>
1/1/2024 10:00 AM &lt;dir&gt; <A HREF="/waf/sub/">sub</A><br></pre><hr></body></html>"""
GEONETWORK = """<html><head><title>Web Accessible Folder</title></head><body><ul>
<li><a href="http://elsewhere.example/x.xml">elsewhere</a></li><li><a href="a%20b.xml#top">a b</a></li>
<li><a href="javascript:go()">go</a></li><li><a href="sub/">sub</a></li></ul></body></html>"""
SUB = '<html><body>Index of /waf/sub<a href="../">up</a><a href="c.json">c</a><a href=".d.xml">d</a></body></html>'


def page(text: str) -> Answer:
    return Answer(text.encode(), media_type="text/html")


def waf(server: Loopback, listing: str) -> str:
    server.route("/waf/a%20b.xml", Answer(b"<a/>"))
    server.route("/waf/sub/", page(SUB))
    server.route("/waf/sub/c.json", Answer(b'{"id": "c"}', media_type="application/json"))
    return server.route("/waf/", page(listing))


@pytest.mark.parametrize("listing", [APACHE, NGINX, IIS, GEONETWORK], ids=["apache", "nginx", "iis", "geonetwork"])
def test_listing(server: Loopback, harvest: Harvest, listing: str) -> None:
    found = list(harvest("web-folder", waf(server, listing)))
    assert [one.identifier for one in found] == ["a b.xml", "sub/c.json"]
    assert isinstance(found[0], RawRecord)
    assert (found[0].content, found[0].url) == (b"<a/>", f"{server.url}/waf/a%20b.xml")
    assert all(request.path.startswith("/waf/") and not request.query for request in server.requests)


def test_pattern_and_depth(server: Loopback, transport: Transport, harvest: Harvest) -> None:
    url = waf(server, APACHE)
    assert [one.identifier for one in harvest("web-folder", url, pattern="**/*.json")] == ["sub/c.json"]
    source = Source("hub", "source", "web-folder", url, None, {"depth": 0})
    listed = list(harvester(source, transport).records(Start()))
    assert [one.reason for one in listed if isinstance(one, Gap)] == [f"{url}sub/: lies deeper than 0 folders"]


def test_links_that_lead_out(server: Loopback, harvest: Harvest) -> None:
    hrefs = ["../secret.xml", "/secret.xml", "%2e%2e/secret.xml", "..%5csecret.xml", "//127.0.0.1:1/waf/x.xml", "//[x"]
    links = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    url = server.route("/waf/", page(f"<html><body>Index of /waf{links}</body></html>"))
    assert not list(harvest("web-folder", url))
    assert [request.path for request in server.requests] == ["/waf/"]


def test_circle_of_folders(server: Loopback, harvest: Harvest) -> None:
    server.route("/waf/a/", page('<html><body>Index of<a href="../a/">a</a><a href="../../waf/">b</a></body></html>'))
    url = server.route("/waf/", page('<html><body>Index of<a href="a/">a</a></body></html>'))
    assert not list(harvest("web-folder", url))
    assert len(server.requests) == 2


def test_page_that_is_no_listing(server: Loopback, harvest: Harvest) -> None:
    url = server.route("/waf/", page("<html><body>Sign in</body></html>"))
    with pytest.raises(SourceError, match="no listing of a folder"):
        list(harvest("web-folder", url))


def test_folder_that_fails_is_a_gap(server: Loopback, transport: Transport) -> None:
    url = waf(server, APACHE)
    server.route("/waf/sub/", Answer(b"", 403))
    listed = list(harvester(Source("hub", "source", "web-folder", url), transport).records(Start()))
    assert [one.identifier for one in listed if isinstance(one, RawRecord)] == ["a b.xml"]
    assert len([one for one in listed if isinstance(one, Gap)]) == 1


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{0}/api/records/1/formatters/xml</loc><lastmod>2024-01-01</lastmod></url>
<url><loc>{0}/api/records/2/formatters/xml?lang=fr</loc><lastmod>2025-06-01T10:00:00Z</lastmod></url>
<url><loc>{0}/page.html</loc></url><url><loc>http://elsewhere.example/x.xml</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{0}/one.xml.gz</loc></sitemap></sitemapindex>"""


@pytest.fixture
def sitemap(server: Loopback) -> str:
    server.tree("/api", lambda request: Answer(f"<r n='{request.path}'/>".encode()))
    server.route("/one.xml.gz", Answer(gzip.compress(SITEMAP.format(server.url).encode())))
    return server.route("/sitemap.xml", Answer(INDEX.format(server.url).encode()))


def test_sitemap(sitemap: str, harvest: Harvest) -> None:
    found = list(harvest("web-folder", sitemap))
    taken = [one.identifier for one in found if isinstance(one, RawRecord)]
    assert taken == ["api/records/1/formatters/xml", "api/records/2/formatters/xml?lang=fr"]
    (outside,) = (one for one in found if isinstance(one, RefusedRecord))
    assert outside.diagnostics[0].code == "harvest.origin"


def test_sitemap_says_what_changed(server: Loopback, sitemap: str, transport: Transport) -> None:
    reader = harvester(Source("hub", "source", "web-folder", sitemap), transport)
    listed = list(reader.records(Start(since="2025-01-01T00:00:00Z")))
    assert [one.identifier for one in listed if isinstance(one, RawRecord)] == ["api/records/2/formatters/xml?lang=fr"]
    assert "/api/records/1/formatters/xml" not in [request.path for request in server.requests]


def test_unchanged_harvest_downloads_nothing(tmp_path: Path, transport: Transport) -> None:
    for number in range(5):
        (tmp_path / f"{number}.xml").write_bytes(b"<a/>" + b" " * 10_000)
    old = 1_700_000_000

    for path in tmp_path.iterdir():
        os.utime(path, (old, old))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as files:
        thread = Thread(target=files.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            url = f"http://127.0.0.1:{files.server_address[1]}/"
            reader = harvester(Source("hub", "source", "web-folder", url), transport)
            first = list(reader.records(Start()))
            opening = first[0]
            assert isinstance(opening, Opening)
            assert opening.moment
            assert opening.total == 5
            before = reader.transport.traffic.received
            again = list(reader.records(Start(since=opening.moment)))
            assert not [one for one in again if isinstance(one, RawRecord)]
            assert reader.transport.traffic.received - before < 2_000  # the listing alone
            (tmp_path / "3.xml").write_bytes(b"<b/>")
            third = list(reader.records(Start(since=opening.moment)))
            assert [one.identifier for one in third if isinstance(one, RawRecord)] == ["3.xml"]
        finally:
            files.shutdown()
            thread.join()


def test_condition_is_the_moment_less_the_overlap(server: Loopback, transport: Transport) -> None:
    def file(request: Request) -> Answer:
        asked = parsedate_to_datetime(request.headers["if-modified-since"])
        assert asked.isoformat() == "2025-01-01T00:00:00+00:00"
        return Answer(status=304)

    url = server.route("/waf/", page('<html><body>Index of<a href="a.xml">a</a></body></html>'))
    server.route("/waf/a.xml", file)
    source = Source("hub", "source", "web-folder", url, None, {"overlap": 3600})
    opening, *rest = harvester(source, transport).records(Start(since="2025-01-01T01:00:00Z"))
    assert isinstance(opening, Opening)
    assert opening.since == "2025-01-01T01:00:00Z"
    assert not [one for one in rest if isinstance(one, RawRecord)]
