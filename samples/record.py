"""ISO metadata records of a folder, with the few fields that a catalogue protocol says about each.

A record is served as it stands in its file: the fields only head, sort and select it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

GMD = "http://www.isotc211.org/2005/gmd"
"""The namespace, and so the output schema, of ISO 19139 records."""

GMI = "http://www.isotc211.org/2005/gmi"
MDB = "http://standards.iso.org/iso/19115/-3/mdb/2.0"
"""The namespace, and so the output schema, of ISO 19115-3 records."""

UNDATED = "1970-01-01T00:00:00Z"
"""The datestamp of a record that says none that can be read, as the protocols require one."""

SCHEMAS = {f"{{{GMD}}}MD_Metadata": GMD, f"{{{GMI}}}MI_Metadata": GMD, f"{{{MDB}}}MD_Metadata": MDB}
"""The output schema of each root element."""

_FIELDS = {
    GMD: {
        "identifier": "*[local-name()='fileIdentifier']",
        "datestamp": "*[local-name()='dateStamp']",
        "level": "*[local-name()='hierarchyLevel']/*/@codeListValue",
        "title": "*[local-name()='identificationInfo']/*/*[local-name()='citation']/*/*[local-name()='title']/*[1]",
        "abstract": "*[local-name()='identificationInfo']/*/*[local-name()='abstract']/*[1]",
    },
    MDB: {
        "identifier": "*[local-name()='metadataIdentifier']/*/*[local-name()='code']",
        "datestamp": "*[local-name()='dateInfo']/*/*[local-name()='date']",
        "level": "*[local-name()='metadataScope']/*/*[local-name()='resourceScope']/*/@codeListValue",
        "title": "*[local-name()='identificationInfo']/*/*[local-name()='citation']/*/*[local-name()='title']/*[1]",
        "abstract": "*[local-name()='identificationInfo']/*/*[local-name()='abstract']/*[1]",
    },
}


class SampleError(ValueError):
    """A file of a sample folder is not what its place there says."""


@dataclass(frozen=True, slots=True)
class SampleRecord:
    """One ISO record.

    Attributes:
        identifier: the record's own; the file's name without suffix where it has none.
        datestamp: the latest date of the record itself, ``YYYY-MM-DDThh:mm:ssZ``; ``UNDATED`` where it says none.
        level: the hierarchy level's code, ``dataset`` where it says none.
        title: in the record's main language; the identifier where it has none.
        abstract: in the record's main language; may be empty.
        schema: ``GMD`` or ``MDB``.
        content: the file's bytes.
    """

    identifier: str
    datestamp: str
    level: str
    title: str
    abstract: str
    schema: str
    content: bytes

    def element(self) -> etree._Element:
        """The record's root element, a new one at each call."""
        return etree.fromstring(self.content, safe_parser())


def safe_parser() -> etree.XMLParser:
    """A parser that expands no entities, loads nothing and refuses huge documents."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def read_record(content: bytes, name: str) -> SampleRecord:
    """The record that a document is.

    Args:
        content: the document.
        name: stands for the identifier where the record has none.

    Raises:
        SampleError: it is not well-formed, or no ISO 19139 or 19115-3 record.
    """
    try:
        root = etree.fromstring(content, safe_parser())
    except etree.XMLSyntaxError as error:
        raise SampleError(f"{name}: {error}") from error
    schema = SCHEMAS.get(str(root.tag))
    if schema is None:
        raise SampleError(f"{name}: {etree.QName(root).text} is the root of no ISO record")
    values = {field: _texts(root, path) for field, path in _FIELDS[schema].items()}
    first = {field: texts[0] if texts else "" for field, texts in values.items()}
    identifier = first["identifier"] or name
    return SampleRecord(
        identifier,
        max((instant for text in values["datestamp"] if (instant := _instant(text))), default=UNDATED),
        first["level"] or "dataset",
        first["title"] or identifier,
        first["abstract"],
        schema,
        content,
    )


def read_records(folder: Path) -> tuple[SampleRecord, ...]:
    """The ISO records of a folder and of the folders in it, by identifier.

    Raises:
        SampleError: a file is no such record, two share an identifier, or there is none.
    """
    found = sorted(folder.rglob("*.xml"))
    records = {record.identifier: record for record in (read_record(file.read_bytes(), file.stem) for file in found)}
    if not records or len(records) < len(found):
        raise SampleError(f"{folder}: {len(found)} files with {len(records)} identifiers")
    return tuple(records[identifier] for identifier in sorted(records))


def _texts(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path)
    nodes = found if isinstance(found, list) else []
    texts = (node if isinstance(node, str) else "".join(node.itertext()) for node in nodes)
    return [joined for text in texts if (joined := " ".join(text.split()))]


def _instant(text: str) -> str:
    """A date or time of ISO 8601 in UTC and whole seconds; empty when it is neither."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return ""
    instant = instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
