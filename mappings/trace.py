"""Traces: source documents that remember what was asked of them."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, Protocol, TypeAlias

from lxml import etree

from .parsing import Node, XmlElement

Piece: TypeAlias = tuple[int, str | int]
"""A piece of content: the identity of the node that holds it, and the attribute, key or position (``""`` for text)."""

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
XLINK = "{http://www.w3.org/1999/xlink}"
GCO = ("{http://www.isotc211.org/2005/gco}", "{http://standards.iso.org/iso/19115/-3/gco/1.0}")

STRUCTURAL = frozenset(
    {
        *(f"{XSI}{name}" for name in ("schemaLocation", "type", "nil")),
        *(f"{XLINK}{name}" for name in ("type", "actuate", "show")),
        *(f"{space}{name}" for space in GCO for name in ("isoType", "nilReason")),
        *(
            "{http://www.opengis.net/gml/3.2}id",
            "{http://www.opengis.net/gml}id",
            "{http://www.opengis.net/gml/3.2}frame",
        ),
        *("id", "uuid", "codeList", "codeSpace", "frame", "owns"),
    }
)
"""Attributes that say how a document is built, not what it is about."""

STRUCTURAL_KEYS = frozenset({"type", "stac_version", "stac_extensions"})
"""Keys at the root of a JSON document that say how it is built."""


class Content(NamedTuple):
    """A piece of content as people see it.

    Attributes:
        path: where it stands, from the record's root, without positions.
        line: in the document; 0 in JSON.
        text: what it says.
    """

    path: str
    line: int
    text: str


class Trace(Protocol):
    """A document whose content is known piece by piece, and which of it has been read."""

    root: Node
    read: set[Piece]

    def content(self) -> dict[Piece, Content]:
        """Every piece of content."""

    def below(self, nodes: Iterable[Node]) -> Iterator[Piece]:
        """Every piece of content in and below some nodes."""


class _TracedElement(etree.ElementBase):
    """An element that notes when its text or an attribute is asked for, once it belongs to a trace."""

    read: set[Piece] | None = None

    @property  # type: ignore[misc]  # nothing is written into a traced document
    def text(self) -> Any:
        """The text before the first child; noted."""
        if self.read is not None:
            self.read.add((id(self), ""))
        return super().text

    def get(self, key: Any, default: Any = None) -> Any:
        """An attribute; noted."""
        if self.read is not None:
            self.read.add((id(self), str(key)))
        return super().get(key, default)


def tracing_lookup() -> etree.ElementDefaultClassLookup:
    """What makes an XML parser build elements that can be traced."""
    return etree.ElementDefaultClassLookup(element=_TracedElement)


class XmlTrace:
    """The trace of an XML record.

    Args:
        root: the record's root, from a parser with ``tracing_lookup``.
        prefixes: by namespace, for the paths.
    """

    def __init__(self, root: XmlElement, prefixes: dict[str, str]) -> None:
        self.root = root
        self.read: set[Piece] = set()
        self._prefixes = prefixes
        # lxml makes its elements anew when nobody holds them, and they forget what they noted
        self._elements = list(root.iter())
        for element in self._elements:
            element.read = self.read  # type: ignore[attr-defined]

    def content(self) -> dict[Piece, Content]:
        """Every text, and every attribute that is not structural."""
        return {piece: content for element in self._elements for piece, content in self._pieces(element)}

    def below(self, nodes: Iterable[Node]) -> Iterator[Piece]:
        """Every piece of content in and below some elements; of an attribute, itself."""
        for node in nodes:
            if hasattr(node, "attrname"):
                yield id(node.getparent()), str(node.attrname)
                continue
            for element in node.iter():
                for piece, _ in self._pieces(element):
                    yield piece

    def _pieces(self, element: XmlElement) -> Iterator[tuple[Piece, Content]]:
        line = element.sourceline or 0
        coded = "codeListValue" in element.attrib
        own = etree.ElementBase.text.__get__(element)
        if own and own.strip() and not coded:
            yield (id(element), ""), Content(self._path(element), line, own.strip())
        for name, value in element.attrib.items():
            if str(name) not in STRUCTURAL and str(value).strip():
                path = f"{self._path(element)}/@{self._short(str(name))}"
                yield (id(element), str(name)), Content(path, line, str(value))

    def _path(self, element: XmlElement) -> str:
        steps = [self._short(str(element.tag))]
        while element is not self.root:
            parent = element.getparent()
            if parent is None:
                break
            element = parent
            steps.append(self._short(str(element.tag)))
        return "/".join(reversed(steps[:-1] or steps))

    def _short(self, name: str) -> str:
        space, brace, local = name.rpartition("}")
        return f"{self._prefixes.get(space[1:], '?')}:{local}" if brace else local


class _TracedDict(dict[str, Any]):
    """An object that notes which of its values are asked for."""

    read: set[Piece]

    def __getitem__(self, key: str) -> Any:
        self.read.add((id(self), key))
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """A value; noted."""
        self.read.add((id(self), key))
        return super().get(key, default)

    def values(self) -> Any:
        """Every value; noted."""
        self.read.update((id(self), key) for key in self)
        return super().values()

    def items(self) -> Any:
        """Every key and value; noted."""
        self.read.update((id(self), key) for key in self)
        return super().items()


class _TracedList(list[Any]):
    """An array that notes when its members are asked for."""

    read: set[Piece]

    def __getitem__(self, index: Any) -> Any:
        asked = range(len(self))[index]
        self.read.update((id(self), position) for position in (asked if isinstance(index, slice) else (asked,)))
        return super().__getitem__(index)

    def __iter__(self) -> Iterator[Any]:
        self.read.update((id(self), position) for position in range(len(self)))
        return super().__iter__()


class JsonTrace:
    """The trace of a JSON record.

    Args:
        document: the record.
    """

    def __init__(self, document: Node) -> None:
        self.read: set[Piece] = set()
        self.root = self._traced(document)

    def _traced(self, value: Node) -> Node:
        traced: _TracedDict | _TracedList
        if isinstance(value, dict):
            traced = _TracedDict({key: self._traced(member) for key, member in value.items()})
        elif isinstance(value, list):
            traced = _TracedList([self._traced(member) for member in value])
        else:
            return value
        traced.read = self.read
        return traced

    def content(self) -> dict[Piece, Content]:
        """Every string, number and truth value that is not structural."""
        return dict(self._pieces(self.root, ""))

    def below(self, nodes: Iterable[Node]) -> Iterator[Piece]:
        """Every piece of content below some objects and lists; a text or number does not know where it stands."""
        for node in nodes:
            for piece, _ in self._pieces(node, "…"):
                yield piece

    def _pieces(self, node: Node, path: str) -> Iterator[tuple[Piece, Content]]:
        members: Iterable[tuple[str | int, Any]]
        if isinstance(node, dict):
            members = dict.items(node)
        elif isinstance(node, list):
            members = enumerate(list.__iter__(node))
        else:
            return
        for key, value in members:
            step = "[]" if isinstance(key, int) else key if not path else f".{key}"
            here = f"{path}{step}"
            if isinstance(value, (dict, list)):
                yield from self._pieces(value, here)
            elif value is not None and value != "" and not (path == "" and key in STRUCTURAL_KEYS):
                yield (id(node), key), Content(here, 0, str(value))
