"""The hubs as declared."""

from dataclasses import fields
from pathlib import Path

import pytest

from harvesters.errors import ConfigurationError
from harvesters.hub import SOURCE_KEYS, Source, load_hubs, select
from harvesters.protocol import PROTOCOLS, harvester
from harvesters.record import content_identifier
from harvesters.timing import Schedule
from harvesters.transport import Transport


def test_the_hubs_of_data_terra() -> None:
    hubs = load_hubs()
    assert [hub.id for hub in hubs] == ["aeris", "formater", "odatis", "theia", "dinamis", "easydata"]
    for hub in hubs:
        assert set(hub.title) == set(hub.domain) == {"en", "fr"}
        assert hub.homepage.startswith("https://")
        assert not hub.record_page or hub.record_page.count("{id}") == 1
        assert hub.sources
        for source in hub.sources:
            assert source.url.startswith("https://")
            assert source.verified is None


def test_every_source_has_its_harvester(transport: Transport) -> None:
    for source in select(load_hubs(), ()):
        assert type(harvester(source, transport)).__module__ == PROTOCOLS[source.protocol].implementation.split(":")[0]


def test_select() -> None:
    hubs = load_hubs()
    assert [source.key for source in select(hubs, ("theia/hydroweb", "aeris"))] == ["aeris/catalogue", "theia/hydroweb"]
    with pytest.raises(ConfigurationError, match="no hub or source is called 'nobody'"):
        select(hubs, ("nobody",))


def test_option() -> None:
    source = Source("h", "s", "csw", "http://127.0.0.1/", None, {"page_size": 10})
    assert source.option("page_size", 50) == 10
    assert source.option("output_schema", "x") == "x"
    with pytest.raises(ConfigurationError, match="h/s: option 'page_size' is not of type str: 10"):
        source.option("page_size", "50")


STANZA = """
[[hub]]
id = "h"
title = {{ en = "H", fr = "H" }}
domain = {{ en = "d", fr = "d" }}
homepage = "https://h.example/"
[[hub.source]]
name = "s"
protocol = "folder"
url = "records"
{line}
"""


def test_a_folder_lies_beside_its_file(tmp_path: Path) -> None:
    path = tmp_path / "hubs.toml"
    path.write_text(STANZA.format(line="verified = 2026-01-31"), "utf-8")
    (hub,) = load_hubs(path)
    (source,) = hub.sources
    assert source.url == str(tmp_path / "records")
    assert str(source.verified) == "2026-01-31"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("set = 'x'", "folder has no option 'set'"),
        ("verified = true", "'verified' is a date or false"),
        ("protocol = 'csw'", "Cannot overwrite"),
        ("[[hub.source]]\nname = 't'\nprotocol = 'ftp'\nurl = 'x'", "unknown protocol 'ftp'"),
        ("[[hub.source]]\nname = 's'\nprotocol = 'csw'\nurl = 'x'", "two sources share a name"),
        ("[[hub.source]]\nname = 't'\nprotocol = 'csw'", "missing 'url'"),
        ("[[hub.source]]\nname = 't'\nprotocol = 'csw'\nurl = 'https://ann:pw@hub.example/'", "holds a user name"),
        ("token_env = 'HUB_TOKEN'", "folder has no option 'token_env'"),
        ("[[hub]]\nid = 'i'\nnick = 'x'", "unknown key 'nick'"),
        ("schedule = 'at night'", "h/s: 'schedule': 'at night' is no schedule"),
        ("schedule = 6", "h/s: 'schedule': not a text"),
        ("window = '22-06'", "h/s: 'window': '22-06' is no window"),
        ("sweep = 'weekly'", "h/s: 'sweep': not a number of days"),
        ("sweep = true", "h/s: 'sweep': not a number of days"),
        ("delete_share = 20", "h/s: 'delete_share': not a share"),
    ],
)
def test_wrong_declarations(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "hubs.toml"
    path.write_text(STANZA.format(line=line), "utf-8")
    with pytest.raises(ConfigurationError, match=message):
        load_hubs(path)


def test_how_a_source_is_treated(tmp_path: Path) -> None:
    path = tmp_path / "hubs.toml"
    lines = "schedule = '0 3 * * *'\nwindow = '20:00-06:00'\nsweep = 30\ndelete_share = 1"
    path.write_text(STANZA.format(line=lines), "utf-8")
    (source,) = load_hubs(path)[0].sources
    assert source.schedule == Schedule("0 3 * * *")
    assert (str(source.window), source.sweep, source.delete_share) == ("20:00–06:00", 30, 1.0)
    assert source.options == {}
    assert {field.name for field in fields(Source)} >= SOURCE_KEYS.keys()


def test_content_identifier() -> None:
    assert content_identifier(b"") == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


HUB = """
[[hub]]
id = "{id}"
title = {title}
domain = {{ en = "Everything", fr = "Tout" }}
homepage = "{homepage}"
[[hub.source]]
{source}
"""
GOOD = {
    "id": "corpus",
    "title": '{ en = "Corpus", fr = "Corpus" }',
    "homepage": "https://example.org",
    "source": 'name = "records"\nprotocol = "folder"\nurl = "."',
}


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("id", "../x y", "'id'"),
        ("id", "", "'id'"),
        ("title", '"Corpus"', "'title'"),
        ("title", '{ en = "Corpus" }', "'title'"),
        ("homepage", "not an iri", "'homepage'"),
        ("source", 'name = "b c"\nprotocol = "folder"\nurl = "."', "'name'"),
        ("source", 'name = "records"\nprotocol = "folder"', "missing 'url'"),
        ("source", 'name = "records"\nurl = "."', "missing 'protocol'"),
    ],
)
def test_what_cannot_become_an_address_or_a_page_is_refused(tmp_path: Path, key: str, value: str, told: str) -> None:
    file = tmp_path / "hubs.toml"
    file.write_text(HUB.format(**GOOD), "utf-8")
    assert load_hubs(file)
    file.write_text(HUB.format(**{**GOOD, key: value}), "utf-8")
    with pytest.raises(ConfigurationError, match=told):
        load_hubs(file)
