"""The server of the sample hubs: its places, its start and stop, and the hubs file that declares them."""

import socket
import threading
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pystac
import pytest

from harvesters.hub import load_hubs
from samples import SAMPLES
from samples.hubs import write_hubs
from samples.record import GMD, MDB, UNDATED, SampleError, read_record, read_records
from samples.server import sample_app, serve_samples
from samples.stac import read_api


def raw(base_url: str, path: str) -> tuple[int, bytes]:
    """The answer to a path that no client has put in order."""
    connection = HTTPConnection(urlsplit(base_url).netloc, timeout=5)
    try:
        connection.putrequest("GET", path, skip_host=False)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_it_is_healthy(base_url: str) -> None:
    assert httpx2.get(f"{base_url}/health").json() == {"status": "ok"}


@pytest.mark.parametrize(
    "path",
    [
        "/dinamis/../secret.json",
        "/dinamis/..%2fsecret.json",
        "/dinamis/%2e%2e/secret.json",
        "/dinamis/%2e%2e%2fsecret.json",
        "/dinamis/pleiades/../../secret.json",
        "/dinamis//etc/hostname",
        "/dinamis/%2fetc%2fhostname",
        "/dinamis/..%5csecret.json",
        "/dinamis/",
        "/dinamis/pleiades",
        "/secret.json",
        "/theia/stac/collections/..%2f..%2f..%2fsecret/items",
    ],
)
def test_files_never_escape_the_folder(base_url: str, path: str) -> None:
    assert raw(base_url, path)[0] == 404


def test_links_out_of_the_folder_are_not_followed(base_url: str, hubs_folder: Path) -> None:
    link = hubs_folder / "dinamis" / "link.json"
    link.symlink_to(hubs_folder / "secret.json")
    try:
        assert raw(base_url, "/dinamis/link.json")[0] == 404
    finally:
        link.unlink()


def test_the_static_catalogue_is_walked_from_its_root(base_url: str) -> None:
    catalogue = pystac.Catalog.from_file(f"{base_url}/dinamis/catalog.json")
    items = list(catalogue.get_items(recursive=True))
    assert len(items) >= 10
    collections = {collection.id for item in items if (collection := item.get_collection())}
    assert collections == {"pleiades", "spot-6-7", "spot-6-7-france"}


def test_it_stops_and_leaves_nothing(hubs_folder: Path) -> None:
    threads = set(threading.enumerate())
    with serve_samples(hubs_folder) as url, httpx2.Client() as client:
        port = urlsplit(url).port
        assert client.get(f"{url}/health").status_code == 200
    assert port is not None
    assert set(threading.enumerate()) <= threads
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port), timeout=2):
        pass
    with serve_samples(hubs_folder, port) as again:
        assert httpx2.get(f"{again}/health").status_code == 200


def test_a_port_that_is_taken_is_an_error(hubs_folder: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(OSError, match="in use"),
        serve_samples(hubs_folder, taken.getsockname()[1]),
    ):
        pass


def test_it_stops_when_its_user_fails(hubs_folder: Path) -> None:
    with pytest.raises(KeyError), serve_samples(hubs_folder) as url:
        raise KeyError
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{url}/health")


def test_records_are_read_for_what_protocols_say_of_them() -> None:
    record = read_record(b'<MD_Metadata xmlns="http://www.isotc211.org/2005/gmd"/>', "name")
    assert (record.identifier, record.datestamp, record.level, record.title) == ("name", UNDATED, "dataset", "name")
    assert record.schema == GMD
    assert {record.schema for record in read_records(SAMPLES / "odatis")} == {GMD, MDB}


@pytest.mark.parametrize(
    "content",
    [b"", b"<a>", b"<a/>", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
)
def test_what_is_no_record_is_no_sample(content: bytes) -> None:
    with pytest.raises(SampleError, match="name"):
        read_record(content, "name")


def test_folders_hold_what_their_place_says(tmp_path: Path) -> None:
    with pytest.raises(SampleError):
        read_records(tmp_path)
    document = (
        '<MD_Metadata xmlns="http://www.isotc211.org/2005/gmd"><fileIdentifier>one</fileIdentifier></MD_Metadata>'
    )
    for name in ("a.xml", "b.xml"):
        (tmp_path / name).write_text(document, "utf-8")
    with pytest.raises(SampleError, match="2 files with 1 identifiers"):
        read_records(tmp_path)
    with pytest.raises(SampleError):
        read_api(tmp_path, "", id_="x", title="x", description="x")


def test_the_sample_hubs_are_served_and_declared(tmp_path: Path) -> None:
    sample_app(SAMPLES)
    file = tmp_path / "hubs.toml"
    write_hubs("http://127.0.0.1:8001", file, SAMPLES)
    hubs = {hub.id: hub for hub in load_hubs(file)}
    assert list(hubs) == ["aeris", "formater", "odatis", "theia", "dinamis"]
    for hub in hubs.values():
        assert hub.title.keys() == hub.domain.keys() == {"en", "fr"}
        assert hub.homepage.startswith("https://")
    sources = {source.key: source for hub in hubs.values() for source in hub.sources}
    assert {key: source.protocol for key, source in sources.items()} == {
        "aeris/catalogue": "oai-pmh",
        "formater/catalogue": "folder",
        "odatis/sextant": "csw",
        "odatis/sextant-19115-3": "csw",
        "theia/geodes": "stac-api",
        "theia/in-situ": "csw",
        "dinamis/catalogue": "stac-static",
    }
    assert Path(sources["formater/catalogue"].url) == SAMPLES / "formater"
    assert sources["odatis/sextant-19115-3"].options["output_schema"] == MDB
    assert sources["theia/geodes"].options["items"] == "all"


def test_a_folder_with_odd_signs_is_declared(tmp_path: Path) -> None:
    folder = tmp_path / 'a "b" \\ é'
    file = tmp_path / "hubs.toml"
    write_hubs("http://127.0.0.1:8001", file, folder)
    [formater] = [hub for hub in load_hubs(file) if hub.id == "formater"]
    assert Path(formater.sources[0].url) == folder / "formater"


def test_every_declared_endpoint_answers(tmp_path: Path, base_url: str, hubs_folder: Path) -> None:
    file = tmp_path / "hubs.toml"
    write_hubs(base_url, file, hubs_folder)
    urls = [source.url for hub in load_hubs(file) for source in hub.sources if source.protocol != "folder"]
    assert [httpx2.get(url).status_code for url in urls] == [200] * 6
