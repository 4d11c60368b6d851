"""Records with very many of one thing, or one very long thing, are mapped in time that grows with their size."""

import gc
import time
from collections.abc import Callable

import orjson
import pytest

from mappings.refine import RefinedRecord

from .conftest import Refine

FEW, MANY = 200, 2_000

MOST = 35
"""How many times longer ten times as much may take: ten times where it is in proportion, a hundred where it is not."""

SPARED = 0.2
"""Seconds under which nothing is measured."""

TEXT = "<gco:CharacterString>{}</gco:CharacterString>"


def iso(identification: str = "", distribution: str = "", end: str = "") -> bytes:
    return f"""<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"
      xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink">
      <gmd:fileIdentifier>{TEXT.format("wide")}</gmd:fileIdentifier>
      <gmd:identificationInfo><gmd:MD_DataIdentification>
        <gmd:citation><gmd:CI_Citation><gmd:title>{TEXT.format("Wide")}</gmd:title></gmd:CI_Citation></gmd:citation>
        {identification}
      </gmd:MD_DataIdentification></gmd:identificationInfo>
      <gmd:distributionInfo><gmd:MD_Distribution>{distribution}</gmd:MD_Distribution></gmd:distributionInfo>
      {end}</gmd:MD_Metadata>""".encode()


def keywords(number: int) -> bytes:
    words = "".join(f"<gmd:keyword>{TEXT.format(f'word {n}')}</gmd:keyword>" for n in range(number))
    return iso(f"<gmd:descriptiveKeywords><gmd:MD_Keywords>{words}</gmd:MD_Keywords></gmd:descriptiveKeywords>")


def themes(number: int) -> bytes:
    words = "".join(
        f"<gmd:keyword><gco:Anchor xlink:href='http://terms.example/{n}'>{n}</gco:Anchor></gmd:keyword>"
        for n in range(number)
    )
    return iso(f"<gmd:descriptiveKeywords><gmd:MD_Keywords>{words}</gmd:MD_Keywords></gmd:descriptiveKeywords>")


def contacts(number: int) -> bytes:
    return iso(
        "".join(
            f"<gmd:pointOfContact><gmd:CI_ResponsibleParty><gmd:organisationName>{TEXT.format(f'Body {n}')}"
            "</gmd:organisationName><gmd:role><gmd:CI_RoleCode codeListValue='publisher'/></gmd:role>"
            "</gmd:CI_ResponsibleParty></gmd:pointOfContact>"
            for n in range(number)
        )
    )


def online(number: int, protocol: str, *, one_block: bool) -> str:
    links = [
        f"<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://data.example/{n}.nc</gmd:URL></gmd:linkage>"
        f"<gmd:protocol>{TEXT.format(protocol)}</gmd:protocol></gmd:CI_OnlineResource></gmd:onLine>"
        for n in range(number)
    ]
    return "".join(
        f"<gmd:transferOptions><gmd:MD_DigitalTransferOptions>{block}</gmd:MD_DigitalTransferOptions></gmd:transferOptions>"
        for block in (["".join(links)] if one_block else links)
    )


def formats(number: int) -> bytes:
    names = "".join(
        f"<gmd:distributionFormat><gmd:MD_Format><gmd:name>{TEXT.format(f'form {n}')}</gmd:name></gmd:MD_Format>"
        "</gmd:distributionFormat>"
        for n in range(number)
    )
    return iso(distribution=names + online(number, "WWW:DOWNLOAD", one_block=True))


def parents(number: int) -> bytes:
    named = (f"<gmd:parentIdentifier>{TEXT.format(f'parent {n}')}</gmd:parentIdentifier>" for n in range(number))
    return iso(end="".join(named))


def polygons(number: int) -> bytes:
    return iso(
        "".join(
            "<gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_BoundingPolygon><gmd:polygon><gml:Polygon>"
            f"<gml:exterior><gml:LinearRing><gml:posList>1 2 3 4 5 6.{n} 1 2</gml:posList></gml:LinearRing>"
            "</gml:exterior></gml:Polygon></gmd:polygon></gmd:EX_BoundingPolygon></gmd:geographicElement></gmd:EX_Extent></gmd:extent>"
            for n in range(number)
        )
    )


def translations(number: int) -> bytes:
    groups = "".join(
        f"<gmd:textGroup><gmd:LocalisedCharacterString locale='#l{n}'>{n}</gmd:LocalisedCharacterString>"
        "</gmd:textGroup>"
        for n in range(number)
    )
    return iso(f"<gmd:abstract>{TEXT.format('A')}<gmd:PT_FreeText>{groups}</gmd:PT_FreeText></gmd:abstract>")


def identifications(number: int) -> bytes:
    return iso(end="<gmd:identificationInfo><gmd:MD_DataIdentification/></gmd:identificationInfo>" * number)


def results(number: int) -> bytes:
    found = "".join(
        f"<gmd:result><gmd:DQ_QuantitativeResult><gmd:errorStatistic>{TEXT.format(f'Error {n}')}</gmd:errorStatistic>"
        f"<gmd:valueUnit/><gmd:value><gco:Record>{n}</gco:Record></gmd:value></gmd:DQ_QuantitativeResult></gmd:result>"
        f"<gmd:result><gmd:DQ_ConformanceResult><gmd:specification><gmd:CI_Citation><gmd:title>{TEXT.format(n)}"
        "</gmd:title></gmd:CI_Citation></gmd:specification><gmd:pass/></gmd:DQ_ConformanceResult></gmd:result>"
        for n in range(number)
    )
    return iso(
        end=f"<gmd:dataQualityInfo><gmd:DQ_DataQuality><gmd:report><gmd:DQ_DomainConsistency>{found}"
        "</gmd:DQ_DomainConsistency></gmd:report></gmd:DQ_DataQuality></gmd:dataQualityInfo>"
    )


def values(number: int) -> bytes:
    found = "".join(f"<gmd:value><gco:Record>{n}</gco:Record></gmd:value>" for n in range(number))
    return iso(
        end=f"<gmd:dataQualityInfo><gmd:DQ_DataQuality><gmd:report><gmd:DQ_DomainConsistency><gmd:result>"
        f"<gmd:DQ_QuantitativeResult>{found}</gmd:DQ_QuantitativeResult></gmd:result></gmd:DQ_DomainConsistency>"
        "</gmd:report></gmd:DQ_DataQuality></gmd:dataQualityInfo>"
    )


def iso_3(people: str, keywords: str = "") -> bytes:
    standard = "http://standards.iso.org/iso/19115/-3"
    return f"""<mdb:MD_Metadata xmlns:mdb="{standard}/mdb/2.0" xmlns:cit="{standard}/cit/2.0"
      xmlns:mri="{standard}/mri/1.0" xmlns:gco="{standard}/gco/1.0">
      <mdb:identificationInfo><mri:MD_DataIdentification>
        <mri:citation><cit:CI_Citation><cit:title>{TEXT.format("Wide")}</cit:title></cit:CI_Citation></mri:citation>
        <mri:pointOfContact><cit:CI_Responsibility><cit:party><cit:CI_Organisation>
          <cit:name>{TEXT.format("Body")}</cit:name>{people}
        </cit:CI_Organisation></cit:party></cit:CI_Responsibility></mri:pointOfContact>
        <mri:descriptiveKeywords><mri:MD_Keywords>{keywords}</mri:MD_Keywords></mri:descriptiveKeywords>
      </mri:MD_DataIdentification></mdb:identificationInfo></mdb:MD_Metadata>""".encode()


def people(number: int) -> bytes:
    return iso_3(
        "".join(
            f"<cit:individual><cit:CI_Individual><cit:name>{TEXT.format(f'Person {n}')}</cit:name></cit:CI_Individual>"
            "</cit:individual>"
            for n in range(number)
        )
    )


def telephones(number: int) -> bytes:
    numbers = "".join(f"<cit:number>{TEXT.format(f'+33 1 {n:08}')}</cit:number>" for n in range(number))
    return iso_3(
        f"<cit:contactInfo><cit:CI_Contact><cit:phone><cit:CI_Telephone>{numbers}</cit:CI_Telephone></cit:phone>"
        "</cit:CI_Contact></cit:contactInfo>"
    )


def dif_addresses(number: int) -> bytes:
    addresses = "".join(f"<URL>https://data.example/{n}</URL>" for n in range(number))
    return f"""<DIF xmlns="http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/"><Entry_ID><Short_Name>wide</Short_Name></Entry_ID>
      <Entry_Title>Wide</Entry_Title><Related_URL><URL_Content_Type><Type>GET DATA</Type></URL_Content_Type>
      {addresses}</Related_URL></DIF>""".encode()


def dif_links(number: int) -> bytes:
    links = "".join(
        f"<Related_URL><URL_Content_Type><Type>GET DATA</Type></URL_Content_Type><URL>https://data.example/{n}</URL>"
        "</Related_URL>"
        for n in range(number)
    )
    return f"""<DIF xmlns="http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/"><Entry_ID><Short_Name>wide</Short_Name></Entry_ID>
      <Entry_Title>Wide</Entry_Title><Distribution><Distribution_Size>3 kb</Distribution_Size></Distribution>
      {links}</DIF>""".encode()


def dif_periods(number: int) -> bytes:
    dates = "".join(f"<Single_DateTime>2001-01-01T00:00:{n % 60:02}Z</Single_DateTime>" for n in range(number))
    return f"""<DIF xmlns="http://gcmd.gsfc.nasa.gov/Aboutus/xml/dif/"><Entry_ID><Short_Name>wide</Short_Name></Entry_ID>
      <Entry_Title>Wide</Entry_Title><Temporal_Coverage>{dates}</Temporal_Coverage></DIF>""".encode()


def stac(number: int) -> bytes:
    properties = {"datetime": "2022-01-01T00:00:00Z", "keywords": [f"word {n}" for n in range(number)]}
    assets = {f"a{n}": {"href": f"https://data.example/{n}.nc", "roles": ["data"]} for n in range(number)}
    links = [{"rel": "related", "href": f"https://data.example/{n}"} for n in range(number)]
    item = {"type": "Feature", "stac_version": "1.0.0", "id": "i", "geometry": None, "properties": properties}
    return orjson.dumps({**item, "assets": assets, "links": links})


WIDE: dict[str, Callable[[int], bytes]] = {
    "keywords": keywords,
    "themes": themes,
    "contacts": contacts,
    "files in one block": lambda number: iso(distribution=online(number, "WWW:DOWNLOAD", one_block=True)),
    "files": lambda number: iso(distribution=online(number, "WWW:DOWNLOAD", one_block=False)),
    "services": lambda number: iso(distribution=online(number, "OGC:WMS", one_block=False)),
    "formats": formats,
    "parents": parents,
    "polygons": polygons,
    "translations": translations,
    "identifications": identifications,
    "results": results,
    "values": values,
    "people": people,
    "telephones": telephones,
    "links of DIF": dif_links,
    "addresses of DIF": dif_addresses,
    "periods of DIF": dif_periods,
    "STAC": stac,
}


def timed(refined: Refine, content: bytes) -> tuple[float, RefinedRecord]:
    # the collector would walk through all that the tests of this process have left
    gc.disable()
    try:
        started = time.process_time()
        record = refined(content)
        return time.process_time() - started, record
    finally:
        gc.enable()


@pytest.mark.parametrize("name", WIDE)
def test_time_grows_with_the_record(name: str, refined: Refine) -> None:
    refined(WIDE[name](2))
    few = min(timed(refined, WIDE[name](FEW))[0] for _ in range(2))
    (many, record), (again, _) = (timed(refined, WIDE[name](MANY)) for _ in range(2))
    many = min(many, again)
    assert record.triples
    assert many < max(SPARED, MOST * few), f"{few:.3f} s for {FEW}, {many:.3f} s for {MANY}"


def test_very_many_files_in_one_block(refined: Refine) -> None:
    """What takes little for each pair of thousands shows among tens of thousands only."""
    few, many = (timed(refined, WIDE["files in one block"](number))[0] for number in (MANY, 10 * MANY))
    assert many < MOST * few, f"{few:.3f} s for {MANY}, {many:.3f} s for {10 * MANY}"


LONG = 100_000
"""Characters of a text that is far too long; the patterns that read it take no longer for each than for a short one."""


@pytest.mark.parametrize(
    "piece", ["é", "a ", "@a", ".a", "1.", "a > ", " ", "(", "%", "[", "-1", "\u202e", "&lt;b&gt;"]
)
def test_a_text_of_any_length(piece: str, refined: Refine) -> None:
    text = TEXT.format(piece * (LONG // len(piece)))
    content = iso(
        f"<gmd:abstract>{text}</gmd:abstract><gmd:descriptiveKeywords><gmd:MD_Keywords><gmd:keyword>{text}</gmd:keyword>"
        "</gmd:MD_Keywords></gmd:descriptiveKeywords>"
        f"<gmd:pointOfContact><gmd:CI_ResponsibleParty><gmd:organisationName>{text}</gmd:organisationName>"
        "</gmd:CI_ResponsibleParty></gmd:pointOfContact>",
        f"<gmd:transferOptions><gmd:MD_DigitalTransferOptions><gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>"
        f"https://data.example/{piece * (LONG // len(piece))}</gmd:URL></gmd:linkage></gmd:CI_OnlineResource>"
        "</gmd:onLine></gmd:MD_DigitalTransferOptions></gmd:transferOptions>",
        "<gmd:referenceSystemInfo><gmd:MD_ReferenceSystem><gmd:referenceSystemIdentifier><gmd:RS_Identifier>"
        f"<gmd:code>{text}</gmd:code></gmd:RS_Identifier></gmd:referenceSystemIdentifier></gmd:MD_ReferenceSystem>"
        "</gmd:referenceSystemInfo>",
    )
    taken, record = timed(refined, content)
    assert record.triples
    assert taken < 5
