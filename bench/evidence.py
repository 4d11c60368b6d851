"""Whose fault a violation is: where in each dialect the source would have said what is missing.

Only a missing value can be the source's doing. For each mandatory property of the official shapes the table says by
which paths the sources of a dialect give it. Where one of the ``certain`` paths leads to usable text, the source says
what is wanted and the mapping lost it. Where only a ``doubtful`` path does, a person must look. Otherwise the source
lacks it. A value that is there and has the wrong class, datatype or kind, or is one too many, is the mapping's fault:
it chose to state it.

Paths are written without namespaces, so that they do not share a mistake about them with the crosswalks: of XML, names
of elements, ``*`` for any element, ``//`` for any depth; of JSON, the crosswalks' key paths. ``$focus`` is the IRI that
the violation is about; what the source does not cite by that IRI was brought in by the mapping.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from mappings.parsing import Node, XmlElement
from mappings.path import key_path


class Verdict(StrEnum):
    """Whose fault a violation is."""

    SOURCE = "source lacks it"
    UNUSABLE = "source unusable"
    MAPPING = "mapping"
    UNDECIDED = "undecided"


class Evidence(NamedTuple):
    """Where the sources of a dialect give a value.

    Attributes:
        certain: paths to what is the value.
        doubtful: paths to what may be the value.
        usable: found in text that can be used.
    """

    certain: tuple[str, ...]
    doubtful: tuple[str, ...] = ()
    usable: str = r"\w"


DATE = r"(?<!\d)[12]\d{3}"
ADDRESS = r"^[A-Za-z][A-Za-z0-9+.-]*:/+\w"

FILLERS = re.compile(
    r"(?i)\W*(?:not (?:provided|available|applicable|specified|known)|n/a|none|null|unknown|tbd|missing)?\W*"
)
"""Texts that stand where nothing is said."""

_TITLE: dict[str, Evidence] = {
    "iso": Evidence(("identificationInfo/*/citation/*/title",), ("identificationInfo/*/citation/*/alternateTitle",)),
    "dif": Evidence(("Entry_Title",), ("Dataset_Citation/Dataset_Title",)),
    "stac": Evidence(("title", "properties.title"), ("name", "properties.name")),
}
_DESCRIPTION: dict[str, Evidence] = {
    # supplementalInformation is stated as a comment: what ISO 19115 asks to be further is no abstract
    "iso": Evidence(("identificationInfo/*/abstract",)),
    "dif": Evidence(("Summary/Abstract", "Summary")),
    "stac": Evidence(("description", "properties.description"), ("summary", "properties.summary")),
}
_MODIFIED: dict[str, Evidence] = {
    "iso19139": Evidence(("dateStamp",), usable=DATE),
    "iso19115-3": Evidence(("dateInfo/*/date",), ("dateStamp", "metadataDate"), DATE),
    "dif": Evidence(
        ("Metadata_Dates/Metadata_Last_Revision", "Metadata_Dates/Metadata_Creation", "Last_DIF_Revision_Date",
         "DIF_Creation_Date"),
        usable=DATE,
    ),
    "stac": Evidence(
        ("updated", "created", "properties.updated", "properties.created"),
        ("published", "properties.published"),
        DATE,
    ),
}  # fmt: skip
_ENDPOINT: dict[str, Evidence] = {
    "iso": Evidence(
        (
            "identificationInfo/*/containsOperations/*/connectPoint/*/linkage",
            "distributionInfo//onLine/*[not(function)]/linkage",
        ),
        ("distributionInfo//onLine/*/linkage",),
        ADDRESS,
    ),
    "dif": Evidence(("Related_URL/URL",), usable=ADDRESS),
    "stac": Evidence((), ("links[].href",), ADDRESS),
}
_ACCESS: dict[str, Evidence] = {
    "iso": Evidence(("distributionInfo//onLine/*/linkage",), usable=ADDRESS),
    "dif": Evidence(("Related_URL/URL",), usable=ADDRESS),
    "stac": Evidence(("assets.*.href",)),
}
_NAME: dict[str, Evidence] = {
    "iso": Evidence((), ("//organisationName", "//individualName", "//positionName", "//party/*/name")),
    "dif": Evidence((), ("Organization/Organization_Name/*", "Data_Center/Data_Center_Name/*", "Personnel//Last_Name")),
    "stac": Evidence((), ("providers[].name", "properties.providers[].name")),
}
_LABEL: dict[str, Evidence] = {
    "iso": Evidence(("//*[@*=$focus]",)),
    "dif": Evidence((), ("Science_Keywords/*", "Parameters/*", "Platform/*")),
    "stac": Evidence((), ("themes[].concepts[].title", "properties.themes[].concepts[].title")),
}
_IDENTIFIER: dict[str, Evidence] = {
    "iso": Evidence(("identificationInfo/*/citation/*/identifier/*/code",)),
    "dif": Evidence(("Entry_ID", "Dataset_Citation/Persistent_Identifier/Identifier")),
    "stac": Evidence(("id",)),
}
_CHECKSUM: dict[str, Evidence] = {"stac": Evidence(('assets.*."file:checksum"', 'assets.*."checksum:multihash"'))}

TABLE: Mapping[tuple[str, str], Mapping[str, Evidence]] = {
    **{(kind, "dct:title"): _TITLE for kind in ("dcat:Dataset", "dcat:DatasetSeries", "dcat:DataService")},
    **{(kind, "dct:description"): _DESCRIPTION for kind in ("dcat:Dataset", "dcat:DatasetSeries")},
    ("dcat:CatalogRecord", "dct:modified"): _MODIFIED,
    ("dcat:DataService", "dcat:endpointURL"): _ENDPOINT,
    ("dcat:Distribution", "dcat:accessURL"): _ACCESS,
    ("foaf:Agent", "foaf:name"): _NAME,
    ("skos:Concept", "skos:prefLabel"): _LABEL,
    ("skos:ConceptScheme", "dct:title"): _LABEL,
    ("adms:Identifier", "skos:notation"): _IDENTIFIER,
    ("spdx:Checksum", "spdx:algorithm"): _CHECKSUM,
    ("spdx:Checksum", "spdx:checksumValue"): _CHECKSUM,
}
"""By class and mandatory property, and by how the name of the dialect begins, where the source gives the value."""

OWN = frozenset(
    {
        ("dcat:CatalogRecord", "foaf:primaryTopic"),
        ("dcat:Relationship", "dct:relation"),
        ("dcat:Relationship", "dcat:hadRole"),
        ("dcat:Catalog", "dct:title"),
        ("dcat:Catalog", "dct:description"),
        ("dcat:Catalog", "dct:publisher"),
    }
)
"""Mandatory properties that no source gives: whoever states the class states them."""


def decide(shape: str, prop: str, constraint: str, dialect: str, root: Node, focus: str) -> tuple[Verdict, str]:
    """Whose fault a violation is, and the source path that says so, or that would have to be filled.

    Args:
        shape: the class, such as ``dcat:Dataset``.
        prop: the property, such as ``dct:title``.
        constraint: the SHACL constraint, such as ``MinCount``.
        dialect: name of the record's dialect.
        root: the record's root.
        focus: IRI of what the violation is about.
    """
    if constraint != "MinCount" or (shape, prop) in OWN:
        return Verdict.MAPPING, ""
    by_dialect = TABLE.get((shape, prop), {})
    evidence = next((found for start, found in by_dialect.items() if dialect.startswith(start)), None)
    if evidence is None:
        return Verdict.UNDECIDED, "no row in the table"
    unusable = ""
    for verdict, paths in ((Verdict.MAPPING, evidence.certain), (Verdict.UNDECIDED, evidence.doubtful)):
        for path in paths:
            if "$focus" in path and not _xpath(path)(root, focus=focus):
                return Verdict.MAPPING, path
            texts = list(_texts(root, path, focus))
            if any(re.search(evidence.usable, text) for text in texts):
                return verdict, path
            unusable = unusable or (path if texts and verdict is Verdict.MAPPING else "")
    if unusable:
        return Verdict.UNUSABLE, unusable
    return Verdict.SOURCE, " | ".join(evidence.certain or evidence.doubtful)


def _texts(root: Node, path: str, focus: str) -> Iterator[str]:
    """The texts at a path that say something."""
    if isinstance(root, XmlElement):
        found = (" ".join("".join(element.itertext()).split()) for element in _xpath(path)(root, focus=focus))
    else:
        values = key_path(path).select(root) if isinstance(root, dict) else ()
        found = (str(value).strip() for value in values if isinstance(value, (str, int, float)))
    return (text for text in found if not FILLERS.fullmatch(text))


@lru_cache(maxsize=256)
def _xpath(path: str) -> etree.XPath:
    """A path of names without namespaces, as XPath."""
    steps = re.sub(r"(?<![\w\[@$-])[A-Za-z][\w\-]*", r"*[local-name()='\g<0>']", path)
    return etree.XPath(steps if not steps.startswith("//") else f".{steps}", smart_strings=False)
