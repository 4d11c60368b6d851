"""Documents that hold several records are their records."""

import re

import pytest

from harvesters.members import members
from harvesters.record import RawRecord

GMD = 'xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"'
MDB = (
    'xmlns:mdb="http://standards.iso.org/iso/19115/-3/mdb/2.0" xmlns:mcc="http://standards.iso.org/iso/19115/-3/mcc/1.0"'
    ' xmlns:gco="http://standards.iso.org/iso/19115/-3/gco/1.0"'
)


def text(name: str, said: str) -> str:
    return f"<{name}><gco:CharacterString>{said}</gco:CharacterString></{name}>"


def iso(identifier: str = "") -> str:
    return f"<gmd:MD_Metadata>{text('gmd:fileIdentifier', identifier)}</gmd:MD_Metadata>"


DIF = "<DIF><Entry_ID>{}</Entry_ID></DIF>"
DIF_10 = "<DIF><Entry_ID><Short_Name>{}</Short_Name><Version>1</Version></Entry_ID></DIF>"
ISO_3 = (
    "<mdb:MD_Metadata><mdb:metadataIdentifier><mcc:MD_Identifier>{}</mcc:MD_Identifier></mdb:metadataIdentifier>"
    "</mdb:MD_Metadata>"
)

SEVERAL = {
    "CSW": (
        f'<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" {GMD}><csw:SearchResults>'
        f"{iso('a')}{iso('b')}</csw:SearchResults></csw:GetRecordsResponse>"
    ),
    "OAI-PMH": (
        f'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords {GMD}>'
        f'<record><header/><metadata>{iso("a")}</metadata></record><record><header status="deleted"/></record>'
        f"<record><metadata>{iso('b')}</metadata></record></ListRecords></OAI-PMH>"
    ),
    "Atom": (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {GMD}><entry><content>{iso("a")}</content></entry>'
        f"<entry><gmd:CHE_MD_Metadata>{text('gmd:fileIdentifier', 'b')}</gmd:CHE_MD_Metadata></entry></feed>"
    ),
    "series": (
        f"<gmd:DS_Series {GMD}><gmd:composedOf><gmd:DS_DataSet><gmd:has>{iso('a')}</gmd:has></gmd:DS_DataSet>"
        f"</gmd:composedOf><gmd:seriesMetadata>{iso('b')}</gmd:seriesMetadata></gmd:DS_Series>"
    ),
    "CMR": f"<results><result>{DIF.format('a')}</result><result>{DIF_10.format('b')}</result></results>",
    "ISO 19115-3": (
        f"<records {MDB}>{ISO_3.format(text('mcc:code', 'a'))}{ISO_3.format(text('mcc:code', 'b'))}</records>"
    ),
}


def named(content: str) -> dict[str, bytes]:
    found = list(members(RawRecord("file.xml", content.encode(), "application/xml")))
    assert all(isinstance(one, RawRecord) for one in found)
    return {one.identifier: one.content for one in found if isinstance(one, RawRecord)}


@pytest.mark.parametrize("kind", SEVERAL)
def test_each_record_is_a_document(kind: str) -> None:
    found = named(SEVERAL[kind])
    assert list(found) == ["file.xml#a", "file.xml#b"]
    for name, content in found.items():
        assert re.match(rb"<(?:\w+:)?(?:\w*MD_Metadata|DIF)[\s>]", content)
        assert f">{name[-1]}<".encode() in content


def test_members_without_or_with_one_identifier_are_told_apart() -> None:
    found = named(f"<all {GMD}>{iso()}{iso('a')}{iso()}{iso('a')}</all>")
    first, *others = found
    assert first.startswith("file.xml#sha256:")
    assert others == ["file.xml#a", f"{first}~2", "file.xml#a~2"]


@pytest.mark.parametrize(
    "content",
    [
        f"<all {GMD}>{iso('a')}</all>",
        f"<gmd:MD_Metadata {GMD}><gmd:describes>{iso('a')}</gmd:describes></gmd:MD_Metadata>",
        f"<all {GMD}>{iso('a')}{iso('b')}",
        f"<!DOCTYPE all><all {GMD}>{iso('a')}{iso('b')}</all>",
        '<transfer><MD_Metadata REF="1"/><MD_Metadata REF="2"/></transfer>',
        "<csw:Record/>",
        "MD_Metadata",
        "",
    ],
)
def test_other_documents_stay_whole(content: str) -> None:
    assert named(content) == {"file.xml": content.encode()}
