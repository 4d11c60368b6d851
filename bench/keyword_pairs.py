"""Ground truth of matching: what records call a concept, beside the address of the concept that they mean by it.

Records in which a keyword is an anchor, a code of SeaDataNet's profile, a DIF element with the uuid of GCMD, or a
concept of the themes extension say both. A pair keeps what a matcher is given, and the address that is hidden from it.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import orjson
from lxml import etree

from mappings.codelist import CodeList, load_codelists
from mappings.converters.text import anchor_of, local_name, one_line, text_of
from mappings.iso_keyword import sea_data_net
from mappings.parsing import XmlElement

from .description import GRAPHS, read_descriptions

GCMD = "https://gcmd.earthdata.nasa.gov/kms/concept/"


class Pair(NamedTuple):
    """What a record says of one concept.

    Attributes:
        text: how the record calls it.
        language: BCP 47 tag of the text; empty when the record says none.
        hint: ``theme``, ``platform``, ``instrument``, ``parameter``, ``place`` or empty.
        thesaurus: title of the thesaurus that the record names; empty when it names none.
        address: of the concept.
        origin: folder of the record, below ``data/records``.
    """

    text: str
    language: str
    hint: str
    thesaurus: str
    address: str
    origin: str


HINTS = {
    "theme": "theme",
    "place": "place",
    "platform": "platform",
    "instrument": "instrument",
    "parameter": "parameter",
    "platform_class": "platform",
}
"""Types of keywords in ISO records that say what a matcher can be told."""

DIF = {
    "Parameters": ("theme", "GCMD Science Keywords"),
    "Science_Keywords": ("theme", "GCMD Science Keywords"),
    "Platform": ("platform", "GCMD Platforms"),
    "Source_Name": ("platform", "GCMD Platforms"),
    "Instrument": ("instrument", "GCMD Instruments"),
    "Sensor_Name": ("instrument", "GCMD Instruments"),
    "Project": ("", "GCMD Projects"),
    "Location": ("place", "GCMD Locations"),
    "ISO_Topic_Category": ("theme", "ISO Topic Category"),
}
"""Elements of DIF that carry the uuid of a concept: hint, and the list that the format takes them from."""

_DETAILS = ("Detailed_Variable", "Detailed_Location")
"""Levels of a path that are words of the data's makers and no part of what the uuid means."""

_WRITTEN_BY_HAND = ("Instrument", "Characteristics", "Campaign", "Start_Date", "End_Date", "Type", "Operational_Mode")
"""Children of DIF's platforms, instruments and projects that are not their names."""

SUFFIXES = {".xml", ".003", ".che", ".iso19115", ".dgiwg", ".gemini23", ".0", ".2018", ".bfs", ".hnap", ".rndt", ".mcp"}


def read_pairs(records: Path, graphs: Path) -> list[Pair]:
    """Every pair of the corpus once, in a fixed order."""
    found: dict[Pair, None] = {}
    for path in sorted(records.rglob("*")):
        if not path.is_file():
            continue
        origin = path.relative_to(records).parts[0]
        if path.suffix.lower() in SUFFIXES:
            found.update(dict.fromkeys(_xml_pairs(path, origin)))
        elif path.suffix in {".json", ".geojson"}:
            found.update(dict.fromkeys(_json_pairs(path, origin)))
    for name in GRAPHS.values():
        for description in read_descriptions(graphs / name):
            for word, address in description.keywords:
                if address:
                    found[Pair(one_line(word), "", "", "", address, "data-terra-graphs")] = None
    return sorted(found)


def _xml_pairs(path: Path, origin: str) -> Iterator[Pair]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.parse(path, parser).getroot()
    except (etree.XMLSyntaxError, OSError):
        return
    for record in _records(root):
        language = _language(record)
        for block in record.iter("{*}MD_Keywords"):
            yield from _block_pairs(block, language, origin)
        for node in record.iter("{*}MI_Platform", "{*}MI_Instrument"):
            yield from _identifier_pairs(node, language, origin)
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("uuid") and local_name(element) in DIF:
            yield from _dif_pairs(element, origin)


def _records(root: XmlElement) -> Iterable[XmlElement]:
    found = list(root.iter("{*}MD_Metadata", "{*}MI_Metadata"))
    return found or [root]


def _block_pairs(block: XmlElement, language: str, origin: str) -> Iterator[Pair]:
    kinds = block.findall("{*}type/*")
    code = (kinds[0].get("codeListValue") or kinds[0].text or "").strip().lower() if kinds else ""
    title = block.find("{*}thesaurusName/*/{*}title")
    thesaurus = one_line(text_of(title)) if title is not None else ""
    for element in block.findall("{*}keyword"):
        address = anchor_of(element) or sea_data_net(element)
        if not address:
            continue
        texts = {one_line(text_of(element)): language}
        for other in element.iter("{*}LocalisedCharacterString"):
            texts.setdefault(one_line(other.text or ""), _tag((other.get("locale") or "").strip("#").split("-")[-1]))
        for text, tag in texts.items():
            if _usable(text, address):
                yield Pair(text, tag, HINTS.get(code, ""), thesaurus, address, origin)


def _identifier_pairs(node: XmlElement, language: str, origin: str) -> Iterator[Pair]:
    hint = "platform" if local_name(node) == "MI_Platform" else "instrument"
    for code in node.findall("{*}identifier/*/{*}code"):
        text, address = one_line(text_of(code)), anchor_of(code)
        if address and _usable(text, address):
            yield Pair(text, language, hint, "", address, origin)


def _dif_pairs(element: XmlElement, origin: str) -> Iterator[Pair]:
    name = local_name(element)
    hint, thesaurus = DIF[name]
    levels = [
        one_line(child.text or "")
        for child in element.iterchildren()
        if isinstance(child.tag, str) and local_name(child) not in (*_DETAILS, *_WRITTEN_BY_HAND)
    ]
    text = " > ".join(filter(None, levels)) or one_line(element.text or "")
    if text:
        yield Pair(text, "en", hint, thesaurus, GCMD + str(element.get("uuid")).strip(), origin)


def _usable(text: str, address: str) -> bool:
    return bool(text) and text != address and not text.startswith(("http://", "https://"))


def _json_pairs(path: Path, origin: str) -> Iterator[Pair]:
    try:
        document = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        return
    todo = [document]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            themes = node.get("themes")
            if isinstance(themes, list):
                for theme in themes:
                    yield from _theme_pairs(theme, str(node.get("language") or ""), origin)
            todo += node.values()
        elif isinstance(node, list):
            todo += node


def _theme_pairs(theme: Any, language: str, origin: str) -> Iterator[Pair]:
    concepts = theme.get("concepts") if isinstance(theme, dict) else None
    scheme = str(theme.get("scheme") or "") if isinstance(theme, dict) else ""
    for concept in concepts if isinstance(concepts, list) else ():
        if not isinstance(concept, dict):
            continue
        identifier = str(concept.get("id") or "")
        address = str(concept.get("url") or identifier)
        if not address.startswith("http") and identifier and scheme.startswith("http"):
            address = f"{scheme.rstrip('/#')}/{identifier}"
        text = one_line(str(concept.get("title") or concept.get("name") or ""))
        if address.startswith("http") and _usable(text, address):
            yield Pair(text, _tag(language[:2]), "theme", scheme, address, origin)


def _language(record: XmlElement) -> str:
    for path in ("{*}language", "{*}defaultLocale/*/{*}language"):
        element = record.find(path)
        if element is not None and (said := text_of(element)):
            return _tag(said)
    return ""


def _tag(code: str) -> str:
    return _languages().lookup_text(code) or "" if code else ""


@cache
def _languages() -> CodeList:
    return load_codelists()["language-tags"]


_GEMET = re.compile(r"https?://www\.eionet\.europa\.eu/gemet/(?:[a-z]{2}/)?(concept|inspire-theme)/([\w-]+)/?")


_SEA_DATA_NET = re.compile(r"SDN:([A-Z]\d\d)\d?:\w*:(\w+)")


def cited(address: str) -> str:
    """The address of a concept behind the page on which it is shown, as records cite both.

    >>> cited("https://www.eionet.europa.eu/gemet/en/concept/245")
    'http://www.eionet.europa.eu/gemet/concept/245'
    """
    if match := _GEMET.fullmatch(address):
        if match[1] == "inspire-theme":
            return f"http://inspire.ec.europa.eu/theme/{match[2]}"
        return f"http://www.eionet.europa.eu/gemet/concept/{match[2]}"
    if match := _SEA_DATA_NET.fullmatch(address):
        return f"http://vocab.nerc.ac.uk/collection/{match[1]}/current/{match[2]}/"
    shown = parse_qs(urlsplit(address).query).get("uri", [""])[0]
    return shown if shown.startswith("http") else address
