"""Folders of files."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harvesters.errors import SourceError
from harvesters.folder import FolderHarvester
from harvesters.hub import Source
from harvesters.record import Harvested, RawRecord, RefusedRecord, Start
from harvesters.transport import Settings, Transport

Harvest = Callable[..., Iterator[Harvested]]


def write(folder: Path, *names: str, content: bytes = b"<a/>") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def identifiers(records: Iterator[Harvested]) -> list[str]:
    return [record.identifier for record in records]


def test_files_in_order(tmp_path: Path, harvest: Harvest) -> None:
    write(tmp_path, "b.xml", "a/z.xml", "a/b/c.json", "été.xml", ".hidden.xml", ".git/config.xml", "a/.b/c.xml")
    records = list(harvest("folder", str(tmp_path)))
    assert identifiers(iter(records)) == ["a/b/c.json", "a/z.xml", "b.xml", "été.xml"]
    first = records[0]
    assert isinstance(first, RawRecord)
    assert (first.content, first.datestamp, first.url) == (b"<a/>", "", "")


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("**/*", ["a.xml", "b/c.json", "b/d/e.xml"]),
        ("*", ["a.xml"]),
        ("**/*.xml", ["a.xml", "b/d/e.xml"]),
        ("b/**", ["b/c.json", "b/d/e.xml"]),
        ("*/*.json", ["b/c.json"]),
        ("?.xml", ["a.xml"]),
        ("a.xm", []),
        ("a+xml", []),
    ],
)
def test_pattern(tmp_path: Path, harvest: Harvest, pattern: str, expected: list[str]) -> None:
    write(tmp_path, "a.xml", "b/c.json", "b/d/e.xml")
    assert identifiers(harvest("folder", str(tmp_path), pattern=pattern)) == expected


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a", b"<a/>", "application/xml"),
        ("a.json", b"\n \xef\xbb\xbf <a/>", "application/xml"),
        ("a", "\ufeff<a/>".encode("utf-16-le"), "application/xml"),
        ("a", "\ufeff<a/>".encode("utf-16-be"), "application/xml"),
        ("a.xml", b' {"type": "Feature"}', "application/json"),
        ("a", b"[]", "application/json"),
        ("a.XML", b"", "application/xml"),
        ("a.geojson", b"broken", "application/json"),
        ("a.pdf", b"%PDF", "application/octet-stream"),
        ("a", b"", "application/octet-stream"),
    ],
)
def test_media_type(tmp_path: Path, harvest: Harvest, name: str, content: bytes, media_type: str) -> None:
    write(tmp_path, name, content=content)
    (record,) = harvest("folder", str(tmp_path))
    assert isinstance(record, RawRecord)
    assert (record.content, record.media_type) == (content, media_type)


def test_links(tmp_path: Path, harvest: Harvest) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    write(folder, "a.xml")
    write(outside, "secret.xml")
    (folder / "inside.xml").symlink_to("a.xml")
    (folder / "leads-out.xml").symlink_to(outside / "secret.xml")
    (folder / "folder-out").symlink_to(outside)
    (folder / "dangling.xml").symlink_to("nowhere")
    (folder / "circle.xml").symlink_to("circle.xml")
    a, inside, out = harvest("folder", str(folder))
    assert isinstance(a, RawRecord)
    assert isinstance(inside, RawRecord)
    assert isinstance(out, RefusedRecord)
    assert (out.identifier, out.diagnostics[0].code) == ("leads-out.xml", "harvest.read")
    assert "leads out of the folder" in out.diagnostics[0].en


def test_folder_that_is_itself_a_link(tmp_path: Path, harvest: Harvest) -> None:
    write(tmp_path / "real", "a.xml")
    (tmp_path / "link").symlink_to("real")
    assert identifiers(harvest("folder", str(tmp_path / "link"))) == ["a.xml"]


def test_what_is_no_file_is_left_out(tmp_path: Path, harvest: Harvest) -> None:
    os.mkfifo(tmp_path / "pipe.xml")
    assert list(harvest("folder", str(tmp_path))) == []


def test_file_above_the_limit(tmp_path: Path) -> None:
    write(tmp_path, "a.xml", content=b"x" * 11)
    write(tmp_path, "b.xml", content=b"x" * 10)
    with Transport(Settings(max_bytes=10)) as transport:
        _, large, fine = FolderHarvester(Source("hub", "folder", "folder", str(tmp_path)), transport).records(Start())
    assert isinstance(large, RefusedRecord)
    assert isinstance(fine, RawRecord)
    assert large.diagnostics[0].code == "harvest.size"
    assert "more than 10 bytes" in large.diagnostics[0].en
    assert "more than 10 bytes" in large.diagnostics[0].fr


def test_unreadable_file(tmp_path: Path, harvest: Harvest, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.xml", "b.xml")
    really_open = Path.open

    def refuse(path: Path, mode: str = "r") -> object:
        if path.name == "a.xml":
            raise PermissionError(13, "Permission denied")
        return really_open(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    refused, fine = harvest("folder", str(tmp_path))
    assert isinstance(refused, RefusedRecord)
    assert isinstance(fine, RawRecord)
    assert (refused.identifier, refused.diagnostics[0].code) == ("a.xml", "harvest.read")
    assert "Permission denied" in refused.diagnostics[0].en


def test_name_that_is_not_utf_8(tmp_path: Path, harvest: Harvest) -> None:
    path = os.fsencode(tmp_path) + b"/\xe9t\xe9.xml"
    with open(path, "wb") as file:  # noqa: PTH123  (a name in bytes)
        file.write(b"<a/>")
    (record,) = harvest("folder", str(tmp_path))
    assert isinstance(record, RawRecord)
    assert record.identifier == r"\xe9t\xe9.xml"


def test_missing_folder(tmp_path: Path, harvest: Harvest) -> None:
    with pytest.raises(SourceError, match=r"missing: No such file"):
        list(harvest("folder", str(tmp_path / "missing")))


def test_a_folder_inside_that_cannot_be_listed(
    tmp_path: Path, harvest: Harvest, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a.xml", "locked/b.xml")
    really_scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return really_scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(SourceError, match="locked: Permission denied"):
        list(harvest("folder", str(tmp_path)))


@pytest.mark.shared
@pytest.mark.parametrize("name", ["iso19139", "iso19115-3", "dif", "stac", "broken"])
def test_real_files(harvest: Harvest, shared_records: Path, name: str) -> None:
    folder = shared_records / name
    names = set[str]()
    for record in harvest("folder", str(folder)):
        assert isinstance(record, RawRecord)
        file, _, member = record.identifier.partition("#")
        content = (folder / file).read_bytes()
        if member and record.media_type == "application/json":
            assert record.content in content
        elif not member:
            assert record.content == content
        assert record.media_type in ("application/xml", "application/json")
        names.add(file)
    assert len(names) == sum(stat.S_ISREG(path.stat().st_mode) for path in folder.rglob("*"))


def test_item_collection_is_its_members(tmp_path: Path, harvest: Harvest) -> None:
    """Each Item is the piece of text that stands in the file, however it is written."""
    pieces = ['{"id": "a", "collection": "c", "assets": {}, "n": 1.0}', '{"id":"é"}', '{"id": "a", "collection": "c"}']
    text = '{"type": "FeatureCollection", "collections": [ {"id": "c"} ], "features": [ ' + " ,\n".join(pieces) + " ]}"
    write(tmp_path, "items.json", content=b"\xef\xbb\xbf" + text.encode())
    write(tmp_path, "plain.geojson", content=b'{"type": "FeatureCollection", "features": [{"properties": {}}]}')
    records = {record.identifier: record for record in harvest("folder", str(tmp_path))}
    assert list(records) == ["items.json#c", "items.json#c/a", "items.json#é", "items.json#c/a~2", "plain.geojson"]
    found = [record.content.decode() for record in records.values() if isinstance(record, RawRecord)]
    assert found[1:4] == pieces


def test_answer_of_a_catalogue_is_its_records(tmp_path: Path, harvest: Harvest) -> None:
    entries = "".join(f"<result><DIF><Entry_ID>{name}</Entry_ID></DIF></result>" for name in "ab")
    write(tmp_path, "saved.xml", content=f"<results>{entries}</results>".encode())
    records = [record for record in harvest("folder", str(tmp_path)) if isinstance(record, RawRecord)]
    assert [record.identifier for record in records] == ["saved.xml#a", "saved.xml#b"]
    assert records[0].content == b"<DIF><Entry_ID>a</Entry_ID></DIF>"


def test_item_collection_with_a_member_that_is_no_object(tmp_path: Path, harvest: Harvest) -> None:
    write(tmp_path, "a.json", content=b'{"type":"FeatureCollection","features":[3,{"id":"x","assets":{}}]}')
    refused, fine = harvest("folder", str(tmp_path))
    assert isinstance(refused, RefusedRecord)
    assert isinstance(fine, RawRecord)
    assert refused.diagnostics[0].code == "harvest.read"
