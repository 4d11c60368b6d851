"""``terrafair hubs``: sources looked at and declared."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from harvesters.hub import load_hubs
from tests.cli.command import terrafair

RECORD = (
    '<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">'
    "<gmd:fileIdentifier><gco:CharacterString>a</gco:CharacterString></gmd:fileIdentifier></gmd:MD_Metadata>"
)

HUBS = """[[hub]]
id = "mine"
title = { en = "Mine", fr = "Le mien" }
domain = { en = "All", fr = "Tout" }
homepage = "https://mine.example/"

[[hub.source]]
name = "gone"
protocol = "folder"
url = "nowhere"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "waf").mkdir()
    (tmp_path / "waf" / "a.xml").write_text(RECORD)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/waf/"
        server.shutdown()
        thread.join()


def test_add_and_probe(tmp_path: Path, folder: str) -> None:
    printed = terrafair("hubs", "add", folder, "--name", "waf")
    assert printed.returncode == 0, printed.stderr
    assert "# protocol: web-folder" in printed.stdout
    assert "# samples: 1 × iso19139" in printed.stdout
    assert f'protocol = "web-folder"\nurl = "{folder}"' in printed.stdout
    path = tmp_path / "hubs.toml"
    path.write_text(HUBS)
    added = terrafair("hubs", "add", folder, "--name", "waf", "--hub", "mine", "--hubs", path)
    assert added.returncode == 0, added.stderr
    source = load_hubs(path)[0].sources[-1]
    assert (source.key, source.protocol, source.url) == ("mine/waf", "web-folder", folder)
    assert source.verified is not None
    fine = terrafair("hubs", "probe", "mine/waf", "--hubs", path)
    assert (fine.returncode, "# records: 1" in fine.stdout) == (0, True)
    failing = terrafair("hubs", "probe", "--hubs", path)
    assert failing.returncode == 2
    assert "# source: mine/gone" in failing.stdout
    assert "verified = false" in failing.stdout


def test_wrong_arguments(tmp_path: Path) -> None:
    half = terrafair("hubs", "add", str(tmp_path), "--hub", "mine")
    assert half.returncode == 2
    assert "--hubs" in half.stderr
    assert terrafair("hubs", "probe", "nobody").returncode == 2
