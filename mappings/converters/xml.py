"""Steps through an ISO document by local name, the same in ISO/TS 19139 and ISO 19115-3."""

from mappings.parsing import Node, XmlElement

from .text import LOCAL, local_name, text_of


def each(node: Node, name: str) -> list[XmlElement]:
    """The children with a local name."""
    return [child for child in node[:] if LOCAL[child.tag] == name]


def first(node: Node | None, *names: str) -> XmlElement | None:
    """The element reached by taking the first child of each local name in turn; ``*`` takes any child."""
    for name in names:
        if node is None:
            return None
        for child in node[:]:
            if name == "*" or LOCAL[child.tag] == name:
                node = child
                break
        else:
            return None
    return node


def parts(node: Node | None) -> dict[str, XmlElement]:
    """The children by local name, the first of each: for a reader of several."""
    return {LOCAL[child.tag]: child for child in reversed(node[:])} if node is not None else {}


def text_at(node: XmlElement | None, *names: str) -> str:
    """The text of the ISO property element at a path of local names; empty when there is none."""
    found = first(node, *names)
    return "" if found is None else text_of(found)


def descendant(node: XmlElement, name: str) -> XmlElement | None:
    """The first element below with a local name."""
    return next(node.iter(f"{{*}}{name}"), None)


def all_text(node: XmlElement) -> str:
    """All text inside an element, in one line."""
    return " ".join(" ".join(node.itertext()).split())


__all__ = ["all_text", "descendant", "each", "first", "local_name", "parts", "text_at"]
