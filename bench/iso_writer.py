"""ISO 19139 documents of dataset descriptions: what the descriptions say in its place, and nothing else.

The language is left out: the graphs tag every text as English, the French ones too, so they do not know it. Contacts
and dates of the records are left out likewise; validation rightly misses them.
"""

from lxml import etree
from lxml.builder import ElementMaker

from .description import Description

GMD = "http://www.isotc211.org/2005/gmd"
GCO = "http://www.isotc211.org/2005/gco"
GMX = "http://www.isotc211.org/2005/gmx"
GML = "http://www.opengis.net/gml/3.2"
XLINK = "http://www.w3.org/1999/xlink"
NSMAP = {"gmd": GMD, "gco": GCO, "gmx": GMX, "gml": GML, "xlink": XLINK}
CODE_LIST = "http://www.isotc211.org/2005/resources/codeList.xml#MD_ScopeCode"

gmd = ElementMaker(namespace=GMD, nsmap=NSMAP)
gco = ElementMaker(namespace=GCO, nsmap=NSMAP)
gmx = ElementMaker(namespace=GMX, nsmap=NSMAP)
gml = ElementMaker(namespace=GML, nsmap=NSMAP)


def write(description: Description) -> bytes:
    """The document of a description."""
    identification = gmd.MD_DataIdentification(
        gmd.citation(gmd.CI_Citation(gmd.title(gco.CharacterString(description.title)))),
        gmd.abstract(gco.CharacterString(description.abstract)),
    )
    if description.keywords:
        words = [gmd.keyword(_word(*keyword)) for keyword in description.keywords]
        identification.append(gmd.descriptiveKeywords(gmd.MD_Keywords(*words)))
    extents = [*_place(description), *_time(description)]
    if extents:
        identification.append(gmd.extent(gmd.EX_Extent(*extents)))
    document = gmd.MD_Metadata(
        gmd.fileIdentifier(gco.CharacterString(description.identifier)),
        gmd.hierarchyLevel(gmd.MD_ScopeCode(codeList=CODE_LIST, codeListValue="dataset")),
        gmd.identificationInfo(identification),
    )
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8"))


def _word(text: str, concept: str) -> etree._Element:
    return gmx.Anchor(text, **{f"{{{XLINK}}}href": concept}) if concept else gco.CharacterString(text)


def _place(description: Description) -> list[etree._Element]:
    if description.box is None:
        return []
    sides = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
    west, south, east, north = (
        gmd(side, gco.Decimal(repr(degrees))) for side, degrees in zip(sides, description.box, strict=True)
    )
    # the standard's own order
    return [gmd.geographicElement(gmd.EX_GeographicBoundingBox(west, east, south, north))]


def _time(description: Description) -> list[etree._Element]:
    if not description.begin and not description.end:
        return []
    bounds = [
        gml(name, instant) if instant else gml(name, indeterminatePosition="unknown")
        for name, instant in (("beginPosition", description.begin), ("endPosition", description.end))
    ]
    period = gml.TimePeriod(*bounds, **{f"{{{GML}}}id": "period"})
    return [gmd.temporalElement(gmd.EX_TemporalExtent(gmd.extent(period)))]
