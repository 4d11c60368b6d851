"""Which dialect a document is written in."""

import pytest
from lxml import etree

from mappings.dialect import DIALECTS, sniff
from mappings.errors import RecordError
from mappings.namespaces import canonical

GMD = 'xmlns:gmd="http://www.isotc211.org/2005/gmd"'
DIF = 'xmlns="http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/"'


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (f"<gmd:MD_Metadata {GMD}/>", "iso19139"),
        ('<a:MI_Metadata xmlns:a="http://www.isotc211.org/2005/gmi"/>', "iso19139"),
        (
            '<p:X xmlns:p="urn:profile" xmlns:gco="http://www.isotc211.org/2005/gco" gco:isoType="gmd:MD_Metadata"/>',
            "iso19139",
        ),
        ('<m:MD_Metadata xmlns:m="http://standards.iso.org/iso/19115/-3/mdb/2.0"/>', "iso19115-3"),
        ('<m:MI_Metadata xmlns:m="http://standards.iso.org/iso/19115/-3/mdb/1.0"/>', "iso19115-3"),
        ('<m:MD_Metadata xmlns:m="http://www.isotc211.org/2005/mds/1.0/2013-03-28"/>', "iso19115-3"),
        (f'<c:CHE_MD_Metadata xmlns:c="urn:che" {GMD}><gmd:contact/></c:CHE_MD_Metadata>', "iso19139"),
        (
            (
                '<c:CHE_MD_Metadata xmlns:c="urn:che" xmlns:gco="http://standards.iso.org/iso/19115/-3/gco/1.0" '
                'gco:isoType="mdb:MD_Metadata"/>'
            ),
            "iso19115-3",
        ),
        (f"<DIF {DIF}><Entry_ID><Short_Name>A</Short_Name></Entry_ID></DIF>", "dif10"),
        (f"<DIF {DIF}><Entry_ID>A</Entry_ID></DIF>", "dif9"),
        (f"<DIF {DIF}><Entry_Title>A</Entry_Title></DIF>", "dif9"),
        ("<DIF><Entry_ID>A</Entry_ID></DIF>", "dif9"),
        ('<d:DIF xmlns:d="https://gcmd.example/dif_v9.9.3.xsd"><d:Entry_ID>A</d:Entry_ID></d:DIF>', "dif9"),
        ("<DIF><Entry_ID><Short_Name>A</Short_Name></Entry_ID></DIF>", "dif10"),
        (f"<R xmlns='http://www.opengis.net/cat/csw/2.0.2'><SearchResults><DIF {DIF}/></SearchResults></R>", "dif9"),
        (f"<results><hits>1</hits><result concept-id='C1'><DIF {DIF}/></result></results>", "dif9"),
        (f"<r><h/><m><gmd:MD_Metadata {GMD}/></m></r>", "iso19139"),
        ({"type": "Collection", "stac_version": "1.1.0"}, "stac-collection"),
        ({"stac_version": "0.9.0", "extent": {}, "license": "x"}, "stac-collection"),
        ({"type": "collection", "stac_version": "1.0.0"}, "stac-collection"),
        ({"type": "Feature", "stac_version": "1.0.0"}, "stac-item"),
        ({"type": "Feature", "properties": {"datetime": None}, "assets": {}}, "stac-item"),
        ({"stac_version": "0.6.0", "properties": {}, "geometry": None, "assets": {}}, "stac-item"),
        ({"type": "Catalog", "stac_version": "1.1.0", "id": "a"}, "stac-catalog"),
        ({"stac_version": "0.8.0", "id": "a", "links": []}, "stac-catalog"),
    ],
)
def test_dialect_of_a_document(document: str | dict[str, object], name: str) -> None:
    root = etree.fromstring(document) if isinstance(document, str) else document
    dialect, record = sniff(root)
    assert dialect.name == name
    assert dialect.is_root(record)
    assert dialect.table().name == name


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("<html/>", "html"),
        ("<DIF><Title>A</Title></DIF>", "DIF"),
        (f"<results><result><DIF {DIF}/></result><result><DIF {DIF}/></result></results>", "2 records"),
        (f"<r><gmd:MD_Metadata {GMD}/><gmd:MD_Metadata {GMD}/></r>", "2 records"),
        ("<MD_Metadata/>", "MD_Metadata"),
        ({"type": "Feature"}, "type 'Feature'"),
        ({"type": "Catalog", "stac_version": "1.0.0"}, "Catalog"),
        ({"type": "Catalog", "id": "a", "links": []}, "Catalog"),
        ({"type": "Feature", "properties": {"datetime": None}}, "Feature"),
        ({"type": "Feature", "properties": {}, "assets": {}}, "Feature"),
        ({"type": "FeatureCollection", "features": [{}, {}]}, "2 records in one document"),
        ({"type": "FeatureCollection", "features": {}}, "type 'FeatureCollection'."),
        ({"stac_version": "1.0.0", "id": "a", "links": [], "properties": {}}, "stac_version '1.0.0'"),
        ({"type": ["Feature"]}, "JSON object"),
        ([], "JSON array"),
        ("<r>" * 10 + f"<gmd:MD_Metadata {GMD}/>" + "</r>" * 10, "r"),
    ],
)
def test_what_is_no_record_is_refused_by_name(document: object, reason: str) -> None:
    root = etree.fromstring(document) if isinstance(document, str) else document
    with pytest.raises(RecordError) as refused:
        sniff(root)
    assert reason in refused.value.diagnostics[0].en


def test_dialects_have_one_name_each() -> None:
    assert len({dialect.name for dialect in DIALECTS}) == len(DIALECTS)


@pytest.mark.parametrize(
    ("space", "wanted"),
    [
        ("http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2"),
        ("http://www.opengis.net/gml/3.2.1", "http://www.opengis.net/gml/3.2"),
        ("http://standards.iso.org/iso/19115/-3/mdb/1.0", "http://standards.iso.org/iso/19115/-3/mdb/2.0"),
        ("http://standards.iso.org/19115/-3/cit/2.0", "http://standards.iso.org/iso/19115/-3/cit/2.0"),
        ("http://www.isotc211.org/2005/gmd", "http://www.isotc211.org/2005/gmd"),
        ("urn:other", "urn:other"),
    ],
)
def test_versions_of_a_namespace(space: str, wanted: str) -> None:
    assert canonical(space) == wanted
