"""Parsing of foreign bytes: hostile until proved otherwise.

No entity is resolved, no DTD accepted, nothing fetched, and size and depth are bounded.
"""

import re
from typing import Any, TypeAlias

import orjson
from lxml import etree

from vocab.diagnostic import diagnostic

from .errors import RecordError

MAX_BYTES = 64_000_000
"""The largest document that is parsed."""

MAX_DEPTH = 100
"""The deepest nesting of a JSON document that is mapped."""

XmlElement: TypeAlias = etree._Element  # noqa: SLF001  (lxml's only name for the type)
Node: TypeAlias = Any
"""An element of an XML document, or a value of a JSON document."""


def element_path(node: Node) -> str:
    """The names of the elements that lead to one from the document's root, without it; empty for a JSON value."""
    names: list[str] = []
    while isinstance(node, XmlElement) and (parent := node.getparent()) is not None:
        name = str(node.tag).rpartition("}")[2]
        names.append(f"{node.prefix}:{name}" if node.prefix else name)
        node = parent
    return "/".join(reversed(names))


_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DTD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?>(?><\?.*?\?>|<!--.*?-->)\s*)*+(<!DOCTYPE\b[^>\[]{0,120})", re.DOTALL)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)


def parse(content: bytes, elements: etree.ElementClassLookup | None = None) -> Node:
    """The root element of an XML document, or the value of a JSON document.

    Args:
        content: the document.
        elements: makes the elements of an XML document, when they are not to be lxml's own.

    Raises:
        RecordError: empty, too large, HTML, not well-formed, with a DTD or entities, or nested too deeply.
    """
    if len(content) > MAX_BYTES:
        raise RecordError(diagnostic("parse.size", detail=f"{len(content):,} > {MAX_BYTES:,} bytes"))
    head = content[:1024]
    for mark in _BYTE_ORDER_MARKS:
        head = head.removeprefix(mark)
    head = head.lstrip(b" \t\r\n\x00")
    if not head:
        raise RecordError(diagnostic("parse.empty"))
    if head[:1] in b"{[":
        return _parse_json(content)
    if _HTML.match(head):
        raise RecordError(diagnostic("parse.html", excerpt=_excerpt(head)))
    if head[:1] == b"<":
        return _parse_xml(content, elements)
    raise RecordError(diagnostic("parse.dialect", detail=f"{_excerpt(head)[:40]!r}", excerpt=_excerpt(head)))


def _excerpt(head: bytes) -> str:
    return head[:160].decode("utf-8", "replace")


def _parse_xml(content: bytes, elements: etree.ElementClassLookup | None) -> XmlElement:
    declared = _DTD.match(content)
    if declared is not None:
        line = content.count(b"\n", 0, declared.end()) + 1
        raise RecordError(diagnostic("parse.dtd", line=line, excerpt=_excerpt(declared[1])))
    # blanks between elements are a quarter of what would be built, and nobody reads them
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
    )
    if elements is not None:
        parser.set_element_class_lookup(elements)
    try:
        root = etree.fromstring(content.lstrip(b" \t\r\n"), parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        lines = content.split(b"\n", line)
        excerpt = lines[line - 1].strip() if 0 < line <= len(lines) else b""
        raise RecordError(
            diagnostic("parse.xml", line=line, detail=error.msg or "", excerpt=_excerpt(excerpt))
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        # in an encoding that the bytes do not show
        raise RecordError(diagnostic("parse.dtd", line=1, excerpt=root.getroottree().docinfo.doctype))
    return root


def _parse_json(content: bytes) -> Node:
    try:
        document = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        if "depth" in error.msg or "ecursion" in error.msg:
            raise RecordError(diagnostic("parse.depth", detail=str(MAX_DEPTH))) from error
        detail = f"{error.msg} ({error.lineno}:{error.colno})"
        raise RecordError(diagnostic("parse.json", line=error.lineno, detail=detail)) from error
    # brackets may stand in texts as well: there are never fewer of them than levels
    if content.count(b"[") + content.count(b"{") > MAX_DEPTH and _deeper_than(document, MAX_DEPTH):
        raise RecordError(diagnostic("parse.depth", detail=str(MAX_DEPTH)))
    return document


_CONTAINERS = frozenset({dict, list})
"""The types of JSON's arrays and objects; their subclasses do not come out of a parser."""


def _deeper_than(document: Node, depth: int) -> bool:
    level = [document]
    for _ in range(depth):
        level = [
            child
            for node in level
            for child in (node.values() if node.__class__ is dict else node)
            if child.__class__ in _CONTAINERS
        ]
        if not level:
            return False
    return True
