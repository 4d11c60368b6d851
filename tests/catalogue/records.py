"""Small metadata records made for the tests of runs."""

ISO = """<?xml version="1.0" encoding="UTF-8"?>
<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
{identifier}  <gmd:dateStamp><gco:Date>2022-01-15</gco:Date></gmd:dateStamp>
  <gmd:identificationInfo><gmd:MD_DataIdentification>
    <gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>{title}</gco:CharacterString></gmd:title>
    </gmd:CI_Citation></gmd:citation>
    <gmd:abstract><gco:CharacterString>About {title} &amp; more.</gco:CharacterString></gmd:abstract>
    <gmd:extent><gmd:EX_Extent><gmd:geographicElement><gmd:EX_GeographicBoundingBox>
      <gmd:westBoundLongitude><gco:Decimal>{west}</gco:Decimal></gmd:westBoundLongitude>
      <gmd:eastBoundLongitude><gco:Decimal>5</gco:Decimal></gmd:eastBoundLongitude>
      <gmd:southBoundLatitude><gco:Decimal>42</gco:Decimal></gmd:southBoundLatitude>
      <gmd:northBoundLatitude><gco:Decimal>45</gco:Decimal></gmd:northBoundLatitude>
    </gmd:EX_GeographicBoundingBox></gmd:geographicElement></gmd:EX_Extent></gmd:extent>
  </gmd:MD_DataIdentification></gmd:identificationInfo>
</gmd:MD_Metadata>
"""
_IDENTIFIER = "  <gmd:fileIdentifier><gco:CharacterString>{}</gco:CharacterString></gmd:fileIdentifier>\n"


def iso(identifier: str, title: str = "", *, west: float = 1.5) -> str:
    """A record in ISO 19139; without an identifier when that is empty."""
    own = _IDENTIFIER.format(identifier) if identifier else ""
    return ISO.format(identifier=own, title=title or f"title of {identifier}", west=west)


def item(identifier: str, collection: str = "c") -> dict[str, object]:
    """A STAC Item."""
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": identifier,
        "collection": collection,
        "geometry": {"type": "Point", "coordinates": [1.5, 43.6]},
        "bbox": [1.5, 43.6, 1.5, 43.6],
        "properties": {"datetime": "2022-07-18T10:00:00Z"},
        "links": [],
        "assets": {},
    }
