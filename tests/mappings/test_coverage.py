"""What is read is carried, what is named is ignored, what is neither is lost, and is told with its place."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from harvesters.record import RawRecord
from mappings.converters import text
from mappings.coverage import Fate, Tally, coverage
from mappings.crosswalk import Crosswalk, Entry, Ignore, Row, Under
from mappings.iso19139 import ISO_19139
from mappings.scope import Context, Origin
from mappings.stac_item import STAC_ITEM
from mappings.trace import JsonTrace
from vocab.namespace import DCTERMS

SAMPLES = Path(__file__).parents[2] / "samples"
ORIGIN = Origin("hub", "source", "record")

ISO = b"""<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
  <gmd:fileIdentifier><gco:CharacterString>one</gco:CharacterString></gmd:fileIdentifier>
  <gmd:identificationInfo><gmd:MD_DataIdentification>
    <gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>A title</gco:CharacterString></gmd:title>
    </gmd:CI_Citation></gmd:citation>
    <gmd:unheardOf colour="blue"><gco:CharacterString>never read</gco:CharacterString></gmd:unheardOf>
  </gmd:MD_DataIdentification></gmd:identificationInfo>
</gmd:MD_Metadata>"""

ITEM = b"""{"type": "Feature", "stac_version": "1.0.0", "id": "one", "bbox": [0, 1, 2, 3],
  "unheardOf": {"deep": ["never read"]}, "properties": {"datetime": "2022-01-15T00:00:00Z"}}"""


def test_xml_content_that_nobody_reads_is_lost(context: Context) -> None:
    found = coverage(RawRecord("record", ISO, ""), ORIGIN, context)
    base = "gmd:identificationInfo/gmd:MD_DataIdentification/gmd:unheardOf"
    assert [(one.path, one.line, one.text) for one in found.of(Fate.LOST)] == [
        (f"{base}/@colour", 6, "blue"),
        (f"{base}/gco:CharacterString", 6, "never read"),
    ]
    assert (found.dialect, len(found.of(Fate.CARRIED)), found.of(Fate.IGNORED)) == ("iso19139", 2, [])


def only(monkeypatch: pytest.MonkeyPatch, table: Crosswalk, rows: Sequence[Entry]) -> None:
    """Make a dialect's table one of a few rows, whatever the real one has come to read."""
    changed = replace(table, rows=rows)
    monkeypatch.setattr("mappings.dialect.Dialect.table", lambda _: changed)


def test_json_content_that_nobody_reads_is_lost(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, STAC_ITEM, [Row(DCTERMS.identifier, "id", text.plain)])
    found = coverage(RawRecord("record", ITEM, ""), ORIGIN, context)
    assert ("unheardOf.deep[]", "never read") in [(one.path, one.text) for one in found.of(Fate.LOST)]
    assert ("id", "one") not in [(one.path, one.text) for one in found.of(Fate.LOST)]
    assert found.of(Fate.CARRIED)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (ISO, [Under("gmd:identificationInfo/*", [Ignore("gmd:unheardOf", why="a test")])]),
        (ITEM, [Under("unheardOf", [Ignore("deep", why="a test")])]),
    ],
)
def test_what_is_named_is_left_out_on_purpose(
    context: Context, monkeypatch: pytest.MonkeyPatch, content: bytes, rows: Sequence[Entry]
) -> None:
    table = ISO_19139 if content is ISO else STAC_ITEM
    only(monkeypatch, table, rows)
    found = coverage(RawRecord("record", content, ""), ORIGIN, context)
    assert "never read" not in [one.text for one in found.of(Fate.LOST)]
    assert found.of(Fate.IGNORED)


def test_what_is_named_may_be_a_text_or_number(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [Ignore("unheardOf.deep[]", why="a test"), Ignore("bbox[1]", why="a test")]
    only(monkeypatch, STAC_ITEM, rows)
    found = coverage(RawRecord("record", ITEM, ""), ORIGIN, context)
    lost = [(one.path, one.text) for one in found.of(Fate.LOST)]
    assert ("unheardOf.deep[]", "never read") not in lost
    assert ("bbox[]", "2") in lost
    assert ("bbox[]", "1") not in lost
    assert len(found.of(Fate.IGNORED)) == 2


def test_members_of_a_list_are_noted_one_by_one_and_in_slices() -> None:
    trace = JsonTrace(list("abcdef"))
    assert (trace.root[0], trace.root[-1], trace.root[2:4], trace.root[9:]) == ("a", "f", ["c", "d"], [])
    assert sorted(position for _, position in trace.read) == [0, 2, 3, 5]
    with pytest.raises(IndexError):
        trace.root[6]


def test_fillers_are_left_out_on_purpose(context: Context) -> None:
    dif = b"""<DIF xmlns="http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/"><Entry_ID>one</Entry_ID>
      <Entry_Title>Not provided</Entry_Title><Unheard_Of>N/A</Unheard_Of></DIF>"""
    found = coverage(RawRecord("record", dif, ""), ORIGIN, context)
    assert found.dialect == "dif9"
    assert [(one.text, str(fate)) for one, fate in found.pieces] == [
        ("one", "carried"),
        ("Not provided", "left out"),
        ("N/A", "left out"),
    ]


def test_tracing_changes_nothing(context: Context) -> None:
    """What a record becomes does not depend on being watched: a traced record carries all that it states."""
    for path in sorted(SAMPLES.rglob("*.xml")):
        found = coverage(RawRecord(path.name, path.read_bytes(), ""), ORIGIN, context)
        assert len(found.of(Fate.CARRIED)) > len(found.of(Fate.LOST))


def test_tally_counts_by_path(context: Context) -> None:
    tally = Tally()
    for name in ("a", "b"):
        tally.add(name, coverage(RawRecord(name, ISO, ""), ORIGIN, context))
    assert (tally.records, tally.carried, tally.lost) == (2, 4, 4)
    assert tally.share == pytest.approx(0.5)
    path, lost = tally.worst()[0]
    assert path.endswith("@colour")
    assert (lost.count, lost.record) == (2, "a")
