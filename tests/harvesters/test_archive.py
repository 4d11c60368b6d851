"""Archives: zip, tar, MEF, and what they may try."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harvesters import container
from harvesters.errors import SourceError
from harvesters.hub import Source, load_hubs
from harvesters.protocol import harvester
from harvesters.record import Checkpoint, Harvested, RawRecord, RefusedRecord, Start
from harvesters.transport import Settings, Transport
from tests.harvesters.hubs import entries
from tests.harvesters.loopback import Answer, Loopback

Harvest = Callable[..., Iterator[Harvested]]

FILES = {"a.xml": b"<a/>", "sub/b.json": b'{"id": "b"}', "c.txt": b"text", ".d.xml": b"<d/>", "__MACOSX/e.xml": b"<e/>"}


def zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def tarred(files: dict[str, bytes], *more: tarfile.TarInfo, mode: str = "w:gz") -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for entry in more:
            archive.addfile(entry)
    return written.getvalue()


@pytest.mark.parametrize(
    "content", [zipped(FILES), *(tarred(FILES, mode=f"w:{kind}") for kind in ("", "gz", "bz2", "xz"))]
)
def test_members(tmp_path: Path, harvest: Harvest, content: bytes) -> None:
    path = tmp_path / "records"
    path.write_bytes(content)
    found = list(harvest("archive", str(path)))
    assert [one.identifier for one in found] == ["a.xml", "sub/b.json"]
    assert [one.content for one in found if isinstance(one, RawRecord)] == [b"<a/>", b'{"id": "b"}']
    assert list(tmp_path.iterdir()) == [path]


def test_over_http_and_by_pattern(server: Loopback, harvest: Harvest) -> None:
    url = server.route("/x.zip", Answer(zipped(FILES)))
    assert [one.identifier for one in harvest("archive", url, pattern="*.xml")] == ["a.xml"]


def test_file_of_several_records(server: Loopback, harvest: Harvest) -> None:
    inside = "".join(one.xml for one in entries(2))
    url = server.route(
        "/x.zip", Answer(zipped({"all.xml": f"<GetRecordsResponse>{inside}</GetRecordsResponse>".encode()}))
    )
    assert [one.identifier for one in harvest("archive", url)] == ["all.xml#r001", "all.xml#r002"]


INFO = b"<info version='1.1'><general><changeDate>2024-05-01</changeDate><uuid>%b</uuid></general></info>"


@pytest.mark.parametrize(
    "files",
    [
        {"metadata.xml": b"<m/>", "info.xml": INFO % b"u-1", "public/data.xml": b"<data/>"},
        {"u-1/metadata/metadata.xml": b"<m/>", "u-1/info.xml": INFO % b"u-1", "u-1/private/data.xml": b"<data/>"},
    ],
    ids=["version 1", "version 2"],
)
def test_mef(server: Loopback, harvest: Harvest, files: dict[str, bytes]) -> None:
    (record,) = harvest("archive", server.route("/x.mef", Answer(zipped(files))))
    assert record == RawRecord("u-1", b"<m/>", "application/xml", "2024-05-01")


@pytest.mark.parametrize("name", ["../out.xml", "/etc/out.xml", "a/../../out.xml", "..\\out.xml", "C:/out.xml"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_name_that_leads_out(
    server: Loopback, harvest: Harvest, name: str, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    url = server.route("/x", Answer(pack({name: b"<a/>", "b.xml": b"<b/>"})))
    out, fine = list(harvest("archive", url, pattern="**"))
    assert isinstance(out, RefusedRecord)
    assert isinstance(fine, RawRecord)


def test_links_and_devices(server: Loopback, harvest: Harvest) -> None:
    link = tarfile.TarInfo("link.xml")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    device = tarfile.TarInfo("device.xml")
    device.type = tarfile.CHRTYPE
    found = list(harvest("archive", server.route("/x", Answer(tarred({"a.xml": b"<a/>"}, link, device)))))
    assert [type(one) for one in found] == [RawRecord, RefusedRecord, RefusedRecord]


BOMB = {"bomb.xml": b"<a>" + b" " * 30_000_000, "b.xml": b"<b/>"}


def test_bomb_in_a_zip(server: Loopback, harvest: Harvest) -> None:
    bomb, fine = harvest("archive", server.route("/x", Answer(zipped(BOMB))))
    assert isinstance(bomb, RefusedRecord)
    assert bomb.diagnostics[0].code == "harvest.size"
    assert isinstance(fine, RawRecord)


def test_bomb_in_a_tar(server: Loopback, harvest: Harvest) -> None:
    with pytest.raises(SourceError, match="far more than its own size"):
        list(harvest("archive", server.route("/x", Answer(tarred(BOMB)))))


def test_file_above_the_limit(server: Loopback) -> None:
    url = server.route("/x", Answer(tarred({"large.xml": bytes(range(256)) * 1000, "b.xml": b"<b/>"})))
    with Transport(Settings(max_bytes=100_000)) as network:
        _, large, fine = harvester(Source("hub", "source", "archive", url), network).records(Start())
    assert isinstance(large, RefusedRecord)
    assert large.diagnostics[0].code == "harvest.size"
    assert isinstance(fine, RawRecord)


def test_header_that_claims_too_much(server: Loopback, harvest: Harvest) -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 2_000_000_000
    url = server.route("/x", Answer(gzip.compress(header.tobuf() + bytes(10_000))))
    with pytest.raises(SourceError, match="header of"):
        list(harvest("archive", url))


def test_bounds(server: Loopback, harvest: Harvest, monkeypatch: pytest.MonkeyPatch) -> None:
    url = server.route("/x", Answer(zipped({f"{n}.xml": b"<a/>" for n in range(4)})))
    monkeypatch.setattr(container, "MAX_MEMBERS", 3)
    with pytest.raises(SourceError, match="more than 3 files"):
        list(harvest("archive", url))
    monkeypatch.setattr(container, "MAX_MEMBERS", 4)
    monkeypatch.setattr(container, "MAX_BYTES", 10)
    with pytest.raises(SourceError, match="more than 10 bytes together"):
        list(harvest("archive", url))


def test_damaged_member(server: Loopback, harvest: Harvest) -> None:
    content = bytearray(zipped({"a.xml": b"<a>" + bytes(range(65, 90)) * 9 + b"</a>", "b.xml": b"<b/>"}))
    content[45] ^= 0xFF
    bad, fine = harvest("archive", server.route("/x", Answer(bytes(content))))
    assert isinstance(bad, RefusedRecord)
    assert isinstance(fine, RawRecord)


@pytest.mark.parametrize("content", [b"", b"<html/>", b"PK\x03\x04 broken", b"\x1f\x8b broken"])
def test_no_archive(tmp_path: Path, harvest: Harvest, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(SourceError, match="damaged"):
        list(harvest("archive", str(tmp_path / "x")))


def test_place_in_another_archive(tmp_path: Path, transport: Transport) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({f"{n}.xml": b"<a/>" for n in range(150)}))
    reader = harvester(Source("hub", "source", "archive", str(path)), transport)
    (place,) = (one for one in reader.records(Start()) if isinstance(one, Checkpoint))
    assert len(list(reader.records(Start(place=place.place)))) == 50
    path.write_bytes(zipped(FILES))
    with pytest.raises(SourceError, match="another"):
        list(reader.records(Start(place=place.place)))


def test_path_is_relative_to_the_hubs_file(tmp_path: Path) -> None:
    (tmp_path / "hubs.toml").write_text(
        '[[hub]]\nid = "h"\ntitle = {en = "H", fr = "H"}\ndomain = {en = "D", fr = "D"}\nhomepage = "https://h.example/"\n'
        '[[hub.source]]\nname = "a"\nprotocol = "archive"\nurl = "x.zip"\n'
        '[[hub.source]]\nname = "b"\nprotocol = "archive"\nurl = "https://h.example/x.zip"\n'
    )
    one, other = load_hubs(tmp_path / "hubs.toml")[0].sources
    assert (one.url, other.url) == (str((tmp_path / "x.zip").resolve()), "https://h.example/x.zip")
