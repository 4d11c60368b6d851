"""Members: the records of a document that holds several, each as a document of its own.

Those are STAC ItemCollections, and XML documents in which records of ISO or DIF stand side by side, whatever is around
them: answers of CSW, OAI-PMH and NASA's CMR that somebody saved, Atom feeds with records in their entries, and the
``DS_Series`` of ISO/TS 19139 with the records of the series and of its members.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from .errors import AnswerError
from .exchange import Response
from .page import Element, document, parse
from .record import Harvested, RawRecord
from .stac import item_collection


def members(record: RawRecord) -> Iterator[Harvested]:
    """The records of a document, called ``document#member``; the document itself where it holds one or none.

    A member is called by its own identifier, or by its position where it has none.
    """
    found = item_collection(record.content)
    if found is None:
        found = list(_records_in(record.content))
        if len(found) <= 1:
            yield record
            return
    names = Counter[str]()
    for position, member in enumerate(found):
        name = member.identifier or str(position)
        names[name] += 1
        # one name twice in a document: the later ones are told apart by their count
        suffix = f"~{names[name]}" if names[name] > 1 else ""
        yield replace(member, identifier=f"{record.identifier}#{name}{suffix}")


def _records_in(content: bytes) -> Iterator[RawRecord]:
    """The outermost records of an XML document, when at least two elements are called as records are."""
    first = _START.search(content)
    if first is None or _START.search(content, first.end()) is None:
        return
    try:
        root = parse(Response(content.lstrip(), "", ""))
    except AnswerError:
        # what is wrong with the document is said when it is mapped
        return
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        # empty elements only refer to a record
        if len(element) and isinstance(element.tag, str) and _NAME.fullmatch(element.tag):
            walk.skip_subtree()
            yield RawRecord(_identifier(element), document(element), "application/xml")


def _identifier(element: Element) -> str:
    """A record's own identifier; empty when it has none."""
    for path in ("{*}fileIdentifier", "{*}metadataIdentifier//{*}code", "{*}Entry_ID/{*}Short_Name", "{*}Entry_ID"):
        found = element.find(path)
        if found is not None and (said := " ".join("".join(found.itertext()).split())):
            return said
    return ""


_NAMES = r"(?:[A-Za-z0-9]+_)?M[DI]_Metadata|DIF"
"""Names of the elements that are records: of ISO, of profiles that extend it, and DIF."""

_START = re.compile(rf"<(?:[\w.\-]+:)?(?:{_NAMES})[\s>]".encode())
_NAME = re.compile(rf"(?:\{{[^}}]*\}})?(?:{_NAMES})")
