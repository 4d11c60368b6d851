"""Steps through an ISO document by local name, the same in ISO/TS 19139 and ISO 19115-3."""

from collections.abc import Iterator

from mappings.parsing import XmlElement

from .text import local_name, text_of


def each(node: XmlElement, name: str) -> Iterator[XmlElement]:
    """The children with a local name."""
    return node.iterchildren(f"{{*}}{name}")


def first(node: XmlElement | None, *names: str) -> XmlElement | None:
    """The element reached by taking the first child of each local name in turn; ``*`` takes any child."""
    for name in names:
        if node is None:
            return None
        node = next(node.iterchildren("*" if name == "*" else f"{{*}}{name}"), None)
    return node


def text_at(node: XmlElement | None, *names: str) -> str:
    """The text of the ISO property element at a path of local names; empty when there is none."""
    found = first(node, *names)
    return "" if found is None else text_of(found)


def descendant(node: XmlElement, name: str) -> XmlElement | None:
    """The first element below with a local name."""
    return next(node.iter(f"{{*}}{name}"), None)


__all__ = ["descendant", "each", "first", "local_name", "text_at"]
